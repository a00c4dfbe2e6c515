"""The paper's Figures 3 and 4, the sizes of the clusters and a piece of the graph, drawn from `Statistics` as PNG.

    from dataset_builder.report import figures, statistics
    figures.draw(statistics.measure(folder), folder / "figures")

The same statistics give the same bytes with the same matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dataset_builder.quality.plot_style import BLUE, GREEN, INK, ORANGE, SKY, STYLE
from dataset_builder.report.statistics import Statistics
from dataset_builder.storage.files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(stats: Statistics, folder: Path) -> list[Path]:
    """Writes the PNGs into `folder` and gives their paths; a figure without data is left out."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    paths = []
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **STYLE, "backend": "agg"}):
        for name, draw_one in FIGURES.items():
            if (figure := draw_one(stats)) is not None:
                path = Path(folder) / f"{name}.png"
                with replacing(path) as temporary:
                    # no version in the file: the picture alone decides its bytes
                    FigureCanvasAgg(figure).print_png(temporary, metadata={"Software": None})
                paths.append(path)
    return paths


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def _label(axes: Axes, bars, texts: list[str]) -> None:
    axes.bar_label(bars, texts, padding=4, fontsize=9, color=INK)


def _bars(axes: Axes, names: list[str], values: list[float], colour: str, texts: list[str], title: str) -> None:
    """Horizontal bars, the first on top, each with its figure at the end, so that no axis is needed."""
    bars = axes.barh(range(len(names)), values, color=colour, height=0.62)
    _label(axes, bars, texts)
    _rows_for(axes, names, max(values), title)


def _rows_for(axes: Axes, names: list[str], longest: float, title: str) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, longest * 1.18)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    axes.set_title(title)


def _names(stats: Statistics) -> list[str]:
    return [(row.category or "unknown").capitalize() for row in stats.categories]


def draw_categories(stats: Statistics) -> Figure | None:
    """Figure 3: how the triples spread over the five groups of occupations."""
    if not stats.categories:
        return None
    figure = _figure(7, 2.9)
    triples = [row.triples for row in stats.categories]
    texts = [f"{count:,}  ({100 * count / sum(triples):.0f} %)" for count in triples]
    _bars(figure.subplots(), _names(stats), triples, BLUE, texts, "Triples by category of the advertised job")
    figure.axes[0].set_xlim(0, max(triples) * 1.3)
    return figure


def draw_skills_and_words(stats: Statistics) -> Figure | None:
    """Figure 4: skills a triple and words a document, by category."""
    if not stats.categories:
        return None
    figure = _figure(9, 3.4)
    left, right = figure.subplots(1, 2, sharey=True)
    names, skills = _names(stats), [row.skills for row in stats.categories]
    _bars(left, names, skills, GREEN, [f"{mean:.1f}" for mean in skills], "Skills a job asks for")
    job, resume = [row.job_words for row in stats.categories], [row.resume_words for row in stats.categories]
    for offset, values, colour, label in ((-0.2, job, BLUE, "job description"), (0.2, resume, ORANGE, "resume")):
        places = [place + offset for place in range(len(names))]
        bars = right.barh(places, values, color=colour, height=0.36, label=label)
        _label(right, bars, [f"{mean:.0f}" for mean in values])
    right.tick_params(axis="y", length=0)
    right.set_xlim(0, max(job + resume) * 1.18)
    right.spines["bottom"].set_visible(False)
    right.set_xticks([])
    right.set_title("Words a document")
    figure.legend(*right.get_legend_handles_labels(), loc="outside lower right", ncols=2, frameon=False)
    return figure


def draw_cluster_sizes(stats: Statistics) -> Figure | None:
    """How many occupations the graph's clusters hold; the paper's mean is drawn next to ours."""
    if not stats.cluster_sizes:
        return None
    sizes = stats.cluster_sizes
    figure = _figure(7, 3.2)
    axes = figure.subplots()
    bins = range(0, max(sizes) + _step(max(sizes)) + 1, _step(max(sizes)))
    heights, *_ = axes.hist(sizes, bins=bins, color=SKY, edgecolor="white", linewidth=0.8)
    axes.set_ylim(0, max(heights) * 1.25)
    mean, paper = sum(sizes) / len(sizes), 84.2
    for value, other, text, colour in ((mean, paper, f"mean {mean:.1f}", INK), (paper, mean, f"paper {paper}", BLUE)):
        axes.axvline(value, color=colour, linewidth=1.4, linestyle="--")
        outside = value >= other  # the two may lie side by side: each label stands on its line's far side
        axes.annotate(
            text,
            (value, 0.97),
            xycoords=("data", "axes fraction"),
            xytext=(5 if outside else -5, 0),
            textcoords="offset points",
            ha="left" if outside else "right",
            va="top",
            fontsize=9,
            color=INK,
        )
    axes.set_xlim(left=0)
    axes.set_xlabel("occupations in a cluster")
    axes.set_ylabel("clusters")
    axes.set_title(f"Sizes of the {len(sizes):,} clusters")
    return figure


def draw_neighbourhood(stats: Statistics) -> Figure | None:
    """A piece of the graph: one occupation, its skills, and the occupations that share most of them."""
    if stats.neighbourhood is None or not stats.neighbourhood.related:
        return None
    piece = stats.neighbourhood
    rows = max(len(piece.skills), len(piece.related))
    figure = _figure(9.5, max(2.6, 0.32 * rows + 0.8))
    axes = figure.subplots()
    axes.axis("off")
    axes.set_title(f"{piece.occupation}: its skills, and who shares most of them", loc="left")
    axes.set_xlim(-1.1, 4.1)
    axes.set_ylim(rows - 0.4, -0.8)
    skills = {skill: (1.0, (at + 0.5) * rows / len(piece.skills) - 0.5) for at, skill in enumerate(piece.skills)}
    centre = (0.0, rows / 2 - 0.5)
    for place in skills.values():
        axes.plot(*zip(centre, place), color=SKY, linewidth=1, zorder=1)
    axes.annotate(
        piece.occupation, centre, ha="right", va="center", xytext=(-8, 0), textcoords="offset points", weight="bold"
    )
    axes.plot(*centre, "o", color=BLUE, markersize=9)
    for at, (title, shared) in enumerate(piece.related):
        place = (2.9, (at + 0.5) * rows / len(piece.related) - 0.5)
        for skill in shared:
            start = (skills[skill][0] + 1.0, skills[skill][1])
            axes.plot(*zip(start, place), color=ORANGE, linewidth=0.7, alpha=0.7, zorder=1)
        axes.plot(*place, "o", color=ORANGE, markersize=7)
        axes.annotate(title, place, va="center", xytext=(7, 0), textcoords="offset points")
    for skill, place in skills.items():
        axes.plot(*place, "s", color=GREEN, markersize=5)
        axes.annotate(skill, place, va="center", xytext=(6, 0), textcoords="offset points", fontsize=9, color=INK)
    return figure


def _step(largest: int) -> int:
    """A round width that makes ten to twenty bars."""
    return next((step for step in (1, 2, 5, 10, 20, 50, 100) if largest / step <= 20), 200)


FIGURES: dict[str, Callable[[Statistics], Figure | None]] = {
    "categories": draw_categories,
    "skills_and_words": draw_skills_and_words,
    "cluster_sizes": draw_cluster_sizes,
    "neighbourhood": draw_neighbourhood,
}
