"""The system `rules`: what words, type and geometry tell, without a model.

What a heading says is taken at its word; jobs without a heading are looked for where no other section claims the lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dataset_builder.text.dates import Date
from dataset_builder.text.layout.headings import RESUME_HEADINGS, heading
from training.reader.extraction.achievements import read_awards, read_certificates, read_projects
from training.reader.extraction.contact import reaches, read_basics, read_name
from training.reader.extraction.forms.rows import read_forms
from training.reader.extraction.history import read_education, read_work
from training.reader.extraction.interleaving import interleaved
from training.reader.extraction.listing import (
    cut_text,
    heads_a_group,
    heads_a_line,
    is_languages,
    is_other_list,
    items,
    read_languages,
    read_skills,
    units,
)
from training.reader.extraction.outline import Section, is_coursework, is_quality, read_outline
from training.reader.extraction.resume import Resume
from training.reader.extraction.rows import Row, read_rows
from training.reader.lines import Pages

# Share of a page's height from which on its foot stands.
_FOOT = 0.88
# Kinds of sections that may hold jobs where no heading says so.
_OPEN = ("head", "summary", "", "personal", "other", "projects")
# Two years in a line, or one and what comes after it: a job may stand there.
_SPAN = re.compile(r"\b(?:19|20)\d\d\b.*(?:\b(?:19|20)\d\d\b|[–—-]\s*[A-Za-z]+|\b(?:since|to date)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A resume, notes on what was not read, and the sections below whose headings nothing was read."""

    resume: Resume
    notes: tuple[str, ...]
    unread: tuple[Section, ...] = ()


def read_resume(pages: Pages, today: Date | None = None) -> tuple[Resume, tuple[str, ...]]:
    """The resume, and notes on what was not read. `today` decides what is in the future."""
    reading = read_document(pages, today)
    return reading.resume, reading.notes


def read_document(pages: Pages, today: Date | None = None) -> Reading:
    """As `read_resume`, with the sections that another reader may look at."""
    rows = read_forms(interleaved(read_rows(pages, today or Date.today())))
    if not rows:
        return Reading(Resume(), ("no line holds text",))
    sections = _named(
        _with_head(_with_foot(_with_labelled(_parted(_with_foot_of_work(read_outline(rows)))), pages), rows)
    )
    notes: list[str] = []
    work, said = read_work(_of(sections, "experience"), pages.text)
    notes += said
    unheaded = not work
    if unheaded:
        work, _ = read_work(_of(sections, *_OPEN), pages.text, headed=False)
    schools = [section for section in _of(sections, "education") if not is_coursework(section.title)]
    education, said = read_education(schools or _of(sections, "education"), pages.text)
    if not education:
        education, said = read_education(_of(sections, "certificates", ""), pages.text, headed=False)
    notes += said
    skills = read_skills(_skill_lists(sections))
    unread = _unread(sections, len(work), len(education), len(skills), unheaded)
    notes += [_note(section) for section in unread]
    notes += [_note_of_foot(section.rows) for section in _of(sections, "other") if section.heading is None]
    resume = Resume(
        read_basics(pages, rows, sections),
        tuple(work),
        tuple(education),
        skills,
        read_languages(_of(sections, "languages", "skills", "personal", "other")),
        read_projects(_of(sections, "projects")),
        read_certificates(_of(sections, "certificates")),
        read_awards(_of(sections, "achievements")),
    )
    if not (work or education or skills):
        notes.append("no job, school or skill was read; is it a resume?")
    return Reading(resume, tuple(notes), tuple(unread))


def _of(sections: Sequence[Section], *kinds: str) -> list[Section]:
    return [section for section in sections if section.kind in kinds and section.rows]


def _named(sections: list[Section]) -> list[Section]:
    """Sections under headings that no table knows, by what stands below them: a list of languages says what it is."""
    for section in sections:
        cells = [cell for row in section.rows for cell in row.cells[:1]]
        if section.kind == "" and section.heading is not None and len(cells) <= 8 and is_languages(cells):
            section.kind = "languages"
    return sections


def _with_foot_of_work(sections: list[Section]) -> list[Section]:
    """What stands below the last job without a heading: a labelled line of languages ends the jobs, unless a span follows."""
    found: list[Section] = []
    for section in sections:
        found.append(section)
        at = next((at for at, row in enumerate(section.rows) if at and _lists_languages(row)), None)
        if section.kind == "experience" and at and not any(_SPAN.search(row.text) for row in section.rows[at:]):
            found.append(Section("languages", None, section.rows[at : at + 1]))
            found.append(Section("other", None, section.rows[at + 1 :]))
            section.rows = section.rows[:at]
    return found


def _lists_languages(row: Row) -> bool:
    """ "Languages: Dutch (mother tongue), English C1", which people speak; a job's "Languages: Java, Go" does not."""
    first, others = row.cells[0], row.cells[1:]
    label, colon, rest = first.text.partition(":")
    found = heading(label, RESUME_HEADINGS) if colon else None
    listed = [cut_text(first, len(label) + 1), *others] if rest.strip() else others
    return found is not None and found.kind == "languages" and is_languages(listed)


def _with_labelled(sections: list[Section]) -> list[Section]:
    """What a form calls languages and skills stands in sections of its own: "Mother tongue(s)", "Social skills and competences"."""
    found: list[Section] = []
    for section in sections:
        apart = [row for row in section.rows if row.label in ("languages", "skills") and row.label != section.kind]
        if not apart:
            found.append(section)
            continue
        rest = [row for row in section.rows if not any(row is one for one in apart)]
        found.append(Section(section.kind, section.heading, rest))
        for kind in ("languages", "skills"):
            if rows := [row for row in apart if row.label == kind]:
                found.append(Section(kind, None, rows))
    return found


def _with_foot(sections: list[Section], pages: Pages) -> list[Section]:
    """Contact details at the foot of a page are none of the section above them."""
    foot: list[Row] = []
    for section in sections:
        low = [
            row
            for row in section.rows
            if row.box and pages.sizes and row.box[1] > _FOOT * pages.sizes[row.line.page - 1][1]
        ]
        if section.kind in ("head", "personal") or not any(reaches(row.text) for row in low):
            continue
        above = [
            row.box[3]
            for row in section.rows
            if row.box and not any(row is one for one in low) and row.line.page == low[0].line.page
        ]
        if above and low[0].box and low[0].box[1] - max(above) < 3 * (low[0].box[3] - low[0].box[1]):
            continue  # the section goes on down there
        foot += low
        section.rows = [row for row in section.rows if not any(row is one for one in low)]
    return [*sections, Section("personal", None, foot)] if foot else sections


def _with_head(sections: list[Section], rows: Sequence[Row]) -> list[Section]:
    """The block of the name is a head of its own where it stands below a sidebar."""
    name = read_name(rows, sections)
    found: list[Section] = []
    for section in sections:
        at = next(
            (
                at
                for at, row in enumerate(section.rows)
                if name is not None and row.place.start <= name.place.start < row.place.end
            ),
            0,
        )
        if (
            name is not None
            and section.heading is not None
            and section.heading.place.start <= name.place.start < section.heading.place.end
        ):
            found.append(Section("head", None, [section.heading, *section.rows]))
        elif at and section.kind != "head":
            found += [
                Section(
                    section.kind,
                    section.heading,
                    section.rows[:at],
                    {k: v for k, v in section.labels.items() if k < at},
                ),
                Section("head", None, section.rows[at:]),
            ]
        else:
            found.append(section)
    return found


def _parted(sections: Sequence[Section]) -> list[Section]:
    """Sections cut at labels that name another kind: "Certificates" below "Additional information".

    A list of skills keeps its labels, unless the list below one is of languages that people speak; an entry keeps its own.
    """
    found: list[Section] = []
    for section in sections:
        current = Section(section.kind, section.heading)
        found.append(current)
        for at, row in enumerate(section.rows):
            kind = section.labels.get(at)
            if kind is not None and _parts(section, current, kind, at):
                current = Section(kind, row)
                found.append(current)
                continue
            if kind is not None:
                current.labels[len(current.rows)] = kind
            current.rows.append(row)
    return found


def _parts(section: Section, current: Section, kind: str, at: int) -> bool:
    """Whether a label opens a part of another kind than `current`, which began with the section or with a label of it."""
    if section.kind in ("experience", "education", "projects") or kind == current.kind:
        return False
    if section.kind == "skills":
        if kind == "languages":
            until = next((label for label in sorted(section.labels) if label > at), len(section.rows))
            return any(is_languages(row.cells[:1]) for row in section.rows[at + 1 : until])
        if kind in ("", "summary"):
            return False
        if kind == section.kind:
            return True
        return not heads_a_line(section.rows, at) and not heads_a_group(section, at, kind)
    return True


def _skill_lists(sections: Sequence[Section]) -> list[Section]:
    """Lists of skills by their headings; else lists under headings that no table knows; qualities only where there is nothing else."""
    named = [section for section in _of(sections, "skills") if not is_quality(section.title)]
    alike = [section for section in _of(sections, "") if section.heading is not None and _is_short_list(section)]
    lists = [section for section in sections if section in named or section in alike]
    return lists or _of(sections, "skills")


def _is_short_list(section: Section) -> bool:
    """Whether an unknown heading stands above a list of short items without dates."""
    if is_other_list(section.title) or any(row.spans or row.sentence for row in section.rows):
        return False
    cells = [cell for _, _, cell in units(section)]
    parts = [item.text for cell in cells for item in items(cell)]
    return len(parts) >= 2 and all(len(part.split()) <= 4 for part in parts)


def _unread(sections: Sequence[Section], jobs: int, schools: int, skills: int, unheaded: bool) -> list[Section]:
    """Sections whose lines gave nothing."""
    read = {"experience": jobs, "education": schools, "skills": skills}
    found = []
    for section in sections:
        if section.heading is None or not section.rows:
            continue
        unknown = section.kind == "" and not (unheaded and any(row.spans for row in section.rows))
        if (section.kind in read and not read[section.kind]) or (unknown and not _is_short_list(section)):
            found.append(section)
    return found


def _note_of_foot(rows: Sequence[Row]) -> str:
    return f"lines {rows[0].n} to {rows[-1].n}: stand below the jobs without a heading and were not read"


def _note(section: Section) -> str:
    at = section.heading.n if section.heading else 0
    if section.kind:
        return f"line {at}: nothing was read below the heading {section.title!r}"
    return (
        f"line {at}: the heading {section.title!r} is not known, the {len(section.rows)} lines below it were not read"
    )
