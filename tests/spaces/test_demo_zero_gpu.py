"""Students of a release on ZeroGPU: loaded onto "cuda" before a page is served, asked in a forked process, and refused with a line."""

import importlib.util
import json
import sys

import pytest

pytest.importorskip("torch")
pytest.importorskip("gradio")

import rjdb
from dataset_builder.errors import BadInput
from tests.doubles.zero_gpu import ZeroGPU
from tests.fixtures import demo_space, tiny_students
from tests.fixtures.demo_pair import JOB, RESUME
from training.systems.protocol import Match

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    texts = [rjdb.prompt("explanation", job_description=JOB, resume=RESUME), "match", "no match | skills: a"]
    tokenizer = tiny_students.tokenizer_of(texts * 4)
    folder = tmp_path_factory.mktemp("zero") / "reader"
    return tiny_students.saved(tiny_students.t5(tokenizer), tokenizer, folder, rjdb.TASKS, 2_000)


@pytest.fixture
def zero():
    return ZeroGPU()


@pytest.fixture
def students(zero, monkeypatch):
    """systems/students.py as ZeroGPU imports it: a copy of its own, with the package `spaces`."""
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    monkeypatch.setitem(sys.modules, "spaces", zero.module())
    spec = importlib.util.spec_from_file_location("zero_students", demo_space.SPACE / "systems" / "students.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_weights_wait_on_cuda_and_answers_come_from_a_fork(zero, students, student):
    with zero.running():
        family = students.Students("Flan-T5", [str(student)], timed={"matching": 0.5}, card="NVIDIA H200")
        family.ready()
        opened = students.OPENED[str(student)]
        assert opened.lm.device.type == "cuda" and zero.asked == []  # no question before a visitor comes
        assert family.speed == "0.5 s a pair on NVIDIA H200"
        with pytest.raises(RuntimeError, match="main process"):
            opened.match(JOB, RESUME)
        match = family.match(JOB, RESUME)
        assert 0 <= match.score <= 1 and match.answer
        assert family.explain(JOB, RESUME).answer and family.extract(RESUME).answer
        assert family.edit(RESUME, "skills", add_skills=["Rye"]).answer
        with pytest.raises(RuntimeError, match="main process"):
            opened.match(JOB, RESUME)  # still nothing was initialised here
    assert zero.asked[0] == 10 and len(zero.asked) == 4


def test_seconds_are_asked_for_as_answers_were_timed(students):
    students.TIMED["a", "editing"] = 4.0
    assert students.gpu_seconds("a", "editing", [{}] * 2) == 29
    assert students.gpu_seconds("a", "editing", [{}] * 16) == 120
    assert students.gpu_seconds("a", "matching", [{}]) == 11
    students.TIMED["a", "matching"] = 0.01
    assert students.gpu_seconds("a", "matching", [{}]) == 10


def test_trouble_on_the_gpu_is_one_line_for_the_visitor(zero, students, student, monkeypatch):
    class Troubled:
        tasks, lm = ("matching",), None

        def results(self, task, rows):
            raise BadInput("the GPU has no memory for one row of 9,000 tokens")

    family = students.Students("Flan-T5", ["x"], load=lambda source: Troubled())
    with pytest.raises(BadInput, match="no memory for one row of 9,000 tokens"):
        family.match(JOB, RESUME)
    zero.refusal = "You have exceeded your GPU quota"
    with pytest.raises(BadInput, match="x: no GPU could be had .*quota.*; choose Rules"):
        family.match(JOB, RESUME)


def test_what_needs_no_gpu_borrows_none(zero, students):
    class Pointing:
        tasks = ("matching",)

        def results(self, task, rows):
            return [Match(1, 0.9) for _ in rows]

    family = students.Students("Pointer", ["p"], load=lambda source: Pointing())
    family.ready()
    assert family.match(JOB, RESUME).label == 1 and zero.asked == []
    assert family.speed.endswith("s a pair on this CPU")


def test_a_release_names_its_students_and_the_page_says_how_fast(rules, tmp_path):
    from systems.choice import Systems
    from systems.released import released

    assert released(tmp_path / "none.json") == []
    one = {"repository": "org/rjdb-matcher", "revision": "a" * 40, "tasks": ["matching"]}
    content = {
        "families": [{"name": "Flan-T5", "students": [one]}, {"name": "Pointer", "students": [one]}],
        "measured": {"card": "CPU", "seconds": {"Flan-T5": {"matching": 2.0}}},
    }
    (tmp_path / "students.json").write_text(json.dumps(content))
    families = released(tmp_path / "students.json")
    assert [family.name for family in families] == ["Flan-T5", "Pointer"]
    systems = Systems(rules, families)
    systems.ready()  # the Hub is not there
    assert systems.names == ["Rules", "Flan-T5", "Pointer"]
    assert (
        "Flan-T5 cannot be loaded here (org/rjdb-matcher" in systems.notice
        and "the rules answer for it" in systems.notice
    )
    assert systems.choose("Pointer").system is not families[1]
