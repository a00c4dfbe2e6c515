"""How long the graph of the real Dice, BLS and O*NET files takes, and how much memory.

    python -m benchmarks.graph            # the files lie in ../shared/data, or give their folder

Limits on two cores: 15 s wall, 1 GiB. A fresh process is measured, imports included. Exits 1 beyond a limit.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

SECONDS, MEBIBYTES = 15.0, 1024
DATA = Path(__file__).parents[1].parent / "shared" / "data"


def build(data: Path) -> None:
    from dataset_builder.graph import table1
    from dataset_builder.graph.make_graph import GraphConfig, assemble

    graph = assemble(
        GraphConfig(
            dice=str(data / "dice_title_skills/dice_title_skills.csv"),
            bls=str(data / "oes_structure/national_M2022_dl.xlsx"),
            onet=str(data / "onet_29_xlsx"),
            quiet=True,
        )
    )
    print(table1.render(graph))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="the folder with the three sources")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.once:
        build(args.data)
        return 0
    if not args.data.is_dir():
        print(f"error: {args.data} does not exist; give the folder with the three sources", file=sys.stderr)
        return 2
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "benchmarks.graph", str(args.data), "--once"], check=False)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"\nwall  {seconds:7.1f} s    limit {SECONDS:5.0f} s    {seconds / SECONDS:.0%}")
    print(f"CPU   {used.ru_utime + used.ru_stime:7.1f} s")
    print(f"peak  {peak:7.0f} MiB  limit {MEBIBYTES:5} MiB  {peak / MEBIBYTES:.0%}")
    return done.returncode or int(seconds > SECONDS or peak > MEBIBYTES)


if __name__ == "__main__":
    sys.exit(main())
