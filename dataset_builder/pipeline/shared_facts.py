"""What a resume meets of what the job asks, with the spans of both: the column `matches` of the config `explanation`.

The paper explains a positive pair by the skills and experiences that it shares, and a negative one by what is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dataset_builder.sampling.facts import Experience, Facts, Triple
from dataset_builder.text.sections import Name, body, kept_sections

Span = tuple[int | None, int | None]
NOWHERE: Span = (None, None)
# Characters over which a job's title and its years or dates count as one statement.
_LONGEST = 200
_OF_JOBS = frozenset(("title", "years", "dates"))


@dataclass(frozen=True)
class Shared:
    """What one resume meets: skills of the job, and the jobs as (place among those asked, place among those held)."""

    skills: tuple[str, ...]
    jobs: tuple[tuple[int, int], ...]

    def experiences(self, facts: Facts) -> tuple[Experience, ...]:
        """The jobs as the job description asks for them."""
        return tuple(facts.experiences[asked] for asked, _ in self.jobs)


def shared(facts: Facts, resume: str) -> Shared:
    """By the labels of the triple; `resume` is a column of `triples`."""
    if resume == "resume_matched":
        return Shared(facts.skills, tuple((at, at) for at in range(len(facts.experiences))))
    held = frozenset(facts.unmatched_skills)
    missing, gone = len(facts.missing_experiences), facts.experience_edit.kind == "dropped"
    jobs = tuple((at, at - gone) for at in range(missing, len(facts.experiences)))
    return Shared(tuple(skill for skill in facts.skills if skill in held), jobs)


class Places:
    """The spans of a triple's skills and jobs, by document. One that has no mention is nowhere."""

    def __init__(self, triple: Triple) -> None:
        self._texts = triple.documents.by_column
        self._skills: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._jobs: dict[tuple[str, int, str], tuple[int, int]] = {}
        for document, kind, name, _, _, start, end, _, item in triple.documents.mentions:
            if kind == "skill":
                self._skills.setdefault((document, name or ""), []).append((start, end))
            elif item is not None and kind in _OF_JOBS:
                self._jobs.setdefault((document, item, kind), (start, end))
        self._starts = {document: self._start(document) for document in self._texts}

    def _start(self, document: str, name: Name = "skills") -> int:
        """Where the section of skills begins; 0 where there is none, or several."""
        found = body(kept_sections(self._texts[document]), name)
        return max(self._texts[document].find(found), 0) if found else 0

    def skill(self, document: str, skill: str) -> Span:
        """In the section of skills, or else where it first stands."""
        places = self._skills.get((document, skill))
        if places is None:
            return NOWHERE
        start = self._starts[document]
        for place in places:
            if place[0] >= start:
                return place
        return places[0]

    def job(self, document: str, item: int) -> Span:
        """From its title to its years or dates, whichever comes first; the title alone where the other is far off."""
        title = self._jobs.get((document, item, "title"))
        time = self._jobs.get((document, item, "years" if document == "job_description" else "dates"))
        if title is None or time is None:
            return title or time or NOWHERE
        start, end = min(title[0], time[0]), max(title[1], time[1])
        return (start, end) if end - start <= _LONGEST else title


def matches(places: Places, facts: Facts, found: Shared, resume: str) -> list[dict]:
    """The rows of the column: skills in the order of the facts, then jobs, newest first."""
    asked = "job_description"
    skills = (_row("skill", skill, places.skill(asked, skill), places.skill(resume, skill)) for skill in found.skills)
    return [*skills, *_jobs(places, facts.experiences, found, resume)]


def _jobs(places: Places, experiences: Sequence[Experience], found: Shared, resume: str) -> Iterator[dict]:
    for asked, held in found.jobs:
        yield _row(
            "experience", experiences[asked].title, places.job("job_description", asked), places.job(resume, held)
        )


def _row(kind: str, name: str, job: Span, resume: Span) -> dict:
    return {
        "kind": kind, "name": name, "job_start": job[0], "job_end": job[1], "resume_start": resume[0], "resume_end": resume[1],
    }  # fmt: skip
