"""Text as people save it: the encoding is found, and a file that is no text is named for what it is.

UTF-8 and UTF-16, with or without a byte order mark, as Excel and Windows write them. Bytes that are not UTF-8 are read as
Windows-1252, one by one, so that a single foreign byte does not change the letters around it.
"""

import codecs
from pathlib import Path

from dataset_builder.errors import BadInput

# Bytes that are looked at to name what a file is.
HEAD = 4_096
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# First bytes of what is mistaken for text, what it is, and what to do with it.
_KINDS = (
    (b"PK\x03\x04", "a zip archive or an Office document", "unpack it, or save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save it as CSV or xlsx"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"%PDF-", "a PDF", "give the table that it was made from"),
    (b"PAR1", "a Parquet file", "convert it to CSV or JSON lines"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV"),
    (b"version https://git-lfs", "a pointer of Git LFS", "fetch the file itself with `git lfs pull`"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<?xml")


def read_text_file(path: Path) -> str:
    """The whole text, without a byte order mark; ends of lines stay as they are.

    Raises:
        BadInput: it cannot be read, or is no text.
    """
    return decoded(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error}); give a file that can be") from error


def decoded(data: bytes, where: str) -> str:
    """The text of a file's bytes. Raises BadInput where it is none; `where` begins the error."""
    encoding = encoding_of(data[:HEAD], where)
    if encoding == "utf-8-sig":
        return data.decode(encoding, errors=_WINDOWS)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{where}: is cut off or damaged (not {encoding.upper()} from byte {error.start:,}); save it again as UTF-8"
        ) from error


def encoding_of(head: bytes, where: str) -> str:
    """The codec of a text file, from its first bytes. Raises BadInput where they are not those of a text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for start, kind, advice in _KINDS:
        if head.startswith(start):
            raise BadInput(f"{where}: is {kind}; {advice}")
    if head.lstrip()[:20].lower().startswith(_PAGES):
        raise BadInput(f"{where}: is a web page or XML, as a download that asks for a login gives; download it again")
    if (zeros := head.count(0)) == 0:
        return "utf-8-sig"
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) >= 4 and head[first::2].count(0) == zeros > 0.4 * len(head) / 2:  # every second byte, mostly
            return encoding
    raise BadInput(f"{where}: holds binary data (byte {head.index(0):,} is 0), so it is no text; give a text file")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """An error handler of codecs: the bytes that are not UTF-8 in Windows-1252, or Latin-1 where that has none."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    text = ""
    for byte in error.object[error.start : error.end]:
        one = bytes([byte])
        try:
            text += one.decode("cp1252")
        except UnicodeDecodeError:
            text += one.decode("latin-1")
    return text, error.end


_WINDOWS = "rjdb-windows-1252"
codecs.register_error(_WINDOWS, _as_windows)
