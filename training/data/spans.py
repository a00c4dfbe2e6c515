"""Documents with the spans of their facts, as the writer recorded them in the config `mentions`: what a token classifier learns.

documents = spanned_documents("rjdb", "train", limit=3000)
documents[0].spans[0].of(documents[0].text)
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.data.load import load_config, take_split
from training.students.pointer.spans import KINDS, Span

# The columns of `triples` that hold documents.
DOCUMENTS = ("job_description", "resume_matched", "resume_unmatched")
_MENTION = ("id", "document", "kind", "start", "end")


@dataclass(frozen=True)
class SpannedDocument:
    """`id`: of the triple. `document`: one of `DOCUMENTS`. The spans are in order and do not overlap."""

    id: str
    document: str
    text: str
    spans: tuple[Span, ...]


def spanned_documents(
    name: str, split: str, revision: str | None = None, limit: int | None = None, seed: int = 0
) -> list[SpannedDocument]:
    """`limit` documents of a split, drawn at random; all of them without a limit.

    Raises:
        BadInput: no such dataset or split, or it has no mentions.
    """
    where = f"dataset {name}, config"
    triples = take_split(load_config(name, "triples", revision), split, ("id", *DOCUMENTS), f"{where} triples")
    mentions = take_split(load_config(name, "mentions", revision), split, _MENTION, f"{where} mentions")
    texts = {
        (row["id"], document): row[document]
        for row in triples.select_columns(["id", *DOCUMENTS])
        for document in DOCUMENTS
    }
    keys = random.Random(seed).sample(list(texts), min(limit or len(texts), len(texts)))
    spans: dict[tuple[str, str], list[Span]] = {key: [] for key in keys}
    for one in mentions.select_columns(list(_MENTION)).to_list():
        key = (one["id"], one["document"])
        if key in spans and one["kind"] in KINDS:
            spans[key].append(Span(one["start"], one["end"], one["kind"]))
    return [SpannedDocument(*key, texts[key], apart(spans[key])) for key in keys]


def apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Of spans that overlap the longest, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
