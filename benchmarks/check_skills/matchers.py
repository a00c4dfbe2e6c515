"""Stems of names, as of commit 87b9a5b."""

import re
from functools import lru_cache
from threading import Lock

import Stemmer

_FILLERS = frozenset(
    [
        "skill",
        "abil",
        "abl",
        "knowledg",
        "understand",
        "experi",
        "expertis",
        "profici",
        "strong",
        "excel",
        "good",
        "in",
        "of",
        "with",
        "and",
        "the",
        "to",
        "a",
        "an",
        "for",
        "on",
        "at",
        "capabl",
        "compet",
        "capac",
        "techniqu",
        "aptitud",
    ]
)

_TOKEN = re.compile(r"\.?[^\W_]+(?:\.[^\W_]+)*[+#]*")
_stemmer, _one_at_a_time = Stemmer.Stemmer("english", 0), Lock()


@lru_cache(maxsize=200_000)
def _stem(token: str) -> str:
    with _one_at_a_time:  # a stemmer holds the word it works on
        return _stemmer.stemWord(token)


@lru_cache(maxsize=200_000)
def exact_form(name: str) -> str:
    return " ".join(name.casefold().split())


@lru_cache(maxsize=200_000)
def stem_form(name: str) -> str:
    """Stems between single spaces; `C++`, `C#`, `.NET` and `Node.js` stay whole. A name of signs only is itself."""
    return " ".join(map(_stem, _TOKEN.findall(name.casefold()))) or exact_form(name)


@lru_cache(maxsize=200_000)
def fuzzy_form(name: str) -> str:
    """The stems that name something, in the order of the alphabet; all of them where none does."""
    return content(stem_form(name))


def content(stems: str) -> str:
    """The same of stems that `stem_form` gave."""
    words = stems.split()
    return " ".join(sorted([word for word in words if word not in _FILLERS] or words))
