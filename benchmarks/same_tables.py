"""Do two dataset folders hold the same rows? For a change of the code that should change no row.

    python -m benchmarks.same_tables before after

Compares every config, split by split, row by row. The column `code_version` names the code that wrote a row and is left
out, and so are the folders' build.json and card. Exit code 0: the same rows; 1: at least one table differs.
"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tabulate import tabulate

import rjdb

IGNORED = ("code_version",)


def table(folder: Path, config: str, split: str) -> pa.Table | None:
    """All rows of a split, or None where the folder has none."""
    files = sorted((folder / config).glob(f"{split}-*.parquet"))
    if not files:
        return None
    rows = pa.concat_tables([pq.read_table(file) for file in files])
    return rows.drop_columns([name for name in IGNORED if name in rows.column_names])


def difference(before: pa.Table | None, after: pa.Table | None) -> str | None:
    """How two tables differ, in a few words; None where they hold the same rows."""
    if before is None or after is None:
        return None if before is after else f"only in {'after' if before is None else 'before'}"
    if before.schema != after.schema:
        return "other columns"
    if before.num_rows != after.num_rows:
        return f"{before.num_rows:,} rows before, {after.num_rows:,} after"
    if before.equals(after):
        return None
    for row in range(before.num_rows):
        for name in before.column_names:
            if before[name][row] != after[name][row]:
                return f"row {row}, column {name}"
    return None


def main() -> int:
    if len(sys.argv) != 3 or not all((Path(folder) / "triples").is_dir() for folder in sys.argv[1:]):
        print("usage: python -m benchmarks.same_tables BEFORE AFTER (two dataset folders)", file=sys.stderr)
        return 2
    before, after = map(Path, sys.argv[1:])
    rows, differs = [], False
    for config in rjdb.FEATURES:
        for split in rjdb.SPLITS:
            old, new = table(before, config, split), table(after, config, split)
            if old is None and new is None:
                continue
            found = difference(old, new)
            differs |= found is not None
            rows.append((config, split, (old if old is not None else new).num_rows, found or "same"))
    print(tabulate(rows, ("config", "split", "rows", "verdict"), "github", intfmt=","))
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
