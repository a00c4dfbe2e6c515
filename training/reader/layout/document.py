"""Words of all pages to numbered lines: headers and footers first and last, rotated headings before what they head."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from training.reader.layout.gutters import Marks
from training.reader.layout.order import Ordered, Reader
from training.reader.layout.phrases import Phrase, phrases_of, rows_of
from training.reader.lines import Line, Word, around, wide_gaps
from training.reader.pdf.drawings import Drawing
from training.reader.pdf.words import Placed

# Shares of the page's height in which headers and footers stand.
HEAD, FOOT = 0.1, 0.92
_PAGE_NUMBER = re.compile(r"(?:\w{1,6}\.? ?)?\d{1,3}(?: ?(?:/|of|von|de|di|sur|av|\|) ?\d{1,3})?", re.I)
# Of the page: a filled box as high as this is the ground of a sidebar.
_TALL = 0.4


@dataclass(frozen=True)
class PageWords:
    """What is read of a page. `scan` says that its text was recognised in an image."""

    number: int
    width: float
    height: float
    words: tuple[Placed, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    scan: bool = False


@dataclass
class _Page:
    """A page's phrases by their part of it."""

    page: PageWords
    head: list[Phrase]
    body: list[Phrase]
    foot: list[Phrase]
    turned: list[Phrase]
    repeated: set[int]


def lines_of(pages: Sequence[PageWords]) -> Iterator[Line]:
    parted = _parted(pages)
    body = _body_size(parted)
    counts = Reader()  # its counters run over the whole file
    ordered = [_ordered(one, counts) for one in parted]
    continues = [False, *(_continues(rows, body) for rows in ordered[1:]), False]
    n = 0
    for at, (one, rows) in enumerate(zip(parted, ordered)):
        if continues[at] or continues[at + 1]:
            rows = _with_main_column_whole(rows, first=continues[at])
        for found in rows:
            n += 1
            yield _line(n, one, found)


def _ordered(one: _Page, counts: Reader) -> list[Ordered]:
    reader = replace(counts, marks=_marks(one.page))
    head = [Ordered(row, next(reader.columns), next(reader.blocks)) for row in rows_of(one.head)]
    found = reader.read(one.body)
    for phrase in sorted(one.turned, key=lambda phrase: phrase.box[1]):
        found.insert(_place_of_turned(phrase, found), Ordered([phrase], next(reader.columns), next(reader.blocks)))
    foot = [Ordered(row, next(reader.columns), next(reader.blocks)) for row in rows_of(one.foot)]
    return [*head, *found, *foot]


def _marks(page: PageWords) -> Marks:
    rules = [one.box for one in page.drawings if one.is_horizontal_rule]
    edges = [one.box for one in page.drawings if one.is_vertical_rule]
    for one in page.drawings:
        x0, top, x1, bottom = one.box
        if one.opaque and one.kind == "path" and bottom - top > _TALL * page.height and 20 < x1 - x0 < 0.7 * page.width:
            edges += [(x, top, x, bottom) for x in (x0, x1) if 10 < x < page.width - 10]
    return Marks(tuple(rules), tuple(edges))


def _place_of_turned(phrase: Phrase, found: Sequence[Ordered]) -> int:
    """Before the first row that it stands next to."""
    top, bottom = phrase.box[1], phrase.box[3]
    return next((at for at, one in enumerate(found) if top - 3 <= one.row[0].base <= bottom + 3), len(found))


# ------------------------------------------------------------------------------- headers and footers


def _parted(pages: Sequence[PageWords]) -> list[_Page]:
    split = []
    for page in pages:
        walls = [one.box for one in page.drawings if one.is_vertical_rule]
        upright = phrases_of([one for one in page.words if one.angle == 0], walls)
        split.append((page, upright, _turned(page)))
    seen = Counter(key for page, upright, _ in split for key in {_key(one) for one in upright if _at_edge(one, page)})
    enough = max(2, round(0.6 * len(pages)))
    found = []
    for page, upright, turned in split:
        repeated = {
            id(one)
            for one in upright
            if _at_edge(one, page) and (seen[_key(one)] >= enough or _numbers_page(one, page))
        }
        foot = _foot(upright, page, repeated)
        head = [one for one in upright if id(one) in repeated and one.base < HEAD * page.height and page.number > 1]
        apart = {id(one) for one in (*head, *foot)}
        found.append(_Page(page, head, [one for one in upright if id(one) not in apart], foot, turned, repeated))
    return found


def _turned(page: PageWords) -> list[Phrase]:
    """Rotated words by base line, in the direction of writing."""
    found = []
    for angle in (90, 180, 270):
        lines: dict[float, list[Placed]] = {}
        for one in page.words:
            if one.angle == angle:
                lines.setdefault(round(one.base), []).append(one)
        for held in lines.values():
            words = tuple(one.word for one in held)
            box = around([word.box for word in words])
            found.append(Phrase(words, box, box[1], max(word.size for word in words), held[0].first))
    return found


def _at_edge(one: Phrase, page: PageWords) -> bool:
    return one.base < HEAD * page.height or one.base > FOOT * page.height


def _key(one: Phrase) -> tuple[str, int]:
    # a year at the top of two pages is no header
    text = re.sub(r"\d+", "0", one.text) if sum(letter.isalpha() for letter in one.text) > 2 else one.text
    return text, round(one.base / 4)


def _numbers_page(one: Phrase, page: PageWords) -> bool:
    return one.base > FOOT * page.height and bool(_PAGE_NUMBER.fullmatch(one.text))


def _foot(upright: Sequence[Phrase], page: PageWords, repeated: set[int]) -> list[Phrase]:
    """Footers: what is repeated or a page number, and what stands on its base line or below it."""
    marks = [one.base for one in upright if id(one) in repeated and one.base > FOOT * page.height]
    if marks:
        return [one for one in upright if one.base > min(marks) - 2]
    return []


# ------------------------------------------------------------------------------------- page breaks


def _body_size(parted: Sequence[_Page]) -> float:
    sizes: Counter[float] = Counter()
    for one in parted:
        for phrase in one.body:
            sizes[round(phrase.size, 1)] += len(phrase.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _continues(rows: Sequence[Ordered], body: float) -> bool:
    """Whether a page goes on with what the page before began: its widest column begins with plain text of the body's size."""
    if not (main := _main_column(rows)):
        return False
    first = next(one for one in rows if one.column == main[0]).row
    text = " ".join(one.text for one in first)
    return first[0].size <= 1.05 * body and not first[0].words[0].bold and not text.isupper()


def _main_column(rows: Sequence[Ordered]) -> list[int]:
    """The columns by their share of the text, most first."""
    weights: Counter[int] = Counter()
    for one in rows:
        weights[one.column] += sum(len(phrase.text) for phrase in one.row)
    return [column for column, _ in weights.most_common()]


def _with_main_column_whole(rows: list[Ordered], first: bool) -> list[Ordered]:
    """Puts a sidebar before the main column, or after it, so that it does not part an entry at the page break."""
    main, *others = _main_column(rows) or [None]
    if main is None:
        return rows
    held = {column: [one for one in rows if one.column == column] for column in (main, *others)}
    top, bottom = held[main][0].row[0].base, held[main][-1].row[0].base
    left, right = _sides(held[main])
    at = rows.index(held[main][0])
    beside = []
    for column in others:
        x0, x1 = _sides(held[column])
        overlap = min(bottom, held[column][-1].row[0].base) - max(top, held[column][0].row[0].base)
        if (x1 <= left or x0 >= right) and overlap > 0:
            beside.append(column)
    if not beside:
        return rows
    moved = [one for one in rows if one.column in beside]
    kept = [one for one in rows if one.column not in beside]
    at = kept.index(held[main][0])
    if first:
        at = max(index for index, one in enumerate(kept) if one.column == main) + 1
    return [*kept[:at], *moved, *kept[at:]]


def _sides(rows: Sequence[Ordered]) -> tuple[float, float]:
    held = [phrase for one in rows for phrase in one.row]
    return min(one.x0 for one in held), max(one.x1 for one in held)


# ------------------------------------------------------------------------------------------- lines


def _line(n: int, one: _Page, found: Ordered) -> Line:
    words: list[Word] = [word for phrase in found.row for word in phrase.words]
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[word.size] += len(word.text)
    return Line(
        n=n,
        page=one.page.number,
        box=around([word.box for word in words if word.box]),
        text=" ".join(word.text for word in words),
        words=tuple(words),
        block=found.block,
        column=found.column,
        size=sizes.most_common(1)[0][0],
        bold=2 * sum(len(word.text) for word in words if word.bold) > sum(len(word.text) for word in words),
        breaks=wide_gaps(words),
        repeated=all(id(phrase) in one.repeated for phrase in found.row),
        image=one.page.scan,
    )
