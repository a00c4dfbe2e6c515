"""Set the cut of a matcher on one's own pairs: from which score on a pair is a match, and what that is worth.

    python -m training.calibrate --pairs mine.csv --system students/pointer
    python -m training.calibrate --pairs mine.csv --system students/pointer --no-keep     # say it, change nothing

`mine.csv` has a row per pair: job, resume, label (0 or 1), with these names in a header or in this order without one; job and
resume are texts, or paths of text files (relative to the file). Twenty pairs, ten of each label, are enough to move a cut that
is far off, and not enough to promise much: the accuracy is that of pairs left out while the cut was set (each once), with its
95 % interval (Wilson). The cut is kept in decision.json of the matcher and the explainer.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from dataset_builder.quality.wilson import wilson
from training.evaluation.out_of_distribution.pair_files import pair_rows
from training.rules.fitting import best_threshold
from training.students import load
from training.students.pointer.decision import FILE, Decision
from training.students.pointer.pointer import Pointer

LEAST = 4
_LONGEST_PATH = 400


@dataclass(frozen=True)
class CalibrateConfig:
    """The options."""

    pairs: str = field(default="", metadata={"help": "file of pairs: job, resume, 0 or 1", "metavar": "FILE"})
    system: str = field(
        default="students/pointer", metadata={"help": "folder of the pointer family", "metavar": "FOLDER"}
    )
    keep: bool = field(default=True, metadata={"help": "keep the cut in the student's folder"})


@dataclass(frozen=True)
class Calibrated:
    """`before`: share of pairs right at the student's own cut; `after`: at a cut set on the others; `low`, `high`: its interval."""

    pairs: int
    own_cut: float
    cut: float
    before: float
    after: float
    low: float
    high: float


def calibrated(scores: Sequence[float], labels: Sequence[int], own_cut: float = 0.5) -> Calibrated:
    """The cut between the scores of both labels that decides most pairs rightly.

    Raises:
        BadInput: fewer than `LEAST` pairs, or one label only.
    """
    if len(labels) < LEAST or len(set(labels)) < 2:
        raise BadInput(f"{len(labels)} pairs of {len(set(labels))} label: give {LEAST} or more, some 0 and some 1")
    values, truth = np.asarray(scores, float), np.asarray(labels)
    right = 0
    for at in range(len(values)):
        rest = np.arange(len(values)) != at
        cut = _cut(values[rest], truth[rest]) if len(set(truth[rest].tolist())) == 2 else own_cut
        right += int((values[at] >= cut) == bool(truth[at]))
    before = float(np.mean((values >= own_cut) == truth.astype(bool)))
    after = right / len(labels)
    return Calibrated(len(labels), own_cut, _cut(values, truth), before, after, *wilson(after, len(labels)))


def _cut(values: np.ndarray, labels: np.ndarray) -> float:
    """Half-way between the scores next to the best threshold, so that no pair stands on it."""
    best, _ = best_threshold(values, labels)
    below = values[values < best]
    return float((best + below.max()) / 2) if len(below) else float(best)


def read_pairs(path: str) -> list[dict]:
    """Rows of the file; a cell that names a text file stands for its text.

    Raises:
        BadInput: as `pair_rows`, or a named file cannot be read.
    """
    rows = pair_rows(path)
    return [row | {name: _text(Path(path).parent, row[name], path, at) for name in ("job_description", "resume")}
            for at, row in enumerate(rows, start=1)]  # fmt: skip


def _text(folder: Path, cell: str, path: str, at: int) -> str:
    if "\n" in cell or len(cell) > _LONGEST_PATH or not cell.endswith((".txt", ".md")):
        return cell
    try:
        return (folder / cell).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}, pair {at}: {cell} cannot be read ({error}); give a text, or a UTF-8 file") from error


def calibrate(config: CalibrateConfig) -> Calibrated:
    """Sets the cut of the folder's students, unless `keep` is off.

    Raises:
        BadInput: no pairs, or no student whose cut can be set.
    """
    if not config.pairs:
        raise BadInput("--pairs: is missing; give a file of pairs: job, resume, 0 or 1")
    rows = read_pairs(config.pairs)
    student = load(config.system)
    if not isinstance(student, Pointer) or "matching" not in student.tasks:
        raise BadInput(f"--system {config.system}: has no matcher of the pointer family; give its folder")
    found = student.match([row["job_description"] for row in rows], [row["resume"] for row in rows])
    made = calibrated([one.score for one in found], [row["label"] for row in rows], student.matcher.decision.cut)
    if config.keep:
        for folder in {student.folders[task] for task in ("matching", "explanation") if task in student.folders}:
            replace(Decision.read(folder), cut=made.cut).write(folder)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        parser = Parser(prog="python -m training.calibrate", description=(__doc__ or "").split("\n")[0])
        add_options(parser, CalibrateConfig)
        config = read_config(CalibrateConfig, parser.parse_args(argv))
        made = calibrate(config)
        print(f"{made.pairs} pairs: {made.before:.0%} right at the cut of {made.own_cut:.3f}")
        print(
            f"cut {made.cut:.3f}: {made.after:.0%} of pairs right that the cut was not set on, 95 % interval {made.low:.0%} to {made.high:.0%}"
        )
        print(f"kept in {FILE} of {config.system}" if config.keep else "nothing was changed")
        if made.low <= made.before:
            print("the interval holds the accuracy from before: these pairs do not show that the new cut is better")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
