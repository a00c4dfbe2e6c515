"""What was read as a `datasets` dataset: one schema for all rows, whatever a resume lacks.

    from datasets import load_dataset
    resumes = load_dataset("parquet", data_files="out/resumes.parquet", split="train")

    from training.reader.dataset import to_dataset
    resumes = to_dataset([read("a.pdf"), read("b.pdf")])

JSON lines keep JSON Resume as it is defined, so that keys that a resume does not state are absent, and evidence is keyed by JSON
pointer; neither is one schema. Here absent values are None, absent lists are empty, and evidence is a list whose items name their `pointer`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from dataset_builder.storage.files import replacing
from training.reader.extraction.resume import Resume

if TYPE_CHECKING:
    import datasets
    import pyarrow

# Rows that are held at once.
_ROWS = 500
_LINE = {"n": int, "page": int, "box": list[float], "text": str}
_EVIDENCE = {
    "pointer": str, "start": int, "end": int, "lines": list[int], "page": int, "box": list[float], "how": str, "form": str, "canonical": str, "code": str,
}  # fmt: skip


@cache
def schema() -> "pyarrow.Schema":
    """Made from the dataclasses of the resume, so that it has every field that may be read."""
    import pyarrow

    texts = {
        "file": str,
        "lines": list[_Struct(_LINE)],
        "resume": Resume,
        "evidence": list[_Struct(_EVIDENCE)],
        "notes": list[str],
    }
    return pyarrow.schema([(name, _type(kind)) for name, kind in texts.items()])


def write_parquet(rows: Path, table: Path) -> None:
    """The JSON lines of `read --out` as Parquet, some rows at a time."""
    import pyarrow
    import pyarrow.parquet

    with replacing(table) as temporary, pyarrow.parquet.ParquetWriter(temporary, schema()) as writer:
        for batch in _batches(map(json.loads, _lines(rows))):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema()))


def to_dataset(rows: Iterable[dict]) -> "datasets.Dataset":
    """Rows of `read` as a dataset."""
    import datasets
    import pyarrow

    table = pyarrow.Table.from_pylist([_row(row) for row in rows], schema())
    return datasets.Dataset(table)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as opened:
        yield from opened


def _batches(rows: Iterable[dict]) -> Iterator[list[dict]]:
    batch: list[dict] = []
    for row in rows:
        batch.append(_row(row))
        if len(batch) == _ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(row: dict) -> dict:
    evidence = [{"pointer": pointer, **place} for pointer, place in row["evidence"].items()]
    return {**row, "evidence": evidence, "resume": _whole(row["resume"], Resume)}


class _Struct:
    """Named fields with their types."""

    def __init__(self, named: dict[str, Any]) -> None:
        self.named = named


def _named(kind: Any) -> dict[str, Any]:
    if isinstance(kind, _Struct):
        return kind.named
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}


def _bare(kind: Any) -> Any:
    """The type of a value that may be None."""
    if isinstance(kind, UnionType) or (get_origin(kind) is not None and NoneType in get_args(kind)):
        return next(one for one in get_args(kind) if one is not NoneType)
    return kind


def _type(kind: Any) -> "pyarrow.DataType":
    import pyarrow

    kind = _bare(kind)
    if get_origin(kind) in (list, tuple):
        return pyarrow.list_(_type(get_args(kind)[0]))
    if is_dataclass(kind) or isinstance(kind, _Struct):
        return pyarrow.struct([(name, _type(one)) for name, one in _named(kind).items()])
    return pyarrow.int64() if kind is int else pyarrow.float64() if kind is float else pyarrow.string()


def _whole(value: Any, kind: Any) -> Any:
    """A value of JSON Resume with what it leaves out: None, and empty lists."""
    kind = _bare(kind)
    if get_origin(kind) is tuple:
        return [_whole(one, get_args(kind)[0]) for one in value or ()]
    if not is_dataclass(kind):
        return value
    held = value if value is not None else {}
    return {name: _whole(held.get(name), one) for name, one in _named(kind).items()} if value is not None else None
