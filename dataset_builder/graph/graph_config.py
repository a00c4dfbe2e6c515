"""What the verb `graph` takes. Imports nothing that a help text does not need."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class GraphConfig:
    """What the graph verb takes."""

    dice: str | None = field(
        default=None, metadata={"help": "job ads with columns jobtitle and skills (path or URL)", "metavar": "CSV"}
    )
    bls: str | None = field(
        default=None, metadata={"help": "BLS OEWS national workbook (path or URL)", "metavar": "XLSX"}
    )
    onet: str | None = field(
        default=None,
        metadata={"help": "O*NET database, xlsx or tab text (path or URL of the zip)", "metavar": "FOLDER"},
    )
    min_cluster_size: int = field(default=10, metadata={"help": "smaller clusters are dropped"})
    seed: int = field(default=0, metadata={"help": "decides where clusters start"})
    out: str | None = field(default=None, metadata={"help": "where the graph goes", "metavar": "FOLDER"})
    overwrite: bool = field(default=False, metadata={"help": "replace another graph there"})
    quiet: bool = False
