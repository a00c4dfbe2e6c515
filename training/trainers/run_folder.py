"""The folder a run leaves: unfinished with `checkpoints/`, finished with `training.json`; in between it can be killed.

FOLDER/recipe.yaml            the resolved recipe, written first
FOLDER/checkpoints/           while training: the Trainer's checkpoints, data.json
FOLDER/model.safetensors …    model (or adapter), generation config, tokenizer
FOLDER/log.jsonl  learning_curve.png
FOLDER/training.json          written last: it is there if, and only if, the run is finished
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import replacing, write_json
from training.trainers.recipe import Recipe

RECIPE_FILE, FACTS_FILE, LOG_FILE, CURVE_FILE = "recipe.yaml", "training.json", "log.jsonl", "learning_curve.png"
_STATE_FILE = "trainer_state.json"


@dataclass(frozen=True)
class Checkpoint:
    """One that was written whole: the Trainer writes its state file last."""

    path: Path
    state: dict

    @property
    def is_last(self) -> bool:
        return self.state["global_step"] >= self.state["max_steps"]


@dataclass(frozen=True)
class RunFolder:
    """`open` before training, `finish` after it; both on the main process alone where there are several."""

    path: Path

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def is_finished(self) -> bool:
        return (self.path / FACTS_FILE).is_file()

    def check(self, recipe: Recipe) -> None:
        """
        Raises:
            BadInput: the folder holds something else, or a run of another recipe that has made a checkpoint or is finished.
        """
        if self.path.exists() and not self.path.is_dir():
            raise BadInput(f"{self.path}: is a file; give --output_dir another name")
        if not self.path.exists() or not any(self.path.iterdir()):
            return
        if not (self.path / RECIPE_FILE).is_file():
            raise BadInput(f"{self.path}: holds something else than a training run; give --output_dir another name")
        there = self._recipe()
        if (key := recipe.difference(there)) and (self.is_finished or self.last_checkpoint()):
            raise BadInput(
                f"{self.path}: holds a run of another recipe ({key} is {there.get(key)!r} there, "
                f"{recipe.flat.get(key)!r} here); give --output_dir another name, or remove it"
            )

    def _recipe(self) -> dict:
        return yaml.safe_load((self.path / RECIPE_FILE).read_text(encoding="utf-8")) or {}

    def open(self, recipe: Recipe) -> None:
        if (self.path / RECIPE_FILE).is_file() and recipe.difference(self._recipe()):
            shutil.rmtree(self.checkpoints, ignore_errors=True)  # of a run that was refused before its first checkpoint
        self.checkpoints.mkdir(parents=True, exist_ok=True)
        with replacing(self.path / RECIPE_FILE) as temporary:
            temporary.write_text(yaml.safe_dump(recipe.flat, sort_keys=False, allow_unicode=True), encoding="utf-8")

    def check_data(self, facts: dict) -> None:
        """
        Raises:
            BadInput: the unfinished run here was begun with other rows.
        """
        path = self.checkpoints / "data.json"
        if path.is_file() and (begun := json.loads(path.read_text(encoding="utf-8"))) != facts:
            key = next(key for key in facts if begun.get(key) != facts[key])
            raise BadInput(
                f"{self.path}: was begun with other data ({key} was {begun.get(key)}, is {facts[key]}); "
                "bring that back, or remove the folder"
            )
        write_json(path, facts)

    def last_checkpoint(self) -> Checkpoint | None:
        """The newest one that was written whole."""
        steps = (path for path in self.checkpoints.glob("checkpoint-*") if path.name.rpartition("-")[2].isdigit())
        for path in sorted(steps, key=lambda path: -int(path.name.rpartition("-")[2])):
            try:
                return Checkpoint(path, json.loads((path / _STATE_FILE).read_text(encoding="utf-8")))
            except (OSError, ValueError):
                continue  # cut off while it was written
        return None

    def discard_torn_checkpoints(self) -> None:
        """Those newer than the last whole one: the Trainer would count them among the checkpoints it keeps."""
        whole = self.last_checkpoint()
        for path in self.checkpoints.glob("checkpoint-*"):
            if whole is None or int(path.name.rpartition("-")[2]) > whole.state["global_step"]:
                shutil.rmtree(path)

    def finish(self, facts: dict, log: list[dict], headlines: list[str], draw: Callable | None = None) -> None:
        """After model and tokenizer are there: the log, its picture, the facts; then the checkpoints go."""
        from training.trainers.learning_curve import draw as draw_losses

        draw = draw or draw_losses
        with replacing(self.path / LOG_FILE) as temporary:
            temporary.write_text("".join(json.dumps(line) + "\n" for line in log), encoding="utf-8")
        draw(log, headlines, self.path / CURVE_FILE, facts["best"]["step"])
        write_json(self.path / FACTS_FILE, facts)
        shutil.rmtree(self.checkpoints, ignore_errors=True)
