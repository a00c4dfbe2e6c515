"""How long the graph of the real Dice, BLS and O*NET files takes, and how much memory.

    python -m benchmarks.graph            # the files lie in ../shared/data, or give their folder
    python -m benchmarks.graph --write    # keep Table 1 and the figures in benchmarks/results/graph.json

Limits on two cores: 20 s wall, 1 GiB. A fresh process is measured, imports included. Exits 1 beyond a limit.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import KEPT, Figure, at_most, exit_code, keep, render
from benchmarks.measured import Run, run

SECONDS, MEBIBYTES = 20, 1024
RESULTS = KEPT / "graph.json"
DATA = Path(__file__).parents[1].parent / "shared" / "data"
SOURCES = {
    "--dice": "dice_title_skills/dice_title_skills.csv", "--bls": "oes_structure/national_M2022_dl.xlsx",
    "--onet": "onet_29_xlsx",
}  # fmt: skip


def make_graph(data: Path, out: Path) -> Run:
    """The command that makes it; what it prints is Table 1."""
    given = [word for flag, name in SOURCES.items() for word in (flag, str(data / name))]
    return run("dataset_builder", "graph", *given, "--out", str(out), "--quiet").checked()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="the folder with the three sources")
    parser.add_argument(
        "--write", action="store_true", help="keep Table 1 and the figures in benchmarks/results/graph.json"
    )
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"error: {args.data} does not exist; give the folder with the three sources", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        ran = make_graph(args.data, Path(scratch) / "graph")
    question = "graph of Dice, BLS and O*NET"
    figures = [
        at_most(question, "wall, s", ran.seconds, SECONDS),
        Figure(question, "CPU, s", ran.cpu_seconds),
        at_most(question, "peak memory, MiB", ran.peak_mib, MEBIBYTES),
    ]
    print(ran.output, render(figures), sep="\n")
    if args.write:
        keep(RESULTS, figures, table1=ran.output.rstrip())
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
