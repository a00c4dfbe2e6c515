"""Runs a command and measures it: wall seconds, CPU seconds, peak memory of the whole process tree."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Run:
    """`cpu_seconds` of the process and the children that it waited for; `peak_mib` see `resident_mib`."""

    exit_code: int
    seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str

    def checked(self) -> "Run":
        """This run. A command that failed has said why: raises SystemExit with its exit code."""
        if self.exit_code:
            sys.exit(self.exit_code)
        return self


def run(
    *arguments: str, environment: Mapping[str, str] | None = None, folder: Path | None = None, given: str | None = None
) -> Run:
    """Runs `python -m …`, or `python -c …`, in a fresh process, imports included; `given` is its standard input."""
    words = arguments if arguments[0] == "-c" else ("-m", *arguments)
    before, start = _cpu_of_children(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words], env=os.environ | (environment or {}), cwd=folder, text=True,
        stdin=None if given is None else subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    peak, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(POLL_SECONDS):
            peak = max(peak, resident_mib(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output = process.communicate(given)[0]
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    return Run(process.returncode, seconds, _cpu_of_children() - before, peak, output)


def resident_mib(pid: int) -> float:
    """Resident memory of a process and its children, pages that they share counted more than once; 0 when it has ended."""
    try:
        top = psutil.Process(pid)
        return sum(one.memory_info().rss for one in (top, *top.children(recursive=True))) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


def _cpu_of_children() -> float:
    """CPU seconds of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
