"""Given names by gender: the embedded list, or a CSV of the user's with columns `name` and `gender`."""

import csv
import hashlib
import json
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA

EMBEDDED = DATA / "names.csv"
GENDERS = ("female", "male")


def read_first_names(path: str | Path | None = None) -> dict[str, tuple[str, ...]]:
    """Distinct names of each gender, in the file's order. Further columns and other genders are ignored.

    Raises:
        BadInput: no such file, columns missing, an empty name, or a gender without names.
    """
    path = Path(path or EMBEDDED)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"name", "gender"} <= set(reader.fieldnames or ()):
                found = ", ".join(reader.fieldnames or ()) or "none"
                raise BadInput(f"{path}: needs the columns name and gender; found: {found}")
            rows = list(enumerate(reader, start=2))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 CSV ({error}); give --names a CSV with name,gender") from error
    names: dict[str, dict[str, None]] = {gender: {} for gender in GENDERS}
    for number, row in rows:
        name, gender = (row["name"] or "").strip(), (row["gender"] or "").strip().lower()
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
