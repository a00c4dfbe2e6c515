"""One request to a chat model, its address, and the reply.

The address is the hash of all that is sent: base URL, model, parameters and every message. The same address has the
same answer for ever; another prompt, model, server or parameter has another address. A server that has moved keeps its
addresses under the URL by which it was known (`Endpoint.known_as`). How answers are read is in `protocol`.
"""

import hashlib
import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from dataset_builder.errors import BadInput
from dataset_builder.llm.protocol.unsupported_parameters import adapt_body

if TYPE_CHECKING:
    from dataset_builder.llm.pricing import Price


@dataclass(frozen=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True)
class Request:
    """What a prompt asks, before it is put the way a certain server likes it.

    `label` says what it is for, in listings; it is no part of the address. `schema` is a JSON schema that the answer
    should follow where the server can enforce one.
    """

    messages: tuple[Message, ...]
    max_tokens: int
    label: str
    schema: dict | None = field(default=None, compare=False)
    # How many alternatives to each token of the answer are asked for, where the server can return them.
    alternatives: int = 0


@dataclass(frozen=True)
class Endpoint:
    """A server, a model and the parameters that go with every request. Holds no key."""

    base_url: str
    model: str
    temperature: float | None = None
    top_p: float | None = None
    seed: int | None = None
    # Further fields of every body, as JSON of one object.
    extra_body: str | None = None
    # The address under which answers are stored, where the server has moved since.
    same_as: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", checked_url(self.base_url, "--base-url"))
        if self.same_as is not None:
            object.__setattr__(self, "same_as", checked_url(self.same_as, "--same-as"))
        if self.extra_body is not None:
            extra = json.dumps(read_extra_body(self.extra_body), sort_keys=True, ensure_ascii=False)
            object.__setattr__(self, "extra_body", None if extra == "{}" else extra)

    @property
    def known_as(self) -> str:
        """The URL by which the store knows the server."""
        return self.same_as or self.base_url

    @property
    def public_url(self) -> str | None:
        """The address, unless it names a machine that means nothing elsewhere."""
        public = re.search(r"\.[a-z]{2,}$", urlsplit(self.known_as).hostname or "")
        return self.known_as if public else None

    def call(self, request: Request, dialect: frozenset[str] = frozenset()) -> "Call":
        """The request as this server is asked it."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            "max_tokens": request.max_tokens,
        }
        for name in ("temperature", "top_p", "seed"):
            if (value := getattr(self, name)) is not None:
                body[name] = value
        if request.alternatives:
            body |= {"logprobs": True, "top_logprobs": request.alternatives}
        if request.schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": request.schema},
            }
        if self.extra_body is not None:
            body |= read_extra_body(self.extra_body)
        return Call(self, request.label, adapt_body(body, dialect))


def checked_url(url: str, option: str) -> str:
    """The address without a slash at its end. Raises BadInput where it is none, or holds what should not be stored."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"{option} {url!r}: is not an http address; one looks like http://127.0.0.1:8000/v1")
    if parts.username or parts.password or parts.query:
        raise BadInput(f"{option} holds a user, a password or a query; give the key with --api-key-env instead")
    return url.rstrip("/")


@cache
def read_extra_body(text: str) -> dict[str, Any]:
    """The fields of `--extra-body`. Raises BadInput for what is no JSON object, or holds a field that is set otherwise."""
    try:
        fields = json.loads(text)
    except ValueError as error:
        raise BadInput(f"--extra-body {text!r}: is not JSON ({error}); {_EXAMPLE}") from error
    if not isinstance(fields, dict):
        raise BadInput(f"--extra-body {text!r}: is not a JSON object; {_EXAMPLE}")
    if taken := next((name for name in fields if name in _TAKEN), None):
        raise BadInput(f"--extra-body: {taken} {_TAKEN[taken]}")
    return fields


_EXAMPLE = """one looks like '{"chat_template_kwargs": {"enable_thinking": false}}'"""
# Fields of the body that `--extra-body` may not set, and why.
_TAKEN = dict.fromkeys(("model", "temperature", "top_p", "seed"), "has an option of its own; give that") | {
    "messages": "is what is asked, and cannot be given",
    "stream": "cannot be given: answers are read whole",
    "n": "cannot be given: one answer is read",
    "max_tokens": "has an option of its own; give --answer-tokens",
    "max_completion_tokens": "has an option of its own; give --answer-tokens",
}


@dataclass(frozen=True)
class Call:
    """What goes over the wire: `text` is sent as it stands, and `address`, 64 hex digits, names it at its server."""

    endpoint: Endpoint
    label: str
    body: dict[str, Any]

    @cached_property
    def text(self) -> str:
        text = json.dumps(self.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be sent, or stored

    @cached_property
    def address(self) -> str:
        return hashlib.sha256(f"{self.endpoint.known_as}\n{self.text}".encode()).hexdigest()


@dataclass(frozen=True)
class Token:
    """One token of an answer, and the logarithms of the probabilities of what might have stood in its place."""

    text: str
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Answer:
    """What a model wrote, and what it cost. `estimated`: the server reported no usage, tokens are counted by length."""

    address: str
    text: str
    # stop, length, refusal, content_filter (`protocol.finish_reasons`); servers that leave it out are read by the number of tokens.
    finish: str
    prompt_tokens: int
    completion_tokens: int
    estimated: bool
    model: str
    fingerprint: str | None
    batch: bool
    seconds: float
    # Those of `text`, where alternatives were asked for and returned.
    tokens: tuple[Token, ...] = ()
    # What the server says that it cost; None where it does not say.
    usd: float | None = None
    # Characters of thoughts that came with it.
    reasoning: int = 0

    def cost(self, price: "Price | None") -> float | None:
        """Dollars: what the server says, else by the price; None where neither is known."""
        if self.usd is not None:
            return self.usd
        return price.usd(self.prompt_tokens, self.completion_tokens, self.batch) if price else None


@dataclass(frozen=True)
class Failure:
    """A request that will not be answered: the server refused this very request, or failed it again and again."""

    address: str
    cause: str


Reply = Answer | Failure
Result = TypeVar("Result")
# A conversation: yields requests that may go out together, is sent their replies, returns what it was for.
Conversation = Generator[tuple[Request, ...], tuple[Reply, ...], Result]


def drive(conversation: Conversation[Result], answer: Callable[[tuple[Request, ...]], tuple[Reply, ...]]) -> Result:
    """What a conversation returns; `answer` gives the replies to the requests that it yields."""
    replies: tuple[Reply, ...] | None = None
    while True:
        try:
            requests = conversation.send(replies)
        except StopIteration as end:
            return end.value
        replies = answer(requests)


def gather(conversations: Sequence[Conversation[Result]]) -> Conversation[list[Result]]:
    """Several conversations as one, like `asyncio.gather`: what they ask at the same time goes out at the same time.

    If one raises, the others still get the replies that were asked together with its own, then it is raised.
    """
    results: list[Any] = [None] * len(conversations)
    sent: dict[int, tuple[Reply, ...] | None] = dict.fromkeys(range(len(conversations)))
    while True:
        asked: dict[int, tuple[Request, ...]] = {}
        failed: Exception | None = None
        for number, replies in sent.items():
            try:
                asked[number] = conversations[number].send(replies)
            except StopIteration as end:
                results[number] = end.value
            except Exception as error:
                failed = failed or error
        if failed:
            raise failed
        if not asked:
            return results
        replies = iter((yield tuple(request for requests in asked.values() for request in requests)))
        sent = {number: tuple(islice(replies, len(requests))) for number, requests in asked.items()}


def recorded(conversation: Conversation[Result], rounds: list[tuple[Reply, ...]]) -> Conversation[Result]:
    """The conversation as it is; `rounds` gets all replies, a tuple for each time it asked."""
    replies: tuple[Reply, ...] | None = None
    while True:
        try:
            requests = conversation.send(replies)
        except StopIteration as end:
            return end.value
        replies = yield requests
        rounds.append(replies)
