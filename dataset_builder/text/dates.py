"""Dates and durations in free text: the spans of years in a resume ("2013 - 2016"), the number of years a job requires.

Best effort, in linear time. The end of a span is None where the text has none or says "present".
"""

import re

# Characters of a line that are read on either side of a date.
LONGEST_LINE = 200

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?,?\s{0,3}"

# A year, with or without a month, and the end of the span where one follows: groups 1 and 2.
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

# A number of years, group 1; `number_of_years` reads it.
YEARS = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a|single)"
    r"(?:\s?\(\d{1,2}\))?(?:\+|\sor more|\s(?!few|couple|of|years?\b)[a-z]{3,15}(?=\s))?"
    r"(?:\s?[-–]\s?\d{1,2})?[\s-]{0,3}(?:years?|yrs?)\b(?:\s?\([s)]{1,2})?(?:['’`]s?)?",
    re.IGNORECASE,
)


def date_spans(line: str) -> list[tuple[str, int, int | None, str]]:
    """(text before, start, end, text after) of every span of years in a line; without any, of its first lone year."""
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
    """The number in a match of `YEARS`, given in digits or words."""
    number = match.group(1).casefold()
    return _NUMBER_WORDS.get(number) or int(number)


def _end_year(start: int, text: str | None) -> int | None:
    if text is None or not text[0].isdigit():
        return None
    return int(text) if len(text) == 4 else start // 100 * 100 + int(text)
