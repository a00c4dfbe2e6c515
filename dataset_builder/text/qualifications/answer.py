"""What the lines of a resume say about a credential: a status, and the line that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from dataset_builder.text.requirement_status import Status

_ORDER = {Status.MET: 0, Status.UNCLEAR: 1, Status.TOO_SHORT: 2, Status.MISSING: 3}


@dataclass(frozen=True)
class Answer:
    """`line`: the number of the line that shows it (or what comes nearest to it), None where there is none."""

    status: Status
    line: int | None = None


MISSING = Answer(Status.MISSING)


def best(answers: Iterable[Answer]) -> Answer:
    """The answer of alternatives: the best of them, of equals one that a line shows ("CDL Class B" where A is asked)."""
    return min(answers, key=lambda answer: (_ORDER[answer.status], answer.line is None), default=MISSING)


def worst(answers: Iterable[Answer]) -> Answer:
    """The answer of what is all needed: the worst of them."""
    return max(answers, key=lambda answer: _ORDER[answer.status], default=MISSING)
