"""What is weighed to decide: numbers that were fitted on rows of ours and are kept as JSON next to the encoder.

decision = Decision.read(folder)
decision.line.probability(numbers)  # how likely a line shows what is asked, 0 to 1
decision.match(numbers)             # how likely each pair is a match
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from training.baselines.features import FEATURES
from training.rules.requirements import SAME_JOB
from training.students.pointer.context import FEATURES as CONTEXT
from training.students.pointer.trees import Trees

FILE = "decision.json"
WEIGHED = ("line", "context")
BOOSTED = ("unmatched", "pair")
_PLAIN = ("met", "in_context", "missing", "cut", "same_job", "named_below", "most_skills", "facts")


@dataclass(frozen=True)
class Weighed:
    """Logistic regression."""

    weights: tuple[float, ...]
    intercept: float

    def probability(self, numbers: Sequence[float]) -> float:
        total = self.intercept + sum(a * b for a, b in zip(self.weights, numbers, strict=True))
        return 1 / (1 + math.exp(-max(-700.0, min(700.0, total))))


LINE_ALONE = Weighed((1.0, *(0.0,) * (len(CONTEXT) - 1)), 0.0)


@dataclass(frozen=True)
class Decision:
    """`line`: of a point asked in a sentence (`likeness.FEATURES`); `context`: of the same, seen with what else the resume shows
    (`context.FEATURES`). From `met` of the line and `in_context` on what is asked counts as shown, below `missing` of the line as not shown,
    between them the point stays open. `unmatched`: of a listed skill of a pair that is no match (`matching.ITEM_FEATURES`). `pair`: of the
    verdict (`baselines.features.FEATURES`). `cut`: from which probability a pair is a match; `calibrate` sets it from labelled pairs. Of
    explanations: `same_job` is the likeness of two titles, of 100, below which the job that is asked is not held, `named_below` the
    likelihood below which a skill of a pair that is no match is named as missing, `most_skills` how many one names at most (None: all)."""

    line: Weighed
    unmatched: Trees
    pair: Trees
    met: float = 0.5
    missing: float = 0.0
    cut: float = 0.5
    same_job: float = SAME_JOB
    named_below: float = 0.5
    most_skills: int | None = None
    context: Weighed = LINE_ALONE
    in_context: float = 0.0
    facts: dict = field(default_factory=dict)

    def shows(self, likely: float, context: Sequence[float]) -> bool:
        """Whether a line that is `likely` to show a point by itself does so beside what else the resume shows."""
        return likely >= self.met and self.context.probability(context) >= self.in_context

    def match(self, numbers: np.ndarray) -> np.ndarray:
        """How likely a pair is a match, for each row of numbers."""
        return self.pair.probability(numbers)

    def shown_if_unmatched(self, numbers: Sequence[Sequence[float]]) -> np.ndarray:
        """How likely each listed skill is shown, given that the pair is no match."""
        return self.unmatched.probability(np.array(numbers)) if len(numbers) else np.zeros(0)

    def write(self, folder: Path) -> None:
        write_json(folder / FILE, asdict(self))

    @classmethod
    def read(cls, folder: Path, origin: str | None = None) -> "Decision":
        """
        Raises:
            BadInput: the file is missing or holds something else.
        """
        try:
            kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
            parts = {name: Weighed(tuple(kept[name]["weights"]), kept[name]["intercept"]) for name in WEIGHED}
            parts |= {name: Trees(**kept[name]) for name in BOOSTED}
            decision = cls(**parts, **{name: kept[name] for name in _PLAIN if name in kept})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"{origin or folder}: {FILE} cannot be read ({type(error).__name__}: {error}); train the matcher anew"
            ) from error
        if tuple(decision.facts.get("pair", FEATURES)) != FEATURES:
            raise BadInput(
                f"{origin or folder}: {FILE} weighs other numbers than this version reads; remove the folder and train the matcher anew"
            )
        return decision
