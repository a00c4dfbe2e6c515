"""Forms and tables: labels in a column of their own, labels before values, the head row of a table.

    rows = read_forms(rows)      # a row's `label` says what its value is; its text is the value alone

What reads entries and contact details does not see the labels then, only what they say.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.evidence import Evidence
from training.reader.extraction.forms.labels import HEADS, kind_of, labelled
from training.reader.extraction.rows import Cell, Row, cut

# Labels of a column from which it is one of labels, and the share of its lines that they are.
_LEAST, _SHARE = 4, 0.5
# Lines that one label takes in a narrow column.
_LINES = 4
# Points between two texts of one line.
_LEVEL = 5.0
# Of the type size: what may part a label from the value that stands where two others begin, or one.
_GAP, _WIDE = 0.7, 0.9


def read_forms(rows: Sequence[Row]) -> list[Row]:
    """Rows with their labels read."""
    found = _with_gutters(list(rows))
    for page in sorted({row.line.page for row in found}):
        for column in dict.fromkeys(row.line.column for row in found if row.line.page == page and row.box is not None):
            found = _with_values(found, page, column)
    return [_bare(row) for row in _without_heads(found)]


# ------------------------------------------------------------------------------------------------- gutters


def _with_gutters(rows: list[Row]) -> list[Row]:
    """Rows cut where a word behind a wide blank begins where the values of other rows do: "Practice Code review"."""
    starts: Counter[tuple[int, int]] = Counter()
    for above, row in zip([None, *rows], rows, strict=False):
        beside = above is not None and above.line.page == row.line.page and _on_level(above, row)
        values = row.cells if beside and len(row.cells) == 1 else row.cells[1:2]
        for cell in values:
            if cell.box is not None:
                starts[row.line.page, round(cell.box[0])] += 1
    return [_cut_at_gutter(row, starts) for row in rows]


def _cut_at_gutter(row: Row, starts: Counter[tuple[int, int]]) -> Row:
    if len(row.cells) != 1 or row.box is None or row.sentence or row.bullet:
        return row
    cell = row.cells[0]
    at = cell.place.start
    for number, (last, word) in enumerate(zip(cell.words, cell.words[1:]), start=1):
        at += len(last.text) + 1
        if number > 5 or last.box is None or word.box is None:
            break
        gap = (word.box[0] - last.box[2]) / max(word.size, 1)
        there = sum(starts[row.line.page, round(word.box[0]) + off] for off in (-1, 0, 1))
        if gap > _GAP and there >= (1 if gap > _WIDE else 2) and word.box[0] - row.box[0] > 15:
            first, second = cut(cell, cell.place.start, at - 1), cut(cell, at, cell.place.end)
            return replace(row, cells=(first, second))
    return row


# ------------------------------------------------------------------------------------------------- columns of labels


def _with_values(rows: list[Row], page: int, column: int) -> list[Row]:
    """The labels of a column, each with what stands next to it in another column."""
    own = [row for row in rows if row.line.page == page and row.line.column == column]
    labels = _whole_labels(own)
    known = [row for row in labels if row.label]
    if len(known) < _LEAST or len(known) < _SHARE * len(labels):
        return rows
    others = [row for row in rows if row.line.page == page and row.line.column != column and row.box is not None]
    level = Counter(other.line.column for row in known for other in others if _on_level(row, other))
    if not level or level.most_common(1)[0][1] < _LEAST:
        return rows
    partner = level.most_common(1)[0][0]
    values = sorted((row for row in others if row.line.column == partner), key=_top)
    merged = [row for row in values if _top(row) < _top(labels[0]) - _LEVEL / 2]
    for label, following in zip(labels, [*labels[1:], None]):
        until = float("inf") if following is None else _top(following) - _LEVEL / 2
        here = [row for row in values if _top(label) - _LEVEL / 2 <= _top(row) < until]
        if not here or not label.label:
            merged += [label, *here]
            continue
        merged += [replace(here[0], label=label.label, named=label.cells[0]), *(replace(row, label=label.label) for row in here[1:])]  # fmt: skip
    start = next(at for at, row in enumerate(rows) if row.line.page == page and row.line.column in (column, partner))
    mine = {id(row) for row in (*own, *values)}
    whole = [replace(row, line=replace(row.line, column=min(column, partner))) for row in merged]
    return [*rows[:start], *whole, *(row for row in rows[start:] if id(row) not in mine)]


def _whole_labels(rows: Sequence[Row]) -> list[Row]:
    """A column's rows, those of one label as one, with what it is the label of."""
    found: list[Row] = []
    at = 0
    while at < len(rows):
        for count in range(min(_LINES, len(rows) - at), 0, -1):
            group = rows[at : at + count]
            text = " ".join(row.text for row in group)
            if count == 1 or kind_of(text):
                break
        first = group[0]
        cell = Cell(text, Evidence(first.place.start, group[-1].place.end), tuple(word for row in group for one in row.cells for word in one.words))  # fmt: skip
        found.append(replace(first, label=kind_of(text), cells=(cell,), text=text) if count > 1 else replace(first, label=kind_of(text)))  # fmt: skip
        at += count
    return found


def _top(row: Row) -> float:
    return row.line.box[1] if row.line.box is not None else 0.0


def _on_level(row: Row, other: Row) -> bool:
    return abs(_top(row) - _top(other)) <= _LEVEL


# ------------------------------------------------------------------------------------------------- labels of a line


def _without_heads(rows: Sequence[Row]) -> list[Row]:
    """Rows without those that name the columns of a table."""
    kept: list[Row] = []
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and rows[end].line.page == rows[at].line.page and _same_line(rows[at], rows[end]):
            end += 1
        cells = [cell for row in rows[at:end] for cell in row.cells]
        if len(cells) < 2 or not all(kind_of(cell.text) in HEADS for cell in cells):
            kept += rows[at:end]
        at = end
    return kept


def _same_line(row: Row, other: Row) -> bool:
    if row.line.box is None or other.line.box is None:
        return row.line.n == other.line.n
    return _on_level(row, other)


def _bare(row: Row) -> Row:
    """A row without the label it begins with: a first cell that is one, or words before a colon."""
    if row.label or row.bullet or not row.cells:
        return row
    if len(row.cells) == 2 and (kind := kind_of(row.cells[0].text)) and kind not in ("none", "skills"):
        return _from(replace(row, named=row.cells[0]), row.cells[1].place.start, kind)
    if len(row.cells) == 1 and (begins := labelled(row.text)) is not None:
        kind, at = begins
        return _from(row, row.cells[0].place.start + at, kind)
    return row


def _from(row: Row, start: int, kind: str) -> Row:
    """The rest of a row from an offset into the text on."""
    cells = tuple(cut(cell, start, cell.place.end) for cell in row.cells if cell.place.end > start)
    text = " ".join(cell.text for cell in cells)
    lead = len(row.text) - len(text)
    spans = [replace(span, place=(span.place[0] - lead, span.place[1] - lead)) for span in row.spans if span.place[0] >= lead]  # fmt: skip
    return replace(row, label=kind, cells=cells, text=text, place=Evidence(start, row.place.end), spans=spans)
