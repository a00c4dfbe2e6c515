"""Dates and durations in free text: the spans of years that a resume's jobs have, the years that a job asks for.

Best effort, in linear time. A span's end is None where none is stated, and where it says "present".
"""

import re

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?,?\s{0,3}"

SPAN = re.compile(
    rf"(?:\b{_MONTH}|\b\d{{1,2}}/)?\b((?:19|20)\d\d)\b"
    rf"(?:\s{{0,3}}(?:-{{1,2}}|–|—|to\b:?|until\b|till\b|through\b|and\b|up to\b)\s{{0,3}}"
    rf"(?:{_MONTH}|\d{{1,2}}/)?((?:19|20)\d\d\b|\d\d\b|present\b|current\b|now\b|today\b|date\b))?",
    re.IGNORECASE,
)

_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"a": 1, "an": 1, "single": 1, "fifteen": 15, "twenty": 20}

YEARS = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a|single)"
    r"(?:\s?\(\d{1,2}\))?(?:\+|\sor more|\s(?!few|couple|of|years?\b)[a-z]{3,15}(?=\s))?"
    r"(?:\s?[-–]\s?\d{1,2})?[\s-]{0,3}(?:years?|yrs?)\b(?:\s?\([s)]{1,2})?(?:['’`]s?)?",
    re.IGNORECASE,
)

# Characters of a line that are looked at on either side of a date.
LONGEST_LINE = 200


def _end_year(start: int, text: str | None) -> int | None:
    if text is None or not text[0].isdigit():
        return None
    return int(text) if len(text) == 4 else start // 100 * 100 + int(text)


def date_spans(line: str) -> list[tuple[str, int, int | None, str]]:
    """(text before, start, end, text after) of every span of years; lone years count if no span is there."""
    spans = list(SPAN.finditer(line))
    spans = [match for match in spans if match.group(2)] or spans[:1]
    ends = [0, *(match.end() for match in spans)]
    starts = [*(match.start() for match in spans), len(line)]
    return [
        (
            line[max(ends[i], match.start() - LONGEST_LINE) : match.start()],
            int(match.group(1)),
            _end_year(int(match.group(1)), match.group(2)),
            line[match.end() : min(starts[i + 1], match.end() + LONGEST_LINE)],
        )
        for i, match in enumerate(spans)
    ]


def number_of_years(match: re.Match) -> int:
    """The number that a match of `YEARS` names, in digits or in words."""
    number = match.group(1).casefold()
    return _NUMBER_WORDS.get(number) or int(number)
