"""Rules for all four tasks: sections, skills by their words, years by arithmetic, edits by insertion.

    rules = fit_rules(training_rows, names)   # `rule_fitting`; or Rules(): defaults, no names known
    verdict = rules.match(job_description, resume)
    verdict.label, verdict.score, verdict.evidence

Rules see what the paper's students see and no label of the row they judge; thresholds and names come from training
rows. One pair costs about a millisecond. Any text is read as well as it can be, none raises.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from training.baselines.editing import add_skills, change_experience
from training.baselines.gazetteer import Gazetteer
from training.baselines.reading import read_job, read_resume
from training.baselines.requirements import SAME_JOB, JobCheck, SkillCheck, check_jobs, check_skills

Unit = Literal["items", "names", "known names"]


@dataclass(frozen=True)
class Verdict:
    """Whether a resume meets a job, and why. `score` is 0 (nothing is met) to 1 (everything); `gap` see `skill_gap`."""

    label: int
    score: float
    gap: float
    jobs: tuple[JobCheck, ...]
    skills: tuple[SkillCheck, ...]
    items: tuple[int, int]
    """Lines of skills that the job asks for and the resume lists."""

    @property
    def evidence(self) -> tuple[str, ...]:
        """One line a requirement, the failed ones first."""
        jobs = sorted(self.jobs, key=lambda check: not check.failed)
        skills = sorted(self.skills, key=lambda check: check.coverage)
        return tuple(check.evidence for check in (*jobs, *skills))


@dataclass(frozen=True)
class Rules:
    """Thresholds, by default those that the original release sets.

    `same_job`: likeness from which two titles name the same job. `shown`: a skill is not shown while at most this
    share of its words is. `unit`: what a skill gap counts, lines of the job or the names in them. `count_items`:
    whether a resume that lists fewer lines than the job counts as lacking them. `most_gap`: skill gap from which a
    resume fails though its jobs do not. `most_skills`: how many missing skills an explanation names (None: all).
    `listed`: share of words up to which it names a skill.
    """

    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    same_job: float = SAME_JOB
    unit: Unit = "items"
    shown: float = 0.0
    count_items: bool = True
    most_gap: float = 0.9
    listed: float = 0.5
    most_skills: int | None = None

    # -------------------------------------------------------------------------------------- the four tasks

    def match(self, job_description: str, resume: str) -> Verdict:
        job, held = read_job(job_description), read_resume(resume)
        jobs = check_jobs(job, held, self.gazetteer, self.same_job)
        skills = check_skills(job, held, self.gazetteer)
        items = len(job.skills), len(held.skills)
        gap = skill_gap(skills, items, self.unit, self.shown, self.count_items)
        failed = any(check.failed for check in jobs)
        met = [0.0 if check.failed else 1.0 for check in jobs] + [check.coverage for check in skills]
        label = int(not failed and gap < self.most_gap)
        return Verdict(label, sum(met) / max(len(met), 1), gap, jobs, skills, items)

    def explain(self, job_description: str, resume: str) -> dict:
        """The verdict and what is missing, in the job's words; nothing is missing from a match."""
        return self.explanation(self.match(job_description, resume))

    def explanation(self, verdict: Verdict) -> dict:
        if verdict.label:
            return {"label": 1, "skills": [], "experiences": []}
        jobs = [
            {
                "title": self.gazetteer.title(check.title),
                "years": check.asked.years,
                "start_year": None,
                "end_year": None,
            }
            for check in verdict.jobs
            if check.failed
        ]
        return {"label": 0, "skills": self.missing_skills(verdict.skills), "experiences": jobs}

    def missing_skills(self, checks: Sequence[SkillCheck]) -> list[str]:
        """Least covered first. An item of which nothing is shown stands as a whole, else the names that are not."""
        by_item: dict[str, list[SkillCheck]] = defaultdict(list)
        for check in checks:
            by_item[check.item].append(check)
        missing: list[tuple[float, str]] = []
        for item, names in by_item.items():
            absent = [check for check in names if check.coverage <= self.listed]
            if absent and len(absent) == len(names):
                missing.append((min(check.coverage for check in absent), item))
            else:
                missing += [(check.coverage, check.asked) for check in absent]
        return [text for _, text in sorted(missing, key=lambda pair: pair[0])[: self.most_skills]]

    def extract(self, document_type: str, document: str) -> dict:
        """Skills by the gazetteer's names or the document's own, jobs with the years or dates they stand with."""
        if document_type == "resume":
            reading = read_resume(document)
            jobs = [_job(self.gazetteer.title(job.title), None, job.start_year, job.end_year) for job in reading.jobs]
        else:
            reading = read_job(document)
            jobs = [_job(self.gazetteer.title(job.title), job.years, None, None) for job in reading.jobs]
        names = [name for item in reading.skills for name in self.gazetteer.names(item)]
        names = names or ([] if reading.skills else self.gazetteer.mentioned(document or ""))
        return {"skills": list(dict.fromkeys(names)), "experiences": jobs}

    def edit(self, section: str, resume: str, skills: Sequence[str], change: str) -> dict:
        """The section as it should be: `skills` added, or the `change` of experience made."""
        text = add_skills(resume, list(skills)) if section == "skills" else change_experience(resume, change or "")
        return {"target": text}


def skill_gap(
    checks: Sequence[SkillCheck], items: tuple[int, int], unit: Unit, shown: float, count_items: bool
) -> float:
    """0-2: the share of asked items, or names, that are not shown, and the share by which the resume lists fewer."""
    asked, listed = items
    if not asked:
        return 0.0
    counted = [check for check in checks if check.known or unit != "known names"]
    key = (lambda check: check.item) if unit == "items" else (lambda check: check.asked)
    seen = {key(check) for check in counted if check.coverage > shown}
    of = {key(check) for check in counted}
    return len(of - seen) / max(len(of), 1) + (max(asked - listed, 0) / asked if count_items else 0)


def _job(title: str, years: int | None, start: int | None, end: int | None) -> dict:
    held = None if start is None or end is None else end - start
    return {"title": title, "years": held if years is None else years, "start_year": start, "end_year": end}
