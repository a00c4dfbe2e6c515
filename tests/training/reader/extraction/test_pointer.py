"""The system `pointer`: what the classifier points at fills what the rules leave open, and each value says which of the two read it."""

import json

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.text.evidence import Evidence
from tests.fixtures import tiny_encoders
from training.reader.__main__ import main
from training.reader.extraction import extract, extract_all, pointer
from training.reader.extraction.pointer import Pointed, merged
from training.reader.extraction.resume import Printed, Resume, Work
from training.reader.extraction.rules import Reading
from training.reader.lines import Line, Pages
from training.students.pointer.spans import Span

RESUME = """Ada Morgan
ada@example.org

Experience
Site Foreman, Calder Paving, Halifax
May 2019 - Present
- Ran crews of six

Skills
Python, Go"""


def lines(text: str) -> Pages:
    return Pages(tuple(Line(n, 1, None, one) for n, one in enumerate(text.split("\n"), start=1)))


class Told:
    """A classifier that says what it is told, and counts how often it is asked."""

    def __init__(self, *forms: tuple[str, str], score: float = 0.9) -> None:
        self.forms, self.score, self.asked = forms, score, []

    def spans(self, texts):
        self.asked.append(len(texts))
        return [
            sorted(
                Span(text.index(form), text.index(form) + len(form), kind, self.score)
                for form, kind in self.forms
                if form in text
            )
            for text in texts
        ]


def told(monkeypatch, *forms, **options) -> Told:
    made = Told(*forms, **options)
    monkeypatch.setattr(pointer, "classifier", lambda model: made)
    return made


def how(found) -> dict[str, str]:
    return {one.pointer: one.how for one in found.evidence}


def test_what_both_read_says_so_and_nothing_of_the_rules_is_lost(monkeypatch):
    told(monkeypatch, ("Site Foreman", "title"), ("Python", "skill"), ("Calder", "company"))
    found = extract(lines(RESUME), "pointer")
    assert found.resume.to_json() == extract(lines(RESUME)).resume.to_json()
    assert how(found) == how(extract(lines(RESUME))) | {
        "/" + "work/0/position": "rules and pointer",
        "/skills/0/name": "rules and pointer",
    }


def test_all_files_of_a_call_share_a_batch(monkeypatch):
    made = told(monkeypatch)
    extract_all([lines(RESUME)] * 3, "pointer")
    assert made.asked == [3]


JOB = "Experience\nTern Island Quarrymen\nSite Foreman of the pier\nMay 2019 - Present"


def pointed(kind: str, words: str, score: float = 0.9) -> Pointed:
    at = JOB.index(words)
    return Pointed(kind, words, Evidence(at, at + len(words)), score, JOB[:at].count("\n") + 1)


def printed(words: str) -> Printed:
    return Printed(words, pointed("", words).place)


def job_of(work: Work, *spans: Pointed) -> Work:
    (job,) = merged(lines(JOB), Reading(Resume(work=(work,)), ()), spans).work
    return job


def test_an_employer_that_the_rules_leave_open_is_filled():
    title = Work(position=printed("Site Foreman"))
    job = job_of(title, pointed("company", "Tern Island Quarrymen"), pointed("company", "Present", 0.7))
    assert job.name == "Tern Island Quarrymen" and job.name.how == "pointer" and job.position.how is None
    assert job_of(title, pointed("skill", "pier")).name is None
    assert job_of(title, pointed("company", "Site Foreman")).name is None  # a value is there already


def test_title_and_employer_that_were_taken_for_each_other_are_turned():
    wrong = Work(printed("Site Foreman"), printed("Tern Island Quarrymen"))
    sure = pointed("company", "Tern Island Quarrymen"), pointed("title", "Site Foreman")
    turned = job_of(wrong, *sure)
    assert (turned.position, turned.name, turned.name.how) == ("Site Foreman", "Tern Island Quarrymen", "pointer")
    assert job_of(wrong, sure[0]) == wrong


def test_skills_come_from_a_list_that_was_not_read_and_from_nowhere_else(monkeypatch):
    text = "Ada Morgan\n\nExperience\nSite Foreman, Calder Paving\nMay 2019 - Present\n- Kept concrete mixers in order"
    told(monkeypatch, ("concrete mixers", "skill"))
    assert extract(lines(text), "pointer").resume.skills == ()


def test_jobs_where_the_rules_found_none_need_title_employer_and_dates(monkeypatch):
    text = (
        "Ada Morgan\n\nI ran the paving of Calder Paving as its Site Foreman, and that was from 2015 to 2019, I think."
    )
    assert not extract(lines(text)).resume.work
    told(monkeypatch, ("Site Foreman", "title"), ("Calder Paving", "company"))
    assert not extract(lines(text), "pointer").resume.work
    told(monkeypatch, ("Site Foreman", "title"), ("Calder Paving", "company"), ("2015 to 2019", "dates"))
    (job,) = extract(lines(text), "pointer").resume.work
    assert (job.position, job.name, job.startDate, job.endDate) == ("Site Foreman", "Calder Paving", "2015", "2019")


def test_a_family_is_opened_and_read_with_by_the_verb(tmp_path, capsys):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    folder = tiny_encoders.extractor([RESUME] * 3, tmp_path / "extractor")
    (tmp_path / "a.txt").write_text(RESUME)
    assert main(["read", str(tmp_path / "a.txt"), "--json", "--system", "pointer", "--model", str(folder)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["resume"] == extract(lines(RESUME)).resume.to_json()
    (tmp_path / "a.truth.json").write_text('{"contact": {"full_name": "Ada Morgan"}, "experience": []}')
    systems = ("--system", "rules", "--system", str(folder))
    assert main(["evaluate", str(tmp_path), *systems, "--resamples", "5"]) == 0
    assert str(folder) in capsys.readouterr().out


def test_what_is_no_family_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where no `make students` has run
    with pytest.raises(BadInput, match="is not there; run `make students`"):
        extract(lines(RESUME), "pointer")
    (tmp_path / "a.txt").write_text(RESUME)
    assert main(["read", str(tmp_path / "a.txt"), "--system", "guess"]) == 2
    assert "the systems are rules, pointer, server, or a folder of the pointer family" in capsys.readouterr().err
