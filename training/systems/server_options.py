"""The server that `openai:` systems are evaluated at, and the flags of a recorded command that decide their answers."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget
from dataset_builder.llm.request import Endpoint
from dataset_builder.llm.server import ServerConfig


@dataclass(frozen=True)
class EvaluatedServer(ServerConfig):
    """`max_usd` and `max_tokens` are for all systems together, `shots` makes a system of each number."""

    model: str = ""  # no option: each `openai:MODEL` names its own
    shots: tuple[int, ...] = field(
        default=(0,), metadata={"help": "examples before the question, once or more", "metavar": "N"}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if min(self.shots) < 0 or len(set(self.shots)) < len(self.shots):
            raise BadInput(f"--shots {' '.join(map(str, self.shots))}: give each number of examples once, 0 or more")

    @property
    def endpoint(self) -> Endpoint:
        """At temperature 0 an answer is as good as the model's most likely one."""
        return self.endpoint_with(temperature=0.0)

    def budget(self) -> Budget:
        """One for all systems of a command; each sets the price of its own model before it asks."""
        return Budget(None, self.max_usd, self.max_tokens)


def flags_of(asking: dict) -> Iterator[str]:
    """The flags that decide the answers, of the configuration as results.json has it; no address of a private server."""
    if (url := asking.get("same_as") or asking["base_url"]) != EvaluatedServer.base_url:
        public = re.search(r"\.[a-z]{2,}$", urlsplit(url).hostname or "")
        yield f"--base-url {url if public else '$BASE_URL'}"
    if extra := asking.get("extra_body"):
        yield f"--extra-body {shlex.quote(extra)}"
    if list(asking["shots"]) != [0]:
        yield from (f"--shots {shots}" for shots in asking["shots"])
