"""The loss is T5's own, whatever a step is made of; the stock trainer's is not."""

from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import torch
import transformers

from benchmarks.flan_t5 import InOrder
from tests.fixtures import tiny_models

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def rows(built, words):
    from training.data.rows import TaskRows, encode

    data = TaskRows.read(str(built), None, ["extraction", "matching"]).limited(8, 1, 0)
    return encode(data.train, words, 2_000, 500)


def plain(chosen: list[dict]) -> dict:
    """The same batch without the numbers of its rows, which T5 would swallow and the stock trainer drops."""
    from training.trainers.collators import Seq2SeqCollator

    return {
        name: part
        for name, part in Seq2SeqCollator(0, 0)([row | {"row": 0} for row in chosen]).items()
        if name != "row"
    }


def trained(words, rows, size: int, accumulation: int, out: Path, stock: bool = False):
    """An epoch of 16 rows in steps of 8; (weights, losses as logged)."""
    from training.trainers.collators import Seq2SeqCollator
    from training.trainers.seq2seq import Seq2SeqStudentTrainer

    arguments = transformers.Seq2SeqTrainingArguments(
        output_dir=str(out), per_device_train_batch_size=size, gradient_accumulation_steps=accumulation, num_train_epochs=1,
        learning_rate=1e-2, optim="sgd", logging_steps=1, save_strategy="no", report_to="none", disable_tqdm=True,
        dataloader_pin_memory=False, train_sampling_strategy="sequential", accelerator_config={"even_batches": False},
    )  # fmt: skip
    given = {
        "model": tiny_models.t5(words), "args": arguments, "train_dataset": rows, "data_collator": Seq2SeqCollator(0, 0),
        "processing_class": words,
    }  # fmt: skip
    if stock:
        trainer = transformers.Seq2SeqTrainer(**given | {"data_collator": plain})
    else:
        trainer = Seq2SeqStudentTrainer(**given, batches=InOrder(len(rows), size), ids=rows.ids, validation=None)
    trainer.train()
    return trainer.model.state_dict(), [line["loss"] for line in trainer.state.log_history if "loss" in line]


def test_the_loss_is_t5s_own(words, rows, tmp_path):
    from training.trainers.collators import Seq2SeqCollator
    from training.trainers.seq2seq import Seq2SeqStudentTrainer

    model = tiny_models.t5(words)
    arguments = transformers.Seq2SeqTrainingArguments(output_dir=str(tmp_path), report_to="none")
    trainer = Seq2SeqStudentTrainer(
        model=model,
        args=arguments,
        train_dataset=rows,
        data_collator=Seq2SeqCollator(0, 0),
        batches=None,
        ids=rows.ids,
        validation=None,
    )
    batch = Seq2SeqCollator(0, 0)([rows[at] for at in range(8)])
    own = model(**{name: batch[name] for name in ("input_ids", "attention_mask", "labels")}).loss.item()
    tokens = (batch["labels"] != -100).sum()
    assert abs(trainer.compute_loss(model, dict(batch)).item() - own) < 1e-6 * own
    assert abs(trainer.compute_loss(model, dict(batch), num_items_in_batch=tokens).item() - own) < 1e-6 * own


def test_batches_of_8x1_4x2_and_2x4_give_equal_losses_and_weights_and_the_stock_trainer_does_not(words, rows, tmp_path):
    one, losses = trained(words, rows, 8, 1, tmp_path)
    assert len(losses) == 2
    for size, accumulation in ((4, 2), (2, 4)):
        other, its_losses = trained(words, rows, size, accumulation, tmp_path)
        assert its_losses == pytest.approx(losses, rel=1e-5)
        assert all(torch.allclose(one[name], other[name], atol=1e-5) for name in one)
    stock, stock_losses = trained(words, rows, 2, 4, tmp_path, stock=True)
    assert stock_losses[0] > 2 * losses[0]  # the reason why this trainer exists
    assert not all(torch.allclose(one[name], stock[name], atol=1e-5) for name in one)
