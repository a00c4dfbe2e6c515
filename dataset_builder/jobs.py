"""Jobs as resumes and job descriptions state them: titles with dates, titles with years asked.

Best effort on free text, in linear time; of an overlong section only the start is read. Every date or number of years found makes one job; its title is
looked for on its own line, then on the line above, then below. Titles are cut down to the name of the job:
no verb before it, no employer or description behind it.
"""

import re
from dataclasses import dataclass

from dataset_builder.sections import LONGEST_BODY, bullet_lines, sentences


@dataclass(frozen=True)
class Job:
    """One job of a resume. A year is None where none is stated; an `end_year` also where it says "present"."""

    title: str
    start_year: int | None
    end_year: int | None
    line: str


@dataclass(frozen=True)
class RequiredJob:
    """One job that a job description asks for; `years` is None where no number is given."""

    title: str
    years: int | None
    line: str


_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?,?\s{0,3}"
_SPAN = re.compile(
    rf"(?:\b{_MONTH}|\b\d{{1,2}}/)?\b((?:19|20)\d\d)\b"
    rf"(?:\s{{0,3}}(?:-{{1,2}}|–|—|to\b:?|until\b|till\b|through\b|and\b|up to\b)\s{{0,3}}"
    rf"(?:{_MONTH}|\d{{1,2}}/)?((?:19|20)\d\d\b|\d\d\b|present\b|current\b|now\b|today\b|date\b))?",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"a": 1, "an": 1, "single": 1, "fifteen": 15, "twenty": 20}
_YEARS = re.compile(
    r"\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a|single)"
    r"(?:\s?\(\d{1,2}\))?(?:\+|\sor more|\s(?!few|couple|of|years?\b)[a-z]{3,15}(?=\s))?"
    r"(?:\s?[-–]\s?\d{1,2})?[\s-]{0,3}(?:years?|yrs?)\b(?:\s?\([s)]{1,2})?(?:['’`]s?)?",
    re.IGNORECASE,
)
_EDGE = " \t\"“”'‘’`*_,;:|-–—([{"
_ROLE_OF = re.compile(
    r"\b(?:as|(?:role|position|job|post|profession|capacity|title) (?:of|as)|be|being|become)\b"
    r"(?: (?:an?|the|our|its|your|past|such)\b)? ?(?=\S)",
    re.IGNORECASE,
)
_IN = re.compile(
    r"^(?:.{0,40}?\b(?:in|with|of|on|for|performing duties of|under|within)\b(?: (?:an?|the|our)\b)?)"
    r" (?:(?:role|field|position|area|domain|capacity|job) (?:of|as)(?: (?:an?|the)\b)? )?(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[\s*_\-•#]*(?:job title|title|role|position|designation|job)\b[*_ ]*[:\-–]\s*", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"^[\s*_\-•#(]*(?:duration|years?(?: of (?:service|experience))?|period|dates?|experience|employed|tenure|time|from"
    r"|organization|company(?: name)?|employer|between|in|since|during)?\b[\s:*_,(\[\-–]*$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"^[\s*_\-•#]*(?:company|organi[sz]ation|employer|location|(?:key |main )?responsibilities|duties|job detail"
    r"|description|achievements|tasks)\b[^:]{0,20}:",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,;:(\[\-–—]|\b(?:from|between|during|for|in|since|the|period|duration|years?|of|year|on|over|with|and|to|up"
    r"|till|until|by|a|an|span|time)\b)+$",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"(?:,\s+|\s+[-–—]\s+|\s+)at\s+(?=[A-Z\[])"
    r"|\s*,\s*(?=[^,]{0,40}\b(?:Inc|Corp|Corporation|LLC|Ltd|Company|Co|Hospital|Clinic|University|College|School"
    r"|Center|Centre|Group|Bank|Industries|Solutions|Systems|Technologies|Agency|Services|XYZ|ABC|DEF|Organi[sz]ation"
    r"|City|Court|Incorporation|Incorporated|Firm|Studio|Labs?|Restaurant|Hotel)\b)"
    r"|\s+\[",
)
_REST = re.compile(
    r"\s*(?:[.;!?](?=\s+[A-Z(])|[;]|:(?=\s)|,?\s+(?:where|wherein|who|which|that|whose|while|preferably|specifically"
    r"|focus(?:s?ing|ed)|specializing|concentrating|demonstrating|emphasizing|overseeing|leading|managing|working"
    r"|involv(?:ing|ed)|is|are|was|would|will|must|should|required|preferred|mandatory|essential|necessary)\b"
    r"|\s+(?:in|at|within|on) (?:an?|the|our|your|this|large|any|related|similar|relevant)\b"
    r"|,?\s+(?:with|and|plus|along|followed by|has|have) (?:an?|the|at least|minimum|proven|strong|prior|valuable|good|some"
    r"|relevant|hands-on|demonstrated|extensive|experience|focus|exposure|additional|background|another|further|over|more)\b"
    r"|,\s+(?:with|and have|having|responsible|excluding|my|i|we)\b|,\s+[a-z]+(?:ed|ing)\s+(?!machine|and\b)"
    r"|\s*[-–—]\s+(?!embed|advanc|appli|integrat|certifi|distribut|automat|licens|register)[a-z]{3,}ed\s+(?:in|[a-z]+ly\b)"
    r"|\s+(?:role|position|job|level|sector|field|roles?|experience|environment|capacity)s?\b(?=\s*(?:[.,;:]|$|or\b|is\b|in\b|and\b|with\b)))",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:prior|previous|past|proven|professional|practical|hands-on|solid|relevant|related|work(?:ing)?|job|direct|full-time"
    r"|experienced?|serving|holding|functioning|acting|employed|strong|extensive|deep|an?|the|in|of|as|i|have|has|had|been|my|was"
    r"|worked|served|acted|functioned|role|position|being|similar|least|at|minimum|total|must|should|also|successfully"
    r"|previously|currently|specialized|or similar|on|with|years?|total|earlier|to|be|is|and|by|employment|profession)\b[\s,:]*)+",
    re.IGNORECASE,
)
_LONGEST = 200
_NO_TITLES = frozenset(
    [
        "of",
        "core",
        "belt",
        "following",
        "contribution",
        "service",
        "experience",
        "one",
        "the",
        "a",
        "and",
        "in",
        "with",
        "to",
        "years",
        "work",
        "the",
        "following",
    ]
)
_YEAR_TALK = re.compile(
    rf"^(?:(?:a )?total of )?{_YEARS.pattern}(?: of)?(?: (?:work|professional|practical))?(?: experience)?\s*(?:\($)?",
    re.IGNORECASE,
)


def _title(text: str) -> str:
    """The name of the job in a piece of text, as far as it can be told; may be empty."""
    text = text[:_LONGEST].strip(_EDGE)
    text = _LABEL.sub("", text)
    if match := _ROLE_OF.search(text):
        text = text[match.end() :]
    stripped = _LEADING.sub("", text)
    if stripped and (stripped[0].isupper() or stripped[0] in ".(" or text[:1].islower() or stripped != text):
        text = stripped
    for cut in (_REST, _EMPLOYER):
        if (match := cut.search(text)) and match.start() > 2:
            text = text[: match.start()]
    text = text.strip().strip(_EDGE)
    if text.endswith(".") and not re.search(r"\b(?:Sr|Jr|Inc|Corp|Eng|Mgr)\.$", text):
        text = text.rstrip(".")
    if text.count(")") > text.count("("):
        text = text.rstrip(")]. ") if text.endswith(")") else text
    title = " ".join(text.lstrip(_EDGE).split())
    return "" if title.casefold() in _NO_TITLES or not any(c.isalpha() for c in title) else title


def _year(start: int, text: str | None) -> int | None:
    if text is None or not text[0].isdigit():
        return None
    return int(text) if len(text) == 4 else start // 100 * 100 + int(text)


def _dated(line: str) -> list[tuple[str, int, int | None, str]]:
    """(text before, start, end, text after) of every span of years; lone years count if no span is there."""
    spans = list(_SPAN.finditer(line))
    spans = [match for match in spans if match.group(2)] or spans[:1]
    ends = [0, *(match.end() for match in spans)]
    starts = [*(match.start() for match in spans), len(line)]
    return [
        (
            line[max(ends[i], match.start() - _LONGEST) : match.start()],
            int(match.group(1)),
            _year(int(match.group(1)), match.group(2)),
            line[match.end() : min(starts[i + 1], match.end() + _LONGEST)],
        )
        for i, match in enumerate(spans)
    ]


def _own_title(before: str, after: str) -> str:
    """The title on the line of a date: what stands before it, or behind it where the date comes first."""
    before = _YEAR_TALK.sub("", before.strip(" \t*_"))
    if re.match(r"\W*as an?\s", after) and not _ROLE_OF.search(before):
        return _title(after)
    if not _DATE_LABEL.match(before) and not _OTHER_LABEL.match(before):
        pieces = sentences(_TAIL.sub("", before))
        if pieces and (title := _title(pieces[-1])):
            return title
    if _OTHER_LABEL.match(before):
        return ""
    after = after.lstrip(" \t)]:,.-–—_*")
    return _title(after) if (after and not after[0].islower()) or _ROLE_OF.match(after[:40]) else _title(after[:60])


def _near_title(lines: list[tuple[str | None, str]], number: int, used: set[int]) -> tuple[str, int] | None:
    """The title of a date that stands alone: a labelled line close above, else the line above, else below."""
    for back in range(number - 1, max(-1, number - 5), -1):
        if back in used:
            break
        if match := _LABEL.match(lines[back][1]):
            return _title(lines[back][1][match.end() :]), back
    for near in (number - 1, number + 1):
        if 0 <= near < len(lines) and near not in used and not _SPAN.search(lines[near][1][:_LONGEST]):
            text = lines[near][1]
            if len(text.split()) <= 14 and not _OTHER_LABEL.match(text):
                return _title(text), near
    return None


def resume_jobs(text: str) -> list[Job]:
    """The jobs of an experience section, in the order of the text."""
    lines = _physical(text)
    dated = {number: _dated(line) for number, (_, line) in enumerate(lines) if _SPAN.search(line)}
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
                found.append((number, Job(title, start, end, line[: 2 * _LONGEST])))
    for number, (bullet, line) in enumerate(lines):
        if number in used or len(line.split(maxsplit=15)) > 12 or line.endswith(":") or _OTHER_LABEL.match(line):
            continue
        listed_alike = signs == {True} and bullet and len(dated) * 2 >= len(lines)
        if (not dated or listed_alike) and (title := _title(line)):
            found.append((number, Job(title, None, None, line)))
    return [job for _, job in sorted(found, key=lambda pair: pair[0])]


def _company_line(before: str) -> bool:
    """Whether the text before a date names an employer rather than a job: it opens like one."""
    return bool(
        re.match(r"\s*(?:[A-Z][\w&.]*\s){0,3}(?:Inc|Corp|Corporation|LLC|Ltd|Company|Co)\b[.,]?\s*\(?\s*$", before)
    )


def _physical(text: str) -> list[tuple[str | None, str]]:
    """Lines with their bullets; unlike in lists of skills, a line below a bullet stays a line."""
    return [pair for line in text[:LONGEST_BODY].split("\n") for pair in bullet_lines(line)]


def required_jobs(text: str) -> list[RequiredJob]:
    """The jobs that the experience section of a job description asks for, in the order of the text."""
    found: list[RequiredJob] = []
    for _, line in bullet_lines(text[:LONGEST_BODY]):
        matches = list(_YEARS.finditer(line))
        if not matches:
            if (
                not line.endswith(":")
                and (match := _ROLE_OF.search(line[:_LONGEST]))
                and (title := _title(line[match.start() :]))
            ):
                found.append(RequiredJob(title, None, line))
            continue
        starts = [*(match.start() for match in matches), len(line)]
        before = line[: matches[0].start()][-_LONGEST:]
        for i, match in enumerate(matches):
            number = match.group(1).casefold()
            years = _NUMBER_WORDS.get(number) or int(number)
            after = line[match.end() : min(starts[i + 1], match.end() + _LONGEST)]
            if title := _asked_title(before if i == 0 or not after.strip(" .,;") else "", after):
                found.append(RequiredJob(title, years, line[: 2 * _LONGEST]))
            before = after
    return found


_CONNECTIVE = re.compile(
    r"(?:[\s,;:(\[\-–—]|\b(?:and|at least|a minimum of|minimum|minimum of|min|at|least|of|for|with|a|an|over|about|around"
    r"|more than|additional|prior|period|plus|followed by|another|further|has|have|the|required|is|spent|no less than)\b\.?)+$",
    re.IGNORECASE,
)


def _asked_title(before: str, after: str) -> str:
    """The title around a number of years: behind it ("3 years as a Baker"), else before ("Baker: 3 years")."""
    after = _CONNECTIVE.sub("", after)
    before = _CONNECTIVE.sub("", before)
    if match := _ROLE_OF.search(after):
        return _title(after[match.start() :])
    if match := _ROLE_OF.search(before):
        return _title(before[match.start() :])
    plain = re.sub(r"^\W*(?:of )?(?:[a-z'’-]+ ){0,3}?experience\b|^\W*(?:minimum|or more|required|plus)\b", "", after)
    if (match := _IN.match(plain)) and (title := _title(plain[match.end() :])):
        return title
    if len(before.split()) >= 1 and (title := _title(before)) and len(after.split()) <= 2:
        return title
    return _title(re.sub(r"\bexperience\b.*", "", after)) or _title(before)
