"""The metric Space in a checkout: loads offline by its path and says what `training.evaluation.metrics` says.

As it is published: `test_published_spaces`.
"""

import json
from pathlib import Path

import pytest
from datasets import load_dataset

import rjdb
from training.evaluation.metrics import score

evaluate = pytest.importorskip("evaluate")
SPACE = Path(__file__).parents[2] / "spaces" / "rjdb_metric"
COLUMNS = {"extraction": ("document_type",), "editing": ("section", "resume")}


@pytest.fixture(scope="module")
def rows(built):
    return {task: load_dataset("rjdb", task, split="test", data_dir=str(built)) for task in rjdb.TASKS}


def columns(task, dataset):
    return {name: dataset[name] for name in COLUMNS.get(task, ())}


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_gold_is_perfect_in_every_config(task, rows):
    metric = evaluate.load(str(SPACE), task)
    gold = rows[task]["completion"]
    result = metric.compute(predictions=gold, references=gold, **columns(task, rows[task]))
    perfect = {
        "matching": "accuracy",
        "explanation": "F1 strict",
        "extraction": "JD skills F1 exact",
        "editing": "skills ROUGE-2",
    }
    assert result[perfect[task]] == 100
    assert result["rows"] == len(gold)
    assert result["unparsed"] == result["missing"] == 0


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_says_what_training_metrics_says(task, rows):
    dataset = rows[task]
    answers = [None if i % 5 == 0 else dataset["completion"][i - 1] for i in range(len(dataset))]
    here = evaluate.load(str(SPACE), task).compute(
        predictions=answers, references=dataset["completion"], ids=dataset["id"], **columns(task, dataset)
    )
    there = score(task, [None if a is None else rjdb.parse(task, a) for a in answers], dataset.to_list())
    for name, value in there.values().items():
        if value is not None:
            assert here[name] == pytest.approx(value), name
            assert here["intervals"][name][0] <= value + 1e-9
    assert here["unparsed"] == there.counts["unparsed"] >= len(answers) // 5


def test_labels_none_and_wrong_lengths():
    metric = evaluate.load(str(SPACE), "matching")
    result = metric.compute(predictions=[float("nan"), 1, 0, 9], references=[1, 1, 1, 1, 0])
    assert (result["unparsed"], result["missing"]) == (2, 1)
    assert result["accuracy"] == 20
    with pytest.raises(ValueError, match="^3 predictions for 1 references; give one prediction for each reference$"):
        metric.compute(predictions=["match"] * 3, references=["match"])
    with pytest.raises(ValueError, match="^ids has 1 values for 2 references; give one for each$"):
        metric.compute(predictions=["match"] * 2, references=["match"] * 2, ids=["a"])
    metric.add(prediction=None, reference="match")
    metric.add_batch(predictions=["match"], references=["match"])
    assert metric.compute()["accuracy"] == 50


def test_unknown_config_names_the_four():
    with pytest.raises(ValueError, match="matching, explanation, extraction, editing"):
        evaluate.load(str(SPACE), "cooking")


def test_readings_are_compared_as_data():
    """As `training.reader.evaluation.scores`; a reading that is no JSON is counted and scored as an empty one."""
    truth = {
        "contact": {"full_name": "Ada Morgan", "email": "ada@example.org"},
        "experience": [{"title": "Foreman", "company": "Calder Paving", "dates": "May 2019 - Present"}],
        "skills": ["Python", "Go"],
    }
    read = {
        "basics": {"name": "Ada Morgan", "email": "ada@example.org"},
        "work": [{"position": "Foreman", "name": "Calder Paving", "startDate": "2019-05"}],
        "skills": [{"name": "Python"}, {"name": "Rust"}],
    }
    metric = evaluate.load(str(SPACE), "reading")
    truths = [json.dumps(truth)] * 2
    result = metric.compute(predictions=[json.dumps(read)] * 2, references=truths, resamples=20)
    assert result["title F1"] == result["dates F1"] == 100 and result["skills F1"] == 50
    assert result["micro F1"] == pytest.approx(100 * 14 / 16) and result["intervals"]["micro F1"][0] > 80
    worse = metric.compute(predictions=[json.dumps(read), "I cannot"], references=truths)
    assert worse["unparsed"] == 1 and worse["jobs missed"] == 1 and worse["micro F1"] < result["micro F1"]
