"""Jobs and schools: the entries of their sections with each part of their headers labelled."""

import re
from collections.abc import Sequence

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.resumes.entry import is_no_job
from training.reader.extraction.contact import paragraph
from training.reader.extraction.entries import Entry, read_entries
from training.reader.extraction.header_words import (
    degree_score,
    employer_score,
    study_score,
    title_score,
    work_score,
)
from training.reader.extraction.labelling import Choice, Labels, Run, label, pieces_of
from training.reader.extraction.normalisation.values import country_of, dates
from training.reader.extraction.outline import Section
from training.reader.extraction.resume import Education, Printed, Work
from training.reader.extraction.rows import Cell, Row
from training.reader.extraction.spans import parted_degree

WORK = Labels(("title", "employer", "place"), work_score, frozenset(("title",)), frozenset(("place",)))
STUDY = Labels(("degree", "school", "place", "area"), study_score, frozenset(("degree",)), frozenset(("place",)))
_SELF_EMPLOYED = re.compile(
    r"(?:^|[,|·•(–—-])\s*(?P<words>self[- ]employed|freelance|selbst(?:st)?ändig|freiberuflich|indépendante?|à mon compte|autónom[oa]|por cuenta propia|libero professionista|autônom[oa])\s*(?=$|[,|·•()–—-])",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"\b(?:c?gpa|grade|average|note|score|mark|moyenne|nota)\b\s*[:=]?\s*(?P<value>\d+(?:[.,]\d+)?(?:\s*/\s*\d+(?:[.,]\d+)?)?%?|[A-F][+-]?\b)",
    re.IGNORECASE,
)


def read_work(sections: Sequence[Section], text: str, headed: bool = True) -> tuple[list[Work], list[str]]:
    """The jobs of the sections in order, and notes on entries that were not read. `headed`: a heading says that these are jobs."""
    found: list[Work] = []
    notes: list[str] = []
    read = [_without_employers_alone(_complete(read_entries(section.rows))) for section in sections]
    dated = any(entry.span is not None for entries in read for entry in entries)
    for entries in read:
        undated = dated and all(entry.span is None for entry in entries)
        choices = label([entry.header for entry in entries], text, WORK)
        employer: Printed | None = None
        for entry, choice in zip(entries, choices):
            title, name, place = (_printed(choice.get(key)) for key in WORK.names)
            if not headed and (entry.span is None or entry.span.single or title is None or title_score(title) < 1.2):
                continue
            if title is None and name is None:
                if entry.header:
                    notes.append(f"line {entry.header[0].n}: was not read as a job: {entry.header[0].text[:80]}")
                continue
            vague = (title is None or title_score(title) < 1) and (name is None or employer_score(name) < 1)
            # what was done, under headings of its own, beside a history that has dates
            vague = vague or (
                undated and not (title and name and title_score(title) > 1 and employer_score(name) > 0.9)
            )
            if entry.span is None and vague and (entry.body or undated):
                notes.append(f"line {entry.header[0].n}: was not read as a job: {entry.header[0].text[:80]}")
                continue
            if title is None and name is not None and entry.span is None and not entry.body:
                employer = name
                continue
            if name is None:
                name = _own_employer(entry) or employer
            elif title is not None:
                employer = name
            if title is not None and is_no_job(title) and title_score(title) < 1:
                continue
            found.append(_work(entry, title, name, place))
    return found, notes


def _complete(entries: list[Entry]) -> list[Entry]:
    """A header that is the first bullet below a date is a header."""
    for entry in entries:
        if (
            not pieces_of(entry.header)
            and entry.body
            and not entry.body[0].sentence
            and len(entry.body[0].text.split()) <= 14
        ):
            entry.header = [*entry.header, entry.body.pop(0)]
    return entries


def _without_employers_alone(entries: list[Entry]) -> list[Entry]:
    """An employer above several of its jobs, dated as a whole, is the employer of each."""
    found: list[Entry] = []
    for at, entry in enumerate(entries):
        following = entries[at + 1] if at + 1 < len(entries) else None
        alone = following is not None and not entry.body and len(entry.header) == 1 and entry.span is not None
        if (
            alone
            and following is not None
            and max((title_score(piece.text) for piece in pieces_of(entry.header)), default=0) < 1
            and any(title_score(piece.text) > 1 for piece in pieces_of(following.header))
        ):
            following.header = [*entry.header, *following.header]
            continue
        found.append(entry)
    return found


def _own_employer(entry: Entry) -> Printed | None:
    """What stands for an employer in the header of a job that has none."""
    for row in entry.header:
        for cell in row.cells:
            if found := _SELF_EMPLOYED.search(cell.text):
                start, end = found.span("words")
                return Printed(found["words"], Evidence(cell.place.start + start, cell.place.start + end))
    return None


def _printed(run: Run | None) -> Printed | None:
    return Printed(run.text, run.place) if run is not None else None


def _work(entry: Entry, title: Printed | None, name: Printed | None, place: Printed | None) -> Work:
    start, end = dates(entry.span)
    if place is not None:
        place = Printed(place, place.place, country_of(place.rpartition(",")[2]) or country_of(place))
    highlights, plain = _described(entry.body)
    return Work(
        name,
        title,
        place,
        Printed(start, entry.date) if start and entry.date else None,
        Printed(end, entry.date) if end and entry.date else None,
        paragraph(plain) if plain else None,
        tuple(highlights),
    )


def _described(rows: Sequence[Row]) -> tuple[list[Printed], list[Row]]:
    """Highlights, each the lines of one bullet, and the rows of running text before them."""
    highlights: list[list[Row]] = []
    plain: list[Row] = []
    for row in rows:
        if row.bullet:
            highlights.append([row])
        elif highlights:
            highlights[-1].append(row)
        else:
            plain.append(row)
    return [paragraph(one) for one in highlights], plain


def read_education(sections: Sequence[Section], text: str, headed: bool = True) -> tuple[list[Education], list[str]]:
    """The schools of the sections in order, and notes on entries that were not read. `headed`: a heading says that these are schools."""
    found: list[Education] = []
    notes: list[str] = []
    for section in sections:
        entries = _schools(_complete(read_entries(section.rows)))
        choices = label([entry.header for entry in entries], text, STUDY)
        school: Printed | None = None
        for entry, choice in zip(entries, choices):
            degree, name = _printed(choice.get("degree")), _printed(choice.get("school"))
            if degree is None and name is None:
                if entry.header:
                    notes.append(
                        f"line {entry.header[0].n}: was not read as a school or degree: {entry.header[0].text[:80]}"
                    )
                continue
            if not headed and (
                degree is None or name is None or study_score("school", name) < 1 or degree_score(degree) < 1
            ):
                continue
            if name is None:
                if degree is not None and degree_score(degree) < 1 and found:
                    notes.append(f"line {entry.header[0].n}: was not read as a school or degree: {degree[:80]}")
                    continue
                name = school
            school = name
            found.append(_education(entry, choice, degree, name))
    return found, notes


def _schools(entries: list[Entry]) -> list[Entry]:
    """Entries without those that are only a remark: neither a degree nor a school by their words, below one that is."""
    kept: list[Entry] = []
    for entry in entries:
        texts = [piece.text for piece in pieces_of(entry.header)]
        says = any(degree_score(text) > 1 or study_score("school", text) > 1 for text in texts)
        if kept and not says and entry.span is None:
            kept[-1].body += [*entry.header, *entry.body]
        else:
            kept.append(entry)
    return kept


def _education(entry: Entry, choice: Choice, degree: Printed | None, name: Printed | None) -> Education:
    start, end = dates(entry.span)
    kind: Printed | None = None
    area: Printed | None = None
    if degree is not None:
        kind, area = parted_degree(degree)
        if area is None and degree_score(kind) >= 1 and len(kind.split()) <= 3:
            area = _printed(choice.get("area"))
    cells = [cell for row in (*entry.header, *entry.body) for cell in row.cells]
    score = next(((match, cell) for cell in cells if (match := _SCORE.search(cell.text))), None)
    return Education(
        name,
        area,
        kind,
        Printed(start, entry.date) if start and entry.date else None,
        Printed(end, entry.date) if end and entry.date else None,
        _score(*score) if score else None,
    )


def _score(match: re.Match, cell: Cell) -> Printed:
    start, end = match.span("value")
    return Printed(match["value"], Evidence(cell.place.start + start, cell.place.start + end))
