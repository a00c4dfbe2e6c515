"""The occupations of a corpus of ads: one name per title, and titles left out that are noise.

A title that a written occupation is called ("RN", "Java Software Engineer") is that occupation. Any other is one of its
own where its words are words that titles use, it names one role, and it is no pile of products.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum

from dataset_builder.graph.ads.corpus import EntryRow, best
from dataset_builder.graph.ads.letter_case import Casing
from dataset_builder.graph.ads.titles import clean_title, head, written_titles
from dataset_builder.graph.name_keys import title_key
from dataset_builder.graph.vocabulary import Vocabulary
from dataset_builder.sources.records import Record

KNOWN_WORD = 3  # titles that must use each word of a title
LONGEST = 4  # words of a title that only one ad uses
PRODUCTS = 2  # known products in one title: with more it is a list
_COMPOUNDS = frozenset(["ui/ux", "ux/ui", "front-end", "back-end", "full-stack", "pre-sales", "c/c++", "ci/cd"])
_CHOICE = re.compile(r"\b(?:or|and/or)\b|\b(?:two|three|four|several|many)\b", re.I)


class TitleReason(StrEnum):
    NO_TITLE = "names no occupation"
    CHOICE = "a choice or a number of jobs"
    ROLES = "two roles in one title"
    PRODUCTS = "a list of products"
    PILE = "a pile of words"
    RARE_WORD = "a word that no other title uses"


class AdOccupations:
    """Names of the occupations that ads and other sources mean."""

    def __init__(self, ads: Sequence[Record], written: Sequence[Record], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._written = written_titles()
        cleaned = {title: clean_title(title) for title in dict.fromkeys(ad.title for ad in ads)}
        times = Counter(name for ad in ads if (name := cleaned[ad.title]))
        casing = Casing(times.items(), [row.title for row in written] + list(vocabulary.entries))
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for name, count in times.items():
            spellings[title_key(name)][casing.apply(name)] += count
        self._times = {key: forms.total() for key, forms in spellings.items()}
        self._names = {key: best(forms) for key, forms in spellings.items()}
        self._words = Counter(word for key in self._names for word in set(key.split()))
        self._words.update({word: KNOWN_WORD for key in self._written for word in key.split()})
        self._cleaned = cleaned
        self._ads = Counter(ad.title for ad in ads)

    def of_ad(self, ad: Record) -> str | None:
        """The occupation's name; None where the title names none."""
        return self._read(ad.title)[0]

    def rows(self) -> Iterator[EntryRow]:
        """Every title that is not simply its own name, the most frequent first."""
        for title, times in sorted(self._ads.items(), key=lambda item: (-item[1], item[0])):
            name, reason = self._read(title)
            if name != title:
                yield EntryRow(title, times, (name,) if name else (), reason)

    def _read(self, title: str) -> tuple[str | None, str]:
        cleaned = self._cleaned[title]
        if cleaned is None:
            return None, TitleReason.NO_TITLE
        key = title_key(cleaned)
        if key in self._written:
            return self._written[key], ""
        if reason := self._noise(self._names[key], key):
            return None, reason
        return self._names[key], ""

    def _noise(self, title: str, key: str) -> TitleReason | None:
        if _CHOICE.search(title):
            return TitleReason.CHOICE
        if self._is_pile(title) or (self._times[key] == 1 and len(title.split()) > LONGEST):
            return TitleReason.PILE
        heads = [word for word in title.split() if head(word)]
        if len(heads) > 2 or len({word.lower() for word in heads}) < len(heads) or "DBA" in title.split()[:-1]:
            return TitleReason.ROLES
        products = [
            word
            for word in re.split(r"[\s/,&]+", title)
            if (name := self._vocabulary.exact(word)) and self._vocabulary.entries[name].kind == "software"
        ]
        if len(products) > PRODUCTS or (len(products) == PRODUCTS and re.search(r"\band\b|&|,", title, re.I)):
            return TitleReason.PRODUCTS
        if any(self._words[word] < KNOWN_WORD and not self._vocabulary.exact(word) for word in key.split()):
            return TitleReason.RARE_WORD
        return None

    def _is_pile(self, title: str) -> bool:
        """Whether words are joined that do not belong together: "Net/Cloud/Developer", "PHP-Web UI Developer". Two known
        products ("Linux/VMware"), two roles ("Developer/Architect") and a known name ("E-Commerce") do."""
        for word in title.split():
            parts = re.split(r"[/_-]", word)
            if len(parts) == 1 or self._vocabulary.exact(word) or word.lower() in _COMPOUNDS:
                continue
            known = all(self._vocabulary.exact(part) for part in parts)
            if len(parts) > 2 or (parts[1][:1].isupper() and not known and not all(map(head, parts))):
                return True
        return False
