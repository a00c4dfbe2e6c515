"""Which skills of a job a resume shows, by the words they share: `check_skills` of commit 87b9a5b, kept as it was."""

from dataclasses import dataclass

from benchmarks.check_skills.gazetteer import Gazetteer
from benchmarks.check_skills.matchers import fuzzy_form
from benchmarks.check_skills.reading import JobReading, ResumeReading


@dataclass(frozen=True)
class SkillCheck:
    """A skill asked for, the share (0-1) of its words that the resume's skills show, and where they are shown best."""

    asked: str
    item: str
    coverage: float
    shown_in: str | None
    known: bool = False
    """Whether the gazetteer knows the name."""


def check_skills(job: JobReading, resume: ResumeReading, gazetteer: Gazetteer) -> tuple[SkillCheck, ...]:
    """Every name that the items of the skills section enumerate, and how much of it one item of the resume shows."""
    checks: dict[str, SkillCheck] = {}
    for item in job.skills:
        for name in gazetteer.names(item):
            if name not in checks:
                checks[name] = _check_skill(name, item, resume, gazetteer)
    return tuple(checks.values())


def _check_skill(name: str, item: str, resume: ResumeReading, gazetteer: Gazetteer) -> SkillCheck:
    wanted = set(fuzzy_form(name).split())
    known = gazetteer.knows_skill(name)
    for stems, text in zip(resume.skill_stems, resume.skills):
        if wanted <= stems:  # most skills end here, and the rest costs ten times as much
            return SkillCheck(name, item, 1.0, text, known)
    best, shown_in = 0.0, None
    for stems, text in zip(resume.skill_stems, resume.skills):
        share = _share(wanted, stems)
        if share < 1 and name in gazetteer.mentioned(text):
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


def _kin(stem: str, other: str) -> bool:
    shorter = min(len(stem), len(other))
    return shorter >= 4 and stem[: max(4, shorter - 2)] == other[: max(4, shorter - 2)]
