"""The experience that a job description requires: job titles with the number of years.

Required experience only; required skills are the items of the skills section (`sections.items`). Best effort on free text,
in linear time. Every number of years makes one job; its title follows ("3 years as a Baker") or precedes it ("Baker: 3
years").
"""

import re
from dataclasses import dataclass

from dataset_builder.text.dates import LONGEST_LINE, YEARS, number_of_years
from dataset_builder.text.job_titles import ROLE_OF, title_in
from dataset_builder.text.sections import LONGEST_BODY, bullet_lines

# What is between "experience" and the title: "in", "in the role of a".
_IN = re.compile(
    r"^(?:.{0,40}?\b(?:in|with|of|on|for|performing duties of|under|within)\b(?: (?:an?|the|our)\b)?)"
    r" (?:(?:role|field|position|area|domain|capacity|job) (?:of|as)(?: (?:an?|the)\b)? )?(?=\S)",
    re.IGNORECASE,
)

# Words at the end of a piece that belong to the number of years, not to a title.
_CONNECTIVE = re.compile(
    r"(?:[\s,;:(\[\-–—]|\b(?:and|at least|a minimum of|minimum|minimum of|min|at|least|of|for|with|a|an|over|about|around"
    r"|more than|additional|prior|period|plus|followed by|another|further|has|have|the|required|is|spent|no less than)\b\.?)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RequiredJob:
    """One job that is required; `years` is None where no number is given."""

    title: str
    years: int | None
    line: str


def required_jobs(text: str) -> list[RequiredJob]:
    """The jobs that the experience section of a job description requires, in the order of the text."""
    found: list[RequiredJob] = []
    for _, line in bullet_lines(text[:LONGEST_BODY]):
        matches = list(YEARS.finditer(line))
        if not matches:
            if (
                not line.endswith(":")
                and (match := ROLE_OF.search(line[:LONGEST_LINE]))
                and (title := title_in(line[match.start() :]))
            ):
                found.append(RequiredJob(title, None, line))
            continue
        starts = [*(match.start() for match in matches), len(line)]
        before = line[: matches[0].start()][-LONGEST_LINE:]
        for i, match in enumerate(matches):
            years = number_of_years(match)
            after = line[match.end() : min(starts[i + 1], match.end() + LONGEST_LINE)]
            if title := _required_title(before if i == 0 or not after.strip(" .,;") else "", after):
                found.append(RequiredJob(title, years, line[: 2 * LONGEST_LINE]))
            before = after
    return found


def _required_title(before: str, after: str) -> str:
    """The title next to a number of years: after it ("3 years as a Baker"), else before it ("Baker: 3 years")."""
    after = _CONNECTIVE.sub("", after)
    before = _CONNECTIVE.sub("", before)
    if match := ROLE_OF.search(after):
        return title_in(after[match.start() :])
    if match := ROLE_OF.search(before):
        return title_in(before[match.start() :])
    plain = re.sub(r"^\W*(?:of )?(?:[a-z'’-]+ ){0,3}?experience\b|^\W*(?:minimum|or more|required|plus)\b", "", after)
    if (match := _IN.match(plain)) and (title := title_in(plain[match.end() :])):
        return title
    if before.strip() and (title := title_in(before)) and len(after.split()) <= 2:
        return title
    return title_in(re.sub(r"\bexperience\b.*", "", after)) or title_in(before)
