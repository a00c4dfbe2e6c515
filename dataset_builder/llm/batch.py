"""The same requests as batch files: submitted to a server's batch API, or written for `vllm run-batch`.

A round is everything that can be asked now: all documents of all triples first, then what is left to repair. Answers
go to the same store under the same addresses, so rounds, files and live runs mix; while a batch is open its requests
are not asked live, because they are paid for.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.progress import Progress, duration
from dataset_builder.llm.request import CHARACTERS_A_TOKEN, Call, Conversation, Endpoint, read_answer
from dataset_builder.llm.request_config import RequestConfig
from dataset_builder.llm.request_store import Store, Unanswered, replay
from dataset_builder.llm.server_errors import import_openai, read_key
from dataset_builder.llm.unsupported_parameters import unsupported_parameter
from dataset_builder.storage.files import replacing

# Limits of one batch file; OpenAI takes 50,000 requests and 200 MB.
FILE_REQUESTS, FILE_BYTES = 50_000, 150_000_000
POLL_SECONDS = 20.0
# Rounds in which one request may fail before it counts as refused.
TRIES = 3
ENDED = ("completed", "failed", "expired", "cancelled")

Conversations = Callable[[], Iterator[Conversation]]


def pending(conversations: Iterable[Conversation], store: Store, endpoint: Endpoint) -> Iterator[Call]:
    """What the conversations would ask next, each request once."""
    dialect, seen = store.dialect(endpoint), set()
    for conversation in conversations:
        try:
            replay(conversation, store, endpoint)
        except Unanswered as unanswered:
            for call in (endpoint.call(request, dialect) for request in unanswered.requests):
                if call.address not in seen:
                    seen.add(call.address)
                    yield call


def line(call: Call) -> str:
    """One line of a batch file; the address is the custom id, by which the answer finds its way back."""
    row = {"custom_id": call.address, "method": "POST", "url": "/v1/chat/completions", "body": call.body}
    return json.dumps(row) + "\n"


def keep_results(lines: Iterable[str], store: Store, endpoint: Endpoint, budget: Budget, origin: str) -> int:
    """Stores the answers and failures of a result file; returns how many answers.

    Raises:
        BadInput: a line is no result of a batch of ours.
    """
    kept = 0
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
            address, response, error = row["custom_id"], row.get("response") or {}, row.get("error")
            status, payload = response.get("status_code", 0), response.get("body")
            call = store.call(address, endpoint)
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            reason = f"is no result of a batch ({wrong}); give the file that the batch wrote"
            raise BadInput(f"{origin} line {number}: {reason}") from wrong
        if call is None:
            reason = f"answers a request that this store never asked ({address[:12]}); give the store that wrote the batch file"
            raise BadInput(f"{origin} line {number}: {reason}")
        if store.answer(address):
            continue
        answer = read_answer(payload, call, batch=True, seconds=0.0)
        if not isinstance(answer, str) and status == 200:
            store.keep_answer(answer, call)
            budget.spend(answer)
            kept += 1
        else:
            _keep_failure(store, call, status, " ".join(f"{status} {json.dumps(error or payload)}".split())[:500])
    return kept


def _keep_failure(store: Store, call: Call, status: int, cause: str) -> None:
    hopeless = status in (400, 404, 413, 422)
    if hopeless and (dialect := unsupported_parameter(call.body, cause)):
        store.keep_dialect(call.endpoint, dialect, cause)
        hopeless = False  # the next round sends it without
    elif store.count_failures(call.address) + 1 >= TRIES:
        hopeless = True
    store.keep_failure(call, "final" if hopeless else "retry", cause)


def run_batches(
    settings: RequestConfig, store: Store, conversations: Conversations, budget: Budget, progress: Progress
) -> None:
    """All that batches have to do before what is left is asked live.

    Raises:
        Stop: a batch file is written, a batch is not done yet, or the next round would pass a cap.
        BadInput: a file or the server cannot be used.
    """
    endpoint = settings.endpoint
    if settings.batch_results:
        path = Path(settings.batch_results)
        try:
            with path.open(encoding="utf-8") as lines:
                progress.say(f"{keep_results(lines, store, endpoint, budget, str(path)):,} answers read from {path}")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{path}: cannot be read ({error}); give the file that the batch wrote") from error
    if settings.batch_file:
        _write_file(Path(settings.batch_file), store, endpoint, conversations)
    if settings.batch == "off" and not store.open_batches(endpoint):
        return
    _Api(settings, store, budget, progress).run(conversations)


def _write_file(path: Path, store: Store, endpoint: Endpoint, conversations: Conversations) -> None:
    calls = list(pending(conversations(), store, endpoint))
    if not calls:
        return
    store.keep_requests(calls)
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.writelines(map(line, calls))
    raise Stop(
        f"{len(calls):,} requests are in {path}; run `vllm run-batch -i {path} -o results.jsonl --model {endpoint.model}`, "
        "then continue with --batch-results results.jsonl"
    )


class _Api:
    """Rounds through a server's batch API."""

    def __init__(self, settings: RequestConfig, store: Store, budget: Budget, progress: Progress) -> None:
        self._errors = openai = import_openai()
        self.settings, self.store, self.endpoint = settings, store, settings.endpoint
        self.budget, self.progress = budget, progress
        self._key = read_key(settings.api_key_env, settings.base_url)
        self._client = openai.OpenAI(
            base_url=settings.base_url, api_key=self._key, max_retries=5, timeout=settings.timeout
        )
        self._until = None if settings.batch_wait is None else time.monotonic() + settings.batch_wait

    def run(self, conversations: Conversations) -> None:
        try:
            self._collect(cancel=self.settings.batch == "cancel")
            while self.settings.batch == "submit" and self._submit(conversations):
                self._collect(cancel=False)
        except self._errors.OpenAIError as error:
            cause = " ".join(str(error).split()).replace(self._key, "***")[:300]
            raise BadInput(f"{self.settings.base_url}: the batch API failed ({cause}); run without --batch") from error
        finally:
            self._client.close()

    def _submit(self, conversations: Conversations) -> int:
        """Sends the next round in as many files as it needs; how many requests it has."""
        sent, size, worst = 0, 0, 0.0
        calls: list[Call] = []
        for call in pending(conversations(), self.store, self.endpoint):
            worst = self._check_caps(call, worst)
            calls.append(call)
            size += len(call.text)
            if len(calls) == FILE_REQUESTS or size > FILE_BYTES:
                sent += self._send(calls)
                calls, size = [], 0
        return sent + (self._send(calls) if calls else 0)

    def _check_caps(self, call: Call, worst: float) -> float:
        """What the round may cost at most, in dollars or tokens, with this request."""
        prompt = len(call.text) // CHARACTERS_A_TOKEN
        completion = call.body.get("max_tokens") or call.body.get("max_completion_tokens")
        budget = self.budget
        if budget.max_usd is not None and budget.price:
            worst += budget.price.usd(prompt, completion, batch=True)
            cap, passed = f"--max-usd {budget.max_usd:g}", budget.usd + worst > budget.max_usd
        elif budget.max_tokens is not None:
            worst += prompt + completion
            cap, passed = f"--max-tokens {budget.max_tokens}", budget.tokens + worst > budget.max_tokens
        else:
            return worst
        if passed:
            raise Stop(f"{cap}: the next batch may pass it ({budget.spent} spent); raise it, or run live")
        return worst

    def _send(self, calls: list[Call]) -> int:
        content = "".join(map(line, calls)).encode()
        mark = f"rjdb-{hashlib.sha256(content).hexdigest()[:24]}-{time.time_ns()}"
        self.store.keep_batch(mark, self.endpoint, calls)
        file = self._client.files.create(file=(f"{mark}.jsonl", content), purpose="batch")
        batch = self._client.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", metadata={"rjdb": mark}
        )
        self.store.change_batch(mark, batch.id, "open")
        self.progress.say(f"batch {batch.id}: {len(calls):,} requests submitted")
        return len(calls)

    def _collect(self, cancel: bool) -> None:
        """Waits for the open batches and stores what they brought."""
        for mark, found in self.store.open_batches(self.endpoint):
            if (id := found or self._find(mark)) is None:
                self.store.change_batch(mark, None, "never submitted")
                continue
            batch = self._client.batches.retrieve(id)
            if cancel and batch.status not in (*ENDED, "cancelling"):
                batch = self._client.batches.cancel(id)
            begun, poll = time.monotonic(), 0.2
            while batch.status not in ENDED:
                counts = batch.request_counts
                done = f"{counts.completed:,} of {counts.total:,}" if counts else batch.status
                if self.settings.batch == "off":
                    raise Stop(
                        f"batch {id} is still open ({done} answered); wait with --batch submit, or end it with --batch cancel"
                    )
                if self._until is not None and time.monotonic() >= self._until:
                    raise Stop(f"batch {id}: {done} answered; run the same command later to collect and continue")
                time.sleep(poll)
                poll = min(POLL_SECONDS, 2 * poll)
                batch = self._client.batches.retrieve(id)
            kept = 0
            for file in (batch.output_file_id, batch.error_file_id):
                if file:
                    text = self._client.files.content(file).text
                    kept += keep_results(text.splitlines(), self.store, self.endpoint, self.budget, f"batch {id}")
            self.store.change_batch(mark, id, batch.status)
            self.progress.say(
                f"batch {id} {batch.status}: {kept:,} answers collected after {duration(time.monotonic() - begun)}"
            )
            if batch.status == "failed" and not kept:
                raise BadInput(f"batch {id} failed ({self._why(batch)}); run without --batch")

    def _find(self, mark: str) -> str | None:
        """The batch that a run submitted when it died, by the mark it left with the server."""
        return next(
            (batch.id for batch in self._client.batches.list(limit=100) if (batch.metadata or {}).get("rjdb") == mark),
            None,
        )

    def _why(self, batch: Any) -> str:
        errors = batch.errors.data if batch.errors and batch.errors.data else []
        return "; ".join(str(error.message) for error in errors[:3]) or "no reason given"
