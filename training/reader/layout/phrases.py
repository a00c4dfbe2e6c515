"""Phrases and bands: what the cuts of a page are made on.

A phrase is a run of words on one base line without a gap that could be a gutter. Cutting phrases instead of words keeps the
"rivers" of justified text from looking like columns, and is ten times less work.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from training.reader.lines import Box, Word, around
from training.reader.pdf.words import Placed

# Of the type size: the narrowest gap between phrases.
GAP = 0.75
# Of the type size, above the base line: lines whose base lines are closer than that stand in different columns.
_BODY = 0.72


DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\bpresent\b|\bnow\b|\bcurrent\b|\btoday\b|\bongoing\b|\bheute\b|\bactualidad\b|\boggi\b|\b\d\d/\d\d\b",
    re.I,
)


@dataclass(frozen=True)
class Phrase:
    """`first` is the index of its first character in the order of painting."""

    words: tuple[Word, ...]
    box: Box
    base: float
    size: float
    first: int

    @property
    def x0(self) -> float:
        return self.box[0]

    @property
    def x1(self) -> float:
        return self.box[2]

    @property
    def top(self) -> float:
        return self.base - _BODY * self.size

    @property
    def bottom(self) -> float:
        return self.base

    @cached_property
    def look(self) -> tuple[float, bool, bool, str]:
        """What its type looks like: size, bold, italic, font of its first word."""
        word = self.words[0]
        return round(word.size, 1), word.bold, word.italic, word.font

    def followed_by(self, other: "Phrase") -> "Phrase":
        """Both as one: what stands between them is no gutter any more."""
        return replace(self, words=self.words + other.words, box=around([self.box, other.box]))

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


Row = list[Phrase]


def phrases_of(placed: Sequence[Placed], walls: Sequence[Box] = ()) -> list[Phrase]:
    """`walls` are vertical rules: no phrase goes through one."""
    found: list[Phrase] = []
    for row in _same_base(placed):
        current: list[Placed] = []
        for one in sorted(row, key=lambda one: one.word.box[0]):
            if current and not _goes_on(current[-1], one, walls):
                found.append(_phrase(current))
                current = []
            current.append(one)
        if current:
            found.append(_phrase(current))
    return found


def _same_base(placed: Sequence[Placed]) -> Iterator[list[Placed]]:
    """Words on a base line; a drift of a fifth of the type size is one (raised letters, mixed fonts)."""
    row: list[Placed] = []
    for one in sorted(placed, key=lambda one: one.base):
        if row and one.base - row[0].base > 0.2 * min(one.word.size, row[0].word.size) + 0.2:
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _goes_on(last: Placed, one: Placed, walls: Sequence[Box]) -> bool:
    size = max(min(last.word.size, one.word.size), 1.0)
    end, start = last.word.box[2], one.word.box[0]
    if not -0.5 * size < start - end <= GAP * size:
        return False
    return not any(end - 1 <= x0 and x1 <= start + 1 and top < one.base < bottom for x0, top, x1, bottom in walls)


def _phrase(row: Sequence[Placed]) -> Phrase:
    words = tuple(one.word for one in row)
    largest = max(row, key=lambda one: one.word.size)
    return Phrase(
        words, around([word.box for word in words]), largest.base, largest.word.size, min(one.first for one in row)
    )


def rows_of(phrases: Iterable[Phrase]) -> list[Row]:
    """Phrases of one base line, from left to right, rows from top to bottom.

    A phrase belongs to a row where its base line is less than a third of the smaller type size away.
    """
    rows: list[Row] = []
    for one in sorted(phrases, key=lambda one: (one.base, one.x0)):
        near = next(
            (
                row
                for row in reversed(rows[-3:])
                if abs(row[0].base - one.base) < 0.34 * min(row[0].size, one.size)
                and not any(_overlap(one, other) for other in row)
            ),
            None,
        )
        if near is None:
            rows.append([one])
        else:
            near.append(one)
    return [sorted(row, key=lambda one: one.x0) for row in rows]


def _overlap(one: Phrase, other: Phrase) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0.5 * min(one.size, other.size)


def bands_of(phrases: Iterable[Phrase]) -> list[list[Phrase]]:
    """Maximal groups of phrases without white across them, from top to bottom."""
    bands: list[list[Phrase]] = []
    bottom = float("-inf")
    for one in sorted(phrases, key=lambda one: one.top):
        if not bands or one.top >= bottom:
            bands.append([])
        bands[-1].append(one)
        bottom = max(bottom, one.bottom)
    return bands


# Steps between base lines, as shares of the usual one: what is wider parts two blocks.
_LOOSE = 1.35


def blocks_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that stand together: parted where the step between base lines is wider than usual, or the type changes up."""
    if not rows:
        return []
    steps = sorted(_step(before, after) for before, after in pairwise(rows))
    usual = min(max(steps[len(steps) // 4], 1.0), 1.6) if steps else 1.2
    blocks = [[rows[0]]]
    for before, after in pairwise(rows):
        if _step(before, after) > _LOOSE * usual:
            blocks.append([])
        blocks[-1].append(after)
    return blocks


def _step(before: Row, after: Row) -> float:
    """Between base lines, in type sizes of the lower row."""
    return (after[0].base - before[0].base) / max(max(one.size for one in after), 1.0)


def usual_type(bands: Sequence[list[Phrase]]) -> float:
    sizes = sorted(one.size for band in bands for one in band)
    return sizes[len(sizes) // 2]


def is_heading(band: Sequence[Phrase], usual: float) -> bool:
    """Whether all of a band is in larger type than usual, or in bold capitals."""
    return all(_is_heading(one, usual) for one in band)


def _is_heading(one: Phrase, usual: float) -> bool:
    bold = one.words[0].bold
    if one.size > (1.04 if bold else 1.12) * usual:
        return True
    letters = sum(letter.isalpha() for letter in one.text)
    return bold and one.text.isupper() and letters > 3 and len(one.words) <= 5 and one.size > 0.75 * usual
