"""What people do at work: lines for job descriptions, and what resumes say was done."""

import re
from collections.abc import Sequence

from dataset_builder.teachers.marks import bare
from dataset_builder.teachers.template.english import capitalised, gerund, past, phrases
from dataset_builder.teachers.template.fields_of_work import FIELDS
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.skill_names import SkillName

_DUTIES = phrases("duties")
_TAILS, _GOALS, _WITH_SKILL = tuple(_DUTIES["tails"]), tuple(_DUTIES["resume_goals"]), _DUTIES["with_skill"]
_GENERAL = tuple(_DUTIES["general"])


# Of the pools, so that jobs of one resume, each with a part of its own, do not repeat each other.
PARTS = 8
_BY_PART = {field: tuple(tuple(_DUTIES[field][part::PARTS]) for part in range(PARTS)) for field in FIELDS}
_GENERAL_BY_PART = tuple(_GENERAL[part::PARTS] for part in range(PARTS))


def duty(field: str, draw: Draw) -> str:
    """A base-verb phrase of the field or of any job."""
    return draw.pick(_DUTIES[field] if draw.chance(0.65) else _GENERAL)


def duty_with(skill: SkillName, draw: Draw) -> str | None:
    """A base-verb phrase that uses the skill; None for skills that no such phrase holds."""
    if skill.kind in ("raw", "role", "ability"):
        return None
    kind = "knowledge" if skill.group == "statement" else "soft" if skill.soft else skill.kind
    return draw.pick(_WITH_SKILL[kind]).replace("{skill}", skill.mid if kind == "topic" else skill.phrase)


def duties(field: str, skills: Sequence[SkillName], count: int, with_skills: float, draw: Draw) -> list[str]:
    """Different base-verb phrases for a job description, some of them about its skills."""
    found: list[str] = []
    pool, tails = list(skills), draw.some(_TAILS, count)
    for _ in range(3 * count):
        if len(found) == count:
            break
        text = None
        if pool and draw.chance(with_skills):
            text = duty_with(pool.pop(draw.below(len(pool))), draw)
        text = text or duty(field, draw)
        if any(bare(other).startswith(bare(text)) for other in found):
            continue
        tail = tails[len(found)]
        found.append(f"{text} {tail}" if _takes(text, tail) and draw.chance(0.65) else text)
    return found


def _takes(text: str, tail: str) -> bool:
    """Whether the tail fits: the phrase is short, not ended already, and has no such preposition yet."""
    text = bare(text)
    return text.count(" ") < 7 and _ENDED.search(text) is None and f" {tail.split(' ', 1)[0]} " not in text


_ENDED = re.compile(
    r" (?:when|until|before|after|during|according|in line|on schedule|daily|every|within|in the agreed|as needed|on time|at all times|without|whenever|quickly|politely)\b"
)


def did(field: str, skill: SkillName | None, part: int, draw: Draw) -> str:
    """What was done in a past job, base-verb: `past` or `gerund` makes a sentence of it. With the skill, if one is given."""
    text = duty_with(skill, draw) if skill else None
    pools = _BY_PART[field] if draw.chance(0.65) else _GENERAL_BY_PART
    text = text or draw.pick(pools[part % PARTS])
    goal = draw.pick(_GOALS)
    return f"{text} {goal}" if _takes(text, goal) and draw.chance(0.6) else text


def done(text: str) -> str:
    """ "keep records" -> "Kept records"."""
    return capitalised(past(text))


def doing(text: str) -> str:
    """ "keep records" -> "keeping records"."""
    return gerund(text)
