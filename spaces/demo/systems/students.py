"""Students as one system of the Space: loaded when first asked, kept, and asked in batches across visitors.

A student knows the tasks it was trained for, so several (matcher, explainer, extractor, editor) make one system: each
task goes to the first that knows it. On ZeroGPU the batch runs inside `spaces.GPU`.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

import rjdb
from dataset_builder.errors import BadInput
from training.systems.protocol import ByRows, Result

try:
    from spaces import GPU
except ImportError:

    def GPU(function: Callable | None = None, **_: object) -> Callable:
        """Off ZeroGPU there is nothing to borrow."""
        return function if function is not None else lambda wrapped: wrapped


# That are answered together; more wait for the next batch.
MOST_ROWS = 16
GPU_SECONDS = 60


# By source. ZeroGPU runs `answer` in a process forked from this one: what it needs is found here, not sent there.
OPENED: dict[str, object] = {}


@GPU(duration=GPU_SECONDS)
def answer(source: str, task: str, rows: list[dict]) -> list[Result]:
    """Rows of a task to results, in one batch."""
    return OPENED[source].results(task, rows)


class Batches:
    """Calls that come while a batch runs wait, and are then answered together: whoever is next asks for all."""

    def __init__(self, ask: Callable[[str, list], list]) -> None:
        self._ask = ask
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._waiting: list[tuple[str, dict, Future]] = []

    def answer(self, task: str, rows: Sequence) -> list:
        """Results in the order of the rows. Raises what asking raised for the batch that held them."""
        futures = [Future() for _ in rows]
        with self._lock:
            self._waiting += [(task, row, future) for row, future in zip(rows, futures)]
        while not all(future.done() for future in futures):
            with self._turn:
                if not all(future.done() for future in futures):
                    self._next_batch(task)
        return [future.result() for future in futures]

    def _next_batch(self, task: str) -> None:
        with self._lock:
            batch = [one for one in self._waiting if one[0] == task][:MOST_ROWS]
            self._waiting = [one for one in self._waiting if all(one is not other for other in batch)]
        futures = [future for _, _, future in batch]
        try:
            results = self._ask(task, [row for _, row, _ in batch])
        except BaseException as error:
            for future in futures:
                future.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for future, result in zip(futures, results, strict=True):
            future.set_result(result)


class Students(ByRows):
    """`sources` are folders or repositories of the Hub, opened at the first question."""

    tasks, tries = rjdb.TASKS, 32

    def __init__(self, name: str, sources: Sequence[str], load: Callable | None = None) -> None:
        self.name, self._sources, self._load = name, tuple(sources), load
        self._batches: dict[str, Batches] = {}
        self._opening = threading.Lock()

    def open(self) -> None:
        """Raises BadInput where one of the students cannot be loaded."""
        with self._opening:
            for source in self._sources:
                if source not in OPENED:
                    OPENED[source] = (self._load or _load)(source)
                self._batches.setdefault(source, Batches(partial(answer, source)))

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        """Raises BadInput where no student knows the task, or one cannot read what it is given."""
        self.open()
        for known in (task, "explanation") if task == "matching" else (task,):
            for source in self._sources:
                if known in OPENED[source].tasks:
                    results = self._batches[source].answer(task, rows)
                    if problem := next((result.problem for result in results if result.problem), ""):
                        raise BadInput(f"{self.name}: {problem}")
                    return results
        raise BadInput(f"{self.name}: none of its students was trained for this; choose Rules")


def _load(source: str):
    try:
        from training.students.student import load
    except ImportError as error:
        raise BadInput(f"{source}: students need {error.name}, which is not installed here; choose Rules") from error
    return replace(load(source), raise_problems=False)  # one visitor's bad input must not end the batch of others
