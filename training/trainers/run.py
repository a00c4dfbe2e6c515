"""A run of a student: what both trainers share before the first step, and what is kept after the last."""

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import torch
from transformers import AutoTokenizer
from trl import ModelConfig, get_quantization_config

from dataset_builder.errors import BadInput
from training.data.encoded_rows import EncodedRows
from training.data.rows import TaskRows, counts_text, encode, encode_prompts, encode_questions
from training.trainers.recipe import Recipe
from training.trainers.run_folder import RunFolder
from training.trainers.validation import HEADLINES, OVERALL, Validation

# Whose versions training.json names
PACKAGES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets")


@dataclass(frozen=True)
class Run:
    """`trainer` is a Trainer and a StudentTrainer; the rest is what training.json says of data and model."""

    trainer: Any
    data: dict
    parameters: int
    rows: EncodedRows
    headlines: list[str]

    def save(self, recipe: Recipe, folder: RunFolder) -> None:
        """Model (an adapter merged where asked for) and tokenizer into the folder itself, set to answer as they learnt to."""
        trainer = self.trainer
        if recipe.model.use_peft and recipe.script.merge_adapter:
            trainer.model = trainer.accelerator.unwrap_model(trainer.model).merge_and_unload()
        model = trainer.accelerator.unwrap_model(trainer.model)
        model.config.use_cache = True  # a Trainer turns it off
        settings = {"max_new_tokens": recipe.script.max_completion_tokens, "do_sample": False, "num_beams": 1}
        model.generation_config.update(**settings, temperature=None, top_p=None, top_k=None)
        trainer.processing_class.model_max_length = recipe.script.max_prompt_tokens
        trainer.save_model(str(folder.path))
        if recipe.training.process_index == 0:
            (folder.path / "training_args.bin").unlink(missing_ok=True)
            if recipe.model.use_peft and not recipe.script.merge_adapter:
                model.generation_config.save_pretrained(folder.path)
                (folder.path / "README.md").unlink(missing_ok=True)  # PEFT's own card, an empty form

    def facts(self, recipe: Recipe, seconds: float) -> dict:
        """What training.json says of a run that took so many seconds."""
        trainer, state = self.trainer, self.trainer.state
        cuda = torch.cuda.is_available()
        return {
            "tasks": recipe.script.tasks,
            "dataset": {"name": recipe.script.dataset, "revision": recipe.script.dataset_revision, **self.data},
            "base_model": {
                "name": recipe.model.model_name_or_path,
                "revision": recipe.model.model_revision,
                "parameters": self.parameters,
            },
            "trainer": {
                "steps": state.global_step,
                "tokens": trainer.batches.real_tokens(state.global_step),
                "seconds": round(seconds, 1),
                "hardware": f"{trainer.args.world_size} x {torch.cuda.get_device_name()}"
                if cuda
                else f"{torch.get_num_threads()} CPU cores, {platform.machine()}",
                "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
            },
            "shortened": self.rows.shortened,
            "left_out": self.rows.left_out,
            "best": {
                "metric": trainer.args.metric_for_best_model,
                "value": state.best_metric,
                "step": state.best_global_step,
            },
            "log": "log.jsonl",
        }


def headlines(recipe: Recipe) -> list[str]:
    """The measures of the recipe's tasks.

    Raises:
        BadInput: the checkpoint is to be selected by another one.
    """
    names = [HEADLINES[task][0] for task in recipe.script.tasks]
    metric = recipe.training.metric_for_best_model
    if metric is not None and metric.removeprefix("eval_") not in (*names, *OVERALL):
        raise BadInput(f"metric_for_best_model {metric}: is none of this run's; give {', '.join((*names, *OVERALL))}")
    return names


def read_data(recipe: Recipe) -> TaskRows:
    script = recipe.script
    validated = recipe.training.eval_strategy != "no"
    data = TaskRows.read(script.dataset, script.dataset_revision, script.tasks, script.dataset_config, validated)
    return data.limited(script.train_rows, script.validation_rows, recipe.training.seed)


def data_facts(data: TaskRows) -> dict:
    sizes = {split: sum(map(len, getattr(data, split).values())) for split in ("train", "validation")}
    return {"build": data.build, "rows": sizes}


def read_model(kind, source: str, model: ModelConfig, **more):
    """(model, tokenizer) of a folder or a repository; `more` goes to `from_pretrained`.

    Raises:
        BadInput: one of them cannot be loaded.
    """
    settings = {"dtype": model.dtype, "attn_implementation": model.attn_implementation, **more}
    if (quantised := get_quantization_config(model)) is not None:
        settings["quantization_config"] = quantised
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, revision=model.model_revision)
        return kind.from_pretrained(source, revision=model.model_revision, **settings), tokenizer
    except (OSError, ValueError, ImportError) as error:
        cause = str(error).strip().splitlines()[0]
        raise BadInput(f"model_name_or_path {source}: cannot be loaded ({cause}); give a whole model") from error


def read_rows(recipe: Recipe, data: TaskRows, tokenizer) -> tuple[EncodedRows, Validation | None]:
    """Train rows as tokens, and what is evaluated."""
    script = recipe.script
    limits = script.max_prompt_tokens, script.max_completion_tokens
    rows = encode(data.train, tokenizer, *limits, script.cut_resumes)
    if recipe.training.process_index == 0:
        print(
            f"{len(rows):,} rows of {', '.join(script.tasks)}, {rows.lengths.sum():,} tokens; sections that went: "
            f"{counts_text(rows.shortened)}; rows left out: {counts_text(rows.left_out)}",
            flush=True,
        )
    if recipe.training.eval_strategy == "no":
        return rows, None
    judged = {task: split.to_list() for task, split in data.validation.items()}
    prompts = {
        task: encode_questions([row["prompt"] for row in part], tokenizer, limits[0], script.cut_resumes, whole=True)
        if task == "assessment"
        else encode_prompts([row["prompt"] for row in part], tokenizer, limits[0], whole=True)
        for task, part in judged.items()
    }
    longest = {
        task: max(len(tokens) for tokens in tokenizer(text_target=[row["completion"] for row in part])["input_ids"])
        for task, part in judged.items()
    }
    room = {task: tokens + tokens // 4 + 4 for task, tokens in longest.items()}
    return rows, Validation(judged, prompts, encode(data.validation, tokenizer, *limits, script.cut_resumes), room)
