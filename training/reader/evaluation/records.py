"""What is compared: a resume as flat records, from a truth file or from JSON Resume.

    of_truth(truth)                      # contact, experience, education, skills as `Record`
    of_json_resume(reading.resume)       # the same of what a system read

A truth is one of two forms: `contact`, `experience`, `education`, `skills` (the fixtures of OfflineCV), with `lines` where the
reading order is known, or JSON Resume (`basics`, `work`, ...). What a truth leaves out of the scored fields is not in the
document, so a value that is read for it is wrong; fields beside them (location, languages) are compared where the truth has them. With `matchers` and `scores` this is also a file of
the Space `spaces/rjdb_metric`, so of the project only `text.dates` is imported.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dataset_builder.text.dates import Date, Span, read_spans


@dataclass(frozen=True)
class JobRecord:
    """Empty where nothing is stated. `end` is None and `present` true where it goes on."""

    title: str = ""
    employer: str = ""
    start: Date | None = None
    end: Date | None = None
    present: bool = False


@dataclass(frozen=True)
class SchoolRecord:
    """`degrees`: ways of writing the degree with its subject, any of which counts."""

    school: str = ""
    degrees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """`languages` and `location` are None where a truth does not state them. `orders`: words of the pages in reading order, one for each order that is right."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    jobs: tuple[JobRecord, ...] = ()
    schools: tuple[SchoolRecord, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] | None = None
    location: str | None = None
    orders: tuple[tuple[str, ...], ...] = ()


def _texts(value: object) -> tuple[str, ...]:
    """A text or a list of texts as a tuple without empty ones."""
    given = value if isinstance(value, (list, tuple)) else [value]
    return tuple(text for one in given if isinstance(one, (str, int)) and (text := str(one).strip()))


def _text(value: object) -> str:
    return " ".join(_texts(value))


def _objects(value: object) -> Iterable[dict]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()


def _names(value: object, key: str) -> tuple[str, ...]:
    """Names of a list of texts, or of objects that hold the name under `key`."""
    listed = value if isinstance(value, list) else []
    return tuple(text for one in listed if (text := _text(one.get(key) if isinstance(one, dict) else one)))


def _span(text: str, last: Date | None = None) -> Span:
    """The dates of a text; nothing where there are none. A lone date is a start and an end."""
    # the day of reading only rules out dates in the future, which a truth does not have
    return next((span for span in read_spans(text, last or Date(2100)) if span.start), Span(None, None))


def _job(truth: dict) -> JobRecord:
    span = _span(_text(truth.get("dates")))
    return JobRecord(_text(truth.get("title")), _text(truth.get("company")), span.start, span.end, span.present)


def _date(text: object) -> Date | None:
    """A date of JSON Resume: "2020", "2020-05" or "2020-05-17"."""
    parts = _text(text).split("-")
    if not parts[0].isdigit():
        return None
    return Date(int(parts[0]), int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None)


def of_json_resume(resume: dict, orders: tuple[tuple[str, ...], ...] = ()) -> Record:
    """What a document in the form of jsonresume.org states. Skills are the names, and the keywords below them where a name groups."""
    basics = resume.get("basics") or {}
    location = basics.get("location") or {}
    skills: list[str] = []
    for skill in _objects(resume.get("skills")):
        skills += _texts(skill.get("keywords") or skill.get("name"))
    return Record(
        _text(basics.get("name")),
        _texts(basics.get("email")),
        _texts(basics.get("phone")),
        tuple(_work(work) for work in _objects(resume.get("work"))),
        tuple(_education(school) for school in _objects(resume.get("education"))),
        tuple(skills),
        _names(resume.get("languages"), "language"),
        _text(location.get("address") if isinstance(location, dict) else location),
        orders,
    )


def _work(work: dict) -> JobRecord:
    start, end = _date(work.get("startDate")), _date(work.get("endDate"))
    present = start is not None and end is None
    return JobRecord(_text(work.get("position")), _text(work.get("name")), start, end, present)


def _education(school: dict) -> SchoolRecord:
    kind, area = _text(school.get("studyType")), _text(school.get("area"))
    ways = (
        [f"{kind} in {area}", f"{kind} of {area}", f"{kind} {area}", f"{kind}, {area}"]
        if kind and area
        else [kind or area]
    )
    return SchoolRecord(_text(school.get("institution")), tuple(way for way in ways if way))


def of_truth(truth: dict) -> Record:
    """The record of a truth in either form."""
    orders = tuple(_words(lines) for lines in (truth.get("lines"), *(truth.get("orders") or ())) if lines)
    if "basics" in truth:
        return of_json_resume(truth, orders)
    contact = truth.get("contact") or {}
    schools = tuple(
        SchoolRecord(_text(school.get("institution")), _texts(school.get("degree")))
        for school in _objects(truth.get("education"))
    )
    return Record(
        _text(contact.get("full_name")),
        _texts(contact.get("email")),
        _texts(contact.get("phone")),
        tuple(_job(job) for job in _objects(truth.get("experience"))),
        schools,
        _names(truth.get("skills"), "name"),
        _names(truth["languages"], "language") if isinstance(truth.get("languages"), list) else None,
        _text(contact["location"]) if contact.get("location") else None,
        orders,
    )


def _words(pages: list) -> tuple[str, ...]:
    """The lines of all pages in one row."""
    return tuple(line for page in pages for line in ([page] if isinstance(page, str) else page))
