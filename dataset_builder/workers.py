"""Worker processes: how many this machine bears, and a pool of them that cannot hang.

    with WorkerPool(available_workers(), start, path) as pool:
        futures = [pool.submit(function, argument) for argument in arguments]

A worker is an interpreter of its own that imports the functions by name and runs nothing of the parent's main module, so
the parent may be a script without a main guard, a notebook or stdin. It reads tasks from a pipe: a parent that is gone,
however it went, is the end of that pipe and of the worker. A worker that is gone is the end of its answers, which raises
WorkerDied at once. What all tasks need is written to a file, which each worker reads by itself.
"""

import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Executor, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from dataset_builder.errors import BadInput

# Bytes that a worker takes at its peak, and that its parent may still need: a build of 2,000 triples took 227 MB each and 444 MB.
WORKER_BYTES, PARENT_BYTES = 250_000_000, 300_000_000
# Bytes that say how long the task behind them is.
_LENGTH = 8
_BOOT = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); "  # Ctrl-C is the parent's to handle
    "sys.path[:] = {path!r}; from dataset_builder.workers import serve; serve()"
)


class WorkerDied(RuntimeError):
    """A worker process ended before its task. One line: how, and what to do."""


def available_workers() -> int:
    """As many as cores that this process may use, and as its share of the memory holds."""
    memory = (available_bytes() - PARENT_BYTES) // WORKER_BYTES
    return max(1, min(available_cores(), memory))


def available_cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for group in own_groups("cpu"):
        quota, period = _words(group / "cpu.max", 2) or (
            _word(group / "cpu.cfs_quota_us"),
            _word(group / "cpu.cfs_period_us"),
        )
        with suppress(TypeError, ValueError):  # "max", or no such file
            if int(quota) > 0:
                cores = min(cores, max(1, int(quota) // int(period)))
    return cores


def available_bytes() -> int:
    """Memory that is free to this process: of the machine, and of each control group that it is in."""
    free = [1 << 62]
    with suppress(OSError, ValueError, IndexError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free.append(1024 * int(next(line for line in lines if line.startswith("MemAvailable")).split()[1]))
    for group in own_groups("memory"):
        for limit, usage in (("memory.max", "memory.current"), ("memory.limit_in_bytes", "memory.usage_in_bytes")):
            with suppress(TypeError, ValueError):
                free.append(int(_word(group / limit)) - int(_word(group / usage)) + _cache(group))
    return max(0, min(free))


def _cache(group: Path) -> int:
    """Bytes of files that the group holds in memory and can drop."""
    with suppress(OSError, ValueError):
        rows = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return int(rows.get("total_inactive_file") or rows.get("inactive_file") or 0)
    return 0


def own_groups(
    controller: str, root: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")
) -> list[Path]:
    """The folders of this process's control group and those above it, of version 1 and 2."""
    found = []
    with suppress(OSError):
        for row in own.read_text().splitlines():
            _, controllers, path = row.split(":", 2)
            names = controllers.split(",")
            if controllers == "" or controller in names:
                tops = [root / controllers, root / controller] if controllers else [root, root / "unified"]
                for top in tops:
                    # in a container the path may be the host's, and its own group the top
                    place = top / path.strip("/")
                    found += [place, *place.parents[: len(Path(path.strip("/")).parts)], top]
    return [group for group in dict.fromkeys(found) if group.is_dir()]


def _word(path: Path) -> str | None:
    with suppress(OSError):
        return path.read_text().strip()
    return None


def _words(path: Path, count: int) -> list[str] | None:
    words = (_word(path) or "").split()
    return words if len(words) == count else None


def _file_of(given: Any) -> Path:
    """A temporary file with what each worker reads when it starts.

    Raises:
        BadInput: it cannot be written.
    """
    data = pickle.dumps(given, pickle.HIGHEST_PROTOCOL)
    place = Path(tempfile.gettempdir())
    try:
        descriptor, name = tempfile.mkstemp(prefix="rjdb-workers-", suffix=".pickle")
        place = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        if place.is_file():
            place.unlink()
        reason = f"it cannot be written ({error.strerror or error})"
        raise BadInput(f"{place}: {reason}; fix that, or set TMPDIR to another folder") from error
    return place


class WorkerPool(Executor):
    """At most `workers` processes, started as they are needed. `start`, a function of a module, is called first in each
    with `given`; both it and the functions that are submitted must be importable by name.

    Futures raise what the function raised, or WorkerDied. Leaving the block early ends all processes.
    """

    def __init__(self, workers: int, start: Callable[..., None] | None = None, *given: Any) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="worker")
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        for _ in range(workers):
            self._idle.put(None)
        self._workers: list[_Worker] = []
        self._starting = threading.Lock()
        self._dead: WorkerDied | None = None
        self._given: Path | None = None
        if start is not None:
            self._given = _file_of((start, given))

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future:
        return self._threads.submit(self._run, function, arguments, named)

    def _run(self, function: Callable[..., Any], arguments: tuple, named: dict) -> Any:
        worker = self._idle.get()
        try:
            with self._starting:
                if self._dead:
                    raise self._dead
                if worker is None:
                    worker = _Worker(self._given)
                    self._workers.append(worker)
            return worker.call((function, arguments, named))
        except WorkerDied as error:
            self._dead = self._dead or error
            raise
        finally:
            self._idle.put(worker)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: Any) -> None:
        if kind is not None:
            with self._starting:
                self._dead = self._dead or WorkerDied("the pool was ended")
            self._threads.shutdown(wait=False, cancel_futures=True)
            for worker in self._workers:
                worker.kill()
        self.shutdown()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        for worker in self._workers:
            worker.end()
        if self._given:
            self._given.unlink(missing_ok=True)


def in_thread(function: Callable[..., Any], *arguments: Any) -> Future:
    """Runs a function next to the pool, so that a worker that dies is noticed meanwhile; does not keep the program alive."""
    future: Future = Future()

    def run() -> None:
        try:
            future.set_result(function(*arguments))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def all_of(futures: Iterable[Future]) -> list[Any]:
    """Their results in order. Raises what the first that fails raises, as soon as it does."""
    futures = list(futures)
    done, _ = wait(futures, return_when=FIRST_EXCEPTION)
    for future in done:
        future.result()
    return [future.result() for future in futures]


class _Worker:
    """One process, as its parent sees it."""

    def __init__(self, given: Path | None) -> None:
        boot = _BOOT.format(path=[os.path.abspath(entry) for entry in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-c", boot, *([str(given)] if given else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def call(self, task: tuple) -> Any:
        data = pickle.dumps(task, pickle.HIGHEST_PROTOCOL)  # before anything is sent, since it may raise
        try:
            self._process.stdin.write(len(data).to_bytes(_LENGTH) + data)
            self._process.stdin.flush()
            done, result = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:
            raise WorkerDied(self._how()) from error
        if not done:
            raise result
        return result

    def _how(self) -> str:
        self._process.kill()
        code = self._process.wait()
        if code < 0:
            return f"a worker process was killed (signal {-code}): out of memory? run the same command with --workers 1 to continue"
        return f"a worker process ended with exit code {code}; run the same command with --workers 1 to continue"

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def serve() -> None:
    """The life of a worker: tasks come on stdin, results go to what was stdout; prints go to stderr."""
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    failed = None
    if len(sys.argv) > 1:
        try:
            with open(sys.argv[1], "rb") as file:
                start, given = pickle.load(file)
            start(*given)
        except Exception as error:  # is the answer to the first task
            failed = error
    while True:
        data = tasks.get()
        try:
            if failed is not None:
                raise failed
            function, arguments, named = pickle.loads(data)
            _send(results, (True, function(*arguments, **named)))
        except Exception as error:  # goes to whoever submitted the task
            _send(results, (False, error))


def _listen(stream: BinaryIO, tasks: "queue.SimpleQueue[bytes]") -> None:
    """Reads tasks until the parent closes the pipe or is gone; then nothing of this process is wanted any more.

    They are not unpickled here: that imports modules, and would wait for the main thread where it imports them, while the
    parent may be gone.
    """
    try:
        while length := stream.read(_LENGTH):
            tasks.put(stream.read(int.from_bytes(length)))
    finally:
        os._exit(0)


def _send(results: BinaryIO, result: tuple[bool, Any]) -> None:
    try:
        data = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
        if not result[0]:
            pickle.loads(data)
    except Exception:  # an error that cannot be carried across as it is
        data = pickle.dumps((False, RuntimeError(repr(result[1]))), pickle.HIGHEST_PROTOCOL)
    try:
        results.write(data)
        results.flush()
    except OSError:
        os._exit(0)
