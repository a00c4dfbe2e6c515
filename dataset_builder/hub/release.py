"""A folder that can be published: which kind it is, its files, its card, and everything that speaks against it."""

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from huggingface_hub.repocard import RepoCard

from dataset_builder.errors import BadInput
from dataset_builder.hub.bundled_code import with_project
from dataset_builder.hub.files import File, gather, too_large
from dataset_builder.hub.refusal import Refusal
from dataset_builder.storage.folder import BUILD_FILE

TRAINING_FILE = "training.json"
LEADERBOARD_FILE = "leaderboard.json"
# The file that makes a folder, or a repository on the Hub, one of ours. A leaderboard is a dataset to the Hub.
MARKS = {"dataset": BUILD_FILE, "model": TRAINING_FILE, "leaderboard": LEADERBOARD_FILE}
# How a card comes about, by what it describes.
CARD_REMEDY = {
    "dataset": "build again with --overwrite",
    "model": "write it with: python -m training.card {folder}",
    "leaderboard": "measure again with: python -m training.evaluation.leaderboard --out {folder}",
    "space": "write one, with title, emoji, sdk and license",
}


@dataclass(frozen=True)
class Release:
    """`card` is the YAML of README.md; `facts` the content of build.json, training.json or leaderboard.json, empty for a Space.

    `form` is dataset, model, leaderboard or space, `kind` what the Hub calls it. `files` of a Space include those that it needs
    of the project.
    """

    form: str
    folder: Path
    files: dict[str, File]
    card: dict
    facts: dict
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "dataset" if self.form == "leaderboard" else self.form

    @property
    def mark(self) -> str | None:
        """The file that makes it one of ours; None for a Space."""
        return MARKS.get(self.form)

    @classmethod
    def open(cls, folder: str | Path) -> "Release":
        """Raises BadInput where the folder is none of dataset, student, leaderboard and Space."""
        folder = Path(folder)
        if not folder.is_dir():
            raise BadInput(f"{folder}: is no folder; give one that build, training or spaces/ left")
        card, refusals = read_card(folder)
        form = _form(folder, card)
        if not (folder / "README.md").is_file():
            refusals = [Refusal("README.md", None, "is missing", CARD_REMEDY[form].format(folder=folder))]
        files, of_files = gather(folder, form)
        refusals += of_files
        if form == "space":
            files, of_project = with_project(files)
            refusals += of_project
        refusals += too_large(files, form)
        return cls(form, folder, dict(sorted(files.items())), card, _facts(folder, form), refusals)


def read_card(folder: Path) -> tuple[dict, list[Refusal]]:
    """The YAML of README.md as huggingface_hub reads it; a card that cannot be read is refused, not an error."""
    path = Path(folder) / "README.md"
    if not path.is_file():
        return {}, []
    try:
        card = _card(path.read_text(encoding="utf-8"))
        missing = Refusal("README.md", None, "has no YAML between --- lines", "write the card again with its program")
        return card, [] if card else [missing]
    except (ValueError, yaml.YAMLError, UnicodeDecodeError) as error:
        line = " ".join(str(error).split())
        return {}, [
            Refusal("README.md", None, f"its YAML cannot be read ({line})", "fix the block between the --- lines")
        ]


@lru_cache(maxsize=64)
def _card(text: str) -> dict:
    """The card of a dataset has 2,000 lines of YAML, and a release reads it for every address."""
    return RepoCard(text, ignore_metadata_errors=True).data.to_dict()


def is_hub_id(name: str) -> bool:
    """Whether a model or dataset of this name is looked for on the Hub, since no folder here has it."""
    return re.fullmatch(r"\w[\w.-]*/[\w.-]+", name) is not None and not Path(name).exists()


def adapter_base(release: Release) -> str | None:
    """The base that an adapter names; None for all else."""
    file = release.files.get("adapter_config.json") if release.kind == "model" else None
    try:
        held = json.loads(file.read_bytes()) if file else {}
    except ValueError:
        return None
    return held.get("base_model_name_or_path") if isinstance(held, dict) else None


def _form(folder: Path, card: dict) -> str:
    for form, mark in MARKS.items():
        if (folder / mark).is_file():
            return form
    if "sdk" in card:
        return "space"
    if any((folder / name).is_file() for name in ("config.json", "adapter_config.json")):
        raise BadInput(f"{folder}: a model without {TRAINING_FILE}; finish its training, which writes it")
    raise BadInput(
        f"{folder}: is no dataset ({BUILD_FILE}), no student ({TRAINING_FILE}), no leaderboard ({LEADERBOARD_FILE}) and no "
        "Space (README.md with sdk:); give a folder that is"
    )


def _facts(folder: Path, form: str) -> dict:
    mark = MARKS.get(form)
    if mark is None:
        return {}
    try:
        facts = json.loads((folder / mark).read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(
            f"{folder / mark}: is not JSON ({error}); write it again with the command that made it"
        ) from error
    if not isinstance(facts, dict):
        raise BadInput(f"{folder / mark}: holds no facts; write it again with the command that made it")
    return facts
