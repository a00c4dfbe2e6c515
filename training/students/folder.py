"""What the files of a student's folder say: the tasks that it was trained for, its recipe."""

import json
from pathlib import Path

import yaml

import rjdb
from dataset_builder.errors import BadInput

TRAINING_FILE, RECIPE_FILE = "training.json", "recipe.yaml"


def known_tasks(folder: Path, origin: str) -> tuple[str, ...]:
    """What a student was trained for, by its training.json; a model without one may be asked anything.

    Raises:
        BadInput: the file cannot be read, or names other tasks.
    """
    training = read_mapping(folder / TRAINING_FILE, origin)
    tasks = training.get("tasks", rjdb.TASKS)
    if not isinstance(tasks, list | tuple) or not tasks or set(tasks) - set(rjdb.TASKS):
        raise BadInput(f'{origin}: {TRAINING_FILE} names no tasks of {", ".join(rjdb.TASKS)}; correct its "tasks"')
    return tuple(task for task in rjdb.TASKS if task in tasks)


def read_mapping(path: Path, origin: str) -> dict:
    """A JSON or YAML file of a student's folder, {} where there is none.

    Raises:
        BadInput: it cannot be read.
    """
    if not path.is_file():
        return {}
    try:
        content = (json.loads if path.suffix == ".json" else yaml.safe_load)(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise BadInput(f"{origin}: {path.name} cannot be read ({str(error).splitlines()[0]}); correct it") from error
    if not isinstance(content, dict):
        raise BadInput(f"{origin}: {path.name} is no mapping; correct it")
    return content
