"""Lines to data: the fields of a resume, each with the place that states it.

    extraction = extract(read_pages("cv.pdf"))
    extraction.resume.work[0].position           # "Survey Lead"
    extraction.resume.to_json()                  # JSON Resume
    extraction.evidence[0]                       # Stated("/basics/name", Evidence(0, 23), "rules")
    extraction.notes                             # what was not read

A system turns the numbered lines of files into a `Resume` of printed values each; everything else (duplicates, canonical names,
JSON, evidence, evaluation) is the same for all. Systems that need a model or a server open it when they are asked first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dataset_builder.errors import BadInput
from training.reader.extraction import pointer
from training.reader.extraction.normalisation.canonical import canonical_names, with_names
from training.reader.extraction.normalisation.duplicates import without_duplicates
from training.reader.extraction.resume import Resume, Stated
from training.reader.extraction.rules import read_resume
from training.reader.extraction.server import ServerOptions, needed
from training.reader.extraction.server import read_many as ask_server
from training.reader.lines import Pages

SYSTEMS = ("rules", "pointer", "server")


@dataclass(frozen=True)
class Extraction:
    """A resume, and what was not read, one line each. `how`: the system that read it."""

    resume: Resume
    notes: tuple[str, ...] = ()
    how: str = "rules"

    @cached_property
    def evidence(self) -> tuple[Stated, ...]:
        """The place of every value, by its JSON pointer into `resume.to_json()`."""
        return self.resume.stated(self.how)


def check_system(system: str) -> None:
    """Raises BadInput where it is neither one of `SYSTEMS` nor a folder or repository of the pointer family."""
    if system not in SYSTEMS and not Path(system).is_dir() and "/" not in system:
        raise BadInput(f"--system {system}: the systems are {', '.join(SYSTEMS)}, or a folder of the pointer family")


def pointed_to(system: str, model: str | None) -> str:
    """`--system pointer --model DIR` as the folder that it means; other systems as they are."""
    return (model or pointer.FAMILY) if system == "pointer" else system


def extract(
    pages: Pages, system: str = "rules", server: ServerOptions | None = None, graph: str | None = None
) -> Extraction:
    """One file. Raises BadInput where there is no such system, or it cannot be opened."""
    return extract_all([pages], system, server, graph)[0]


def extract_all(
    files: Sequence[Pages], system: str = "rules", server: ServerOptions | None = None, graph: str | None = None
) -> list[Extraction]:
    """Files in their order; a model reads, and a server is asked for, all of them at once.

    `system`: one of `SYSTEMS`, or a folder or repository of the pointer family. `graph`: the folder of the graph whose names and
    codes stand next to skills and titles; the embedded one by default.

    Raises:
        BadInput: there is no such system or graph, or it cannot be opened.
        Stop: a cap, Ctrl-C or an outage while a server was asked; the same command continues.
    """
    check_system(system)
    names = canonical_names(graph)
    found = []
    for pages, (resume, notes) in zip(files, _read(files, system, server), strict=True):
        resume, twice = without_duplicates(resume, pages)
        how = system if system in SYSTEMS else "pointer"
        # what the rules read next to the pointer family says so
        found.append(Extraction(with_names(resume, names), (*notes, *twice), "rules" if how == "pointer" else how))
    return found


def _read(
    files: Sequence[Pages], system: str, server: ServerOptions | None
) -> Sequence[tuple[Resume, tuple[str, ...]]]:
    if system == "rules":
        return [read_resume(pages) for pages in files]
    if system == "server":
        return ask_server(files, needed(server))
    return pointer.read_many(files, pointed_to(system, None))
