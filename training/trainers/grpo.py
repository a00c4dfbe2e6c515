"""Assessors by GRPO: TRL's GRPOTrainer from the saved SFT model, on prompts of `assessment`, with the rewards of the recipe.

Run by `python -m training.grpo`. What TRL does silently is refused here: with a model in memory and an anchor (`beta`) it would load
the reference from the path in the model's config, so the model is given as the folder that training.sft has saved, whole;
with an adapter the reference is that folder's weights with the adapter off.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datasets
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import GRPOTrainer, get_peft_config

from dataset_builder.errors import BadInput
from training.assessor import rewards
from training.assessor.watch import GOLD, Watch
from training.data.load import build_hash, load_config, take_split
from training.data.rows import encode_questions
from training.students.folder import RECIPE_FILE, TRAINING_FILE, read_mapping
from training.trainers.recipe import Recipe
from training.trainers.run_folder import RunFolder

COLUMNS = ("id", "variant", "prompt", "completion", *rewards.COLUMNS)
_TRIED = 8


@dataclass(frozen=True)
class GrpoRun:
    """`data`: what training.json says of the rows; `short`: whether prompts are cut, as in the SFT run."""

    trainer: Any
    watch: Watch
    data: dict
    short: bool


def prepare(recipe: Recipe, folder: RunFolder) -> GrpoRun:
    """Data, rewards, model and trainer of a recipe; all that can be wrong is found before the first step.

    Raises:
        BadInput: the model is no assessor of training.sft, the rows lack a column that a reward needs, a reward raises.
    """
    script, arguments = recipe.script, recipe.training
    chosen = chosen_rewards(recipe)
    source, short = sft_model(recipe)
    tokenizer = AutoTokenizer.from_pretrained(source, padding_side="left")
    splits = load_config(script.dataset, "assessment", script.dataset_revision)
    where = f"dataset {script.dataset}, config assessment"
    train, held_out = (take_split(splits, name, COLUMNS, f"{where}") for name in ("train", "validation"))
    rewards.check(chosen, train.select(range(min(_TRIED, len(train)))).to_list(), where)
    prompts = training_prompts(train, tokenizer, recipe, short)
    held_out = held_out.shuffle(seed=arguments.seed).select(range(min(script.watch_rows, len(held_out))))
    rows = held_out.to_list()
    questions = encode_questions(held_out["prompt"], tokenizer, script.max_prompt_tokens, short, whole=True)
    longest = max(len(tokens) for tokens in tokenizer(list(held_out["completion"]))["input_ids"])
    watch = Watch(
        rows, questions, longest + longest // 4 + 4, folder.checkpoints / "best", script.watch_steps, script.patience
    )
    arguments.model_init_kwargs = (arguments.model_init_kwargs or {}) | {"dtype": recipe.model.dtype or "float32"}
    trainer = GRPOTrainer(
        model=str(source),
        reward_funcs=[rewards.named(name, reward) for name, reward in chosen.items()],
        args=arguments,
        train_dataset=prompts,
        processing_class=tokenizer,
        peft_config=get_peft_config(recipe.model),
        callbacks=[watch],
    )
    watch.trainer = trainer
    check_reference(trainer, source)
    build = build_hash(script.dataset, script.dataset_revision)
    return GrpoRun(trainer, watch, {"build": build, "rows": {"train": len(prompts), "validation": len(rows)}}, short)


def chosen_rewards(recipe: Recipe) -> dict[str, rewards.Reward]:
    """By name, in the recipe's order. Two of one name would merge in the log."""
    names, weights = recipe.script.rewards, recipe.training.reward_weights
    for name in names:
        if name not in rewards.REWARDS:
            raise BadInput(f"rewards: {name} is not known; give some of {', '.join(rewards.REWARDS)}")
    if len(set(names)) < len(names):
        raise BadInput("rewards: one is named twice; name each once")
    if weights is not None and len(weights) != len(names):
        raise BadInput(f"reward_weights: are {len(weights)} for {len(names)} rewards; give one for each")
    return {name: rewards.REWARDS[name] for name in names}


def sft_model(recipe: Recipe) -> tuple[Path, bool]:
    """The folder of the SFT model, and whether it has learnt cut prompts.

    Raises:
        BadInput: no folder, not trained by training.sft for `assessment`, or an adapter.
    """
    name = recipe.model.model_name_or_path
    folder, where = Path(name), f"model_name_or_path {name}"
    if not folder.is_dir():
        raise BadInput(
            f"{where}: no such folder; train it with python -m training.sft --config training/recipes/assessor/…"
        )
    if not (folder / TRAINING_FILE).is_file():
        raise BadInput(
            f"{where}: has no {TRAINING_FILE}, so it is not the SFT model that the run is held to; finish its training"
        )
    facts = read_mapping(folder / TRAINING_FILE, where)
    if facts.get("tasks") != ["assessment"]:
        raise BadInput(
            f"{where}: was trained for {facts.get('tasks')}, not for assessment; give an assessor of training.sft"
        )
    if (folder / "adapter_config.json").is_file():
        raise BadInput(f"{where}: is an adapter, so the reference would be its base; train it with merge_adapter: true")
    return folder, bool(read_mapping(folder / RECIPE_FILE, where).get("cut_resumes"))


def training_prompts(train, tokenizer, recipe: Recipe, short: bool) -> datasets.Dataset:
    """Prompts and the columns of rewards; as many of matches as of others, where there are, so that no constant verdict pays."""
    from training.data.rows import cut

    script, seed = recipe.script, recipe.training.seed
    chosen = train.filter(lambda row: row["variant"] in script.variants, load_from_cache_file=False).shuffle(seed=seed)
    tokens = encode_questions(chosen["prompt"], tokenizer, script.max_prompt_tokens, short)
    fits = [at for at, one in enumerate(tokens) if one is not None]
    labels = chosen["label"]
    matches, others = ([at for at in fits if labels[at] == label] for label in (1, 0))
    each = min(len(matches), len(others)) or max(len(matches), len(others))
    kept = [at for pair in zip(matches[:each], others[:each]) for at in pair] or fits
    rows = chosen.select(kept[: script.train_rows])
    if not len(rows):
        raise BadInput(
            f"dataset {script.dataset}: no prompt of {', '.join(script.variants)} has {script.max_prompt_tokens} tokens or "
            "fewer; raise max_prompt_tokens, or name other variants"
        )
    rows = rows.remove_columns(["completion", "variant"])
    return rows.map(lambda row: {"prompt": cut(row["prompt"])}, load_from_cache_file=False) if short else rows


def check_reference(trainer, source: Path) -> None:
    """
    Raises:
        BadInput: the reference has other weights than the SFT model.
    """
    if trainer.ref_model is None:
        return
    saved = AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32).state_dict()
    held = trainer.accelerator.unwrap_model(trainer.ref_model).state_dict()
    for name, weight in saved.items():
        if name not in held or not torch.equal(held[name].float().cpu(), weight.to(held[name].dtype).float()):
            raise BadInput(
                f"the reference differs from {source} (in {name}), so KL would hold the run to another model"
            )


def best_of(log: list[dict]) -> dict:
    """The look with the best gold, as training.json says it."""
    looks = [(line[GOLD], line["step"]) for line in log if GOLD in line]
    value, step = max(looks, key=lambda look: (look[0], -look[1]))
    return {"metric": "assessment_gold", "value": value, "step": step, "before": looks[0][0]}


def weights_of(trainer, best: Path) -> None:
    """Puts the best weights back into the trainer's model."""
    model = trainer.accelerator.unwrap_model(trainer.model)
    if (best / "adapter_config.json").is_file():
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        set_peft_model_state_dict(model, load_file(best / "adapter_model.safetensors"))
        return
    model.load_state_dict(type(model).from_pretrained(best, dtype=model.dtype).state_dict())


def short_log(log: list[dict]) -> list[dict]:
    """Lines of the log as JSON can hold them."""
    return json.loads(json.dumps(log, default=float))
