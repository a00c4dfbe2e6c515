"""What `training.evaluate` measured, as a student's card shows it: the student's row next to those of the paper, baselines and teacher.

    found = read_evaluations(["evaluation/test", "evaluation/unseen", "evaluation/release"])
    results_text(found, student)            # Markdown; what was not measured is said to be missing
    eval_entries(found, student)            # for .eval_results/*.yaml

Results belong to weights: an evaluation of other weights under the same name is refused.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import EvalResultEntry

import rjdb
from dataset_builder.errors import BadInput
from training.evaluation.tables import heading, render

# Evaluations that a card wants, by kind; a kind is a split, or `original` for the imported release.
EXPECTED = {
    "test": "Test split",
    "test_unseen": "Occupations that train never shows (test_unseen)",
    "original": "The original release (real text by GPT-4)",
    "handwritten": "Realistic pairs written by hand and kept apart",
}
# Those that hold rows of some tasks only.
PARTIAL = {"handwritten": ("matching",)}
# The measure of each task that a leaderboard gets; its name goes into the entry's notes.
HEADLINE = {
    "matching": "accuracy",
    "explanation": "F1 strict",
    "extraction": "resume skills F1 exact",
    "editing": "skills F_add",
}


@dataclass(frozen=True)
class Student:
    """Whose results are looked for: `identity` is that of its weights, None where there are none yet."""

    name: str
    tasks: tuple[str, ...]
    identity: str | None


@dataclass(frozen=True)
class Evaluation:
    """A results.json, `path`, of `training.evaluate`."""

    path: Path
    results: dict

    @property
    def kind(self) -> str:
        recipe = self.results.get("dataset", {}).get("recipe")
        return "original" if recipe == "original" else self.results["config"]["split"]

    def row(self, student: Student, task: str) -> str | None:
        """The system whose answers to the task are this student's: its own row, or its family's.

        Two families may each have a student of this name; its weights say which it is.

        Raises:
            BadInput: all rows of its name were measured with other weights.
        """
        named = {
            system: tasks[task]["identity"]
            for system, tasks in self.results["students"].items()
            if task in tasks
            and Path(tasks[task]["name"]).name == student.name
            and task in self.results["systems"][system]
        }
        if student.identity in named.values():
            return next(system for system, identity in named.items() if identity == student.identity)
        if named:
            system, identity = next(iter(named.items()))
            raise BadInput(
                f"{self.path}: {system} was measured with other weights ({identity}, the folder has "
                f"{student.identity}); evaluate it again"
            )
        return None


def read_evaluations(folders: Sequence[str | Path]) -> list[Evaluation]:
    """
    Raises:
        BadInput: no results there, or not such ones; two of one kind.
    """
    found: list[Evaluation] = []
    for folder in folders:
        path = Path(folder) / "results.json"
        try:
            evaluation = Evaluation(path, json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise BadInput(f"{path}: no results are there; run python -m training.evaluate --out {folder}") from error
        except ValueError as error:
            raise BadInput(f"{path}: is no JSON ({error}); run the evaluation again") from error
        if lacking := {"config", "systems", "students", "differences"} - evaluation.results.keys():
            raise BadInput(f"{path}: lacks {', '.join(sorted(lacking))}; run the evaluation again with this version")
        if twin := next((other for other in found if other.kind == evaluation.kind), None):
            raise BadInput(f"{path}: {twin.path} is {evaluation.kind} too; give one of them")
        found.append(evaluation)
    return sorted(found, key=lambda evaluation: [*EXPECTED, evaluation.kind].index(evaluation.kind))


def results_text(evaluations: Sequence[Evaluation], student: Student) -> str:
    """A section an evaluation, and what is missing."""
    if student.identity is None:
        return "None: this student has not been trained, so nothing could be measured."
    parts, measured = [], set()
    for evaluation in evaluations:
        if table := _table(evaluation, student):
            measured.add(evaluation.kind)
            title = EXPECTED.get(evaluation.kind, f"Split {evaluation.kind}")
            parts.append(f"### {title}\n\n{_source_text(evaluation)}\n\n{table}")
    asked = [kind for kind in EXPECTED if set(PARTIAL.get(kind, student.tasks)) & set(student.tasks)]
    if missing := [EXPECTED[kind] for kind in asked if kind not in measured]:
        parts.append("Not measured: " + "; ".join(missing) + ".")
    if measured and not any(_has_teacher(evaluation) for evaluation in evaluations):
        parts.append("No teacher was asked: where a model behind a server is measured too, its row is openai:MODEL.")
    return "\n\n".join(parts)


def _table(evaluation: Evaluation, student: Student) -> str:
    """The paper's tables for the student's tasks, its own row in bold; "" where it was not judged."""
    rows = {task: evaluation.row(student, task) for task in student.tasks}
    rows = {task: row for task, row in rows.items() if row}
    if not rows:
        return ""
    systems: dict[str, dict] = {}
    for name, tasks in evaluation.results["systems"].items():
        for task, row in rows.items():
            if task in tasks:
                shown = f"**{student.name}, this model**" if name == row else name
                systems.setdefault(shown, {})[task] = tasks[task]
    return render({"systems": systems, "differences": []})


def _source_text(evaluation: Evaluation) -> str:
    """Where figures are from. Folders are named without their path on a machine."""
    config = evaluation.results["config"]
    short = lambda name: Path(name).name if Path(name).is_absolute() else name  # noqa: E731
    shown = evaluation.results | {
        "config": config | {"data": short(config["data"]), "systems": [short(name) for name in config["systems"]]}
    }
    build = evaluation.results.get("dataset", {}).get("build")
    return heading(shown) + (f" Build `{build}`." if build else "") + " The paper's rows are on the original release."


def _has_teacher(evaluation: Evaluation) -> bool:
    return any(name.startswith("openai:") for name in evaluation.results["systems"])


def eval_entries(evaluations: Sequence[Evaluation], student: Student) -> list[EvalResultEntry]:
    """Headlines on the test split, for the Hub; none where that was not measured, or only in part."""
    entries = []
    for evaluation in evaluations:
        if evaluation.kind != "test" or evaluation.results["config"]["limit"] or student.identity is None:
            continue
        build = evaluation.results.get("dataset", {}).get("build")
        for task in student.tasks:
            row = evaluation.row(student, task)
            measured = row and evaluation.results["systems"][row][task]["measures"].get(HEADLINE[task])
            if measured:
                notes = (
                    f"{HEADLINE[task]}, 0-100, 95 % interval {measured['low']:.1f} to {measured['high']:.1f}, "
                    f"{measured['rows']:,} rows, python -m training.evaluate" + (f", build {build}" if build else "")
                )
                entries.append(EvalResultEntry(rjdb.HUB_ID, task, round(measured["value"], 2), notes=notes))
    return entries
