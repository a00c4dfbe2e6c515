"""What the verbs `study export` and `study skills` take. Imports nothing that a help text does not need."""

from dataclasses import dataclass, field

from dataset_builder.errors import check_least


@dataclass(frozen=True)
class StudyConfig:
    """What people are to judge. The same settings and files give the same sheets."""

    folder: str = field(metadata={"help": "a dataset", "metavar": "FOLDER", "positional": True})
    jobs: str = field(
        metadata={
            "help": "real ads: CSV, TSV, xlsx or JSON lines with jobtitle and jobdescription, a folder of them, "
            "or an RJDB folder",
            "metavar": "REAL",
        }
    )
    out: str = field(default="study", metadata={"help": "where the study goes", "metavar": "FOLDER"})
    n: int = field(default=100, metadata={"help": "generated job descriptions, each with the nearest real one"})
    annotators: int = field(default=3, metadata={"help": "sheets to write"})
    split: str = field(default="test", metadata={"help": "whose job descriptions are read"})
    seed: int = field(default=0, metadata={"help": "another seed, other job descriptions in another order"})
    similarity: str = field(
        default="ngrams", metadata={"help": "how titles are compared: ngrams, or sentence-transformers:MODEL"}
    )

    def __post_init__(self) -> None:
        check_least(self, n=2, annotators=1)


@dataclass(frozen=True)
class SkillStudyConfig:
    """Whose extracted skills people are to judge. The same settings and files give the same sheets."""

    answers: tuple[str, ...] = field(
        metadata={
            "help": "answers of systems, as out_of_distribution writes them",
            "metavar": "JSONL",
            "positional": True,
        }
    )
    out: str = field(default="study-skills", metadata={"help": "where the study goes", "metavar": "FOLDER"})
    n: int = field(default=100, metadata={"help": "texts whose skills are judged"})
    annotators: int = field(default=3, metadata={"help": "sheets to write"})
    seed: int = field(default=0, metadata={"help": "another seed, other texts in another order"})

    def __post_init__(self) -> None:
        check_least(self, n=1, annotators=1)
