"""The lines of a section of experience, each with the dates that were read of it, and what a line looks like."""

import re
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.text.dates import Date, Span, read_spans
from dataset_builder.text.layout.lines import Line
from dataset_builder.text.resumes.entry import LONGEST_HEADER, is_prose, tidy
from dataset_builder.text.resumes.entry_header import names_persons
from dataset_builder.text.resumes.entry_words import DURATION, EMPLOYMENT, PLACE, PROMOTED, WIDE
from dataset_builder.text.titles.roles import is_role


@dataclass
class Row:
    """A line with what was read of it."""

    line: Line
    spans: list[Span]
    rest: str
    prose: bool
    # What stands before its date.
    before: str = ""

    @property
    def words(self) -> int:
        return len(self.rest.split())

    @cached_property
    def only_date(self) -> bool:
        return bool(self.spans) and (
            not self.rest
            or not any(c.isalpha() for c in self.rest)
            or PLACE.match(self.rest.strip(" |,·-–—()")) is not None
            or _bare_words(self.rest)
        )


_DATING = re.compile(r"\b(?:summers?|winters?|from|dates?|period|duration|to|in|the|since)\b|\W", re.IGNORECASE)


def _bare_words(rest: str) -> bool:
    return not _DATING.sub("", EMPLOYMENT.sub("", rest))


# What is told behind a header and its date: "(2010 - 2012), responsible for ...", "(2011 - 2013) Laid foundations ...".
_TELLS = re.compile(
    r"[\s)\],;.]*(?:[a-z]|(?:[A-Z][a-z]+ed|Led|Ran|Built|Laid|Made|Wrote|Took|Grew|Drove|Oversaw|Kept|Taught|Sold|Held)\s+[a-z])"
)


def row_of(line: Line, today: Date, days_first: bool | None) -> Row:
    text = PROMOTED.sub(lambda match: " " * len(match.group()), line.text[:1_000])
    spans = read_spans(text, today, days_first)
    rest, at, parts = "", 0, []
    for span in spans:
        parts.append(text[at : span.place[0]])
        at = span.place[1]
    if not (parts and tidy(parts[0]) and _TELLS.match(text, at)):
        parts.append(text[at:])
    rest = " | ".join(part for part in (tidy(part) for part in parts) if part) if spans else text
    rest = WIDE.sub("", rest)
    rest = re.sub(r"^[\s|·•,-]+|[\s|·•,-]+$", "", DURATION.sub(" ", rest)) if spans else rest
    titled = bool(spans) and is_role(re.split(r"[,|]", rest)[0].strip(" ."))
    return Row(line, spans, rest, is_prose(rest.rstrip(" .") if titled else rest), tidy(parts[0]) if spans else "")


def has_role(text: str) -> bool:
    return any(
        is_role(piece.strip(" .")) for piece in re.split(r"[,|·•–—(:]|\s[/-]\s|\s{2,}|\sat\s|@", text) if piece.strip()
    )


def names_title(text: str) -> bool:
    return has_role(text) and not names_persons(text)


def joins(rows: list[Row], lower: int) -> bool:
    """Whether a line stands together with the one above it: no blank line between them."""
    return not rows[lower].line.after_blank


def is_header_line(row: Row) -> bool:
    return (
        not row.line.bullet
        and not row.prose
        and not row.spans
        and row.words <= LONGEST_HEADER
        and not row.rest.endswith(":")
    )


def is_role_bullet(rows: list[Row], at: int) -> bool:
    """Whether a line is a bullet that names a title: the first one below a date may."""
    if at >= len(rows) or rows[at].spans or not rows[at].line.bullet:
        return False
    return rows[at].words <= LONGEST_HEADER and has_role(rows[at].rest)


def is_bare(rows: list[Row], at: int) -> bool:
    """Whether a dated line is a title and a date and nothing else: in a list of those, dashes are parts of titles."""
    alone = (at == 0 or rows[at - 1].line.bullet or rows[at - 1].spans or rows[at].line.after_blank) and not rows[
        at
    ].only_date
    return bool(alone) and not re.search(r"\s[-–—|·•/]\s|,\s|\sat\s|@|\s{2,}|\t", rows[at].rest)
