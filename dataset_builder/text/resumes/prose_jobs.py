"""Jobs that a letter or a paragraph tells of: "From March 2021 until 2024 I was head waiter at the Salt Loft in Padstow".

Read only where a resume has no other jobs. A clause is a job where it has dates, words that lead to a title, and a title.
"""

import re

from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.layout.lines import Line
from dataset_builder.text.resumes.entry import Entry, is_no_job
from dataset_builder.text.titles.roles import is_role

_CLAUSE = re.compile(
    r"(?<=[a-z\d)])[.!;]\s+(?=[A-Z])|,?\s+(?:and )?(?=before (?:that|then)\b)|,\s+and (?=(?:from|since|then)\b)"
)
_TITLE = re.compile(
    r"\b(?:I(?:['’]m| was| am| have been|['’]ve been| became)(?: working| employed)?(?: as)?|(?:worked|working|employed|hired|started|role|job|post|years) (?:as|of)|as)\s+(?:an?\s+|the\s+|their\s+)?"
    r"(?P<title>[A-Za-z][\w'’/&-]*(?:\s+[\w'’/&-]+){0,4}?)(?=\s+(?:at|for|with|in|on|from|since|until|to)\b|\s*[,.;(]|\s*$)"
)
_EMPLOYER = re.compile(
    r"\s+(?:at|for|with)\s+(?:the\s+)?(?P<name>[A-Z][\w&'’.-]*(?:\s+(?:[A-Z][\w&'’.-]*|&|of(?=\s+[A-Z])))*)"
)  # fmt: skip


def prose_entries(lines: list[Line], today: Date, days_first: bool | None = None) -> list[Entry]:
    """The jobs in the order of the text; each with the dates of its own clause."""
    found: list[Entry] = []
    for line in lines:
        text, at = line.text[:2_000], 0
        for end, following in [*(match.span() for match in _CLAUSE.finditer(text)), (len(text), len(text))]:
            entry = _entry(text[at:end], line.start + at, today, days_first)
            if entry is not None:
                found.append(entry)
            at = following
    return found


def _entry(clause: str, start: int, today: Date, days_first: bool | None) -> Entry | None:
    span = next(
        (span for span in read_spans(clause, today, days_first) if span.start is not None and not span.single), None
    )
    if span is None:
        return None
    for match in _TITLE.finditer(clause):
        title = match["title"]
        if is_role(title) and not is_no_job(title):
            employer = _EMPLOYER.match(clause, match.end())
            return Entry(title, employer["name"].rstrip(".,") if employer else "", span, clause[:400], start)
    return None
