"""A sentence encoder, frozen or fine-tuned: what is asked and what shows it get vectors that point the same way.

Mean pooling and unit length as all-MiniLM-L6-v2 is published. Fine-tuning is InfoNCE (scaled cosines, cross-entropy) over
(asked or name, shown): in a batch the other skills' shown lines are negatives, and one near miss of every skill that has one,
its own as well. Word embeddings stay frozen, since a word that only test skills have would not move. A run that was
interrupted goes on from its checkpoint, with the same batches.
"""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset_builder.storage.files import replacing

SCALE = 20.0  # cosines times this are the logits
LONGEST = 128  # tokens of a line that are read
CHECKPOINT_STEPS = 20


@dataclass(frozen=True)
class Example:
    """Ways of asking for a skill (its name too), a line that shows it, and its near misses (there may be none)."""

    skill: str
    asked: tuple[str, ...]
    shown: str
    near_misses: tuple[str, ...]


@dataclass(frozen=True)
class FitConfig:
    epochs: int = 3
    batch: int = 32
    learning_rate: float = 5e-5
    warmup: float = 0.1  # share of the steps
    seed: int = 0


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
        import torch

        torch.manual_seed(config.seed)
        batches = batches_of(examples, config)
        for parameter in self.model.embeddings.word_embeddings.parameters():
            parameter.requires_grad = False
        learnt = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(learnt, lr=config.learning_rate, weight_decay=0.01)
        first, spent = 0, 0.0
        if checkpoint is not None and checkpoint.is_file():
            kept = torch.load(checkpoint, weights_only=True)
            self.model.load_state_dict(kept["model"])
            optimizer.load_state_dict(kept["optimizer"])
            first, spent = kept["step"], kept["seconds"]
        start = time.perf_counter() - spent
        self.model.train()
        for step in range(first, len(batches)):
            for group in optimizer.param_groups:
                group["lr"] = config.learning_rate * _pace(step, len(batches), config.warmup)
            loss = self._loss(batches[step])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            if checkpoint is not None and ((step + 1) % CHECKPOINT_STEPS == 0 or step + 1 == len(batches)):
                spent = time.perf_counter() - start
                print(f"step {step + 1} of {len(batches)}, loss {loss.item():.3f}, {spent:.0f} s", file=sys.stderr)
                with replacing(checkpoint) as temporary:
                    torch.save({"model": self.model.state_dict(), "optimizer": optimizer.state_dict(),
                                "step": step + 1, "seconds": spent}, temporary)  # fmt: skip
        self.model.eval()
        return time.perf_counter() - start if first < len(batches) else spent

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


def _pace(step: int, steps: int, warmup: float) -> float:
    """Linear up over the warm-up, linear down to 0 after it."""
    rise = max(1, round(warmup * steps))
    return (step + 1) / rise if step < rise else (steps - step) / max(1, steps - rise)
