"""What all systems have in common: one input or a list, and answers as evaluation scores them."""

import subprocess
import sys

import pytest

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
