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
# Weight of a word that two titles share, and of one that says only what kind of job it is.
_WORD, _ROLE_WORD = 0.5, 0.12
_ROLES = frozenset(
    stemmed(
        "administrator analyst architect associate consultant coordinator designer developer director engineer expert head junior lead"
        " manager officer operator principal programmer senior specialist staff supervisor technician technical"
    ).split()
)
# Duties that are left of another occupation's at least, for a title to have any of them.
_FEWEST_DUTIES = 3
# Occupations whose duties are tried, and names of skills from which on a stem tells of none of them.
_TRIED, _COMMON = 4, 12
_MANAGES = re.compile(r"\b(?:managers?|director|head|chief|vp|vice president|supervisor)\b", re.I)
# SOC minor groups of the occupations of a skill, from which on it is of many kinds of work.
_WIDE = 4


def duties_by_title(graph: Graph, by_rank: bool = False) -> dict[str, tuple[str, ...]]:
    """The written duties of each occupation; of one that has none those of the occupation nearest to it, if one is near.

    With `by_rank` managers rather have those of managers, and a title that only ads know may have those of any of computing:
    its category is read from its words, of which "compliance" is a bank's. It is then what both ask for that tells, no "Administrator" in
    both titles, and duties that speak of a skill which this one lacks are left out. Without, as the recipe `paper` has it.
    """
    common = _common_stems(graph) if by_rank else frozenset()
    found = {}
    for at, occupation in enumerate(graph.occupations):
        duties = occupation.duties or _of_the_nearest(graph, at, by_rank, common)
        if duties:
            found[occupation.title] = duties
    return found


def _of_the_nearest(graph: Graph, at: int, by_rank: bool, common: frozenset[str]) -> tuple[str, ...]:
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
        shared = words.intersection(stemmed(graph.occupations[other].title).split())
        scores[other] += sum(_ROLE_WORD if by_rank and word in _ROLES else _WORD for word in shared)

    def of_its_rank(other: int) -> float:
        unlike = manages != (_MANAGES.search(graph.occupations[other].title) is not None)
        return scores[other] * (_OTHER_RANK if unlike else 1)

    if not by_rank:
        best = max(scores, key=lambda other: (scores[other], -other), default=None)
        return graph.occupations[best].duties if best is not None and scores[best] >= _NEAR else ()
    nearest = sorted(
        (other for other in scores if scores[other] >= _NEAR), key=lambda other: (-of_its_rank(other), other)
    )
    suiting = (_suiting(graph, at, other, common) for other in nearest[:_TRIED])
    return next(filter(None, suiting), ())


def _suiting(graph: Graph, at: int, nearest: int, common: frozenset[str]) -> tuple[str, ...]:
    """The duties of the nearest occupation, without those of whose skills and things only that one has: phones and printers are not
    what a Hadoop administrator looks after. None where few are left."""
    own = _skill_stems(graph, at).union(stemmed(graph.occupations[at].title).split()) - _ROLES
    foreign = _skill_stems(graph, nearest) - own - common
    found = []
    for duty in graph.occupations[nearest].duties:
        stems = frozenset(stemmed(duty).split())
        if stems.isdisjoint(foreign) or not stems.isdisjoint(own):
            found.append(duty)
    return tuple(found) if len(found) >= _FEWEST_DUTIES else ()


def _common_stems(graph: Graph) -> frozenset[str]:
    """Stems of the names of so many skills that they tell of none: "data", "web", "test"."""
    counts = Counter(stem for skill in graph.skills for stem in set(stemmed(skill.name).split()))
    return frozenset(stem for stem, count in counts.items() if count > _COMMON)


def _skill_stems(graph: Graph, at: int) -> frozenset[str]:
    """Of the names of the occupation's skills, but for words that say only what kind of job it is."""
    names = (name for skill in graph.edges[at] for name in (graph.skills[skill].name, *graph.skills[skill].aliases))
    return frozenset(" ".join(map(stemmed, names)).split()) - _ROLES


def wide_skills(graph: Graph) -> frozenset[str]:
    """Skills whose occupations lie in `_WIDE` minor groups of the SOC or more."""
    found = set()
    for at, skill in enumerate(graph.skills):
        codes = (graph.occupations[one].soc_code for one in graph.occupations_of[at])
        if len({minor_group(code) for code in codes if code}) >= _WIDE:
            found.add(skill.name)
    return frozenset(found)
