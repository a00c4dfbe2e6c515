"""The line a person watches while a teacher writes; in a log, one line every half minute."""

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

from dataset_builder.llm.budget import Budget
from dataset_builder.llm.limiter import Limiter

LOG_SECONDS = 30.0


def duration(seconds: float) -> str:
    """ "3 h 05", "12 min", "40 s"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{int(minutes // 60)} h {int(minutes % 60):02d}"


@dataclass
class Progress:
    """Counts what the client does not: triples done, drafts rejected, requests retried."""

    total: int
    quiet: bool = False
    done: int = 0
    # Of `done`, those of earlier runs.
    already: int = 0
    retries: int = 0
    rejects: int = 0
    unit: str = "triples"
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _begun: float = field(default_factory=time.monotonic)
    _shown: float = field(default_factory=time.monotonic)
    _width: int = 0

    def line(self, budget: Budget, limiter: Limiter) -> str:
        seconds = time.monotonic() - self._begun
        rate = (self.done - self.already) / seconds if seconds > 1 else 0.0
        cost = f"${budget.usd:.2f}" if budget.price else "$?"
        left = duration((self.total - self.done) / rate) if rate else "?"
        return (
            f"{self.done:,}/{self.total:,} {self.unit} {rate:.1f}/s | {budget.tokens / 1e6:.2f} M tokens {cost} | "
            f"{self.retries} retries {self.rejects} rejects | {limiter.in_flight} of {int(limiter.limit)} in flight | {left} left"
        )

    def show(self, budget: Budget, limiter: Limiter) -> None:
        if self.quiet:
            return
        if self.stream.isatty():
            line = self.line(budget, limiter)
            print(f"\r{line:<{self._width}}", end="", file=self.stream, flush=True)
            self._width = len(line)
        elif time.monotonic() - self._shown > LOG_SECONDS:
            self._shown = time.monotonic()
            print(self.line(budget, limiter), file=self.stream, flush=True)

    def say(self, text: str) -> None:
        """A line of its own."""
        print(f"{self._newline()}{text}", file=self.stream, flush=True)

    def end(self) -> None:
        if newline := self._newline():
            print(newline, end="", file=self.stream, flush=True)

    def _newline(self) -> str:
        width, self._width = self._width, 0
        return "\n" if width else ""
