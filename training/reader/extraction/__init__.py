"""Lines to data: the fields of a resume, each with the place that states it.

    extraction = extract(read_pages("cv.pdf"))
    extraction.resume.work[0].position           # "Survey Lead"
    extraction.resume.to_json()                  # JSON Resume
    extraction.evidence[0]                       # Stated("/basics/name", Evidence(0, 23), "rules")
    extraction.notes                             # what was not read

A system turns the numbered lines of files into a `Resume` of printed values each; everything else (JSON, evidence, evaluation)
is the same for all. Systems that need a model or a server open it when they are asked first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.errors import BadInput
from training.reader.extraction.resume import Resume, Stated
from training.reader.extraction.rules import read_resume
from training.reader.extraction.server import ServerOptions, needed, read_many
from training.reader.lines import Pages

SYSTEMS = ("rules", "server")


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


def extract(pages: Pages, system: str = "rules", server: ServerOptions | None = None) -> Extraction:
    """One file. Raises BadInput where there is no such system, or it cannot be opened."""
    return extract_all([pages], system, server)[0]


def extract_all(files: Sequence[Pages], system: str = "rules", server: ServerOptions | None = None) -> list[Extraction]:
    """Files in their order; a server is asked for all of them at once.

    Raises:
        BadInput: there is no such system, or it cannot be opened.
        Stop: a cap, Ctrl-C or an outage while a server was asked; the same command continues.
    """
    if system == "rules":
        return [Extraction(*read_resume(pages), system) for pages in files]
    if system == "server":
        return [Extraction(*found, system) for found in read_many(files, needed(server))]
    raise BadInput(f"--system {system}: the systems are {', '.join(SYSTEMS)}")
