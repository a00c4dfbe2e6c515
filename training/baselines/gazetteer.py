"""Names of skills and occupations that a system knows before it reads: those of training rows, and a graph's.

`Gazetteer.names(item)` gives the skills of a list item. What `names.parts_of` finds by grammar is replaced by a name
of the training rows that stands in it, or by a graph's that says the same ("Proficiency in Agile methodology" ->
"Agile"); a graph's shorter names are used only inside long phrases, since any word is some job's skill. `title` does
the same for jobs ("Carpenter" -> "Carpenters" where that is what the occupation is called).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from training.baselines.names import parts_of
from training.matchers import content, fuzzy_form, stem_form

if TYPE_CHECKING:
    from dataset_builder.graph import Graph

_LONGEST = 8
"""Stems of the longest name that is looked for."""
_LONG_PHRASE = 4
"""Content words from which a phrase is searched for a graph's names."""
_CLOSE = 88
"""`token_sort_ratio` of stems from which a title is a known occupation's."""


@dataclass(frozen=True)
class Names:
    """What a graph knows: skills with their aliases, and titles of occupations."""

    skills: tuple[tuple[str, tuple[str, ...]], ...] = ()
    titles: tuple[str, ...] = ()

    @classmethod
    def of_graph(cls, graph: "Graph") -> "Names":
        skills = tuple((skill.name, skill.aliases) for skill in graph.skills)
        return cls(skills, tuple(occupation.title for occupation in graph.occupations))

    @classmethod
    def embedded(cls) -> "Names":
        """Skills and aliases of the embedded graph, not its titles: each source has its own singular or plural, and
        another dataset's rows show which is meant."""
        from dataset_builder.graph.make_graph import embedded

        return cls(cls.of_graph(embedded()).skills)


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Names by their stems: `seen` in training rows, `skills` and their aliases in a graph, `titles` in both."""

    seen: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: "Names | None" = None, skills: Iterable[str] = (), titles: Iterable[str] = ()) -> "Gazetteer":
        """From a graph's names and from those of training rows; of two spellings the rows' more frequent one wins."""
        names = names or Names()
        skill_of: dict[str, str] = {}
        for name, aliases in names.skills:
            for alias in aliases:
                skill_of.setdefault(stem_form(alias), name)
        skill_of |= {stem_form(name): name for name, _ in names.skills}
        return cls(_by_stems(skills), skill_of, _by_stems(names.titles) | _by_stems(titles))

    def __reduce__(self):
        return Gazetteer, (self.seen, self.skills, self.titles)  # without what is cached: a worker makes it again

    @cached_property
    def _first(self) -> tuple[dict[str, int], dict[str, int]]:
        return _longest(self.seen), _longest(self.skills)

    @cached_property
    def _same(self) -> dict[str, str]:
        """Graph names by what is left of them without words that name nothing ("skills", "knowledge of")."""
        return {content(form): name for form, name in self.skills.items()}

    @cached_property
    def _titles(self) -> list[str]:
        return list(self.titles)

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

    def knows_title(self, title: str) -> bool:
        """Whether a job has this title, in singular or plural."""
        return stem_form(title) in self.titles

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

    @cached_property
    def title(self):
        """`title(text)`: the occupation that a title names, as it is called here; the title itself if none is close."""
        return lru_cache(maxsize=100_000)(self._title)

    def _title(self, text: str) -> str:
        form = stem_form(text)
        if name := self.titles.get(form):
            return name
        close = process.extractOne(form, self._titles, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE)
        return self.titles[close[0]] if close else text


def _by_stems(names: Iterable[str]) -> dict[str, str]:
    return {stem_form(name): name for name, _ in reversed(Counter(names).most_common())}


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
