"""The files of a folder as the Hub would hold them: links followed, caches left out, hashes made once.

The Hub names a file by git's hash of its content, or by SHA-256 where it is large (LFS); the same two tell here, without
a download, whether a file is already there.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dataset_builder.folder import sha256_of
from dataset_builder.hub.refusal import Refusal

LEFT_OUT = ("__pycache__", ".git", ".cache", ".ipynb_checkpoints", ".DS_Store", ".gradio", ".pytest_cache")
STUDENT_LEFT_OUT = ("checkpoints", "runs")
LIMITS = {"dataset": (10_000, 50 * 2**30), "model": (1_000, 20 * 2**30), "space": (1_000, 50 * 2**20)}
"""Files and bytes of a release at most; beyond is a mistake such as a virtual environment, not a release."""


@dataclass(frozen=True)
class File:
    """`path` is the name on the Hub, with slashes; `source` what lies there on this machine."""

    path: str
    source: Path

    @cached_property
    def size(self) -> int:
        return self.source.stat().st_size

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.source)

    @cached_property
    def git_oid(self) -> str:
        """For files that git holds itself; they are small."""
        return hashlib.sha1(b"blob %d\0" % self.size + self.source.read_bytes()).hexdigest()


def gather(folder: Path, kind: str) -> tuple[dict[str, File], list[Refusal]]:
    """All files of a release by their name on the Hub, and what is wrong with the set as such."""
    folder, refusals = Path(folder), []
    left_out = LEFT_OUT + STUDENT_LEFT_OUT * (kind == "model")
    files = {file.path: file for file in _walk(folder, "", _project(folder), left_out, refusals, ())}
    most, bytes_most = LIMITS[kind]
    size = sum(file.size for file in files.values())
    if len(files) > most or size > bytes_most:
        what = f"{len(files):,} files, {size / 2**20:,.0f} MiB: more than a {kind} needs ({most:,}, {bytes_most / 2**20:,.0f})"
        refusals.append(Refusal(_largest(files), None, what, "take out what does not belong to the release"))
    return dict(sorted(files.items())), refusals


def _largest(files: dict[str, File]) -> str:
    """The folder of the release that holds most bytes, where the mistake likely is."""
    sizes: dict[str, int] = {}
    for file in files.values():
        top = file.path.split("/")[0]
        sizes[top] = sizes.get(top, 0) + file.size
    return max(sizes, key=sizes.get)


def _project(folder: Path) -> Path:
    """Links may lead anywhere in here: the checkout that the folder belongs to, else the folder itself."""
    resolved = folder.resolve()
    return next((p for p in (resolved, *resolved.parents) if (p / "pyproject.toml").is_file()), resolved)


def _walk(
    folder: Path,
    prefix: str,
    project: Path,
    left_out: tuple[str, ...],
    refusals: list[Refusal],
    above: tuple[Path, ...],
) -> Iterator[File]:
    """`above`: the real folders on the way down, so that a link to one of them does not go round for ever."""
    above = (*above, folder.resolve())
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        name, path = prefix + entry.name, Path(entry.path)
        if entry.name in left_out or entry.name.endswith((".pyc", ".tmp")):
            continue
        if entry.is_symlink():
            target = path.resolve()
            if not target.exists():
                refusals.append(Refusal(name, None, "is a link to nothing", "mend the link, or remove it"))
                continue
            if not target.is_relative_to(project):
                refusals.append(Refusal(name, None, "is a link that leaves the project", "copy the file in its place"))
                continue
            if target in above:
                refusals.append(Refusal(name, None, "is a link to a folder above itself", "remove the link"))
                continue
        if path.is_dir():
            yield from _walk(path, name + "/", project, left_out, refusals, above)
        else:
            yield File(name, path)
