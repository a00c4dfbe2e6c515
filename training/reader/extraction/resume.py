"""A resume in the form of jsonresume.org whose values know where they stand.

    resume.work[0].position, resume.work[0].position.place      # "Survey Lead", Evidence(310, 321)
    resume.to_json(), resume.stated("rules")

Values are the words of the document; dates are in ISO 8601, and what has another usual form (a phone, a country) has it in `form`.
Gender, age, origin and photographs have no field.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from dataset_builder.text.evidence import Evidence


class Printed(str):
    """A value with the place that states it. `form`: the same in a form that programs compare, None where it has none."""

    place: Evidence
    form: str | None

    def __new__(cls, text: str, place: Evidence, form: str | None = None) -> "Printed":
        value = super().__new__(cls, text)
        value.place, value.form = place, form
        return value


@dataclass(frozen=True)
class Stated:
    """Where the value at a JSON pointer of the resume stands in `Pages.text`, what read it (`rules`, `pointer`, `server`), and its usual form."""

    pointer: str
    place: Evidence
    how: str
    form: str | None = None


@dataclass(frozen=True)
class Profile:
    network: str | None = None
    username: Printed | None = None
    url: Printed | None = None


@dataclass(frozen=True)
class Location:
    address: Printed | None = None
    countryCode: str | None = None


@dataclass(frozen=True)
class Basics:
    name: Printed | None = None
    label: Printed | None = None
    email: Printed | None = None
    phone: Printed | None = None
    url: Printed | None = None
    summary: Printed | None = None
    location: Location | None = None
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True)
class Work:
    name: Printed | None = None
    position: Printed | None = None
    location: Printed | None = None
    startDate: Printed | None = None
    endDate: Printed | None = None
    summary: Printed | None = None
    highlights: tuple[Printed, ...] = ()


@dataclass(frozen=True)
class Education:
    institution: Printed | None = None
    area: Printed | None = None
    studyType: Printed | None = None
    startDate: Printed | None = None
    endDate: Printed | None = None
    score: Printed | None = None
    courses: tuple[Printed, ...] = ()


@dataclass(frozen=True)
class Skill:
    """One skill, or a group of them under its label."""

    name: Printed | None = None
    keywords: tuple[Printed, ...] = ()


@dataclass(frozen=True)
class Language:
    language: Printed
    fluency: Printed | None = None


@dataclass(frozen=True)
class Project:
    name: Printed
    description: Printed | None = None
    url: Printed | None = None
    startDate: Printed | None = None
    endDate: Printed | None = None
    highlights: tuple[Printed, ...] = ()


@dataclass(frozen=True)
class Certificate:
    name: Printed
    date: Printed | None = None
    issuer: Printed | None = None


@dataclass(frozen=True)
class Award:
    title: Printed
    date: Printed | None = None
    awarder: Printed | None = None
    summary: Printed | None = None


@dataclass(frozen=True)
class Resume:
    """The sections of jsonresume.org that are read."""

    basics: Basics = field(default_factory=Basics)
    work: tuple[Work, ...] = ()
    education: tuple[Education, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    projects: tuple[Project, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    awards: tuple[Award, ...] = ()

    def to_json(self) -> dict:
        """Without what was not read."""
        return _json(self)

    def stated(self, how: str) -> tuple[Stated, ...]:
        """The place of every value, by its JSON pointer."""
        return tuple(Stated(pointer, value.place, how, value.form) for pointer, value in _printed(self, ""))


def _json(value: object) -> object:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    found = {item.name: getattr(value, item.name) for item in fields(value)}  # type: ignore[arg-type]
    return {name: _json(one) for name, one in found.items() if one is not None and one != () and one != ""}


def _printed(value: object, pointer: str) -> Iterator[tuple[str, Printed]]:
    if isinstance(value, Printed):
        yield pointer, value
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _printed(one, f"{pointer}/{at}")
    elif value is not None and not isinstance(value, str):
        for item in fields(value):  # type: ignore[arg-type]
            yield from _printed(getattr(value, item.name), f"{pointer}/{item.name}")
