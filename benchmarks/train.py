"""Training measured: is the loss right, how fast is it, how much memory does a step take.

    python -m benchmarks.train                # all of it on a small dataset built for the purpose, or on --data; half an hour
    python -m benchmarks.train loss speed     # some of it: loss, speed, memory, recipes, generation
    python -m benchmarks.train --write        # keep the figures in benchmarks/results/train.json

loss        T5's own loss against the trainer's; batches 8x1, 4x2, 2x4 against each other, and the stock trainer's
speed       useful (not padded) tokens a second of a T5 of 4.8 M parameters on the four tasks: the stock Seq2SeqTrainer with random
            batches padded to their longest, and this trainer; the same model, rows a step, learning rate and tokens, and
            the loss of the same validation rows after them. Each runs twice, in turns; wall and CPU seconds are added
memory      the peak of a process that makes two steps of 8 x 768 tokens on Flan-T5-base's shape with random weights
recipes     two steps of each of the four Flan-T5 recipes on such a model
generation  benchmarks/generation.py

On a GPU speed and memory are those of the GPU, and the share of its peak is told. Exits 1 beyond a limit.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import flan_t5
from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from benchmarks.flan_t5 import InOrder, arguments, trainer
from benchmarks.generation import SHAPE, WORDS, small_dataset
from benchmarks.gpu_shapes import peak_of

RESULTS = KEPT / "train.json"
TRIPLES, TASKS = 2_000, ("matching", "explanation", "extraction", "editing")
FASTER, SAME_LOSS, EXACT, CLOSE = 1.5, 0.03, 1e-6, 1e-5
# Batches of a step: of alike lengths are also of one task, and a step is to be of all. The stock trainer, whose loss is
# wrong under accumulation, takes the rows of a step at once.
ACCUMULATION = 4


def start(rows_of: dict, seed: int = 0):
    """A small T5 with random weights, a tokenizer of the rows' words and the rows as tokens."""
    import torch

    from tests.fixtures.tiny_models import t5
    from tests.fixtures.tiny_models import tokenizer as tokenizer_of
    from training.data.rows import encode

    texts = (row[column] for split in rows_of.values() for row in split for column in ("prompt", "completion"))
    tokenizer = tokenizer_of(list(texts), WORDS)
    torch.manual_seed(seed)
    model = t5(tokenizer, **SHAPE)
    return model, tokenizer, encode(rows_of, tokenizer, 768, 512)


# ------------------------------------------------------------------------------------------- loss


def loss(data, out: str) -> list[Figure]:
    import copy

    import torch
    import transformers

    model, tokenizer, rows = start(data.limited(8, 1, 0).train)
    count = len(rows) // 8 * 8

    def steps(size: int, accumulation: int, stock: bool = False):
        """(weights, mean loss of the first step, of all) of one epoch of plain SGD in steps of 8 rows."""
        args = arguments(
            out, per_device_train_batch_size=size, gradient_accumulation_steps=accumulation, num_train_epochs=1, optim="sgd",
            logging_steps=1, learning_rate=0.1, train_sampling_strategy="sequential",
        )  # fmt: skip
        mine = copy.deepcopy(model)
        made = trainer(mine, tokenizer, rows, args, InOrder(count, size))
        if stock:
            args.remove_unused_columns, args.max_steps = True, count // 8
            made = transformers.Seq2SeqTrainer(
                model=mine, args=args, train_dataset=rows, data_collator=_Counted(made.data_collator)
            )
        made.train()
        losses = [line["loss"] for line in made.state.log_history if "loss" in line]
        return mine.state_dict(), losses

    made = trainer(model, tokenizer, rows, arguments(out), InOrder(8, 8))
    batch = made.data_collator([rows[at] for at in range(0, len(rows), len(rows) // 8)][:8])
    own = model.eval()(**{name: batch[name] for name in ("input_ids", "attention_mask", "labels")}).loss.item()
    tokens = (batch["labels"] != -100).sum()
    with torch.no_grad():
        ours = made.compute_loss(model, dict(batch), num_items_in_batch=tokens).item()
    figures = [
        Figure(
            "loss",
            "against T5's own, relative difference",
            abs(ours - own) / own,
            f"<= {EXACT:g}",
            abs(ours - own) / own <= EXACT,
        )
    ]
    whole, losses = steps(8, 1)
    for size, accumulation in ((4, 2), (2, 4)):
        weights, its = steps(size, accumulation)
        name = f"{size}x{accumulation} against 8x1"
        off = max(abs(a - b) / a for a, b in zip(losses, its))
        apart = max((whole[key] - weights[key]).abs().max().item() for key in whole)
        figures.append(Figure("loss", f"{name}, loss, relative difference", off, f"<= {CLOSE:g}", off <= CLOSE))
        figures.append(Figure("loss", f"{name}, weights, largest difference", apart, f"<= {CLOSE:g}", apart <= CLOSE))
    _, stock = steps(2, 4, stock=True)
    return [
        *figures,
        Figure("loss", "stock Seq2SeqTrainer at 2x4, times the true loss", stock[0] / losses[0]),
    ]


# ------------------------------------------------------------------------------------------- speed


def speed(data, out: str, budget: int, steps: int) -> list[Figure]:
    import copy

    import numpy as np
    import torch
    import transformers

    from training.data.batches import TokenBatches
    from training.data.rows import encode

    model, tokenizer, rows = start(data.train)
    judged = encode(data.validation, tokenizer, 768, 512)
    batches = TokenBatches(rows.lengths, budget // ACCUMULATION, 0, ACCUMULATION)
    size = round(len(rows) / len(batches) * ACCUMULATION)
    wanted = batches.real_tokens(steps)

    def run(kind: str):
        """(tokens, wall s, CPU s, loss of the validation rows, real share of the padded tokens)"""
        mine = copy.deepcopy(model)
        args = arguments(
            out, per_device_train_batch_size=size, max_steps=steps, bf16=kind.endswith("bfloat16"), seed=0,
            gradient_accumulation_steps=1 if kind == "stock" else ACCUMULATION, lr_scheduler_type="constant",
        )  # fmt: skip
        made = trainer(mine, tokenizer, rows, args, batches)
        counted = _Counted(made.data_collator)
        if kind == "stock":
            args.remove_unused_columns = True
            made = transformers.Seq2SeqTrainer(model=mine, args=args, train_dataset=rows, data_collator=counted)
            made.add_callback(_Until(counted, wanted))
            args.max_steps = 10 * steps
        else:
            made.data_collator = counted
        wall, cpu = time.perf_counter(), time.process_time()
        made.train()
        took = time.perf_counter() - wall, time.process_time() - cpu
        return counted.real, *took, _loss_of(mine, judged, tokenizer), counted.real / counted.padded

    kinds = ["stock", "ours, float32", "ours, bfloat16"]
    sums = {kind: np.zeros(5) for kind in kinds}
    for _ in range(2):
        for kind in kinds:
            sums[kind] += np.array(run(kind))
    figures = []
    for kind, (tokens, wall, cpu, loss, real) in sums.items():
        figures += [
            Figure(f"speed, {kind}", "useful tokens per second", tokens / wall),
            Figure(f"speed, {kind}", "useful tokens per CPU second", tokens / cpu),
            Figure(f"speed, {kind}", "real share of the padded tokens, %", 50 * real),
            Figure(f"speed, {kind}", f"validation loss after {wanted:,} tokens", loss / 2),
        ]
    base = sums["stock"]
    for kind in kinds[1:]:
        ours = sums[kind]
        for name, at in (("wall", 1), ("CPU", 2)):
            ratio = (ours[0] / ours[at]) / (base[0] / base[at])
            limit = kind.endswith("float32") and at == 2
            figures.append(
                Figure(
                    f"speed, {kind}",
                    f"against stock, {name}",
                    ratio,
                    f">= {FASTER}" if limit else "",
                    ratio >= FASTER if limit else None,
                )
            )
        worse = (ours[3] - base[3]) / base[3]
        figures.append(
            Figure(f"speed, {kind}", "its loss against stock's, relative", worse, f"<= {SAME_LOSS}", worse <= SAME_LOSS)
        )
    if torch.cuda.is_available():
        figures += [_peak_share(model, sums["ours, bfloat16"])]
    return figures


class _Counted:
    """A collator that counts what it hands out, and for the stock trainer leaves out what T5 does not take."""

    def __init__(self, collate) -> None:
        self.collate, self.real, self.padded = collate, 0, 0

    def __call__(self, rows):
        batch = self.collate([{"row": 0, **row} for row in rows])
        self.real += int(batch["attention_mask"].sum()) + int((batch["labels"] != -100).sum())
        self.padded += batch["input_ids"].numel() + batch["labels"].numel()
        if "row" not in rows[0]:
            batch.pop("row")
        return batch


def _Until(counted, tokens: int):
    from transformers import TrainerCallback

    class Until(TrainerCallback):
        """Ends a run once so many tokens were seen."""

        def on_step_end(self, args, state, control, **kwargs):
            control.should_training_stop = counted.real >= tokens

    return Until()


def _loss_of(model, rows, tokenizer) -> float:
    import torch

    from training.trainers.collators import Seq2SeqCollator

    collate, total, tokens = Seq2SeqCollator(tokenizer.pad_token_id, 0), 0.0, 0
    with torch.inference_mode():
        for at in range(0, len(rows), 8):
            batch = collate([rows[row] for row in range(at, min(at + 8, len(rows)))])
            given = {name: batch[name].to(model.device) for name in ("input_ids", "attention_mask", "labels")}
            count = int((batch["labels"] != -100).sum())
            total += model.eval()(**given).loss.item() * count
            tokens += count
    return total / tokens


def _peak_share(model, sums) -> Figure:
    import torch

    name = torch.cuda.get_device_name()
    peak = peak_of(name) or float("nan")
    used = 6 * sum(p.numel() for p in model.parameters()) * sums[0] / sums[1]
    return Figure("speed, ours, bfloat16", f"share of the peak of {name}, %", 100 * used / peak)


# ------------------------------------------------------------------------------------------- the verb


def generation() -> list[Figure]:
    from benchmarks.generation import measure

    said = measure()
    wall, cpu = said.ratios
    return [
        Figure("generation", "against model.generate row by row, CPU", cpu, ">= 2", cpu >= 2),
        Figure("generation", "against model.generate row by row, wall", wall),
        Figure("generation", "equal answers, %", 100 * said.equal / said.rows, "100", said.equal == said.rows),
    ]


PARTS = ("loss", "speed", "memory", "recipes", "generation")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all of them if none is named")
    parser.add_argument("--data", help=f"a built dataset; one of {TRIPLES:,} triples is made if it is not given")
    parser.add_argument("--step-tokens", type=int, default=8_192, help="padded tokens of a step of this trainer")
    parser.add_argument("--steps", type=int, default=40, help="of this trainer; the stock one sees as many tokens")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results/train.json")
    args = parser.parse_args()
    parts = args.parts or PARTS
    with tempfile.TemporaryDirectory() as scratch:
        figures = measure(
            parts, args.data or small_dataset(Path(scratch), TRIPLES), Path(scratch), args.step_tokens, args.steps
        )
    print(render(figures))
    if args.write:
        keep(RESULTS, figures)
    return exit_code(figures)


def measure(parts, data: str, place: Path, budget: int, steps: int) -> list[Figure]:
    from training.data.rows import TaskRows

    rows = TaskRows.read(data, None, TASKS).limited(1_000, 40, 0)
    ways = {
        "loss": lambda: loss(rows, str(place / "out")),
        "speed": lambda: speed(rows, str(place / "out"), budget, steps),
        "memory": flan_t5.memory,
        "recipes": lambda: flan_t5.recipes(data, place),
        "generation": generation,
    }
    return [figure for part in parts for figure in ways[part]()]


if __name__ == "__main__":
    sys.exit(main())
