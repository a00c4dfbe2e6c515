"""Reads a chat completion as servers really send it: where its text, thoughts, tokens and usage are."""

import json
from typing import Any

from dataset_builder.llm.protocol.finish_reasons import BROKEN, FILTERED, LENGTH, REFUSED, STOP, read_finish
from dataset_builder.llm.protocol.reasoning import split_thoughts
from dataset_builder.llm.protocol.usage import CHARACTERS_A_TOKEN, read_usage
from dataset_builder.llm.request import Answer, Call, Token

# Fields of a message that hold thoughts.
_THOUGHTS = ("reasoning_content", "reasoning", "thinking", "thoughts", "reasoning_text")


def read_answer(payload: Any, call: Call, *, batch: bool, seconds: float) -> Answer | str:
    """The answer in a chat completion, or what is wrong with the payload."""
    if not isinstance(payload, dict):
        return "the response is not a JSON object"
    choices = payload.get("choices")
    if _blocked(payload) and not choices:
        choices = [{"message": {"content": ""}, "finish_reason": FILTERED}]
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return f"the response has no choices: {json.dumps(payload)[:120]}"
    choice = choices[0]
    finish = read_finish(choice.get("finish_reason") or choice.get("stop_reason"))
    message = choice.get("message")
    if not isinstance(message, dict):
        if not isinstance(choice.get("text"), str) and finish != FILTERED:  # Azure leaves out what it has filtered
            return "the response has no message"
        message = {"content": choice.get("text")}
    if finish == BROKEN:
        return f"the server broke off ({choice.get('finish_reason')})"
    raw, thoughts = _text_of(message.get("content")) or _text_of_call(message), _thoughts_of(message)
    inline, text = split_thoughts(raw)
    if not text.strip() and not inline and finish != LENGTH:
        thoughts, text = _answer_in_thoughts(thoughts)
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal.strip():
        finish, text = REFUSED, text or refusal
    prompt = sum(len(m["content"]) for m in call.body["messages"])
    usage = read_usage(payload, choice, prompt, len(raw) + len(thoughts))
    if finish is None:
        cap = call.body.get("max_tokens") or call.body.get("max_completion_tokens") or 0
        finish = LENGTH if not usage.estimated and cap and usage.completion_tokens >= cap else STOP
    fingerprint = payload.get("system_fingerprint")
    return Answer(
        address=call.address,
        text=text,
        finish=finish,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        estimated=usage.estimated,
        model=str(payload.get("model") or call.endpoint.model),
        fingerprint=fingerprint if isinstance(fingerprint, str) else None,
        batch=batch,
        seconds=seconds,
        tokens=_read_tokens(choice, text) if call.body.get("logprobs") else (),
        usd=usage.usd,
        reasoning=len(thoughts) + len(inline) or usage.reasoning_tokens * CHARACTERS_A_TOKEN,
    )


def _blocked(payload: dict) -> bool:
    """Whether the prompt was blocked, which some report beside an empty list of choices."""
    feedback = payload.get("promptFeedback") or payload.get("prompt_feedback")
    return isinstance(feedback, dict) and bool(feedback.get("blockReason") or feedback.get("block_reason"))


def _text_of(content: Any) -> str:
    """Text, or the parts of a list that are text and no thought."""
    if isinstance(content, dict):
        content = [content]
    if isinstance(content, list):
        parts = [{"text": part} if isinstance(part, str) else part for part in content]
        parts = [part for part in parts if isinstance(part, dict) and "think" not in str(part.get("type"))]
        return "".join(part["text"] for part in parts if isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


def _text_of_call(message: dict) -> str:
    """The arguments of a single tool call: servers that know structured answers as tools alone send them there."""
    calls = message.get("tool_calls") or [{"function": message.get("function_call")}]
    if not isinstance(calls, list) or len(calls) != 1 or not isinstance(calls[0], dict):
        return ""
    function = calls[0].get("function")
    given = function.get("arguments") if isinstance(function, dict) else None
    return json.dumps(given) if isinstance(given, dict) else _text_of(given)


def _thoughts_of(message: dict) -> str:
    """The first field with thoughts: servers that rename one send the same text twice."""
    for name in _THOUGHTS:
        if isinstance(message.get(name), str) and message[name].strip():
            return message[name]
    found = []
    for parts in (message.get("reasoning_details"), message.get("content")):
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict) and ("think" in str(part.get("type")) or "reasoning" in str(part.get("type"))):
                inner = part.get("thinking") or part.get("text") or part.get("summary") or ""
                found.append(_text_of(inner))
    return "".join(found)


def _answer_in_thoughts(thoughts: str) -> tuple[str, str]:
    """(thoughts, answer) of a server whose reasoning parser took the whole text: what stands behind the end of the thoughts,
    or, where there are none, a JSON object that is all of it."""
    inner, answer = split_thoughts(thoughts)
    if inner and answer.strip():
        return inner, answer
    whole = answer.strip().removeprefix("```json").removesuffix("```").strip()
    if whole.startswith("{") and whole.endswith("}"):
        try:
            json.loads(whole, strict=False)
        except (ValueError, RecursionError):
            return thoughts, ""
        return "", answer
    return thoughts, ""


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
