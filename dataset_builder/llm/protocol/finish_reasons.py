"""Why a server ended an answer, in the words of all vendors, as one of five."""

STOP, LENGTH, FILTERED, REFUSED, BROKEN = "stop", "length", "content_filter", "refusal", "broken off"

_WORDS = {
    # the model, or a stop sequence, ended it
    STOP: "stop, end_turn, eos, eos_token, eos_found, stop_sequence, stop_token, complete, completed, finished, normal, "
    "end, done, success, finish_reason_stop, pause_turn, tool_calls, tool_call, tool_use, function_call",
    # a cap on tokens, or the end of the context
    LENGTH: "length, max_tokens, max_token, max_new_tokens, max_output_tokens, max_completion_tokens, max_length, "
    "model_length, token_limit, token_limit_reached, context_length, context_length_exceeded, "
    "model_context_window_exceeded, context_window_exceeded, error_limit, limit, truncated, incomplete",
    # a filter took it
    FILTERED: "content_filter, content_filtered, content_filter_error, content_policy_violation, content_moderation, "
    "filtered, moderation, flagged, blocked, safety, recitation, blocklist, prohibited_content, spii, language, "
    "image_safety, guardrail, guardrails, guardrail_intervened, error_toxic, sensitive, sensitive_content, "
    "data_inspection_failed, policy_violation, unsafe",
    # the model declined
    REFUSED: "refusal, refused",
    # the server gave up on the way: another try may help
    BROKEN: "error, other, abort, aborted, cancelled, canceled, user_cancel, timeout, network_error, server_error, "
    "internal_error, insufficient_system_resource, malformed_function_call, malformed_response, unexpected_tool_call, "
    "overloaded, failed, interrupted, preempted",
}
_MEANING = {word: meaning for meaning, words in _WORDS.items() for word in words.split(", ")}


def read_finish(value: object) -> str | None:
    """One of the five; None where the server gives no reason, or one that nobody has documented."""
    if not isinstance(value, str):
        return None
    word = value.partition(":")[0].strip().rpartition(".")[2]  # Gemini: "content_filter: OTHER"
    word = word.casefold().replace("-", "_").replace(" ", "_")
    return _MEANING.get(word) or _MEANING.get(word.removeprefix("finish_reason_"))
