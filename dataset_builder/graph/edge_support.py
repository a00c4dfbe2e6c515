"""Which skills an ad's occupation keeps: those that several ads name, or that go with the others that it names.

One ad that lists "Broadband" makes no developer a radio engineer. A skill named by one ad of an occupation stays where
ads elsewhere name it together with at least `AGREEING` of the occupation's other skills.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

TOGETHER = 3  # ads that name two skills, for the two to go together
AGREEING = 2  # other skills of the occupation that must go with a skill named once


class CoOccurrence:
    """How often ads name two skills together."""

    def __init__(self, ads: Sequence[Sequence[str]]) -> None:
        self._position = {name: at for at, name in enumerate(dict.fromkeys(name for ad in ads for name in ad))}
        columns = np.fromiter((self._position[name] for ad in ads for name in ad), dtype=np.int32)
        starts = np.concatenate([[0], np.cumsum([len(ad) for ad in ads])])
        incidence = csr_matrix(
            (np.ones(len(columns), np.int32), columns, starts), shape=(len(ads), len(self._position))
        )
        together = (incidence.T @ incidence).tocsr()
        together.data = (together.data >= TOGETHER).astype(np.int32)
        self._together = together

    def agreeing(self, names: Sequence[str]) -> list[int]:
        """Per name how many of the others go with it."""
        at = [self._position[name] for name in names]
        block = self._together[at][:, at].toarray()
        np.fill_diagonal(block, 0)
        return block.sum(axis=1).tolist()

    def supported(self, times: Mapping[str, int], ads: int) -> dict[str, str]:
        """The skills of an occupation of so many ads that stay, with what supports each; `times` is ads by skill."""
        names = list(times)
        found = {}
        for name, agreeing in zip(names, self.agreeing(names)):
            if times[name] >= 2 and times[name] >= RARE * ads:
                found[name] = f"{times[name]} of {ads} ads"
            elif ads <= 1 / RARE and agreeing >= min(AGREEING, len(names) - 1):
                found[name] = f"1 of {ads} ads, goes with {agreeing} other skills"
        return found


RARE = 0.015  # share of an occupation's ads below which a skill is chance
