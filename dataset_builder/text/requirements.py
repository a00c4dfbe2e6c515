"""The experience that a job description asks for: job titles with the months that are asked.

Best effort on free text, in linear time. Every amount of time makes one job; its title follows ("3 years as a Baker") or
precedes it ("Baker: 3 years"). What is a part of another amount ("including 2 years with ...") or only preferred is no job of
its own. Which lines of a post ask for anything at all, `posts` says.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.amounts import Amount, amounts
from dataset_builder.text.dates import LONGEST_LINE
from dataset_builder.text.job_titles import ROLE_OF, title_in
from dataset_builder.text.posts.clause_words import AFTER_TIME, AGE, NOT_ASKED_TIME
from dataset_builder.text.sections import LONGEST_BODY, bullet_lines
from dataset_builder.text.titles.roles import is_role

# What is between "experience" and the title: "in", "in the role of a".
_IN = re.compile(
    r"^(?:.{0,40}?\b(?:in|with|of|on|for|performing duties of|under|within)\b(?: (?:an?|the|our)\b)?)"
    r" (?:(?:role|field|position|area|domain|capacity|job) (?:of|as)(?: (?:an?|the)\b)? )?(?=\S)",
    re.IGNORECASE,
)

# Words at the end of a piece that belong to the number of years, not to a title.
_CONNECTIVE = re.compile(
    r"(?:[\s,;:(\[\-–—]|\b(?:and|at least|a minimum of|minimum|minimum of|min|at|least|of|for|with|a|an|over|about|around"
    r"|more than|additional|prior|period|plus|followed by|another|further|has|have|the|or|required|is|spent|no less than)\b\.?)+$",
    re.IGNORECASE,
)
# Before an amount that is a part of the one before: "8 years, including 2 years in healthcare".
_PART = re.compile(
    r"\b(?:including|incl\.?|of which|of that|of those|with at least|ideally|preferably)(?:\s+(?:at least|a minimum of|the last|minimum))?\s*$",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"^\W*(?:is |are |would be |or more |experience )?(?:preferred|desirable|desired|ideal|ideally|a plus|an advantage|a bonus|preferable)\b",
    re.IGNORECASE,
)
_NONE_NEEDED = re.compile(
    r"\bno\s+(?:(?:prior|previous|relevant|specific|direct|work)\s+)*experience\s*(?:is |are )?(?:needed|required|necessary|expected)?\b",
    re.IGNORECASE,
)
# Names no job: "3 years in full-time employment", "in a similar role".
_ANY = re.compile(
    r"(?:full[- ]time|part[- ]time|paid|similar|comparable|related|relevant|equivalent|any|this|the same|such|employment)\b",
    re.IGNORECASE,
)
# Before the jobs that a line lists: "Required work experience: Nurse (3 years)".
_LABEL = re.compile(r"^\W*(?:[A-Za-z]+ ){0,3}experience\s*(?:[:–—]|-\s)\s*", re.IGNORECASE)
_MONEY = re.compile(r"[$£€]\s?[\d.,]+k?\s*$")
# "Cloud Engineer: at least": what stands before an amount heads it.
_HEADS = re.compile(
    r"\s*(?::|\s[–—-])\s*(?:at least|a minimum of|minimum(?: of)?|min\.?|over|about)?\s*$", re.IGNORECASE
)
# The next job of a list: ", Cook (2 years)", " and Nanny (1 year)", "; Welder for 2 years".
_NEXT = re.compile(r"[\s,;.]*(?:(?:and|or|plus|as well as|then)\s+)?")
_AS_MANY = re.compile(r"^\W*(?:required|minimum|experience|needed|,|or more|\+)", re.IGNORECASE)


@dataclass(frozen=True)
class RequiredJob:
    """One job that is required; `months` is None where no amount is given. `at`: where the amount stands in `line`."""

    title: str
    months: int | None
    line: str
    at: int = 0

    @property
    def years(self) -> int | None:
        """Full years, for whoever counts in years."""
        return None if self.months is None else self.months // 12


def asked_amounts(line: str) -> list[Amount]:
    """The amounts of a line that are experience asked of an applicant: no age, contract, notice, or the employer's years."""
    found = []
    for amount in amounts(line):
        start, end = amount.place
        before, after = line[max(0, start - 60) : start], line[end : end + 60]
        if AFTER_TIME.match(after) or NOT_ASKED_TIME.search(before) or AGE.search(line[max(0, start - 25) : end + 12]):
            continue
        if _MONEY.search(before):
            continue  # "$1,000 a year for books"
        found.append(amount)
    return found


def required_jobs(text: str) -> list[RequiredJob]:
    """The jobs that the experience section of a job description requires, in the order of the text."""
    found: list[RequiredJob] = []
    for _, line in bullet_lines(text[:LONGEST_BODY]):
        found += asked_in(line)
    return found


def asked_in(line: str) -> list[RequiredJob]:
    """The jobs that one line asks for; without an amount, the job that it names with "as a"."""
    if match := _NONE_NEEDED.search(line[: 2 * LONGEST_LINE]):
        title = _required_title("", line[match.end() :]) if line[match.end() :].strip(" .,;") else ""
        return [RequiredJob(title, 0, line[: 2 * LONGEST_LINE], match.start())] if title else []
    if label := _LABEL.match(line):
        line = line[label.end() :] or line
    matches = asked_amounts(line)
    if len(parts := _jobs_apart(line, matches)) > 1:
        return [job for part in parts for job in asked_in(part)]
    if not matches:
        if (
            not line.endswith(":")
            and (match := ROLE_OF.search(line[:LONGEST_LINE]))
            and (title := title_in(line[match.start() :]))
        ):
            return [RequiredJob(title, None, line)]
        return []
    found: list[RequiredJob] = []
    ends = [match.place[0] for match in matches[1:]] + [len(line)]
    before = line[: matches[0].place[0]][-LONGEST_LINE:]
    for i, amount in enumerate(matches):
        start, end = amount.place
        after = line[end : min(ends[i], end + LONGEST_LINE)]
        part = found and (_PART.search(line[max(0, start - 40) : start]) or _PREFERRED.match(line[end : end + 60]))
        if (
            part
            and not is_role(found[-1].title)
            and (named := ROLE_OF.search(after))
            and is_role(title_in(_CONNECTIVE.sub("", after)[named.start() :]))
        ):
            found.pop()  # "a career of 7 years, including 4 as a Baker and 3 as a Cook" asks for those two
            part = False
        if not part:
            # "3 years required, 5 years preferred, as a Data Analyst": the title stands after both
            rest = (
                line[end : end + LONGEST_LINE]
                if i + 1 < len(matches) and _AS_MANY.match(after) and not ROLE_OF.search(after)
                else after
            )
            if rest is not after and (preferred := re.search(r"\bpreferred\b\W*", rest)):
                rest = rest[preferred.end() :]
            if title := _required_title(before if i == 0 or not after.strip(" .,;") else "", rest):
                found.append(RequiredJob(title, amount.least, line[: 2 * LONGEST_LINE], start))
        before = after
    return found


def _jobs_apart(line: str, matches: list[Amount]) -> list[str]:
    """A line that lists jobs, one part for each: "Nurse (3 years) and Aide (1 year)", "Tester for 3 years; Analyst for 2 years"."""
    cuts = [match.place[1] for match in matches]
    if len(cuts) < 2:
        return [line]
    ends = []
    for at, end in enumerate(cuts):
        gap = line[end : matches[at + 1].place[0] if at + 1 < len(cuts) else len(line)]
        closed, apart = re.match(r"[^();]{0,12}\)", gap), gap.find(";")
        if closed and line.rfind("(", 0, end) > (ends[-1] if ends else -1):
            ends.append(end + closed.end())
        elif apart >= 0 or at + 1 == len(cuts):
            ends.append(end + apart if apart >= 0 else len(line))
        else:
            return [line]
    starts = [0, *(end + _NEXT.match(line[end:]).end() for end in ends[:-1])]
    return [line[start:end] for start, end in zip(starts, [*ends[:-1], len(line)], strict=True)]


def _required_title(before: str, after: str) -> str:
    """The title next to a number of years: after it ("3 years as a Baker"), else before it ("Baker: 3 years")."""
    labelled = title_in(_CONNECTIVE.sub("", before)) if _HEADS.search(before) else ""
    after = _CONNECTIVE.sub("", after)
    after = re.split(r",?(?<![-–—])\s+(?:including|incl\.|(?:\w+\s+)?of which)\b", after)[0]
    before = _CONNECTIVE.sub("", before)
    if match := ROLE_OF.search(after):
        return title_in(after[match.start() :])
    if match := ROLE_OF.search(before):
        return title_in(before[match.start() :])
    plain = re.sub(r"^\W*(?:of )?(?:[a-z'’-]+ ){0,3}?experience\b|^\W*(?:minimum|or more|required|plus)\b", "", after)
    if (match := _IN.match(plain)) and (title := title_in(plain[match.end() :])) and not _ANY.match(title):
        return labelled if is_role(labelled) and not is_role(title) else title
    if (
        before.strip()
        and (title := title_in(before))
        and len(after.split()) <= 2
        and not (is_role(after) and not is_role(title))
    ):
        return title
    title = title_in(re.sub(r"\bexperience\b.*", "", after))
    if is_role(labelled) and not is_role(title):
        return labelled  # "Cloud Engineer: 3+ years in a similar role"
    return title if title and not _ANY.match(title) else title_in(before)
