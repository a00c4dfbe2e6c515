"""One name for every title and skill of all sources: spellings are counted, then the best one is kept."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from dataset_builder.graph.clean_names import (
    clean_skill,
    clean_title,
    joined_parts,
    known_name,
    plain,
    skill_key,
    title_key,
)
from dataset_builder.graph.letter_case import Casing
from dataset_builder.graph.word_lists import CASED, OTHERWISE_IN_ADS
from dataset_builder.sources import seed
from dataset_builder.sources.records import Record, SourceData

ADS = frozenset({"dice"})  # sources whose titles and skills are free text
KNOWN_PART = 5  # ads that must name a part of "a/b" before it is taken apart
SLIP_TIMES, SLIP_LENGTH, COMMON_TIMES = 2, 7, 15
ONCE_WORDS = 2  # words of a skill that only one ad names
ALIAS_TIMES = 2  # a spelling used once is a slip, not an alias


@dataclass(frozen=True)
class Synonyms:
    """Names and aliases that people wrote down (the seed's), by skill key; an alias of two skills is none."""

    key_of: dict[str, str] = field(default_factory=dict)
    name_of: dict[str, str] = field(default_factory=dict)
    aliases_of: dict[str, tuple[str, ...]] = field(default_factory=dict)


def synonyms() -> Synonyms:
    data = seed.read()
    name_of = {skill_key(skill): plain(skill) for record in data.records for skill in record.skills}
    claims: dict[str, set[str]] = defaultdict(set)
    for skill, aliases in data.aliases.items():
        for alias in aliases:
            if skill_key(alias) not in OTHERWISE_IN_ADS:
                claims[skill_key(alias)].add(skill_key(skill))
    key_of = {alias: next(iter(keys)) for alias, keys in claims.items() if len(keys) == 1 and alias not in name_of}
    aliases_of = {
        skill_key(skill): tuple(plain(alias) for alias in aliases if skill_key(alias) not in OTHERWISE_IN_ADS)
        for skill, aliases in data.aliases.items()
    }
    return Synonyms(key_of, name_of, aliases_of)


def best(spellings: Counter[str]) -> str:
    """The most frequent; among equals the longer one, then the first of the alphabet."""
    return min(spellings, key=lambda form: (-spellings[form], -len(form), form))


def slips(times: dict[str, int]) -> dict[str, str]:
    """Typing slips by key, with the skill they mean: "kubernates" -> "kubernetes". A slip is rare, one letter off a
    common skill of at least seven, has its first letter and no digit ("windows8" is not "windows7")."""
    rare = [
        key
        for key, count in times.items()
        if count <= SLIP_TIMES and len(key) >= SLIP_LENGTH and not re.search(r"\d", key)
    ]
    common = sorted((key for key, count in times.items() if count >= COMMON_TIMES), key=lambda key: (-times[key], key))
    if not rare or not common:
        return {}
    distances = process.cdist(rare, common, scorer=Levenshtein.distance, score_cutoff=1, dtype=np.uint8)
    near = (distances == 1).argmax(axis=1)
    return {
        slip: common[at]
        for row, (slip, at) in enumerate(zip(rare, near, strict=True))
        if distances[row, at] == 1 and common[at][0] == slip[0]
    }


def written_name(skill: str, source: str) -> str | None:
    """A skill of a curated source: O*NET's catalogue names are made shorter, the seed's are kept."""
    return known_name(skill) if source == "onet" else plain(skill)


class CanonicalNames:
    """What each raw title and skill of the sources is called in the graph. `aliases` is by that name."""

    def __init__(self, sources: Sequence[SourceData]) -> None:
        self.aliases: dict[str, tuple[str, ...]] = {}
        self._synonyms = synonyms()
        self._slips: dict[str, str] = {}
        ads = [record for data in sources if data.source.name in ADS for record in data.records]
        others = [record for data in sources if data.source.name not in ADS for record in data.records]
        written = Counter(
            name
            for data in sources
            if data.source.name not in ADS
            for record in data.records
            for skill in record.skills
            if (name := written_name(skill, data.source.name))
        )
        seeds = next((data.records for data in sources if data.source.name == "seed"), ())
        raw_skills = Counter(skill for record in ads for skill in record.skills)
        self._cleaned_titles = {title: clean_title(title) for title in dict.fromkeys(record.title for record in ads)}
        titles = Counter(title for record in ads if (title := self._cleaned_titles[record.title]))
        known = [*self._synonyms.name_of.values(), *(record.title for record in others), *written]
        self._casing = Casing([*titles.items(), *raw_skills.items()], known, CASED)
        self._titles = self._name_titles(titles, seeds)
        self._parts = self._take_apart(raw_skills)
        self._names = self._name_skills(raw_skills, list(written))

    def title(self, record: Record, source: str) -> str | None:
        """The occupation's name; None where an ad names none. An ad's or the seed's singular names the
        occupation, and BLS's plural only what no other source names."""
        title = self._cleaned_titles[record.title] if source in ADS else plain(record.title)
        return (self._titles.get(title_key(title)) or title) if title else None

    def skills(self, record: Record, source: str) -> list[str]:
        """The skills' names without repeats, in the order of the row."""
        names = (
            self._names.get(self._key(part))
            for raw in record.skills
            for part in (self._parts[raw] if source in ADS else (written_name(raw, source),))
            if part
        )
        return list(dict.fromkeys(name for name in names if name))

    def _key(self, name: str) -> str:
        key = self._own_key(name)
        return self._slips.get(key, key)

    def _own_key(self, name: str) -> str:
        key = skill_key(name)
        return self._synonyms.key_of.get(key, key)

    def _name_titles(self, titles: Counter[str], seeds: Sequence[Record]) -> dict[str, str]:
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for title, times in titles.items():
            forms[title_key(title)][self._casing.apply(title)] += times
        named = {key: best(spellings) for key, spellings in forms.items()}
        return named | {title_key(record.title): plain(record.title) for record in seeds}

    def _take_apart(self, raw_skills: Counter[str]) -> dict[str, tuple[str, ...]]:
        """The cleaned skills in each piece of a cell: "linux/unix" is two where both are known alone,
        and of "Ember or PostgreSQL" only the known ones stay: a choice is no skill."""
        cleaned = {raw: clean_skill(raw) for raw in raw_skills}
        alone: Counter[str] = Counter()
        for raw, name in cleaned.items():
            if name and len(joined_parts(name)) == 1:
                alone[self._key(name)] += raw_skills[raw]
        parts: dict[str, tuple[str, ...]] = {}
        for raw, whole in cleaned.items():
            pieces = joined_parts(whole or raw)
            joined = len(pieces) > 1
            names = [
                name
                for name in map(clean_skill, pieces if joined else ())
                if name and alone[self._key(name)] >= KNOWN_PART
            ]
            if joined and (whole is None or len(names) == len(pieces) or " or " in whole.lower()):
                parts[raw] = tuple(names)
            else:
                parts[raw] = (whole,) if whole else ()
        return parts

    def _name_skills(self, raw_skills: Counter[str], others: Sequence[str]) -> dict[str, str]:
        """Names by key, and `aliases` on the way. The seed's spelling first, then O*NET's, then the ads'."""
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for raw, parts in self._parts.items():
            for part in parts:
                forms[self._key(part)][self._casing.apply(part)] += raw_skills[raw]
        self._slips = slips({key: counts.total() for key, counts in forms.items()})
        for slip, key in self._slips.items():
            forms[key].update(forms.pop(slip))
        written: dict[str, str] = {}
        for skill in others:
            written.setdefault(self._key(skill), self._casing.apply(skill))
        written |= self._synonyms.name_of
        names: dict[str, str] = {}
        for key in dict.fromkeys([*written, *forms]):
            spellings = forms.get(key, Counter())
            if key not in written and spellings.total() == 1 and len(best(spellings).split()) > ONCE_WORDS:
                continue  # a phrase that one ad uses is a remark ("Particular Emphasis on Visual Studio"), not a name
            names[key] = name = written.get(key) or best(spellings)
            used = [
                form for form, times in sorted(spellings.items()) if times >= ALIAS_TIMES and self._own_key(form) == key
            ]
            aliases = {form.lower(): form for form in [*self._synonyms.aliases_of.get(key, ()), *used]}
            aliases.pop(name.lower(), None)
            if aliases:
                self.aliases[name] = tuple(aliases.values())
        return names
