"""Parsing processes that are kept: each reads file after file, and is replaced when one of them ends it."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from training.reader.lines import Pages
from training.reader.sandbox import worker
from training.reader.sandbox.limits import LONGEST_WAIT, Refused
from training.reader.sandbox.messages import unpacked

ROOT = Path(__file__).parents[3]
# A process is replaced after so many files: what parsers leak stays small.
MOST_FILES = 500
# Of an answer.
_MOST_ANSWER = 64 * 2**20
_CODE = f"from {worker.__name__} import main; main()"


class Parser:
    """One parsing process, started when it is first needed. Not for several threads at once."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._read = 0

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def parse(self, content: bytes, kind: str) -> Pages:
        """Raises Refused."""
        fresh = self._read == 0
        try:
            return self._ask(content, kind)
        except _Ended as ended:
            if fresh or ended.in_time is False:
                raise Refused("too much") from None
        # what earlier files left behind may have been too much: a process of its own decides
        try:
            return self._ask(content, kind)
        except _Ended:
            raise Refused("too much") from None

    def close(self) -> None:
        process, self._process, self._read = self._process, None, 0
        if process is not None:
            with suppress(OSError):
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()

    def _ask(self, content: bytes, kind: str) -> Pages:
        if self._read >= MOST_FILES:
            self.close()
        process = self._process or self._start()
        timer = threading.Timer(LONGEST_WAIT, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps({"bytes": len(content), "kind": kind}).encode() + b"\n" + content)
            process.stdin.flush()
            told = _answer(process.stdout)
            self._read += 1
            if "refused" in told:
                if told["refused"] == str(Refused("too much")):
                    raise _Ended
                raise _refusal(str(told["refused"]))
            return unpacked(told["pages"])
        except (OSError, ValueError, KeyError, TypeError, IndexError, _Ended):
            self.close()
            raise _Ended(in_time=not _ran_out_of_time(process)) from None
        finally:
            timer.cancel()

    def _start(self) -> subprocess.Popen:
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "MALLOC_ARENA_MAX": "1"},
        )
        return self._process


class _Ended(Exception):
    """The process ended, or said what it cannot have said; `in_time` is False where it used up its seconds."""

    def __init__(self, in_time: bool = True) -> None:
        super().__init__()
        self.in_time = in_time


def _ran_out_of_time(process: subprocess.Popen) -> bool:
    return process.returncode == -getattr(signal, "SIGXCPU", 0)


def _refusal(told: str) -> Refused:
    refused = Refused("damaged", kind="")
    refused.args = (told[:500],)
    return refused


def _answer(pipe: BinaryIO) -> dict:
    head = pipe.readline(32)
    if not head.strip().isdigit() or int(head) > _MOST_ANSWER:
        raise _Ended
    sent = pipe.read(int(head))
    if len(sent) < int(head):
        raise _Ended
    return json.loads(sent)


class ParserPool:
    """As many parsing processes as workers; answers come in the order of the files."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers)
        self._parsers = [Parser() for _ in range(workers)]
        self._free = deque(self._parsers)

    def __enter__(self) -> "ParserPool":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for parser in self._parsers:
            parser.close()

    def map(self, read, items: Iterable) -> Iterator[tuple]:
        """(item, what `read(parser, item)` returns) for each, a few items ahead of who takes them."""
        waiting: deque[tuple[object, Future]] = deque()
        for item in items:
            waiting.append((item, self._threads.submit(self._with_parser, read, item)))
            if len(waiting) > 4 * self._workers:
                first, found = waiting.popleft()
                yield first, found.result()
        while waiting:
            first, found = waiting.popleft()
            yield first, found.result()

    def _with_parser(self, read, item):
        parser = self._free.popleft()
        try:
            return read(parser, item)
        finally:
            self._free.append(parser)
