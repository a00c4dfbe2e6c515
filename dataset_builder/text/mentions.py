"""Does a text mention a skill? By its words or their stems, under its name or a declared alias.

Checks, teachers and the sampler of facts all ask the same question, so that what a check calls a mention is
what the sampler avoided. Case, punctuation and inflection are ignored ("managing databases" mentions
"Database Management" only in that word order); `C++`, `C#`, `.NET` and `Node.js` stay whole.

Stems are cached as long as the process lives, so this is for the words that the builder writes or has written for it; what
a visitor typed goes through a `training.evaluation.matchers.Forms` of its own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType

from dataset_builder.text.stems import new_stemmer, written_token_places, written_tokens

Aliases = Mapping[str, tuple[str, ...]]
NO_ALIASES: Aliases = MappingProxyType({})


_LONGEST_ABBREVIATION = 5
_ABLE = re.compile(r"^able\b", re.I)
_stem = new_stemmer()


def stemmed(text: str) -> str:
    """The stems of a text in order, each between single spaces, so that `in` compares whole words.

    An abbreviation in capitals is no inflected word: the stem of "AED" would be that of "a", and every page would mention it.
    """
    return f" {' '.join(map(_form, written_tokens(text)))} "


# of lines and names that come again and again: of phrases, skills and titles
stems_of = lru_cache(maxsize=200_000)(stemmed)
# of the documents of the last triples: the writer looks for removed skills, and then the checks
kept_stems = lru_cache(maxsize=4)(stemmed)


@lru_cache(maxsize=200_000)
def _form(token: str) -> str:
    if 2 <= len(token.rstrip("s")) <= _LONGEST_ABBREVIATION and token.rstrip("s").isupper():
        return token.rstrip("s").casefold()
    return _stem(token.casefold())


class StemmedText:
    """A text whose words are found by their stems, where they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = written_token_places(text)
        stems = [_form(token) for token, _ in found]
        self.stems = f" {' '.join(stems)} "
        self._spans = [span for _, span in found]
        # where each stem begins in `stems`
        self._begins = list(accumulate((len(stem) + 1 for stem in stems), initial=1))

    def places(self, name: str) -> list[tuple[int, int]]:
        """(start, end) in the text wherever it has the words of the name, in their order: where `mentions` finds it."""
        wanted, found = stems_of(name), []
        at = self.stems.find(wanted) if wanted.strip() else -1
        while at >= 0:
            first = bisect_left(self._begins, at + 1)
            last = bisect_left(self._begins, at + len(wanted)) - 1
            found.append((self._spans[first][0], self._spans[last][1]))
            at = self.stems.find(wanted, at + 1)
        return found


def form_kind(form: str, name: str, aliases: Aliases = NO_ALIASES) -> str | None:
    """What a form is to a skill: its "name" or an "alias" but for case and signs, or an "inflection" of one; None if neither.

    Inflected are endings ("managing databases") and "able to" ("ability to lift").
    """
    for known, kind in ((name, "name"), *((alias, "alias") for alias in aliases.get(name, ()))):
        if form.casefold() == known.casefold():
            return kind
    stems = stems_of(form)
    for known in (name, *aliases.get(name, ())):
        if stems == stems_of(known) or stems == stems_of(_ABLE.sub("ability", known)):
            return "inflection"
    return None


def mentions(stemmed_text: str, skill: str, aliases: Aliases = NO_ALIASES) -> bool:
    """Whether `stemmed_text` (made by `stemmed`) holds the skill or one of its aliases."""
    if stems_of(skill) in stemmed_text:
        return True
    others = aliases.get(skill)  # most have none
    return others is not None and any(stems_of(other) in stemmed_text for other in others)


def first_mentioned(stemmed_text: str, skills: Iterable[str], aliases: Aliases = NO_ALIASES) -> str | None:
    """The first of the skills that the text mentions."""
    return next((skill for skill in skills if mentions(stemmed_text, skill, aliases)), None)


def first_unmentioned(stemmed_text: str, skills: Iterable[str], aliases: Aliases = NO_ALIASES) -> str | None:
    """The first of the skills that the text does not mention."""
    return next((skill for skill in skills if not mentions(stemmed_text, skill, aliases)), None)


def _place(name: str, text: str) -> int:
    """Where the text first has the name as whole words, or -1. Cheaper than a regular expression by far."""
    at = text.find(name)
    while at >= 0 and (text[at - 1 : at].isalnum() or text[at + len(name) : at + len(name) + 1].isalnum()):
        at = text.find(name, at + 1)
    return at


def order_of_mention(items: Sequence[tuple[str, ...]], part: str, text: str) -> list[int]:
    """The order in which a part of a text (or else the text) first names the items: their indices.

    An item is its names. The longest are looked for first, so that the "Clerk" of "Records Clerk" is no mention of a
    "Clerk"; one that is nowhere by a name of its own stays after the item before it.
    """
    if len(items) < 2:
        return list(range(len(items)))
    texts = {0: part.casefold(), len(part) + 1: text.casefold()}  # by where each begins
    folded = [[name.casefold() for name in names] for names in items]
    places: dict[int, int] = {}
    for index in sorted(range(len(items)), key=lambda index: -max(map(len, folded[index]))):
        for start, searched in texts.items():
            found = [(at, -len(name), name) for name in folded[index] if (at := _place(name, searched)) >= 0]
            if found:
                at, _, name = min(found)
                places[index] = start + at
                texts[start] = searched[:at] + "_" * len(name) + searched[at + len(name) :]
                break
    at = -1
    for index in range(len(items)):
        at = places.setdefault(index, at)
    return sorted(places, key=lambda index: (places[index], index))
