"""Columns that belong to each other row by row: dates far from the titles they date, read as a column of their own.

A date stands with what it dates. Where several dates follow each other with nothing between them, and each stands on the line of
a text in another column, the two columns are one table, and are read by rows.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.date_words import PRESENT
from training.reader.extraction.header_words import place_score
from training.reader.extraction.rows import Row

# Lines of dates that must stand beside lines of text, and their share of all lone dates of a column.
_LEAST, _SHARE = 2, 0.7
# Points between the middles of two texts on one line.
_LEVEL = 4.0
_PRESENT = re.compile(rf"\W*(?:{PRESENT})\W*", re.IGNORECASE)


def interleaved(rows: Sequence[Row]) -> list[Row]:
    """The rows with such columns read together, by page."""
    found = list(rows)
    for page in sorted({row.line.page for row in rows}):
        columns = list(dict.fromkeys(row.line.column for row in found if row.line.page == page and row.box is not None))
        for column in columns:
            partner = _partner(found, page, column)
            if partner is not None:
                found = _merged(found, page, {column, partner})
    return found


def _dates_alone(row: Row) -> bool:
    if _PRESENT.fullmatch(row.text):
        return True
    bare = row.text
    for span in sorted(row.spans, key=lambda span: -span.place[0]):
        bare = bare[: span.place[0]] + bare[span.place[1] :]
    return bool(row.spans) and not re.search(r"[^\W\d]", bare)


def _partner(rows: Sequence[Row], page: int, column: int) -> int | None:
    """The column whose texts most of the orphaned dates of this one stand beside."""
    own = [row for row in rows if row.line.page == page and row.line.column == column]
    # dates and places, and no title anywhere between them
    margin = all(_dates_alone(row) or place_score(row.text) > 1 or len(row.text.split()) == 1 for row in own)
    orphans = [
        row
        for at, row in enumerate(own)
        if _dates_alone(row)
        and (margin or (at + 1 < len(own) and _dates_alone(own[at + 1])) or (at and _dates_alone(own[at - 1])))
    ]
    if len(orphans) < _LEAST:
        return None
    beside: dict[int, int] = {}
    for row in orphans:
        for other in {
            other.line.column
            for other in rows
            if other.line.page == page and other.line.column != column and _level(row, other)
        }:
            beside[other] = beside.get(other, 0) + 1
    best = max(beside, key=lambda other: beside[other], default=None)
    if best is None or beside[best] < max(_LEAST, _SHARE * len(orphans)):
        return None
    return best


def _level(row: Row, other: Row) -> bool:
    """Whether two rows stand on one line."""
    if row.line.box is None or other.line.box is None or _dates_alone(other):
        return False
    return abs(_middle(row) - _middle(other)) <= _LEVEL


def _merged(rows: Sequence[Row], page: int, columns: set[int]) -> list[Row]:
    """The rows of the columns by height, where the first of them stood."""
    both = [row for row in rows if row.line.page == page and row.line.column in columns]
    lines: list[list[Row]] = []
    for row in sorted(both, key=_middle):
        if lines and abs(_middle(row) - _middle(lines[-1][0])) <= _LEVEL:
            lines[-1].append(row)
        else:
            lines.append([row])
    ordered = _dates_first([sorted(line, key=lambda row: row.box[0] if row.box else 0.0) for line in lines])
    column = min(columns)
    whole = [replace(row, line=replace(row.line, column=column)) for row in ordered]
    first = next(at for at, row in enumerate(rows) if row.line.page == page and row.line.column in columns)
    rest = [row for row in rows[first:] if not (row.line.page == page and row.line.column in columns)]
    return [*rows[:first], *whole, *rest]


def _dates_first(lines: Sequence[Sequence[Row]]) -> list[Row]:
    """Lines as rows, with what stands on them as their cells; a date beside a description stands before it, with the header."""
    found: list[Row] = []
    header = 0
    for line in lines:
        describes = any(row.bullet or row.hanging or row.sentence for row in line)
        if not describes:
            found.append(_joined(line))
            header = len(found)
            continue
        for row in line:
            if _dates_alone(row):
                found.insert(header, row)
                header += 1
            else:
                found.append(row)
    return found


def _joined(line: Sequence[Row]) -> Row:
    """One row of all that stands on a line."""
    if len(line) == 1:
        return line[0]
    text, spans = "", []
    for row in line:
        at = len(text) + 1 if text else 0
        spans += [replace(span, place=(span.place[0] + at, span.place[1] + at)) for span in row.spans]
        text = f"{text} {row.text}".strip()
    cells = tuple(cell for row in line for cell in row.cells)
    return replace(
        line[0], text=text, cells=cells, spans=spans, wraps=False, _opens=any(row.after_space for row in line)
    )


def _middle(row: Row) -> float:
    return (row.line.box[1] + row.line.box[3]) / 2 if row.line.box is not None else 0.0
