"""What a post names beside what it requires: welcome skills, one that will do in place of another, skills that it does not need."""

from collections.abc import Sequence

from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.labels import LANGUAGES
from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.english import capitalised, listed, phrases
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.person import Person
from dataset_builder.teachers.template.person.education import asked_degree
from dataset_builder.teachers.template.skill_names import SkillName, marked
from dataset_builder.teachers.template.style import bulleted

_NAMED = phrases("named")
DEGREE_SHARE, TITLE_TAIL_SHARE, OTHER_HEADS_SHARE = 0.35, 0.25, 0.45


def optional_section(facts: Facts, bullet: str, marks: Marks, draw: Draw) -> dict[str, str]:
    """Skills that are welcome and not required, under a heading of their own."""
    names = [marked(skill, skill, marks, "optional") for skill in facts.optional_skills]
    if not names:
        return {}
    head = draw.pick(_NAMED["optional_heads"])
    if draw.chance(0.2) and all(name.group == "hard" for name in names):
        text = draw.pick(_NAMED["optional_sentence"])
        return {head: text.replace("{skills}", listed([name.phrase for name in names]))}
    lines = [_filled(draw.pick(_NAMED["optional"][_group(name)]), name) for name in names]
    return {head: "\n".join(bulleted(lines, bullet))}


def language_lines(facts: Facts, marks: Marks, draw: Draw) -> dict[str, str]:
    """Whole lines that require a language, which is no skill among skills."""
    asked = [skill for skill in facts.skills if skill in LANGUAGES]
    return {
        skill: draw.pick(_NAMED["language"]).replace("{skill}", marked(skill, skill, marks).start) for skill in asked
    }


def alternative_lines(facts: Facts, marks: Marks, draw: Draw) -> dict[str, str]:
    """Whole lines of the skills section, marked, by the required skill that they ask for or another in its place."""
    found = {}
    for one in facts.alternatives:
        skill, other = marked(one.skill, one.skill, marks), marked(one.other, one.other, marks, "alternative")
        pool = _NAMED["alternative"].get(_group(skill), _NAMED["alternative"]["credential"])
        found[one.skill] = _filled(draw.pick(pool), skill).replace("{other}", other.phrase)
    return found


def alternative_sentences(facts: Facts, marks: Marks, draw: Draw) -> list[str]:
    """The same as sentences, for a post whose skills have no lines of their own."""
    found = []
    for one in facts.alternatives:
        skill, other = marked(one.skill, one.skill, marks), marked(one.other, one.other, marks, "alternative")
        text = draw.pick(_NAMED["alternative_sentence"]).replace("{Other}", capitalised(other.phrase_as_named))
        found.append(_filled(text, skill).replace("{other}", other.phrase))
    return found


def denied_sentences(facts: Facts, marks: Marks, draw: Draw) -> list[str]:
    """That the job does not need a skill."""
    names = (marked(skill, skill, marks, "denied") for skill in facts.denied_skills)
    said = [(draw.pick(_NAMED["denied"][_denied_as(name)]), name) for name in names]
    return [_filled(text, name) for text, name in said]


def _denied_as(name: SkillName) -> str:
    """What can be said not to be needed of it: work is done by others, a tool is not, and a certificate is held."""
    return "work" if name.kind == "practice" else _group(name)


def _group(name: SkillName) -> str:
    if name.kind == "credential":
        return "credential"
    return "hard" if name.group == "hard" else "soft"


def _filled(text: str, name: SkillName) -> str:
    return text.replace("{Skill}", capitalised(name.phrase_as_named)).replace("{skill}", name.phrase)


def degree_section(person: Person, marks: Marks, draw: Draw) -> dict[str, str]:
    """A degree that both resumes of the triple have, where such jobs ask for one."""
    if person.degree is None or not draw.chance(DEGREE_SHARE):
        return {}
    text = asked_degree(person.degree, marks, draw)
    return {draw.pick(_NAMED["degree_heads"]): text} if text else {}


def title_tail(town: str, draw: Draw) -> str:
    """What stands behind the title of a post: a place, a number, the hours."""
    if not draw.chance(TITLE_TAIL_SHARE):
        return ""
    number = str(1_000 + draw.below(98_000))
    return draw.pick(_NAMED["title_tails"]).replace("{town}", town).replace("{number}", number)


def heads(names: Sequence[str], draw: Draw) -> dict[str, str]:
    """What a document calls its sections: as the release does, or in one in two documents otherwise."""
    other = draw.chance(OTHER_HEADS_SHARE)
    return {name: draw.pick(_NAMED["heads"][name]) if other and draw.chance(0.6) else name for name in names}
