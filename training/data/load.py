"""Datasets by name: `rjdb` ($RJDB_HOME, ./rjdb, then the Hub), a folder, or org/name of the Hub.

    dataset = load_config("rjdb", "matching", option="--data")                    # a DatasetDict
    train = take_split(dataset, "train", ("prompt", "completion"), "--data rjdb, config matching")
    load_config("rjdb+rjdb-paper", "matching")                                    # train rows of both, in turn

Everything that reads a dataset reads it here. What cannot be used is a BadInput that begins with the option that named it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.storage.folder import read_build, shards, splits_of
from dataset_builder.storage.unwritable import remedy, variable_of

_REPOSITORY = re.compile(r"\w[\w.-]*/[\w.-]+")


def dataset_folder(name: str, option: str = "dataset") -> Path | None:
    """Where the dataset lies on this machine; None means the Hub.

    Raises:
        BadInput: a folder that holds no built dataset, or what is neither a folder nor a repository.
    """
    if name == "rjdb":
        try:
            return rjdb.find_folder()
        except FileNotFoundError as error:  # what $RJDB_HOME names
            raise BadInput(f"{option} {name}: {error}") from error
    if Path(name).is_dir():
        if not (Path(name) / "README.md").is_file():
            raise BadInput(
                f"{option} {name}: holds no built RJDB dataset (no README.md); build one with "
                f"python -m dataset_builder build --out {name}"
            )
        return Path(name)
    if not _REPOSITORY.fullmatch(name):
        raise BadInput(
            f"{option} {name}: no such folder; give one written by python -m dataset_builder build, rjdb, or org/name"
        )
    return None


def build_hash(name: str, revision: str | None = None, option: str = "dataset") -> str | None:
    """What fixes the rows: the hash of a folder's build, or the revision of a repository; of a mix those of all, joined by +."""
    folders = [dataset_folder(one, option) for one in mixed_names(name)]
    hashes = [(read_build(folder) or {}).get("hash") if folder else revision for folder in folders]
    return "+".join(map(str, hashes)) if len(hashes) > 1 else hashes[0]


def mixed_names(name: str) -> list[str]:
    """ "rjdb+rjdb-paper": the datasets that are mixed; a folder whose own name has a + is one."""
    return [name] if Path(name).is_dir() else name.split("+")


def load_config(name: str, config: str, revision: str | None = None, option: str = "dataset"):
    """All splits of a config, a `datasets.DatasetDict`.

    Of a mix train holds the rows of all in turn, so that its start has as many of each; ids of the second dataset begin with
    "2:", and so on. Other splits, and configs whose rows have no id, are those of the first.

    Raises:
        BadInput: no such dataset, revision or config, a split without rows, or a mix of rows of different columns.
    """
    first, *others = mixed_names(name)
    dataset = _load_one(first, config, revision, option)
    if not others or "train" not in dataset or "id" not in dataset["train"].column_names:
        return dataset
    parts = [dataset["train"]]
    for number, other in enumerate(others, start=2):
        where = f"{option} {other}, config {config}"
        rows = take_split(_load_one(other, config, revision, option), "train", ("id",), where)
        if rows.features != parts[0].features:
            raise BadInput(f"{where}: has other columns than {first}; build both with one version")
        parts.append(rows.map(_renumbered, fn_kwargs={"number": number}, batched=True))
    return type(dataset)(dataset | {"train": _in_turn(parts)})


def _renumbered(rows: dict, number: int) -> dict:
    return {"id": [f"{number}:{one}" for one in rows["id"]]}


def _in_turn(parts: Sequence):
    """The first row of each, then the second of each; the longer ones end it."""
    from datasets import concatenate_datasets

    turns = [turn for part in parts for turn in range(len(part))]
    return concatenate_datasets(list(parts)).select(sorted(range(len(turns)), key=turns.__getitem__))


def _load_one(name: str, config: str, revision: str | None, option: str):
    import datasets
    from datasets.exceptions import DatasetsError

    where = f"{option} {name}{f' at revision {revision}' if revision else ''}, config {config}"
    folder = dataset_folder(name, option)
    if folder and revision:
        raise BadInput(f"{where}: {folder} is a folder and has no revision; leave the revision out")
    for split in (
        splits_of(folder, config) if folder else ()
    ):  # datasets cannot read a file without rows, and does not say so
        if not sum(pq.read_metadata(path).num_rows for path in shards(folder, config, split)):
            raise BadInput(f"{where}, split {split}: is empty; build more triples, or give another dataset")
    try:
        if folder:
            return datasets.DatasetDict(_of_folder(folder.resolve(), config, _stamp(folder, config)))
        return datasets.load_dataset(name, config, revision=revision)
    except (OSError, ValueError, DatasetsError) as error:  # the Hub's are OSErrors, an unknown config is a ValueError
        what = f"{where}: cannot be loaded ({str(error).strip().splitlines()[0]})"
        variable = variable_of(error) if isinstance(error, OSError) else None
        raise BadInput(f"{what}; {remedy(error)}" if variable else what) from error


@lru_cache(maxsize=32)
def _of_folder(folder: Path, config: str, stamp: tuple):
    """A release opens the same folder for every system and set of rows, and each time a second goes into reading its card."""
    import datasets

    return datasets.load_dataset("rjdb", config, data_dir=str(folder))


def _stamp(folder: Path, config: str) -> tuple:
    """Changes with the files that are loaded."""
    files = [folder / "README.md", *sorted((folder / config).glob("*.parquet"))]
    return tuple((path.name, found.st_mtime_ns, found.st_size) for path in files for found in [path.stat()])


def take_split(dataset, split: str, columns: Sequence[str], where: str):
    """A split with these columns and at least one row. `where` begins the error.

    Raises:
        BadInput: the split or a column is missing, or it is empty.
    """
    if split not in dataset:
        raise BadInput(f"{where}: has no split {split}, only {', '.join(dataset)}; build or name one that has it")
    rows = dataset[split]
    if missing := [column for column in columns if column not in rows.column_names]:
        raise BadInput(
            f"{where}, split {split}: has no column {' and no '.join(missing)}; python -m dataset_builder writes them"
        )
    if not len(rows):
        raise BadInput(f"{where}, split {split}: is empty; build more triples, or give another dataset")
    return rows
