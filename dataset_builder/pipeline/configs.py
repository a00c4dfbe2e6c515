"""What the verbs `build`, `plan` and `import` take. Imports nothing that a help text does not need."""

from dataclasses import dataclass, field
from typing import Literal

from dataset_builder.errors import BadInput, check_choices, check_least

MIN_TRIPLES = 10


@dataclass(frozen=True)
class BuildConfig:
    """All that a build depends on, and where it goes. Defaults make the dataset of `make rjdb`."""

    out: str = field(default="rjdb", metadata={"help": "where the dataset goes", "metavar": "FOLDER"})
    triples: int = field(default=2_000, metadata={"help": "train, validation and test; 52000 in the paper"})
    recipe: Literal["facts", "paper"] = field(
        default="facts", metadata={"help": "paper: as the paper and its release do it"}
    )
    graph: str | None = field(
        default=None,
        metadata={"help": "a graph made by the graph verb; the embedded one otherwise", "metavar": "FOLDER"},
    )
    names: str | None = field(
        default=None,
        metadata={"help": "given names (columns name, gender); the embedded list otherwise", "metavar": "CSV"},
    )
    seed: int = field(default=0, metadata={"help": "another seed, other triples"})
    max_removed: int = field(
        default=3, metadata={"help": "maximum number of removed skills: 3 as in the release, 5 as in the paper's text"}
    )
    explain_matches: bool = field(
        default=False,
        metadata={"help": "explanations of a match list what it shares, as in the paper; recipe paper only"},
    )
    workers: int | None = field(
        default=None, metadata={"help": "processes; as many as cores by default. Does not change the result"}
    )
    overwrite: bool = field(
        default=False,
        metadata={
            "help": "replace another dataset or an unfinished build; where this build is finished, write its card and report again"
        },
    )
    quiet: bool = False

    def __post_init__(self) -> None:
        check_choices(self)
        if self.triples < MIN_TRIPLES:
            raise BadInput(f"--triples {self.triples}: a dataset with all splits needs {MIN_TRIPLES} or more")
        if not 1 <= self.max_removed <= 5:
            raise BadInput(f"--max-removed {self.max_removed}: the paper removes 1 to 5 skills; give 1, 2, 3, 4 or 5")
        if self.explain_matches and self.recipe != "paper":
            raise BadInput("--explain-matches: is the paper's form of explanations; give --recipe paper with it")
        check_least(self, workers=1)


@dataclass(frozen=True)
class PlanConfig:
    """A pilot of `pilot` triples for the build of a `BuildConfig`."""

    pilot: int = field(default=50, metadata={"help": "triples to write; kept, so a build does not pay for them again"})

    def __post_init__(self) -> None:
        if self.pilot < 2:
            raise BadInput(f"--pilot {self.pilot}: an interval needs 2 triples or more; 50 are good")


@dataclass(frozen=True)
class ImportConfig:
    """What is imported, and where the rows go."""

    path: str = field(metadata={"help": "a file of the original release", "metavar": "JSONL", "positional": True})
    out: str = field(metadata={"help": "where the dataset goes", "metavar": "FOLDER"})
    split: Literal["train", "validation", "test", "test_unseen"] | None = field(
        default=None, metadata={"help": "the file's name decides otherwise, else test"}
    )
    clean: bool = field(default=False, metadata={"help": "strip debris around the documents"})
    overwrite: bool = field(
        default=False,
        metadata={"help": "replace another dataset; where this import is finished, write its card and report again"},
    )
    quiet: bool = False

    def __post_init__(self) -> None:
        check_choices(self)
