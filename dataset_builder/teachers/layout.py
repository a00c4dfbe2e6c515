"""From fields to documents: headers, bullets and section styles, drawn from the measured mixture (prompts/section_styles.yaml)."""

import re
from random import Random
from typing import Any

from dataset_builder.prompts import prompts
from dataset_builder.sampling.facts import Documents, Experience, Facts
from dataset_builder.teachers import editing_targets
from dataset_builder.teachers.fields import FIELDS, JOB, MATCHED, UNMATCHED
from dataset_builder.text.mentions import Aliases

_HEADERS = {"skills": "Required Skills", "experience": "Required Experience", "responsibilities": "Responsibilities"}


class Layout:
    """How one triple is laid out: one header style for all, bullets and section styles drawn for each document separately."""

    def __init__(self, rng: Random) -> None:
        def draw(name: str) -> str:
            choices = prompts.section_styles()[name]
            return rng.choices(list(choices), list(choices.values()))[0]

        self._header, self._dates = draw("headers"), draw("dates")
        self._bullets = {document: draw("bullets") for document in FIELDS}
        self._emails = {document: draw("emails") for document in FIELDS}
        self._styles = {
            document: [
                draw("skills"),
                draw("openers"),
                draw("job_experience" if document == JOB else "resume_experience"),
            ]
            for document in FIELDS
        }

    def section_styles(self, document: str) -> list[str]:
        return self._styles[document]

    def dated(self, job: Experience) -> str:
        return f"{job.title} ({self._dates.format(job.start_year, job.end_year)})"

    def documents(self, facts: Facts, values: dict[str, dict[str, Any]], aliases: Aliases) -> Documents:
        matched, unmatched = values[MATCHED], values[UNMATCHED]
        skills = editing_targets.skill_lines(unmatched["skills"], matched["skills"], facts, aliases)
        jobs = editing_targets.experience_lines(unmatched["experience"], matched["experience"], facts)
        return Documents(
            job_description=self._job_description(facts, values[JOB]),
            resume_matched=self._resume(facts, MATCHED, matched),
            resume_unmatched=self._resume(facts, UNMATCHED, unmatched),
            target_skills=self._bulleted(UNMATCHED, skills),
            target_experience=self._bulleted(UNMATCHED, jobs),
        )

    def _job_description(self, facts: Facts, values: dict[str, Any]) -> str:
        found = {"Job title": facts.job_title, "Job Summary": values["summary"]}
        return self._page(found | {header: self._bulleted(JOB, values[name]) for name, header in _HEADERS.items()})

    def _resume(self, facts: Facts, document: str, values: dict[str, Any]) -> str:
        last = values["last_name"].removeprefix(facts.first_name).strip() or values["last_name"]
        first_part, last_part = (re.sub(r"[^a-z]", "", name.casefold()) for name in (facts.first_name, last))
        email = self._emails[document].format(first=first_part, last=last_part)
        return self._page(
            {
                "Personal Information": f"Name: {facts.first_name} {last}\nEmail: {email}",
                "Education": "\n".join(values["education"]),
                "Skills": self._bulleted(document, values["skills"]),
                "Experience": self._bulleted(document, values["experience"]),
            }
        )

    def _page(self, found: dict[str, str]) -> str:
        return "\n\n".join(f"{self._header.format(name)}\n{text}" for name, text in found.items())

    def _bulleted(self, document: str, lines: list[str]) -> str:
        bullet = self._bullets[document]
        if bullet == "1. ":
            return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
        return "\n".join(f"{bullet}{line}" for line in lines)
