"""Round-robin assignment of cluster, category and gender: fixed by the index of a triple alone.

Clusters are visited in rotation. Job ads are nearly all technology (80 % of the occupations of the Dice and BLS graph), so
rotation by cluster alone would leave one healthcare job in two hundred. A category's share of the assignments is therefore
proportional to the square root of its occupations: 52 / 20 / 14 / 7 / 7 % on that graph, where the original release has
55 / 16 / 16 / 6 / 7 (technology, social, manual, healthcare, administrative; 300 rows, by the import verb).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from random import Random

from dataset_builder.graph import Graph

# Share of a cluster's occupations below which a category is not assigned to the cluster: walks would leave it.
MIN_SHARE = 0.15


@dataclass(frozen=True)
class Assignment:
    """A cluster and the category of the advertised job; the walk starts at one of `starts` (occupation indices).

    `number` counts the assignments of one cluster within a round, from 0; `of` is how many it has.
    """

    cluster: int
    category: str
    starts: tuple[int, ...]
    number: int
    of: int


@dataclass(frozen=True)
class RoundRobin:
    """One round of assignments, repeated for as many triples as a build has."""

    assignments: tuple[Assignment, ...]

    def assignment(self, index: int) -> Assignment:
        return self.assignments[index % len(self.assignments)]

    def parity(self, index: int) -> int:
        """0 and 1 in alternation over the assignments of one cluster: the gender."""
        one = self.assignment(index)
        return (index // len(self.assignments) * one.of + one.number) % 2

    def candidates(self, index: int) -> Iterator[Assignment]:
        """The assignment of `index`, then those of the same category that follow: fallbacks where its cluster has no facts."""
        category = self.assignment(index).category
        following = map(self.assignment, range(index, index + len(self.assignments)))
        return (one for one in following if one.category == category)


def make_round_robin(graph: Graph, may_start: Callable[[int], bool], seed: int) -> RoundRobin:
    """Each category visits its clusters at least once per round: those where its share is `MIN_SHARE` or the largest.

    Empty where no occupation may start.
    """
    starts: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for cluster, members in enumerate(graph.clusters):
        by_category: dict[str, list[int]] = defaultdict(list)
        for occupation in filter(may_start, members):
            by_category[graph.occupations[occupation].category].append(occupation)
        total, largest = sum(map(len, by_category.values())), max(map(len, by_category.values()), default=0)
        for category, found in by_category.items():
            if len(found) == largest or len(found) >= MIN_SHARE * total:
                starts[category][cluster] = found
    if not starts:
        return RoundRobin(())
    occupations = {category: len({o for found in by.values() for o in found}) for category, by in starts.items()}
    total = sum(map(sqrt, occupations.values()))
    shares = {category: sqrt(occupations[category]) / total for category in sorted(occupations)}
    length = max(ceil(len(starts[category]) / share) for category, share in shares.items())
    rng, places = Random(f"{seed}/schedule"), []  # the seed's text fixes rows: it stays as it is
    for category, share in shares.items():
        clusters = sorted(starts[category])
        rng.shuffle(clusters)
        places += [(clusters[i % len(clusters)], category) for i in range(round(share * length))]
    rng.shuffle(places)
    of, seen, assignments = Counter(cluster for cluster, _ in places), Counter(), []
    for cluster, category in places:
        found = tuple(starts[category][cluster])
        assignments.append(Assignment(cluster, category, found, seen[cluster], of[cluster]))
        seen[cluster] += 1
    return RoundRobin(tuple(assignments))
