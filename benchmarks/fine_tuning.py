"""Fine-tuning of a small encoder on phrases: the optimizer, its pace, and checkpoints from which an interrupted run goes on.

AdamW with a linear warm-up and a linear fall to 0. Word embeddings stay frozen, since a word that only test skills have would
not move.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_builder.storage.files import replacing

LONGEST = 128  # tokens of a text that are read
CHECKPOINT_STEPS = 20


@dataclass(frozen=True)
class Example:
    """Ways of asking for a skill (its name too), a line that shows it, and its near misses (there may be none). `group` is
    the SOC major group that asks for the skill, empty where none does."""

    skill: str
    asked: tuple[str, ...]
    shown: str
    near_misses: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class FitConfig:
    epochs: int = 3
    batch: int = 32
    learning_rate: float = 5e-5
    warmup: float = 0.1  # share of the steps
    seed: int = 0


def fit(
    model: Any,
    batches: Sequence[Any],
    loss_of: Callable[[Any], Any],
    config: FitConfig,
    checkpoint: Path | None = None,
) -> float:
    """Fine-tunes `model` in place, a step per batch. Returns seconds spent, those of an interrupted run included."""
    import torch

    torch.manual_seed(config.seed)
    for parameter in model.get_input_embeddings().parameters():
        parameter.requires_grad = False
    learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learnt, lr=config.learning_rate, weight_decay=0.01)
    first, spent = 0, 0.0
    if checkpoint is not None and checkpoint.is_file():
        kept = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        first, spent = kept["step"], kept["seconds"]
    start = time.perf_counter() - spent
    model.train()
    for step in range(first, len(batches)):
        for group in optimizer.param_groups:
            group["lr"] = config.learning_rate * _pace(step, len(batches), config.warmup)
        loss = loss_of(batches[step])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        if checkpoint is not None and ((step + 1) % CHECKPOINT_STEPS == 0 or step + 1 == len(batches)):
            spent = time.perf_counter() - start
            print(f"step {step + 1} of {len(batches)}, loss {loss.item():.3f}, {spent:.0f} s", file=sys.stderr)
            with replacing(checkpoint) as temporary:
                torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(),
                            "step": step + 1, "seconds": spent}, temporary)  # fmt: skip
    model.eval()
    return time.perf_counter() - start if first < len(batches) else spent


def _pace(step: int, steps: int, warmup: float) -> float:
    """Linear up over the warm-up, linear down to 0 after it."""
    rise = max(1, round(warmup * steps))
    return (step + 1) / rise if step < rise else (steps - step) / max(1, steps - rise)
