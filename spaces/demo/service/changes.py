"""An edited section as changes that are accepted or rejected one by one, and the guard against invention.

Whatever system wrote the section: a change that brings words which neither the resume nor the request holds is not
offered. It is listed with those words, so that nobody wonders where it went.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from documents.resume_sections import unmarked

from dataset_builder.errors import BadInput
from dataset_builder.text.sections import is_rule
from training.evaluation.matchers import Forms
from training.rules.editing import renumbered

MOST_SKILLS, LONGEST_NAME = 20, 80
_GLUE = frozenset(Forms().of_text("and or of in with for to the a an as at on by from skills experience"))


@dataclass(frozen=True)
class Request:
    """What the user says is true: skills, and at most one change of the jobs as the dataset's editing prompt words it."""

    skills: tuple[str, ...]
    change: str

    @property
    def words(self) -> str:
        return " ".join((*self.skills, self.change))


@dataclass(frozen=True)
class Change:
    """Lines `start` to `end` of the old section become `new`; `invented` are words that nobody said."""

    start: int
    end: int
    old: tuple[str, ...]
    new: tuple[str, ...]
    invented: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        old, new = ("; ".join(unmarked(line) for line in lines) for lines in (self.old, self.new))
        if not self.old:
            return f"Add: {new}"
        return f"Remove: {old}" if not self.new else f"Change: {old} → {new}"


def read_request(skills: str, kind: str, title: str, start: str, end: str, old: str = "") -> Request:
    """`skills` one a line or with commas; `kind` is "none", "add" or "replace"; `old` is "Title (2013 - 2016)".

    Raises:
        BadInput: nothing is asked for, or a job without title or with years that cannot be.
    """
    names = [" ".join(name.split()) for name in re.split(r"[,;\n|]", skills or "") if name.strip()]
    if len(names) > MOST_SKILLS or any(len(name) > LONGEST_NAME for name in names):
        raise BadInput(f"Skills: give at most {MOST_SKILLS}, each of at most {LONGEST_NAME} characters, one a line")
    change = ""
    if kind != "none":
        new = _job(title, start, end)
        if kind == "replace" and not re.fullmatch(r"[^\"\n]+ \(\d{4} - \d{4}\)", old or ""):
            raise BadInput(
                "Job to change: choose one of the resume's jobs with a first and a last year, or add a job instead"
            )
        change = f'add "{new}"' if kind == "add" else f'replace "{old}" with "{new}"'
    if not names and not change:
        raise BadInput("Edit: nothing is asked for; name skills that the person has, or a job to add or change")
    return Request(tuple(dict.fromkeys(names)), change)


def _job(title: str, start: str, end: str) -> str:
    name = " ".join(re.sub(r"[\"|;\n]", " ", title or "").split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(f"Job title: give one of at most {LONGEST_NAME} characters")
    years = [str(year or "").strip() for year in (start, end)]
    if not all(re.fullmatch(r"(?:19|20)\d\d", year) for year in years) or years[0] > years[1]:
        raise BadInput("Years: give a first and a last year like 2013 and 2016, the first one not after the last")
    return f"{name} ({years[0]} - {years[1]})"


def lines_of(text: str) -> list[str]:
    """Lines that say something; a model's answer knows no blank ones."""
    return [line.rstrip() for line in text.split("\n") if not is_rule(line)]


def changes(old: str, new: str, resume: str, request: Request, forms: Forms) -> tuple[Change, ...]:
    """What differs between two versions of a section, line by line, in order."""
    before, after = lines_of(old), lines_of(new)
    keys = [[" ".join(unmarked(line).split()).casefold() for line in lines] for lines in (before, after)]
    said = set(forms.of_text(f"{resume} {request.words}")) | _GLUE
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for change in _single(a, b, before[a:b], after[c:d]):
            words = [word for line in change.new for word in forms.of_text(unmarked(line)) if word not in said]
            found.append(Change(change.start, change.end, change.old, change.new, tuple(dict.fromkeys(words))))
    return tuple(found)


def _single(a: int, b: int, old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """One change a line, so that each can be judged by itself; numbers of a list that moved on are no change."""
    if not old:
        return [Change(a, a, (), (line,)) for line in new]
    if len(old) == len(new):
        pairs = [(a + at, before, after) for at, (before, after) in enumerate(zip(old, new))]
        return [Change(at, at + 1, (x,), (y,)) for at, x, y in pairs if unmarked(x) != unmarked(y)]
    return [Change(a, b, tuple(old), tuple(new))]


def apply(old: str, found: Sequence[Change], accepted: Collection[int]) -> str:
    """The old section with the accepted changes (their positions in `found`); numbers of a list are made whole again."""
    lines = lines_of(old)
    chosen = [change for at, change in enumerate(found) if at in accepted and not change.invented]
    inserted: dict[int, list[str]] = {}
    for change in chosen:
        inserted.setdefault(change.start, []).extend(change.new)
    dropped = {at for change in chosen for at in range(change.start, change.end)}
    result: list[str] = []
    for at in range(len(lines) + 1):
        result += inserted.get(at, [])
        if at < len(lines) and at not in dropped:
            result.append(lines[at])
    return renumbered(result)
