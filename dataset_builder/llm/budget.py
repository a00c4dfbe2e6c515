"""Hard stops: dollars and tokens that this command may spend. What is in flight is finished and kept."""

from dataclasses import dataclass

from dataset_builder.llm.pricing import Price
from dataset_builder.llm.request import Answer


class Stop(Exception):
    """The run ends early, for a reason that is no fault of the input. One line: why, and how to continue.

    What was in flight is finished and stored before it is raised.
    """

    def __init__(self, message: str, exit_code: int = 3) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass
class Budget:
    """Counts what new answers cost; stored ones cost nothing. Asking ends when one more answer of mean cost would pass a cap."""

    price: Price | None = None
    max_usd: float | None = None
    max_tokens: int | None = None
    answers: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: float = 0.0
    in_flight: int = 0
    # Answers whose server reported no usage.
    estimated: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    @property
    def spent(self) -> str:
        """For people: tokens, and dollars where the price is known."""
        note = " (estimated by length: the server reports no usage)" if self.estimated else ""
        return f"{self.tokens:,} tokens{note}" + (f", {self.usd:.4f} USD" if self.price or self.usd else "")

    def spend(self, answer: Answer) -> None:
        self.answers += 1
        self.prompt_tokens += answer.prompt_tokens
        self.completion_tokens += answer.completion_tokens
        self.estimated += answer.estimated
        self.usd += answer.cost(self.price) or 0.0

    def check(self) -> None:
        """Raises Stop if one more request, as dear as those so far, may pass a cap with what is in flight."""
        mean = (self.in_flight + 1) / self.answers if self.answers else 0
        if self.max_usd is not None and self.usd + mean * self.usd > self.max_usd:
            raise Stop(f"--max-usd {self.max_usd:g} is reached")
        if self.max_tokens is not None and self.tokens + mean * self.tokens > self.max_tokens:
            raise Stop(f"--max-tokens {self.max_tokens} is reached")
