"""The lines of a skills section.

A line's words depend on the document's key and on the skills in it, never on its place: a line that two versions
of a section share is the same in both, byte for byte.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dataset_builder.teachers.marks import Marks, bare
from dataset_builder.teachers.template.english import article, capitalised, gerund, listed, phrases
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.skill_names import SkillName, marked, skill_name
from dataset_builder.teachers.template.style import MIXED_FORMS, SkillStyle, bulleted
from dataset_builder.text.mentions import Aliases, stemmed, stems_of

_SKILLS = phrases("skills")
_ALIAS_SHARE, _STOCK_SHARE, _ASKED_SHARE = 0.10, 0.56, 0.33
# Wordings tried for a line that must not name a removed skill.
TRIES = 12
# Letters of a stem that makes two skills similar.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Opener:
    """The words around a skill in a phrase."""

    before: str
    after: str
    article: bool


def _opener(text: str) -> Opener:
    slot = "{a_skill}" if "{a_skill}" in text else "{skill}"
    before, _, after = text.partition(slot)
    return Opener(before, after, slot == "{a_skill}")


def _openers(lists: dict[str, list[str]], plural: bool) -> dict[str, tuple[Opener, ...]]:
    """By kind. After a plural ("REST APIs") nothing follows the skill: "REST APIs experience" is no English."""
    found = {kind: tuple(map(_opener, texts)) for kind, texts in lists.items()}
    if not plural:
        return found
    return {kind: tuple(o for o in openers if not o.after) or openers for kind, openers in found.items()}


def _kinds(name: str) -> dict[str, list[str]]:
    return {kind: lists[name] for kind, lists in _SKILLS["openers"].items()}


_STOCK, _OTHER, _ASKED = (
    {plural: _openers(lists, plural) for plural in (False, True)}
    for lists in (_kinds("stock"), _kinds("other"), _SKILLS["asked"])
)


# Of the design `facts`: what goes with a skill by the last word of its name, or by a tool's name; by voice, what people write, the name alone among it, and the shapes that a list may have, each with
# openers by kind.
_SAID_WITH = {
    slot: {word: text for text, words in _SKILLS[name].items() for word in words}
    for slot, name in (("verb", "verbs"), ("noun", "nouns"), ("quality", "qualities"))
}
_RICH = {
    voice: {plural: _openers(lists, plural) for plural in (False, True)} for voice, lists in _SKILLS["rich"].items()
}
_SHAPES = _SKILLS["shapes"]
_NAMES_A_DEED = ("practice", "field", "topic")
# Other names that ads have for a skill, which say more than it: "SAP Consulting" for SAP ERP.
_SAYS_MORE = re.compile(r"\b(?:consulting|implementation|skills|environment|consultant|support)$", re.IGNORECASE)


def named(skill: str, aliases: Aliases, draw: Draw, marks: Marks, rich: bool = False) -> SkillName:
    """The skill, or now and then one of its other names; with `rich` none that says more than the skill."""
    others = aliases.get(skill)
    if others and (own := draw.child(skill)).chance(_ALIAS_SHARE):
        fitting = [other for other in others if not (rich and _SAYS_MORE.search(other))]
        return marked(skill, own.pick(fitting) if fitting else skill, marks)
    return marked(skill, skill, marks)


def _opening(skill: SkillName, voice: str, small: bool, draw: Draw) -> str:
    """The skill after an opener: "Proficient in welding"."""
    if skill.kind == "raw":
        return skill.start
    if skill.kind == "credential":
        return draw.pick(_SKILLS["credentials"][voice]).replace("{skill}", skill.start)
    if voice == "jd" and skill.kind in _SKILLS["asked"] and draw.chance(_ASKED_SHARE):
        pool = _ASKED
    else:
        pool = _STOCK if draw.chance(_STOCK_SHARE) else _OTHER
    return _opened(draw.pick(pool[skill.plural][skill.kind]), skill, small)


def _opened(opener: Opener, skill: SkillName, small: bool) -> str:
    if not opener.before:
        return skill.start + opener.after
    inside = skill.mid if small or skill.kind in ("ability", "knowledge", "experience", "manner") else skill.name
    after = opener.after
    if after and bare(inside).lower().endswith(after.lower()):
        after = ""
    return opener.before + (f"{article(bare(inside))} {inside}" if opener.article else inside) + after


def _openers_of(shape: Mapping[str, Sequence[str]], skill: SkillName) -> tuple[Opener, ...]:
    """Those that fit the skill, by what its last word goes with ("conduct energy audits"), else by its kind; none where the shape
    has none for it."""
    name = bare(skill.name).lower()
    word = name.rsplit(" ", 1)[-1] if skill.kind in _NAMES_A_DEED else name if skill.kind == "tool" else ""
    for slot, said_with in _SAID_WITH.items():
        said = said_with.get(word) if slot in shape else None
        if said and not (slot == "noun" and skill.plural):
            doing = gerund(f"{said} ").rstrip() if slot == "verb" else ""
            return tuple(_opener(text.replace(f"{{{slot}}}", said).replace("{doing}", doing)) for text in shape[slot])
    found = map(_opener, shape.get(skill.kind, ()))
    # "call transfers skills" is no English
    return tuple(one for one in found if not (skill.plural and one.after.strip()))


def _rich(skill: SkillName, voice: str, small: bool, draw: Draw) -> str:
    """The skill as people write it in a list of no one shape; kinds without openers of their own stand bare."""
    if skill.kind == "credential":
        return draw.pick(_SKILLS["credentials"][voice]).replace("{skill}", skill.start)
    openers = _RICH[voice][skill.plural].get(skill.kind)
    return _opened(draw.pick(openers), skill, small) if openers else skill.start


def _phrase(skill: SkillName, voice: str, small: bool, draw: Draw) -> str:
    """The wordier of two openers; nothing follows the skill, since what follows would have to fit it."""
    return max((_opening(skill, voice, small, draw) for _ in range(2)), key=lambda text: text.count(" "))


def _short(skill: SkillName, voice: str, small: bool, draw: Draw) -> str:
    if skill.name.count(" ") > 2:
        return skill.start
    return min((_opening(skill, voice, small, draw) for _ in range(2)), key=lambda text: text.count(" "))


def _sentence(skill: SkillName, voice: str, small: bool, draw: Draw) -> str:
    if skill.kind in ("raw", "credential"):
        return f"{_opening(skill, voice, small, draw)}."
    inside = skill.phrase if small or skill.group != "hard" else skill.phrase_as_named
    return draw.pick(_SKILLS["sentences"][voice][skill.group]).replace("{skill}", inside)


def _description(skill: SkillName, voice: str, draw: Draw) -> str:
    if skill.group == "raw":
        return _opening(skill, voice, False, draw)
    text = draw.pick(_SKILLS["descriptions"][voice]["soft" if skill.soft or skill.kind == "ability" else "hard"])
    return f"{skill.start}: {capitalised(text) if draw.chance(0.5) else text}"


def _together(skills: Sequence[SkillName], voice: str, small: bool, draw: Draw) -> str:
    """Several skills in one line, under one opener where they are of one kind."""
    group = skills[0].group
    if group in ("hard", "soft") and all(skill.group == group for skill in skills):
        inside = listed([skill.phrase if small else skill.phrase_as_named for skill in skills])
        return draw.pick(_SKILLS["lists"][voice][group]).replace("{skills}", inside)
    return _in_a_row(skills)


def _in_a_row(skills: Sequence[SkillName]) -> str:
    sign = "; " if any("," in skill.name for skill in skills) else ", "
    return sign.join([skills[0].start, *(skill.name for skill in skills[1:])])


@dataclass(frozen=True, slots=True)
class SkillSection:
    """Writes the skills section of one document; `key` fixes its words.

    `banned` are stems (between spaces) that no line of a skill outside `free` may hold. `whole` are lines, marked, of skills
    that are stated otherwise than by an opener and their name.
    """

    style: SkillStyle
    voice: str
    aliases: Aliases
    key: Draw
    marks: Marks
    banned: tuple[str, ...] = ()
    free: frozenset[str] = frozenset()
    whole: Mapping[str, str] = field(default_factory=dict)
    # Share of the skills of which a line of a list of names says more, if they have a word for it: "ability to conduct audits".
    level: float = 0.0
    # In the openers of the design `facts`.
    rich: bool = False
    # By skill, the draw whose frame no skill before it has (`varied`); others take their first.
    turns: Mapping[str, str] = field(default_factory=dict)
    # Lines written so far, by their skills: versions of the section share most of them.
    lines: dict[tuple[str, ...], str] = field(default_factory=dict)

    def varied(self, skills: Sequence[str]) -> "SkillSection":
        """The same section without a frame ("Proficiency in …") that two skills share, until the tries run out. `skills` are
        all that any version of the section may list, so that a line that two versions share stays the same in both."""
        if self.style.form in ("comma", "prose", "bare", "shape"):
            return self
        used: set[str] = set()
        turns: dict[str, str] = {}
        lines: dict[tuple[str, ...], str] = {}
        for skill in dict.fromkeys(skills):
            if skill in self.whole:
                continue
            for turn in map(str, range(TRIES)):
                key = self.key.child(skill)
                line = self._written((skill,), key if turn == "0" else key.child(f"frame {turn}"))
                frame = self._frame(skill, line)
                if frame not in used:
                    break
            used |= {frame} - {""}
            if turn != "0":
                turns[skill] = f"frame {turn}"
            if not self.banned or skill in self.free:
                lines[(skill,)] = line
        return replace(self, turns=turns, lines=lines)

    def _frame(self, skill: str, line: str) -> str:
        """The words before the skill's name in its line, else those behind it; "" for the name alone."""
        text = bare(line).lower()
        names = (name.lower() for name in (skill, *self.aliases.get(skill, ())))
        places = [(text.find(name), len(name)) for name in names if name in text]
        if not places:
            return text
        start, length = min(places)
        return text[:start] or text[start + length :].rstrip(".")

    def groups(self, skills: Sequence[str]) -> list[tuple[str, ...]]:
        """Which skills share a line. Read off each skill's own stream, so that others move little."""
        if self.style.form in ("comma", "prose"):
            return [tuple(skills)]
        if not self.style.grouped:
            return [(skill,) for skill in skills]
        found: list[tuple[str, ...]] = []
        size = 0
        for skill in skills:
            if skill in self.whole:
                found.append((skill,))
                size = 0
                continue
            if size <= 0 or (found and (skill in self.free) != (found[-1][0] in self.free)):
                size = (1, 1, 2, 2, 2, 2, 3, 3)[self.key.child(skill + "#").below(8)]
                found.append((skill,))
            else:
                found[-1] += (skill,)
            size -= 1
        return found

    def ordered(self, skills: Sequence[str]) -> list[str]:
        if not self.style.shuffled:
            return list(skills)
        return sorted(skills, key=lambda skill: self.key.child(skill + "@").state)

    def body(self, groups: Sequence[tuple[str, ...]]) -> str:
        style = self.style
        lines = [self.line(group) for group in groups]
        if style.form in ("comma", "prose"):
            return "\n".join(lines)
        bullet = style.bullet or ("" if len(lines) > 1 else "-")
        text = "\n".join(bulleted(lines, bullet))
        return f"{self.key.child('lead').pick(_SKILLS['lead_ins'][self.voice])}\n{text}" if style.lead_in else text

    def line(self, group: tuple[str, ...]) -> str:
        if group not in self.lines:
            self.lines[group] = self._line(group)
        return self.lines[group]

    def _line(self, group: tuple[str, ...]) -> str:
        if (line := self.whole.get(group[0])) is not None:
            return line + ("." if self.style.form == "sentence" else self.style.stop)
        key = self.key.child(group[0])
        if len(group) == 1 and (turn := self.turns.get(group[0])):
            key = key.child(turn)
        if not self.banned or not self.free.isdisjoint(group):
            return self._written(group, key)
        return clear(lambda draw: self._written(group, draw), key, self.banned) or _in_a_row(
            [marked(skill, skill, self.marks) for skill in group]
        )

    def _level(self, skill: SkillName, draw: Draw) -> tuple[Opener, ...]:
        """Openers of one of the lines that say more than the name in a list of names; none of a skill that has no word for it."""
        if self.style.form != "bare" or not self.level or not draw.child("level").chance(self.level):
            return ()
        return _openers_of(_SKILLS["level"], skill)

    def _written(self, group: tuple[str, ...], draw: Draw) -> str:
        style = self.style
        skills = [named(skill, self.aliases, draw, self.marks, self.rich) for skill in group]
        form = draw.of(MIXED_FORMS) if style.form == "mixed" else style.form
        if form == "comma":
            return _in_a_row(skills)
        if form == "prose":
            sign = "; " if any("," in skill.name for skill in skills) else None
            inside = [skill.phrase if style.small or skill.group != "hard" else skill.name for skill in skills]
            return draw.pick(_SKILLS["prose"][self.voice]).replace(
                "{skills}", sign.join(inside) if sign else listed(inside, draw.chance(0.5))
            )
        if len(skills) == 1 and (openers := self._level(skills[0], draw)):
            text = capitalised(_opened(draw.child("opener").pick(openers), skills[0], style.small))
        elif len(skills) > 1:
            text = (
                _in_a_row(skills) if self.rich or form == "bare" else _together(skills, self.voice, style.small, draw)
            )
        elif form == "shape":
            openers = _openers_of(self.key.child("shape").pick(_SHAPES[self.voice]), skills[0])
            text = skills[0].start
            if openers:
                text = capitalised(_opened(draw.child("opener").pick(openers), skills[0], style.small))
        elif form == "rich":
            text = _rich(skills[0], self.voice, style.small, draw)
        elif form == "bare":
            text = skills[0].start
        elif form == "short":
            text = _short(skills[0], self.voice, style.small, draw)
        elif form == "phrase":
            text = _phrase(skills[0], self.voice, style.small, draw)
        elif form == "sentence":
            return _sentence(skills[0], self.voice, style.small, draw)
        else:
            text = _description(skills[0], self.voice, draw)
        return text if bare(text[-2:]).endswith(".") else text + style.stop


def clear(write: Callable[[Draw], str], key: Draw, banned: Sequence[str]) -> str | None:
    """The first wording that holds none of the banned stems; None if all tries do."""
    for attempt in range(TRIES):
        text = write(key if attempt == 0 else key.child(str(attempt)))
        if not banned:
            return text
        stems = stemmed(bare(text))
        if not any(ban in stems for ban in banned):
            return text
    return None


def with_similar(listed: Sequence[str], new: Iterable[str], credentials: Collection[str]) -> list[str]:
    """The list with each new skill behind the most similar one that is there, or at the end where none is similar."""
    found = list(listed)
    for skill in new:
        likeness = [_likeness(skill, other, skill in credentials, other in credentials) for other in found]
        best = max(likeness, default=0)
        at = len(found) - likeness[::-1].index(best) if best else len(found)
        found.insert(at, skill)
    return found


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str, is_credential: bool, other_is_credential: bool) -> int:
    """Words that both names have count most, then whether both are of one kind."""
    shared = _long_stems(one) & _long_stems(other)
    kinds = skill_name(one, is_credential).kind, skill_name(other, other_is_credential).kind
    return 4 * len(shared) + (kinds[0] == kinds[1]) + (is_credential == other_is_credential is True)


@lru_cache(maxsize=100_000)
def _long_stems(skill: str) -> frozenset[str]:
    return frozenset(stem for stem in stems_of(skill).split() if len(stem) >= _SHORTEST)
