"""The sections of a resume: what its headings say, and how they are set.

    for section in read_outline(rows): section.kind, section.heading, section.rows

Known headings are found by what they say (`text/layout`). The type they are set in then tells headings whose words no table
has, and tells labels ("Tools" inside a list of skills) from headings: a document sets its headings alike. Without type
(plain text) only known words and blank lines count.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dataset_builder.text.layout.headings import RESUME_HEADINGS, heading, key_of, unknown_kind, unspaced
from training.reader.extraction.rows import Row, Style, body_style

LONGEST_HEADING = 6
# Kinds whose headings show the style of all.
_CORE = frozenset(("experience", "education", "skills"))
_NO_HEADING = re.compile(r"[@|]|\d{3,}|https?:|www\.|^[\W\d]+$")
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
    return unspaced(text)


def read_outline(rows: Sequence[Row]) -> list[Section]:
    """All sections in order; the first is "head"."""
    body = body_style(rows)
    candidates = {at: _known(row) for at, row in enumerate(rows) if _may_head(row) or _spaced(row)}
    known = {at: kind for at, kind in candidates.items() if kind is not None}
    styles = _heading_styles(rows, known, body)
    sections = [Section("head")]
    for at, row in enumerate(rows):
        if at not in candidates or (at in known and not _stands_out(row, styles, body, known[at], sections[-1])):
            if at in known and _labels(row, sections[-1], body):
                sections[-1].labels[len(sections[-1].rows)] = known[at]
            sections[-1].rows.append(row)
            continue
        if at in known:
            sections.append(Section(known[at], row))
        elif row.style in styles and styles[row.style] and at + 1 < len(rows) and not _opens_entry(rows, at):
            sections.append(Section(unknown_kind(_written(row), RESUME_HEADINGS), row))
        else:
            sections[-1].rows.append(row)
    return sections


def _spaced(row: Row) -> bool:
    return len(row.text) > 4 and re.fullmatch(r"(?:\S ){3,}\S|(?:\S\s+){3,}\S", row.text) is not None


def _heading_styles(rows: Sequence[Row], known: dict[int, str], body: Style) -> dict[Style, bool]:
    """Styles that headings are set in; True where a row of that style is a heading whatever it says.

    A style is trusted where known headings make up much of what is set in it: titles of jobs may be set like headings.
    """
    found: Counter[Style] = Counter()
    core: Counter[Style] = Counter()
    for at, kind in known.items():
        found[rows[at].style] += 1
        core[rows[at].style] += kind in _CORE
    all_rows = Counter(row.style for row in rows)
    main = [style for style, _ in found.most_common() if core[style]]
    if not main:
        return {style: False for style in found}
    best = max(main, key=lambda style: (core[style], found[style], style.size))
    styles: dict[Style, bool] = {}
    for style, times in found.items():
        if style == best or not best.known or not best.heavier(style) or core[style] >= 2:
            styles[style] = (
                style.known
                and style != body
                and (style.heavier(body) or style.font != body.font)
                and 2 * times >= all_rows[style] * 0.8
            )
    return styles


def _stands_out(row: Row, styles: dict[Style, bool], body: Style, kind: str, section: Section) -> bool:
    if row.style in styles:
        return True
    # a sidebar may have a style of its own
    return (
        row.style.heavier(body)
        and section.kind not in _CORE
        and row.line.column != (section.rows[-1].line.column if section.rows else None)
    )


def _labels(row: Row, section: Section, body: Style) -> bool:
    """Whether a known phrase in another style heads a part of the section."""
    return section.kind not in ("experience",)


def _opens_entry(rows: Sequence[Row], at: int) -> bool:
    """Whether a date stands with the next row: then this one is the first of an entry, not a heading."""
    following = rows[at + 1]
    return bool(following.spans) and following.style == rows[at].style


def is_quality(title: str) -> bool:
    return QUALITIES.match(key_of(title)) is not None
