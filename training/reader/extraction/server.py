"""The system `server`: any OpenAI-compatible server, asked for groups of fields at once, each over the same numbered lines.

    extractions = read_many(files, ServerOptions(model="gpt-4o-mini"))

As in SmartResume (arXiv 2510.09722) the groups of a file are asked in parallel and long texts are answered by line numbers. The
lines come first and the question last, so that servers can keep the prefix for all groups of a file. A value is kept where it
stands in the document, on the line that was named or else on another; what stands nowhere is left out and noted. Answers are
kept in the request store, so nothing is asked twice.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dataset_builder.errors import BadInput
from dataset_builder.llm.ask_many import ask_many
from dataset_builder.llm.request import Conversation, Failure, Message, Reply, Request
from dataset_builder.llm.request_config import RequestConfig
from dataset_builder.text.dates import read_spans
from dataset_builder.text.evidence import Evidence, find
from training.reader.extraction.normalisation import country_of, dates, languages, phone, split_degree
from training.reader.extraction.resume import (
    Award,
    Basics,
    Certificate,
    Education,
    Language,
    Location,
    Printed,
    Project,
    Resume,
    Skill,
    Work,
)
from training.reader.lines import Pages

ANSWER_TOKENS = 4_000
_VALUE = '{"text": "words as printed", "line": number}'
QUESTIONS = {
    "basics": f'The person. Answer {{"name": V, "label": V, "email": V, "phone": V, "location": V}}; V is {_VALUE}, or null where the resume does not state it.',
    "work": f'Every job, in the order of the lines. Answer {{"work": [{{"position": V, "employer": V, "location": V, "dates": V, "description": [first line, last line]}}]}}; V is {_VALUE} or null. '
    "Voluntary work, projects and studies are no jobs.",
    "education": f'Every school, in the order of the lines. Answer {{"education": [{{"institution": V, "degree": V, "area": V, "dates": V}}]}}; V is {_VALUE} or null.',
    "lists": f'What the resume lists. Answer {{"skills": [V], "languages": [V], "certificates": [V], "awards": [V], "projects": [V]}}; V is {_VALUE}. Skills are only those of a section of skills.',
}
_INTRODUCTION = (
    "Below are the numbered lines of a resume. Read what is asked for. Copy words exactly as they are printed, without what stands around them, "
    "and give the number of the line. Never guess, never translate, never complete. Answer with JSON alone.\n\n"
)


@dataclass(frozen=True)
class ServerOptions(RequestConfig):
    """The server that reads; at temperature 0 an answer is the model's most likely one."""

    temperature: float | None = field(default=0.0, metadata={"help": "of the server that reads"})


def read_many(files: Sequence[Pages], server: ServerOptions) -> list[tuple[Resume, tuple[str, ...]]]:
    """Resumes and notes, in the order of the files.

    Raises:
        BadInput: the server, the store or a setting cannot be used.
        Stop: a cap, Ctrl-C or an outage; the same command continues.
    """
    replies = ask_many(server, _conversation, files, "resumes")
    return [_resume(pages, dict(zip(QUESTIONS, found))) for pages, found in zip(files, replies)]


def question(pages: Pages, group: str) -> str:
    """The prompt for a group of fields."""
    lines = "\n".join(f"{line.n}: {line.text}" for line in pages.lines)
    return f"{_INTRODUCTION}{lines}\n\n{QUESTIONS[group]}"


def _conversation(pages: Pages) -> Conversation[Sequence[Reply]]:
    replies = yield tuple(
        Request((Message("user", question(pages, group)),), ANSWER_TOKENS, f"reading {group}") for group in QUESTIONS
    )
    return replies


def _answer(reply: Reply) -> dict | str:
    """The object of an answer, or why there is none."""
    if isinstance(reply, Failure):
        return reply.cause
    text = re.sub(r"^.*?</think>", "", reply.text, flags=re.DOTALL)
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1])
    except json.JSONDecodeError as error:
        return f"the answer is no JSON ({error.msg})"
    return found if isinstance(found, dict) else "the answer is no object"


class _Lines:
    """Finds values in the lines of a file, and keeps what stands nowhere."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.lost = pages, []

    def value(self, given: object) -> Printed | None:
        """The value where it stands: from the named line on, else anywhere."""
        if not isinstance(given, dict) or not isinstance(given.get("text"), str) or not given["text"].strip():
            return None
        text, number = " ".join(given["text"].split()), given.get("line")
        if isinstance(number, int) and 1 <= number <= len(self.pages.lines):
            start = self.pages.span(number).start
            until = self.pages.span(number, min(number + 2, len(self.pages.lines))).end
            if (place := find(self.pages.text, text, start, until)) is not None:
                return Printed(text, place)
        if (place := find(self.pages.text, text)) is not None:
            return Printed(text, place)
        self.lost.append(text)
        return None

    def lines(self, given: object) -> tuple[Printed, ...]:
        """A range of lines, one value each."""
        if not (isinstance(given, list) and len(given) == 2 and all(isinstance(one, int) for one in given)):
            return ()
        first, last = max(given[0], 1), min(given[1], len(self.pages.lines))
        return tuple(Printed(self.pages.line(n).text, self.pages.span(n)) for n in range(first, last + 1))


def _dates(value: Printed | None) -> tuple[Printed | None, Printed | None]:
    """Start and end of the dates of a value, in ISO 8601, where the value stands."""
    span = next((span for span in read_spans(value or "") if span.start is not None), None)
    if value is None or span is None:
        return None, None
    start, end = dates(span)
    return Printed(start, value.place) if start else None, Printed(end, value.place) if end else None


def _resume(pages: Pages, replies: dict[str, Reply]) -> tuple[Resume, tuple[str, ...]]:
    answers: dict[str, dict] = {}
    notes: list[str] = []
    for group, reply in replies.items():
        found = _answer(reply)
        if isinstance(found, dict):
            answers[group] = found
        else:
            answers[group] = {}
            notes.append(f"{group}: was not read: {found}")
    lines = _Lines(pages)
    lists = {
        name: [value for one in _list(answers["lists"], name) if (value := lines.value(one)) is not None]
        for name in ("skills", "languages", "certificates", "awards", "projects")
    }
    resume = Resume(
        _basics(lines, answers["basics"]),
        tuple(_work(lines, job) for job in _list(answers["work"], "work") if isinstance(job, dict)),
        tuple(_school(lines, one) for one in _list(answers["education"], "education") if isinstance(one, dict)),
        tuple(Skill(name) for name in lists["skills"]),
        tuple(Language(Printed(name, name.place, languages().get(name.casefold()))) for name in lists["languages"]),
        tuple(Project(name) for name in lists["projects"]),
        tuple(Certificate(name) for name in lists["certificates"]),
        tuple(Award(name) for name in lists["awards"]),
    )
    notes += [f"stands nowhere in the document and was left out: {text[:80]!r}" for text in lines.lost]
    return resume, tuple(notes)


def _list(answer: dict, name: str) -> list:
    found = answer.get(name)
    return found if isinstance(found, list) else []


def _basics(lines: _Lines, answer: dict) -> Basics:
    name, label, email, number, place = (
        lines.value(answer.get(key)) for key in ("name", "label", "email", "phone", "location")
    )
    country = country_of(place.rpartition(",")[2]) if place else None
    if number is not None:
        number = Printed(number, number.place, phone(number, country))
    return Basics(name, label, email, number, location=Location(place, country) if place else None)


def _work(lines: _Lines, job: dict) -> Work:
    start, end = _dates(lines.value(job.get("dates")))
    keys = ("employer", "position", "location")
    return Work(*(lines.value(job.get(key)) for key in keys), start, end, None, lines.lines(job.get("description")))


def _school(lines: _Lines, school: dict) -> Education:
    start, end = _dates(lines.value(school.get("dates")))
    degree, area = lines.value(school.get("degree")), lines.value(school.get("area"))
    kind = degree
    if degree is not None:
        words, subject = split_degree(degree)
        if subject is not None and (area is None or area.casefold() in subject.casefold()):
            kind = Printed(words, Evidence(degree.place.start, degree.place.start + len(words)))
            area = Printed(subject, Evidence(degree.place.end - len(subject), degree.place.end))
    return Education(lines.value(school.get("institution")), area, kind, start, end)


def needed(server: ServerOptions | None) -> ServerOptions:
    """Raises BadInput where no server was configured."""
    if server is None:
        raise BadInput("--system server: give --model, the name of a model that the server knows, and its --base-url")
    return server
