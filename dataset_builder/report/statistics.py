"""A finished dataset measured: Tables 1, 3 and 4 of the paper next to ours, balance, shares, lexical variety.

    python -m dataset_builder stats rjdb

Reads one row group at a time, so that memory does not grow with the dataset. Words are what whitespace parts;
with that, the paper's release gives the paper's figures.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from tabulate import tabulate

import rjdb
from dataset_builder.graph.categories import CATEGORIES
from dataset_builder.graph.graph_size import Row, table1
from dataset_builder.quality.style_balance import StyleShare, style_shares
from dataset_builder.report.asked_experience import AskedExperience
from dataset_builder.report.text_lengths import Variety, lexical_variety
from dataset_builder.sampling.first_names import GENDERS
from dataset_builder.storage import folder as folders
from dataset_builder.storage.row_groups import DOCUMENTS, row_groups, triple_groups

# Table 3: mean, minimum, maximum.
PAPER_WORDS = {
    "job_description": (181.1, 70, 427),
    "resume_matched": (101.9, 30, 604),
    "resume_unmatched": (87.1, 23, 395),
}
# Table 4: means a triple.
PAPER_COUNTS = {"skills": 6.43, "jobs": 2.44, "removed skills": 1.9}


@dataclass(frozen=True)
class Words:
    """A row of Table 3. `paper` is its (mean, minimum, maximum)."""

    document: str
    mean: float
    smallest: int
    largest: int
    paper: tuple[float, int, int]


@dataclass(frozen=True)
class CategoryFigures:
    """What Figures 3 and 4 draw of one category: triples, and means of skills and words a triple."""

    category: str
    triples: int
    skills: float
    job_words: float
    resume_words: float


@dataclass(frozen=True)
class Statistics:
    """All of it. Table 1 and cluster sizes are empty where the folder ships no graph."""

    table1: tuple[Row, ...]
    table3: tuple[Words, ...]
    table4: tuple[Row, ...]
    categories: tuple[CategoryFigures, ...]
    negatives: tuple[tuple[str, int], ...]
    edits: tuple[tuple[str, int], ...]
    # Asked experiences by their relation to the advertised job.
    asked: tuple[tuple[str, int], ...]
    variety: tuple[Variety, ...]
    # Ways of writing that some resumes have, matched next to unmatched.
    styles: tuple[StyleShare, ...]
    cluster_sizes: tuple[int, ...]
    # An occupation of the graph, its skills, and those that share most of them; None without a graph.
    neighbourhood: "Neighbourhood | None"
    # Clusters that triples come from.
    clusters_used: int
    # The largest |male - female| in the triples of one cluster; None where no gender is known.
    gender_imbalance: int | None
    # By config and split.
    rows: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Neighbourhood:
    """A piece of the graph to look at: `related` are other occupations with the skills that they share with `occupation`."""

    occupation: str
    skills: tuple[str, ...]
    related: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class _Tally:
    """Count, sum and extremes of numbers that come in batches."""

    count: int = 0
    total: float = 0.0
    smallest: float = float("inf")
    largest: float = float("-inf")

    def add(self, numbers: np.ndarray) -> None:
        if len(numbers):
            self.count += len(numbers)
            self.total += float(numbers.sum())
            self.smallest = min(self.smallest, float(numbers.min()))
            self.largest = max(self.largest, float(numbers.max()))

    @property
    def mean(self) -> float:
        return self.total / self.count if self.count else 0.0


@dataclass
class _Running:
    """What one pass over the triples gathers."""

    numbers: dict[str, _Tally] = field(default_factory=dict)
    by_category: dict[tuple[str, str], _Tally] = field(default_factory=dict)
    negatives: Counter = field(default_factory=Counter)
    edits: Counter = field(default_factory=Counter)
    genders: Counter = field(default_factory=Counter)

    def add(self, table: pa.Table) -> None:
        numbers = {
            **{name: np.array([len(text.split()) for text in table[name].to_pylist()]) for name in DOCUMENTS},
            "skills": _lengths(table["skills"]),
            "jobs": _lengths(table["experiences"]),
            "removed skills": _lengths(table["removed_skills"]),
        }
        categories = np.array(table["category"].to_pylist(), dtype=object)
        for name, values in numbers.items():
            self.numbers.setdefault(name, _Tally()).add(values)
            for category in set(categories) - {None}:
                self.by_category.setdefault((category, name), _Tally()).add(values[categories == category])
        self.negatives.update(table["negative_kind"].to_pylist())
        self.edits.update(edit["kind"] for edit in table["experience_edit"].to_pylist())
        self.genders.update(zip(table["cluster"].to_pylist(), table["gender"].to_pylist()))


def _lengths(column: pa.ChunkedArray) -> np.ndarray:
    return column.combine_chunks().value_lengths().to_numpy(zero_copy_only=False)


_COLUMNS = (
    *DOCUMENTS,
    "job_title",
    "skills",
    "experiences",
    "removed_skills",
    "category",
    "negative_kind",
    "experience_edit",
    "cluster",
    "gender",
)


def measure(folder: Path) -> Statistics:
    """Raises BadInput where the folder holds no triples."""
    groups = triple_groups(folder)
    running, asked = _Running(), AskedExperience(folder)
    for group in groups:
        running.add(table := group.read(_COLUMNS))
        asked.add(table["job_title"].to_pylist(), table["experiences"].to_pylist())
    graph = _read_graph(folder)
    female, male = GENDERS
    genders = running.genders
    clusters = {cluster for cluster, gender in genders if gender in GENDERS}
    known = sorted({category for category, _ in running.by_category}, key=lambda c: (c not in CATEGORIES, *_order(c)))
    return Statistics(
        table1=tuple(table1(graph)) if graph and graph.clusters and any(graph.edges) else (),
        table3=tuple(_words(name, running.numbers[name]) for name in DOCUMENTS),
        table4=tuple(Row(name, round(running.numbers[name].mean, 2), paper) for name, paper in PAPER_COUNTS.items()),
        categories=tuple(_category_figures(category, running) for category in known),
        negatives=_ranked(running.negatives),
        edits=_ranked(running.edits),
        asked=asked.table(),
        variety=lexical_variety(folder),
        styles=style_shares(folder),
        cluster_sizes=tuple(sorted(map(len, graph.clusters))) if graph else (),
        neighbourhood=_neighbourhood(graph) if graph else None,
        clusters_used=len({cluster for cluster, _ in genders}),
        gender_imbalance=max((abs(genders[c, male] - genders[c, female]) for c in clusters), default=None),
        rows=folders.sizes(folder),
    )


def _order(category: str) -> tuple[int, str]:
    return CATEGORIES.index(category) if category in CATEGORIES else 0, category


def _ranked(counts: Counter) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((str(kind), count) for kind, count in counts.items()), key=lambda item: (-item[1], item[0])))


def _words(name: str, tally: _Tally) -> Words:
    return Words(DOCUMENTS[name], round(tally.mean, 1), int(tally.smallest), int(tally.largest), PAPER_WORDS[name])


def _category_figures(category: str, running: _Running) -> CategoryFigures:
    def mean(*names: str) -> float:
        return round(sum(running.by_category[category, name].mean for name in names) / len(names), 2)

    triples = running.by_category[category, "skills"].count
    resume_words = mean("resume_matched", "resume_unmatched")
    return CategoryFigures(category, triples, mean("skills"), mean("job_description"), resume_words)


# ------------------------------------------------------------------------------------------- the shipped graph


@dataclass(frozen=True)
class _ShippedGraph:
    """As much of a graph as Table 1 counts, read from the configs `occupations`, `skills` and `edges`."""

    occupations: list[str]
    skills: list[str]
    edges: list[set[str]]
    clusters: list[list[str]]


def _read_graph(folder: Path) -> _ShippedGraph | None:
    def rows(config: str, *columns: str) -> Iterable[dict]:
        return (row for group in row_groups(folder, config) for row in group.read(columns).to_pylist())

    clusters: dict[int, list[str]] = {}
    edges: dict[str, set[str]] = {}
    for row in rows("occupations", "title", "clusters"):
        edges[row["title"]] = set()
        for cluster in row["clusters"]:
            clusters.setdefault(cluster, []).append(row["title"])
    for row in rows("edges", "occupation", "skill"):
        edges.setdefault(row["occupation"], set()).add(row["skill"])
    skills = [row["skill"] for row in rows("skills", "skill")]
    if not edges or not skills:
        return None
    return _ShippedGraph(list(edges), skills, list(edges.values()), list(clusters.values()))


# Occupations worth a look, the first that a graph has; any graph's own largest otherwise.
_SHOWN, _MOST_SKILLS, _MOST_RELATED = ("Registered Nurse",), 12, 8


def _neighbourhood(graph: _ShippedGraph) -> Neighbourhood | None:
    by_title = dict(zip(graph.occupations, graph.edges))
    largest = max(by_title, key=lambda title: (len(by_title[title]), title))
    centre = next((title for title in _SHOWN if title in by_title), largest)
    skills = sorted(by_title[centre])[:_MOST_SKILLS]
    shared = {title: tuple(s for s in skills if s in edges) for title, edges in by_title.items() if title != centre}
    near = sorted((title for title, names in shared.items() if names), key=lambda title: (-len(shared[title]), title))
    return Neighbourhood(centre, tuple(skills), tuple((title, shared[title]) for title in near[:_MOST_RELATED]))


# ------------------------------------------------------------------------------------------- as text


def markdown(stats: Statistics) -> str:
    """All tables in Markdown, for the terminal and the card."""
    triples = sum(stats.rows["triples"].values())
    tables = {
        ("Table 1: graph", "this dataset", "paper"): [
            (row.figure, _number(row.ours), _number(row.paper)) for row in stats.table1
        ],
        ("Table 3: words", "mean", "min", "max", "paper: mean", "min", "max"): [
            (row.document, f"{row.mean:.1f}", row.smallest, row.largest, *row.paper) for row in stats.table3
        ],
        ("Table 4: means a triple", "this dataset", "paper"): [
            (row.figure, f"{row.ours:.2f}", f"{row.paper:.2f}") for row in stats.table4
        ],
        ("category", "triples", "share", "skills", "job words", "resume words"): [
            (
                c.category or "(none)",
                f"{c.triples:,}",
                _share(c.triples, triples),
                *(f"{mean:.1f}" for mean in (c.skills, c.job_words, c.resume_words)),
            )
            for c in stats.categories
        ],
        ("negative, experience edit", "triples", "share"): [
            (kind, f"{count:,}", _share(count, triples)) for kind, count in (*stats.negatives, *stats.edits)
        ],
        ("experience asked for in", "jobs", "share"): [
            (relation, f"{count:,}", _share(count, sum(n for _, n in stats.asked))) for relation, count in stats.asked
        ],
        ("lexical variety", "words read", "distinct words", "4-grams", "release: words", "4-grams"): [
            (v.document, f"{v.words:,}", *(f"{share:.3f}" for share in (v.types, v.four_grams, *(v.release or ()))))
            for v in stats.variety
        ],
        ("resumes with", "matched", "unmatched"): [
            (row.style, f"{100 * row.matched:.1f} %", f"{100 * row.unmatched:.1f} %") for row in stats.styles
        ],
        ("rows", *rjdb.SPLITS): [
            (config, *(f"{splits[split]:,}" if split in splits else "" for split in rjdb.SPLITS))
            for config, splits in stats.rows.items()
        ],
    }
    blocks = [_table(headers, rows) for headers, rows in tables.items() if rows]
    if stats.gender_imbalance is not None:
        most, clusters = stats.gender_imbalance, stats.clusters_used
        blocks.append(f"Male and female differ by at most {most} triples within each of {clusters:,} clusters.")
    return "\n\n".join(blocks)


def _number(figure: float) -> str:
    return f"{figure:,.1f}" if isinstance(figure, float) else f"{figure:,}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


def _table(headers: tuple[str, ...], rows: list[tuple]) -> str:
    align = ("left", *("right",) * (len(headers) - 1))
    padded = [(*row, *("",) * (len(headers) - len(row))) for row in rows]
    return tabulate(padded, headers, "github", colalign=align, disable_numparse=True)
