"""Named features of a pair: what gradient boosting learns from and what a reader can check by eye.

All of them compare the two documents; none looks at how a text is typed (trailing signs, blanks, bullets), for in
the original release six such features alone tell 99 % of the pairs apart.
"""

from collections.abc import Mapping, Sequence

from dataset_builder.quality.surface_baselines import years_asked, years_held
from dataset_builder.text.requirement_status import Status
from training.rules.gazetteer import Lookup
from training.rules.requirements import SURE, JobCheck, SkillCheck, check_jobs, check_skills, years_of

FEATURES = (
    "jobs asked", "jobs held minus asked", "jobs failed", "jobs missing", "jobs too short", "jobs unclear", "first job failed",
    "years short, most", "years short, sum", "years held minus asked", "jobs named for certain", "least title likeness",
    "skills asked", "skills listed minus asked", "skill coverage, mean", "skill coverage, least", "skill coverage, second least",
    "skills not shown", "known skills not shown", "items not shown", "share of items not shown", "words of the job on the resume",
    "words of the skills on the resume", "resume words", "words listed as skills, resume by job",
)  # fmt: skip
# Which way a number may point where a verdict is weighed so that what holds of the training text alone is not learnt (more words
# shown is never a reason against); lengths and counts are left out there.
SIGNS: Mapping[str, int] = {
    "jobs failed": -1, "jobs missing": -1, "jobs too short": -1, "jobs unclear": -1, "first job failed": -1,
    "years short, most": -1, "years short, sum": -1, "jobs named for certain": 1, "least title likeness": 1,
    "skill coverage, mean": 1, "skill coverage, least": 1, "skill coverage, second least": 1, "skills not shown": -1,
    "known skills not shown": -1, "items not shown": -1, "share of items not shown": -1,
    "words of the job on the resume": 1, "words of the skills on the resume": 1,
}  # fmt: skip


def features(job_description: str, resume: str, lookup: Lookup) -> tuple[float, ...]:
    """Numbers in the order of `FEATURES`; a document that says nothing gives zeros."""
    job, held = lookup.reader.job(job_description), lookup.reader.resume(resume)
    return features_of(job_description, resume, lookup, check_jobs(job, held, lookup), check_skills(job, held, lookup))


def features_of(
    job_description: str, resume: str, lookup: Lookup, jobs: Sequence[JobCheck], skills: Sequence[SkillCheck]
) -> tuple[float, ...]:
    """The same of jobs and skills that were checked before."""
    reader, forms = lookup.reader, lookup.reader.forms
    job, held = reader.job(job_description), reader.resume(resume)
    short = [_years_short(check) for check in jobs]
    coverage = sorted(check.coverage for check in skills)
    best_of: dict[str, float] = {}
    for check in skills:
        best_of[check.item] = max(best_of.get(check.item, 0.0), check.coverage)
    hidden = sum(best == 0 for best in best_of.values())
    outcomes = [check.outcome for check in jobs]
    asked_words, held_words = reader.words(job_description), reader.words(resume)
    skill_words = {stem for item in job.skills for stem in forms.stems(item).split()}
    listed = sum(len(item.split()) for item in held.skills)
    return (
        len(jobs),
        len(held.jobs) - len(jobs),
        sum(check.failed for check in jobs),
        outcomes.count(Status.MISSING),
        outcomes.count(Status.TOO_SHORT),
        outcomes.count(Status.UNCLEAR),
        bool(jobs) and jobs[0].failed,
        max(short, default=0),
        sum(short),
        years_held(resume or "") - years_asked(job_description or ""),
        sum(check.likeness >= SURE for check in jobs),
        min((check.likeness for check in jobs), default=0),
        len(job.skills),
        len(held.skills) - len(job.skills),
        sum(coverage) / max(len(coverage), 1),
        coverage[0] if coverage else 0,
        coverage[1] if len(coverage) > 1 else 1,
        sum(share == 0 for share in coverage),
        sum(check.known and check.coverage < 1 for check in skills),
        hidden,
        hidden / max(len(best_of), 1),
        len(asked_words & held_words) / max(len(asked_words), 1),
        len(skill_words & held_words) / max(len(skill_words), 1),
        len((resume or "").split()),
        listed / max(sum(len(item.split()) for item in job.skills), 1),
    )


def _years_short(check) -> int:
    """Years that are missing at a job; all of those asked where the job is not there."""
    if check.asked.years is None or check.outcome is Status.UNCLEAR:
        return 0
    years = years_of(check.held) if check.held is not None else 0
    return max(check.asked.years - years, 0) if years is not None else 0
