"""What occupations and skills have in common: whose duties stand in for those of a title that only ads know, and which skills
belong to many kinds of work."""

import re
from collections import Counter
from math import sqrt

from dataset_builder.graph.categories import TECHNOLOGY
from dataset_builder.graph.graph import Graph, minor_group
from dataset_builder.text.mentions import stemmed

# Weighted skills and words of the title that two occupations share, from which the duties of one are those of the other.
_NEAR = 0.35
# What is left of it between one who manages and one who does not.
_OTHER_RANK = 0.4
_MANAGES = re.compile(r"\b(?:managers?|director|head|chief|vp|vice president|supervisor)\b", re.I)
# SOC minor groups of the occupations of a skill, from which on it is of many kinds of work.
_WIDE = 4


def duties_by_title(graph: Graph, by_rank: bool = False) -> dict[str, tuple[str, ...]]:
    """The written duties of each occupation; of one that has none those of the occupation nearest to it, if one is near.

    With `by_rank` managers rather have those of managers, and a title that only ads know may have those of any of computing:
    its category is read from its words, of which "compliance" is a bank's. Without, as the recipe `paper` has it.
    """
    found = {}
    for at, occupation in enumerate(graph.occupations):
        duties = occupation.duties or _of_the_nearest(graph, at, by_rank)
        if duties:
            found[occupation.title] = duties
    return found


def _of_the_nearest(graph: Graph, at: int, by_rank: bool) -> tuple[str, ...]:
    """By the skills of both, each worth less the more occupations ask for it, and by the words of their titles."""
    own, scores = graph.occupations[at], Counter[int]()
    categories = {own.category, *((TECHNOLOGY,) if by_rank and not own.soc_code else ())}
    for skill in graph.edges[at]:
        others = graph.occupations_of[skill]
        for other in others:
            if graph.occupations[other].duties and graph.occupations[other].category in categories:
                scores[other] += 1 / sqrt(len(others))
    words = set(stemmed(own.title).split())
    manages = _MANAGES.search(own.title) is not None
    for other in scores:
        scores[other] += 0.5 * len(words.intersection(stemmed(graph.occupations[other].title).split()))

    def of_its_rank(other: int) -> float:
        unlike = by_rank and manages != (_MANAGES.search(graph.occupations[other].title) is not None)
        return scores[other] * (_OTHER_RANK if unlike else 1)

    best = max(scores, key=lambda other: (of_its_rank(other), -other), default=None)
    return graph.occupations[best].duties if best is not None and scores[best] >= _NEAR else ()


def wide_skills(graph: Graph) -> frozenset[str]:
    """Skills whose occupations lie in `_WIDE` minor groups of the SOC or more."""
    found = set()
    for at, skill in enumerate(graph.skills):
        codes = (graph.occupations[one].soc_code for one in graph.occupations_of[at])
        if len({minor_group(code) for code in codes if code}) >= _WIDE:
            found.add(skill.name)
    return frozenset(found)
