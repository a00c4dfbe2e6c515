"""When asking ends early: a server that refuses everything, or whose first answers are of no use.

Few requests are in flight until the first answer is good, so that a hopeless server is named before it was paid for more
than some twenty.
"""

import re
import shlex
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.errors import BadInput, command
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.protocol.finish_reasons import FILTERED, LENGTH, REFUSED
from dataset_builder.llm.protocol.refusals import about_content, about_context, sort_of, wanted_field
from dataset_builder.llm.request import Answer, Call, Endpoint, Request
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server_errors import CONTINUE, NO_CHAT_SERVER, RequestError

# In flight before the first good answer, and of how many conversations: their answers are repaired before others are asked.
FEW, FEW_CONVERSATIONS = 4, 2
# Answers of which none was of use, after which asking ends.
FIRST_ANSWERS = 12
# Refusals in a row, with no answer between: equal ones, or any.
EQUAL_REFUSALS, REFUSALS = 5, 12
# Failed tries, with no answer ever, after which asking ends; seconds without one, after which it does later on.
FIRST_FAILURES, PATIENCE = 16, 1_800.0
# A server that is coming up is waited for.
_STARTING = re.compile(r"\bloading\b|\bstarting\b|warming up|initiali[sz]ing|not ready", re.I)
THINKING_OFF = (
    """--extra-body '{"chat_template_kwargs": {"enable_thinking": false}}' or '{"reasoning_effort": "low"}'"""
)


def unusable(answer: Answer) -> str | None:
    """Why nobody can use an answer, whatever was asked; None where its reader has to judge."""
    if answer.text.strip():
        return None
    if answer.finish == LENGTH:
        return "the reasoning used the answer's tokens" if answer.reasoning else "truncated before any text"
    if answer.finish in (FILTERED, REFUSED):
        return f"refused: {answer.finish}"
    return "the reasoning holds the answer" if answer.reasoning else "the answer is empty"


@dataclass
class FirstAnswers:
    """Counts answers as good or not until the first good one.

    Whoever reads the answers counts them; the client itself does where nobody else is told of this.
    """

    model: str
    store: Path
    # What the answer's cap is called, where the caller has an option for it.
    cap: str | None = None
    good: bool = False
    on_good: Callable[[], None] = lambda: None
    reasons: Counter[str] = field(default_factory=Counter)
    # Addresses of answers without any text: worthless, and asked again where the server was changed.
    empty: set[str] = field(default_factory=set)
    _error: BadInput | None = None

    def count(self, answer: Answer, reason: str | None) -> None:
        """`reason`: why the answer could not be used.

        Raises:
            BadInput: none of the first could.
        """
        if self.good:
            return
        if reason is None:
            self.good = True
            self.on_good()
            return
        self.reasons[unusable(answer) or reason.split(": ")[0]] += 1
        if not answer.text.strip():
            self.empty.add(answer.address)
        if self.reasons.total() >= FIRST_ANSWERS:
            self._error = self._error or BadInput(self._line())
            raise self._error

    def _line(self) -> str:
        (reason, times), *_ = self.reasons.most_common(1)
        total = self.reasons.total()
        return f"none of the first {total} answers of {self.model} was of use, {times} for: {reason}; {self._remedy(reason)}"

    def _remedy(self, reason: str) -> str:
        more = f"give more {self.cap}, or " if self.cap else ""
        if reason == "the reasoning used the answer's tokens":
            return f"{more}less reasoning with {THINKING_OFF}"
        if reason == "the reasoning holds the answer":
            return f"start the server without its reasoning parser, or turn reasoning off with {THINKING_OFF}"
        look = f"look at them with `{command('requests ls')} --store {shlex.quote(str(self.store))}`"
        if reason.startswith("truncated"):
            return f"{more}{look}"
        return f"{look}, then try another --model"


@dataclass
class Outage:
    """Failed tries since the last answer, of all requests together: one request alone cannot tell that nothing is answered."""

    tries: int = 0
    since: float = 0.0

    def end(self) -> None:
        self.tries = 0

    def hopeless(self, trouble: RequestError, answered: bool) -> bool:
        """Counts a failed try; whether another is not worth it. `answered`: the server answered earlier in this run."""
        self.since = self.since if self.tries else time.monotonic()
        self.tries += 1
        if time.monotonic() - self.since > PATIENCE:
            return True
        return not answered and self.tries >= FIRST_FAILURES and not _STARTING.search(trouble.cause)

    def stop(self, endpoint: Endpoint, trouble: RequestError) -> Stop:
        url = endpoint.base_url
        if trouble.overload:
            return Stop(f"{url} takes no requests now ({trouble.cause}); run the same command later; {CONTINUE}")
        if trouble.status is not None:
            return Stop(f"{url} answers with errors alone ({trouble.cause}); see why in its log; {CONTINUE}")
        return Stop(f"{url} does not answer ({trouble.cause}); start it or check --base-url; {CONTINUE}")


@dataclass
class RefusalStreak:
    """Refusals since the last answer. One after answers is about its request; many in a row are about key, quota, region,
    context or a field that the server wants, and nothing of them is kept as an answer."""

    endpoint: Endpoint
    store: Path
    cap: str | None = None
    sorts: Counter[str] = field(default_factory=Counter)
    last: tuple[Call, RequestError] | None = None
    # Not yet known to belong to their requests.
    unconfirmed: list[tuple[Call, RequestError]] = field(default_factory=list)

    def add(self, call: Call, trouble: RequestError, known: bool, retried: bool = False) -> None:
        """`known`: the request was refused before, while others were answered. `retried`: it goes out again."""
        if not retried:
            self.unconfirmed.append((call, trouble))
        if not known:
            sort = sort_of(trouble.cause)
            if about_content(trouble.cause, trouble.code, call.body):
                sort = f"{self.sorts.total()} {sort}"  # several texts may be flagged in a row; equal words say nothing
            self.sorts[sort] += 1
            self.last = call, trouble

    def end(self) -> list[tuple[Call, RequestError]]:
        """An answer came: what was refused until now belongs to its requests."""
        confirmed = self.unconfirmed
        self.sorts.clear()
        self.unconfirmed = []
        return confirmed

    @property
    def long(self) -> bool:
        return bool(self.sorts) and (max(self.sorts.values()) >= EQUAL_REFUSALS or self.sorts.total() >= REFUSALS)

    def stop(self, answered: bool) -> Exception:
        """Quotes the server and names what to do; `answered`: it answered earlier in this run."""
        call, trouble = self.last
        url = self.endpoint.base_url
        count = self.sorts.total()
        refuses = (
            f"{url} refuses the key, the account or the place"
            if trouble.status == 403 and trouble.code != NO_CHAT_SERVER
            else f"{url} refuses every request"
        )
        line = f"{refuses} ({trouble.cause}), {count} in a row; {self._remedy(call, trouble)}; no refusal is kept, {CONTINUE}"
        return Stop(line) if answered else BadInput(line)

    def _remedy(self, call: Call, trouble: RequestError) -> str:
        if trouble.code == NO_CHAT_SERVER:
            return "no chat server answers here: sign in to the network, or check --base-url and the proxy"
        if about_context(trouble.cause, trouble.code, call.body):
            fewer = f"give fewer {self.cap}, or " if self.cap else ""
            return f"{fewer}start the server with a longer context"
        if wanted := wanted_field(trouble.cause):
            return f"send the field with --extra-body '{wanted}'"
        look = f"`{command('requests ls')} --failed --store {shlex.quote(str(self.store))}` lists them"
        return f"check the key, the account and, for fields that the server wants, --extra-body JSON; {look}"


def check_moved(store: Store, endpoint: Endpoint, request: Request) -> None:
    """Raises BadInput where the same request is answered under another address, which may be this server's of yesterday."""
    if endpoint.same_as is None and (url := store.moved_from(endpoint, request)):
        count = store.count_answers(url, endpoint.model)
        raise BadInput(
            f"{store.path}: {count:,} answers of {endpoint.model} are stored under {url}, also to what would be asked of "
            f"{endpoint.base_url} now; if it is the same server, give --same-as {url}; to ask it all again, give --same-as "
            f"{endpoint.base_url}"
        )
