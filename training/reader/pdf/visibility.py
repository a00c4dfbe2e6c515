"""Hidden text: what a file says and a page does not show.

White on white, tiny, off the page, in invisible mode, transparent, covered or clipped: instead of a rule for each, the page
is rendered once in grey and each piece of text is looked for in the picture. A piece is seen where the middle of its letters
has contrast, and differs from the text's own colour over a good part (its ground); it is not where something opaque was
painted over it later.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.reader.lines import Box, around
from training.reader.pdf.characters import INVISIBLE, Character, PageSpace
from training.reader.pdf.drawings import Drawing, Drawn
from training.reader.pdf.glyphs import is_blank

# points; the small print of a contract has 5
TINY = 3.0
# of 255 levels of grey
CONTRAST = 12
# of the middle of the letters
GROUND = 0.3
# pixels a side; a page of A4 has 842 at one pixel a point
MOST_PIXELS = 2_000
# of the page: an image this large is a scan
SCAN = 0.6


@dataclass(frozen=True)
class Seen:
    """Characters that the page shows; those that it hides, by reason; whether they are the text of a scan."""

    shown: list[Character]
    hidden: dict[str, list[Character]]
    scan: bool = False


def look(page, found: Sequence[Character], drawn: Drawn, space: PageSpace) -> Seen:
    orders = drawn.order_of_text
    shown: list[Character] = []
    hidden: dict[str, list[Character]] = {}
    scan = next((one for one in drawn.drawings if is_scan(one, space)), None)
    picture = None
    covers = [one for one in drawn.drawings if one.opaque and one is not scan]
    reason: str | None = None
    for piece in _pieces(found):
        if is_blank(piece[0].text):  # goes with what it follows
            (shown if reason is None else hidden.setdefault(reason, [])).extend(piece)
            continue
        reason = _outright(piece, space)
        if reason == "invisible" and scan is not None:
            reason = None
        elif reason is None and any(one.text.isalnum() for one in piece):
            under_scan = scan is not None and orders.get(piece[0].style.address, -1) < scan.order
            picture = picture or Picture(page, space)
            if not under_scan and (_covered(piece, covers, orders) or not picture.shows(piece)):
                reason = "the colour of its ground, or covered"
        (shown if reason is None else hidden.setdefault(reason, [])).extend(piece)
    letters = [one for one in shown if one.text.isalnum()]
    behind = [
        one
        for one in letters
        if one.style.mode == INVISIBLE or (scan is not None and orders.get(one.style.address, -1) < scan.order)
    ]
    return Seen(shown, hidden, scan is not None and 2 * len(behind) > len(letters) > 0)


def is_scan(one: Drawing, space: PageSpace) -> bool:
    return one.kind == "image" and one.width * one.height > SCAN * space.width * space.height


def _pieces(found: Sequence[Character]) -> Iterator[list[Character]]:
    """Characters in one paint and row between blanks: some programs paint every letter as an object of its own."""
    piece: list[Character] = []
    for one in found:
        if piece and not _goes_on(piece[-1], one):
            yield piece
            piece = []
        piece.append(one)
    if piece:
        yield piece


def _goes_on(last: Character, one: Character) -> bool:
    a, b = last.style, one.style
    return (
        is_blank(last.text) == is_blank(one.text)
        and (a.mode, a.alpha, a.grey, a.angle) == (b.mode, b.alpha, b.grey, b.angle)
        and abs(last.base - one.base) < 0.5 * a.size
        and abs(one.x0 - last.x1) < a.size
    )


def _outright(piece: Sequence[Character], space: PageSpace) -> str | None:
    """The reason that needs no picture."""
    style = piece[0].style
    if style.mode == INVISIBLE or style.alpha < 10:
        return "invisible"
    if style.size < TINY:
        return "tiny"
    x0, top, x1, bottom = around([one.box for one in piece])
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    return None if -1 <= x <= space.width + 1 and -1 <= y <= space.height + 1 else "off the page"


def _covered(piece: Sequence[Character], covers: Sequence[Drawing], orders: dict[int, int]) -> bool:
    order = orders.get(piece[0].style.address)
    if order is None:
        return False
    x0, top, x1, bottom = _middle(piece)
    return any(
        one.kind == "image"
        and one.order > order
        and one.box[0] <= x0
        and one.box[1] <= top
        and one.box[2] >= x1
        and one.box[3] >= bottom
        for one in covers
    )


def _middle(piece: Sequence[Character]) -> Box:
    """Where small letters have their bodies."""
    x0, top, x1, bottom = around([one.box for one in piece])
    size = min(one.style.size for one in piece)
    # and a little to the sides: the stem of an "i" fills its box
    across, aside = 0.22 * size, 0.12 * size
    if piece[0].style.angle in (90, 270):
        return x0 + across, top - aside, x1 - across, bottom + aside
    return x0 - aside, top + across, x1 + aside, bottom - across


class Picture:
    """The page in grey, one byte a pixel."""

    def __init__(self, page, space: PageSpace) -> None:
        self.scale = min(1.5, MOST_PIXELS / max(space.width, space.height, 1))
        bitmap = page.render(scale=self.scale, grayscale=True)
        self.width, self.height, self.stride = bitmap.width, bitmap.height, bitmap.stride
        self.pixels = ctypes.string_at(bitmap.buffer, self.stride * self.height)
        bitmap.close()

    def rows(self, box: Box) -> list[bytes]:
        x0, x1 = (max(min(round(x * self.scale), self.width), 0) for x in (box[0], box[2]))
        top, bottom = (max(min(round(y * self.scale), self.height), 0) for y in (box[1], box[3]))
        rows = range(top, max(bottom, top + 1))
        return [self.pixels[y * self.stride + x0 : y * self.stride + max(x1, x0 + 1)] for y in rows if y < self.height]

    def shows(self, piece: Sequence[Character]) -> bool:
        rows = [row for row in self.rows(_middle(piece)) if row]
        if not rows:
            return False
        darkest, lightest = min(map(min, rows)), max(map(max, rows))
        if lightest - darkest < CONTRAST:
            return False
        own = piece[0].style.grey
        if own < 200:  # dark text that something else gives contrast to is rare, and light text is what is hidden
            return True
        pixels = b"".join(rows)
        return sum(pixel < own - CONTRAST for pixel in pixels) > GROUND * len(pixels)
