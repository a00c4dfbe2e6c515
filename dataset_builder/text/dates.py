"""Dates in free text: spans of months or years as people write them, in every order that can be told.

    read_spans("Ward Nurse, seit 04/2018", today=Date(2026, 11))      # [Span(2018-04 - present)]
    Span.months(...)                                                   # how long, both months counted

A date is a year, with its month where the text has one. Precision is kept as written. The day of reading is given, so that
"present" repeats; a span that ends before it starts, or that starts in the future, is no span and is returned as
`Span(None, None)`, since its place still matters to whoever looks for a title on the line. Linear in the text.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from dataset_builder.text.date_words import DASHES, MONTHS, PRESENT, SEASONS, SINCE, TO

# Characters of a line that are read on either side of a date.
LONGEST_LINE = 200


@dataclass(frozen=True)
class Date:
    """A year, or a month of a year (1-12)."""

    year: int
    month: int | None = None

    @classmethod
    def today(cls) -> "Date":
        """The month in which documents are read: this one, or that of `reading_day`."""
        now = date.today()
        return _reading_day.get() or cls(now.year, now.month)

    @property
    def first(self) -> int:
        """Its first month, counted from the year 0."""
        return self.year * 12 + (self.month or 1) - 1

    @property
    def last(self) -> int:
        return self.year * 12 + (self.month or 12) - 1

    def __str__(self) -> str:
        return f"{self.year}" if self.month is None else f"{self.year}-{self.month:02}"


_reading_day: ContextVar[Date | None] = ContextVar("reading_day", default=None)


@contextmanager
def reading_day(day: Date) -> Iterator[None]:
    """Documents are read as on a day of the past, so that "present" means what it meant then."""
    token = _reading_day.set(day)
    try:
        yield
    finally:
        _reading_day.reset(token)


@dataclass(frozen=True)
class Span:
    """From `start` to `end`; `present`: until the day of reading, `end` is None then. `single`: one date was written.

    `place`: (start, end) in the line. Without `start` there are digits but no span.
    """

    start: Date | None
    end: Date | None
    present: bool = False
    single: bool = False
    place: tuple[int, int] = (0, 0)

    def months(self, today: Date) -> tuple[int, int] | None:
        """The months it covers as (first, after the last); None where its length is not known.

        A span of months counts both; of bare years it is the difference; until the present it counts this month.
        """
        if self.start is None or self.single:
            return None
        now = today.first + 1
        if self.present or self.end is None:
            after = now if self.start.month else today.year * 12
            return (self.start.first, after) if after > self.start.first else None
        if self.start.month is None and self.end.month is None:
            return self.start.first, min(self.end.first, now) if self.end.year > today.year else self.end.first
        # a bare year beside a month counts from its middle of ignorance: the least that it can be
        first = self.start.first if self.start.month else self.start.last
        after = self.end.first + (1 if self.end.month else 0)
        return first, max(min(after, now), first)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Months that spans cover together; what overlaps counts once."""
    total, until = 0, None
    for first, after in sorted(spans):
        begin = first if until is None else max(first, until)
        if after > begin:
            total += after - begin
        until = after if until is None else max(until, after)
    return total


_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DASH = f"[{DASHES}]"
_ORD = r"(?:st|nd|rd|th|er|º|\.)?"
_POINT = re.compile(
    rf"""
    (?<![\w£$€])(?:
      (?P<since>{SINCE})\b\.?:?
    | (?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d)
    | (?P<a2>\d{{1,2}})\s?(?P<s2>[-/.])\s?(?P<b2>\d{{1,2}})\s?(?P=s2)\s?(?P<y2>{_YEAR}|\d\d)(?![\d%])
    | (?P<y3>{_YEAR})(?P<s3>[-/.])(?P<m3>0?[1-9]|1[0-2])(?![\d%])
    | (?P<m4>0?[1-9]|1[0-2])\s?[-/.]\s?(?P<y4>{_YEAR})(?!\d)
    | (?:\d{{1,2}}{_ORD}\s+(?:de\s+|of\s+)?)?(?<![^\W\d_])(?P<m5>{_MONTH})\b\.?,?\s{{0,3}}
        (?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s{{0,2}},?\s+)?(?:de\s+|of\s+|del\s+)?(?P<y5>{_YEAR})(?!\d)|['’‘´`](?P<q5>\d\d)(?!\d)|[-/]?(?P<t5>\d\d)(?![\d:%]))
    | (?P<m5b>{_MONTH})(?P<y5b>{_YEAR})(?!\d)
    | (?:{SEASONS})(?:\s+(?:term|semester|of))?,?\s+(?P<y6>{_YEAR})
    | q(?P<q7>[1-4])(?:\s?[/-]\s?|\s?['’]|,?\s*)(?P<y7>{_YEAR}|\d\d(?!\d)) | (?P<y8>{_YEAR})\s?[/-]?\s?q(?P<q8>[1-4])
    | (?P<q8b>[1-4])q\s?['’]?(?P<y8b>{_YEAR}|\d\d(?!\d))
    | fy\s?['’]?(?P<y9>{_YEAR}|\d\d)(?!\d)
    | (?P<m10>0?[1-9]|1[0-2])\s?/\s?['’]?(?P<t10>\d\d)(?![\d/%])
    | (?P<y14>{_YEAR})\s(?P<m14>{_MONTH})\b(?!\.?,?\s*(?:['’]?\d\d|{_YEAR}))
    | (?P<y11>{_YEAR})(?![\d%]|[.,]\d)
    | ['’‘](?P<t12>\d\d)(?!\w)
    | (?P<m13>{_MONTH})\b\.?
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GLUED = re.compile(rf"\bsince(?=(?:{_MONTH})?{_YEAR})", re.IGNORECASE)
_STROKE = re.compile(r"\s*/\s*")
_JOIN = re.compile(
    rf"[\s)\]]*(?:\s*{_DASH}{{1,3}}\s*|\b(?:{TO})\b:?)\s*(?:\b(?:the|le|el|il|den)\s+)?(?:\b(?:(?:beginning|start|end|middle) of|early|late|mid)\b[\s-]?)?[(\[]?\s*$",
    re.IGNORECASE,
)
_END = re.compile(
    rf"[\s)]*(?:{_DASH}{{1,3}}\s*|\s/\s|\(?\b(?:{TO})\b:?\s*)[(\[]?\s*(?P<word>(?:till\s+)?(?:{PRESENT})|(?:last|this) (?:week|month))\b",
    re.IGNORECASE,
)
_TILL_DATE = re.compile(r"\s*[,(-]?\s*(?:till|to|until|up to)\s?(?:-?\s?date|now|present)\b", re.IGNORECASE)
_OPEN = re.compile(rf"\s*{_DASH}{{1,2}}\s*(?=$|[)\]|])", re.IGNORECASE)
_TWO = re.compile(rf"\s?{_DASH}\s?['’]?(\d\d)(?![\d/.:%]|\s?(?:years|months|yrs|{_MONTH}))")
_SLASH_YEAR = re.compile(rf"\s?/\s?({_YEAR}|\d\d)(?![\d/])")
_HINT = re.compile(r"\d\d")


@dataclass(frozen=True)
class _Point:
    """One date where it stands. `weak`: only half of a span makes it a date. `order`: two numbers whose order is open."""

    date: Date | None
    start: int
    end: int
    weak: bool = False
    order: tuple[int, int] | None = None
    month: int | None = None
    last: int | None = None
    dashed: bool = False
    since: bool = False


def _century(two: str, today: Date) -> int:
    year = today.year // 100 * 100 + int(two)
    return year if year <= today.year + 5 else year - 100


def _year(text: str, today: Date) -> int:
    return int(text) if len(text) == 4 else _century(text, today)


def _point(match: re.Match, today: Date) -> _Point | None:
    at = match.span()
    if match["since"]:
        return _Point(None, *at, since=True)
    if match["y1"]:
        month = int(match["m1"])
        return _Point(Date(int(match["y1"]), month if 1 <= month <= 12 else None), *at)
    if match["y2"]:
        first, second, year = int(match["a2"]), int(match["b2"]), _year(match["y2"], today)
        if first > 31 or second > 31 or (first > 12 and second > 12) or not first or not second:
            return None
        weak = len(match["y2"]) == 2
        if first == second or first > 12 or match["s2"] == ".":
            return _Point(Date(year, second if second <= 12 else None), *at, weak=weak)
        if second > 12:
            return _Point(Date(year, first), *at, weak=weak)
        return _Point(Date(year), *at, weak=weak, order=(first, second))
    if match["y3"]:
        return _Point(Date(int(match["y3"]), int(match["m3"])), *at, dashed=match["s3"] != "." or len(match["m3"]) == 2)
    if match["y4"]:
        return _Point(Date(int(match["y4"]), int(match["m4"])), *at)
    if match["m5"]:
        year = match["y5"] or match["q5"] or match["t5"]
        weak = match["t5"] is not None
        return _Point(Date(_year(year, today), MONTHS[match["m5"].casefold()]), *at, weak=weak)
    if match["y14"]:  # "2021 October"
        return _Point(Date(int(match["y14"]), MONTHS[match["m14"].casefold()]), *at)
    if match["y5b"]:
        return _Point(Date(int(match["y5b"]), MONTHS[match["m5b"].casefold()]), *at)
    for quarter, year in (("q7", "y7"), ("q8", "y8"), ("q8b", "y8b")):
        if match[quarter]:
            first = int(match[quarter]) * 3 - 2
            return _Point(Date(_year(match[year], today), first), *at, last=first + 2, weak=len(match[year]) == 2)
    if match["t10"]:
        return _Point(Date(_century(match["t10"], today), int(match["m10"])), *at, weak=True)
    if match["t12"]:
        return _Point(Date(_century(match["t12"], today)), *at, weak=True)
    if match["m13"]:
        return _Point(None, *at, month=MONTHS[match["m13"].casefold()])
    year = match["y6"] or match["y9"] or match["y11"]
    return _Point(Date(_year(year, today)), *at)


_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:19|20)?\d\d(?!\d)")


def day_first(text: str) -> bool | None:
    """Whether slashed dates of a document put the day first; None where none of them tells."""
    votes = 0
    for match in _SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        votes += (12 < first <= 31 and second <= 12) - (12 < second <= 31 and first <= 12)
    return None if not votes else votes > 0


def read_spans(line: str, today: Date | None = None, days_first: bool | None = None) -> list[Span]:
    """The spans of a line in order; lone dates only where there is no span, and then each of them.

    `days_first`: how the rest of the document writes slashed dates, where it is known (`day_first`).
    """
    if not _HINT.search(line):
        return []
    today = today or Date.today()
    glued = _GLUED.search(line) if "since" in line.lower() else None
    # "sinceJanuary2016": the last letter gives way, so that places stay
    searched = line if glued is None else f"{line[: glued.start()]}seit {line[glued.end() :]}"
    points = [point for match in _POINT.finditer(searched) if (point := _point(match, today)) is not None]
    told = days_first if (own := day_first(line)) is None else own
    spans: list[Span] = []
    lone: list[Span] = []
    at = 0
    while at < len(points):
        span, used = _span(searched, points, at, today, told)
        if span is not None:
            (lone if span.single else spans).append(span)
        at += used
    return spans or lone


def _settled(point: _Point, told: bool | None) -> Date | None:
    if point.order is None or point.date is None or told is None:
        return point.date
    return Date(point.date.year, point.order[1] if told else point.order[0])


def _span(line: str, points: list[_Point], at: int, today: Date, told: bool | None) -> tuple[Span | None, int]:
    """The span that starts with a point, and how many points it takes."""
    point = points[at]
    following = points[at + 1] if at + 1 < len(points) else None
    if point.since:
        if following is None or following.date is None or line[point.end : following.start].strip(" :"):
            return None, 1
        span, used = _span(line, points, at + 1, today, told)
        if span is None or not span.single:
            # "since 04/18": weak dates are dates after "since"
            span = span or Span(_settled(following, told), None, single=True, place=(following.start, following.end))
        if span.single:
            span = _made(span.start, None, True, (point.start, span.place[1]), today)
        return span, used + 1
    between = line[point.end : following.start] if following is not None and not following.since else "?"
    joined = _JOIN.match(between) is not None or _STROKE.fullmatch(between) is not None
    if point.month is not None:  # "Jan - Mar 2021"
        if joined and following.date is not None and following.date.month:
            start = Date(following.date.year, point.month)
            return _made(start, following.date, False, (point.start, following.end), today), 2
        return None, 1
    start = _settled(point, told)
    if joined and following.date is not None and not (following.month and not following.date):
        end = _settled(following, told)
        if following.last:
            end = Date(end.year, following.last)
        made = _made(start, end, False, (point.start, following.end), today)
        if made.start is not None or ")" not in between:
            return made, 2
        # "(team lead from July 2024) - February 2023 to present": two things
        return Span(start, start, single=True, place=(point.start, point.end)), 1
    rest = line[point.end :]
    if match := _END.match(rest) or _TILL_DATE.match(rest):
        return _made(start, None, True, (point.start, point.end + match.end()), today), 1
    bare = start.month is None or point.dashed
    if bare and (match := _TWO.match(rest)) and start.month is None:
        end = Date(start.year // 100 * 100 + int(match[1]))
        return _made(start, end, False, (point.start, point.end + match.end()), today), 1
    if start.month is None and (match := _SLASH_YEAR.match(rest)):
        text = match[1]
        end = Date(int(text) if len(text) == 4 else start.year // 100 * 100 + int(text))
        return _made(start, end, False, (point.start, point.end + match.end()), today), 1
    if point.dashed and start.month and start.year % 100 < start.month and line[point.start + 4] == "-":  # "2009-12"
        end = Date(start.year // 100 * 100 + start.month)
        return _made(Date(start.year), end, False, (point.start, point.end), today), 1
    alone = not line[: point.start].strip() or line[: point.start].endswith(("  ", "\t", "| "))
    if (not point.weak or (alone and not rest.strip(f" {DASHES}"))) and (match := _OPEN.match(rest)):
        return _made(start, None, True, (point.start, point.end + match.end()), today), 1
    if point.weak:
        return None, 1
    if point.last:  # a quarter has a length
        return _made(start, Date(start.year, point.last), False, (point.start, point.end), today), 1
    if start.first > today.first:
        return Span(None, None, single=True, place=(point.start, point.end)), 1
    return Span(start, start, single=True, place=(point.start, point.end)), 1


def _made(start: Date | None, end: Date | None, present: bool, place: tuple[int, int], today: Date) -> Span:
    """A span, or what stands for one that cannot be: it ends before it starts, or starts in the future."""
    if start is None or start.first > today.first or (end is not None and end.last < start.first):
        return Span(None, None, place=place)
    if end is not None and end == start and start.month is None:
        return Span(start, end, single=True, place=place)
    return Span(start, end, present, place=place)
