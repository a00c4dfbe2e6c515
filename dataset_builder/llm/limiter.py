"""How many requests may be in flight: more while the server keeps up, fewer when it refuses.

Additive increase, multiplicative decrease, by the share of refusals in a window of as many replies as the limit:
a server that refuses half of them loses a quarter of the load, one that refuses all of them half (as DCTCP does).
A share under a tenth is taken for a server that sheds at random: slowing down would not help it. A refused request
waits as long as the server said; if most of a window was refused, all requests wait. Refusals come back sooner than
answers, so a window that has just begun says nothing yet.
"""

import asyncio
import time
from collections import deque
from contextlib import suppress

# At first, and as soon as the first answers are good.
START, FULL = 32, 64
TOLERATED_SHARE = 0.1


class Limiter:
    """`async with limiter` around a request; `limiter.record(...)` with its outcome."""

    def __init__(self, ceiling: int, few: int | None = None) -> None:
        """`few`: how many may be in flight until `open` is called."""
        self.ceiling = ceiling
        self.limit = float(min(few or START, ceiling))
        self.in_flight = 0
        self._closed = few is not None
        self._doubling = True
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._replies = self._refusals = 0
        self._pause_until = 0.0
        self._ended = asyncio.Event()

    def open(self) -> None:
        """The first answers are good: from now on the server's refusals alone decide."""
        if self._closed:
            self._closed = False
            self.limit = max(self.limit, float(min(FULL, self.ceiling)))
            self._wake()

    def release_all(self) -> None:
        """Lets all that wait through: the run ends, and they must learn of it."""
        self._ended.set()
        while self._waiting:
            if not (turn := self._waiting.popleft()).done():
                self.in_flight += 1
                turn.set_result(None)

    async def __aenter__(self) -> None:
        if self._ended.is_set():
            self.in_flight += 1
            return
        if self.in_flight < int(self.limit) and not self._waiting:
            self.in_flight += 1
        else:  # first come, first served: who is woken has the slot already
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._leave()
                raise
        try:
            while (pause := self._pause_until - time.monotonic()) > 0 and not self._ended.is_set():
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._ended.wait(), pause)
        except asyncio.CancelledError:
            self._leave()
            raise

    async def __aexit__(self, *_: object) -> None:
        self._leave()

    def _leave(self) -> None:
        self.in_flight -= 1
        self._wake()

    def _wake(self) -> None:
        while self._waiting and self.in_flight < int(self.limit):
            turn = self._waiting.popleft()
            if not turn.done():
                self.in_flight += 1
                turn.set_result(None)

    def record(self, refused: bool, retry_after: float | None = None) -> None:
        """A reply came: refused is 429, 503 or 529; `retry_after` in seconds."""
        self._replies += 1
        self._refusals += refused
        if refused and retry_after and self._refusals > max(self.limit / 4, self._replies / 2):
            self._pause_until = max(self._pause_until, time.monotonic() + retry_after)
        if self._doubling and not refused and not self._closed:
            self.limit = min(self.ceiling, self.limit + 1)
        if self._replies < int(self.limit):
            return
        share = self._refusals / self._replies
        if share > TOLERATED_SHARE:
            self._doubling = False
            self.limit = max(1.0, self.limit * (1 - share / 2))
        elif not self._doubling and not self._closed:
            self.limit = min(self.ceiling, self.limit + max(1, self.ceiling // 16))
        self._replies = self._refusals = 0
