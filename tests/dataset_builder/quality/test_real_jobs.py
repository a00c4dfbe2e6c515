"""Job ads that people wrote, read from each format they come in, and paired with documents of a dataset."""

import json
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from dataset_builder.errors import BadInput
from dataset_builder.quality.human_study.real_jobs import RealJob, plain, read_real_jobs
from dataset_builder.quality.human_study.title_pairs import pair_up
from tests.dataset_builder.sources.test_sources import workbook
from tests.fixtures.job_ads import LONG, kaggle_file


def jobs(*titles: str) -> list[RealJob]:
    return [RealJob(title, f"{LONG}{title}", str(number)) for number, title in enumerate(titles)]


@pytest.fixture(scope="module")
def ads(tmp_path_factory) -> Path:
    return kaggle_file(tmp_path_factory.mktemp("ads"))


def test_ads_of_the_kaggle_file_are_read_as_text(ads):
    found = read_real_jobs(ads)
    assert [job.title for job in found][:3] == ["Nurse", "Baker", "Sales Manager"] and len(found) == 10
    assert found[0].text.endswith("Nurse & more") and "<" not in found[0].text
    assert found[1].origin == "dice.csv row 3"


def test_ads_come_from_json_lines_workbooks_folders_and_rjdb_folders(built, tmp_path):
    rows = [{"Title": "Cook", "description": LONG + "a"}, {"Title": "Baker", "description": LONG + "b"}]
    (tmp_path / "a.jsonl").write_text("\n\n".join(map(json.dumps, rows)))
    workbook(tmp_path / "b.xlsx", [["Job Title", "Job Description"], ["Welder", LONG + "c"]])
    assert [job.title for job in read_real_jobs(tmp_path / "a.jsonl")] == ["Cook", "Baker"]
    assert [job.title for job in read_real_jobs(tmp_path)] == ["Cook", "Baker", "Welder"]
    assert len(read_real_jobs(built)) > 300


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "jobtitle,skills\nCook,Ovens\n", "no column jobdescription, .* or description; it has jobtitle, skills"),
        ("a.csv", "jobtitle,jobdescription\nCook,see below\n", "none of 1 rows has a title and a description of 30 words"),
        ("a.jsonl", '{"title": "Cook"}\n', "no column jobdescription"),
        ("a.jsonl", "[1]\n", "line 1: is not a JSON object"),
        ("a.pdf", "x", "give .csv, .tsv, .xlsx, .jsonl, or a folder"),
    ],
)  # fmt: skip
def test_files_without_ads(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=message):
        read_real_jobs(tmp_path / name)


def test_places_without_ads(tmp_path):
    with pytest.raises(BadInput, match="is not there"):
        read_real_jobs(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="holds neither an RJDB dataset nor"):
        read_real_jobs(tmp_path)


def test_html_becomes_what_a_reader_sees():
    assert plain("<ul><li>C&#43;&#43;</li><li>a < b</li></ul>\x00  x<br/>y") == "C++\na < b\nx\ny"


def test_pairs_are_nearest_by_title_and_no_ad_serves_twice():
    real = jobs("Plumber", "Senior Java Developer", "Registered Nurse", "Java Developer II", "Florist")
    pairs = pair_up(jobs("Java Developer", "Nurse", "Lead Java Developer", "Zzz"), real)
    titles = [pair.real.title for pair in pairs]
    assert titles[1] == "Registered Nurse" and {titles[0], titles[2]} == {"Senior Java Developer", "Java Developer II"}
    assert len(set(titles)) == 4 and pairs[3].similarity == 0 < pairs[1].similarity < 1
    with pytest.raises(BadInput, match="--n 4: there are 3 real job descriptions"):
        pair_up(jobs("a", "b", "c", "d"), real[:3])


def test_titles_may_be_compared_by_a_sentence_model(monkeypatch):
    class Model:
        def __init__(self, name):
            assert name == "folder/model"

        def encode(self, texts, normalize_embeddings):
            return np.array([[1.0, 0.0] if text in ("Nurse", "Carer") else [0.0, 1.0] for text in texts])

    monkeypatch.setitem(sys.modules, "sentence_transformers", types.SimpleNamespace(SentenceTransformer=Model))
    (pair,) = pair_up(jobs("Nurse"), jobs("Nurses at Night", "Carer"), "sentence-transformers:folder/model")
    assert pair.real.title == "Carer" and pair.similarity == 1
    with pytest.raises(BadInput, match="--similarity bert is unknown"):
        pair_up(jobs("Nurse"), jobs("Nurse"), "bert")
