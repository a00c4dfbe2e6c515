"""The configuration of a teacher behind a server: how it is reached, what it may cost, and how it is asked."""

from dataclasses import dataclass, field
from typing import Literal

from dataset_builder.errors import check_choices, check_least
from dataset_builder.llm.request import Endpoint
from dataset_builder.llm.server import ServerConfig

# Fields of `TeacherConfig` that change what is written: those that a recorded command holds.
RECORDED = (
    *("base_url", "model", "temperature", "top_p", "sampling_seed"),
    *("granularity", "answer_tokens", "repairs", "structured", "knowledge"),
)


@dataclass(frozen=True)
class TeacherConfig(ServerConfig):
    """The server, what it may cost, and how it is asked."""

    temperature: float | None = field(default=None, metadata={"help": "the server's own by default"})
    top_p: float | None = field(default=None, metadata={"help": "the server's own by default"})
    sampling_seed: int | None = field(default=None, metadata={"help": "seed sent with every request"})
    granularity: Literal["whole", "section"] = field(
        default="whole", metadata={"help": "facts recipe: whole documents, or section by section"}
    )
    answer_tokens: int = field(
        default=2_000, metadata={"help": "cap for one document; a truncated one gets twice that, once"}
    )
    repairs: int = field(
        default=2, metadata={"help": "how often a failed answer is sent back with the reason why it failed"}
    )
    # JSON schema with every request of the design `facts`; dropped by itself where the server refuses it.
    structured: bool = field(default=True, metadata={"help": "JSON by schema where the server supports it"})
    knowledge: Literal["offline", "teacher"] = field(
        default="offline",
        metadata={
            "help": "how many skills a job has and how careers go: from the graph and rank words, or asked of the teacher"
        },
    )
    batch: Literal["off", "submit", "cancel"] = field(
        default="off",
        metadata={
            "help": "submit: the server's batch API, round after round; cancel: collect what is done, the rest live"
        },
    )
    batch_file: str | None = field(
        default=None,
        metadata={"help": "write what is to be asked next for `vllm run-batch`, and end", "metavar": "FILE"},
    )
    batch_results: str | None = field(
        default=None, metadata={"help": "read what `vllm run-batch` wrote", "metavar": "FILE"}
    )
    batch_wait: float | None = field(
        default=None,
        metadata={
            "help": "how long to wait for batches; all the time they take by default. 0 submits, or collects, and ends",
            "metavar": "SECONDS",
        },
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choices(self)
        check_least(self, answer_tokens=100, repairs=0)
        self.endpoint  # noqa: B018 - raises where there is no model, or the address is none

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.base_url, self.needed_model(), self.temperature, self.top_p, self.sampling_seed)
