"""Boosted trees as plain numbers: what scikit-learn fitted, kept as JSON and asked with numpy alone.

trees = Trees.of(model)          # a fitted GradientBoostingClassifier of two classes
Trees(**json.loads(text)).probability(numbers)
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

_LEAF = -2  # as scikit-learn marks a leaf's feature


@dataclass(frozen=True)
class Trees:
    """`nodes`: of each tree (feature, threshold, left, right, value) lists; a sample goes left at or below the threshold."""

    start: float
    nodes: list[list[list]]

    @classmethod
    def of(cls, model: Any) -> "Trees":
        prior = model.init_.class_prior_[1]
        nodes = []
        for (estimator,) in model.estimators_:
            tree = estimator.tree_
            values = model.learning_rate * tree.value[:, 0, 0]
            nodes.append(
                [
                    tree.feature.tolist(),
                    [round(float(one), 7) for one in tree.threshold],
                    tree.children_left.tolist(),
                    tree.children_right.tolist(),
                    [round(float(one), 7) for one in values],
                ]
            )
        return cls(float(np.log(prior / (1 - prior))), nodes)

    @classmethod
    def of_histograms(cls, model: Any) -> "Trees":
        """Of a fitted HistGradientBoostingClassifier of two classes, without categories."""
        nodes = []
        for (predictor,) in model._predictors:
            kept = predictor.nodes
            leaf = kept["is_leaf"].astype(bool)
            nodes.append(
                [
                    [_LEAF if end else int(one) for one, end in zip(kept["feature_idx"], leaf)],
                    [0.0 if end else float(one) for one, end in zip(kept["num_threshold"], leaf)],
                    kept["left"].tolist(),
                    kept["right"].tolist(),
                    [round(float(one), 7) for one in kept["value"]],
                ]
            )
        return cls(float(model._baseline_prediction[0, 0]), nodes)

    def probability(self, numbers: np.ndarray) -> np.ndarray:
        """Of the second class, for each row of numbers."""
        numbers = np.asarray(numbers, np.float32)
        rows, total = np.arange(len(numbers)), np.full(len(numbers), self.start)
        for feature, threshold, left, right, value in self.nodes:
            parts = np.array(feature), np.array(threshold), np.array(left), np.array(right)
            at = np.zeros(len(numbers), int)
            while (inner := parts[0][at] != _LEAF).any():
                goes = numbers[rows, np.maximum(parts[0][at], 0)] <= parts[1][at]
                at = np.where(inner, np.where(goes, parts[2][at], parts[3][at]), at)
            total += np.array(value)[at]
        return 1 / (1 + np.exp(-total))
