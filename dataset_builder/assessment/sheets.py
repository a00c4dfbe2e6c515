"""A document with the places of its facts, and what may be made of two: a resume with a section of another one.

A `Sheet` is what the gold answer is computed from: the text, and for each fact where it stands. Sections move with their places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dataset_builder.sampling.facts import Experience, Triple
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.mentions import NO_ALIASES, Aliases, mentions, stemmed
from dataset_builder.text.sections import kept_sections

SectionName = Literal["skills", "experience"]


@dataclass(frozen=True)
class Place:
    """`text[start:end]` states a fact: a skill, or a job of `title` with its `months` (asked, or held)."""

    kind: Literal["skill", "experience"]
    name: str
    start: int
    end: int
    months: int | None = None

    def moved(self, by: int) -> "Place":
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class Sheet:
    """`skills` and `titles`: all that the facts say is in it."""

    text: str
    places: tuple[Place, ...]

    def of(self, kind: str, name: str) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.kind == kind and place.name == name)

    def lines_of(self, places: Iterable[Place]) -> tuple[int, ...]:
        """The numbers of the lines on which the places begin, ascending."""
        return tuple(sorted({Evidence(place.start, place.end).line_number(self.text) for place in places}))


def section_span(text: str, name: SectionName) -> tuple[int, int] | None:
    """Where the body of the section stands; None where the text has not exactly one of that name."""
    found = [section for section in kept_sections(text) if section.name == name]
    if len(found) != 1 or not found[0].body.strip():
        return None
    head = text.find(found[0].header) + len(found[0].header) if found[0].header else 0
    body = found[0].body.strip("\n")
    start = text.find(body, head)
    return None if start < 0 else (start, start + len(body))


def with_section(sheet: Sheet, other: Sheet, name: SectionName) -> Sheet | None:
    """The sheet with a section of the other one in place of its own; None where one of them has no such section."""
    here, there = section_span(sheet.text, name), section_span(other.text, name)
    if here is None or there is None:
        return None
    (start, end), (other_start, other_end) = here, there
    text = sheet.text[:start] + other.text[other_start:other_end] + sheet.text[end:]
    grown = (other_end - other_start) - (end - start)
    before = [place for place in sheet.places if place.end <= start]
    after = [place.moved(grown) for place in sheet.places if place.start >= end]
    within = [p.moved(start - other_start) for p in other.places if other_start <= p.start and p.end <= other_end]
    return Sheet(text, tuple(sorted((*before, *within, *after), key=lambda place: place.start)))


# ------------------------------------------------------------------------------------------------- places by search


def sheets_of(triple: Triple, aliases: Aliases = NO_ALIASES) -> dict[str, Sheet]:
    """The sheets "job", "matched" and "unmatched" of a triple, its facts located line by line."""
    facts, texts = triple.facts, triple.documents
    return {
        "job": _located(texts.job_description, facts.skills, facts.experiences, aliases, dated=False),
        "matched": _located(texts.resume_matched, facts.matched_skills, facts.experiences, aliases, dated=True),
        "unmatched": _located(
            texts.resume_unmatched, facts.unmatched_skills, facts.unmatched_experiences, aliases, dated=True
        ),
    }


def _located(text: str, skills: Iterable[str], jobs: Iterable[Experience], aliases: Aliases, dated: bool) -> Sheet:
    places, at = [], 0
    lines = []
    for line in text.split("\n"):
        lines.append((line, stemmed(line), at))
        at += len(line) + 1
    names = sorted(skills, key=lambda name: -len(name))
    for line, said, start in lines:
        here: list[str] = []
        for name in names:
            longer = any(f" {name.casefold()} " in f" {other.casefold()} " for other in here)
            if mentions(said, name, aliases) and not longer:
                here.append(name)
                places.append(Place("skill", name, start, start + len(line)))
    for job in jobs:
        named = [n for n, (_, said, _) in enumerate(lines) if mentions(said, job.title)]
        if dated:
            spans = [
                n for n, (line, _, _) in enumerate(lines) if str(job.start_year) in line and str(job.end_year) in line
            ]
            pairs = [(abs(a - b), a, b) for a in named for b in spans if abs(a - b) <= 2]
            named = sorted({*min(pairs)[1:]}) if pairs else []
        for number in named:
            line, _, start = lines[number]
            months = 12 * (job.held if dated else job.years)
            places.append(Place("experience", job.title, start, start + len(line), months))
    return Sheet(text, tuple(sorted(places, key=lambda place: place.start)))
