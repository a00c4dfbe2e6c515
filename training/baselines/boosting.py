"""Gradient boosting on `features.FEATURES`: how far a small learner gets with what rules can read."""

from collections.abc import Sequence

import numpy as np

from training.baselines.features import features
from training.rules.gazetteer import Gazetteer, Lookup, Names
from training.rules.reading import Reader
from training.systems.protocol import NOTHING_LEARNT, ByRows, Match

# Pairs it learns from at most; 4,000 triples already reach what the features allow.
FIT_ROWS = 8_000


class Boosting(ByRows):
    """Shallow trees, small steps; deterministic."""

    name, tasks, parallel = "boosting", ("matching",), True

    def __init__(self, names: Names | None = None) -> None:
        # not the names of training rows: all skills of those rows would be known, and few of others
        reader = Reader()
        self.lookup, self.model = Lookup(Gazetteer.of(names, forms=reader.forms), reader), None

    def fit(self, rows) -> None:
        from sklearn.ensemble import GradientBoostingClassifier

        training = rows("matching")[:FIT_ROWS]
        labels = [row["label"] for row in training]
        if len(set(labels)) < 2:
            return
        self.model = GradientBoostingClassifier(
            n_estimators=200, max_depth=4, learning_rate=0.03, subsample=0.5, max_features=0.4, random_state=0
        )
        self.model.fit(self._features(training), labels)

    def _features(self, rows: Sequence[dict]) -> np.ndarray:
        return np.array([features(row["job_description"], row["resume"], self.lookup) for row in rows], dtype=float)

    def results(self, task: str, rows: Sequence[dict]) -> list[Match]:
        if self.model is None or not rows:
            return [NOTHING_LEARNT] * len(rows)
        return [Match(int(label)) for label in self.model.predict(self._features(rows))]
