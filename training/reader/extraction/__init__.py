"""Lines to data: the fields of a resume, each with the place that states it."""

from dataclasses import dataclass

from dataset_builder.text.evidence import Evidence
from training.reader.lines import Pages


@dataclass(frozen=True)
class Stated:
    """Where the value at a JSON pointer of the resume stands in `Pages.text`, and what read it (`rules`, `pointer`, `server`)."""

    pointer: str
    place: Evidence
    how: str


@dataclass(frozen=True)
class Extraction:
    """A resume in the form of jsonresume.org, its evidence, and what was not read, one line each."""

    resume: dict
    evidence: tuple[Stated, ...] = ()
    notes: tuple[str, ...] = ()


SYSTEMS = ("rules", "pointer", "server")


def extract(pages: Pages, system: str = "rules") -> Extraction:
    """Raises BadInput where the system cannot be opened."""
    return Extraction({})
