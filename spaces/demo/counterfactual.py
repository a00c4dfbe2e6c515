"""The smallest change of a resume that flips a verdict: proposed by the rules, tried on the system that gave it.

A no match is mended: skills that are missing are added, jobs made long enough. A match is broken: a line of skills or a
job goes. Changes are tried alone, then in pairs and so on, each on the system itself, so that what is shown is
never a guess. Where a model is asked, the number of tries is capped, and the answer says what was tried.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from findings import Findings
from resume_sections import find_section, put_section

from training.baselines.editing import add_skills, change_experience
from training.baselines.requirements import JobCheck, SkillCheck

MOST_CHANGES = 8
"""That are combined; a resume that lacks more is told so."""


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
    findings: Findings,
    most_tries: int,
) -> Counterfactual | int:
    """The change, or the number of tries after which none was found. `judge` gives the labels of several resumes."""
    changes = (_mending if label == 0 else _breaking)(findings)[:MOST_CHANGES]
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


def _mending(findings: Findings) -> list[Change]:
    jobs = [_mended_job(check, findings) for check in findings.missing_jobs]
    skills = [_added_skill(check) for check in findings.missing_skills]
    unclear = [check for check in findings.skills if check not in findings.missing_skills and check.coverage < 1]
    return [*jobs, *skills, *(_added_skill(check) for check in unclear)]


def _added_skill(check: SkillCheck) -> Change:
    return Change(f"add the skill “{check.asked}”", lambda resume: _with_skill(resume, check.asked))


def _with_skill(resume: str, skill: str) -> str:
    return put_section(resume, "skills", add_skills(resume, [skill]), find_section(resume, "skills"))


def _mended_job(check: JobCheck, findings: Findings) -> Change:
    """Too short: it begins earlier, or ends later where it is the last one. Missing: it is added after the last one."""
    asked, held = check.asked.years or 1, check.held
    others = [other.held for other in findings.jobs if other.held is not None and other.held.end_year is not None]
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
    return put_section(resume, "experience", change_experience(resume, change), find_section(resume, "experience"))


def _breaking(findings: Findings) -> list[Change]:
    lines = {check.shown_in: check for check in findings.skills if check.shown_in}
    skills = [
        Change(f"take out the skill “{check.asked}”", lambda resume, line=line: _without_line(resume, line))
        for line, check in lines.items()
    ]
    return [*(change for check in findings.jobs if (change := _broken_job(check))), *skills]


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
