"""From public job data to the skill-occupation graph: sources read, names cleaned, sources merged, clusters found.

    python -m dataset_builder graph --dice FILE.csv --bls FILE.xlsx --onet FOLDER --out graph

The written occupations are part of every graph; without other sources they are the embedded graph.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.graph import storage
from dataset_builder.graph.categories import categorise
from dataset_builder.graph.clusters import find_clusters
from dataset_builder.graph.graph import Graph, Occupation, Skill
from dataset_builder.graph.graph_config import GraphConfig
from dataset_builder.graph.merge_sources import Draft, Merge
from dataset_builder.graph.name_keys import title_key
from dataset_builder.sources import authored, bls, dice, onet
from dataset_builder.sources.records import SourceData

ASKED = 8  # skills asked of a teacher for an occupation that no source gives any; the paper's mean is 8.5
# From titles, with the number of skills that each should have, to a source that names them.
Ask = Callable[[dict[str, int]], SourceData]


def run_graph(config: GraphConfig, ask: Ask | None = None) -> Graph:
    """Assembles the graph and, with `out`, saves it there."""
    if config.out is None:
        return assemble(config, ask)
    storage.refuse(Path(config.out))
    sources, merged = _merge(config, ask)
    graph = _finish(sources, merged, config)
    storage.save(graph, config.out, config.overwrite, (merged.corpus.rows(), merged.occupations.rows()))
    return graph


@cache
def embedded() -> Graph:
    """The graph of the written occupations, which ships with the code; made in about a second."""
    return replace(assemble(GraphConfig(quiet=True)), labels=storage.read_labels(authored.DATA))


def read_graph(folder: str | None) -> Graph:
    """The graph of a folder that the graph verb wrote; without one, the embedded graph."""
    return storage.load(folder) if folder else embedded()


def read_sources(config: GraphConfig) -> list[SourceData]:
    sources = [authored.read()]
    if config.dice:
        sources.append(dice.read(config.dice))
    if config.bls:
        sources.append(bls.read(config.bls))
    if config.onet:
        sources.append(onet.read(config.onet))
    return sources


def assemble(config: GraphConfig, ask: Ask | None = None) -> Graph:
    """`ask` gives skills to the occupations that no source gives any.

    Raises:
        BadInput: a source is unusable, or the thresholds leave nothing.
    """
    return _finish(*_merge(config, ask), config)


def _merge(config: GraphConfig, ask: Ask | None) -> tuple[list[SourceData], Merge]:
    sources = read_sources(config)
    merged = Merge(sources)
    official = next((data for data in sources if data.source.name == "bls"), None)
    if ask and official and (titles := merged.uncovered(official)):
        answered = ask(dict.fromkeys(titles, ASKED))
        merged.add_answers(answered)
        sources.append(answered)
    return sources, merged


def _numbered(rows: Iterable[list[str]]) -> dict[str, int]:
    """Positions of names in the order of first mention."""
    return {name: position for position, name in enumerate(dict.fromkeys(chain.from_iterable(rows)))}


def _clustered(merged: Merge, config: GraphConfig) -> tuple[list[tuple[Draft, list[str]]], tuple[tuple[int, ...], ...]]:
    """The drafts that clusters cover, each with its skills, and the clusters by position among them."""
    # a skill that is an occupation word for word is not something a person has
    drafts = [
        (draft, skills)
        for draft in merged.drafts.values()
        if (skills := [skill for skill in draft.edges if title_key(skill) not in merged.drafts])
    ]
    positions = _numbered(skills for _, skills in drafts)
    edges = [[positions[skill] for skill in skills] for _, skills in drafts]
    clusters = find_clusters(edges, len(positions), config.min_cluster_size, config.seed, config.quiet)
    if not clusters:
        raise BadInput(
            f"no cluster reaches {config.min_cluster_size} of the {len(drafts)} occupations; "
            "lower --min-cluster-size or add a source"
        )
    place = {at: new for new, at in enumerate(sorted({occupation for cluster in clusters for occupation in cluster}))}
    return [drafts[at] for at in place], tuple(tuple(place[occupation] for occupation in ball) for ball in clusters)


def _finish(sources: list[SourceData], merged: Merge, config: GraphConfig) -> Graph:
    """The graph of the occupations that clusters cover, with the skills that these name."""
    kept, clusters = _clustered(merged, config)
    coded = [pair for data in sources for pair in data.coded_titles()]
    records = [draft.record for draft, _ in kept]
    categories = categorise([record.title for record in records], [record.soc_code for record in records], coded)
    positions = _numbered(skills for _, skills in kept)
    occupations, edges, facts = [], [], []
    origin: dict[str, str] = {}
    for (draft, skills), category in zip(kept, categories, strict=True):
        skills = sorted(skills, key=positions.__getitem__)
        row = draft.record
        written = {"aliases": row.aliases, "feeders": row.feeders, "duties": row.duties}
        typical = draft.typical_skills(len(skills))
        occupations.append(Occupation(row.title, row.soc_code, category, draft.source, typical, **written))
        edges.append(tuple(positions[skill] for skill in skills))
        facts.append(tuple(draft.edges[skill] for skill in skills))
        for skill in skills:
            origin.setdefault(skill, draft.edges[skill].source)
    known, spellings = merged.vocabulary.entries, merged.corpus.aliases()
    skills = tuple(
        Skill(name, known[name].aliases, origin[name], known[name].kind)
        if name in known
        else Skill(name, spellings.get(name, ()), origin[name])
        for name in positions
    )
    parameters = {"seed": config.seed, "min_cluster_size": config.min_cluster_size}
    return Graph(
        tuple(occupations), skills, tuple(edges), tuple(facts), clusters, tuple(data.source for data in sources),
        parameters, tuple(data.row_counts() for data in sources),
    )  # fmt: skip
