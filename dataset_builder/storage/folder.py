"""The dataset folder, which is the Hub repository: Parquet shards a config, `build.json`, README card.

    FOLDER/README.md  build.json  figures/  {config}/{split}-00000-of-00004.parquet

Every file is written under a temporary name and renamed, so what has its name is whole.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

import rjdb
from dataset_builder.errors import BadInput

BUILD_FILE = "build.json"
_SMALL = ("category", "gender", "negative_kind", "label", "document_type", "section", "source", "recipe", "teacher")


def shard_name(split: str, number: int, of: int) -> str:
    return f"{split}-{number:05d}-of-{of:05d}.parquet"


def shards(folder: Path, config: str, split: str | None = None) -> list[Path]:
    """The Parquet files of a config (of one split) in order."""
    pattern = f"{split}-*-of-*.parquet" if split else "*.parquet"
    return sorted((Path(folder) / config).glob(pattern))


def splits_of(folder: Path, config: str) -> list[str]:
    """The splits a config has on disk, in the order of `rjdb.SPLITS`."""
    present = {path.name.split("-")[0] for path in shards(folder, config)}
    return [split for split in rjdb.SPLITS if split in present]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that takes the name `path` when the block ends well, and goes when it does not.

    Raises:
        BadInput: the file cannot be written: the disk is full, the folder is not ours, …
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        full = error.errno == errno.ENOSPC or "No space left" in str(error)
        remedy = "free some space" if full else f"it cannot be written ({error.strerror or error}); mend that"
        raise BadInput(
            f"{path}: {'the disk is full; ' if full else ''}{remedy} and run the same command to continue"
        ) from error
    finally:
        with suppress(OSError):  # there may be no folder to hold it
            temporary.unlink(missing_ok=True)


def drop_temporaries(folder: Path) -> None:
    """Removes what processes that were killed while they wrote (`replacing`) left in a folder."""
    for leftover in folder.rglob(".*.tmp"):
        leftover.unlink(missing_ok=True)


@dataclass
class Size:
    """Rows of a file set and the bytes they take in memory, as `dataset_info` reports them."""

    rows: int = 0
    num_bytes: int = 0

    def add(self, rows: int, num_bytes: int) -> None:
        self.rows += rows
        self.num_bytes += num_bytes


def write_rows(path: Path, config: str, batches: Iterable[list[dict]]) -> Size:
    """Writes batches of rows as one Parquet file, a row group a batch.

    Features stand in the card alone: as Parquet metadata they would name `List`, which datasets before 4.0 refuses.
    """
    schema, size = rjdb.FEATURES[config].arrow_schema.remove_metadata(), Size()
    with (
        replacing(path) as temporary,
        pq.ParquetWriter(
            temporary,
            schema,
            compression="zstd",
            use_dictionary=[name for name in schema.names if name in _SMALL],
            write_statistics=[name for name in schema.names if name == "id" or name in _SMALL],
        ) as writer,
    ):
        for rows in batches:
            table = pa.Table.from_pylist(rows, schema=schema)
            if rows:  # datasets cannot read an empty row group
                writer.write_table(table, row_group_size=len(rows))
            size.add(table.num_rows, table.nbytes)
    return size


def write_json(path: Path, content: dict) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def file_hashes(folder: Path) -> dict[str, dict[str, str | int]]:
    """SHA-256 and bytes of each file by its path; not of the card and build.json, which tell them, nor of hidden ones."""
    told = ("README.md", BUILD_FILE, "hash", "lock")
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: {"sha256": sha256_of(path), "bytes": path.stat().st_size}
        for name, path in named.items()
        if name not in told and not name.startswith(".")
    }


def read_build(folder: Path) -> dict | None:
    """The folder's `build.json`, or None where the folder is not an RJDB dataset."""
    try:
        return json.loads((Path(folder) / BUILD_FILE).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return None


def settings_hash(settings: dict) -> str:
    """Twelve digits that name a build: the same settings, inputs and code give the same."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


@dataclass
class Workplace:
    """Where a folder grows until it is whole: a hidden sibling of `out`, kept when a build is interrupted.

    Raises (from `open`):
        BadInput: `out` holds something that is not ours or another build, or the unfinished one is another build.
    """

    out: Path
    build_hash: str
    overwrite: bool = False
    path: Path = field(init=False)
    _lock: FileLock = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.out = Path(self.out)
        self.path = self.out.parent / f".{self.out.name}.building"

    def open(self) -> bool:
        """Ready to write; False if `out` already holds this very build."""
        if self.out.is_symlink() or self.out.is_file():
            raise BadInput(f"{self.out}: is not a folder; give --out another name")
        if self.out.is_dir() and any(self.out.iterdir()):
            existing = read_build(self.out)
            if existing is None or "hash" not in existing:
                raise BadInput(f"{self.out}: holds something that is not an RJDB dataset; give --out another name")
            if existing["hash"] == self.build_hash:
                return False
            if not self.overwrite:
                raise BadInput(
                    f"{self.out}: holds another build ({existing['hash']}); give --out another name, or --overwrite"
                )
        unfinished = self.path / "hash"
        if self.path.exists() and not any((self.path / name).is_file() for name in ("hash", "lock")):
            raise BadInput(f"{self.path}: this name is needed for unfinished work but holds something else; move it")
        self._enter()
        if unfinished.is_file() and unfinished.read_text() != self.build_hash:
            if not self.overwrite:
                raise BadInput(
                    f"{self.path}: an unfinished build with other settings or code lies here; finish it with its own "
                    "command, or start over with --overwrite"
                )
            for child in self.path.iterdir():
                if child.is_dir():
                    shutil.rmtree(child)
                elif child.name != "lock":
                    child.unlink()
        drop_temporaries(self.path)
        with replacing(unfinished) as temporary:
            temporary.write_text(self.build_hash)
        return True

    def _enter(self) -> None:
        """Locks the place, until the folder is done or the process ends, against other processes."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.path / "lock", is_singleton=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            reason = "another process is building this; wait for it, or give --out another name"
            raise BadInput(f"{self.out}: {reason}") from None
        except OSError as error:
            reason = f"cannot be written ({error.strerror or error}); mend that, or give --out another name"
            raise BadInput(f"{self.out}: {reason}") from error

    def leave(self) -> None:
        """After an interruption: finished shards stay for the same command, a place without any goes."""
        if not any((self.path / ".shards").glob("*.json")):
            shutil.rmtree(self.path)
            self._lock.release(force=True)

    def done(self) -> None:
        """Moves the finished folder to its name; what an earlier build left there goes only now."""
        self._lock.release(force=True)
        (self.path / "lock").unlink(missing_ok=True)
        (self.path / "hash").unlink()
        shutil.rmtree(self.path / ".shards", ignore_errors=True)
        if self.out.exists():
            old = self.out.parent / f".{self.out.name}.old"
            os.replace(self.out, old)
            os.replace(self.path, self.out)
            shutil.rmtree(old)
        else:
            os.replace(self.path, self.out)


def read_aliases(folder: Path) -> dict[str, tuple[str, ...]]:
    """The declared other names of each skill, from the `skills` config."""
    rows = (row for path in shards(folder, "skills") for row in pq.read_table(path).to_pylist())
    return {row["skill"]: tuple(row["aliases"]) for row in rows if row["aliases"]}


def sizes(folder: Path) -> dict[str, dict[str, int]]:
    """Rows by config and split, read from the files' footers."""
    return {
        config: {
            split: sum(pq.read_metadata(path).num_rows for path in shards(folder, config, split))
            for split in splits_of(folder, config)
        }
        for config in rjdb.FEATURES
        if shards(folder, config)
    }
