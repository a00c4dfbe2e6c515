"""The `Requirement`s of a verdict of the rules, and the `reason` where they and the label seem to contradict each other.

The fitted rules may count only skills that they know by name, which is best on the dataset they learn from, and a gap
may be allowed. A visitor's job asks for anything, so every line of the job is shown: by the names that are counted, or,
where it has none, by other names in it or by its own words. Those are not `counted`, and `reason` says so.
"""

from collections.abc import Iterator, Sequence

from dataset_builder.text.names.skill_names import name_of
from dataset_builder.text.requirement_status import Status
from training.rules.gazetteer import Lookup
from training.rules.reading import JobReading, ResumeReading
from training.rules.requirements import JobCheck, SkillCheck, Unit, check_skill, counts
from training.rules.verdict import Verdict
from training.systems.protocol import Requirement

# Share of its words from which a skill is met, if the rules set no higher one; from there down to what they call missing
# it is unclear.
CLEAR = 0.5
_WORST_FIRST = (Status.MISSING, Status.TOO_SHORT, Status.UNCLEAR, Status.MET)


def requirements_of(
    verdict: Verdict, job: JobReading, resume: ResumeReading, lookup: Lookup, unit: Unit, shown: float
) -> tuple[Requirement, ...]:
    """All that the job asks for: experience first, then skills, each from missing to met."""
    jobs = [_experience(check) for check in verdict.jobs]
    skills = [_skill(*found, shown) for found in _shown_skills(verdict, job, resume, lookup, unit)]
    return tuple(one for kind in (jobs, skills) for one in sorted(kind, key=lambda one: _WORST_FIRST.index(one.status)))


def _experience(check: JobCheck) -> Requirement:
    return Requirement("experience", check.title, check.outcome, check.evidence, check.asked.years, check.years)


def _skill(check: SkillCheck, counted: bool, shown: float) -> Requirement:
    missing = shown if counted else CLEAR if check.known else 0.0
    if check.coverage <= missing:
        return Requirement("skill", check.asked, Status.MISSING, counted=counted)
    status = Status.MET if check.coverage > max(missing, CLEAR) else Status.UNCLEAR
    return Requirement("skill", check.asked, status, check.evidence, counted=counted)


def _shown_skills(
    verdict: Verdict, job: JobReading, resume: ResumeReading, lookup: Lookup, unit: Unit
) -> Iterator[tuple[SkillCheck, bool]]:
    """Checks in the order of the job, each name once, and whether the verdict counts them."""
    by_item: dict[str, list[SkillCheck]] = {item: [] for item in job.skills}
    for check in verdict.skills:
        by_item[check.item].append(check)
    named = {check.asked for check in verdict.skills if counts(check, unit)}
    for item, checks in by_item.items():
        counted = [check for check in checks if counts(check, unit)]
        yield from ((check, True) for check in counted)
        for check in [] if counted else _otherwise(item, checks, resume, lookup):
            if check.asked not in named:
                named.add(check.asked)
                yield check, False


def _otherwise(item: str, checks: Sequence[SkillCheck], resume: ResumeReading, lookup: Lookup) -> list[SkillCheck]:
    """A line in which the verdict counts nothing: by known names in it that grammar did not find, or by its words."""
    if names := lookup.seen_in(item) or (() if checks else lookup.aliased_in(item)):
        return [check_skill(name, item, resume, lookup) for name in dict.fromkeys(names)]
    return [_by_words(item, checks, resume, lookup)] if checks else []


def _by_words(item: str, checks: Sequence[SkillCheck], resume: ResumeReading, lookup: Lookup) -> SkillCheck:
    """The line as a whole or the best of the names that grammar finds in it, whichever the resume shows better."""
    words = set(lookup.reader.forms.fuzzy(item).split())
    shares = [len(words & stems) / max(len(words), 1) for stems in resume.skill_stems]
    best = max(checks, key=lambda check: check.coverage)
    name = best.asked if len(checks) == 1 else name_of(item)
    at = max(range(len(shares)), key=shares.__getitem__, default=None)
    if at is None or best.coverage >= shares[at]:
        return SkillCheck(name, item, best.coverage, best.shown_in, best.known, best.evidence)
    return SkillCheck(name, item, shares[at], resume.skills[at], evidence=resume.skill_places[at])


def reason(verdict: Verdict, requirements: Sequence[Requirement], most_gap: float) -> str:
    """Why the label is what it is where the requirements alone would say otherwise; "" where they agree."""
    open_ones = [one for one in requirements if not one.met]
    if not verdict.label:
        if any(one.counted and one.status is not Status.UNCLEAR for one in open_ones):
            return ""
        asked, listed = verdict.items
        return (
            f"The resume lists {listed} skills where the job asks for {asked}, and the rules count how many there are."
        )
    skills = [one.asked for one in open_ones if one.counted and one.kind == "skill"]
    jobs = [one.asked for one in open_ones if one.kind == "experience"]
    unknown = [one.asked for one in open_ones if not one.counted]
    said = []
    if skills:
        said.append(f"{quoted(skills)}: skills may be missing up to {most_gap:.0%} of those asked.")
    if jobs:
        said.append(f"{quoted(jobs)}: only a job that is surely missing or too short fails.")
    if unknown:
        known = "the skill names that they know and can read out of a line"
        said.append(f"{quoted(unknown)}: not counted, since the rules decide by jobs and by {known}.")
    return " ".join(said)


def quoted(names: Sequence[str], most: int = 3) -> str:
    """At most some of the names, and how many more there are."""
    shown, rest = ", ".join(f"“{name}”" for name in names[:most]), len(names) - most
    return f"{shown} and {rest} more" if rest > 0 else shown
