"""Encoder-decoders (Flan-T5): transformers' Seq2SeqTrainer with the right loss.

Run by `python -m training.sft`. TRL's SFTTrainer is for decoder-only models: it would put prompt and completion into one
input. The stock Seq2SeqTrainer is wrong with T5 under gradient accumulation: T5 takes **kwargs, so Trainer believes that the
model divides its loss by the tokens of the whole step, and T5 does not; loss and gradients come out several times too large.
Here the loss is the sum over the real tokens, divided by those of the step on all devices, so batches of 8x1, 4x2 and 2x4
give the same weights. What else differs from the stock trainer is in training/trainers/student_trainer.py. The class needs torch and
transformers alone; a recipe, its data and adapters, which need trl, datasets and peft, are read in `prepare` and `load`.
"""

from typing import TYPE_CHECKING

import torch
from torch.nn.functional import cross_entropy
from transformers import AutoModelForSeq2SeqLM, Seq2SeqTrainer, set_seed

from training.data.batches import TokenBatches
from training.trainers.collators import IGNORED, Seq2SeqCollator
from training.trainers.student_trainer import StudentTrainer

if TYPE_CHECKING:
    from training.trainers.recipe import Recipe
    from training.trainers.run import Run
    from training.trainers.run_folder import RunFolder


class Seq2SeqStudentTrainer(StudentTrainer, Seq2SeqTrainer):
    """The loss is `losses` over the tokens of the step, so the Trainer must not divide it again."""

    loss_is_scaled_for_ga = True

    def losses(self, model, inputs: dict) -> tuple[torch.Tensor, torch.Tensor]:
        labels = inputs.pop("labels")
        logits = model(**inputs).logits
        total = cross_entropy(logits.flatten(0, 1).float(), labels.flatten(), ignore_index=IGNORED, reduction="sum")
        return total, (labels != IGNORED).sum()

    def compute_loss(self, model, inputs, return_outputs: bool = False, num_items_in_batch=None):
        self._step_rows.append(inputs.pop("row"))
        total, tokens = self.losses(model, inputs)
        if num_items_in_batch is None:
            return self.checked(total / tokens)
        return self.checked(
            total / num_items_in_batch * self.accelerator.num_processes
        )  # DDP takes the processes' mean


def prepare(recipe: "Recipe", folder: "RunFolder") -> "Run":
    """Data, model and trainer of a recipe.

    Raises:
        BadInput: the data or the model cannot be used, or the metric is none of the run's.
    """
    from training.trainers.run import Run, data_facts, headlines, read_data, read_rows

    names, data = headlines(recipe), read_data(recipe)
    set_seed(recipe.training.seed)  # adapters and models made here begin at random
    model, tokenizer = load(recipe)
    rows, validation = read_rows(recipe, data, tokenizer)
    trainer = Seq2SeqStudentTrainer(
        model=model,
        args=recipe.training,
        train_dataset=rows,
        eval_dataset=validation and validation.encoded,
        data_collator=Seq2SeqCollator(tokenizer.pad_token_id, model.config.decoder_start_token_id),
        processing_class=tokenizer,
        batches=TokenBatches.of_run(rows.lengths, recipe.script.batch_tokens, recipe.training),
        ids=rows.ids,
        validation=validation,
    )
    return Run(trainer, data_facts(data), sum(p.numel() for p in model.parameters()), rows, names)


def load(recipe: "Recipe"):
    """Model (with an adapter where asked for) and tokenizer."""
    from training.trainers.run import read_model

    model, tokenizer = read_model(AutoModelForSeq2SeqLM, recipe.model.model_name_or_path, recipe.model)
    if recipe.model.use_peft:
        from peft import get_peft_model
        from trl import get_peft_config

        recipe.model.lora_task_type = "SEQ_2_SEQ_LM"
        model = get_peft_model(model, get_peft_config(recipe.model))
        if recipe.training.activation_checkpointing or recipe.training.gradient_checkpointing:
            model.enable_input_require_grads()
    return model, tokenizer
