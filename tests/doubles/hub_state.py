"""What a Hub holds: repositories of commits, the bytes behind them, collections, tokens. No HTTP here."""

import hashlib
import itertools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# As the .gitattributes that the Hub gives a new repository.
LFS_SUFFIXES = (".parquet", ".png", ".safetensors", ".bin", ".arrow", ".gz", ".onnx", ".spm", ".model")
LFS_BYTES = 10 * 2**20
GITATTRIBUTES = "".join(f"*{suffix} filter=lfs diff=lfs merge=lfs -text\n" for suffix in LFS_SUFFIXES).encode()


@dataclass(frozen=True)
class Answer(Exception):
    """A status with an error, raised wherever a request turns out to be refused."""

    status: int
    error: str
    code: str = ""
    extra: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Blob:
    """A file of a commit: git's id of what git holds (a pointer, for LFS), and SHA-256 of the content for LFS."""

    size: int
    oid: str
    sha256: str | None = None


@dataclass(frozen=True)
class Commit:
    sha: str
    parent: str | None
    title: str
    files: dict[str, Blob]


@dataclass
class Repository:
    """`refs` maps main, other branches, refs/pr/N and tags to commits."""

    kind: str
    id: str
    private: bool
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    # refs/pr/N of pull requests that were closed or merged
    closed: set[str] = field(default_factory=set)
    gated: bool = False
    # where a Space's app runs
    host: str | None = None

    def commit_at(self, revision: str) -> Commit:
        sha = self.branches.get(revision) or self.tags.get(revision) or self.requests.get(revision) or revision
        if sha not in self.commits:
            raise Answer(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return self.commits[sha]

    def history(self, revision: str) -> Iterator[Commit]:
        commit = self.commit_at(revision)
        while True:
            yield commit
            if commit.parent is None:
                return
            commit = self.commits[commit.parent]


def git_oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@dataclass
class State:
    """`objects` is a folder of contents by git id or SHA-256; `users` maps a token to (name, role)."""

    objects: Path
    users: dict[str, tuple[str, str]]
    organisations: tuple[str, ...] = ("org",)
    # private storage that is left for LFS files, in bytes; None has no bound
    private_quota: int | None = None
    repositories: dict[tuple[str, str], Repository] = field(default_factory=dict)
    collections: dict[str, dict] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    counter: Iterator[int] = field(default_factory=itertools.count)

    def repository(self, kind: str, repo_id: str, user: str | None) -> Repository:
        """Raises Answer: it is not there, or not for this user, which looks the same."""
        repository = self.repositories.get((kind, repo_id))
        if repository is None or (repository.private and user is None):
            raise Answer(404 if user else 401, "Repository not found", "RepoNotFound")
        if repository.gated:
            raise Answer(
                403, f"Access to {kind} {repo_id} is restricted. Visit its page to ask for access.", "GatedRepo"
            )
        return repository

    def create(self, kind: str, repo_id: str, private: bool) -> Repository:
        if (kind, repo_id) in self.repositories:
            raise Answer(409, f"You already created this {kind} repo", extra={"url": f"/{repo_id}"})
        repository = self.repositories[(kind, repo_id)] = Repository(kind, repo_id, private)
        oid = self.keep(GITATTRIBUTES)
        self.add_commit(repository, "main", {".gitattributes": Blob(len(GITATTRIBUTES), oid)}, "initial commit", None)
        return repository

    def keep(self, content: bytes) -> str:
        """Stores a file as git holds it, and says its id."""
        oid = git_oid(content)
        (self.objects / oid).write_bytes(content)
        return oid

    def add_commit(
        self, repository: Repository, branch: str, files: dict[str, Blob], title: str, parent: str | None
    ) -> Commit:
        sha = hashlib.sha1(f"{repository.id}{title}{parent}{next(self.counter)}".encode()).hexdigest()
        commit = repository.commits[sha] = Commit(sha, parent, title, dict(sorted(files.items())))
        (repository.requests if branch.startswith("refs/pr/") else repository.branches)[branch] = sha
        return commit

    def commit(self, repository: Repository, revision: str, lines: list[dict], as_request: bool) -> tuple[Commit, str]:
        """Applies the lines of a commit request. Says the commit and the branch it went to."""
        with self.lock:
            head = repository.commit_at(revision)
            header = lines[0]["value"]
            if (expected := header.get("parentCommit")) and expected != head.sha:
                raise Answer(412, "A commit has happened since. Please refresh and try again.")
            files = dict(head.files)
            for line in lines[1:]:
                self._apply(files, line["key"], line["value"])
            branch = f"refs/pr/{len(repository.requests) + 1}" if as_request else revision
            return self.add_commit(repository, branch, files, header["summary"], head.sha), branch

    def _apply(self, files: dict[str, Blob], key: str, value: dict) -> None:
        import base64

        path = value["path"]
        if key == "file":
            content = base64.b64decode(value["content"])
            files[path] = Blob(len(content), self.keep(content))
        elif key == "lfsFile":
            stored = self.objects / value["oid"]
            if not stored.is_file():
                raise Answer(400, f"LFS object {value['oid']} was never uploaded")
            size = stored.stat().st_size
            pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{value['oid']}\nsize {size}\n"
            files[path] = Blob(size, git_oid(pointer.encode()), value["oid"])
        elif key in ("deletedFile", "deletedFolder"):
            gone = [p for p in files if p == path or p.startswith(path.rstrip("/") + "/")]
            if not gone:
                raise Answer(404, "A file with this name doesn't exist", "EntryNotFound")
            for each in gone:
                del files[each]

    def tag(self, repository: Repository, name: str, revision: str) -> None:
        with self.lock:
            if name in repository.tags:
                raise Answer(409, f"Tag {name} already exists")
            repository.tags[name] = repository.commit_at(revision).sha
