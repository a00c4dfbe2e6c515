"""Every answer that was paid for, in one SQLite file that only grows.

An answer is committed on its own as soon as it is there. After `kill -9` everything committed is found again; after
a power cut at most the answers of the last moments are missing (WAL with synchronous=NORMAL). One process writes
at a time; any number may look. The key of a server is never given to this module.
"""

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dataset_builder.errors import BadInput
from dataset_builder.llm.request import (
    Answer,
    Call,
    Conversation,
    Endpoint,
    Failure,
    Reply,
    Request,
    Result,
    Token,
    drive,
)

VERSION = 1
APPLICATION_ID = 0x524A4442  # "RJDB"
# Asking ends while what is in flight still fits on the disk.
MIN_FREE_BYTES = 32 << 20
# Pages of 4 KiB after which SQLite folds its log into the file, which makes all wait for the disk.
LOG_PAGES = 8_000

_SCHEMA = """
CREATE TABLE requests (address TEXT PRIMARY KEY, base_url TEXT, model TEXT, label TEXT, body TEXT, at REAL) WITHOUT ROWID;
CREATE TABLE answers (address TEXT PRIMARY KEY, text TEXT, finish TEXT, prompt_tokens INTEGER, completion_tokens INTEGER,
                      estimated INTEGER, model TEXT, fingerprint TEXT, batch INTEGER, seconds REAL, tokens TEXT, at REAL);
CREATE TABLE failures (number INTEGER PRIMARY KEY, address TEXT, kind TEXT, cause TEXT, at REAL);
CREATE INDEX failures_by_address ON failures (address);
CREATE TABLE dialects (base_url TEXT, model TEXT, name TEXT, cause TEXT, at REAL, PRIMARY KEY (base_url, model, name));
CREATE TABLE batches (mark TEXT PRIMARY KEY, id TEXT, base_url TEXT, model TEXT, state TEXT, requests INTEGER, at REAL);
"""
_ANSWER = (
    "address, text, finish, prompt_tokens, completion_tokens, estimated, model, fingerprint, batch, seconds, tokens"
)


class Unanswered(LookupError):
    """A conversation wants replies that the store does not hold."""

    def __init__(self, requests: tuple[Request, ...]) -> None:
        super().__init__(requests[0].label)
        self.requests = requests


def replay(conversation: Conversation[Result], store: "Store", endpoint: Endpoint) -> Result:
    """What a conversation returns, from the store alone. Raises Unanswered where it must ask."""

    def answer(requests: tuple[Request, ...]) -> tuple[Reply, ...]:
        found = [(request, store.find(endpoint, request)) for request in requests]
        if missing := tuple(request for request, reply in found if reply is None):
            raise Unanswered(missing)
        return tuple(reply for _, reply in found if reply)

    return drive(conversation, answer)


class Store:
    """The file. `writing=False` opens it to look, while another process may write.

    Raises:
        BadInput: not a store, a store of another version, in use by another process, or the disk is full.
    """

    def __init__(self, path: str | Path, writing: bool = True) -> None:
        self.path = Path(path)
        self._lock: FileLock | None = None
        if not writing and not self.path.is_file():
            raise BadInput(f"{self.path}: no request store is here; give --store the file that a build wrote")
        if writing:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(f"{self.path}.lock")
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise BadInput(
                    f"{self.path}: another process is using this request store; wait for it, or give another --store"
                ) from None
        try:
            with self._readable():
                self._connection = self._open(writing)
        except BaseException:
            if self._lock:
                self._lock.release()
            raise

    def _open(self, writing: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level="IMMEDIATE", timeout=30, check_same_thread=False)
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and application != APPLICATION_ID:
            raise BadInput(f"{self.path}: is an SQLite file but not a request store; give --store another name")
        if tables and version != VERSION:
            raise BadInput(
                f"{self.path}: is a request store of version {version}, this program reads version {VERSION}; "
                "use the program that wrote it, or give --store another name"
            )
        if writing:
            for setting in ("journal_mode=WAL", "synchronous=NORMAL", f"wal_autocheckpoint={LOG_PAGES}"):
                connection.execute(f"PRAGMA {setting}")
        if not tables and writing:
            script = f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION};"
            connection.executescript(f"BEGIN; {script} {_SCHEMA} COMMIT;")
        return connection

    def close(self) -> None:
        self._connection.close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if "full" in str(error) or "disk I/O" in str(error):
                raise BadInput(self._full()) from error
            raise BadInput(
                f"{self.path}: is not a request store that can be read ({error}); give --store another name"
            ) from error

    def _full(self) -> str:
        return f"{self.path}: the disk is full; free some space and run the same command to continue"

    def check_space(self) -> None:
        """Raises BadInput before the disk is too full to keep what will be paid for."""
        if shutil.disk_usage(self.path.parent).free < MIN_FREE_BYTES:
            raise BadInput(self._full())

    def rows(self, query: str, *values: Any) -> Iterator[tuple]:
        """What a query finds."""
        with self._readable():
            yield from self._connection.execute(query, values)

    def _row(self, query: str, *values: Any) -> tuple | None:
        return next(self.rows(query, *values), None)

    @contextmanager
    def _committing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._readable(), self._connection as connection:
            yield connection

    # ------------------------------------------------------------------------------------------ requests

    def find(self, endpoint: Endpoint, request: Request) -> Reply | None:
        """The stored reply, asked in the server's dialect or, if it was asked before that was known, plainly."""
        dialect = self.dialect(endpoint)
        for spoken in (dialect, frozenset()) if dialect else (dialect,):
            if reply := self.reply(endpoint.call(request, spoken).address):
                return reply
        return None

    def reply(self, address: str) -> Reply | None:
        if answer := self.answer(address):
            return answer
        query = "SELECT cause FROM failures WHERE address = ? AND kind = 'final' ORDER BY number DESC"
        row = self._row(query, address)
        return Failure(address, row[0]) if row else None

    def answer(self, address: str) -> Answer | None:
        row = self._row(f"SELECT {_ANSWER} FROM answers WHERE address = ?", address)
        if row is None:
            return None
        *head, estimated, model, fingerprint, batch, seconds, tokens = row
        alternatives = (
            tuple(Token(text, tuple(map(tuple, others))) for text, others in json.loads(tokens)) if tokens else ()
        )
        return Answer(*head, bool(estimated), model, fingerprint, bool(batch), seconds, alternatives)

    def keep_answer(self, answer: Answer, call: Call) -> None:
        """Commits an answer. A second answer to the same request is not stored."""
        values = [getattr(answer, name) for name in _ANSWER.split(", ")[:-1]]
        values += [
            json.dumps([(t.text, t.alternatives) for t in answer.tokens]) if answer.tokens else None,
            time.time(),
        ]
        with self._committing() as connection:
            _keep(connection, call)
            marks = ",".join("?" * len(values))
            connection.execute(f"INSERT OR IGNORE INTO answers VALUES ({marks})", [_storable(v) for v in values])

    def keep_failure(self, call: Call, kind: str, cause: str) -> None:
        """`kind`: retry (asked again), exhausted (asked too often), final (this request will never be answered)."""
        with self._committing() as connection:
            _keep(connection, call)
            row = (call.address, kind, _storable(cause)[:2000], time.time())
            connection.execute("INSERT INTO failures (address, kind, cause, at) VALUES (?,?,?,?)", row)

    def keep_requests(self, calls: Iterator[Call]) -> None:
        """Requests that go out by other ways than ours, so that their answers are known when they come."""
        with self._committing() as connection:
            for call in calls:
                _keep(connection, call)

    def call(self, address: str, endpoint: Endpoint) -> Call | None:
        """A request that was sent, or written to a file."""
        row = self._row("SELECT label, body FROM requests WHERE address = ?", address)
        return Call(endpoint, row[0], json.loads(row[1])) if row else None

    def count_failures(self, address: str, kind: str = "*") -> int:
        """Tries that brought no answer, in earlier runs too."""
        row = self._row("SELECT count(*) FROM failures WHERE address = ? AND kind GLOB ?", address, kind)
        return row[0] if row else 0

    # ------------------------------------------------------------------------------------------ dialects, batches

    def dialect(self, endpoint: Endpoint) -> frozenset[str]:
        query = "SELECT name FROM dialects WHERE base_url = ? AND model = ?"
        return frozenset(name for (name,) in self.rows(query, endpoint.base_url, endpoint.model))

    def keep_dialect(self, endpoint: Endpoint, name: str, cause: str) -> None:
        row = (endpoint.base_url, endpoint.model, name, _storable(cause)[:500], time.time())
        with self._committing() as connection:
            connection.execute("INSERT OR IGNORE INTO dialects VALUES (?,?,?,?,?)", row)

    def keep_batch(self, mark: str, endpoint: Endpoint, calls: list[Call]) -> None:
        """A batch that is about to be submitted under a mark, with its requests."""
        row = (mark, None, endpoint.base_url, endpoint.model, "submitting", len(calls), time.time())
        with self._committing() as connection:
            connection.execute("INSERT OR REPLACE INTO batches VALUES (?,?,?,?,?,?,?)", row)
            for call in calls:
                _keep(connection, call)

    def open_batches(self, endpoint: Endpoint) -> list[tuple[str, str | None]]:
        """(mark, id) of what was submitted and not yet collected; the id is None where a run died while submitting."""
        query = "SELECT mark, id FROM batches WHERE state IN ('submitting', 'open') AND base_url = ? AND model = ? ORDER BY at"
        return list(self.rows(query, endpoint.base_url, endpoint.model))

    def change_batch(self, mark: str, id: str | None, state: str) -> None:
        """`state`: open, or how it ended."""
        with self._committing() as connection:
            connection.execute("UPDATE batches SET id = ?, state = ? WHERE mark = ?", (id, state, mark))

    def size(self) -> int:
        """Bytes on disk."""
        return os.path.getsize(self.path)


def _keep(connection: sqlite3.Connection, call: Call) -> None:
    row = (call.address, call.endpoint.base_url, call.endpoint.model, call.label, call.text, time.time())
    connection.execute("INSERT OR IGNORE INTO requests VALUES (?,?,?,?,?,?)", row)


def _storable(value: Any) -> Any:
    """Text without half surrogate pairs, which JSON may hold and SQLite may not."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
