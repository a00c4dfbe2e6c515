"""The same requests as batch files: submitted to a server's batch API, or written for `vllm run-batch`.

A round is everything that can be asked now: all documents of all triples first, then what is left to repair. Answers
go to the same store under the same addresses, so rounds, files and live runs mix; while a batch is open its requests
are not asked live, because they are paid for.
"""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.early_stop import check_moved
from dataset_builder.llm.progress import Progress, duration
from dataset_builder.llm.protocol.batch_results import keep_results
from dataset_builder.llm.protocol.unsupported_parameters import STREAM
from dataset_builder.llm.protocol.usage import CHARACTERS_A_TOKEN
from dataset_builder.llm.request import Call, Conversation, Endpoint
from dataset_builder.llm.request_config import RequestConfig
from dataset_builder.llm.request_store import Store, Unanswered, replay
from dataset_builder.llm.server_errors import error_in_body, import_openai, read_key
from dataset_builder.network import certificate_advice, usable_network
from dataset_builder.storage.files import replacing

# Limits of one batch file; OpenAI takes 50,000 requests and 200 MB.
FILE_REQUESTS, FILE_BYTES = 50_000, 150_000_000
POLL_SECONDS = 20.0
# Of one call of the API, by the client itself.
RETRIES = 5
_QUEUE_FULL = re.compile(
    r"token_limit_exceeded|enqueued|(?:too many|maximum number of|limit (?:on|of)[^.]{0,20}) (?:concurrent |pending |active |open |in[- ]progress )?batch|"
    r"batch(?:es)? (?:queue|limit)[^.]{0,20}(?:full|reached|exceeded)",
    re.I,
)
ENDED = ("completed", "failed", "expired", "cancelled")
_ENDS = {
    **dict.fromkeys(("success", "succeeded", "ended", "done", "finished", "complete"), "completed"),
    **dict.fromkeys(("error", "errored", "failure"), "failed"),
    **dict.fromkeys(("timeout_exceeded", "timeout"), "expired"),
    "canceled": "cancelled",
}

Conversations = Callable[[], Iterator[Conversation]]


def pending(conversations: Iterable[Conversation], store: Store, endpoint: Endpoint) -> Iterator[Call]:
    """What the conversations would ask next, each request once."""
    dialect, seen = store.dialect(endpoint) - {STREAM}, set()  # a result file holds whole answers
    for conversation in conversations:
        try:
            replay(conversation, store, endpoint)
        except Unanswered as unanswered:
            check_moved(store, endpoint, unanswered.requests[0])
            for call in (endpoint.call(request, dialect) for request in unanswered.requests):
                if call.address not in seen:
                    seen.add(call.address)
                    yield call


def line(call: Call) -> str:
    """One line of a batch file; the address is the custom id, by which the answer finds its way back."""
    row = {"custom_id": call.address, "method": "POST", "url": "/v1/chat/completions", "body": call.body}
    return json.dumps(row) + "\n"


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
            text = path.read_bytes().decode("utf-8", "replace")
        except OSError as error:
            raise BadInput(f"{path}: cannot be read ({error}); give the file that the batch wrote") from error
        kept = keep_results(text, store, endpoint, budget, str(path), progress)
        progress.say(f"{kept.answers:,} answers read from {path}")
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
        with usable_network(settings.base_url):
            self._client = openai.OpenAI(
                base_url=settings.base_url, api_key=self._key, max_retries=RETRIES, timeout=settings.timeout
            )
        self._until = None if settings.batch_wait is None else time.monotonic() + settings.batch_wait

    def run(self, conversations: Conversations) -> None:
        try:
            self._collect(cancel=self.settings.batch == "cancel")
            while self.settings.batch == "submit" and self._submit(conversations):
                self._collect(cancel=False)
        except self._errors.OpenAIError as error:
            raise self._explained(error) from error
        finally:
            self._client.close()

    def _answered(self, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """What a call of the API returns. Raises BadInput for a page with status 200, which comes as a string."""
        answer = call(*arguments, **named)
        if isinstance(answer, str):
            cause = error_in_body(answer, "").cause
            raise BadInput(
                f"{self.settings.base_url}: the batch API answers {cause}; sign in to the network, or check --base-url and the proxy"
            )
        return answer

    def _explained(self, error: Any) -> Exception:
        """Stop where the same command may go on later, as it has to with a batch that is paid for; else BadInput."""
        cause = " ".join(str(error).split()).replace(self._key, "***")[:300]
        url = self.settings.base_url
        status = getattr(error, "status_code", None)
        paid = [f"batch {id}" if id else "a batch" for _, id in self.store.open_batches(self.endpoint)]
        if _queue_full(cause):
            return self._later(cause)
        if advice := certificate_advice(f"{cause} {error.__cause__!r}"):
            return BadInput(f"{url}: {advice}")
        if paid and (status is None or status in (408, 409, 425, 429) or status >= 500):
            return Stop(
                f"{url}: the connection is lost ({cause}) while {' and '.join(paid)} is open and to be paid for; run the same "
                "command later to collect it"
            )
        if status == 401:
            return BadInput(f"{url} refuses the key ({cause}); set the variable that --api-key-env names")
        if paid and status == 404:
            return BadInput(
                f"{url} knows no {paid[0]} ({cause}); give the server that has it, or drop it with --batch cancel"
            )
        return BadInput(f"{url}: the batch API failed ({cause}); run without --batch")

    def _later(self, cause: str) -> Stop:
        size = f"{self.settings.batch_size:,}" if self.settings.batch_size else "as many as a file holds"
        return Stop(
            f"{self.settings.base_url} takes no more requests into its queue now ({cause}); run the same command later, or give "
            f"a smaller --batch-size ({size} now)"
        )

    def _submit(self, conversations: Conversations) -> int:
        """Sends the next round in as many files as it needs; how many requests it has."""
        sent, size, worst = 0, 0, 0.0
        calls: list[Call] = []
        most = self.settings.batch_size or FILE_REQUESTS
        self.store.check_space()
        for call in pending(conversations(), self.store, self.endpoint):
            worst = self._check_caps(call, worst)
            calls.append(call)
            size += len(call.text)
            if len(calls) == most or size > FILE_BYTES:
                sent += self._send(calls)
                calls, size = [], 0
                if self.settings.batch_size:  # one at a time: the next round takes the next
                    return sent
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
        try:
            file = self._answered(self._client.files.create, file=(f"{mark}.jsonl", content), purpose="batch")
            batch = self._answered(
                self._client.batches.create,
                input_file_id=file.id,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={"rjdb": mark},
            )
        except self._errors.APIStatusError as error:
            if error.status_code < 500 and error.status_code not in (408, 409, 425):  # it was read, and not taken
                self.store.change_batch(mark, None, "never submitted")
            raise
        self.store.change_batch(mark, batch.id, "open")
        self.progress.say(f"batch {batch.id}: {len(calls):,} requests submitted")
        return len(calls)

    def _collect(self, cancel: bool) -> None:
        """Waits for the open batches and stores what they brought."""
        kept, full = 0, None
        for mark, found in self.store.open_batches(self.endpoint):
            if (id := found or self._find(mark)) is None:
                self.store.change_batch(mark, None, "never submitted")
                continue
            try:
                batch = self._ended(id, cancel)
            except self._errors.NotFoundError:
                if not cancel:
                    raise
                self.store.change_batch(mark, id, "unknown to the server")
                self.progress.say(f"batch {id}: the server does not know it; its requests are asked again")
                continue
            try:
                answers = self._results(batch, id)
            except Stop:  # all of it was refused: there is nothing to collect again
                self.store.change_batch(mark, id, status_of(batch))
                raise
            self.store.change_batch(mark, id, status_of(batch))
            kept += answers
            if status_of(batch) == "failed" and not answers:
                if not _queue_full(why := self._why(batch)):
                    raise BadInput(f"batch {id} failed ({why}); run without --batch")
                full = why
        if full and not kept:
            raise self._later(full)

    def _ended(self, id: str, cancel: bool) -> Any:
        """The batch, as soon as it has ended. Raises Stop where that is not waited for."""
        batch = self._answered(self._client.batches.retrieve, id)
        if cancel and status_of(batch) not in (*ENDED, "cancelling"):
            batch = self._answered(self._client.batches.cancel, id)
        poll = 0.2
        while status_of(batch) not in ENDED:
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
            batch = self._answered(self._client.batches.retrieve, id)
        return batch

    def _results(self, batch: Any, id: str) -> int:
        """How many answers its files bring, which are stored."""
        begun, kept = time.monotonic(), 0
        for file in (batch.output_file_id, batch.error_file_id):
            if file:
                text = self._client.files.content(file).content.decode("utf-8", "replace")
                kept += keep_results(text, self.store, self.endpoint, self.budget, f"batch {id}", self.progress).answers
        self.progress.say(
            f"batch {id} {status_of(batch)}: {kept:,} answers collected after {duration(time.monotonic() - begun)}"
        )
        return kept

    def _find(self, mark: str) -> str | None:
        """The batch that a run submitted when it died, by the mark it left with the server."""
        return next(
            (
                batch.id
                for batch in self._answered(self._client.batches.list, limit=100)
                if (batch.metadata or {}).get("rjdb") == mark
            ),
            None,
        )

    def _why(self, batch: Any) -> str:
        errors = batch.errors.data if batch.errors and batch.errors.data else []
        return "; ".join(f"{error.code or ''} {error.message}".strip() for error in errors[:3]) or "no reason given"


def status_of(batch: Any) -> str:
    """OpenAI's word for how a batch stands; other vendors have their own for its end."""
    word = str(batch.status).casefold().removeprefix("job_state_")
    return _ENDS.get(word, word)


def _queue_full(cause: str) -> bool:
    """Whether the server takes no more requests for now: the limit on enqueued tokens, or on batches."""
    return bool(_QUEUE_FULL.search(cause))
