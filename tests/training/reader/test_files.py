"""Files of every format, good and hostile: lines, or one line of refusal; the parsing process ends, the reader does not."""

import json
import os
import resource

import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("docx")

from dataset_builder.errors import BadInput
from tests.fixtures import docx_files, pdf_files
from tests.fixtures.hostile_files import HOSTILE, LINES
from training.reader import read
from training.reader.bulk import ReadConfig, read_all
from training.reader.files import read_pages
from training.reader.formats import kind_of, parse
from training.reader.sandbox.limits import MOST_MEMORY, Refused
from training.reader.sandbox.pool import Parser


@pytest.fixture(scope="module")
def parser():
    parser = Parser()
    yield parser
    parser.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_file_is_one_line_and_the_next_one_is_read(parser, name):
    content, says = HOSTILE[name]
    with pytest.raises(Refused, match=says) as refused:
        parser.parse(content, kind_of(content, name))
    assert "\n" not in str(refused.value)
    assert parser.parse("\n".join(LINES).encode(), "text").text == "\n".join(LINES)


def test_a_parsing_process_cannot_use_more_than_its_memory(parser):
    parser.parse(pdf_files.of_lines(LINES), "pdf")
    limit, _ = resource.prlimit(parser.process_id, resource.RLIMIT_AS)
    assert limit == MOST_MEMORY == 300 * 2**20


def test_a_pdf_is_read_by_a_process_that_reads_several(parser):
    assert parser.parse(pdf_files.of_lines(LINES, pages=2), "pdf").text.split("\n") == LINES * 2
    first = parser.process_id
    parser.parse(pdf_files.of_lines(LINES), "pdf")
    assert parser.process_id == first


def test_a_word_file_with_its_header_table_text_box_and_hidden_words():
    pages = parse(docx_files.resume(), "docx")
    assert [line.text for line in pages.lines] == [
        "Ottilie Vanterpool", "ov@example.org", "Experience", "Data Engineer 2019 - now", "• Moved nine freight ledgers",
        "Languages Python, SQL", "Tools Git", "Honest words.",
    ]  # fmt: skip
    job = pages.line(4)
    assert [place.of(job.text) for place in job.cells] == ["Data Engineer", "2019 - now"] and job.words[0].bold
    assert pages.line(3).size > job.size
    assert pages.notes == (
        "44 hidden characters (white, tiny or marked hidden) were left out: “expert in everything and in anything and hidden ones”",
    )


def test_html_is_read_as_it_is_shown():
    shown = parse(
        b"<!doctype html><html><head><title>no</title><style>p{}</style></head><body><h1>Ottilie&nbsp;Vanterpool</h1>"
        b"<ul><li>SQL<li>Python <b>3</b></ul><table><tr><td>2019</td><td>Data Engineer</td></tr></table>"
        b"<p style='display:none'>expert in everything</p><p>Leith,<br>Scotland</p></body></html>",
        "html",
    )
    assert shown.text.split("\n") == [
        "Ottilie Vanterpool",
        "• SQL",
        "• Python 3",
        "2019 Data Engineer",
        "Leith,",
        "Scotland",
    ]
    assert shown.notes == ("18 hidden characters (by their style) were left out: “expert in everything”",)


@pytest.mark.parametrize(
    "content", ["naïve résumé\n- SQL and Python".encode(), "naïve résumé\r\n- SQL and Python".encode("utf-16")]
)
def test_text_of_several_encodings(content):
    assert parse(content, "text").text == "naïve résumé\n- SQL and Python"


def test_a_row_has_lines_data_and_evidence_that_points_into_the_lines(tmp_path):
    path = tmp_path / "cv.pdf"
    path.write_bytes(pdf_files.of_lines([*LINES[:1], "ov@example.org", "Experience", *LINES[1:]]))
    row = read(path)
    assert set(row) == {"file", "lines", "resume", "evidence", "notes"} and row["lines"][0]["text"] == LINES[0]
    email = row["evidence"]["/basics/email"]
    text = "\n".join(line["text"] for line in row["lines"])
    assert text[email["start"] : email["end"]] == "ov@example.org" == row["resume"]["basics"]["email"]
    assert email["lines"] == [2] and email["page"] == 1 and email["box"] == row["lines"][1]["box"]


def test_a_folder_is_read_once_goes_on_where_it_stopped_and_names_what_failed(tmp_path, capsys):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("\n".join([*LINES, name]))
    (folder / "c.pdf").write_bytes(b"no pdf")
    assert read_all(ReadConfig(str(folder), str(out), workers=1)) == 0
    told = capsys.readouterr().err
    assert f"error: {folder / 'c.pdf'}: is damaged, or no PDF" in told and "2 of 3 files read, 1 not" in told
    rows = out / "resumes.jsonl"
    assert [json.loads(line)["file"] for line in rows.read_text().splitlines()] == ["a.txt", "b.txt"]
    with rows.open("a") as opened:
        opened.write('{"file": "cut o')  # a run that was killed
    (folder / "d.txt").write_text("\n".join([*LINES, "d"]))
    os.utime(folder / "a.txt", (1, 1))  # changed
    assert read_all(ReadConfig(str(folder), str(out), workers=1)) == 0
    assert "2 of 4 files read, 2 read before" in capsys.readouterr().err
    assert [json.loads(line)["file"] for line in rows.read_text().splitlines()] == ["b.txt", "a.txt", "d.txt"]


def test_what_is_no_resume_file_is_refused(tmp_path):
    (tmp_path / "nothing.txt").touch()
    for path, says in (
        (tmp_path / "gone.pdf", "No such file"),
        (tmp_path, "is a folder"),
        (tmp_path / "nothing.txt", "is empty"),
    ):
        with pytest.raises(BadInput, match=says):
            read_pages(path)
    with pytest.raises(BadInput, match="holds no file that ends in"):
        (tmp_path / "empty").mkdir()
        read_all(ReadConfig(str(tmp_path / "empty")))


def test_orders_of_public_templates(shared):
    from training.reader.evaluation.reading_order import order_recall

    files = sorted((shared / "pdf_templates").glob("*.truth.json"))
    for file in files:
        lines = [line for page in json.loads(file.read_text())["lines"] for line in page]
        pages = parse(file.with_name(file.name.replace(".truth.json", ".pdf")).read_bytes(), "pdf")
        if file.name.startswith(("europasscv", "neat", "yaac")):
            assert order_recall([line.text for line in pages.lines], [lines]) >= 0.985, file.name
