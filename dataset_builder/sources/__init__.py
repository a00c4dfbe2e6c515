"""Where occupations and skills come from: one module a source, each with `read(path) -> SourceData`.

A reader knows its file format and nothing of the graph: it returns titles and skills as the file
writes them. `normalise` makes names of them, `assembly` merges the sources into one graph.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.errors import BadInput


@dataclass(frozen=True)
class Source:
    """One input, with the licence that everything taken from it carries (an id the Hub knows)."""

    name: str
    title: str
    licence: str
    url: str
    sha256: str


@dataclass(frozen=True)
class Record:
    """One row: a job ad, an occupation of a classification. `row` is its line or sheet row in the file."""

    title: str
    skills: tuple[str, ...]
    soc_code: str | None
    row: int


@dataclass(frozen=True)
class SourceData:
    """All rows of one source. `skipped` counts rows left out by reason; `titles` are further (title, SOC
    code) pairs that name no occupation of their own but tell where a title belongs."""

    source: Source
    records: tuple[Record, ...]
    aliases: dict[str, tuple[str, ...]]
    skipped: dict[str, int] = field(default_factory=dict)
    titles: tuple[tuple[str, str], ...] = ()

    def coded_titles(self) -> list[tuple[str, str]]:
        """All (title, SOC code) pairs, records first."""
        return [(row.title, row.soc_code) for row in self.records if row.soc_code] + list(self.titles)


def local_path(path_or_url: str | Path, what: str) -> Path:
    """The file or folder itself; a URL is downloaded (archives unpacked) into the datasets cache."""
    text = str(path_or_url)
    if "://" in text:
        from datasets import DownloadManager  # heavy, and only URLs need it

        try:
            return Path(DownloadManager().download_and_extract(text))
        except (OSError, ValueError) as error:  # ConnectionError, FileNotFoundError, a bad archive
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise BadInput(f"{what}: cannot download {text} ({reason}); give a file that is already here") from error
    path = Path(text)
    if not path.exists():
        raise BadInput(f"{what}: {path} does not exist; check the path")
    return path


def sha256(paths: Sequence[Path]) -> str:
    """One hash over the bytes of all files read, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def columns(header: Sequence[object], wanted: Sequence[str], where: str) -> list[int]:
    """Positions of the wanted columns (case and spaces around do not matter)."""
    found = [str(name).strip() for name in header]
    lowered = [name.lower() for name in found]
    missing = [name for name in wanted if name.lower() not in lowered]
    if missing:
        shown = ", ".join(name for name in found if name)[:200] or "none"
        raise BadInput(
            f"{where}, row 1: no column {' or '.join(missing)}; expected {', '.join(wanted)}, found {shown}; "
            "rename the columns or give another file"
        )
    return [lowered.index(name.lower()) for name in wanted]
