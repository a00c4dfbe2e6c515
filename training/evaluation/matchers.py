"""When is a predicted name the gold name? Three matchers, always named with a figure, and one-to-one counting.

exact   same letters; case and runs of blanks do not count
stems   same word stems in the same order; punctuation and inflection do not count ("bakers" is "Baker")
fuzzy   rapidfuzz `token_set_ratio` of the stems of at least 80 of 100, and at most two words more: word order, a
        typo or a decoration do not count, nor do words that name no skill ("knowledge of", "ability to")

A matcher says what one name is compared by; two lists are then matched one to one, as many pairs as possible, so
that a name listed twice counts once and the other listing is wrong. What names are compared by is kept in a `Forms`,
which lives as long as an evaluation or a visitor's request: no module keeps what a visitor typed.

Of the project only `dataset_builder.text.stems` is imported: both, `metrics` and `intervals` are also files of the Space
`spaces/rjdb_metric`, where nothing else of the project is installed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from rapidfuzz import fuzz, process

from dataset_builder.text.stems import new_stemmer, tokens

Matcher = Literal["exact", "stems", "fuzzy"]
MATCHERS: tuple[Matcher, ...] = get_args(Matcher)
# Of 100. The limit on words is what keeps `token_set_ratio` honest: without it, listing whole lines scores 87.
FUZZY = 80
MORE_WORDS = 2

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
        "excellent",
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

_KEPT = 200_000
NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Forms:
    """What names are compared by, each worked out once as long as the object lives. Threads may share one.

    `words`: stems that are known beforehand, of a vocabulary of ours (`vocabulary` makes one). They are never added to,
    so that all visitors can share them.
    """

    def __init__(self, words: Mapping[str, str] = NO_WORDS) -> None:
        stem_word = new_stemmer()

        @lru_cache(maxsize=_KEPT)
        def stem(token: str) -> str:
            return stem_word(token) if (known := words.get(token)) is None else known

        @lru_cache(maxsize=_KEPT)
        def stem_form(name: str) -> str:
            return " ".join(map(stem, tokens(name))) or exact_form(name)

        @lru_cache(maxsize=_KEPT)
        def fuzzy_form(name: str) -> str:
            return content(stem_form(name))

        # closures, not methods: caches that held `self` would keep what was typed until the next garbage collection
        self.words, self.stem, self._stem_form, self._fuzzy_form = words, stem, stem_form, fuzzy_form
        self._exact_form = lru_cache(maxsize=_KEPT)(exact_form)

    def __reduce__(self):
        return Forms, (dict(self.words),)  # without what is kept: a worker makes it again

    def exact(self, name: str) -> str:
        """Case and runs of blanks do not count."""
        return self._exact_form(name)

    def stems(self, name: str) -> str:
        """Stems between single spaces; `C++`, `C#`, `.NET` and `Node.js` stay whole. A name of signs only is itself."""
        return self._stem_form(name)

    def fuzzy(self, name: str) -> str:
        """The stems that name something, in the order of the alphabet; all of them where none does."""
        return self._fuzzy_form(name)

    def of_text(self, text: str) -> list[str]:
        """The stems of a whole document in order; the text itself is not kept."""
        return list(map(self.stem, tokens(text)))


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """The words of texts with their stems, for `Forms` that will meet them again."""
    forms = Forms()
    words = dict.fromkeys(token for text in texts for token in tokens(text))
    return {word: forms.stems(word) for word in words}


def exact_form(name: str) -> str:
    return " ".join(name.casefold().split())


def content(stems: str) -> str:
    """What `Forms.fuzzy` gives, of stems that `Forms.stems` gave."""
    words = stems.split()
    return " ".join(sorted([word for word in words if word not in _FILLERS] or words))


def pairs(allowed: np.ndarray) -> int:
    """The most one-to-one pairs of rows and columns, given which are allowed."""
    from scipy.optimize import linear_sum_assignment  # a second to import

    if not allowed.size or not allowed.any():
        return 0
    return int(allowed[linear_sum_assignment(allowed, maximize=True)].sum())


def alike(predicted: Sequence[str], gold: Sequence[str], forms: Forms) -> np.ndarray:
    """Which predicted names (rows) are which gold names (columns) to the fuzzy matcher."""
    if not predicted or not gold:
        return np.zeros((len(predicted), len(gold)), dtype=bool)
    left, right = [forms.fuzzy(name) for name in predicted], [forms.fuzzy(name) for name in gold]
    words = [np.array([form.count(" ") for form in side]) for side in (left, right)]
    near = process.cdist(left, right, scorer=fuzz.token_set_ratio, score_cutoff=FUZZY) > 0
    return near & (abs(words[0][:, None] - words[1][None, :]) <= MORE_WORDS)


def matched_names(predicted: Sequence[str], gold: Sequence[str], matcher: Matcher, forms: Forms) -> int:
    """How many names of two lists pair up one to one."""
    if matcher == "fuzzy":
        return pairs(alike(predicted, gold, forms))
    form = forms.exact if matcher == "exact" else forms.stems
    return (Counter(map(form, predicted)) & Counter(map(form, gold))).total()


def dates(experience: dict) -> tuple:
    """What must agree besides the title: the two years of a resume's job, the number of years a job asks for."""
    start, end = experience.get("start_year"), experience.get("end_year")
    return (experience.get("years"),) if start is None and end is None else (start, end)


def matched_experiences(predicted: Sequence[dict], gold: Sequence[dict], matcher: Matcher, forms: Forms) -> int:
    """How many jobs pair up one to one: title by the matcher, dates always to the number."""
    if matcher != "fuzzy":
        form = forms.exact if matcher == "exact" else forms.stems
        left, right = (Counter((form(job["title"]), dates(job)) for job in jobs) for jobs in (predicted, gold))
        return (left & right).total()
    allowed = alike([job["title"] for job in predicted], [job["title"] for job in gold], forms)
    for i, job in enumerate(predicted):
        for j, other in enumerate(gold):
            allowed[i, j] = allowed[i, j] and dates(job) == dates(other)
    return pairs(allowed)
