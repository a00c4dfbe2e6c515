"""One request to the double of the Hub and its answer: faults, routes, tokens, bytes in and out."""

import json
import re
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.doubles.hub_state import Answer, Repository

KINDS = {"models": "model", "datasets": "dataset", "spaces": "space"}


class Exchange(BaseHTTPRequestHandler):
    """`hub` is the double; `routes` are methods, a pattern of the path, and what is called with its groups."""

    hub: Any
    routes: Sequence[tuple[str, str, Callable]]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        """Silence: tests read what clients print."""

    # ------------------------------------------------------------------------------------------ one request

    def handle_any(self) -> None:
        parts = urlsplit(self.path)
        self.route, self.query = unquote(parts.path), parse_qs(parts.query)
        fault = self.hub.hit(f"{self.command} {self.route}")
        self.body_read = False
        if fault == "drop":
            return self._drop()
        if fault == "slow":
            threading.Event().wait(self.hub.slowness)  # tests make time.sleep return at once
        elif fault == "html":
            return self._send(200, b"<!doctype html><title>Sign in</title>", {"Content-Type": "text/html"})
        elif fault == "502-html":
            return self._send(502, b"<html><title>502 Bad Gateway</title></html>", {"Content-Type": "text/html"})
        elif fault and fault.isdigit():
            headers = {"Retry-After": "1"} if fault == "429" else {}
            return self._json({"error": f"fault {fault}"}, int(fault), headers)
        self.silent = fault == "drop-after"
        try:
            self._dispatch()
        except Answer as answer:
            headers = {"X-Error-Message": answer.error} | ({"X-Error-Code": answer.code} if answer.code else {})
            self._json({"error": answer.error, **answer.extra}, answer.status, headers)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

    def _dispatch(self) -> None:
        for method, pattern, action in self.routes:
            if self.command in method.split() and (match := re.fullmatch(pattern, self.route)):
                if not self.route.startswith("/cdn/"):
                    self.user, self.role = self._who()
                return action(self, **match.groupdict())
        raise Answer(404, f"no such route: {self.command} {self.route}")

    def _who(self) -> tuple[str | None, str | None]:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not token:
            return None, None
        if token not in self.hub.state.users:  # some servers repeat what they were sent
            raise Answer(401, "Invalid credentials in Authorization header", extra={"token": token})
        return self.hub.state.users[token]

    def _may_write(self, repo_id: str) -> None:
        owner = repo_id.split("/")[0]
        if self.role is None:
            raise Answer(401, "Invalid username or password.")
        if self.role not in ("write", "fineGrained") or not (
            owner == self.user or (self.user == "user" and owner in self.hub.state.organisations)
        ):
            raise Answer(403, f"You don't have the rights to write to {owner} with this token")

    def _repository(self, kind: str, repo: str) -> Repository:
        return self.hub.state.repository(KINDS[kind], repo, self.user)

    # ------------------------------------------------------------------------------------------ bytes in and out

    def _body(self) -> bytes:
        self.body_read = True
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _json(self, content: object, status: int = 200, headers: dict | None = None) -> None:
        self._send(status, json.dumps(content).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _head(self, status: int, length: int, headers: dict) -> None:
        if not self.body_read:
            self._body()
        self.send_response(status)
        for name, value in ({"Content-Length": str(length)} | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, status: int, content: bytes, headers: dict) -> None:
        if getattr(self, "silent", False):
            return self._drop()
        self._head(status, len(content), headers)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _file(self, path: Path, headers: dict) -> None:
        """A file or the range of it that was asked for."""
        if getattr(self, "silent", False):
            return self._drop()
        size = path.stat().st_size
        start, stop, status = 0, size, 200
        if wanted := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            start, stop, status = int(wanted[1]), min(int(wanted[2] or size - 1) + 1, size), 206
            headers = headers | {"Content-Range": f"bytes {start}-{stop - 1}/{size}"}
        self._head(status, stop - start, {"Accept-Ranges": "bytes"} | headers)
        if self.command == "HEAD":
            return
        with path.open("rb") as file:
            self.wfile.flush()
            self.connection.sendfile(file, start, stop - start)
