"""What is left of a resume for the points that words leave open: lines that speak of nothing else.

    lines = lines_left(question, held)
    nearest(asked, lines, taken, held.names)              # by words, and by what else lines are there for
    open_numbers(question, points, lines, held.names)     # what weighs in the likelihood of the pair, see `joint.OPEN_SIGNS`

A point that names a skill may be met in other words by a line that names none; one that is asked in a sentence also by a line that
names a skill nothing else asks for. Where more points are left open than lines to meet them, the pair is hardly a match.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dataset_builder.assessment.question import Asked, Question
from dataset_builder.text.names.matching import SkillNames, words_of
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.statements import stating
from training.assessor.joint import UNMET, PointRead
from training.rules.certainty import content
from training.rules.held import Held

# Sections in which no skill is told.
_ASIDE = frozenset(("education", "languages", "personal", "head"))
_SKILLS, _TOLD = frozenset(("skills", "certificates")), frozenset(("projects", "achievements", "summary"))


@dataclass(frozen=True)
class LineLeft:
    """Line `number`. `aside`: it heads a job, or stands where no skill is told; `named`: it names a known skill."""

    number: int
    text: str
    kind: str
    aside: bool
    named: bool


def lines_left(question: Question, resume: str, held: Held) -> tuple[LineLeft, ...]:
    """The lines of the question as far as they may show a skill."""
    kinds: dict[int, str] = {}
    for line in held.resume.lines:
        kinds.setdefault(line.place.line_number(resume), line.kind)
    headers = {place.line_number(resume) for place in held.resume.job_places}
    return tuple(
        LineLeft(
            line.number,
            line.text,
            kind := kinds.get(line.number, ""),
            line.number in headers or kind in _ASIDE,
            bool(held.names.named_in(words_of(stating(line.text)))),
        )
        for line in question.lines
    )


def nearest(
    asked: Asked, lines: Sequence[LineLeft], taken: Collection[int], names: SkillNames
) -> tuple[int, int, float]:
    """The line that comes nearest to an open point by words, the one that it is likeliest shown by, and the share of its words,
    0 to 1, that the nearest has.

    Likeliest: by words and letters, and by what else the line is there for. One that shows another point (`taken`), heads a job or
    names another skill is hardly it; of time, only words count. Weighed on training rows, where half of the lines are found so
    and a quarter by words alone; people who answer a post in sentences do not list one line for each point, so there words decide.
    """
    wanted = frozenset(content(asked.point.text))
    named = bool(names.named_in(words_of(asked.point.text)))
    timed = asked.point.months is not None or bool(asked.point.title)

    def weighed(line: LineLeft) -> tuple[float, float, float]:
        """Share of words, letters in common, and how likely the line is there for the point."""
        share = len(wanted & frozenset(content(line.text))) / max(len(wanted), 1)
        letters = fuzz.token_set_ratio(asked.text, line.text) / 100
        apart = -1.0 * (line.number in taken) - 1.5 * line.aside + 0.5 * (not (named and line.named))
        return share, letters, share + 0.5 * letters + apart + 0.5 * (line.kind in _SKILLS) + 0.4 * (line.kind in _TOLD)

    found = [(line.number, *weighed(line)) for line in lines]
    near, share, *_ = max(found, key=lambda one: (one[1], one[2]))
    return near, near if timed else max(found, key=lambda one: one[3])[0], share


def open_numbers(
    question: Question, points: Sequence[PointRead], lines: Sequence[LineLeft], names: SkillNames
) -> dict[str, float]:
    """What the points of a pair and the lines that none of them cites say of it: the numbers of `joint.OPEN_SIGNS`."""
    cited = {line for one in points for line in one.finding.lines}
    left = [line for line in lines if line.number not in cited and not line.aside]
    others = sum(line.named and line.kind in _SKILLS for line in left)
    free = sum(not line.named and line.kind == "skills" for line in left)
    told = sum(not line.named and line.kind not in ("skills", "experience") for line in left)
    needed = [(asked, one) for asked, one in zip(question.requirements, points, strict=True) if not asked.optional]
    named = [bool(names.named_in(words_of(asked.point.text))) for asked, one in needed if one.is_open]
    naming, telling = sum(named), len(named) - sum(named)
    count = max(len(needed), 1)
    return {
        "points open": len(named),
        "points failing": sum(one.finding.status in UNMET for _, one in needed),
        "share of points met": sum(one.finding.status is Status.MET for _, one in needed) / count,
        "share of points open": len(named) / count,
        "open names": naming,
        "open sentences": telling,
        "open names without a line": max(naming - free - told, 0),
        "open sentences without a line": max(telling - others - free - told, 0),
        "open names less lines": naming - free - told,
        "open sentences less lines": telling - others - free,
        "skills that are not asked": others,
    }
