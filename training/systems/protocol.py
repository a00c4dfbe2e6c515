"""What every system answers: rules, a student, a model behind a server, a system of the Space.

    system.match(job, resume)                          # Match(label=0, score=0.08, …)
    system.match(job, [resume, other_resume])          # a list of them
    system.explain(job, resume), system.extract(resume), system.edit(resume, "skills", add_skills=["rye"])

Every method takes one input or a list, and keeps the order; a single text is repeated for every row of a list. A system
answers some of the four tasks (`tasks` names them). Rows of the dataset are asked by `training.systems.row_adapter`.
Needs no torch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from rjdb import DOCUMENT_TYPES, SECTIONS

Texts = str | Sequence[str]
# Columns that hold one of a few words.
KINDS = {"document_type": DOCUMENT_TYPES, "section": SECTIONS}

# ------------------------------------------------------------------------------------------- results


@dataclass(frozen=True)
class Requirement:
    """One thing that a job asks for, quoted as written, and where the resume shows it (an offset into the resume).

    `place`: where it stands in the job. `names`: known names in it. `optional`: it is asked only as a plus, and no verdict
    hangs on it. Months are of experience: those asked at least, and those held.
    """

    kind: Kind
    asked: str
    status: Status
    evidence: Evidence | None = None
    months_asked: int | None = None
    months_held: int | None = None
    optional: bool = False
    place: Evidence | None = None
    names: tuple[str, ...] = ()

    @property
    def years_asked(self) -> float | None:
        """Whole years where they are whole."""
        return _years(self.months_asked)

    @property
    def years_held(self) -> float | None:
        return _years(self.months_held)

    @property
    def met(self) -> bool:
        return self.status is Status.MET


def _years(months: int | None) -> float | None:
    if months is None:
        return None
    return months // 12 if months % 12 == 0 else round(months / 12, 1)


@dataclass(frozen=True)
class Experience:
    """`years` alone in a job description, the dates too in a resume; None for what the answer does not say."""

    title: str
    years: int | None = None
    start_year: int | None = None
    end_year: int | None = None

    def __str__(self) -> str:
        return rjdb.experience_text(vars(self))


@dataclass(frozen=True)
class Mention:
    """A fact that a document states, as written at `place`. `kind` as in the config `mentions`.

    `name`: what the graph calls it, and `soc_code` its O*NET-SOC code, where it knows them; "" where not. They stand next to
    the words of the document, never in their place. `score`: how likely, 0 to 1; None where the system cannot tell.
    """

    kind: str
    text: str
    place: Evidence
    score: float | None = None
    name: str = ""
    soc_code: str = ""


@dataclass(frozen=True)
class Change:
    """`text` takes the place of what stands at `place` in the resume; nothing stands there where it is inserted."""

    place: Evidence
    text: str


@dataclass(frozen=True)
class Match:
    """`label`: 1 meets every requirement, 0 does not, None where the answer holds no verdict.

    `score`: how likely a match is, 0 to 1; of a student the probability of "match" against "no match", what else it could
    say left out; None where the system cannot tell. `dropped`: sections that were left out for a model's limit. `prompt`
    and `answer`: what a model read and wrote; rules have no prompt. `problem`: why there is no answer, "" where there is.
    `requirements`, a `reason` where they and the label seem to contradict each other, and in `unread` the headings of the
    job below which nothing could be read, only from systems that check one by one.
    """

    label: int | None
    score: float | None = None
    dropped: tuple[str, ...] = ()
    prompt: str = ""
    answer: str = ""
    problem: str = ""
    requirements: tuple[Requirement, ...] = ()
    reason: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """What the resume lacks, nothing for a match.

    `score`: the geometric mean of the probabilities of the answer's tokens, 0 to 1; None where the system has no tokens.
    The rest as in `Match`.
    """

    label: int | None
    score: float | None = None
    skills: tuple[str, ...] = ()
    experiences: tuple[Experience, ...] = ()
    dropped: tuple[str, ...] = ()
    prompt: str = ""
    answer: str = ""
    problem: str = ""
    requirements: tuple[Requirement, ...] = ()
    reason: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extraction:
    """What a document states. `mentions`: where, from systems that point. The other fields as in `Explanation`."""

    skills: tuple[str, ...] = ()
    experiences: tuple[Experience, ...] = ()
    score: float | None = None
    dropped: tuple[str, ...] = ()
    prompt: str = ""
    answer: str = ""
    problem: str = ""
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True)
class Edit:
    """`text`: the section after the change, line by line. `changes`: made to the resume as given, from systems that point.

    The other fields as in `Explanation`.
    """

    text: str
    score: float | None = None
    dropped: tuple[str, ...] = ()
    prompt: str = ""
    answer: str = ""
    problem: str = ""
    changes: tuple[Change, ...] = ()


Result = Match | Explanation | Extraction | Edit
NOTHING_LEARNT = Match(None, problem="it had no rows to learn from")

# ------------------------------------------------------------------------------------------- systems


class System(Protocol):
    """Each method takes one input or a list; each system documents what it raises."""

    name: str
    tasks: tuple[str, ...]

    def match(self, job: Texts, resume: Texts) -> Match | list[Match]: ...

    def explain(self, job: Texts, resume: Texts) -> Explanation | list[Explanation]: ...

    def extract(self, document: Texts, document_type: Texts = "resume") -> Extraction | list[Extraction]: ...

    def edit(
        self,
        resume: Texts,
        section: Texts,
        add_skills: Sequence[str] | Sequence[Sequence[str]] = (),
        experience_change: Texts = "",
    ) -> Edit | list[Edit]: ...


class ByRows:
    """The four methods, implemented by one: `results` gives a result for each row of a task, with the dataset's columns."""

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        raise NotImplementedError

    def match(self, job: Texts, resume: Texts):
        """Whether the resume meets every requirement of the job.

        Raises:
            BadInput: lists differ in length, or a value cannot be used: a ValueError with one line.
        """
        return self._asked("matching", job_description=job, resume=resume)

    def explain(self, job: Texts, resume: Texts):
        """The verdict, and the skills and the experience that the resume lacks. Raises as `match`."""
        return self._asked("explanation", job_description=job, resume=resume)

    def extract(self, document: Texts, document_type: Texts = "resume"):
        """The skills and jobs that a "resume" or a "job description" states. Raises as `match`."""
        return self._asked("extraction", document=document, document_type=document_type)

    def edit(
        self,
        resume: Texts,
        section: Texts,
        add_skills: Sequence[str] | Sequence[Sequence[str]] = (),
        experience_change: Texts = "",
    ):
        """The "skills" section with skills added, or the "experience" section with a change made.

        `experience_change` is in words: add "Baker (2013 - 2016)", or: replace "Baker (2013 - 2016)" with "Baker
        (2012 - 2016)". Raises as `match`.
        """
        change = {"add_skills": add_skills, "experience_change": experience_change}
        return self._asked("editing", resume=resume, section=section, **change)

    def _asked(self, task: str, **columns):
        rows, one = as_rows(**columns)
        results = self.results(task, rows)
        return results[0] if one else results


def as_rows(**columns) -> tuple[list[dict], bool]:
    """Columns as rows, and whether it is a single one. One value stands for every row; a column may be of any library.

    Raises:
        BadInput: columns differ in length; a value is missing, no text, or a kind that is not known.
    """
    columns = {name: rjdb.plain(value) for name, value in columns.items()}
    single = {name: value for name, value in columns.items() if _is_one(name, value)}
    lengths = {name: len(value) for name, value in columns.items() if name not in single}
    if len(set(lengths.values())) > 1:
        raise BadInput(f"lists differ in length: {', '.join(f'{n} {count}' for n, count in lengths.items())}")
    number = next(iter(lengths.values()), 1)
    rows = [{name: value if name in single else value[at] for name, value in columns.items()} for at in range(number)]
    return [_checked(row, at) for at, row in enumerate(rows, start=1)], not lengths


def _is_one(name: str, value) -> bool:
    if name == "add_skills" and isinstance(
        value, list
    ):  # a list of texts, unless each is a list as a CSV file holds it
        return all(isinstance(skill, str) and not skill.startswith("[") for skill in value)
    return not isinstance(value, list)


def _checked(row: dict, at: int) -> dict:
    """The row with texts and lists of texts alone; what is to change in one section may be missing in the other's row."""
    missing = {"add_skills": [], "experience_change": ""}
    try:
        return {name: _value(name, missing.get(name) if value is None else value, at) for name, value in row.items()}
    except ValueError as error:
        raise BadInput(str(error)) from None


def _value(name: str, value, at: int) -> str | list[str]:
    if name == "add_skills":
        return rjdb.texts_of(value, f"row {at}, {name}")
    text, known = rjdb.text_of(value, f"row {at}, {name}"), KINDS.get(name)
    if known and text not in known:
        raise ValueError(f"row {at}: {name} {text!r} is not known; give one of {', '.join(known)}")
    return text
