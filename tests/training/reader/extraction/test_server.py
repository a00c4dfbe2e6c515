"""The system `server` against a double of a chat server: groups in parallel, evidence, and answers that cannot be used."""

import json

import pytest

from dataset_builder.errors import BadInput
from tests.doubles.openai_server import Behaviour, Double
from training.reader.__main__ import main
from training.reader.extraction import extract
from training.reader.extraction.server import QUESTIONS, ServerOptions
from training.reader.lines import Line, Pages

TEXT = """Ada Morgan
ada@example.org, +44 131 555 0107
Site Foreman, Calder Paving
May 2019 - Present
Ran crews of six
MSc in Oceanography, Rivermouth University
Python"""
PAGES = Pages(tuple(Line(n, 1, None, text) for n, text in enumerate(TEXT.split("\n"), start=1)))


def value(text: str, line: int) -> dict:
    return {"text": text, "line": line}


ANSWERS = {
    "basics": {"name": value("Ada Morgan", 1), "email": value("ada@example.org", 2), "phone": value("+44 131 555 0107", 2), "location": None},
    "work": {"work": [{"position": value("Site Foreman", 3), "employer": value("Calder Paving", 3), "dates": value("May 2019 - Present", 4), "description": [5, 5]}]},
    "education": {"education": [{"institution": value("Rivermouth University", 6), "degree": value("MSc in Oceanography", 6), "area": None, "dates": None}]},
    "lists": {"skills": [value("Python", 99), value("Rust", 7)], "languages": [], "certificates": [], "awards": [], "projects": []},
}  # fmt: skip


class Reading(Double):
    """Answers each group of fields; `answers` by group, as text."""

    answers = {group: json.dumps(answer) for group, answer in ANSWERS.items()}

    def complete(self, body: dict) -> tuple[int, dict]:
        status, payload = super().complete(body)
        asked = body["messages"][0]["content"]
        group = next(group for group, question in QUESTIONS.items() if question in asked)
        payload["choices"][0]["message"]["content"] = self.answers[group]
        return status, payload


@pytest.fixture
def server(tmp_path, monkeypatch):
    pytest.importorskip("openai")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with Reading(Behaviour(latency=0.05)) as double:
        yield double, ServerOptions(base_url=double.base_url, model="m", store=str(tmp_path / "requests.sqlite"))


def test_values_stand_where_they_are_said_to(server):
    double, options = server
    found = extract(PAGES, "server", options)
    work, school = found.resume.work[0], found.resume.education[0]
    assert found.resume.basics.phone.form == "+441315550107"
    assert (work.position, work.name, work.startDate, work.endDate) == (
        "Site Foreman",
        "Calder Paving",
        "2019-05",
        None,
    )
    assert work.highlights[0].place.of(PAGES.text) == "Ran crews of six"
    assert (school.studyType, school.area) == ("MSc", "Oceanography")
    assert all(one.place.of(PAGES.text) for one in found.evidence) and {one.how for one in found.evidence} == {"server"}
    assert double.most_open == len(QUESTIONS)


def test_what_stands_nowhere_is_left_out_and_noted(server):
    found = extract(PAGES, "server", server[1])
    assert [skill.name for skill in found.resume.skills] == ["Python"]
    assert any("'Rust'" in note for note in found.notes)


def test_nothing_is_asked_twice(server):
    double, options = server
    extract(PAGES, "server", options)
    extract(PAGES, "server", options)
    assert sum(double.answered.values()) == len(QUESTIONS)


@pytest.mark.parametrize("text", ["I cannot.", "[1]", '{"work": 3}', '<think>{"work": []}</think>{"work": [7, null]}'])
def test_an_answer_that_cannot_be_used_is_a_note_or_nothing(server, monkeypatch, text):
    monkeypatch.setattr(Reading, "answers", Reading.answers | {"work": text})
    found = extract(PAGES, "server", server[1])
    assert found.resume.work == () and found.resume.basics.name == "Ada Morgan"
    assert any(note.startswith("work: was not read") for note in found.notes) == (text in ("I cannot.", "[1]"))


def test_without_a_model_there_is_no_server():
    with pytest.raises(BadInput, match="--model"):
        extract(PAGES, "server")


def test_a_server_is_a_row_next_to_the_rules(server, tmp_path, capsys):
    double, options = server
    (tmp_path / "a.txt").write_text(TEXT)
    truth = {
        "contact": {"full_name": "Ada Morgan", "email": "ada@example.org", "phone": "+44 131 555 0107"},
        "experience": [{"title": "Site Foreman", "company": "Calder Paving", "dates": "May 2019 - Present"}],
        "education": [{"degree": "MSc in Oceanography", "institution": "Rivermouth University"}],
        "skills": ["Python"],
    }
    (tmp_path / "a.truth.json").write_text(json.dumps(truth))
    asked = ("--base-url", double.base_url, "--model", "m", "--store", options.store)
    words = ("evaluate", str(tmp_path), "--system", "rules", "--system", "server", *asked, "--resamples", "5")
    assert main([*words, "--out", str(tmp_path / "out")]) == 0
    systems = json.loads((tmp_path / "out" / "results.json").read_text())["systems"]
    assert list(systems) == ["rules", "server (m)"] and systems["server (m)"]["micro"] == 100
    assert "server (m)" in capsys.readouterr().out
