"""Samples the facts of a triple: cluster, walk, career and demand; the design decides what the two resumes show.

The split, the index in it, the attempt and the seed fix the facts, at any size and order of the build.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from random import Random

from dataset_builder.errors import BadInput
from dataset_builder.graph import Graph
from dataset_builder.sampling import career, splits
from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.first_names import GENDERS
from dataset_builder.sampling.labels import DESIGNS, FactsDesign, PaperDesign, kinds_of
from dataset_builder.sampling.round_robin import Assignment, RoundRobin, make_round_robin

# Walks tried in one cluster before the next one, and clusters tried before giving up.
TRIES, CLUSTER_TRIES = 300, 200
# Walks of one cluster that ended early, without one that did not, after which steps need not lead anywhere: each cluster is to
# have its share of the triples.
SHORT_WALKS = 40
# Sets of skills drawn for one career until one falls into the split.
SKILL_DRAWS = 80
# Skills that a job may ask for beyond the number that a posting of its occupation names.
MORE_SKILLS = 4
# Skills an occupation needs to be asked for: two to ask, one of them removed, and something to choose from.
MIN_SKILLS = 3


@dataclass(frozen=True)
class Proposal:
    """A walk that may become the career of triple `id`. `rng` continues where the walk ended."""

    split: str
    id: str
    assignment: Assignment
    gender: str
    walk: tuple[int, ...]
    # Of the walk, in its order.
    titles: tuple[str, ...]
    rng: Random


@dataclass(frozen=True)
class FactSampler:
    """Draws `Facts` from a graph.

    `design`: a key of `DESIGNS` (the command line's `--recipe`). `max_removed`: 3 as in the release, 5 as in the paper's text.
    """

    graph: Graph
    names: dict[str, tuple[str, ...]]
    seed: int = 0
    design: str = "facts"
    max_removed: int = 3

    def sample(self, split: str, index: int, attempt: int = 0) -> tuple[Facts, tuple[int, ...]]:
        """The facts of triple `index` of the split and the walk behind them (occupation indices).

        Raises:
            BadInput: no cluster of the graph holds facts for this split.
        """
        drafts = (
            (self.facts_of(proposal, self.default_order(proposal)), proposal.walk)
            for proposal in self.proposals(split, index, attempt)
        )
        return next((facts, walk) for facts, walk in drafts if facts is not None)

    def default_order(self, proposal: Proposal) -> Sequence[int]:
        """Positions of the jobs of a proposal, newest first, where no language model says."""
        return self._design.order(proposal.titles, proposal.rng)

    def provenance(self, facts: Facts, walk: tuple[int, ...], attempt: int) -> dict:
        """The columns of the provenance row that describe the facts of a triple."""
        return {
            "id": facts.id,
            "recipe": self.design,
            "seed": self.seed,
            "walk": [self.graph.occupations[i].title for i in walk],
            "attempt": attempt,
        }

    def proposals(self, split: str, index: int, attempt: int) -> Iterator[Proposal]:
        """Walks that may become the career; the caller stops at the first that fits.

        Raises:
            BadInput: no cluster of the graph holds facts for this split.
        """
        id = f"{split}-{index:06d}"
        round_robin = self._unseen if split == "test_unseen" else self._seen
        rng = Random(f"{self.seed}/{id}/{attempt}")
        jobs = rng.choices(career.JOBS, career.JOBS_WEIGHTS)[0]  # once: retries must not favour easy lengths
        for assignment in islice(round_robin.candidates(index), CLUSTER_TRIES):
            offset = zlib.crc32(f"{split} {assignment.cluster}".encode())
            gender = GENDERS[(round_robin.parity(index) + offset) % 2]
            short, found = 0, False
            for _ in range(TRIES):
                cluster = self.graph.clusters[assignment.cluster]
                walk = self._design.walk(cluster, assignment.starts, jobs, rng, not found and short >= SHORT_WALKS)
                titles = tuple(self.graph.occupations[i].title for i in walk)
                # with a title that train never shows it leads nowhere either
                ended = len(walk) < jobs or (split != "test_unseen" and any(map(splits.is_held_out, titles)))
                short, found = short + ended, found or not ended
                if len(walk) == jobs:
                    yield Proposal(split, id, assignment, gender, walk, titles, rng)
        raise BadInput(f"the graph has too few occupations to sample {id}; give it more sources or a larger graph")

    def facts_of(self, proposal: Proposal, order: Sequence[int], skill_count: int | None = None) -> Facts | None:
        """The facts of a proposal whose jobs have this order (positions, newest first), or None where they do not fit.

        The job asks for `skill_count` skills, or by default for as many as its postings name and up to four more.
        """
        split, assignment, rng = proposal.split, proposal.assignment, proposal.rng
        jobs = tuple(proposal.walk[i] for i in order)
        titles = [proposal.titles[i] for i in order]
        if self.graph.occupations[jobs[0]].category != assignment.category:
            return None
        held_out = list(map(splits.is_held_out, titles))
        if not held_out[0] if split == "test_unseen" else any(held_out):
            return None
        if not splits.in_split(split, splits.career_key(titles)):
            return None
        skills = self._draw_skills(split, titles[0], self._design.advertised(jobs), skill_count, rng)
        if skills is None:
            return None
        pair = self._design.pair(jobs, titles, skills, rng)
        if pair is None:
            return None
        return Facts(
            id=proposal.id,
            job_title=titles[0],
            category=assignment.category,
            cluster=assignment.cluster,
            skills=skills,
            extra_skills=pair.extra,
            experiences=pair.matched_jobs,
            first_name=rng.choice(self.names[proposal.gender]),
            gender=proposal.gender,
            removed_skills=pair.removed,
            unmatched_skills=pair.unmatched_skills,
            experience_edit=pair.edit,
            unmatched_experiences=pair.unmatched_jobs,
            negative_kind=pair.negative_kind,
            removed_kinds=tuple(self._kinds[skill] for skill in pair.removed),
            optional_skills=pair.optional,
            alternatives=pair.alternatives,
            denied_skills=pair.denied,
        )

    def _draw_skills(
        self, split: str, title: str, occupation: int, wanted: int | None, rng: Random
    ) -> tuple[str, ...] | None:
        """At least two skills of the occupation that is advertised."""
        pool = self._design.skills_of(occupation)
        if len(pool) < MIN_SKILLS:
            return None
        typical = self.graph.occupations[occupation].typical_skills
        for _ in range(SKILL_DRAWS):
            count = min(max(2, wanted or typical + rng.randint(0, MORE_SKILLS)), len(pool))
            drawn = tuple(self.graph.skills[i].name for i in rng.sample(pool, count))
            skills = self._design.asked(occupation, drawn, rng)
            if splits.in_split(split, splits.demand_key(title, skills)):
                return skills
        return None

    @cached_property
    def _design(self) -> FactsDesign | PaperDesign:
        return DESIGNS[self.design](self.graph, self.max_removed)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return kinds_of(self.graph)

    @cached_property
    def _seen(self) -> RoundRobin:
        return self._round_robin(held_out=False)

    @cached_property
    def _unseen(self) -> RoundRobin:
        return self._round_robin(held_out=True)

    def _round_robin(self, held_out: bool) -> RoundRobin:
        """Assignments that start at occupations with `MIN_SKILLS` or more that are, or are not, held out."""
        occupations, edges = self.graph.occupations, self.graph.edges
        round_robin = make_round_robin(
            self.graph,
            lambda o: (
                splits.is_held_out(occupations[o].title) == held_out
                and len(edges[o]) >= MIN_SKILLS
                and self._design.may_advertise(o)
            ),
            self.seed,
        )
        if not round_robin.assignments:
            which = "held-out " if held_out else ""
            raise BadInput(f"the graph has no {which}occupation with {MIN_SKILLS} skills or more; use a larger graph")
        return round_robin
