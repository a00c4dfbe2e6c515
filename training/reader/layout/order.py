"""Reading order: recursive cuts of a page into columns, and of label columns into entries.

XY-cut (Nagy and Seth 1984) takes the widest white first, which reads a date gutter as a column and a grid of skills row by
row. Here each gutter is asked what it parts:

- columns: the left side is read to its end, then the right one;
- pairs: what stands on one side (a date, a label, the head of a cell) names what stands next to it, and is read before it.

Sides are pairs where the blocks of the sparser one begin on base lines of the other and the page was painted entry by entry;
columns are painted one after the other. The order of painting decides nothing alone: dates may be painted last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from training.reader.layout.gutters import Gutter, Marks, find_gutter
from training.reader.layout.phrases import Phrase, Row, bands_of, blocks_of, rows_of

# Cuts within cuts; a page has about four.
_DEEPEST = 12
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\bpresent\b|\bnow\b|\bcurrent\b|\btoday\b|\bongoing\b|\b\d\d/\d\d\b", re.I)


@dataclass
class Ordered:
    """A row with the column and the block that it belongs to."""

    row: Row
    column: int
    block: int


@dataclass
class Reader:
    marks: Marks = field(default_factory=Marks)
    columns: Iterator[int] = field(default_factory=count)
    blocks: Iterator[int] = field(default_factory=count)

    def read(self, phrases: Sequence[Phrase], column: int | None = None, depth: int = 0) -> list[Ordered]:
        """All rows of a region in reading order."""
        if not phrases:
            return []
        column = next(self.columns) if column is None else column
        bands = bands_of(phrases)
        gutter = find_gutter(bands, self.marks) if depth < _DEEPEST else None
        if gutter is None:
            return self._rows(rows_of(phrases), column)
        first, last = trimmed(bands, gutter)
        if first > 0 or last < len(bands):
            above, inside, below = (
                [one for band in part for one in band] for part in (bands[:first], bands[first:last], bands[last:])
            )
            return [
                *self.read(above, column, depth + 1),
                *self._sides(inside, gutter, column, depth + 1),
                *self.read(below, column, depth + 1),
            ]
        return self._sides(phrases, gutter, column, depth + 1)

    def _sides(self, phrases: Sequence[Phrase], gutter: Gutter, column: int, depth: int) -> list[Ordered]:
        left = [one for one in phrases if one.box[0] + one.box[2] < 2 * gutter.x]
        right = [one for one in phrases if one.box[0] + one.box[2] >= 2 * gutter.x]
        if not left or not right:
            return self._rows(rows_of(phrases), column)
        entries = pairs(left, right, self.marks)
        if entries is None:
            return [*self.read(left, None, depth), *self.read(right, None, depth)]
        found: list[Ordered] = []
        for entry in entries:
            if entry.one_row:
                found += self._rows(rows_of([*entry.label, *entry.content]), column)
            else:
                found += self.read(entry.label, column, depth) + self.read(entry.content, column, depth)
        return found

    def _rows(self, rows: Sequence[Row], column: int) -> list[Ordered]:
        found = []
        for block in blocks_of(rows):
            number = next(self.blocks)
            found += [Ordered(row, column, number) for row in block]
        return found


def trimmed(bands: Sequence[list[Phrase]], gutter: Gutter) -> tuple[int, int]:
    """The gutter without bands at its ends that stand on one side and belong to what is above or below it."""
    first, last = gutter.first, gutter.last
    sides = [_side(bands[at], gutter.x) for at in range(first, last)]
    both = [first + at for at, side in enumerate(sides) if side == "both"]
    if first < both[0] and (first > 0 or _largest_type(bands[first : both[0]]) > _largest_type(bands[both[0] : last])):
        first = _widest_gap(bands, first, both[0])
    if last < len(bands) and last > both[-1] + 1:
        inside = [one for band in bands[first : both[-1] + 1] for one in band]
        painted = max(one.first for one in inside)
        later = [at for at in range(both[-1] + 1, last) if min(one.first for one in bands[at]) > painted]
        last = later[0] if later else _widest_gap(bands, both[-1] + 1, last)
    return first, last


def _side(band: Sequence[Phrase], x: float) -> str:
    left, right = any(one.x1 <= x for one in band), any(one.x0 >= x for one in band)
    return "both" if left and right else "left" if left else "right"


def _largest_type(bands: Sequence[list[Phrase]]) -> float:
    return max((one.size for band in bands for one in band), default=0.0)


def _widest_gap(bands: Sequence[list[Phrase]], first: int, last: int) -> int:
    """Of the places before bands `first` to `last`, the one with the most white above it."""

    def white(at: int) -> float:
        if not 0 < at < len(bands):
            return 0.0
        return min(one.top for one in bands[at]) - max(one.bottom for one in bands[at - 1])

    return max(range(first, last + 1), key=lambda at: (round(white(at), 1), at == last))


# ------------------------------------------------------------------------------------------- pairs


@dataclass(frozen=True)
class Entry:
    """`label` is read before `content`; `one_row` where both are cells of one row."""

    label: list[Phrase]
    content: list[Phrase]
    one_row: bool = False


def pairs(left: Sequence[Phrase], right: Sequence[Phrase], marks: Marks) -> list[Entry] | None:
    """The entries that the sides make together; None where they are columns of their own."""
    rows_left, rows_right = rows_of(left), rows_of(right)
    labels_left = len(rows_left) <= len(rows_right)
    labels, contents = (rows_left, rows_right) if labels_left else (rows_right, rows_left)
    blocks = blocks_of(labels)
    aligned = [any(_aligned(block[0], row) for row in contents) for block in blocks]
    every = [any(_aligned(row, content) for content in contents) for row in labels]
    if sum(aligned) < 0.8 * len(aligned) and sum(every) < 0.8 * len(every):
        return None
    if not _belong(labels, contents, blocks, marks):
        return None
    starts = _starts(labels, blocks, contents, marks)
    if not labels_left and not all(len(start) == 1 for start in starts):
        starts = [[row] for row in labels]
    return list(_entries(starts, contents, labels_left, left, right))


def _aligned(label: Row, row: Row) -> bool:
    return abs(label[0].base - row[0].base) < 0.35 * max(label[0].size, row[0].size)


def _belong(labels: Sequence[Row], contents: Sequence[Row], blocks: Sequence[list[Row]], marks: Marks) -> bool:
    """Whether the sides were painted together, or the labels are dates."""
    dated = sum(bool(_DATED.search(" ".join(one.text for one in row))) for row in labels)
    if dated >= 0.6 * len(labels):
        return True
    sides = sorted(
        [(min(one.first for one in row), 0) for row in labels] + [(min(one.first for one in row), 1) for row in contents]
    )
    changes = sum(before[1] != after[1] for before, after in pairwise(sides))
    if changes <= 1:
        return len(blocks) == 1 and len(labels) == 1
    if _cells(labels, contents, marks):
        return False
    return changes >= min(len(blocks), 3)


def _cells(labels: Sequence[Row], contents: Sequence[Row], marks: Marks) -> bool:
    """Whether the rows are heads, levels and lists of cells: alike across a row, unlike from row to row, no rule between."""
    if len(labels) != len(contents) or len(labels) < 2:
        return False
    alike = all(a[0].look == b[0].look for a, b in zip(labels, contents))
    unlike = all(a[0].look != b[0].look for a, b in pairwise(labels))
    if not (alike and unlike):
        return False
    x = (labels[0][0].x0 + contents[0][0].x0) / 2
    top, bottom = labels[0][0].base, labels[-1][0].base
    return not any(rule[0] < x < rule[2] and top < rule[1] < bottom for rule in marks.rules)


def _starts(
    labels: Sequence[Row], blocks: Sequence[list[Row]], contents: Sequence[Row], marks: Marks
) -> list[list[Row]]:
    """Label rows grouped by entry: each row its own where there is one row of content for it, else each block."""
    starts: list[list[Row]] = []
    for at, block in enumerate(blocks):
        top = block[0][0].base - 0.5 * block[0][0].size
        end = blocks[at + 1][0][0].base - 0.5 * blocks[at + 1][0][0].size if at + 1 < len(blocks) else float("inf")
        held = [row for row in contents if top <= row[0].base < end]
        if len(held) == len(block) and all(_aligned(a, b) for a, b in zip(block, held)):
            starts += [[row] for row in block]
        else:
            starts.append(list(block))
    return starts


def _entries(
    starts: Sequence[list[Row]],
    contents: Sequence[Row],
    labels_left: bool,
    left: Sequence[Phrase],
    right: Sequence[Phrase],
) -> Iterator[Entry]:
    narrow = _width(left) < 0.5 * _width(right)
    tops = [group[0][0].base - 0.6 * max(group[0][0].size, 1) for group in starts]
    ends = [*tops[1:], float("inf")]
    if before := [row for row in contents if row[0].base < tops[0]]:
        yield Entry([], _flat(before))
    for group, top, end in zip(starts, tops, ends):
        held = [row for row in contents if top <= row[0].base < end]
        label, content = _flat(group), _flat(held)
        if not labels_left:
            same = [row for row in held if _aligned(group[0], row)]
            rest = [row for row in held if row not in same]
            yield Entry(label, _flat(same), one_row=True)
            if rest:
                yield Entry([], _flat(rest))
        else:
            yield Entry(label, content, one_row=len(group) == 1 and len(held) == 1 and not narrow)


def _flat(rows: Sequence[Row]) -> list[Phrase]:
    return [one for row in rows for one in row]


def _width(phrases: Sequence[Phrase]) -> float:
    return max(one.x1 for one in phrases) - min(one.x0 for one in phrases)
