"""Boosted trees as plain numbers: what scikit-learn fitted, kept as JSON and asked with numpy alone.

trees = Trees.fitted(numbers, labels)                 # or with signs: which way each number may point
Trees(**json.loads(text)).probability(numbers)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

_LEAF = -2  # as scikit-learn marks a leaf's feature
# Chosen by five-fold cross-validation on training pairs; few leaves where each number may point one way only.
_FREE = {"max_iter": 200, "learning_rate": 0.03, "max_leaf_nodes": 16, "min_samples_leaf": 20, "max_features": 0.4}
_ONE_WAY = {"max_iter": 100, "learning_rate": 0.1, "max_leaf_nodes": 4, "min_samples_leaf": 10}


@dataclass(frozen=True)
class Trees:
    """`nodes`: of each tree (feature, threshold, left, right, value) lists; a sample goes left at or below the threshold."""

    start: float
    nodes: list[list[list]]

    @classmethod
    def fitted(
        cls, numbers: np.ndarray, labels: Sequence[int], signs: Sequence[int] | None = None, seed: int = 0
    ) -> "Trees":
        """Both labels, 0 and 1, weigh the same. With `signs` each number points one way: 1 up, -1 down."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        shape = _FREE if signs is None else {**_ONE_WAY, "monotonic_cst": list(signs)}
        model = HistGradientBoostingClassifier(
            **shape, l2_regularization=1.0, early_stopping=False, class_weight="balanced", random_state=seed
        )
        return cls.of_histograms(model.fit(np.asarray(numbers, np.float32), labels))

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
        feature, threshold, children, value = self._table
        rows, trees = np.arange(len(numbers))[:, None], np.arange(len(feature))[None, :]
        at = np.zeros((len(numbers), len(feature)), int)
        while (inner := feature[trees, at] != _LEAF).any():
            left = numbers[rows, np.maximum(feature[trees, at], 0)] <= threshold[trees, at]
            at = np.where(inner, children[trees, at, np.where(left, 0, 1)], at)
        return 1 / (1 + np.exp(-(self.start + value[trees, at].sum(axis=1))))

    @cached_property
    def _table(self) -> tuple[np.ndarray, ...]:
        """All trees side by side, so that a row goes down all of them at once: trees x nodes, filled up with leaves of 0."""
        shape = len(self.nodes), max((len(tree[0]) for tree in self.nodes), default=1)
        feature, threshold, value = np.full(shape, _LEAF), np.zeros(shape), np.zeros(shape)
        children = np.zeros((*shape, 2), int)
        for at, tree in enumerate(self.nodes):
            of = slice(len(tree[0]))
            feature[at, of], threshold[at, of], children[at, of, 0], children[at, of, 1], value[at, of] = tree
        return feature, threshold, children, value
