"""How long do rules take for 50,000 pairs on two cores? The limit is 60 s, predictions written and scored.

    python -m benchmarks.baselines                       # builds a dataset first, minutes
    python -m benchmarks.baselines --data rjdb           # a folder with a train split of at least 25,000 triples
    python -m benchmarks.baselines --triples 500         # a quick look; figures are scaled

Every pair is different text. Thresholds and names are learnt from validation, so that none is known beforehand. Exits 1 beyond the limit.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tabulate import tabulate

from dataset_builder.pipeline.build import BuildConfig, build
from training.evaluation.benchmark import Benchmark
from training.evaluation.metrics import score
from training.evaluation.predictions import predict
from training.rules.gazetteer import Names
from training.systems.open_system import open_system

PAIRS, LIMIT_S, CORES = 50_000, 60.0, 2


def measure(data: str, pairs: int, name: str, task: str, workers: int) -> tuple[float, float, int]:
    """Seconds to learn, seconds to answer, write and score, and the rows."""
    benchmark = Benchmark(data, "train", limit=pairs, fit_triples=0)
    validation = Benchmark(data, "validation", fit_triples=0)
    rows = benchmark.rows(task)
    system = open_system(name, Names.embedded())
    started = time.perf_counter()
    system.fit(validation.rows)
    fitted = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        answers = predict(Path(folder), system, task, rows, "benchmark", lambda: None, workers)
        score(task, answers, rows)
    return fitted - started, time.perf_counter() - fitted, len(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("--data", help="a dataset folder; built otherwise")
    parser.add_argument("--triples", type=int, default=26_000, help="how many to build")
    parser.add_argument("--workers", type=int, default=CORES)
    parser.add_argument("--system", default="rules")
    parser.add_argument("--task", default="matching")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = args.data or str(Path(folder) / "rjdb")
        if args.data is None:
            build(BuildConfig(out=data, triples=args.triples, workers=args.workers, quiet=True))
        fit_s, run_s, rows = measure(data, PAIRS, args.system, args.task, args.workers)
    scaled = run_s * PAIRS / rows
    table = [
        [
            args.system,
            args.task,
            rows,
            args.workers,
            f"{fit_s:.1f}",
            f"{run_s:.1f}",
            f"{scaled:.1f}",
            f"{scaled / LIMIT_S:.2f}",
        ]
    ]
    print(
        tabulate(
            table,
            ["system", "task", "rows", "processes", "learning s", "run s", "s for 50,000", "of the limit"],
            "github",
        )
    )
    return int(scaled > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
