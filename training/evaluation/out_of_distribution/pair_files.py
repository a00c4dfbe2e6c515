"""A user's file of job/resume pairs with labels, as rows of the matching task (Table 8).

The pairs of the paper's Table 8 (Machop, Wang et al. 2022) are not public; files like them are read here:

.csv .tsv   two text columns and a label 0/1, with a header that names them or without one; any separator, any encoding
.jsonl      objects with the same fields
.txt        Ditto's lines: COL title VAL Baker COL skills VAL bread<TAB>COL … VAL …<TAB>1

The job comes first, unless names or `resume_first` say otherwise. A folder holds train.*, valid.* and test.*.
"""

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.sources.table import cell_text, read_table
from dataset_builder.sources.text_files import read_text_file

NAMES = {
    "job_description": ("job_description", "job description", "job", "jd", "left", "text_left"),
    "resume": ("resume", "cv", "right", "text_right"),
    "label": ("label", "match", "gold"),
}
SUFFIXES = (".csv", ".tsv", ".jsonl", ".txt")
_COLUMN = re.compile(r"(?:^|\s)COL\s+(.*?)\s+VAL(?:\s|$)")
_LABELS = {"0": 0, "1": 1}


def ditto_text(text: str) -> str:
    """Ditto's line as a document: each column a section, so that what reads resumes finds its parts.

    Text that does not start so stays as it is.
    """
    before, *parts = _COLUMN.split(text)
    if before.strip() or not parts:
        return text.strip()
    return "\n\n".join(f"## {name}\n{value.strip()}" for name, value in zip(parts[::2], parts[1::2]))


def _records(path: Path) -> Iterator[tuple[int, dict]]:
    """(row, fields by the names of `NAMES`) of every record."""
    if path.suffix == ".jsonl":
        yield from _objects(path)
        return
    known = [alias for aliases in NAMES.values() for alias in aliases]
    columns: list[str] | None = None
    # Ditto's lines are parted by tabs and do not quote
    rows = read_table(path, known, *(("\t", False) if path.suffix == ".txt" else ()))
    for number, row in enumerate(rows, start=1):
        cells = [cell_text(row, at) for at in range(len(row))]
        if not any(cells):
            continue
        if columns is None:
            headless = len(cells) == 3 and cells[2] in _LABELS
            columns = list(NAMES) if headless else _columns(path, number, cells)
            if not headless:
                continue
        if len(cells) != len(columns):
            raise BadInput(f"{path}, row {number}: has {len(cells)} columns, not {len(columns)}; correct it")
        yield number, dict(zip(columns, cells))


def _objects(path: Path) -> Iterator[tuple[int, dict]]:
    for number, line in enumerate(read_text_file(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(f"{path}, row {number}: is not JSON ({error.msg}); give one object per line") from error
        if not isinstance(record, dict):
            raise BadInput(f"{path}, row {number}: is not an object; give job_description, resume and label")
        yield number, dict(zip(_columns(path, number, list(record)), record.values()))


def _columns(path: Path, number: int, names: list[str]) -> list[str]:
    known = {alias: name for name, aliases in NAMES.items() for alias in aliases}
    columns = [known.get(name.strip().casefold(), name) for name in names]
    if missing := [name for name in NAMES if columns.count(name) != 1]:
        raise BadInput(
            f"{path}, row {number}: needs one column {missing[0]} (or {', '.join(NAMES[missing[0]][1:])}); "
            "name it in the header, or give exactly job, resume and 0/1 without one"
        )
    return columns


def pair_rows(path: str | Path, split: str = "test", resume_first: bool = False) -> list[dict]:
    """The pairs in the columns of the matching config; `resume_first` swaps the texts of a file without names.

    Raises:
        BadInput: no such file, another format, a text that is empty, a label that is not 0 or 1.
    """
    path = find_split(Path(path), split)
    rows = []
    for number, record in _records(path):
        texts = [_text(path, number, name, record[name]) for name in ("job_description", "resume")]
        job, resume = reversed(texts) if resume_first else texts
        label = _LABELS.get(str(record["label"]).strip())
        if label is None:
            raise BadInput(f"{path}, row {number}, column label: is {str(record['label'])[:20]!r}; give 0 or 1")
        # pairs of one job are not independent: `intervals` draws together what has the same name before the hyphen
        row = {
            "id": f"{path.stem}_{zlib.crc32(job.encode()):08x}-{number}",
            "job_description": job,
            "resume": resume,
        }
        row["label"] = label
        rows.append(row | {"prompt": rjdb.prompt("matching", **row), "completion": rjdb.completion("matching", **row)})
    if not rows:
        raise BadInput(f"{path}: holds no pair; give one pair per row: job, resume, 0/1")
    return rows


def _text(path: Path, number: int, name: str, value: object) -> str:
    if not isinstance(value, str) or not (text := ditto_text(value)):
        raise BadInput(f"{path}, row {number}, column {name}: holds no text; fill it or drop the line")
    return text


def find_split(path: Path, split: str) -> Path:
    """The split's file in a folder; a file stands for itself."""
    if path.is_dir():
        names = [split, *(("dev",) if split == "valid" else ())]
        candidates = [path / f"{name}{suffix}" for name in names for suffix in SUFFIXES]
        found = [candidate for candidate in candidates if candidate.is_file()]
        if not found:
            raise BadInput(f"{path}: has no {split}.csv, .tsv, .jsonl or .txt; give a file of pairs, or name it so")
        return found[0]
    if not path.is_file():
        raise BadInput(f"{path}: no such file; give a file of pairs")
    if path.suffix not in SUFFIXES:
        raise BadInput(f"{path}: the format shows in the name; name it {', '.join('*' + s for s in SUFFIXES)}")
    return path
