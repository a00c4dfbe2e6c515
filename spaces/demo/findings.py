"""What the rules find in a pair: each requirement with how far the resume shows it, and the verdict that follows.

The fitted rules count only skills they know by name, which is best on the dataset they learn from. A visitor's job asks
for anything, so here every line counts: by the known names in it, or, where it has none, by its own words.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from training.baselines.gazetteer import Gazetteer
from training.baselines.names import name_of
from training.baselines.reading import JobReading, ResumeReading, read_job, read_resume
from training.baselines.requirements import JobCheck, SkillCheck, check_jobs, check_skills
from training.baselines.rules import Rules
from training.matchers import fuzzy_form

KNOWN_SHOWN = 0.5
"""Share of its words from which a known skill counts as shown; below, it is missing."""
SHORTEST_ALIAS = 3
CLEAR = 0.5
"""The same for a line without a known name: above it is met, at 0 it is missing, between it is unclear."""


@dataclass(frozen=True)
class Findings:
    """One check a requirement; a skill that is not `known` was compared by the words of its line."""

    jobs: tuple[JobCheck, ...]
    skills: tuple[SkillCheck, ...]
    lists_skills: bool
    """Whether the resume has a section of skills that could be read."""

    @property
    def missing_jobs(self) -> tuple[JobCheck, ...]:
        return tuple(check for check in self.jobs if check.failed)

    @property
    def missing_skills(self) -> tuple[SkillCheck, ...]:
        return tuple(check for check in self.skills if is_missing(check))

    @property
    def label(self) -> int:
        return int(not self.missing_jobs and not self.missing_skills)

    @property
    def evidence(self) -> str:
        return "\n".join(check.evidence for check in (*self.jobs, *self.skills))


def is_missing(check: SkillCheck) -> bool:
    return check.coverage <= (KNOWN_SHOWN if check.known else 0.0)


def is_clear(check: SkillCheck) -> bool:
    return check.coverage > (KNOWN_SHOWN if check.known else CLEAR)


def find(rules: Rules, job: str, resume: str) -> Findings:
    asked, held = read_job(job), read_resume(resume)
    jobs = check_jobs(asked, held, rules.gazetteer, rules.same_job)
    return Findings(jobs, tuple(_skills(asked, held, rules.gazetteer)), bool(held.skills))


@lru_cache(maxsize=4)
def spotters(known: Gazetteer) -> tuple[Gazetteer, Gazetteer]:
    """What finds known names in a line that grammar cannot read: names alone, and names with aliases. Short aliases are
    left out, since "AED" has the stem of "a"."""
    aliases = {form: name for form, name in known.skills.items() if len(form) >= SHORTEST_ALIAS}
    return Gazetteer(seen=known.seen), Gazetteer(seen=known.seen, skills=aliases)


def _skills(job: JobReading, resume: ResumeReading, known: Gazetteer) -> list[SkillCheck]:
    """Checks in the order of the job, each name once."""
    named, aliased = spotters(known)
    by_item: dict[str, list[SkillCheck]] = {item: [] for item in job.skills}
    for check in check_skills(job, resume, known):
        by_item[check.item].append(check)
    found: dict[str, SkillCheck] = {}
    for item, checks in by_item.items():
        own = [check for check in checks if check.known]
        if not own and (names := named.mentioned(item) or (() if checks else aliased.mentioned(item))):
            own = [replace(c, item=item) for c in check_skills(replace(job, skills=names), resume, known)]
        if not own and checks:
            own = [_by_words(item, checks, resume)]
        for check in own:
            found.setdefault(check.asked, check)
    return list(found.values())


def _by_words(item: str, checks: list[SkillCheck], resume: ResumeReading) -> SkillCheck:
    """The line as a whole or the best of the names that grammar finds in it, whichever the resume shows better."""
    words = set(fuzzy_form(item).split())
    shares = [(len(words & stems) / max(len(words), 1), text) for stems, text in zip(resume.skill_stems, resume.skills)]
    share, shown_in = max(shares, default=(0.0, None), key=lambda pair: pair[0])
    best = max(checks, key=lambda check: check.coverage)
    name = best.asked if len(checks) == 1 else name_of(item)
    if best.coverage >= share:
        return replace(best, asked=name)
    return SkillCheck(name, item, share, shown_in)
