"""What the verb `judge` takes. Imports nothing that a help text does not need."""

from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase

from dataset_builder.errors import BadInput, check_least
from dataset_builder.llm.request import Endpoint
from dataset_builder.llm.server import ServerConfig

# A letter in the prompt sets the readings of an item apart.
MOST_SAMPLES = len(ascii_uppercase)


@dataclass(frozen=True)
class JudgeConfig(ServerConfig):
    """What is judged, by whom, and what it may cost."""

    folders: tuple[str, ...] = field(
        metadata={"help": "a dataset, or several to compare", "metavar": "FOLDER", "positional": True}
    )
    out: str = field(default="judgement", metadata={"help": "where scores, table and figure go", "metavar": "FOLDER"})
    split: str = field(default="test", metadata={"help": "whose triples are judged"})
    triples: int = field(default=100, metadata={"help": "how many of each dataset, the same ids of all"})
    # 20 as in G-eval.
    samples: int = field(
        default=20,
        metadata={"help": "answers per score where the server returns no token probabilities"},
    )
    seed: int = field(default=0, metadata={"help": "another seed, other triples"})
    quiet: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        check_least(self, triples=1, samples=1)
        if self.samples > MOST_SAMPLES:
            raise BadInput(f"--samples {self.samples}: give {MOST_SAMPLES} or fewer")
        if len({Path(folder).resolve() for folder in self.folders}) < len(self.folders):
            raise BadInput("a folder is given twice; give each dataset once")
        self.endpoint  # noqa: B018 - raises where there is no model, or the address is none

    @property
    def endpoint(self) -> Endpoint:
        """At temperature 1 probabilities are the model's own, and samples follow them."""
        return self.endpoint_with(temperature=1.0)
