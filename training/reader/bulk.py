"""Files read in bulk: one row per file, each appended when it is read, so that a run that is stopped continues.

A row has `file`, `lines` (n, page, box, text), `resume` (JSON Resume), `evidence` (by JSON pointer: start and end offset into
the lines joined by line ends, their numbers, page, box, what read them, a usual form, a canonical name and a code where there
are such) and `notes`. At the end the rows of the folder are also `resumes.parquet`, with one schema (`training.reader.dataset`).
Files of the same bytes are read once, and the row of the first of them names the others.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.errors import BadInput, check_least
from dataset_builder.extras import require_extra
from dataset_builder.storage.files import replacing
from training.reader.dataset import write_parquet
from training.reader.extraction import SYSTEMS, Extraction, check_system, extract, extract_all
from training.reader.extraction.server import ServerOptions
from training.reader.files import ENDINGS, pages_with, read_pages
from training.reader.lines import Pages, around
from training.reader.sandbox.limits import Refused
from training.reader.sandbox.pool import Parser, ParserPool

ROWS, FAILURES, TABLE = "resumes.jsonl", "failures.jsonl", "resumes.parquet"
# Files that a model or a server is given at once.
BATCH = 16


@dataclass(frozen=True)
class ReadConfig:
    """The options of `read`."""

    path: str = field(metadata={"help": f"a resume, or a folder of them ({', '.join(ENDINGS)})", "positional": True})
    out: str | None = field(
        default=None,
        metadata={"help": f"folder for {ROWS} and {TABLE}; the same command continues there", "metavar": "DIR"},
    )
    system: str = field(
        default="rules",
        metadata={
            "help": f"what reads the lines: {', '.join(SYSTEMS)}, or a folder of the pointer family",
            "metavar": "NAME",
        },
    )
    graph: str | None = field(
        default=None,
        metadata={
            "help": "folder of the graph whose canonical names and codes stand next to skills and titles; the embedded one by default",
            "metavar": "DIR",
        },
    )
    json: bool = field(default=False, metadata={"help": "print each row as a line of JSON"})
    workers: int | None = field(default=None, metadata={"help": "parsing processes; as many as cores by default"})

    def __post_init__(self) -> None:
        check_least(self, workers=1)
        check_system(self.system)


def read(path: str | Path, system: str = "rules", graph: str | None = None) -> dict:
    """One file as a row. `system`: as `--system` has it; `graph`: the folder of a graph, the embedded one by default.

    Raises:
        BadInput: one line, where the file cannot be read or there is no such system.
    """
    require_extra("training.reader", "read")
    pages = read_pages(path)
    return row_of(str(path), pages, extract(pages, system, graph=graph))


def row_of(file: str, pages: Pages, found: Extraction) -> dict:
    return {
        "file": file,
        "lines": [
            {"n": line.n, "page": line.page, "box": _rounded(line.box), "text": line.text} for line in pages.lines
        ],
        "resume": found.resume.to_json(),
        "evidence": {one.pointer: _evidence(pages, one) for one in found.evidence},
        "notes": [*pages.notes, *found.notes],
    }


def _evidence(pages: Pages, one) -> dict:
    lines = pages.lines_at(one.place)
    places = pages.places_of(one.place)
    first = [box for page, box in places if page == lines[0].page]
    evidence = {
        "start": one.place.start,
        "end": one.place.end,
        "lines": [line.n for line in lines],
        "page": lines[0].page,
        # of what stands on that page
        "box": _rounded(around(first)) if first else None,
        "how": one.how,
    }
    beside = {"form": one.form, "canonical": one.canonical, "code": one.code}
    return evidence | {name: value for name, value in beside.items() if value}


def _rounded(box) -> list[float] | None:
    return None if box is None else [round(side, 2) for side in box]


# --------------------------------------------------------------------------------------------- many files


def read_all(config: ReadConfig, server: ServerOptions | None = None) -> int:
    """Exit code: 0, or 2 where no file could be read."""
    require_extra("training.reader read", "read")
    root = Path(config.path)
    many = root.is_dir()
    found = list(files_in(root))
    copies = _copies(found) if many else {}
    again = {copy for others in copies.values() for copy in others}
    files = [file for file in found if file not in again]
    out = Path(config.out) if config.out else None
    name = _names(root)
    stamps = {name(file): _stamp(file, config, [name(copy) for copy in copies.get(file, ())]) for file in files}
    gone = {name(copy): [] for copy in again}
    done = _read_before(out, stamps | gone) if out else set()
    todo = [file for file in files if name(file) not in done]
    started, read_, failed = time.perf_counter(), 0, 0
    with (
        _Output(out, config, many) as output,
        ParserPool(min(config.workers or os.cpu_count() or 1, max(len(todo), 1))) as pool,
    ):
        for batch in _batches(pool.map(_pages, todo), 1 if config.system == "rules" else BATCH):
            for file, row in zip((file for file, _ in batch), _rows(batch, name, config, server), strict=True):
                if isinstance(row, BadInput):
                    output.refuse(name(file), str(row), stamps[name(file)])
                    failed += 1
                else:
                    if file in copies:
                        row["notes"].append(f"the same file: {', '.join(map(name, copies[file]))}; it was read once")
                    output.write(row, stamps[name(file)])
                    read_ += 1
                _progress(read_ + failed, len(todo), started)
    if out and many and (out / ROWS).is_file():
        write_parquet(out / ROWS, out / TABLE)
    if many:
        seconds = max(time.perf_counter() - started, 1e-9)
        before = f", {len(files) - len(todo):,} read before" if len(files) > len(todo) else ""
        before += f", {len(again):,} the same as another" if again else ""
        print(
            f"{read_:,} of {len(found):,} files read{before}, {failed:,} not; {(read_ + failed) / seconds:.1f} files per second"
            + (f"; {out / ROWS}" if out else ""),
            file=sys.stderr,
        )
    return 2 if failed and not read_ and len(todo) == len(files) else 0


def _batches(items: Iterator[tuple], size: int) -> Iterator[list[tuple]]:
    batch: list[tuple] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _copies(files: Sequence[Path]) -> dict[Path, list[Path]]:
    """Files with the other files of the same bytes; only those of one size are compared."""
    sizes: dict[int, list[Path]] = {}
    for file in files:
        sizes.setdefault(file.stat().st_size, []).append(file)
    same: dict[bytes, list[Path]] = {}
    for size, alike in sizes.items():
        for file in alike if size and len(alike) > 1 else ():
            try:
                with file.open("rb") as opened:
                    same.setdefault(hashlib.file_digest(opened, "sha256").digest(), []).append(file)
            except OSError:
                continue  # it is refused with a line when its turn comes
    return {first: others for first, *others in same.values() if others}


def files_in(root: Path) -> Iterator[Path]:
    """Raises BadInput where there is no such file, or none of a known ending in the folder."""
    if not root.exists():
        raise BadInput(f"{root}: is not there; name a resume or a folder of them")
    if not root.is_dir():
        yield root
        return
    found = 0
    for file in sorted(root.rglob("*")):
        if file.suffix.lower() in ENDINGS and file.is_file() and not file.name.startswith("."):
            found += 1
            yield file
    if not found:
        raise BadInput(f"{root}: holds no file that ends in {', '.join(ENDINGS)}; name another folder")


def _names(root: Path):
    """A file as rows name it: by its path within the folder that was given."""
    return lambda file: str(file.relative_to(root)) if root.is_dir() else str(file)


def _pages(parser: Parser, file: Path) -> Pages | BadInput:
    try:
        return pages_with(parser, file)
    except BadInput as error:
        return error


def _rows(batch: list[tuple], name, config: ReadConfig, server: ServerOptions | None) -> list[dict | BadInput]:
    """The rows of a batch. A defect on one file of thousands must not end the run; a system that cannot be opened must."""
    read = [(file, pages) for file, pages in batch if isinstance(pages, Pages)]
    try:
        found: list[Extraction | BadInput] = list(
            extract_all([pages for _, pages in read], config.system, server, config.graph)
        )
    except _DEFECTS as error:
        if isinstance(error, BadInput):
            raise
        found = [_alone(file, pages, config, server) for file, pages in read]
    rows = iter(
        one if isinstance(one, BadInput) else row_of(name(file), pages, one)
        for (file, pages), one in zip(read, found, strict=True)
    )
    return [next(rows) if isinstance(pages, Pages) else pages for _, pages in batch]


_DEFECTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


def _alone(file: Path, pages: Pages, config: ReadConfig, server: ServerOptions | None) -> Extraction | BadInput:
    """One file of a batch that holds a defect."""
    try:
        return extract(pages, config.system, server, config.graph)
    except _DEFECTS as error:
        return BadInput(f"{file}: {Refused('defect', error=f'{type(error).__name__}: {error}'[:200])}")


def _stamp(file: Path, config: ReadConfig, copies: list[str]) -> list:
    """Size, time of change, what reads it and its copies: a file for which they are others is read again."""
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns, config.system, config.graph or "", *copies]


def _read_before(out: Path, stamps: dict[str, list]) -> set[str]:
    """Names of files that earlier runs read or refused and that are as they were; rows of others, and cut ones, go."""
    known: set[str] = set()
    for name in (ROWS, FAILURES):
        path = out / name
        if not path.exists():
            continue
        with path.open("rb") as opened, replacing(path) as temporary, temporary.open("wb") as kept:
            for line in opened:
                try:
                    row = json.loads(line) if line.endswith(b"\n") else {}
                except ValueError:  # of a run that was killed
                    row = {}
                if row.get("stamp") and stamps.get(row["file"], row["stamp"]) == row["stamp"]:
                    known.add(row["file"])
                    kept.write(line)
    return known


class _Output:
    """Where rows and refusals go: files of the folder, standard output, or a short view of one resume."""

    def __init__(self, out: Path | None, config: ReadConfig, many: bool) -> None:
        self._out, self._config, self._many = out, config, many
        self._open: dict[str, object] = {}

    def __enter__(self) -> "_Output":
        if self._out:
            self._out.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_) -> None:
        for opened in self._open.values():
            opened.close()

    def write(self, row: dict, stamp: list) -> None:
        if self._out:
            self._append(ROWS, row | {"stamp": stamp})
        if self._config.json:
            print(json.dumps(row, ensure_ascii=False), flush=True)
        elif not self._out:
            print(f"{row['file']}\n{json.dumps(row['resume'], ensure_ascii=False, indent=2)}")
        if not self._many:
            for note in row["notes"]:
                print(f"note: {note}", file=sys.stderr)

    def refuse(self, file: str, line: str, stamp: list) -> None:
        if self._out:
            self._append(FAILURES, {"file": file, "error": line, "stamp": stamp})
        _clear()
        print(f"error: {line}", file=sys.stderr)

    def _append(self, name: str, row: dict) -> None:
        if name not in self._open:
            self._open[name] = (self._out / name).open("a", encoding="utf-8")
        opened = self._open[name]
        opened.write(json.dumps(row, ensure_ascii=False) + "\n")
        opened.flush()


def _progress(done: int, of: int, started: float) -> None:
    if of > 1 and sys.stderr.isatty():
        rate = done / max(time.perf_counter() - started, 1e-9)
        print(f"\r{done:,} of {of:,} files, {rate:.1f} per second", end="\n" if done == of else "", file=sys.stderr)


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
