"""What the documents are made of: lexical variety, and lengths in the tokens of a model.

Both read a fixed number of evenly spaced triples, so that datasets of different sizes compare.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from tabulate import tabulate

from dataset_builder.errors import BadInput
from dataset_builder.storage.row_groups import DOCUMENTS, spread, triple_groups

# `lexical_variety` of 300 rows of the original release: (distinct words, distinct 4-grams), shares of 20,000 words.
RELEASE_VARIETY = {
    "job_description": (0.141, 0.922),
    "resume_matched": (0.187, 0.942),
    "resume_unmatched": (0.205, 0.934),
}
# Few enough that those 300 rows have as many in each document: both shares fall as texts grow.
VARIETY_WORDS = 20_000
VARIETY_ROWS = 1_000
TOKEN_ROWS = 4_000


@dataclass(frozen=True)
class Variety:
    """Distinct words and distinct 4-grams as shares of the first `words` words of documents in a fixed random order.

    `release` holds the same two of the original release, None where `words` differ: then they do not compare.
    """

    document: str
    words: int
    types: float
    four_grams: float
    release: tuple[float, float] | None


def lexical_variety(folder: Path, most: int = VARIETY_WORDS) -> tuple[Variety, ...]:
    """How little the documents repeat each other, on the same number of words for every size of dataset."""
    triples = spread(triple_groups(folder, "train"), tuple(DOCUMENTS), VARIETY_ROWS)
    Random(0).shuffle(triples)
    return tuple(_variety(name, [row[name] for row in triples], most) for name in DOCUMENTS)


def _variety(name: str, texts: Sequence[str], most: int) -> Variety:
    words: list[str] = []
    for text in texts:
        words += re.findall(r"\w+", text.lower())
        if len(words) >= most:
            break
    words = words[:most]
    grams = list(zip(words, words[1:], words[2:], words[3:]))
    types, four_grams = (round(len(set(seen)) / max(len(seen), 1), 3) for seen in (words, grams))
    release = RELEASE_VARIETY[name] if len(words) == VARIETY_WORDS else None
    return Variety(DOCUMENTS[name], len(words), types, four_grams, release)


@dataclass(frozen=True)
class TokenLengths:
    """Tokens of a document as a model sees it, its end token included."""

    document: str
    mean: float
    p95: int
    largest: int
    release: tuple[int, int, int]


def t5_lengths(folder: Path, tokenizer_json: Path) -> tuple[TokenLengths, ...]:
    """Token lengths over at most `TOKEN_ROWS` evenly spaced triples, next to the original release's (mean, p95, largest).

    Raises:
        BadInput: the tokenizer cannot be read, or the folder holds no triples.
    """
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(tokenizer_json))
    except Exception as error:  # the library raises no narrower class
        raise BadInput(f"{tokenizer_json}: is not a tokenizer.json ({error}); give the one of a T5 model") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows = spread(triple_groups(folder, "train"), ("job_description", "resume_matched"), TOKEN_ROWS)

    def lengths(column: str) -> np.ndarray:
        return np.array([len(encoding.ids) for encoding in tokenizer.encode_batch([row[column] for row in rows])])

    job, matched = lengths("job_description"), lengths("resume_matched")
    measured = (
        ("job description", job, (257, 346, 498)),
        ("matched resume", matched, (169, 257, 575)),
        ("both in one input", job + matched - 1, (425, 567, 866)),  # one end token
    )
    return tuple(
        TokenLengths(name, round(float(tokens.mean()), 1), int(np.percentile(tokens, 95)), int(tokens.max()), release)
        for name, tokens, release in measured
    )


def t5_markdown(lengths: Sequence[TokenLengths]) -> str:
    """The table of token lengths in Markdown."""
    headers = ("T5 tokens", "mean", "p95", "max", "release: mean", "p95", "max")
    rows = [(row.document, f"{row.mean:.1f}", row.p95, row.largest, *row.release) for row in lengths]
    return tabulate(rows, headers, "github", colalign=("left", *("right",) * 6), disable_numparse=True)
