"""PDFs that people upload, good and bad, made on the spot."""

import io
import zlib

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def of_lines(lines: list[str], pages: int = 1) -> bytes:
    """A PDF whose pages show the lines in Helvetica."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(612, 792)
        font = DictionaryObject(
            {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")}
        )  # fmt: skip
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
        shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 12 TL 50 760 Td {shown}ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    return _bytes(writer)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _bytes(writer: pypdf.PdfWriter) -> bytes:
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def encrypted(lines: list[str]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(of_lines(lines)))
    writer.encrypt("secret", algorithm="RC4-128")
    return _bytes(writer)


def damaged(lines: list[str]) -> bytes:
    whole = of_lines(lines)
    return whole[: len(whole) // 2]


def blank(pages: int = 1) -> bytes:
    """Pages without text, as a scan has."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    return _bytes(writer)


def bomb(mebibytes: int = 600) -> bytes:
    """A page whose content unpacks to so much: a few kilobytes become more than may be used, packed twice."""
    packer, block = zlib.compressobj(1), b" " * 2**20
    twice = zlib.compress(b"".join([*(packer.compress(block) for _ in range(mebibytes)), packer.flush()]), 9)
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<>>>>endobj\n"
    )
    stream = b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(twice)
    return head + stream + twice + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
