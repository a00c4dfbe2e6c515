"""A sentence encoder, frozen or fine-tuned: what is asked and what shows it get vectors that point the same way.

Mean pooling and unit length as all-MiniLM-L6-v2 is published. Fine-tuning is InfoNCE (scaled cosines, cross-entropy) over
(asked or name, shown): in a batch the other skills' shown lines are negatives, and one near miss of every skill that has one,
its own as well. What fine-tuning forgets can be brought back by averaging its weights with the frozen ones (WiSE-FT,
arXiv 2109.01903).
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fine_tuning import LONGEST, Example, FitConfig, fit

SCALE = 20.0  # cosines times this are the logits


class BiEncoder:
    """An encoder from a folder of weights; no network is used."""

    def __init__(self, folder: Path, threads: int | None = None):
        import torch
        from transformers import AutoModel, AutoTokenizer

        if threads:
            torch.set_num_threads(threads)
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.model = AutoModel.from_pretrained(folder, local_files_only=True).eval()

    def encode(self, texts: Sequence[str], batch: int = 64) -> np.ndarray:
        """One unit vector per text. Texts of like length share a batch."""
        import torch

        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors = np.zeros((len(texts), self.model.config.hidden_size), np.float32)
        with torch.no_grad():
            for start in range(0, len(order), batch):
                part = order[start : start + batch]
                vectors[part] = self._vectors([texts[at] for at in part]).float().numpy()
        return vectors

    def _vectors(self, texts: Sequence[str]):
        import torch

        read = self.tokenizer(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.model(**read).last_hidden_state
        mask = read["attention_mask"].unsqueeze(-1)
        return torch.nn.functional.normalize((hidden.float() * mask).sum(1) / mask.sum(1), dim=1)

    def fit(self, examples: Sequence[Example], config: FitConfig, checkpoint: Path | None = None) -> float:
        """Fine-tunes in place. Returns seconds spent, those of an interrupted run included."""
        return fit(self.model, batches_of(examples, config), self._loss, config, checkpoint)

    def average(self, before: Mapping[str, Any], share: float = 0.5) -> None:
        """`share` of the weights as they are, the rest from `before` (`model.state_dict()`), in place."""
        self.model.load_state_dict(
            {
                name: share * now + (1 - share) * before[name] if now.is_floating_point() else now
                for name, now in self.model.state_dict().items()
            }
        )

    def _loss(self, batch: Sequence[tuple[str, str, str, str]]):
        import torch

        skills, asked, shown, near = zip(*batch)
        held = [at for at, text in enumerate(near) if text]
        vectors = self._vectors([*asked, *shown, *(near[at] for at in held)])
        anchors, lines = vectors[: len(batch)], vectors[len(batch) :]
        of = [*skills, *(skills[at] for at in held)]
        # a second shown line of the same skill is no negative
        same = torch.tensor(
            [
                [j < len(batch) and i != j and skill == other for j, other in enumerate(of)]
                for i, skill in enumerate(skills)
            ]
        )
        logits = (SCALE * anchors @ lines.T).masked_fill(same, float("-inf"))
        return torch.nn.functional.cross_entropy(logits, torch.arange(len(batch)))


def batches_of(examples: Sequence[Example], config: FitConfig) -> list[list[tuple[str, str, str, str]]]:
    """(skill, asked, shown, near miss or "") of all epochs, shuffled anew in each; the seed decides."""
    rng = random.Random(config.seed)
    batches = []
    for _ in range(config.epochs):
        order = rng.sample(list(examples), len(examples))
        rows = [
            (one.skill, rng.choice(one.asked), one.shown, rng.choice(one.near_misses) if one.near_misses else "")
            for one in order
        ]
        batches += [rows[at : at + config.batch] for at in range(0, len(rows), config.batch)]
    return batches
