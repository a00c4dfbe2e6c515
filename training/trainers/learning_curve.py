"""The learning curve of a run as PNG: loss of training and validation, and the measures that select the checkpoint."""

from collections.abc import Sequence
from pathlib import Path

from dataset_builder.storage.files import replacing


def draw(log: Sequence[dict], headlines: Sequence[str], path: Path, best_step: int | None = None) -> None:
    """`log`: a Trainer's log_history; `headlines`: names of measures, 0-100, without their eval_ prefix."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (losses, measures) = pyplot.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    for key, name in (("loss", "training"), ("eval_loss", "validation")):
        points = [(line["step"], line[key]) for line in log if key in line]
        if points:
            losses.plot(*zip(*points), label=name, marker="o" if key == "eval_loss" else None, markersize=3)
    losses.set(xlabel="step", ylabel="loss a token")
    for name in headlines:
        points = [(line["step"], line[f"eval_{name}"]) for line in log if f"eval_{name}" in line]
        if points:
            measures.plot(*zip(*points), label=name.replace("_", " ", 1), marker="o", markersize=3)
    measures.set(xlabel="step", ylabel="validation, 0-100", ylim=(-2, 102))
    for axes in (losses, measures):
        if best_step is not None:
            axes.axvline(best_step, color="grey", linewidth=0.8, linestyle=":", label="kept")
        axes.grid(alpha=0.3)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(frameon=False, fontsize=8)
    with replacing(path) as temporary:
        figure.savefig(temporary, dpi=120, format="png")
    pyplot.close(figure)
