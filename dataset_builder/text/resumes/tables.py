"""Entries of labelled lines ("Organisation: ...", "Designation: ...") and of tables with a row of column names."""

import re

from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.layout.lines import Line
from dataset_builder.text.resumes.entry import Entry, first_span, is_no_job, tidy
from dataset_builder.text.resumes.entry_header import Header, clean_line, read_header
from dataset_builder.text.resumes.entry_words import LABEL
from dataset_builder.text.titles.roles import is_role


def labelled_entries(lines: list[Line], today: Date, days_first: bool | None) -> list[Entry]:
    """Entries of labelled lines ("Organisation: ...", "Designation: ..."); [] where the lines are no such list."""
    fields: list[tuple[str, str, Line]] = []
    at = 0
    while at < len(lines):
        text = lines[at].text
        match = LABEL.match(text.replace("*", "").replace("_", " ")) if len(text) < 300 else None
        if match:
            kind = (
                match.lastgroup
                if match.lastgroup != "mark"
                else next(name for name, value in match.groupdict().items() if value and name != "mark")
            )
            value = text.replace("*", "").replace("_", " ")[match.end() :].strip(" :*_-–—")
            if (
                not value
                and match["mark"].strip() == ""
                and at + 1 < len(lines)
                and not lines[at + 1].bullet
                and not LABEL.fullmatch(lines[at + 1].text)
            ):
                at += 1
                value = lines[at].text
            if value:
                fields.append((kind, value, lines[at]))
        at += 1
    kinds = [kind for kind, _, _ in fields]
    if not ("title" in kinds and ("dates" in kinds or "start" in kinds or "company" in kinds)):
        return []
    entries: list[Entry] = []
    current: dict[str, tuple[str, Line]] = {}
    for kind, value, line in [*fields, ("close", "", fields[-1][2])]:
        if kind in ("none", "place"):
            continue
        if kind == "close" or kind in current:
            if entry := _of_fields(current, today, days_first):
                entries.append(entry)
            current = {}
        current[kind] = (value, line)
    return entries


def _of_fields(fields: dict[str, tuple[str, Line]], today: Date, days_first: bool | None) -> Entry | None:
    if "title" not in fields:
        return None
    title, line = fields["title"]
    dates = " - ".join(fields[name][0] for name in ("dates", "start", "end") if name in fields)
    everything = " ".join(value for value, _ in fields.values())
    spans = read_spans(dates or everything, today, days_first)
    found = read_header([_without_spans(title, today)])
    company = read_header([_without_spans(fields["company"][0], today)]) if "company" in fields else Header("", "")
    name = company.company or company.title or found.company
    place = fields["dates"][1] if "dates" in fields else line
    if is_no_job(title):
        return None
    return Entry(found.title or title, name, first_span(spans), (place.text if spans else line.text)[:400], line.start)


def _without_spans(text: str, today: Date) -> str:
    for span in reversed(read_spans(text, today)):
        text = text[: span.place[0]] + text[span.place[1] :]
    return clean_line(tidy(text))


_COLUMNS = {
    "title": re.compile(
        r"^(?:job title|title|role|position|designation|post|job|occupation|position held|what|as|worked as)$",
        re.IGNORECASE,
    ),
    "company": re.compile(
        r"^(?:company|employer|organi[sz]ation|firm|company name|name of employer|institution|where|client|school|hospital)$",
        re.IGNORECASE,
    ),
    "dates": re.compile(
        r"^(?:dates?|period|duration|when|years?|tenure|time|dates of employment|employment dates)$", re.IGNORECASE
    ),
    "start": re.compile(r"^(?:from|start(?:ed)?|start date|joined|since)$", re.IGNORECASE),
    "end": re.compile(r"^(?:to|end(?:ed)?|end date|until|left|till)$", re.IGNORECASE),
}


def cells(text: str) -> list[str]:
    """The cells of a row of a table."""
    if "|" in text:
        return [cell.strip(" *_") for cell in text.strip().strip("|").split("|")]
    return [cell.strip(" *_") for cell in re.split(r"\t+|\s{2,}", text.strip())]


def table_entries(lines: list[Line], today: Date, days_first: bool | None) -> list[Entry]:
    """Entries of a table with a row of column names; [] where there is none."""
    for at, line in enumerate(lines[:-1]):
        if not ("|" in line.text or "\t" in line.text or "  " in line.text):
            continue
        names = cells(line.text)
        columns = {
            kind: number
            for number, name in enumerate(names)
            for kind, pattern in _COLUMNS.items()
            if pattern.match(name)
        }
        if not ("title" in columns and len(columns) >= 2):
            continue
        entries = []
        for row in lines[at + 1 :]:
            values = cells(row.text)
            if len(values) == max(columns.values()) and columns.get("dates") == 0:
                values = _parted(row.text, today, days_first)
            if len(values) < max(columns.values()) + 1 or set(row.text) <= set("|-: "):
                continue
            dates = " - ".join(values[columns[name]] for name in ("dates", "start", "end") if name in columns)
            title = values[columns["title"]]
            company = values[columns["company"]] if "company" in columns else ""
            if title and not is_no_job(title):
                entries.append(
                    Entry(title, company, first_span(read_spans(dates, today, days_first)), row.text[:400], row.start)
                )
        return entries
    return _unnamed_columns(lines, today, days_first)


def _parted(text: str, today: Date, days_first: bool | None) -> list[str]:
    """The cells of a row whose date takes the place up to the next column: "01/2019 - 04/2022 Ostler Foods   Buyer"."""
    spans = read_spans(text, today, days_first)
    if not spans or spans[0].place[0]:
        return []
    end = spans[0].place[1]
    return [text[:end], *cells(text[end:])]


def _unnamed_columns(lines: list[Line], today: Date, days_first: bool | None) -> list[Entry]:
    """Entries of a table without column names, in which one column holds dates and one titles."""
    rows = [
        (line, cells(line.text)) for line in lines if line.text.startswith("|") and not set(line.text) <= set("|-: ")
    ]
    width = min((len(values) for _, values in rows), default=0)
    if len(rows) < 2 or width < 3:
        return []
    dated = {at: sum(_is_date(values[at], today, days_first) for _, values in rows) for at in range(width)}
    dates = max(dated, key=lambda at: dated[at])
    if dated[dates] * 3 < 2 * len(rows):
        return []
    others = [at for at in range(width) if at != dates]
    titles = max(others, key=lambda at: (sum(_is_title(values[at]) for _, values in rows), at))
    employer = next(at for at in others if at != titles)
    entries = []
    if not any(_is_title(values[titles]) for _, values in rows):
        return []
    for line, values in rows:
        title, company = re.split(r",\s+(?!then\b|later\b)", values[titles])[0], values[employer].split(",")[0].strip()
        spans = read_spans(values[dates], today, days_first)
        if title and spans and not is_no_job(" ".join(values)):
            entries.append(Entry(title, company, first_span(spans), line.text[:400], line.start))
    return entries


def _is_date(cell: str, today: Date, days_first: bool | None) -> bool:
    """Whether a cell holds dates and nothing else."""
    spans = read_spans(cell, today, days_first)
    left = sum(span.place[1] - span.place[0] for span in spans)
    return bool(spans) and left * 3 >= 2 * len(cell)


def _is_title(cell: str) -> bool:
    return any(is_role(piece) for piece in re.split(r",\s+|\s*\(", cell))
