"""The leaderboard: every system on every input, kept as a dataset that loads, with what may not be shown left out."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.hub.card_addresses import Addresses, addressed
from dataset_builder.hub.publish import refusals_of
from dataset_builder.hub.release import Release
from dataset_builder.text.dates import Date, reading_day
from tests.fixtures.hub_runs import make_student
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


@pytest.fixture(scope="module", autouse=True)
def few_rows():
    """What baselines learn from."""
    from training.evaluation import benchmark

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(benchmark, "TRAINING_ROWS", 40)
        yield


@pytest.fixture(scope="module")
def measured(given):
    return measure(given)


def test_every_input_has_its_measures_of_every_system_that_can(measured):
    shown = {(one.input, one.system) for one in measured}
    assert {
        ("test", "rules"),
        ("unseen", "rules"),
        ("handwritten", "rules"),
        ("skillspan", "rules"),
        ("mine", "rules"),
    } <= shown
    assert ("test", "majority") in shown and ("mine", "majority") not in shown
    verdicts = [one for one in measured if one.measure == "verdicts right" and one.system == "rules"]
    assert [(one.rows, one.low <= one.value <= one.high) for one in verdicts] == [(4, True)]
    assert next(one.value for one in measured if one.input == "mine") == 0
    assert table(measured).count("| handwritten") == 3


def test_the_folder_is_a_dataset_with_a_card_and_a_benchmark(given, measured):
    from datasets import load_dataset

    out = Path(given.out)
    rows = load_dataset(str(out), "scores", split="test")
    assert rows.num_rows == len(measured) and rows[0]["system"] == "rules"
    card = (out / "README.md").read_text()
    assert table(measured) in card and str(out.parent) not in card
    (task,) = yaml.safe_load((out / "eval.yaml").read_text())["tasks"]
    pairs = load_dataset(str(out), task["config"], split=task["split"])
    assert pairs.num_rows == 47 and pairs[0][task["field_spec"]["target"]] in ("match", "no match")
    assert pairs[0][task["field_spec"]["input"]] == rjdb.prompt("matching", **pairs[0])


def test_the_folder_is_published_as_it_was_measured(given, measured, tmp_path):
    folder = Path(shutil.copytree(given.out, tmp_path / "leaderboard"))
    release = Release.open(folder)
    assert (release.form, release.kind, refusals_of(release)) == ("leaderboard", "dataset", [])
    sent = addressed(release, Addresses("org/rjdb-leaderboard", "org/rjdb"))
    card = sent.files["README.md"].read_bytes().decode()
    assert (
        'load_dataset("org/rjdb-leaderboard", "scores"' in card and "leaderboard --data org/rjdb --system rules" in card
    )
    (folder / "eval.yaml").write_text("name: mine\n")
    (folder / "errors" / "rules-matching-test.md").unlink()
    (folder / "notes.txt").write_text("mine")
    said = [str(one) for one in refusals_of(Release.open(folder))]
    for line in (
        "eval.yaml: was changed after it was measured",
        "errors/rules-matching-test.md: is missing",
        "notes.txt: is no file of this leaderboard",
    ):
        assert any(one.startswith(line) for one in said), said


def test_documents_of_others_are_not_on_the_pages_of_errors(given, measured):
    pages = "".join(path.read_text() for path in (Path(given.out) / "errors").glob("*.md"))
    assert "handwritten" in pages and SECRET not in pages


def test_what_is_measured_is_not_measured_again(given, measured, monkeypatch):
    def refuse(*_):
        raise AssertionError("measured again")

    for name, one in INPUTS.items():
        monkeypatch.setitem(INPUTS, name, type(one)(one.is_given, refuse))
    assert measure(given) == measured
    monkeypatch.setattr("training.evaluation.leaderboard.__main__.build_hash", lambda *_, **__: "of another build")
    with pytest.raises(AssertionError, match="measured again"):
        measure(given)


def test_answers_of_an_evaluation_are_taken_where_they_are_to_the_same_rows(given, tmp_path):
    from training.evaluate import EvaluateConfig, evaluate

    evaluate(EvaluateConfig(given.data, systems=("majority",), out=str(tmp_path / "evaluation"), limit=2))
    kept = sorted((tmp_path / "evaluation").rglob("*"))
    for rows, asked in ((2, False), (3, True)):
        out = tmp_path / str(rows)
        config = replace(given, systems=("majority",), skills=(), documents=(), limit=rows, out=str(out),
                         answers=(f"test={tmp_path / 'evaluation'}",))  # fmt: skip
        measure(config)
        assert (out.with_name(f"{rows}.measured") / "majority" / "test" / "predictions").exists() is asked
        assert sorted((tmp_path / "evaluation").rglob("*")) == kept


def test_systems_are_shown_by_their_own_name(given, tmp_path):
    """Not by where they lie on a machine; two of one name are refused."""
    for family in ("a", "b"):
        make_student(tmp_path / family / "students" / "matcher")
    config = replace(
        given,
        systems=(str(tmp_path / "a" / "students"),),
        skills=(),
        documents=(),
        test_rows=0,
        limit=1,
        out=str(tmp_path / "out"),
    )
    assert {score.system for score in measure(config)} == {"students"}
    with pytest.raises(BadInput, match="students is there already; rename the folder"):
        measure(replace(config, systems=(*config.systems, str(tmp_path / "b" / "students"))))


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
        (
            ["--answers", "test=none"],
            "--answers test=none: give NAME=FOLDER, where NAME is one of release, test, unseen",
        ),
    ],
)
def test_what_cannot_be_judged_is_one_line(built, tmp_path, options, line, capsys):
    assert main(["--data", str(built), "--test-rows", "0", "--limit", "2", "--out", str(tmp_path / "o"), *options]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("error: ") and line in said
