"""Job ads from Dice.com as published on Kaggle: a title and a cell of skills per ad.

Only `jobtitle` and `skills` are read. The cell is free text: most are comma lists, some join by "and",
"or", " - ", tabs or brackets ("ETL tools (Talend, HBase), Ab Initio").
"""

import re
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.files import located, sha256
from dataset_builder.sources.records import Record, Source, SourceData
from dataset_builder.sources.table import cell_text, columns, read_table

URL = "https://www.kaggle.com/datasets/PromptCloudHQ/us-technology-jobs-on-dicecom"
COLUMNS = ("jobtitle", "skills")
SEPARATORS = re.compile(r"[,;|\n\r\t\u2022\u00b7\u25cf]+|\.\s+|\s[-\u2013*]\s|\s/\s|[()\[\]{}]|:\s?|\s(?:OR|AND)\s")
BLURB = re.compile(r"specializes in (?:delivering|providing)|prime contractors|equal opportunity", re.IGNORECASE)
# Most cells end at 200 letters, often within a word ("Written and Verbal Communicatio"); longer ones are whole.
CUT = range(196, 201)
JOINS = re.compile(r"\s+(?:and|or|&)\s+", re.IGNORECASE)


def split_cell(cell: str) -> tuple[str, ...]:
    """The skills one cell lists. A cell without any other separator but two or more "and"/"or" is a list too:
    "Java and J2ee and Spring and Hibernate"."""
    pieces = [piece.strip() for piece in SEPARATORS.split(cell)]
    if len(pieces) == 1 and len(JOINS.findall(cell)) >= 2:
        pieces = [piece.strip() for piece in JOINS.split(cell)]
    if len(cell) in CUT and len(pieces) > 1:
        pieces.pop()
    return tuple(piece for piece in pieces if piece)


def read(path: str | Path) -> SourceData:
    """Ads in file order. Empty titles or skills are counted in `skipped`; a file without any ad is refused."""
    with located(path, "Dice") as file:
        return _read(file)


def _read(file: Path) -> SourceData:
    if file.is_dir():
        raise BadInput(f"Dice: {file} is a folder; give the CSV file itself")
    rows = read_table(file, COLUMNS)
    title_at, skills_at = columns(rows[0], COLUMNS, str(file))
    records, skipped = [], {"empty title": 0, "empty skills": 0, "company blurb": 0}
    for number, row in enumerate(rows[1:], start=2):
        title, cell = cell_text(row, title_at), str(row[skills_at]) if skills_at < len(row) else ""
        skills = split_cell(cell)
        if not title:
            skipped["empty title"] += 1
        elif BLURB.search(cell):
            skipped["company blurb"] += 1
        elif not skills:
            skipped["empty skills"] += 1
        else:
            records.append(Record(title, skills, None, number))
    if not records:
        raise BadInput(
            f"{file}: no row has both jobtitle and skills ({len(rows) - 1} rows read); give the ads themselves"
        )
    source = Source("dice", "US technology jobs on Dice.com", "cc-by-sa-4.0", URL, sha256([file]))
    return SourceData(source, tuple(records), skipped=skipped)
