"""Runs a command and measures it: wall seconds, CPU seconds, peak memory of the whole process tree."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import psutil

POLL_SECONDS = 0.1
# name, value, limit, and whether the value is within it
Row = tuple[str, str, str, bool]


@dataclass(frozen=True)
class Run:
    """`peak_mib` is the largest sum of resident memory over the process and its children, shared pages counted twice."""

    exit_code: int
    seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str


def run(*arguments: str) -> Run:
    """Runs `python -m …` in a fresh process, imports included."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.PIPE, text=True)
    peak, cpu, done = 0, {}, threading.Event()

    def watch() -> None:
        nonlocal peak
        top = psutil.Process(process.pid)
        while not done.wait(POLL_SECONDS):
            total = 0
            try:
                for child in (top, *top.children(recursive=True)):
                    total += child.memory_info().rss
                    times = child.cpu_times()
                    cpu[child.pid] = times.user + times.system
            except psutil.NoSuchProcess:
                continue
            peak = max(peak, total)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output = process.communicate()[0]
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    return Run(process.returncode, seconds, sum(cpu.values()), peak / 2**20, output)
