"""Words with boxes and numbered lines: what a file holds, in reading order, whatever its format.

    pages = read_pages("resume.pdf")
    pages.text                                  # all lines joined by "\n"
    pages.line(12).text, pages.line(12).box     # "Survey Lead", (170.1, 301.9, 402.0, 313.2)
    pages.lines_at(Evidence(310, 321))          # the lines that hold these characters
    pages.places_of(Evidence(310, 321))         # [(1, (170.1, 301.9, 402.0, 313.2))]: page and box, one per line

Boxes are (x0, top, x1, bottom) in points (1/72 inch) from the top left corner of the page as it is shown. Pages and lines
count from 1, lines over the whole file. A file without pages (DOCX, HTML, text) is page 1 and has no boxes.
Offsets (`Evidence`), line numbers and boxes are three views of one place; the offset is what is stored.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dataset_builder.text.evidence import Evidence

Box = tuple[float, float, float, float]
# Of the type size: words of a line that are further apart stand in different cells ("Employer        Berlin").
CELL_GAP = 1.5


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of them."""
    x0, top, x1, bottom = zip(*boxes)
    return min(x0), min(top), max(x1), max(bottom)


@dataclass(frozen=True)
class Word:
    """Characters without a space between them. `size` is the type size in points, 0 where the file does not say."""

    text: str
    box: Box | None
    page: int
    size: float = 0.0
    font: str = ""
    bold: bool = False
    italic: bool = False
    # target of the hyperlink that covers it
    link: str | None = None


@dataclass(frozen=True)
class Line:
    """A row within its column; its text is its words joined by single spaces.

    Attributes:
        n: number over the whole file, from 1.
        block: number of the run of lines that stand together (a paragraph, an entry, a cell of a grid), over the whole file.
        column: number of the region between two gutters that it stands in, over the whole file: a sidebar and the main column
            of a page differ in it.
        size: type size of most of its characters, in points.
        bold: whether most of its characters are.
        repeated: whether it stands at the same place of most pages (a header, a footer, a page number).
        breaks: offsets into `text` of words that a wide gap or a tab precedes.
        image: whether it stands behind an image of the page (the recognised text of a scan).
    """

    n: int
    page: int
    box: Box | None
    text: str
    words: tuple[Word, ...] = ()
    block: int = 0
    column: int = 0
    size: float = 0.0
    bold: bool = False
    breaks: tuple[int, ...] = ()
    repeated: bool = False
    image: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        """Targets of its hyperlinks, each once."""
        return tuple(dict.fromkeys(word.link for word in self.words if word.link))

    @property
    def cells(self) -> tuple[Evidence, ...]:
        """Offsets into `text` of its parts between wide gaps and tabs: title and date, employer and place."""
        ends = [start - 1 for start in self.breaks] + [len(self.text)]
        return tuple(Evidence(start, end) for start, end in zip((0, *self.breaks), ends))


def wide_gaps(words: Sequence[Word]) -> tuple[int, ...]:
    """Offsets, into the words joined by spaces, of the words that a wide gap precedes."""
    found, at = [], 0
    for last, word in pairwise(words):
        at += len(last.text) + 1
        if word.box and last.box and word.box[0] - last.box[2] > CELL_GAP * max(word.size, last.size):
            found.append(at)
    return tuple(found)


@dataclass(frozen=True)
class Pages:
    """The lines of a file in reading order, and what a reader of them should know, one line each.

    Attributes:
        sizes: width and height of each page in points; empty for files without pages.
        kind: "pdf", "docx", "html" or "text".
    """

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    sizes: tuple[tuple[float, float], ...] = ()
    kind: str = "text"

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return starts

    def line(self, n: int) -> Line:
        return self.lines[n - 1]

    def span(self, first: int, last: int | None = None) -> Evidence:
        """Where line `first`, or the lines from `first` to `last`, stand in `text`."""
        last = first if last is None else last
        return Evidence(self._starts[first - 1], self._starts[last - 1] + len(self.line(last).text))

    def lines_at(self, place: Evidence) -> tuple[Line, ...]:
        """The lines that hold these characters."""
        first = bisect_right(self._starts, place.start) - 1
        last = bisect_right(self._starts, max(place.end - 1, place.start)) - 1
        return self.lines[max(first, 0) : last + 1]

    def words_at(self, place: Evidence) -> Iterator[tuple[Line, Word]]:
        """The words that hold these characters, with their lines."""
        for line in self.lines_at(place):
            at = self._starts[line.n - 1]
            for word in line.words:
                if at < place.end and at + len(word.text) > place.start:
                    yield line, word
                at += len(word.text) + 1

    def places_of(self, place: Evidence) -> list[tuple[int, Box]]:
        """Page and box of these characters, one per line; empty where the file has no boxes."""
        boxes: dict[int, list[Box]] = {}
        for line, word in self.words_at(place):
            if word.box is not None:
                boxes.setdefault(line.n, []).append(word.box)
        return [(self.line(n).page, around(found)) for n, found in boxes.items()]
