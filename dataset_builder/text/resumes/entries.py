"""The jobs of a resume as blocks: title, employer and dates on any lines and in any order.

    read_entries(lines, today)      # lines of `blocks.split_lines`, of a section of experience or of a page without headings

A dated line anchors an entry; the short lines that stand with it, unparted by blank lines, bullets or prose, are its header.
Whether headers stand above or below their dates is told from the first one. Labelled lines, tables and undated headers are
read by their own rules. What is dated and no job (leave, degrees, awards, licences, courses, page footers) is left out.
"""

import re
from dataclasses import replace
from typing import TypeGuard

from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.layout.lines import Line
from dataset_builder.text.resumes.entry import LONGEST_HEADER, Entry, first_span, is_no_job, is_sentence
from dataset_builder.text.resumes.entry_header import Header, read_header
from dataset_builder.text.resumes.entry_rows import (
    Row,
    has_role,
    is_bare,
    is_header_line,
    is_role_bullet,
    joins,
    names_title,
    row_of,
)
from dataset_builder.text.resumes.entry_words import LABEL, SEASON
from dataset_builder.text.resumes.tables import labelled_entries, table_entries
from dataset_builder.text.titles.roles import is_role

# Of one section; a longer one is read from its start.
MOST_ENTRIES = 60
_ABOVE, _BELOW = 4, 3


def read_entries(lines: list[Line], today: Date, days_first: bool | None = None, headed: bool = True) -> list[Entry]:
    """The jobs in the order of the text. `headed`: the lines stand below a heading of experience, so undated ones count."""
    listed = labelled_entries(lines, today, days_first) or table_entries(lines, today, days_first)
    if listed:
        return listed[:MOST_ENTRIES]
    lines = _cut_long(lines, today, days_first)
    rows = [row_of(line, today, days_first) for line in lines]
    anchors = _anchors(rows, headed)
    entries = _grouped(rows, anchors, headed)
    return entries[:MOST_ENTRIES]


# Where the header of an entry that opens with its date ends.
_STOP = re.compile(
    r"(?<!\b[JSD]r)(?<!\bSt)(?<!\bNo)[:.;]\s|\s[–—-]\s(?=[a-z])|,\s(?=(?:where|who|which|responsible|working|with)\b)"
)
_DASH = ("-", "–", "—")


def _cut_long(lines: list[Line], today: Date, days_first: bool | None) -> list[Line]:
    """A paragraph that opens with a title, an employer and dates, in its header and the rest: "Baker (2013 - 2016): kneaded ..."."""
    found: list[Line] = []
    for line in lines:
        if len(line.text.split()) <= LONGEST_HEADER and not re.search(
            r"(?:[)\d]|\b(?:now|present|date|today|ongoing))\s?[:;.]\s+\w|:\s+\w+(?:\s+\S+){3}", line.text
        ):
            found.append(line)
            continue
        spans = [span for span in read_spans(line.text[:260], today, days_first) if span.place[0] < 160]
        span = next((span for span in spans if not span.single), spans[0] if spans else None)
        if span is None or len(line.text[: span.place[0]].split()) > LONGEST_HEADER:
            found.append(line)
            continue
        end = span.place[1] + len(re.match(r"[\s)\]*_]*", line.text[span.place[1] :]).group())
        before = SEASON.sub("", line.text[: span.place[0]]).strip(" (*_-–—:,")
        if not before:  # the date comes first: its header goes up to the next stop
            stop = next(
                (
                    found
                    for found in _STOP.finditer(line.text, end + 2)
                    if found.group().strip() not in _DASH
                    or not is_role(re.split(r"[:.;,]", line.text[found.end() :])[0])
                ),
                None,
            )
            end = len(line.text) if stop is None else stop.start()
            if len(line.text[:end].split()) > LONGEST_HEADER + 6:
                found.append(line)
                continue
        rest = line.text[end:]
        lead = len(re.match(r"[\s:;.,–—|-]*", rest).group())
        found.append(replace(line, text=line.text[:end].strip()))
        if not rest[lead:]:
            continue
        start, rest = line.start + end + lead, rest[lead:]
        stop = re.search(r"[.;]\s|[:,]\s", rest[:80])
        if stop is not None and is_role(rest[: stop.start()]) and not has_role(before):
            found.append(replace(line, text=rest[: stop.start()], start=start, after_blank=False, bullet=False))
            start, rest = start + stop.end(), rest[stop.end() :]
        if rest:
            found.append(replace(line, text=rest, start=start, after_blank=False, bullet=True, sign="\0"))
    return found


def _anchors(rows: list[Row], headed: bool) -> list[int]:
    dated = [at for at, row in enumerate(rows) if row.spans and not row.prose and row.words <= LONGEST_HEADER]
    plain = [at for at in dated if not rows[at].line.bullet and any(not span.single for span in rows[at].spans)]
    found = []
    for at in dated:
        row = rows[at]
        single = all(span.single for span in row.spans)
        role = any(
            is_role(piece.strip(" .()"))
            for piece in re.split(r"[,|·•–—(;:@]|\s[/-]\s|\s{2,}|\sat\s", row.rest)
            if piece.strip()
        )
        if row.line.bullet and plain and not (role and not single and _alone(rows, at)):
            continue
        if single and re.match(r"\W*certified\b", row.rest, re.IGNORECASE):
            continue  # a certificate with its year
        if single and not role and not (row.only_date and not row.line.bullet and _role_near(rows, at)):
            continue
        if not (headed or role) and not ((row.only_date or not single) and _role_near(rows, at)):
            continue
        found.append(at)
    return found


def _alone(rows: list[Row], at: int) -> bool:
    """A dated bullet whose neighbours are dated bullets or nothing is an entry in a list; one among duties is a duty."""
    return all(bool(rows[near].spans) for near in (at - 1, at + 1) if 0 <= near < len(rows))


def _role_near(rows: list[Row], at: int) -> bool:
    for near in (at - 1, at + 1):
        if 0 <= near < len(rows) and not rows[near].prose and not rows[near].line.bullet and has_role(rows[near].rest):
            return True
    # title, employer, dates: the title stands two lines above
    if (
        at >= 2
        and rows[at].only_date
        and is_header_line(rows[at - 1])
        and is_header_line(rows[at - 2])
        and not rows[at].line.after_blank
        and not rows[at - 1].line.after_blank
    ):
        return has_role(rows[at - 2].rest)
    return False


def _above(rows: list[Row], at: int, used: set[int]) -> list[int]:
    found: list[int] = []
    near = at - 1
    while (
        near >= 0 and len(found) < _ABOVE and near not in used and is_header_line(rows[near]) and joins(rows, near + 1)
    ):
        found.insert(0, near)
        near -= 1
    if (
        not found
        and rows[at].only_date
        and near == at - 1
        and near >= 0
        and near not in used
        and is_header_line(rows[near])
        and has_role(rows[near].rest)
    ):
        found.append(near)  # a blank line between title and date
    return found


# "6 years 1 month" on a line of its own.
_TOTAL = re.compile(
    r"\W*\d{1,2}\s*(?:years?|yrs?|months?|mos?)\b(?:,?\s*\d{1,2}\s*(?:months?|mos?)\b)?\W*$", re.IGNORECASE
)


def _of_profile(rows: list[Row], above: list[int]) -> tuple[list[int], str]:
    """Header lines of a profile's page, where an employer with several roles stands above how long they lasted together."""
    for place in range(len(above) - 1, 0, -1):
        if _TOTAL.match(rows[above[place]].line.text) and place < len(above) - 1:
            return above[place + 1 :], rows[above[place - 1]].rest.strip()
    return above, ""


def _below(rows: list[Row], at: int, used: set[int]) -> list[int]:
    found: list[int] = []
    near = at + 1
    while (
        near < len(rows)
        and len(found) < _BELOW
        and near not in used
        and is_header_line(rows[near])
        and joins(rows, near)
    ):
        found.append(near)
        near += 1
    return found


def _grouped(rows: list[Row], anchors: list[int], headed: bool) -> list[Entry]:
    used: set[int] = set(anchors)
    above_first = bool(anchors and _above(rows, anchors[0], used))
    jobs = [at for at in anchors if not is_no_job(rows[at].rest)]
    bare = sum(is_bare(rows, at) and names_title(rows[at].rest) for at in jobs)
    plain = bare * 2 >= len(jobs) and bare > 0
    entries: list[tuple[int, Entry]] = []
    last: Entry | None = None
    for at, following in zip(anchors, (*anchors[1:], None)):
        row = rows[at]
        above, employer = _heads(rows, at, used, headed)
        below = _tails(rows, at, following, above, used, above_first)
        lines = [rows[near].rest for near in above] + [row.rest] + [rows[near].rest for near in below]
        if is_no_job(row.rest if row.rest and not row.only_date else " | ".join(lines)):
            used.update(near for near in above if not has_role(rows[near].rest))
            continue
        alone = plain and not above and not row.only_date
        header = read_header([row.rest], 0, True) if alone else read_header(lines, len(above))
        empty = (not header.title and not header.company) or (row.only_date and not above and not below)
        if empty and is_role_bullet(rows, at + 1):
            header = read_header([rows[at + 1].rest])
            used.add(at + 1)
        if not (header.title or header.company) or not (headed or header.is_role):
            continue
        used.update(above, below)
        if employer:
            header = replace(header, company=employer, own_line=True)
        elif header.title and not header.company and _goes_on(last, row):
            header = replace(header, company=last.company, own_line=True)
        last = _entry(row, header)
        entries.append((at, last))
    if headed:
        entries += _undated(rows, used)
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0])]


def _goes_on(last: Entry | None, row: Row) -> TypeGuard[Entry]:
    """Whether a job stands below another one of the same employer, who is named on a line of its own above both."""
    return last is not None and bool(last.company) and last.own_line and not row.line.after_blank


def _heads(rows: list[Row], at: int, used: set[int], headed: bool) -> tuple[list[int], str]:
    """The lines above a date that belong to it, and the employer where a line about one stands among them."""
    above = _above(rows, at, used)
    if above and has_role(rows[at].rest):
        above = above[1:] if not headed and above[0] == 0 else above  # the page's first line is its person's name
        above = [near for near in above if not is_sentence(rows[near].line.text.rstrip())]
    left, employer = _of_profile(rows, above)
    used.update(near for near in above if near not in left)
    return left, employer


def _tails(
    rows: list[Row], at: int, following: int | None, above: list[int], used: set[int], above_first: bool
) -> list[int]:
    """The lines below a date that belong to it. `above_first`: those of the first date stand above it."""
    row, below = rows[at], _below(rows, at, used)
    if following is not None and below and below[-1] + 1 == following and joins(rows, following):
        # lines between two dates without a gap: above or below as the first entry has it
        below = [] if above_first or (has_role(row.rest) and has_role(rows[below[-1]].rest)) else below
    if any(map(names_title, (row.rest, *(rows[near].rest for near in above)))):
        below = [near for near in below if not has_role(rows[near].rest)]
        below = below[:1] if not below or below[0] == at + 1 else []
    return below


def _entry(row: Row, header: Header) -> Entry:
    before = row.before or row.rest
    return Entry(
        header.title,
        header.company,
        first_span(row.spans),
        row.line.text[:400],
        row.line.start,
        " ".join(before.split()) if "        " in row.before else before,
        header.own_line,
    )


def _undated(rows: list[Row], used: set[int]) -> list[tuple[int, Entry]]:
    """Headers without a date: short lines with a title that open a block."""
    found = []
    bulleted = [row.line.bullet for row in rows]
    only_bullets = bool(rows) and all(bulleted) and not any(row.prose for row in rows)
    dated_bullets = [at for at in used if rows[at].line.bullet and rows[at].spans]
    for at, row in enumerate(rows):
        if at in used or row.prose or row.spans or row.words > 12 or row.line.sign == "\0" or is_sentence(row.rest):
            continue
        listed = row.line.bullet and (only_bullets or (len(dated_bullets) >= 1 and len(dated_bullets) * 2 >= len(rows)))
        if row.line.bullet and not listed:
            continue
        opens = at == 0 or row.line.after_blank or listed
        follows = at + 1 < len(rows) and rows[at + 1].line.bullet and not row.line.bullet
        if not (opens or follows) or not has_role(row.rest) or is_no_job(row.rest) or LABEL.match(row.rest):
            continue
        lines = [row.rest]
        near = at + 1
        while (
            not listed
            and near < len(rows)
            and near not in used
            and is_header_line(rows[near])
            and joins(rows, near)
            and len(lines) < 3
            and not has_role(rows[near].rest)
        ):
            lines.append(rows[near].rest)
            near += 1
        if (
            at
            and not listed
            and not row.line.after_blank
            and at - 1 not in used
            and is_header_line(rows[at - 1])
            and not has_role(rows[at - 1].rest)
        ):
            lines.insert(0, rows[at - 1].rest)
        header = read_header(lines)
        if header.title and header.is_role:
            found.append((at, Entry(header.title, header.company, None, row.line.text[:400], row.line.start)))
    return found
