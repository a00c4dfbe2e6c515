"""A model behind any OpenAI-compatible server as a system: the dataset's prompts, asked as they stand.

    python -m training.evaluate --data rjdb --system rules --system openai:gpt-4o-mini --shots 0 --shots 5 --max-usd 2
    python -m training.evaluate --system openai:Qwen/Qwen3-8B --base-url http://127.0.0.1:8000/v1

A few-shot run puts training rows before the question as earlier turns of the chat, the same for every row of a task,
so that servers can keep the prefix. Requests go through the dataset builder's client: nothing is asked twice, even after an
interrupted run. A row whose request failed or was refused has no answer, and the tables count it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.extras import require
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.client import ask_live
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request import Conversation, Failure, Message, Reply, Request
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server_errors import read_key
from training.data.row_ids import row_kind, triple_of
from training.systems.prompted import Prompted, PromptedAnswer
from training.systems.server_options import EvaluatedServer

# Cap for one answer. The longest has some 300; reasoning models need the rest.
ANSWER_TOKENS = 2_000


def examples(task: str, rows: Sequence[dict], shots: int) -> list[dict]:
    """`shots` training rows, each of another triple, whose kinds (labels, document types, sections) alternate.

    Raises:
        BadInput: there are fewer triples to learn from.
    """
    shuffled = sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).digest())
    kinds: dict[str, list[dict]] = {}
    for row in {triple_of(row["id"]): row for row in shuffled}.values():
        kinds.setdefault(row_kind(row), []).append(row)
    turns = chain.from_iterable(zip_longest(*(kinds[kind] for kind in sorted(kinds))))
    chosen = [row for row in turns if row is not None][:shots]
    if len(chosen) < shots:
        raise BadInput(f"--shots {shots}: {task} has {len(chosen)} triples to learn from; give fewer shots")
    return chosen


class ServerSystem(Prompted):
    """`budget` is shared by the systems of a command.

    Raises:
        BadInput: no model, address, key or price, or the openai package is missing.
    """

    parallel = False
    block = 1 << 31  # the store keeps each answer, so a task is asked in one go

    def __init__(self, model: str, asking: EvaluatedServer, shots: int = 0, budget: Budget | None = None) -> None:
        if not model:
            raise BadInput("--system openai: name a model that the server knows, as openai:MODEL")
        require(f"--system openai:{model}", "openai")
        self.name = f"openai:{model}" + (f", {shots} shot{'s' if shots > 1 else ''}" if shots else "")
        self._server = replace(asking, model=model)
        self.endpoint = self._server.endpoint
        extra = [self.endpoint.extra_body] if self.endpoint.extra_body else []
        self.identity = json.dumps([self.endpoint.known_as, model, shots, ANSWER_TOKENS, *extra])
        self._price = self._server.find_price()
        self._shots, self._budget = shots, budget or asking.budget()
        self._turns: dict[str, list[Message]] = {}
        self._training = None
        if not Path(asking.store).is_file():
            read_key(asking.api_key_env, asking.base_url)  # reported before anything else is evaluated

    def fit(self, rows) -> None:
        self._training = rows

    def answer_prompts(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[PromptedAnswer]:
        """Raises Stop (a cap, an outage, Ctrl-C) and BadInput; every answer so far is in the store."""
        requests = [self._request(task, at, row) for at, row in enumerate(rows, start=1)]
        with Store(self._server.store) as store:
            progress = Progress(len(requests), unit=f"{task} rows")
            missing = [request for request in requests if store.find(self.endpoint, request) is None]
            progress.done = progress.already = len(requests) - len(missing)
            if missing:
                self._ask(task, missing, store, progress)
            replies = [store.find(self.endpoint, request) for request in requests]
        answers = [_prompted_answer(request.messages[-1].content, reply) for request, reply in zip(requests, replies)]
        if causes := Counter(answer.problem for answer in answers if answer.problem):
            (cause, times), *_ = causes.most_common(1)
            progress.say(f"{self.name}, {task}: {causes.total():,} rows without an answer, {times:,} for: {cause}")
        return answers

    def _request(self, task: str, at: int, row: dict) -> Request:
        if task not in self._turns:
            chosen = examples(task, self._training(task), self._shots) if self._shots else []
            turns = ((("user", rjdb.prompt(task, **e)), ("assistant", e["completion"])) for e in chosen)
            self._turns[task] = [Message(*turn) for turn in chain.from_iterable(turns)]
        messages = (*self._turns[task], Message("user", rjdb.prompt(task, **row)))
        return Request(messages, ANSWER_TOKENS, f"{task} row {at}")

    def _ask(self, task: str, requests: list[Request], store: Store, progress: Progress) -> None:
        budget = self._budget
        budget.price = self._price

        def finished(reply: Reply) -> None:
            progress.done += 1

        try:
            ask_live(self._server, store, budget, progress, map(_conversation, requests), finished)
        except Stop as stop:
            done = f"{progress.done:,} of {progress.total:,} {task} rows are answered"
            text = f"{stop}; {budget.spent} spent now, {done}; the same command continues"
            raise Stop(text, stop.exit_code) from None


def _conversation(request: Request) -> Conversation[Reply]:
    replies = yield (request,)
    return replies[0]


def _prompted_answer(prompt: str, reply: Reply) -> PromptedAnswer:
    """Thoughts that never ended are no answer, though they may hold verdicts."""
    if isinstance(reply, Failure):
        return PromptedAnswer(prompt, problem=reply.cause)
    if reply.finish in ("refusal", "content_filter"):
        return PromptedAnswer(prompt, problem="refused")
    if (reply.reasoning and not reply.text.strip()) or reply.text.lstrip().startswith("<think"):
        return PromptedAnswer(prompt, problem=f"no end within {ANSWER_TOKENS:,} tokens")
    return PromptedAnswer(prompt, reply.text)
