"""The skill-occupation graph: what `make_graph` makes of the sources and what walks are sampled from.

Indices are positions: `edges[o]` are the skills of `occupations[o]`. `to_networkx` is the public form,
`storage` the stored one.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from dataset_builder.errors import BadInput
from dataset_builder.sources.records import RowCounts, Source


@dataclass(frozen=True)
class Occupation:
    """`typical_skills`: how many skills an ad for it names (median over its ads), at least 1.

    `aliases` are other titles of the same job, `feeders` the titles of occupations that commonly lead to it, `duties` what
    is done in it, base verb first. Only written occupations have them.
    """

    title: str
    soc_code: str | None
    category: str
    source: str
    typical_skills: int
    aliases: tuple[str, ...] = ()
    feeders: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skill:
    """`aliases` are spellings and other common names of the same thing; `kind` is one of `authored.KINDS`, None where only
    ads name the skill."""

    name: str
    aliases: tuple[str, ...]
    source: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Why an occupation asks for a skill: who says so, for which share of its ads (1 where a list says it), and on what
    evidence ("12 of 40 ads", "task 7392 (O*NET)", "written")."""

    source: str
    weight: float
    support: str


def minor_group(soc_code: str) -> str:
    """ "29-1" for "29-1141": the first digit behind the major group, by which all minor groups of the SOC 2018 differ."""
    return soc_code[:4]


@dataclass(frozen=True)
class Graph:
    """Bipartite; `edge_facts[o][i]` are those of the edge to `edges[o][i]`; clusters overlap."""

    occupations: tuple[Occupation, ...]
    skills: tuple[Skill, ...]
    edges: tuple[tuple[int, ...], ...]
    edge_facts: tuple[tuple[Edge, ...], ...]
    clusters: tuple[tuple[int, ...], ...]
    sources: tuple[Source, ...]
    parameters: dict[str, str | int | float | bool | None] = field(default_factory=dict)
    # How many rows of each source were read; no reader of the graph depends on them, so `content_hash` leaves them out.
    row_counts: tuple[RowCounts, ...] = ()
    # What judges said of names and pairs (`quality.graph_labels`); about the graph and no part of it: neither of
    # `content_hash` nor of equality.
    labels: tuple[dict, ...] = field(default=(), compare=False)

    def __getstate__(self) -> dict[str, object]:
        """Without the cached properties, which a worker makes again faster than it reads them."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    @cached_property
    def occupations_of(self) -> tuple[tuple[int, ...], ...]:
        """Per skill the occupations that name it, ascending."""
        found: list[list[int]] = [[] for _ in self.skills]
        for occupation, skills in enumerate(self.edges):
            for skill in skills:
                found[skill].append(occupation)
        return tuple(map(tuple, found))

    @cached_property
    def clusters_of(self) -> tuple[tuple[int, ...], ...]:
        """Per occupation the clusters that hold it, ascending."""
        found: list[list[int]] = [[] for _ in self.occupations]
        for cluster, members in enumerate(self.clusters):
            for occupation in members:
                found[occupation].append(cluster)
        return tuple(map(tuple, found))

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Per skill name its other names, for skills that have any."""
        return {skill.name: skill.aliases for skill in self.skills if skill.aliases}

    @cached_property
    def licences(self) -> dict[str, int]:
        """Edges under each licence, most first."""
        by_name = {source.name: source.licence for source in self.sources}
        counts: dict[str, int] = {}
        for facts in self.edge_facts:
            for edge in facts:
                counts[by_name[edge.source]] = counts.get(by_name[edge.source], 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def licence(self) -> str:
        """The one licence the whole graph can be given: a vendor's own terms ("other") win over share-alike, that over
        attribution, and that over the rest."""
        held = {source.licence for source in self.sources}
        return next((one for one in ("other", "cc-by-sa-4.0", "cc-by-4.0") if one in held), "cc0-1.0")

    def neighbours(self, occupation: int) -> tuple[int, ...]:
        """Occupations two hops away, those that share a skill, ascending; not the occupation itself."""
        found = {other for skill in self.edges[occupation] for other in self.occupations_of[skill]}
        return tuple(sorted(found - {occupation}))

    def close_to(self, occupation: int) -> tuple[int, ...]:
        """Occupations that share two skills and are of the same minor group of the SOC, or of the same category for a title
        without a code; ascending."""
        own = self.occupations[occupation]
        shared = Counter(other for skill in self.edges[occupation] for other in self.occupations_of[skill])
        del shared[occupation]

        def is_alike(other: Occupation) -> bool:
            if own.soc_code is None:
                return other.category == own.category
            return other.soc_code is not None and minor_group(other.soc_code) == minor_group(own.soc_code)

        return tuple(sorted(at for at, count in shared.items() if count > 1 and is_alike(self.occupations[at])))

    def leads_to(self, earlier: int, later: int) -> bool:
        """Whether an employer who wants `later` would count years as `earlier`: the same job, one that `later` lists as
        leading to it, or one of the same minor group of the SOC that shares two skills with it (a Hospitalist and a Nurse
        Case Manager are of one group and share one). False where a title has no code and is not listed."""
        if earlier == later or earlier in self.feeders_of[later]:
            return True
        codes = self.occupations[earlier].soc_code, self.occupations[later].soc_code
        if not all(codes) or minor_group(codes[0]) != minor_group(codes[1]):
            return False
        return len(frozenset(self.edges[earlier]).intersection(self.edges[later])) >= 2

    @cached_property
    def feeders_of(self) -> tuple[frozenset[int], ...]:
        from dataset_builder.graph.name_keys import title_key

        return tuple(
            frozenset(at for title in row.feeders if (at := self._by_name.get(title_key(title))) is not None)
            for row in self.occupations
        )

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over everything that a build reads of the graph; the same on every machine."""
        digest = hashlib.sha256()
        for part in (self.occupations, self.skills, self.sources):
            digest.update(json.dumps([list(vars(row).values()) for row in part]).encode())
        facts = [[(edge.source, edge.weight, edge.support) for edge in row] for row in self.edge_facts]
        for part in (self.edges, facts, self.clusters, self.parameters):
            digest.update(json.dumps(part, sort_keys=True).encode())
        return digest.hexdigest()

    @cached_property
    def _by_name(self) -> dict[str, int]:
        """Occupations by the key of any of their names; a title wins over another's alias."""
        from dataset_builder.graph.name_keys import title_key

        named = {title_key(alias): at for at, row in enumerate(self.occupations) for alias in row.aliases}
        return named | {title_key(row.title): at for at, row in enumerate(self.occupations)}

    def find(self, title: str) -> Occupation:
        """The occupation of that title or other name, singular or plural ("RN", "Registered Nurses").

        Raises:
            BadInput: no occupation is called so; names the nearest.
        """
        return self.occupations[self._position(title)]

    def skills_of(self, title: str) -> list[Skill]:
        """The skills that an occupation, by any of its names, asks for: the most asked first."""
        at = self._position(title)
        ranked = sorted(zip(self.edge_facts[at], self.edges[at]), key=lambda pair: -pair[0].weight)
        return [self.skills[skill] for _, skill in ranked]

    def related(self, title: str, most: int = 10) -> list[tuple[Occupation, float]]:
        """The occupations that share most with one, by any of its names: cosine of their skills, rare ones weighing more."""
        from dataset_builder.graph.clusters import incidence

        at = self._position(title)
        matrix = incidence(self.edges, len(self.skills))
        shared = (matrix[at] @ matrix.T).toarray()[0]
        shared[at] = 0
        order = sorted(range(len(shared)), key=lambda other: (-round(float(shared[other]), 5), other))[:most]
        return [(self.occupations[other], round(float(shared[other]), 3)) for other in order if shared[other] > 0]

    def _position(self, title: str) -> int:
        from dataset_builder.graph.name_keys import title_key

        if (at := self._by_name.get(title_key(title))) is None:
            from rapidfuzz import process

            near = process.extract(title, [row.title for row in self.occupations], limit=3)
            raise BadInput(f"no occupation is called {title!r}; near names: {', '.join(name for name, _, _ in near)}")
        return at

    def to_networkx(self):
        """An undirected networkx graph of "occupation:TITLE" and "skill:NAME" nodes that GraphML can hold.

        Nodes carry kind ("occupation", "skill"), bipartite (0, 1), source and licence; edges source, weight, support and
        licence. Lists are joined (clusters by spaces, names by " | "), since GraphML has none.
        """
        import networkx

        licences = {source.name: source.licence for source in self.sources}
        graph = networkx.Graph(licence=self.licence, content_hash=self.content_hash)
        for row, clusters in zip(self.occupations, self.clusters_of, strict=True):
            graph.add_node(
                f"occupation:{row.title}", kind="occupation", bipartite=0, title=row.title, soc_code=row.soc_code or "",
                category=row.category, typical_skills=row.typical_skills, clusters=" ".join(map(str, clusters)),
                aliases=" | ".join(row.aliases), feeders=" | ".join(row.feeders),
                source=row.source, licence=licences[row.source],
            )  # fmt: skip
        for row in self.skills:
            graph.add_node(
                f"skill:{row.name}", kind="skill", bipartite=1, title=row.name, skill_kind=row.kind or "",
                aliases=" | ".join(row.aliases), source=row.source, licence=licences[row.source],
            )  # fmt: skip
        for row, skills, facts in zip(self.occupations, self.edges, self.edge_facts, strict=True):
            for skill, edge in zip(skills, facts, strict=True):
                graph.add_edge(
                    f"occupation:{row.title}", f"skill:{self.skills[skill].name}", weight=edge.weight,
                    support=edge.support, source=edge.source, licence=licences[edge.source],
                )  # fmt: skip
        return graph
