"""Files read in bulk: one row per file, each appended when it is read, so that a run that is stopped continues.

A row has `file`, `lines` (n, page, box, text), `resume` (JSON Resume), `evidence` (by JSON pointer: start and end offset into
the lines joined by line ends, their numbers, page, box, what read them, a usual form where there is one) and `notes`.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.errors import BadInput, check_least
from dataset_builder.extras import require_extra
from dataset_builder.storage.files import replacing
from training.reader.extraction import SYSTEMS, Extraction, extract
from training.reader.extraction.server import ServerOptions
from training.reader.files import ENDINGS, pages_with, read_pages
from training.reader.lines import Pages, around
from training.reader.sandbox.limits import Refused
from training.reader.sandbox.pool import Parser, ParserPool

ROWS, FAILURES = "resumes.jsonl", "failures.jsonl"


@dataclass(frozen=True)
class ReadConfig:
    """The options of `read`."""

    path: str = field(metadata={"help": f"a resume, or a folder of them ({', '.join(ENDINGS)})", "positional": True})
    out: str | None = field(
        default=None,
        metadata={"help": f"folder for {ROWS}; the same command continues there", "metavar": "DIR"},
    )
    system: str = field(
        default="rules", metadata={"help": f"what reads the lines: {', '.join(SYSTEMS)}", "metavar": "NAME"}
    )
    json: bool = field(default=False, metadata={"help": "print each row as a line of JSON"})
    workers: int | None = field(default=None, metadata={"help": "parsing processes; as many as cores by default"})

    def __post_init__(self) -> None:
        check_least(self, workers=1)
        if self.system not in SYSTEMS:
            raise BadInput(f"--system {self.system}: the systems are {', '.join(SYSTEMS)}")


def read(path: str | Path, system: str = "rules") -> dict:
    """One file as a row.

    Raises:
        BadInput: one line, where the file cannot be read or there is no such system.
    """
    require_extra("training.reader", "read")
    pages = read_pages(path)
    return row_of(str(path), pages, extract(pages, system))


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
    return evidence | ({"form": one.form} if one.form else {})


def _rounded(box) -> list[float] | None:
    return None if box is None else [round(side, 2) for side in box]


# --------------------------------------------------------------------------------------------- many files


def read_all(config: ReadConfig, server: ServerOptions | None = None) -> int:
    """Exit code: 0, or 2 where no file could be read."""
    require_extra("training.reader read", "read")
    root = Path(config.path)
    files = list(files_in(root))
    out = Path(config.out) if config.out else None
    name = _names(root)
    stamps = {name(file): _stamp(file, config.system) for file in files}
    done = _read_before(out, stamps) if out else set()
    todo = [file for file in files if name(file) not in done]
    started, read_, failed = time.perf_counter(), 0, 0
    many = root.is_dir()
    with (
        _Output(out, config, many) as output,
        ParserPool(min(config.workers or os.cpu_count() or 1, max(len(todo), 1))) as pool,
    ):
        for file, pages in pool.map(_pages, todo):
            row = _row(name(file), file, pages, config.system, server) if isinstance(pages, Pages) else pages
            if isinstance(row, BadInput):
                output.refuse(name(file), str(row), stamps[name(file)])
                failed += 1
            else:
                output.write(row, stamps[name(file)])
                read_ += 1
            _progress(read_ + failed, len(todo), started)
    if many:
        seconds = max(time.perf_counter() - started, 1e-9)
        before = f", {len(files) - len(todo):,} read before" if len(files) > len(todo) else ""
        print(
            f"{read_:,} of {len(files):,} files read{before}, {failed:,} not; {(read_ + failed) / seconds:.1f} files per second"
            + (f"; {out / ROWS}" if out else ""),
            file=sys.stderr,
        )
    return 2 if failed and not read_ and len(todo) == len(files) else 0


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


def _row(name: str, file: Path, pages: Pages, system: str, server: ServerOptions | None) -> dict | BadInput:
    """A defect on one file of thousands must not end the run; a system that cannot be opened must."""
    try:
        return row_of(name, pages, extract(pages, system, server))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, BadInput):
            raise
        return BadInput(f"{file}: {Refused('defect', error=f'{type(error).__name__}: {error}'[:200])}")


def _stamp(file: Path, system: str) -> list:
    """Size, time of change and what reads it: a file for which they are others is read again."""
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns, system]


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
