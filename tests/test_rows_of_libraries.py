"""Rows as people hold them: pandas, polars, arrow, CSV files and formats of datasets give the same prompt and completion."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

import rjdb

ODD = ["it's", 'so-called "Java"', "a\\b", "C++", "100 % [sic]"]
JOBS = [
    {"title": "Baker", "years": 3, "start_year": 2013, "end_year": 2016},
    {"title": "Cook's mate", "years": 1, "start_year": None, "end_year": None},
]


def files(built: Path, task: str) -> list[Path]:
    return sorted((built / task).glob("*.parquet"))


def of_pandas(built, task):
    return [row for path in files(built, task) for _, row in pd.read_parquet(path).iterrows()]


def of_pandas_arrow(built, task):
    return [row for path in files(built, task) for _, row in pd.read_parquet(path, dtype_backend="pyarrow").iterrows()]


def of_polars(built, task):
    polars = pytest.importorskip("polars")
    return [row for path in files(built, task) for row in polars.read_parquet(path).iter_rows(named=True)]


def of_polars_series(built, task):
    polars = pytest.importorskip("polars")
    frames = [polars.read_parquet(path).head(20) for path in files(built, task)]
    return [{name: f[name][at] for name in f.columns} for f in frames for at in range(len(f))]


def of_arrow(built, task):
    tables = [pq.read_table(path) for path in files(built, task)]
    return [{name: t[name][at] for name in t.column_names} for t in tables for at in range(t.num_rows)]


def of_csv(built, task):
    """As `Dataset.to_csv` and pandas write it, read with the standard library: everything is text."""
    rows = []
    for path in files(built, task):
        text = pd.read_parquet(path).to_csv(index=False)
        rows += csv.DictReader(text.splitlines(keepends=True))
    return rows


def of_pandas_csv(built, task, tmp_path):
    rows = []
    for path in files(built, task):
        pd.read_parquet(path).to_csv(tmp_path / "rows.csv", index=False)
        rows += [row for _, row in pd.read_csv(tmp_path / "rows.csv").iterrows()]
    return rows


def of_json_cells(built, task):
    rows = [row for path in files(built, task) for row in pq.read_table(path).to_pylist()]
    return [{name: json.dumps(v) if isinstance(v, list) else v for name, v in row.items()} for row in rows]


def of_repr_cells(built, task):
    rows = [row for path in files(built, task) for row in pq.read_table(path).to_pylist()]
    return [{name: repr(v) if isinstance(v, list) else v for name, v in row.items()} for row in rows]


def of_numpy_format(built, task):
    return [row for split in load_dataset(str(built), task).with_format("numpy").values() for row in split]


def of_torch_format(built, task):
    pytest.importorskip("torch")
    return list(load_dataset(str(built), task, split="test").with_format("torch"))


READERS = (
    of_pandas, of_pandas_arrow, of_polars, of_polars_series, of_arrow, of_csv, of_pandas_csv, of_json_cells, of_repr_cells,
    of_numpy_format, of_torch_format,
)  # fmt: skip


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("task", rjdb.TASKS)
def test_every_row_of_every_library_is_read(task, read, built, tmp_path):
    rows = read(built, task, tmp_path) if read is of_pandas_csv else read(built, task)
    assert len(rows) > 10
    for row in rows:
        assert rjdb.prompt(task, **row) == str(row["prompt"])
        assert rjdb.completion(task, **row) == str(row["completion"])


@pytest.mark.parametrize(
    "cell",
    [ODD, tuple(ODD), np.array(ODD, dtype=object), np.array(ODD), pd.Series(ODD), pa.scalar(ODD), pa.array(ODD),
     json.dumps(ODD), repr(ODD), str(np.array(ODD, dtype=object)), "; ".join(ODD), ";".join(ODD)],
    ids=lambda cell: type(cell).__name__,
)  # fmt: skip
def test_a_list_comes_back_to_the_letter(cell):
    assert rjdb.texts_of(cell, "skills") == ODD


@pytest.mark.parametrize(
    "cell",
    [JOBS, np.array(JOBS), json.dumps(JOBS), repr(JOBS), str(np.array(JOBS)), pa.scalar(JOBS),
     [{**job, "years": float(job["years"]), "end_year": job["end_year"] or math.nan} for job in JOBS],
     repr(JOBS).replace("None", "nan")],
    ids=lambda cell: type(cell).__name__,
)  # fmt: skip
def test_jobs_come_back_whatever_holds_them(cell):
    answer = rjdb.completion("extraction", skills=np.array([]), experiences=cell)
    assert answer == "experience: Baker (2013 - 2016); 1 year as Cook's mate"


@pytest.mark.parametrize("label", [1, "1", 1.0, True, np.int64(1), np.float32(1), pa.scalar(1), "match", "Match "])
def test_a_label_is_a_number_or_its_name(label):
    assert rjdb.completion("matching", label=label) == "match"


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, pd.NaT, np.float64("nan"), pa.scalar(None), pa.scalar(None, pa.string())])  # fmt: skip
def test_nothing_is_one_line_in_a_row_and_no_answer_in_an_answer(nothing):
    missing = r"^matching, job_description: is missing \(None or NaN\), not text; give one text$"
    with pytest.raises(ValueError, match=missing):
        rjdb.prompt("matching", job_description=nothing, resume="x")
    assert rjdb.parse("matching", nothing) == {"label": None}
    assert rjdb.parse("explanation", nothing) == {"label": None, "skills": [], "experiences": []}
    assert rjdb.parse("extraction", nothing) == {"skills": [], "experiences": []}
    assert rjdb.parse("editing", nothing) == {"target": ""}


EDIT = {"section": "skills", "resume": "x", "add_skills": ["SQL"], "experience_change": None}
BAD = [
    ("matching", {"job_description": ["x"], "resume": "x"}, "job_description: is a list of 1, not text"),
    ("matching", {"job_description": "x", "resume": 7}, "resume: is 7, not text"),
    ("matching", {"job_description": "x", "resume": pd.DataFrame({"a": [1]})}, "resume: is a DataFrame like"),
    ("extraction", {"document_type": "letter", "document": "x"}, "document_type: is 'letter'; give one of resume, job description"),
    ("extraction", {"document_type": None, "document": "x"}, "document_type: is missing"),
    ("editing", EDIT | {"section": "summary"}, "section: is 'summary'; give one of skills, experience"),
    ("editing", EDIT | {"add_skills": None}, "add_skills: is missing (None or NaN), not a list of texts; give a list"),
    ("editing", EDIT | {"add_skills": ["a", None]}, "add_skills 2: is missing"),
    ("editing", EDIT | {"add_skills": "['a'"}, "add_skills: is text that is no list"),
    ("editing", EDIT | {"add_skills": "[__import__('os')]"}, "add_skills: is text that is no list"),
    ("editing", EDIT | {"section": "experience"}, "experience_change: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("task", "row", "says"), BAD, ids=[says for _, _, says in BAD])
def test_what_is_no_row_is_one_line_of_task_field_and_remedy(task, row, says):
    with pytest.raises(ValueError) as caught:
        rjdb.prompt(task, **row)
    assert str(caught.value).startswith(f"{task}, {says}") and "\n" not in str(caught.value) and "; give" in str(caught.value)  # fmt: skip


@pytest.mark.parametrize(
    ("task", "row", "says"),
    [
        ("matching", {}, "the matching completion needs label; missing: label"),
        ("matching", {"label": None}, "matching, label: is missing (None or NaN); give 1 (match) or 0 (no match)"),
        ("matching", {"label": -1}, "matching, label: is -1; give"),
        ("matching", {"label": "maybe"}, "matching, label: is 'maybe'; give"),
        ("matching", {"label": [1]}, "matching, label: is a list of 1; give"),
        ("extraction", {"skills": ["a"], "experiences": ["Baker"]}, "extraction, experiences: is a list of something else"),
        ("extraction", {"skills": ["a"], "experiences": [{"title": "x", "years": "few"}]}, "extraction, experiences 1, years: is 'few'"),
        ("extraction", {"skills": ["a"], "experiences": [{"years": 3}]}, "extraction, experiences 1, title: is missing"),
        ("editing", {"target": None}, "editing, target: is missing"),
    ],
)  # fmt: skip
def test_labels_that_cannot_be_read_are_one_line(task, row, says):
    with pytest.raises(ValueError) as caught:
        rjdb.completion(task, **row)
    assert str(caught.value).startswith(says) and "\n" not in str(caught.value)


@pytest.mark.parametrize("answer", [0.87, ["match"], {"label": 1}, b"match", math.inf])
def test_what_is_no_answer_is_one_line(answer):
    with pytest.raises(ValueError, match="^matching: an answer is .*, not text; give one answer, or None where there is none$"):  # fmt: skip
        rjdb.parse("matching", answer)
