"""Tables of criteria: rows of which a column says essential or desirable, or that have a column of each.

    | Criteria | E / D | Assessed by |        |            | Essential    | Desirable       |
    | Two years in retail | E | Application |        | Experience | Two years    | Shift work      |

                        Essential   Desirable       <- columns by their place in the line, ticks below
    Two years in retail      X

A cell that asks becomes a line of its own, which knows its strength; what says how a criterion is assessed is left out.
"""

import re
from dataclasses import replace

from dataset_builder.text.layout.lines import Line

_ESSENTIAL = re.compile(
    r"(?:e|ess|essential|required|must(?: have)?|mandatory|minimum|m)(?:\s+(?:criteria|skills))?", re.IGNORECASE
)
_DESIRABLE = re.compile(
    r"(?:d|des|desirable|preferred|nice(?: to have)?|optional|advantageous|bonus|p)(?:\s+(?:criteria|skills))?",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"(?:e\s*/\s*d|essential\s*(?:/|or)\s*desirable|required\s*(?:/|or)\s*preferred|importance|weight\w*|priority|status|level)",
    re.IGNORECASE,
)
_MARK = re.compile(r"[✓✔✅xX*•]|yes", re.IGNORECASE)
_MANY = re.compile(r"\s*(?:;|•|●|✓|▪)\s*")


def _cells(text: str) -> list[tuple[str, int]]:
    """The cells of a row with their places in the line; an empty cell keeps its column."""
    found, start = [], 0
    for match in re.finditer(r"[|\t]", text):
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    cells = []
    for first, last in found:
        piece = text[first:last]
        cells.append((piece.strip(" *_"), first + len(piece) - len(piece.lstrip(" *_"))))
    return cells


def _strength(text: str) -> str:
    if _ESSENTIAL.fullmatch(text):
        return "required"
    return "optional" if _DESIRABLE.fullmatch(text) else ""


# A header of nothing but strengths, and a criterion with a tick far to its right.
_HEADER = re.compile(r"(?:criteri(?:a|on)\s{2,})?(\w+)\s{2,}(\w+)", re.IGNORECASE)
_TICKED = re.compile(r"(?P<text>\S.*?)\s{3,}(?P<tick>[✓✔✅xX*•●])")


def _by_place(lines: list[Line]) -> list[Line]:
    """The lines, those whose tick stands below a column of a header made of blanks as items of that column's strength."""
    found: list[Line] = []
    columns: dict[int, str] = {}
    for line in lines:
        if (header := _HEADER.fullmatch(line.text)) is not None:
            places = {line.indent + header.start(at): _strength(header[at]) for at in (1, 2)}
            if set(places.values()) == {"required", "optional"}:
                columns = places
                continue
        if columns and (row := _TICKED.fullmatch(line.text)) is not None:
            tick = line.indent + row.start("tick")
            nearest = min(columns, key=lambda place: abs(place + len("essential") // 2 - tick))
            found.append(_asking(line, row["text"], 0, columns[nearest]))
            continue
        if columns and line.after_blank:
            columns = {}
        found.append(line)
    return found


# "E1  A degree in physics", "D2. Work with cereals": the letter says how strongly it is asked.
_CODED = re.compile(r"(?P<code>[ED])(?P<number>\d{1,2})[.):]?\s+(?=\S)")
# The same without numbers, below a line that says what the letters mean: "E  Two years in retail".
_LETTERED = re.compile(r"(?P<code>[ED])(?:\s{2,}|[.):]\s+|\s+[-–—]\s+)(?=\S)")
_LETTERS = re.compile(r"\bE\s*[=:–-]\s*essential\b.*\bD\s*[=:–-]\s*desirable\b", re.IGNORECASE)
_LEAST_CODED = 3


def _by_code(lines: list[Line]) -> list[Line]:
    """The lines, those numbered E1, E2, D1, or lettered where the letters are explained, as items without their codes."""
    codes = {at: code for at, line in enumerate(lines) if (code := _CODED.match(line.text))}
    first = {code["code"] for code in codes.values() if code["number"].lstrip("0") == "1"}
    if not codes and any(_LETTERS.search(line.text) for line in lines):
        codes = {at: code for at, line in enumerate(lines) if (code := _LETTERED.match(line.text))}
        first = {code["code"] for code in codes.values()}
    if len(codes) < _LEAST_CODED or "E" not in first:
        return lines
    return [
        _asking(
            line, line.text[codes[at].end() :], codes[at].end(), "required" if codes[at]["code"] == "E" else "optional"
        )
        if at in codes
        else line
        for at, line in enumerate(lines)
    ]


def read_criteria(lines: list[Line]) -> list[Line]:
    """The lines, those of tables of criteria replaced by their asking cells."""
    lines = _by_place(_by_code(lines))
    if not any("|" in line.text or "\t" in line.text for line in lines):
        return lines
    found: list[Line] = []
    columns: dict[int, str] = {}
    either = inside = False
    for line in lines:
        row = bool(columns) and line.indent > 0 and not line.after_blank  # its first cell is empty
        if "|" not in line.text and "\t" not in line.text and not row:
            columns, either, inside = {}, False, False
            found.append(line)
            continue
        cells = _cells(line.text)
        if "|" in line.text and not columns and len(alone := [cell for cell in cells if cell[0]]) == 1:
            found.append(replace(line, text=alone[0][0], start=line.start + alone[0][1]))  # one cell in a frame
            continue
        if row and "|" not in line.text:
            cells.insert(0, ("", 0))
        named = {at: kind for at, (text, _) in enumerate(cells) if (kind := _strength(text))}
        if len(named) > 1 and len(set(named.values())) > 1 and all(len(text.split()) <= 4 for text, _ in cells):
            # a header with a column of each; a blank before it stands for an empty first cell
            columns, either, inside = {at + bool(line.indent): kind for at, kind in named.items()}, False, True
            continue
        if any(_EITHER.fullmatch(text) for text, _ in cells) and all(len(text.split()) <= 4 for text, _ in cells):
            columns, either, inside = {}, True, True
            continue
        if columns:
            found += _by_column(line, cells, columns)
        elif len(named) == 1 and (either or len(cells) > 2):
            found += _by_mark(line, cells, next(iter(named.items())))
            inside = True
        elif not inside:
            found.append(line)
    return found


def _asking(line: Line, text: str, at: int, kind: str) -> "Line":
    return replace(line, text=text, start=line.start + at, bullet=True, kind=kind, after_blank=False)


def _by_column(line: Line, cells: list[tuple[str, int]], columns: dict[int, str]) -> list[Line]:
    marked = [kind for at, kind in columns.items() if at < len(cells) and _MARK.fullmatch(cells[at][0])]
    if marked:  # a tick in the column, the criterion before it
        text, at = max(cells, key=lambda cell: len(cell[0]))
        return [_asking(line, text, at, marked[0])] if text else []
    found = []
    for column, kind in columns.items():
        if column >= len(cells):
            continue
        text, at = cells[column]
        start = 0
        for match in [*_MANY.finditer(text), None]:
            end = len(text) if match is None else match.start()
            piece = text[start:end]
            if any(character.isalpha() for character in piece) and piece.strip(" .-").casefold() not in ("n/a", "none"):
                found.append(_asking(line, piece.strip(), at + start + len(piece) - len(piece.lstrip()), kind))
            start = len(text) if match is None else match.end()
    return found


def _by_mark(line: Line, cells: list[tuple[str, int]], mark: tuple[int, str]) -> list[Line]:
    """The criterion of a row with one mark: the longest cell before it, or the first behind it."""
    before = [cell for cell in cells[: mark[0]] if any(character.isalpha() for character in cell[0])]
    after = [cell for cell in cells[mark[0] + 1 :] if any(character.isalpha() for character in cell[0])]
    text, at = max(before, key=lambda cell: len(cell[0])) if before else (after or [("", 0)])[0]
    return [_asking(line, text, at, mark[1])] if text else []
