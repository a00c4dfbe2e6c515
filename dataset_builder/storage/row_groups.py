"""A dataset folder read back piece by piece, so that what measures it needs the memory of one row group."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset_builder.errors import BadInput, command
from dataset_builder.storage.folder import shards, splits_of

# The documents of a triple: column of the config `triples`, and what it is called.
DOCUMENTS = {
    "job_description": "job description",
    "resume_matched": "matched resume",
    "resume_unmatched": "unmatched resume",
}


@dataclass(frozen=True)
class RowGroup:
    """The smallest piece of a Parquet file that can be read alone."""

    path: Path
    number: int
    rows: int
    split: str

    def read(self, columns: Sequence[str]) -> pa.Table:
        return pq.ParquetFile(self.path).read_row_group(self.number, columns=list(columns))


def mentions_of(group: RowGroup, columns: Sequence[str]) -> pa.Table | None:
    """The mentions of the triples in a row group of `triples`; None where the folder holds no config `mentions`.

    Files of both configs have the same names, and the footers say which row groups hold which ids.
    """
    path = group.path.parent.with_name("mentions") / group.path.name
    if not path.is_file():
        return None
    ids = group.read(("id",))["id"]
    least, most = pc.min_max(ids).as_py().values()
    return pq.read_table(path, columns=list(columns), filters=(pc.field("id") >= least) & (pc.field("id") <= most))


def row_groups(folder: Path, config: str) -> list[RowGroup]:
    """All row groups of a config in the order of splits, files and rows.

    Raises:
        BadInput: a file is not Parquet.
    """
    groups = []
    for split in splits_of(folder, config):
        for path in shards(folder, config, split):
            try:
                footer = pq.read_metadata(path)
            except (OSError, pa.ArrowInvalid) as error:
                raise BadInput(f"{path}: cannot be read as Parquet ({error}); build the dataset again") from error
            sizes = (footer.row_group(number).num_rows for number in range(footer.num_row_groups))
            groups += [RowGroup(path, number, rows, split) for number, rows in enumerate(sizes) if rows]
    return groups


def triple_groups(folder: Path, *splits: str) -> list[RowGroup]:
    """The row groups of the triples, of `splits` alone where they have any: an imported dataset may lack some.

    Raises:
        BadInput: the folder has no triples.
    """
    groups = row_groups(folder, "triples")
    if not groups:
        raise BadInput(f"{folder}: holds no triples; give a folder written by `{command('build')}`")
    return [group for group in groups if group.split in splits] or groups


def spread(groups: Sequence[RowGroup], columns: Sequence[str], most: int) -> list[dict]:
    """At most `most` rows, evenly spaced over the groups: the same rows of the same folder every time."""
    total = sum(group.rows for group in groups)
    chosen = np.arange(min(most, total)) * total // max(min(most, total), 1)
    rows, start = [], 0
    for group in groups:
        here = chosen[(chosen >= start) & (chosen < start + group.rows)] - start
        if len(here):
            rows += group.read(columns).take(here).to_pylist()
        start += group.rows
    return rows
