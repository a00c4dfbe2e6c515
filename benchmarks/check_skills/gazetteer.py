"""Names of skills that are known before a document is read, as of commit 87b9a5b without occupations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from benchmarks.check_skills.matchers import content, fuzzy_form, stem_form
from benchmarks.check_skills.names import parts_of

_LONGEST = 8
"""Stems of the longest name that is looked for."""
_LONG_PHRASE = 4
"""Content words from which a phrase is searched for a graph's names."""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Names by their stems: `seen` in training rows, `skills` and their aliases in a graph."""

    seen: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[tuple[str, Iterable[str]]]) -> "Gazetteer":
        """From a graph's skills with their aliases."""
        names, skill_of = list(names), {}
        for name, aliases in names:
            for alias in aliases:
                skill_of.setdefault(stem_form(alias), name)
        return cls(skills=skill_of | {stem_form(name): name for name, _ in names})

    @cached_property
    def _first(self) -> tuple[dict[str, int], dict[str, int]]:
        return _longest(self.seen), _longest(self.skills)

    @cached_property
    def _same(self) -> dict[str, str]:
        """Graph names by what is left of them without words that name nothing ("skills", "knowledge of")."""
        return {content(form): name for form, name in self.skills.items()}

    @cached_property
    def names(self):
        """`names(item)`: the skills of a list item, in its order, each once."""
        return lru_cache(maxsize=100_000)(self._names)

    def _names(self, item: str) -> tuple[str, ...]:
        whole = {name: set(stem_form(name).split()) for name in _spots(item, self.seen, self._first[0])}
        found: list[str] = []
        for part in parts_of(item):
            stems = set(stem_form(part).split())
            cut = [name for name, own in whole.items() if stems < own]  # "value" was cut out of "Value at Risk"
            found += cut[:1] or _spots(part, self.seen, self._first[0]) or self._of_graph(part)
        return tuple(dict.fromkeys(found))

    def knows_skill(self, name: str) -> bool:
        form = stem_form(name)
        return form in self.seen or form in self.skills

    def _of_graph(self, part: str) -> list[str]:
        form = fuzzy_form(part)
        if name := self._same.get(form):
            return [name]
        return (_spots(part, self.skills, self._first[1]) if form.count(" ") + 1 >= _LONG_PHRASE else []) or [part]

    @cached_property
    def mentioned(self):
        """`mentioned(text)`: known names anywhere in a text, of training rows first, without grammar."""
        return lru_cache(maxsize=100_000)(self._mentioned)

    def _mentioned(self, text: str) -> tuple[str, ...]:
        seen, graph = _spots(text, self.seen, self._first[0]), _spots(text, self.skills, self._first[1])
        return tuple(dict.fromkeys(seen + graph))


def _longest(known: Mapping[str, str]) -> dict[str, int]:
    """First stem -> most stems of a name that starts with it."""
    longest: dict[str, int] = {}
    for form in known:
        stems = form.split()
        if stems and len(stems) <= _LONGEST:
            longest[stems[0]] = max(longest.get(stems[0], 0), len(stems))
    return longest


def _spots(text: str, known: Mapping[str, str], longest: Mapping[str, int]) -> list[str]:
    """Known names in the order of the text; of overlapping ones the first and longest."""
    stems = stem_form(text).split()
    found, at = [], 0
    while at < len(stems):
        for length in range(min(longest.get(stems[at], 0), len(stems) - at), 0, -1):
            if name := known.get(" ".join(stems[at : at + length])):
                found.append(name)
                at += length - 1
                break
        at += 1
    return found
