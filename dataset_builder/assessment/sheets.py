"""A document with the places of its facts, and what may be made of two: a resume with a section of another one.

A `Sheet` is what the gold answer is computed from: the text, and for each fact where it stands. Sections move with their places.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal

from dataset_builder.sampling.facts import Experience, Facts, Triple
from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.mentions import StemmedText
from dataset_builder.text.resumes.statements import stating
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
    # The place of the job among those of its document: title and dates of one job are one.
    item: int | None = None

    def moved(self, by: int) -> "Place":
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True)
class Sheet:
    text: str
    places: tuple[Place, ...]

    def of(self, kind: str, name: str) -> Sequence[Place]:
        return self._by_fact.get((kind, name), ())

    def lines_of(self, places: Iterable[Place]) -> tuple[int, ...]:
        """The numbers of the lines on which the places begin, ascending."""
        return tuple(sorted({bisect_right(self._line_starts, place.start) for place in places}))

    # A sheet is asked for each requirement of six questions.
    @cached_property
    def _by_fact(self) -> dict[tuple[str, str], list[Place]]:
        found = defaultdict(list)
        for place in self.places:
            found[place.kind, place.name].append(place)
        return dict(found)

    @cached_property
    def _line_starts(self) -> list[int]:
        return list(accumulate((len(line) + 1 for line in self.text.split("\n")[:-1]), initial=0))


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


# ------------------------------------------------------------------------------------------------- places of a triple

_COLUMNS = {"job": "job_description", "matched": "resume_matched", "unmatched": "resume_unmatched"}


def sheets_of(triple: Triple) -> dict[str, Sheet]:
    """The sheets "job", "matched" and "unmatched" of a triple whose text says where it states the facts."""
    facts = triple.facts
    jobs = {"job": facts.experiences, "matched": facts.experiences, "unmatched": facts.unmatched_experiences}
    return {name: _sheet(triple, column, jobs[name], asked=name == "job") for name, column in _COLUMNS.items()}


def are_placed(facts: Facts, sheets: dict[str, Sheet]) -> bool:
    """Whether every skill and job of the facts has a place in each of the three sheets."""
    held = {
        "job": (facts.skills, facts.asked_experiences),
        "matched": (facts.matched_skills, facts.experiences),
        "unmatched": (facts.unmatched_skills, facts.unmatched_experiences),
    }
    return all(
        {("skill", skill) for skill in skills} | {("experience", job.title) for job in jobs}
        <= {(place.kind, place.name) for place in sheets[name].places}
        for name, (skills, jobs) in held.items()
    )


def _sheet(triple: Triple, column: str, jobs: Sequence[Experience], asked: bool) -> Sheet:
    """Of a job description what it asks for, of a resume all that it holds; a job stands where its title and its dates do."""
    places = []
    text = getattr(triple.documents, column)
    dated = {} if asked else {
        one.item: months_written(text[one.start : one.end], jobs[one.item].held)
        for one in triple.documents.mentions
        if one.document == column and one.kind == "dates" and one.item is not None
    }  # fmt: skip
    for one in triple.documents.mentions:
        if one.document != column or one.role in ("advertised", "optional", "alternative", "denied"):
            continue
        if one.kind == "skill" and one.name is not None:
            places.append(Place("skill", one.name, one.start, one.end))
        elif one.kind in ("title", "dates") and one.item is not None:
            job = jobs[one.item]
            months = 12 * job.years if asked else dated.get(one.item, 12 * job.held)
            places.append(Place("experience", job.title, one.start, one.end, months, one.item))
    if not asked:
        places += named_again(text, places)
    return Sheet(text, tuple(sorted(places, key=lambda place: place.start)))


def months_written(dates: str, years: int) -> int:
    """The months of a job as its dates count them, first and last month included: "Apr 2020 - Jun 2022" is 27.

    Facts count whole years: 12 months of each where the text states no months, or others than the facts have.
    """
    spans = [span for span in read_spans(dates, _READ_ON) if not span.present and (span.months(_READ_ON) is not None)]
    if len(spans) != 1 or not (spans[0].start.month and spans[0].end.month):
        return 12 * years
    first, after = spans[0].months(_READ_ON)
    return after - first if (after - first) // 12 == years else 12 * years


# After any date of a resume that ends.
_READ_ON = Date(2100)


def named_again(text: str, places: Sequence[Place]) -> list[Place]:
    """Where a resume says a skill that it holds by its name once more, as duties do ("Wrote progress notes the same day").

    By the words of the name as the sampler looks for them; not in what is wished for.
    """
    stems = StemmedText("\n".join(map(stating, text.split("\n"))))
    taken = [(place.start, place.end) for place in places]
    return [
        Place("skill", name, start, end)
        for name in sorted({place.name for place in places if place.kind == "skill"})
        for start, end in stems.places(name)
        if not any(start < until and since < end for since, until in taken)
    ]
