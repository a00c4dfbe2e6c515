"""The pointer family as an assessor: the rules' answers, and points that only meaning shows."""

import json
from pathlib import Path

import numpy as np
import pytest
from datasets import load_dataset

from dataset_builder.assessment.question import ask
from dataset_builder.errors import BadInput
from training import assess
from training.assessor import fit
from training.assessor.judgement import question_of_row
from training.assessor.pointer import FITTED, PointerAssessor
from training.assessor.rules import RulesAssessor
from training.students.pointer.decision import Decision, Weighed
from training.students.pointer.likeness import FEATURES, Likeness
from training.students.pointer.matching import Matcher
from training.students.pointer.trees import Trees

JOB = "We are a bakery. You have patience with the public. You need five years of work as a baker."
RESUME = "Name: Ann Lee\n\nProfile\n- Calm with every customer\n\nExperience\nBaker, Corner Bakery (2016 - 2018)"


class Alike:
    """An encoder for which two texts are alike where each holds one of the words."""

    def vectors(self, texts):
        return np.array([[1.0, 0.0] if {"patience", "calm"} & set(one.casefold().split()) else [0.0, 1.0] for one in texts], np.float32)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A matcher's folder: what it weighs, and no weights of an encoder, which nothing here loads."""
    matcher = tmp_path / "family" / "matcher"
    line = Weighed((10.0, *(0.0,) * (len(FEATURES) - 1)), -5.0)
    matcher.mkdir(parents=True)
    Decision(line, Trees(0.0, []), Trees(0.0, [])).write(matcher)
    (matcher / "training.json").write_text(json.dumps({"family": "pointer", "tasks": ["matching"]}))
    return matcher.parent


def opened(folder, jointly: bool = True) -> PointerAssessor:
    system = PointerAssessor(folder, jointly)
    student = system._student
    student.__dict__["_matcher"] = Matcher(Likeness(Alike()), Decision.read(Path(folder) / "matcher"))
    return system


def test_a_point_that_only_meaning_shows_is_met_and_time_is_not(folder):
    question = ask(JOB, RESUME)
    by_words = RulesAssessor().answer(question, JOB, RESUME)
    found = opened(folder).answer(question, JOB, RESUME)
    told = {
        asked.text: (str(a), str(b)) for asked, a, b in zip(question.requirements, by_words.findings, found.findings)
    }
    words, meaning = next(pair for text, pair in told.items() if "patience" in text)
    assert words.endswith("unclear") and meaning.endswith("met L4")
    words, meaning = next(pair for text, pair in told.items() if "baker" in text)
    assert words == meaning and "short L7" in meaning


def test_what_is_fitted_is_kept_next_to_its_decision(folder, built, monkeypatch):
    monkeypatch.setattr("training.assessor.pointer.PointerAssessor", lambda folder: opened(folder))
    assert fit.main(["--data", str(built), "--system", str(folder), "--rows", "60"]) == 0
    assert json.loads((folder / "matcher" / FITTED).read_text())["facts"]["rows"]["train"] == 60
    system = opened(folder)
    rows = load_dataset(str(built), "assessment", split="test").select(range(6)).to_list()
    assert system.fitted is not None and [one.label for one in system.judge(rows)]
    pair = rows[0]["job_description"], rows[0]["resume"]
    question = question_of_row(rows[0])
    numbers = system.numbers(*pair)
    assert system.match(*pair, question) == pytest.approx((system.fitted.match(numbers) + 0.5) / 2)
    before = system.fitted
    system.fit(rows)
    assert system.fitted is before


def test_a_folder_of_the_family_opens_as_an_assessor_and_one_without_a_matcher_is_refused(folder):
    assert assess.load(folder).name == "family, joint" and assess.load(folder, jointly=False).name == "family"
    (folder / "matcher" / "training.json").write_text(json.dumps({"family": "pointer", "tasks": ["extraction"]}))
    with pytest.raises(BadInput, match="no matcher of the pointer family"):
        assess.load(folder)
