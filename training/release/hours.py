"""How long training takes, before it is begun: tokens of the dataset, operations per token, what a card does per second.

    hours_of(recipe, workload, card, precision)        # Estimate(hours, how)

Where benchmarks/results/gpu*.json holds tokens per second that were measured on such a card, these decide. Elsewhere the operations
are counted and divided by a stated share of the peak that the vendor publishes: an assumption, and said to be one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rjdb
from dataset_builder.storage.folder import read_build
from training.release.hardware import Card

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results"
# Shares of the peak (MFU) that are assumed where nothing was measured: 16-bit tensor cores, float32 units.
ASSUMED = {"bf16": 0.30, "fp16": 0.30, "float32": 0.50}
# Validation, checkpoints and the answers of evaluations, as a share of the training itself: assumed too.
AROUND = 0.20
# Share of padded tokens that are real, docs/benchmarks.md (Training): batches by length.
REAL = 0.9
# Rows per train triple, tokens of prompt and completion per row: the first shard of `make rjdb` (build c39c2c1656af) with
# T5's vocabulary; tests/training/release/test_plan.py counts the characters again.
PER_ROW: dict[str, tuple[float, float, float]] = {
    "matching": (2.0, 549.4, 2.5),
    "explanation": (2.0, 563.4, 11.1),
    "extraction": (3.0, 295.1, 61.2),
    "editing": (1.63, 280.9, 81.5),
}
TRAIN_SHARE = 50 / 52
# Parts of a result whose tokens per second are not those of a training.
OTHER_PARTS = ("generation", "memory", "grpo", "pointer")
# torch's names of what recipes call it.
NUMBERS = {"bfloat16": "bf16", "float16": "fp16"}


@dataclass(frozen=True)
class Shape:
    """A T5: weights that an encoder's token meets, that a decoder's token meets (its head included), and all."""

    name: str
    encoder: int
    decoder: int
    parameters: int
    layers: int
    width: int


# d_model 768, d_ff 2048 (gated: three matrices), 12 + 12 layers, vocabulary 32,128; 247,577,856 weights with the embeddings.
_ATTENTION, _FEED_FORWARD = 4 * 768 * 768, 3 * 768 * 2048
FLAN_T5_BASE = Shape(
    "flan-t5-base",
    encoder=12 * (_ATTENTION + _FEED_FORWARD),
    decoder=12 * (2 * _ATTENTION + _FEED_FORWARD) + 768 * 32_128,
    parameters=247_577_856,
    layers=12,
    width=768,
)


@dataclass(frozen=True)
class Workload:
    """What one epoch of a student holds: rows, tokens of prompts, tokens of completions."""

    rows: int
    prompt_tokens: float
    completion_tokens: float

    @property
    def tokens(self) -> float:
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True)
class Estimate:
    """`hours` is None where nothing can be said; `how` is the computation in words."""

    hours: float | None
    how: str


def workload_of(tasks: list[str], folder: Path, triples: int) -> Workload:
    """Of a built dataset by the rows it counts, else of one with so many triples."""
    sizes = (read_build(folder) or {}).get("sizes", {}) if folder.is_dir() else {}
    rows = {
        task: sizes[task]["train"]["rows"]
        if "train" in sizes.get(task, {})
        else round(triples * TRAIN_SHARE * PER_ROW[task][0])
        for task in tasks
        if task in rjdb.TASKS
    }
    return Workload(
        sum(rows.values()),
        sum(count * PER_ROW[task][1] for task, count in rows.items()),
        sum(count * PER_ROW[task][2] for task, count in rows.items()),
    )


def operations(work: Workload, shape: Shape = FLAN_T5_BASE) -> float:
    """Floating-point operations of one epoch, forward and backward.

    6 per weight and token (Kaplan et al. 2020), each token with the weights of its own stack, the keys and values of
    cross-attention with the encoder's; plus 12 * layers * width * length per token for attention (Chowdhery et al. 2022, appendix B).
    """
    crossed = shape.layers * 2 * shape.width * shape.width
    length = work.tokens / max(work.rows, 1)
    dense = work.prompt_tokens * (shape.encoder + crossed) + work.completion_tokens * (shape.decoder - crossed)
    return 6 * dense + 12 * shape.layers * shape.width * length * work.tokens


def hours_of(recipe: dict, work: Workload, card: Card | None, precision: str, results: Path = RESULTS) -> Estimate:
    """Of the whole training of a recipe."""
    if card is None:
        return Estimate(None, "no GPU here")
    epochs = recipe.get("num_train_epochs", 3)
    if speed := measured_speed(card, precision, results):
        return Estimate(
            (1 + AROUND) * epochs * work.tokens / speed / 3600,
            f"{speed:,.0f} tokens per second measured on {card.name} (benchmarks/results), {AROUND:.0%} for validation",
        )
    if (peak := card.peak(precision)) is None:
        return Estimate(None, f"no published peak of {card.name} is known here, and nothing measured")
    done = peak * ASSUMED[precision] * REAL
    return Estimate(
        (1 + AROUND) * epochs * operations(work) / done / 3600,
        f"counted operations at {ASSUMED[precision]:.0%} of {peak / 1e12:,.0f} TFLOPS {precision}, {REAL:.0%} of the tokens real, "
        f"{AROUND:.0%} for validation: assumed, not measured",
    )


def measured_speed(card: Card, precision: str, results: Path = RESULTS) -> float | None:
    """Tokens per second that our trainer reached with Flan-T5-base on a card of this name; None where none was measured."""
    found = [speed for path in sorted(results.glob("gpu*.json")) for speed in _speeds(path, card, precision)]
    return max(found, default=None)


def _speeds(path: Path, card: Card, precision: str) -> Iterator[float]:
    """Of our trainer in one file; what generates answers, or the stock trainer reached, is no speed of training."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for entry, name in _entries(content, ""):
        shape = str(entry.get("model shape") or entry.get("model") or "").lower().replace("_", "-")
        speed, number = (
            entry["tokens_per_second"],
            NUMBERS.get(entry.get("precision", precision), entry.get("precision")),
        )
        same = name and (name in card.name or card.name in name) and FLAN_T5_BASE.name in shape
        ours = entry.get("trainer", "rjdb") == "rjdb" and number in (None, precision)
        if same and ours and isinstance(speed, int | float) and speed > 0:
            yield float(speed)


def _entries(content: object, card: str) -> Iterator[tuple[dict, str]]:
    """Every mapping that holds tokens per second, with the card that it or what is around it names."""
    if isinstance(content, list):
        for one in content:
            yield from _entries(one, card)
    elif isinstance(content, dict):
        said = content.get("card", card)
        card = str(said.get("name", "") if isinstance(said, dict) else said)
        if content.get("tiny"):  # shapes of a test
            return
        if "tokens_per_second" in content:
            yield content, card
        for key, one in content.items():
            if key not in OTHER_PARTS:
                yield from _entries(one, card)
