"""Occupations of the US Bureau of Labor Statistics: the OEWS national workbook (`national_M2022_dl.xlsx`).

Detailed and broad occupations are read, 1,029 titles in 2022. BLS names no skills: an occupation whose code written
occupations cover adds its title for finding codes and categories; one that none covers is left to a teacher (prompt 2.1), or out.
"""

from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.files import located, sha256
from dataset_builder.sources.records import Record, Source, SourceData
from dataset_builder.sources.table import cell_text, columns, read_table

URL = "https://www.bls.gov/oes/tables.htm"
COLUMNS = ("OCC_CODE", "OCC_TITLE", "O_GROUP")
LEVELS = ("detailed", "broad")


def read(path: str | Path) -> SourceData:
    """Titles with their SOC codes and no skills, one record per title: a broad group of a single detailed
    occupation has the same title, and the detailed code is kept."""
    with located(path, "BLS") as file:
        return _read(file)


def _read(file: Path) -> SourceData:
    if file.is_dir():
        raise BadInput(f"BLS: {file} is a folder; give the workbook itself, such as national_M2022_dl.xlsx")
    rows = read_table(file, COLUMNS)
    code_at, title_at, group_at = columns(rows[0], COLUMNS, str(file))
    by_title: dict[str, Record] = {}
    skipped = {"empty cell": 0, "other level": 0, "same title": 0}
    for number, row in enumerate(rows[1:], start=2):
        code, title, group = (cell_text(row, at) for at in (code_at, title_at, group_at))
        if not (code and title and group):
            skipped["empty cell"] += 1
        elif group not in LEVELS:
            skipped["other level"] += 1
        else:
            skipped["same title"] += title in by_title
            if title not in by_title or group == "detailed":
                by_title[title] = Record(title, (), code, number)
    if not by_title:
        raise BadInput(f"{file}: no row has O_GROUP {' or '.join(LEVELS)}; give the OEWS national file")
    # US government work, in the public domain. The Hub has no id for that; cc0-1.0 grants the same.
    source = Source("bls", "OEWS national occupations (US BLS)", "cc0-1.0", URL, sha256([file]))
    return SourceData(source, tuple(by_title.values()), skipped=skipped)
