"""How `openai:` systems are asked, and the flags of `training.evaluate` that say so."""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from dataset_builder.engine.budget import Budget
from dataset_builder.errors import BadInput


@dataclass(frozen=True)
class Asking:
    """`max_usd` and `max_tokens` are for all of them together, `shots` makes a system of each number."""

    base_url: str = "https://api.openai.com/v1"
    api_key_env: str = "OPENAI_API_KEY"
    store: str = "rjdb-requests.sqlite"
    concurrency: int = 32
    max_usd: float | None = None
    max_tokens: int | None = None
    price: str | None = None
    prices: str | None = None
    shots: tuple[int, ...] = (0,)

    def __post_init__(self) -> None:
        if self.concurrency < 1:
            raise BadInput(f"--concurrency {self.concurrency}: give at least 1")
        for name in ("max_usd", "max_tokens"):
            if (value := getattr(self, name)) is not None and not value > 0:
                raise BadInput(f"--{name.replace('_', '-')} {value}: give more than 0")
        if min(self.shots) < 0 or len(set(self.shots)) < len(self.shots):
            raise BadInput(f"--shots {' '.join(map(str, self.shots))}: give each number of examples once, 0 or more")

    def budget(self) -> Budget:
        return Budget(None, self.max_usd, self.max_tokens)


def add_flags(main: argparse.ArgumentParser) -> None:
    group = main.add_argument_group("openai:MODEL")

    def add(flag: str, text: str, **settings) -> None:
        group.add_argument(flag, help=text, default=argparse.SUPPRESS, **settings)

    add("--base-url", f"the server; {Asking.base_url} by default", metavar="URL")
    add("--api-key-env", f"the variable that holds the key; {Asking.api_key_env} by default", metavar="NAME")
    add("--store", f"where every answer is kept; {Asking.store} by default", metavar="FILE")
    add("--concurrency", f"requests at once; {Asking.concurrency} by default", type=int, metavar="N")
    add("--max-usd", "stop before this command costs more", type=float, metavar="USD")
    add("--max-tokens", "stop before this command takes more tokens", type=int, metavar="N")
    add("--price", "USD a million tokens, where the model is not listed", metavar="IN,OUT")
    add("--prices", "a YAML file of prices like engine/prices.yaml", metavar="YAML")
    add("--shots", "examples before the question, once or more: 0 by default", type=int, action="append", metavar="N")


def asking_of(given: dict) -> Asking:
    """Takes what `add_flags` added out of the parsed arguments. Raises BadInput."""
    taken = {field.name: given.pop(field.name) for field in fields(Asking) if field.name in given}
    if "shots" in taken:
        taken["shots"] = tuple(taken["shots"])
    return Asking(**taken)


def flags_of(asking: dict) -> Iterator[str]:
    """The flags that decide the answers, of the configuration as results.json has it; no address of a private server."""
    if (url := asking["base_url"]) != Asking.base_url:
        public = re.search(r"\.[a-z]{2,}$", urlsplit(url).hostname or "")
        yield f"--base-url {url if public else '$BASE_URL'}"
    if list(asking["shots"]) != [0]:
        yield from (f"--shots {shots}" for shots in asking["shots"])
