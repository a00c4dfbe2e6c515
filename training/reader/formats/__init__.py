"""Files of each format to numbered lines. Runs in a parsing process."""

from training.reader.lines import Pages
from training.reader.sandbox.limits import Refused

MAGIC = b"%PDF-"
KINDS = ("pdf", "docx", "html", "text")


def kind_of(content: bytes, name: str = "") -> str:
    """By the content where that says it, else by the name's ending. Raises Refused for what is none of `KINDS`."""
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    head = content[:1024]
    if MAGIC in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in content or ending == "docx":
            return "docx"
        raise Refused("unknown")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("encrypted docx" if ending == "docx" else "old word")
    if head[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"GIF8", b"II*\x00", b"MM\x00*"):
        raise Refused("image")
    if ending == "pdf":
        raise Refused("damaged", kind="PDF")
    if ending in ("html", "htm", "xhtml") or head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower().startswith(
        (b"<!doctype html", b"<html")
    ):
        return "html"
    return "text"


def parse(content: bytes, kind: str) -> Pages:
    """Raises Refused."""
    if kind == "pdf":
        from training.reader.formats.pdf import parse_pdf as parser
    elif kind == "docx":
        from training.reader.formats.docx import parse_docx as parser
    elif kind == "html":
        from training.reader.formats.html import parse_html as parser
    else:
        from training.reader.formats.plain import parse_text as parser
    pages = parser(content)
    if sum(character.isalnum() for line in pages.lines for character in line.text) < 10:
        raise Refused("no text")
    return pages
