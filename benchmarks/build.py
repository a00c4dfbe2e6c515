"""Speed, memory, quality and fidelity of the dataset build on the real graph, each beside its limit.

    python -m benchmarks.build                 # Dice, BLS and O*NET from ../shared/data; about fifteen minutes
    python -m benchmarks.build --ten           # also ten times as many triples (half an hour more)
    python -m benchmarks.build --triples 5200  # a quick look

    python -m benchmarks.build --ten --write   # keep the figures in benchmarks/results/build.json, which docs/benchmarks.md shows;
                                               # without --ten its two ratios stay as they were

Datasets go to a temporary folder, or to --keep. Exits 1 if a figure is beyond its limit.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from benchmarks.graph import DATA, make_graph
from benchmarks.measured import run
from dataset_builder.quality.near_duplicates import across_splits
from dataset_builder.report import statistics, text_lengths
from dataset_builder.report.dataset_report import Report

SECONDS, MEBIBYTES = 120, 2048  # 52,000 triples on two cores
TEN_TIMES, TEN_MEMORY = 10.5, 1.2
FIDELITY, TOKEN_FIDELITY = 0.10, 0.15
PAPER = {
    "words, job description": 181.1, "words, matched resume": 101.9, "words, unmatched resume": 87.1,
    "skills": 6.43, "jobs": 2.44, "removed skills": 1.9,
}  # fmt: skip
# T5 tokens of the release's 1,000 test triples: mean and 95th percentile.
RELEASE_TOKENS = {"job description": (257, 346), "matched resume": (169, 257), "both in one input": (425, 567)}


RESULTS = KEPT / "build.json"


def build(triples: int, recipe: str, graph: Path, out: Path):
    """The run and its report; a gate that fails (exit code 1) is a result, not an error."""
    words = ("--graph", str(graph), "--triples", str(triples), "--recipe", recipe, "--out", str(out), "--quiet")
    ran = run("dataset_builder", "build", *words)
    if ran.exit_code not in (0, 1):
        sys.exit(ran.exit_code)
    return ran, Report.read(out)


def speed(triples: int, recipe: str, ran) -> list[Figure]:
    """Limits hold for the paper's size; a smaller build spends its time on starting and measuring."""
    question, full = f"{recipe}, {triples:,} triples", triples == 52_000
    fast, small = ran.seconds < SECONDS, ran.peak_mib < MEBIBYTES
    return [
        Figure(question, "wall, s", ran.seconds, f"< {SECONDS}" if full else "", fast if full else None),
        Figure(question, "CPU, s", ran.cpu_seconds),
        Figure(question, "peak memory, MiB", ran.peak_mib, f"< {MEBIBYTES}", small),
    ]


def quality(recipe: str, report: Report) -> list[Figure]:
    rows = report.gate.rows
    figures = [
        Figure(f"{recipe}, gate", row.name, row.value, f"<= {row.limit:g}", row.passed if recipe == "facts" else None)
        for row in rows
        if row.limit is not None
    ]
    share = 100 * report.build["rejected"]["share"]
    return [
        *figures,
        Figure(f"{recipe}, gate", "rejected, %", share, "<= 2", share <= 2 if recipe == "facts" else None),
    ]


def fidelity(folder: Path, tokenizer: Path) -> list[Figure]:
    measured = statistics.measure(folder)
    ours = {f"words, {row.document}": row.mean for row in measured.table3}
    ours |= {row.figure: row.ours for row in measured.table4}
    figures = [_near("paper, Tables 3 and 4", name, ours[name], theirs, FIDELITY) for name, theirs in PAPER.items()]
    for row in text_lengths.t5_lengths(folder, tokenizer):
        mean, p95 = RELEASE_TOKENS[row.document]
        figures.append(_near("paper, T5 tokens", f"{row.document}, mean", row.mean, mean, TOKEN_FIDELITY))
        figures.append(_near("paper, T5 tokens", f"{row.document}, 95 %", row.p95, p95, TOKEN_FIDELITY))
    return figures


def _near(question: str, name: str, ours: float, theirs: float, tolerance: float) -> Figure:
    passed = abs(ours - theirs) <= tolerance * theirs
    return Figure(question, name, ours, f"{theirs} ± {tolerance:.0%}", passed)


def near_duplicates(folder: Path) -> list[Figure]:
    pairs = len(across_splits(folder, workers=2).pairs)
    return [Figure("facts, near-duplicates across splits", "pairs", pairs, "0", pairs == 0)]


def ten_times(triples: int, one, ten) -> list[Figure]:
    time, memory = ten.seconds / one.seconds, ten.peak_mib / one.peak_mib
    question = f"facts, {10 * triples:,} against {triples:,}"
    return [
        Figure(question, "time, ratio", time, f"<= {TEN_TIMES}", time <= TEN_TIMES),
        Figure(question, "memory, ratio", memory, f"<= {TEN_MEMORY}", memory <= TEN_MEMORY),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument(
        "--data", type=Path, default=DATA, help="the folder with the real sources and the T5 vocabulary"
    )
    parser.add_argument("--triples", type=int, default=52_000)
    parser.add_argument("--ten", action="store_true", help="also ten times as many triples")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results/build.json")
    parser.add_argument("--keep", type=Path, help="leave the datasets here")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"error: {args.data} does not exist; give --data a folder with the real sources", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        place = args.keep or Path(scratch)
        make_graph(args.data, place / "graph")
        ran, report = build(args.triples, "facts", place / "graph", place / "facts")
        figures = speed(args.triples, "facts", ran) + quality("facts", report) + near_duplicates(place / "facts")
        paper_ran, paper = build(args.triples, "paper", place / "graph", place / "paper")
        figures += speed(args.triples, "paper", paper_ran) + quality("paper", paper)
        figures += fidelity(place / "paper", args.data / "t5_vocab" / "tokenizer.json")
        original = import_original(args.data, place / "original")
        if args.ten:
            ten, _ = build(10 * args.triples, "facts", place / "graph", place / "ten")
            figures += ten_times(args.triples, ran, ten)
        print(report.build["statistics_markdown"])
    print(render(figures))
    if args.write:
        gates = {"facts": report, "paper": paper, "original release": original}
        keep(RESULTS, figures, gates={name: dict_of(report) for name, report in gates.items()})
    return exit_code(figures)


def import_original(data: Path, out: Path) -> Report:
    sample = data / "rjdb_original" / "sample.jsonl"
    run("dataset_builder", "import", str(sample), "--out", str(out), "--quiet").checked()
    return Report.read(out)


def dict_of(report: Report) -> dict:
    """The gate's values by name, and how many triples they were measured on."""
    return {"triples": report.gate.triples} | {row.name: row.value for row in report.gate.rows}


if __name__ == "__main__":
    sys.exit(main())
