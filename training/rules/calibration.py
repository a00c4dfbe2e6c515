"""How likely a match is, given what the rules found: a logistic curve over three numbers of their verdict.

    python prepare.py --data ../../rjdb-full    # in spaces/demo: fits it on validation, measures it on the test split

The rules' own score says how much is met, not how sure the verdict is. This one is calibrated: of the pairs that get
0.8, about 80 % match.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.rules.requirements import Verdict


def features(verdict: Verdict) -> tuple[float, float, float]:
    """Shares (0-1): jobs that fail, the gap of skills that are counted, and words of any skill that are not shown."""
    failed = sum(check.failed for check in verdict.jobs) / max(len(verdict.jobs), 1)
    shown = sum(check.coverage for check in verdict.skills) / max(len(verdict.skills), 1)
    return failed, min(verdict.gap, 1.0), 1 - shown if verdict.skills else 0.0


@dataclass(frozen=True)
class Calibration:
    """Never beyond even odds on the other side of the verdict, else `1 / (1 + exp(-(bias + weights . (label, *features))))`."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, verdict: Verdict) -> float:
        inputs = (float(verdict.label), *features(verdict))
        margin = self.bias + sum(weight * value for weight, value in zip(self.weights, inputs))
        chance = 1 / (1 + math.exp(-max(min(margin, 30.0), -30.0)))
        return max(chance, 0.5) if verdict.label else min(chance, 0.5)


def fit(verdicts: Sequence[Verdict], labels: Sequence[int]) -> Calibration:
    from sklearn.linear_model import LogisticRegression

    inputs = np.array([(float(verdict.label), *features(verdict)) for verdict in verdicts])
    model = LogisticRegression(C=10.0, max_iter=1000, class_weight="balanced").fit(inputs, np.asarray(labels))
    return Calibration(tuple(round(float(w), 4) for w in model.coef_[0]), round(float(model.intercept_[0]), 4))


def calibration_error(scores: Sequence[float], labels: Sequence[int], bins: int = 10) -> float:
    """Expected calibration error (0-1): mean distance between score and share of matches over bins of equal size."""
    order = np.argsort(np.asarray(scores), kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    scores, labels = np.asarray(scores, dtype=float), np.asarray(labels, dtype=float)
    return float(sum(len(part) * abs(scores[part].mean() - labels[part].mean()) for part in parts) / len(order))
