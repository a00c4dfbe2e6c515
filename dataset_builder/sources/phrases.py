"""How posts ask for a skill, how resumes show it without its name, and lines that come near and do not show it.

    data/phrases/NN-….yaml   one file per SOC major group, `technologies.yaml` for what only ads name:
        skills:
          Venipuncture:
            asked: [...]  shown: [...]  near_miss: ["line | why it does not show it"]
          Registered Nurse License:      # licences and certificates also
            written: [...]  expired: [...]  in_progress: [...]  too_low: [...]
        occupations:
          Registered Nurse: ["Nursing Assistant | a rank below"]     # sounds alike, and is another rank or trade

The missing half of a skill graph: what is asked in a sentence is rarely answered in its words. Written by hand, CC0. A tenth
of the skills, chosen by their hash, has all its phrases in the split `test`, so that a model can be judged on skills whose
phrases it never saw.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA

ROLES = ("asked", "shown", "near_miss", "written", "expired", "in_progress", "too_low")
SOUNDS_ALIKE = "sounds_alike"
NOTE = " | "
TEST_SHARE = 10  # one skill of so many is for tests
SOURCE, LICENCE = "authored", "cc0-1.0"


@dataclass(frozen=True)
class Phrase:
    """A line, and what it is to a skill (`ROLES`) or to an occupation (`sounds_alike`). `note` says why a line that comes
    near does not count; empty elsewhere."""

    skill: str
    occupation: str
    role: str
    text: str
    note: str = ""
    source: str = SOURCE
    licence: str = LICENCE

    @property
    def split(self) -> str:
        return "test" if for_test(self.skill or self.occupation) else "train"


@cache
def for_test(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % TEST_SHARE == 0


@cache
def read(folder: Path = DATA / "phrases") -> tuple[Phrase, ...]:
    """All phrases, file by file.

    Raises:
        BadInput: a file, skill, role or line that does not fit; says which.
    """
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadInput(f"{folder}: no phrases; restore the folder from the repository")
    return tuple(phrase for file in files for phrase in _phrases(file))


def _phrases(file: Path) -> Iterator[Phrase]:
    import yaml

    try:
        row = yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: not readable as YAML ({str(error).splitlines()[0]}); correct the file") from error
    if not isinstance(row, dict) or set(row) - {"skills", "occupations"}:
        raise BadInput(f"{file}: give skills and occupations, nothing else")
    for skill, roles in (row.get("skills") or {}).items():
        where = f"{file}, {skill}"
        if not isinstance(roles, dict) or set(roles) - set(ROLES):
            raise BadInput(f"{where}: give lists of lines under {', '.join(ROLES)}")
        for role in ROLES:
            yield from (Phrase(skill, "", role, *_line(line, f"{where}, {role}")) for line in roles.get(role) or ())
    for occupation, lines in (row.get("occupations") or {}).items():
        where = f"{file}, {occupation}"
        yield from (Phrase("", occupation, SOUNDS_ALIKE, *_line(line, where)) for line in lines or ())


def _line(line: Any, where: str) -> tuple[str, str]:
    """The line and its note."""
    if not isinstance(line, str) or not line.strip():
        raise BadInput(f"{where}: {line!r} is no line of text; quote it")
    text, _, note = line.partition(NOTE)
    return text.strip(), note.strip()
