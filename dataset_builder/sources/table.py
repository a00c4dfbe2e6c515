"""Rows of a table, however it was saved: text with commas, semicolons, tabs or bars between its cells, or a workbook.

What a file is shows in its bytes, not in its name: an Excel workbook called .csv is read as one. Of text, the separator
is the one that gives the header the columns that are wanted.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.text_files import decoded, read_bytes

SEPARATORS = ",;\t|"
# The row behind the last one. A quote that is never closed swallows it.
_END = "end of the table"
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, wanted: Sequence[str] = (), separator: str | None = None, quotes: bool = True) -> list[list]:
    """All rows, the header first. Cells of text are text, those of a workbook what the sheet holds.

    `wanted`: names of columns, some of which the header has. `separator`: where the format leaves no choice. `quotes`:
    False where quotes between tabs are letters, as in the text files of O*NET.

    Raises:
        BadInput: it cannot be read, is no table, or is empty.
    """
    data = read_bytes(path)
    if is_workbook(data):
        return read_workbook(path)
    text = decoded(data, str(path))
    if text[:4].lower() == "sep=":  # a first line that Excel understands
        first, _, text = text.partition("\n")
        separator = separator or first.strip()[4:5] or None
    if not text.strip():
        raise BadInput(f"{path}: is empty; give a file with a header row")
    separator = separator or _separator(text, wanted)
    if separator == "\t" and not quotes:
        return _rows(text, separator, csv.QUOTE_NONE, path)
    try:
        return _rows(text, separator, csv.QUOTE_MINIMAL, path)
    except BadInput:
        if separator != "\t":
            raise
        return _rows(text, separator, csv.QUOTE_NONE, path)  # a tab-separated file that does not quote


def is_workbook(data: bytes) -> bool:
    """Whether these are the bytes of an Excel or OpenDocument workbook."""
    if data.startswith(_OLD_OFFICE):
        return True
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except zipfile.BadZipFile:
        return True  # a workbook that was cut off; calamine says so
    return any(part in names for part in _WORKBOOK_PARTS)


def _rows(text: str, separator: str, quoting: int, path: Path) -> list[list[str]]:
    whole = text + ("" if text.endswith(("\n", "\r")) else "\n") + _END + "\n"
    rows: list[list[str]] = []
    with _cells_of_any_length():
        try:
            rows.extend(csv.reader(io.StringIO(whole, newline=""), delimiter=separator, quoting=quoting))  # type: ignore[arg-type]
        except csv.Error as error:
            raise BadInput(f"{path}, row {len(rows) + 1}: is no row of a table ({error}); save it as CSV") from error
    if rows.pop() != [_END]:
        raise BadInput(
            f"{path}, row {len(rows) + 1}: a quote is opened and never closed; close it, or save the table as CSV again"
        )
    return rows


def _separator(text: str, wanted: Sequence[str]) -> str:
    """The separator that gives the first row most of the wanted columns, then most columns."""
    names = {name.casefold() for name in wanted}
    best, most = SEPARATORS[0], (0, 1)
    with _cells_of_any_length():
        for separator in SEPARATORS:
            try:
                header = next(filter(None, csv.reader(io.StringIO(text, newline=""), delimiter=separator)), [])
            except csv.Error:
                continue
            found = (len(names & {name.strip().casefold() for name in header}), len(header))
            if found > most:
                best, most = separator, found
    return best


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    """csv refuses cells of over 131,072 characters, by a limit of the whole process; job ads are longer than that."""
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def read_workbook(path: Path) -> list[list[object]]:
    """All rows of the first sheet. calamine reads the 61,530 rows of O*NET's Skills in 0.7 s, openpyxl in 12 s."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError, zipfile.BadZipFile) as error:
        reason = str(error).splitlines()[0][:100] if str(error) else type(error).__name__
        raise BadInput(f"{path}: not an Excel workbook ({reason}); download the file again") from error
    if not rows:
        raise BadInput(f"{path}: the first sheet is empty; give a workbook with a header row")
    return rows


def cell_text(row: Sequence[object], at: int) -> str:
    """A cell as text without blanks around it; "" where the row is too short."""
    value = row[at] if at < len(row) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a workbook has no other numbers
    return str(value).strip()


def columns(header: Sequence[object], wanted: Sequence[str], where: str) -> list[int]:
    """Positions of the wanted columns (case and spaces around do not matter)."""
    found = [str(name).strip() for name in header]
    lowered = [name.lower() for name in found]
    missing = [name for name in wanted if name.lower() not in lowered]
    if missing:
        raise BadInput(
            f"{where}, row 1: no column {' or '.join(missing)}; expected {', '.join(wanted)}, found {shown(found)}; "
            "rename the columns or give another file"
        )
    return [lowered.index(name.lower()) for name in wanted]


def shown(header: Sequence[object]) -> str:
    """The names of a header, for an error of one line."""
    text = ", ".join(name for cell in header if (name := " ".join(str(cell).split())))[:200]
    return "".join(letter if letter.isprintable() else "?" for letter in text) or "none"
