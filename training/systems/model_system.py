"""Students as systems: any encoder-decoder or causal model that transformers loads, from a folder or the Hub.

    python -m training.evaluate --data rjdb --system rules --system students/extractor
    python -m training.evaluate --data rjdb --system rules --system students/pointer    # a folder of students, one row
    python -m training.evaluate --system org/name@revision

A student is asked for the tasks it was trained for, a model without training.json for all. It is given the dataset's prompts as they
stand and answers greedily (training/students/generation.py), in bfloat16 on a GPU, in float32 elsewhere. What is longer than it reads loses
sections as in training; a prompt that is too long even then has no answer, and the tables count it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.extras import require
from training.students.folder import TRAINING_FILE, known_tasks
from training.students.language_model import adapter_base, model_folder
from training.students.pointer.pointer import Pointer
from training.students.student import MAX_NEW_TOKENS, Student, open_student
from training.systems.protocol import ByRows, Result

# Suffixes of the files on which a model's answers depend.
_DECIDES = (".json", ".onnx", ".safetensors", ".bin", ".model", ".jinja", ".txt", ".yaml")
# Files with such a suffix that only describe the model.
_DESCRIBES = (TRAINING_FILE, "robustness.json", "calibration.json")


class ModelSystem(ByRows):
    """Checked when it is opened; weights are loaded when the first row is asked.

    Raises:
        BadInput: torch or transformers is missing, no such folder or repository, or no model in it.
    """

    parallel = False

    def __init__(self, name: str) -> None:
        self._origin = f"--system {name}"
        if Path(name).is_dir():
            self.name, source, revision = Path(name).resolve().name, name, ""
        else:
            source, _, revision = name.partition("@")
            self.name = name
        self._folder = model_folder(source, revision or None, self._origin)
        require(self._origin, "torch", "transformers")
        self.tasks = known_tasks(self._folder, self._origin)

    @cached_property
    def identity(self) -> str:
        return identity_of(self._folder, self._origin)

    @property
    def students(self) -> dict[str, dict[str, str]]:
        """Which weights answer a task; written to results.json, so that a card shows results of its own weights only."""
        return {task: {"name": self.name, "identity": self.identity} for task in self.tasks}

    def fit(self, rows) -> None:
        """It is trained already."""

    @cached_property
    def _student(self) -> Student | Pointer:
        return replace(open_student(self._folder, self._origin), raise_problems=False)

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        return self._student.results(task, rows)


class Family(ByRows):
    """Students that lie in one folder, as one system: the paper's four models make one row of its tables.

    A task goes to the student that was trained for the fewest tasks: a matcher before an explainer, which matches too, and
    both before a base that is trained for all.

    Raises:
        BadInput: as `ModelSystem`, or two students have an equal claim to a task.
    """

    parallel = False

    def __init__(self, name: str) -> None:
        members = [ModelSystem(str(path.parent)) for path in sorted(Path(name).glob(f"*/{TRAINING_FILE}"))]
        self.name, self._members = Path(name).resolve().name, {}
        for task in rjdb.TASKS:
            able = sorted((member for member in members if task in member.tasks), key=lambda m: len(m.tasks))
            if len(able) > 1 and len(able[0].tasks) == len(able[1].tasks):
                raise BadInput(
                    f"--system {name}: {able[0].name} and {able[1].name} are both trained for {task}; "
                    "give each as a system of its own"
                )
            if able:
                self._members[task] = able[0]
        self.tasks = tuple(self._members)

    @cached_property
    def identity(self) -> str:
        return " ".join(f"{task} {member.identity}" for task, member in self._members.items())

    @property
    def students(self) -> dict[str, dict[str, str]]:
        return {task: member.students[task] for task, member in self._members.items()}

    def fit(self, rows) -> None:
        """They are trained already."""

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        return self._members[task].results(task, rows)


def identity_of(folder: Path, origin: str) -> str:
    """A hash of the files in a model's folder that decide its answers, an adapter's base included."""
    digest = hashlib.sha256(json.dumps(MAX_NEW_TOKENS).encode())
    base = adapter_base(folder, origin)
    for place in (folder, *([base] if base else [])):
        for path in sorted(place.iterdir()):
            if path.is_file() and path.name not in _DESCRIBES and path.suffix in _DECIDES:
                digest.update(path.name.encode())
                with path.open("rb") as file:
                    while block := file.read(1 << 20):
                        digest.update(block)
    return digest.hexdigest()[:16]


def is_family(name: str) -> bool:
    """A folder that holds no model, and finished students in its folders."""
    folder = Path(name)
    whole = any((folder / file).is_file() for file in ("config.json", "adapter_config.json"))
    return folder.is_dir() and not whole and any(folder.glob(f"*/{TRAINING_FILE}"))
