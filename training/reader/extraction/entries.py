"""The entries of a section: where each begins, its header, its date and what is said below it.

A section sets its entries alike. Dates anchor them; how many lines of the header stand above the date is learned from the first
entry and checked against type and blocks in the others. Without dates, the type of the first line tells where the next begins.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dataset_builder.text.date_words import PRESENT
from dataset_builder.text.dates import Span
from dataset_builder.text.evidence import Evidence
from training.reader.extraction.forms.labels import HEADS
from training.reader.extraction.rows import Cell, Row, cut

# Lines of a header below its date, and above it.
_TAIL, _LEAD = 4, 4
# In points: what is set in further stands beside a gutter.
_GUTTER = 45
_PRESENT = re.compile(rf"\W*(?:{PRESENT})\W*", re.IGNORECASE)
_DURATION = re.compile(
    r"[(\[·•,|–-]*\s*(?:\d{1,2}\s*(?:years?|yrs?|y|months?|mos?|m)\b\.?[\s,]*(?:and\s)?)+[)\]]?", re.IGNORECASE
)
_SENTENCE_BEHIND = re.compile(r"^\W*[A-Z][^.]*\s[a-z].*[a-z]{3}\.\s*$")
_OPENS = re.compile(
    r"^[\s(\[|•·,;:–—-]*(?:(?:grad(?:uat(?:ed|ion))?|expected|since|from|class of|dates?|issued|completed|conferred|period|duration|awarded|in)\b[.:]?\s*)*$",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"^\s*(?:[)\]|•·,;:–—/(-]|$)")


@dataclass
class Entry:
    """One job or school. `date` is where it stands; `header` are its rows without their dates, `body` what follows."""

    span: Span | None
    date: Evidence | None
    header: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)


def dated(row: Row) -> tuple[Span, Evidence] | None:
    """The date of an entry that stands at an edge of a row, or alone in a cell; a year in a sentence is none."""
    spans = [span for span in row.spans if span.start is not None]
    if not spans:
        return None
    for span in spans:
        before, after = row.text[: span.place[0]], row.text[span.place[1] :]
        after = _DURATION.sub("", after, count=1)
        rest = f"{before} {after}".split()
        if len(rest) > 16 or (span.single and len(rest) > 8 and re.search(r"[a-z]{3}\.$", row.text.rstrip())):
            continue
        place = row.within(*span.place)
        cell = next((cell for cell in row.cells if cell.place.start <= place.start < cell.place.end), None)
        if cell is not None and len(row.cells) > 1:
            inside = cell.text[: place.start - cell.place.start] + cell.text[max(place.end - cell.place.start, 0) :]
            if not re.search(r"\w", inside):
                return span, place
        if _OPENS.match(before) or (
            _CLOSES.match(after) and (not after.strip(" )]") or not span.single or _parted(before))
        ):
            return span, place
        if not span.single and (_parted(before) or _CLOSES.match(after)):
            return span, place
    return None


def _is_header(row: Row, found: tuple[Span, Evidence]) -> bool:
    """Whether a row with a date may be of a header: no sentence, or one whose words follow a span behind a title."""
    place = found[1]
    cell = next((cell for cell in row.cells if cell.place.start <= place.start < cell.place.end), None)
    if not row.sentence or (len(row.cells) > 1 and cell is not None and place.end - place.start >= len(cell.text) - 2):
        return True
    before = row.text[: found[0].place[0]].strip(" ([|,–—-")
    return (
        not found[0].single and 0 < len(before.split()) <= 12 and before[:1].isupper() and "." not in before.rstrip(".")
    )


def _parted(before: str) -> bool:
    return re.search(r"[(\[|•·,;:–—-]\s*$|\s{2,}$", before) is not None


def read_entries(rows: Sequence[Row]) -> list[Entry]:
    """The entries of a section's rows, in order."""
    rows = join_stacked(rows)
    anchors = {at: found for at, row in enumerate(rows) if (found := dated(row)) is not None and _is_header(row, found)}
    if len([at for at in anchors if not rows[at].bullet]) >= 1 and any(rows[at].bullet for at in anchors):
        anchors = {at: found for at, found in anchors.items() if not rows[at].bullet}
    anchors = _regular(rows, anchors)
    if not anchors:
        return _undated(rows)
    starts = _starts(rows, sorted(anchors))
    entries = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(rows)
        at = sorted(anchors)[number]
        entries.append(_entry(rows[start:end], at - start, *anchors[at]))
    if starts and starts[0] > 0:
        entries[0:0] = _undated(rows[: starts[0]]) if _has_header(rows[: starts[0]]) else []
    return entries


def _has_header(rows: Sequence[Row]) -> bool:
    """Rows above the first dated entry are entries where a header stands above bullets."""
    return any(not row.bullet and not row.sentence for row in rows) and any(row.bullet for row in rows)


def _regular(rows: Sequence[Row], anchors: dict[int, tuple[Span, Evidence]]) -> dict[int, tuple[Span, Evidence]]:
    """Without lone years where the other entries have spans, and without dates inside a paragraph."""
    spans = sum(not span.single for span, _ in anchors.values())
    kept = {}
    for at, (span, place) in anchors.items():
        if at and rows[at - 1].wraps and _is_body(rows, at - 1) and not rows[at].after_space and not _set_out(rows, at):
            continue
        if span.single and spans >= 2 and rows[at].style.italic is False and _is_body(rows, at, dates=True):
            continue
        kept[at] = (span, place)
    return kept


def _set_out(rows: Sequence[Row], at: int) -> bool:
    """Whether a row begins further to the left than the one above it, or heavier: it goes not on with its sentence."""
    row, above = rows[at], rows[at - 1]
    left = row.box is not None and above.box is not None and row.box[0] < above.box[0] - 5
    return left or (row.opening.bold and not above.style.bold)


def _is_body(rows: Sequence[Row], at: int, dates: bool = False) -> bool:
    """Whether a row describes: a bullet, a sentence, or the rest of one."""
    row = rows[at]
    if row.label:
        return row.label in ("tasks", "none")
    if row.bullet or row.hanging or row.sentence:
        return True
    if not dates and dated(row) is not None:
        return False
    goes_on = at and rows[at - 1].wraps and rows[at - 1].style == row.style and not row.after_space
    if goes_on and not (rows[at - 1].bullet and _set_out(rows, at)):
        return _is_body(rows, at - 1)
    return (
        row.text[:1].islower()
        or row.text.rstrip().endswith(":")
        or re.search(r"[a-zß-ÿ]{4}[.;]$", row.text.rstrip()) is not None
    )


def _starts(rows: Sequence[Row], anchors: list[int]) -> list[int]:
    """Where each entry begins: rows of its header may stand above its date."""
    first = anchors[0]
    lead = 0
    while lead < min(first, _LEAD) and not _is_body(rows, first - lead - 1):
        lead += 1
    opening = rows[first - lead].style
    above = rows[first - lead] if lead else None
    starts = [first - lead]
    for before, at in zip(anchors, anchors[1:]):
        run = 0
        while (
            at - run - 1 > before
            and run < _LEAD
            and not _is_body(rows, at - run - 1)
            and not (
                _set_in(rows[at - run - 1], above) and not _stands_at(rows[at - run - 1], rows[first - lead : first])
            )
        ):
            run += 1
        starts.append(at - _lead_of(rows, at, run, lead, opening))
    return starts


def _lead_of(rows: Sequence[Row], at: int, run: int, lead: int, opening) -> int:
    """How many of the `run` rows above a date belong to its entry, where the first entry has `lead`."""
    found = _lead_like(rows, at, run, lead, opening)
    # a first line that is set on two
    while 0 < found < run and rows[at - found - 1].wraps and rows[at - found - 1].style == rows[at - found].style:
        found += 1
    return found


def _lead_like(rows: Sequence[Row], at: int, run: int, lead: int, opening) -> int:
    alike = [
        n for n in range(run + 1) if any(_alike(style, opening) for style in (rows[at - n].style, rows[at - n].opening))
    ]
    if lead <= run and lead in alike:
        return lead
    near = [n for n in alike if n <= lead + 1]
    if near:
        return min(near, key=lambda n: abs(n - lead))
    opens = [n for n in range(min(run, lead + 1) + 1) if rows[at - n].after_space]
    if opens:
        return min(opens, key=lambda n: abs(n - lead))
    return min(lead, run)


def _set_in(row: Row, above: Row | None, others: Sequence[Row] = ()) -> bool:
    """Whether a row is indented below another, as what describes an entry is where bullets are drawn and not written."""
    if above is None or row.box is None or above.box is None or row.line.column != above.line.column:
        return False
    centred = abs(sum(row.box[::2]) - sum(above.box[::2])) < 12 and not _stands_at(above, others)
    return above.box[0] + 5 < row.box[0] < above.box[0] + _GUTTER and not centred and not row.style.bold


def _stands_at(row: Row, others: Sequence[Row]) -> bool:
    """Whether a row begins where one of the others does."""
    return any(row.box and other.box and abs(row.box[0] - other.box[0]) < 3 for other in others)


def _alike(one, other) -> bool:
    return (one.size, one.bold, one.italic, one.font) == (other.size, other.bold, other.italic, other.font)


def _entry(rows: Sequence[Row], anchor: int, span: Span, date: Evidence) -> Entry:
    entry = Entry(span, date)
    end = anchor + 1
    while end < len(rows) and end - anchor <= _TAIL and not _is_body(rows, end):
        above = [row for row in rows[:end] if _without(row, date) is not None]
        if above and _set_in(rows[end], above[0], above[1:]):
            break
        if end > anchor + 1 and rows[end].after_space and rows[end - 1].style == rows[end].style:
            break
        end += 1
    header = [row for row in (_without(row, date) for row in rows[:end]) if row is not None]
    entry.header = [row for row in header if re.search(r"[^\W_]", _DURATION.sub("", row.text))]
    # labels say what stands below a description, too
    entry.header += [row for row in rows[end:] if row.label in HEADS and not _is_body(rows, rows.index(row))]
    entry.body = [row for row in rows[end:] if not any(row is one for one in entry.header) and row.label != "none"]
    return entry


def _without(row: Row, date: Evidence) -> Row | None:
    """A row without the date; None where nothing else is on it."""
    if not row.holds(date.start):
        return row
    cells: list[Cell] = []
    for cell in row.cells:
        if not (cell.place.start <= date.start < cell.place.end):
            cells.append(cell)
            continue
        for start, end in ((cell.place.start, date.start), (date.end, cell.place.end)):
            piece = cut(cell, start, end)
            piece_text = _DURATION.sub("", piece.text) if start == date.end else piece.text
            if start == date.end and _SENTENCE_BEHIND.search(piece_text):
                continue
            if start != date.end and _OPENS.match(piece.text):
                continue
            if re.search(r"[^\W_]", piece_text):
                cells.append(_stripped(piece))
    return replace(row, cells=tuple(cells), text=" ".join(cell.text for cell in cells)) if cells else None


def _stripped(cell: Cell) -> Cell:
    """Without the signs at its edges that parted it from a date."""
    lead = len(cell.text) - len(cell.text.lstrip(" ,;:|•·–—-/)]"))
    tail = len(cell.text.rstrip(" ,;:|•·–—-/(["))
    return cut(cell, cell.place.start + lead, cell.place.start + max(tail, lead))


def _undated(rows: Sequence[Row]) -> list[Entry]:
    """Entries by the type of their first rows, or by the bullets that end them."""
    heads = [at for at in range(len(rows)) if not _is_body(rows, at)]
    if not heads:
        return []
    opening = rows[heads[0]].style
    same = [at for at in heads if _alike(rows[at].style, opening)]
    plain = Counter(row.style for row in rows).most_common(1)[0][0]
    if _alike(opening, plain) or len(same) < 2:
        same = [at for at in heads if at == heads[0] or _is_body(rows, at - 1) or rows[at].after_space]
    starts = [at for at in same if at == 0 or at - 1 not in same]
    entries = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(rows)
        stop = start
        while stop < end and stop - start < _TAIL and not _is_body(rows, stop):
            stop += 1
        entries.append(Entry(None, None, list(rows[start:stop]), list(rows[stop:end])))
    return entries


def join_stacked(rows: Sequence[Row]) -> list[Row]:
    """Dates that stand on top of each other in a gutter, the end above the start, as one date of the upper row.

    "Present" above "October 2018" beside the first lines of a job is "October 2018 - Present".
    """
    found: list[Row] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        joined = _stacked(row, rows[at + 1]) if at + 1 < len(rows) else None
        if joined is None:
            found.append(row)
            at += 1
            continue
        span, rest = joined
        found.append(replace(row, spans=[span]))
        if rest is not None:
            found.append(rest)
        at += 2
    return found


def _lone(row: Row) -> tuple[Span | None, Evidence, bool] | None:
    """The date that fills the first cell of a row: (span, place, present)."""
    if not row.cells or row.bullet:
        return None
    cell = row.cells[0]
    if _PRESENT.fullmatch(cell.text):
        return None, cell.place, True
    for span in row.spans:
        if span.single and span.start is not None and not re.search(r"\w", cell.text[: span.place[0]]):
            return span, Evidence(cell.place.start, cell.place.start + span.place[1]), False
    return None


def _stacked(upper: Row, lower: Row) -> tuple[Span, Row | None] | None:
    above, below = _lone(upper), _lone(lower)
    if above is None or below is None or below[0] is None or (above[0] is None and not above[2]):
        return None
    if upper.cells[0].box and lower.cells[0].box and abs(upper.cells[0].box[0] - lower.cells[0].box[0]) > 40:
        return None
    if len(upper.cells) == 1 and len(lower.cells) == 1 and lower.place.start - upper.place.end > 2:
        return None
    dates = [span.start for span, _, _ in (above, below) if span is not None and span.start is not None]
    start, end = min(dates, key=lambda date: date.first), None if above[2] else max(dates, key=lambda date: date.first)
    if below[1].end < lower.cells[0].place.end and re.search(
        r"\w", lower.cells[0].text[below[1].end - below[1].start :]
    ):
        return None  # the lower one has more behind its date in the same cell
    length = above[1].end - upper.place.start
    span = Span(start, end, above[2], False, (above[1].start - upper.place.start, length))
    rest = None
    if len(lower.cells) > 1:
        cells = lower.cells[1:]
        rest = replace(
            lower,
            cells=cells,
            spans=[],
            text=" ".join(cell.text for cell in cells),
            place=Evidence(cells[0].place.start, lower.place.end),
        )
    return span, rest
