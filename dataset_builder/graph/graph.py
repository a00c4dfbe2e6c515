"""The skill-occupation graph: what `make_graph` makes of the sources and what walks are sampled from.

Indices are positions: `edges[o]` are the skills of `occupations[o]`. `to_networkx` is the public form,
`storage` the stored one.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property

from dataset_builder.sources.records import RowCounts, Source


@dataclass(frozen=True)
class Occupation:
    """`typical_skills`: how many skills an ad for it names (median over its ads), at least 1."""

    title: str
    soc_code: str | None
    category: str
    source: str
    typical_skills: int


@dataclass(frozen=True)
class Skill:
    """`aliases` are spellings and other common names of the same thing."""

    name: str
    aliases: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Graph:
    """Bipartite; `edge_sources[o][i]` names the source of the edge to `edges[o][i]`; clusters overlap."""

    occupations: tuple[Occupation, ...]
    skills: tuple[Skill, ...]
    edges: tuple[tuple[int, ...], ...]
    edge_sources: tuple[tuple[str, ...], ...]
    clusters: tuple[tuple[int, ...], ...]
    sources: tuple[Source, ...]
    parameters: dict[str, str | int | float | bool | None] = field(default_factory=dict)
    # How many rows of each source were read; no reader of the graph depends on them, so `content_hash` leaves them out.
    row_counts: tuple[RowCounts, ...] = ()

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
        for names in self.edge_sources:
            for name in names:
                counts[by_name[name]] = counts.get(by_name[name], 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def licence(self) -> str:
        """The one licence the whole graph can be given: a vendor's own terms ("other") win over share-alike, that over
        attribution, and that over the rest."""
        held = {source.licence for source in self.sources}
        return next((one for one in ("other", "cc-by-sa-4.0", "cc-by-4.0", "apache-2.0") if one in held), "cc0-1.0")

    def neighbours(self, occupation: int) -> tuple[int, ...]:
        """Occupations two hops away, those that share a skill, ascending; not the occupation itself."""
        found = {other for skill in self.edges[occupation] for other in self.occupations_of[skill]}
        return tuple(sorted(found - {occupation}))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over everything that a build reads of the graph; the same on every machine."""
        digest = hashlib.sha256()
        for part in (self.occupations, self.skills, self.sources):
            digest.update(json.dumps([list(vars(row).values()) for row in part]).encode())
        for part in (self.edges, self.edge_sources, self.clusters, self.parameters):
            digest.update(json.dumps(part, sort_keys=True).encode())
        return digest.hexdigest()

    def to_networkx(self):
        """An undirected networkx graph of "occupation:TITLE" and "skill:NAME" nodes that GraphML can hold.

        Nodes carry kind ("occupation", "skill"), bipartite (0, 1), source and licence; clusters are a
        space-joined list, since GraphML has no lists.
        """
        import networkx

        licences = {source.name: source.licence for source in self.sources}
        graph = networkx.Graph(licence=self.licence, content_hash=self.content_hash)
        for row, clusters in zip(self.occupations, self.clusters_of, strict=True):
            graph.add_node(
                f"occupation:{row.title}", kind="occupation", bipartite=0, title=row.title, soc_code=row.soc_code or "",
                category=row.category, typical_skills=row.typical_skills, clusters=" ".join(map(str, clusters)),
                source=row.source, licence=licences[row.source],
            )  # fmt: skip
        for row in self.skills:
            graph.add_node(
                f"skill:{row.name}", kind="skill", bipartite=1, title=row.name, aliases=" | ".join(row.aliases),
                source=row.source, licence=licences[row.source],
            )  # fmt: skip
        for row, skills, names in zip(self.occupations, self.edges, self.edge_sources, strict=True):
            for skill, name in zip(skills, names, strict=True):
                graph.add_edge(
                    f"occupation:{row.title}", f"skill:{self.skills[skill].name}", source=name, licence=licences[name]
                )
        return graph
