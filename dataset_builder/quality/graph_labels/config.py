"""What the verb `graph` takes to draw a sheet, and to read one. Imports nothing that a help text does not need."""

from dataclasses import dataclass, field

from dataset_builder.errors import check_least


@dataclass(frozen=True)
class LabelsConfig:
    """A sheet to draw (`sample`), or one that was filled in (`judged`)."""

    sample: int | None = field(
        default=None,
        metadata={"help": "write a blind sheet of N names and pairs of each kind to --out", "metavar": "N"},
    )
    judged: str | None = field(
        default=None, metadata={"help": "print the table of a sheet that was filled in", "metavar": "SHEET"}
    )
    graph: str | None = field(
        default=None,
        metadata={"help": "the graph of both; by default the embedded one", "metavar": "FOLDER"},
    )
    release: str | None = field(
        default=None, metadata={"help": "an imported release whose entries --sample mixes in", "metavar": "FOLDER"}
    )

    def __post_init__(self) -> None:
        check_least(self, sample=1)
