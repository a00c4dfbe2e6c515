"""Bootstrap intervals of ratios of sums, and of the difference between two systems on the same rows.

Whole triples are drawn, not rows: the two resumes of one triple share a job description, and rows that are not
independent would make intervals too narrow. All measures and systems see the same draws (the seed decides), which
makes differences paired. Memory is one block of draws, however many there are. scipy's bootstrap, which takes one statistic
at a time (`quality.llm_judge.scores`), shares no draws between measures.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 1_000
_BLOCK = 50


@dataclass(frozen=True)
class Interval:
    """0-100; the 2.5th and 97.5th percentile over resamples. NaN where nothing was measured."""

    low: float
    high: float


def resampled(
    above: np.ndarray, below: np.ndarray, groups: Sequence[Hashable], resamples: int = RESAMPLES, seed: int = 0
) -> np.ndarray:
    """Values (0-100) of every measure in every resample: resamples x measures, from rows x measures."""
    _, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    number = int(member.max()) + 1
    sums = np.zeros((2, number, above.shape[1]))
    np.add.at(sums[0], member, above)
    np.add.at(sums[1], member, below)
    random = np.random.default_rng(seed)
    blocks = []
    for start in range(0, resamples, _BLOCK):
        drawn = random.integers(number, size=(min(_BLOCK, resamples - start), number))
        weights = np.stack([np.bincount(row, minlength=number) for row in drawn]).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            blocks.append(100 * (weights @ sums[0]) / (weights @ sums[1]))
    return np.concatenate(blocks)


def _percentiles(values: np.ndarray) -> list[Interval]:
    bounds = [
        np.nanpercentile(column, (2.5, 97.5)) if np.isfinite(column).any() else (np.nan, np.nan) for column in values.T
    ]
    return [Interval(float(low), float(high)) for low, high in bounds]


def intervals(scores, groups: Sequence[Hashable], resamples: int = RESAMPLES, seed: int = 0) -> dict[str, Interval]:
    """The 95 % interval of every measure of a `metrics.Scores`. `groups` names the triple of each row."""
    return dict(zip(scores.names, _percentiles(resampled(scores.above, scores.below, groups, resamples, seed))))


def interval_of(above: np.ndarray, below: np.ndarray) -> Interval:
    """Of one measure, where every row is a group of its own."""
    return _percentiles(resampled(above[:, None], below[:, None], range(len(above))))[0]


def differences(
    scores, others, groups: Sequence[Hashable], resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Interval]:
    """The 95 % interval of `scores - others` for every measure; where it leaves out 0, the systems differ."""
    values = [resampled(s.above, s.below, groups, resamples, seed) for s in (scores, others)]
    return dict(zip(scores.names, _percentiles(values[0] - values[1])))
