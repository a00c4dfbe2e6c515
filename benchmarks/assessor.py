"""How good assessors are: the question of `assessment`, answered by baselines, rules and trained models, on four sets of rows.

    python -m benchmarks.assessor --data rjdb                                             # baselines and rules
    python -m benchmarks.assessor --data rjdb --system assessors/tiny --system assessors/tiny-grpo --write
    python -m benchmarks.assessor --data rjdb --release rjdb-original --rows 300          # also the imported release
    python -m benchmarks.assessor --data rjdb --fit-data rjdb+rjdb-paper                  # what is fitted learns from both designs
    python -m benchmarks.assessor --paper-counts eval_overlap_counts.csv                  # the ratio rules of 2511.16073's rows
    python -m benchmarks.assessor --data rjdb --stable assessors/tiny                     # 20 runs, and batches of 1, 8 and 32
    python -m benchmarks.assessor --data rjdb --system openai:gpt-4o-mini --max-usd 2     # a server, zero-shot, and its cost

test and test_unseen have every label; the release has verdicts alone; `handwritten` has those of a careful reader. Intervals, 95 %,
are by triple. `--write` keeps the tables in benchmarks/results/assessor.json,
where systems that were measured before stay. A goal that a system misses which reads jointly is shown as BEYOND.
"""

import csv
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tabulate import tabulate

from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from dataset_builder.cli import exit_codes
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from dataset_builder.sources import handwritten
from dataset_builder.text.dates import Date
from training.assessor.baselines import BASELINES, Assessor, share_rule
from training.assessor.evaluation import MEASURES, intervals
from training.assessor.fit import ROWS
from training.assessor.judgement import Judgement, handwritten_rows, labelled_rows
from training.assessor.model import AssessorModel
from training.assessor.pointer import PointerAssessor
from training.assessor.server import ServerAssessor
from training.baselines.boosting import Boosting
from training.data.load import load_config
from training.evaluation.benchmark import Benchmark
from training.rules.gazetteer import Names
from training.students.pointer.pointer import members
from training.systems.server_options import EvaluatedServer

RESULTS = KEPT / "assessor.json"
READ_ON = Date(*handwritten.READ_ON)
# What a system that takes no GPU is to reach: set, measure, at least (or at most).
GOALS = (
    ("test", "verdict accuracy", ">=", 92), ("test_unseen", "verdict accuracy", ">=", 90), ("release", "verdict accuracy", ">=", 90),
    ("test", "criteria balanced accuracy", ">=", 93), ("test", "evidence precision", ">=", 95), ("test", "evidence recall", ">=", 90),
    ("test", "years exact", ">=", 90), ("test", "fit MAE", "<=", 0.06), ("test", "Brier", "<=", 0.08), ("test", "ECE", "<=", 0.05),
)  # fmt: skip


@dataclass(frozen=True)
class AssessorConfig:
    data: str = field(default="rjdb", metadata={"help": "rjdb, a folder, or org/name", "metavar": "NAME"})
    fit_data: str | None = field(
        default=None, metadata={"help": "what is fitted learns from this instead; a+b mixes two", "metavar": "NAME"}
    )
    systems: tuple[str, ...] = field(
        default=(),
        metadata={"help": "folders of trained assessors, or openai:MODEL", "flag": "--system", "metavar": "NAME"},
    )
    release: str | None = field(default=None, metadata={"help": "the imported original release", "metavar": "FOLDER"})
    rows: int | None = field(default=None, metadata={"help": "rows of a set at most", "metavar": "N"})
    samples: int = field(
        default=1, metadata={"help": "also the best of N samples of the first --system", "metavar": "N"}
    )
    paper_counts: str | None = field(
        default=None, metadata={"help": "counts of required and present skills with labels", "metavar": "CSV"}
    )
    stable: str | None = field(
        default=None, metadata={"help": "a trained assessor whose answers are repeated", "metavar": "FOLDER"}
    )
    baselines: bool = field(default=True, metadata={"help": "also measure what needs no training of its own"})
    write: bool = field(default=False, metadata={"help": f"keep the tables in {RESULTS.name}"})
    asking: EvaluatedServer = field(default_factory=EvaluatedServer)


class BoostedVerdict:
    """Gradient boosting over the features of a pair, learnt from `matching`: a verdict alone."""

    name = "boosting"

    def __init__(self, training_rows) -> None:
        self.model, self._training = Boosting(Names.embedded()), training_rows

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        self.model.fit(self._training)

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        return [Judgement(one.label) for one in self.model.results("matching", rows)]


def sets_of(config: AssessorConfig) -> tuple[dict[str, list[dict]], list[dict], list[dict]]:
    """The rows to judge, by set, those to learn from, and those on which a system may see how sure it can be."""
    splits = load_config(config.data, "assessment", option="--data")
    most = config.rows
    sets = {name: splits[name].to_list()[:most] for name in ("test", "test_unseen")}
    if config.release:
        sets["release"] = labelled_rows(Benchmark(config.release).rows("matching")[: most or 300], READ_ON)
    sets["handwritten"] = handwritten_rows()
    sets["handwritten, kept apart"] = sets["handwritten"][handwritten.KEPT_APART]
    learnt = load_config(config.fit_data, "assessment", option="--fit-data") if config.fit_data else splits
    train = learnt["train"].select(range(min(ROWS, len(learnt["train"])))).to_list()
    return sets, train, learnt["validation"].to_list()


def systems_of(config: AssessorConfig) -> list[Assessor]:
    found: list[Assessor] = []
    if config.baselines:
        found += [make() for make in BASELINES.values()]
        source = config.fit_data or config.data
        found.append(BoostedVerdict(lambda task: load_config(source, task)["train"].to_list()))
    return found + [system for name in config.systems for system in _open(name, config)]


def _open(name: str, config: AssessorConfig) -> list[Assessor]:
    """The system; a folder of the pointer family both ways, every point by itself and jointly."""
    if name.startswith("openai:"):
        return [ServerAssessor(name.removeprefix("openai:"), config.asking)]
    if Path(name).is_dir() and any(members(Path(name))):
        alone = PointerAssessor(name, jointly=False)
        return [alone, alone.reading_jointly()]
    return [AssessorModel(name)]


def compare(config: AssessorConfig) -> dict[str, dict[str, dict]]:
    """By set and system: (value, low, high) of each measure, and the seconds it took."""
    sets, training, held_out = sets_of(config)
    tables: dict[str, dict[str, dict]] = {name: {} for name in sets}
    systems = [(system, sets) for system in systems_of(config)]
    if config.samples > 1 and config.systems:  # slow: a prompt at a time
        labelled = {name: rows for name, rows in sets.items() if name.startswith("test")}
        systems.append((AssessorModel(config.systems[0], config.samples), labelled))
    for system, judged in systems:
        system.fit(training, held_out)
        for name, rows in judged.items():
            start = time.perf_counter()
            judgements = system.judge(rows)
            found = intervals(judgements, rows)
            took = {"rows": len(rows), "seconds": round(time.perf_counter() - start, 1)}
            if isinstance(system, ServerAssessor):
                took["cost"] = system.cost
            tables[name][system.name] = {**took, **found}
            print(f"{system.name}: {name}, {len(rows)} rows", file=sys.stderr)
    return tables


def shown(value: tuple[float, float, float] | None, measure: str) -> str:
    if value is None:
        return ""
    form = "{:.3f}" if measure in ("fit MAE", "Brier", "ECE") else "{:.1f}"
    middle, low, high = map(form.format, value)
    return middle if low == middle == high else f"{middle} ({low}-{high})"


def table_of(systems: dict[str, dict]) -> str:
    names = [name for name in MEASURES if any(one.get(name) is not None for one in systems.values())]
    rows = [[system, *(shown(one.get(name), name) for name in names)] for system, one in systems.items()]
    return tabulate(rows, ["", *names], "github", disable_numparse=True)


def kept_tables(results: dict) -> dict[str, str]:
    """The tables that `--write` kept, by their name in the documents."""
    return {f"assessor, {name}": table_of(systems) for name, systems in results["tables"].items()}


def figures_of(tables: dict[str, dict[str, dict]]) -> list[Figure]:
    """The goals, of each system that reads jointly."""
    found = []
    for system in (one for one in tables.get("test", {}) if one.endswith(", joint")):
        for name, measure, sign, goal in GOALS:
            value = tables.get(name, {}).get(system, {}).get(measure)
            if value is not None:
                passed = value[0] >= goal if sign == ">=" else value[0] <= goal
                found.append(Figure(system, f"{name}: {measure}", value[0], f"{sign} {goal:g}", passed))
    return found


def paper_figures(path: str) -> list[Figure]:
    """The two ratio rules on the rows of arXiv 2511.16073's evaluation, whose trained models have 89 and 91.

    Raises:
        BadInput: no such file, or without its columns.
    """
    try:
        rows = list(csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines()))
        pairs = [(int(row["n_present"]), int(row["n_required"]), row["binary"] == "SELECTED") for row in rows]
    except (OSError, KeyError, ValueError) as error:
        raise BadInput(
            f"--paper-counts {path}: cannot be read ({error}); give n_required, n_present, binary"
        ) from error
    found = []
    for least in (0.5, 0.6):
        right = sum(share_rule(present, required, least) == selected for present, required, selected in pairs)
        found.append(Figure("arXiv 2511.16073", f"present / required > {least}", 100 * right / len(pairs)))
    return found


def stability(config: AssessorConfig) -> list[Figure]:
    """Greedy answers of one model: how many differ in 20 runs, and between batches of 1, 8 and 32 rows."""
    sets, *_ = sets_of(config)
    prompts = [row["prompt"] for row in sets["test"]][:64]
    model = AssessorModel(config.stable or "")

    def texts(size: int, most: int) -> list[str]:
        blocks = [prompts[at : at + size] for at in range(0, most, size)]
        return [text for block in blocks for _, text in model.answers(block)]

    runs = [texts(4, 4) for _ in range(20)]
    by_size = [texts(size, len(prompts)) for size in (1, 8, 32)]
    differ = sum(len({sizes[at] for sizes in by_size}) > 1 for at in range(len(prompts)))
    return [
        Figure(model.name, "answers that differ in 20 runs", sum(run != runs[0] for run in runs), "0", all(run == runs[0] for run in runs)),
        Figure(model.name, f"of {len(prompts)} answers, differ between batches of 1, 8, 32", differ),
    ]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        parser = Parser(prog="python -m benchmarks.assessor", description=(__doc__ or "").split("\n")[0])
        add_options(parser, AssessorConfig)
        add_options(parser.add_argument_group("openai:MODEL"), EvaluatedServer)
        args = parser.parse_args(argv)
        config = read_config(AssessorConfig, args, asking=read_config(EvaluatedServer, args))
        if config.paper_counts:
            print(render(figures := paper_figures(config.paper_counts)))
            return exit_code(figures)
        if config.stable:
            figures = stability(config)
            print(render(figures))
            return exit_code(figures)
        tables = compare(config)
        for name, systems in tables.items():
            print(f"\n{name}, {next(iter(systems.values()))['rows']} rows\n\n{table_of(systems)}")
        figures = figures_of(tables)
        print("\n" + render(figures))
        if config.write:
            before = json.loads(RESULTS.read_text(encoding="utf-8"))["tables"] if RESULTS.is_file() else {}
            keep(
                RESULTS, figures, tables={name: before.get(name, {}) | tables.get(name, {}) for name in before | tables}
            )
        return 0

    return exit_codes.exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
