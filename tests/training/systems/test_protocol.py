"""What all systems have in common: one input or a list, and answers as evaluation scores them."""

import math
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dataset_builder.errors import BadInput
from dataset_builder.text.requirement_status import Status
from training.systems.protocol import ByRows, Edit, Experience, Explanation, Extraction, Match, Requirement
from training.systems.row_adapter import answers

PAIR = {"job_description": "a job", "resume": "a resume"}
EDIT = {"resume": "a resume", "section": "skills", "add_skills": ["rye"], "experience_change": ""}


class Told(ByRows):
    """Gives what it is told to give, and keeps what it was asked."""

    name, tasks = "told", ("matching", "explanation", "extraction", "editing")

    def __init__(self, *given) -> None:
        self.given, self.asked = given, []

    def results(self, task, rows):
        self.asked += [(task, row) for row in rows]
        return list(self.given)


def test_one_input_gives_one_result_and_a_text_stands_in_every_row():
    system = Told(Edit("x"), Edit("y"))
    assert system.edit("a", "skills", ["rye"]) == Edit("x")
    assert system.edit(["a", "b"], "skills", [["rye"], ["oat"]], "") == [Edit("x"), Edit("y")]
    rows = [row for _, row in system.asked[1:]]
    assert [(row["resume"], row["section"], row["add_skills"]) for row in rows] == [
        ("a", "skills", ["rye"]),
        ("b", "skills", ["oat"]),
    ]
    with pytest.raises(ValueError, match="lists differ in length: job_description 2, resume 1"):
        system.match(["a", "b"], ["c"])


@pytest.mark.parametrize(
    ("task", "row", "result", "answer"),
    [
        ("matching", PAIR, Match(1), {"label": 1}),
        ("matching", PAIR, Match(None, prompt="Does it?", answer="well"), "well"),
        ("matching", PAIR, Match(None, prompt="Does it?", problem="refused"), None),
        (
            "explanation",
            PAIR,
            Explanation(0, skills=("rye",), experiences=(Experience("Baker", 3),)),
            {
                "label": 0,
                "skills": ["rye"],
                "experiences": [{"title": "Baker", "years": 3, "start_year": None, "end_year": None}],
            },
        ),
        ("extraction", {"document": "x", "document_type": "resume"}, Extraction(), {"skills": [], "experiences": []}),
        ("editing", EDIT, Edit("- rye"), {"target": "- rye"}),
    ],
)
def test_a_result_becomes_the_answer_that_is_scored(task, row, result, answer):
    system = Told(result)
    assert answers(system, task, [row | {"id": "t1-matched", "label": 1}]) == [answer]
    assert system.asked == [(task, row)], "labels and ids stay here"


def test_only_met_is_met():
    assert [Requirement("skill", "rye", status).met for status in Status] == [True, False, False, False]
    assert f"{Status.TOO_SHORT}" == "too short"


def test_the_protocol_needs_no_torch():
    code = "import training.systems.open_system, training.systems.prompted, training.systems.row_adapter, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# ------------------------------------------------------------------------------------------- what systems are asked

NOTHING = (None, math.nan, pd.NA)
ASKED = [
    ("match", ("job", "resume"), 0, "row 1, job_description: is missing (None or NaN), not text; give one text"),
    ("match", ("job", "resume"), 1, "row 1, resume: is missing"),
    ("explain", ("job", "resume"), 0, "row 1, job_description: is missing"),
    ("explain", ("job", "resume"), 1, "row 1, resume: is missing"),
    ("extract", ("resume", "resume"), 0, "row 1, document: is missing"),
    ("extract", ("resume", "resume"), 1, "row 1, document_type: is missing"),
    ("edit", ("resume", "skills", ["rye"]), 0, "row 1, resume: is missing"),
    ("edit", ("resume", "skills", ["rye"]), 1, "row 1, section: is missing"),
]


def systems(tmp_path) -> list[ByRows]:
    from training.baselines import simple
    from training.baselines.boosting import Boosting
    from training.rules.rule_system import Rules
    from training.systems.open_system import FittedRules
    from training.systems.prompted import Prompted

    return [
        Rules(),
        FittedRules(),
        Boosting(),
        simple.Majority(),
        simple.Overlap(),
        simple.ListAll(),
        simple.Copy(),
        Prompted(),
    ]


@pytest.mark.parametrize(("method", "given", "at", "says"), ASKED)
def test_nothing_in_place_of_a_text_is_one_line_from_every_system(method, given, at, says, tmp_path):
    for nothing in NOTHING:
        words = [nothing if place == at else word for place, word in enumerate(given)]
        for system in systems(tmp_path):
            with pytest.raises(BadInput) as caught:
                getattr(system, method)(*words)
            assert str(caught.value).startswith(says) and "\n" not in str(caught.value)


def test_the_row_that_cannot_be_asked_is_named():
    system = Told(Match(1))
    with pytest.raises(BadInput, match=r"^row 2, resume: is missing \(None or NaN\), not text; give one text$"):
        system.match("a", pd.Series(["x", None], index=[7, 9]))
    with pytest.raises(BadInput, match="^row 1: section 'summary' is not known; give one of skills, experience$"):
        system.edit("a", "summary", ["rye"])
    assert not system.asked


@pytest.mark.parametrize(
    "column", [["a", "b"], np.array(["a", "b"]), pd.Series(["a", "b"], index=[5, 6]), pa.array(["a", "b"])]
)
def test_a_column_of_any_library_is_a_list(column):
    system = Told(Match(1), Match(0))
    assert system.match("job", column) == [Match(1), Match(0)]
    assert [row["resume"] for _, row in system.asked] == ["a", "b"]


@pytest.mark.parametrize(
    "skills", [["rye", "oat"], ("rye", "oat"), np.array(["rye", "oat"]), "rye; oat", "['rye' 'oat']"]
)
def test_skills_to_add_may_be_held_in_any_way(skills):
    system = Told(Edit("x"))
    assert system.edit("a", "skills", skills, None) == Edit("x")
    assert system.asked == [
        ("editing", {"resume": "a", "section": "skills", "add_skills": ["rye", "oat"], "experience_change": ""})
    ]
    if isinstance(skills, str) and not skills.startswith("["):
        return  # a column of such texts is one list of skills
    several = Told(Edit("x"), Edit("y"))
    several.edit("a", "skills", pd.Series([skills, skills]))
    assert [row["add_skills"] for _, row in several.asked] == [["rye", "oat"]] * 2
