"""An extraction in the open formats of jsonresume.org: a resume, or a job description. Only what was read is in it."""

import re
from collections.abc import Sequence

from dataset_builder.text.sections import body, sections
from documents.resume_sections import unmarked
from training.systems.protocol import Experience

RESUME_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
JOB_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/job-schema.json"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"(?:full )?name\s*[:*]+\s*(.+)", re.IGNORECASE)


def to_json_resume(document: str, skills: Sequence[str], jobs: Sequence[Experience]) -> dict:
    found = sections(document)
    person = body(found, "personal information") or document[:500]
    lines = [unmarked(line).strip(" *_#") for line in person.split("\n")]
    basics: dict[str, str] = {}
    if name := next((match[1].strip(" *_") for line in lines if (match := _NAME.match(line))), ""):
        basics["name"] = name[:200]
    if email := _EMAIL.search(person):
        basics["email"] = email.group()
    education = [line for line in (body(found, "education") or "").split("\n") if line.strip()]
    return {
        "$schema": RESUME_SCHEMA,
        "basics": basics,
        "work": [_work(job) for job in jobs],
        "education": [{"area": unmarked(line).strip(" *_")} for line in education[:10]],
        "skills": [{"name": skill} for skill in skills],
    }


def _work(job: Experience) -> dict:
    dates = {"startDate": job.start_year, "endDate": job.end_year}
    return {"position": job.title} | {key: str(year) for key, year in dates.items() if year is not None}


def to_json_job(title: str, skills: Sequence[str], jobs: Sequence[Experience]) -> dict:
    asked = [f"{job.years} years as {job.title}" if job.years else job.title for job in jobs]
    return {
        "$schema": JOB_SCHEMA,
        "title": title or (jobs[0].title if jobs else ""),
        "experience": "; ".join(asked),
        "skills": [{"name": skill} for skill in skills],
    }
