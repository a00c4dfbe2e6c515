"""Overlapping clusters: two-hop balls around random seeds until every occupation is covered.

The paper names the balls and no more. Through "Java", which 900 titles name, a plain ball is most of the
graph, so a ball is the seed and its nearest two-hop neighbours, at most `MOST`: nearness is the cosine of
the skills, each weighed by its rarity (idf), so that a hub brings little and a shared rare skill much.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from tqdm import tqdm

MOST = 120  # occupations in a ball; near the paper's mean of 84.2


def incidence(edges: Sequence[Sequence[int]], skills: int) -> csr_matrix:
    """Occupations x skills, rows of unit length, weighed by log(occupations / occupations that name the skill)."""
    counts = [len(row) for row in edges]
    columns = np.fromiter((skill for row in edges for skill in row), dtype=np.int32, count=sum(counts))
    degree = np.bincount(columns, minlength=skills)
    weights = np.log1p(len(edges) / np.maximum(degree, 1))[columns]
    rows = np.repeat(np.arange(len(edges)), counts)
    lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(edges)))
    weights = (weights / lengths[rows]).astype(np.float32)
    return csr_matrix((weights, columns, np.concatenate([[0], np.cumsum(counts)])), shape=(len(edges), skills))


def find_clusters(
    edges: Sequence[Sequence[int]], skills: int, smallest: int = 10, seed: int = 0, quiet: bool = True
) -> tuple[tuple[int, ...], ...]:
    """Balls of at least `smallest` occupations, each sorted, in the order they were found.

    An occupation with too few neighbours for a ball of its own joins the ball of its nearest neighbour; one
    that is in none even then is dropped from the graph.
    """
    matrix = incidence(edges, skills)
    transposed = matrix.T.tocsr()

    def ball(centre: int) -> np.ndarray:
        """Nearest first, ties by position: the same ball on every machine."""
        near = matrix[centre] @ transposed
        return near.indices[np.lexsort((near.indices, -np.round(near.data, 5)))][:MOST]

    first = np.full(len(edges), -1)  # the cluster that holds an occupation first
    balls: list[list[int]] = []
    lonely = []
    order = np.random.default_rng(seed).permutation(len(edges)).tolist()
    for start in tqdm(order, desc="clusters", unit="occupation", disable=quiet, leave=False):
        if first[start] >= 0:
            continue
        members = ball(start)
        if len(members) < smallest:
            lonely.append(start)
            continue
        first[members[first[members] < 0]] = len(balls)
        balls.append(members.tolist())
    for start in lonely:
        nearest = next((first[neighbour] for neighbour in ball(start) if first[neighbour] >= 0), None)
        if nearest is not None and first[start] < 0:
            balls[nearest].append(start)
    return tuple(tuple(sorted(members)) for members in balls)
