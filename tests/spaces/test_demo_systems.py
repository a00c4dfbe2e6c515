"""Who answers in the Space: students asked in batches, a teacher behind a server, the rules where these cannot.
Edits are here too, since the guard against invention is what stands between a model and a resume."""

import threading
from dataclasses import dataclass, field

import pytest
from service.changes import apply, changes, read_request
from service.service import DemoService
from systems.choice import Systems
from systems.students import Batches, Students
from systems.teacher import Teacher
from views.answers import verdict
from views.edits import offered, pack, result, show, unpack

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.requirement_status import Status
from tests.doubles.openai_server import Double
from tests.fixtures import tiny_students
from tests.fixtures.demo_pair import JOB, RESUME
from training.evaluation.matchers import Forms
from training.systems.protocol import Edit, Explanation, Match, Requirement

# ------------------------------------------------------------------------------------------- students


def test_calls_that_wait_are_answered_in_one_batch():
    first, go, asked = threading.Event(), threading.Event(), []

    def ask(task, rows):
        asked.append(len(rows))
        first.set()
        assert go.wait(10)
        return [row[0] * 10 for row in rows]

    batches, got = Batches(ask), {}
    threads = [threading.Thread(target=lambda n=n: got.update({n: batches.answer("match", [(n,)])})) for n in range(9)]
    threads[0].start()
    assert first.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(batches._waiting) < 8:
        pass
    go.set()
    for thread in threads:
        thread.join(10)
    assert asked == [1, 8] and got == {n: [n * 10] for n in range(9)}


def test_two_batches_run_at_once_where_that_is_allowed_and_everyone_is_answered():
    both, asked = threading.Barrier(2, timeout=10), []

    def ask(task, rows):
        asked.append(len(rows))
        if len(asked) <= 2:
            both.wait()  # breaks unless the other one runs too
        return [row[0] * 10 for row in rows]

    batches, got = Batches(ask, at_once=2), {}
    threads = [threading.Thread(target=lambda n=n: got.update({n: batches.answer("match", [(n,)])})) for n in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sum(asked) == 9 and got == {n: [n * 10] for n in range(9)}


def test_an_error_reaches_everyone_in_the_batch_and_the_next_batch_works():
    def ask(task, rows):
        if rows == [("bad",)]:
            raise ValueError("row 1: is too long")
        return [row[0] for row in rows]

    batches = Batches(ask)
    with pytest.raises(ValueError, match="too long"):
        batches.answer("match", [("bad",)])
    assert batches.answer("match", [("good",)]) == ["good"]


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    texts = [rjdb.prompt("explanation", job_description=JOB, resume=RESUME), "match", "no match | skills: a"]
    tokenizer = tiny_students.tokenizer_of(texts * 4)
    folder = tmp_path_factory.mktemp("student") / "reader"
    return tiny_students.saved(tiny_students.t5(tokenizer), tokenizer, folder, rjdb.TASKS, 2_000)


def test_a_student_answers_every_task(rules, student):
    service = DemoService(Systems(rules, [Students("Students", [str(student)])]))
    pair, _ = service.explain(JOB, RESUME, "Students")
    assert pair.system == "Students" and pair.answer.answer and pair.answer.prompt.startswith("Does the resume meet")
    assert [one.asked for one in pair.requirements] == [one.asked for one in service.match(JOB, RESUME).requirements]
    match = service.match(JOB, RESUME, "students").answer
    assert 0 <= match.score <= 1 and match.answer
    assert service.extract(RESUME, "resume", "Students").answer.answer
    edits = service.edit(RESUME, read_request("Bread Baking", "none", "", "", ""), "Students")
    assert all(change.invented or not change.new for edited in edits.sections for change in edited.changes)
    assert [name for name, one in service.compare(JOB, RESUME) if not isinstance(one, str)] == ["Rules", "Students"]


def test_what_is_too_long_for_a_student_is_told_to_who_asked(rules, student):
    service = DemoService(Systems(rules, [Students("Students", [str(student)])]))
    long = f"{RESUME}\n" + "Baker (2013 - 2016)\n" * 400
    with pytest.raises(BadInput, match=r"^Students: is longer than the [\d,]+ tokens that .* reads"):
        service.match(JOB, long, "Students")
    assert service.match(JOB, RESUME, "Students").answer.answer, "others in the batch are answered"


def test_what_cannot_be_loaded_leaves_the_rules_and_says_so(rules, tmp_path):
    service = DemoService(Systems(rules, [Students("Students", [str(tmp_path / "nothing")])]))
    pair = service.match(JOB, RESUME, "Students")
    assert pair.system == "Rules" and pair.answer.label == 0
    assert "Students cannot be loaded here" in pair.notes[0] and "The rules answer instead." in pair.notes[0]
    with pytest.raises(BadInput, match="System GPT: is not there; choose one of Rules, Students"):
        service.match(JOB, RESUME, "GPT")


def test_each_task_goes_to_the_student_that_knows_it(rules):
    @dataclass
    class Matcher:
        tasks: tuple = ("matching",)

    reader = Students("Students", ["a"], load=lambda source: Matcher())
    with pytest.raises(BadInput, match="none of its students was trained for this; choose Rules"):
        reader.explain(JOB, RESUME)


def test_the_page_asks_students_that_need_no_gpu_first_and_the_rules_where_there_are_none(rules, student, tmp_path):
    @dataclass
    class Pointing:
        tasks: tuple = rjdb.TASKS

        def results(self, task, rows):
            return [Match(1) for _ in rows]

    generating = Students("Flan-T5", [str(student)])
    pointing = Students("Pointer", ["pointing"], load=lambda source: Pointing())
    lost = Students("Lost", [str(tmp_path / "nothing")])
    for others, default in (([generating, lost, pointing], "Pointer"), ([generating, lost], "Rules"), ([], "Rules")):
        systems = Systems(rules, others)
        assert systems.default == "Rules", "nothing is loaded yet"
        systems.ready()
        assert systems.default == default


# ------------------------------------------------------------------------------------------- teacher


class Told(Double):
    """Answers every question alike, or refuses."""

    def __init__(self, answer: str, status: int = 200) -> None:
        super().__init__()
        self.answer, self.status = answer, status

    def complete(self, body: dict) -> tuple[int, dict]:
        if self.status != 200:
            return self.status, {"error": {"message": body["messages"][0]["content"]}}
        choice = {"index": 0, "message": {"role": "assistant", "content": self.answer}, "finish_reason": "stop"}
        return 200, {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}


def test_a_teacher_is_asked_with_the_datasets_prompts(rules):
    with Told("no match | skills: Zymurgy of rye") as double:
        service = DemoService(Systems(rules, [Teacher("m", "key", double.base_url)]))
        pair, found = service.explain(JOB, RESUME, "Teacher: m")
        prompts = [body["messages"][0]["content"] for body in double.bodies]
    assert (pair.answer.label, pair.answer.skills) == (0, ("Zymurgy of rye",))
    assert prompts[0] == rjdb.prompt("explanation", job_description=JOB, resume=RESUME)
    assert isinstance(found, int) and len(prompts) == 1 + found <= 1 + Teacher.tries


def test_a_teachers_trouble_is_told_without_what_was_typed(rules):
    with Told("", status=400) as double:
        service = DemoService(Systems(rules, [Teacher("m", "key", double.base_url)]))
        with pytest.raises(BadInput, match=r"Teacher: m: the server did not answer \(BadRequestError\)") as error:
            service.match(JOB, RESUME, "Teacher: m")
    assert "Baker" not in str(error.value) and error.value.__suppress_context__


def test_only_the_operator_switches_a_teacher_on(monkeypatch):
    for name in ("RJDB_TEACHER", "OPENAI_API_KEY", "RJDB_STUDENTS"):
        monkeypatch.delenv(name, raising=False)
    alone = Systems.of_environment()
    assert alone.names == ["Rules"] and "No model checkpoint is loaded here, so the rules answer" in alone.notice
    monkeypatch.setenv("RJDB_TEACHER", "m")
    assert Systems.of_environment().names == ["Rules"]
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert Systems.of_environment().names == ["Rules", "Teacher: m"]


# ------------------------------------------------------------------------------------------- edits


def test_only_what_was_said_is_put_in(service):
    request = read_request("Lock Picking, Bread Scoring", "replace", "Baker", "2014", "2018", "Baker (2015 - 2017)")
    edits = service.edit(RESUME, request)
    choices = offered(edits)
    assert choices == [
        "1. Skills – Add: Lock Picking",
        "2. Skills – Add: Bread Scoring",
        "3. Experience – Change: Baker (2015 - 2017) → Baker (2014 - 2018)",
    ]
    whole = RESUME.replace("in Excel\n", "in Excel\n- Lock Picking\n- Bread Scoring\n").replace(
        "2015 - 2017", "2014 - 2018"
    )
    assert result(edits, choices) == whole
    assert result(edits, choices[1:2]) == RESUME.replace("in Excel\n", "in Excel\n- Bread Scoring\n")
    assert result(edits, []) == RESUME
    assert unpack(pack(edits)).sections[0].changes == edits.sections[0].changes
    assert show(edits, choices[:1]).count("rj-added") == 1 and show(edits, choices[:1]).count("rj-rejected") == 2


@dataclass
class Inventor:
    """A system that writes what it likes."""

    text: str
    name: str = "Inventor"
    tries: int = 1
    asked: list = field(default_factory=list)

    def edit(self, resume, section, add_skills=(), experience_change=""):
        return Edit(self.text)


def test_invention_is_not_offered_and_is_named(rules):
    text = "- Skilled in sourdough fermentation\n- Proficient in Excel\n- Lock Picking\n- Nobel Prize in Physics"
    edits = DemoService(Systems(rules, [Inventor(text)])).edit(
        RESUME, read_request("Lock Picking", "none", "", "", ""), "Inventor"
    )
    assert offered(edits) == ["1. Skills – Add: Lock Picking"]
    assert "Nobel" not in result(edits, offered(edits)) and "nobel" in show(edits, offered(edits))


def test_numbers_that_move_on_are_no_change():
    request = read_request("Ovens", "none", "", "", "")
    found = changes("1. Bread\n2. Cake", "1. Bread\n2. Ovens\n3. Cake", "", request, Forms())
    assert [change.says for change in found] == ["Add: Ovens"]
    assert apply("1. Bread\n2. Cake", found, {0}) == "1. Bread\n2. Ovens\n3. Cake"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("", "none", "", "", "", ""), "nothing is asked for"),
        (("", "add", "", "2013", "2016", ""), "Job title: give one"),
        (("", "add", "Baker", "2016", "2013", ""), "the first one not after the last"),
        (("", "add", "Baker", "soon", "later", ""), "give a first and a last year like 2013"),
        (("", "replace", "Baker", "2013", "2016", ""), "choose one of the resume's jobs"),
        (("x" * 81, "none", "", "", "", ""), "at most 20, each of at most 80 characters"),
    ],
)
def test_a_request_that_cannot_be_is_told(given, says):
    with pytest.raises(BadInput, match=says):
        read_request(*given)


def test_a_resume_without_the_section_gets_one(service):
    edits = service.edit("Name: Ada Moss\n\nExperience\nBaker (2015 - 2017)", read_request("Ovens", "none", "", "", ""))
    assert result(edits, offered(edits)).endswith("Skills\n- Ovens")


def test_a_verdict_that_the_evidence_contradicts_is_told(rules):
    @dataclass
    class Certain:
        label: int | None
        name: str = "Certain"
        tries: int = 1

        def match(self, job, resume):
            return Match(self.label, 0.9)

    said = {}
    for label in (1, None):
        service = DemoService(Systems(rules, [Certain(label)]))
        said[label] = verdict(service.match(JOB, RESUME, "Certain"))
    assert "Match" in said[1] and "The rules see it otherwise: they miss " in said[1] and "as a Baker”" in said[1]
    assert "No verdict" in said[None] and "Chance" not in said[None]


def test_a_system_that_checks_point_by_point_shows_its_own_evidence(rules):
    """Not that of the rules, which may have found another line, or none."""
    line = Evidence(RESUME.index("sourdough"), RESUME.index("\n- Proficient"))
    own = (Requirement("skill", "Sourdough", Status.MET, line), Requirement("skill", "Ovens", Status.MISSING))

    @dataclass
    class Pointing:
        name: str = "Pointing"
        tries: int = 1

        def match(self, job, resumes):
            answer = Match(1, 0.8, requirements=own, reason="“Ovens”: not shown.")
            return answer if isinstance(resumes, str) else [answer for _ in resumes]

        def explain(self, job, resume):
            return Explanation(1, requirements=own, reason="“Ovens”: not shown.")

    service = DemoService(Systems(rules, [Pointing()]))
    for pair in (service.match(JOB, RESUME, "Pointing"), service.explain(JOB, RESUME, "Pointing")[0]):
        assert pair.requirements == own and "“Ovens”: not shown." in verdict(pair)
        assert "1 of 2 requirements met" in verdict(pair) and "rules" not in verdict(pair)
