"""Sides of a gutter that belong together: labels with what they head, dates at the ends of lines, entries along rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from training.reader.layout.gutters import Gutter, Marks
from training.reader.layout.phrases import DATED, Phrase, Row, blocks_of, is_heading, rows_of, usual_type

# A date that goes on in the next row.
_UNFINISHED = re.compile(r"\d\d.*(?:[-–—]|\b(?:to|until|till|bis))\s*$", re.I)


@dataclass(frozen=True)
class Entry:
    """`label` is read before `content`; `one_row` where both are cells of one row."""

    label: list[Phrase]
    content: list[Phrase]
    one_row: bool = False


def with_right_labels(left: Sequence[Phrase], right: Sequence[Phrase], marks: Marks) -> list[Phrase] | None:
    """The phrases with those of the right side joined to the rows whose ends they are: dates, places, levels.

    None where the right side is no such column: it has as many rows as the left one, longer ones, or stands between its rows.
    """
    rows_left, rows_right = rows_of(left), rows_of(right)
    if _cells(rows_left, rows_right, marks):
        return None
    unfinished = [False, *(bool(_UNFINISHED.search(_text(row))) for row in rows_right)]
    ends = [next((row for row in rows_left if aligned_rows(label, row)), None) for label in rows_right]
    loose = [row is None and not open_ for row, open_ in zip(ends, unfinished)]
    if sum(loose) > 0.2 * len(loose):
        return None
    if any(len(label) > 1 for label in rows_right):
        return None
    rights = sorted(label[0].x1 - label[0].x0 for label in rows_right)
    lefts = sorted(row[-1].x1 - row[0].x0 for row in rows_left)
    flush = max(label[0].x1 for label in rows_right) - min(label[0].x1 for label in rows_right) < rows_right[0][0].size
    shorter = rights[len(rights) // 2] < 0.8 * lefts[len(lefts) // 2]
    dated = _share_dated(rows_right) >= 0.6
    if not dated and not (flush and shorter) and not (len(rows_right) < 0.5 * len(rows_left) and shorter):
        return None
    if not dated and not _painted_together(rows_right, rows_left):
        return None
    joined: dict[int, Phrase] = {}
    open_at = None
    apart = [label for (label,), alone in zip(rows_right, loose) if alone]
    for row, (label,) in ((row, label) for row, label, alone in zip(ends, rows_right, loose) if not alone):
        # "March 2019 –" goes on in the next row
        key = id(row[-1]) if open_at is None and row else open_at
        joined[key] = joined[key].followed_by(label) if key in joined else label
        open_at = key if _UNFINISHED.search(label.text) else None
    return [one.followed_by(joined[id(one)]) if id(one) in joined else one for one in left] + apart


def along_rules(left: Sequence[Phrase], right: Sequence[Phrase], gutter: Gutter, marks: Marks) -> list[Entry] | None:
    """The entries that upright rules in the gutter span, one each, wherever the label stands next to its rule.

    None where a row of either side stands next to no rule, or most rules have no label.
    """
    spans: list[tuple[float, float]] = []
    for edge in sorted(marks.edges, key=lambda edge: edge[1]):
        if gutter.x0 - 2 <= edge[0] and edge[2] <= gutter.x1 + 2:
            if spans and edge[1] < spans[-1][1] + 1.5:  # goes on, row by row
                spans[-1] = (spans[-1][0], max(spans[-1][1], edge[3]))
            else:
                spans.append((edge[1], edge[3]))
    if len(spans) < 2:
        return None
    entries = [Entry(_next_to(left, span), _next_to(right, span)) for span in spans]
    held = sum(len(entry.label) + len(entry.content) for entry in entries)
    labelled = sum(bool(entry.label and entry.content) for entry in entries)
    if held < len(left) + len(right) or labelled < 0.6 * len(entries):
        return None
    return entries


def _next_to(phrases: Sequence[Phrase], span: tuple[float, float]) -> list[Phrase]:
    return [one for one in phrases if span[0] - 1 <= one.base - 0.3 * one.size < span[1] + 1]


def pairs(left: Sequence[Phrase], right: Sequence[Phrase], marks: Marks) -> list[Entry] | None:
    """The entries that the sides make together; None where they are columns of their own."""
    labels, contents = rows_of(left), rows_of(right)
    blocks = blocks_of(labels)
    sparse = len(labels) <= 0.4 * len(contents)
    aligned = [_head_of(block[0], contents, sparse) is not None for block in blocks]
    every = [any(aligned_rows(row, content) for content in contents) for row in labels]
    if len(labels) > len(contents) or max(sum(aligned) / len(aligned), sum(every) / len(every)) < 0.8:
        return None
    if _headed(labels) and _headed(contents):
        alike = all(block[0][0].look == labels[0][0].look for block in blocks)
        if len(blocks) == 1 or not all(aligned) or not alike:
            return None  # a section each, and no grid of entries
    if not _belong(labels, contents, blocks, marks):
        return None
    return list(_entries(_starts(blocks, contents), contents, sparse))


def _headed(rows: Sequence[Row]) -> bool:
    """Whether a side has a heading of its own."""
    return len(rows) > 1 and is_heading(rows[0], usual_type(rows[1:]))


def aligned_rows(label: Row, row: Row) -> bool:
    return abs(label[0].base - row[0].base) < 0.35 * max(label[0].size, row[0].size)


def _head_of(label: Row, contents: Sequence[Row], sparse: bool) -> Row | None:
    """The row that a label stands next to: on its base line or, of few labels, less than a line from where a block begins."""
    if (same := next((row for row in contents if aligned_rows(label, row)), None)) is not None or not sparse:
        return same
    firsts = (block[0] for block in blocks_of(contents))
    near = [row for row in firsts if abs(row[0].base - label[0].base) < 0.9 * row[0].size]
    return min(near, key=lambda row: abs(row[0].base - label[0].base), default=None)


def _share_dated(rows: Sequence[Row]) -> float:
    return sum(bool(DATED.search(_text(row))) for row in rows) / len(rows)


def _changes(rows: Sequence[Row], others: Sequence[Row]) -> int:
    """How often the painting of the page went from one side to the other."""
    sides = sorted([(painted(row), 0) for row in rows] + [(painted(row), 1) for row in others])
    return sum(before[1] != after[1] for before, after in pairwise(sides))


def _painted_together(labels: Sequence[Row], contents: Sequence[Row]) -> bool:
    return len(labels) == 1 or _changes(labels, contents) > 1


def _belong(labels: Sequence[Row], contents: Sequence[Row], blocks: Sequence[list[Row]], marks: Marks) -> bool:
    """Whether the sides were painted together, or the labels are dates."""
    if _share_dated(labels) >= 0.6:
        return True
    if not _painted_together(labels, contents) or (len(blocks) == 1 and _cells(labels, contents, marks)):
        return False
    return _changes(labels, contents) >= min(len(blocks), 3)


def _cells(labels: Sequence[Row], contents: Sequence[Row], marks: Marks) -> bool:
    """Whether the rows of a block are heads, levels and lists of cells: alike across a row, unlike from row to row, no rule between."""
    if len(labels) != len(contents) or len(labels) < 2:
        return False
    alike = all(a[0].look == b[0].look for a, b in zip(labels, contents))
    unlike = all(a[0].look != b[0].look for a, b in pairwise(labels))
    if not (alike and unlike):
        return False
    x = (labels[0][0].x0 + contents[0][0].x0) / 2
    top, bottom = labels[0][0].base, labels[-1][0].base
    return not any(rule[0] < x < rule[2] and top < rule[1] < bottom for rule in marks.rules)


def _starts(blocks: Sequence[list[Row]], contents: Sequence[Row]) -> list[list[Row]]:
    """Label rows grouped by entry.

    The rows of a block are entries of their own where each is the head of a row of content; else (stacked dates, a label of
    two lines) the block is one.
    """
    starts: list[list[Row]] = []
    tops = [block[0][0].base - 0.6 * block[0][0].size for block in blocks]
    for block, top, end in zip(blocks, tops, [*tops[1:], float("inf")]):
        held = [row for row in contents if top <= row[0].base < end]
        own = [next((row for row in held if aligned_rows(label, row)), None) for label in block]
        if len(block) > 1 and None not in own and _row_by_row(block, [row for row in own if row], held):
            starts += [[row] for row in block]
        else:
            starts.append(list(block))
    return starts


def _row_by_row(block: Sequence[Row], own: Sequence[Row], held: Sequence[Row]) -> bool:
    """Whether each label was painted before its row and the next label after it; what else is held, looks different."""
    after = all(painted(label) > painted(row) for label, row in zip(block[1:], own))
    alike = all(row[0].look == own[0][0].look and abs(row[0].x0 - own[0][0].x0) < 2 for row in own)
    single_dates = len(block) == 2 and all(len(DATED.findall(_text(row))) == 1 for row in block)
    if single_dates and (len(held) > 2 or not alike):
        return False  # the end of a job over its start
    if len(held) == len(block):
        return after or painted(own[0]) < painted(block[1])
    return after and alike


def painted(row: Row) -> int:
    return min(one.first for one in row)


def _text(row: Row) -> str:
    return " ".join(one.text for one in row)


def _entries(starts: Sequence[list[Row]], contents: Sequence[Row], sparse: bool) -> Iterator[Entry]:
    tops = []
    for group in starts:
        head = _head_of(group[0], contents, sparse)
        first = min([group[0], *([head] if head else [])], key=lambda row: row[0].base)
        tops.append(first[0].base - 0.6 * max(first[0].size, 1))
    ends = [*tops[1:], float("inf")]
    if before := [row for row in contents if row[0].base < tops[0]]:
        yield Entry([], _flat(before))
    widths = sorted(row[-1].x1 - row[0].x0 for row in contents)
    flush = max(row[0].x0 for row in contents) - min(row[0].x0 for row in contents) < contents[0][0].size
    narrow = flush and all(_width(_flat(group)) < 0.5 * widths[len(widths) // 2] for group in starts)
    for group, top, end in zip(starts, tops, ends):
        held = [row for row in contents if top <= row[0].base < end]
        yield Entry(_flat(group), _flat(held), one_row=len(group) == 1 and len(held) == 1 and not narrow)


def _flat(rows: Sequence[Row]) -> list[Phrase]:
    return [one for row in rows for one in row]


def _width(phrases: Sequence[Phrase]) -> float:
    return max(one.x1 for one in phrases) - min(one.x0 for one in phrases)
