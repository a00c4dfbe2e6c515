"""What people do at work: lines for job descriptions, and what resumes say was done."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

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

# What only a verb stands before ("record every change"), and what may stand before a verb's object or follow its noun too ("each day").
_ARTICLES = frozenset(("the", "a", "an", "them", "their", "any", "it"))
_DETERMINERS = frozenset(
    re.findall(
        r"\w+",
        "each every all both they its his her what who whose how which whether this that these those one two three",
    )
).union(_ARTICLES)
# What describes a noun and stands behind no other noun ("lace new wheels").
_ADJECTIVES = frozenset(("new", "own", "daily", "weekly", "first", "last"))
# What only a noun stands after ("by card", "a log").
_BEFORE_NOUNS = frozenset(
    re.findall(
        r"\w+",
        "of for with in on at by from per into over under until during between through without against near",
    )
).union(_DETERMINERS, _ADJECTIVES)
_NO_VERBS = _BEFORE_NOUNS.union(
    re.findall(r"\w+", "and or then not after before as above below off behind beside about within onto")
)
# No verb of a list of duties: what describes a noun.
_PARTICIPLE = re.compile(r"(?:ed|ing|al|ic|ous|ive)$")
_JOINED = re.compile(r"(?:,(?: and| or| then| but)?|\b(?:and|or|then|but)) ([a-z-]+)")
# Verbs in a row, before what all of them are done to.
_ROW = re.compile(r"[a-z-]+(?:, [a-z-]+)*,? (?:and|or) [a-z-]+(?= )")
_TENSED = re.compile(
    r"\b(?:is|are|was|were|has|have|does|do|can|will|may|must|needs?|wants?|goes|comes?|leaves?|go|runs? (?:out|low|short|over))\b"
    r"|\b(?:as|before|after|until) (?:(?:the|a|an|each) [a-z]+ [a-z]+s(?: (?:in|out|up|off|on|down))?|[a-z]+s [a-z]+)$"
    r"|\bthey [a-z]|\b(?:as|before|after|until) (?:it|he|she|you|anyone|everyone|someone) [a-z]"
)

# "train staff to open doors": a verb behind it may be of the staff.
_INFINITIVE = re.compile(r"\bto ([a-z-]+) ([a-z-]+)")

# A clause.
_CLAUSE = re.compile(r"\b(?:when|until|where|while|who|whose|that|which|if|whether|what|how|because|once|so) [a-z]")


@dataclass(frozen=True)
class Duties:
    """What is done in each occupation, as the graph has it: duties by title, base verb first."""

    written: Mapping[str, tuple[str, ...]]
    # Names of skills, whose words are nouns ("export" of Export Documentation).
    names: tuple[str, ...] = ()

    def of(self, title: str) -> tuple[str, ...]:
        """All duties of an occupation, small letters first; none where the graph has none."""
        return self._small.get(title, ())

    def of_one_verb(self, title: str) -> tuple[str, ...]:
        """Those whose tense can be changed at their first word: "take x-rays and read them" has another."""
        return self._of_one_verb.get(title, ())

    def done(self, duty: str) -> str:
        """ "swap parts and record every change" -> "Swapped parts and recorded every change"."""
        if (text := self._done.get(duty)) is None:
            text = self._done[duty] = capitalised(self._inflected(duty, past))
        return text

    def doing(self, duty: str) -> str:
        """The same in the -ing form."""
        return self._inflected(duty, gerund)

    def of_known_verbs(self, title: str) -> tuple[str, ...]:
        """Those of whose verbs each is known, so that `done` and `doing` change all of them."""
        return self._of_known_verbs.get(title, ())

    def _inflected(self, duty: str, form: Callable[[str], str]) -> str:
        text = duty
        for start in (*reversed(self._further_verbs.get(duty, ())), 0):
            verb = re.match(r"[A-Za-z-]+", text[start:])
            if verb:
                text = text[:start] + form(verb.group()).rstrip() + text[start + verb.end() :]
        return text

    @cached_property
    def _of_known_verbs(self) -> dict[str, tuple[str, ...]]:
        known = self._further_verbs
        return {title: tuple(duty for duty in duties if duty in known) for title, duties in self._small.items()}

    @cached_property
    def _done(self) -> dict[str, str]:
        return {}

    @cached_property
    def _further_verbs(self) -> dict[str, tuple[int, ...]]:
        """Where the verbs behind the first one begin, of the duties of which that is known."""
        found: dict[str, tuple[int, ...]] = {}
        for duties in self._small.values():
            for duty in duties:
                if (places := self._verbs_behind(duty)) is not None:
                    found[duty] = places
        return found

    def _verbs_behind(self, duty: str) -> tuple[int, ...] | None:
        """None where a word may be a verb or a noun, such as "card" in "bank and card accounts"."""
        row = _ROW.match(duty)
        if "," in duty.split(" ", 1)[0] and row is None:
            return None
        words = re.finditer(r"[a-z-]+", row.group()) if row else ()
        places = [word.start() for word in words if word.start() and word.group() not in ("and", "or")]
        for match in _JOINED.finditer(duty, row.end() if row else 0):
            word, after = match.group(1), duty[match.end() :].split(" ")
            if word in _NO_VERBS:
                continue
            follows = after[1] if len(after) > 1 else ""
            listed = match.group()[0] == "," or "," in duty[: match.start()] or match.group().startswith("or")
            if self._is_verb(word, follows, listed):
                if self._has_infinitive(duty[: match.start()] + " and"):
                    return None
                places.append(match.start(1))
            elif word in self._verbs or self._may_be_verb(word, follows):
                return None
        return tuple(places)

    def _is_verb(self, word: str, follows: str, listed: bool) -> bool:
        """`listed`: behind a comma or an "or", where what follows may be one more thing, and only an article tells."""
        if follows in _ARTICLES and not word.endswith(("s", "ing", "ed")):
            return True
        last = word.rpartition("-")[2]
        if not follows or listed or not (word in self._verbs or (word.count("-") == 1 and last in self._verbs)):
            return False
        if follows in _DETERMINERS or follows in _ADJECTIVES:
            return True
        if "-" in word and word not in self._verbs:  # "pressure-test with nitrogen", not "win-back calls"
            return follows in _NO_VERBS or last not in self._nouns
        return word not in self._nouns

    def _has_infinitive(self, text: str) -> bool:
        """Not "to the bench", "to shows": a verb before its object."""
        found = _INFINITIVE.finditer(text)
        return any(
            verb not in _NO_VERBS and (follows in _ARTICLES or verb not in self._nouns)
            for verb, follows in (match.groups() for match in found)
        )

    def _may_be_verb(self, word: str, follows: str) -> bool:
        if not follows or _PARTICIPLE.search(word):
            return False
        if follows in _DETERMINERS or follows in _ADJECTIVES:
            return True
        return follows not in _NO_VERBS or not (word in self._nouns or word.endswith("s"))

    @cached_property
    def _nouns(self) -> frozenset[str]:
        """Words that are nouns somewhere: in titles, and in duties behind an article or a preposition, at the end, in the plural."""
        found = {word for name in (*self.written, *self.names) for word in re.findall(r"[a-z-]+", name.lower())}
        for duties in self._small.values():
            for duty in duties:
                words = re.findall(r"[a-z-]+", duty)
                found.add(words[-1])
                found.update(word for before, word in pairwise(words) if before in _BEFORE_NOUNS)
                found.update(word[:-1] for word in words if word.endswith("s"))
                found.update(word for word, after in pairwise(words[1:]) if after == "of")
                found.update(word for word in words if word.endswith("s"))
        return frozenset(found)

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
    """Those without a clause, whose verb would keep its tense ("gave first aid until medics come"), if there are any."""
    return tuple(duty for duty in duties if not _keeps_its_tense(duty)) or duties


@lru_cache(maxsize=100_000)
def _keeps_its_tense(duty: str) -> bool:
    return (_CLAUSE.search(duty) or _TENSED.search(duty, duty.find(" "))) is not None


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
