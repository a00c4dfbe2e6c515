"""Uploaded files: text comes out, and whatever is wrong is told in one line within five seconds of a processor."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.fixtures import (
    demo_space,  # noqa: F401
    pdf_files,
)

pytest.importorskip("pypdfium2")
from documents.uploads import read_file

from dataset_builder.errors import BadInput

LINES = ["Skills", "- SQL and Python", "- Lease Administration", "Experience", "Baker (2013 - 2016)"]
MOST = 5 * 2**20
BAD = {
    "encrypted": (pdf_files.encrypted(LINES), "is encrypted; save a copy without password"),
    "damaged": (pdf_files.damaged(LINES), "is damaged"),
    "no pdf": (b"%PDF-1.7 but not really", "is damaged"),
    "images only": (pdf_files.blank(), "holds no text"),
    "5,000 pages": (pdf_files.blank(5_000), "has 5,000 pages and at most 20 are read"),
    "too large": (b"x" * (MOST + 1), "larger than 5 MB"),
    "neither": (b"PK\x03\x04\x81\x8d\x00\x01", "neither PDF, DOCX, HTML nor text"),
}


@contextmanager
def in_time(seconds: float = 5.0) -> Iterator[None]:
    """Processor time of this process and of those it started: the clock of a busy machine says little."""

    def spent() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    start = spent()
    yield
    assert spent() - start < seconds


def test_text_of_a_pdf_comes_line_by_line():
    assert read_file(pdf_files.of_lines(LINES, pages=2), "Resume", MOST).text.split("\n")[:5] == LINES


@pytest.mark.parametrize("content", ["naïve résumé\r\n- SQL".encode(), "naïve résumé\n- SQL".encode("utf-16")])
def test_text_files_of_several_encodings(content):
    assert read_file(content, "Resume", MOST).text == "naïve résumé\n- SQL"


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_in_time(name):
    content, says = BAD[name]
    with in_time(), pytest.raises(BadInput, match=says):
        read_file(content, "Resume", MOST)


def test_a_decompression_bomb_ends_its_own_process():
    content = pdf_files.bomb()
    assert len(content) < 2**20
    with in_time(), pytest.raises(BadInput, match="takes too long or too much memory"):
        read_file(content, "Resume", MOST)


def test_real_resumes_hold_their_words(shared):
    for file in sorted((shared / "pdf_rendercv").glob("*.pdf")):
        text = read_file(file.read_bytes(), "Resume", MOST).text
        assert "John Doe" in text and "Princeton University" in text, file.name
