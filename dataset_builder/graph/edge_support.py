"""Which skills an occupation takes from ads: those that several of its ads name, or that go with its other skills.

One ad that lists "Broadband" makes no developer a radio engineer. Two skills go together where ads name both, and more often
than chance would. A skill that one ad of an occupation names stays where it goes with others of them; what is asked in almost
any job (office programs, customer service), and names that only ads know, need more ads.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from dataset_builder.graph.word_lists import EVERYWHERE

TOGETHER, LIFT = 3, 1.5  # ads that name two skills, and how many times more often than by chance
AGREEING = 2  # other skills that a skill of one or two ads must go with
SEVERAL, SHARE = 3, 0.08  # ads, and share of an occupation's ads, that need no other support
RARE = 0.015  # share of an occupation's ads below which a skill is chance
OFTEN = 0.25  # share of its ads that must name what is asked everywhere
UNKNOWN = 5  # ads that must use a name that only ads know


class CoOccurrence:
    """Which skills ads name together."""

    def __init__(self, ads: Sequence[Sequence[str]], known: Collection[str]) -> None:
        self._position = {name: at for at, name in enumerate(dict.fromkeys(name for ad in ads for name in ad))}
        columns = np.fromiter((self._position[name] for ad in ads for name in ad), dtype=np.int32)
        starts = np.concatenate([[0], np.cumsum([len(ad) for ad in ads])])
        incidence = csr_matrix(
            (np.ones(len(columns), np.int32), columns, starts), shape=(len(ads), len(self._position))
        )
        self._times = np.bincount(columns, minlength=len(self._position))
        together = (incidence.T @ incidence).tocoo()
        chance = self._times[together.row].astype(np.float64) * self._times[together.col] / max(1, len(ads))
        kept = (together.data >= TOGETHER) & (together.data >= LIFT * chance) & (together.row != together.col)
        ones = np.ones(int(kept.sum()), np.int32)
        shape = (len(self._position), len(self._position))
        self._together = csr_matrix((ones, (together.row[kept], together.col[kept])), shape=shape)
        self._known = known

    def agreeing(self, names: Sequence[str], others: Collection[str] = ()) -> list[int]:
        """Per name how many of them all, and of `others`, go with it."""
        at = [self._position[name] for name in names]
        beside = list(dict.fromkeys([*at, *(self._position[name] for name in others if name in self._position)]))
        return np.asarray(self._together[at][:, beside].sum(axis=1)).ravel().tolist()

    def supported(self, times: Mapping[str, int], ads: int, written: Collection[str] = ()) -> dict[str, str]:
        """The skills that stay, with what supports each. `times` is ads by skill, `ads` how many the occupation has,
        `written` the skills that it has already."""
        names = [name for name in times if name in self._known or self._times[self._position[name]] >= UNKNOWN]
        found = {}
        for name, agreeing in zip(names, self.agreeing(names, written)):
            share = times[name] / ads
            if share < RARE or (name.lower() in EVERYWHERE and (times[name] < SEVERAL or share < OFTEN)):
                continue
            if times[name] >= SEVERAL and share >= SHARE:
                found[name] = f"{times[name]} of {ads} ads"
            elif agreeing >= self._wanted(names, written):
                found[name] = f"{times[name]} of {ads} ads, goes with {agreeing} other skills"
        return found

    @staticmethod
    def _wanted(names: Sequence[str], written: Collection[str]) -> int:
        """Others to go with: more for an occupation that has skills already, fewer for one that has next to none."""
        return AGREEING + 1 if written else min(AGREEING, len(names) - 1)
