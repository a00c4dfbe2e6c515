"""Gutters: white from top to bottom between words, over as many bands as it lasts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.reader.layout.phrases import DATED, Phrase, rows_of
from training.reader.lines import Box

# Of the type size: narrower white is a gap between words.
NARROWEST = 0.75
# Over `PLENTY` rows.
NARROWEST_LONG = 0.45
# Where a vertical rule or the edge of a filled box marks it.
NARROWEST_MARKED = 0.2
# Rows that no accident leaves white at one place.
PLENTY = 7

# Phrases that begin at one place where a column does.
_COLUMN = 4
_ADDRESS = re.compile(r"@|https?:|www\.|\.\w+/")

Interval = tuple[float, float]


@dataclass(frozen=True)
class Marks:
    """Horizontal rules, which end a gutter that they cross, and upright edges, which are likely gutters."""

    rules: tuple[Box, ...] = ()
    edges: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Gutter:
    """`bands[first:last]` have white from `x0` to `x1` between words on both sides, in so many `rows`."""

    x0: float
    x1: float
    first: int
    last: int
    rows: int
    weight: float

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2


def find_gutter(bands: Sequence[list[Phrase]], marks: Marks) -> Gutter | None:
    """The one that parts the most rows; None where rows run through everywhere."""
    held = [one for band in bands for one in band]
    sizes = sorted(one.size for one in held)
    size = sizes[len(sizes) // 2]
    left, right = min(one.x0 for one in held), max(one.x1 for one in held)
    free = [_free([one for one in band if not _runs_over(one, held)], left, right) for band in bands]
    narrowest = NARROWEST_MARKED * size
    best: Gutter | None = None
    for first in range(len(bands)):
        common = [one for one in free[first] if one[1] - one[0] >= narrowest]
        for last in range(first + 1, len(bands) + 1):
            longer: list[Interval] = []
            if last < len(bands):
                longer = _uncrossed(_both(common, free[last]), bands[last - 1], bands[last], marks)
                longer = [one for one in longer if one[1] - one[0] >= narrowest]
            # an interval is weighed where it ends, or becomes too narrow for a few rows: with more bands it weighs more
            for x0, x1 in common:
                widest = max((min(x1, d) - max(x0, c) for c, d in longer if x0 < d and c < x1), default=0.0)
                if widest > 0 and not widest < NARROWEST * size <= x1 - x0:
                    continue
                found = _weigh(bands, x0, x1, first, last, size, marks)
                if found and (best is None or found.weight > best.weight):
                    best = found
            if not (common := longer):
                break
    return best


def _runs_over(phrase: Phrase, held: Sequence[Phrase]) -> bool:
    """Whether it is one long word, an address, that begins where a column does and may run over its edge."""
    if len(phrase.words) != 1 or not _ADDRESS.search(phrase.text):
        return False
    return sum(abs(one.x0 - phrase.x0) < 1.5 for one in held) >= _COLUMN


def _free(band: Sequence[Phrase], left: float, right: float) -> list[Interval]:
    found, at = [], left
    for one in sorted(band, key=lambda one: one.x0):
        if one.x0 > at:
            found.append((at, one.x0))
        at = max(at, one.x1)
    return [*found, (at, right)] if right > at else found


def _both(first: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    found = ((max(a, c), min(b, d)) for a, b in first for c, d in other)
    return [(start, end) for start, end in found if end > start]


def _uncrossed(
    common: Sequence[Interval], above: Sequence[Phrase], below: Sequence[Phrase], marks: Marks
) -> list[Interval]:
    top, bottom = max(one.base for one in above), min(one.top for one in below)
    between = [rule for rule in marks.rules if top - 1 <= (rule[1] + rule[3]) / 2 <= bottom + 1]
    return [one for one in common if not any(rule[0] < one[0] - 1 and one[1] + 1 < rule[2] for rule in between)]


def _weigh(
    bands: Sequence[list[Phrase]], x0: float, x1: float, first: int, last: int, size: float, marks: Marks
) -> Gutter | None:
    """None where it has no word on a side, or parts one row only."""
    middle = (x0 + x1) / 2
    sides = [([p for p in band if p.x1 <= middle], [p for p in band if p.x0 >= middle]) for band in bands[first:last]]
    both = [at for at, (left, right) in enumerate(sides) if left and right]
    if not both:
        return None
    rows = sum(max(len(rows_of(sides[at][0])), len(rows_of(sides[at][1]))) for at in both)
    if rows < 2 and not _label_of_an_entry(sides, both[0]):
        return None
    marked = _marked(bands[first:last], x0, x1, marks)
    if rows < PLENTY and not marked and not _flush([row for at in both for row in rows_of(sides[at][1])], size):
        return None
    if x1 - x0 < (NARROWEST if rows < PLENTY else NARROWEST_LONG) * size and not marked:
        return None
    # one-sided bands at its ends lengthen a gutter without being evidence for it
    top = min(one.top for one in bands[first + both[0]])
    bottom = max(one.bottom for one in bands[first + both[-1]])
    width = min((x1 - x0) / size, 3.0)
    weight = (bottom - top) / size * (1 + 0.1 * width) * (2.0 if marked else 1.0) + 0.01 * (last - first)
    return Gutter(x0, x1, first, last, rows, weight)


def _label_of_an_entry(sides: Sequence[tuple[list[Phrase], list[Phrase]]], at: int) -> bool:
    """Whether the only row with words on both sides is a date or heading next to what goes on below, on its side alone."""
    label, _ = sides[at]
    starts = [row[0].x0 for _, right in sides[at:] for row in rows_of(right)]
    return (
        not any(left for left, _ in sides[at + 1 :])
        and len(starts) > 1
        and min(starts) > starts[0] - 1.5
        and len(label) == 1
        and (bool(DATED.search(label[0].text)) or len(label[0].words) <= 4)
    )


def _flush(rows: Sequence[Sequence[Phrase]], size: float) -> bool:
    """Whether most rows of the right side begin, end or are centred at one place: chips and contacts do not."""
    starts, ends = [row[0].x0 for row in rows], [row[-1].x1 for row in rows]
    centres = [(start + end) / 2 for start, end in zip(starts, ends)]
    # bullets and what they head are indented
    indent = (2.5 if len(rows) > 3 else 0.5) * size
    shared = sum(sum(abs(start - other) < 1.5 for other in starts) > 1 for start in starts)
    enough = 0.6 * len(rows)
    middle = sorted(centres)[len(rows) // 2]
    return (
        sum(start <= min(starts) + indent for start in starts) >= enough
        or (len(rows) > 3 and shared >= enough)
        or sum(end >= max(ends) - indent for end in ends) >= enough
        or sum(abs(centre - middle) <= 0.5 * size for centre in centres) >= enough
    )


def _marked(bands: Sequence[list[Phrase]], x0: float, x1: float, marks: Marks) -> bool:
    top = min(one.top for band in bands for one in band)
    bottom = max(one.bottom for band in bands for one in band)
    return any(
        x0 - 1 <= (edge[0] + edge[2]) / 2 <= x1 + 1
        and min(edge[3], bottom) - max(edge[1], top) > 0.6 * (bottom - top)
        and edge[3] - edge[1] > 30
        for edge in marks.edges
    )
