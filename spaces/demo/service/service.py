"""What can be asked, without a page: each question goes through intake and a system, and comes with evidence.

The page (`page/events.py`) and the API (`page/api.py`) both call these. Everything typed lives as long as the call.
"""

import time
from dataclasses import dataclass
from typing import Any

from documents.intake import Document, read_pair, read_text
from documents.resume_sections import find_section, only_section
from systems.choice import Chosen, Systems

from dataset_builder.errors import BadInput
from dataset_builder.text.experience import Job
from service import highlight
from service.changes import Change, Request, changes
from service.counterfactual import Counterfactual, flip
from service.highlight import Mark
from training.rules.editing import section_text
from training.systems import protocol
from training.systems.protocol import DOCUMENT_TYPES, Explanation, Match, Requirement

NO_SKILLS = "Resume: no list of skills was found, and no line shows what is asked; add a line “Skills” above them."
UNREAD = "Job: nothing was read below “{heading}”; check that list yourself."
NOTHING_ASKED = (
    "Job: no skills or jobs that it asks for were found; give it a line “Required Skills” or “Required Experience” "
    "with one requirement a line below"
)


@dataclass(frozen=True)
class DocumentPair:
    """A job and a resume, what a system says of them, and the evidence: its own, or the rules' where it has none.

    `chance`: how likely a match is, 0 to 1, None where the system does not say. `reason`: why the verdict is not what its
    own requirements look like.
    """

    job: Document
    resume: Document
    system: str
    answer: Match | Explanation
    chance: float | None
    requirements: tuple[Requirement, ...]
    reason: str
    notes: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Extraction:
    document: str
    document_type: str
    system: str
    answer: protocol.Extraction
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Edited:
    """One section before and after, and the changes between them."""

    section: str
    before: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Edits:
    resume: str
    system: str
    sections: tuple[Edited, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class DemoService:
    systems: Systems

    def match(self, job: str, resume: str, system: str = "") -> DocumentPair:
        """Verdict, score and requirements. Raises BadInput."""
        documents, chosen = read_pair(job, resume), self.systems.choose(system)
        return self._pair(*documents, chosen, chosen.system.match)

    def explain(self, job: str, resume: str, system: str = "") -> tuple[DocumentPair, Counterfactual | int]:
        """The same with what is missing, and the smallest change that flips the verdict, or how many were tried."""
        (asked, wanted), chosen = read_pair(job, resume), self.systems.choose(system)
        pair = self._pair(asked, wanted, chosen, chosen.system.explain)
        if pair.answer.label is None:
            return pair, 0

        def judge(resumes):
            if chosen.system is chosen.rules:  # the label alone costs half
                return [chosen.rules.label(asked.text, resume) for resume in resumes]
            return [match.label for match in chosen.system.match(asked.text, resumes)]

        jobs = chosen.rules.verdict(asked.text, wanted.text).jobs
        return pair, flip(judge, pair.answer.label, wanted.text, jobs, pair.requirements, chosen.tries)

    def _pair(self, job: Document, resume: Document, chosen: Chosen, ask) -> DocumentPair:
        """A model may judge a job in which the rules find nothing to check."""
        start = time.perf_counter()
        answer = ask(job.text, resume.text)
        seconds = time.perf_counter() - start
        by_rules = chosen.system is chosen.rules
        found = answer if answer.requirements else chosen.rules.match(job.text, resume.text)
        if by_rules and not found.requirements:
            raise BadInput(NOTHING_ASKED)
        notes = [*([chosen.note] if chosen.note else []), *job.notes, *resume.notes]
        skills = [one for one in found.requirements if one.kind == "skill"]
        if skills and not any(one.met for one in skills) and not chosen.rules.reader.resume(resume.text).skills:
            notes.append(NO_SKILLS)
        notes += [UNREAD.format(heading=heading) for heading in found.unread]
        return DocumentPair(
            job, resume, chosen.system.name, answer,
            found.score if by_rules else answer.score if isinstance(answer, Match) else None,
            found.requirements, found.reason if by_rules or found is answer else "", tuple(notes), seconds,
        )  # fmt: skip

    def compare(self, job: str, resume: str) -> list[tuple[str, DocumentPair | str]]:
        """What every system says of a pair, or why one does not."""
        found: list[tuple[str, DocumentPair | str]] = []
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
        read, chosen = (
            read_text(document, "Resume" if document_type == "resume" else "Job"),
            self.systems.choose(system),
        )
        answer = chosen.system.extract(read.text, document_type)
        found = highlight.marks(read.text, answer.skills, answer.experiences, chosen.rules.lookup)
        notes = [*([chosen.note] if chosen.note else []), *read.notes]
        if not answer.skills and not answer.experiences:
            notes.append(
                "Nothing was found; put skills below a line “Skills”, jobs with their years below “Experience”."
            )
        return Extraction(read.text, document_type, chosen.system.name, answer, found, tuple(notes))

    def jobs(self, resume: str) -> tuple[Job, ...]:
        """The jobs that the rules read in a resume as it was typed."""
        return self.systems.choose().rules.reader.resume(resume).jobs

    def edit(self, resume: str, request: Request, system: str = "") -> Edits:
        """Both sections that the request touches. Raises BadInput."""
        read, chosen = read_text(resume, "Resume"), self.systems.choose(system)
        wanted = [("skills", request.skills, "")] * bool(request.skills)
        wanted += [("experience", (), request.change)] * bool(request.change)
        edited = tuple(self._edit(chosen, read.text, *one, request) for one in wanted)
        return Edits(read.text, chosen.system.name, edited, (*([chosen.note] if chosen.note else []), *read.notes))

    def _edit(self, chosen: Chosen, resume: str, section: str, skills: Any, change: str, request: Request) -> Edited:
        held = change.split('"')[1].rpartition(" (")[0] if change.startswith("replace") else ""
        place = find_section(resume, section, held)
        before = resume[place.start : place.end] if place else ""
        given = resume if section_text(resume, section) == before else only_section(resume, section, place)
        answer = chosen.system.edit(given, section, list(skills), change)
        return Edited(section, before, changes(before, answer.text, resume, request, chosen.rules.reader.forms))
