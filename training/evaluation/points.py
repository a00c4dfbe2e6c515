"""Points of realistic pairs: which of those that a careful reader found in the post a system read, and which it judged rightly.

    pairs = align(post, asked, read)        # [(place in asked, place in read), ...]

A point that is asked is found where a point that was read covers at least half of its words, by offsets in the post; each
read point finds one asked point, the surest first. Points without offsets are compared by the words of both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# Share of the words of both from which a read point is the asked one, where no offsets are given.
_SAME = 0.6
_COVERED = 0.5
_WORD = re.compile(r"[\w+#]+")


class AskedText(Protocol):
    """`text` as the post has it, from `start` to `end`; None where the offsets are not known."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...


@dataclass(frozen=True)
class ReadPoint:
    """`text` that was read, from `start` to `end` of the post."""

    text: str
    start: int
    end: int


def align(post: str, asked: Sequence[AskedText], read: Sequence[ReadPoint]) -> list[tuple[int, int]]:
    """(place in `asked`, place in `read`) of each point that was found, each once, in the order of `asked`."""
    scores = []
    for i, one in enumerate(asked):
        for j, got in enumerate(read):
            score, least = _likeness(post, one, got)
            if score >= least:
                scores.append((score, -len(got.text), i, j))
    found: dict[int, int] = {}
    for _, _, i, j in sorted(scores, reverse=True):
        if i not in found and j not in found.values():
            found[i] = j
    return sorted(found.items())


def _likeness(post: str, asked: AskedText, got: ReadPoint) -> tuple[float, float]:
    """How much of a point was read, and from where on it counts."""
    if asked.start is None or asked.end is None:
        a, b = (frozenset(_WORD.findall(text.casefold())) for text in (asked.text, got.text))
        return len(a & b) / max(len(a | b), 1), _SAME
    places = [match.span() for match in _WORD.finditer(post, asked.start, asked.end)]
    covered = sum(got.start <= start and end <= got.end for start, end in places)
    return covered / max(len(places), 1), _COVERED
