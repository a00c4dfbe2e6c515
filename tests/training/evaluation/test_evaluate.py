"""The verb: tables beside the paper's, files, continuation, and what it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.pipeline.import_original import ImportConfig, import_release
from training.data.row_ids import triple_of
from training.evaluate import EvaluateConfig, evaluate, main
from training.evaluation import predictions
from training.evaluation.benchmark import Benchmark
from training.evaluation.predictions import parsed, predict
from training.evaluation.tables import PAPER, figure, render
from training.systems.protocol import ByRows, Match

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def evaluated(built, tmp_path_factory):
    """(results, out) of rules and a few others on the small dataset."""
    out = tmp_path_factory.mktemp("evaluated") / "evaluation"
    config = EvaluateConfig(
        data=str(built),
        systems=("rules", "copy", "majority", "list-all"),
        out=str(out),
        resamples=200,
        workers=1,
        errors=True,
    )
    return evaluate(config), out


def test_tables_have_the_papers_rows_and_intervals(evaluated):
    results, out = evaluated
    text = (out / "tables.md").read_text()
    assert render(results) in text
    for title in (
        "Table 5, matching",
        "Table 5, explanation",
        "Table 6, resume skills",
        "Table 6, JD experience",
        "Table 7, skills",
    ):
        assert title in text
    assert text.count("GPT-4 (paper)") == text.count("T5 (paper)") == 8
    assert any(
        line.split(" | ")[0].strip("| ") == "majority"
        and "50.0 [50.0, 50.0] | 66.7 [66.7, 66.7]" in " ".join(line.split())
        for line in text.splitlines()
    )
    assert "python -m training.evaluate --data" in text
    accuracy = results["systems"]["rules"]["matching"]["measures"]["accuracy"]
    assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]
    assert accuracy["value"] > 80


def test_systems_stand_only_in_tables_of_their_tasks(evaluated):
    results, _ = evaluated
    assert set(results["systems"]["copy"]) == {"editing"}
    assert set(results["systems"]["rules"]) == set(rjdb.TASKS)
    assert results["systems"]["copy"]["editing"]["measures"]["skills copied"]["value"] == 100


def test_differences_are_against_the_first_system(evaluated):
    results, _ = evaluated
    pairs = {pair["other"]: pair["tasks"] for pair in results["differences"]}
    assert set(pairs) == {"copy", "majority", "list-all"}
    gain = pairs["majority"]["matching"]["accuracy"]
    assert gain["value"] == pytest.approx(results["systems"]["rules"]["matching"]["measures"]["accuracy"]["value"] - 50)
    assert 0 < gain["low"] <= gain["value"] <= gain["high"]


def test_predictions_are_parquet_by_row(evaluated, built):
    _, out = evaluated
    rows = Benchmark(str(built)).rows("explanation")
    table = pq.read_table(sorted((out / "predictions" / "rules" / "explanation").glob("*.parquet")))
    assert table["id"].to_pylist() == [row["id"] for row in rows]
    assert set(table["label"].to_pylist()) <= {0, 1}


def test_results_name_what_was_learnt_from(evaluated):
    _, out = evaluated
    results = json.loads((out / "results.json").read_text())
    assert results["fitted_on"] == "the first 8,000 rows of train"
    assert results["config"]["systems"] == ["rules", "copy", "majority", "list-all"]


def test_error_pages_break_down_and_show_the_worst(evaluated):
    _, out = evaluated
    page = (out / "errors" / "majority-matching.md").read_text()
    assert "| kind of row" in page and "| no match" in page and "100.0" in page
    assert "category" in page and "edit" in page and "length" in page
    assert page.count("### ") == 8  # all no-match rows of 8 triples, and none that is right
    assert "Gold:\n\n```text\nno match\n```" in page
    nothing = (out / "errors" / "rules-editing.md").read_text()
    assert "where it fails" in nothing


def test_a_fence_in_a_document_does_not_end_the_page():
    from training.evaluation.error_pages import fenced

    assert fenced("a\n```\nb").startswith("````text")


# ------------------------------------------------------------------------------------------- continuing


class Counting(ByRows):
    """A system that counts what it is asked and can be interrupted; answers with text like a student."""

    name, tasks, parallel = "counting", ("matching",), False

    def __init__(self, stop_after: int | None = None) -> None:
        self.asked, self.fits, self.stop_after = 0, 0, stop_after

    def fit(self, rows) -> None:
        self.fits += 1

    def results(self, task, rows):
        if self.stop_after is not None and self.asked >= self.stop_after:
            raise KeyboardInterrupt
        self.asked += len(rows)
        said = (Match(0, prompt="Is it?", answer="no match"), Match(None, prompt="Is it?", problem="too long"))
        return [said[0] if i % 2 else said[1] for i in range(len(rows))]


@pytest.fixture
def rows(monkeypatch):
    monkeypatch.setattr(predictions, "BLOCK", 10)
    return [{"id": f"t{i}-matched", "job_description": "a job", "resume": "a resume"} for i in range(35)]


def test_an_interrupted_run_continues_where_it_stopped(tmp_path, rows):
    first = Counting(stop_after=20)
    with pytest.raises(KeyboardInterrupt):
        predict(tmp_path, first, "matching", rows, "key", lambda: first.fit(None))
    second = Counting()
    answers = predict(tmp_path, second, "matching", rows, "key", lambda: second.fit(None))
    assert second.asked == 15
    assert answers == [{"label": 0} if i % 10 % 2 else None for i in range(35)]
    third = Counting()
    assert predict(tmp_path, third, "matching", rows, "key", lambda: third.fit(None)) == answers
    assert (third.asked, third.fits) == (0, 0)
    assert not list(tmp_path.rglob("*.tmp"))


def test_answers_of_other_rows_or_code_are_given_anew(tmp_path, rows):
    for key, given in (("key", rows), ("other key", rows), ("other key", rows[:20])):
        system = Counting()
        assert len(predict(tmp_path, system, "matching", given, key, lambda: None)) == len(given)
        assert system.asked == len(given)


def test_too_few_answers_are_no_answers(tmp_path, rows):
    class Short(Counting):
        def results(self, task, rows):
            return [Match(1)] * (len(rows) - 1)

    answers = predict(tmp_path, Short(), "matching", rows, "key", lambda: None)
    assert len(answers) == 35
    assert answers[8:11] == [{"label": 1}, None, {"label": 1}]


def test_texts_and_fields_and_other_answers():
    assert parsed("matching", "no match") == {"label": 0}
    assert parsed("extraction", {"skills": ["SQL"]}) == {"skills": ["SQL"]}
    assert parsed("matching", None) is None
    assert parsed("matching", 7) is None


def test_a_text_answer_is_kept_as_it_was(tmp_path, rows):
    predict(tmp_path, Counting(), "matching", rows, "key", lambda: None)
    table = pq.read_table(sorted((tmp_path / "counting" / "matching").glob("*.parquet")))
    assert table["text"].to_pylist()[:2] == [None, "no match"]


def test_worker_processes_give_the_same_answers(tmp_path, built, monkeypatch):
    from training.systems.open_system import open_system

    monkeypatch.setattr(predictions, "POOL_ROWS", 1)
    benchmark = Benchmark(str(built))
    judged = benchmark.training_rows("matching")[:60]
    monkeypatch.setattr(predictions, "BLOCK", 20)
    answers = []
    for workers in (1, 2):
        system = open_system("rules")
        system.fit(lambda task: benchmark.training_rows(task)[:100])
        answers.append(predict(tmp_path / str(workers), system, "matching", judged, "key", lambda: None, workers))
    assert answers[0] == answers[1]


# ------------------------------------------------------------------------------------------- without a train split


def test_the_first_half_is_learnt_from_where_there_is_no_train(shared, tmp_path):
    source = tmp_path / "sample.jsonl"
    with (shared / "rjdb_original" / "sample.jsonl").open() as file:
        source.write_text("".join(file.readline() for _ in range(12)))
    import_release(ImportConfig(path=str(source), out=str(tmp_path / "rjdb"), quiet=True))
    benchmark = Benchmark(str(tmp_path / "rjdb"))
    judged, learnt = (
        {triple_of(row["id"]) for row in rows}
        for rows in (benchmark.rows("editing"), benchmark.training_rows("editing"))
    )
    assert len(judged) == len(learnt) == 6 and not judged & learnt
    assert benchmark.fitted_on == "the first 6 triples of test, which are not judged"
    assert len(Benchmark(str(tmp_path / "rjdb"), fit_triples=9).rows("matching")) == 6
    with pytest.raises(BadInput, match="12 triples and some must be left"):
        Benchmark(str(tmp_path / "rjdb"), fit_triples=12)


# ------------------------------------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (["--system", "gpt-9"], "gpt-9: not a baseline; give one of majority, length"),
        (["--system", "no/such/student/folder"], "no such folder"),
        (["--system", "openai:"], "name a model that the server knows"),
        (["--system", "openai:m", "--shots", "-1"], "--shots -1: give each number"),
        (["--task", "cooking"], "the tasks are matching, explanation, extraction, editing"),
        (["--split", "holdout"], "--split holdout: "),
        (["--limit", "0"], "--limit 0: give 1 or more"),
        (["--system", "rules", "--system", "rules"], "a system is named twice"),
        (["--data", "no/such/folder"], "--data no/such/folder: no such folder; give one written by"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(flags, says, built, tmp_path, capsys):
    given = [] if "--data" in flags else ["--data", str(built)]
    assert main([*given, *flags, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert error.startswith("error: ") and says in error
    assert not (tmp_path / "out" / "results.json").exists()


def test_a_folder_that_is_no_dataset_is_refused(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["--data", str(tmp_path / "empty"), "--out", str(tmp_path / "out")]) == 2
    assert "holds no built RJDB dataset" in capsys.readouterr().err


def test_the_command_prints_what_it_writes(built, tmp_path):
    out = tmp_path / "evaluation"
    command = [
        sys.executable,
        "-m",
        "training.evaluate",
        "--data",
        str(built),
        "--system",
        "rules",
        "--system",
        "overlap",
    ]
    done = subprocess.run(
        [*command, "--limit", "12", "--resamples", "20", "--workers", "1", "--out", str(out)],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == (out / "tables.md").read_text().strip()
    assert "Table 5, matching (12 rows)" in done.stdout


def test_figures_without_a_value_are_empty():
    assert figure(None) == ""
    assert figure(91.04, 88.9, 93.6) == "91.0 [88.9, 93.6]"


def test_the_papers_numbers():
    assert PAPER["matching"]["T5 (paper)"]["accuracy"] == 93.1
    assert PAPER["explanation"]["GPT-4 (paper)"]["recall strict"] == 37.8
    assert PAPER["editing"]["T5 (paper)"]["experience F_add"] == 51.3
