"""Asks a server live: many requests at once, each stored as soon as it is answered, failures retried.

client = Client(endpoint, store, key, Limits(concurrency=64), budget, progress)
asyncio.run(client.run(conversations, finished))
"""

import asyncio
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.early_stop import (
    FEW,
    FEW_CONVERSATIONS,
    FirstAnswers,
    Outage,
    RefusalStreak,
    check_moved,
    unusable,
)
from dataset_builder.llm.limiter import Limiter
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.protocol.completion import read_answer
from dataset_builder.llm.protocol.learning import Learning
from dataset_builder.llm.protocol.refusals import about_content, about_context
from dataset_builder.llm.protocol.stream import joined_stream
from dataset_builder.llm.request import Answer, Call, Conversation, Endpoint, Failure, Reply, Request, Result
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server import ServerConfig
from dataset_builder.llm.server_errors import (
    CONTINUE,
    NO_CHAT_SERVER,
    UNREACHABLE,
    RequestError,
    error_in_body,
    error_of_connection,
    error_of_status,
    import_openai,
    raise_if_permanent,
    read_key,
    redacted,
)
from dataset_builder.network import socks_proxy, usable_network

# Times a request goes out while the server fails, or says that it is asked too much, before it counts as exhausted.
TRIES, REFUSED_TRIES = 8, 30
# The same before the server has answered anything: not worth the patience that an outage deserves.
FIRST_TRIES = 5
FIRST_BACKOFF, LONGEST_BACKOFF = 0.5, 60.0
CONNECT_SECONDS = 10.0
RUNS_BEFORE_GIVING_UP = 3
_JSON = {"headers": {"Content-Type": "application/json"}}


@dataclass(frozen=True)
class Limits:
    concurrency: int = ServerConfig.concurrency
    timeout: float = ServerConfig.timeout  # seconds
    # What caps one answer, for messages.
    cap_option: str | None = None


class Client:
    """Drives conversations against a server. One instance a run; not for more than one event loop."""

    def __init__(
        self,
        endpoint: Endpoint,
        store: Store,
        key: str,
        limits: Limits,
        budget: Budget,
        progress: Progress,
        first: FirstAnswers | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """`first` is counted by whoever reads the answers, if given; `check` is called twice a second, and what it raises
        ends the run."""
        self.endpoint, self.store, self.limits, self.budget, self.progress = endpoint, store, limits, budget, progress
        self._counts_itself = first is None
        self.first = first or FirstAnswers(endpoint.model, store.path, limits.cap_option)
        self.limiter = Limiter(limits.concurrency, few=None if self.first.good else FEW)
        self.first.on_good = self._open
        self._opened = asyncio.Event()
        self._refusals = RefusalStreak(endpoint, store.path, limits.cap_option)
        self._outage = Outage()
        self._check_others = check
        self._key = key
        # whole, since the SDK joins a path to its base anew for each request
        self._url = f"{endpoint.base_url}/chat/completions"
        self._stop: Stop | None = None
        self._failed: Exception | None = None
        self._stopping = asyncio.Event()
        self._dialect = store.dialect(endpoint)
        self._asking: dict[str, asyncio.Future[Reply]] = {}
        self._last_success = 0.0

    # ------------------------------------------------------------------------------------------ many conversations

    async def run(self, conversations: Iterator[Conversation[Result]], finished: Callable[[Result], None]) -> None:
        """Drives all conversations to their end. Holds only as many as can be under way, however many there are.

        Raises:
            Stop: a cap, Ctrl-C, a refused key, a server that is down; everything in flight was finished first.
        """
        openai = import_openai()
        with usable_network(self.endpoint.base_url):
            self._client = openai.AsyncOpenAI(
                base_url=self.endpoint.base_url,
                api_key=self._key,
                max_retries=0,
                timeout=openai.Timeout(self.limits.timeout, connect=CONNECT_SECONDS),
                # takes two thirds of the default's CPU, but knows no SOCKS
                http_client=None if socks_proxy() else openai.DefaultAioHttpClient(),
            )
        if self.first.good:
            self._opened.set()
        count = 2 * self.limits.concurrency
        tasks = [
            asyncio.create_task(self._work(conversations, finished, at < FEW_CONVERSATIONS)) for at in range(count)
        ]
        ticking = asyncio.create_task(self._tick())
        restore = self._catch_ctrl_c(tasks)
        try:
            results = await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            restore()
            ticking.cancel()
            await self._client.close()
            self.progress.end()
            self._settle_refusals()
        errors = [self._failed] if self._failed else []
        errors += [
            e for e in results if isinstance(e, BaseException) and not isinstance(e, (Stop, asyncio.CancelledError))
        ]
        if errors:
            raise errors[0]
        if self._stop:
            raise self._stop

    def _open(self) -> None:
        self.limiter.open()
        self._opened.set()

    async def _work(
        self, conversations: Iterator[Conversation[Result]], finished: Callable[[Result], None], first: bool
    ) -> None:
        """Drives one conversation after the other. `first`: before any answer is good, so that those are repaired."""
        if not first:
            await self._opened.wait()
            if self._stop:
                raise self._stop
        try:
            await self._drive(conversations, finished)
        finally:
            self._opened.set()

    async def _drive(self, conversations: Iterator[Conversation[Result]], finished: Callable[[Result], None]) -> None:
        for conversation in conversations:
            try:
                finished(await self.converse(conversation))
            except Exception as error:
                self._end(error)
                raise
            if self._stop:
                raise self._stop

    async def converse(self, conversation: Conversation[Result]) -> Result:
        """One conversation, to its end."""
        replies: tuple[Reply, ...] | None = None
        while True:
            try:
                requests = conversation.send(replies)
            except StopIteration as end:
                return end.value
            outcomes = await asyncio.gather(
                *map(self.ask, requests), return_exceptions=True
            )  # nothing is left in flight
            if errors := [outcome for outcome in outcomes if isinstance(outcome, BaseException)]:
                raise next((error for error in errors if not isinstance(error, Stop)), errors[0])
            replies = tuple(outcomes)

    def _settle_refusals(self) -> None:
        """A run that ends by itself met refusals of single requests; one that was stopped may have met another cause."""
        kind = "retry" if self._stop else "refused"
        for call, trouble in self._refusals.end():
            self._keep_refusal(call, trouble, kind)
        if self._stop and not self.first.good and self.first.empty:
            self.store.drop_empty(self.first.empty, "an answer without a word")

    def _end(self, error: Exception) -> None:
        if not isinstance(error, Stop):
            self._failed = self._failed or error
        self._halt(error if isinstance(error, Stop) else Stop(str(error)))

    def _halt(self, stop: Stop) -> None:
        self._stop = self._stop or stop
        self._stopping.set()
        self.limiter.release_all()

    def _catch_ctrl_c(self, tasks: list[asyncio.Task]) -> Callable[[], None]:
        loop = asyncio.get_running_loop()

        def interrupted() -> None:
            if self._stop is None:
                self.progress.say(f"finishing {self.limiter.in_flight} requests in flight; Ctrl-C again drops them")
                self._halt(Stop(f"stopped by Ctrl-C; {CONTINUE}", exit_code=130))
            else:
                for task in tasks:
                    task.cancel()

        with suppress(NotImplementedError, RuntimeError, ValueError):  # no such thing on Windows or off the main thread
            loop.add_signal_handler(signal.SIGINT, interrupted)
            return lambda: loop.remove_signal_handler(signal.SIGINT) and None
        return lambda: None

    async def _tick(self) -> None:
        while True:
            self.progress.show(self.budget, self.limiter)
            try:
                self._check_others()
            except Exception as error:
                self._failed = self._failed or error
                self._halt(Stop(str(error)))
            await asyncio.sleep(0.5)

    # ------------------------------------------------------------------------------------------ one request

    async def ask(self, request: Request) -> Reply:
        """The stored reply, or the server's. The same request asked twice at once is sent once."""
        call = self.endpoint.call(request)
        if reply := self.store.find(self.endpoint, request, call):
            return reply
        plain = call.address
        if plain in self._asking:
            return await asyncio.shield(self._asking[plain])
        asking = self._asking[plain] = asyncio.get_running_loop().create_future()
        try:
            reply = await self._ask(request, call)
            asking.set_result(reply)
            return reply
        except BaseException as error:
            if isinstance(error, Exception):  # it ends the run, and what waits is not sent any more
                self._end(error)
            asking.set_exception(error if isinstance(error, Exception) else Stop(f"stopped; {CONTINUE}"))
            asking.exception()  # no one else may be waiting
            raise
        finally:
            del self._asking[plain]

    async def _ask(self, request: Request, plain: Call) -> Reply:
        failed, tries, overloads = 0.0, 0, 0
        learning = Learning()
        while True:
            async with self.limiter:
                await self._settled()
                self._check(request)
                spoken = self._dialect | learning.names  # as is known now, after waiting for the slot
                call = self.endpoint.call(request, spoken) if spoken else plain
                outcome = await self._send(call, learning)
                overload = isinstance(outcome, RequestError) and outcome.overload
                self.limiter.record(overload, outcome.retry_after if overload else None)
            if not isinstance(outcome, RequestError):
                return outcome
            self.progress.retries += 1
            if learning.learn(outcome, call, answered=bool(self._last_success)) or (
                outcome.final and not self._dialect <= spoken
            ):  # or others learned
                continue
            raise_if_permanent(outcome, self.endpoint, call.body, answered=bool(self._last_success))
            if outcome.code == UNREACHABLE and not self._last_success:  # not worth the patience an outage deserves
                url = self.endpoint.base_url
                raise BadInput(f"{url} does not answer ({outcome.cause}); start it or check --base-url")
            too_long = outcome.status is not None and about_context(outcome.cause, outcome.code, call.body)
            page = outcome.code == NO_CHAT_SERVER and bool(self._last_success) and not self._refusals.long
            if (outcome.final and not page) or too_long:
                return self._refused(self.endpoint.call(request, self._dialect), outcome)
            if page:  # of a gateway, if among answers
                self._refusals.add(call, outcome, known=False, retried=True)
            failed = failed or time.monotonic()
            overloads += outcome.overload
            tries += not outcome.overload
            if tries >= (TRIES if self._last_success else FIRST_TRIES) or overloads >= REFUSED_TRIES:
                return self._exhausted(call, outcome, failed)
            if self._outage.hopeless(outcome, answered=bool(self._last_success)):
                raise self._outage.stop(self.endpoint, outcome)
            self.store.keep_failure(call, "retry", outcome.cause)
            await self._back_off(tries + overloads, outcome.retry_after)

    async def _settled(self) -> None:
        """Waits, after refusals in a row, for what was sent before them; raises where no answer is among it."""
        while self._refusals.long and self.budget.in_flight and not self._stop:
            await asyncio.sleep(0.02)
        if self._refusals.long and not self._stop:
            raise self._refusals.stop(bool(self._last_success))

    def _check(self, request: Request) -> None:
        """Raises what forbids another request: the run ends, a cap is reached, the disk is full, it is answered elsewhere."""
        if self._stop:
            raise self._stop
        self.budget.check()
        if self.budget.answers % 50 == 0:
            self.store.check_space()
        check_moved(self.store, self.endpoint, request)

    async def _send(self, call: Call, learning: Learning) -> Reply | RequestError:
        """One try. The answer is committed before the slot is free, so a cap or a kill never loses it."""
        import openai

        self.budget.in_flight += 1
        sent = time.monotonic()
        try:
            body = call.text.encode()
            payload = joined_stream(await self._client.post(self._url, content=body, cast_to=object, options=_JSON))
            answer = read_answer(payload, call, batch=False, seconds=time.monotonic() - sent)
            if isinstance(answer, str):
                return redacted(error_in_body(payload, answer), self._key)
            answer = redacted(answer, self._key)
            self._keep(answer, call, learning)
            return answer
        except openai.APIStatusError as error:
            return redacted(error_of_status(error), self._key)
        except openai.APIConnectionError as error:
            return redacted(error_of_connection(error, self.limits.timeout), self._key)
        except (openai.OpenAIError, ValueError) as error:
            return redacted(RequestError(None, f"the response cannot be read: {str(error)[:200]}"), self._key)
        finally:
            self.budget.in_flight -= 1

    def _keep(self, answer: Answer, call: Call, learning: Learning) -> None:
        for name in learning.names - self._dialect:
            self.store.keep_dialect(self.endpoint, name, learning.causes[name])
        self._dialect |= learning.names
        self.store.keep_answer(answer, call)
        if answer.estimated and not self.budget.estimated:
            self.progress.say(f"{self.endpoint.base_url} reports no usage: tokens are estimated by length")
        self.budget.spend(answer)
        self._last_success = time.monotonic()
        self._outage.end()
        for refused, trouble in self._refusals.end():
            self._keep_refusal(refused, trouble, "refused")
        if self._counts_itself:
            self.first.count(answer, unusable(answer))

    def _refused(self, call: Call, trouble: RequestError) -> Failure:
        """The request's fault, as far as is known; many in a row are not."""
        known = self.store.count_failures(call.address, "refused*") > 0
        self._refusals.add(call, trouble, known)
        if self._refusals.long and not self.budget.in_flight:
            raise self._refusals.stop(bool(self._last_success))
        return Failure(call.address, trouble.cause)

    def _keep_refusal(self, call: Call, trouble: RequestError, kind: str) -> None:
        content = kind == "refused" and about_content(trouble.cause, trouble.code, call.body)
        self.store.keep_failure(call, "final" if content else kind, trouble.cause)

    def _exhausted(self, call: Call, trouble: RequestError, failed: float) -> Failure:
        """The request's fault if the server answered others since it first failed, or if it failed in several runs; else an
        outage."""
        self.store.keep_failure(call, "exhausted", trouble.cause)
        often = self.store.count_failures(call.address, "exhausted") >= RUNS_BEFORE_GIVING_UP
        if self._last_success > failed or often:
            self.store.keep_failure(call, "final" if often and not trouble.overload else "refused", trouble.cause)
            return Failure(call.address, trouble.cause)
        raise self._outage.stop(self.endpoint, trouble)

    async def _back_off(self, tries: int, asked: float | None) -> None:
        longest = min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (tries - 1))
        seconds = asked if asked else longest * random.uniform(0.5, 1)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def ask_live(
    server: ServerConfig,
    store: Store,
    budget: Budget,
    progress: Progress,
    conversations: Iterator[Conversation[Result]],
    finished: Callable[[Result], None],
    first: FirstAnswers | None = None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Drives the conversations in an event loop of its own; see `Client`. Raises Stop, BadInput."""
    key = read_key(server.api_key_env, server.base_url)

    async def run() -> None:
        limits = Limits(server.concurrency, server.timeout, server.cap_option)
        client = Client(server.endpoint, store, key, limits, budget, progress, first, check)
        await client.run(conversations, finished)

    asyncio.run(run())
