"""Sheets as annotators send them back: CSV with commas or semicolons, or xlsx, checked cell by cell."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.quality.human_study.export import CRITERIA
from dataset_builder.sources.table import cell_text, read_table

NEEDED = ("annotator", "item", *CRITERIA)


@dataclass(frozen=True)
class KeyRow:
    """One line of key.csv. `origin`: generated or real; both of a pair have its number."""

    item: str
    origin: str
    pair: int


@dataclass(frozen=True)
class Sheet:
    """`scores[criterion][item]` is 0 to 100."""

    path: Path
    annotator: str
    scores: dict[str, dict[str, float]]


def read_key(folder: Path) -> dict[str, KeyRow]:
    """Raises BadInput where there is no key."""
    try:
        with (folder / "key.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [KeyRow(row["item"], row["origin"], int(row["pair"])) for row in csv.DictReader(file)]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"{folder / 'key.csv'}: is no key of a study ({error}); keep the one that export wrote"
        ) from error
    return {row.item: row for row in rows}


def read_sheets(paths: list[Path], key: dict[str, KeyRow], annotators: int) -> list[Sheet]:
    """Raises BadInput for the first thing wrong in any, with how many more there are in that file."""
    sheets: dict[str, Sheet] = {}
    for path in paths:
        sheet = read_sheet(path, key, annotators)
        if other := sheets.get(sheet.annotator):
            raise BadInput(
                f"{path}, row 2, annotator: is {sheet.annotator}, as in {other.path}; give one sheet an annotator"
            )
        sheets[sheet.annotator] = sheet
    return [sheets[annotator] for annotator in sorted(sheets, key=int)]


def read_sheet(path: Path, key: dict[str, KeyRow], annotators: int) -> Sheet:
    rows = read_table(path, NEEDED)
    header = [str(name).strip().lower() for name in rows[0]]
    if missing := [name for name in NEEDED if name not in header]:
        raise BadInput(f"{path}, row 1: no column {', '.join(missing)}; send back the sheet with its header")
    sheet = Sheet(path, annotator_of(rows, header, path, annotators), {criterion: {} for criterion in CRITERIA})
    problems = list(_read_into(sheet, rows, header, key))
    if problems:
        more = f" (and {len(problems) - 1} more problems in this file)" if len(problems) > 1 else ""
        raise BadInput(f"{path}, {problems[0]}{more}; fix it and import again")
    return sheet


def annotator_of(rows: list[list], header: list[str], path: Path, annotators: int) -> str:
    found = {cell_of(row, header, "annotator") for row in rows[1:] if not is_blank(row)}
    known = {str(number) for number in range(1, annotators + 1)}
    if len(found) != 1 or not found <= known:
        raise BadInput(
            f"{path}, annotator: is {', '.join(sorted(found)) or 'missing'}; every row of a sheet has the number that "
            f"export gave, 1 to {annotators}"
        )
    return found.pop()


def _read_into(sheet: Sheet, rows: list[list], header: list[str], key: dict[str, KeyRow]) -> Iterator[str]:
    """Fills the sheet's scores; yields what is wrong."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[1:], start=2):
        if is_blank(row):
            continue
        item = cell_of(row, header, "item")
        if item not in key:
            yield f"row {number}, item: {item[:40]!r} is no item of this study"
        elif item in seen:
            yield f"row {number}, item: {item} stands in row {seen[item]} already"
        else:
            seen[item] = number
            for criterion in CRITERIA:
                score = _score(cell_of(row, header, criterion))
                if isinstance(score, str):
                    yield f"row {number}, {criterion}: {score}"
                else:
                    sheet.scores[criterion][item] = score
    if left := [item for item in key if item not in seen]:
        yield f"item: {left[0]} is missing" + (f", and {len(left) - 1} more items are" if len(left) > 1 else "")


def is_blank(row: list) -> bool:
    return not any(str(cell).strip() for cell in row)


def cell_of(row: list, header: list[str], name: str) -> str:
    return cell_text(row, header.index(name))


def _score(text: str) -> float | str:
    """The number, or what is wrong with it. A comma may stand for the point, as in much of Europe."""
    if not text:
        return "has no score"
    try:
        score = float(text.replace(",", "."))
    except ValueError:
        return f"{text[:40]!r} is no number"
    return score if 0 <= score <= 100 else f"{text[:40]} is not between 0 and 100"
