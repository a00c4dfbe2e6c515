"""An answer that comes as a stream, from servers that send nothing else: its pieces put together as one chat completion."""

import json
from typing import Any

_TEXTS = ("content", "reasoning_content", "reasoning", "refusal")


def joined_stream(payload: Any) -> Any:
    """The chat completion whose pieces `payload` holds as server-sent events; anything else is returned as it is.

    A piece with an error, or that cannot be read, makes the whole no answer, and so does the lack of an end.
    """
    if not isinstance(payload, str) or not payload.lstrip("\ufeff \r\n").startswith(("data:", "event:", "id:", ":")):
        return payload
    lines = [line.strip() for line in payload.lstrip("\ufeff").split("\n")]
    events = [line[5:].strip() for line in lines if line.startswith("data:")]
    whole: dict[str, Any] = {}
    message: dict[str, str] = {}
    choice: dict[str, Any] = {"index": 0, "message": message}
    for event in events:
        if event in ("", "[DONE]"):
            continue
        try:
            piece = json.loads(event)
        except ValueError:
            return payload
        if not isinstance(piece, dict) or piece.get("error"):
            return piece
        whole |= {name: value for name, value in piece.items() if name != "choices" and value is not None}
        if (choices := piece.get("choices")) and isinstance(choices[0], dict):
            _add(choices[0], choice, message)
    if "finish_reason" in choice or (message and "[DONE]" in events):
        return whole | {"choices": [choice]}
    return {"error": "the stream ends before the answer does"} if message else payload


def _add(piece: dict[str, Any], choice: dict[str, Any], message: dict[str, str]) -> None:
    delta = piece.get("delta") or piece.get("message") or {}
    for name in _TEXTS:
        if isinstance(delta.get(name), str):
            message[name] = message.get(name, "") + delta[name]
    if piece.get("finish_reason"):
        choice["finish_reason"] = piece["finish_reason"]
    scored = piece.get("logprobs")
    if isinstance(scored, dict) and isinstance(scored.get("content"), list):
        choice.setdefault("logprobs", {"content": []})["content"] += scored["content"]
