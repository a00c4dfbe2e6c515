"""How long a person has worked in a field: the months of the jobs whose own words name it.

A field is what years are asked of where no title is ("3 years in professional kitchens"). A job is in it where its title or
its employer says so, or where its own lines hold every word of it.
"""

import re

from dataset_builder.text.dates import Date, covered
from dataset_builder.text.names.families import family
from dataset_builder.text.names.matching import SkillNames, words_of
from dataset_builder.text.posts.points import Point
from dataset_builder.text.resumes.resume import Resume
from training.rules.certainty import content

_GENERAL = frozenset(map(family, (
    "roles", "role", "living", "paid", "total", "trade", "someone", "career", "business", "sector", "industry", "field", "fields", "setting", "verifiable", "recent",
    "regulated", "running", "similar", "job", "jobs", "post", "hospital-based", "closing", "busy", "large", "small",
)))  # fmt: skip
_PARTS = re.compile(r",?\s+or\s+|\s*,\s*|\s*/\s*")


class Fields:
    """The jobs of a resume with the words of their title, their employer and their lines."""

    def __init__(self, resume: Resume, names: SkillNames, today: Date) -> None:
        self.resume, self.names, self.today = resume, names, today
        self._texts: list[tuple[frozenset[str], frozenset[str]]] | None = None

    @property
    def texts(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Of each job the families of the words of its header, and of all its lines."""
        if self._texts is None:
            self._texts = [self._words(at) for at in range(len(self.resume.jobs))]
        return self._texts

    def _words(self, at: int) -> tuple[frozenset[str], frozenset[str]]:
        job = self.resume.jobs[at]
        header = frozenset(words_of(f"{job.title} , {job.company} , {job.line}").places)
        starts = sorted(place.start for place in self.resume.job_places)
        first = self.resume.job_places[at].start
        last = next((start for start in starts if start > first), None)
        lines = [
            line
            for line in self.resume.lines
            if first <= line.place.start and (last is None or line.place.start < last)
        ]
        own = []
        for line in lines:
            if own and line.kind != own[0].kind:
                break
            own.append(line)
        return header, header | frozenset(words_of(" \n ".join(line.text for line in own if line.evidence)).places)

    def shown(self, point: Point) -> tuple[int, int] | None:
        """Months in the field of a point and the first job in it; None where no job says so."""
        field = re.split(r",\s+(?!.*\b(?:and|or)\b)", point.field)[0]
        wanted = [
            telling
            for part in (_PARTS.split(field) if re.search(r"\bor\b", field) else [field])
            if (telling := frozenset(content(part)) - _GENERAL)
        ]
        if not wanted:
            return None
        spans, first = [], None
        for at, job in enumerate(self.resume.jobs):
            span = job.months(self.today)
            header, whole = self.texts[at]
            if span is None or not any(_in(telling, header, 0.5) or _in(telling, whole, 1) for telling in wanted):
                continue
            spans.append(span)
            first = at if first is None else first
        return None if first is None else (covered(spans), first)


def _in(telling: frozenset[str], said: frozenset[str], share: float) -> bool:
    found = sum(any(_akin(word, other) for other in said) for word in telling)
    return found > 0 and found >= share * len(telling)


def _akin(word: str, other: str) -> bool:
    """One word, or what a person does and who does it: plumbing and plumber."""
    if word == other:
        return True
    for ending in ("ing", "er", "or", "ist", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            return any(other == word[: -len(ending)] + suffix for suffix in ("er", "or", "ing", "ist", "s", "", "ers"))
    return False
