"""A build of 2,000 triples with default options in a memory control group of 512 MB.

    python -m benchmarks.memory_limit                # as root, where this machine lets one make a control group
    python -m benchmarks.memory_limit --bytes 400000000

The group is made below the one that this process is in, so that its limits hold too, and goes afterwards.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, exit_code, render
from dataset_builder.workers import own_groups

# Version 2 of control groups, and version 1.
LIMITS, PEAKS = ("memory.max", "memory.limit_in_bytes"), ("memory.peak", "memory.max_usage_in_bytes")


def make_group(limit: int) -> Path:
    """A group of its own with the limit. Raises OSError where that is not allowed."""
    group = own_groups("memory")[0] / f"rjdb-{os.getpid()}"
    group.mkdir()
    for name in LIMITS:
        if (group / name).exists():
            (group / name).write_text(str(limit))
            return group
    group.rmdir()
    raise OSError(f"{group.parent}: groups below it cannot limit memory")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("--bytes", type=int, default=512 << 20)
    parser.add_argument("--triples", type=int, default=2_000)
    given = parser.parse_args()
    try:
        group = make_group(given.bytes)
    except OSError as error:
        print(f"error: no control group can be made here ({error})", file=sys.stderr)
        return 2
    enter = f'echo $$ > {group}/cgroup.procs && exec "$@"'
    try:
        with tempfile.TemporaryDirectory(prefix="rjdb-memory-") as folder:
            build = [sys.executable, "-m", "dataset_builder", "build", "--quiet", "--triples", str(given.triples)]
            begun = time.monotonic()
            done = subprocess.run(
                ["sh", "-c", enter, "sh", *build, "--out", f"{folder}/rjdb"], capture_output=True, text=True
            )
            seconds = time.monotonic() - begun
        peak = next(int((group / name).read_text()) for name in PEAKS if (group / name).exists())
    finally:
        group.rmdir()
    lines = done.stderr.strip().splitlines()
    ended = f"exit code {done.returncode}, {seconds:.0f} s" + (f", {lines[-1]}" if done.returncode and lines else "")
    question = f"build of {given.triples:,} triples, default options, in {given.bytes >> 20} MB"
    figures = [
        Figure("memory limit", question, ended, "0", done.returncode == 0),
        Figure("memory limit", "peak of the control group, file cache included", f"{peak / 2**20:.0f} MB", "", True),
    ]
    print(render(figures, questions=False))
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
