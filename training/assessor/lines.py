"""The lines of a resume that show a point, and those that are left for what no line is known to show."""

import re
from collections.abc import Collection, Sequence

from dataset_builder.text.dates import covered
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.names.matching import Words
from dataset_builder.text.posts.points import Point
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.qualifications.certificates import PAPER
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import ResumeLine
from dataset_builder.text.titles.roles import roles_of
from training.rules.certainty import asked_names
from training.rules.experience import best_title
from training.rules.held import Held, Judged

# A line that tells of a piece of work, and no duty or name: of so many words, or with a number.
_TELLING = 10
_NO_WORK = ("education", "languages", "personal", "head", "interests")


def lines_left(
    held: Held, resume: str, shown: Collection[int], cited: Collection[int], lines: Sequence[tuple[ResumeLine, Words]]
) -> tuple[int, ...]:
    """The numbers of lines that tell of work, name no known skill and were cited for no point: what they show is said in other words."""
    jobs = {_line_of(place, held) for place in held.resume.job_places}
    return tuple(
        number
        for at, (line, said) in enumerate(lines)
        if at not in jobs
        and line.kind not in _NO_WORK
        and _tells(line.text)
        and (number := line.place.line_number(resume)) in shown
        and number not in cited
        and not held.names.named_in(said)
    )


def is_unnamed(one: Judged, held: Held) -> bool:
    """Whether no line names what a point asks, whatever of its kind or by its maker is named."""
    return one.evidence is None or all(
        held.names.find(name, held.words) is None for name in asked_names(one.point, held.names)
    )


def _tells(text: str) -> bool:
    return len(text.split()) >= _TELLING or (len(text.split()) >= _TELLING // 2 and any(map(str.isdigit, text)))


# ------------------------------------------------------------------------------------------------- what shows a point


def places_of(one: Judged, held: Held, lines: Sequence[tuple[ResumeLine, Words]]) -> list[Evidence]:
    """The place of the judgement, and every other line that shows the same."""
    if one.evidence is None:
        return []
    point = one.point
    if point.title:
        found = [place for at in _jobs(point, held) for place in _job_lines(at, held)]
        return found or [one.evidence, *_beside(one.evidence, held)]
    if point.kind in _PAPERS and len(point.names) < 2:
        return [one.evidence, *_same_papers(point, held, lines)]
    names = asked_names(point, held.names)
    if point.kind is Kind.LANGUAGE:
        spoken = (line.place for line, said in lines if line.kind == "languages" and _names_one(names, said, held))
        return [one.evidence, *spoken]
    if point.kind is not Kind.SKILL and len(point.names) < 2:
        return [one.evidence]
    # who "Data Entry Clerk" was, the title says; what was done, other lines do
    titles = {title.casefold() for title in held.titles}
    jobs = {_line_of(place, held) for place in held.resume.job_places}
    jobs |= {at for at, (line, _) in enumerate(lines) if line.text.casefold() in titles}
    found = [
        line.place for number, (line, said) in enumerate(lines) if number not in jobs and _names_one(names, said, held)
    ]
    return found if found and _line_of(one.evidence, held) in jobs else [one.evidence, *found]


_PAPERS = (Kind.CERTIFICATE, Kind.LICENCE)


def _same_papers(point: Point, held: Held, lines: Sequence[tuple[ResumeLine, Words]]) -> list[Evidence]:
    """The lines that name a paper in full once more: "Veterinary License" in a list and "Veterinary License (current)"."""
    names = [name for name in asked_names(point, held.names) if len(name.split()) > 1 and PAPER.search(name)]
    return [line.place for line, said in lines if PAPER.search(line.text) and _names_one(names, said, held)]


def _names_one(names: Sequence[str], said: Words, held: Held) -> bool:
    """Whether words name one of several, in order."""
    return any(held.names.find(name, said, in_order=True) for name in names)


def _jobs(point: Point, held: Held) -> list[int]:
    """The jobs that show a title; those of the very title alone, where their months are enough."""
    titles = [title.strip() for title in re.split(r"\s+or\s+|\s*/\s*", point.title) if title.strip()]
    wanted, asked = [roles_of(title) for title in titles], {title.casefold() for title in titles}
    same = [at for at, roles in enumerate(held.roles) if best_title(wanted, roles) is Status.MET]
    exact = [at for at in same if held.titles[at].casefold() in asked]
    spans = (held.resume.jobs[at].months(held.today) for at in exact)
    return exact if exact and covered(span for span in spans if span) >= (point.months or 0) else same


def _job_lines(at: int, held: Held) -> list[Evidence]:
    """The line of a job, and that of its title where it stands above or below its dates."""
    place = held.resume.job_places[at]
    return [place, *_beside(place, held)]


def _line_of(place: Evidence, held: Held) -> int | None:
    """Which of the lines a place stands in."""
    return next(
        (number for number, line in enumerate(held.lines) if line.place.start <= place.start < line.place.end), None
    )


# How many lines above the dates of a job, and below, its title may stand.
_ABOVE, _BELOW = 2, 1


def _beside(place: Evidence, held: Held) -> list[Evidence]:
    """The line near a job's that names its title, unless its own does."""
    at = next((at for at, known in enumerate(held.resume.job_places) if known == place), None)
    title = "" if at is None else held.resume.jobs[at].title.casefold()
    own = _line_of(place, held)
    if own is None or not title or title in held.lines[own].text.casefold():
        return []
    near = [*range(own - 1, own - 1 - _ABOVE, -1), *range(own + 1, own + 1 + _BELOW)]
    named = [
        held.lines[number]
        for number in near
        if 0 <= number < len(held.lines)
        and held.lines[number].kind == held.lines[own].kind
        and title in held.lines[number].text.casefold()
    ]
    return [line.place for line in sorted(named, key=lambda line: len(line.text))][:1]
