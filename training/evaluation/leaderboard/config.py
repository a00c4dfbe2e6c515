"""The options of the leaderboard."""

from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.errors import BadInput, check_least
from training.evaluation.out_of_distribution.skill_corpora import CORPORA
from training.systems.open_system import BASELINES
from training.systems.server_options import EvaluatedServer

# Inputs that are rows of a dataset, with their split.
SPLITS = {"release": "test", "test": "test", "unseen": "test_unseen"}


@dataclass(frozen=True)
class LeaderboardConfig:
    """The options; `skills` are NAME=PATH."""

    data: str = field(
        default="rjdb",
        metadata={"help": "what systems learn from, and whose test split is judged", "metavar": "FOLDER"},
    )
    systems: tuple[str, ...] = field(
        default=("rules",),
        metadata={
            "help": f"once or more: {', '.join(BASELINES)}, openai:MODEL, a student's folder, a folder of students, or org/name",
            "flag": "--system",
            "metavar": "NAME",
        },
    )
    release: str | None = field(default=None, metadata={"help": "the imported original release", "metavar": "FOLDER"})
    files: tuple[str, ...] = field(
        default=(), metadata={"help": "once or more: resumes as files with NAME.truth.json", "metavar": "DIR"}
    )
    skills: tuple[str, ...] = field(
        default=(),
        metadata={"help": f"once or more: {', '.join(CORPORA)}, and its folder or file", "metavar": "NAME=PATH"},
    )
    documents: tuple[str, ...] = field(
        default=(),
        metadata={"help": "once or more: a table with the columns job_description and resume", "metavar": "FILE"},
    )
    test_rows: int = field(
        default=500,
        metadata={
            "help": "rows of each task of our own test and test_unseen splits; 0 leaves them out",
            "metavar": "N",
        },
    )
    answers: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": f"once or more: {', '.join(SPLITS)}, and a folder of `training.evaluate`, whose answers are not asked for again",
            "metavar": "NAME=FOLDER",
        },
    )
    limit: int | None = field(
        default=None, metadata={"help": "judge only the first N rows of each input", "metavar": "N"}
    )
    out: str = field(default="leaderboard", metadata={"help": "where the folder goes", "metavar": "FOLDER"})
    asking: EvaluatedServer = field(default_factory=EvaluatedServer)

    def __post_init__(self) -> None:
        check_least(self, test_rows=0, limit=1)
        if len(set(self.systems)) < len(self.systems):
            raise BadInput("--system: a system is named twice")
        for given in self.skills:
            name, equals, path = given.partition("=")
            if name not in CORPORA or not equals or not path:
                raise BadInput(f"--skills {given}: give NAME=PATH, where NAME is one of {', '.join(CORPORA)}")
        for given in self.answers:
            name, equals, path = given.partition("=")
            if name not in SPLITS or not equals or not Path(path).is_dir():
                raise BadInput(f"--answers {given}: give NAME=FOLDER, where NAME is one of {', '.join(SPLITS)}")
        for flag, paths in (("--files", self.files), ("--documents", self.documents)):
            for path in paths:
                if not Path(path).exists():
                    raise BadInput(f"{flag} {path}: is not there; give its path")

    def answers_of(self, label: str) -> Path | None:
        """Where answers to this input are kept by `training.evaluate`; None where that is not given."""
        given = (one.partition("=")[::2] for one in self.answers)
        return next((Path(path) / "predictions" for name, path in given if name == label), None)

    @staticmethod
    def split_of(given: str) -> str:
        """The split of a corpus that is judged: the first of test and dev that is there."""
        name, _, path = given.partition("=")
        files = CORPORA[name].files
        held = (
            split for split in ("test", "dev") if any((Path(path) / file).is_file() for file in files.get(split, ()))
        )
        return next(held, "test")
