"""What occupations and skills have in common: whose duties stand in for those of a title that only ads know, and which skills
belong to many kinds of work."""

from collections import Counter
from math import sqrt

from dataset_builder.graph.graph import Graph, minor_group
from dataset_builder.text.mentions import stemmed

# Weighted skills and words of the title that two occupations share, from which the duties of one are those of the other.
_NEAR = 0.35
# SOC minor groups of the occupations of a skill, from which on it is of many kinds of work.
_WIDE = 4


def duties_by_title(graph: Graph) -> dict[str, tuple[str, ...]]:
    """The written duties of each occupation; of one that has none those of the occupation nearest to it, if one is near."""
    found = {}
    for at, occupation in enumerate(graph.occupations):
        duties = occupation.duties or _of_the_nearest(graph, at)
        if duties:
            found[occupation.title] = duties
    return found


def _of_the_nearest(graph: Graph, at: int) -> tuple[str, ...]:
    """By the skills of both, each worth less the more occupations ask for it, and by the words of their titles."""
    own, scores = graph.occupations[at], Counter[int]()
    for skill in graph.edges[at]:
        others = graph.occupations_of[skill]
        for other in others:
            if graph.occupations[other].duties and graph.occupations[other].category == own.category:
                scores[other] += 1 / sqrt(len(others))
    words = set(stemmed(own.title).split())
    for other in scores:
        scores[other] += 0.5 * len(words.intersection(stemmed(graph.occupations[other].title).split()))
    best = max(scores, key=lambda other: (scores[other], -other), default=None)
    return graph.occupations[best].duties if best is not None and scores[best] >= _NEAR else ()


def wide_skills(graph: Graph) -> frozenset[str]:
    """Skills whose occupations lie in `_WIDE` minor groups of the SOC or more."""
    found = set()
    for at, skill in enumerate(graph.skills):
        codes = (graph.occupations[one].soc_code for one in graph.occupations_of[at])
        if len({minor_group(code) for code in codes if code}) >= _WIDE:
            found.add(skill.name)
    return frozenset(found)
