"""A decoder-only student: a tiny Qwen3 learns answers, and nothing of the prompts."""

import json

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import transformers

from dataset_builder.errors import BadInput
from tests.fixtures import tiny_models
from training import sft

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def words(built):
    return tiny_models.tokenizer(tiny_models.texts(built), ends=False)


@pytest.fixture(scope="module")
def tiny(words, tmp_path_factory):
    return tiny_models.saved(tiny_models.qwen3(words), words, tmp_path_factory.mktemp("m") / "qwen3")


def flags(built, tiny, out, **more) -> list[str]:
    given = {
        "dataset": built, "tasks": "extraction", "model_name_or_path": tiny, "output_dir": out, "train_rows": 3,
        "validation_rows": 2, "max_prompt_tokens": 1500, "max_completion_tokens": 300, "batch_tokens": 6000, "logging_steps": 1,
        "seed": 0, "bf16": "false", "gradient_checkpointing": "false", **more,
    }  # fmt: skip
    return [str(word) for pair in given.items() for word in (f"--{pair[0]}", pair[1])]


def test_the_answer_and_its_end_carry_the_loss_and_nothing_else(built, words):
    from training.data.rows import TaskRows, encode
    from training.trainers.causal import dataset_of
    from training.trainers.collators import CausalCollator

    data = TaskRows.read(str(built), None, ["extraction"]).limited(3, 1, 0)
    rows = encode(data.train, words, 2_000, 500)
    batch = CausalCollator(words.pad_token_id, words.eos_token_id)([dataset_of(rows)[at] for at in range(3)])
    for at, row in enumerate(data.train["extraction"]):
        answer = batch["labels"][at][batch["labels"][at] != -100]
        assert answer[-1] == words.eos_token_id and words.decode(answer[:-1]) == row["completion"]
        kept = batch["input_ids"][at][batch["attention_mask"][at].bool()]
        assert kept.tolist() == words(row["prompt"])["input_ids"] + answer.tolist()
    assert batch["row"].tolist() == [0, 1, 2]


def test_batches_of_one_and_of_two_give_the_same_losses(built, tiny, tmp_path):
    def losses(name, **more):
        out = tmp_path / name
        given = {"max_steps": 3, "learning_rate": 1e-2, "eval_strategy": "no", "save_strategy": "no", **more}
        assert sft.main(flags(built, tiny, out, load_best_model_at_end="false", train_rows=2, **given)) == 0
        return [line["loss"] for line in map(json.loads, (out / "log.jsonl").open()) if "loss" in line]

    whole = losses("whole")
    split = losses("split", batch_tokens=1800, gradient_accumulation_steps=2)
    assert split == pytest.approx(whole, rel=1e-4) and whole[-1] < whole[0]


@pytest.mark.slow
def test_overfits_small_batch_and_the_folder_is_a_student(built, tiny, words, tmp_path):
    from training.students.student import load

    out = tmp_path / "out"
    assert sft.main(flags(built, tiny, out, max_steps=100, eval_steps=50, save_steps=50, learning_rate=2e-2)) == 0
    log = [json.loads(line) for line in (out / "log.jsonl").open()]
    losses = [line["loss"] for line in log if "loss" in line]
    assert losses[-1] < 0.5 < 5 < losses[0]
    assert [line["step"] for line in log if "eval_extraction_F1" in line] == [50, 100]
    assert {"recipe.yaml", "training.json", "learning_curve.png", "model.safetensors"} <= {
        p.name for p in out.iterdir()
    }
    student = load(out)
    from training.data.rows import TaskRows

    rows = TaskRows.read(str(built), None, ["extraction"]).limited(3, 1, 0).train["extraction"].to_list()
    said = [written.text for _, written in student.write("extraction", rows)]
    assert sum(text == row["completion"] for text, row in zip(said, rows)) >= 2


def test_an_adapter_is_saved_alone_or_merged(built, tiny, tmp_path):
    given = {
        "max_steps": 1,
        "eval_strategy": "no",
        "save_strategy": "no",
        "load_best_model_at_end": "false",
        "use_peft": "true",
    }
    assert sft.main(flags(built, tiny, tmp_path / "adapter", **given)) == 0
    assert sft.main(flags(built, tiny, tmp_path / "merged", merge_adapter="true", **given)) == 0
    assert (tmp_path / "adapter" / "adapter_config.json").is_file()
    assert not (tmp_path / "merged" / "adapter_config.json").exists()
    transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "merged")


def test_packing_is_refused(tmp_path):
    from training.trainers.arguments import CausalArguments

    with pytest.raises(BadInput, match="packing, padding_free: rows are batched"):
        CausalArguments(output_dir=str(tmp_path), packing=True, bf16=False)
    with pytest.raises(BadInput, match="completion_only_loss: a student learns its answers only"):
        CausalArguments(output_dir=str(tmp_path), completion_only_loss=False, bf16=False)
