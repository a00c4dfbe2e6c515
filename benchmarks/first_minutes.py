"""From nothing to the first row and the first evaluation table: the README's way through a fresh clone, timed.

    python -m benchmarks.first_minutes            # about three minutes, most of them the package registry
    python -m benchmarks.first_minutes --write    # keep the figures in benchmarks/results/first_minutes.json

The committed state of this repository is cloned to a temporary folder, with caches of its own; packages come from the registry
that pip is set up for, or from pip's cache.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import KEPT, Figure, keep, render

RESULTS = KEPT / "first_minutes.json"
ROOT = Path(__file__).parents[1]
ROW = 'from datasets import load_dataset; print(load_dataset("rjdb", "matching", split="test")[0])'
EVALUATE = ("-m", "training.evaluate", "--data", "rjdb", "--system", "rules", "--system", "overlap")
# What is there after it, and the command; each begins where the one before it ended.
STEPS = (
    ("clone", ("git", "clone", "--quiet", str(ROOT), ".")),
    ("environment (make .venv/base)", ("make", ".venv/base")),
    ("dataset of 2,000 triples (make rjdb)", ("make", "rjdb")),
    ("first row on screen", (".venv/bin/python", "-c", ROW)),
    ("first evaluation table", (".venv/bin/python", *EVALUATE)),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--write", action="store_true", help=f"keep the figures in benchmarks/results/{RESULTS.name}")
    args = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch) / "rjdb-clone"
        clone.mkdir()
        environment = os.environ | {"HF_HOME": f"{scratch}/hub", "HF_HUB_OFFLINE": "1"}
        start = before = time.perf_counter()
        for name, command in STEPS:
            done = subprocess.run(command, cwd=clone, env=environment, stdout=subprocess.DEVNULL)
            if done.returncode:
                return done.returncode
            now = time.perf_counter()
            figures += [Figure(name, "takes, s", now - before), Figure(name, "since the start, s", now - start)]
            before = now
    print(render(figures))
    if args.write:
        keep(RESULTS, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
