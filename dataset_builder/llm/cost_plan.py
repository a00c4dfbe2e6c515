"""What a whole build will cost: a pilot of n triples, and an interval for all of them.

    python -m dataset_builder plan --triples 52000 --pilot 50 --base-url … --model M

The pilot's answers are stored, so the build that follows does not pay for them again. The interval is Student's t for
the sum over all triples; what a rare expensive triple can add shows in it only if the pilot met one, so take more
than 50 where answers differ much.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tabulate import tabulate

from dataset_builder.llm.pricing import Price
from dataset_builder.llm.progress import duration

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Spent:
    """What one triple of the pilot took, all its drafts and repairs together. `seconds`: sum of its answers' times."""

    prompt_tokens: int
    completion_tokens: int
    seconds: float
    # Answers that had to wait for another: how often a batch must be followed by one more.
    rounds: int = 1


@dataclass(frozen=True)
class Interval:
    """An estimate of a sum and the bounds that hold it with 95 % confidence."""

    low: float
    mean: float
    high: float

    @classmethod
    def of_sum(cls, values: Sequence[float], count: int) -> "Interval":
        """The sum of `count` values like these: what the pilot met, spread over all, and the noise of the rest."""
        from scipy.stats import t

        n, mean = len(values), statistics.fmean(values)
        if n < 2 or n >= count:
            return cls(mean * count, mean * count, mean * count)
        spread = t.ppf((1 + CONFIDENCE) / 2, n - 1) * statistics.stdev(values) * count * math.sqrt(1 / n)
        return cls(max(0.0, mean * count - spread), mean * count, mean * count + spread)


@dataclass(frozen=True)
class CostPlan:
    """The forecast for `triples`."""

    triples: int
    pilot: int
    prompt_tokens: Interval
    completion_tokens: Interval
    usd: Interval
    batch_usd: Interval
    hours: Interval
    rounds: int

    def text(self) -> str:
        """A table for people."""

        def row(name: str, interval: Interval, form: str) -> list[str]:
            return [name, *(form.format(value) for value in (interval.low, interval.mean, interval.high))]

        hours = [
            "hours, live",
            *(duration(3600 * value) for value in (self.hours.low, self.hours.mean, self.hours.high)),
        ]
        rows = [
            row("prompt tokens", self.prompt_tokens, "{:,.0f}"),
            row("completion tokens", self.completion_tokens, "{:,.0f}"),
            row("USD, live", self.usd, "{:,.2f}"),
            row("USD, batch", self.batch_usd, "{:,.2f}"),
            hours,
            ["hours, batch", "", f"{self.rounds} rounds of up to 24 h", ""],
        ]
        table = tabulate(
            rows, [f"{self.triples:,} triples", "at least", "expected", "at most"], "github", disable_numparse=True
        )
        return f"{table}\n\n95 % interval from a pilot of {self.pilot} triples; its answers are stored and count for the build."


def forecast(pilot: Sequence[Spent], triples: int, price: Price, concurrency: int) -> CostPlan:
    """The plan for `triples`, of which the pilot is a random part; `concurrency` requests in flight when live."""

    def usd(spent: Spent, batch: bool) -> float:
        return price.usd(spent.prompt_tokens, spent.completion_tokens, batch)

    return CostPlan(
        triples=triples,
        pilot=len(pilot),
        prompt_tokens=Interval.of_sum([s.prompt_tokens for s in pilot], triples),
        completion_tokens=Interval.of_sum([s.completion_tokens for s in pilot], triples),
        usd=Interval.of_sum([usd(s, False) for s in pilot], triples),
        batch_usd=Interval.of_sum([usd(s, True) for s in pilot], triples),
        hours=Interval.of_sum([s.seconds / concurrency / 3600 for s in pilot], triples),
        rounds=max(s.rounds for s in pilot),
    )
