"""How a recipe runs on a card, and how long: formats, batches within memory, hours by measurement or by counted operations."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from dataset_builder.storage.folder import shards
from training.release import hardware, hours, measuring, training
from training.release.config import RECIPES, ReleaseConfig
from training.release.hardware import Card, Settings, precision_of, read_card, settings_for
from training.release.hours import FLAN_T5_BASE, Workload, hours_of, operations, workload_of

RECIPE = yaml.safe_load((RECIPES / "matcher.yaml").read_text())


def settings(card: str, **more) -> Settings:
    found = Card.named(card)
    return settings_for(RECIPE | more, found, precision_of(found), FLAN_T5_BASE.parameters)


def test_what_nvidia_smi_says_is_read():
    card = read_card("Tesla T4, 15360, 14900, 7.5\nTesla T4, 15360, 14900, 7.5\n")
    assert (card.name, card.bf16, card.peak16, card.free) == ("Tesla T4", False, 65e12, 14900 << 20)
    for name, peak in (("NVIDIA A10G", 70e12), ("NVIDIA A10", 125e12), ("NVIDIA H100 PCIe", 756e12), ("NVIDIA L40S", 362e12),
                       ("NVIDIA H100 80GB HBM3", 989.4e12), ("NVIDIA A100-SXM4-80GB", 312e12)):  # fmt: skip
        assert read_card(f"{name}, 81559, 80000, 8.9").peak16 == peak, name
    assert read_card("NVIDIA Unheard, 8192, 8000, 12.0") == Card("NVIDIA Unheard", 8192 << 20, 8000 << 20, True)
    for nothing in ("", "No devices were found", "NVIDIA H100, [N/A], [N/A], 9.0"):
        assert read_card(nothing) is None


def test_no_card_is_seen_where_none_may_be_used(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert hardware.find_card() is None
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setenv("PATH", "")
    assert hardware.find_card() is None


@pytest.mark.parametrize("card", ["T4", "V100", "A10G", "L4", "A100", "H100"])
def test_a_batch_fits_the_card_and_the_step_stays_the_recipes(card):
    found = settings(card)
    assert found.batch_tokens * found.accumulation == RECIPE["batch_tokens"] * RECIPE["gradient_accumulation_steps"]
    held = hardware.TRAINED_BYTES * FLAN_T5_BASE.parameters + found.batch_tokens * hardware.activation_bytes(
        RECIPE, found.precision
    )
    assert (
        held <= Card.named(card).memory
        and found.batch_tokens >= RECIPE["max_prompt_tokens"] + RECIPE["max_completion_tokens"]
    )
    assert found.precision == ("float32" if card in ("T4", "V100") else "bf16")


def test_larger_cards_take_larger_batches():
    sizes = [settings(card).batch_tokens for card in ("T4", "A10G", "H100")]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1] == RECIPE["batch_tokens"]
    assert settings_for(RECIPE, Card.named("H100"), "bf16", 0, batch_tokens=4_096) == Settings("bf16", 4_096, 16)
    assert settings_for(RECIPE, None, "float32", 0) == Settings("float32", 16_384, 4)


def test_hours_follow_from_counted_operations_or_from_what_was_measured(tmp_path):
    work, card = Workload(100_000, 50e6, 0.25e6), Card.named("H100")
    counted = hours_of(RECIPE, work, card, "bf16", tmp_path)
    assert "30% of 989 TFLOPS" in counted.how and "assumed, not measured" in counted.how
    # within the whole model's 6 N per token, and above the encoder's alone
    assert 6 * FLAN_T5_BASE.encoder * work.prompt_tokens < operations(work) < 6 * FLAN_T5_BASE.parameters * work.tokens
    entry = {"model": "flan-t5-base", "precision": "bfloat16", "trainer": "rjdb", "tokens_per_second": 100_000.0}
    other = [
        entry | {"trainer": "stock", "tokens_per_second": 9e9},
        entry | {"model": "qwen3-0.6b", "tokens_per_second": 9e9},
    ]
    generated = [entry | {"tokens_per_second": 9e9}]
    write_json(
        tmp_path / "gpu_h100.json",
        {"card": {"name": "NVIDIA H100 80GB HBM3"}, "sft": [entry, *other], "generation": generated},
    )
    (tmp_path / "gpu_torn.json").write_text("{")
    here = read_card("NVIDIA H100 80GB HBM3, 81559, 81000, 9.0")
    measured = hours_of(RECIPE, work, here, "bf16", tmp_path)
    assert measured.how.startswith("100,000 tokens per second measured") and measured.hours == pytest.approx(
        1.2 * 2 * 50.25e6 / 100_000 / 3600
    )
    assert "assumed" in hours_of(RECIPE, work, here, "float32", tmp_path).how
    assert "assumed" in hours_of(RECIPE, work, Card.named("T4"), "bf16", tmp_path).how
    write_json(tmp_path / "gpu_h100.json", {"card": "NVIDIA H100 80GB HBM3", "tiny": True, "sft": [entry]})
    assert "assumed" in hours_of(RECIPE, work, here, "bf16", tmp_path).how
    flat = {"card": "NVIDIA H100 80GB HBM3", "model shape": "Flan-T5-base", "tokens_per_second": 5.0}
    write_json(tmp_path / "gpu_h100.json", flat)
    assert hours_of(RECIPE, work, here, "bf16", tmp_path).how.startswith("5 tokens per second")
    unknown = Card("Unheard", 1 << 40, 1 << 40, True)
    assert (
        hours_of(RECIPE, work, unknown, "bf16", tmp_path).hours is None
        and hours_of(RECIPE, work, None, "bf16").hours is None
    )


def test_rows_and_tokens_are_those_of_the_dataset(built):
    """A token of T5's vocabulary takes 3.8 to 4.1 characters of our prompts."""
    tasks = ["matching", "explanation", "extraction", "editing"]
    sizes = json.loads((built / "build.json").read_text())["sizes"]
    assert workload_of(tasks, built, 1).rows == sum(sizes[task]["train"]["rows"] for task in tasks)
    planned = workload_of(tasks, Path("none"), 52_000)
    assert planned.rows == pytest.approx(50_000 * workload_of(tasks, built, 1).rows / 400, rel=0.02)
    for task in tasks:
        prompts = pq.read_table(shards(built, task, "train")[0], columns=["prompt"])["prompt"].to_pylist()
        characters = sum(map(len, prompts)) / len(prompts)
        assert characters / 4.0 == pytest.approx(hours.PER_ROW[task][1], rel=0.1), task


@pytest.fixture
def config(tmp_path):
    return ReleaseConfig(org="org", out=str(tmp_path / "release"), base=str(tmp_path))


def test_a_batch_that_does_not_fit_is_halved_and_the_run_begun_again(config, monkeypatch):
    from training import sft

    tried, folder = [], config.students / "flan-t5" / "matcher"

    def train(recipe):
        tried.append(recipe)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "of-this-run").touch()
        if len(tried) < 3:
            raise BadInput("the GPU's memory is full at batch_tokens 1; lower it")
        run = {"steps": 1, "tokens": 1, "seconds": 1.0, "hardware": "1 x T4"}
        write_json(folder / "training.json", {"trainer": run})

    monkeypatch.setattr(sft, "train", train)
    monkeypatch.setattr("training.trainers.recipe.read_student", lambda words: words)
    said = training.train_student(config, "matcher", Card.named("A10G"))
    first = settings("A10G")
    sizes = [int(words[words.index("--batch_tokens") + 1]) for words in tried]
    assert (
        sizes == [first.batch_tokens, first.batch_tokens // 2, first.batch_tokens // 4] and f"{sizes[-1]:,} x" in said
    )
    # a continued run keeps what it was begun with, whatever is free by now; a card without bf16 begins again
    (folder / "training.json").unlink()
    assert training.decided(config, "matcher", RECIPE, Card.named("H100")).batch_tokens == sizes[-1]
    assert training.decided(config, "matcher", RECIPE, Card.named("T4")).precision == "float32" and not folder.exists()


def test_a_row_that_never_fits_is_said(config, monkeypatch):
    from training import sft

    def train(recipe):
        raise BadInput("the GPU's memory is full at batch_tokens 1; lower it")

    monkeypatch.setattr(sft, "train", train)
    monkeypatch.setattr("training.trainers.recipe.read_student", lambda words: words)
    with pytest.raises(BadInput, match="the GPU's memory is full"):
        training.train_student(config, "matcher", Card.named("T4"))


def test_students_are_judged_next_to_rules_and_boosting_on_four_sets(config, tmp_path):
    assert measuring.BASELINES == ("rules", "boosting")
    (tmp_path / "test.jsonl").write_text("{}\n")
    given = ReleaseConfig(org="org", original=str(tmp_path / "test.jsonl"))
    assert [one.name for one in measuring.judged_sets(given)] == ["test", "unseen", "handwritten", "release"]
    assert [one.name for one in measuring.judged_sets(config)] == ["test", "unseen", "handwritten"]
