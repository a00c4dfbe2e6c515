"""Where in a document the extracted skills and jobs stand: marks on the text, and the text cut along them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.stems import token_places
from training.evaluation.matchers import Forms
from training.rules.gazetteer import Lookup
from training.systems.protocol import Experience

# `partial_ratio` of a title and a line of the document from which the line is where the job stands.
SAME_LINE = 80


@dataclass(frozen=True)
class Mark(Evidence):
    """A place in a document, and what stands there."""

    label: Literal["skill", "job"]


@dataclass(frozen=True)
class Words:
    """A document's words by their stems, each with its place."""

    stems: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    forms: Forms

    @classmethod
    def of(cls, document: str, forms: Forms) -> "Words":
        found = token_places(document)
        return cls(tuple(forms.stem(word) for word, _ in found), tuple(place for _, place in found), forms)

    def find(self, name: str) -> Iterator[Evidence]:
        """Every place where the name's stems stand in a row."""
        wanted = tuple(self.forms.of_text(name))
        for at in range(len(self.stems) - len(wanted) + 1 if wanted else 0):
            if self.stems[at : at + len(wanted)] == wanted:
                yield Evidence(self.places[at][0], self.places[at + len(wanted) - 1][1])


def marks(document: str, skills: Sequence[str], jobs: Sequence[Experience], lookup: Lookup) -> tuple[Mark, ...]:
    """Marks that do not overlap, in order. A skill stands wherever it is named, else on the line that says it otherwise."""
    words = Words.of(document, lookup.reader.forms)
    found = [Mark(start, end, "job") for job in jobs for start, end in _job_places(document, words, job)]
    for skill in skills:
        places = list(words.find(skill)) or list(_other_name(document, skill, lookup))
        found += [Mark(place.start, place.end, "skill") for place in places]
    return _apart(found)


def _other_name(document: str, skill: str, lookup: Lookup) -> Iterator[Evidence]:
    """Lines whose item is this skill to the gazetteer: "LOTO" for "Lockout Tagout"."""
    at = 0
    for line in document.split("\n"):
        item = line.strip()
        if len(line) < 300 and item and skill in (*lookup.names(item), *lookup.mentioned(item)):
            start = at + len(line) - len(line.lstrip(" \t-*•0123456789.)"))
            yield Evidence(start, at + len(line.rstrip()))
            return
        at += len(line) + 1


def _job_places(document: str, words: Words, job: Experience) -> Iterable[tuple[int, int]]:
    """The line with the title and the years, from the first to the last of them."""
    numbers = [str(year) for year in (job.start_year, job.end_year) if year is not None]
    numbers = numbers or [str(job.years)] * (job.years is not None)
    best, at = (0.0, 0, 0), 0
    for line in document.split("\n"):
        likeness = fuzz.partial_ratio(job.title.casefold(), line.casefold()) if line.strip() else 0.0
        held = sum(number in line for number in numbers)
        if likeness >= SAME_LINE and len(line) < 400:
            score = likeness + 50 * held
            best = max(best, (score, -at, len(line)), key=lambda one: one[:2])
        at += len(line) + 1
    score, start, length = best[0], -best[1], best[2]
    if score:
        named = words.find(job.title)
        inside = [(one.start, one.end) for one in named if start <= one.start < start + length]
        years = [match.span() for number in numbers for match in re.finditer(number, document[start : start + length])]
        parts = [*inside[:1], *((start + a, start + b) for a, b in years)]
        first, last = (min(a for a, _ in parts), max(b for _, b in parts)) if parts else (start, start + length)
        yield first, last + (document[last : last + 1] == ")" and "(" in document[first:last])


def _apart(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """Of marks that overlap the longer one, jobs before skills."""
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda one: (one.label != "job", one.start - one.end, one.start)):
        if mark.end > mark.start and all(mark.end <= other.start or mark.start >= other.end for other in kept):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda one: one.start))


def pieces(document: str, found: Sequence[Mark]) -> list[tuple[str, str | None]]:
    """The whole document as (text, label or None)."""
    cut, at = [], 0
    for mark in found:
        cut += [(document[at : mark.start], None), (document[mark.start : mark.end], mark.label)]
        at = mark.end
    return [(text, label) for text, label in [*cut, (document[at:], None)] if text]
