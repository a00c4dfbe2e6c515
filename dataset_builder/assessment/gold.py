"""The right answer to a question, from facts and their places alone; the text layer only says what is asked, and in which order.

    asked = asked_facts(asked_of(post), job_sheet, skills, jobs)     # once a job
    gold = right_answer(asked, blind_lines(resume), resume_sheet)
    gold.question          # the requirements in which facts stand, numbered anew
    gold.requirements      # status, months and lines of each
    gold.unread, gold.surplus

A skill is met where a line of the resume states it; a job where those of its title were held for the months asked, and short
where for fewer. A point in which no fact stands is `surplus` and left out; a fact that stands in no point is `unread`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dataset_builder.assessment.answer import Answer, Finding, sure_of
from dataset_builder.assessment.question import Asked, Question, ShownLine, numbered
from dataset_builder.assessment.sheets import Place, Sheet
from dataset_builder.sampling.facts import Experience
from dataset_builder.text.posts.post import Point
from dataset_builder.text.requirement_status import Status


@dataclass(frozen=True)
class GoldRequirement:
    """`lines`: all lines that show it; months are of experience."""

    point: Point
    status: Status
    lines: tuple[int, ...] = ()
    months_asked: int | None = None
    months_held: int | None = None


@dataclass(frozen=True)
class Gold:
    question: Question
    requirements: tuple[GoldRequirement, ...]
    unread: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def label(self) -> int:
        return int(all(one.status is Status.MET for one in self.requirements if not one.point.optional))

    @property
    def fit(self) -> float:
        required = [one for one in self.requirements if not one.point.optional]
        return sum(one.status is Status.MET for one in required) / max(len(required), 1)

    @property
    def answer(self) -> Answer:
        findings = (
            Finding(at, one.status, one.lines, one.months_held if one.status is Status.TOO_SHORT else None)
            for at, one in enumerate(self.requirements, start=1)
        )
        unmet = sum(one.status is not Status.MET for one in self.requirements if not one.point.optional)
        return Answer(tuple(findings), sure_of(unmet))


@dataclass(frozen=True)
class AskedFacts:
    """What a job asks by its facts, the same for every resume: the points in which facts stand, numbered anew, and the facts of
    each."""

    requirements: tuple[Asked, ...]
    facts: tuple[tuple[Place, ...], ...]
    unread: tuple[str, ...]
    surplus: tuple[str, ...]


def asked_facts(asked: Sequence[Asked], job: Sheet, skills: Sequence[str], jobs: Sequence[Experience]) -> AskedFacts:
    """`asked`: all points of the post; `skills` and `jobs`: what the job's facts ask for."""
    points = [one.point for one in asked]
    found = {id(point): _facts_in(point, job) for point in points}
    timed = {place.name for point in points if point.months is not None for place in found[id(point)]}
    for point in points:
        if point.months is None:  # a title that another point asks for with its months
            found[id(point)] = tuple(p for p in found[id(point)] if p.kind == "skill" or p.name not in timed)
    kept = [point for point in points if found[id(point)]]
    read = {(place.kind, place.name) for places in found.values() for place in places}
    facts = [("skill", name) for name in skills] + [("experience", one.title) for one in jobs]
    return AskedFacts(
        numbered(kept),
        tuple(found[id(point)] for point in kept),
        tuple(name for kind, name in facts if (kind, name) not in read),
        tuple(one.text for one in asked if not found[id(one.point)]),
    )


def right_answer(asked: AskedFacts, lines: tuple[ShownLine, ...], resume: Sheet) -> Gold:
    """`lines`: those that the question shows; `resume`: the sheet of the resume that they are of."""
    question = Question(asked.requirements, lines)
    shown = frozenset(question.line_numbers)
    judged = (
        _judged(one.point, facts, resume, shown) for one, facts in zip(asked.requirements, asked.facts, strict=True)
    )
    return Gold(question, tuple(judged), asked.unread, asked.surplus)


def _facts_in(point: Point, job: Sheet) -> tuple[Place, ...]:
    """The facts that stand where the point does: a point about time asks for the jobs in it, any other for the skills."""
    inside = [place for place in job.places if place.start < point.place.end and point.place.start < place.end]
    jobs = [place for place in inside if place.kind == "experience"]
    if jobs and (point.months is not None or point.title):
        named = [job for job in jobs if job.name.casefold() == point.title.casefold()]
        return tuple({job.name: job for job in named or jobs}.values())
    return tuple({place.name: place for place in inside if place.kind == "skill"}.values())


def _judged(point: Point, facts: tuple[Place, ...], resume: Sheet, shown: frozenset[int]) -> GoldRequirement:
    """A point of several facts is met where each is, and missing where one is."""
    judge = _experience if facts[0].kind == "experience" else _skill
    each = [judge(point, fact, resume, shown) for fact in facts]
    if len(each) == 1:
        return each[0]
    for status in (Status.MISSING, Status.TOO_SHORT):
        if failed := [one for one in each if one.status is status]:
            return failed[0]
    return replace(each[0], lines=tuple(sorted({line for one in each for line in one.lines})))


def _skill(point: Point, asked: Place, resume: Sheet, shown: frozenset[int]) -> GoldRequirement:
    lines = _lines(resume, asked, shown)
    return GoldRequirement(point, Status.MET if lines else Status.MISSING, lines)


def _experience(point: Point, asked: Place, resume: Sheet, shown: frozenset[int]) -> GoldRequirement:
    held = resume.of("experience", asked.name)
    months = sum({place.item: place.months or 0 for place in held}.values())
    lines = _lines(resume, asked, shown)
    if not held or not lines:
        return GoldRequirement(point, Status.MISSING, (), asked.months, 0)
    status = Status.MET if months >= (asked.months or 0) else Status.TOO_SHORT
    return GoldRequirement(point, status, lines, asked.months, months)


def _lines(resume: Sheet, fact: Place, shown: frozenset[int]) -> tuple[int, ...]:
    return tuple(line for line in resume.lines_of(resume.of(fact.kind, fact.name)) if line in shown)
