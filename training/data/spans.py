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
_MENTION = ("id", "document", "kind", "form_kind", "start", "end")


@dataclass(frozen=True)
class SpannedDocument:
    """`id`: of the triple. `document`: one of `DOCUMENTS`. The spans are in order and do not overlap; `told` are those of them that
    state a skill in a phrase without its name."""

    id: str
    document: str
    text: str
    spans: tuple[Span, ...]
    told: frozenset[Span] = frozenset()


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
    told: dict[tuple[str, str], set[Span]] = {key: set() for key in keys}
    for one in mentions.select_columns(list(_MENTION)).to_list():
        key = (one["id"], one["document"])
        if key in spans and one["kind"] in KINDS:
            span = Span(one["start"], one["end"], one["kind"])
            spans[key].append(span)
            if one["kind"] == "skill" and one["form_kind"] == "phrase":
                told[key].add(span)
    found = {key: apart(spans[key]) for key in keys}
    return [SpannedDocument(*key, texts[key], found[key], frozenset(told[key] & set(found[key]))) for key in keys]


def apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Of spans that overlap the longest, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
