"""What can be asked, without a page: each question goes through intake, a system, and the evidence of the rules.

The page and the programs' interface both call these. Everything typed lives as long as the call.
"""

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from answers import DOCUMENT_TYPES, Answer, System
from changes import Change, Request, changes, section_of
from counterfactual import Counterfactual, flip
from evidence import Requirement, requirements
from findings import Findings
from highlight import Span, spans
from intake import Document, read_pair, read_text
from resume_sections import find_section, only_section
from systems import Systems

from dataset_builder.errors import BadInput

NO_SKILLS = "Resume: no list of skills was found. The rules read skills there only; add a line “Skills” above them."


@dataclass(frozen=True)
class Pair:
    """A job and a resume with what the rules found in them, and what a system says of it."""

    job: Document
    resume: Document
    system: str
    answer: Answer
    requirements: tuple[Requirement, ...]
    notes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Extraction:
    document: str
    document_type: str
    system: str
    answer: Answer
    spans: tuple[Span, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Edited:
    """One section before and after, and the changes between them."""

    section: str
    before: str
    changes: tuple[Change, ...]
    answer: Answer


@dataclass(frozen=True)
class Edits:
    resume: str
    system: str
    sections: tuple[Edited, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    systems: Systems

    @contextmanager
    def _forgetting(self):
        try:
            yield
        finally:
            self.systems.rules.forget()

    def match(self, job: str, resume: str, system: str = "") -> Pair:
        """Verdict, score and requirements. Raises BadInput."""
        with self._forgetting():
            return self._ask("judge", job, resume, system)[0]

    def explain(self, job: str, resume: str, system: str = "") -> tuple[Pair, Counterfactual | int]:
        """The same with what is missing, and the smallest change that flips the verdict, or how many were tried."""
        with self._forgetting():
            pair, asked, findings = self._ask("explain", job, resume, system)
            if pair.answer.label is None:
                return pair, 0

            def judge(resumes):
                return [found.label for found in asked.judge(pair.job.text, resumes)]

            return pair, flip(judge, pair.answer.label, pair.resume.text, findings, asked.tries)

    def _ask(self, question: str, job: str, resume: str, name: str) -> tuple[Pair, System, Findings]:
        asked, wanted = read_pair(job, resume)
        system, note = self.systems.find(name)
        findings = self._findings(system, asked, wanted)
        start = time.perf_counter()
        if question == "judge":
            (answer,) = system.judge(asked.text, [wanted.text])
        else:
            answer = system.explain(asked.text, wanted.text)
        seconds = time.perf_counter() - start
        notes = [note] if note else []
        notes += [*asked.notes, *wanted.notes]
        if findings.skills and not findings.lists_skills:
            notes.append(NO_SKILLS)
        shown = requirements(findings, wanted.text)
        return Pair(asked, wanted, system.name, answer, shown, tuple(notes), seconds), system, findings

    def _findings(self, system: System, job: Document, resume: Document) -> Findings:
        """A model may judge a job in which the rules find nothing to check."""
        try:
            return self.systems.rules.find(job.text, resume.text)
        except BadInput:
            if system is self.systems.rules:
                raise
            return Findings((), (), True)

    def compare(self, job: str, resume: str) -> list[tuple[str, Pair | str]]:
        """What every system says of a pair, or why one does not."""
        found: list[tuple[str, Pair | str]] = []
        for name in self.systems.names:
            try:
                pair = self.match(job, resume, name)
                found.append((name, pair if pair.system == name else pair.notes[0]))
            except BadInput as error:
                found.append((name, str(error)))
        return found

    def extract(self, document: str, document_type: str, system: str = "") -> Extraction:
        """Raises BadInput."""
        if document_type not in DOCUMENT_TYPES:
            raise BadInput(f"Document type {document_type[:40]}: give one of {', '.join(DOCUMENT_TYPES)}")
        with self._forgetting():
            read = read_text(document, "Resume" if document_type == "resume" else "Job")
            asked, note = self.systems.find(system)
            answer = asked.extract(document_type, read.text)
            found = spans(read.text, answer.skills, answer.experiences, self.systems.rules.rules.gazetteer)
            notes = [*([note] if note else []), *read.notes]
            if not answer.skills and not answer.experiences:
                notes.append(
                    "Nothing was found; put skills below a line “Skills”, jobs with their years below “Experience”."
                )
            return Extraction(read.text, document_type, asked.name, answer, found, tuple(notes))

    def edit(self, resume: str, request: Request, system: str = "") -> Edits:
        """Both sections that the request touches. Raises BadInput."""
        with self._forgetting():
            read = read_text(resume, "Resume")
            asked, note = self.systems.find(system)
            wanted = [("skills", request.skills, "")] * bool(request.skills)
            wanted += [("experience", (), request.change)] * bool(request.change)
            edited = tuple(self._edit(asked, read.text, *one, request) for one in wanted)
            return Edits(read.text, asked.name, edited, (*([note] if note else []), *read.notes))

    def _edit(self, system: System, resume: str, section: str, skills: Any, change: str, request: Request) -> Edited:
        held = change.split('"')[1].rpartition(" (")[0] if change.startswith("replace") else ""
        place = find_section(resume, section, held)
        before = resume[place.start : place.end] if place else ""
        given = resume if section_of(resume, section) == before else only_section(resume, section, place)
        answer = system.edit(section, given, skills, change)
        return Edited(section, before, changes(before, answer.text, resume, request), answer)
