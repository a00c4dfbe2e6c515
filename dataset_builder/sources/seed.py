"""The embedded seed graph: occupations with SOC codes and concrete skills, written for this project.

`data/occupations.csv` (title, soc_code, skills joined by "; ") and `data/skills.csv` (skill, aliases).
Its names and aliases are also the dictionary of canonical names when other sources are merged.
"""

from functools import cache
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.files import sha256
from dataset_builder.sources.records import Record, Source, SourceData
from dataset_builder.sources.table import columns, read_table

DATA = Path(__file__).parent / "data"
URL = "https://arxiv.org/abs/2311.06383"


def split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@cache
def read() -> SourceData:
    """Occupations in file order, and the aliases of their skills."""
    occupations, skills = DATA / "occupations.csv", DATA / "skills.csv"
    rows = read_table(occupations, separator=",")
    title_at, code_at, skills_at = columns(rows[0], ("title", "soc_code", "skills"), str(occupations))
    records = tuple(
        Record(row[title_at].strip(), split(row[skills_at]), row[code_at].strip() or None, number)
        for number, row in enumerate(rows[1:], start=2)
        if len(row) > skills_at
    )
    if not records:
        raise BadInput(f"{occupations}: no occupation; restore the file from the repository")
    names = read_table(skills, separator=",")
    skill_at, aliases_at = columns(names[0], ("skill", "aliases"), str(skills))
    aliases = {
        row[skill_at].strip(): split(row[aliases_at])
        for row in names[1:]
        if len(row) > aliases_at and split(row[aliases_at])
    }
    source = Source("seed", "RJDB seed graph", "apache-2.0", URL, sha256([occupations, skills]))
    return SourceData(source, records, aliases)
