"""The experience that a resume states: job titles with the years they were held.

Best effort on free text, in linear time; of an overlong section only the start is read. Every span of years makes one
job; its title is looked for on the same line, then on the line above, then below.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.dates import LONGEST_LINE, SPAN, YEARS, date_spans
from dataset_builder.text.job_titles import ROLE_OF, TITLE_LABEL, title_in
from dataset_builder.text.sections import LONGEST_BODY, bullet_lines, sentences

# The whole text before a date, where it only announces the date: "Duration:".
_DATE_LABEL = re.compile(
    r"^[\s*_\-•#(]*(?:duration|years?(?: of (?:service|experience))?|period|dates?|experience|employed|tenure|time|from"
    r"|organization|company(?: name)?|employer|between|in|since|during)?\b[\s:*_,(\[\-–]*$",
    re.IGNORECASE,
)

# A line about something else than the title: "Company:".
_OTHER_LABEL = re.compile(
    r"^[\s*_\-•#]*(?:company|organi[sz]ation|employer|location|(?:key |main )?responsibilities|duties|job detail"
    r"|description|achievements|tasks)\b[^:]{0,20}:",
    re.IGNORECASE,
)

# Words between a title and its date.
_TAIL = re.compile(
    r"(?:[\s,;:(\[\-–—]|\b(?:from|between|during|for|in|since|the|period|duration|years?|of|year|on|over|with|and|to|up"
    r"|till|until|by|a|an|span|time)\b)+$",
    re.IGNORECASE,
)

# A number of years before a title: "3 years of experience".
_YEAR_TALK = re.compile(
    rf"^(?:(?:a )?total of )?{YEARS.pattern}(?: of)?(?: (?:work|professional|practical))?(?: experience)?\s*(?:\($)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Job:
    """One job of a resume. A year is None where none is stated; an `end_year` also where it says "present"."""

    title: str
    start_year: int | None
    end_year: int | None
    line: str


def resume_jobs(text: str) -> list[Job]:
    """The jobs of an experience section, in the order of the text."""
    lines = _lines(text)
    dated = {number: date_spans(line) for number, (_, line) in enumerate(lines) if SPAN.search(line)}
    signs = {bool(lines[number][0]) for number in dated}
    used = set(dated)
    found: list[tuple[int, Job]] = []
    for number, spans in dated.items():
        line = lines[number][1]
        for before, start, end, after in spans:
            title = _own_title(before, after)
            company = _company_line(before)
            if (not title or company) and (near := _near_title(lines, number, used)) and near[0]:
                title = near[0]
                used.add(near[1])
            if title:
                found.append((number, Job(title, start, end, line[: 2 * LONGEST_LINE])))
    for number, (bullet, line) in enumerate(lines):
        if number in used or len(line.split(maxsplit=15)) > 12 or line.endswith(":") or _OTHER_LABEL.match(line):
            continue
        listed_too = signs == {True} and bullet and len(dated) * 2 >= len(lines)
        if (not dated or listed_too) and (title := title_in(line)):
            found.append((number, Job(title, None, None, line)))
    return [job for _, job in sorted(found, key=lambda pair: pair[0])]


def _own_title(before: str, after: str) -> str:
    """The title on the line of a date: what stands before the date, or after it where the date comes first."""
    before = _YEAR_TALK.sub("", before.strip(" \t*_"))
    if re.match(r"\W*as an?\s", after) and not ROLE_OF.search(before):
        return title_in(after)
    if not _DATE_LABEL.match(before) and not _OTHER_LABEL.match(before):
        pieces = sentences(_TAIL.sub("", before))
        if pieces and (title := title_in(pieces[-1])):
            return title
    if _OTHER_LABEL.match(before):
        return ""
    after = after.lstrip(" \t)]:,.-–—_*")
    return title_in(after) if (after and not after[0].islower()) or ROLE_OF.match(after[:40]) else title_in(after[:60])


def _near_title(lines: list[tuple[str | None, str]], number: int, used: set[int]) -> tuple[str, int] | None:
    """The title for a date alone on its line, and its line number: a labelled line close above, else the next line above or below."""
    for back in range(number - 1, max(-1, number - 5), -1):
        if back in used:
            break
        if match := TITLE_LABEL.match(lines[back][1]):
            return title_in(lines[back][1][match.end() :]), back
    for near in (number - 1, number + 1):
        if 0 <= near < len(lines) and near not in used and not SPAN.search(lines[near][1][:LONGEST_LINE]):
            text = lines[near][1]
            if len(text.split()) <= 14 and not _OTHER_LABEL.match(text):
                return title_in(text), near
    return None


def _company_line(before: str) -> bool:
    """Whether the text before a date is an employer rather than a job."""
    return bool(
        re.match(r"\s*(?:[A-Z][\w&.]*\s){0,3}(?:Inc|Corp|Corporation|LLC|Ltd|Company|Co)\b[.,]?\s*\(?\s*$", before)
    )


def _lines(text: str) -> list[tuple[str | None, str]]:
    """Lines with their bullets; unlike in lists of skills, a line below a bullet stays a line."""
    return [pair for line in text[:LONGEST_BODY].split("\n") for pair in bullet_lines(line)]
