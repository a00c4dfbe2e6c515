"""Reading order: recursive cuts of a page into columns, and of label columns into entries.

XY-cut (Nagy and Seth 1984) takes the widest white first, which reads a date gutter as a column and a grid of skills row by
row. Here each gutter is asked what it parts:

- columns: the left side is read to its end, then the right one;
- pairs: what stands on one side (a date, a label, the head of a cell) names what stands next to it, and is read before it.

Sides are pairs where the blocks of the sparser one begin on base lines of the other and the page was painted entry by entry;
columns are painted one after the other. The order of painting decides nothing alone: dates may be painted last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from training.reader.layout.gutters import PLENTY, Gutter, Marks, find_gutter
from training.reader.layout.pairs import aligned_rows, along_rules, pairs, with_right_labels
from training.reader.layout.phrases import Phrase, Row, bands_of, blocks_of, is_heading, rows_of, usual_type

# Cuts within cuts; a page has about four.
_DEEPEST = 12


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
        if depth < _DEEPEST and (cut := _new_row_of_sections(bands)):
            above, below = ([one for band in part for one in band] for part in (bands[:cut], bands[cut:]))
            return [*self.read(above, column, depth + 1), *self.read(below, column, depth + 1)]
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
        if (joined := with_right_labels(left, right, self.marks)) is not None:
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
        usual = usual_type(bands)
        parts: list[list[Phrase]] = [[]]
        parted: list[list[Phrase]] = [[]]
        headings: list[Phrase] = []
        for at, band in enumerate(bands):
            if len(band) == 1 and is_heading(band, usual):
                parts += [[*band], []]
                parted.append([])
                headings += band
            else:
                parts[-1] += band
                parted[-1] += band if gutter.first <= at < gutter.last else []
        if len(parts) == 1:
            return None
        across = _painted_in_turn(parts) or _begin_together(parted, gutter.x)
        if not (across and _headings_at(bands, headings, gutter.x)):
            for part in parted:
                left, right = _halves(part, gutter.x)
                if (
                    left
                    and right
                    and with_right_labels(left, right, self.marks) is None
                    and pairs(left, right, self.marks) is None
                ):
                    return None
        return [part for part in parts if part]

    def _rows(self, rows: Sequence[Row], column: int) -> list[Ordered]:
        found = []
        for block in blocks_of(rows):
            number = next(self.blocks)
            found += [Ordered(row, column, number) for row in block]
        return found


def _new_row_of_sections(bands: Sequence[list[Phrase]]) -> int | None:
    """The first band below others that is headings next to each other and, with all below it, painted after what is above."""
    if len(bands) < 3:
        return None
    usual = usual_type(bands)
    for at in range(1, len(bands) - 1):
        if len(bands[at]) > 1 and is_heading(bands[at], usual):
            above, below = ([one for band in part for one in band] for part in (bands[:at], bands[at:]))
            if _painted_in_turn([above, below]) and not _painted_by_rows(below):
                return at
    return None


def _painted_by_rows(phrases: Sequence[Phrase]) -> bool:
    """Whether the pen never went up: the order of painting then says nothing that the places do not."""
    ordered = sorted(phrases, key=lambda one: one.first)
    return all(after.base > before.base - 0.5 * before.size for before, after in pairwise(ordered))


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
    return len(both) > 1 and all(aligned_rows(rows_of(left)[0], rows_of(right)[0]) for left, right in both)


def _headings_at(bands: Sequence[list[Phrase]], headings: Sequence[Phrase], x: float) -> bool:
    """Whether all that looks like the headings begins on the left side."""
    looks = {one.look for one in headings}
    return not any(one.look in looks and one.x0 >= x for band in bands for one in band)


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
    usual = usual_type(bands[first:last])
    while last - 1 > both[0] and is_heading(bands[last - 1], usual):
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
