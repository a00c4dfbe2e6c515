"""Amounts of time in free text: "3 to 5 years", "18 months", "one and a half years", "2.5 yrs+", "half a year".

An amount is in months, from the least to the most that is said. What it is an amount of, the words around it tell: see
`requirements` for experience that is asked, `names` for years of a skill. Linear in the text.
"""

import re
from dataclasses import dataclass

from dataset_builder.text import any_of

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {word: number for number, word in enumerate(_UNITS, start=1)} | {
    "zero": 0, "a": 1, "an": 1, "single": 1, "couple": 2, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50,
}  # fmt: skip
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d)?(?!\d)|\b(?:{_WORD})\b)"
_HALF = r"(?:\s?(?:and\s+(?:a\s+)?half|½|1/2))"
_MORE = r"(?:\s?\+|\s?-?\s?plus\b|\s+or\s+(?:more|above|over|greater)|\s?&\s?above|\s+and\s+(?:above|more|over|up))"
_YEARS = r"years?|yrs?\b|yoe\b|jahren?|ans\b|años?"
_MONTHS = r"months?|mos?\b|monaten?|mois\b|meses"
# Words that may stand between a number and its unit: "3 full years", "2 solid consecutive years".
_FULL = r"(?:(?:full|solid|consistent|successful|strong|proven|valuable|dedicated|progressive|uninterrupted|straight|productive|verifiable|relevant|complete|continuous|consecutive|calendar|recent|total|good|of|further|additional|more)\s+){0,2}"

AMOUNT = re.compile(
    rf"""(?<![\w.,£$€/])(?:
      (?P<half>half\s+a|a\s+half|½)\s?-?(?P<half_unit>{_YEARS}|decade)
    | (?P<decade>a|one|two|three)\s+decades?\b
    | (?:(?P<low>{_NUMBER})(?P<low_half>{_HALF})?(?:\s?\((?:\d{{1,3}}|{_WORD})\+?\))?{_MORE}?
        (?:\s?(?:-|–|—|‑|~|\bto\b|\band\b|\bor\b|/)\s?(?P<high>{_NUMBER})(?P<high_half>{_HALF})?(?:\s?\((?:\d{{1,3}}|{_WORD})\+?\))?{_MORE}?)?
        [\s‑–-]{{0,3}}{_FULL}(?:(?P<years>{_YEARS})|(?P<months>{_MONTHS}))\b(?:\s?\(s\))?
        (?:\s?\([s)]{{1,2}})?(?:['’`]s?)?{_MORE}?
        (?:\s*(?:,|and|&)?\s*(?P<rest>{_NUMBER})\s?(?:{_MONTHS})\b)?(?P<after_half>\s+and\s+a\s+half)?)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNS = any_of(("year", "yr", "yoe", "month", "mo", "decade", "ans", "año", "jahr", "mois", "meses"))


@dataclass(frozen=True)
class Amount:
    """`least` and `most` months; `most` is None where no upper end is named. `place`: (start, end) in the text."""

    least: int
    most: int | None
    place: tuple[int, int]


def _number(text: str) -> float:
    known = _NUMBERS.get(text.casefold())
    return float(text.replace(",", ".")) if known is None else float(known)


def amounts(text: str) -> list[Amount]:
    """Every amount of years or months, in the order of the text."""
    if not _SIGNS.search(text.lower()):
        return []
    found = []
    for match in AMOUNT.finditer(text):
        if match["half"]:
            found.append(Amount(60 if match["half_unit"].casefold() == "decade" else 6, None, match.span()))
            continue
        if match["decade"]:
            found.append(Amount(int(_number(match["decade"]) * 120), None, match.span()))
            continue
        unit = 12 if match["years"] else 1
        low = _number(match["low"]) + (0.5 if match["low_half"] or match["after_half"] else 0)
        high = None if match["high"] is None else _number(match["high"]) + (0.5 if match["high_half"] else 0)
        rest = int(_number(match["rest"])) if match["rest"] and unit == 12 else 0
        if high is not None and low == 1 and match["low"].casefold() in ("a", "an"):
            high = None
        least = min(low, high) if high is not None else low
        most = max(low, high) if high is not None else None
        found.append(Amount(round(least * unit) + rest, None if most is None else round(most * unit), match.span()))
    return found
