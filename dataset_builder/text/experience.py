"""The experience that a resume states: job titles, employers and the months they were held.

    resume_jobs(section)      # of the text of a section of experience, or of a line
    read_jobs(blocks, ...)    # of a whole resume, see `resumes`

Best effort on free text, in linear time; of an overlong section only the start is read. Entries are read as blocks
(`entries`); jobs told in a sentence ("Worked as a Baker from 2013 to 2016") by their words.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.dates import LONGEST_LINE, Date, Span, day_first, read_spans
from dataset_builder.text.job_titles import ROLE_OF, title_in
from dataset_builder.text.layout.lines import Line, split_lines
from dataset_builder.text.resumes.entries import Entry, is_no_job, read_entries
from dataset_builder.text.resumes.prose_jobs import prose_entries
from dataset_builder.text.sections import LONGEST_BODY, sentences
from dataset_builder.text.titles.roles import is_role

_TAIL = re.compile(
    r"(?:[\s,;:(\[\-–—]|\b(?:from|between|during|for|in|since|the|period|duration|years?|of|year|on|over|with|and|to|up"
    r"|till|until|by|a|an|span|time)\b)+$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:worked|working|served|serving|employed|acted|hired|held|spent|joined|started|experienced?|(?:I|he|she|they) (?:was|were|am|is)|been|tenure|stint)\b|\bas an?\b|\bas (?-i:(?=[A-Z]))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Job:
    """One job of a resume. `start` and `end` are None where none is stated, `end` also where it is `present`.

    `single`: one date was written, so that its length is not known. `company` is "" where none is read. `at`: where its line
    starts in the text. `written`: what stands with the date on its line.
    """

    title: str
    start: Date | None
    end: Date | None
    line: str
    present: bool = False
    single: bool = False
    company: str = ""
    at: int = 0
    written: str = ""

    @property
    def full_title(self) -> str:
        """The title with what its line says between it and the date, as datasets of noisy titles keep it."""
        full = title_in(self.written.replace(" | ", " ")) if self.written else ""
        full = f".{full}" if f".{full}" in self.written else full  # ".NET" keeps its dot
        return full if self.title and self.title in full else self.title

    @property
    def start_year(self) -> int | None:
        return None if self.start is None else self.start.year

    @property
    def end_year(self) -> int | None:
        return None if self.end is None or self.single else self.end.year

    def months(self, today: Date) -> tuple[int, int] | None:
        """The months it covers as (first, after the last); None where they are not known."""
        return Span(self.start, self.end, self.present, self.single).months(today)

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """Start and end as written: YYYY, YYYY-MM, "present" or None."""
        end = "present" if self.present else None if self.end is None else str(self.end)
        return None if self.start is None else str(self.start), end


def resume_jobs(text: str, today: Date | None = None) -> list[Job]:
    """The jobs of an experience section, in the order of the text."""
    return jobs_of(split_lines(text[:LONGEST_BODY]), today or Date.today(), day_first(text[:LONGEST_BODY]))


def jobs_of(lines: list[Line], today: Date, days_first: bool | None = None, headed: bool = True) -> list[Job]:
    """The jobs in lines: told in sentences, and entries."""
    told: list[Job] = []
    kept: list[Line] = []
    for line in lines:
        jobs = _told(line, today, days_first) if headed and _TOLD.search(line.text[:400]) else []
        told += jobs
        if not jobs:
            kept.append(line)
    read = read_entries(kept, today, days_first, headed)
    if headed:
        for line in _unread(kept, read):
            told += _told(line, today, days_first, False)
    entries = [_job(entry) for entry in read if entry.title or entry.company]
    return sorted([*told, *entries], key=lambda job: job.at)


def told_jobs(lines: list[Line], today: Date, days_first: bool | None = None) -> list[Job]:
    """The jobs that a letter tells of, where a resume has no entries."""
    return [_job(entry) for entry in prose_entries(lines, today, days_first)]


def _unread(lines: list[Line], read: list[Entry]) -> list[Line]:
    """Lines whose dates may be jobs though they are no headers: of a section that names no employer, those like the others.

    A dated bullet below a job is a duty; one among bullets that are all jobs is a job told at length.
    """
    if not any(entry.span for entry in read):
        return lines
    if any(entry.company for entry in read):
        return []
    starts = {entry.start for entry in read if entry.span}
    signs = {line.bullet for line in lines if line.start in starts}
    return [line for line in lines if line.start not in starts and {line.bullet} == signs]


def _job(entry: Entry) -> Job:
    span = entry.span
    if span is None or span.start is None:
        return Job(entry.title, None, None, entry.line, company=entry.company, at=entry.start)
    return Job(
        entry.title,
        span.start,
        span.end,
        entry.line,
        span.present,
        span.single,
        entry.company,
        entry.start,
        entry.written,
    )


def _told(line: Line, today: Date, days_first: bool | None, said: bool = True) -> list[Job]:
    """Jobs of a sentence: each span of years with the title that stands before or after it."""
    text = line.text[:2_000]
    spans = [span for span in read_spans(text, today, days_first) if span.start is not None]
    spans = [
        span
        for span in spans
        if not span.single or re.search(r"\b(?:served|worked|employed) as\b", text, re.IGNORECASE)
    ]
    if not spans or is_no_job(text):
        return []
    found = []
    for at, span in enumerate(spans):
        begin = spans[at - 1].place[1] if at else 0
        end = spans[at + 1].place[0] if at + 1 < len(spans) else len(text)
        before = text[max(begin, span.place[0] - LONGEST_LINE) : span.place[0]]
        after = text[span.place[1] : min(end, span.place[1] + LONGEST_LINE)]
        if said and not (
            ROLE_OF.search(before)
            or ROLE_OF.search(after[:80])
            or re.search(r"\b(?:worked|served|employed|acted)\b", before + after[:80], re.IGNORECASE)
        ):
            return []
        title = _title(before, after)
        who, _, employer = title.partition(" with ")
        if employer[:1].isupper() and is_role(who):  # "Served as an Optometrist with Whitaker Eye Care"
            title = who
        if title:
            found.append(
                Job(
                    title, span.start, span.end, line.text[: 2 * LONGEST_LINE], span.present, span.single, at=line.start
                )
            )
    return found


def _title(before: str, after: str) -> str:
    """The title that a sentence names: what stands before the date, or after it where the date comes first."""
    if re.match(r"\W*as an?\s", after) and not ROLE_OF.search(before):
        return title_in(after)
    pieces = sentences(_TAIL.sub("", before.strip(" \t*_")))
    told = bool(pieces) and (ROLE_OF.search(pieces[-1]) is not None or is_role(pieces[-1].strip(" -–—|:")))
    if pieces and (told or not ROLE_OF.search(after[:60])) and (title := title_in(pieces[-1])):
        return title
    match = ROLE_OF.search(after[:80])
    return title_in(after[match.start() :]) if match else title_in(after.lstrip(" \t)]:,.-–—_*")[:60])
