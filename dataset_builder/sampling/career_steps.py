"""Which job plausibly comes before another in a career: for the design `facts`, whose walk goes back in time from the newest job.

    steps = CareerSteps(graph)
    steps.before(at)                    # {"Registered Nurse": 2.0, "Medical-Surgical Nurse": 1.4, …} by place in the graph
    steps.walk(members, starts, 3, rng)  # newest job first

A step of the paper's walk takes any skill that two occupations share, and most skills are shared by many trades: in 30 % of the
steps the two jobs lie in different major groups of the SOC. Here a step goes to an occupation that the newer one lists as leading
to it, or to one of the same kind of work whose skills are similar, and never to a higher rank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np
from scipy.sparse import csr_matrix

from dataset_builder.graph import Graph
from dataset_builder.graph.clusters import incidence
from dataset_builder.graph.kinds_of_work import kind_of
from dataset_builder.sampling.career_order import COMPUTING, CareerOrder

# Professions in which no other profession of the major group counts as experience.
_LICENSED = ("29",)
# Those whose people stay in their specialty: only what is listed leads there.
_SPECIALTIES = ("29-10", "29-113", "29-12", "25-1", "23-101")
# Least cosine of the skills, each weighed by its rarity: within a minor group, within computing, within a major group.
_NEAR, _NEAR_IN_COMPUTING, _NEAR_IN_MAJOR = 0.15, 0.25, 0.2
# Weights of a step: a listed one, and the most a similar one may have.
_LISTED, _SAME_KIND, _SAME_MAJOR = 2.0, 4.0, 1.0
# Other occupations of its kind that have a skill of a title that only ads know, and the fewest skills that are left.
_HELD_BY, _FEWEST_SKILLS = 3, 4
# Occupations that stand in where none leads to a job.
_NEAREST = 4


@dataclass(frozen=True)
class CareerSteps:
    """Steps back in time over the occupations of a graph; remembers what it has read of each."""

    graph: Graph

    def walk(
        self, members: Sequence[int], starts: Sequence[int], length: int, rng: Random, loose: bool = False
    ) -> tuple[int, ...]:
        """Up to `length` distinct occupations, newest first, the first one of `starts`. They are of `members`, but where none of
        these leads to the job before; with `loose`, a job that none leads to takes the nearest ones."""
        here = rng.choice(starts)
        walk, inside = [here], self._inside(members)
        while len(walk) < length:
            leading = self._not_after(walk, self.before(here))
            if not leading and loose:
                leading = self._not_after(walk, self._nearest(here))
            weights = {at: weight for at, weight in leading.items() if at in inside} or leading
            if not weights:
                break
            here = rng.choices(list(weights), list(weights.values()))[0]
            walk.append(here)
        return tuple(walk)

    def _not_after(self, walk: Sequence[int], weights: Mapping[int, float]) -> dict[int, float]:
        """Those that can come before every job of the walk, of which they are none."""
        return {
            at: weight
            for at, weight in weights.items()
            if at not in walk and not any(self.order.is_reversed(at, newer) for newer in walk[:-1])
        }

    def before(self, occupation: int) -> dict[int, float]:
        """Occupations that may come right before it, with their weights; by place in the graph, ascending."""
        if (found := self._before.get(occupation)) is None:
            found = self._before[occupation] = self._weights(occupation)
        return found

    def skills_of(self, occupation: int) -> tuple[int, ...]:
        """Its skills; of a title that only ads know, without those that others of its kind hardly have: a systems advisor's
        "genetics" is of one employer, or misread. All of them where few would be left."""
        if occupation not in self._skills_of:
            self._skills_of[occupation] = self._shared_skills(occupation)
        return self._skills_of[occupation]

    def _shared_skills(self, occupation: int) -> tuple[int, ...]:
        skills = self.graph.edges[occupation]
        if self.graph.occupations[occupation].soc_code:
            return skills
        found = []
        for skill in skills:
            others = [one for one in self.graph.occupations_of[skill] if one != occupation]
            alike = sum(self.is_alike(one, occupation) for one in others)
            if alike >= _HELD_BY and 2 * alike >= len(others):
                found.append(skill)
        return tuple(found) if len(found) >= _FEWEST_SKILLS else skills

    def is_alike(self, one: int, other: int) -> bool:
        """Whether two occupations are of one major group of the SOC, or of one category where a title has no code."""
        first, second = self._kinds[one], self._kinds[other]
        return first[:2] == second[:2]

    def fits(self, occupation: int, jobs: Sequence[int]) -> bool:
        """Whether it may be the newest job in place of the first of `jobs`: one that the next job may lead to, of which no year
        counts for the first."""
        if self.graph.leads_to(occupation, jobs[0]):
            return False
        return jobs[1] in self.before(occupation) if len(jobs) > 1 else self.is_alike(occupation, jobs[0])

    def suits(self, occupation: int, jobs: Sequence[int]) -> bool:
        """Whether it may at least stand in place of the first of `jobs`: of its major group, not against the order of a life, and
        no specialty to which the next job does not lead: a physicist becomes no professor of anthropology."""
        if not self.is_alike(occupation, jobs[0]):
            return False
        if (self.graph.occupations[occupation].soc_code or "").startswith(_SPECIALTIES):
            return len(jobs) > 1 and jobs[1] in self.graph.feeders_of[occupation]
        return len(jobs) == 1 or self.order.holds(jobs[1], occupation)

    def _weights(self, occupation: int) -> dict[int, float]:
        feeders = self.graph.feeders_of[occupation]
        listed = {at: _LISTED for at in feeders if at != occupation and not self.order.is_reversed(at, occupation)}
        if listed and (self.graph.occupations[occupation].soc_code or "").startswith(_SPECIALTIES):
            return dict(sorted(listed.items()))
        kind, found = self._kinds[occupation], {}
        for at, cosine in self._similar(occupation):
            if self._kinds[at] == kind:
                least, weight = _NEAR_IN_COMPUTING if kind == COMPUTING else _NEAR, _SAME_KIND
            elif self.is_alike(at, occupation) and kind[:2] not in _LICENSED:
                least, weight = _NEAR_IN_MAJOR, _SAME_MAJOR
            else:
                continue
            likeness = round(cosine, 4)  # so that the last bits of a machine's sums fix no walk
            if likeness >= least and self.order.holds(at, occupation):
                found[at] = weight * likeness
        return dict(sorted((found | listed).items()))

    def _nearest(self, occupation: int) -> dict[int, float]:
        """The occupations of its major group whose skills are nearest, else of any; none of a higher rank."""
        near = [(round(cosine, 4), -at) for at, cosine in self._similar(occupation) if self.order.holds(at, occupation)]
        own = [(cosine, at) for cosine, at in near if self.is_alike(-at, occupation)]
        return {-at: cosine for cosine, at in sorted(own or near, reverse=True)[:_NEAREST]}

    def _similar(self, occupation: int) -> list[tuple[int, float]]:
        """The other occupations that share a skill with it, each by its place in the graph with the cosine of the skills of both."""
        matrix = self._matrix
        own = slice(matrix.indptr[occupation], matrix.indptr[occupation + 1])
        skills = np.zeros(matrix.shape[1], matrix.dtype)
        skills[matrix.indices[own]] = matrix.data[own]
        cosines = matrix @ skills
        return [(at, float(cosines[at])) for at in np.flatnonzero(cosines).tolist() if at != occupation]

    def _inside(self, members: Sequence[int]) -> frozenset[int]:
        key = tuple(members)
        if key not in self._member_sets:
            self._member_sets[key] = frozenset(key)
        return self._member_sets[key]

    @cached_property
    def _matrix(self) -> csr_matrix:
        return incidence(self.graph.edges, len(self.graph.skills))

    @cached_property
    def order(self) -> CareerOrder:
        return CareerOrder(self.graph)

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        return tuple(map(kind_of, self.graph.occupations))

    @cached_property
    def _before(self) -> dict[int, dict[int, float]]:
        return {}

    @cached_property
    def _skills_of(self) -> dict[int, tuple[int, ...]]:
        return {}

    @cached_property
    def _member_sets(self) -> dict[tuple[int, ...], frozenset[int]]:
        return {}
