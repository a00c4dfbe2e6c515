"""The skills of a corpus of ads: entries read one by one, then what only the corpus can tell.

Letter case is that of most ads, typing slips join the name they mean, and a name that the vocabulary lacks becomes a skill
where its form and the number of ads that use it say so (`NEEDED`, fitted on labelled names: docs/graph.md).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dataset_builder.graph.ads.letter_case import Casing
from dataset_builder.graph.ads.skills import Reading, Reason, plain_words, read_entry
from dataset_builder.graph.ads.word_lists import SKILL_ENDS, VAGUE_ENDS
from dataset_builder.graph.name_keys import skill_key
from dataset_builder.graph.vocabulary import Vocabulary
from dataset_builder.sources.records import Record

ALIAS_TIMES = 2  # a spelling used once is a slip, not an alias
SLIP_TIMES, SLIP_LENGTH, LONG_SLIP, COMMON_TIMES = 3, 6, 9, 15


class Form(StrEnum):
    """What an unknown name looks like."""

    OF_KNOWN = "starts with a known name"  # QlikView Publisher, SAP CS
    ENDS = "ends as skills do"  # Wire Transfer Processing
    VAGUE_END = "ends in a vague word"  # IP Interfaces, IT Project
    PRODUCT = "capitals or digits inside"  # SuiteFlow, eBGP
    SHORT = "an acronym of two or three letters"  # RSL
    ACRONYM = "a longer acronym"  # WSRR
    PHRASE = "words"  # Acute Care
    NAME = "one word that is not plain English"  # Siterra
    WORD = "one plain word"  # Airline


# Ads that must use an unknown name of each form; plain words are skills where the vocabulary has them.
NEEDED = {
    Form.OF_KNOWN: 1, Form.ENDS: 1, Form.VAGUE_END: 6, Form.PRODUCT: 1, Form.SHORT: 4, Form.ACRONYM: 2, Form.PHRASE: 2,
    Form.NAME: 3, Form.WORD: 1_000_000,
}  # fmt: skip


@dataclass(frozen=True)
class EntryRow:
    """A row of ad_names.csv: an entry as ads write it, how many ads do, and what became of it."""

    entry: str
    ads: int
    names: tuple[str, ...]
    reason: str


def form_of(name: str, vocabulary: Vocabulary) -> Form:
    words = name.split()
    for length in range(len(words) - 1, 0, -1):
        known = vocabulary.exact(" ".join(words[:length]))
        if known and vocabulary.entries[known].kind == "software" and len(words) - length <= 2:
            return Form.OF_KNOWN
    if len(words) == 2 and words[-1].lower() in VAGUE_ENDS:
        return Form.VAGUE_END
    if len(words) > 1 and words[-1].lower() in SKILL_ENDS:
        return Form.ENDS
    if re.search(r"[a-z][A-Z]|\d|[A-Z]{2,}[a-z]|[+#.]", name):
        return Form.PRODUCT
    if len(words) == 1 and name.isupper() and len(name) <= 6:
        return Form.SHORT if len(name) <= 3 else Form.ACRONYM
    if len(words) > 1:
        return Form.PHRASE
    return Form.WORD if name.lower() in plain_words() else Form.NAME


class AdCorpus:
    """What the entries of these ads are called in the graph."""

    def __init__(self, ads: Sequence[Record], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._times = Counter(entry for ad in ads for entry in dict.fromkeys(ad.skills))
        self._readings = {entry: read_entry(entry, vocabulary) for entry in self._times}
        self._casing = Casing(self._times.items(), vocabulary.entries)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for entry, reading in self._readings.items():
            if reading.unknown:
                name = self._casing.apply(reading.unknown)
                self._spellings[skill_key(name)][name] += self._times[entry]
        self._slips = dict(self._find_slips())
        self._names = self._accept()

    def skills(self, ad: Record) -> list[str]:
        """The skills' names without repeats, in the order of the ad."""
        return list(dict.fromkeys(name for entry in ad.skills for name in self._named(self._readings[entry])))

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Other spellings of names that the vocabulary lacks."""
        found = {}
        for key, name in self._names.items():
            used = [form for form, times in sorted(self._spellings[key].items()) if times >= ALIAS_TIMES]
            others = {form.lower(): form for form in used if form.lower() != name.lower()}
            if others:
                found[name] = tuple(others.values())
        return found

    def rows(self) -> Iterator[EntryRow]:
        """Every entry that is not simply its own name, the most frequent first."""
        for entry, times in sorted(self._times.items(), key=lambda item: (-item[1], item[0])):
            reading = self._readings[entry]
            names = self._named(reading)
            if names != (entry,):
                yield EntryRow(entry, times, names, "" if names else reading.reason or Reason.RARE)

    def _named(self, reading: Reading) -> tuple[str, ...]:
        if not reading.unknown:
            return reading.known
        key = skill_key(reading.unknown)
        if key in self._slips:
            return (self._slips[key],)
        return (self._names[key],) if key in self._names else ()

    def _accept(self) -> dict[str, str]:
        """Names by key of the unknown ones that are skills."""
        accepted = {}
        for key, spellings in self._spellings.items():
            name = best(spellings)
            if key not in self._slips and spellings.total() >= NEEDED[form_of(name, self._vocabulary)]:
                accepted[key] = name
        return accepted

    def _find_slips(self) -> Iterator[tuple[str, str]]:
        """Typing slips with the name they mean: "kubernates" -> "Kubernetes", "Anit-Virus" -> "Antivirus Software".

        A slip is rare, long enough, and one change (of long names two) away from a known or common name; changes of the
        first letter and of digits make another name.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        times = {key: spellings.total() for key, spellings in self._spellings.items()}
        rare = [
            key
            for key, count in times.items()
            if count <= SLIP_TIMES and len(key) >= SLIP_LENGTH and not re.search(r"\d", key)
        ]
        common = {key: best(self._spellings[key]) for key, count in times.items() if count >= COMMON_TIMES}
        common |= {
            key: self._vocabulary.by_key(key) or "" for key in self._vocabulary.keys if len(key) >= SLIP_LENGTH - 1
        }
        keys = list(common)
        if not rare or not keys:
            return
        distances = process.cdist(rare, keys, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
        for row, slip in zip(distances, rare):
            at = int(row.argmin())
            allowed = 2 if len(slip) >= LONG_SLIP else 1
            if 0 < row[at] <= allowed and keys[at][0] == slip[0]:
                yield slip, common[keys[at]]


def best(spellings: Counter[str]) -> str:
    """The most frequent; among equals the longer one, then the first of the alphabet."""
    return min(spellings, key=lambda form: (-spellings[form], -len(form), form))
