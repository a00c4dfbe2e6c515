"""What a server's error says, read from status and code, and from its words without those that it repeats of the request.

A prompt about billing clerks or grammar comes back in many an error, so a word decides only if the server said it.
"""

import json
import re
from typing import Any

# Shorter echoes are words that both may use.
ECHO_WORDS = 4
_QUOTED = re.compile(r"\"([^\"]+)\"|'([^']+)'|`([^`]+)`|“([^”]+)”")
_CONTENT = re.compile(
    r"flagged|moderation|content[ _-]?(?:policy|filter|management|violation|exists risk)|safety (?:system|filter|reasons|policy)|"
    r"usage polic|inappropriate|harmful|prohibited (?:content|use)|sensitive (?:content|word|information)|"
    r"data[ _]?inspection|blocked by|responsible ai|guardrail|violates? (?:our|the) (?:polic|terms|guideline)",
    re.I,
)
_CONTENT_CODES = frozenset(
    {
        *("content_policy_violation", "content_filter", "content_filtered", "moderation_blocked", "moderation"),
        *("data_inspection_failed", "datainspectionfailed", "sensitive_content", "content_moderation_failed"),
        *("safety", "responsibleaipolicyviolation", "invalid_prompt", "input_moderation", "guardrail_blocked"),
    }
)
_CONTEXT = re.compile(
    r"context (?:length|window|size|limit)|maximum context|context_length|n_ctx|prompt is too long|input is too long|"
    r"(?:exceeds?|larger than|too (?:large|long) for)[^.]{0,60}(?:maximum (?:number of )?(?:allowed )?tokens|maximum token|token limit|context)|"
    r"input token count|too many (?:input )?tokens|range of (?:input length|max_tokens)|max_(?:model_len|seq_len|input_tokens)|"
    r"max_(?:completion_|new_)?tokens'?`?\"?(?: or '?max_completion_tokens'?)? (?:is|are) too (?:large|big|high)|"
    r"max_(?:new_)?tokens[^.]{0,30}(?:must be (?:less|<)|must be at least 1, got -|exceeds|>|maximum allowed)|(?:reduce|shorten) (?:the length|your prompt|the prompt)|"
    r"maximum allowed number of output tokens|maxOutputTokens value|context shift|request too large for model|"
    r"reduce your message size",
    re.I,
)
_CONTEXT_CODES = frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"})
_MONEY_CODES = frozenset(
    {
        *(
            "insufficient_quota",
            "insufficient_balance",
            "insufficient_funds",
            "insufficient_credits",
            "payment_required",
        ),
        *(
            "billing_hard_limit_reached",
            "billing_not_active",
            "budget_exceeded",
            "account_balance_insufficient",
            "arrearage",
        ),
        *("credit_balance_too_low", "quota_exhausted", "billing_error", "daily_quota"),
    }
)
_MONEY = re.compile(
    r"exceeded your current quota|insufficient (?:quota|balance|funds|credit)|credit balance is too low|"
    r"(?:out of|used all available) credits|monthly spending limit|not enough (?:credits|balance)|"
    r"budget (?:has been |is )?exceeded|(?:reached|exceeded) your (?:specified )?(?:api )?usage limit",
    re.I,
)
# "enable_thinking must be set to false": a field of the body, and the value that it wants
_FIELD = re.compile(
    r"(?:\bparameters?\.|(?<![\w.]))[`'\"]?((?!max_|top_p\b)[a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b(?!\.)[`'\"]?\s+(?:parameter\s+)?"
    r"(?:must|should|has to|needs to)\s+be\s+(?:set\s+to\s+|equal\s+to\s+)?(?:one\s+of:?\s+[\[(]?\s*)?"
    r"(?:[`'\"]([a-z_-]+)[`'\"]|(true|false|null|-?\d+(?:\.\d+)?(?!\s*(?:or|to|and)\b)|none|auto|off|on|minimal|low|medium|high|"
    r"disabled|enabled)\b)",
    re.I,
)


def without_echo(cause: str, body: dict[str, Any]) -> str:
    """The server's words without quotations of the request, and without longer runs of its words."""
    asked = " ".join(" ".join(str(message["content"]) for message in body["messages"]).casefold().split())
    # "temperature" is no echo of a cook's prompt
    own = {*body, *(str(message["role"]) for message in body["messages"])}

    def kept(found: re.Match[str]) -> str:
        words = " ".join(next(filter(None, found.groups())).casefold().split())
        return " " if words in asked and words not in own else found[0]

    words, said = _QUOTED.sub(kept, cause.replace("\\n", " ")).split(), []
    while words:
        run = 0
        while run < len(words) and " ".join(words[: run + 1]).casefold() in asked:
            run += 1
        said += [] if run >= ECHO_WORDS else words[: max(run, 1)]
        words = words[max(run, 1) :]
    return " ".join(said)


def about_content(cause: str, code: str, body: dict[str, Any]) -> bool:
    """Whether the text of this very request was refused, which no other key, quota or server setting changes."""
    return _codes(code, _CONTENT_CODES) or bool(_CONTENT.search(without_echo(cause, body)))


def about_context(cause: str, code: str, body: dict[str, Any]) -> bool:
    """Whether the request is longer than the server's context, or wants a longer answer than it gives."""
    return _codes(code, _CONTEXT_CODES) or bool(_CONTEXT.search(without_echo(cause, body)))


def about_money(status: int | None, cause: str, code: str, body: dict[str, Any], waiting: bool = False) -> bool:
    """Whether the account is empty. A full quota for this minute is not meant, as where the server says when to come
    again (`waiting`)."""
    if status == 402 or _codes(code, _MONEY_CODES):
        return True
    if waiting or about_content(cause, code, body):
        return False
    return status in (400, 403, 429) and bool(_MONEY.search(without_echo(cause, body)))


def _codes(code: str, known: frozenset[str]) -> bool:
    return code.casefold() in known


def wanted_field(cause: str) -> str | None:
    """The JSON for `--extra-body` that an error asks for; None where it asks for none."""
    found = _FIELD.search(cause)
    if found is None:
        return None
    name, value = found[1], found[2] or found[3]
    literal = value.casefold() if re.fullmatch(r"true|false|null|-?[\d.]+", value, re.I) else json.dumps(value)
    return f'{{"{name}": {literal}}}'


def sort_of(cause: str) -> str:
    """The same for two errors that differ in numbers, identifiers and quotations only."""
    plain = re.sub(r"\b(?=\w*\d)[\w-]+\b", "#", _QUOTED.sub("…", cause))
    return " ".join(plain.casefold().split())[:160]
