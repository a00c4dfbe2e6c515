"""A PDF to its numbered lines."""

from collections import Counter
from collections.abc import Sequence

from training.reader.layout.document import PageWords, lines_of
from training.reader.lines import Pages
from training.reader.pdf.characters import Character, PageSpace, characters
from training.reader.pdf.drawings import drawn_on
from training.reader.pdf.glyphs import repair, without_doubles
from training.reader.pdf.links import links_of, with_links
from training.reader.pdf.visibility import look
from training.reader.pdf.words import words_of

# of a page; a page of a book in small type has 6,000
MOST_CHARACTERS = 60_000
_SAMPLE = 60


def read_document(document) -> Pages:
    """All pages of an open `pypdfium2.PdfDocument`."""
    notes: list[str] = []
    pages = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        pages.append(_page(document, page, number, notes))
        page.close()
    sizes = tuple((round(page.width, 2), round(page.height, 2)) for page in pages)
    empty = [page.number for page in pages if not page.words]
    if empty and len(empty) < len(pages):
        notes.append(f"{_page_list(empty)} {'holds' if len(empty) == 1 else 'hold'} no text, only images or nothing")
    return Pages(tuple(lines_of(pages)), tuple(notes), sizes, "pdf")


def _page(document, page, number: int, notes: list[str]) -> PageWords:
    space = PageSpace(page)
    textpage = page.get_textpage()
    drawn = drawn_on(page, space)
    if textpage.count_chars() > MOST_CHARACTERS:
        notes.append(f"page {number}: has more than {MOST_CHARACTERS:,} characters, and none of them was read")
        return PageWords(number, space.width, space.height)
    found = repair(list(characters(textpage, space)))
    seen = look(page, found, drawn, space)
    notes += [_hidden(number, reason, held) for reason, held in seen.hidden.items() if _says(held)]
    if seen.scan:
        notes.append(f"page {number}: is a scan; the text recognised in it by other software was read")
    words = with_links(words_of(without_doubles(seen.shown), number), links_of(document, page, space))
    textpage.close()
    return PageWords(number, space.width, space.height, tuple(words), tuple(drawn.drawings), seen.scan)


def _says(held: Sequence[Character]) -> bool:
    return sum(one.text.isalnum() for one in held) > 1


def _hidden(number: int, reason: str, held: Sequence[Character]) -> str:
    text = " ".join("".join(one.text for one in held).split())
    short = text if len(text) <= _SAMPLE else f"{text[: _SAMPLE - 1]}…"
    count = Counter(one.text.isspace() for one in held)[False]
    return f"page {number}: {count:,} hidden characters ({reason}) were left out: “{short}”"


def _page_list(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    return "pages " + ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
