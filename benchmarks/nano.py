"""The nano family: trained, judged beside the baselines, its learning drawn.

python -m benchmarks.nano FOLDER                    # FOLDER: a built dataset; trains what is not trained yet
python -m benchmarks.nano FOLDER --students OTHER   # students/nano by default; five finished ones are only judged
python -m benchmarks.nano FOLDER --write            # keep benchmarks/results/nano.json and docs/students.png;
                                                    # `python -m benchmarks.readme` shows them

The five recipes of training/recipes/nano are run as they stand, on FOLDER. Judged are the students as one system on the
splits test and test_unseen of FOLDER and on the release of the paper (--data), each beside majority, overlap, rules and
the surface baseline of each task.
"""

import argparse
import json
import sys
from pathlib import Path

import yaml
from tabulate import tabulate

from benchmarks.evaluate import SURFACE
from benchmarks.figures import KEPT
from benchmarks.graph import DATA
from benchmarks.measured import run
from dataset_builder.storage.files import replacing, write_json
from training.evaluation.tables import HEADLINES, PAPER, figure

ROOT = Path(__file__).parents[1]
RECIPES = ROOT / "training" / "recipes" / "nano"
RESULTS, CURVE = KEPT / "nano.json", ROOT / "docs/students.png"
BASE, STUDENTS = "base", ("extractor", "editor", "explainer", "matcher")  # each after what it starts from
BASELINES = ("majority", "overlap", "rules", "length", "list-all", "copy")
SHOWN = ("majority", "overlap", "rules")
OWN_SPLITS = {"test": "test", "test_unseen": "unseen jobs"}
SHORT = (
    "matching, accuracy", "explanation, F1 strict", "extraction, resume skills F1 exact",
    "extraction, resume experience F1 exact", "editing, skills F_add", "editing, experience F_add",
)  # fmt: skip
# What was wanted of the family on the test split; editing is to have a higher F_add than the rules.
AIMS = {"matching, accuracy": 90.0} | {
    f"extraction, {part} F1 exact": 90.0
    for part in ("resume skills", "resume experience", "JD skills", "JD experience")
}


def train(data: Path, place: Path) -> None:
    """Base, then students; a finished one is not trained again, a stopped one continues."""
    for name in (BASE, *STUDENTS):
        recipe = RECIPES / f"{name}.yaml"
        words = ["--config", str(recipe), "--dataset", str(data), "--output_dir", str(place / name)]
        if name != BASE:
            start = Path(yaml.safe_load(recipe.read_text(encoding="utf-8"))["model_name_or_path"]).name
            words += ["--model_name_or_path", str(place / start)]
        run("training.sft", *words).checked()


def judge(data: Path, split: str, place: Path, out: Path) -> dict:
    systems = [word for name in (str(place), *BASELINES) for word in ("--system", name)]
    run("training.evaluate", "--data", str(data), "--split", split, "--out", str(out), *systems).checked()
    return json.loads((out / "results.json").read_text(encoding="utf-8"))


def facts(place: Path) -> dict[str, dict]:
    """What each student's folder says of its training."""
    found = {}
    for name in (BASE, *STUDENTS):
        told = json.loads((place / name / "training.json").read_text(encoding="utf-8"))
        log = [json.loads(line) for line in (place / name / "log.jsonl").read_text(encoding="utf-8").splitlines()]
        found[name] = {**told, "log": log}
    return found


# ------------------------------------------------------------------------------------------- tables


def headlines(results: dict, family: str) -> dict[str, dict[str, dict | None]]:
    """By task and measure: the family's figure and each baseline's, with its interval."""
    columns = {
        "nano": lambda task: family,
        "surface": SURFACE.get,
        **{name: lambda _, name=name: name for name in SHOWN},
    }
    return {
        f"{task}, {measure}": {
            column: results["systems"][system(task)].get(task, {}).get("measures", {}).get(measure)
            for column, system in columns.items()
        }
        for task, measures in HEADLINES.items()
        for measure in measures
    }


def table(rows: dict[str, dict[str, dict | None]], paper: bool) -> str:
    """`paper`: with its rows, which were measured on its own release only."""
    heads = ["nano", "surface", *SHOWN]
    lines = []
    for name, columns in rows.items():
        task, measure = name.split(", ", 1)
        of_paper = [figure(values.get(measure)) for values in PAPER[task].values()] if paper else []
        lines.append([name, *(interval(columns[head]) for head in heads), *of_paper])
    return tabulate(lines, ["", *heads, *(PAPER["matching"] if paper else [])], "github", disable_numparse=True)


def interval(measured: dict | None) -> str:
    return figure(*(measured[key] for key in ("value", "low", "high"))) if measured else ""


def training_table(trained: dict[str, dict]) -> str:
    heads = ["", "tasks", "parameters", "steps", "tokens", "minutes", "on", "best validation", "at step"]
    lines = []
    for name in (BASE, *STUDENTS):
        told = trained[name]
        best, trainer = told["best"], told["trainer"]
        measure = best["metric"].removeprefix("eval_").replace("_", " ", 1)
        lines.append(
            [
                name, ", ".join(told["tasks"]), f"{told['base_model']['parameters'] / 1e6:.1f} M", f"{trainer['steps']:,}",
                f"{trainer['tokens'] / 1e6:.1f} M", f"{trainer['seconds'] / 60:.1f}", trainer["hardware"],
                f"{measure} {best['value']:.1f}", best["step"],
            ]
        )  # fmt: skip
    return tabulate(lines, heads, "github", disable_numparse=True)


def verdict(rows: dict[str, dict[str, dict | None]]) -> str:
    """Each aim, and whether the family reached it on the test split."""
    lines = [
        [name, f">= {aim:g}", interval(rows[name]["nano"]), rows[name]["nano"]["value"] >= aim]
        for name, aim in AIMS.items()
    ]
    for section in ("skills", "experience"):
        row = rows[f"editing, {section} F_add"]
        bar = max(row["rules"]["value"], row["surface"]["value"])
        lines.append(
            [
                f"editing, {section} F_add",
                f"> {bar:.1f}, rules and copy",
                interval(row["nano"]),
                row["nano"]["value"] > bar,
            ]
        )
    lines = [[*words, "reached" if reached else "not reached"] for *words, reached in lines]
    return tabulate(lines, ["test split", "aim", "nano", ""], "github", disable_numparse=True)


def document(stored: dict) -> str:
    """Training, aims and every measure, for docs/students.md."""
    parts = ["### Training", training_table(stored["training"]), f"![Learning curves]({CURVE.name})"]
    parts += ["### Aims", verdict(stored["splits"]["test"])]
    for split, rows in stored["splits"].items():
        parts += [f"### {split}", table(rows, paper=split == "release")]
    return "\n\n".join(parts)


def short(stored: dict) -> str:
    """What the README shows: the family next to the rules on text of the dataset."""
    rows = []
    for name in SHORT:
        cells = [stored["splits"][split][name][column] for split in OWN_SPLITS for column in ("nano", "rules")]
        rows.append([name, *map(interval, cells)])
    heads = ["text of RJDB", *(f"{column}, {split}" for split in OWN_SPLITS.values() for column in ("nano", "rules"))]
    return tabulate(rows, heads, "github", disable_numparse=True)


# ------------------------------------------------------------------------------------------- learning curve


def draw(trained: dict[str, dict], path: Path) -> None:
    """Loss and validation measures over minutes of training, each student's going on where its start ended."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure_, (losses, measures) = pyplot.subplots(1, 2, figsize=(11, 4), layout="constrained")
    ends: dict[str, float] = {}
    for at, (name, told) in enumerate(trained.items()):
        start = ends.get(Path(told["base_model"]["name"]).name, 0)
        minutes = told["trainer"]["seconds"] / 60
        ends[name], pace = start + minutes, minutes / told["trainer"]["steps"]
        log, colour = told["log"], f"C{at}"
        points = [(start + line["step"] * pace, line["loss"]) for line in log if "loss" in line]
        losses.plot(*zip(*points), color=colour, linewidth=1, label=name)
        for mark, headline in zip("os^D", headline_names(log)):
            points = [(start + line["step"] * pace, line[headline]) for line in log if headline in line]
            label = f"{name}: {headline.removeprefix('eval_').replace('_', ' ', 1)}"
            measures.plot(*zip(*points), color=colour, marker=mark, markersize=4, linewidth=1, label=label)
    losses.set(xlabel="minutes", ylabel="training loss a token", yscale="log")
    measures.set(xlabel="minutes", ylabel="validation, 0-100", ylim=(0, 102))
    for axes in (losses, measures):
        axes.grid(alpha=0.3)
    losses.legend(frameon=False, fontsize=7)
    measures.legend(frameon=False, fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
    with replacing(path) as temporary:
        figure_.savefig(temporary, dpi=120, format="png")
    pyplot.close(figure_)


def headline_names(log: list[dict]) -> list[str]:
    """The keys of a log that are a task's headline."""
    wanted = ("eval_matching_accuracy", "eval_explanation_F1", "eval_extraction_F1", "eval_editing_F_add")
    return [name for name in wanted if any(name in line for line in log)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("folder", type=Path, help="a built dataset")
    parser.add_argument("--students", type=Path, default=Path("students/nano"), help="where the five are, or will be")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the real sources")
    parser.add_argument("--out", type=Path, default=Path("evaluation-nano"), help="where predictions and tables go")
    parser.add_argument("--write", action="store_true", help="keep figures, tables and curve in the repository")
    args = parser.parse_args()
    train(args.folder, args.students)
    release = args.out / "rjdb-original"
    sample = args.data / "rjdb_original" / "sample.jsonl"
    if not release.is_dir():
        run("dataset_builder", "import", str(sample), "--out", str(release), "--quiet").checked()
    places = {"test": (args.folder, "test"), "test_unseen": (args.folder, "test_unseen"), "release": (release, "test")}
    judged = {name: judge(*place, args.students, args.out / name) for name, place in places.items()}
    family = args.students.resolve().name
    trained = facts(args.students)
    told = {name: {key: value for key, value in known.items() if key != "log"} for name, known in trained.items()}
    stored = {"training": told, "splits": {name: headlines(found, family) for name, found in judged.items()}}
    print(document(stored))
    if args.write:
        write_json(RESULTS, stored)
        draw(trained, CURVE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
