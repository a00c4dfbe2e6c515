"""From public job data to the skill-occupation graph: sources read, names cleaned, sources merged, clusters found.

    python -m dataset_builder graph --dice FILE.csv --bls FILE.xlsx --onet FOLDER --out graph

O*NET given together with BLS lends its skills to BLS occupations by SOC code and its alternate titles to
categories; its own titles enter only where BLS is not given, since BLS's are the same in most cases.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.graph import storage
from dataset_builder.graph.canonical_names import CanonicalNames
from dataset_builder.graph.clean_names import title_key
from dataset_builder.graph.clusters import find_clusters
from dataset_builder.graph.graph import Graph
from dataset_builder.graph.graph_config import GraphConfig
from dataset_builder.graph.merge_sources import OccupationDraft, finish, lend_skills, merge, numbered, wanted_skills
from dataset_builder.graph.nearest_titles import Nearest, nearest_by
from dataset_builder.sources import bls, dice, onet, seed
from dataset_builder.sources.records import SourceData

# From titles, with the number of skills that each should have, to a source that names them.
Ask = Callable[[dict[str, int]], SourceData]


def run_graph(config: GraphConfig, ask: Ask | None = None) -> Graph:
    """Assembles the graph and, with `out`, saves it there."""
    if config.out is not None:
        storage.refuse(Path(config.out))
    graph = assemble(config, ask)
    if config.out is not None:
        storage.save(graph, config.out, config.overwrite)
    return graph


@cache
def embedded() -> Graph:
    """The seed graph that ships with the code, made in well under a second."""
    return assemble(GraphConfig(seed_graph=True, quiet=True))


def read_graph(folder: str | None) -> Graph:
    """The graph of a folder that the graph verb wrote; without one, the embedded graph."""
    return storage.load(folder) if folder else embedded()


def read_sources(config: GraphConfig) -> list[SourceData]:
    given = config.dice or config.bls or config.onet
    sources = []
    if config.seed_graph or (config.seed_graph is None and not given):
        sources.append(seed.read())
    if config.dice:
        sources.append(dice.read(config.dice))
    if config.bls:
        sources.append(bls.read(config.bls))
    if config.onet:
        sources.append(onet.read(config.onet, config.onet_threshold))
    if not sources:
        raise BadInput("no source is left; give --dice, --bls or --onet, or leave out --no-seed-graph")
    return sources


def assemble(config: GraphConfig, ask: Ask | None = None) -> Graph:
    """`ask` gives skills to the occupations that no source gives any.

    Raises:
        BadInput: a source is unusable, or the thresholds leave nothing.
    """
    nearest = nearest_by(config.similarity)
    sources = read_sources(config)
    names = CanonicalNames(sources)
    drafts = draft_occupations(config, sources, names, nearest)
    if ask and (wanted := wanted_skills([draft for draft in drafts.values() if not draft.named], drafts, nearest)):
        answered = ask(wanted)
        names = CanonicalNames([*sources, answered])
        drafts = draft_occupations(config, sources, names, nearest)
        merge([answered], names, False, drafts)
        sources.append(answered)
    # a skill that is an occupation word for word is not something a person has
    skills = {
        key: [skill for skill in draft.skills() if title_key(skill) not in drafts] for key, draft in drafts.items()
    }
    kept = [(draft, skills[key]) for key, draft in drafts.items() if skills[key]]
    if not kept:
        raise BadInput(
            "no occupation has a skill; add a source with skills (--dice or --onet), or lower --onet-threshold"
        )
    positions = numbered(skills for _, skills in kept)
    edges = [[positions[skill] for skill in skills] for _, skills in kept]
    clusters = find_clusters(edges, len(positions), config.min_cluster_size, config.seed, config.quiet)
    if not clusters:
        raise BadInput(
            f"no cluster reaches {config.min_cluster_size} of the {len(kept)} occupations; "
            "lower --min-cluster-size or add a source"
        )
    place = {at: new for new, at in enumerate(sorted({occupation for cluster in clusters for occupation in cluster}))}
    clusters = tuple(tuple(place[occupation] for occupation in cluster) for cluster in clusters)
    coded = [pair for data in [*sources, seed.read()] for pair in data.coded_titles()]
    parameters = {name: getattr(config, name) for name in ("seed", "min_cluster_size", "onet_threshold", "similarity")}
    return finish(
        [kept[at] for at in place],
        clusters,
        names,
        coded,
        tuple(data.source for data in sources),
        parameters,
        tuple(data.row_counts() for data in sources),
    )


def draft_occupations(
    config: GraphConfig, sources: list[SourceData], names: CanonicalNames, nearest: Nearest
) -> dict[str, OccupationDraft]:
    drafts = merge(sources, names, bool(config.bls), {})
    if config.bls:
        lend_skills(drafts, sources, names, nearest)
    return drafts
