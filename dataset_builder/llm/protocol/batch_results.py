"""The result file of a batch, line by line: answers and failures for the store, and what cannot be read set aside."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget
from dataset_builder.llm.early_stop import EQUAL_REFUSALS, RefusalStreak
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.protocol.completion import read_answer
from dataset_builder.llm.protocol.refusals import about_content, about_context, about_money, sort_of, without_echo
from dataset_builder.llm.protocol.unsupported_parameters import unsupported_parameter
from dataset_builder.llm.request import Answer, Call, Endpoint
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server_errors import RequestError, error_in_body

# Rounds in which one request may fail before it counts as refused.
TRIES = 3
# Of a file's lines, refused in the same words, that are not about their requests.
MANY = 0.1


@dataclass
class Results:
    """What a result file brought."""

    answers: int = 0
    # Refused requests, and why.
    refused: list[tuple[Call, RequestError]] = field(default_factory=list)
    # Lines that cannot be read: number, text, reason.
    unread: list[tuple[int, str, str]] = field(default_factory=list)


def keep_results(
    text: str, store: Store, endpoint: Endpoint, budget: Budget, origin: str, progress: Progress
) -> Results:
    """Stores the answers and failures of a result file. Lines are parted at \\n alone, since an answer may hold any other
    character that ends a line; one that cannot be read is set aside, and the rest is kept.

    Raises:
        BadInput: no line is a result of a batch of ours.
        Stop: the server refused every request, so that nothing of it is kept.
    """
    results, lines = Results(), 0
    for number, line_text in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if line_text.strip():
            lines += 1
            if reason := _keep_line(line_text, store, endpoint, budget, results):
                results.unread.append((number, line_text, reason))
    if results.unread:
        if len(results.unread) == lines and not any(_request_of(store, endpoint, row) for _, row, _ in results.unread):
            number, _, reason = results.unread[0]
            raise BadInput(f"{origin} line {number}: {reason}")
        _set_aside(store, endpoint, origin, results.unread, progress)
    if results.refused and not results.answers and len(results.refused) == lines >= EQUAL_REFUSALS:
        streak = RefusalStreak(endpoint, store.path)
        for call, trouble in results.refused:
            store.keep_failure(call, "retry", trouble.cause)
            streak.add(call, trouble, known=False)
        if streak.long:
            raise streak.stop(answered=True)
    _check_account(results, lines, store, endpoint)
    for call, trouble in results.refused:
        content = about_content(trouble.cause, trouble.code, call.body)
        store.keep_failure(call, "final" if content else "refused", trouble.cause)
    return results


def _check_account(results: Results, lines: int, store: Store, endpoint: Endpoint) -> None:
    """Raises Stop where requests were refused for the key or the account, as half-way through a batch: none of these is kept.
    Words alone do not tell; so many equal ones do."""
    sorts = Counter(sort_of(trouble.cause) for _, trouble in results.refused)
    streak = RefusalStreak(endpoint, store.path)
    for call, trouble in results.refused:
        said = (trouble.cause, trouble.code, call.body)
        if about_content(*said):
            continue
        account = trouble.status == 401 or about_money(trouble.status, *said)
        many = trouble.status in (400, 403) and sorts[sort_of(trouble.cause)] >= max(EQUAL_REFUSALS, lines * MANY)
        if account or many:
            streak.add(call, trouble, known=False)
    refused = {call.address for call, _ in streak.unconfirmed}
    results.refused = [(call, trouble) for call, trouble in results.refused if call.address not in refused]
    for call, trouble in streak.unconfirmed:
        store.keep_failure(call, "retry", trouble.cause)
    if refused and not any(store.count_failures(address, "retry") >= TRIES for address in refused):
        raise streak.stop(answered=True)


def _keep_line(text: str, store: Store, endpoint: Endpoint, budget: Budget, results: Results) -> str | None:
    """Stores what the line holds; a reason where it cannot be read."""
    try:
        row = json.loads(text)
        address, response, error = str(row["custom_id"]), row.get("response") or {}, row.get("error")
        status, payload = int(response.get("status_code") or 0), response.get("body")
        payload = json.loads(payload) if isinstance(payload, str) and payload.startswith("{") else payload
        call = store.call(address, endpoint)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        return f"is no result of a batch ({wrong}); give the file that the batch wrote"
    if call is None:
        return (
            f"answers a request that this store never asked ({address[:12]}); give the store that wrote the batch file"
        )
    if store.answer(address):
        return None
    answer = read_answer(payload, call, batch=True, seconds=0.0)
    if not isinstance(answer, str) and status in (0, 200):
        store.keep_answer(answer, call)
        budget.spend(answer)
        results.answers += 1
        return None
    trouble = _trouble(status, error or payload, answer)
    if dialect := _unsupported(call, trouble):
        store.keep_dialect(call.endpoint, dialect, trouble.cause)  # the next round sends it without
    elif trouble.final or store.count_failures(address, "retry") + 1 >= TRIES:
        results.refused.append((call, trouble))
        return None
    store.keep_failure(call, "retry", trouble.cause)
    return None


def _trouble(status: int, said: Any, wrong: Answer | str) -> RequestError:
    """Why a line holds no answer, read as the client reads a live response."""
    if status >= 400:
        found = error_in_body(
            said if isinstance(said, dict) and "error" in said else {"error": said or "no reason"}, ""
        )
        return RequestError(status, " ".join(f"{status} {found.cause}".split())[:500], found.code)
    if not isinstance(said, dict) or "choices" in said or "error" in said:
        return error_in_body(said if isinstance(said, dict) else {"error": said or wrong}, str(wrong))
    return error_in_body({"error": said}, str(wrong))  # as where a batch expired or was cancelled


def _unsupported(call: Call, trouble: RequestError) -> str | None:
    said = (trouble.cause, trouble.code, call.body)
    if trouble.status not in (400, 404, 413, 422) or about_context(*said) or about_content(*said):
        return None
    return unsupported_parameter(call.body, without_echo(trouble.cause, call.body))


def _request_of(store: Store, endpoint: Endpoint, text: str) -> Call | None:
    """The request that a line answers which cannot be read, if it names one."""
    named = re.search(r'"custom_id":\s*"([0-9a-f]{64})"', text)
    return store.call(named[1], endpoint) if named else None


def _set_aside(
    store: Store, endpoint: Endpoint, origin: str, unread: list[tuple[int, str, str]], progress: Progress
) -> None:
    """Keeps the lines in a file next to the store, because they may have been paid for, and reports them."""
    path = store.path.with_name(f"{store.path.name}.unread.jsonl")
    with path.open("a", encoding="utf-8") as file:
        for number, text, reason in unread:
            row = {"origin": origin, "line": number, "reason": reason, "text": text}
            file.write(json.dumps(row) + "\n")
            if call := _request_of(store, endpoint, text):
                tried = store.count_failures(call.address, "retry") + 1
                store.keep_failure(call, "refused" if tried >= TRIES else "retry", f"the result {reason}")
    (number, _, reason), *more = unread
    others = f" and {len(more)} more" if more else ""
    progress.say(f"{origin} line {number}{others}: {reason}; set aside in {path}, its request is asked again")
