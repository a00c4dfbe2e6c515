"""Which skills an occupation takes from ads: those that several of its ads name, or that go with its other skills.

One ad that lists "Broadband" makes no developer a radio engineer. Two skills go together where ads name both, and more often
than chance would, and a skill goes with a word of a title in the same way ("Kafka" with "streaming"). A skill that few ads of
an occupation name stays where it goes with others of its skills and with its title; what is asked in almost any job (office
programs, customer service), and names that only ads know, need more ads.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from dataset_builder.graph.ads.word_lists import EVERYWHERE, RANKS

TOGETHER, LIFT = 3, 3.0  # ads that name two skills, and how many times more often than by chance
AGREEING = 2  # other skills that a skill of one or two ads must go with
SEVERAL, SHARE = (
    3,
    0.1,
)  # ads, and share of an occupation's ads, that need no other support; a written one needs twice the share
RARE = 0.015  # share of an occupation's ads below which a skill is chance
OFTEN = 0.25  # share of its ads that must name what is asked everywhere
UNKNOWN = 5  # ads that must use a name that only ads know


FEW = 3  # ads of an occupation up to which one of them may be enough
FEWEST_SKILLS = 4  # of an occupation that only ads name


class CoOccurrence:
    """Which skills ads name together, and with which words of their titles."""

    def __init__(self, ads: Sequence[tuple[str, Sequence[str]]], known: Collection[str]) -> None:
        """`ads`: per ad the key of its title and its skills."""
        self._skills = _numbered(name for _, names in ads for name in names)
        self._words = _numbered(word for key, _ in ads for word in _content(key))
        skills = _incidence([[self._skills[name] for name in names] for _, names in ads], len(self._skills))
        words = _incidence([[self._words[word] for word in _content(key)] for key, _ in ads], len(self._words))
        self._times = np.asarray(skills.sum(axis=0)).ravel()
        self._together = _more_than_chance(skills, skills)
        self._with_word = _more_than_chance(words, skills)
        self._known = known

    def agreeing(self, names: Sequence[str], others: Collection[str] = ()) -> list[int]:
        """Per name how many of them all, and of `others`, go with it."""
        at = [self._skills[name] for name in names]
        beside = list(dict.fromkeys([*at, *(self._skills[name] for name in others if name in self._skills)]))
        return np.asarray(self._together[at][:, beside].sum(axis=1)).ravel().tolist()

    def fits_title(self, names: Sequence[str], key: str) -> list[bool]:
        """Per name whether it goes with a word of the title."""
        words = [self._words[word] for word in _content(key) if word in self._words]
        block = self._with_word[words][:, [self._skills[name] for name in names]]
        return (np.asarray(block.sum(axis=0)).ravel() > 0).tolist()

    def supported(self, key: str, times: Mapping[str, int], ads: int, written: Collection[str] = ()) -> dict[str, str]:
        """The skills that stay, with what supports each. `times` is ads by skill, `ads` how many the occupation of the
        title `key` has, `written` the skills that it has already."""
        names = [name for name in times if name in self._known or self._times[self._skills[name]] >= UNKNOWN]
        if not names:
            return {}
        wanted = AGREEING + 1 if written else min(AGREEING, len(names) - 1)
        found = {}
        for name, agreeing, fits in zip(names, self.agreeing(names, written), self.fits_title(names, key)):
            share = times[name] / ads
            if share < RARE or (name.lower() in EVERYWHERE and (times[name] < SEVERAL or share < OFTEN)):
                continue
            if times[name] >= SEVERAL and share >= (2 * SHARE if written else SHARE):
                found[name] = f"{times[name]} of {ads} ads"
            elif fits and agreeing >= wanted and (times[name] > 1 or (ads <= FEW and not written)):
                found[name] = f"{times[name]} of {ads} ads, goes with its title and {agreeing} other skills"
        return found if written or len(found) >= FEWEST_SKILLS else {}


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(names))}


def _content(key: str) -> list[str]:
    """The words of a title that say what it is about."""
    return [word for word in dict.fromkeys(key.split()) if word not in RANKS]


def _incidence(rows: Sequence[Sequence[int]], columns: int) -> csr_matrix:
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    flat = np.fromiter((column for row in rows for column in row), dtype=np.int32, count=int(starts[-1]))
    return csr_matrix((np.ones(len(flat), np.int32), flat, starts), shape=(len(rows), columns))


def _more_than_chance(left: csr_matrix, right: csr_matrix) -> csr_matrix:
    """Ones where ads have a column of `left` and one of `right` together, `TOGETHER` times and `LIFT` times chance."""
    together = (left.T @ right).tocoo()
    first, second = np.asarray(left.sum(axis=0)).ravel(), np.asarray(right.sum(axis=0)).ravel()
    chance = first[together.row].astype(np.float64) * second[together.col] / max(1, left.shape[0])
    kept = (together.data >= TOGETHER) & (together.data >= LIFT * chance)
    if left is right:
        kept &= together.row != together.col
    ones = np.ones(int(kept.sum()), np.int32)
    return csr_matrix((ones, (together.row[kept], together.col[kept])), shape=together.shape)
