"""What a page draws besides text: rules, filled boxes, images, with their places in the order of painting."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from training.reader.lines import Box
from training.reader.pdf.characters import PageSpace

# Objects looked at: a page of vector graphics can have a hundred thousand, and is no resume.
MOST_OBJECTS = 20_000
_DEEPEST = 4
# points
THIN = 3.0


@dataclass(frozen=True)
class Drawing:
    """`order` counts the page's objects as they are painted; `opaque` says that it covers what was painted before."""

    kind: str  # "path" or "image"
    box: Box
    order: int
    opaque: bool

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def is_horizontal_rule(self) -> bool:
        return self.kind == "path" and self.height <= THIN and self.width > 6 * max(self.height, 1.0)

    @property
    def is_vertical_rule(self) -> bool:
        return self.kind == "path" and self.width <= THIN and self.height > 6 * max(self.width, 1.0)


@dataclass
class Drawn:
    """All drawings of a page; `order_of_text` has the place of each text object by its address."""

    drawings: list[Drawing] = field(default_factory=list)
    order_of_text: dict[int, int] = field(default_factory=dict)


Matrix = tuple[float, float, float, float, float, float]


def drawn_on(page, space: PageSpace) -> Drawn:
    import pypdfium2.raw as pdfium

    found = Drawn()
    for order, (shown, kind, matrix) in enumerate(_objects(pdfium, page)):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.order_of_text[ctypes.addressof(shown.contents)] = order
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            box = _box(pdfium, shown, matrix, space)
            if box is None:
                continue
            is_path = kind == pdfium.FPDF_PAGEOBJ_PATH
            filled, stroked = _painted(pdfium, shown) if is_path else (True, False)
            if filled or stroked:
                found.drawings.append(Drawing("path" if is_path else "image", box, order, filled))
    return found


def _objects(pdfium, page) -> Iterator[tuple]:
    """(object, type, matrix of the forms around it), in the order of painting."""
    left = MOST_OBJECTS

    def walk(count, get, matrix: Matrix, depth: int) -> Iterator[tuple]:
        nonlocal left
        for at in range(count):
            if left <= 0:
                return
            left -= 1
            shown = get(at)
            if not shown:
                continue
            kind = pdfium.FPDFPageObj_GetType(shown)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(shown, own)
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                held = pdfium.FPDFFormObj_CountObjects(shown)
                yield from walk(
                    max(held, 0), lambda k, form=shown: pdfium.FPDFFormObj_GetObject(form, k), inner, depth + 1
                )
            else:
                yield shown, kind, matrix

    count = pdfium.FPDFPage_CountObjects(page)
    yield from walk(count, lambda k: pdfium.FPDFPage_GetObject(page, k), (1, 0, 0, 1, 0, 0), 0)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    A, B, C, D, E, F = then
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F


def _box(pdfium, shown, matrix: Matrix, space: PageSpace) -> Box | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(shown, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    if not all(-1e6 < side < 1e6 for side in (left, bottom, right, top)):
        return None
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners)
    x0, top_, x1, bottom_ = space.box(min(xs), min(ys), max(xs), max(ys))
    x0, top_ = max(x0, 0.0), max(top_, 0.0)
    x1, bottom_ = min(x1, space.width), min(bottom_, space.height)
    return (x0, top_, x1, bottom_) if x1 >= x0 and bottom_ >= top_ and x0 < inf else None


def _painted(pdfium, shown) -> tuple[bool, bool]:
    """Whether a path is filled without transparency, and whether it is stroked."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shown, mode, stroke)
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(shown, red, green, blue, alpha)
    return mode.value != 0 and alpha.value > 250, bool(stroke.value)
