"""Lines as they travel from a parsing process: JSON, since what a hostile file may have taken over must not send objects."""

from training.reader.lines import Line, Pages, Word


def packed(pages: Pages) -> dict:
    fonts = sorted({word.font for line in pages.lines for word in line.words})
    numbers = {font: number for number, font in enumerate(fonts)}
    return {
        "kind": pages.kind,
        "notes": pages.notes,
        "sizes": pages.sizes,
        "fonts": fonts,
        "lines": [_packed_line(line, numbers) for line in pages.lines],
    }


def _packed_line(line: Line, fonts: dict[str, int]) -> list:
    words = [
        [word.text, _rounded(word.box), word.size, fonts[word.font], word.bold, word.italic, word.link]
        for word in line.words
    ]
    return [
        line.n, line.page, _rounded(line.box), line.text, words, line.block, line.column, line.size, line.bold, line.breaks,
        line.repeated, line.image,
    ]  # fmt: skip


def _rounded(box) -> list[float] | None:
    return None if box is None else [round(side, 2) for side in box]


def unpacked(sent: dict) -> Pages:
    """Raises KeyError, TypeError or ValueError where that is not what `packed` made."""
    lines = tuple(_unpacked_line(line, sent["fonts"]) for line in sent["lines"])
    sizes = tuple((float(width), float(height)) for width, height in sent["sizes"])
    return Pages(lines, tuple(map(str, sent["notes"])), sizes, str(sent["kind"]))


def _unpacked_line(sent: list, fonts: list[str]) -> Line:
    n, page, box, text, words, block, column, size, bold, breaks, repeated, image = sent
    return Line(
        n=n,
        page=page,
        box=_box(box),
        text=str(text),
        words=tuple(
            Word(str(text), _box(box), page, size, fonts[font], bold, italic, link)
            for text, box, size, font, bold, italic, link in words
        ),
        block=block,
        column=column,
        size=size,
        bold=bool(bold),
        breaks=tuple(breaks),
        repeated=bool(repeated),
        image=bool(image),
    )


def _box(sent: list | None):
    if sent is None:
        return None
    x0, top, x1, bottom = map(float, sent)
    return x0, top, x1, bottom
