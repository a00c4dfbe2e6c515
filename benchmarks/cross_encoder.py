"""A cross-encoder: what is asked and a line are read together, and one logit says whether the line shows it.

A standard sequence classifier with one output on all-MiniLM-L6-v2, fit by binary cross-entropy. Every shown line brings its
negatives: a near miss of its skill where there is one, a shown line of a skill of the same SOC major group, and one of any
other skill.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.fine_tuning import LONGEST, Example, FitConfig, fit

Pair = tuple[str, str, float]  # asked, line, 1.0 where the line shows it


class CrossEncoder:
    """A classifier on an encoder from a folder of weights; no network is used."""

    def __init__(self, folder: Path, threads: int | None = None, seed: int = 0):
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        if threads:
            torch.set_num_threads(threads)
        torch.manual_seed(seed)  # the classifier's weights are drawn
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = AutoModelForSequenceClassification.from_pretrained(
            folder, num_labels=1, local_files_only=True
        ).eval()

    def score(self, pairs: Sequence[tuple[str, str]], batch: int = 64) -> np.ndarray:
        """One logit per (asked, line). Pairs of like length share a batch."""
        import torch

        order = sorted(range(len(pairs)), key=lambda at: sum(map(len, pairs[at])))
        logits = np.zeros(len(pairs), np.float32)
        with torch.no_grad():
            for start in range(0, len(order), batch):
                part = order[start : start + batch]
                logits[part] = self._logits([pairs[at] for at in part]).numpy()
        return logits

    def _logits(self, pairs: Sequence[tuple[str, str]]):
        import torch

        asked, lines = zip(*pairs)
        read = self.tokenizer(
            list(asked), list(lines), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        with torch.autocast("cpu", torch.bfloat16):
            return self.model(**read).logits[:, 0].float()

    def fit(self, examples: Sequence[Example], config: FitConfig, checkpoint: Path | None = None) -> float:
        """Fine-tunes in place. Returns seconds spent, those of an interrupted run included."""
        return self.fit_batches(pair_batches(examples, config), config, checkpoint)

    def fit_batches(
        self, batches: Sequence[Sequence[Pair]], config: FitConfig, checkpoint: Path | None = None
    ) -> float:
        """The same on batches as they are."""
        return fit(self.model, batches, self._loss, config, checkpoint)

    def _loss(self, batch: Sequence[Pair]):
        import torch

        logits = self._logits([(asked, line) for asked, line, _ in batch])
        return torch.nn.functional.binary_cross_entropy_with_logits(
            logits, torch.tensor([label for *_, label in batch])
        )


def pair_batches(examples: Sequence[Example], config: FitConfig) -> list[list[Pair]]:
    """The pairs of `config.batch` shown lines a batch, all epochs; shuffled anew in each; the seed decides."""
    rng = random.Random(config.seed)
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in examples:
        groups[one.group].append(one)
    batches = []
    for _ in range(config.epochs):
        order = rng.sample(list(examples), len(examples))
        for at in range(0, len(order), config.batch):
            batches.append(
                [pair for one in order[at : at + config.batch] for pair in _pairs(one, groups, examples, rng)]
            )
    return batches


def _pairs(
    one: Example, groups: dict[str, list[Example]], examples: Sequence[Example], rng: random.Random
) -> Iterator[Pair]:
    yield rng.choice(one.asked), one.shown, 1.0
    if one.near_misses:
        yield rng.choice(one.asked), rng.choice(one.near_misses), 0.0
    for among in (groups[one.group], examples):
        other = rng.choice(among)
        if other.skill != one.skill:
            yield rng.choice(one.asked), other.shown, 0.0
