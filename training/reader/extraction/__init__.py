"""Lines to data: the fields of a resume, each with the place that states it.

    extraction = extract(read_pages("cv.pdf"))
    extraction.resume.work[0].position           # "Survey Lead"
    extraction.resume.to_json()                  # JSON Resume
    extraction.evidence[0]                       # Stated("/basics/name", Evidence(0, 23), "rules")
    extraction.notes                             # what was not read

A system turns numbered lines into a `Resume` of printed values; everything else (JSON, evidence, evaluation) is the same for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.errors import BadInput
from training.reader.extraction.resume import Resume, Stated
from training.reader.extraction.rules import read_resume
from training.reader.lines import Pages


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


# Lines to a resume and notes. Systems that need a model or a server open it when they are first asked.
Reader = Callable[[Pages], tuple[Resume, tuple[str, ...]]]
READERS: dict[str, Reader] = {"rules": read_resume}
SYSTEMS = tuple(READERS)


def extract(pages: Pages, system: str = "rules") -> Extraction:
    """Raises BadInput where there is no such system, or it cannot be opened."""
    if system not in READERS:
        raise BadInput(f"--system {system}: the systems are {', '.join(READERS)}")
    return Extraction(*READERS[system](pages), system)
