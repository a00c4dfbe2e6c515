"""What is measured of a release's students, and what says it: four sets of rows, calibration, robustness, cards, leaderboard."""

import json
from dataclasses import dataclass
from pathlib import Path

import rjdb
from dataset_builder.hub.release import LEADERBOARD_FILE
from dataset_builder.storage.files import write_json
from dataset_builder.storage.folder import BUILD_FILE, read_build
from training.release.config import ReleaseConfig
from training.release.steps import Step, digest_of
from training.release.training import FLAN, POINTER, STUDENTS, release_memory
from training.students.folder import TRAINING_FILE

BASELINES = ("rules", "boosting")
SPEED_FILE = "speed.json"
# That are asked of each student to see how long an answer takes, after a first one.
QUESTIONS = 5


@dataclass(frozen=True)
class Judged:
    """A set of rows that all systems are judged on."""

    name: str
    data: Path
    split: str = "test"
    tasks: tuple[str, ...] = rjdb.TASKS
    fit_data: Path | None = None


def judged_sets(config: ReleaseConfig) -> list[Judged]:
    data = config.dataset
    found = [
        Judged("test", data),
        Judged("unseen", data, "test_unseen"),
        Judged("handwritten", data, "handwritten", ("matching",)),
    ]
    if config.original:
        found.append(Judged("release", config.imported, fit_data=data))
    return found


def folders(config: ReleaseConfig) -> list[Path]:
    """Of all eight students."""
    return [config.students / family / name for family in (FLAN, POINTER) for name in STUDENTS]


def systems(config: ReleaseConfig) -> tuple[str, ...]:
    return (*BASELINES, *(str(config.students / family) for family in (POINTER, FLAN)))


def leaderboard_folder(config: ReleaseConfig) -> Path:
    return config.place / "leaderboard"


def evaluation_folder(config: ReleaseConfig, judged: Judged) -> Path:
    return config.place / "evaluation" / judged.name


def weights_key(config: ReleaseConfig) -> list:
    """Which weights are measured: what training.json says of each run, and the data."""
    return [digest_of(folder / TRAINING_FILE) for folder in folders(config)] + [
        digest_of(config.dataset / BUILD_FILE),
        config.limit,
    ]


def measuring_steps(config: ReleaseConfig) -> list[Step]:
    from training.evaluation.predictions import code_hash

    rests_on = lambda: [weights_key(config), code_hash()]  # noqa: E731
    steps = []
    for one in judged_sets(config):
        out = evaluation_folder(config, one)
        steps.append(
            Step(f"evaluate-{one.name}", f"evaluation on {one.name}", lambda one=one: evaluate(config, one),
                 lambda one=one: [rests_on(), digest_of(one.data / BUILD_FILE)], (out / "results.json",))
        )  # fmt: skip
    steps.append(Step("measures", "calibration, robustness and speed", lambda: measure(config), rests_on))
    steps.append(
        Step("cards", "cards of the students", lambda: write_cards(config),
             lambda: [rests_on(), *(digest_of(evaluation_folder(config, one) / "results.json") for one in judged_sets(config))],
             tuple(folder / "README.md" for folder in folders(config)))
    )  # fmt: skip
    board = leaderboard_folder(config)
    steps.append(
        Step("leaderboard", f"leaderboard in {board}", lambda: write_leaderboard(config),
             lambda: [rests_on(), config.org, *(digest_of(evaluation_folder(config, one) / "results.json") for one in judged_sets(config))],
             (board / LEADERBOARD_FILE,))
    )  # fmt: skip
    return steps


def evaluate(config: ReleaseConfig, judged: Judged) -> str:
    """Raises BadInput as `training.evaluate`."""
    from training.evaluate import EvaluateConfig, evaluate

    results = evaluate(
        EvaluateConfig(
            data=str(judged.data), split=judged.split, tasks=judged.tasks, out=str(evaluation_folder(config, judged)),
            systems=systems(config), limit=config.limit,
            fit_data=str(judged.fit_data) if judged.fit_data else None,
        )
    )  # fmt: skip
    release_memory()
    right = {name: tasks["matching"]["measures"]["accuracy"]["value"] for name, tasks in results["systems"].items()}
    return "verdicts right: " + ", ".join(f"{name} {value:.1f} %" for name, value in right.items())


def measure(config: ReleaseConfig) -> str:
    """calibration.json and robustness.json in the folders of the students, and how long an answer takes."""
    from training.evaluation import calibration, robustness
    from training.evaluation.benchmark import Benchmark
    from training.students import load
    from training.students.folder import known_tasks

    data, errors = str(config.dataset), []
    for folder in folders(config):
        tasks = known_tasks(folder, str(folder))
        if "matching" in tasks:
            found = calibration.measured(folder, data, rows=config.limit or calibration.ROWS)
            write_json(folder / calibration.CALIBRATION_FILE, found)
            errors.append(f"{folder.parent.name} {folder.name} {found['error']:.3f}")
        if folder.parent.name == FLAN:
            rows = Benchmark(data, "test", config.limit or robustness.ROWS)
            changed = robustness.measure(load(folder), {task: rows.rows(task) for task in tasks})
            write_json(
                folder / robustness.ROBUSTNESS_FILE, {"data": Path(data).name, "split": "test", "tasks": changed}
            )
        release_memory()
    write_json(config.place / SPEED_FILE, speeds(config))
    return "calibration error " + ", ".join(errors)


def speeds(config: ReleaseConfig) -> dict:
    """Seconds per answer of each family and task, one question at a time as a visitor asks, on the card (or CPU) that is named."""
    from time import perf_counter

    import torch

    from training.evaluation.benchmark import Benchmark
    from training.students import load
    from training.students.folder import known_tasks
    from training.systems.row_adapter import answers

    benchmark = Benchmark(str(config.dataset), "test", 1 + min(QUESTIONS, config.limit or QUESTIONS))
    families: dict[str, dict[str, float]] = {FLAN: {}, POINTER: {}}
    for folder in folders(config):
        student = load(folder)
        for task in set(known_tasks(folder, str(folder))) - families[folder.parent.name].keys():
            first, *rows = benchmark.rows(task)
            answers(student, task, [first])
            began = perf_counter()
            for row in rows or [first]:
                answers(student, task, [row])
            families[folder.parent.name][task] = round((perf_counter() - began) / max(len(rows), 1), 4)
        release_memory()
    card = torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU"
    return {"card": card, "seconds": families}


def write_cards(config: ReleaseConfig) -> str:
    """README.md and .eval_results of all students. Raises BadInput as `training.card`."""
    from training.card.results import read_evaluations
    from training.card.student_card import read_facts, save

    found = read_evaluations([evaluation_folder(config, one) for one in judged_sets(config)])
    for folder in folders(config):
        save(folder, read_facts(folder), found)
    return f"{len(folders(config))} cards with {', '.join(one.name for one in judged_sets(config))}"


def write_leaderboard(config: ReleaseConfig) -> str:
    """As `training.evaluation.leaderboard` makes it, with the answers that were given already.

    Its card downloads the students from where this release publishes them.

    Raises:
        BadInput: as `training.evaluation.leaderboard`.
    """
    from dataset_builder.hub.planning import repository_name
    from dataset_builder.hub.release import Release
    from training.evaluation.leaderboard.__main__ import measure
    from training.evaluation.leaderboard.config import SPLITS, LeaderboardConfig

    sizes = (read_build(config.dataset) or {})["sizes"]
    before = [
        f"hf download {config.org}/{repository_name(Release.open(folder))} --local-dir students/{folder.parent.name}/{folder.name}"
        for folder in folders(config)
    ]
    if config.original:
        before.append(
            f"python -m dataset_builder import {Path(config.original).name} --split test --out {config.imported.name}"
        )
    scores = measure(
        LeaderboardConfig(
            data=str(config.dataset), systems=systems(config), release=str(config.imported) if config.original else None,
            test_rows=max(split["rows"] for task in rjdb.TASKS for split in sizes[task].values()), limit=config.limit,
            answers=tuple(
                f"{one.name}={evaluation_folder(config, one)}" for one in judged_sets(config) if one.name in SPLITS
            ),
            out=str(leaderboard_folder(config)),
        ),
        before,
        (*BASELINES, *(f"students/{family}" for family in (POINTER, FLAN))),
    )  # fmt: skip
    release_memory()
    return f"{len(scores)} figures of {len({score.system for score in scores})} systems"


def read_speeds(config: ReleaseConfig) -> dict:
    return json.loads((config.place / SPEED_FILE).read_text(encoding="utf-8"))
