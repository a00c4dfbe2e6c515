"""Tokens and cost of an answer, wherever a server reports them; what it leaves out is estimated by length.

A cap that is a hard stop must count what is billed. Thoughts are completion tokens that some servers leave out of
`completion_tokens` and count in `total_tokens` alone, so that the completion is max(completion, total - prompt).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Of English text, for servers that do not report usage.
CHARACTERS_A_TOKEN = 4

_PROMPT = (
    *("prompt_tokens", "input_tokens", "promptTokenCount", "inputTokens", "promptTokens", "inputTokenCount"),
    *("prompt_eval_count", "tokens_evaluated", "prompt_n"),
)
_COMPLETION = (
    *("completion_tokens", "output_tokens", "candidatesTokenCount", "outputTokens", "completionTokens"),
    *("outputTokenCount", "generated_tokens", "eval_count"),
    *("tokens_predicted", "predicted_n"),
)
_TOTAL = ("total_tokens", "totalTokenCount", "totalTokens")
_REASONING = ("reasoning_tokens", "thoughtsTokenCount", "thinking_tokens")
_USD = ("cost", "total_cost", "estimated_cost", "cost_usd", "total_cost_usd")
# xAI counts in these.
_TICKS, TICKS_A_DOLLAR = "cost_in_usd_ticks", 1e10


@dataclass(frozen=True)
class Usage:
    """Tokens as billed. `usd`: what the server says that the answer cost; None where it does not say."""

    prompt_tokens: int
    completion_tokens: int
    estimated: bool
    usd: float | None = None
    # Part of the completion, where the server shows it.
    reasoning_tokens: int = 0


def read_usage(payload: dict, choice: dict, prompt_characters: int, written_characters: int) -> Usage:
    """What was used for the payload of one answer; `written_characters` are those of answer and thoughts together."""
    prompt = completion = total = reasoning = usd = None
    for place in _places(payload, choice):
        prompt = prompt if prompt is not None else _prompt(place)
        completion = completion if completion is not None else _first(place, _COMPLETION)
        total = total if total is not None else _first(place, _TOTAL)
        reasoning = reasoning if reasoning is not None else _reasoning(place)
        usd = usd if usd is not None else _cost(place)
    estimated = completion is None and (total is None or prompt is None)
    if written_characters and not estimated and not completion and not (total or 0) > (prompt or 0):
        estimated = True  # zeros
    if estimated:
        guess = -(-written_characters // CHARACTERS_A_TOKEN)
        completion = max(guess, reasoning or 0)
        prompt = prompt or prompt_characters // CHARACTERS_A_TOKEN
        return Usage(prompt, max(completion, (total or 0) - prompt), True, usd)
    if prompt is None:
        prompt = prompt_characters // CHARACTERS_A_TOKEN
        if total is not None and completion is not None:
            prompt = max(0, total - completion)
        else:
            estimated = True
    hidden = max(0, (total or 0) - prompt - (completion or 0))
    completion = (completion or 0) + hidden
    if reasoning is not None and reasoning > completion:  # they cannot be part of it
        completion += reasoning
    return Usage(prompt, completion, estimated, usd, reasoning or hidden)


def _places(payload: dict, choice: dict) -> Iterator[dict]:
    """Where usage has been seen: in its own object, in the choice, in a vendor's corner, at the top."""
    for holder in (payload, choice):
        for name in ("usage", "usageMetadata", "usage_metadata", "x_groq", "meta", "timings", "token_usage"):
            place = holder.get(name)
            if isinstance(place, dict):
                yield place
                for inner in ("usage", "tokens", "billed_units"):
                    if isinstance(place.get(inner), dict):
                        yield place[inner]
    yield payload


def _first(place: dict, names: tuple[str, ...]) -> int | None:
    for name in names:
        if name in place and (found := _number(place[name])) is not None:
            return found
    return None


def _prompt(place: dict) -> int | None:
    """Anthropic counts what it reads from and writes to its cache apart."""
    found = _first(place, _PROMPT)
    if found is None or "prompt_tokens" in place:
        return found
    return found + sum(_number(place.get(f"cache_{way}_input_tokens")) or 0 for way in ("read", "creation"))


def _number(value: Any) -> int | None:
    amount = _amount(value)
    return None if amount is None else round(amount)


def _amount(value: Any) -> float | None:
    """A finite number of at least 0, also one that is written as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        amount = float(value)
    except ValueError:
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None


def _reasoning(place: dict) -> int | None:
    most = _first(place, _REASONING)
    for name in ("completion_tokens_details", "output_tokens_details"):
        if isinstance(details := place.get(name), dict) and (found := _first(details, _REASONING)) is not None:
            most = max(found, most or 0)
    return most


def _cost(place: dict) -> float | None:
    """Dollars. A reported zero says nothing: a proxy that does not know the price sends it too."""
    ticks = _amount(place.get(_TICKS))
    found = [ticks / TICKS_A_DOLLAR] if ticks else []
    for name in _USD:
        if name not in place:
            continue
        value = place[name]
        amount = _amount(value.get("total_cost") if isinstance(value, dict) else value)
        if amount:
            found.append(amount)
    details = place.get("cost_details")
    if place.get("is_byok") and isinstance(details, dict):  # the vendor bills the rest
        found = [sum(found[:1]) + (_amount(details.get("upstream_inference_cost")) or 0)]
    return found[0] if found and found[0] > 0 else None
