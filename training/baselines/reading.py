"""What a document says, as far as rules can tell: the skills it lists and the jobs it asks for or holds.

Sections and jobs are found by `dataset_builder.text.sections` and `.jobs`; a document without sections is read whole.
Readings are kept, since the tables read each document several times. Nothing here raises, whatever the text.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from dataset_builder.text.experience import Job, resume_jobs
from dataset_builder.text.requirements import RequiredJob, required_jobs
from dataset_builder.text.sections import BULLET, body, items, sections
from training.matchers import fuzzy_form, stem_form

LONGEST = 20_000
"""Characters that are read; the longest real document has some 4,500."""
MOST_JOBS, MOST_SKILLS = 40, 150
"""That are read; real documents have up to 9 and 30. Comparing costs the product of two documents' numbers."""
_KEPT = 4_096


@dataclass(frozen=True)
class JobReading:
    """A job description: its title, the items of its skills section, the jobs it asks for."""

    title: str
    skills: tuple[str, ...]
    jobs: tuple[RequiredJob, ...]


@dataclass(frozen=True)
class ResumeReading:
    """A resume: the items of its skills section with their stems, its jobs, and the stems of the whole text."""

    skills: tuple[str, ...]
    skill_stems: tuple[frozenset[str], ...]
    jobs: tuple[Job, ...]
    stems: frozenset[str]


def _text(document: str | None) -> str:
    return document[:LONGEST] if isinstance(document, str) else ""


@lru_cache(maxsize=_KEPT)
def read_job(document: str) -> JobReading:
    text = _text(document)
    found = sections(text)
    skills, experience = body(found, "skills"), body(found, "experience")
    title = _job_title(body(found, "job title") or "")
    asked = required_jobs(experience) if experience else []
    if not asked:
        asked = _asked_elsewhere(text, title)
    return JobReading(title, tuple(items(skills)[:MOST_SKILLS]) if skills else (), tuple(asked[:MOST_JOBS]))


def _job_title(section: str) -> str:
    line = next((line for line in section.split("\n") if line.strip()), "")
    return " ".join(BULLET.sub("", line, count=1).strip(' \t*_"“”.,:#').split())[:200]


def _asked_elsewhere(text: str, title: str) -> list[RequiredJob]:
    """What a description without (readable) experience section asks for: jobs with years anywhere, else its own title."""
    asked = [job for job in required_jobs(text) if job.years is not None]
    jobs = [job if job.title[:1].isupper() or not title else replace(job, title=title) for job in asked]
    jobs = list({(job.title, job.years): job for job in jobs}.values())
    return jobs or ([RequiredJob(title, None, title)] if title else [])


@lru_cache(maxsize=_KEPT)
def read_resume(document: str) -> ResumeReading:
    text = _text(document)
    found = sections(text)
    skills, experience = body(found, "skills"), body(found, "experience")
    listed = tuple(items(skills)[:MOST_SKILLS]) if skills else ()
    jobs = resume_jobs(experience if experience is not None else text)[:MOST_JOBS]
    stems = tuple(frozenset(fuzzy_form(item).split()) for item in listed)
    return ResumeReading(listed, stems, tuple(jobs), frozenset(stem_form(text).split()))
