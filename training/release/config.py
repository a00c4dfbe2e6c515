"""What the verb `training.release` takes. Imports nothing that a help text does not need."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dataset_builder.errors import BadInput, check_choices, check_least
from dataset_builder.hub.configs import is_ref_name

RECIPES = Path(__file__).parents[1] / "recipes" / "students"
# Flan-T5-base as the Hub has had it since July 2023.
BASE, BASE_REVISION = "google/flan-t5-base", "7bcac572ce56db69c1ea7c8af255c5d7c9672fc2"
ENCODER = Path("weights") / "all-MiniLM-L6-v2"


@dataclass(frozen=True)
class ReleaseConfig:
    """The options. With their defaults they make the release of the paper's size."""

    org: str = field(default="", metadata={"help": "user or organisation of the Hub that everything goes to"})
    data: str | None = field(
        default=None, metadata={"help": "a built dataset; OUT/rjdb is built otherwise", "metavar": "FOLDER"}
    )
    triples: int = field(default=52_000, metadata={"help": "triples of the dataset where none is given"})
    original: str | None = field(
        default=None,
        metadata={"help": "a file of the original release, to evaluate on", "metavar": "JSONL"},
    )
    out: str = field(default="release", metadata={"help": "where all that is made lies", "metavar": "FOLDER"})
    base: str = field(default=BASE, metadata={"help": "what the Flan-T5 students start from: org/name, or a folder"})
    base_revision: str | None = field(
        default=None,
        metadata={"help": f"its commit or tag on the Hub; {BASE_REVISION[:7]} of {BASE}", "metavar": "REVISION"},
    )
    recipes: str = field(
        default=str(RECIPES),
        metadata={"help": "folder of matcher.yaml, explainer.yaml, extractor.yaml, editor.yaml", "metavar": "FOLDER"},
    )
    precision: Literal["auto", "bf16", "fp16", "float32"] = field(
        default="auto",
        metadata={"help": "auto: bf16 where the card has it, else float32; fp16 is with loss scaling"},
    )
    batch_tokens: int | None = field(
        default=None,
        metadata={"help": "padded tokens of a batch; by free memory otherwise. The step stays the recipe's"},
    )
    encoder: str = field(
        default=str(ENCODER), metadata={"help": "the encoder of the pointer family", "metavar": "FOLDER"}
    )
    documents: int | None = field(default=None, metadata={"help": "train documents of the pointer extractor"})
    pairs: int | None = field(default=None, metadata={"help": "train pairs of the pointer matcher"})
    limit: int | None = field(default=None, metadata={"help": "evaluate on the first N rows only", "metavar": "N"})
    hardware: str = field(default="zero-a10g", metadata={"help": "hardware that the demo suggests", "metavar": "NAME"})
    collection: str | None = field(
        default="RJDB", metadata={"help": "collection that holds all of it", "metavar": "TITLE"}
    )
    tag: str | None = field(default=None, metadata={"help": "tag of the release; v and the version by default"})
    code: str | None = field(
        default=None, metadata={"help": "where the project's code is, for the cards", "metavar": "URL"}
    )
    private: bool = field(default=False, metadata={"help": "new repositories are private"})
    dry_run: bool = field(default=False, metadata={"help": "print the plan and what is missing; send nothing"})

    def __post_init__(self) -> None:
        check_choices(self)
        check_least(self, triples=10, batch_tokens=1, documents=1, pairs=1, limit=1)
        if not re.fullmatch(r"\w[\w.-]*", self.org):
            raise BadInput(f"--org {self.org!r}: give the user or organisation of the Hub, as in --org me")
        if self.tag is not None and not is_ref_name(self.tag):
            raise BadInput(f"--tag {self.tag!r}: is no name that git takes; give one such as v1.1.0")
        for option, folder in (("--data", self.data), ("--recipes", self.recipes)):
            if folder is not None and not Path(folder).is_dir():
                raise BadInput(f"{option} {folder}: no such folder")
        if self.original is not None and not Path(self.original).is_file():
            raise BadInput(f"--original {self.original}: no such file")

    @property
    def revision(self) -> str | None:
        """Which commit of the base model; None for a folder."""
        if Path(self.base).is_dir():
            return None
        return self.base_revision or (BASE_REVISION if self.base == BASE else "main")

    @property
    def place(self) -> Path:
        return Path(self.out)

    @property
    def dataset(self) -> Path:
        return Path(self.data) if self.data else self.place / "rjdb"

    @property
    def imported(self) -> Path:
        return self.place / "rjdb-original"

    @property
    def students(self) -> Path:
        return self.place / "students"
