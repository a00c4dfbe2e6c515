"""What the benchmark of phrases asks: lines of test skills, points of pairs and their resumes, skills of the release."""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.fine_tuning import Example
from dataset_builder.sources import authored, handwritten, phrases
from dataset_builder.text.requirement_status import Status

NEAR_WORDS = 8
OTHERS = 3  # skills or resumes that a question is put to besides its own
NEAR, OTHER = "test skills, near misses only", "test skills, other skills only"


@dataclass(frozen=True)
class SkillPhrases:
    name: str
    asked: tuple[str, ...]
    shown: tuple[str, ...]
    near_misses: tuple[str, ...]
    group: str = ""  # SOC major group of the occupations that ask for it, "" where none does


@dataclass(frozen=True)
class Question:
    """Is what is asked (in one or more ways) shown by one of the lines? `kind` of a negative is `NEAR` or `OTHER`."""

    asked: tuple[str, ...]
    lines: tuple[str, ...]
    shown: bool
    kind: str = ""


def skills_of(split: str) -> list[SkillPhrases]:
    """Skills with asked and shown lines, in an order that only their names decide."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in phrases.read():
        if one.skill and one.split == split:
            found[one.skill][one.role].append(one.text)
    groups = _groups()
    skills = [
        SkillPhrases(
            name, tuple(roles["asked"]), tuple(roles["shown"]), tuple(roles["near_miss"]), groups.get(name, "")
        )
        for name, roles in found.items()
        if roles["asked"] and roles["shown"]
    ]
    return sorted(skills, key=lambda skill: hashlib.sha256(f"order {skill.name}".encode()).hexdigest())


@cache
def _groups() -> dict[str, str]:
    """The SOC major group whose occupations ask for a skill most often, the first of equals."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for record in authored.read().records:
        for skill in record.skills:
            counts[skill][record.soc_code[:2]] += 1
    return {skill: min(found, key=lambda group: (-found[group], group)) for skill, found in counts.items()}


def examples_of(skills: Iterable[SkillPhrases]) -> list[Example]:
    """An example per shown line. Near misses under `NEAR_WORDS` words are left out: among shown lines they give themselves
    away by their length, and an encoder learns that instead."""
    return [
        Example(
            skill.name,
            (*skill.asked, skill.name),
            line,
            tuple(near for near in skill.near_misses if len(near.split()) >= NEAR_WORDS),
            skill.group,
        )
        for skill in skills
        for line in skill.shown
    ]


def questions_of(skills: Sequence[SkillPhrases]) -> list[Question]:
    """Each shown line, each near miss and the shown lines of `OTHERS` other skills, a line a question."""
    rng = random.Random(0)
    questions = []
    for at, skill in enumerate(skills):
        questions += [Question(skill.asked, (line,), True) for line in skill.shown]
        questions += [Question(skill.asked, (line,), False, NEAR) for line in skill.near_misses]
        for other in rng.sample([one for one in range(len(skills)) if one != at], min(OTHERS, len(skills) - 1)):
            questions += [Question(skill.asked, (line,), False, OTHER) for line in skills[other].shown]
    return questions


def handwritten_questions() -> list[Question]:
    """Skill points, optional ones too: only a few of the required ones are missing."""
    return [
        Question((point.text,), lines_of(pair.resume), point.status is Status.MET)
        for pair in handwritten.read()
        for point in pair.requirements
        if point.kind == "skill" and point.status in (Status.MET, Status.MISSING)
    ]


def other_resumes() -> list[Question]:
    """Required skill points that are met, each asked of its resume and of `OTHERS` resumes of other fields of work."""
    pairs = handwritten.read()
    asked = [(pair, pair, True) for pair in pairs]
    asked += [(pair, other, False) for pair, other in handwritten.of_other_fields(pairs, OTHERS)]
    return [
        Question((point.text,), lines_of(other.resume), shown, "" if shown else OTHER)
        for pair, other, shown in asked
        for point in pair.requirements
        if point.kind == "skill" and not point.optional and point.status is Status.MET
    ]


def pair_questions(path: Path) -> list[Question]:
    """The required skill points of pairs {resume, requirements: [{text, kind, optional, status}]}, one per line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [
        Question((point["text"],), lines_of(row["resume"]), point["status"] == "met")
        for row in rows
        for point in row["requirements"]
        if point["kind"] == "skill" and not point["optional"] and point["status"] in ("met", "missing")
    ]


def release_questions(path: Path) -> list[Question]:
    from dataset_builder.pipeline.original_release import read_original

    triples, _ = read_original(path)
    return [
        Question((skill,), lines_of(triple.documents.resume_unmatched), kept)
        for triple in triples
        for names, kept in ((triple.facts.unmatched_skills, True), (triple.facts.removed_skills, False))
        for skill in names
    ]


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for raw in text.split("\n") if len(line := raw.strip(" \t•-*#|")) > 2))
