"""Systems side by side: the paper's Tables 5, 6 and 7 with its rows, baselines and intervals.

    python -m training.evaluate --data rjdb --system rules --system overlap
    python -m training.evaluate --data rjdb --system rules --system students/extractor --system openai:gpt-4o-mini
    python -m training.evaluate --data rjdb-original --system rules --system boosting --task matching --errors
    python -m training.evaluate --data rjdb-original --fit-data rjdb-full --system rules --system students/pointer

Writes OUT/tables.md, OUT/results.json, OUT/predictions/{system}/{task}/*.parquet and, with --errors,
OUT/errors/{system}-{task}.md. The same command continues where it stopped. Exit codes: 0 done, 2 bad input,
3 a cap or an outage ended it, 130 stopped.
"""

import sys
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path

import rjdb
from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput, check_least
from dataset_builder.storage.files import replacing, write_json
from dataset_builder.storage.folder import read_build
from dataset_builder.workers import available_workers
from training.data.load import dataset_folder
from training.data.row_ids import triple_of
from training.evaluation.benchmark import Benchmark
from training.evaluation.intervals import RESAMPLES, differences, intervals
from training.evaluation.matchers import Forms
from training.evaluation.metrics import Scores, score
from training.evaluation.predictions import code_hash, holds, predict
from training.evaluation.tables import heading, render
from training.rules.gazetteer import Names
from training.systems.open_system import BASELINES, Evaluated, file_name, open_systems
from training.systems.server_options import EvaluatedServer


@dataclass(frozen=True)
class EvaluateConfig:
    """The options; written to results.json."""

    data: str = field(
        default="rjdb",
        metadata={"help": "rjdb ($RJDB_HOME, ./rjdb, the Hub), a folder, or org/name", "metavar": "NAME"},
    )
    split: str = field(
        default="test",
        metadata={"help": "test, test_unseen, validation or train; handwritten: pairs written by hand, matching alone"},
    )
    systems: tuple[str, ...] = field(
        default=("rules",),
        metadata={
            "help": f"once or more: {', '.join(BASELINES)}, openai:MODEL, a student's folder, a folder of students, "
            "or org/name[@revision]",
            "flag": "--system",
            "metavar": "NAME",
        },
    )
    tasks: tuple[str, ...] = field(
        default=rjdb.TASKS,
        metadata={"help": "once or more: a task that is judged", "flag": "--task", "metavar": "TASK"},
    )
    out: str = field(
        default="evaluation", metadata={"help": "where tables, results and predictions go", "metavar": "FOLDER"}
    )
    limit: int | None = field(
        default=None, metadata={"help": "judge only the first N rows of each task", "metavar": "N"}
    )
    fit_triples: int | None = field(
        default=None,
        metadata={"help": "triples to learn from where there is no train split; half by default", "metavar": "N"},
    )
    fit_data: str | None = field(
        default=None,
        metadata={
            "help": "another dataset, whose train split systems learn from; all of --data is judged",
            "metavar": "NAME",
        },
    )
    graph: str | None = field(
        default=None,
        metadata={
            "help": "a graph whose names the rules know; the dataset's own, or the embedded one, otherwise",
            "metavar": "FOLDER",
        },
    )
    resamples: int = field(default=RESAMPLES, metadata={"help": "bootstrap resamples"})
    seed: int = field(default=0, metadata={"help": "of the bootstrap"})
    workers: int | None = field(default=None, metadata={"help": "processes; as many as cores by default"})
    errors: bool = field(default=False, metadata={"help": "also write where systems fail, one Markdown page per task"})
    asking: EvaluatedServer = field(default_factory=EvaluatedServer)

    def __post_init__(self) -> None:
        if unknown := [task for task in self.tasks if task not in rjdb.TASKS]:
            raise BadInput(f"--task {unknown[0]}: the tasks are {', '.join(rjdb.TASKS)}")
        check_least(self, limit=1, resamples=1)
        if len(set(self.systems)) < len(self.systems):
            raise BadInput("--system: a system is named twice")


def evaluate(config: EvaluateConfig, texts: bool = True, answers: Path | None = None) -> dict:
    """Runs all systems on all their tasks; returns what is written to results.json.

    `texts`: whether the pages of `errors` show documents, which not every licence allows to pass on. `answers`: the
    predictions of another evaluation, taken where they are of the same systems to the same rows.

    Raises:
        BadInput: no such data, split, task or system.
        Stop: a cap, an outage or Ctrl-C while a server was asked.
    """
    open_systems(config.systems, asking=config.asking)  # a wrong name is reported before any data is read
    benchmark = Benchmark(config.data, config.split, config.limit, config.fit_triples, config.fit_data)
    names = _names(config, benchmark)
    systems = open_systems(config.systems, names, config.asking)
    out, scored, forms = Path(config.out), {}, Forms()
    groups: dict[str, list[str]] = {}
    fits = {system.name: cache(partial(system.fit, benchmark.training_rows)) for system in systems}
    for task in config.tasks:
        able = [system for system in systems if task in system.tasks]
        if not able:
            continue
        rows = benchmark.rows(task)
        if not rows:
            raise BadInput(
                f"--data {config.data}: {task} has no row to judge; build more triples or lower --fit-triples"
            )
        groups[task] = [triple_of(row["id"]) for row in rows]
        for system in able:
            scored[system.name, task] = _judge(
                config, benchmark, system, fits[system.name], task, rows, forms, texts, answers
            )
    results = _results(config, benchmark, systems, scored, groups)
    write_json(out / "results.json", results)
    with replacing(out / "tables.md") as temporary:
        temporary.write_text(heading(results) + "\n\n" + render(results) + "\n", encoding="utf-8")
    return results


def _names(config: EvaluateConfig, benchmark: Benchmark) -> Names:
    """What rules know before they learn: `--graph`, else what the dataset publishes, else the embedded graph.

    A dataset without a train split lists the skills of the very rows to judge, so they are not taken from there.
    """
    if config.graph:
        from dataset_builder.graph import storage

        return Names.of_graph(storage.load(config.graph))
    known = benchmark.has_train or config.fit_data is not None
    return benchmark.names() if known else Names.embedded()


def _judge(
    config: EvaluateConfig,
    benchmark: Benchmark,
    system: Evaluated,
    fit,
    task: str,
    rows: list[dict],
    forms: Forms,
    texts: bool,
    elsewhere: Path | None,
) -> Scores:
    key = f"{code_hash()} {benchmark.fingerprint(task)} {config.graph} {getattr(system, 'identity', '')}"
    workers = config.workers or available_workers()
    kept = Path(config.out) / "predictions"
    if elsewhere and holds(elsewhere, system, task, rows, key):
        kept = elsewhere
    answers = predict(kept, system, task, rows, key, fit, workers)
    scores = score(task, answers, rows, forms)
    if config.errors:
        from training.evaluation.error_pages import write_page

        path = Path(config.out) / "errors" / f"{file_name(system.name)}-{task}.md"
        write_page(path, system.name, task, answers, rows, scores, benchmark.triples(), texts)
    return scores


def _results(config: EvaluateConfig, benchmark: Benchmark, judged: list[Evaluated], scored: dict, groups: dict) -> dict:
    names = [system.name for system in judged]
    systems: dict[str, dict] = {name: {} for name in names}
    for (name, task), scores in scored.items():
        bounds = intervals(scores, groups[task], config.resamples, config.seed)
        measures = {
            measure: {
                "value": value,
                "low": bounds[measure].low,
                "high": bounds[measure].high,
                "rows": scores.rows(measure),
            }
            for measure, value in scores.values().items()
            if value is not None
        }
        systems[name][task] = {"counts": scores.counts, "measures": measures}
    return {
        "config": asdict(config),
        "dataset": _dataset(config.data),
        "students": {system.name: system.students for system in judged if hasattr(system, "students")},
        "fitted_on": benchmark.fitted_on,
        "code": code_hash(),
        "systems": systems,
        "differences": _compared(config, names, scored, groups),
    }


def _dataset(data: str) -> dict:
    """Build and recipe of a dataset on this machine; None where it came from the Hub."""
    folder = dataset_folder(data, "--data")
    build = (read_build(folder) or {}) if folder else {}
    return {"build": build.get("hash"), "recipe": build.get("settings", {}).get("recipe")}


def _compared(config: EvaluateConfig, names: list[str], scored: dict, groups: dict) -> list[dict]:
    """The first system against each other one, on the tasks that both do."""
    first, *others = names
    pairs = []
    for other in others:
        tasks = {}
        for task in (task for task in groups if (first, task) in scored and (other, task) in scored):
            mine, theirs = scored[first, task], scored[other, task]
            bounds = differences(mine, theirs, groups[task], config.resamples, config.seed)
            values = {name: (mine.value(name), theirs.value(name)) for name in mine.names}
            tasks[task] = {
                name: {"value": a - b, "low": bounds[name].low, "high": bounds[name].high}
                for name, (a, b) in values.items()
                if a is not None and b is not None
            }
        pairs.append({"system": first, "other": other, "tasks": tasks})
    return pairs


def parser() -> Parser:
    main = Parser(prog="python -m training.evaluate", description="Systems side by side in the paper's tables.")
    add_options(main, EvaluateConfig)
    add_options(main.add_argument_group("openai:MODEL"), EvaluatedServer)
    return main


def main(argv: list[str] | None = None) -> int:
    def run() -> int:
        args = parser().parse_args(argv)
        results = evaluate(read_config(EvaluateConfig, args, asking=read_config(EvaluatedServer, args)))
        print(heading(results) + "\n\n" + render(results))
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
