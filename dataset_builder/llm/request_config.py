"""How requests are sent: to which server, with which sampling, live or in batches."""

from dataclasses import dataclass, field
from typing import Literal

from dataset_builder.errors import check_choices, check_least
from dataset_builder.llm.request import Endpoint
from dataset_builder.llm.server import ServerConfig


@dataclass(frozen=True)
class RequestConfig(ServerConfig):
    """A server, what it may cost, and how it is asked."""

    temperature: float | None = field(default=None, metadata={"help": "the server's own by default"})
    top_p: float | None = field(default=None, metadata={"help": "the server's own by default"})
    sampling_seed: int | None = field(default=None, metadata={"help": "seed sent with every request"})
    batch: Literal["off", "submit", "cancel"] = field(
        default="off",
        metadata={
            "help": "submit: the server's batch API, round after round; cancel: collect what is done, the rest live"
        },
    )
    batch_size: int | None = field(
        default=None,
        metadata={
            "help": "requests per batch, where the server's queue takes no more; as many as one file holds by default"
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
        check_least(self, batch_size=1)
        self.endpoint  # noqa: B018 - raises where there is no model, or the address is none

    @property
    def endpoint(self) -> Endpoint:
        return self.endpoint_with(temperature=self.temperature, top_p=self.top_p, seed=self.sampling_seed)
