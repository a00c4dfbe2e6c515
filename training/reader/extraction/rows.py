"""The lines of a file as the rules see them: cells, bullets, dates and type, each part with its place in `Pages.text`.

A row is a line or, where a label or date stands in a gutter beside a text, one of the two: what reads it does not have to know
whether the layout had one column or two.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dataset_builder.text.date_words import DASHES, MONTHS
from dataset_builder.text.dates import Date, Span, day_first, read_spans
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.blocks import split_lines
from training.reader.lines import Box, Line, Pages, Word, around

# Type sizes are compared in steps of half a point.
_STEP = 2
# Characters that are read of a line; a line with a longer word is no text.
LONGEST_ROW, LONGEST_WORD = 1_500, 200
# A wide gap, in type sizes, that parts two cells of a list (chips, grids) though not of a sentence.
CHIP_GAP = 0.62
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|p\.)\s*)?\d{1,2}\s*(?:/|of|von|de|sur)\s*\d{1,2}\W*", re.IGNORECASE
)
# A date that wants its end.
_OPEN_DATE = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?\s*$|\d{{4}}(?:[-/.]\d{{1,2}})?[^\w]*(?:[{DASHES}]|\bto\b|\bbis\b)\s*(?:[^\W\d_]{{3,10}}\.?)?\s*$",
    re.IGNORECASE,
)
# What is left of a cell that holds dates and durations alone.
_NO_WORD = re.compile(r"(?:\W|\d{1,2}\s*(?:years?|yrs?|months?|mos?)\b)*", re.IGNORECASE)
_PARTED = re.compile(r"\s[|•·]\s.*\s[|•·]\s")
_SENTENCE = re.compile(r"(?:[a-zß-ÿ]{3}|[)\d%”\"])[.;!]$|[a-zß-ÿ]{3}\.\s+[A-Z]")


@dataclass(frozen=True)
class Style:
    """How a part is set. `size` in half points; 0 where the file does not say."""

    size: int = 0
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    font: str = ""

    @property
    def known(self) -> bool:
        return self.size > 0 or self.bold or self.italic

    def heavier(self, other: "Style") -> bool:
        """Whether it stands out against another: larger, or bold, or in capitals where the other is not."""
        if self.size != other.size and self.size and other.size and abs(self.size - other.size) > 1:
            return self.size > other.size
        return (self.bold, self.capitals) > (other.bold, other.capitals)


@dataclass(frozen=True)
class Cell:
    """A part of a row without wide gaps in it."""

    text: str
    place: Evidence
    words: tuple[Word, ...] = ()

    @cached_property
    def box(self) -> Box | None:
        boxes = [word.box for word in self.words if word.box is not None]
        return around(boxes) if boxes else None

    @cached_property
    def style(self) -> Style:
        return style_of(self.text, self.words)


@dataclass
class Row:
    """A line without its bullet, or a cell of it that stands in a gutter. `spans` have their places in `text`."""

    text: str
    place: Evidence
    line: Line
    cells: tuple[Cell, ...]
    bullet: str = ""
    spans: list[Span] = field(default_factory=list)
    # Its right edge is where the next word of the paragraph would not have fitted; `room`: points left if it stood there.
    wraps: bool = False
    room: float = float("inf")
    # It is indented below a bullet whose text it goes on with.
    hanging: bool = False
    # What a label before it says that it is (`form_labels`), and the label where it stood in a cell of its own.
    label: str = ""
    named: Cell | None = None

    @property
    def n(self) -> int:
        return self.line.n

    def at(self, offset: int) -> int:
        """Where a character of `text` stands in `Pages.text`; the cells of a row may come from several lines."""
        for cell in self.cells:
            if offset <= len(cell.text):
                return min(cell.place.start + offset, cell.place.end)
            offset -= len(cell.text) + 1
        return self.place.end

    def within(self, start: int, end: int) -> Evidence:
        """The place of `text[start:end]`, which stands in one cell."""
        first = self.at(start)
        return Evidence(first, first + end - start)

    def holds(self, offset: int) -> bool:
        """Whether a character of `Pages.text` is one of its."""
        return any(cell.place.start <= offset < cell.place.end for cell in self.cells)

    @cached_property
    def style(self) -> Style:
        return style_of(self.text, [word for cell in self.cells for word in cell.words])

    @cached_property
    def opening(self) -> Style:
        """The style that it begins in: an employer's, not that of the place at the end of the line."""
        return self.cells[0].style if self.cells else self.style

    @cached_property
    def box(self) -> Box | None:
        boxes = [cell.box for cell in self.cells if cell.box is not None]
        return around(boxes) if boxes else None

    @cached_property
    def sentence(self) -> bool:
        """Whether it reads as running text."""
        text = max((cell.text for cell in self.cells), key=len, default=self.text)
        if _PARTED.search(text) or _lists_names(text):
            return False
        words = text.split()
        small = sum(word[0].islower() for word in words)
        return (
            len(words) > 14
            or (len(words) > 7 and small > 0.6 * len(words) and len(words) > 3.5 * (text.count(",") + 1))
            or (len(words) > 4 and _SENTENCE.search(text) is not None)
        )

    @property
    def after_space(self) -> bool:
        """Whether it opens a block."""
        return self._opens

    _opens: bool = False


def _lists_names(text: str) -> bool:
    """Whether commas part names in a line that ends with a stop: "Staff Engineer, Acme, Leeds." """
    parts = [part.split() for part in text.rstrip(" .").split(",")]
    words = [word for part in parts for word in part]
    small = sum(word[0].islower() for word in words)
    named = all(part and (part[0][0].isupper() or part[0][0].isdigit()) for part in parts)
    return len(parts) >= 3 and named and small <= 0.25 * len(words) and len(words) <= 18


def style_of(text: str, words: Sequence[Word]) -> Style:
    """The style of most characters."""
    votes: Counter[tuple] = Counter()
    for word in words:
        votes[round(word.size * _STEP), word.bold, word.italic, word.font.partition("+")[2] or word.font] += len(
            word.text
        )
    size, bold, italic, font = votes.most_common(1)[0][0] if votes else (0, False, False, "")
    letters = [character for character in text if character.isalpha()]
    capitals = len(letters) > 2 and all(
        character == character.upper() and character != character.lower() for character in letters
    )
    return Style(size, bold, italic, capitals, font)


def read_rows(pages: Pages, today: Date) -> list[Row]:
    """The rows of a file in reading order, without what is repeated on its pages."""
    days_first = day_first(pages.text)
    rows: list[Row] = []
    kept = _once(pages)
    for before, line in zip([None, *kept], kept, strict=False):
        for row in _rows_of(pages, line):
            row.spans = _spans(row, today, days_first)
            row._opens = before is None or before.block != line.block or before.page != line.page
            rows.append(row)
    _find_hanging(rows)
    _find_wraps(rows)
    rows = _with_whole_dates(rows, today, days_first)
    return _with_sides_first(rows, today, days_first)


def _with_whole_dates(rows: list[Row], today: Date, days_first: bool | None) -> list[Row]:
    """Rows whose date goes on in the next line, joined with it: in a narrow gutter, or at the end of a full line."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if (
            last is not None
            and not row.bullet
            and row.text[:1].isalnum()
            and _OPEN_DATE.search(last.text)
            and last.style.size == row.style.size
        ):
            text = f"{last.text} {row.text}"
            spans = read_spans(text, today, days_first)
            if len(last.cells) == 1 and any(
                not span.single and span.place[0] < len(last.text) < span.place[1] for span in spans
            ):
                first, *rest = row.cells
                cell = Cell(
                    f"{last.cells[-1].text} {first.text}",
                    Evidence(last.cells[-1].place.start, first.place.end),
                    (*last.cells[-1].words, *first.words),
                )
                place = Evidence(last.place.start, row.place.end)
                found[-1] = replace(
                    last, text=text, place=place, cells=(*last.cells[:-1], cell, *rest), spans=spans, wraps=row.wraps
                )
                continue
        found.append(row)
    return found


def _once(pages: Pages) -> list[Line]:
    """Lines without headers and footers: what is repeated, but for the head of the first page, and the name above later pages."""
    lines = [line for line in pages.lines if line.text.strip() and max(map(len, line.text.split())) <= LONGEST_WORD]
    first = [line for line in lines if line.page == 1]
    largest = max((line.size for line in first), default=0)
    names = {" ".join(line.text.split()).casefold() for line in first if line.size == largest and largest}
    kept = []
    for line in lines:
        height = pages.sizes[line.page - 1][1] if pages.sizes else 0
        low = line.box is not None and height and line.box[1] > 0.6 * height
        if (
            _PAGE_NUMBER.fullmatch(line.text)
            or (line.repeated and (line.page > 1 or low))
            or (line.page > 1 and " ".join(line.text.split()).casefold() in names)
        ):
            continue
        kept.append(line)
    return kept


def _with_sides_first(rows: list[Row], today: Date, days_first: bool | None) -> list[Row]:
    """Dates to the right of a description stand before it, as they do where they are set to its left."""
    found: list[Row] = []
    header = 0  # where the last header ends
    for row in rows:
        describes = bool(row.bullet) or row.hanging or row.sentence
        if describes and len(row.cells) > 1:
            side = row.cells[-1]
            spans = read_spans(side.text, today, days_first)
            bare = side.text
            for span in reversed(spans):
                bare = bare[: span.place[0]] + bare[span.place[1] :]
            if _NO_WORD.fullmatch(bare):
                rest = row.cells[:-1]
                text = " ".join(cell.text for cell in rest)
                if spans:
                    found.insert(header, Row(side.text, side.place, row.line, (side,), spans=spans))
                    header += 1
                row = replace(row, cells=rest, text=text, place=Evidence(row.place.start, rest[-1].place.end))
                row.spans = read_spans(text, today, days_first)
        found.append(row)
        if not describes:
            header = len(found)
    return found


def _spans(row: Row, today: Date, days_first: bool | None) -> list[Span]:
    """The dates of a row: cell by cell, unless one goes across cells."""
    whole = read_spans(row.text, today, days_first)
    if len(row.cells) < 2:
        return whole
    found: list[Span] = []
    at = 0
    for cell in row.cells:
        at = max(row.text.find(cell.text, at), at)
        for span in read_spans(cell.text, today, days_first):
            found.append(replace(span, place=(span.place[0] + at, span.place[1] + at)))
        at += len(cell.text)
    complete = [span for span in found if not span.single]
    return complete or (found if not any(not span.single for span in whole) else whole)


def _rows_of(pages: Pages, line: Line) -> list[Row]:
    start = pages.span(line.n).start
    cells = []
    for place in line.cells:
        if place.start >= LONGEST_ROW:
            break
        place = Evidence(place.start, min(place.end, LONGEST_ROW))
        text = line.text[place.start : place.end]
        if text.strip():
            here = Evidence(start + place.start, start + place.end)
            cells.append(Cell(text, here, tuple(word for _, word in pages.words_at(here))))
    split = split_lines(line.text[:LONGEST_ROW])
    if not split or not cells:
        return []
    body = split[0]
    sign = body.sign
    offset = start + body.start
    if sign:
        cells = [cut(cell, offset, cell.place.end) for cell in cells if cell.place.end > offset]
    return [Row(body.text, Evidence(offset, start + len(line.text[:LONGEST_ROW].rstrip())), line, tuple(cells), sign)]


def cut(cell: Cell, start: int, end: int) -> Cell:
    """The part of a cell between two offsets into the text."""
    start, end = max(start, cell.place.start), min(end, cell.place.end)
    text = cell.text[start - cell.place.start : end - cell.place.start]
    words, at = [], cell.place.start
    for word in cell.words:
        if at < end and at + len(word.text) > start:
            words.append(word)
        at += len(word.text) + 1
    return Cell(text, Evidence(start, end), tuple(words))


def _find_wraps(rows: list[Row]) -> None:
    """Marks rows that end where their column ends."""
    edges: dict[int, list[float]] = {}
    for row in rows:
        if row.box is not None:
            edges.setdefault(row.line.column, []).append(row.box[2])
    for row, following in zip(rows, rows[1:]):
        if row.box is None or following.box is None or row.line.column != following.line.column:
            continue
        first = following.cells[0].words[0] if following.cells and following.cells[0].words else None
        if first is None or first.box is None:
            continue
        width = first.box[2] - first.box[0] + 0.2 * max(first.size, 1)
        right = max(edges[row.line.column])
        if len(row.cells) == 1 and following.line.page == row.line.page:
            row.room = right - row.box[2] - width
            row.wraps = row.room < -1


def _find_hanging(rows: Sequence[Row]) -> None:
    """Marks rows that are set in below the sign of a bullet."""
    bullet: Row | None = None
    for row in rows:
        if row.bullet:
            bullet = row
        elif bullet is not None:
            row.hanging = (
                row.line.box is not None
                and bullet.line.box is not None
                and row.line.column == bullet.line.column
                and row.line.page == bullet.line.page
                and row.line.box[0] > bullet.line.box[0] + 2
                and row.style.size == bullet.style.size
            )
            bullet = bullet if row.hanging else None


def chips(cell: Cell) -> list[Cell]:
    """The parts of a cell of a list that gaps part which are wider than the blanks of its words."""
    gaps = []
    for last, word in zip(cell.words, cell.words[1:]):
        if last.box is None or word.box is None:
            return [cell]
        gaps.append((word.box[0] - last.box[2]) / max(word.size, last.size, 1.0))
    if not gaps or max(gaps) < CHIP_GAP or any(0.45 < gap < CHIP_GAP for gap in gaps):
        return [cell]
    parts, start, at = [], cell.place.start, cell.place.start
    for word, gap in zip(cell.words, [*gaps, None]):
        at += len(word.text)
        if gap is None or gap >= CHIP_GAP:
            parts.append(cut(cell, start, at))
            start = at + 1
        at += 1
    return parts


def body_style(rows: Sequence[Row]) -> Style:
    """The style of most of the text."""
    votes: Counter[Style] = Counter()
    for row in rows:
        style = row.style
        votes[Style(style.size, style.bold, style.italic, False, style.font)] += len(row.text)
    return votes.most_common(1)[0][0] if votes else Style()
