"""The rules as a system of the Space, from `release/rules.json`: thresholds, names they know, calibration.

Nothing that was typed stays: what `training.baselines` keeps of documents between two calls is dropped after each.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from answers import Answer
from calibration import Calibration
from findings import Findings, find, spotters

from dataset_builder.errors import BadInput
from dataset_builder.text import mentions
from training import matchers
from training.baselines import gazetteer, names, reading, requirements
from training.baselines.gazetteer import Gazetteer
from training.baselines.reading import read_job, read_resume
from training.baselines.rules import Rules

THRESHOLDS = ("same_job", "unit", "shown", "count_items", "most_gap", "listed", "most_skills")
NOTHING_ASKED = (
    "Job: no skills or jobs that it asks for were found; give it a line “Required Skills” or “Required Experience” "
    "with one requirement a line below"
)


class RuleReader:
    """Reads sections, skills and years; about a millisecond a pair."""

    name, kind, tries = "Rules", "rules", 400

    def __init__(self, rules: Rules, calibration: Calibration) -> None:
        self.rules, self.calibration = rules, calibration

    @classmethod
    def load(cls, file: Path) -> "RuleReader":
        stored = json.loads(file.read_text(encoding="utf-8"))
        known = Gazetteer(**{field: stored["names"][field] for field in ("seen", "skills", "titles")})
        calibration = Calibration(tuple(stored["calibration"]["weights"]), stored["calibration"]["bias"])
        return cls(Rules(known, **stored["thresholds"]), calibration)

    def find(self, job: str, resume: str) -> Findings:
        """Raises BadInput where the job asks for nothing that rules can read."""
        findings = find(self.rules, job, resume)
        if not findings.jobs and not findings.skills:
            raise BadInput(NOTHING_ASKED)
        return findings

    def judge(self, job: str, resumes: Sequence[str]) -> list[Answer]:
        return [self._answer(self.find(job, resume)) for resume in resumes]

    def _answer(self, findings: Findings, **fields) -> Answer:
        return Answer(findings.label, self.calibration.probability(findings), raw=findings.evidence, **fields)

    def explain(self, job: str, resume: str) -> Answer:
        """What is missing in the job's words, each job with the years asked."""
        findings = self.find(job, resume)
        jobs = tuple(
            {"title": check.title, "years": check.asked.years, "start_year": None, "end_year": None}
            for check in findings.missing_jobs
        )
        skills = tuple(check.asked for check in findings.missing_skills)
        return self._answer(findings, skills=skills, experiences=jobs)

    def extract(self, document_type: str, document: str) -> Answer:
        found = self.rules.extract(document_type, document)
        known = self.rules.gazetteer
        items = (read_resume if document_type == "resume" else read_job)(document).skills
        unnamed = (item for item in items if not known.names(item))  # grammar takes "Excel" for a verb
        _, aliased = spotters(known)
        found["skills"] = list(
            dict.fromkeys([*found["skills"], *(n for one in unnamed for n in aliased.mentioned(one))])
        )
        return Answer(
            skills=tuple(found["skills"]), experiences=tuple(found["experiences"]),
            raw=json.dumps(found, ensure_ascii=False, indent=1),
        )  # fmt: skip

    def edit(self, section: str, resume: str, skills: Sequence[str], change: str) -> Answer:
        text = self.rules.edit(section, resume, list(skills), change)["target"]
        return Answer(text=text, raw=text)

    def forget(self) -> None:
        """Drops every cache that holds more than single stems: documents, lines, names."""
        for cached in self._caches:
            cached.cache_clear()

    @cached_property
    def _caches(self) -> list:
        modules = (gazetteer, names, reading, requirements, matchers, mentions)
        named = {name: value for module in modules for name, value in vars(module).items()}
        found = [value for name, value in named.items() if hasattr(value, "cache_clear") and name != "_stem"]
        for known in (self.rules.gazetteer, *spotters(self.rules.gazetteer)):
            found += [known.names, known.mentioned, known.title]
        return list({id(cached): cached for cached in found}.values())
