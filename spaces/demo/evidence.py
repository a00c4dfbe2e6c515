"""Requirement by requirement: what the job asks, whether the resume meets it, and the line that says so.

The rules find the evidence whichever system gave the verdict, so that each verdict can be checked against lines.
"""

from dataclasses import dataclass
from typing import Literal

from findings import Findings, is_clear, is_missing

from dataset_builder.text.mentions import mentions, stemmed

Status = Literal["met", "too short", "missing", "unclear"]
WORST_FIRST: tuple[Status, ...] = ("missing", "too short", "unclear", "met")


@dataclass(frozen=True)
class Line:
    """A line of a document as it stands; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Requirement:
    """`wording` is the job's own line. `elsewhere` is a line outside the skills section that names a missing skill."""

    kind: Literal["skill", "experience"]
    asked: str
    wording: str
    status: Status
    line: Line | None
    years_asked: int | None = None
    years_held: int | None = None
    elsewhere: Line | None = None

    @property
    def met(self) -> bool:
        return self.status == "met"


def requirements(findings: Findings, resume: str) -> tuple[Requirement, ...]:
    """All that the job asks for: experience first, what fails before what is met."""
    lines = [Line(number, text.strip()) for number, text in enumerate(resume.split("\n"), 1) if text.strip()]
    jobs = [_job(check, lines) for check in findings.jobs]
    skills = [_skill(check, lines) for check in findings.skills]
    order = WORST_FIRST.index
    return tuple(sorted(jobs, key=lambda one: order(one.status)) + sorted(skills, key=lambda one: order(one.status)))


def _job(check, lines: list[Line]) -> Requirement:
    line = None if check.held is None else line_of(lines, check.held.line, check.held.title)
    return Requirement(
        "experience", check.title, check.asked.line.strip(), check.outcome, line, check.asked.years,
        check.years if check.held is not None else None,
    )  # fmt: skip


def _skill(check, lines: list[Line]) -> Requirement:
    if is_missing(check):
        wanted = (line for line in lines if mentions(stemmed(line.text), check.asked))
        return Requirement("skill", check.asked, check.item, "missing", None, elsewhere=next(wanted, None))
    status: Status = "met" if is_clear(check) else "unclear"
    return Requirement(
        "skill", check.asked, check.item, status, line_of(lines, check.shown_in or "", check.shown_in or "")
    )


def line_of(lines: list[Line], text: str, part: str) -> Line | None:
    """The line that holds a text read from it; of a text that was wrapped, the line where it starts."""
    wanted, least = " ".join(text.split()), " ".join(part.split())
    flat = [(line, " ".join(line.text.split())) for line in lines]
    for test in (lambda own: wanted in own, lambda own: least in own, lambda own: len(own) > 3 and own in wanted):
        for line, own in flat:
            if test(own):
                return line
    start = wanted[:25]
    return next((line for line, own in flat if start and start in own), None)
