"""Samples the facts of a triple: cluster, walk, career, skills, and what the unmatched resume lacks.

Two recipes. `paper` follows the paper and its release: the skills of the oldest job, years as held, a
negative by deletion. `facts` mends what the release gets wrong: the skills of the advertised job; removed
skills that nothing else on the resume names; negatives filled up with near neighbours of the graph, so that
they are not shorter; years beyond the minimum, drawn alike for both resumes.

The split, the index in it, the attempt and the seed fix the facts, whatever the size or order of the build.
"""

import zlib
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Literal

from dataset_builder import career, splits
from dataset_builder.errors import BadInput
from dataset_builder.facts import Experience, ExperienceEdit, Facts
from dataset_builder.first_names import GENDERS
from dataset_builder.graph import Graph
from dataset_builder.mentions import first_mentioned, mentions, stemmed
from dataset_builder.walk import sample_walk

RecipeName = Literal["facts", "paper"]
RECIPES = ("facts", "paper")

TRIES, CLUSTER_TRIES = 300, 200
"""Walks in one cluster before the next cluster is tried, and clusters before giving up."""
SKILL_DRAWS = 80
"""Sets of skills drawn for one career until one falls into the split."""
MIN_SKILLS = 3
"""Skills an occupation needs to be asked for: two to ask, one of them removed, and something to choose from."""
EXTRA_COUNT, EXTRA_WEIGHTS = (0, 1, 2, 3), (25, 35, 25, 15)
NEIGHBOUR_SHARE = 0.75
EDITS, EDIT_WEIGHTS = ("shortened", "kept", "replaced", "dropped"), (35, 35, 20, 10)


@dataclass(frozen=True)
class Unmatched:
    """The half of the facts in which the two recipes differ most."""

    extra: tuple[str, ...]
    removed: tuple[str, ...]
    skills: tuple[str, ...]
    edit: ExperienceEdit
    matched_jobs: tuple[Experience, ...]
    jobs: tuple[Experience, ...]
    negative_kind: str


@dataclass(frozen=True)
class FactSampler:
    """Draws `Facts` from a graph.

    `max_removed`: 3 as in the release, 5 as in the paper's text.
    """

    graph: Graph
    names: dict[str, tuple[str, ...]]
    seed: int = 0
    recipe: RecipeName = "facts"
    max_removed: int = 3

    def sample(self, split: str, index: int, attempt: int = 0) -> tuple[Facts, tuple[int, ...]]:
        """The facts of triple `index` of the split and the walk behind them (occupation indices).

        Clusters take turns, and genders alternate within a cluster, so both are balanced at any size.

        Raises:
            BadInput: no cluster of the graph holds facts for this split.
        """
        id = f"{split}-{index:06d}"
        order = self._unseen_clusters if split == "test_unseen" else self._seen_clusters
        rng = Random(f"{self.seed}/{id}/{attempt}")
        jobs = rng.choices(career.JOBS, career.JOBS_WEIGHTS)[0]  # once: retries must not favour easy lengths
        for turn in range(CLUSTER_TRIES):
            cluster = order[(index + turn) % len(order)]
            for _ in range(TRIES):
                if (facts := self._try(split, id, index // len(order), cluster, jobs, rng)) is not None:
                    return facts
        raise BadInput(f"the graph has too few occupations to sample {id}; give it more sources or a larger graph")

    def _try(
        self, split: str, id: str, round: int, cluster: int, length: int, rng: Random
    ) -> tuple[Facts, tuple[int, ...]] | None:
        walk = sample_walk(self.graph, self.graph.clusters[cluster], length, rng)
        if len(walk) < length:
            return None
        titles = [self.graph.occupations[i].title for i in walk]
        order = career.order_career(titles, rng)
        jobs = tuple(walk[i] for i in order)
        titles = [titles[i] for i in order]
        if split == "test_unseen":
            if not self._held_out[jobs[0]]:
                return None
        elif any(self._held_out[job] for job in jobs):
            return None
        if not splits.in_split(split, splits.career_key(titles)):
            return None
        skills = self._draw_skills(split, titles[0], jobs[0] if self.recipe == "facts" else jobs[-1], rng)
        if skills is None:
            return None
        unmatched = (self._by_facts if self.recipe == "facts" else self._by_paper)(jobs, titles, skills, rng)
        if unmatched is None:
            return None
        gender = GENDERS[(round + zlib.crc32(f"{split} {cluster}".encode())) % 2]
        facts = Facts(
            id=id,
            job_title=titles[0],
            category=self.graph.occupations[jobs[0]].category,
            cluster=cluster,
            skills=skills,
            extra_skills=unmatched.extra,
            experiences=unmatched.matched_jobs,
            first_name=rng.choice(self.names[gender]),
            gender=gender,
            removed_skills=unmatched.removed,
            unmatched_skills=unmatched.skills,
            experience_edit=unmatched.edit,
            unmatched_experiences=unmatched.jobs,
            negative_kind=unmatched.negative_kind,
        )
        return facts, walk

    def _draw_skills(self, split: str, title: str, occupation: int, rng: Random) -> tuple[str, ...] | None:
        """As many skills as a posting of the occupation names, and up to four more; at least two."""
        pool = self.graph.edges[occupation]
        if len(pool) < MIN_SKILLS:
            return None
        typical = self.graph.occupations[occupation].typical_skills
        for _ in range(SKILL_DRAWS):
            count = min(max(2, typical + rng.randint(0, 4)), len(pool))
            skills = tuple(self.graph.skills[i].name for i in rng.sample(pool, count))
            if splits.in_split(split, splits.demand_key(title, skills)):
                return skills
        return None

    # ------------------------------------------------------------------------------------------------ paper

    def _by_paper(self, jobs: tuple[int, ...], titles: list[str], skills: tuple[str, ...], rng: Random) -> Unmatched:
        held = [rng.randint(1, career.MAX_YEARS) for _ in jobs]
        spans = career.date_jobs(held, rng.randint(*career.LAST_YEARS), [0] * len(jobs))
        matched = tuple(Experience(t, years, *span) for t, years, span in zip(titles, held, spans))
        newest, older = matched[0], matched[1:]
        if newest.held > 1 and rng.random() < (0.72 if older else 0.55):
            edit, changed = career.shorten(newest, newest.start_year + rng.randint(1, newest.held - 1))
            unmatched = (changed, *older)
        elif older:
            edit, unmatched = career.drop(newest), older
        else:
            edit, changed = career.keep(newest, newest.start_year, newest.end_year)
            unmatched = (changed,)
        removed = rng.sample(skills, min(rng.randint(1, self.max_removed), len(skills) - 1))
        return Unmatched(
            extra=(),
            removed=tuple(s for s in skills if s in removed),
            skills=tuple(s for s in skills if s not in removed),
            edit=edit,
            matched_jobs=matched,
            jobs=unmatched,
            negative_kind="deletion",
        )

    # ------------------------------------------------------------------------------------------------ facts

    def _by_facts(
        self, jobs: tuple[int, ...], titles: list[str], skills: tuple[str, ...], rng: Random
    ) -> Unmatched | None:
        removed = self._removable(titles, skills, rng)
        if not removed:
            return None
        kind = rng.choices(EDITS, EDIT_WEIGHTS)[0]
        if kind == "dropped" and len(jobs) == 1:
            kind = "replaced"
        edit, matched, unmatched = self._draw_jobs(kind, jobs, titles, removed, rng)
        if edit is None:
            return None
        neighbour = rng.random() < NEIGHBOUR_SHARE
        counts = rng.choices(EXTRA_COUNT, EXTRA_WEIGHTS, k=2)
        if not neighbour:  # nothing stands in for what was removed, so the unmatched resume gets more of the rest
            counts = [min(counts), max(counts) + 1]
        extra = self._extra_skills(counts[0], jobs, skills, (), rng)
        others = self._extra_skills(counts[1], jobs, skills, removed, rng)
        instead = dict(zip(removed, self._neighbours_of(removed, (*skills, *others), rng))) if neighbour else {}
        shown = [instead.get(s) if s in removed else s for s in skills]
        return Unmatched(
            extra=extra,
            removed=removed,
            skills=(*filter(None, shown), *others),
            edit=edit,
            matched_jobs=matched,
            jobs=unmatched,
            negative_kind="neighbour" if instead else "deletion",
        )

    def _removable(self, titles: list[str], skills: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills whose removal leaves no trace: named by no job title and inside no skill that stays."""
        career_text = " ".join(map(stemmed, titles))
        candidates = [s for s in skills if not mentions(career_text, s, self._aliases)]
        count = min(rng.randint(1, self.max_removed), len(skills) - 1, len(candidates))
        removed = rng.sample(candidates, count)  # a list: the order of a set changes from process to process
        while survivor := first_mentioned(self._text_of(s for s in skills if s not in removed), removed, self._aliases):
            removed.remove(survivor)
        return tuple(s for s in skills if s in removed)

    def _draw_jobs(self, kind: str, jobs: tuple[int, ...], titles: list[str], removed: tuple[str, ...], rng: Random):
        """Edit, matched jobs, unmatched jobs.

        Short and long spans of the newest job come from one draw: `shortened` gives the long one to the matched
        resume, `kept` to the unmatched, equally often, so a resume alone does not tell which it is.
        """
        short, long = sorted(rng.sample(range(1, career.MAX_YEARS + 1), 2))
        held = [long, *(rng.randint(1, career.MAX_YEARS) for _ in jobs[1:])]
        gaps = [int(rng.random() < 0.15) for _ in jobs]
        spans = career.date_jobs(held, rng.randint(*career.LAST_YEARS), gaps)
        start, end = spans[0]
        asked = [h if rng.random() < 0.5 else rng.randint(1, h) for h in held]
        asked[0] = rng.randint(short + 1, long) if kind == "shortened" else rng.randint(1, short)
        matched_end = start + short if kind == "kept" else end
        newest = Experience(titles[0], asked[0], start, matched_end)
        older = [Experience(t, years, *span) for t, years, span in zip(titles[1:], asked[1:], spans[1:])]
        older_held = tuple(Experience(e.title, e.held, e.start_year, e.end_year) for e in older)
        matched = (newest, *older)
        if kind == "shortened":
            edit, changed = career.shorten(newest, start + short)
        elif kind == "kept":
            edit, changed = career.keep(newest, start, end)
        elif kind == "dropped":
            return career.drop(newest), matched, older_held
        else:
            title = self._neighbour_occupation(jobs, titles, removed, rng)
            if title is None:
                return None, (), ()
            edit, changed = career.replace(newest, title)
        return edit, matched, (changed, *older_held)

    def _neighbour_occupation(self, jobs, titles: list[str], removed: tuple[str, ...], rng: Random) -> str | None:
        """An occupation that shares a skill with the newest job yet does not stand in for it."""
        career_text = " ".join(map(stemmed, titles))
        for _ in range(20):
            other = rng.choice(self.graph.occupations_of[rng.choice(self.graph.edges[jobs[0]])])
            if other in jobs or self._held_out[other]:
                continue
            title = self.graph.occupations[other].title
            text = stemmed(title)
            if text in career_text or stemmed(titles[0]) in text or first_mentioned(text, removed, self._aliases):
                continue
            return title
        return None

    def _extra_skills(self, count: int, jobs, skills, removed: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills of the career that nobody asked for; none names an asked skill or is named by one."""
        return self._distinct(
            (self.graph.edges[rng.choice(jobs[1:] or jobs)] for _ in range(8 * count)), count, (*skills, *removed), rng
        )

    def _neighbours_of(self, removed: tuple[str, ...], taken: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills that share an occupation with a removed one."""
        indices = [self._skill_index[s] for s in removed]
        pools = (
            self.graph.edges[rng.choice(self.graph.occupations_of[rng.choice(indices)])]
            for _ in range(12 * len(removed))
        )
        return self._distinct(pools, len(removed), taken, rng)

    def _distinct(self, pools, count: int, taken: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        found: list[str] = []
        for pool in pools:
            if len(found) == count:
                break
            name = self.graph.skills[rng.choice(pool)].name
            others = (*taken, *found)
            if first_mentioned(self._text_of([name]), others, self._aliases) is None and not mentions(
                self._text_of(others), name, self._aliases
            ):
                found.append(name)
        return tuple(found)

    # ------------------------------------------------------------------------------------------------ lookups

    def _text_of(self, skills) -> str:
        """Every form of the skills, stemmed; forms are two spaces apart, so no name spans two of them."""
        return "".join(self._forms(s) for s in skills)

    def _forms(self, skill: str) -> str:
        if (text := self._form_cache.get(skill)) is None:
            text = self._form_cache[skill] = "".join(map(stemmed, (skill, *self._aliases.get(skill, ()))))
        return text

    @cached_property
    def _form_cache(self) -> dict[str, str]:
        return {}

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, ...]]:
        return self.graph.aliases

    @cached_property
    def _skill_index(self) -> dict[str, int]:
        return {skill.name: i for i, skill in enumerate(self.graph.skills)}

    @cached_property
    def _held_out(self) -> tuple[bool, ...]:
        return tuple(splits.is_held_out(o.title) for o in self.graph.occupations)

    @cached_property
    def _seen_clusters(self) -> tuple[int, ...]:
        return self._clusters_with(held_out=False)

    @cached_property
    def _unseen_clusters(self) -> tuple[int, ...]:
        return self._clusters_with(held_out=True)

    def _clusters_with(self, held_out: bool) -> tuple[int, ...]:
        """Clusters that have such an occupation with `MIN_SKILLS` or more, in a seeded order."""
        found = [
            c
            for c, members in enumerate(self.graph.clusters)
            if any(self._held_out[m] == held_out and len(self.graph.edges[m]) >= MIN_SKILLS for m in members)
        ]
        Random(f"{self.seed}/clusters").shuffle(found)
        if not found:
            which = "held-out " if held_out else ""
            raise BadInput(
                f"the graph has no cluster with {which}occupations of three skills or more; use a larger graph"
            )
        return tuple(found)
