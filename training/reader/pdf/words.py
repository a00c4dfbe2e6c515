"""Characters to words: spaces are rebuilt from gaps, letters written apart are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from training.reader.lines import Word, around
from training.reader.pdf.characters import Character
from training.reader.pdf.glyphs import is_blank

# Of the type size. Kerning is up to .06, the narrowest space of a justified line .2.
SPACE = 0.15
# A wider gap never parts the letters of one word, however they are spaced.
_WIDEST = 1.3
# Letters of a row that stand apart by more than this are tracked: the row's own gap is added to SPACE.
_TRACKED = 0.06
# As many single letters in a row are a word written apart.
_LETTERS = 4


@dataclass(frozen=True)
class Placed:
    """A word with what the order of lines needs: where it is on the way of the pen, and its base line.

    `angle` as in `Style`; `first` is the index of its first character in the order of painting.
    """

    word: Word
    base: float
    first: int
    angle: int = 0


def words_of(found: Sequence[Character], page: int) -> list[Placed]:
    placed: list[Placed] = []
    for row in _rows(found):
        placed += [_word(letters, page) for letters in _joined(list(_split(row)))]
    return placed


def _rows(found: Sequence[Character]) -> Iterator[list[Character]]:
    """Characters of one base line and direction, from left to right; raised small ones stay with what they follow."""
    last = None
    levels: dict[int, float] = {}
    for one in found:
        level = one.base
        if (
            last is not None
            and last.style.angle == one.style.angle
            and one.style.size < 0.85 * last.style.size
            and abs(one.base - levels[last.index]) < 0.55 * last.style.size
            and -0.1 < (one.x0 - last.x1) / last.style.size < 0.1
        ):
            level = levels[last.index]
        levels[one.index] = level
        if not is_blank(one.text):
            last = one
    ordered = sorted(found, key=lambda one: (one.style.angle, levels[one.index]))
    row: list[Character] = []
    for one in ordered:
        if row and (
            one.style.angle != row[0].style.angle
            or levels[one.index] - levels[row[-1].index] > 0.12 * min(one.style.size, row[-1].style.size) + 0.1
        ):
            yield sorted(row, key=_place)
            row = []
        row.append(one)
    if row:
        yield sorted(row, key=_place)


def _place(one: Character) -> tuple[float, int]:
    return one.x0, one.index


def _split(row: Sequence[Character]) -> Iterator[list[Character]]:
    """Parts a row where a blank was painted or a gap is wide, or where letters overlap that cannot be one word."""
    spaces = _thresholds([one for one in row if not is_blank(one.text)])
    letters: list[Character] = []
    blank = False
    for one in row:
        if is_blank(one.text):
            blank = True
            continue
        if letters:
            last = letters[-1]
            gap = one.x0 - last.x1
            if blank or gap > spaces[one.index] or gap < -0.6 * one.style.size:
                yield letters
                letters = []
        letters.append(one)
        blank = False
    if letters:
        yield letters


def _thresholds(row: Sequence[Character]) -> dict[int, float]:
    """By character, the gap before it that parts words, in points."""
    found: dict[int, float] = {}
    segment: list[Character] = []

    def close() -> None:
        gaps = sorted((b.x0 - a.x1) / max(a.style.size, 1) for a, b in pairwise(segment))
        own = gaps[(len(gaps) - 1) // 2] if len(gaps) >= 3 else 0.0  # of most letters, not of those around spaces
        extra = own if own > _TRACKED else 0.0
        for one in segment:
            found[one.index] = (SPACE + extra) * one.style.size

    for one in row:
        if segment and one.x0 - segment[-1].x1 > _WIDEST * one.style.size:
            close()
            segment = []
        segment.append(one)
    if segment:
        close()
    return found


def _joined(words: Sequence[list[Character]]) -> Iterator[list[Character]]:
    """Joins words of one letter each ("S K I L L S"); a gap wider by a half than most parts them into words."""
    for single, group in groupby(words, key=lambda letters: len(letters) == 1 and letters[0].text.isalnum()):
        run = list(group)
        if not single or len(run) < _LETTERS:
            yield from run
            continue
        gaps = [after[0].x0 - before[-1].x1 for before, after in pairwise(run)]
        middle = sorted(gaps)[len(gaps) // 2]
        if middle > _WIDEST * run[0][0].style.size:
            yield from run
            continue
        current = list(run[0])
        for gap, letters in zip(gaps, run[1:]):
            if gap > 1.5 * middle:
                yield current
                current = []
            current += letters
        yield current


def _word(letters: Sequence[Character], page: int) -> Placed:
    largest = max(letters, key=lambda one: one.style.size)
    style = largest.style
    word = Word(
        text="".join(one.text for one in letters),
        box=around([one.box for one in letters]),
        page=page,
        size=round(style.size, 2),
        font=style.font,
        bold=2 * sum(one.style.bold for one in letters) > len(letters),
        italic=2 * sum(one.style.italic for one in letters) > len(letters),
    )
    return Placed(word, largest.base, min(one.index for one in letters), style.angle)
