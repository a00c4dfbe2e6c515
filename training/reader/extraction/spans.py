"""Labelled spans of the lines to a resume: what every system that points answers with, a server or a token classifier.

    spans = [Span("name", Evidence(0, 10)), Span("title", Evidence(52, 64), entry=0), Span("employer", Evidence(66, 79), entry=0)]
    resume_of(pages, spans)

`entry` groups the spans of one job or school; a label that comes twice in an entry keeps its first span, descriptions all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dataset_builder.text.dates import read_spans
from dataset_builder.text.evidence import Evidence
from training.reader.extraction.normalisation.values import country_of, dates, languages, phone, split_degree
from training.reader.extraction.resume import (
    Award,
    Basics,
    Certificate,
    Education,
    Language,
    Location,
    Printed,
    Project,
    Resume,
    Skill,
    Work,
)
from training.reader.lines import Pages

PERSON = ("name", "label", "email", "phone", "location")
JOB = ("title", "employer", "place", "dates", "description")
SCHOOL = ("school", "degree", "area", "study_dates")
Label = Literal[
    "name", "label", "email", "phone", "location", "title", "employer", "place", "dates", "description", "school", "degree", "area",
    "study_dates", "skill", "language", "certificate", "award", "project",
]  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Characters of `Pages.text` and what they are. `entry`: number of the job or school they belong to."""

    label: Label
    place: Evidence
    entry: int = 0


def resume_of(pages: Pages, spans: Iterable[Span]) -> Resume:
    """The resume that the spans make; entries in the order of their numbers, lists in the order of the spans."""
    found = list(spans)

    def all_of(label: str) -> list[Printed]:
        return [_printed(pages, span.place) for span in found if span.label == label]

    def entries(labels: tuple[str, ...]) -> list[dict[str, list[Printed]]]:
        grouped: dict[int, dict[str, list[Printed]]] = {}
        for span in found:
            if span.label in labels:
                grouped.setdefault(span.entry, {}).setdefault(span.label, []).append(_printed(pages, span.place))
        return [grouped[number] for number in sorted(grouped)]

    return Resume(
        _basics({label: values[0] for label in PERSON if (values := all_of(label))}),
        tuple(_work(entry) for entry in entries(JOB)),
        tuple(_education(entry) for entry in entries(SCHOOL)),
        tuple(Skill(name) for name in all_of("skill")),
        tuple(Language(Printed(name, name.place, languages().get(name.casefold()))) for name in all_of("language")),
        tuple(Project(name) for name in all_of("project")),
        tuple(Certificate(name) for name in all_of("certificate")),
        tuple(Award(name) for name in all_of("award")),
    )


def _printed(pages: Pages, place: Evidence) -> Printed:
    return Printed(" ".join(place.of(pages.text).split()), place)


def _basics(values: dict[str, Printed]) -> Basics:
    place, number = values.get("location"), values.get("phone")
    country = country_of(place.rpartition(",")[2]) if place else None
    if number is not None:
        number = Printed(number, number.place, phone(number, country))
    location = Location(Printed(place, place.place, country), country) if place else None
    return Basics(values.get("name"), values.get("label"), values.get("email"), number, location=location)


def _first(entry: dict[str, list[Printed]], label: str) -> Printed | None:
    return entry[label][0] if label in entry else None


def _dates(value: Printed | None) -> tuple[Printed | None, Printed | None]:
    """Start and end in ISO 8601, where they are printed."""
    span = next((span for span in read_spans(value or "") if span.start is not None), None)
    if value is None or span is None:
        return None, None
    start, end = dates(span)
    return Printed(start, value.place) if start else None, Printed(end, value.place) if end else None


def _work(entry: dict[str, list[Printed]]) -> Work:
    start, end = _dates(_first(entry, "dates"))
    employer, title, place = (_first(entry, label) for label in ("employer", "title", "place"))
    return Work(employer, title, place, start, end, None, tuple(entry.get("description", ())))


def parted_degree(degree: Printed) -> tuple[Printed, Printed | None]:
    """Kind of degree and its subject, each where it stands; None for a subject that is not named."""
    words, subject = split_degree(degree)
    kind = Printed(words, Evidence(degree.place.start, degree.place.start + len(words)))
    if subject is None:
        return kind, None
    at = degree.place.start + degree.rfind(subject)
    return kind, Printed(subject, Evidence(at, at + len(subject)))


def _education(entry: dict[str, list[Printed]]) -> Education:
    start, end = _dates(_first(entry, "study_dates"))
    degree, area = _first(entry, "degree"), _first(entry, "area")
    kind = degree
    if degree is not None:
        shorter, subject = parted_degree(degree)
        if subject is not None and (area is None or area.casefold() in subject.casefold()):
            kind, area = shorter, subject
    return Education(_first(entry, "school"), area, kind, start, end)
