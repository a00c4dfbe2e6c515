"""GRPO of an assessor: a few steps with answers of 20 tokens, the watch, and what is refused before or at the first step."""

import json
import shutil

import pytest
import yaml

pytest.importorskip("torch")
pytest.importorskip("trl")
import torch
from datasets import load_dataset

from dataset_builder.assessment.question import cut
from dataset_builder.errors import BadInput
from tests.test_architecture import ROOT
from training import grpo
from training.assessor import rewards, tiny_model
from training.assessor.watch import GOLD, falling

pytestmark = pytest.mark.usefixtures("one_thread")
RECIPES = ROOT / "training" / "recipes" / "assessor"


@pytest.fixture(scope="module")
def sft(built, tmp_path_factory):
    """The folder of a tiny assessor that has learnt nothing yet."""
    rows = load_dataset(str(built), "assessment", split="train").select(range(60)).to_list()
    folder = tmp_path_factory.mktemp("sft") / "tiny"
    tiny_model_shape = tiny_model.SHAPE | {"num_hidden_layers": 3, "no_rope_layers": [1, 0, 0]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiny_model, "SHAPE", tiny_model_shape)
        model, tokenizer = tiny_model.fresh([cut(row["prompt"]) + row["completion"] for row in rows], 0)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "training.json").write_text(json.dumps({"tasks": ["assessment"]}))
    (folder / "recipe.yaml").write_text(yaml.safe_dump({"cut_resumes": True}))
    return folder


@pytest.fixture
def varied(monkeypatch):
    """A reward that tells the answers of an untrained model apart."""
    monkeypatch.setitem(
        rewards.REWARDS, "criteria", lambda completions, **_: [len(set(text)) / 1_000 for text in completions]
    )


def flags(built, sft, out, **more) -> list[str]:
    given = {
        "dataset": built, "model_name_or_path": sft, "output_dir": out, "train_rows": 8, "watch_rows": 2, "watch_steps": 2,
        "max_steps": 4, "per_device_train_batch_size": 4, "num_generations": 2, "max_completion_length": 20, "learning_rate": 1e-3,
        "logging_steps": 1, "save_steps": 2, "bf16": "false", "use_cpu": "true", "activation_checkpointing": "false", "seed": 0,
        "lr_scheduler_type": "constant", **more,
    }  # fmt: skip
    return [str(word) for pair in given.items() for word in (f"--{pair[0]}", pair[1])]


def test_a_few_steps_and_a_stopped_run_continues_to_the_same_weights(built, sft, varied, tmp_path, monkeypatch, capsys):
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    assert grpo.main(flags(built, sft, whole)) == 0
    log = [json.loads(line) for line in (whole / "log.jsonl").open()]
    assert [line["step"] for line in log if GOLD in line] == [0, 2, 4]
    assert {"reward", "kl", "entropy", "completions/mean_length", "share_selected", "frac_reward_zero_std"} <= {
        key for line in log for key in line
    }
    facts = json.loads((whole / "training.json").read_text())
    assert facts["best"]["value"] >= facts["best"]["before"] and facts["tasks"] == ["assessment"]
    assert {"README.md", "learning_curve.png", "model.safetensors", "recipe.yaml"} <= {p.name for p in whole.iterdir()}
    assert not (whole / "checkpoints").exists()

    from training.trainers.resume import GracefulStop

    end = GracefulStop.on_step_end
    monkeypatch.setattr(
        GracefulStop,
        "on_step_end",
        lambda self, args, state, control, **kw: _stop_at(2, self, end, args, state, control),
    )
    assert grpo.main(flags(built, sft, stopped)) == 130
    monkeypatch.setattr(GracefulStop, "on_step_end", end)
    assert grpo.main(flags(built, sft, stopped)) == 0
    assert _last_log(stopped)["reward"] == pytest.approx(_last_log(whole)["reward"])
    assert grpo.main(flags(built, sft, stopped)) == 0 and "is trained already" in capsys.readouterr().out


def _stop_at(step, stop, end, args, state, control):
    stop.stopped = stop.stopped or state.global_step == step
    end(stop, args, state, control)


def _last_log(folder) -> dict:
    return [line for line in map(json.loads, (folder / "log.jsonl").open()) if "reward" in line][-1]


def refused(capsys, *words: str) -> str:
    assert grpo.main(list(words)) == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


def test_groups_without_signal_end_the_run_and_say_so(built, sft, tmp_path, capsys):
    line = refused(capsys, *flags(built, sft, tmp_path / "out"))  # what an untrained model writes does not parse
    assert "every group" in line and "raise temperature" in line


def test_weights_that_do_not_move_end_the_run(built, sft, varied, tmp_path, capsys):
    assert "no weight has moved" in refused(capsys, *flags(built, sft, tmp_path / "out", learning_rate=1e-30))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: (f / "training.json").unlink(), "is not the SFT model"),
        (lambda f: (f / "training.json").write_text('{"tasks": ["matching"]}'), "not for assessment"),
        (lambda f: (f / "adapter_config.json").write_text("{}"), "is an adapter"),
        (shutil.rmtree, "no such folder"),
    ],
)
def test_a_reference_that_is_not_the_sft_model_is_refused(built, sft, tmp_path, capsys, change, said):
    folder = tmp_path / "copy"
    shutil.copytree(sft, folder)
    change(folder)
    assert said in refused(capsys, *flags(built, folder, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_reference_with_other_weights_is_found(built, sft, tmp_path):
    from types import SimpleNamespace

    from transformers import AutoModelForCausalLM

    from training.trainers.grpo import check_reference

    model = AutoModelForCausalLM.from_pretrained(sft, dtype=torch.float32)
    trainer = SimpleNamespace(ref_model=model, accelerator=SimpleNamespace(unwrap_model=lambda model: model))
    check_reference(trainer, sft)
    with torch.no_grad():
        model.model.norm.weight[0] += 1
    with pytest.raises(BadInput, match="the reference differs from"):
        check_reference(trainer, sft)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rewards": "beauty"}, "rewards: beauty is not known"),
        ({"reward_weights": "0.5"}, "reward_weights: are 1 for 5 rewards"),
        ({"variants": "other"}, "name other variants"),
        ({"dataset": "nowhere"}, "dataset nowhere"),
    ],
)
def test_a_recipe_that_cannot_run_is_refused(built, sft, tmp_path, capsys, more, said):
    assert said in refused(capsys, *flags(built, sft, tmp_path / "out", **more))


def test_gold_that_falls_while_the_reward_rises_stops_a_run():
    def log(gold, reward) -> list[dict]:
        lines = [{"step": 0, GOLD: gold[0]}]
        for step, (look, mean) in enumerate(zip(gold[1:], reward, strict=True), start=1):
            lines += [{"step": step, "reward": mean}, {"step": step, GOLD: look}]
        return lines

    assert "being gamed" in falling(log([60, 58, 55, 51], [0.5, 0.6, 0.7]), 3)
    assert not falling(log([60, 58, 55], [0.5, 0.6]), 3), "too short"
    assert not falling(log([60, 58, 59, 51], [0.5, 0.6, 0.7]), 3), "gold rose between"
    assert not falling(log([60, 58, 55, 51], [0.7, 0.6, 0.5]), 3), "the reward falls too"


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*_grpo.yaml")), ids=lambda path: path.stem)
def test_the_recipes_here_can_be_read_and_begin_where_their_sft_recipe_ends(path):
    from training.trainers.grpo import chosen_rewards
    from training.trainers.recipe import read_grpo

    recipe = read_grpo(["--config", str(path), "--use_cpu", "true", "--bf16", "false", "--use_vllm", "false"])
    sft_recipe = yaml.safe_load(path.with_name(path.name.replace("_grpo", "")).read_text())
    assert recipe.model.model_name_or_path == sft_recipe["output_dir"] and sft_recipe["tasks"] == ["assessment"]
    assert list(chosen_rewards(recipe)) == list(rewards.REWARDS)
    assert recipe.training.beta > 0 and sum(recipe.training.reward_weights) == pytest.approx(1)


def test_an_adapter_that_is_opened_for_inference_is_refused_before_the_first_step(tmp_path):
    from types import SimpleNamespace

    from training.assessor.watch import Watch

    watch = Watch([], [], 0, tmp_path, 1, 1)
    watch.trainer = SimpleNamespace(model=torch.nn.Linear(1, 1).requires_grad_(False))
    with pytest.raises(BadInput, match="no weight of the model is to be trained .* use_peft: true"):
        watch.on_train_begin(None, SimpleNamespace(log_history=[{GOLD: 1.0}]), None)
