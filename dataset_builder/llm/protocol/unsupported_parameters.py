"""What some servers refuse, read from their error text, and how the same request is sent without it.

Cloud reasoning models want `max_completion_tokens` and no temperature; chat templates of small models raise on the
system role; older servers know no `response_format`. What a server was found to refuse is kept in the store, so a
continued run asks it the right way at once. A *dialect* is the set of these adaptations that one server needs.
"""

import re
from typing import Any

# Servers that send their answers as streams alone.
STREAM = "stream"
_STREAM = re.compile(
    r"only (?:be )?support(?:s|ed)? (?:in |with )?(?:the )?stream|stream(?:ing)?(?: mode)? only|requires? stream(?:ing)?\b|"
    r"\bstream\b[`'\"]* (?:parameter )?(?:must|should|has to|needs to) be (?:set to |equal to )?[`'\"]?(?:true|enabled)|"
    r"non-?stream(?:ing)?\b[^.]{0,30}\b(?:not|n't|un)[ -]?(?:supported|allowed|available)|enable the stream parameter",
    re.I,
)
_REFUSALS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("max_completion_tokens", "max_tokens", re.compile(r"max_completion_tokens", re.I)),
    ("no system role", "messages", re.compile(r"system[ _-]?(?:role|message|prompt|instruction)|role[s']* .{0,40}\bsystem\b|\bsystem\b.{0,40} role|roles must alternate|only [`'\"]?user[`'\"]? and [`'\"]?(?:assistant|model)[`'\"]? roles", re.I)),
    ("no response_format", "response_format", re.compile(r"response[ _]?(?:format|schema|mime_?type)|json[ _]?schema|structured[ _]output|guided|grammar|\bschema\b.{0,40} constraint", re.I)),
    ("no logprobs", "logprobs", re.compile(r"log_?prob", re.I)),
    ("no temperature", "temperature", re.compile(r"temperature", re.I)),
    ("no top_p", "top_p", re.compile(r"top_p", re.I)),
    ("no seed", "seed", re.compile(r"\bseed\b", re.I)),
)  # fmt: skip


def unsupported_parameter(body: dict[str, Any], cause: str) -> str | None:
    """The adaptation that leaves out what the error text complains of, or None if the body has no such thing."""
    if "stream" not in body and _STREAM.search(cause):
        return STREAM
    for name, key, pattern in _REFUSALS:
        there = body["messages"][0]["role"] == "system" if key == "messages" else key in body
        if there and pattern.search(cause):
            return name
    return None


def adapt_body(body: dict[str, Any], dialect: frozenset[str]) -> dict[str, Any]:
    """The body in a server's dialect; the same meaning, as far as the server can take it."""
    if not dialect:
        return body
    body = dict(body)
    for name in dialect:
        if name == "max_completion_tokens" and "max_tokens" in body:
            body["max_completion_tokens"] = body.pop("max_tokens")
        elif name == "no system role" and body["messages"][0]["role"] == "system":
            system, user, *rest = body["messages"]
            body["messages"] = [{"role": "user", "content": f"{system['content']}\n\n{user['content']}"}, *rest]
        elif name == STREAM:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        elif name == "no logprobs":
            for key in ("logprobs", "top_logprobs"):
                body.pop(key, None)
        else:
            body.pop(name.removeprefix("no "), None)
    return body
