"""Writing answers and GRPO, timed by `benchmarks.gpu`: with and without batches by length, and steps of the assessor's recipe."""

import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
import torch

from benchmarks.gpu_shapes import STUDENT_TASKS, model_of, rows_of, shape_of, tokenizer_of
from benchmarks.gpu_training import Machine, Timer, arguments, run
from training.students.generation import BATCH_ROWS, BATCH_TOKENS, generate
from training.students.language_model import LanguageModel, of

# A random model never says that it is done: one token in so many ends an answer, the same for all ways.
ENDS = 40


# ------------------------------------------------------------------------------------------- generation


def generation(machine: Machine, seconds: float) -> Iterator[dict[str, Any]]:
    """Greedy answers of Flan-T5-base: ours, `model.generate` on batches in the given order, and on one prompt after another."""
    name, most = "flan-t5-base", 8 if machine.tiny else 160
    lm = random_model(name, machine)
    rows = rows_of(STUDENT_TASKS, 2_000, lm.model.config.vocab_size, machine.tiny)
    prompts = [rows[at]["input_ids"].tolist() for at in range(len(rows))]
    slice_of = 8 if machine.tiny else 256
    ways: dict[str, tuple[Callable[[Sequence[list[int]]], int], int]] = {
        "by length": (lambda some: sum(one.tokens for one in generate(lm, some, most)), slice_of),
        "in the order given": (lambda some: plain(lm, some, most, machine), slice_of),
        "one at a time": (lambda some: sum(plain(lm, [one], most, machine) for one in some), max(slice_of // 32, 2)),
    }
    for way, (write, size) in ways.items():
        with torch.inference_mode():
            write(prompts[:2])  # what is loaded on first use is not timed
            machine.fresh()
            machine.synchronize()
            began, tokens, done = perf_counter(), 0, 0
            while not done or (perf_counter() - began < seconds / 4 and done + size <= len(prompts)):
                tokens += write(prompts[done : done + size])
                done += size
        took = perf_counter() - began
        yield {
            "model": name, "way": way, "precision": machine.precision, "rows": done, "seconds": round(took, 3),
            "rows_per_second": round(done / took, 2), "tokens_per_second": round(tokens / took, 1),
            "tokens_per_answer": round(tokens / done, 1), "peak_memory_mib": machine.peak_memory_mib(),
        }  # fmt: skip


def random_model(name: str, machine: Machine) -> LanguageModel:
    """Large weights, so that an answer is no loop of one token, and many tokens that end it."""
    model = model_of(name, machine.tiny, machine.device, initializer_factor=4.0).eval()
    if machine.precision != "float32":
        model = model.to(getattr(torch, machine.precision))
    lm = of(model, tokenizer_of(model.config.vocab_size))
    chosen = torch.randperm(model.config.vocab_size, generator=torch.Generator().manual_seed(0))
    return replace(lm, ends=frozenset(chosen[: model.config.vocab_size // ENDS].tolist()))


def plain(lm: LanguageModel, prompts: Sequence[list[int]], most: int, machine: Machine) -> int:
    """Tokens that `model.generate` writes, as many prompts at once as ours would allow in the given order."""
    longest = max(map(len, prompts))
    size = max(min(BATCH_TOKENS[machine.device] // longest, BATCH_ROWS[machine.device]), 1)
    written = 0
    for start in range(0, len(prompts), size):
        given = lm.tokenizer.pad({"input_ids": list(prompts[start : start + size])}, return_tensors="pt")
        answers = lm.model.generate(
            **given.to(lm.device), max_new_tokens=most, do_sample=False, num_beams=1, eos_token_id=sorted(lm.ends)
        )
        written += sum(_until_end(row, lm.ends) for row in answers[:, 1:].tolist())
    return written


def _until_end(tokens: list[int], ends: frozenset[int]) -> int:
    return next((at + 1 for at, token in enumerate(tokens) if token in ends), len(tokens))


# ------------------------------------------------------------------------------------------- GRPO


def grpo(machine: Machine, seconds: float, out: str) -> Iterator[dict[str, Any]]:
    """Steps of recipes/assessor/qwen3_0.6b_grpo.yaml with its groups and lengths, answers by transformers, random prompts and rewards."""
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    name, completions, group, most = "qwen3-0.6b", 16, 8, 256
    if machine.tiny:
        completions, group, most = 4, 2, 4
    words = tokenizer_of(shape_of(name, machine.tiny)["vocab_size"], "left")
    rows = rows_of(("assessment",), 200, len(words), machine.tiny)
    prompts = Dataset.from_list([{"prompt": words.decode(rows[at]["input_ids"])} for at in range(len(rows))])
    args = arguments(
        GRPOConfig, machine, out, per_device_train_batch_size=completions, num_generations=group, beta=0.04,
        max_completion_length=most, temperature=1.0, model_init_kwargs={"dtype": "bfloat16" if machine.precision == "bfloat16" else "float32"},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:  # the reference is read from where the model lies
        model_of(name, machine.tiny, machine.device).save_pretrained(folder)
        words.save_pretrained(folder)
        machine.fresh()
        trainer = GRPOTrainer(
            model=folder, reward_funcs=[by_its_text], args=args, train_dataset=prompts, processing_class=words
        )
        timer = run(trainer, Timer(machine, seconds / 2, 1))
    steps = timer.last - timer.first
    lengths = [
        line["completions/mean_length"] for line in trainer.state.log_history if "completions/mean_length" in line
    ]
    yield {
        "model": name, "precision": machine.precision, "steps": steps, "seconds": round(timer.took, 3),
        "seconds_per_step": round(timer.took / steps, 3), "completions_per_step": completions, "group": group,
        "tokens_per_completion": round(float(np.mean(lengths)), 1) if lengths else most,
        "completions_per_second": round(steps * completions / timer.took, 2), "peak_memory_mib": machine.peak_memory_mib(),
    }  # fmt: skip


def by_its_text(completions: Sequence[str], **_: Any) -> list[float]:
    """A number between 0 and 1 that differs within a group, so that there is something to learn from."""
    return [zlib.crc32(text.encode()) % 1_000 / 1_000 for text in completions]
