"""Systems on data that RJDB did not write: the paper's Tables 8 and 9, and titles.

    python -m training.evaluation.out_of_distribution --skills skillspan=FOLDER --skills green2022=FILE --system rules
    python -m training.evaluation.out_of_distribution --pairs FILE --system rules --system overlap --learn-from rjdb --data rjdb
    python -m training.evaluation.out_of_distribution --titles FOLDER

A system learns from nothing (the names of the embedded graph are all it knows), from an RJDB dataset (`rjdb`, the paper's
T5-R), from the data's own train split (`corpus`, T5-M) or from both (`both`, T5-M+R). Prints the tables and writes
OUT/tables.md, OUT/results.json, OUT/predictions and, of skills, OUT/answers for people to judge; continues where it stopped. Exit
codes: 0 done, 2 bad input, 3 a cap or an outage of a server ended it, 130 stopped.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Literal

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput, check_choices, check_least
from dataset_builder.storage.files import replacing, write_json
from dataset_builder.workers import available_workers
from training.data.row_ids import triple_of
from training.evaluation.benchmark import Benchmark
from training.evaluation.intervals import RESAMPLES, intervals
from training.evaluation.metrics import Scores, score
from training.evaluation.out_of_distribution.pair_files import pair_rows
from training.evaluation.out_of_distribution.skill_corpora import CORPORA, skill_rows
from training.evaluation.out_of_distribution.tables import render, score_spans
from training.evaluation.out_of_distribution.titles import RANKERS, read_titles, score_ranking
from training.evaluation.predictions import code_hash, predict
from training.rules.gazetteer import Names
from training.systems.open_system import BASELINES, Evaluated, file_name, open_system


@dataclass(frozen=True)
class OutOfDistributionConfig:
    """The options; written to results.json. `skills` are NAME=PATH."""

    skills: tuple[str, ...] = field(
        default=(),
        metadata={"help": f"once or more: {', '.join(CORPORA)}, and its folder or file", "metavar": "NAME=PATH"},
    )
    pairs: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "once or more: job, resume, 0/1 as .csv, .tsv, .jsonl or Ditto's .txt, or a folder of test.* and train.*",
            "metavar": "PATH",
        },
    )
    titles: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "once or more: queries.tsv, corpus_documents.tsv, annotations.tsv",
            "metavar": "FOLDER",
        },
    )
    systems: tuple[str, ...] = field(
        default=("rules",),
        metadata={
            "help": f"once or more: {', '.join(BASELINES)}, cross-encoder:FOLDER, or a student's folder",
            "flag": "--system",
            "metavar": "NAME",
        },
    )
    learn_from: tuple[Literal["nothing", "rjdb", "corpus", "both"], ...] = field(
        default=("nothing",), metadata={"help": "what systems learn from, once or more"}
    )
    data: str = field(default="rjdb", metadata={"help": "the RJDB dataset to learn from", "metavar": "FOLDER"})
    split: str = field(default="test", metadata={"help": "which split of a folder is judged; a file is judged whole"})
    resume_first: bool = field(default=False, metadata={"help": "in pairs without column names the resume comes first"})
    out: str = field(
        default="out_of_distribution", metadata={"help": "where tables and predictions go", "metavar": "FOLDER"}
    )
    limit: int | None = field(
        default=None, metadata={"help": "judge only the first N rows of each data set", "metavar": "N"}
    )
    resamples: int = field(default=RESAMPLES, metadata={"help": "bootstrap resamples"})
    seed: int = field(default=0, metadata={"help": "of the bootstrap"})
    workers: int | None = field(default=None, metadata={"help": "processes; as many as cores by default"})

    def __post_init__(self) -> None:
        if not (self.skills or self.pairs or self.titles):
            raise BadInput("nothing to judge; give --skills NAME=PATH, --pairs FILE or --titles FOLDER")
        for given in self.skills:
            name, equals, path = given.partition("=")
            if name not in CORPORA or not equals or not path:
                raise BadInput(f"--skills {given}: give NAME=PATH, where NAME is one of {', '.join(CORPORA)}")
        if self.split == "train" and {"corpus", "both"} & set(self.learn_from):
            raise BadInput("--split train: is what --learn-from corpus learns; give another split")
        check_choices(self)
        for flag, values in (("--system", self.systems), ("--learn-from", self.learn_from)):
            if len(set(values)) < len(values):
                raise BadInput(f"{flag}: the same is named twice")
        check_least(self, limit=1, resamples=1)


@dataclass(frozen=True)
class Judged:
    """A data set: `rows` to judge; `train` gives its own rows to learn from, or raises BadInput."""

    task: str
    data: str
    rows: list[dict]
    train: Callable[[], list[dict]]


def _judged(config: OutOfDistributionConfig) -> list[Judged]:
    """All data sets, read before any system starts."""
    found = []
    for given in config.skills:
        name, _, path = given.partition("=")
        train = cache(partial(_own_train, skill_rows, name, path))
        found.append(Judged("extraction", name, skill_rows(name, path, config.split)[: config.limit], train))
    for path in config.pairs:
        read = partial(pair_rows, resume_first=config.resume_first)
        rows = read(path, config.split)[: config.limit]
        found.append(Judged("matching", Path(path).name, rows, cache(partial(_own_train, read, path))))
    return found


def _own_train(read: Callable[..., list[dict]], *path: str) -> list[dict]:
    if not Path(path[-1]).is_dir():
        raise BadInput(
            f"{path[-1]}: is one file, so there is nothing of it to learn from; give its folder with a train split"
        )
    return read(*path, split="train")


def measure(config: OutOfDistributionConfig) -> dict:
    """Runs all systems on all data; returns what is written to results.json.

    Raises:
        BadInput: no such data, dataset or system.
    """
    for name in config.systems:
        open_system(name)  # a wrong name is reported before any data is read
    rankings = [(Path(path).name, read_titles(path)) for path in config.titles]
    benchmark = cache(lambda: Benchmark(config.data))
    measured = []
    for judged in _judged(config):
        systems = {}
        for lesson in config.learn_from:
            for name in config.systems:
                system = open_system(name, _names(lesson, benchmark))
                label = f"{name}, learnt from {judged.data if lesson == 'corpus' else lesson}"
                label = (
                    label if name in BASELINES else system.name
                )  # a model is trained already, so it learns from nothing here
                if judged.task in system.tasks and label not in systems:
                    scores = _judge(config, judged, system, lesson, benchmark)
                    systems[label] = _figures(config, scores, [triple_of(row["id"]) for row in judged.rows])
        kind = "skills" if judged.task == "extraction" else "matching"
        measured.append({"kind": kind, "data": judged.data, "rows": len(judged.rows), "systems": systems})
    for name, ranking in rankings:
        systems = {}
        for ranker, rank in RANKERS.items():
            scores = score_ranking(rank(ranking.queries, ranking.documents), ranking.relevant)
            systems[ranker] = _figures(config, scores, ranking.queries)
        measured.append({"kind": "titles", "data": name, "rows": len(ranking.queries), "systems": systems})
    results = {"config": asdict(config), "code": code_hash(), "measured": measured}
    out = Path(config.out)
    write_json(out / "results.json", results)
    with replacing(out / "tables.md") as temporary:
        temporary.write_text(heading(results) + "\n\n" + render(results) + "\n", encoding="utf-8")
    return results


def _names(lesson: str, benchmark: Callable[[], Benchmark]) -> Names:
    return benchmark().names() if lesson in ("rjdb", "both") else Names.embedded()


def _lessons(judged: Judged, lesson: str, benchmark: Callable[[], Benchmark], task: str) -> Sequence[dict]:
    """Rows of a task to learn from; the data's own ones are of its own task only, and come first."""
    own = judged.train() if lesson in ("corpus", "both") and task == judged.task else []
    return [*own, *(benchmark().training_rows(task) if lesson in ("rjdb", "both") else [])]


def _judge(config: OutOfDistributionConfig, judged: Judged, system: Evaluated, lesson: str, benchmark) -> Scores:
    learn = cache(partial(_lessons, judged, lesson, benchmark))
    digest = hashlib.sha256(f"{code_hash()} {getattr(system, 'identity', '')}".encode())
    for row in (*judged.rows, *learn(judged.task)):
        digest.update(f"{row['prompt' if 'prompt' in row else 'id']}\0{row['completion']}\0".encode())
    folder = Path(config.out) / "predictions" / judged.data / lesson
    workers = config.workers or available_workers()
    answers = predict(
        folder, system, judged.task, judged.rows, digest.hexdigest()[:16], partial(system.fit, learn), workers
    )
    if judged.task != "extraction":
        return score("matching", answers, judged.rows)
    _write_answers(Path(config.out), f"{judged.data}, {system.name}, {lesson}", judged.rows, answers)
    return score_spans(answers, judged.rows)


def _write_answers(out: Path, name: str, rows: Sequence[dict], answers: Sequence[dict | None]) -> None:
    """What a system lists of each text, for people to judge: `python -m dataset_builder study skills OUT/answers/*.jsonl`."""
    path = out / "answers" / f"{file_name(name)}.jsonl"
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        for row, answer in zip(rows, answers, strict=True):
            said = {
                "id": row["id"],
                "text": row["document"],
                "skills": (answer or {}).get("skills") or [],
                "gold": row["skills"],
            }
            file.write(json.dumps({"system": name, **said}, ensure_ascii=False) + "\n")


def _figures(config: OutOfDistributionConfig, scores: Scores, groups: Sequence[str]) -> dict:
    bounds = intervals(scores, groups, config.resamples, config.seed)
    measures = {
        name: {"value": value, "low": bounds[name].low, "high": bounds[name].high}
        for name, value in scores.values().items()
        if value is not None
    }
    return {"counts": scores.counts, "measures": measures}


def heading(results: dict) -> str:
    """What the tables were made by, and what an interval is."""
    config = results["config"]
    flags = [f"--skills {given.partition('=')[0]}=PATH" for given in config["skills"]]
    flags += [f"--pairs {Path(path).name}" for path in config["pairs"]]
    flags += [f"--titles {Path(path).name}" for path in config["titles"]]
    if config["skills"] or config["pairs"]:
        flags += [f"--system {name}" for name in config["systems"]]
        flags += [f"--learn-from {lesson}" for lesson in config["learn_from"]]
        if {"rjdb", "both"} & set(config["learn_from"]):
            flags.append(f"--data {config['data']}")
    flags += [f"--split {config['split']}"] if config["split"] != "test" else []
    flags += ["--resume-first"] * config["resume_first"] + ([f"--limit {config['limit']}"] if config["limit"] else [])
    return (
        f"`python -m training.evaluation.out_of_distribution {' '.join(flags)}`: 95 % bootstrap intervals over job ads, jobs or "
        "queries. Skills are pooled over sentences; each measure names its matcher."
    )


def parser() -> Parser:
    main = Parser(
        prog="python -m training.evaluation.out_of_distribution", description="Systems on data that RJDB did not write."
    )
    add_options(main, OutOfDistributionConfig)
    return main


def main(argv: list[str] | None = None) -> int:
    def run() -> int:
        results = measure(read_config(OutOfDistributionConfig, parser().parse_args(argv)))
        print(heading(results) + "\n\n" + render(results))
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
