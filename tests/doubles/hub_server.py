"""A Hub on loopback: what huggingface_hub, datasets, transformers, peft and evaluate ask of one, with faults on demand.

    python -m tests.doubles.hub_server --port 8090
    export HF_ENDPOINT=http://127.0.0.1:8090 HF_TOKEN=hf_write HF_HUB_DISABLE_XET=1

Tokens: hf_write, hf_read, hf_other, which writes but is of no organisation, and hf_fine, which may write for `org` though
`whoami` names no organisation. Large files go by LFS and come back by
a redirect to another host, which refuses a request that carries a token. Xet is not spoken.
"""

import argparse
import json
import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from tests.doubles.hub_exchange import Exchange
from tests.doubles.hub_state import LFS_BYTES, LFS_SUFFIXES, Answer, Blob, State

USERS = {
    "hf_write": ("user", "write"),
    "hf_read": ("user", "read"),
    "hf_other": ("other", "write"),
    "hf_fine": ("user", "fineGrained"),
}
PREFIX = {"model": "", "dataset": "datasets/", "space": "spaces/"}
SLICE = 2**20


@dataclass
class Fault:
    """What happens to request number `at` (from 0) since the fault was set, and to the `times - 1` after it.

    `kind`: drop (closed unanswered), drop-after (done, but closed unanswered), html, slow, a status, or 502-html, a gateway's page.
    """

    kind: str
    at: int = 0
    times: int = 1


@dataclass
class HubDouble:
    """`with HubDouble() as hub: hub.url, hub.state, hub.asked`; `hub.fault = Fault("drop", 3)`."""

    port: int = 0
    fault: Fault | None = None
    # Seconds that the fault `slow` takes.
    slowness: float = 0.2
    # METHOD and path of every request, in order.
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> "HubDouble":
        self.folder = Path(tempfile.mkdtemp(prefix="hub-double-"))
        self.state = State(self.folder, dict(USERS))
        handler = type("Handler", (Handler,), {"hub": self, "routes": ROUTES})
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def hit(self, request: str) -> str | None:
        """Counts a request; the fault it meets, if any."""
        with self.state.lock:
            self.asked.append(request)
            if self.fault is None:
                return None
            self.fault.at -= 1
            if self.fault.at >= 0:
                return None
            self.fault.times -= 1
            if self.fault.times < 0:
                self.fault = None
                return None
            return self.fault.kind


class Handler(Exchange):
    # ------------------------------------------------------------------------------------------ accounts

    def whoami(self) -> None:
        if self.user is None:
            raise Answer(401, "Invalid username or password.")
        orgs = [{"type": "org", "name": o, "roleInOrg": "write"} for o in self.hub.state.organisations]
        self._json(
            {
                "type": "user",
                "name": self.user,
                "orgs": orgs if self.user == "user" and self.role != "fineGrained" else [],
                "auth": {"type": "access_token", "accessToken": {"displayName": "double", "role": self.role}},
            }
        )

    def create(self) -> None:
        asked = json.loads(self._body())
        repo_id = f"{asked.get('organization') or self.user}/{asked['name']}"
        self._may_write(repo_id)
        kind = asked.get("type") or "model"
        self.hub.state.create(kind, repo_id, asked.get("visibility") == "private" or bool(asked.get("private")))
        self._json({"url": f"{self.hub.url}/{PREFIX[kind]}{repo_id}", "name": repo_id})

    def validate_yaml(self) -> None:
        import yaml

        content = json.loads(self._body())["content"]
        found = re.match(r"---\n(.*?)\n---\n", content, re.DOTALL)
        try:
            data = yaml.safe_load(found[1]) if found else None
        except yaml.YAMLError as error:
            return self._json({"errors": [{"message": str(error)}], "warnings": []}, 400)
        warnings = [] if data else [{"message": "empty or missing yaml metadata in repo card"}]
        self._json({"errors": [], "warnings": warnings})

    # ------------------------------------------------------------------------------------------ reading

    def info(self, kind: str, repo: str, revision: str = "main") -> None:
        repository = self._repository(kind, repo)
        commit = repository.commit_at(revision)
        self._json(
            {
                "_id": repo, "id": repo, "modelId": repo, "author": repo.split("/")[0], "sha": commit.sha,
                "lastModified": "2026-01-01T00:00:00.000Z", "createdAt": "2026-01-01T00:00:00.000Z",
                "private": repository.private, "gated": False, "disabled": False, "downloads": 0, "likes": 0,
                "tags": [], "siblings": [{"rfilename": path} for path in commit.files],
                **({"host": repository.host, "subdomain": repo.replace("/", "-")} if repository.host else {}),
            }
        )  # fmt: skip

    def tree(self, kind: str, repo: str, revision: str, path: str = "") -> None:
        files = self._repository(kind, repo).commit_at(revision).files
        under = f"{path}/" if path else ""
        entries = [(name, blob) for name, blob in files.items() if name.startswith(under)]
        if path and not entries:
            raise Answer(404, f"{path} does not exist", "EntryNotFound")
        shown, seen = [], set()
        deep = self.query.get("recursive", ["false"])[0].lower() in ("true", "1")
        for name, blob in entries:
            parents = name.removeprefix(under).split("/")[:-1]
            for depth in range(1, len(parents) + 1 if deep else min(len(parents), 1) + 1):
                folder = under + "/".join(parents[:depth])
                if folder not in seen:
                    seen.add(folder)
                    shown.append({"type": "directory", "oid": "0" * 40, "size": 0, "path": folder})
            if deep or not parents:
                shown.append(_entry(name, blob))
        self._json(shown)

    def paths_info(self, kind: str, repo: str, revision: str) -> None:
        files = self._repository(kind, repo).commit_at(revision).files
        body = self._body().decode()
        if "json" in self.headers.get("Content-Type", ""):
            wanted = json.loads(body)["paths"]
        else:
            wanted = parse_qs(body).get("paths", [])
        shown = []
        for path in wanted:
            if path in files:
                shown.append(_entry(path, files[path]))
            elif any(name.startswith(f"{path}/") for name in files):
                shown.append({"type": "directory", "oid": "0" * 40, "size": 0, "path": path})
        self._json(shown)

    def refs(self, kind: str, repo: str) -> None:
        repository = self._repository(kind, repo)

        def listed(prefix: str, refs: dict[str, str]) -> list[dict]:
            return [{"name": n, "ref": prefix + n, "targetCommit": sha} for n, sha in refs.items()]

        self._json(
            {
                "branches": listed("refs/heads/", repository.branches),
                "tags": listed("refs/tags/", repository.tags),
                "converts": [],
                "pullRequests": listed("", repository.requests),
            }
        )

    def discussions(self, kind: str, repo: str) -> None:
        repository = self._repository(kind, repo)
        shown = [
            {
                "num": int(ref.removeprefix("refs/pr/")), "title": repository.commit_at(ref).title, "isPullRequest": True,
                "status": "closed" if ref in repository.closed else "open", "author": {"name": "user"},
                "repo": {"name": repo, "type": repository.kind}, "createdAt": "2026-01-01T00:00:00.000Z",
            }
            for ref in repository.requests
        ]  # fmt: skip
        wanted = self.query.get("status", ["all"])[0]
        shown = [one for one in shown if wanted in ("all", one["status"])]
        self._json({"discussions": shown, "count": len(shown), "start": 0})

    def runtime(self, kind: str, repo: str) -> None:
        self._repository(kind, repo)
        hardware = {"current": "cpu-basic", "requested": "cpu-basic"}
        self._json({"stage": "RUNNING", "hardware": hardware, "storage": None, "gcTimeout": 172800})

    def commits(self, kind: str, repo: str, revision: str) -> None:
        history = self._repository(kind, repo).history(revision)
        day, author = "2026-01-01T00:00:00.000Z", [{"user": "user"}]
        self._json([{"id": c.sha, "title": c.title, "message": "", "date": day, "authors": author} for c in history])

    def resolve(self, repo: str, revision: str, path: str, kind: str = "models") -> None:
        commit = self._repository(kind, repo).commit_at(revision)
        if path not in commit.files:
            raise Answer(404, f"{path} does not exist", "EntryNotFound")
        blob = commit.files[path]
        headers = {"X-Repo-Commit": commit.sha, "ETag": f'"{blob.sha256 or blob.oid}"'}
        if blob.sha256 is None:
            return self._file(self.hub.folder / blob.oid, headers)
        linked = {"X-Linked-Size": str(blob.size), "X-Linked-ETag": f'"{blob.sha256}"'}
        where = {"Location": f"http://localhost:{self.hub.port}/cdn/{blob.sha256}"}
        self._send(302, b"", headers | linked | where)

    def cdn(self, oid: str) -> None:
        if self.headers.get("Authorization"):
            raise Answer(400, "a token has no business at another host")
        self._file(self.hub.folder / oid, {"ETag": f'"{oid}"'})

    # ------------------------------------------------------------------------------------------ writing

    def preupload(self, kind: str, repo: str, revision: str) -> None:
        files = self._repository(kind, repo).commit_at(revision).files
        answer = []
        for asked in json.loads(self._body())["files"]:
            path, blob = asked["path"], files.get(asked["path"])
            large = path.endswith(LFS_SUFFIXES) or asked["size"] > LFS_BYTES
            known = {"oid": blob.sha256 or blob.oid} if blob else {}
            answer.append({"path": path, "uploadMode": "lfs" if large else "regular", "shouldIgnore": False, **known})
        self._json({"files": answer})

    def lfs_batch(self, repo: str, prefix: str | None = None) -> None:
        self._may_write(repo)
        objects, quota = [], self.hub.state.private_quota
        for asked in json.loads(self._body())["objects"]:
            if quota is not None and asked["size"] > quota:
                refused = {
                    "code": 403,
                    "message": "Private repository storage limit reached, please upgrade your plan.",
                }
                objects.append(asked | {"error": refused})
                continue
            actions = {"actions": {action: {"href": f"{self.hub.url}/lfs/{action}/{asked['oid']}"} for action in ("upload", "verify")}}  # fmt: skip
            objects.append(asked | ({} if (self.hub.folder / asked["oid"]).is_file() else actions))
        self._json({"transfer": "basic", "objects": objects})

    def lfs_upload(self, oid: str) -> None:
        """What arrives whole and hashes to its name is kept; half a file is not."""
        import hashlib
        import os

        left, digest = int(self.headers["Content-Length"]), hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=self.hub.folder, delete=False) as file:
            while left and (piece := self.rfile.read(min(SLICE, left))):
                digest.update(piece)
                file.write(piece)
                left -= len(piece)
        self.body_read = True
        if digest.hexdigest() != oid:
            os.unlink(file.name)
            raise Answer(400, f"content is {digest.hexdigest()}, not {oid}")
        os.replace(file.name, self.hub.folder / oid)
        self._send(200, b"", {})

    def lfs_verify(self, oid: str) -> None:
        asked = json.loads(self._body())
        stored = self.hub.folder / oid
        if not stored.is_file() or stored.stat().st_size != asked["size"]:
            raise Answer(404, "object is not here")
        self._json({})

    def commit(self, kind: str, repo: str, revision: str) -> None:
        repository = self._repository(kind, repo)
        as_request = "create_pr" in self.query
        if not as_request:
            self._may_write(repo)
        lines = [json.loads(line) for line in self._body().splitlines() if line]
        commit, branch = self.hub.state.commit(repository, revision, lines, as_request)
        url = f"{self.hub.url}/{PREFIX[repository.kind]}{repo}"
        number = branch.removeprefix("refs/pr/")
        answer = {"success": True, "commitOid": commit.sha, "commitUrl": f"{url}/commit/{commit.sha}", "hookOutput": ""}
        self._json(answer | ({"pullRequestUrl": f"{url}/discussions/{number}"} if as_request else {}))

    def tag(self, kind: str, repo: str, revision: str) -> None:
        self._may_write(repo)
        self.hub.state.tag(self._repository(kind, repo), json.loads(self._body())["tag"], revision)
        self._json({})

    def branch(self, kind: str, repo: str, revision: str) -> None:
        self._may_write(repo)
        repository = self._repository(kind, repo)
        if revision in repository.branches:
            raise Answer(409, f"Reference already exists: {revision}")
        start = json.loads(self._body() or b"{}").get("startingPoint", "main")
        repository.branches[revision] = repository.commit_at(start).sha
        self._json({})

    # ------------------------------------------------------------------------------------------ collections

    def create_collection(self) -> None:
        asked = json.loads(self._body())
        self._may_write(f"{asked['namespace']}/")
        slug = f"{asked['namespace']}/{re.sub(r'[^a-z0-9]+', '-', asked['title'].lower())}-0123456789abcdef01234567"
        if slug in self.hub.state.collections:
            raise Answer(409, "This collection already exists", extra={"slug": slug})
        self.hub.state.collections[slug] = {
            "slug": slug, "title": asked["title"], "owner": {"name": asked["namespace"]}, "items": [], "upvotes": 0,
            "lastUpdated": "2026-01-01T00:00:00.000Z", "position": 0, "private": bool(asked.get("private")), "theme": "blue",
        }  # fmt: skip
        self._json(self.hub.state.collections[slug])

    def collection(self, slug: str) -> None:
        self._json(self.hub.state.collections[slug])

    def add_item(self, slug: str) -> None:
        self._may_write(slug)
        collection, asked = self.hub.state.collections[slug], json.loads(self._body())["item"]
        if any((item["id"], item["type"]) == (asked["id"], asked["type"]) for item in collection["items"]):
            raise Answer(409, "Item already in collection")
        item = {"_id": str(len(collection["items"])), "id": asked["id"], "type": asked["type"], "position": 0}
        collection["items"].append(item)
        self._json(collection)


def _entry(path: str, blob: Blob) -> dict:
    entry = {"type": "file", "oid": blob.oid, "size": blob.size, "path": path}
    return entry | ({"lfs": {"oid": blob.sha256, "size": blob.size, "pointerSize": 130}} if blob.sha256 else {})


_API = r"/api/(?P<kind>models|datasets|spaces)/(?P<repo>[^/]+/[^/]+)"
_REVISION = r"(?P<revision>refs/pr/\d+|[^/]+)"
_SLUG = r"(?P<slug>[^/]+/[^/]+)"
ROUTES: list[tuple[str, str, Callable]] = [
    ("GET", "/api/whoami-v2", Handler.whoami),
    ("POST", "/api/repos/create", Handler.create),
    ("POST", "/api/validate-yaml", Handler.validate_yaml),
    ("POST", "/api/collections", Handler.create_collection),
    ("POST", rf"/api/collections/{_SLUG}/items", Handler.add_item),
    ("GET", rf"/api/collections/{_SLUG}", Handler.collection),
    ("GET", _API, Handler.info),
    ("GET", rf"{_API}/revision/{_REVISION}", Handler.info),
    ("GET", rf"{_API}/tree/{_REVISION}(/(?P<path>.*))?", lambda h, path=None, **at: h.tree(path=path or "", **at)),
    ("POST", rf"{_API}/paths-info/{_REVISION}", Handler.paths_info),
    ("GET", rf"{_API}/refs", Handler.refs),
    ("GET", rf"{_API}/discussions", Handler.discussions),
    ("GET", rf"{_API}/runtime", Handler.runtime),
    ("GET", rf"{_API}/commits/{_REVISION}", Handler.commits),
    ("POST", rf"{_API}/preupload/{_REVISION}", Handler.preupload),
    ("POST", rf"{_API}/commit/{_REVISION}", Handler.commit),
    ("POST", rf"{_API}/tag/{_REVISION}", Handler.tag),
    ("POST", rf"{_API}/branch/(?P<revision>.+)", Handler.branch),
    ("POST", r"/((?P<prefix>datasets|spaces)/)?(?P<repo>[^/]+/[^/]+)\.git/info/lfs/objects/batch", Handler.lfs_batch),
    ("PUT", r"/lfs/upload/(?P<oid>\w+)", Handler.lfs_upload),
    ("POST", r"/lfs/verify/(?P<oid>\w+)", Handler.lfs_verify),
    ("GET HEAD", r"/cdn/(?P<oid>\w+)", Handler.cdn),
    (
        "GET HEAD",
        rf"/((?P<kind>datasets|spaces)/)?(?P<repo>[^/]+/[^/]+)/resolve/{_REVISION}/(?P<path>.+)",
        lambda h, kind=None, **at: h.resolve(kind=kind or "models", **at),
    ),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    args = parser.parse_args()
    with HubDouble(port=args.port) as hub:
        print(hub.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
