"""Whether a line about a skill is of the work of an occupation, or of another trade.

    work = KindsOfWork(graph)
    work.fit("Bloods, heart listen and ASA grade for every pet to be spayed", "Preoperative Assessment", "Registered Nurse")    # OTHER
    work.fit("Took bloods and consent on the ward the day before", "Preoperative Assessment", "Registered Nurse")               # OWN

Many trades share a skill, and each line that shows it is of one of them. Words tell of which (`sources/trades`), but for those that the
occupation's own title, duties and skills have. A skill that no occupation of the same minor group of the SOC has is of
another trade in all its lines. Where the table is silent, the duties and skills of the occupations that have the skill tell.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from dataset_builder.graph.graph import Graph, Occupation, minor_group
from dataset_builder.sources import trades
from dataset_builder.text.mentions import stemmed, stems_of

# How well a line fits: it has words of another trade; it tells of none; it has words of this one.
OTHER, NEUTRAL, OWN = range(3)
_COMPUTING = "15"
# Occupations that use a word which tells of a trade, at most.
_FEW = 40
# Weight of what the words of a line tell of another occupation, beyond which it is of that one: one word of sixteen occupations.
_CLEARLY = 0.25
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class KindsOfWork:
    """Judges lines for the occupations of a graph; remembers what it has read of each."""

    graph: Graph

    def __getstate__(self) -> dict[str, object]:
        """Without what a worker makes again for the occupations that it meets."""
        return {"graph": self.graph}

    def fit(self, line: str, skill: str, title: str) -> int:
        """OTHER, NEUTRAL or OWN. A title or skill that the graph does not know, or a title whose kind of work is not known,
        fits whatever has no word of a trade."""
        occupation, at = self._occupations.get(title), self._skills.get(skill)
        if occupation is not None and at is not None and not self._is_near(at, occupation):
            return OTHER
        if at is not None and self._of_computing(at):
            return NEUTRAL
        backed = self._backing(line, at, title) if occupation is not None and at is not None else NEUTRAL
        words = self.told_by(line) if backed != OTHER else frozenset()
        if not words:
            return backed
        code = _code(occupation) if occupation else ""
        foreign = [word for word in words if not any(code in home for home in self.homes[word])]
        return OWN if not foreign or all(self._has(title, word) for word in foreign) else OTHER

    def asks_for(self, title: str, skill: str) -> bool:
        """Whether the occupation of this title has the skill; False for a title or a skill that the graph does not have."""
        at = self._places.get(title)
        return at is not None and self._skills.get(skill) in self.graph.edges[at]

    def told_by(self, line: str) -> frozenset[str]:
        """The words of the line that tell of a trade, as the table has them. Others in capitals are names: a "Cat 980"."""
        if line not in self._told:
            first, *rest = _WORD.findall(line) or [""]
            words = (first if first.isupper() else first.lower(), *rest)
            self._told[line] = frozenset(self.homes.keys() & set(map(_singular, words)))
        return self._told[line]

    def _backing(self, line: str, skill: int, title: str) -> int:
        """OTHER where the duties and skills of another occupation with the skill have telling words of the line that this one's
        lack: a roof and its shade are of who sells solar panels. OWN where this one's have as many. Words of a trade in which this one
        is at home count for neither."""
        if not (telling := self._telling_words(line, skill)):
            return NEUTRAL
        own, holders, kin = self._places[title], self._holders(skill), self._kin
        code = _code(self.graph.occupations[own])
        told = (word for word in self.told_by(line) if any(code in home for home in self.homes[word]))
        at_home = {stems_of(word).strip() for word in told}
        held, scores = 0.0, dict[int, float]()
        for stem, users, weight in telling:
            if stem not in at_home:
                held += weight * (own in users)
                for user in users & holders:
                    scores[user] = scores.get(user, 0.0) + weight
        most = max((score for user, score in scores.items() if kin[user] != kin[own]), default=0.0)
        if most > held + _CLEARLY:
            return OTHER
        return OWN if held > _CLEARLY and held >= most else NEUTRAL

    def _telling_words(self, line: str, skill: int) -> tuple[tuple[str, frozenset[int], float], ...]:
        """Of each stem that few occupations use, and that does not belong to the name of the skill, who uses it and what it weighs."""
        key = line, skill
        if key not in self._telling:
            found = []
            for stem in dict.fromkeys(stems_of(line).split()):
                users = self._users.get(stem)
                if users and len(stem) > 3 and len(users) <= _FEW and stem not in self._named(skill):
                    found.append((stem, users, 1 / sqrt(len(users))))
            self._telling[key] = tuple(found)
        return self._telling[key]

    def _named(self, skill: int) -> frozenset[str]:
        if skill not in self._stems:
            row = self.graph.skills[skill]
            self._stems[skill] = frozenset(stemmed(" ".join((row.name, *row.aliases))).split())
        return self._stems[skill]

    def _holders(self, skill: int) -> frozenset[int]:
        """Occupations with the skill that have duties of their own: titles that only ads know tell of no trade."""
        if skill not in self._known_holders:
            rows = self.graph.occupations
            self._known_holders[skill] = frozenset(one for one in self.graph.occupations_of[skill] if rows[one].duties)
        return self._known_holders[skill]

    @cached_property
    def _users(self) -> dict[str, frozenset[int]]:
        """By stem, the occupations whose title, duties or skills have it."""
        found: dict[str, set[int]] = {}
        for at, row in enumerate(self.graph.occupations):
            skills = (self.graph.skills[one].name for one in self.graph.edges[at]) if row.duties else ()
            for stem in set(stemmed(" ".join((row.title, *row.aliases, *row.duties, *skills))).split()):
                found.setdefault(stem, set()).add(at)
        return {stem: frozenset(users) for stem, users in found.items()}

    @cached_property
    def _kin(self) -> tuple[str, ...]:
        """By occupation, its detailed occupation of the SOC, whose titles do the same work; its category without a code."""
        return tuple((row.soc_code or row.category)[:7] for row in self.graph.occupations)

    def _is_near(self, skill: int, occupation: Occupation) -> bool:
        return kind_of(occupation) in self._kinds_of(skill)

    def _kinds_of(self, skill: int) -> frozenset[str]:
        if skill not in self._kinds:
            occupations = (self.graph.occupations[one] for one in self.graph.occupations_of[skill])
            self._kinds[skill] = frozenset(map(kind_of, occupations))
        return self._kinds[skill]

    def _of_computing(self, skill: int) -> bool:
        """What programs are for is any trade's: a line about a shop's site is a programmer's."""
        return all(kind.startswith(_COMPUTING) for kind in self._kinds_of(skill))

    def _has(self, title: str, word: str) -> bool:
        """Whether the occupation's title, duties or skills have the word, in any form."""
        if title not in self._words:
            texts = [title]
            if occupation := self._occupations.get(title):
                skills = self.graph.edges[self._places[title]]
                texts += (*occupation.aliases, *occupation.duties, *(self.graph.skills[one].name for one in skills))
            text = " ".join(texts)
            self._words[title] = frozenset((*stemmed(text).split(), *map(_singular, _WORD.findall(text))))
        own = self._words[title]
        return word in own or (word.islower() and stemmed(word).strip() in own)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {occupation.title: at for at, occupation in enumerate(self.graph.occupations)}

    @cached_property
    def _occupations(self) -> dict[str, Occupation]:
        return {occupation.title: occupation for occupation in self.graph.occupations}

    @cached_property
    def _skills(self) -> dict[str, int]:
        return {skill.name: at for at, skill in enumerate(self.graph.skills)}

    @cached_property
    def homes(self) -> dict[str, tuple[trades.Home, ...]]:
        """By word, singular, where it is at home."""
        found: dict[str, tuple[trades.Home, ...]] = {}
        for word, homes in trades.read().items():
            key = _singular(word)
            found[key] = found.get(key, ()) + homes
        return found

    @cached_property
    def _kinds(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def _telling(self) -> dict[tuple[str, int], tuple[tuple[str, frozenset[int], float], ...]]:
        return {}

    @cached_property
    def _stems(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def _known_holders(self) -> dict[int, frozenset[int]]:
        return {}

    @cached_property
    def _told(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {}


def _code(occupation: Occupation) -> str:
    """Titles that only ads know have no code; most of them are of computing."""
    return occupation.soc_code or (_COMPUTING if occupation.category == "technology" else "")


def kind_of(occupation: Occupation) -> str:
    """All of computing is one kind: its titles change what they are called more often than what they do."""
    code = _code(occupation)
    return _COMPUTING if code.startswith(_COMPUTING) else minor_group(code) if code else occupation.category


def _singular(word: str) -> str:
    """Without the ending of a plural. Not the stem, which "audition" shares with "audit" and "doctor" with "doctorate"."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
