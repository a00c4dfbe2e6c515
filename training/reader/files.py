"""A file of any of the formats to its numbered lines, parsed in a limited process of its own.

pages = read_pages("resume.pdf")          # PDF, DOCX, HTML, text
pages.notes                               # what was left out: hidden text, pages of images
"""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from queue import LifoQueue

from dataset_builder.errors import BadInput
from training.reader.formats import kind_of
from training.reader.lines import Pages
from training.reader.sandbox.limits import MOST_BYTES, Refused
from training.reader.sandbox.pool import Parser

# Endings that a folder is searched for.
ENDINGS = (".pdf", ".docx", ".html", ".htm", ".txt", ".md")
# Parsing processes that this one keeps; more threads than these wait.
_KEPT = min(os.cpu_count() or 1, 4)


def read_pages(path: str | Path) -> Pages:
    """The numbered lines of a file.

    Raises:
        BadInput: one line with the file's name, where it cannot be read.
    """
    with _a_parser() as parser:
        return pages_with(parser, Path(path))


def pages_with(parser: Parser, path: Path) -> Pages:
    """As `read_pages`, by a parser of a pool."""
    content = _content(path)
    try:
        return pages_of(parser, content, path.name)
    except Refused as refused:
        raise BadInput(f"{path}: {refused}") from None


def pages_of(parser: Parser, content: bytes, name: str) -> Pages:
    """The lines of a file's bytes; its name decides only where the bytes do not say what they are. Raises Refused."""
    return parser.parse(content, kind_of(content, name))


def read_bytes(content: bytes, name: str) -> Pages:
    """As `read_pages`, of what was uploaded. Raises Refused, whose message does not name the file."""
    with _a_parser() as parser:
        return pages_of(parser, content, name)


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise BadInput(f"{path}: is a folder; name a file, or use `read_pages` on each of its files")
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}; name a file that can be read") from None
    if len(content) > MOST_BYTES:
        raise BadInput(f"{path}: is larger than {MOST_BYTES // 2**20} MB; save a smaller one and use that")
    if not content.strip():
        raise BadInput(f"{path}: is empty; name a file with a resume in it")
    return content


@contextmanager
def _a_parser() -> Iterator[Parser]:
    parser = _parsers().get()
    try:
        yield parser
    finally:
        _parsers().put(parser)


@cache
def _parsers() -> LifoQueue[Parser]:
    """Those that are free; the one used last comes first, so that one thread starts one process."""
    parsers: LifoQueue[Parser] = LifoQueue()
    for _ in range(_KEPT):
        parser = Parser()
        atexit.register(parser.close)
        parsers.put(parser)
    return parsers
