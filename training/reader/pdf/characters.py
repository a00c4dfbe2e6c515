"""Characters of a page with places and fonts, from pdfium's text page.

Coordinates are those of the page as shown: points, origin at the top left of the crop box, after the page's rotation.
A character's box spans its advance width and, from the base line, a fixed share of its type size: the boxes that fonts
state vary too much (Georgia's are 1.14 em high, TeX's mathematical fonts 3 em) to tell rows apart.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.reader.lines import Box, around

# shares of the type size above and below the base line that a box spans
ASCENT, DESCENT = 0.75, 0.2
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|semibd|demi|-bd\b|\.b\b|medi\b|cmbx|sfbx|ecbx|lmbx", re.I)
_ITALIC = re.compile(r"italic|oblique|-it\b|cmti|slant", re.I)
_ICONS = re.compile(
    r"awesome|^fa[-_]?(?:solid|brands|regular)|^fa[56]|fontello|icomoon|material.?(?:icons|symbols|design)|ionicons|glyphicon"
    r"|academicons|bootstrap-?icons|feather|octicon|typicons|entypo|foundation-icons|remixicon|simple-?icons|[-_]icons?$",
    re.I,
)
_BOLD_WEIGHT = 600
INVISIBLE = 3  # text rendering mode "neither fill nor stroke" (PDF 32000-1, table 106)


@dataclass(frozen=True)
class Style:
    """What the characters of one text object share.

    `angle` is in degrees counter-clockwise, a multiple of 90; `mode` the text rendering mode, `address` that of the object.
    """

    size: float
    font: str
    bold: bool
    italic: bool
    # whether the font holds icons
    icons: bool
    angle: int
    mode: int
    alpha: int
    # lightness of the fill colour, 0 black to 255 white
    grey: int
    address: int


@dataclass
class Character:
    """`x0`, `x1` run along the direction of writing, `base` is the base line across it; for upright text they are x and y."""

    text: str
    x0: float
    x1: float
    base: float
    box: Box
    style: Style
    index: int


class PageSpace:
    """From pdfium's user space (origin bottom left, before rotation) to the page as shown."""

    def __init__(self, page) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        self.rotation = page.get_rotation() % 360
        width, height = right - left, top - bottom
        self.width, self.height = (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def characters(textpage, space: PageSpace) -> Iterator[Character]:
    """Every character that the page's content paints, in that order; blanks too, what pdfium adds (spaces, line ends) not."""
    import pypdfium2.raw as pdfium

    styles: dict[int, Style] = {}
    loose, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last: Character | None = None
    for index in range(textpage.count_chars()):
        shown = pdfium.FPDFText_GetTextObject(textpage, index)
        if not shown:  # generated
            continue
        address = ctypes.addressof(shown.contents)
        if (style := styles.get(address)) is None:
            style = styles[address] = _style(pdfium, textpage, index, shown, space)
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, loose):
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        origin = space.point(x.value, y.value)
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        text = chr(code) if code < 0x110000 else "\ufffd"
        found = space.box(loose.left, loose.bottom, loose.right, loose.top)
        one = _placed(text, found, origin, style, index)
        if last is not None and last.style is style and (last.x0, last.base) == (one.x0, one.base):
            # one glyph that stands for several characters, as a ligature does
            last.text, last.x1, last.box = last.text + text, one.x1, around([last.box, one.box])
            continue
        if last is not None:
            yield _whole(last)
        last = one
    if last is not None:
        yield _whole(last)


def _whole(one: Character) -> Character:
    """With its surrogates, which pdfium gives one by one, put together."""
    if any("\ud800" <= letter < "\ue000" for letter in one.text):
        one.text = one.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return one


def _placed(text: str, loose: Box, origin: tuple[float, float], style: Style, index: int) -> Character:
    up, down = ASCENT * style.size, DESCENT * style.size
    left, top, right, bottom = loose
    x, y = origin  # not the box's side: the box of a "j" begins left of the blank before it
    match style.angle:
        case 90:  # read upwards
            return Character(text, -y, -top, x, (x - up, top, x + down, bottom), style, index)
        case 270:  # read downwards
            return Character(text, y, bottom, -x, (x - down, top, x + up, bottom), style, index)
        case 180:
            return Character(text, -x, -left, -y, (left, y - down, right, y + up), style, index)
    return Character(text, x, right, y, (left, y - up, right, y + down), style, index)


def _style(pdfium, textpage, index: int, shown, space: PageSpace) -> Style:
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    pdfium.FPDFTextObj_GetFontSize(shown, size)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
    turned = math.degrees(math.atan2(matrix.b, matrix.a)) - space.rotation
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    pdfium.FPDFText_GetFillColor(textpage, index, red, green, blue, alpha)
    font = pdfium.FPDFTextObj_GetFont(shown)
    name, weight, flags = _font(pdfium, font)
    return Style(
        size=abs(size.value) * scale,
        font=name,
        bold=bool(_BOLD.search(name)) or (weight >= _BOLD_WEIGHT and not re.search("regular|light|roman", name, re.I)),
        italic=bool(_ITALIC.search(name)) or bool(flags & 64),
        icons=bool(_ICONS.search(name)),
        angle=round(turned / 90) * 90 % 360,
        mode=pdfium.FPDFTextObj_GetTextRenderMode(shown),
        alpha=alpha.value,
        grey=round(0.299 * red.value + 0.587 * green.value + 0.114 * blue.value),
        address=ctypes.addressof(shown.contents),
    )


def _font(pdfium, font) -> tuple[str, int, int]:
    """Name without the tag of a subset, weight and flags (PDF 32000-1, table 123)."""
    if not font:
        return "", -1, 0
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    return name, pdfium.FPDFFont_GetWeight(font), max(pdfium.FPDFFont_GetFlags(font), 0)
