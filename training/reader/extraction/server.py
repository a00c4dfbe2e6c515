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
from dataset_builder.text.evidence import find
from training.reader.extraction.resume import Resume
from training.reader.extraction.spans import Label, Span, resume_of
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
        self.pages = pages
        self.spans: list[Span] = []
        self.lost: list[str] = []

    def point(self, label: Label, given: object, entry: int = 0) -> None:
        """The value where it stands: from the named line on, else anywhere."""
        if not isinstance(given, dict) or not isinstance(given.get("text"), str) or not given["text"].strip():
            return
        text, number = given["text"], given.get("line")
        place = None
        if isinstance(number, int) and 1 <= number <= len(self.pages.lines):
            start = self.pages.span(number).start
            until = self.pages.span(number, min(number + 2, len(self.pages.lines))).end
            place = find(self.pages.text, text, start, until)
        place = place or find(self.pages.text, text)
        if place is None:
            self.lost.append(text)
        else:
            self.spans.append(Span(label, place, entry))

    def range(self, label: Label, given: object, entry: int) -> None:
        """A range of lines, one span each."""
        if isinstance(given, list) and len(given) == 2 and all(isinstance(one, int) for one in given):
            first, last = max(given[0], 1), min(given[1], len(self.pages.lines))
            self.spans += [Span(label, self.pages.span(n), entry) for n in range(first, last + 1)]


# Keys of an answer and the labels of what they hold.
_WORK: dict[str, Label] = {"position": "title", "employer": "employer", "location": "place", "dates": "dates"}
_SCHOOL: dict[str, Label] = {"institution": "school", "degree": "degree", "area": "area", "dates": "study_dates"}
_LISTS: dict[str, Label] = {
    "skills": "skill", "languages": "language", "certificates": "certificate", "awards": "award", "projects": "project",
}  # fmt: skip


def _resume(pages: Pages, replies: dict[str, Reply]) -> tuple[Resume, tuple[str, ...]]:
    answers: dict[str, dict] = {}
    notes: list[str] = []
    for group, reply in replies.items():
        found = _answer(reply)
        answers[group] = found if isinstance(found, dict) else {}
        if isinstance(found, str):
            notes.append(f"{group}: was not read: {found}")
    lines = _Lines(pages)
    person: tuple[Label, ...] = ("name", "label", "email", "phone", "location")
    for label in person:
        lines.point(label, answers["basics"].get(label))
    for group, keys in (("work", _WORK), ("education", _SCHOOL)):
        for number, entry in enumerate(_list(answers[group], group)):
            for key, label in keys.items() if isinstance(entry, dict) else ():
                lines.point(label, entry.get(key), number)
            if isinstance(entry, dict):
                lines.range("description", entry.get("description"), number)
    for name, label in _LISTS.items():
        for value in _list(answers["lists"], name):
            lines.point(label, value)
    notes += [f"stands nowhere in the document and was left out: {text[:80]!r}" for text in lines.lost]
    return resume_of(pages, lines.spans), tuple(notes)


def _list(answer: dict, name: str) -> list:
    found = answer.get(name)
    return found if isinstance(found, list) else []


def needed(server: ServerOptions | None) -> ServerOptions:
    """Raises BadInput where no server was configured."""
    if server is None:
        raise BadInput("--system server: give --model, the name of a model that the server knows, and its --base-url")
    return server
