"""Figure 2 of the paper: criteria and document types, teachers by how much they write at once.

The paper compares text-davinci-003 and GPT-4, each section by section and the whole document in one answer. A point is
a mean score from 1 to 5, its line the 95 % interval over triples.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dataset_builder.quality.llm_judge.geval import CRITERIA, HIGHEST, LOWEST, TYPES
from dataset_builder.quality.llm_judge.scores import Cell, JudgedDataset, Summary, cell
from dataset_builder.quality.plot_style import BLUE, GREEN, GREY, INK, ORANGE, SKY, STYLE
from dataset_builder.storage.files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOOKS = {
    "whole document": (BLUE, "o"),
    "section by section": (ORANGE, "s"),
    "whole triple": (GREEN, "D"),
    "from templates": (SKY, "^"),
}
# Inches a dataset, between models, and for axis and legend.
ROW, GAP, HEAD = 0.24, 0.16, 1.3


def draw(summary: Summary, path: Path) -> None:
    """Writes the PNG. The same scores give the same bytes with the same matplotlib."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **STYLE, "backend": "agg"}):
        figure = _figure(summary)
        with replacing(path) as temporary:
            FigureCanvasAgg(figure).print_png(temporary, metadata={"Software": None})


def _figure(summary: Summary) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    groups = _groups(summary.datasets)
    height = sum(ROW * len(group) + GAP for group in groups.values())
    figure = Figure(figsize=(8, HEAD + len(TYPES) * (0.45 + height)))
    panels = figure.subplots(len(TYPES), len(CRITERIA), sharex=True, sharey=True, squeeze=False)
    for axes_row, kind in zip(panels, TYPES):
        for axes, criterion in zip(axes_row, CRITERIA):
            _panel(axes, groups, kind, criterion)
            axes.set_title(f"{TYPES[kind].capitalize()}, {criterion}")
    for axes in panels[-1]:
        axes.set_xlabel(f"mean score, {LOWEST} to {HIGHEST}")
    used = [name for name in LOOKS if any(one.granularity == name for group in groups.values() for one in group)]
    handles = [
        Line2D([], [], color=LOOKS[name][0], marker=LOOKS[name][1], linewidth=2, markeredgecolor="white", label=name)
        for name in used
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False)
    return figure


def _groups(datasets: list[JudgedDataset]) -> dict[str, list[JudgedDataset]]:
    """Datasets by model, in the order given; a dataset that looks like another one of its model is named."""
    looks = [(one.model, one.granularity) for one in datasets]
    groups: dict[str, list[JudgedDataset]] = {}
    for one, look in zip(datasets, looks):
        label = one.model if looks.count(look) == 1 else f"{one.model}\n({Path(one.name).name})"
        groups.setdefault(label, []).append(one)
    return {label: sorted(group, key=lambda one: list(LOOKS).index(one.granularity)) for label, group in groups.items()}


def _panel(axes: Axes, groups: dict[str, list[JudgedDataset]], kind: str, criterion: str) -> None:
    place, middles = 0.0, []
    for group in groups.values():
        middles.append(place + ROW * (len(group) - 1) / 2)
        for one in group:
            _point(axes, place, cell(one.scores, kind, criterion), *LOOKS[one.granularity])
            place += ROW
        place += GAP
    axes.set_xlim(LOWEST, HIGHEST)
    axes.set_xticks(range(LOWEST, HIGHEST + 1))
    axes.set_ylim(place - GAP - ROW / 4, -0.75 * ROW)
    axes.set_yticks(middles, list(groups))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)


def _point(axes: Axes, place: float, found: Cell, colour: str, marker: str) -> None:
    """Mean and interval, and the mean in figures at the panel's edge."""
    text = "none" if found.mean is None else f"{found.mean:.2f}"
    axes.annotate(
        text,
        (1, place),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        color=GREY if found.mean is None else INK,
    )
    if found.mean is None:
        return
    if found.low is not None:
        axes.plot([found.low, found.high], [place, place], color=colour, linewidth=2, solid_capstyle="butt")
    axes.plot(
        found.mean,
        place,
        marker=marker,
        color=colour,
        markersize=7,
        markeredgecolor="white",
        linestyle="",
        clip_on=False,
    )
