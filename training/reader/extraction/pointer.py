"""The system `pointer`: the pointer family over the lines, next to what the rules read.

    read_many(files, "students/pointer")          # the folder that `make students` leaves, or a repository of the Hub

The token classifier says what a word is by what it learnt, the rules by headings, type and geometry, so their errors differ. The
rules' reading is kept; the classifier's spans fill what it leaves open: a title or an employer in the header of a job, a degree or
a school, the name, the skills of a list that the rules could not read, jobs where none were found. It sets a title and an employer
right that the rules took for each other. Each value says which of the two read it. Runs in the process that
calls it, by onnxruntime where the folder was exported; all files of a call share batches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dataset_builder.errors import BadInput
from dataset_builder.text.evidence import Evidence
from training.reader.extraction.outline import Section
from training.reader.extraction.resume import Basics, Education, Printed, Resume, Work, mapped
from training.reader.extraction.rules import Reading, read_document
from training.reader.extraction.spans import Label, resume_of
from training.reader.extraction.spans import Span as Labelled
from training.reader.lines import Pages

if TYPE_CHECKING:
    from training.students.pointer.backend import Classifier
    from training.students.pointer.spans import Span

# Where `make students` leaves the family.
FAMILY = "students/pointer"
BOTH = "rules and pointer"
# Scores from which a span fills a field that the rules leave open, and from which it is believed against them.
FILLS, CORRECTS = 0.6, 0.8
# Lines above and below the header of an entry that may belong to it, and between the parts of a job that has no other reader.
_NEAR, _APART = 1, 2
# Kinds of spans that say what the field of a JSON pointer is.
_KINDS = {
    "/basics/name": "name", "/position": "title", "/institution": "school", "/studyType": "degree", "/startDate": "dates", "/endDate": "dates",
}  # fmt: skip


@dataclass(frozen=True)
class Pointed:
    """A span of the classifier with its words, in the lines of a file."""

    kind: str
    text: str
    place: Evidence
    score: float
    line: int

    def printed(self) -> Printed:
        return Printed(self.text, self.place, how="pointer")


def read_many(files: Sequence[Pages], model: str) -> list[tuple[Resume, tuple[str, ...]]]:
    """Resumes and notes, in the order of the files.

    Raises:
        BadInput: the folder or repository holds no extractor of the pointer family, or a package is missing.
    """
    found = classifier(model).spans([pages.text for pages in files])
    read = []
    for pages, spans in zip(files, found, strict=True):
        reading = read_document(pages)
        read.append((merged(pages, reading, list(_pointed(pages, spans))), reading.notes))
    return read


@cache
def classifier(model: str) -> "Classifier":
    """Opened once; the exported weights where there are any, as they need no torch."""
    from training.students import load
    from training.students.pointer.backend import ONNX_FILES
    from training.students.pointer.pointer import Pointer

    if model == FAMILY and not Path(model).is_dir():
        raise BadInput(f"{model}: is not there; run `make students`, or name the folder of another with --model")
    student = load(model)
    folder = student.folders.get("extraction") if isinstance(student, Pointer) else None
    if folder is None or not isinstance(student, Pointer):
        raise BadInput(f"{model}: holds no extractor of the pointer family; give what `make students` leaves there")
    exported = any((folder / name).is_file() for name in ONNX_FILES)
    return replace(student, backend="onnx" if exported else None).classifier


def _pointed(pages: Pages, spans: "Sequence[Span]") -> Iterator[Pointed]:
    for span in spans:
        place = Evidence(span.start, span.end)
        words = " ".join(span.of(pages.text).split())
        if span.score >= FILLS and any(map(str.isalnum, words)):
            yield Pointed(span.kind, words, place, span.score, pages.lines_at(place)[0].n)


def merged(pages: Pages, reading: Reading, spans: Sequence[Pointed]) -> Resume:
    """What the rules read, with what the classifier's spans add to it and set right in it."""
    read = reading.resume
    resume = replace(
        read,
        basics=_basics(read.basics, spans),
        work=_jobs(pages, read, spans),
        education=_schools(pages, read, spans),
    )
    if not resume.skills:
        lines = {row.n for section in reading.unread if _lists_skills(section, spans) for row in section.rows}
        skills = [Labelled("skill", span.place) for span in spans if span.kind == "skill" and span.line in lines]
        resume = replace(resume, skills=_read_here(resume_of(pages, skills)).skills)
    return _agreed(resume, spans)


def _lists_skills(section: Section, spans: Sequence[Pointed]) -> bool:
    """Whether a section that the rules could not read is a list of skills: by its heading, or by what most of its lines hold."""
    held = {span.line for span in spans if span.kind == "skill"}
    return section.kind == "skills" or (
        not section.kind and 2 * sum(row.n in held for row in section.rows) > len(section.rows)
    )


def _agreed(resume: Resume, spans: Sequence[Pointed]) -> Resume:
    """Values that both read, as such."""
    places = {(span.kind, span.place.start, span.place.end) for span in spans}

    def marked(pointer: str, value: Printed) -> Printed:
        kind = next((kind for ending, kind in _KINDS.items() if pointer.endswith(ending)), None)
        kind = kind or ("company" if pointer.split("/")[1] == "work" and pointer.endswith("/name") else None)
        kind = kind or ("skill" if pointer.startswith("/skills/") else None)
        if value.how is None and (kind, value.place.start, value.place.end) in places:
            return value.read_by(BOTH)
        return value

    return mapped(resume, marked)


def _read_here(resume: Resume) -> Resume:
    return mapped(resume, lambda _, value: value.read_by("pointer"))


def _basics(basics: Basics, spans: Sequence[Pointed]) -> Basics:
    if basics.name is not None:
        return basics
    names = [span for span in spans if span.kind == "name" and span.line <= 10 and 2 <= len(span.text.split()) <= 5]
    return replace(basics, name=max(names, key=lambda span: span.score).printed()) if names else basics


def _values(entry: Work | Education) -> list[Printed]:
    """The header of an entry, without what describes it."""
    names = ("name", "position", "location", "startDate", "endDate", "institution", "area", "studyType")
    return [value for name in names if isinstance(value := getattr(entry, name, None), Printed)]


def _header(pages: Pages, entries: Sequence[Work | Education], at: int) -> range:
    """The numbers of the lines in which an entry's header stands or may go on: up to its neighbours' and to what describes it."""
    lines = [line.n for value in _values(entries[at]) for line in pages.lines_at(value.place)]
    if not lines:
        return range(0)
    taken = {
        line.n
        for number, other in enumerate(entries)
        for value in _values(other)
        if number != at
        for line in pages.lines_at(value.place)
    }
    described = [value for name in ("summary", "highlights") for value in _tuple(getattr(entries[at], name, None))]
    taken |= {line.n for value in described for line in pages.lines_at(value.place)}
    first, last = min(lines), max(lines)
    for _ in range(_NEAR):
        first = first - 1 if first > 1 and first - 1 not in taken else first
        last = last + 1 if last < len(pages.lines) and last + 1 not in taken else last
    return range(first, last + 1)


def _tuple(value: object) -> tuple[Printed, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, Printed) else ()


def _meets(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def _open(
    pages: Pages, entries: Sequence[Work | Education], at: int, kind: str, spans: Sequence[Pointed]
) -> Printed | None:
    """The likeliest span of a kind in an entry's header that no value of it holds."""
    lines = _header(pages, entries, at)
    values = _values(entries[at])
    free = [
        span
        for span in spans
        if span.kind == kind and span.line in lines and not any(_meets(span.place, value.place) for value in values)
    ]
    return max(free, key=lambda span: span.score).printed() if free else None


def _jobs(pages: Pages, resume: Resume, spans: Sequence[Pointed]) -> tuple[Work, ...]:
    if not resume.work:
        return _read_here(resume_of(pages, _found_jobs(resume, spans))).work
    jobs = [_turned(job, spans) for job in resume.work]
    for at, job in enumerate(jobs):
        if job.position is None and (title := _open(pages, jobs, at, "title", spans)) is not None:
            jobs[at] = replace(job, position=title)
        elif job.name is None and (employer := _open(pages, jobs, at, "company", spans)) is not None:
            jobs[at] = replace(job, name=employer)
    return tuple(jobs)


def _turned(job: Work, spans: Sequence[Pointed]) -> Work:
    """A job whose title and employer were taken for each other."""

    def said(value: Printed) -> set[str]:
        return {span.kind for span in spans if span.score >= CORRECTS and _meets(span.place, value.place)}

    if job.position is None or job.name is None:
        return job
    if said(job.position) == {"company"} and said(job.name) == {"title"}:
        return replace(job, position=job.name.read_by("pointer"), name=job.position.read_by("pointer"))
    return job


def _found_jobs(resume: Resume, spans: Sequence[Pointed]) -> list[Labelled]:
    """Jobs of a document in which the rules found none: a title, an employer and dates close to each other, and no school."""
    schools = [value.place for one in resume.education for value in _values(one)]
    sure = [span for span in spans if span.score >= CORRECTS and not any(_meets(span.place, one) for one in schools)]
    labels: dict[str, Label] = {"title": "title", "company": "employer", "dates": "dates"}
    found: list[Labelled] = []
    taken: set[Pointed] = set()
    for title in (span for span in sure if span.kind == "title"):
        parts = [title]
        for kind in ("company", "dates"):
            near = [
                span
                for span in sure
                if span.kind == kind and span not in taken and abs(span.line - title.line) <= _APART
            ]
            parts += [min(near, key=lambda span: abs(span.place.start - title.place.start))] if near else []
        if len(parts) == len(labels):
            taken |= set(parts)
            found += [Labelled(labels[part.kind], part.place, len(taken)) for part in parts]
    return found


def _schools(pages: Pages, resume: Resume, spans: Sequence[Pointed]) -> tuple[Education, ...]:
    schools = list(resume.education)
    for at, one in enumerate(schools):
        if one.institution is None and (school := _open(pages, schools, at, "school", spans)) is not None:
            schools[at] = replace(one, institution=school)
        elif one.studyType is None and (degree := _open(pages, schools, at, "degree", spans)) is not None:
            schools[at] = replace(one, studyType=degree)
    return tuple(schools)
