"""Flan-T5-base's shape with random weights: what a step takes, and whether the four recipes run.

    python -m benchmarks.flan_t5 full      # two steps of 8 x 768 tokens in this process; prints their peak as JSON

`python -m benchmarks.train memory recipes` makes them all. Nothing here is a Flan-T5: only time and memory are alike.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.gpu_shapes import FLAN_T5_BASE
from benchmarks.measured import run

RECIPES = Path(__file__).parents[1] / "training" / "recipes"
TASKS = ("matching", "explanation", "extraction", "editing")
WAYS = ("full", "full, activations recomputed", "LoRA", "LoRA, activations recomputed")


def arguments(out: str, **more):
    from training.trainers.arguments import Seq2SeqArguments

    given = {
        "output_dir": out, "eval_strategy": "no", "save_strategy": "no", "load_best_model_at_end": False, "report_to": "none",
        "disable_tqdm": True, "logging_steps": 10_000, "dataloader_pin_memory": False, "learning_rate": 1e-3,
        "accelerator_config": {"even_batches": False}, **more,
    }  # fmt: skip
    return Seq2SeqArguments(**given)


def trainer(model, tokenizer, rows, args, batches):
    from training.trainers.collators import Seq2SeqCollator
    from training.trainers.seq2seq import Seq2SeqStudentTrainer

    collate = Seq2SeqCollator(tokenizer.pad_token_id, model.config.decoder_start_token_id)
    return Seq2SeqStudentTrainer(
        model=model, args=args, train_dataset=rows, data_collator=collate, processing_class=tokenizer, batches=batches,
        ids=rows.ids, validation=None,
    )  # fmt: skip


class InOrder:
    """Batches of so many rows, as they stand."""

    def __init__(self, rows: int, size: int) -> None:
        self.batches = [list(range(at, at + size)) for at in range(0, rows, size)]

    def set_epoch(self, epoch: int) -> None:
        pass

    def __iter__(self):
        return iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


# ------------------------------------------------------------------------------------------- memory


def memory() -> list[Figure]:
    """Each way in a process of its own; a peak is the largest resident set, or what the GPU had allocated."""
    figures = []
    for way in WAYS:
        ran = run("benchmarks.flan_t5", way)
        question = f"Flan-T5-base, 8 x 768 tokens, {way}"
        if ran.exit_code:
            figures.append(Figure(question, "did not end: exit code", ran.exit_code, "0", False))
            continue
        said = json.loads(ran.output.splitlines()[-1])
        figures.append(Figure(question, f"peak memory, MiB, {said['where']}", said["peak_mib"]))
        figures.append(Figure(question, "seconds per step", said["seconds"]))
    return figures


def step(way: str) -> None:
    """Two steps, so that Adam's moments are there; prints JSON."""
    import numpy as np
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import T5Config, T5ForConditionalGeneration

    from training.data.encoded_rows import EncodedRows

    rng, rows, prompt, answer = np.random.default_rng(0), 8, 768, 64
    tokens = EncodedRows(
        [f"row {at}" for at in range(rows)],
        rng.integers(2, 32_000, rows * prompt).astype(np.int32),
        rng.integers(2, 32_000, rows * answer).astype(np.int32),
        np.arange(rows + 1)[:, None] * np.array([prompt, answer]),
        {},
        {},
    )
    model = T5ForConditionalGeneration(T5Config(**FLAN_T5_BASE))
    if way.startswith("LoRA"):
        model = get_peft_model(model, LoraConfig(task_type="SEQ_2_SEQ_LM", r=16))
        model.enable_input_require_grads()
    with tempfile.TemporaryDirectory() as out:
        args = arguments(out, max_steps=2, bf16=True, activation_checkpointing=way.endswith("recomputed"))
        made = trainer(model, _Padding(), tokens, args, InOrder(rows, rows))
        made.processing_class = None
        began = time.perf_counter()
        made.train()
        seconds = (time.perf_counter() - began) / 2
    if torch.cuda.is_available():
        peak, where = torch.cuda.max_memory_allocated() / 2**20, torch.cuda.get_device_name()
    else:
        peak, where = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10, "CPU, bfloat16"
    print(json.dumps({"peak_mib": peak, "seconds": seconds, "where": where}))


class _Padding:
    pad_token_id = 0


# ------------------------------------------------------------------------------------------- recipes


def recipes(data: str, place: Path) -> list[Figure]:
    """The recipes as they stand but for the model, short batches, two steps and few rows to judge."""
    from transformers import T5Config, T5ForConditionalGeneration

    from tests.fixtures.tiny_models import tokenizer as tokenizer_of
    from training.data.rows import TaskRows

    rows = TaskRows.read(data, None, TASKS).limited(100, 1, 0)
    tokenizer = tokenizer_of(list(rows.texts()), 8_000)
    T5ForConditionalGeneration(T5Config(**FLAN_T5_BASE)).save_pretrained(place / "base")
    tokenizer.save_pretrained(place / "base")
    short = {
        "dataset": data, "model_name_or_path": place / "base", "max_steps": 2, "eval_steps": 2, "save_steps": 2,
        "gradient_accumulation_steps": 1, "batch_tokens": 1_400, "train_rows": 60, "validation_rows": 1, "logging_steps": 1,
    }  # fmt: skip
    figures = []
    for name in ("matcher", "explainer", "extractor", "editor"):
        flags = [str(word) for pair in short.items() for word in (f"--{pair[0]}", pair[1])]
        out = place / name
        ran = run(
            "training.sft", "--config", str(RECIPES / "students" / f"{name}.yaml"), *flags, "--output_dir", str(out)
        )
        facts = json.loads((out / "training.json").read_text()) if (out / "training.json").is_file() else {}
        steps = facts.get("trainer", {}).get("steps", 0)
        figures.append(
            Figure("Flan-T5-base's shape, random weights", f"{name}.yaml, steps made", steps, "2", steps == 2)
        )
        if ran.exit_code == 0:
            figures.append(Figure("Flan-T5-base's shape, random weights", f"{name}.yaml, seconds", ran.seconds))
            (out / "model.safetensors").unlink()
    return figures


if __name__ == "__main__":
    step(sys.argv[1])
