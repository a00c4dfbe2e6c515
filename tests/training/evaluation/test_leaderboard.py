"""The leaderboard: every system on every input, kept as a dataset that loads, with what may not be shown left out."""

import json
from pathlib import Path

import pytest
import yaml

import rjdb
from dataset_builder.text.dates import Date, reading_day
from training.evaluation.leaderboard.__main__ import main, measure
from training.evaluation.leaderboard.config import LeaderboardConfig
from training.evaluation.leaderboard.folder import table
from training.evaluation.leaderboard.inputs import INPUTS

SECRET = "Quokka Wrangler"
WORDS = {"tokens": ["We", "use", "Docker"], "tags_skill": ["O"] * 3, "tags_knowledge": ["O", "O", "B"]}


@pytest.fixture(scope="module")
def given(built, tmp_path_factory):
    """A configuration with every input but files, on a few rows."""
    place = tmp_path_factory.mktemp("leaderboard")
    skills = {"skillspan": place / "skillspan"}
    skills["skillspan"].mkdir()
    (skills["skillspan"] / "dev.json").write_text(json.dumps({"idx": 1, "source": "tech", **WORDS}) + "\n")
    documents = place / "mine.tsv"
    documents.write_text(f"Resume\tJD\nAnn Ash\\n{SECRET}, 2010 - 2020\tWe need SQL and Java.\n".replace("\\n", " "))
    return LeaderboardConfig(
        data=str(built), systems=("rules", "majority"), skills=(f"skillspan={skills['skillspan']}",), documents=(str(documents),),
        test_rows=4, limit=4, out=str(place / "out")
    )  # fmt: skip


@pytest.fixture(scope="module")
def measured(given):
    return measure(given)


def test_every_input_has_its_measures_of_every_system_that_can(measured):
    shown = {(one.input, one.system) for one in measured}
    assert {("test", "rules"), ("handwritten", "rules"), ("skillspan", "rules"), ("mine", "rules")} <= shown
    assert ("test", "majority") in shown and ("mine", "majority") not in shown
    verdicts = [one for one in measured if one.measure == "verdicts right" and one.system == "rules"]
    assert [(one.rows, one.low <= one.value <= one.high) for one in verdicts] == [(4, True)]
    assert next(one.value for one in measured if one.input == "mine") == 0
    assert table(measured).count("| handwritten") == 3


def test_the_folder_is_a_dataset_with_a_card_and_a_benchmark(given, measured):
    from datasets import load_dataset

    out = Path(given.out)
    rows = load_dataset(str(out), "scores")["train"]
    assert rows.num_rows == len(measured) and rows[0]["system"] == "rules"
    card = (out / "README.md").read_text()
    assert table(measured) in card and str(out.parent) not in card
    assert [task["id"] for task in yaml.safe_load((out / "eval.yaml").read_text())["tasks"]] == list(rjdb.TASKS)


def test_documents_of_others_are_not_on_the_pages_of_errors(given, measured):
    pages = "".join(path.read_text() for path in (Path(given.out) / "errors").glob("*.md"))
    assert "handwritten" in pages and SECRET not in pages


def test_what_is_measured_is_not_measured_again(given, measured, monkeypatch):
    def refuse(*_):
        raise AssertionError("measured again")

    for name, one in INPUTS.items():
        monkeypatch.setitem(INPUTS, name, type(one)(one.is_given, refuse))
    assert measure(given) == measured


def test_pages_without_texts_name_rows_alone(given, tmp_path):
    from training.evaluate import EvaluateConfig, evaluate

    config = EvaluateConfig(
        given.data, systems=("majority",), tasks=("matching",), out=str(tmp_path), errors=True, limit=4
    )
    evaluate(config, texts=False)
    page = (tmp_path / "errors" / "majority-matching.md").read_text()
    assert "### " in page and "<details>" not in page


def test_present_is_the_day_of_the_pairs():
    with reading_day(Date(2001, 2)):
        assert Date.today() == Date(2001, 2)
    assert Date.today().year > 2001


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--skills", "mine=x"], "--skills mine=x: give NAME=PATH"),
        (["--system", "rules", "--system", "rules"], "a system is named twice"),
        (["--system", "nobody"], "--system nobody: not a baseline"),
        (["--documents", "none.tsv"], "none.tsv"),
    ],
)
def test_what_cannot_be_judged_is_one_line(built, tmp_path, options, line, capsys):
    assert main(["--data", str(built), "--test-rows", "0", "--limit", "2", "--out", str(tmp_path / "o"), *options]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("error: ") and line in said
