"""What judges said of the blind sheet of phrases: how far they agree with the table, and with each other.

    python -m benchmarks.phrase_labels                 # docs/phrases_labels.tsv: asked, line, table, judge_1, judge_2 (Y or N)

Cohen's kappa corrects agreement for chance: a table of half Y and half N is met half of the time by a coin.
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from tabulate import tabulate

from dataset_builder.errors import BadInput

LABELS = Path(__file__).parent.parent / "docs" / "phrases_labels.tsv"
COLUMNS = ("table", "judge_1", "judge_2")


def read(path: Path = LABELS) -> list[tuple[str, ...]]:
    """The table's label and each judge's, per row.

    Raises:
        BadInput: no such file, a column that is missing, or a label that is neither Y nor N.
    """
    if not path.is_file():
        raise BadInput(f"{path}: no such file; give a sheet with the columns {', '.join(COLUMNS)}")
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 2):
        for name in COLUMNS:
            if row.get(name) not in ("Y", "N"):
                raise BadInput(f"{path}, row {number}, {name}: {row.get(name)!r}; give Y or N")
    return [tuple(row[name] for name in COLUMNS) for row in rows]


def agreement(first: Sequence[str], second: Sequence[str]) -> tuple[int, float]:
    """How many labels are the same, and Cohen's kappa."""
    same = sum(one == two for one, two in zip(first, second, strict=True))
    share, size = same / len(first), len(first)
    chance = sum(first.count(label) * second.count(label) for label in ("Y", "N")) / size**2
    return same, (share - chance) / (1 - chance) if chance < 1 else float("nan")


def table(rows: Sequence[tuple[str, ...]]) -> str:
    expected, one, two = (list(column) for column in zip(*rows, strict=True))
    pairs = {
        "judge 1 with the table": (one, expected),
        "judge 2 with the table": (two, expected),
        "judges with each other": (one, two),
    }
    found = [[name, *agreement(*pair)] for name, pair in pairs.items()]
    shown = [[name, f"{same} of {len(rows)}", f"{kappa:.2f}"] for name, same, kappa in found]
    return tabulate(shown, ["", "agree", "kappa"], "github", disable_numparse=True)


def main() -> int:
    try:
        print(table(read()))
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
