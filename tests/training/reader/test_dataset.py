"""What was read as a dataset: one schema for all rows, whatever a resume lacks."""

import json

import pytest

pytest.importorskip("pypdfium2")

from training.reader import read
from training.reader.__main__ import main
from training.reader.dataset import schema, to_dataset

FULL = """Ada Morgan
ada@example.org | +44 131 555 0107 | Leeds, UK

Experience
Registered Nurse, Calder Infirmary, Halifax
May 2019 - Present
- Ran a ward of six

Education
MSc in Oceanography, Rivermouth University, 2012

Skills
Tools: Excel, Go

Languages
Welsh (native)"""


@pytest.fixture
def out(tmp_path, capsys):
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.txt").write_text(
        "Ada Morgan\nLeeds, and nothing else is said here"
    )  # the first row lacks nearly everything
    (folder / "b.txt").write_text(FULL)
    (folder / "deeper" / "c.txt").write_text(FULL)
    assert main(["read", str(folder), "--out", str(tmp_path / "out"), "--workers", "1"]) == 0
    assert "2 of 3 files read, 1 the same as another" in capsys.readouterr().err
    return tmp_path / "out"


def test_rows_of_a_folder_are_a_dataset_in_one_line(out, tmp_path):
    from datasets import load_dataset

    found = load_dataset(
        "parquet", data_files=str(out / "resumes.parquet"), split="train", cache_dir=str(tmp_path / "cache")
    )
    assert found.data.schema.remove_metadata() == schema() and found["file"][:] == ["a.txt", "b.txt"]
    bare, full = found[0], found[1]
    assert bare["resume"]["work"] == [] and bare["resume"]["basics"]["email"] is None
    assert full["resume"]["work"][0]["position"] == "Registered Nurse"
    titles = {one["pointer"]: one for one in full["evidence"]}
    assert titles["/" + "work/0/position"]["code"] == "29-1141" and titles["/" + "work/0/position"]["box"] is None


def test_a_file_that_is_there_twice_is_one_row_that_names_the_other(out):
    rows = [json.loads(line) for line in (out / "resumes.jsonl").read_text().splitlines()]
    assert rows[1]["notes"] == ["the same file: deeper/c.txt; it was read once"] and len(rows) == 2


def test_rows_of_read_are_a_dataset(tmp_path):
    (tmp_path / "b.txt").write_text(FULL)
    rows = [read(tmp_path / "b.txt")]
    found = to_dataset(rows)
    assert found[0]["notes"] == rows[0]["notes"] and found.data.schema.remove_metadata() == schema()
