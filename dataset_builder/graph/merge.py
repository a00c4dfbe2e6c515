"""From sources to a graph: names are settled, equal things merged, clusters found, the rest dropped.

    python -m dataset_builder graph --dice FILE.csv --bls FILE.xlsx --onet FOLDER --out graph

O*NET given beside BLS lends its skills to BLS occupations by SOC code and its alternate titles to
categories; its own titles enter only where BLS is not given, since BLS's are the same in most cases.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from statistics import median

from dataset_builder.errors import BadInput
from dataset_builder.graph import storage as graph_folder
from dataset_builder.graph.canonical_names import Nomenclature
from dataset_builder.graph.categories import categorise
from dataset_builder.graph.clean_names import title_key
from dataset_builder.graph.clusters import find_clusters
from dataset_builder.graph.graph import Graph, Occupation, Skill
from dataset_builder.graph.nearest_titles import Nearest, nearest_by, skills_below
from dataset_builder.sources import Source, SourceData, bls, dice, onet, seed
from dataset_builder.sources.onet import THRESHOLD

FEWEST, MOST = 6, 14  # skills of a BLS occupation, whatever its counterpart has
LISTED = 1 / 2  # share of a curated list of skills (seed, O*NET) that an ad would name
Ask = Callable[[dict[str, int]], SourceData]
"""From titles, with the number of skills that each should have, to a source that names them."""
ATTESTED = 3  # ads that make an occupation a counterpart
RARE = 0.015  # an occupation of many ads keeps what at least this share of them names


@dataclass(frozen=True)
class GraphConfig:
    """What the graph verb takes."""

    dice: str | None = field(
        default=None, metadata={"help": "job ads with columns jobtitle and skills (path or URL)", "metavar": "CSV"}
    )
    bls: str | None = field(
        default=None, metadata={"help": "BLS OEWS national workbook (path or URL)", "metavar": "XLSX"}
    )
    onet: str | None = field(
        default=None,
        metadata={"help": "O*NET database, xlsx or tab text (path or URL of the zip)", "metavar": "FOLDER"},
    )
    onet_threshold: float = field(default=THRESHOLD, metadata={"help": "importance (1-5) a skill or knowledge needs"})
    seed_graph: bool | None = field(
        default=None,
        metadata={"help": "merge the embedded graph in; without the flag only where no other source is given"},
    )
    min_cluster_size: int = field(default=10, metadata={"help": "smaller clusters are dropped"})
    similarity: str = field(
        default="ngrams",
        metadata={"help": "how BLS titles find their nearest: ngrams, or sentence-transformers:MODEL"},
    )
    seed: int = field(default=0, metadata={"help": "decides where clusters start"})
    out: str | None = field(
        default=None, metadata={"help": "where the graph goes", "metavar": "FOLDER", "required": True}
    )
    overwrite: bool = field(default=False, metadata={"help": "replace another graph there"})
    quiet: bool = False


def run_graph(config: GraphConfig, ask: Ask | None = None) -> Graph:
    """Assembles the graph and, with `out`, saves it there."""
    if config.out is not None:
        graph_folder.refuse(Path(config.out))
    graph = assemble(config, ask)
    if config.out is not None:
        graph_folder.save(graph, config.out, config.overwrite)
    return graph


@cache
def embedded() -> Graph:
    """The seed graph that ships with the code, made in well under a second."""
    return assemble(GraphConfig(seed_graph=True, quiet=True))


def read_graph(folder: str | None) -> Graph:
    """The graph of a folder that the graph verb wrote; without one, the embedded graph."""
    return graph_folder.load(folder) if folder else embedded()


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


@dataclass
class Draft:
    """An occupation while rows still come in: its skills with the times and the source that first names them."""

    title: str
    source: str
    soc_code: str | None = None
    ads: int = 0

    def __post_init__(self) -> None:
        self.named: Counter[str] = Counter()
        self.named_by: dict[str, str] = {}
        self.sizes: list[int] = []

    def add(self, skills: list[str], source: str, size: int | None = None) -> None:
        self.named.update(skills)
        for skill in skills:
            self.named_by.setdefault(skill, source)
        self.sizes.append(size or len(skills))

    def skills(self) -> list[str]:
        """In the order of first mention; an occupation of 100 ads drops what one of them names."""
        floor = RARE * self.ads
        return [skill for skill, times in self.named.items() if times >= floor or self.named_by[skill] != "dice"]


def assemble(config: GraphConfig, ask: Ask | None = None) -> Graph:
    """`ask` gives skills to the occupations that no source gives any.

    Raises:
        BadInput: a source is unusable, or the thresholds leave nothing.
    """
    nearest = nearest_by(config.similarity)
    sources = read_sources(config)
    names = Nomenclature(sources)
    drafts = draft_occupations(config, sources, names, nearest)
    if ask and (wanted := wanted_skills([draft for draft in drafts.values() if not draft.named], drafts, nearest)):
        told = ask(wanted)
        names = Nomenclature([*sources, told])
        drafts = draft_occupations(config, sources, names, nearest)
        merge([told], names, False, drafts)
        sources.append(told)
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
        [kept[at] for at in place], clusters, names, coded, tuple(data.source for data in sources), parameters
    )


def numbered(rows: Iterable[list[str]]) -> dict[str, int]:
    """Positions of names in the order of first mention."""
    return {name: position for position, name in enumerate(dict.fromkeys(chain.from_iterable(rows)))}


def draft_occupations(
    config: GraphConfig, sources: list[SourceData], names: Nomenclature, nearest: Nearest
) -> dict[str, Draft]:
    drafts = merge(sources, names, bool(config.bls), {})
    if config.bls:
        lend_skills(drafts, sources, names, nearest)
    return drafts


def merge(sources: list[SourceData], names: Nomenclature, lend: bool, drafts: dict[str, Draft]) -> dict[str, Draft]:
    """Adds to `drafts`: occupations by title key, in the order in which the sources name them."""
    for data in sources:
        source = data.source.name
        if source == "onet" and lend:
            continue
        for record in data.records:
            title = names.title(record, source)
            if title is None:
                continue
            skills = names.skills(record, source)
            if not skills and source != "bls":
                continue
            draft = drafts.setdefault(title_key(title), Draft(title, source))
            draft.soc_code = draft.soc_code or record.soc_code
            if skills:
                draft.add(skills, source, None if source == "dice" else max(1, round(LISTED * len(skills))))
                draft.ads += source == "dice"
    return drafts


def lend_skills(drafts: dict[str, Draft], sources: list[SourceData], names: Nomenclature, nearest: Nearest) -> None:
    """Gives BLS occupations skills by SOC code, as many as their nearest counterpart has (the paper's idea).

    Counterparts are occupations of several ads: one ad with two skills says little.
    """
    donors = [
        (record.soc_code, names.skills(record, data.source.name), data.source.name)
        for data in sources
        if data.source.name in ("onet", "seed")
        for record in data.records
        if record.soc_code
    ]
    givers = {skill: source for _, skills, source in reversed(donors) for skill in skills}
    poor = [draft for draft in drafts.values() if not draft.named]
    wanted = wanted_skills(poor, drafts, nearest)
    for draft in poor:
        skills = skills_below(draft.soc_code or "?", [(code, listed) for code, listed, _ in donors])[
            : wanted[draft.title]
        ]
        if skills:
            draft.add(skills, "onet", max(1, round(LISTED * len(skills))))
            draft.named_by.update({skill: givers[skill] for skill in skills})


def wanted_skills(poor: list[Draft], drafts: dict[str, Draft], nearest: Nearest) -> dict[str, int]:
    """How many skills each poor occupation should have, by title: as many as the nearest counterpart that has some."""
    rich = [draft for draft in drafts.values() if draft.named]
    rich = [draft for draft in rich if draft.ads >= ATTESTED] or rich
    at = nearest([draft.title for draft in poor], [draft.title for draft in rich])
    numbers = (len(rich[position].skills()) if position >= 0 else FEWEST for position in at)
    return {draft.title: min(max(number, FEWEST), MOST) for draft, number in zip(poor, numbers, strict=True)}


def finish(
    kept: list[tuple[Draft, list[str]]],
    clusters: tuple[tuple[int, ...], ...],
    names: Nomenclature,
    coded_titles: list[tuple[str, str]],
    sources: tuple[Source, ...],
    parameters: dict[str, str | int | float],
) -> Graph:
    """The graph of the occupations that clusters cover, with the skills that these name."""
    categories = categorise([draft.title for draft, _ in kept], [draft.soc_code for draft, _ in kept], coded_titles)
    positions = numbered(skills for _, skills in kept)
    occupations, edges, edge_sources, origin = [], [], [], {}
    for (draft, skills), category in zip(kept, categories, strict=True):
        skills = sorted(skills, key=positions.__getitem__)
        typical = min(max(1, int(median(draft.sizes))), len(skills))
        occupations.append(Occupation(draft.title, draft.soc_code, category, draft.source, typical))
        edges.append(tuple(positions[skill] for skill in skills))
        edge_sources.append(tuple(draft.named_by[skill] for skill in skills))
        for skill in skills:
            origin.setdefault(skill, draft.named_by[skill])
    skills = tuple(Skill(name, names.aliases.get(name, ()), origin[name]) for name in positions)
    return Graph(tuple(occupations), skills, tuple(edges), tuple(edge_sources), clusters, sources, parameters)
