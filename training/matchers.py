"""When is a predicted name the gold name? Three matchers, always named beside a figure, and one-to-one counting.

exact   same letters; case and runs of blanks do not count
stems   same word stems in the same order; punctuation and inflection do not count ("bakers" is "Baker")
fuzzy   rapidfuzz `token_set_ratio` of the stems of at least 80 of 100, and at most two words more: word order, a
        typo or a decoration do not count, nor do words that name no skill ("knowledge of", "ability to")

A matcher says what one name is compared by; two lists are then matched one to one, as many pairs as possible, so
that a name listed twice counts once and the other listing is wrong. Not our dataset's imports: this file, `metrics`
and `intervals` are also files of the Space `spaces/rjdb_metric`, where nothing else of the project is installed.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Literal, get_args

import numpy as np
import snowballstemmer
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

Matcher = Literal["exact", "stems", "fuzzy"]
MATCHERS: tuple[Matcher, ...] = get_args(Matcher)
FUZZY = 80
"""Of 100. The limit on words is what keeps `token_set_ratio` honest: without it, listing whole lines scores 87."""
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
_stemmer, _one_at_a_time = snowballstemmer.stemmer("english"), Lock()


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    with _one_at_a_time:  # a stemmer holds the word it works on
        return _stemmer.stemWord(token)


@lru_cache(maxsize=200_000)
def exact_form(name: str) -> str:
    return " ".join(name.casefold().split())


@lru_cache(maxsize=200_000)
def stem_form(name: str) -> str:
    """Stems between single spaces; `C++`, `C#`, `.NET` and `Node.js` stay whole. A name of signs only is itself."""
    return " ".join(map(stem, _TOKEN.findall(name.casefold()))) or exact_form(name)


@lru_cache(maxsize=200_000)
def fuzzy_form(name: str) -> str:
    """The stems that name something, in the order of the alphabet; all of them where none does."""
    return content(stem_form(name))


def content(stems: str) -> str:
    """The same of stems that `stem_form` gave."""
    words = stems.split()
    return " ".join(sorted([word for word in words if word not in _FILLERS] or words))


def pairs(allowed: np.ndarray) -> int:
    """The most one-to-one pairs of rows and columns, given which are allowed."""
    if not allowed.size or not allowed.any():
        return 0
    return int(allowed[linear_sum_assignment(allowed, maximize=True)].sum())


def alike(predicted: Sequence[str], gold: Sequence[str]) -> np.ndarray:
    """Which predicted names (rows) are which gold names (columns) to the fuzzy matcher."""
    if not predicted or not gold:
        return np.zeros((len(predicted), len(gold)), dtype=bool)
    left, right = [fuzzy_form(name) for name in predicted], [fuzzy_form(name) for name in gold]
    words = [np.array([form.count(" ") for form in forms]) for forms in (left, right)]
    near = process.cdist(left, right, scorer=fuzz.token_set_ratio, score_cutoff=FUZZY) > 0
    return near & (abs(words[0][:, None] - words[1][None, :]) <= MORE_WORDS)


def matched_names(predicted: Sequence[str], gold: Sequence[str], matcher: Matcher) -> int:
    """How many names of two lists pair up one to one."""
    if matcher == "fuzzy":
        return pairs(alike(predicted, gold))
    form = exact_form if matcher == "exact" else stem_form
    return (Counter(map(form, predicted)) & Counter(map(form, gold))).total()


def dates(experience: dict) -> tuple:
    """What must agree besides the title: the two years of a resume's job, the number of years a job asks for."""
    start, end = experience.get("start_year"), experience.get("end_year")
    return (experience.get("years"),) if start is None and end is None else (start, end)


def matched_experiences(predicted: Sequence[dict], gold: Sequence[dict], matcher: Matcher) -> int:
    """How many jobs pair up one to one: title by the matcher, dates always to the number."""
    if matcher != "fuzzy":
        form = exact_form if matcher == "exact" else stem_form
        left, right = (Counter((form(job["title"]), dates(job)) for job in jobs) for jobs in (predicted, gold))
        return (left & right).total()
    allowed = alike([job["title"] for job in predicted], [job["title"] for job in gold])
    for i, job in enumerate(predicted):
        for j, other in enumerate(gold):
            allowed[i, j] = allowed[i, j] and dates(job) == dates(other)
    return pairs(allowed)
