"""Is each requirement of a job met by a resume? Jobs by title and years, skills by the words they share.

This is what explanations and scores of the rule system are made of, and what gradient boosting learns from. Whether a resume
matches is decided by `judging`; by this only in `rule_system.Rules(decide="gap")`, or where no requirement can be read.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from dataset_builder.text.experience import Job
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.requirements import RequiredJob
from dataset_builder.text.titles.roles import is_role
from training.rules.gazetteer import Lookup
from training.rules.reading import JobReading, ResumeReading

Unit = Literal["items", "names", "known names"]
# Of 100: two titles name the same job from here on, and without doubt. The first is set on training rows.
SAME_JOB, SURE = 55, 90
_SAME_YEARS, _SAME_PLACE = 10, 5


@dataclass(frozen=True)
class JobCheck:
    """A job asked for, the job of the resume that comes nearest (None: none left), and what became of it.

    `advertised`: the title of the job description where it is the same job.
    """

    asked: RequiredJob
    held: Job | None
    likeness: float
    outcome: Status
    advertised: str = ""

    @property
    def failed(self) -> bool:
        return self.outcome in (Status.TOO_SHORT, Status.MISSING)

    @property
    def title(self) -> str:
        """The job's name in full: requirements shorten it more often than the advertised title or the resume do."""
        longer = [self.advertised] + ([self.held.title] if self.held is not None and self.likeness >= SURE else [])
        return max([self.asked.title, *longer], key=lambda title: len(title.split()))

    @property
    def full_title(self) -> str:
        """The same with all that the resume's line says up to the date, where it names the job without doubt."""
        longer = [self.held.full_title] if self.held is not None and self.likeness >= SURE else []
        return max([self.title, *longer], key=lambda title: len(title.split()))

    @property
    def years(self) -> int | None:
        return None if self.held is None else years_of(self.held)

    @property
    def says(self) -> str:
        asked = self.asked.title if self.asked.years is None else f"{self.asked.title}, {self.asked.years} years"
        if self.outcome is Status.MISSING:
            return f"{asked}: no such job on the resume"
        if self.held is None:
            return f"{asked}: not found, and not clearly a job"
        dates = f"{self.held.start_year or '?'} - {self.held.end_year or '?'}"
        return f"{asked}: {self.outcome}, {self.held.title} ({dates})"


@dataclass(frozen=True)
class SkillCheck:
    """A skill asked for in an item of the job, and the share (0-1) of its words that the resume's skills show.

    `shown_in`: the item of the resume that shows them best. `known`: whether the gazetteer knows the name.
    """

    asked: str
    item: str
    coverage: float
    shown_in: str | None
    known: bool = False

    @property
    def says(self) -> str:
        if self.shown_in is None or self.coverage == 0:
            return f"{self.asked}: not on the resume"
        return f"{self.asked}: {self.coverage:.0%} of its words in {self.shown_in!r}"


@dataclass(frozen=True)
class Verdict:
    """Whether a resume meets a job, and why. `score` is 0 (nothing is met) to 1 (everything); `gap` see `rule_system.skill_gap`."""

    label: int
    score: float
    gap: float
    jobs: tuple[JobCheck, ...]
    skills: tuple[SkillCheck, ...]
    # Lines of skills that the job asks for and the resume lists.
    items: tuple[int, int]

    @property
    def says(self) -> tuple[str, ...]:
        """One line a check, the failed ones first."""
        jobs = sorted(self.jobs, key=lambda check: not check.failed)
        skills = sorted(self.skills, key=lambda check: check.coverage)
        return tuple(check.says for check in (*jobs, *skills))


def years_of(job: Job) -> int | None:
    return None if job.start_year is None or job.end_year is None else max(job.end_year - job.start_year, 0)


def check_jobs(
    job: JobReading, resume: ResumeReading, lookup: Lookup, same_job: float = SAME_JOB
) -> tuple[JobCheck, ...]:
    """Each asked job with at most one held job, so that the titles agree best over all."""
    from scipy.optimize import linear_sum_assignment  # a second to import

    if not job.jobs:
        return ()
    shape, title_likeness = (len(job.jobs), len(resume.jobs)), lookup.reader.title_likeness
    pairs = [(asked, held, i == j) for i, asked in enumerate(job.jobs) for j, held in enumerate(resume.jobs)]
    likeness = np.array([title_likeness(a.title, h.title, h.line) for a, h, _ in pairs]).reshape(shape)
    bonus = np.array([_agreement(*pair) for pair in pairs]).reshape(shape)
    held = dict(zip(*(side.tolist() for side in linear_sum_assignment(likeness + bonus, maximize=True))))
    checks = []
    for i, asked in enumerate(job.jobs):
        is_title = asked.title[:1].isupper() or asked.title[:1] == "." or lookup.knows_title(asked.title)
        is_title = is_title or (asked.years is not None and is_role(asked.title))
        at = held.get(i)
        other, similarity = (None, 0.0) if at is None else (resume.jobs[at], float(likeness[i, at]))
        found, outcome = _judge(asked, other, similarity, is_title, same_job)
        advertised = job.title if job.title and title_likeness(asked.title, job.title, job.title) >= SURE else ""
        checks.append(JobCheck(asked, found, similarity, outcome, advertised))
    return tuple(checks)


def _agreement(asked: RequiredJob, held: Job, same_place: bool) -> float:
    return _SAME_YEARS * (asked.years is not None and years_of(held) == asked.years) + _SAME_PLACE * same_place


def _judge(
    asked: RequiredJob, held: Job | None, similarity: float, is_title: bool, same_job: float
) -> tuple[Job | None, Status]:
    """A title that the parser may have taken from the wrong words is no reason to call a job missing by itself."""
    if held is None:
        return None, Status.MISSING if is_title or asked.years is not None else Status.UNCLEAR
    years = years_of(held)
    enough = years is None or asked.years is None or years >= asked.years
    if similarity >= same_job:
        return held, Status.MET if enough else Status.TOO_SHORT
    if not is_title and enough:
        return held, Status.UNCLEAR
    return None, Status.MISSING


def check_skills(job: JobReading, resume: ResumeReading, lookup: Lookup) -> tuple[SkillCheck, ...]:
    """Every name that the items of the skills section enumerate, and how much of it one item of the resume shows."""
    checks: dict[str, SkillCheck] = {}
    for item in job.skills:
        for name in lookup.names(item):
            if name not in checks:
                checks[name] = check_skill(name, item, resume, lookup)
    return tuple(map(_of_alternatives(checks.values()), checks.values()))


# Of names that an item joins so, one is enough: "AWS or Azure", "routing protocols such as OSPF and BGP", "Forklift (sit-down, reach)".
_ALTERNATIVES = re.compile(
    r"\bor\b|\b(?:such as|like|e\.?g\.?|for (?:instance|example)|similar|comparable)\b|\([^()]*[,/][^()]*\)",
    re.IGNORECASE,
)


def _of_alternatives(checks: Iterable[SkillCheck]) -> Callable[[SkillCheck], SkillCheck]:
    """A check as it is, or as that of the alternative in its item that is shown best."""
    best: dict[str, SkillCheck] = {}
    for check in checks:
        if check.item not in best or check.coverage > best[check.item].coverage:
            best[check.item] = check

    def answered(check: SkillCheck) -> SkillCheck:
        other = best[check.item]
        if other.coverage <= check.coverage or not _ALTERNATIVES.search(check.item):
            return check
        return replace(check, coverage=other.coverage, shown_in=other.shown_in)

    return answered


def counts(check: SkillCheck, unit: Unit) -> bool:
    """Whether a verdict that counts in this unit hangs on the check."""
    return check.known or unit != "known names"


def check_skill(name: str, item: str, resume: ResumeReading, lookup: Lookup) -> SkillCheck:
    wanted = set(lookup.reader.forms.fuzzy(name).split())
    if len(wanted) == 2 and wanted & _OFFICE:
        wanted = wanted - _MAKERS  # "Excel" is "Microsoft Excel", and "Project" is not "Microsoft Project"
    known = lookup.knows_skill(name)
    for stems, text in zip(resume.skill_stems, resume.skills):
        if wanted <= stems:  # most skills end here, and the rest costs ten times as much
            return SkillCheck(name, item, 1.0, text, known)
    best, shown_in = 0.0, None
    for stems, text in zip(resume.skill_stems, resume.skills):
        share = _share(wanted, stems)
        if share < 1 and name in lookup.mentioned(text):
            share = 1.0  # by another name, "LOTO" for "Lockout Tagout"
        if share > best:
            best, shown_in = share, text
    return SkillCheck(name, item, best, shown_in, known)


def _share(wanted: set[str], stems: frozenset[str]) -> float:
    """Share of the wanted stems that are there, or there with another ending ("administr", "admin")."""
    if not wanted:
        return 1.0
    hits = sum(
        1.0 if stem in stems else 0.8 * any(other[0] == stem[0] and _kin(stem, other) for other in stems)
        for stem in wanted
    )
    return hits / len(wanted)


# Before the name of a product that has it alone.
_MAKERS = frozenset(("microsoft", "ms"))
_OFFICE = frozenset(("excel", "powerpoint", "outlook", "visio", "sharepoint", "azur", "onenot"))
_DIGITS = "0123456789"


def _kin(stem: str, other: str) -> bool:
    if len(min(stem, other, key=len)) > 2 and (stem.rstrip(_DIGITS) == other or other.rstrip(_DIGITS) == stem):
        return True  # "HTML5" for "HTML", and not "CS38" for "CS30"
    shorter = min(len(stem), len(other))
    return shorter >= 4 and stem[: max(4, shorter - 2)] == other[: max(4, shorter - 2)]
