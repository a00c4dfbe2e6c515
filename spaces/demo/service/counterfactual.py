"""The smallest change of a resume that flips a verdict: proposed by the rules, tried on the system that gave it.

A no match is mended: skills that are missing are added, jobs made long enough. A match is broken: a line of skills or a
job goes. Changes are tried alone, then in pairs and so on, each on the system itself, so that what is shown is
never a guess. Where a model is asked, the number of tries is capped, and the answer says what was tried.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from documents.resume_sections import find_section, only_section, put_section

from dataset_builder.text.requirement_status import Status
from training.rules.certainty import without_opener
from training.rules.editing import add_skills, change_experience
from training.rules.requirements import JobCheck
from training.systems.protocol import Requirement

# Kinds of requirements that a line of a list can show.
_LISTED = ("skill", "certificate", "licence")
# That are combined; a resume that lacks more is told so.
MOST_CHANGES = 8


@dataclass(frozen=True)
class Change:
    """A sentence, and what it does to the text of a resume."""

    says: str
    apply: Callable[[str], str]


@dataclass(frozen=True)
class Counterfactual:
    """`changes` flip `label` together. `smallest`: fewer were all tried and did not; else none of them can be left out."""

    label: int
    changes: tuple[str, ...]
    resume: str
    tried: int
    smallest: bool


def flip(
    judge: Callable[[Sequence[str]], list[int | None]],
    label: int,
    resume: str,
    jobs: Sequence[JobCheck],
    requirements: Sequence[Requirement],
    most_tries: int,
) -> Counterfactual | int:
    """The change, or the number of tries after which none was found. `judge` gives the labels of several resumes.

    `jobs` are the rules' checks behind the `requirements` of experience, with the dates of what is held.
    """
    skills = [one for one in requirements if one.kind in _LISTED]
    changes = _mending(jobs, skills) if label == 0 else _breaking(jobs, skills, resume)
    changes = changes[:MOST_CHANGES]
    tried = 0
    for size in range(1, len(changes) + 1):
        for block in _blocks(combinations(changes, size)):
            if tried + len(block) > most_tries:
                return _reduce(judge, label, resume, changes, tried)
            texts = [_applied(resume, chosen) for chosen in block]
            tried += len(block)
            for chosen, text, found in zip(block, texts, judge(texts)):
                if found == 1 - label:
                    return Counterfactual(found, tuple(change.says for change in chosen), text, tried, True)
    return tried


def _blocks(sets: Iterator[tuple[Change, ...]], size: int = 16) -> Iterator[list[tuple[Change, ...]]]:
    block: list[tuple[Change, ...]] = []
    for one in sets:
        block.append(one)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


def _reduce(judge, label: int, resume: str, changes: Sequence[Change], tried: int) -> Counterfactual | int:
    """All changes at once, then without each that is not needed."""
    kept = list(changes)
    tried += 1
    if judge([_applied(resume, kept)])[0] != 1 - label:
        return tried
    for change in list(kept):
        fewer = [other for other in kept if other is not change]
        tried += 1
        if fewer and judge([_applied(resume, fewer)])[0] == 1 - label:
            kept = fewer
    return Counterfactual(1 - label, tuple(one.says for one in kept), _applied(resume, kept), tried, False)


def _applied(resume: str, changes: Sequence[Change]) -> str:
    for change in changes:
        resume = change.apply(resume)
    return resume


def _mending(jobs: Sequence[JobCheck], skills: Sequence[Requirement]) -> list[Change]:
    """Jobs first, then skills, missing ones before unclear ones."""
    lacking = [one for one in skills if not one.met and not one.optional]
    lacking.sort(key=lambda one: one.status is Status.UNCLEAR)
    return [
        *(_mended_job(check, jobs) for check in jobs if check.failed),
        *map(_added, lacking),
    ]


def _added(lacking: Requirement) -> Change:
    """All that a line asks for, each name by itself."""
    names = lacking.names if len(lacking.names) > 1 else (without_opener(lacking.asked),)
    said = " and ".join(f"“{name}”" for name in names)
    kind = lacking.kind if len(names) == 1 else f"{lacking.kind}s"
    return Change(f"add the {kind} {said}", lambda resume: _with_skills(resume, names))


def _with_skills(resume: str, skills: Sequence[str]) -> str:
    place = find_section(resume, "skills")
    return put_section(resume, "skills", add_skills(only_section(resume, "skills", place), list(skills)), place)


def _mended_job(check: JobCheck, jobs: Sequence[JobCheck]) -> Change:
    """Too short: it begins earlier, or ends later where it is the last one. Missing: it is added after the last one."""
    asked, held = check.asked.years or 1, check.held
    others = [other.held for other in jobs if other.held is not None and other.held.end_year is not None]
    newest = max((job.end_year for job in others), default=2020)
    if held is None or held.start_year is None or held.end_year is None:
        change = f'add "{check.title} ({newest} - {newest + asked})"'
        return Change(f"add the job “{check.title}” with {_years(asked)}", lambda text: _with_experience(text, change))
    start, end = held.start_year, held.end_year
    to = (start, start + asked) if end >= newest else (end - asked, end)
    change = f'replace "{held.title} ({start} - {end})" with "{held.title} ({to[0]} - {to[1]})"'
    says = f"let “{held.title}” last {_years(asked)} ({to[0]} - {to[1]}) instead of {end - start} ({start} - {end})"
    return Change(says, lambda text: _with_experience(text, change))


def _with_experience(resume: str, change: str) -> str:
    place = find_section(resume, "experience")
    text = change_experience(only_section(resume, "experience", place), change)
    return put_section(resume, "experience", text, place)


def _breaking(jobs: Sequence[JobCheck], skills: Sequence[Requirement], resume: str) -> list[Change]:
    """Skills that no match hangs on stay."""
    shown = [one for one in skills if one.evidence is not None and not one.optional]
    lines: dict[str, str] = {}
    for one in shown:
        lines.setdefault(one.evidence.of(resume), one.asked)
    gone = [
        Change(f"take out the skill “{asked}”", lambda resume, line=line: _without_line(resume, line))
        for line, asked in lines.items()
    ]
    return [*(change for check in jobs if (change := _broken_job(check))), *gone]


def _broken_job(check: JobCheck) -> Change | None:
    asked, held = check.asked.years or 0, check.held
    if held is None or held.start_year is None or held.end_year is None:
        return None
    if asked < 2:
        return Change(f"take out the job “{held.title}”", lambda resume: _without_line(resume, held.line))
    to = held.start_year + asked - 1
    change = (
        f'replace "{held.title} ({held.start_year} - {held.end_year})" with "{held.title} ({held.start_year} - {to})"'
    )
    says = f"let “{held.title}” last {_years(asked - 1)} instead of {held.end_year - held.start_year}"
    return Change(says, lambda resume: _with_experience(resume, change))


def _without_line(resume: str, text: str) -> str:
    """The resume without the line that holds a text; without the text alone where other things share its line."""
    lines = resume.split("\n")
    at = next((number for number, line in enumerate(lines) if text in line), None)
    if at is None:
        return resume
    rest = lines[at].replace(text, "", 1)
    kept = [rest] if any(character.isalpha() for character in rest) else []
    return "\n".join([*lines[:at], *kept, *lines[at + 1 :]])


def _years(number: int) -> str:
    return f"{number} year{'' if number == 1 else 's'}"
