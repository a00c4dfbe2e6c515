"""The paper's tables for every baseline, on the original release and on a dataset of ours.

python -m benchmarks.evaluate FOLDER           # FOLDER: a built dataset; the release from ../shared/data
python -m benchmarks.evaluate FOLDER --write   # keep the headlines in benchmarks/results/evaluate.json and all tables in
                                               # evaluate_tables.json; `python -m benchmarks.readme` shows them
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tabulate import tabulate

from benchmarks.figures import KEPT
from benchmarks.graph import DATA
from benchmarks.measured import run
from dataset_builder.storage.files import write_json
from training.evaluation.tables import HEADLINES, PAPER, figure, render

RESULTS = KEPT / "evaluate.json"
TABLES = KEPT / "evaluate_tables.json"
SYSTEMS = ("rules", "boosting", "years", "overlap", "length", "majority", "list-all", "copy")
# What the README shows of each task, and of the paper, which gives no other figures of these tasks.
SHOWN = (
    "matching, accuracy", "explanation, F1 strict", "extraction, resume skills F1 fuzzy",
    "extraction, resume experience F1 fuzzy", "editing, skills F_add", "editing, experience F_add",
)  # fmt: skip
OF_PAPER = (
    "matching, accuracy", "explanation, recall strict", "extraction, resume skills F1 exact",
    "extraction, resume experience F1 exact", "editing, skills F_add", "editing, experience F_add",
)  # fmt: skip
# The baseline of each task that understands nothing.
SURFACE = {"matching": "length", "explanation": "list-all", "extraction": "list-all", "editing": "copy"}


def evaluate(data: Path, split: str, out: Path) -> dict:
    words = [word for system in SYSTEMS for word in ("--system", system)]
    run("training.evaluate", "--data", str(data), "--split", split, "--out", str(out), *words).checked()
    return json.loads((out / "results.json").read_text(encoding="utf-8"))


def headlines(results: dict) -> dict[str, dict[str, str]]:
    """By task and measure: the surface baseline's figure, the rules' with its interval, boosting's."""
    found: dict[str, dict[str, str]] = {}
    for task, measures in HEADLINES.items():
        for measure in measures:
            row = {}
            for column, system in (("surface", SURFACE[task]), ("rules", "rules"), ("boosting", "boosting")):
                measured = results["systems"][system].get(task, {}).get("measures", {}).get(measure)
                row[column] = figure(*(measured[k] for k in ("value", "low", "high"))) if measured else ""
            found[f"{task}, {measure}"] = row
    return found


def table(stored: dict[str, dict[str, dict[str, str]]]) -> str:
    """The paper's rows, then surface baseline and rules on each dataset."""
    rows = []
    for name in next(iter(stored.values())):
        task, measure = name.split(", ", 1)
        paper = [figure(values.get(measure)) for values in PAPER[task].values()]
        ours = [stored[data][name][column] for data in stored for column in ("surface", "rules")]
        rows.append([name, *paper, *ours])
    heads = ["", *PAPER["matching"], *(f"{column}: {data}" for data in stored for column in ("surface", "rules"))]
    return tabulate(rows, heads, "github", disable_numparse=True)


def document(texts: dict[str, str]) -> str:
    """The tables of each dataset under a heading."""
    return "\n\n".join(f"### {name}\n\n{text}" for name, text in texts.items())


def not_ours(stored: dict[str, dict[str, dict[str, str]]]) -> str:
    """What the README shows of the original release, text that the templates did not write: surface baseline, rules
    and boosting fit on real rows."""
    rows = []
    for name in SHOWN:
        of = stored["release"][name]
        rows.append([name, of["surface"], of["rules"], of["boosting"]])
    heads = ["original release, 300 triples", "surface", "rules", "boosting"]
    return tabulate(rows, heads, "github", disable_numparse=True)


def paper() -> str:
    """The paper's own figures in a sentence; they are of its own test set."""
    shown = []
    for name in OF_PAPER:
        task, measure = name.split(", ", 1)
        shown.append(f"{name} {' / '.join(figure(values[measure]) for values in PAPER[task].values())}")
    return f"The paper's figures are of other test data, so they stand apart. GPT-4 / T5: {'; '.join(shown)}."


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("folder", type=Path, help="a built dataset")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the real sources")
    parser.add_argument("--write", action="store_true", help="keep headlines and tables in the repository")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        original = place / "rjdb-original"
        sample = args.data / "rjdb_original" / "sample.jsonl"
        run("dataset_builder", "import", str(sample), "--out", str(original), "--quiet").checked()
        runs = {
            "release": (original, "test"),
            "RJDB test": (args.folder, "test"),
            "unseen": (args.folder, "test_unseen"),
        }
        results = {name: evaluate(data, split, place / name) for name, (data, split) in runs.items()}
        texts = {name: render(found) for name, found in results.items()}
    stored = {name: headlines(found) for name, found in results.items()}
    print(document(texts), table(stored), sep="\n\n")
    if args.write:
        write_json(RESULTS, stored, sort_keys=False)
        write_json(TABLES, texts, sort_keys=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
