"""One request to a chat model, its address, and the reply.

The address is the hash of all that is sent: base URL, model, parameters and every message. The same address has the
same answer for ever; another prompt, model, server or parameter has another address.
"""

import hashlib
import json
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlsplit

from dataset_builder.errors import BadInput
from dataset_builder.llm.unsupported_parameters import adapt_body

# Of English text, for servers that do not report usage.
CHARACTERS_A_TOKEN = 4


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

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput(
                f"--base-url {self.base_url!r}: is not an http address; one looks like http://127.0.0.1:8000/v1"
            )
        if parts.username or parts.password or parts.query:
            raise BadInput("--base-url holds a user, a password or a query; give the key with --api-key-env instead")
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))

    @property
    def public_url(self) -> str | None:
        """The address, unless it names a machine that means nothing elsewhere."""
        public = re.search(r"\.[a-z]{2,}$", urlsplit(self.base_url).hostname or "")
        return self.base_url if public else None

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
        return Call(self, request.label, adapt_body(body, dialect))


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
        return hashlib.sha256(f"{self.endpoint.base_url}\n{self.text}".encode()).hexdigest()


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
    # stop, length, refusal, content_filter; servers that leave it out are read by the number of tokens.
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


_THOUGHTS = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.DOTALL)


def read_answer(payload: Any, call: Call, *, batch: bool, seconds: float) -> Answer | str:
    """The answer in a chat completion as servers really send it, or what is wrong with the payload."""
    if not isinstance(payload, dict):
        return "the response is not a JSON object"
    choices = payload.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return f"the response has no choices: {json.dumps(payload)[:120]}"
    message = choices[0].get("message")
    if not isinstance(message, dict):
        return "the response has no message"
    text, finish = message.get("content"), choices[0].get("finish_reason")
    if isinstance(text, list):
        text = "".join(part.get("text") or "" for part in text if isinstance(part, dict))
    refusal = message.get("refusal")
    if not isinstance(text, str):
        text = refusal if isinstance(refusal, str) else ""
    if isinstance(refusal, str) and refusal:
        finish = "refusal"
    usage = payload.get("usage") if isinstance(payload.get("usage"), dict) else {}
    prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
    estimated = not (isinstance(prompt, int) and isinstance(completion, int))
    if estimated:
        prompt = sum(len(m["content"]) for m in call.body["messages"]) // CHARACTERS_A_TOKEN
        completion = -(-len(text) // CHARACTERS_A_TOKEN)
    if not isinstance(finish, str) or not finish:
        cap = call.body.get("max_tokens") or call.body.get("max_completion_tokens") or 0
        finish = "length" if not estimated and cap and completion >= cap else "stop"
    fingerprint = payload.get("system_fingerprint")
    text = _THOUGHTS.sub("", text, count=1) if text.lstrip().startswith("<think") else text
    return Answer(
        address=call.address,
        text=text,
        finish=finish,
        prompt_tokens=prompt,
        completion_tokens=completion,
        estimated=estimated,
        model=str(payload.get("model") or call.endpoint.model),
        fingerprint=fingerprint if isinstance(fingerprint, str) else None,
        batch=batch,
        seconds=seconds,
        tokens=_read_tokens(choices[0], text) if call.body.get("logprobs") else (),
    )


def _read_tokens(choice: dict[str, Any], text: str) -> tuple[Token, ...]:
    """The tokens of the text, without those of thoughts before it; none where the server returns none that fit."""
    try:
        tokens = tuple(
            Token(row["token"], tuple((other["token"], float(other["logprob"])) for other in row["top_logprobs"]))
            for row in choice["logprobs"]["content"]
        )
        start = "".join(token.text for token in tokens).rindex(text)
    except (KeyError, TypeError, ValueError):
        return ()
    place, kept = 0, []
    for token in tokens:
        if start < place + len(token.text) and place < start + len(text):
            kept.append(token)
        place += len(token.text)
    return tuple(kept)
