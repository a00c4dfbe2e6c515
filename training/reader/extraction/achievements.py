"""What a resume lists with dates beside its jobs and schools: certificates, awards, projects."""

from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.evidence import Evidence
from training.reader.extraction.contact import paragraph
from training.reader.extraction.entries import dated, read_entries
from training.reader.extraction.normalisation.values import dates
from training.reader.extraction.outline import Section
from training.reader.extraction.resume import Award, Certificate, Printed, Project
from training.reader.extraction.rows import Row


def _date_of(row: Row) -> Printed | None:
    found = dated(row)
    if found is None:
        found_spans = [span for span in row.spans if span.start is not None]
        if not found_spans:
            return None
        span = found_spans[-1]
        return Printed(str(span.start), row.within(*span.place))
    return Printed(str(found[0].start), found[1])


def _named(row: Row) -> Printed:
    """A row's text without a date at its end."""
    text = row.text
    for span in row.spans:
        if span.place[1] >= len(text.rstrip(" ).")):
            text = text[: span.place[0]].rstrip(" ,(–—-|·")
    text = text.strip() or row.text
    return Printed(text, Evidence(row.place.start, row.place.start + len(text)))


def read_certificates(sections: Sequence[Section]) -> tuple[Certificate, ...]:
    return tuple(Certificate(_named(row), _date_of(row)) for section in sections for row in _whole(section.rows))


def read_awards(sections: Sequence[Section]) -> tuple[Award, ...]:
    """One a line, or one an entry where they are dated like jobs."""
    found: list[Award] = []
    for section in sections:
        entries = read_entries(section.rows)
        if entries and all(entry.header and entry.date for entry in entries) and len(section.rows) > len(entries):
            for entry in entries:
                start, _ = dates(entry.span)
                found.append(
                    Award(
                        Printed(entry.header[0].cells[0].text, entry.header[0].cells[0].place),
                        Printed(start, entry.date) if start and entry.date else None,
                        summary=paragraph(entry.body) if entry.body else None,
                    )
                )
        else:
            found += [Award(_named(row), _date_of(row)) for row in _whole(section.rows)]
    return tuple(found)


def _whole(rows: Sequence[Row]) -> list[Row]:
    """Rows with the lines that they go on in."""
    found: list[Row] = []
    for row in rows:
        if found and not row.bullet and (found[-1].wraps or row.text[:1].islower()) and not row.after_space:
            last = found[-1]
            found[-1] = replace(last, text=f"{last.text} {row.text}", place=Evidence(last.place.start, row.place.end), wraps=row.wraps,
                                spans=[*last.spans, *(replace(span, place=(span.place[0] + len(last.text) + 1, span.place[1] + len(last.text) + 1)) for span in row.spans)])  # fmt: skip
        else:
            found.append(row)
    return found


def read_projects(sections: Sequence[Section]) -> tuple[Project, ...]:
    found = []
    for section in sections:
        for entry in read_entries(section.rows):
            if not entry.header:
                continue
            start, end = dates(entry.span)
            name = entry.header[0].cells[0]
            rest = [row for row in (*entry.header[1:], *entry.body) if not row.bullet]
            found.append(
                Project(
                    Printed(name.text, name.place),
                    paragraph(rest) if rest else None,
                    None,
                    Printed(start, entry.date) if start and entry.date else None,
                    Printed(end, entry.date) if end and entry.date else None,
                    tuple(paragraph([row]) for row in _whole([row for row in entry.body if row.bullet])),
                )
            )
    return tuple(found)
