"""Job ads that people wrote, to be compared with generated ones.

From a table (CSV, TSV, xlsx) or JSON lines with a title and a description a row, such as Dice's ads at Kaggle
(`jobtitle`, `jobdescription`), a folder of such files, or an RJDB folder, whose job descriptions then stand for the
real ones.
"""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from dataset_builder.errors import BadInput
from dataset_builder.sources.table import read_table, shown
from dataset_builder.sources.text_files import read_text_file
from dataset_builder.storage.folder import read_build, shards

TITLE_COLUMNS = ("jobtitle", "job_title", "job title", "title")
TEXT_COLUMNS = ("jobdescription", "job_description", "job description", "description")
# Below, a description is a remark such as "see below"; a cell of a spreadsheet holds 32,767 characters.
FEWEST_WORDS, MOST_CHARACTERS = 30, 32_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_BREAKS = re.compile(r"<(?:br|/p|/li|/h\d|/div|/tr)\b[^<>]{0,500}>", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class RealJob:
    title: str
    text: str
    # File and row, or the id of a triple.
    origin: str


def read_real_jobs(path: Path) -> list[RealJob]:
    """Ads in file order; those without a title, too short, too long or seen before are left out.

    Raises:
        BadInput: nothing there can be read as ads, or none is left.
    """
    path = Path(path)
    if not path.exists():
        raise BadInput(f"--jobs {path}: is not there; give a table or JSON lines with job titles and descriptions")
    rows = list(_rows(path))
    found: dict[str, RealJob] = {}
    for title, text, origin in rows:
        job = RealJob(" ".join(plain(title).split()), plain(text), origin)
        if job.title and len(job.text.split()) >= FEWEST_WORDS and len(job.text) <= MOST_CHARACTERS:
            found.setdefault(job.text, job)
    if not found:
        raise BadInput(
            f"--jobs {path}: none of {len(rows):,} rows has a title and a description of {FEWEST_WORDS} words or more"
        )
    return list(found.values())


def plain(text: str) -> str:
    """The text as a reader sees it: no HTML, no control characters, no runs of blank lines."""
    text = html.unescape(_TAG.sub("", _BREAKS.sub("\n", text)))
    lines = [" ".join(line.split()) for line in _CONTROL.sub("", text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """(title, description, origin)."""
    if not path.is_dir():
        if (read := READERS.get(path.suffix.lower())) is None:
            raise BadInput(f"--jobs {path}: give {', '.join(READERS)}, or a folder")
        yield from read(path)
        return
    if read_build(path) is not None:
        for shard in shards(path, "triples"):
            table = pq.read_table(shard, columns=["job_title", "job_description", "id"])
            yield from zip(*(column.to_pylist() for column in table.columns))
        return
    files = [file for file in sorted(path.iterdir()) if file.suffix.lower() in READERS]
    if not files:
        raise BadInput(f"--jobs {path}: holds neither an RJDB dataset nor {', '.join(READERS)}; give such a file")
    for file in files:
        yield from READERS[file.suffix.lower()](file)


def _table(rows: list[list], path: Path) -> Iterator[tuple[str, str, str]]:
    header = [str(name).strip().lower() for name in rows[0]]
    title_at, text_at = (_column(header, names, path) for names in (TITLE_COLUMNS, TEXT_COLUMNS))
    for number, row in enumerate(rows[1:], start=2):
        if max(title_at, text_at) < len(row):
            yield str(row[title_at]), str(row[text_at]), f"{path.name} row {number}"


def _column(header: list[str], names: tuple[str, ...], path: Path) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise BadInput(f"{path}: no column {', '.join(names[:-1])} or {names[-1]}; it has {shown(header)}")


def _json_lines(path: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(read_text_file(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = {str(name).lower(): value for name, value in json.loads(line).items()}
        except (ValueError, AttributeError) as error:
            raise BadInput(f"{path}, line {number}: is not a JSON object ({error}); one is wanted a line") from error
        header = list(row)
        title, text = (row[header[_column(header, names, path)]] for names in (TITLE_COLUMNS, TEXT_COLUMNS))
        yield str(title or ""), str(text or ""), f"{path.name} line {number}"


READERS: dict[str, Callable[[Path], Iterator[tuple[str, str, str]]]] = {
    ".csv": lambda path: _table(read_table(path, (*TITLE_COLUMNS, *TEXT_COLUMNS)), path),
    ".tsv": lambda path: _table(read_table(path, (*TITLE_COLUMNS, *TEXT_COLUMNS)), path),
    ".xlsx": lambda path: _table(read_table(path), path),
    ".jsonl": _json_lines,
}
