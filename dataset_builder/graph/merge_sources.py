"""Occupations and skills of all sources merged: equal ones become one, occupations without skills are lent some.

A skill that several sources name is one skill under its canonical name (`canonical_names`), with the source that named
it first; an occupation collects the skills of all rows and sources that name it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from statistics import median

from dataset_builder.graph.canonical_names import CanonicalNames
from dataset_builder.graph.categories import categorise
from dataset_builder.graph.clean_names import title_key
from dataset_builder.graph.graph import Graph, Occupation, Skill
from dataset_builder.graph.nearest_titles import Nearest, skills_below
from dataset_builder.sources.records import RowCounts, Source, SourceData

FEWEST, MOST = 6, 14  # skills of a BLS occupation, however few or many its counterpart has
LISTED = 1 / 2  # share of a curated list of skills (seed, O*NET) that an ad would name
ATTESTED = 3  # ads that make an occupation a counterpart
RARE = 0.015  # an occupation of many ads keeps what at least this share of them names


@dataclass
class OccupationDraft:
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


def numbered(rows: Iterable[list[str]]) -> dict[str, int]:
    """Positions of names in the order of first mention."""
    return {name: position for position, name in enumerate(dict.fromkeys(chain.from_iterable(rows)))}


def merge(
    sources: list[SourceData], names: CanonicalNames, lend: bool, drafts: dict[str, OccupationDraft]
) -> dict[str, OccupationDraft]:
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
            draft = drafts.setdefault(title_key(title), OccupationDraft(title, source))
            draft.soc_code = draft.soc_code or record.soc_code
            if skills:
                draft.add(skills, source, None if source == "dice" else max(1, round(LISTED * len(skills))))
                draft.ads += source == "dice"
    return drafts


def lend_skills(
    drafts: dict[str, OccupationDraft], sources: list[SourceData], names: CanonicalNames, nearest: Nearest
) -> None:
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


def wanted_skills(poor: list[OccupationDraft], drafts: dict[str, OccupationDraft], nearest: Nearest) -> dict[str, int]:
    """How many skills each poor occupation should have, by title: as many as the nearest counterpart that has some."""
    rich = [draft for draft in drafts.values() if draft.named]
    rich = [draft for draft in rich if draft.ads >= ATTESTED] or rich
    at = nearest([draft.title for draft in poor], [draft.title for draft in rich])
    numbers = (len(rich[position].skills()) if position >= 0 else FEWEST for position in at)
    return {draft.title: min(max(number, FEWEST), MOST) for draft, number in zip(poor, numbers, strict=True)}


def finish(
    kept: list[tuple[OccupationDraft, list[str]]],
    clusters: tuple[tuple[int, ...], ...],
    names: CanonicalNames,
    coded_titles: list[tuple[str, str]],
    sources: tuple[Source, ...],
    parameters: dict[str, str | int | float],
    row_counts: tuple[RowCounts, ...],
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
    return Graph(
        tuple(occupations), skills, tuple(edges), tuple(edge_sources), clusters, sources, parameters, row_counts
    )
