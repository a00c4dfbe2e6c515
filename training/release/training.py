"""The students of a release: base model by revision, four Flan-T5 by the paper's recipes, the pointer family as `make students` has it."""

import gc
import json
from pathlib import Path

import yaml

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from dataset_builder.storage.folder import BUILD_FILE
from training.release.config import ENCODER, ReleaseConfig
from training.release.hardware import Card, Settings, precision_of, settings_for
from training.release.hours import FLAN_T5_BASE
from training.release.steps import Step, digest_of
from training.students.folder import TRAINING_FILE

# In the order in which they are trained, the paper's Tables 5 to 7; each is a recipe.
STUDENTS = ("matcher", "explainer", "extractor", "editor")
FLAN, POINTER = "flan-t5", "pointer"
_GPU_FULL = "the GPU's memory is full"


def read_recipe(config: ReleaseConfig, name: str) -> dict:
    """
    Raises:
        BadInput: there is none, or it lacks what decides a batch.
    """
    path = Path(config.recipes) / f"{name}.yaml"
    try:
        recipe = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadInput(
            f"{path}: cannot be read as YAML ({str(error).splitlines()[0]}); give --recipes another folder"
        ) from error
    needed = ("tasks", "max_prompt_tokens", "max_completion_tokens", "batch_tokens", "gradient_accumulation_steps")
    if lacking := [key for key in needed if key not in (recipe or {})]:
        raise BadInput(f"{path}: has no {lacking[0]}; write it there")
    return recipe


def training_steps(config: ReleaseConfig, card: Card | None) -> list[Step]:
    data = config.dataset / BUILD_FILE
    family = config.students / POINTER
    steps = [
        Step("base", f"base model {config.base}", lambda: fetch_base(config), lambda: [config.base, config.revision]),
        Step(
            "pointer", "pointer family", lambda: train_pointer(config),
            lambda: [digest_of(data), config.encoder, config.documents, config.pairs],
            tuple(family / name / TRAINING_FILE for name in STUDENTS),
        ),
    ]  # fmt: skip
    for name in STUDENTS:
        steps.append(
            Step(
                name, f"Flan-T5 {name}", lambda name=name: train_student(config, name, card),
                lambda name=name: [digest_of(data), config.base, config.revision, read_recipe(config, name)],
                (config.students / FLAN / name / TRAINING_FILE,),
            )
        )  # fmt: skip
    return steps


def fetch_base(config: ReleaseConfig) -> str:
    """
    Raises:
        BadInput: it is not there, was renamed, is gated, or the disk is full.
    """
    from training.students.language_model import model_folder

    if config.revision is None:
        model_folder(config.base, origin=f"--base {config.base}")
        return f"the folder {config.base}"
    from huggingface_hub.errors import HfHubHTTPError

    from dataset_builder.hub import repository
    from training.release.missing import base_problem

    def ask():
        try:
            return repository.open_hub().model_info(config.base, revision=config.revision)
        except HfHubHTTPError as error:
            if error.response is not None and error.response.status_code in (401, 403, 404):
                raise BadInput(f"--base: {base_problem(config.base, config.revision, error)}") from error
            raise

    found = repository.repeated(f"asking for {config.base}", ask)
    if found.id != config.base:
        raise BadInput(
            f"--base {config.base}: is called {found.id} now; give --base {found.id} --base-revision {found.sha}"
        )
    model_folder(config.base, config.revision, f"--base {config.base}")
    return f"{config.base} at {found.sha[:7]}"


def train_pointer(config: ReleaseConfig) -> str:
    """Raises BadInput as `training.trainers.pointer` and `training.assessor.fit` do."""
    from training.assessor.fit import FitConfig, fit
    from training.assessor.pointer import PointerAssessor
    from training.trainers.pointer.__main__ import FamilyConfig, train
    from training.trainers.pointer.weights import fetch

    if Path(config.encoder) == ENCODER:
        fetch(ENCODER)
    family, data = config.students / POINTER, f"{config.dataset}+{plain_dataset(config)}"
    made = train(FamilyConfig(data, str(family), config.encoder, config.documents, config.pairs))
    if made or not PointerAssessor(str(family)).kept.is_file():
        fit(FitConfig(data, str(family), config.pairs or FitConfig.rows))
    release_memory()
    return f"{family}: {', '.join(path.name for path in made) or 'was trained'}"


def plain_dataset(config: ReleaseConfig) -> Path:
    """The paper's design in plain words, built where it is not there: half of what the pointer family learns from."""
    from dataset_builder.pipeline.build import build
    from dataset_builder.pipeline.configs import BuildConfig
    from training.trainers.pointer.matcher import MatcherConfig

    place = config.place / "rjdb-paper"
    if not (place / BUILD_FILE).is_file():
        pairs = (config.pairs or MatcherConfig.pairs) // 2
        build(BuildConfig(out=str(place), recipe="paper", triples=max(pairs // 2, 10), quiet=True))
    return place


def train_student(config: ReleaseConfig, name: str, card: Card | None) -> str:
    """One recipe on one card. A batch that does not fit is halved, with twice the steps added up: the recipe's step stays.

    Raises:
        BadInput: as `training.sft`; not even one row fits.
    """
    from training import sft
    from training.trainers import recipe as recipes

    recipe, folder = read_recipe(config, name), config.students / FLAN / name
    settings = decided(config, name, recipe, card)
    while True:
        words = ["--config", str(Path(config.recipes) / f"{name}.yaml"), "--dataset", str(config.dataset),
                 "--model_name_or_path", config.base, "--output_dir", str(folder), *settings.flags()]  # fmt: skip
        words += ["--model_revision", config.revision] if config.revision else []
        try:
            sft.train(recipes.read_student(words))
            break
        except BadInput as error:
            smaller = settings.halved()
            if not str(error).startswith(_GPU_FULL) or smaller.batch_tokens < _least(recipe):
                raise
            print(f"{folder}: {_GPU_FULL}; begun again at batch_tokens {smaller.batch_tokens:,}", flush=True)
        release_memory()
        settings = smaller
        _keep(config, name, settings)
    release_memory()
    run = json.loads((folder / TRAINING_FILE).read_text(encoding="utf-8"))["trainer"]
    return (
        f"{folder}: {run['steps']:,} steps, {run['tokens']:,} tokens, {run['seconds'] / 60:.1f} minutes on {run['hardware']} in "
        f"{settings.precision}, {settings.batch_tokens:,} x {settings.accumulation} tokens per step"
    )


def decided(config: ReleaseConfig, name: str, recipe: dict, card: Card | None) -> Settings:
    """What the run was begun with, so that it continues whatever is free by now; else what this card allows.

    A run in a format that this card does not have is begun again.
    """
    kept = _settings_file(config, name)
    folder = config.students / FLAN / name
    try:
        begun = Settings(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        begun = None
    wanted = precision_of(card, config.precision)
    if begun and folder.is_dir() and not (begun.precision == "bf16" and card and not card.bf16):
        return begun
    if begun and folder.is_dir() and not (folder / TRAINING_FILE).is_file():
        print(
            f"{folder}: was begun in {begun.precision}, which {card.name if card else 'this machine'} has not; begun again"
        )
    settings = settings_for(recipe, card, wanted, FLAN_T5_BASE.parameters, config.batch_tokens)
    _keep(config, name, settings)
    return settings


def _keep(config: ReleaseConfig, name: str, settings: Settings) -> None:
    """Writes what a run is begun with. A run of other settings that is not finished goes: its steps would not be these."""
    import shutil

    folder = config.students / FLAN / name
    if folder.is_dir() and not (folder / TRAINING_FILE).is_file():
        shutil.rmtree(folder)
    write_json(_settings_file(config, name), vars(settings))


def _settings_file(config: ReleaseConfig, name: str) -> Path:
    return config.place / "steps" / f"{name}.settings.json"


def _least(recipe: dict) -> int:
    return recipe["max_prompt_tokens"] + recipe["max_completion_tokens"]


def release_memory() -> None:
    """What the last model held on the GPU, so that the next one finds it free."""
    import torch

    if torch.cuda.is_available():
        gc.collect()
        torch.cuda.empty_cache()
