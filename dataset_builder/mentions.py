"""Does a text mention a skill? By its words or their stems, under its name or a declared alias.

Checks, teachers and the sampler of facts all ask the same question, so that what a check calls a mention is
what the sampler avoided. Case, punctuation and inflection are ignored ("managing databases" mentions
"Database Management" only in that word order); `C++`, `C#`, `.NET` and `Node.js` stay whole.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from types import MappingProxyType

import snowballstemmer

_TOKEN = re.compile(r"\.?[^\W_]+(?:\.[^\W_]+)*[+#]*")
_stemmer, _one_at_a_time = snowballstemmer.stemmer("english"), Lock()

Aliases = Mapping[str, tuple[str, ...]]
NO_ALIASES: Aliases = MappingProxyType({})


@lru_cache(maxsize=200_000)
def _stem(token: str) -> str:
    with _one_at_a_time:  # a stemmer holds the word it works on
        return _stemmer.stemWord(token)


def stemmed(text: str) -> str:
    """The stems of a text in order, each between single spaces, so that `in` compares whole words."""
    return f" {' '.join([_stem(token) for token in _TOKEN.findall(text.casefold())])} "


@lru_cache(maxsize=200_000)
def _stemmed_name(name: str) -> str:
    return stemmed(name)


def mentions(stemmed_text: str, skill: str, aliases: Aliases = NO_ALIASES) -> bool:
    """Whether `stemmed_text` (made by `stemmed`) holds the skill or one of its aliases."""
    return _stemmed_name(skill) in stemmed_text or any(_stemmed_name(a) in stemmed_text for a in aliases.get(skill, ()))


def first_mentioned(stemmed_text: str, skills: Iterable[str], aliases: Aliases = NO_ALIASES) -> str | None:
    """The first of the skills that the text mentions."""
    return next((skill for skill in skills if mentions(stemmed_text, skill, aliases)), None)


def first_unmentioned(stemmed_text: str, skills: Iterable[str], aliases: Aliases = NO_ALIASES) -> str | None:
    """The first of the skills that the text does not mention."""
    return next((skill for skill in skills if not mentions(stemmed_text, skill, aliases)), None)


@lru_cache(maxsize=200_000)
def _as_written(names: tuple[str, ...]) -> re.Pattern:
    longest_first = sorted((name.casefold() for name in names), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")


def order_of_mention(items: Sequence[tuple[str, ...]], part: str, text: str) -> list[int]:
    """The order in which a part of a text (or else the text) first names the items: their indices.

    An item is its names. The longest are looked for first, so that the "Clerk" of "Records Clerk" is no mention of a
    "Clerk"; one that is nowhere by a name of its own stays behind the item before it.
    """
    texts = {0: part.casefold(), len(part) + 1: text.casefold()}  # by where each begins
    places: dict[int, int] = {}
    for index in sorted(range(len(items)), key=lambda index: -max(map(len, items[index]))):
        for start, searched in texts.items():
            if found := _as_written(items[index]).search(searched):
                places[index] = start + found.start()
                gone = "_" * len(found[0])
                texts[start] = searched[: found.start()] + gone + searched[found.end() :]
                break
    at = -1
    for index in range(len(items)):
        at = places.setdefault(index, at)
    return sorted(places, key=lambda index: (places[index], index))
