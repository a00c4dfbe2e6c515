"""Everything onto the Hub: dataset, students and leaderboard, then the Spaces; the demo names the students by commit.

Each repository changes in one commit (`dataset_builder publish`), and a run that was cut off is completed by the next.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml
from huggingface_hub import constants

from dataset_builder.errors import BadInput
from dataset_builder.hub import repository
from dataset_builder.hub.bundled_code import PROJECT
from dataset_builder.hub.configs import MAIN, PublishConfig
from dataset_builder.hub.files import LEFT_OUT
from dataset_builder.hub.planning import repository_name
from dataset_builder.hub.publish import publish
from dataset_builder.hub.release import LEADERBOARD_FILE, Release
from dataset_builder.storage.files import replacing
from dataset_builder.storage.folder import BUILD_FILE
from training.release.config import ReleaseConfig
from training.release.measuring import folders, leaderboard_folder, read_speeds
from training.release.steps import Step, digest_of
from training.release.training import FLAN, POINTER, STUDENTS
from training.students.folder import TRAINING_FILE, known_tasks

SPACES = PROJECT / "spaces"
DEMO, METRIC = "demo", "rjdb_metric"
# The file of the demo that names the students of a release; spaces/demo/systems/released.py reads it.
STUDENTS_FILE = Path("release") / "students.json"
NAMES = {FLAN: "Flan-T5", POINTER: "Pointer"}


class Refused(Exception):
    """A folder may not be published; the reasons have been printed."""


def publishing_steps(config: ReleaseConfig) -> list[Step]:
    where = [config.org, config.private, config.tag, config.code, config.collection]
    students = lambda: [digest_of(folder / "README.md", folder / TRAINING_FILE) for folder in folders(config)]  # noqa: E731
    data = lambda: digest_of(config.dataset / BUILD_FILE, config.dataset / "README.md")  # noqa: E731
    figures = lambda: digest_of(leaderboard_folder(config) / LEADERBOARD_FILE)  # noqa: E731
    return [
        Step(
            "publish", f"dataset, students and leaderboard to {config.org}", lambda: send(config, released_folders(config)),
            lambda: [where, constants.ENDPOINT, students(), data(), figures()],
        ),
        Step(
            "spaces", f"metric and demo to {config.org}", lambda: send_spaces(config),
            lambda: [where, constants.ENDPOINT, students(), data(), config.hardware, _sources()],
        ),
    ]  # fmt: skip


def released_folders(config: ReleaseConfig) -> list[Path]:
    """Of everything but the Spaces."""
    return [config.dataset, *folders(config), leaderboard_folder(config)]


def send(config: ReleaseConfig, given: Sequence[Path]) -> str:
    """
    Raises:
        BadInput: token, network or Hub; what is done is done whole.
        Refused: a folder must not be published.
    """
    done = publish(
        PublishConfig(
            tuple(map(str, given)), org=config.org, private=config.private, tag=config.tag, code=config.code,
            collection=config.collection, yes=True, quiet=True,
        )
    )  # fmt: skip
    if done:
        raise Refused
    return ", ".join(addresses(config, given))


def send_spaces(config: ReleaseConfig) -> str:
    """Raises as `send`."""
    staged = config.place / "spaces"
    made = [
        stage(SPACES / METRIC, staged / METRIC),
        stage_demo(config, staged / DEMO),
    ]
    # with the dataset, which is there already, so that cards name this one
    send(config, [config.dataset, *made])
    return ", ".join(addresses(config, made))


def _sources() -> dict[str, str]:
    """What the Spaces are made of in this checkout."""
    files = (path for name in (DEMO, METRIC) for path in (SPACES / name).rglob("*") if path.is_file())
    kept = sorted(path for path in files if not set(LEFT_OUT) & set(path.parts) and path.suffix != ".pyc")
    return {path.relative_to(SPACES).as_posix(): digest_of(path)[path.name] for path in kept}


def stage(source: Path, out: Path) -> Path:
    """A copy of a Space's folder, whole or not there.

    Raises:
        BadInput: there is none: a wheel has no Spaces.
    """
    if not (source / "README.md").is_file():
        raise BadInput(f"{source}: is not here; publish from a checkout of the project, which has spaces/")
    building = out.with_name(f".{out.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    shutil.copytree(source, building, ignore=shutil.ignore_patterns(*LEFT_OUT, "*.pyc", "*.tmp"))
    shutil.rmtree(out, ignore_errors=True)
    building.rename(out)
    return out


def stage_demo(config: ReleaseConfig, out: Path) -> Path:
    """The demo with the students of this release: what its card declares, and by which commits it loads them."""
    released = released_students(config)
    stage(SPACES / DEMO, out)
    with replacing(out / STUDENTS_FILE) as temporary:
        temporary.write_text(json.dumps(released, indent=1) + "\n", encoding="utf-8")
    card = out / "README.md"
    text = card.read_text(encoding="utf-8")
    with replacing(card) as temporary:
        temporary.write_text(with_metadata(text, released, config.hardware), encoding="utf-8")
    return out


def with_metadata(text: str, released: dict, hardware: str) -> str:
    """The Space's card with the models of a release, what is fetched while it is built, and the hardware that it suggests.

    `preload_from_hub` takes "org/name file,file commit": the files that a student loads, at the commit that it is loaded by.
    """
    _, front, body = text.split("---\n", 2)
    students = [one for family in released["families"] for one in family["students"]]
    content = yaml.safe_load(front) | {
        "suggested_hardware": hardware,
        "models": [one["repository"] for one in students],
        "preload_from_hub": [f"{one['repository']} {','.join(one['files'])} {one['revision']}" for one in students],
    }
    return f"---\n{yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1_000)}---\n{body}"


def released_students(config: ReleaseConfig) -> dict:
    """Of each family the repositories with their commits, tasks and files, and how fast they answered where that was measured.

    Raises:
        BadInput: one is not on the Hub.
    """
    api = repository.open_hub()
    families = []
    for family in (FLAN, POINTER):
        students = []
        for name in STUDENTS:
            folder = config.students / family / name
            repo_id = f"{config.org}/{repository_name(Release.open(folder))}"
            head = repository.read_head(api, "model", repo_id, MAIN)
            if head is None:
                raise BadInput(f"{repo_id}: is not on the Hub, so no Space can load it; run the same command again")
            students.append(
                {
                    "repository": repo_id, "revision": head.sha, "tasks": list(known_tasks(folder, str(folder))),
                    "files": sorted(path for path in head.files if _is_loaded(path)),
                }
            )  # fmt: skip
        families.append({"name": NAMES[family], "gpu": family == FLAN, "students": students})
    measured = read_speeds(config)
    seconds = {NAMES[family]: tasks for family, tasks in measured["seconds"].items()}
    return {"families": families, "measured": {"card": measured["card"], "seconds": seconds}}


def _is_loaded(path: str) -> bool:
    return "/" not in path and path.endswith(
        (".json", ".safetensors", ".model", ".txt", ".jinja", "recipe.yaml", "_int8.onnx")
    )


def addresses(config: ReleaseConfig, given: Sequence[Path]) -> list[str]:
    prefix = {"dataset": "datasets/", "model": "", "space": "spaces/"}
    releases = [Release.open(folder) for folder in given]
    return [f"{constants.ENDPOINT}/{prefix[one.kind]}{config.org}/{repository_name(one)}" for one in releases]


def all_addresses(config: ReleaseConfig) -> list[str]:
    """Of everything, once it is published."""
    staged = [config.place / "spaces" / name for name in (METRIC, DEMO)]
    return addresses(config, [*released_folders(config), *staged])
