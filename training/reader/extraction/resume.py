"""A resume in the form of jsonresume.org whose values know where they stand.

    resume.work[0].position, resume.work[0].position.place      # "Survey Lead", Evidence(310, 321)
    resume.to_json(), resume.stated("rules")

Values are the words of the document; dates are in ISO 8601, and what has another usual form (a phone, a country) has it in `form`.
Gender, age, origin and photographs have no field.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from dataset_builder.text.evidence import Evidence

Section = TypeVar("Section")


class Printed(str):
    """A value with the place that states it.

    Attributes:
        form: the same in a form that programs compare, None where it has none.
        how: what read it, where that is not what read the rest of the resume.
        canonical, code: what a graph calls the skill or occupation that it names, and the O*NET-SOC code of the occupation.
    """

    place: Evidence
    form: str | None
    how: str | None
    canonical: str | None
    code: str | None

    def __new__(
        cls,
        text: str,
        place: Evidence,
        form: str | None = None,
        how: str | None = None,
        canonical: str | None = None,
        code: str | None = None,
    ) -> "Printed":
        value = super().__new__(cls, text)
        value.place, value.form, value.how, value.canonical, value.code = place, form, how, canonical, code
        return value

    def read_by(self, how: str) -> "Printed":
        return Printed(self, self.place, self.form, how, self.canonical, self.code)

    def called(self, canonical: str, code: str | None = None) -> "Printed":
        return Printed(self, self.place, self.form, self.how, canonical, code)


@dataclass(frozen=True)
class Stated:
    """Where the value at a JSON pointer of the resume stands in `Pages.text`, and what is known of it next to its words.

    `how`: what read it: `rules`, `pointer`, `rules and pointer` where both read the same words, `server`.
    """

    pointer: str
    place: Evidence
    how: str
    form: str | None = None
    canonical: str | None = None
    code: str | None = None


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
        return tuple(
            Stated(pointer, value.place, value.how or how, value.form, value.canonical, value.code)
            for pointer, value in _printed(self, "")
        )


def mapped(value: Section, change: Callable[[str, Printed], Printed], pointer: str = "") -> Section:
    """A resume, or a section of one, with each value as `change(its JSON pointer, it)` makes it."""
    if isinstance(value, Printed):
        return change(pointer, value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(mapped(one, change, f"{pointer}/{at}") for at, one in enumerate(value))  # type: ignore[return-value]
    if value is None or isinstance(value, str):
        return value
    changed = {
        item.name: mapped(getattr(value, item.name), change, f"{pointer}/{item.name}")
        for item in fields(value)  # type: ignore[arg-type]
    }
    return replace(value, **changed)  # type: ignore[type-var]


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
