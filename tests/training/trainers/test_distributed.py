"""Two processes on the CPU give the loss and the weights of one with the same global batch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import torch
from safetensors.torch import load_file

import training
from tests.fixtures import tiny_models
from training import sft

CONFIGS = sorted((Path(training.__file__).parent / "recipes" / "accelerate").glob("*.yaml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_accelerate_knows_every_key_of_the_configs(path):
    from accelerate.commands.config.config_args import load_config_from_file

    config = load_config_from_file(str(path))
    kinds = {"one_gpu": "NO", "ddp": "MULTI_GPU", "nodes": "MULTI_GPU", "fsdp": "FSDP"}
    assert str(config.distributed_type).removeprefix("DistributedType.") == kinds[path.stem]
    assert (config.num_machines > 1) == (path.stem == "nodes")


@pytest.mark.slow
def test_two_processes_are_one_with_twice_the_accumulation(built, tmp_path):
    words = tiny_models.tokenizer(tiny_models.texts(built, ("matching",)))
    tiny = tiny_models.saved(tiny_models.t5(words), words, tmp_path / "tiny")
    flags = {
        "dataset": built, "tasks": "matching", "model_name_or_path": tiny, "train_rows": 24, "validation_rows": 3,
        "max_prompt_tokens": 1500, "max_completion_tokens": 50, "batch_tokens": 3000, "max_steps": 4, "eval_steps": 4,
        "save_steps": 4, "logging_steps": 1, "learning_rate": 1e-2, "use_cpu": "true",
    }  # fmt: skip
    given = [str(word) for pair in flags.items() for word in (f"--{pair[0]}", pair[1])]
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    assert sft.main([*given, "--output_dir", str(tmp_path / "one"), "--gradient_accumulation_steps", "2"]) == 0
    torch.set_num_threads(before)
    launcher = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc_per_node",
        "2",
        "-m",
        "training.sft",
    ]
    done = subprocess.run(
        [*launcher, *given, "--output_dir", str(tmp_path / "two")],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    logs = [[json.loads(line) for line in (tmp_path / name / "log.jsonl").open()] for name in ("one", "two")]
    for key in ("loss", "grad_norm", "eval_loss", "eval_matching_accuracy"):
        one, two = ([line[key] for line in log if key in line] for log in logs)
        assert one and two == pytest.approx(one, rel=1e-4)
    one, two = (load_file(tmp_path / name / "model.safetensors") for name in ("one", "two"))
    assert all(torch.allclose(one[name], two[name], atol=1e-5) for name in one)
    facts = [json.loads((tmp_path / name / "training.json").read_text()) for name in ("one", "two")]
    assert facts[0]["trainer"]["tokens"] == facts[1]["trainer"]["tokens"] > 0
    assert done.stdout.count("is trained") + done.stdout.count(": trained,") == 1


def test_no_process_opens_the_folder_before_all_have_checked_it(built, tmp_path, monkeypatch):
    """Between its checkpoints and its recipe.yaml a folder that is being opened looks like no student."""
    from accelerate import PartialState

    from training.trainers.run_folder import RunFolder

    def note(owner, name, end=None):
        real = getattr(owner, name)

        def noted(*args, **kwargs):
            steps.append(name)
            if end is not None:
                raise end
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, noted)

    words = tiny_models.tokenizer(tiny_models.texts(built, ("matching",)))
    tiny = tiny_models.saved(tiny_models.t5(words), words, tmp_path / "tiny")
    steps: list[str] = []
    note(RunFolder, "check")
    note(PartialState, "wait_for_everyone")
    note(RunFolder, "open", KeyboardInterrupt())
    given = {"dataset": built, "tasks": "matching", "model_name_or_path": tiny, "output_dir": tmp_path / "out"}
    assert sft.main([str(word) for pair in given.items() for word in (f"--{pair[0]}", pair[1])]) == 130
    assert steps[steps.index("check") : steps.index("open")] == ["check", "wait_for_everyone"]
