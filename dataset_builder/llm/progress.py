"""The progress bar while a server is asked; in a log, one line every half minute."""

import sys
from dataclasses import dataclass

from tqdm import tqdm

from dataset_builder.llm.budget import Budget
from dataset_builder.llm.limiter import Limiter

# Between two lines of a log, and before the first.
LOG_SECONDS = 30.0


def duration(seconds: float) -> str:
    """ "3 h 05", "12 min", "40 s"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{int(minutes // 60)} h {int(minutes % 60):02d}"


@dataclass
class Progress:
    """Counts what the client does not: units done, drafts rejected, requests retried. Shows them with what was spent."""

    total: int
    quiet: bool = False
    done: int = 0
    # Of `done`, those of earlier runs.
    already: int = 0
    retries: int = 0
    rejects: int = 0
    unit: str = "triples"
    _bar: tqdm | None = None

    def show(self, budget: Budget, limiter: Limiter) -> None:
        if self._bar is None:
            pause = {} if sys.stderr.isatty() else {"mininterval": LOG_SECONDS, "delay": LOG_SECONDS}
            unit = f" {self.unit}"
            self._bar = tqdm(total=self.total, initial=self.already, unit=unit, miniters=0, disable=self.quiet, **pause)
        cost = f"${budget.usd:.2f}" if budget.price else "$?"
        self._bar.set_postfix_str(
            f"{budget.tokens / 1e6:.2f} M tokens {cost}, {self.retries} retries, {self.rejects} rejects, "
            f"{limiter.in_flight} of {int(limiter.limit)} in flight",
            refresh=False,
        )
        self._bar.update(self.done - self._bar.n)

    def say(self, text: str) -> None:
        """A line of its own."""
        tqdm.write(text, file=sys.stderr)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.update(self.done - self._bar.n)
            self._bar.close()
