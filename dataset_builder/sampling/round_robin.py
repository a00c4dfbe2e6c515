"""Whose turn it is: the cluster, the category and the gender of each triple, fixed by its index alone.

Clusters take turns. Job ads are nearly all technology (80 % of the occupations of the Dice and BLS graph), and
turns by cluster alone would leave one healthcare job in two hundred. So a category's share of the turns goes
with the square root of its occupations: 52 / 20 / 14 / 7 / 7 % on that graph, where the original release has
55 / 16 / 16 / 6 / 7 (technology, social, manual, healthcare, administrative; 300 rows, by the import verb).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from random import Random

from dataset_builder.graph import Graph

# Share of a cluster's occupations below which a category is a stranger there: walks would lead out of it.
AT_HOME = 0.15


@dataclass(frozen=True)
class Assignment:
    """A cluster's turn to advertise a job of `category`, which the walk starts at one of `starts`.

    It is turn `number` of the `of` that the cluster has in one round of the schedule.
    """

    cluster: int
    category: str
    starts: tuple[int, ...]
    number: int
    of: int


@dataclass(frozen=True)
class RoundRobin:
    """One round of turns; triples go round and round."""

    turns: tuple[Assignment, ...]

    def turn(self, index: int) -> Assignment:
        return self.turns[index % len(self.turns)]

    def parity(self, index: int) -> int:
        """0 and 1 in alternation over the turns of one cluster: the gender."""
        turn = self.turn(index)
        return (index // len(self.turns) * turn.of + turn.number) % 2

    def after(self, index: int) -> Iterator[Assignment]:
        """The turns from `index` on that are of its category: where to look when its own cluster has nothing."""
        category = self.turn(index).category
        turns = map(self.turn, range(index, index + len(self.turns)))
        return (turn for turn in turns if turn.category == category)


def make_round_robin(graph: Graph, may_start: Callable[[int], bool], seed: int) -> RoundRobin:
    """Each category visits its clusters at least once a round: those where it makes up `AT_HOME` or is the largest.

    Empty where no occupation may start.
    """
    starts: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for cluster, members in enumerate(graph.clusters):
        by_category: dict[str, list[int]] = defaultdict(list)
        for occupation in filter(may_start, members):
            by_category[graph.occupations[occupation].category].append(occupation)
        total, largest = sum(map(len, by_category.values())), max(map(len, by_category.values()), default=0)
        for category, found in by_category.items():
            if len(found) == largest or len(found) >= AT_HOME * total:
                starts[category][cluster] = found
    if not starts:
        return RoundRobin(())
    occupations = {category: len({o for found in by.values() for o in found}) for category, by in starts.items()}
    total = sum(map(sqrt, occupations.values()))
    shares = {category: sqrt(occupations[category]) / total for category in sorted(occupations)}
    length = max(ceil(len(starts[category]) / share) for category, share in shares.items())
    rng, places = Random(f"{seed}/schedule"), []
    for category, share in shares.items():
        clusters = sorted(starts[category])
        rng.shuffle(clusters)
        places += [(clusters[i % len(clusters)], category) for i in range(round(share * length))]
    rng.shuffle(places)
    of, seen, turns = Counter(cluster for cluster, _ in places), Counter(), []
    for cluster, category in places:
        turns.append(Assignment(cluster, category, tuple(starts[category][cluster]), seen[cluster], of[cluster]))
        seen[cluster] += 1
    return RoundRobin(tuple(turns))
