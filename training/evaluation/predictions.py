"""Answers on disk, block by block: an interrupted evaluation continues, a finished one is not run again.

    OUT/predictions/{system}/{task}/0000000.parquet ...      # columns: id and `FIELDS`
    OUT/predictions/{system}/{task}/key.json                  # what the answers depend on

A block is written under another name and renamed. Answers whose key differs (other rows, other code) are thrown away.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

import rjdb
from dataset_builder.pipeline.code_version import ROOT, digest
from dataset_builder.storage.files import replacing
from dataset_builder.workers import WorkerPool
from training.systems.open_system import Evaluated, file_name
from training.systems.row_adapter import RowAnswer, answers

BLOCK = 500
# Rows below which starting processes takes longer than answering.
POOL_ROWS = 4_000

_experience = pa.struct(
    [("title", pa.string()), ("years", pa.int32()), ("start_year", pa.int32()), ("end_year", pa.int32())]
)
# `text` is what a model wrote, null for baselines; the rest is its answer, all null where there is none.
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("text", pa.string()),
        ("label", pa.int32()),
        ("skills", pa.list_(pa.string())),
        ("experiences", pa.list_(_experience)),
        ("target", pa.string()),
    ]
)
FIELDS = {
    "matching": ("label",),
    "explanation": ("label", "skills", "experiences"),
    "extraction": ("skills", "experiences"),
    "editing": ("target",),
}


def parsed(task: str, answer: RowAnswer) -> dict | None:
    """An answer's fields; text is read by `rjdb.parse`, what is neither text nor fields is no answer."""
    if isinstance(answer, str):
        return rjdb.parse(task, answer)
    return answer if isinstance(answer, dict) else None


def _record(task: str, row_id: str, answer: RowAnswer) -> dict:
    fields = parsed(task, answer) or {}
    record = {name: fields.get(name) for name in FIELDS[task]}
    return {"id": row_id, "text": answer if isinstance(answer, str) else None} | record


_system: Evaluated | None = None


def _start_worker(system: Evaluated) -> None:
    global _system
    _system = system


def _answer_in_worker(task: str, rows: Sequence[dict]) -> list[RowAnswer]:
    return answers(_system, task, rows)


def _answers(system: Evaluated, task: str, blocks: Sequence[Sequence[dict]], workers: int) -> Iterator[list[RowAnswer]]:
    if workers > 1 and system.parallel and sum(map(len, blocks)) >= POOL_ROWS:
        with WorkerPool(workers, _start_worker, system) as pool:
            yield from pool.map(_answer_in_worker, [task] * len(blocks), blocks)
    else:
        for block in blocks:
            yield answers(system, task, block)


def _place(folder: Path, system: Evaluated, task: str) -> Path:
    return folder / file_name(system.name) / task


def _key(system: Evaluated, rows: Sequence[dict], key: str) -> str:
    return json.dumps({"key": key, "rows": len(rows), "block": getattr(system, "block", BLOCK)})


def holds(folder: Path, system: Evaluated, task: str, rows: Sequence[dict], key: str) -> bool:
    """Whether answers to these very rows are kept in this folder, by this system and code; `predict` would throw others away."""
    key_file = _place(folder, system, task) / "key.json"
    return key_file.is_file() and key_file.read_text() == _key(system, rows, key)


def predict(
    folder: Path, system: Evaluated, task: str, rows: Sequence[dict], key: str, fit, workers: int = 1
) -> list[dict | None]:
    """The system's answers to all rows, those on disk first; `fit` is called only if some are still to be given."""
    place, size = _place(folder, system, task), getattr(system, "block", BLOCK)
    content, key_file = _key(system, rows, key), place / "key.json"
    if place.exists() and (not key_file.is_file() or key_file.read_text() != content):
        shutil.rmtree(place)
    place.mkdir(parents=True, exist_ok=True)
    with replacing(key_file) as temporary:
        temporary.write_text(content)
    paths = [place / f"{start:07d}.parquet" for start in range(0, len(rows), size)]
    todo = [i for i, path in enumerate(paths) if not path.is_file()]
    if todo:
        fit()
        blocks = [rows[i * size : (i + 1) * size] for i in todo]
        done = _answers(system, task, blocks, workers)
        progress = tqdm(
            zip(todo, blocks, done),
            total=len(todo),
            desc=f"{system.name}, {task}",
            unit="block",
            disable=len(todo) == 1 or None,
        )
        for i, block, given in progress:
            given = [*given, *[None] * len(block)]  # a system that stops early has no answer to the rest
            records = [_record(task, row["id"], answer) for row, answer in zip(block, given)]
            with replacing(paths[i]) as temporary:
                pq.write_table(pa.Table.from_pylist(records, schema=SCHEMA), temporary, compression="zstd")
    records = [record for path in paths for record in pq.read_table(path).to_pylist()]
    return [_fields(task, record) for record in records]


def _fields(task: str, record: dict) -> dict | None:
    fields = {name: record[name] for name in FIELDS[task]}
    return None if all(value is None for value in fields.values()) else fields


def code_hash(root: Path = ROOT) -> str:
    """Of the code that decides an answer: systems, baselines, students, how text is read, how rows are asked and parsed.

    Answers of other code are not continued. Measures, intervals, tables, cards and trainers change no answer. Of the
    client only what is asked and how a reply is read counts, as for rows (see `code_version`).
    """
    protocol = ("completion", "finish_reasons", "reasoning", "unsupported_parameters", "usage")
    names = ("request", "request_store", *(f"protocol.{name}" for name in protocol))
    asked = (f"dataset_builder.llm.{name}" for name in names)
    return digest("training.evaluation.predictions", *asked, without=("dataset_builder.llm",), root=root)[:16]
