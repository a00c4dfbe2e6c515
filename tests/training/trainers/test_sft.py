"""Training a tiny T5: the folder, stopping and going on, adapters, and what ends a run."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import torch
import transformers
import yaml
from safetensors.torch import load_file

from tests.fixtures import tiny_models
from training import sft
from training.trainers.resume import GracefulStop
from training.trainers.run_folder import RunFolder

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def flags(built, tiny):
    """Six steps over sixteen pairs, judged on two rows every other step."""
    given = {
        "dataset": built, "tasks": "matching", "model_name_or_path": tiny, "train_rows": 16, "validation_rows": 2,
        "max_prompt_tokens": 1500, "max_completion_tokens": 100, "batch_tokens": 3000, "max_steps": 6, "eval_steps": 2,
        "save_steps": 2, "logging_steps": 1, "learning_rate": 1e-2, "seed": 0,
    }  # fmt: skip

    def of(out: Path, **more) -> list[str]:
        both = {**given, "output_dir": out, **more}
        return [
            str(word)
            for key, value in both.items()
            for word in (f"--{key}", *(value if isinstance(value, list) else [value]))
        ]

    return of


@pytest.fixture(scope="module")
def whole(flags, tmp_path_factory) -> Path:
    """A run that nobody stopped."""
    out = tmp_path_factory.mktemp("runs") / "whole"
    assert sft.main(flags(out)) == 0
    return out


def weights(folder: Path) -> dict:
    return load_file(folder / "model.safetensors")


def assert_same(one: Path, other: Path) -> None:
    first, second = weights(one), weights(other)
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


def last_line(capsys) -> str:
    return capsys.readouterr().err.strip().splitlines()[-1]


# ------------------------------------------------------------------------------------------- a run and its folder


@pytest.mark.slow
def test_overfits_small_batch(built, words, tmp_path, flags):
    from training.data.rows import TaskRows
    from training.students.generation import generate
    from training.students.language_model import of

    start = tiny_models.saved(tiny_models.t5(words, d_model=64, d_kv=16, d_ff=128), words, tmp_path / "start")
    more = {
        "tasks": ["extraction"],
        "train_rows": 3,
        "max_steps": 260,
        "max_completion_tokens": 200,
        "eval_strategy": "no",
        "save_strategy": "no",
    }
    out = tmp_path / "out"
    assert sft.main(flags(out, model_name_or_path=start, load_best_model_at_end=False, **more)) == 0
    losses = [line["loss"] for line in map(json.loads, (out / "log.jsonl").open()) if "loss" in line]
    assert losses[-1] < 0.02 < 3 < losses[0]
    data = TaskRows.read(str(built), None, more["tasks"]).limited(3, 1, 0)
    learnt = [row for part in data.train.values() for row in part]
    lm = of(transformers.AutoModelForSeq2SeqLM.from_pretrained(out).eval(), words)
    answers = generate(lm, [words(row["prompt"])["input_ids"] for row in learnt], 200)
    assert [answer.text for answer in answers] == [row["completion"] for row in learnt]
    assert len({answer.text for answer in answers}) > 2


def test_the_folder_is_a_repository_that_says_how_it_came_about(whole, built, tiny):
    assert {path.name for path in whole.iterdir()} == {
        "model.safetensors", "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
        "recipe.yaml", "training.json", "log.jsonl", "learning_curve.png", "README.md",
    }  # fmt: skip
    facts = json.loads((whole / "training.json").read_text())
    log = [json.loads(line) for line in (whole / "log.jsonl").open()]
    assert facts["tasks"] == ["matching"] and facts["dataset"]["rows"] == {"train": 16, "validation": 2}
    assert facts["dataset"]["build"] == json.loads((built / "build.json").read_text())["hash"]
    assert facts["base_model"]["name"] == str(tiny) and facts["base_model"]["parameters"] > 10_000
    assert facts["trainer"]["steps"] == 6 and facts["trainer"]["tokens"] > 6 * 500
    judged = {line["step"]: line["eval_score"] for line in log if "eval_score" in line}
    assert list(judged) == [2, 4, 6] and facts["best"]["metric"] == "score"
    assert facts["best"]["value"] == max(judged.values()) == judged[facts["best"]["step"]]
    assert all(line["seconds"] > 0 for line in log) and all("eval_loss" in line for line in log if "eval_score" in line)
    assert (whole / "learning_curve.png").read_bytes().startswith(b"\x89PNG")
    recipe = yaml.safe_load((whole / "recipe.yaml").read_text())
    assert recipe["max_steps"] == 6 and recipe["batch_tokens"] == 3000 and "adam_beta1" not in recipe
    assert json.loads((whole / "generation_config.json").read_text())["max_new_tokens"] == 100
    assert json.loads((whole / "config.json").read_text()).get("use_cache", True) is True


def test_a_finished_run_is_not_made_again_and_its_recipe_file_runs_it(whole, capsys, tmp_path):
    before = {path.name: path.stat().st_mtime_ns for path in whole.iterdir()}
    assert sft.main(["--config", str(whole / "recipe.yaml")]) == 0
    assert "is trained already" in capsys.readouterr().out
    assert before == {path.name: path.stat().st_mtime_ns for path in whole.iterdir()}
    assert sft.main(["--config", str(whole / "recipe.yaml"), "--seed", "1"]) == 2
    assert "holds a run of another recipe (seed is " in last_line(capsys)


# ------------------------------------------------------------------------------------------- stopped and continued


def test_a_run_killed_between_checkpoints_ends_in_the_same_weights(whole, flags, tmp_path, monkeypatch):
    def kill(self, args, state, control, **kwargs):
        if state.global_step == 5:
            raise KeyboardInterrupt

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(GracefulStop, "on_step_end", kill)
        assert sft.main(flags(out)) == 130
    torn = shutil.copytree(out / "checkpoints" / "checkpoint-4", out / "checkpoints" / "checkpoint-5")
    (torn / "trainer_state.json").unlink()
    (torn / "model.safetensors").write_bytes(b"half")
    assert sft.main(flags(out)) == 0
    assert_same(out, whole)
    facts = json.loads((out / "training.json").read_text())
    assert facts["best"] == json.loads((whole / "training.json").read_text())["best"]


def test_a_process_killed_outright_is_continued_to_the_same_weights(whole, flags, tmp_path):
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "training.sft", *flags(out)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not (out / "checkpoints" / "checkpoint-2" / "trainer_state.json").is_file():
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -signal.SIGKILL and not (out / "training.json").exists()
    assert sft.main(flags(out)) == 0
    assert_same(out, whole)


def test_an_interrupted_run_ends_its_step_and_resumes_from_there(whole, flags, tmp_path, monkeypatch):
    end = GracefulStop.on_step_end

    def interrupt(self, args, state, control, **kwargs):
        if state.global_step == 3:
            os.kill(os.getpid(), signal.SIGINT)
        end(self, args, state, control, **kwargs)

    out, handler = tmp_path / "out", signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patch:
        patch.setattr(GracefulStop, "on_step_end", interrupt)
        assert sft.main(flags(out, save_total_limit=1)) == 130
    assert signal.getsignal(signal.SIGINT) is handler
    assert (out / "checkpoints" / "checkpoint-3" / "trainer_state.json").is_file()
    assert not (out / "training.json").exists()
    assert sft.main(flags(out, save_total_limit=1)) == 0
    assert_same(out, whole)


def test_a_training_that_raises_hands_signals_back(flags, tmp_path, monkeypatch):
    """As one does that runs out of memory and is begun again with a smaller batch."""

    def fail(self, args, state, control, **kwargs):
        raise MemoryError("full")

    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setattr(GracefulStop, "on_step_end", fail)
    with pytest.raises(MemoryError):
        sft.main(flags(tmp_path / "out"))
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_a_run_killed_after_its_last_step_is_only_saved(whole, flags, tmp_path, monkeypatch):
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(RunFolder, "finish", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        assert sft.main(flags(out)) == 130
    with monkeypatch.context() as patch:
        patch.setattr(transformers.Trainer, "train", lambda *args, **kwargs: pytest.fail("trained again"))
        assert sft.main(flags(out)) == 0
    assert_same(out, whole)


def test_a_run_that_goes_on_with_other_data_is_refused(flags, tmp_path, capsys, monkeypatch):
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(GracefulStop, "on_step_end", lambda *args, **kwargs: (_ for _ in ()).throw(KeyboardInterrupt))
        assert sft.main(flags(out)) == 130
    path = out / "checkpoints" / "data.json"
    path.write_text(path.read_text().replace('"build": "', '"build": "other'))
    assert sft.main(flags(out)) == 2
    assert "was begun with other data (build was other" in last_line(capsys)


# ------------------------------------------------------------------------------------------- adapters


def test_an_adapter_alone_and_merged_give_the_same_answers(flags, tiny, tmp_path):
    from peft import PeftModel

    short = {"max_steps": 2, "use_peft": "true", "lora_r": 4}
    assert sft.main(flags(tmp_path / "adapter", **short)) == 0
    assert sft.main(flags(tmp_path / "merged", **short, merge_adapter="true")) == 0
    assert (tmp_path / "adapter" / "adapter_model.safetensors").is_file()
    card = (tmp_path / "adapter" / "README.md").read_text(encoding="utf-8")
    assert (
        "as a LoRA adapter of" in card and "Not measured: Test split" in card
    )  # this project's, not PEFT's empty form
    base = transformers.AutoModelForSeq2SeqLM.from_pretrained(tiny)
    adapted = PeftModel.from_pretrained(base, tmp_path / "adapter").merge_and_unload()
    merged = transformers.AutoModelForSeq2SeqLM.from_pretrained(tmp_path / "merged")
    start = transformers.AutoModelForSeq2SeqLM.from_pretrained(tiny).state_dict()
    for name, value in merged.state_dict().items():
        assert torch.allclose(value, adapted.state_dict()[name], atol=1e-6)
    assert any((merged.state_dict()[name] != start[name]).any() for name in start)


# ------------------------------------------------------------------------------------------- what ends a run


def test_a_loss_or_gradient_that_is_not_finite_names_its_rows(flags, tmp_path, capsys, monkeypatch):
    from training.trainers.seq2seq import Seq2SeqStudentTrainer

    losses = Seq2SeqStudentTrainer.losses

    def broken(self, model, inputs):
        total, tokens = losses(self, model, inputs)
        return (total * float("nan") if self.state.global_step == 1 else total), tokens

    with monkeypatch.context() as patch:
        patch.setattr(Seq2SeqStudentTrainer, "losses", broken)
        assert sft.main(flags(tmp_path / "nan")) == 2
    line = last_line(capsys)
    assert line.startswith("error: step 2: the loss is nan; look at its rows (matching/") and "-matched" in line
    with monkeypatch.context() as patch:
        patch.setattr(transformers.Trainer, "_clip_grad_norm", lambda *args: torch.tensor(float("inf")))
        assert sft.main(flags(tmp_path / "inf")) == 2
    assert last_line(capsys).startswith("error: step 1: the gradient is inf; look at its rows (matching/")


def test_no_memory_and_no_disk_say_what_to_do(flags, tmp_path, capsys, monkeypatch):
    def raises(error):
        def train(*args, **kwargs):
            raise error

        return train

    with monkeypatch.context() as patch:
        patch.setattr(transformers.Trainer, "train", raises(torch.cuda.OutOfMemoryError("CUDA out of memory")))
        assert sft.main(flags(tmp_path / "a")) == 2
    assert "the GPU's memory is full at batch_tokens 3000; lower it and raise gradient_accumulation_steps" in last_line(
        capsys
    )
    with monkeypatch.context() as patch:
        patch.setattr(transformers.Trainer, "train", raises(OSError(errno.ENOSPC, "No space left on device")))
        assert sft.main(flags(tmp_path / "b")) == 2
    assert "the disk is full; free some space and run the same command to continue" in last_line(capsys)
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 1000))
        patch.setattr(transformers.Trainer, "train", lambda *args, **kwargs: pytest.fail("training began"))
        assert sft.main(flags(tmp_path / "c")) == 2
    assert "GB free, 3 checkpoints take" in last_line(capsys)
