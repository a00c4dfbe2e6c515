"""Hyperlinks of a page: their boxes and targets."""

import ctypes
from collections.abc import Sequence
from dataclasses import replace

from training.reader.lines import Box
from training.reader.pdf.characters import PageSpace
from training.reader.pdf.words import Placed

# A page has a dozen; a list of links that never ends is not followed.
MOST_LINKS = 500
_LONGEST = 2_048


def links_of(document, page, space: PageSpace) -> list[tuple[Box, str]]:
    import pypdfium2.raw as pdfium

    found = []
    at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    rect, buffer = pdfium.FS_RECTF(), ctypes.create_string_buffer(_LONGEST)
    for _ in range(MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, at, link):
            break
        action = pdfium.FPDFLink_GetAction(link)
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, rect):
            continue
        if pdfium.FPDFAction_GetURIPath(document, action, buffer, _LONGEST) > 1:
            target = buffer.value.decode("utf-8", "replace")
            found.append((space.box(rect.left, rect.bottom, rect.right, rect.top), target))
    return found


def with_links(words: Sequence[Placed], links: Sequence[tuple[Box, str]]) -> list[Placed]:
    """The words whose middle a link covers, with its target."""
    if not links:
        return [*words]
    found = []
    for one in words:
        x0, top, x1, bottom = one.word.box
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        target = next((to for (a, b, c, d), to in links if a <= x <= c and b <= y <= d), None)
        found.append(replace(one, word=replace(one.word, link=target)) if target else one)
    return found
