"""The dataset folder, which is the Hub repository: Parquet shards a config, `build.json`, README card.

    FOLDER/README.md  build.json  figures/  {config}/{split}-00000-of-00004.parquet

Every file is written under a temporary name and renamed, so what has its name is whole.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import rjdb
from dataset_builder.storage.files import replacing, sha256_of

BUILD_FILE = "build.json"
# Configs where every text column repeats its values.
_REPETITIVE = ("mentions",)
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


@dataclass
class Size:
    """Rows of a file set and the bytes they take in memory, as `dataset_info` reports them."""

    rows: int = 0
    num_bytes: int = 0

    def add(self, rows: int, num_bytes: int) -> None:
        self.rows += rows
        self.num_bytes += num_bytes


class RowFile:
    """A Parquet file of a config that is being written, a row group per batch. `size` grows with it."""

    def __init__(self, config: str, writer: pq.ParquetWriter) -> None:
        self.config, self.size = config, Size()
        self._writer = writer

    def add(self, rows: pa.Table | list[dict]) -> None:
        """Writes a batch of rows, a table in the columns of the config or a list."""
        table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows, schema=schema_of(self.config))
        if table.num_rows:  # datasets cannot read an empty row group
            self._writer.write_table(table, row_group_size=table.num_rows)
        self.size.add(table.num_rows, table.nbytes)


@cache
def schema_of(config: str) -> pa.Schema:
    """Features stand in the card alone: as Parquet metadata they would name `List`, which datasets before 4.0 refuses."""
    return rjdb.FEATURES[config].arrow_schema.remove_metadata()


@contextmanager
def open_rows(path: Path, config: str) -> Iterator[RowFile]:
    """The file `path` of a config, which has its name when the block ends well."""
    schema = schema_of(config)
    small = [
        name
        for name in schema.names
        if name in _SMALL or (config in _REPETITIVE and schema.field(name).type == "string")
    ]
    with (
        replacing(path) as temporary,
        pq.ParquetWriter(
            temporary,
            schema,
            compression="zstd",
            use_dictionary=small,
            write_statistics=[name for name in schema.names if name == "id" or name in _SMALL],
        ) as writer,
    ):
        yield RowFile(config, writer)


def write_rows(path: Path, config: str, batches: Iterable[list[dict]]) -> Size:
    """Writes batches of rows as one Parquet file, a row group per batch."""
    with open_rows(path, config) as file:
        for rows in batches:
            file.add(rows)
    return file.size


def file_hashes(folder: Path) -> dict[str, dict[str, str | int]]:
    """SHA-256 and bytes of each file by its path; not of the card and build.json, which hold them, nor of hidden ones."""
    left_out = ("README.md", BUILD_FILE, "hash", "lock")
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: {"sha256": sha256_of(path), "bytes": path.stat().st_size}
        for name, path in named.items()
        if name not in left_out and not name.startswith(".")
    }


def read_build(folder: Path) -> dict | None:
    """The folder's `build.json`, or None where the folder is not an RJDB dataset."""
    try:
        return json.loads((Path(folder) / BUILD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there, not UTF-8, not JSON
        return None


def has_its_rows(folder: Path) -> bool:
    """Whether the Parquet files of a finished folder are those that its `build.json` lists, where it lists any."""

    def rows(files: dict[str, dict]) -> dict[str, str]:
        return {name: file["sha256"] for name, file in files.items() if name.endswith(".parquet")}

    listed = (read_build(folder) or {}).get("files")
    return listed is None or rows(file_hashes(folder)) == rows(listed)


def settings_hash(settings: dict) -> str:
    """Twelve digits that name a build: the same settings, inputs and code give the same."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


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
