"""Decoder-only students (Qwen3-0.6B): TRL's SFTTrainer with a loss on the completion alone.

Run by `python -m training.sft --config training/recipes/students/extractor_qwen3.yaml`. A row is its prompt, which ends with
`rjdb.SEPARATOR`, its completion and the end token; the prompt's tokens carry no loss. Rows come tokenised, so nothing is truncated by TRL (`max_length`);
those beyond the recipe's limits lose sections or are left out, as for encoder-decoders. TRL's own defaults hold where the
recipe is silent: bfloat16, activations recomputed (gradient checkpointing), learning rate 2e-5.
"""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from transformers import AutoModelForCausalLM
from trl import SFTTrainer, get_peft_config

import rjdb
from dataset_builder.assessment.question import cut
from dataset_builder.errors import BadInput
from training.data.batches import TokenBatches
from training.data.encoded_rows import EncodedRows
from training.data.rows import TaskRows
from training.trainers.collators import CausalCollator
from training.trainers.recipe import TINY, Recipe
from training.trainers.run import Run, data_facts, headlines, read_data, read_model, read_rows
from training.trainers.run_folder import RunFolder
from training.trainers.student_trainer import StudentTrainer

if TYPE_CHECKING:
    import datasets

# TRL sets the old name by default, which no recipe can change
warnings.filterwarnings("ignore", r"`(is_)?gradient_checkpointing` is deprecated", FutureWarning)


class CausalStudentTrainer(StudentTrainer, SFTTrainer):
    """The loss is TRL's: a mean over the completions' tokens of the whole step."""

    def losses(self, model, inputs: dict) -> tuple[torch.Tensor, torch.Tensor]:
        output = model(**inputs, fused_lm_head=True)
        return -output.log_probs.sum(), output.label_mask.sum()

    def compute_loss(self, model, inputs, return_outputs: bool = False, num_items_in_batch=None):
        self._step_rows.append(inputs.pop("row"))
        return self.checked(super().compute_loss(model, inputs, False, num_items_in_batch))


def prepare(recipe: Recipe, folder: RunFolder) -> Run:
    """Data, model and trainer of a recipe.

    Raises:
        BadInput: the data or the model cannot be used, or the metric is none of the run's.
    """
    names, data = headlines(recipe), read_data(recipe)
    source = recipe.model.model_name_or_path
    if source == TINY:
        source = str(folder.checkpoints / "start")
        with recipe.training.main_process_first(local=False, desc="making the model"):
            if not Path(source).is_dir():
                make_tiny(data, recipe, Path(source))
    model, tokenizer = read_model(AutoModelForCausalLM, source, recipe.model)
    tokenizer.padding_side = "left"  # for answers; the collator pads what is learnt on the right
    if tokenizer.eos_token_id is None:
        raise BadInput(
            f"model_name_or_path {recipe.model.model_name_or_path}: its tokenizer has no end token; give it one"
        )
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    rows, validation = read_rows(recipe, data, tokenizer)
    trainer = CausalStudentTrainer(
        model=model,
        args=recipe.training,
        train_dataset=dataset_of(rows),
        eval_dataset=validation and dataset_of(validation.encoded),
        data_collator=CausalCollator(tokenizer.pad_token_id, tokenizer.eos_token_id),
        processing_class=tokenizer,
        peft_config=get_peft_config(recipe.model),
        batches=TokenBatches.of_run(_whole(rows), recipe.script.batch_tokens, recipe.training),
        ids=rows.ids,
        validation=validation,
    )
    return Run(trainer, data_facts(data), sum(p.numel() for p in model.parameters()), rows, names)


def make_tiny(data: TaskRows, recipe: Recipe, place: Path) -> None:
    """A model that knows nothing, with a tokenizer of the texts as it will read them."""
    from training.assessor.tiny_model import fresh

    short = recipe.script.cut_resumes and recipe.script.tasks == ["assessment"]
    texts = (cut(text) if short and text.endswith(rjdb.SEPARATOR) else text for text in data.texts())
    model, tokenizer = fresh(texts, recipe.training.seed)
    unfinished = place.with_name(f".{place.name}")
    model.save_pretrained(unfinished)
    tokenizer.save_pretrained(unfinished)
    unfinished.rename(place)


def _whole(rows: EncodedRows) -> np.ndarray:
    """Prompt, completion and end are one sequence, so what pads is their sum."""
    lengths = rows.lengths.sum(axis=1) + 1
    return np.stack([lengths, np.zeros_like(lengths)], axis=1)


def dataset_of(rows: EncodedRows) -> "datasets.Dataset":
    """As SFTTrainer wants it: prepared already, which the column input_ids says."""
    import datasets
    import pyarrow as pa

    columns = {"input_ids": (rows.prompts, rows.starts[:, 0]), "labels": (rows.completions, rows.starts[:, 1])}
    lists = {name: pa.LargeListArray.from_arrays(starts, tokens) for name, (tokens, starts) in columns.items()}
    return datasets.Dataset(pa.table({**lists, "row": np.arange(len(rows))})).with_format("numpy")
