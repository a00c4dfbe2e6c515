"""The plan of a release: what will be done, how large, how long, with how much memory; and what of it is done already."""

from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from dataset_builder.storage.folder import BUILD_FILE
from training.release.config import ReleaseConfig
from training.release.hardware import TRAINED_BYTES, Card, Settings, activation_bytes, precision_of, settings_for
from training.release.hours import FLAN_T5_BASE, Estimate, hours_of, workload_of
from training.release.training import STUDENTS, read_recipe

# Cards whose hours the plan states whatever is here: the free one, the usual one, the fast one.
OTHERS = ("T4", "A10G", "H100")
GB = 1e9
# Bytes of a triple in all configs (`make rjdb`, build 02bd5e6415e9: 13.4 MiB of 2,038), and of what else is kept.
TRIPLE_BYTES = 7_000
POINTER_BYTES, ENCODER_BYTES = 4 * 91e6, 91e6
# Two cores, as docs/benchmarks.md (Builds) and docs/students.md have it.
TRIPLES_PER_SECOND, POINTER_HOURS = 80, 0.35


@dataclass(frozen=True)
class Training:
    """How a recipe would be trained on a card."""

    name: str
    rows: int
    settings: Settings
    memory: float
    estimate: Estimate


def trainings(config: ReleaseConfig, card: Card | None) -> list[Training]:
    found = []
    precision = precision_of(card, config.precision)
    for name in STUDENTS:
        recipe = read_recipe(config, name)
        work = workload_of(recipe["tasks"], config.dataset, config.triples)
        settings = settings_for(recipe, card, precision, FLAN_T5_BASE.parameters, config.batch_tokens)
        memory = TRAINED_BYTES * FLAN_T5_BASE.parameters + settings.batch_tokens * activation_bytes(recipe, precision)
        found.append(Training(name, work.rows, settings, memory, hours_of(recipe, work, card, precision)))
    return found


def disk_needed(config: ReleaseConfig) -> int:
    """Bytes that are still to be written: dataset, base model, the students, and the checkpoints of one run at a time."""
    weights = 4 * FLAN_T5_BASE.parameters
    needed = 0 if (config.dataset / BUILD_FILE).is_file() else config.triples * TRIPLE_BYTES
    needed += POINTER_BYTES + ENCODER_BYTES + (0 if config.revision is None else weights)
    left = sum(not (config.students / "flan-t5" / name / "training.json").is_file() for name in STUDENTS)
    return int(needed + left * weights + (3 * 3 * weights if left else 0))


def plan_text(config: ReleaseConfig, card: Card | None, done: dict[str, bool]) -> str:
    """Markdown: the steps, the hours on three cards, what is published where."""
    here = trainings(config, card)
    built = (config.dataset / BUILD_FILE).is_file()
    weights = 4 * FLAN_T5_BASE.parameters
    rows: list[list[str]] = []

    def row(step: str, what: str, size: float = 0, hours: float | None = None, memory: float = 0) -> None:
        state = "done" if done.get(step) else ""
        taken = "" if done.get(step) else _hours(hours) if hours is not None else "?"
        rows.append(
            [step, what, f"{size / GB:.1f} GB" if size else "", taken, f"{memory / GB:.0f} GB" if memory else "", state]
        )

    row("data", f"{config.dataset}" if built else f"builds {config.triples:,} triples into {config.dataset}",
        config.triples * TRIPLE_BYTES if not built else _size(config.dataset), 0 if built else config.triples / TRIPLES_PER_SECOND / 3600)  # fmt: skip
    if config.original:
        row("original", f"imports {Path(config.original).name}", 0, 0.02)
    row("base", f"{config.base} at {(config.revision or 'this folder')[:12]}", weights, 0.05)
    row("pointer", "pointer family, on the CPU", POINTER_BYTES, POINTER_HOURS)
    for one in here:
        s = one.settings
        what = f"Flan-T5, {one.rows:,} rows, {s.precision}, {s.batch_tokens:,} x {s.accumulation} tokens per step"
        row(one.name, what, weights, one.estimate.hours, one.memory)
    for step, what in (("evaluate", "test, unseen, handwritten" + (", release" if config.original else "")),
                       ("measures", "calibration, robustness, speed"), ("cards", "eight cards"),
                       ("leaderboard", "every system on every set"), ("publish", f"dataset, 8 models, leaderboard to {config.org}"), ("spaces", f"metric, demo to {config.org}")):  # fmt: skip
        row(step, what, 4 * weights if step == "publish" else 0, 0.5 if step in ("evaluate", "measures") else 0.1)
    table = tabulate(rows, ["step", "what", "size", "hours", "memory", ""], "github", disable_numparse=True)
    return f"{table}\n\nhours here ({card.name if card else 'no GPU'}): {here[0].estimate.how}\n\n{hours_table(config)}"


def hours_table(config: ReleaseConfig) -> str:
    """Hours of each student on the cards of `OTHERS`, in the number format that each would use."""
    rows, notes = [], []
    for name in OTHERS:
        card = Card.named(name)
        planned = trainings(config, card)
        hours = [one.estimate.hours or 0.0 for one in planned]
        rows.append([name, planned[0].settings.precision, *map(_hours, hours), _hours(sum(hours))])
        notes.append(f"{name}: {planned[0].estimate.how}")
    heads = ["training on", "format", *STUDENTS, "all four"]
    return tabulate(rows, heads, "github", disable_numparse=True) + "\n\n" + "\n".join(notes)


def _hours(hours: float | None) -> str:
    return "?" if hours is None else f"{hours:.1f}" if hours >= 0.05 else "0.0"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
