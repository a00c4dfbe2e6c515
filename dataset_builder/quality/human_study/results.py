"""The verb `study import`: what annotators sent back, as Table 2 of the paper with intervals and agreement.

    python -m dataset_builder study import study                     # study/sheets/*.csv, *.xlsx
    python -m dataset_builder study import study back/anna.xlsx back/ben.csv back/cem.csv

Intervals are over pairs, each of which is one mean over annotators; the difference is paired. Agreement is
Krippendorff's alpha at interval level: 1 is perfect, 0 is chance.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tabulate import tabulate

from dataset_builder.errors import BadInput
from dataset_builder.quality.human_study.export import CRITERIA, read_study
from dataset_builder.quality.human_study.sheets import KeyRow, Sheet, read_key, read_sheets
from dataset_builder.quality.llm_judge.scores import ratio_interval
from dataset_builder.storage.files import write_json

# Table 2: means of three annotators; the real ones are from Dice. The paper gives neither intervals nor alpha.
PAPER = {"realism": {"real": 63.4, "generated": 67.9}, "consistency": {"real": 62.7, "generated": 65.4}}
ORIGINS = ("real", "generated")


@dataclass(frozen=True)
class Mean:
    """Of scores from 0 to 100, or of differences; with its 95 % interval over pairs."""

    value: float
    low: float | None
    high: float | None

    def text(self) -> str:
        return f"{self.value:.1f}" + ("" if self.low is None else f" [{self.low:.1f}, {self.high:.1f}]")


@dataclass(frozen=True)
class Outcome:
    """One criterion. `alpha` is None for one annotator, or where all gave the same score."""

    real: Mean
    generated: Mean
    # Generated minus real.
    difference: Mean
    alpha: float | None


def import_study(folder: Path, paths: list[Path]) -> str:
    """Checks the sheets, writes `results.json` next to the key, and gives the table.

    Raises:
        BadInput: the study or a sheet cannot be used.
    """
    study, key = read_study(folder), read_key(folder)
    paths = sheets_of(folder, paths)
    annotators = study["settings"]["annotators"]
    sheets = read_sheets(paths, key, annotators)
    outcomes = {criterion: outcome(sheets, key, criterion) for criterion in CRITERIA}
    settings = {"annotators": len(sheets), "pairs": len(key) // 2, "study": study}
    write_json(folder / "results.json", settings | {name: asdict(found) for name, found in outcomes.items()})
    return render(outcomes, len(key) // 2, len(sheets), annotators)


def sheets_of(folder: Path, given: Iterable[Path | str]) -> list[Path]:
    """The sheets that are given, or all of the study. Raises BadInput where there is none."""
    sheets = sorted(path for path in (folder / "sheets").glob("*") if path.suffix.lower() in (".csv", ".xlsx"))
    if paths := list(map(Path, given)) or sheets:
        return paths
    raise BadInput(f"{folder / 'sheets'}: holds no sheet; give the files that were sent back")


def outcome(sheets: list[Sheet], key: dict[str, KeyRow], criterion: str) -> Outcome:
    items = sorted(key)
    scores = np.array([[sheet.scores[criterion][item] for item in items] for sheet in sheets])
    of_item = dict(zip(items, scores.mean(axis=0)))
    sides = {
        origin: np.array(
            [of_item[row.item] for row in sorted(key.values(), key=lambda row: row.pair) if row.origin == origin]
        )
        for origin in ORIGINS
    }
    difference = mean(sides["generated"] - sides["real"])
    return Outcome(mean(sides["real"]), mean(sides["generated"]), difference, alpha(scores))


def mean(values: np.ndarray) -> Mean:
    return Mean(float(values.mean()), *ratio_interval(values, np.ones(len(values))))


def alpha(scores: np.ndarray) -> float | None:
    """Krippendorff's alpha at interval level, of annotators x items; None where it has no value."""
    import krippendorff

    if len(scores) < 2 or len(np.unique(scores)) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=scores, level_of_measurement="interval"))


def render(outcomes: dict[str, Outcome], pairs: int, sheets: int, annotators: int) -> str:
    """Table 2 in GitHub's Markdown, the paper's figures below ours."""
    rows = []
    for criterion, found in outcomes.items():
        agreement = "none" if found.alpha is None else f"{found.alpha:.2f}"
        rows.append([criterion, found.real.text(), found.generated.text(), found.difference.text(), agreement])
    for criterion, paper in PAPER.items():
        shown = (f"{value:.1f}" for value in (*paper.values(), paper["generated"] - paper["real"]))
        rows.append([f"{criterion} (paper)", *shown, ""])
    headers = ["criterion, 0 to 100", "real", "generated", "generated - real", "Krippendorff's alpha"]
    given = f"{sheets} of {annotators} annotators" if sheets < annotators else f"{sheets} annotators"
    title = f"Table 2: {pairs} generated job descriptions and the nearest real ones, {given}; 95 % intervals over pairs"
    return f"{title}\n\n{tabulate(rows, headers, 'github', disable_numparse=True)}"
