"""Which split a triple belongs to, decided by its facts, so that no career or demand of a test triple is in train.

Two keys are partitioned by a hash that does not depend on the seed or the size of the build: the career (its set
of titles) and the demand (the advertised title with its set of skills). A triple is sampled until both keys
fall into the part of its split. In addition, one occupation family in `FAMILIES` is held out whole: only
`test_unseen` advertises it, and no other split shows it anywhere, not even as a past job.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

PARTS = 16
FAMILIES = 32
PAPER_TRIPLES, PAPER_TEST = 52_000, 1_000

_RANK = re.compile(
    r"\b(senior|sr|junior|jr|lead|principal|staff|entry level|mid level|associate|assistant|chief|head|i{1,3}|iv|[1-5])\b"
)


def in_split(split: str, key: str) -> bool:
    """Whether facts with this key may stand in the split: one part each for validation and test, the rest is train."""
    if split == "test_unseen":
        return True
    return {0: "validation", 1: "test"}.get(zlib.crc32(key.encode()) % PARTS, "train") == split


def career_key(titles: Iterable[str]) -> str:
    """The same for the same jobs in any order."""
    return "career|" + "|".join(sorted(titles))


def demand_key(title: str, skills: Iterable[str]) -> str:
    """The same for the same advertised title and the same skills in any order."""
    return f"demand|{title}|" + "|".join(sorted(skills))


@lru_cache(maxsize=100_000)
def is_held_out(title: str) -> bool:
    """Whether the occupation belongs to `test_unseen` alone; its ranks ("Senior …", "… II") go with it."""
    family = " ".join(re.findall(r"[^\W_]+[+#]*", _RANK.sub(" ", title.casefold()))).removesuffix("s")
    return zlib.crc32(b"family|" + family.encode()) % FAMILIES == 0


@dataclass(frozen=True)
class Sizes:
    """Rows of each split; `test_unseen` comes on top of the paper's three."""

    train: int
    validation: int
    test: int
    test_unseen: int

    @classmethod
    def of(cls, triples: int) -> "Sizes":
        """50,000 / 1,000 / 1,000 of 52,000, the same shares of any other number, and as many unseen as test."""
        test = max(1, round(triples * PAPER_TEST / PAPER_TRIPLES))
        return cls(triples - 2 * test, test, test, test)
