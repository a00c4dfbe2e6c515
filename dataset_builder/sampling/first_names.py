"""Given names by gender: the embedded list, or a table of the user's with columns `name` and `gender`."""

import hashlib
import json
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA
from dataset_builder.sources.table import cell_text, columns, read_table

EMBEDDED = DATA / "names.csv"
COLUMNS = ("name", "gender")
GENDERS = ("female", "male")


def read_first_names(path: str | Path | None = None) -> dict[str, tuple[str, ...]]:
    """Distinct names of each gender, in the file's order. Further columns and other genders are ignored.

    Raises:
        BadInput: no such file, columns missing, an empty name, or a gender without names.
    """
    path = Path(path or EMBEDDED)
    rows = read_table(path, COLUMNS)
    name_at, gender_at = columns(rows[0], COLUMNS, str(path))
    names: dict[str, dict[str, None]] = {gender: {} for gender in GENDERS}
    for number, row in enumerate(rows[1:], start=2):
        name, gender = cell_text(row, name_at), cell_text(row, gender_at).lower()
        if not any(map(str, row)):
            continue
        if not name:
            raise BadInput(f"{path}, row {number}, field name: empty; fill it in or delete the row")
        if gender in names:
            names[gender][name] = None
    for gender in GENDERS:
        if not names[gender]:
            raise BadInput(f"{path}, field gender: no row says {gender}; names are balanced, so both are needed")
    return {gender: tuple(names[gender]) for gender in GENDERS}


def names_hash(names: dict[str, tuple[str, ...]]) -> str:
    """Twelve digits that name a list of names."""
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()[:12]
