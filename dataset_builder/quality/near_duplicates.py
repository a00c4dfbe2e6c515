"""Near-duplicate documents across splits: what a model could have memorised.

    from dataset_builder.quality import near_duplicates
    print(near_duplicates.markdown(near_duplicates.across_splits(folder, workers=2)))

For each of the three documents, those of train against those of every other split: Jaccard similarity of their
sets of 5-word shingles, 0.8 or more. MinHash finds candidates, the shingles themselves decide.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tabulate import tabulate
from xxhash import xxh32_intdigest

from dataset_builder.storage.row_groups import DOCUMENTS, RowGroup, row_groups, triple_groups
from dataset_builder.workers import WorkerPool

THRESHOLD = 0.8
SHINGLE = 5
# 64 permutations. A pair at Jaccard s becomes a candidate with 1 - (1 - s^4)^16: 99.98 % at 0.8, so of 5,000 true pairs
# one may be missed; 0.2 % at 0.1. In the original release 99.9 % of unrelated resumes lie below 0.07, so there is
# little to decide.
BANDS, ROWS = 16, 4
# Below it, starting processes takes longer than hashing.
POOL_ROWS = 5_000


@dataclass(frozen=True)
class DuplicatePair:
    """Two documents of one kind that are nearly the same. `document` is the column, `id` that of the other split."""

    document: str
    train_id: str
    id: str
    split: str
    jaccard: float


@dataclass(frozen=True)
class Duplicates:
    """What was compared and what was found; `compared` holds (documents of train, documents of the other splits)."""

    compared: tuple[int, int]
    pairs: tuple[DuplicatePair, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Pairs by document."""
        return {name: sum(pair.document == name for pair in self.pairs) for name in DOCUMENTS}


def shingles(text: str) -> set[int]:
    """32-bit hashes of the runs of five words; case, punctuation and layout are ignored. A shorter text is one run."""
    words = re.findall(r"\w+", text.casefold())
    runs = range(max(len(words) - SHINGLE + 1, 1 if words else 0))
    return {xxh32_intdigest(" ".join(words[start : start + SHINGLE]).encode()) for start in runs}


def across_splits(folder: Path, threshold: float = THRESHOLD, workers: int = 1) -> Duplicates:
    """All pairs at or above `threshold`, in the order of train's rows.

    Memory holds the shingles of the smaller side, the splits other than train, and one row group of train for
    each worker.

    Raises:
        BadInput: the folder holds no triples.
    """
    groups = triple_groups(folder)
    train = [group for group in groups if group.split == "train"]
    rest = [group for group in groups if group.split != "train"]
    compared = tuple(sum(group.rows for group in part) for part in (train, rest))
    find = partial(_find, threshold=threshold)
    if workers > 1 and sum(compared) >= POOL_ROWS:
        with WorkerPool(workers, _open_index, folder) as pool:
            found = list(pool.map(find, train))
    else:
        _open_index(folder)
        found = [find(group) for group in train]
        _indexes.clear()
    return Duplicates(compared, tuple(pair for pairs in found for pair in pairs))


class _Index:
    """The documents of one kind of all splits but train, found by their MinHash."""

    def __init__(self, documents: Sequence[tuple[str, str, str]]) -> None:
        """`documents` are (split, id, text)."""
        from datasketch import MinHashLSH

        kept = [(split, id, found) for split, id, text in documents if (found := shingles(text))]
        self._documents = kept
        self._lsh = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
        for number, signature in enumerate(_signatures([found for _, _, found in kept])):
            self._lsh.insert(number, signature, check_duplication=False)

    def near(self, texts: Sequence[str], threshold: float) -> Iterator[tuple[int, str, str, float]]:
        """(position in `texts`, split, id, Jaccard) of every near-duplicate, in order."""
        sets = [shingles(text) for text in texts]
        filled = [position for position, found in enumerate(sets) if found]
        for position, signature in zip(filled, _signatures([sets[position] for position in filled])):
            here = sets[position]
            for number in sorted(self._lsh.query(signature)):
                split, id, there = self._documents[number]
                shared = len(here & there)
                similarity = shared / (len(here) + len(there) - shared)
                if similarity >= threshold:
                    yield position, split, id, similarity


def _signatures(sets: Sequence[set[int]]):
    from datasketch import MinHash

    return MinHash.generator(sets, num_perm=BANDS * ROWS, seed=1, hashfunc=int)  # hashed already


_indexes: dict[str, _Index] = {}  # one set a process: a worker makes them once


def _open_index(folder: Path) -> None:
    tables = [
        (group.split, group.read(("id", *DOCUMENTS)).to_pylist())
        for group in row_groups(folder, "triples")
        if group.split != "train"
    ]
    for name in DOCUMENTS:
        _indexes[name] = _Index([(split, row["id"], row[name]) for split, rows in tables for row in rows])


def _find(group: RowGroup, threshold: float) -> list[DuplicatePair]:
    rows = group.read(("id", *DOCUMENTS)).to_pylist()
    return [
        DuplicatePair(name, rows[position]["id"], id, split, round(similarity, 3))
        for name in DOCUMENTS
        for position, split, id, similarity in _indexes[name].near([row[name] for row in rows], threshold)
    ]


def markdown(found: Duplicates, shown: int = 10) -> str:
    """Counts, and the first `shown` pairs where there are any."""
    train, rest = found.compared
    rows = [(DOCUMENTS[name], f"{train:,} x {rest:,}", f"{count:,}") for name, count in found.counts.items()]
    headers = ("near-duplicates across splits", "train x other splits", "pairs")
    blocks = [tabulate(rows, headers, "github", colalign=("left", "right", "right"), disable_numparse=True)]
    if found.pairs:
        listed = [(DOCUMENTS[p.document], p.train_id, p.id, f"{p.jaccard:.3f}") for p in found.pairs[:shown]]
        blocks.append(tabulate(listed, ("document", "train", "other", "Jaccard"), "github", disable_numparse=True))
    return "\n\n".join(blocks)
