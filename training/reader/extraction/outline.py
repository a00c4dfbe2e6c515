"""The sections of a resume: what its headings say, and how they are set.

    for section in read_outline(rows): section.kind, section.heading, section.rows

Known headings are found by what they say (`text/layout`). The type they are set in then tells headings whose words no table
has, and tells labels ("Tools" inside a list of skills) from headings: a document sets its headings alike. Without type
(plain text) only known words and blank lines count.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.headings import RESUME_HEADINGS, heading, key_of, unknown_kind, unspaced
from training.reader.extraction.header_words import degree_score, employer_score, school_score, title_score
from training.reader.extraction.rows import Cell, Row, Style, body_style

LONGEST_HEADING = 6
# Share of a style that known headings make up, from which on any line set so is one.
_TRUSTED = 0.7
# Kinds whose headings show the style of all.
_CORE = frozenset(("experience", "education", "skills"))
_NO_HEADING = re.compile(r"[@|]|\d{3,}|https?:|www\.|^[\W\d]+$")
_SIGNS = re.compile(r"\s[–—|·•-]\s|,|\(")
# Headings of a list of qualities, which are skills only where no other list is.
QUALITIES = re.compile(
    r"^(?:(?:key|core|my|personal) )?(?:strengths?|qualities|attributes|traits|values|soft skills|stärken|fortalezas|atouts)$"
)


@dataclass
class Section:
    """`kind` as in the table of headings: "head" before the first one, "" for an unknown heading. `labels`: rows that head a part of it."""

    kind: str
    heading: Row | None = None
    rows: list[Row] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""


def _may_head(row: Row) -> bool:
    text = unspaced(row.text)
    return (
        not row.bullet
        and len(row.cells) <= 2
        and len(text.split()) <= LONGEST_HEADING
        and len(text) <= 60
        and not row.spans
        and text.rstrip()[-1:] not in ".,;"
        and not _NO_HEADING.search(text)
    )


def _known(row: Row) -> str | None:
    """The kind of a row that is a heading by its words alone."""
    found = heading(_written(row), RESUME_HEADINGS)
    return found.kind if found is not None and not found.rest else None


def _written(row: Row) -> str:
    """The heading's words: letter-spaced ones come as one word a letter, in one cell or many."""
    text = row.text
    if len(row.cells) > 1 and all(
        len(cell.text.replace(" ", "")) <= 1 or re.fullmatch(r"(?:\S )*\S", cell.text) for cell in row.cells
    ):
        text = "   ".join(cell.text for cell in row.cells)
    return unspaced(text).strip("―─━ ")


def read_outline(rows: Sequence[Row]) -> list[Section]:
    """All sections in order; the first is "head"."""
    rows = _with_known_headings(_with_gutter_headings(rows))
    body = body_style(rows)
    candidates = {at: _known(row) for at, row in enumerate(rows) if _may_head(row) or _spaced(row)}
    known = {at: kind for at, kind in candidates.items() if kind is not None}
    styles = _heading_styles(rows, known, body)
    sections = [Section("head")]
    for at, row in enumerate(rows):
        if at in known and (row.style in styles or _sidebar(rows, at, body)):
            sections.append(Section(known[at], row))
        elif (
            at in candidates
            and at not in known
            and _begins_like(row, [rows[other] for other in known if rows[other].style == row.style])
            and _is_unknown_heading(rows, at, styles, sections[-1], body)
        ):
            sections.append(Section(unknown_kind(_written(row), RESUME_HEADINGS), row))
        else:
            if at in known and sections[-1].kind != "experience":
                sections[-1].labels[len(sections[-1].rows)] = known[at]
            sections[-1].rows.append(row)
    return _with_whole_headings(sections)


def _with_known_headings(rows: Sequence[Row]) -> list[Row]:
    """Two lines that together are a heading, and set as one, as one row."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and _stacked(last, row) and _may_head(last) and _may_head(row) and _known(row) is None:
            place = Evidence(last.place.start, row.place.end)
            whole = replace(last, text=f"{last.text} {row.text}", cells=(*last.cells, *row.cells), place=place)
            if _known(whole) is not None:
                found[-1] = whole
                continue
        found.append(row)
    return found


def _stacked(row: Row, following: Row) -> bool:
    """Whether a line stands right below another, begins with it and is set like it."""
    if row.box is None or following.box is None or following.n != row.n + 1 or row.line.page != following.line.page:
        return False
    near = following.box[1] - row.box[3] < 0.6 * (row.box[3] - row.box[1])
    return near and row.style == following.style and abs(row.box[0] - following.box[0]) < 3


def _with_whole_headings(sections: Sequence[Section]) -> list[Section]:
    """Headings that are set on two lines, as one: "EXPERIENCIA" above "LABORAL"."""
    found: list[Section] = []
    for section in sections:
        last = found[-1] if found else None
        if last is not None and not last.rows and _goes_on(last, section):
            first, second = last.heading, section.heading
            assert first is not None and second is not None
            place = Evidence(first.place.start, second.place.end)
            whole = replace(first, text=f"{first.text} {second.text}", cells=(*first.cells, *second.cells), place=place)
            kind = _known(whole) or last.kind or section.kind
            found[-1] = Section(kind, whole, section.rows, section.labels)
        else:
            found.append(section)
    return found


def _goes_on(section: Section, following: Section) -> bool:
    """Whether a heading is the second line of the one above it, and no heading of its own."""
    first, second = section.heading, following.heading
    if first is None or second is None or (section.kind and following.kind and section.kind != following.kind):
        return False
    return _stacked(first, second)


def _with_gutter_headings(rows: Sequence[Row]) -> list[Row]:
    """Rows whose first cell is a heading beside its section, as two rows."""
    heads: dict[int, Row] = {}
    for at, row in enumerate(rows):
        if len(row.cells) < 2 or row.bullet or row.box is None:
            continue
        cell = row.cells[0]
        first = replace(row, text=cell.text, cells=(cell,), place=cell.place, spans=[])
        if _may_head(first) and (_known(first) is not None):
            heads[at] = first
    edges = Counter(_edges(rows[at]) for at in heads)
    heads = {at: head for at, head in heads.items() if edges[_edges(rows[at])] >= 2}
    # a heading goes on in the gutter of the next line
    for at in sorted(heads):
        below = rows[at + 1] if at + 1 < len(rows) else None
        if below is not None and len(below.cells) > 1 and _is_rest_of(below.cells[0], rows[at].cells[0]):
            first, rest = rows[at].cells[0], below.cells[0]
            text = f"{first.text} {rest.text}"
            place = Evidence(first.place.start, rest.place.end)
            heads[at] = replace(heads[at], text=text, cells=(first, rest), place=place)
            heads.setdefault(at + 1, replace(heads[at], text=""))
    found: list[Row] = []
    for at, row in enumerate(rows):
        if at not in heads:
            found.append(row)
            continue
        rest = row.cells[1:]
        start = row.text.find(rest[0].text, len(row.cells[0].text))
        spans = [
            replace(span, place=(span.place[0] - start, span.place[1] - start))
            for span in row.spans
            if span.place[0] >= start
        ]
        found += [heads[at]] if heads[at].text else []
        place = Evidence(rest[0].place.start, row.place.end)
        found.append(replace(row, text=row.text[start:], cells=rest, place=place, spans=spans))
    return found


def _edges(row: Row) -> tuple[int, int]:
    """Where the first two cells of a row begin."""
    first, second = (cell.box for cell in row.cells[:2])
    return (round(first[0]), round(second[0])) if first and second else (0, 0)


def _is_rest_of(cell: Cell, above: Cell) -> bool:
    """Whether a cell is set as the second line of the one above it."""
    if cell.box is None or above.box is None or cell.style != above.style or len(cell.text.split()) > 3:
        return False
    return abs(cell.box[0] - above.box[0]) < 3 and 0 < cell.box[1] - above.box[1] < 1.6 * (above.box[3] - above.box[1])


def _spaced(row: Row) -> bool:
    return len(row.text) > 4 and re.fullmatch(r"(?:\S ){3,}\S|(?:\S\s+){3,}\S", row.text) is not None


def _heading_styles(rows: Sequence[Row], known: dict[int, str], body: Style) -> dict[Style, float]:
    """Styles that headings are set in, with the share of known headings among all that is set so.

    The style of the headings of experience, education and skills leads. Others are headings' too where several kinds of them
    are set so, and little else: a sidebar has a style of its own, while titles of jobs and labels of lists may be any words.
    """
    kinds: dict[Style, set[str]] = {}
    found: Counter[Style] = Counter()
    for at, kind in known.items():
        kinds.setdefault(rows[at].style, set()).add(kind)
        found[rows[at].style] += 1
    everything = Counter(row.style for row in rows)
    share = {style: found[style] / everything[style] for style in found}
    for style in share:
        others = [at for at, row in enumerate(rows) if row.style == style and at not in known]
        if found[style] >= 2 and share[style] >= 0.4 and not any(_near_date(rows, at, body) for at in others):
            share[style] = max(share[style], _TRUSTED)  # no entry begins in this style
    if not any(style.known for style in found):
        return share
    leading = [style for style in found if kinds[style] & _CORE]
    best = max(
        leading,
        key=lambda style: (len(kinds[style] & _CORE), len(kinds[style]), style.heavier(body), style.size),
        default=None,
    )
    return {
        style: share[style]
        for style in found
        if style == best
        or (
            share[style] >= 0.5
            and (style.heavier(body) or style.font != body.font)
            and (len(kinds[style]) >= 3 or (best is not None and _near(style, best)))
        )
    }


def _begins_like(row: Row, headings: Sequence[Row]) -> bool:
    """Whether a line begins, or has its middle, where a heading of its style does."""
    if row.box is None:
        return True
    boxes = [other.box for other in headings if other.box is not None]
    return any(abs(row.box[0] - box[0]) < 6 or abs(row.box[0] + row.box[2] - box[0] - box[2]) < 8 for box in boxes)


def _near_date(rows: Sequence[Row], at: int, body: Style) -> bool:
    """Whether an entry may begin with a line: a date stands with it or below, or right above where it is no larger than text."""
    above = 0
    large = body.size and rows[at].style.size > body.size + 1
    while not large and above < 2 and at - above > 0 and not rows[at - above].after_space:
        above += 1
    return any(other.spans for other in rows[at - above : at + 3])


def _near(one: Style, other: Style) -> bool:
    """Whether two styles differ only in what a line of capitals or a wider script changes."""
    return abs(one.size - other.size) <= 1 and one.bold == other.bold and one.font == other.font


def _sidebar(rows: Sequence[Row], at: int, body: Style) -> bool:
    """Whether a known heading that is set like no other opens a column."""
    row = rows[at]
    return row.style.heavier(body) and (at == 0 or rows[at - 1].line.column != row.line.column) and not row.spans


def _is_unknown_heading(
    rows: Sequence[Row], at: int, styles: dict[Style, float], section: Section, body: Style
) -> bool:
    """Whether a line is a heading by its type alone.

    Where little but headings is set so, any line is; where titles are set so too, one with a date near it or signs in it is an entry.
    """
    row = rows[at]
    share = styles.get(row.style, 0.0)
    if not row.style.known or share < 0.4 or at + 1 >= len(rows) or row.style == body:
        return False
    if share >= _TRUSTED:
        return True
    if _near_date(rows, at, body) or _SIGNS.search(row.text):
        return False
    if section.kind not in ("experience", "education"):
        return True
    scores = (title_score, employer_score, degree_score, school_score)
    return row.after_space and all(score(row.text) < 1.5 for score in scores)


def is_coursework(title: str) -> bool:
    """Whether a heading of the kind of education stands above subjects, not schools."""
    return key_of(title) in ("coursework", "relevant coursework", "courses", "thesis", "dissertation", "modules")


def is_quality(title: str) -> bool:
    return QUALITIES.match(key_of(title)) is not None
