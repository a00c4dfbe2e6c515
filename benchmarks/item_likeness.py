"""Verdicts on lists with an encoder: what words and arithmetic say, and how near each listed skill comes to a line of the resume.

    verdicts = WithLikeness.fitted(pairs, numbers, rows)    # numbers: `Matcher.item_numbers(pairs)`
    verdicts.probability(pairs, numbers)                    # how likely each pair is a match

The pointer family weighs words alone: a frozen encoder adds nothing to them (`benchmarks.pointer_curve --only verdicts`). One that was
fine-tuned on our text may, and that is what `benchmarks.transfer` asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluation.matchers import Forms, alike
from training.students.pointer.decision import Weighed
from training.students.pointer.matching import Pair
from training.students.pointer.trees import Trees
from training.trainers.pointer.matcher import weighed

Numbers = Sequence[tuple[float, ...]]
# Of a post without skills: the log likelihoods, and the cosines, of items that are all shown.
_NOTHING_ASKED = (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0)


@dataclass(frozen=True)
class WithLikeness:
    """`item`: how likely a listed skill is shown; `trees`: how likely a pair is a match."""

    item: Weighed
    trees: Trees

    @classmethod
    def fitted(
        cls, pairs: Sequence[Pair], numbers: Sequence[Numbers], rows: Sequence[dict], seed: int = 0
    ) -> "WithLikeness":
        """`rows` are of the config `explanation`: their labels, and the skills that are missing."""
        forms, shown = Forms(), []
        for row, pair in zip(rows, pairs, strict=True):
            asked = [check.asked for check in pair.skills]
            missing = alike(asked, row["skills"], forms).any(axis=1) if row["skills"] else np.zeros(len(asked), bool)
            shown += [int(not is_missing) for is_missing in missing]
        item = weighed([one for of_pair in numbers for one in of_pair], shown)
        table = cls._table(item, pairs, numbers)
        return cls(item, Trees.fitted(table, [row["label"] for row in rows], seed=seed))

    def probability(self, pairs: Sequence[Pair], numbers: Sequence[Numbers]) -> np.ndarray:
        return self.trees.probability(self._table(self.item, pairs, numbers))

    @staticmethod
    def _table(item: Weighed, pairs: Sequence[Pair], numbers: Sequence[Numbers]) -> np.ndarray:
        return np.array(
            [(*pair.words, *_of_items(item, of_pair)) for pair, of_pair in zip(pairs, numbers, strict=True)]
        )


def _of_items(item: Weighed, numbers: Numbers) -> tuple[float, ...]:
    """All, the least and the second least likely, those that are rather not shown; least, second least and mean cosine, those below .6."""
    if not numbers:
        return _NOTHING_ASKED
    likely = sorted(min(max(item.probability(one), 1e-3), 1.0) for one in numbers)
    cosines = sorted(one[1] for one in numbers)
    return (
        float(np.log(likely).sum()),
        float(np.log(likely[0])),
        float(np.log(likely[1])) if len(likely) > 1 else 0.0,
        float(sum(one < 0.5 for one in likely)),
        cosines[0],
        cosines[1] if len(cosines) > 1 else 1.0,
        float(np.mean(cosines)),
        float(sum(one < 0.6 for one in cosines)),
    )
