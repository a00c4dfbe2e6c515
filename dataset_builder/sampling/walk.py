"""Subgraph sampling: a random walk inside one cluster, from occupation to occupation along shared skills.

Paper, section 3.1: pick a cluster, a starting occupation in it, and a small number of jobs.
"""

from collections.abc import Sequence
from random import Random

from dataset_builder.graph import Graph

STEP_TRIES = 12


def sample_walk(
    graph: Graph, members: Sequence[int], starts: Sequence[int], length: int, rng: Random
) -> tuple[int, ...]:
    """Up to `length` distinct occupations of `members`, in the order of the walk, the first one of `starts`.

    A step takes a skill of the current occupation and another occupation that needs it. Where a skill's other
    occupations lie outside the cluster, the step is tried again, and after `STEP_TRIES` ends the walk early.
    """
    here = rng.choice(starts)
    walk, inside = [here], frozenset(members)
    while len(walk) < length:
        for _ in range(STEP_TRIES):
            there = rng.choice(graph.occupations_of[rng.choice(graph.edges[here])])
            if there in inside and there not in walk:
                break
        else:
            break
        walk.append(there)
        here = there
    return tuple(walk)
