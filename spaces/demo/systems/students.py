"""Students as one system of the Space: loaded before the page is served, kept, and asked in batches across visitors.

A student knows the tasks it was trained for, so several (matcher, explainer, extractor, editor) make one system: each
task goes to the first that knows it. A language model runs on a GPU where there is one. On ZeroGPU it is loaded onto "cuda" at
start, where no GPU is yet, and asked inside `spaces.GPU`, in a process forked from this one; the pointer family stays on the CPU.
"""

import math
import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial

import rjdb
from dataset_builder.errors import BadInput
from training.systems.protocol import ByRows, Result

try:
    from spaces import GPU  # before torch, which it changes on ZeroGPU
except ImportError:

    def GPU(function: Callable | None = None, **_: object) -> Callable:
        """Off ZeroGPU there is nothing to borrow."""
        return function if function is not None else lambda wrapped: wrapped


# That are answered together; more wait for the next batch.
MOST_ROWS = 16
# Batches that the processor answers at a time.
AT_ONCE = 2
# Seconds of GPU that are asked for: at least, at most, to bring the weights there, and for an answer that was never timed.
LEAST, MOST, MOVING, UNTIMED = 10, 120, 5.0, 2.0
# An answer may take so many times what one took before.
MARGIN = 3.0

# By source. ZeroGPU runs `on_gpu` in a process forked from this one: what it needs is found here, not sent there.
OPENED: dict[str, object] = {}
# Seconds per row that the last batches took, by source and task; of a release what was measured for it, to begin with.
TIMED: dict[tuple[str, str], float] = {}


def on_zero() -> bool:
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")


def gpu_seconds(source: str, task: str, rows: Sequence[dict]) -> int:
    """What is asked of ZeroGPU for a batch: a shorter wait in its queue, and less of a visitor's quota needed, than a flat minute."""
    needed = MOVING + MARGIN * len(rows) * TIMED.get((source, task), UNTIMED)
    return min(MOST, max(LEAST, math.ceil(needed)))


def asked(source: str, task: str, rows: list[dict]) -> tuple[list[Result] | BadInput, float]:
    """Results of a batch, and the seconds they took. What is wrong is a value: ZeroGPU hands on no more than the class of an error."""
    start = time.perf_counter()
    try:
        results = OPENED[source].results(task, rows)
    except BadInput as error:
        return BadInput(str(error)), 0.0
    return results, time.perf_counter() - start


on_gpu = GPU(duration=gpu_seconds)(asked)


def answer(source: str, task: str, rows: list[dict]) -> list[Result]:
    """Rows of a task to results, in one batch. Raises BadInput, also where ZeroGPU has no GPU for it."""
    if needs_gpu(source):
        import gradio as gr

        try:
            results, seconds = on_gpu(source, task, rows)
        except gr.Error as error:  # quota, a queue that is full, a worker that died
            raise BadInput(f"{source}: no GPU could be had ({error.message}); choose Rules, or try again") from error
    else:
        results, seconds = asked(source, task, rows)
    if isinstance(results, BadInput):
        raise results
    TIMED[source, task] = seconds / max(len(rows), 1)
    return results


def needs_gpu(source: str) -> bool:
    """Language models; the pointer family answers as fast on a CPU, and spends no one's quota there."""
    return hasattr(OPENED[source], "lm")


class Batches:
    """Calls that come while batches run wait, and are then answered together: whoever is next asks for all.

    `at_once`: batches that run at a time.
    """

    def __init__(self, ask: Callable[[str, list], list], at_once: int = 1) -> None:
        self._ask = ask
        self._turns, self._lock = threading.Semaphore(at_once), threading.Lock()
        self._waiting: list[tuple[str, dict, Future]] = []

    def answer(self, task: str, rows: Sequence) -> list:
        """Results in the order of the rows. Raises what asking raised for the batch that held them."""
        futures = [Future() for _ in rows]
        with self._lock:
            self._waiting += [(task, row, future) for row, future in zip(rows, futures)]
        for future in futures:
            while not future.done():
                with self._turns:
                    asked = future.done() or self._next_batch(task)
                if not asked:
                    wait([future])  # it is in a batch that runs
        return [future.result() for future in futures]

    def _next_batch(self, task: str) -> bool:
        """Whether any call was waiting."""
        with self._lock:
            batch = [one for one in self._waiting if one[0] == task][:MOST_ROWS]
            self._waiting = [one for one in self._waiting if all(one is not other for other in batch)]
        futures = [future for _, _, future in batch]
        if not batch:
            return False
        try:
            results = self._ask(task, [row for _, row, _ in batch])
        except BaseException as error:
            for future in futures:
                future.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return True
        for future, result in zip(futures, results, strict=True):
            future.set_result(result)
        return True


class Students(ByRows):
    """`sources` are folders or repositories of the Hub (`org/name`, `org/name@revision`).

    `timed`: seconds per answer by task that were measured elsewhere, on `card`, to say and to begin with.
    """

    tasks, tries = rjdb.TASKS, 32

    def __init__(
        self, name: str, sources: Sequence[str], load: Callable | None = None, timed: dict | None = None, card: str = ""
    ) -> None:
        self.name, self._sources, self._load = name, tuple(sources), load
        self._timed, self._card = timed or {}, card
        self._batches: dict[str, Batches] = {}
        self._opening = threading.Lock()

    def open(self) -> None:
        """Raises BadInput where one of the students cannot be loaded."""
        with self._opening:
            for source in self._sources:
                if source not in OPENED:
                    OPENED[source] = (self._load or _load)(source)
                    TIMED.update(((source, task), seconds) for task, seconds in self._timed.items())
                # of two on a CPU one reads words while the other one's encoder runs
                self._batches.setdefault(source, Batches(partial(answer, source), 1 if needs_gpu(source) else AT_ONCE))

    def ready(self) -> None:
        """Opens them, and asks one question of each kind, so that weights are there and how long it takes is known.

        On ZeroGPU language models are not asked: there is no GPU before a visitor comes.
        """
        self.open()
        for task, row in QUESTIONS.items():
            source = self._who(task)
            if source is not None and not (on_zero() and needs_gpu(source)):
                for _ in range(2):  # the first one loads
                    answer(source, task, [row])

    @property
    def answers_on_cpu(self) -> bool:
        """Whether they are loaded, know every task, and need no GPU for one."""
        if not all(source in OPENED for source in self._sources):
            return False
        asked = [self._who(task) for task in rjdb.TASKS]
        return all(source is not None and not needs_gpu(source) for source in asked)

    @property
    def speed(self) -> str:
        """How fast a pair is judged, and where that was seen."""
        source = self._who("matching") if all(source in OPENED for source in self._sources) else None
        seconds = TIMED.get((source, "matching")) if source else None
        if seconds is None:
            return ""
        here = not (on_zero() and needs_gpu(source))
        return f"{seconds:.2g} s a pair on {_place(source) if here else self._card or 'a GPU'}"

    def _who(self, task: str) -> str | None:
        """The student that answers a task."""
        for known in (task, "explanation") if task == "matching" else (task,):
            for source in self._sources:
                if known in OPENED[source].tasks:
                    return source
        return None

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        """Raises BadInput where no student knows the task, or one cannot read what it is given."""
        self.open()
        source = self._who(task)
        if source is None:
            raise BadInput(f"{self.name}: none of its students was trained for this; choose Rules")
        results = self._batches[source].answer(task, rows)
        if problem := next((result.problem for result in results if result.problem), ""):
            raise BadInput(f"{self.name}: {problem}")
        return results


_JOB = "Job title\nData Analyst\n\nRequired Skills\n- SQL\n- Excel\n\nRequired Experience\n- 3 years as a Data Analyst"
_RESUME = "Skills\n- SQL\n\nExperience\nData Analyst (2018 - 2020)"
QUESTIONS = {
    "matching": {"job_description": _JOB, "resume": _RESUME},
    "extraction": {"document": _RESUME, "document_type": "resume"},
}


def _place(source: str) -> str:
    device = getattr(getattr(OPENED[source], "lm", None), "device", None)
    if device is None or device.type == "cpu":
        return "this CPU"
    import torch

    return torch.cuda.get_device_name() if device.type == "cuda" else device.type


def _load(source: str):
    try:
        from training.students.pointer.pointer import Pointer
        from training.students.student import load
    except ImportError as error:
        raise BadInput(f"{source}: students need {error.name}, which is not installed here; choose Rules") from error
    name, _, revision = source.partition("@")
    opened = load(name, revision or None, device="cuda" if on_zero() else None)
    if isinstance(opened, Pointer):
        # half the processor's time for the same verdicts; each batch in a thread of its own, since several run at once
        opened = replace(opened.quickest, threads=max(1, (os.cpu_count() or 1) // AT_ONCE))
    return replace(opened, raise_problems=False)  # one visitor's bad input must not end the batch of others
