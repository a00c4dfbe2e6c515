"""What people do at work: lines for job descriptions, and what resumes say was done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dataset_builder.teachers.marks import bare
from dataset_builder.teachers.template.english import capitalised, gerund, past, phrases, uncapitalised
from dataset_builder.teachers.template.fields_of_work import FIELDS
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.skill_names import SkillName
from dataset_builder.text.mentions import stemmed

_DUTIES = phrases("duties")
_WITH_SKILL = _DUTIES["with_skill"]
_GENERAL = tuple(_DUTIES["general"])

# Of the pools, so that jobs of one resume, each with a part of its own, do not repeat each other.
PARTS = 8
_BY_PART = {field: tuple(tuple(_DUTIES[field][part::PARTS]) for part in range(PARTS)) for field in FIELDS}
_GENERAL_BY_PART = tuple(_GENERAL[part::PARTS] for part in range(PARTS))


_WORD_AFTER = re.compile(r"(?:,|\band|\bor|\bthen|\bbut) ([a-z]+)")
# "refuel and rearm", "ride beside learners and brake when needed": two verbs for one object, or one before its clause
_TWO_VERBS = re.compile(r"^[a-z-]+,? (?:and|or) |\b(?:and|or|then) [a-z-]+ (?:when|where|if|so|until)\b")
# "certify copies and administer oaths": a word with its object, and so a verb that no list of verbs may have
_MAYBE_VERB = re.compile(
    r"\b(?:and|or|then|but) [a-z-]+ (?!(?:of|for|with|in|on|at|to|by|from|before|after|and|or|as|per|into|over|under|until|when|during|between|through)\b)[a-z]"
)

# A clause, or a second verb ("set technique and collimate to the part").
_CLAUSE = re.compile(
    r"\b(?:and|or|then|but) (?:[a-z-]{3,}(?:ate|ize|ify)|act|ask|tell|go|say|let|help|make|give|take|keep|call|log) |\b(?:when|until|where|while|who|whose|that|which|if|whether|what|how|because|once|so) [a-z]"
)


@dataclass(frozen=True)
class Duties:
    """What is done in each occupation, as the graph has it: duties by title, base verb first."""

    written: Mapping[str, tuple[str, ...]]

    def of(self, title: str) -> tuple[str, ...]:
        """All duties of an occupation, small letters first; none where the graph has none."""
        return self._small.get(title, ())

    def of_one_verb(self, title: str) -> tuple[str, ...]:
        """Those whose tense can be changed at their first word: "take x-rays and read them" has another."""
        return self._of_one_verb.get(title, ())

    @cached_property
    def _small(self) -> dict[str, tuple[str, ...]]:
        return {title: tuple(map(uncapitalised, duties)) for title, duties in self.written.items()}

    @cached_property
    def _of_one_verb(self) -> dict[str, tuple[str, ...]]:
        return {title: self._with_one_verb(duties) for title, duties in self._small.items()}

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(duty.split(" ", 1)[0] for duties in self._small.values() for duty in duties)

    def _with_one_verb(self, duties: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            duty
            for duty in duties
            if "," not in duty.split(" ", 1)[0]
            and self._verbs.isdisjoint(_WORD_AFTER.findall(duty))
            and _MAYBE_VERB.search(duty) is None
            and _TWO_VERBS.search(duty) is None
        )


def past_of(duties: tuple[str, ...]) -> tuple[str, ...]:
    """Those without a clause, whose verb would keep its tense ("gave first aid until medics come"), if there are two."""
    plain = tuple(duty for duty in duties if not _has_clause(duty))
    return plain if len(plain) > 1 else duties


@lru_cache(maxsize=100_000)
def _has_clause(duty: str) -> bool:
    return _CLAUSE.search(duty) is not None


@lru_cache(maxsize=1_000)
def unrelated(duties: tuple[str, ...], skills: tuple[str, ...], share: float = 0) -> tuple[str, ...]:
    """The duties that have no more than a share of the telling words of any of the skills, so that none of them shows one: with
    one half, "repair engines" does not show brake repair. Kept: each line of a job asks anew."""
    telling = [frozenset(stem for stem in _stems(skill) if len(stem) > 3) for skill in skills]
    return tuple(duty for duty in duties if not any(len(own & _stems(duty)) > share * len(own) for own in telling))


@lru_cache(maxsize=100_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stemmed(text).split())


def in_order(duties: Sequence[str], count: int, draw: Draw) -> list[str]:
    """Some of the duties of one occupation, in the order in which they are written."""
    return [duties[at] for at in sorted(draw.some(range(len(duties)), count))]


def duty(field: str, draw: Draw) -> str:
    """A base-verb phrase of the field or of any job."""
    return draw.pick(_DUTIES[field] if draw.chance(0.65) else _GENERAL)


def duty_with(skill: SkillName, draw: Draw) -> str | None:
    """A base-verb phrase that uses the skill; None for skills that no such phrase holds."""
    if skill.kind in ("raw", "credential", "role", "ability"):
        return None
    kind = "knowledge" if skill.group == "statement" else "soft" if skill.soft else skill.kind
    return draw.pick(_WITH_SKILL[kind]).replace("{skill}", skill.mid if kind == "topic" else skill.phrase)


def duties(field: str, skills: Sequence[SkillName], count: int, with_skills: float, draw: Draw) -> list[str]:
    """Different base-verb phrases for a job description, some of them about its skills."""
    found: list[str] = []
    pool = list(skills)
    for _ in range(3 * count):
        if len(found) == count:
            break
        text = None
        if pool and draw.chance(with_skills):
            text = duty_with(pool.pop(draw.below(len(pool))), draw)
        text = text or duty(field, draw)
        if any(bare(other).startswith(bare(text)) for other in found):
            continue
        found.append(text)
    return found


def did(field: str, skill: SkillName | None, part: int, draw: Draw) -> str:
    """What was done in a past job, base-verb: `past` or `gerund` makes a sentence of it. With the skill, if one is given."""
    text = duty_with(skill, draw) if skill else None
    pools = _BY_PART[field] if draw.chance(0.65) else _GENERAL_BY_PART
    return text or draw.pick(pools[part % PARTS])


def done(text: str) -> str:
    """ "keep records" -> "Kept records"."""
    return capitalised(past(text))


def doing(text: str) -> str:
    """ "keep records" -> "keeping records"."""
    return gerund(text)
