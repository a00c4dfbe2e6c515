"""Table 1 of the paper (arXiv 2311.06383): the size of the graph, ours next to the paper's."""

from dataclasses import dataclass

from dataset_builder.graph.graph import Graph


@dataclass(frozen=True)
class Row:
    figure: str
    ours: float
    paper: float


def table1(graph: Graph) -> list[Row]:
    edges = sum(map(len, graph.edges))
    occupations, skills, clusters = len(graph.occupations), len(graph.skills), len(graph.clusters)
    return [
        Row("occupations", occupations, 8275),
        Row("skills", skills, 14807),
        Row("edges", edges, 70661),
        Row("skills per occupation", round(edges / occupations, 1), 8.5),
        Row("occupations per skill", round(edges / skills, 1), 4.8),
        Row("clusters", clusters, 404),
        Row("occupations per cluster", round(sum(map(len, graph.clusters)) / clusters, 1), 84.2),
    ]


def render(graph: Graph) -> str:
    """The table as text for a terminal."""
    from tabulate import tabulate

    def written(figure: float) -> str:
        return f"{figure:,.1f}" if isinstance(figure, float) else f"{figure:,}"

    rows = [(row.figure, written(row.ours), written(row.paper)) for row in table1(graph)]
    return tabulate(
        rows, ("Table 1", "this graph", "paper"), colalign=("left", "right", "right"), disable_numparse=True
    )
