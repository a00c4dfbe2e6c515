"""The files of a folder as the Hub would hold them: caches left out, symbolic links refused, hashes made once.

The Hub names a file by git's hash of its content, or by SHA-256 where it is large (LFS); the same two tell here, without
a download, whether a file is already there.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dataset_builder.hub.refusal import Refusal
from dataset_builder.storage.files import sha256_of

LEFT_OUT = ("__pycache__", ".git", ".cache", ".ipynb_checkpoints", ".DS_Store", ".gradio", ".pytest_cache")
STUDENT_LEFT_OUT = ("checkpoints", "runs")
# Files and bytes of a release at most; beyond is a mistake such as a virtual environment, not a release.
LIMITS = {
    "dataset": (10_000, 50 * 2**30), "model": (1_000, 20 * 2**30), "leaderboard": (1_000, 50 * 2**20), "space": (1_000, 50 * 2**20),
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """`path` is the name on the Hub, with slashes; `source` is the file on this machine.

    `content` is what is sent where that differs from the source (imports turned into imports of siblings).
    """

    path: str
    source: Path
    content: bytes | None = None

    @cached_property
    def size(self) -> int:
        return self.source.stat().st_size if self.content is None else len(self.content)

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.source) if self.content is None else hashlib.sha256(self.content).hexdigest()

    @cached_property
    def git_oid(self) -> str:
        """For files that git holds itself; they are small."""
        return hashlib.sha1(b"blob %d\0" % self.size + self.read_bytes()).hexdigest()

    def read_bytes(self) -> bytes:
        return self.source.read_bytes() if self.content is None else self.content


def gather(folder: Path, form: str) -> tuple[dict[str, File], list[Refusal]]:
    """All files of a folder by their name on the Hub, sorted, and the links among them that are refused."""
    refusals: list[Refusal] = []
    left_out = LEFT_OUT + STUDENT_LEFT_OUT * (form == "model")
    return {file.path: file for file in _walk(Path(folder), "", left_out, refusals)}, refusals


def too_large(files: dict[str, File], form: str) -> Iterator[Refusal]:
    """Refuses more files or bytes than such a release needs."""
    most, bytes_most = LIMITS[form]
    size = sum(file.size for file in files.values())
    if len(files) > most or size > bytes_most:
        what = f"{len(files):,} files, {size / 2**20:,.0f} MiB: more than a {form} needs ({most:,}, {bytes_most / 2**20:,.0f})"
        yield Refusal(_largest(files), None, what, "take out what does not belong to the release")


def _largest(files: dict[str, File]) -> str:
    """The folder of the release that holds most bytes, where the mistake likely is."""
    sizes: dict[str, int] = {}
    for file in files.values():
        top = file.path.split("/")[0]
        sizes[top] = sizes.get(top, 0) + file.size
    return max(sizes, key=sizes.get)


def _walk(folder: Path, prefix: str, left_out: tuple[str, ...], refusals: list[Refusal]) -> Iterator[File]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        name, path = prefix + entry.name, Path(entry.path)
        if entry.name in left_out or entry.name.endswith((".pyc", ".tmp")):
            continue
        if entry.is_symlink():
            refusals.append(Refusal(name, None, "is a symbolic link", "put the file itself in its place, or remove it"))
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, name + "/", left_out, refusals)
        elif entry.is_file():
            yield File(name, path)
