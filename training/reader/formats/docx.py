"""A Word file to lines: paragraphs, cells of tables and text boxes in the order of the file, page headers first.

python-docx opens the package and knows styles and links; text boxes and headers are walked to in the XML, since names and
contact lines stand in them and the library's own walk passes them by.
"""

import io
import zipfile
from collections.abc import Iterator

from training.reader.formats.plain import pages_of
from training.reader.lines import Line, Pages, Word
from training.reader.sandbox.limits import MOST_TEXT, Refused

# What the parts of a package may unpack to: a resume with a photograph has some megabytes.
MOST_UNPACKED = 60 * 2**20
MOST_XML = 8 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# half points
_TINY = 6
_SAMPLE = 60


def parse_docx(content: bytes) -> Pages:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        _check_sizes(content)
        document = Document(io.BytesIO(content))
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        XMLSyntaxError,
        zipfile.zlib.error,
        EOFError,
    ):
        raise Refused("damaged", kind="DOCX") from None
    except (NotImplementedError, RuntimeError):  # a package with a password
        raise Refused("encrypted") from None
    hidden: list[str] = []
    reader = _Reader(document, hidden)
    lines: list[Line] = []
    held, notes = 0, []
    for block, paragraph in enumerate(reader.paragraphs()):
        for words, breaks in reader.rows(paragraph):
            text = " ".join(word.text for word in words)
            held += len(text) + 1
            if held > MOST_TEXT:
                break
            lines.append(_line(len(lines) + 1, words, breaks, text, block))
    if held > MOST_TEXT:
        notes.append(f"has more than {MOST_TEXT:,} characters; the rest was not read")
    if (said := " ".join("".join(hidden).split())) and sum(one.isalnum() for one in said) > 1:
        short = said if len(said) <= _SAMPLE else f"{said[: _SAMPLE - 1]}…"
        notes.append(
            f"{len(said.replace(' ', '')):,} hidden characters (white, tiny or marked hidden) were left out: “{short}”"
        )
    return Pages(tuple(lines), (*notes, *pages_of([], "docx").notes), (), "docx")


def _check_sizes(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("encrypted")
        if len(parts) > 5_000 or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused("too much")
        if any(part.file_size > MOST_XML for part in parts if part.filename.endswith((".xml", ".rels"))):
            raise Refused("too much")


def _line(n: int, words: list[Word], breaks: list[int], text: str, block: int) -> Line:
    characters = max(sum(len(word.text) for word in words), 1)
    size = max(words, key=lambda word: len(word.text)).size
    bold = 2 * sum(len(word.text) for word in words if word.bold) > characters
    return Line(n, 1, None, text, tuple(words), block, size=size, bold=bold, breaks=tuple(breaks))


class _Reader:
    def __init__(self, document, hidden: list[str]) -> None:
        self._document = document
        self._hidden = hidden
        self._links = {
            key: relation.target_ref
            for key, relation in document.part.rels.items()
            if relation.reltype.endswith("hyperlink")
        }
        self._usual = _size_of(document.styles.element.find(f"{_W}docDefaults")) or 11.0

    def paragraphs(self) -> Iterator:
        """Paragraph elements: of the first page's header, of the body with its tables and text boxes, of the footers."""
        seen: set[str] = set()
        sections = list(self._document.sections)
        for section in sections[:1]:
            for header in (section.first_page_header, section.header):
                if not header.is_linked_to_previous:
                    yield from self._unseen(header._element, seen)
        yield from self._within(self._document.element.body)
        for section in sections[:1]:
            for footer in (section.first_page_footer, section.footer):
                if not footer.is_linked_to_previous:
                    yield from self._unseen(footer._element, seen)

    def _unseen(self, element, seen: set[str]) -> Iterator:
        for paragraph in self._within(element):
            text = "".join(paragraph.itertext()).strip()
            if text and text not in seen:
                seen.add(text)
                yield paragraph

    def _within(self, element) -> Iterator:
        """Paragraphs, each before the text boxes that are anchored in it; the fallback copies of text boxes are passed by."""
        for child in element:
            if child.tag == f"{_MC}Fallback":
                continue
            if child.tag == f"{_W}tr":
                yield from self._row(child)
            elif child.tag == f"{_W}p":
                yield child
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                        yield from self._within(box)
            elif isinstance(child.tag, str):
                yield from self._within(child)

    def _row(self, row) -> Iterator:
        """The cells of a row one after the other; cells of one line each are one line, as they are seen."""
        cells = [
            list(self._within(cell)) for cell in row.iter(f"{_W}tc") if cell.getparent() is row or _row_of(cell) is row
        ]
        cells = [[one for one in cell if "".join(one.itertext()).strip()] for cell in cells]
        cells = [cell for cell in cells if cell]
        if len(cells) > 1 and all(len(cell) == 1 for cell in cells):
            yield [cell[0] for cell in cells]
            return
        for cell in cells:
            yield from cell

    def rows(self, paragraph) -> Iterator[tuple[list[Word], list[int]]]:
        """Words and the offsets of those after a tab, for each line that a paragraph states."""
        parts = paragraph if isinstance(paragraph, list) else [paragraph]
        row = _Row()
        for at, part in enumerate(parts):
            if at:
                row.tab()
            if self._is_item(part) and "".join(part.itertext()).strip():
                row.add("• ", Word("", None, 1, self._usual))
            for run, link in self._runs(part):
                style = self._style(run, part, link)
                for child in run:
                    if child.tag == f"{_W}t":
                        self._say(row, child.text or "", run, style)
                    elif child.tag == f"{_W}tab":
                        row.tab()
                    elif child.tag == f"{_W}noBreakHyphen":
                        row.add("-", style)
                    elif child.tag in (f"{_W}br", f"{_W}cr"):
                        if row.words or row.open:
                            yield row.close()
                        row = _Row()
        if row.words or row.open:
            yield row.close()

    def _is_item(self, paragraph) -> bool:
        """Whether it is numbered or has a bullet, by itself or by its style."""
        held = (one.find(f"{_W}pPr/{_W}numPr") for one in self._named(paragraph))
        return paragraph.find(f"{_W}pPr/{_W}numPr") is not None or any(one is not None for one in held)

    def _runs(self, paragraph) -> Iterator[tuple]:
        for run in paragraph.iter(f"{_W}r"):
            own, link = next(above for above in run.iterancestors(f"{_W}p")), None
            if own is not paragraph:
                continue  # of a text box
            for above in run.iterancestors(f"{_W}hyperlink"):
                link = self._links.get(above.get(f"{_R}id", ""))
            yield run, link

    def _say(self, row: "_Row", text: str, run, style: Word) -> None:
        if _is_hidden(run):
            self._hidden.append(text + " ")
        else:
            row.add(text, style)

    def _style(self, run, paragraph, link: str | None) -> Word:
        """A word without text that has the type of a run: its own properties, else those of its style."""
        own = run.find(f"{_W}rPr")
        named = self._named(paragraph)
        size = _size_of(own) or next((found for one in named if (found := _size_of(one))), None) or self._usual
        bold = _flag(own, "b")
        if bold is None:
            bold = next((found for one in named if (found := _flag(one, "b")) is not None), False)
        return Word("", None, 1, size, bold=bold, italic=bool(_flag(own, "i")), link=link)

    def _named(self, paragraph) -> list:
        """The paragraph's style and those that it is based on, nearest first."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(f"{_W}val") if style is not None else None
        found: list = []
        while name and len(found) < 10:
            element = next(
                (one for one in self._document.styles.element.iter(f"{_W}style") if one.get(f"{_W}styleId") == name),
                None,
            )
            if element is None:
                break
            found.append(element)
            based = element.find(f"{_W}basedOn")
            name = based.get(f"{_W}val") if based is not None else None
        return found


def _row_of(cell):
    return next(cell.iterancestors(f"{_W}tr"), None)


def _size_of(properties) -> float | None:
    """Points."""
    found = properties.find(f".//{_W}sz") if properties is not None else None
    try:
        return float(found.get(f"{_W}val")) / 2 if found is not None else None
    except (TypeError, ValueError):
        return None


def _flag(properties, name: str) -> bool | None:
    found = properties.find(f".//{_W}{name}") if properties is not None else None
    return None if found is None else found.get(f"{_W}val", "true") not in ("0", "false", "off")


def _is_hidden(run) -> bool:
    own = run.find(f"{_W}rPr")
    if own is None:
        return False
    if _flag(own, "vanish"):
        return True
    size, colour = own.find(f"{_W}sz"), own.find(f"{_W}color")
    if size is not None and (size.get(f"{_W}val") or "").isdigit() and int(size.get(f"{_W}val")) < _TINY:
        return True
    white = colour is not None and (colour.get(f"{_W}val") or "").upper() in ("FFFFFF", "FEFEFE")
    shaded = any(
        above.find(f"{_W}{kind}/{_W}shd") is not None for above in run.iterancestors() for kind in ("tcPr", "pPr")
    )
    in_box = next(run.iterancestors(f"{_W}txbxContent"), None) is not None  # whose ground may be dark
    return white and not shaded and not in_box and own.find(f"{_W}shd") is None and own.find(f"{_W}highlight") is None


class _Row:
    """Words of a line that grows run by run."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.breaks: list[int] = []
        self.open = ""
        self._style = Word("", None, 1)
        self._at = 0
        self._tab = False

    def add(self, text: str, style: Word) -> None:
        for at, part in enumerate(_split(text)):
            if at:
                self._end()
            if part:
                if not self.open:
                    self._style = style
                self.open += part

    def tab(self) -> None:
        self._end()
        self._tab = bool(self.words)

    def _end(self) -> None:
        if not self.open:
            return
        if self._tab:
            self.breaks.append(self._at)
        style = self._style
        self.words.append(Word(self.open, None, 1, style.size, bold=style.bold, italic=style.italic, link=style.link))
        self._at += len(self.open) + 1
        self.open, self._tab = "", False

    def close(self) -> tuple[list[Word], list[int]]:
        self._end()
        return self.words, self.breaks


def _split(text: str) -> list[str]:
    """At blanks, so that an empty part at an end says that there is one."""
    return "".join(" " if one.isspace() else one for one in text).split(" ")
