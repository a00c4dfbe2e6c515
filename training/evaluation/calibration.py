"""How far a student's scores are off: of the pairs that get 0.8, do about 80 % match? Measured on rows of a dataset.

    python -m training.evaluation.calibration students/matcher --data rjdb --rows 1000    # writes calibration.json into the folder

The score of a match is the student's own probability; nothing is fitted here. `training.card` shows the figures, and
`training.calibrate` sets the cut of a pointer matcher on one's own pairs.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from tabulate import tabulate

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser
from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from training.evaluation.benchmark import Benchmark
from training.rules.calibration import calibration_error
from training.students.folder import known_tasks
from training.students.student import load

CALIBRATION_FILE = "calibration.json"
ROWS, BINS = 1_000, 5


def measure(scores: list[float], labels: list[int]) -> dict:
    """`error` (0-1) is the expected calibration error over ten bins of equal size; `bins`: rows, mean score, share of matches."""
    order = np.argsort(scores, kind="stable")
    values, truth = np.asarray(scores, float), np.asarray(labels, float)
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    bins = [
        {"rows": len(part), "score": round(float(values[part].mean()), 4), "share": round(float(truth[part].mean()), 4)}
        for part in parts
    ]
    return {"rows": len(scores), "error": round(calibration_error(scores, labels), 4), "bins": bins}


def measured(folder: Path, data: str, split: str = "test", rows: int = ROWS) -> dict:
    """Of a student that matches, on the first rows of a split; pairs that it cannot read are counted as `unread`.

    Raises:
        BadInput: it does not match, or there are no rows.
    """
    if "matching" not in known_tasks(folder, str(folder)):
        raise BadInput(f"{folder}: was not trained for matching, so it has no score to calibrate; give a matcher")
    asked = Benchmark(data, split, rows).rows("matching")
    student = replace(load(folder), raise_problems=False)  # a pair that is too long has no score
    found = student.match([row["job_description"] for row in asked], [row["resume"] for row in asked])
    scored = [(one.score, row["label"]) for one, row in zip(found, asked) if one.score is not None]
    if not scored:
        raise BadInput(f"{folder}: gave no pair of {data}, split {split}, a score; give pairs that it reads")
    content = {"data": Path(data).name, "split": split, "unread": len(asked) - len(scored)}
    return content | measure([score for score, _ in scored], [label for _, label in scored])


def calibration_text(content: dict | None) -> str:
    """As Markdown, from calibration.json."""
    if not content:
        return "Not measured. `python -m training.evaluation.calibration FOLDER --data rjdb` does."
    rows = [[f"{one['rows']:,}", f"{one['score']:.2f}", f"{one['share']:.2f}"] for one in content["bins"]]
    table = tabulate(rows, ["pairs", "mean score", "share that match"], "github", disable_numparse=True)
    unread = f" {content['unread']:,} more could not be read." if content["unread"] else ""
    return (
        f"`python -m training.evaluation.calibration` on {content['data']}, split {content['split']}: {content['rows']:,} pairs in "
        f"order of their score.{unread} Expected calibration error {content['error']:.3f} (0 is perfect, ten bins of equal size).\n\n{table}"
    )


def main(argv: list[str] | None = None) -> int:
    parser = Parser(prog="python -m training.evaluation.calibration", description="How far are a student's scores off?")
    parser.add_argument("student", help="a student's folder")
    parser.add_argument("--data", default="rjdb", help="a built dataset, or rjdb")
    parser.add_argument("--split", default="test", help="whose pairs are asked")
    parser.add_argument("--rows", type=int, default=ROWS, help="the first rows of the split")
    args = parser.parse_args(argv)

    def run() -> int:
        folder = Path(args.student)
        if not folder.is_dir():
            raise BadInput(f"{folder}: no such folder; give a student's folder")
        if args.rows < 1:
            raise BadInput(f"--rows {args.rows}: give at least 1")
        content = measured(folder, args.data, args.split, args.rows)
        write_json(folder / CALIBRATION_FILE, content)
        print(calibration_text(content))
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
