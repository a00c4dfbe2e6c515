"""Why a release must not be sent: a value, not an exception, so that all reasons are shown at once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """`row` is an id, a line (`line 12`) or a column where there is one; `remedy` says what to do."""

    file: str
    row: str | None
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}{f', {self.row}' if self.row else ''}: {self.what}; {self.remedy}"


def render(refusals: Iterable[Refusal]) -> str:
    return "\n".join(f"refused: {refusal}" for refusal in refusals)
