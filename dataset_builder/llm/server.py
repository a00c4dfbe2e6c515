"""The configuration of an OpenAI-compatible server: how it is reached, and what one command may spend there.

The teacher, the judge and evaluated models inherit it: their defaults, command-line options and checks are these.
"""

from dataclasses import dataclass, field
from typing import Any

from dataset_builder.errors import BadInput, check_least, check_positive
from dataset_builder.llm.budget import Budget
from dataset_builder.llm.pricing import Price, find_price, needed_price
from dataset_builder.llm.request import Endpoint


@dataclass(frozen=True, kw_only=True)
class ServerConfig:
    """A server, the model that is asked, and the caps of one command. Of these `base_url`, `model` and `extra_body` change an answer."""

    base_url: str = field(
        default="https://api.openai.com/v1", metadata={"help": "where /chat/completions answers", "metavar": "URL"}
    )
    model: str = field(default="", metadata={"help": "a model the server knows"})
    same_as: str | None = field(
        default=None,
        metadata={
            "help": "the address under which the store knows this server, where it has moved: its answers count",
            "metavar": "URL",
        },
    )
    extra_body: str | None = field(
        default=None,
        metadata={
            "help": "further fields of every request, for what a server needs: "
            """'{"chat_template_kwargs": {"enable_thinking": false}}'""",
            "metavar": "JSON",
        },
    )
    api_key_env: str = field(
        default="OPENAI_API_KEY", metadata={"help": "environment variable that holds the key", "metavar": "NAME"}
    )
    store: str = field(
        default="rjdb-requests.sqlite",
        metadata={"help": "request store: keeps every answer, so that nothing is paid for twice", "metavar": "FILE"},
    )
    concurrency: int = field(default=32, metadata={"help": "maximum number of requests in flight"})
    timeout: float = field(
        default=600.0, metadata={"help": "seconds until a request counts as failed", "metavar": "SECONDS"}
    )
    max_usd: float | None = field(
        default=None, metadata={"help": "stop before this command spends more", "metavar": "USD"}
    )
    max_tokens: int | None = field(default=None, metadata={"help": "stop before this command uses more tokens"})
    price: str | None = field(
        default=None,
        metadata={"help": "USD per million tokens, where the model is not listed", "metavar": "IN,OUT"},
    )
    prices: str | None = field(
        default=None, metadata={"help": "a YAML file like dataset_builder/llm/pricing.yaml", "metavar": "FILE"}
    )

    def __post_init__(self) -> None:
        check_least(self, concurrency=1)
        check_positive(self, "timeout", "max_usd", "max_tokens")

    @property
    def endpoint(self) -> Endpoint:
        """Address, model and parameters of every request.

        Raises:
            BadInput: no model was given, or the address is not one.
        """
        return self.endpoint_with()

    def endpoint_with(self, **sampling: Any) -> Endpoint:
        """The endpoint with the given temperature, top_p or seed."""
        return Endpoint(
            self.base_url, self.needed_model(), extra_body=self.extra_body, same_as=self.same_as, **sampling
        )

    @property
    def cap_option(self) -> str | None:
        """The option that caps one answer, with its value, for messages; None where there is none."""
        return None

    def needed_model(self) -> str:
        """The model's name. Raises BadInput where none was given."""
        if not self.model:
            raise BadInput("--model is missing; give the name of a model that the server knows")
        return self.model

    def find_price(self) -> Price | None:
        """The model's price; None where it is not listed. Raises BadInput for that where dollars are capped."""
        find = find_price if self.max_usd is None else needed_price
        return find(self.model, self.price, self.prices)

    def budget(self) -> Budget:
        """A fresh count against the caps."""
        return Budget(self.find_price(), self.max_usd, self.max_tokens)
