"""The configuration of a teacher behind a server."""

from dataclasses import dataclass

from dataset_builder.engine.prices import Price, find_price, needed_price
from dataset_builder.engine.request import Endpoint
from dataset_builder.errors import BadInput


@dataclass(frozen=True)
class TeacherConfig:
    """The server, what it may cost, and how it is asked. Only the first block changes what is written."""

    base_url: str = "https://api.openai.com/v1"
    model: str = ""
    temperature: float | None = None
    top_p: float | None = None
    sampling_seed: int | None = None
    granularity: str = "whole"
    answer_tokens: int = 2_000
    """Cap for one document; a truncated answer gets twice that, once."""
    repairs: int = 2
    structured: bool = True
    """JSON schema with every request of the `facts` recipe; dropped by itself where the server refuses it."""
    knowledge: str = "offline"
    """Who knows how many skills a job has and how careers go: offline (the graph and rank words), or the teacher."""

    api_key_env: str = "OPENAI_API_KEY"
    store: str = "rjdb-requests.sqlite"
    concurrency: int = 32
    timeout: float = 600.0
    max_usd: float | None = None
    max_tokens: int | None = None
    price: str | None = None
    """USD a million tokens, "IN,OUT"."""
    prices: str | None = None
    """A YAML file like engine/prices.yaml."""
    batch: str = "off"
    """off, submit (the server's batch API, round after round), cancel (collect what is done, the rest live)."""
    batch_file: str | None = None
    """Write what is to be asked next as a batch file, for `vllm run-batch`, and end."""
    batch_results: str | None = None
    """Read answers that a batch file brought."""
    batch_wait: float | None = None
    """Seconds to wait for batches; all the time they take by default. 0 submits, or collects, and ends."""

    def __post_init__(self) -> None:
        if not self.model:
            raise BadInput("--teacher openai needs --model, a name that the server knows")
        if self.granularity not in ("whole", "section"):
            raise BadInput(f"--granularity {self.granularity!r}: give whole or section")
        if self.knowledge not in ("offline", "teacher"):
            raise BadInput(f"--knowledge {self.knowledge!r}: give offline or teacher")
        if self.batch not in ("off", "submit", "cancel"):
            raise BadInput(f"--batch {self.batch!r}: give off, submit or cancel")
        for name, least in (("concurrency", 1), ("answer_tokens", 100), ("repairs", 0)):
            if getattr(self, name) < least:
                raise BadInput(f"--{name.replace('_', '-')} {getattr(self, name)}: give {least} or more")
        for name in ("max_usd", "max_tokens", "timeout"):
            if (value := getattr(self, name)) is not None and not value > 0:
                raise BadInput(f"--{name.replace('_', '-')} {value}: give more than 0")
        self.endpoint  # noqa: B018 - raises where the address is none

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.base_url, self.model, self.temperature, self.top_p, self.sampling_seed)

    def find_price(self) -> Price | None:
        """The model's price; a must where dollars are capped."""
        find = find_price if self.max_usd is None else needed_price
        return find(self.model, self.price, self.prices)
