"""The trainings that `benchmarks.gpu` times: steps within a budget of seconds, tokens and FLOPs of exactly these steps.

A Trainer is timed from the end of a few steps that warm it up to the end of the last one; the GPU has finished its work at both
ends. What a step read is recorded where batches are made, padding apart.
"""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np
import torch
import transformers
from torch.nn.functional import cross_entropy

from benchmarks.gpu_shapes import STUDENT_TASKS, model_of, rows_of, shape_of, tokenizer_of, training_flops
from dataset_builder.extras import BASE, missing
from training.data.batches import TokenBatches
from training.data.encoded_rows import EncodedRows
from training.trainers.collators import IGNORED, CausalCollator, Seq2SeqCollator, padded
from training.trainers.seq2seq import Seq2SeqStudentTrainer
from training.trainers.student_trainer import StudentTrainer

WARM_UP = 3


@dataclass(frozen=True)
class Machine:
    """Where it runs, in which precision, and `peak`: FLOP/s of the card in it, None where that is not known."""

    device: str
    precision: str
    tiny: bool
    peak: float | None = None

    def flags(self) -> dict[str, Any]:
        """Of TrainingArguments. Weights stay float32, as recipes have it; what is multiplied is cast."""
        return {
            "bf16": self.precision == "bfloat16", "fp16": self.precision == "float16", "use_cpu": self.device == "cpu",
        }  # fmt: skip

    def autocast(self):
        enabled = self.precision != "float32"
        return torch.autocast(self.device, dtype=getattr(torch, self.precision), enabled=enabled)

    def synchronize(self) -> None:
        if self.device == "cuda":
            torch.cuda.synchronize()

    def fresh(self) -> None:
        """Before something is measured: memory of what was before is given back, and the peak forgotten."""
        gc.collect()
        if self.device == "cuda":
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()

    def peak_memory_mib(self) -> int | None:
        return torch.cuda.max_memory_allocated() >> 20 if self.device == "cuda" else None

    def share_of_peak(self, flops: float, seconds: float) -> float | None:
        return round(flops / seconds / self.peak, 4) if self.peak and self.precision != "float32" else None


@dataclass
class Recorded:
    """A collator that notes (lengths of the rows, padded tokens) of each batch, in the order in which they are read."""

    collate: Callable
    keeps_rows: bool
    batches: list[tuple[np.ndarray, int]] = field(default_factory=list)

    def __call__(self, rows: list[dict]) -> dict[str, torch.Tensor]:
        batch = self.collate([{"row": 0, **row} for row in rows])
        lengths = np.array([[len(row["input_ids"]), len(row["labels"])] for row in rows])
        # of a decoder-only model labels are as long as the input
        width = batch["input_ids"].shape[1] + (batch["labels"].shape[1] if "decoder_input_ids" in batch else 0)
        self.batches.append((lengths, len(rows) * width))
        if not self.keeps_rows:
            batch.pop("row", None)
        return batch


class Timer(transformers.TrainerCallback):
    """Ends a run once it has measured for so many seconds, after one step at least.

    What comes first is not measured: `warm_up` steps, or fewer where steps are so slow that they take half of the time.
    """

    def __init__(self, machine: Machine, seconds: float, warm_up: int = WARM_UP) -> None:
        self.machine, self.seconds, self.warm_up = machine, seconds, 1 if machine.tiny else warm_up
        self.first = self.last = 0
        self.started = self.began = self.ended = 0.0

    def on_train_begin(self, args, state, control, **kwargs) -> None:
        self.started = perf_counter()

    def on_step_end(self, args, state, control, **kwargs) -> None:
        self.machine.synchronize()
        now = perf_counter()
        if not self.first:
            if state.global_step >= self.warm_up or now - self.started > self.seconds / 2:
                self.first, self.began = state.global_step, now
            return
        self.last, self.ended = state.global_step, now
        if now - self.began >= self.seconds or now - self.started >= 1.5 * self.seconds:
            control.should_training_stop = True

    @property
    def took(self) -> float:
        return self.ended - self.began


def run(trainer, timer: Timer) -> Timer:
    trainer.add_callback(timer)
    trainer.remove_callback(transformers.PrinterCallback)
    trainer.train()
    return timer


class PlainCausalTrainer(StudentTrainer, transformers.Trainer):
    """Our batches with the Trainer of transformers, where trl is absent: logits of the completion's tokens alone, as trl makes them."""

    def compute_loss(self, model, inputs, return_outputs: bool = False, num_items_in_batch=None):
        inputs.pop("row")
        labels = inputs.pop("labels")[:, 1:]
        states = model.model(**inputs).last_hidden_state[:, :-1]
        counted = labels != IGNORED
        logits = model.lm_head(states[counted]).float()
        total = cross_entropy(logits, labels[counted], reduction="sum")
        return self.checked(total / (num_items_in_batch or counted.sum()))


def arguments(kind: type, machine: Machine, out: str, **more: Any):
    return kind(
        output_dir=out, max_steps=more.pop("max_steps", 1_000_000), eval_strategy="no", save_strategy="no", report_to="none", disable_tqdm=True,
        logging_steps=1_000_000, learning_rate=1e-5, remove_unused_columns=False, accelerator_config={"even_batches": False},
        dataloader_pin_memory=machine.device == "cuda", **machine.flags(), **more,
    )  # fmt: skip


def trainer_of(name: str, way: str, model, rows: EncodedRows, machine: Machine, budget: int, steps_of: int, out: str):
    """(trainer, recorded batches, what trains). `way`: "rjdb", our batches of `budget` padded tokens; "stock", as many rows at random."""
    seq2seq = name == "flan-t5-base"
    collate = Seq2SeqCollator(0, 0) if seq2seq else CausalCollator(0, 1)
    lengths = rows.lengths if seq2seq else np.stack([rows.lengths.sum(1), np.zeros(len(rows), int)], axis=1)
    batches = TokenBatches(lengths, budget, 0, steps_of)
    recorded = Recorded(collate, keeps_rows=way == "rjdb")
    given = {"model": model, "train_dataset": rows, "data_collator": recorded}
    ours = {"batches": batches, "ids": rows.ids, "validation": None}
    kind = transformers.Seq2SeqTrainingArguments if seq2seq else transformers.TrainingArguments
    if way == "stock":
        size = max(round(len(rows) / len(batches)), 1)
        args = arguments(kind, machine, out, per_device_train_batch_size=size, gradient_accumulation_steps=steps_of)
        stock = transformers.Seq2SeqTrainer if seq2seq else transformers.Trainer
        return stock(**given, args=args), recorded, f"transformers.{stock.__name__}, {size} rows at random"
    if seq2seq:
        args = arguments(kind, machine, out, gradient_accumulation_steps=steps_of)
        return Seq2SeqStudentTrainer(**given, args=args, **ours), recorded, "training.trainers.seq2seq"
    if missing(*BASE, "trl", "peft"):
        args = arguments(kind, machine, out, gradient_accumulation_steps=steps_of)
        return (
            PlainCausalTrainer(**given, args=args, **ours),
            recorded,
            "transformers.Trainer, our batches; trl is absent",
        )
    from training.trainers.arguments import CausalArguments
    from training.trainers.causal import CausalStudentTrainer, dataset_of

    args = arguments(CausalArguments, machine, out, load_best_model_at_end=False, gradient_accumulation_steps=steps_of)
    words = tokenizer_of(model.config.vocab_size, "left")  # trl looks one up where none is given
    given |= {"train_dataset": dataset_of(rows), "args": args, "processing_class": words}
    return CausalStudentTrainer(**given, **ours), recorded, "training.trainers.causal"


def timed(trainer, recorded: Recorded, machine: Machine, seconds: float, name: str) -> dict[str, Any]:
    """Trains; what the measured steps read and took."""
    timer = run(trainer, Timer(machine, seconds))
    each = trainer.args.gradient_accumulation_steps
    read = recorded.batches[timer.first * each : timer.last * each]
    lengths = np.concatenate([lengths for lengths, _ in read])
    flops = training_flops(name, shape_of(name, machine.tiny), lengths)
    return {
        "steps": timer.last - timer.first,
        "rows_per_step": round(len(lengths) / (timer.last - timer.first), 1),
        "seconds": round(timer.took, 3),
        "tokens_per_second": round(float(lengths.sum()) / timer.took, 1),
        "real_share_of_tokens": round(float(lengths.sum()) / sum(tokens for _, tokens in read), 4),
        "share_of_peak": machine.share_of_peak(flops, timer.took),
        "peak_memory_mib": machine.peak_memory_mib(),
    }


def sft(name: str, tasks: tuple[str, ...], machine: Machine, seconds: float, out: str) -> Iterator[dict[str, Any]]:
    """Ours and the stock trainer on the same rows, with as many rows per step. A batch that does not fit is halved, twice as many a step."""
    rows = rows_of(tasks, 200 if machine.tiny else 8_000, shape_of(name, machine.tiny)["vocab_size"], machine.tiny)
    for way in ("rjdb", "stock"):
        budget, steps_of = (512, 2) if machine.tiny else (16_384, 4)
        entry = None
        while entry is None and budget >= 512:
            machine.fresh()
            shared = {"model": name, "trainer": way, "precision": machine.precision, "batch_tokens": budget}
            entry = within_memory(partial(sft_run, name, way, rows, machine, budget, steps_of, seconds / 2, out))
            budget, steps_of = budget // 2, steps_of * 2
        yield shared | {"fits": entry is not None} | (entry or {})


def sft_run(
    name: str, way: str, rows: EncodedRows, machine: Machine, budget: int, steps_of: int, seconds: float, out: str
) -> dict[str, Any]:
    recomputed = name != "flan-t5-base"  # as TRL has it by default, and so our recipes
    model = fresh_model(name, machine, recomputed)
    trainer, recorded, what = trainer_of(name, way, model, rows, machine, budget, steps_of, out)
    return {
        "with": what, "parameters": sum(one.numel() for one in model.parameters()), "activations_recomputed": recomputed,
        "gradient_accumulation_steps": steps_of, **timed(trainer, recorded, machine, seconds, name),
    }  # fmt: skip


def fresh_model(name: str, machine: Machine, recomputed: bool):
    model = model_of(name, machine.tiny, machine.device)
    if recomputed:  # the second name is that of transformers before 5.20
        getattr(model, "activation_checkpointing_enable", model.gradient_checkpointing_enable)()
    return model


def within_memory(work: Callable[[], Any]) -> Any:
    """What `work` returns, None where the GPU has no memory for it."""
    try:
        return work()
    except torch.cuda.OutOfMemoryError:
        return None


def memory(machine: Machine, seconds: float, out: str) -> Iterator[dict[str, Any]]:
    """Peak of two steps of Flan-T5-base on the fullest batches of a budget of padded tokens, until one does not fit."""
    began, name = perf_counter(), "flan-t5-base"
    rows = rows_of(
        STUDENT_TASKS, 200 if machine.tiny else 4_000, shape_of(name, machine.tiny)["vocab_size"], machine.tiny
    )
    for recomputed in (False, True):
        for budget in (128, 256) if machine.tiny else (2_048, 4_096, 8_192, 16_384, 32_768, 65_536):
            if perf_counter() - began > seconds:
                return
            machine.fresh()
            taken = within_memory(partial(two_steps, name, machine, rows, recomputed, budget, out))
            yield {
                "model": name, "precision": machine.precision, "activations_recomputed": recomputed, "batch_tokens": budget,
                "fits": taken is not None, "seconds_per_step": taken,
                "peak_memory_mib": machine.peak_memory_mib() if taken is not None else None,
            }  # fmt: skip
            if taken is None:
                break


def two_steps(name: str, machine: Machine, rows: EncodedRows, recomputed: bool, budget: int, out: str) -> float:
    """Seconds of the second of two steps on the fullest batches, when Adam's moments are there."""
    fullest = Fullest(TokenBatches(rows.lengths, budget, 0), rows.lengths)
    trainer = Seq2SeqStudentTrainer(
        model=fresh_model(name, machine, recomputed), train_dataset=rows, data_collator=Seq2SeqCollator(0, 0),
        args=arguments(transformers.Seq2SeqTrainingArguments, machine, out, max_steps=2), batches=fullest, ids=rows.ids,
        validation=None,
    )  # fmt: skip
    return round(run(trainer, Timer(machine, 0.0, 1)).took, 3)


class Fullest:
    """The two batches that take most padded tokens, again and again."""

    def __init__(self, batches: TokenBatches, lengths: np.ndarray) -> None:
        def cost(batch: list[int]) -> int:
            return len(batch) * int(lengths[batch].max(axis=0).sum())

        self.batches, self.budget = sorted(batches, key=cost)[-2:], batches.budget

    def set_epoch(self, epoch: int) -> None:
        pass

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


# ------------------------------------------------------------------------------------------- the pointer family


def extractor(machine: Machine, seconds: float, out: str, weights: str | None) -> Iterator[dict[str, Any]]:
    """The extractor of the pointer family: a token classifier on windows of up to 256 tokens; training, then reading."""
    name = "all-MiniLM-L6-v2"
    rows = rows_of(
        ("extraction",), 200 if machine.tiny else 20_000, shape_of(name, machine.tiny)["vocab_size"], machine.tiny
    )
    windows = [rows[at]["input_ids"][:256] for at in range(len(rows))]
    rng = np.random.default_rng(0)
    data = [{"input_ids": ids, "labels": rng.integers(0, 17, len(ids))} for ids in windows]
    shared = {"model": name, "weights": "given" if weights else "random", "precision": machine.precision}
    for size in (16,) if machine.tiny else (16, 128):
        machine.fresh()
        model = classifier(machine, weights)
        recorded = Recorded(_windows, keeps_rows=False)
        args = arguments(
            transformers.TrainingArguments, machine, out, per_device_train_batch_size=size,
            train_sampling_strategy="group_by_length",
        )  # fmt: skip
        trainer = transformers.Trainer(model=model, args=args, train_dataset=data, data_collator=recorded)
        timer = run(trainer, Timer(machine, seconds / 3, 10))
        lengths = np.concatenate([lengths for lengths, _ in recorded.batches[timer.first : timer.last]])
        yield shared | {
            "what": "training", "batch_rows": size, **_read(lengths[:, 0], timer.took),
            "share_of_peak": machine.share_of_peak(
                training_flops(name, shape_of(name, machine.tiny), lengths), timer.took
            ),
            "peak_memory_mib": machine.peak_memory_mib(),
        }  # fmt: skip
    yield shared | {
        "what": "reading",
        **read_windows(classifier(machine, weights).eval(), windows, machine, seconds / 6),
    }


def classifier(machine: Machine, weights: str | None):
    if weights:
        return transformers.AutoModelForTokenClassification.from_pretrained(
            weights, num_labels=17, local_files_only=True
        ).to(machine.device)
    return model_of("all-MiniLM-L6-v2", machine.tiny, machine.device, num_labels=17)


def _windows(rows: list[dict]) -> dict[str, torch.Tensor]:
    ids = padded([row["input_ids"] for row in rows], 0)
    labels = padded([row["labels"] for row in rows], IGNORED)
    return {"input_ids": ids, "attention_mask": (labels != IGNORED).long(), "labels": labels}


def read_windows(model, windows: list[np.ndarray], machine: Machine, seconds: float) -> dict[str, Any]:
    """Forward passes over windows of similar length, 8,192 padded tokens each, as `Weights.run` batches them."""
    machine.fresh()
    lengths = np.array([[len(ids), 0] for ids in windows])
    batches = list(TokenBatches(lengths, 8_192, 0))
    read, began = 0, 0.0
    seen: list[np.ndarray] = []
    with torch.inference_mode(), machine.autocast():
        while not began or perf_counter() - began < seconds:
            if read == min(WARM_UP, len(batches) - 1) and not began:
                machine.synchronize()
                began, seen = perf_counter(), []
            batch = batches[read % len(batches)]
            ids = padded([windows[at] for at in batch], 0).to(machine.device)
            model(input_ids=ids, attention_mask=(ids != 0).long()).logits.argmax(-1).cpu()
            seen.append(lengths[batch, 0])
            read += 1
    return _read(np.concatenate(seen), perf_counter() - began) | {"peak_memory_mib": machine.peak_memory_mib()}


def _read(lengths: np.ndarray, took: float) -> dict[str, Any]:
    return {
        "windows": len(lengths), "seconds": round(took, 3), "windows_per_second": round(len(lengths) / took, 1),
        "tokens_per_second": round(float(lengths.sum()) / took, 1),
    }  # fmt: skip
