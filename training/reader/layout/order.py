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

from training.reader.layout.gutters import PLENTY, Gutter, Marks, find_gutter
from training.reader.layout.phrases import DATED, Phrase, Row, bands_of, blocks_of, rows_of

# Cuts within cuts; a page has about four.
_DEEPEST = 12

# A date that goes on in the next row.
_UNFINISHED = re.compile(r"\d\d.*(?:[-–—]|\b(?:to|until|till|bis))\s*$", re.I)


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
        if (sections := self._sections(bands, gutter)) is not None:
            return [one for part in sections for one in self.read(part, column, depth + 1)]
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
        left, right = _halves(phrases, gutter.x)
        if not left or not right:
            return self._rows(rows_of(phrases), column)
        if (joined := with_right_labels(left, right)) is not None:
            return self.read(joined, column, depth)
        entries = along_rules(left, right, gutter, self.marks) or pairs(left, right, self.marks)
        if entries is None:
            return [*self.read(left, None, depth), *self.read(right, None, depth)]
        found: list[Ordered] = []
        for entry in entries:
            if entry.one_row:
                found += self._rows(rows_of([*entry.label, *entry.content]), column)
            else:
                found += self.read(entry.label, column, depth) + self.read(entry.content, column, depth)
        return found

    def _sections(self, bands: Sequence[list[Phrase]], gutter: Gutter) -> list[list[Phrase]] | None:
        """The region cut before and after headings that stand alone, where these go across both sides of the gutter.

        They do where what the gutter parts between them are pairs (a gutter of dates goes on from section to section, and its
        headings are not labels), or where only one side has headings and the other one begins anew under each of them.
        """
        usual = _usual_type(bands)
        parts: list[list[Phrase]] = [[]]
        parted: list[list[Phrase]] = [[]]
        for at, band in enumerate(bands):
            if len(band) == 1 and _is_heading(band, usual):
                parts += [[*band], []]
                parted.append([])
            else:
                parts[-1] += band
                parted[-1] += band if gutter.first <= at < gutter.last else []
        if len(parts) == 1:
            return None
        across = _painted_in_turn(parts) or _begin_together(parted, gutter.x)
        if not (across and _headings_at(parts, usual, gutter.x)):
            for part in parted:
                left, right = _halves(part, gutter.x)
                if left and right and with_right_labels(left, right) is None and pairs(left, right, self.marks) is None:
                    return None
        return [part for part in parts if part]

    def _rows(self, rows: Sequence[Row], column: int) -> list[Ordered]:
        found = []
        for block in blocks_of(rows):
            number = next(self.blocks)
            found += [Ordered(row, column, number) for row in block]
        return found


def _halves(phrases: Sequence[Phrase], x: float) -> tuple[list[Phrase], list[Phrase]]:
    left = [one for one in phrases if one.box[0] + one.box[2] < 2 * x]
    return left, [one for one in phrases if one.box[0] + one.box[2] >= 2 * x]


def _painted_in_turn(parts: Sequence[list[Phrase]]) -> bool:
    """Whether each part was painted before the next one began."""
    spans = [(min(one.first for one in part), max(one.first for one in part)) for part in parts if part]
    return all(before[1] < after[0] for before, after in pairwise(spans))


def _begin_together(parts: Sequence[list[Phrase]], x: float) -> bool:
    """Whether two parts or more have both sides, which begin on one base line: floating boxes are painted before all headings."""
    both = [sides for part in parts if all(sides := _halves(part, x))]
    return len(both) > 1 and all(_aligned(rows_of(left)[0], rows_of(right)[0]) for left, right in both)


def _headings_at(parts: Sequence[list[Phrase]], usual: float, x: float) -> bool:
    """Whether all headings, those of cells too, begin on the left side."""
    return not any(_is_heading([one], usual) and one.x0 >= x for part in parts for one in part)


def trimmed(bands: Sequence[list[Phrase]], gutter: Gutter) -> tuple[int, int]:
    """The gutter without bands at its ends that belong to what is above or below it.

    These are headings of what follows, and lines on one side that stand nearer to the rest, or were painted with it.
    """
    first, last = gutter.first, gutter.last
    both = [at for at in range(first, last) if _on_both_sides(bands[at], gutter.x)]
    if first < both[0] and (first > 0 or _largest_type(bands[first : both[0]]) > _largest_type(bands[both[0] : last])):
        first = _widest_gap(bands, first, both[0])
    if gutter.rows < PLENTY and all(one.x1 <= gutter.x for band in bands[first : both[0]] for one in band):
        first = both[0]  # the heading of a grid is none of its cells
    usual = _usual_type(bands[first:last])
    while last - 1 > both[0] and _is_heading(bands[last - 1], usual):
        last -= 1
    both = [at for at in both if at < last]
    if last == len(bands) and gutter.rows >= PLENTY:
        return first, last
    if last > both[-1] + 1:
        painted = max(one.first for band in bands[first : both[-1] + 1] for one in band)
        later = [at for at in range(both[-1] + 1, last) if min(one.first for one in bands[at]) > painted]
        if any(one.x0 >= gutter.x for band in bands[both[-1] + 1 : last] for one in band):
            later = []  # lines of the right side are read after the left one in either case
        if last < len(bands) and not later:
            return first, _widest_gap(bands, both[-1] + 1, last)
        last = later[0] if later else last
    return first, last


def _usual_type(bands: Sequence[list[Phrase]]) -> float:
    sizes = sorted(one.size for band in bands for one in band)
    return sizes[len(sizes) // 2]


def _is_heading(band: Sequence[Phrase], usual: float) -> bool:
    return all(one.size > (1.04 if one.words[0].bold else 1.12) * usual for one in band)


def _on_both_sides(band: Sequence[Phrase], x: float) -> bool:
    return any(one.x1 <= x for one in band) and any(one.x0 >= x for one in band)


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


def with_right_labels(left: Sequence[Phrase], right: Sequence[Phrase]) -> list[Phrase] | None:
    """The phrases with those of the right side joined to the rows whose ends they are: dates, places, levels.

    None where the right side is no such column: it has as many rows as the left one, longer ones, or stands between its rows.
    """
    rows_left, rows_right = rows_of(left), rows_of(right)
    unfinished = [False, *(bool(_UNFINISHED.search(_text(row))) for row in rows_right)]
    ends = [next((row for row in rows_left if _aligned(label, row)), None) for label in rows_right]
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
    aligned = [any(_aligned(block[0], row) for row in contents) for block in blocks]
    every = [any(_aligned(row, content) for content in contents) for row in labels]
    if len(labels) > len(contents) or max(sum(aligned) / len(aligned), sum(every) / len(every)) < 0.8:
        return None
    if _headed(labels) and _headed(contents):
        alike = all(block[0][0].look == labels[0][0].look for block in blocks)
        if len(blocks) == 1 or not all(aligned) or not alike:
            return None  # a section each, and no grid of entries
    if not _belong(labels, contents, blocks, marks):
        return None
    return list(_entries(_starts(blocks, contents), contents))


def _headed(rows: Sequence[Row]) -> bool:
    """Whether a side has a heading of its own."""
    return len(rows) > 1 and _is_heading(rows[0], _usual_type(rows[1:]))


def _aligned(label: Row, row: Row) -> bool:
    return abs(label[0].base - row[0].base) < 0.35 * max(label[0].size, row[0].size)


def _share_dated(rows: Sequence[Row]) -> float:
    return sum(bool(DATED.search(_text(row))) for row in rows) / len(rows)


def _changes(rows: Sequence[Row], others: Sequence[Row]) -> int:
    """How often the painting of the page went from one side to the other."""
    sides = sorted([(_painted(row), 0) for row in rows] + [(_painted(row), 1) for row in others])
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
        own = [next((row for row in held if _aligned(label, row)), None) for label in block]
        if len(block) > 1 and None not in own and _row_by_row(block, [row for row in own if row], held):
            starts += [[row] for row in block]
        else:
            starts.append(list(block))
    return starts


def _row_by_row(block: Sequence[Row], own: Sequence[Row], held: Sequence[Row]) -> bool:
    """Whether each label was painted before its row and the next label after it; what else is held, looks different."""
    after = all(_painted(label) > _painted(row) for label, row in zip(block[1:], own))
    alike = all(row[0].look == own[0][0].look and abs(row[0].x0 - own[0][0].x0) < 2 for row in own)
    single_dates = len(block) == 2 and all(len(DATED.findall(_text(row))) == 1 for row in block)
    if single_dates and (len(held) > 2 or not alike):
        return False  # the end of a job over its start
    if len(held) == len(block):
        return after or _painted(own[0]) < _painted(block[1])
    return after and alike


def _painted(row: Row) -> int:
    return min(one.first for one in row)


def _text(row: Row) -> str:
    return " ".join(one.text for one in row)


def _entries(starts: Sequence[list[Row]], contents: Sequence[Row]) -> Iterator[Entry]:
    tops = [group[0][0].base - 0.6 * max(group[0][0].size, 1) for group in starts]
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
