"""Every answer that was paid for, in one SQLite file that only grows.

An answer is committed on its own as soon as it is there. After `kill -9` everything committed is found again; after
a power cut at most the answers of the last moments are missing (WAL with synchronous=NORMAL). One process writes
at a time; any number may look, in a folder that cannot be written too. The key of a server is never given to this module.

Failures are of four kinds. *retry*: asked again. *exhausted*: asked too often in one run. *refused*: refused while others
were answered, which holds for the run that met it, since another key, quota or context may change it. *final*: this text was
refused, or failed in several runs, and is not asked again.
"""

import errno
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dataset_builder.errors import BadInput
from dataset_builder.llm.protocol.refusals import about_content
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

VERSION = 2
APPLICATION_ID = 0x524A4442  # "RJDB"
# Asking ends while what is in flight still fits on the disk.
MIN_FREE_BYTES = 32 << 20
# Pages of 4 KiB after which SQLite folds its log into the file, which makes all wait for the disk.
LOG_PAGES = 8_000

_SCHEMA = """
CREATE TABLE requests (address TEXT PRIMARY KEY, base_url TEXT, model TEXT, label TEXT, body TEXT, at REAL) WITHOUT ROWID;
CREATE TABLE answers (address TEXT PRIMARY KEY, text TEXT, finish TEXT, prompt_tokens INTEGER, completion_tokens INTEGER,
                      estimated INTEGER, model TEXT, fingerprint TEXT, batch INTEGER, seconds REAL, tokens TEXT, at REAL, usd REAL, reasoning INTEGER);
CREATE TABLE failures (number INTEGER PRIMARY KEY, address TEXT, kind TEXT, cause TEXT, at REAL);
CREATE INDEX failures_by_address ON failures (address);
CREATE TABLE dialects (base_url TEXT, model TEXT, name TEXT, cause TEXT, at REAL, PRIMARY KEY (base_url, model, name));
CREATE TABLE batches (mark TEXT PRIMARY KEY, id TEXT, base_url TEXT, model TEXT, state TEXT, requests INTEGER, at REAL);
"""
_ANSWER = "address, text, finish, prompt_tokens, completion_tokens, estimated, model, fingerprint, batch, seconds, tokens, usd, reasoning"
_KEEP_ANSWER = f"INSERT OR IGNORE INTO answers ({_ANSWER}, at) VALUES (:{_ANSWER.replace(', ', ', :')}, :at)"
# From version 1 on: what the server said that an answer cost, and how many characters it thought.
_UPGRADE = """
ALTER TABLE answers ADD COLUMN usd REAL;
ALTER TABLE answers ADD COLUMN reasoning INTEGER;
"""


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
        # Where the folder cannot be written, a store that is there is read: what it lacks cannot be asked.
        self.read_only = not writing
        self._lock: FileLock | None = None
        self._copy: tempfile.TemporaryDirectory | None = None
        self._elsewhere: list[Endpoint] | None = None  # endpoints of the same model
        self._dialects: dict[tuple[str, str], frozenset[str]] = {}  # as this process has written them
        if not writing and not self.path.is_file():
            raise BadInput(f"{self.path}: no request store is here; give --store the file that a build wrote")
        if writing:
            self._acquire()
        try:
            with self._readable():
                self._connection = self._open()
        except BaseException:
            if self._lock:
                self._lock.release()
            raise

    def _acquire(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(f"{self.path}.lock")
            lock.acquire(timeout=0)
            self._lock = lock
        except Timeout:
            raise BadInput(
                f"{self.path}: another process is using this request store; wait for it, or give another --store"
            ) from None
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS) or not self.path.is_file():
                reason = f"cannot be written ({error.strerror or error}); fix that, or give --store another place"
                raise BadInput(f"{self.path}: {reason}") from error
            self.read_only = True

    def _open(self) -> sqlite3.Connection:
        connection = self._connect()
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and application != APPLICATION_ID:
            raise BadInput(f"{self.path}: is an SQLite file but not a request store; give --store another name")
        if tables and version not in (1, VERSION):
            raise BadInput(
                f"{self.path}: is a request store of version {version}, this program reads version {VERSION}; "
                "use the program that wrote it, or give --store another name"
            )
        self._answer = (
            _ANSWER if version == VERSION or not self.read_only else _ANSWER.replace("usd, reasoning", "NULL, 0")
        )
        if self.read_only:
            return connection
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", f"wal_autocheckpoint={LOG_PAGES}"):
            connection.execute(f"PRAGMA {setting}")
        if not tables:
            script = f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION};"
            connection.executescript(f"BEGIN; {script} {_SCHEMA} COMMIT;")
        elif version == 1:
            connection.executescript(f"BEGIN; {_UPGRADE} PRAGMA user_version={VERSION}; COMMIT;")
        self._forget_refusals(connection)
        return connection

    def _connect(self) -> sqlite3.Connection:
        """SQLite reads a WAL file only where it can lie a file beside it, or knows that nobody writes."""
        settings = {"isolation_level": "IMMEDIATE", "timeout": 30, "check_same_thread": False}
        if not self.read_only:
            return sqlite3.connect(self.path, **settings)
        uri = self.path.resolve().as_uri()
        try:
            connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, **settings)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return connection
        except sqlite3.OperationalError:
            if os.access(self.path.parent, os.W_OK):
                return sqlite3.connect(self.path, **settings)
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.is_file() and log.stat().st_size:  # answers that are not yet in the file
            self._copy = tempfile.TemporaryDirectory(prefix="rjdb-store-")
            for file in (self.path, log):
                shutil.copy(file, self._copy.name)
            return sqlite3.connect(Path(self._copy.name) / self.path.name, **settings)
        return sqlite3.connect(f"{uri}?immutable=1", uri=True, **settings)

    def _forget_refusals(self, connection: sqlite3.Connection) -> None:
        """What was refused in an earlier run is asked again, but for what was about its text."""
        with connection:
            connection.execute("UPDATE failures SET kind = 'refused before' WHERE kind = 'refused'")
            query = "SELECT number, cause, body FROM failures JOIN requests USING (address) WHERE kind = 'final' AND cause GLOB '4[0-9][0-9] *'"
            for number, cause, body in connection.execute(query).fetchall():
                if not about_content(cause, "", json.loads(body)):
                    connection.execute("UPDATE failures SET kind = 'refused before' WHERE number = ?", (number,))

    def close(self) -> None:
        self._connection.close()
        if self._lock:
            self._lock.release()
        if self._copy:
            self._copy.cleanup()

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
        """Raises BadInput where what will be paid for cannot be kept: the disk is nearly full, or the folder read-only."""
        if self.read_only:
            raise BadInput(
                f"{self.path}: does not hold all answers and cannot be written; copy it to a folder that can be, and give --store"
            )
        if shutil.disk_usage(self.path.parent).free < MIN_FREE_BYTES:
            raise BadInput(self._full())

    def rows(self, query: str, *values: Any) -> Iterator[tuple]:
        """What a query finds."""
        with self._readable():
            yield from self._connection.execute(query, values)

    def _row(self, query: str, *values: Any) -> tuple | None:
        with self._readable():
            return self._connection.execute(query, values).fetchone()

    @contextmanager
    def _committing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._readable(), self._connection as connection:
            yield connection

    # ------------------------------------------------------------------------------------------ requests

    def find(self, endpoint: Endpoint, request: Request, plain: Call | None = None) -> Reply | None:
        """The stored reply, asked in the server's dialect, or as it was asked before all of that was known. `plain`: the
        call without a dialect, where it is known."""
        dialect = self.dialect(endpoint)
        if not dialect:
            return self.reply((plain or endpoint.call(request)).address)
        seen = set()
        for size in range(len(dialect), -1, -1):
            for spoken in combinations(sorted(dialect), size):
                address = endpoint.call(request, frozenset(spoken)).address
                if address not in seen and (reply := self.reply(address)):
                    return reply
                seen.add(address)
        return None

    def moved_from(self, endpoint: Endpoint, request: Request) -> str | None:
        """Another address under which this very request to this model is answered."""
        if self._elsewhere is None:
            query = "SELECT DISTINCT base_url FROM requests WHERE model = ? AND base_url != ?"
            urls = [url for (url,) in self.rows(query, endpoint.model, endpoint.known_as)]
            self._elsewhere = [replace(endpoint, base_url=url, same_as=None) for url in urls]
        return next(
            (other.known_as for other in self._elsewhere if isinstance(self.find(other, request), Answer)), None
        )

    def count_answers(self, base_url: str, model: str) -> int:
        query = "SELECT count(*) FROM requests JOIN answers USING (address) WHERE base_url = ? AND requests.model = ?"
        return self._row(query, base_url, model)[0]

    def reply(self, address: str) -> Reply | None:
        if answer := self.answer(address):
            return answer
        query = "SELECT cause FROM failures WHERE address = ? AND kind IN ('final', 'refused') ORDER BY number DESC"
        row = self._row(query, address)
        return Failure(address, row[0]) if row else None

    def answer(self, address: str) -> Answer | None:
        row = self._row(f"SELECT {self._answer} FROM answers WHERE address = ?", address)
        if row is None:
            return None
        *head, estimated, model, fingerprint, batch, seconds, tokens, usd, reasoning = row
        alternatives = (
            tuple(Token(text, tuple(map(tuple, others))) for text, others in json.loads(tokens)) if tokens else ()
        )
        return Answer(
            *head, bool(estimated), model, fingerprint, bool(batch), seconds, alternatives, usd, reasoning or 0
        )

    def keep_answer(self, answer: Answer, call: Call) -> None:
        """Commits an answer. A second answer to the same request is not stored."""
        tokens = json.dumps([(t.text, t.alternatives) for t in answer.tokens]) if answer.tokens else None
        row = vars(answer) | {"tokens": tokens, "at": time.time()}
        with self._committing() as connection:
            _keep(connection, call)
            connection.execute(_KEEP_ANSWER, {name: _storable(value) for name, value in row.items()})

    def drop_empty(self, addresses: Iterable[str], cause: str) -> None:
        """Answers without a word, of a server that has to be changed: they are asked again."""
        with self._committing() as connection:
            for address in addresses:
                if connection.execute("DELETE FROM answers WHERE address = ? AND trim(text) = ''", (address,)).rowcount:
                    row = (address, "retry", cause, time.time())
                    connection.execute("INSERT INTO failures (address, kind, cause, at) VALUES (?,?,?,?)", row)

    def keep_failure(self, call: Call, kind: str, cause: str) -> None:
        """`kind`: retry, exhausted, refused or final; see the module."""
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
        server = endpoint.known_as, endpoint.model
        if self.read_only or server not in self._dialects:  # another process may have learnt more
            query = "SELECT name FROM dialects WHERE base_url = ? AND model = ?"
            self._dialects[server] = frozenset(name for (name,) in self.rows(query, *server))
        return self._dialects[server]

    def keep_dialect(self, endpoint: Endpoint, name: str, cause: str) -> None:
        row = (endpoint.known_as, endpoint.model, name, _storable(cause)[:500], time.time())
        with self._committing() as connection:
            connection.execute("INSERT OR IGNORE INTO dialects VALUES (?,?,?,?,?)", row)
        self._dialects.clear()

    def keep_batch(self, mark: str, endpoint: Endpoint, calls: list[Call]) -> None:
        """A batch that is about to be submitted under a mark, with its requests."""
        row = (mark, None, endpoint.known_as, endpoint.model, "submitting", len(calls), time.time())
        with self._committing() as connection:
            connection.execute("INSERT OR REPLACE INTO batches VALUES (?,?,?,?,?,?,?)", row)
            for call in calls:
                _keep(connection, call)

    def open_batches(self, endpoint: Endpoint) -> list[tuple[str, str | None]]:
        """(mark, id) of what was submitted and not yet collected; the id is None where a run died while submitting."""
        query = "SELECT mark, id FROM batches WHERE state IN ('submitting', 'open') AND base_url = ? AND model = ? ORDER BY at"
        return list(self.rows(query, endpoint.known_as, endpoint.model))

    def change_batch(self, mark: str, id: str | None, state: str) -> None:
        """`state`: open, or how it ended."""
        with self._committing() as connection:
            connection.execute("UPDATE batches SET id = ?, state = ? WHERE mark = ?", (id, state, mark))

    def size(self) -> int:
        """Bytes on disk."""
        return os.path.getsize(self.path)


def _keep(connection: sqlite3.Connection, call: Call) -> None:
    row = (call.address, call.endpoint.known_as, call.endpoint.model, call.label, call.text, time.time())
    connection.execute("INSERT OR IGNORE INTO requests VALUES (?,?,?,?,?,?)", row)


def _storable(value: Any) -> Any:
    """Text without half surrogate pairs, which JSON may hold and SQLite may not."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
