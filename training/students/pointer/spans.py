"""Spans of a document and the labels of its tokens: how a token classifier says where a skill or a title stands.

    labels = token_labels(offsets, spans)            # ids of LABELS, one per token
    spans_of(words, probabilities)                   # and back

BIO as the field has it: B- begins a span, I- goes on with it, O is neither. A word is labelled by its first token, as
`pipeline("token-classification", aggregation_strategy="first")` reads it; what follows in the same word is `IGNORED`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Kinds of facts, as the config `mentions` has them.
KINDS = ("skill", "title", "company", "dates", "years", "degree", "school", "name")
LABELS = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))
# What the loss does not count, as in torch's cross-entropy.
IGNORED = -100


@dataclass(frozen=True, order=True)
class Span:
    """`text[start:end]` is a `kind`. `score`: how likely, 0 to 1."""

    start: int
    end: int
    kind: str
    score: float = 1.0

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def label_id(kind: str, inside: bool) -> int:
    return 1 + 2 * KINDS.index(kind) + inside


def token_labels(
    offsets: Sequence[tuple[int, int]],
    words: Sequence[int | None],
    spans: Sequence[Span],
) -> list[int]:
    """A label per token. `spans` do not overlap."""
    labels = []
    ordered, at, before = sorted(spans), 0, None
    for (start, end), word in zip(offsets, words, strict=True):
        if word is None or word == before:
            labels.append(IGNORED)
            continue
        before = word
        while at < len(ordered) and ordered[at].end <= start:
            at += 1
        if at < len(ordered) and ordered[at].start < end:
            labels.append(label_id(ordered[at].kind, start > ordered[at].start))
        else:
            labels.append(0)
    return labels


def spans_of(words: Sequence[tuple[int, int]], probabilities: np.ndarray) -> list[Span]:
    """Spans from the labels' probabilities of each word: words x labels. An I- without its B- begins a span."""
    found: list[Span] = []
    kind, start, end, scores = "", 0, 0, []

    def close() -> None:
        if kind:
            found.append(Span(start, end, kind, float(np.mean(scores))))

    for (low, high), row in zip(words, probabilities, strict=True):
        label = int(row.argmax())
        here, inside = ("", False) if label == 0 else (KINDS[(label - 1) // 2], (label - 1) % 2 == 1)
        if here and here == kind and inside:
            end = high
            scores.append(float(row[label]))
            continue
        close()
        kind, start, end, scores = here, low, high, [float(row[label])]
    close()
    return found
