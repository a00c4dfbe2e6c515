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

START = 32
TOLERATED_SHARE = 0.1


class Limiter:
    """`async with limiter` around a request; `limiter.record(...)` with its outcome."""

    def __init__(self, ceiling: int) -> None:
        self.ceiling = ceiling
        self.limit = float(min(START, ceiling))
        self.in_flight = 0
        self._doubling = True
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._replies = self._refusals = 0
        self._pause_until = 0.0
        self._open = asyncio.Event()

    def release_all(self) -> None:
        """Lets all that wait through: the run ends, and they must learn of it."""
        self._open.set()
        while self._waiting:
            if not (turn := self._waiting.popleft()).done():
                turn.set_result(None)

    async def __aenter__(self) -> None:
        while True:
            if self._open.is_set():
                self.in_flight += 1
                return
            if (pause := self._pause_until - time.monotonic()) > 0:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._open.wait(), pause)
            elif self.in_flight < int(self.limit):
                self.in_flight += 1
                return
            else:
                turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.append(turn)
                try:
                    await turn
                except asyncio.CancelledError:
                    if turn.done() and not turn.cancelled():
                        self._wake()
                    raise

    async def __aexit__(self, *_: object) -> None:
        self.in_flight -= 1
        self._wake()

    def _wake(self) -> None:
        room = int(self.limit) - self.in_flight
        while room > 0 and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                room -= 1

    def record(self, refused: bool, retry_after: float | None = None) -> None:
        """A reply came: refused is 429, 503 or 529; `retry_after` in seconds."""
        self._replies += 1
        self._refusals += refused
        if refused and retry_after and self._refusals > max(self.limit / 4, self._replies / 2):
            self._pause_until = max(self._pause_until, time.monotonic() + retry_after)
        if self._doubling and not refused:
            self.limit = min(self.ceiling, self.limit + 1)
        if self._replies < int(self.limit):
            return
        share = self._refusals / self._replies
        if share > TOLERATED_SHARE:
            self._doubling = False
            self.limit = max(1.0, self.limit * (1 - share / 2))
        elif not self._doubling:
            self.limit = min(self.ceiling, self.limit + max(1, self.ceiling // 16))
        self._replies = self._refusals = 0
