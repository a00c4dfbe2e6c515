"""CPU of two or more checkouts in turn, in slices of a second or so, so that what else the machine does falls on all alike.

    git worktree add --detach /tmp/before COMMIT
    python -m benchmarks.in_turn triples /tmp/before .             # the work of a build for one triple, its fixed work left out
    python -m benchmarks.in_turn triples /tmp/before . --without-assessment    # without the rows of the config `assessment`
    python -m benchmarks.in_turn requests /tmp/before .            # the client for language models, against the double of a server

One process a checkout stays up, so that imports are nobody's; the least, the median and the median of the ratios to the first
checkout are printed. The double is this checkout's.
"""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.llm import LATENCY
from tests.doubles.openai_server import Behaviour, Double

# Run in each checkout, also in older ones: a count comes in, milliseconds of CPU for each go out.
_TRIPLES = """
import sys, tempfile, time
from collections import Counter
from pathlib import Path
from dataset_builder.pipeline import shards
from dataset_builder.pipeline.build import BuildConfig, open_author
if sys.argv[1] == "without assessment":
    shards.assessment_rows = lambda *_: ([], Counter())
author = open_author(BuildConfig(triples=52_000))
with tempfile.TemporaryDirectory() as folder:
    for number, line in enumerate(sys.stdin):
        count, begun = int(line), time.process_time()
        shards.write_shard(author, shards.Shard("train", number, 400, number * count, (number + 1) * count), Path(folder))
        print(1000 * (time.process_time() - begun) / count, flush=True)
"""
_REQUESTS = """
import sys, tempfile
from pathlib import Path
from benchmarks.llm import client_run, requests
with tempfile.TemporaryDirectory() as folder:
    for line in sys.stdin:
        _, cpu, ended = client_run(requests(int(line)), sys.argv[1], Path(folder))
        print(1000 * cpu / ended, flush=True)
"""
_SIZE = {"triples": 60, "requests": 400}


@contextmanager
def worker(checkout: Path, code: str, argument: str) -> Iterator[subprocess.Popen]:
    environment = os.environ | {"PYTHONPATH": str(checkout.resolve()), "OMP_NUM_THREADS": "1"}
    words = [sys.executable, "-c", code, argument]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(words, cwd=checkout, env=environment, **pipes) as process:
        yield process
        process.stdin.close()


def slices(processes: list[subprocess.Popen], size: int, times: int) -> list[list[float]]:
    """Milliseconds of CPU each, of every process; the first slice of each is a warm-up, and the order moves on."""
    found: list[list[float]] = [[] for _ in processes]
    for turn in range(times + 1):
        for at in range(len(processes)):
            place = (turn + at) % len(processes)
            processes[place].stdin.write(f"{size}\n")
            processes[place].stdin.flush()
            if not (answer := processes[place].stdout.readline()):
                sys.exit("a checkout failed; what it said stands above")
            found[place] += [float(answer)] if turn else []
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=tuple(_SIZE))
    parser.add_argument("checkouts", nargs="+", type=Path, help="the first is what others are compared with")
    parser.add_argument("--slices", type=int, default=12, help="of each checkout")
    parser.add_argument("--without-assessment", action="store_true", help="leave out the config of that name")
    options = parser.parse_args()
    with ExitStack() as stack:
        argument = "without assessment" if options.without_assessment else "all"
        code = _TRIPLES
        if options.what == "requests":
            code, argument = _REQUESTS, stack.enter_context(Double(Behaviour(latency=LATENCY))).base_url
        processes = [stack.enter_context(worker(checkout, code, argument)) for checkout in options.checkouts]
        found = slices(processes, _SIZE[options.what], options.slices)
    for checkout, cpu in zip(options.checkouts, found, strict=True):
        ratio = statistics.median(here / first for here, first in zip(cpu, found[0], strict=True))
        print(
            f"{checkout}: CPU of one of the {options.what}, ms: least {min(cpu):.2f}, median {statistics.median(cpu):.2f}; "
            f"median of the ratios {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
