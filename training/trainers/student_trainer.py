"""What both trainers of students share: full batches, evaluation on the task, and a clear error where a loss is not finite.

* Batches fill a budget of padded tokens with rows of similar lengths (training/data/batches.py).
* Evaluation writes answers to the validation rows and measures them (training/trainers/validation.py), so the checkpoint that is
  kept is the best at the task; the loss of those rows, a mean over their tokens, is logged with it.
* A loss or a gradient that is not finite ends the run and names the rows that made it.

A mixin: it comes before a Trainer among the bases. Batches carry `row`, the numbers of their rows in the train data.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.utils.data import DataLoader

from dataset_builder.errors import BadInput
from training.data.batches import TokenBatches
from training.students import language_model
from training.students.generation import by_length

if TYPE_CHECKING:  # it reads datasets, which speed alone does not need
    from training.trainers.validation import Validation

_NAMED = 8


class StudentTrainer:
    """`ids`: names of the train rows. `validation` may be None: then nothing is evaluated."""

    def __init__(self, *args, batches: TokenBatches, ids: list[str], validation: "Validation | None", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.batches, self.ids, self.validation = batches, ids, validation
        self._step_rows: list[torch.Tensor] = []

    def losses(self, model, inputs: dict[str, Any]) -> tuple[torch.Tensor, torch.Tensor]:
        """The sum of the loss over a batch's tokens, and their number."""
        raise NotImplementedError

    # --------------------------------------------------------------------------------------- batches

    def get_train_dataloader(self) -> DataLoader:
        loader = DataLoader(
            self.train_dataset,
            batch_sampler=self.batches,
            collate_fn=self.data_collator,
            num_workers=self.args.dataloader_num_workers,
            pin_memory=self.args.dataloader_pin_memory,
            persistent_workers=self.args.dataloader_persistent_workers,
            prefetch_factor=self.args.dataloader_prefetch_factor,
        )
        return self.accelerator.prepare(loader)

    def _run_epoch(self, *args, **kwargs) -> None:
        self.batches.set_epoch(kwargs["epoch"])  # the Trainer does not reach it through samplers that skip and shard
        super()._run_epoch(*args, **kwargs)

    def get_batch_samples(self, *args, **kwargs):
        self._step_rows = []
        return super().get_batch_samples(*args, **kwargs)

    def _issue_warnings_after_load(self, load_result) -> None:
        tied = set(getattr(self.model, "_tied_weights_keys", None) or ())
        if set(load_result.missing_keys) - tied or load_result.unexpected_keys:  # tied weights are saved once
            super()._issue_warnings_after_load(load_result)

    # --------------------------------------------------------------------------------------- numbers

    def checked(self, loss: torch.Tensor) -> torch.Tensor:
        if not torch.isfinite(loss):
            raise self._diverged("loss", loss.item())
        return loss

    def _get_grad_norm(self, model, grad_norm=None):
        norm = super()._get_grad_norm(model, grad_norm=grad_norm)
        if norm is not None and not self.args.fp16 and not np.isfinite(float(norm)):  # fp16 skips such steps itself
            raise self._diverged("gradient", float(norm))
        return norm

    def _diverged(self, what: str, value: float) -> BadInput:
        rows = [self.ids[row] for part in self._step_rows for row in part.tolist()]
        named = ", ".join(rows[:_NAMED]) + (f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else "")
        return BadInput(
            f"step {self.state.global_step + 1}: the {what} is {value}; look at its rows ({named}), lower learning_rate, "
            "or train in float32"
        )

    # --------------------------------------------------------------------------------------- evaluation

    def evaluate(self, eval_dataset=None, ignore_keys=None, metric_key_prefix: str = "eval") -> dict[str, float]:
        """Loss of the validation rows, and the tasks' measures of answers to them; each process takes its share."""
        model = self.accelerator.unwrap_model(self.model).eval()
        lm = language_model.of(model, self.processing_class)
        with torch.inference_mode(), self.accelerator.autocast():
            loss = self._validation_loss(model)
            written = self.validation.answers(lm, *self._share)
        if self.args.world_size > 1:
            from accelerate.utils import gather_object

            written = gather_object(written)
        model.train()
        measured = {"loss": loss} | self.validation.measure(written)
        found = {f"{metric_key_prefix}_{name}": value for name, value in measured.items()}
        self.log(found)
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, found)
        return found

    @property
    def _share(self) -> tuple[int, int]:
        """(first row, step) of this process. Where weights are sharded all must call the model equally often, so each does all."""
        return (0, 1) if self.is_fsdp_enabled else (self.args.process_index, self.args.world_size)

    def _validation_loss(self, model) -> float:
        rows, sums = self.validation.encoded, torch.zeros(2, dtype=torch.float64)
        first, every = self._share
        mine = range(first, len(rows), every)
        lengths = {at: range(length) for at, length in enumerate(rows.lengths.sum(1))}
        for batch in by_length(mine, lengths, 2 * self.batches.budget, 256):  # no gradients: twice a batch of training
            inputs = self._prepare_inputs(self.data_collator([rows[at] for at in batch]))
            inputs.pop("row")
            sums += torch.stack(self.losses(model, inputs)).double().cpu()
        total, tokens = self.accelerator.reduce(sums.to(self.args.device).float(), "sum").tolist()
        return total / tokens
