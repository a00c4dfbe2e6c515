"""Names of skills and occupations that a system knows before it reads: those of training rows, and a graph's.

A `Gazetteer` holds names, a `Lookup` finds them in what a `Reader` reads. `lookup.names(item)` gives the skills of a list
item. What `skill_names.parts_of` finds by grammar is replaced by a name of the training rows that stands in it, or by a
graph's that says the same ("Proficiency in Agile methodology" -> "Agile"); a graph's shorter names are used only inside
long phrases, since any word is some job's skill. `title` does the same for jobs ("Carpenter" -> "Carpenters" where that
is what the occupation is called).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from dataset_builder.text.names.matching import SkillNames, words_of
from training.evaluation.matchers import Forms, content
from training.rules.reading import Reader

if TYPE_CHECKING:
    from dataset_builder.graph import Graph

# Stems of the longest name that is looked for.
_LONGEST = 8
# Content words from which a phrase is searched for a graph's names.
_LONG_PHRASE = 4
# `token_sort_ratio` of stems from which a title is a known occupation's.
_CLOSE = 88
_KEPT = 100_000


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
    # the graph's names with their aliases as they are written
    declared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        names: "Names | None" = None,
        skills: Iterable[str] = (),
        titles: Iterable[str] = (),
        forms: Forms | None = None,
    ) -> "Gazetteer":
        """From a graph's names and from those of training rows; of two spellings the rows' more frequent one wins."""
        names, forms = names or Names(), forms or Forms()
        skill_of: dict[str, str] = {}
        for name, aliases in names.skills:
            for alias in aliases:
                if _keeps(alias, forms):
                    skill_of.setdefault(forms.stems(alias), name)
        skill_of |= {forms.stems(name): name for name, _ in names.skills if _keeps(name, forms)}
        known_titles = _by_stems(names.titles, forms) | _by_stems(titles, forms)
        declared = {name: tuple(aliases) for name, aliases in names.skills}
        return cls(_by_stems(skills, forms), skill_of, known_titles, declared)

    def __reduce__(self):
        return Gazetteer, (
            self.seen,
            self.skills,
            self.titles,
            self.declared,
        )  # without what is cached: a worker makes it again

    # what is worked out of these names alone, once for all who look them up
    @cached_property
    def longest_seen(self) -> dict[str, int]:
        return _longest(self.seen)

    @cached_property
    def longest_skills(self) -> dict[str, int]:
        return _longest(self.skills)

    @cached_property
    def same(self) -> dict[str, str]:
        """Graph names by what is left of them without words that name nothing ("skills", "knowledge of")."""
        return {content(form): name for form, name in self.skills.items()}

    @cached_property
    def skill_names(self) -> SkillNames:
        """All names, to be looked for as they are written."""
        seen = ((name, ()) for name in self.seen.values() if name not in self.declared)
        return _skill_names((*((name, tuple(aliases)) for name, aliases in self.declared.items()), *seen))

    @cached_property
    def title_forms(self) -> list[str]:
        return list(self.titles)


@lru_cache(maxsize=4)
def _skill_names(names: tuple[tuple[str, tuple[str, ...]], ...]) -> SkillNames:
    """One for all systems that know the same names: it takes a second of 4,700 skills, and nothing changes it."""
    return SkillNames(names)


class Lookup:
    """A gazetteer's names in what a reader reads, each found once as long as the object lives.

    names(item)      the skills of a list item, in its order, each once
    mentioned(text)  known names anywhere in a text, of training rows first, without grammar
    title(text)      the occupation that a title names, as it is called here; the title itself if none is close
    """

    def __init__(self, gazetteer: Gazetteer | None = None, reader: Reader | None = None) -> None:
        gazetteer, reader = gazetteer or Gazetteer(), reader or Reader()
        self.gazetteer, self.reader = gazetteer, reader
        self.names = lru_cache(maxsize=_KEPT)(partial(_names, gazetteer, reader))
        self.mentioned = lru_cache(maxsize=_KEPT)(partial(_mentioned, gazetteer, reader.forms))
        self.title = lru_cache(maxsize=_KEPT)(partial(_title, gazetteer, reader.forms))

    def __reduce__(self):
        return Lookup, (self.gazetteer, self.reader)

    def fresh(self) -> "Lookup":
        """The same names for one request: what it read goes when it goes. Stems of our own vocabulary are shared."""
        return Lookup(self.gazetteer, Reader(Forms(self.reader.forms.words)))

    def knows_skill(self, name: str) -> bool:
        form = self.reader.forms.stems(name)
        return form in self.gazetteer.seen or form in self.gazetteer.skills

    def knows_title(self, title: str) -> bool:
        """Whether a job has this title, in singular or plural."""
        return self.reader.forms.stems(title) in self.gazetteer.titles


def _names(known: Gazetteer, reader: Reader, item: str) -> tuple[str, ...]:
    forms = reader.forms
    spotted = _spots(forms.stems(item), known.seen, known.longest_seen)
    whole = {name: set(forms.stems(name).split()) for name in spotted}
    found: list[str] = []
    for part in reader.parts(item):
        form = forms.stems(part)
        stems = set(form.split())
        cut = [name for name, own in whole.items() if stems < own]  # "value" was cut out of "Value at Risk"
        found += cut[:1] or _spots(form, known.seen, known.longest_seen) or _of_graph(known, forms, part)
    return tuple(dict.fromkeys(found))


def _of_graph(known: Gazetteer, forms: Forms, part: str) -> list[str]:
    form = forms.fuzzy(part)
    if name := known.same.get(form):
        return [name]
    long = form.count(" ") + 1 >= _LONG_PHRASE
    return (_spots(forms.stems(part), known.skills, known.longest_skills) if long else []) or [part]


def _mentioned(known: Gazetteer, forms: Forms, text: str) -> tuple[str, ...]:
    """Names of training rows by their stems; the graph's as they are written, since stems make names of plain words."""
    found = _spots(forms.stems(text), known.seen, known.longest_seen)
    for name, _ in known.skill_names.named_in(words_of(text)):
        if name in known.declared:
            found.append(name)
        elif graph_name := known.skills.get(forms.stems(name)):
            found.append(graph_name)
    return tuple(dict.fromkeys(found))


def _title(known: Gazetteer, forms: Forms, text: str) -> str:
    form = forms.stems(text)
    if name := known.titles.get(form):
        return name
    close = process.extractOne(form, known.title_forms, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSE)
    return known.titles[close[0]] if close else text


def _keeps(name: str, forms: Forms) -> bool:
    """Whether a name is still itself as stems: "AED" would be "a", and stand in every sentence."""
    return not name.isupper() or forms.stems(name) == name.casefold()


def _by_stems(names: Iterable[str], forms: Forms) -> dict[str, str]:
    return {forms.stems(name): name for name, _ in reversed(Counter(names).most_common())}


def _longest(known: Mapping[str, str]) -> dict[str, int]:
    """First stem -> most stems of a name that starts with it."""
    longest: dict[str, int] = {}
    for form in known:
        stems = form.split()
        if stems and len(stems) <= _LONGEST:
            longest[stems[0]] = max(longest.get(stems[0], 0), len(stems))
    return longest


def _spots(form: str, known: Mapping[str, str], longest: Mapping[str, int]) -> list[str]:
    """Known names in the order of a text's stems; of overlapping ones the first and longest."""
    stems = form.split()
    found, at = [], 0
    while at < len(stems):
        for length in range(min(longest.get(stems[at], 0), len(stems) - at), 0, -1):
            if name := known.get(" ".join(stems[at : at + length])):
                found.append(name)
                at += length - 1
                break
        at += 1
    return found
