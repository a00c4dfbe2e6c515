"""Sections and list items of a free-form job description or resume.

Teachers head their sections in many ways: `## Skills`, `Skills:`, `**Skills**`, `3. SKILLS`, a bare line. A
document keeps to one of them, so a line counts as a header when its name is known and its style is the one
the document uses; "Responsibilities:" under a job of a `## X` resume stays where it is. Names are looked up
in a table rather than matched by patterns: one pass over the lines, about 20 microseconds a document.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

Name = Literal[
    "job title", "summary", "skills", "experience", "responsibilities", "personal information", "education", "other"
]


# Characters that list items and jobs are looked for in; 40 times the longest real document.
LONGEST_BODY = 200_000


@dataclass(frozen=True)
class Section:
    """`header` is the line as written ("" for text before the first header), `body` all that follows it."""

    name: Name
    header: str
    body: str


_ASKED = ("", "required ", "key ", "core ", "technical ", "professional ", "relevant ", "preferred ", "desired ",
          "minimum ", "additional ", "other ", "essential ", "necessary ", "job ", "main ", "primary ")  # fmt: skip
_NOUNS: dict[Name, tuple[str, ...]] = {
    "job title": ("title", "position", "position title", "role", "job"),
    "summary": ("summary", "overview", "description", "profile", "objective", "about the job", "about the role",
                "role summary", "position summary", "career objective", "career summary", "executive summary",
                "summary of qualifications", "about me", "about", "role overview", "position overview"),
    "skills": ("skills", "skill", "skill set", "skillset", "skills required", "competencies", "competences",
               "abilities", "proficiencies", "areas of expertise", "expertise", "qualifications", "requirements",
               "skills and qualifications", "qualifications and skills", "skills and abilities", "skills summary",
               "skills and competencies", "knowledge and skills", "knowledge, skills and abilities",
               "skills and expertise"),
    "experience": ("experience", "experiences", "experience required", "work experience", "work experiences",
                   "employment history", "employment", "work history", "career history", "job history",
                   "employment experience", "past experience", "previous experience", "prior experience",
                   "experience requirements", "professional background", "work background", "experience summary",
                   "professional history", "career experience", "years of experience"),
    "responsibilities": ("responsibilities", "responsibility", "duties", "duties and responsibilities",
                         "responsibilities and duties", "roles and responsibilities", "tasks", "accountabilities",
                         "role and responsibilities", "what you will do", "what you'll do", "day to day"),
    "personal information": ("personal information", "personal info", "personal details", "personal data",
                             "contact information", "contact details", "contact info", "contact",
                             "candidate information", "personal", "personal profile"),
    "education": ("education", "educational background", "education and training", "academic background",
                  "academic qualifications", "educational qualifications", "education background", "academics",
                  "education and certifications", "educational history", "academic history"),
    "other": ("certifications", "certificates", "certifications and licenses", "licenses", "languages", "projects",
              "licenses and certifications", "licenses & certifications", "language skills", "languages spoken",
              "highlights", "selected work",
              "awards", "achievements", "accomplishments", "publications", "references", "interests", "hobbies",
              "benefits", "compensation", "salary", "location", "how to apply", "about us", "company",
              "company overview", "note", "notes", "training", "volunteer experience", "affiliations"),
}  # fmt: skip
_NAMES: dict[str, Name] = {a + n: name for name, nouns in _NOUNS.items() for n in nouns for a in _ASKED}
_NAMES |= {n: name for name, nouns in _NOUNS.items() for n in nouns}
_NAMES["professional profile"] = _NAMES["professional summary"] = "summary"
_WORDS: tuple[tuple[str, Name], ...] = (
    ("experience", "experience"), ("employment", "experience"), ("skill", "skills"), ("qualification", "skills"),
    ("responsibilit", "responsibilities"), ("duties", "responsibilities"), ("education", "education"),
    ("personal", "personal information"), ("summary", "summary"), ("job title", "job title"),
)  # fmt: skip
_AFTER = " \t\r#*_:=-–—.()>`\u00a0\u200b\ufeff"
_BEFORE = _AFTER + "0123456789"
_LIST_SIGNS = frozenset(("", "-", "*", "•", "●", "·", "–"))
_LONGEST_HEADER = 60


class _Candidate(NamedTuple):
    line: int
    name: Name
    hashes: int
    bold: bool
    colon: bool
    rest: str | None  # text after an inline header's colon

    @property
    def marked(self) -> bool:
        return self.hashes > 0 or self.bold

    @property
    def style(self) -> tuple[int, bool, bool]:
        return self.hashes, self.bold, self.colon and not self.marked


def _name(text: str) -> Name | None:
    key = text.lstrip(_BEFORE).rstrip(_AFTER).casefold().replace("&", "and")
    if not key or len(key) > _LONGEST_HEADER:
        return None
    return _NAMES.get(key) or _NAMES.get(" ".join(key.split()))


def may_be_header(line: str) -> bool:
    """Whether some document may have the line as the header of a section."""
    return _candidate(0, line) is not None


def _candidate(number: int, line: str) -> _Candidate | None:
    """The header that a line may be: a known name, or an unknown one after `#` or in bold."""
    text = line.strip()
    sign = text[:1]
    if sign in _LIST_SIGNS and not text.startswith("**"):
        return None
    if sign not in "#*_" and len(text) > _LONGEST_HEADER and ":" not in text[:_LONGEST_HEADER]:
        return None
    hashes = len(text) - len(text.lstrip("#"))
    bold = text.startswith(("**", "__"), hashes) or text.startswith(("**", "__"), hashes + 1)
    if name := _name(text):
        return _Candidate(number, name, hashes, bold, text.rstrip("*_ ").endswith(":"), None)
    head, colon, rest = text.partition(":")
    if colon and len(head) <= _LONGEST_HEADER and (name := _name(head)):
        return _Candidate(number, name, hashes, bold, True, rest.lstrip("*_ "))
    if len(text) > _LONGEST_HEADER or not (2 <= hashes <= 6 and text[hashes : hashes + 1] in (" ", "\t")):
        return None
    key = text.lstrip(_BEFORE).rstrip(_AFTER).casefold()
    if not key:
        return None
    name = next((name for word, name in _WORDS if word in key), "other")
    return _Candidate(number, name, hashes, bold, text.endswith(":"), None)


def _chosen(candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates that are headers: those in the document's own style, and others that fill a gap."""
    whole = [c for c in candidates if c.rest is None and c.name != "other"]
    marked = [c for c in whole if c.marked]
    votes = Counter(c.style for c in (marked if len({c.name for c in marked}) >= 2 else whole))
    style = votes.most_common(1)[0][0] if votes else None
    own = {c.name for c in whole if c.style == style}
    about_job = own & {"job title", "responsibilities", "summary"}
    is_resume = "personal information" in own or ("education" in own and not about_job)

    def is_header(c: _Candidate) -> bool:
        if c.style == style and (c.rest is None or c.marked):
            return c.marked or not (is_resume and c.name in ("responsibilities", "job title"))
        if c.name in own or c.name == "other" or (is_resume and c.name in ("responsibilities", "job title", "summary")):
            return False
        return c.rest is None or c.marked or bool(c.rest.strip())

    return [c for c in candidates if is_header(c)]


def sections(document: str) -> tuple[Section, ...]:
    """All sections in order; a name may come twice. Text before the first header is an `other` without header."""
    lines = document.split("\n")
    headers = _chosen([c for number, line in enumerate(lines) if line and (c := _candidate(number, line))])
    found = []
    first = headers[0].line if headers else len(lines)
    preamble = "\n".join(lines[:first]).strip()
    if not is_rule(preamble):
        found.append(Section("other", "", preamble))
    ends = [c.line for c in headers[1:]] + [len(lines)]
    for header, end in zip(headers, ends, strict=False):
        line, body = lines[header.line].strip(), lines[header.line + 1 : end]
        if header.rest is not None:
            line, body = line[: len(line) - len(header.rest)].rstrip(), [header.rest, *body]
        found.append(Section(header.name, line, "\n".join(body).strip("\n").rstrip()))
    return tuple(found)


# for the builder's own documents: a triple's are read by a check and again for the rows of the tasks
kept_sections = lru_cache(maxsize=8)(sections)


def body(found: tuple[Section, ...], name: Name) -> str | None:
    """The text under a name, all its sections joined; None where the document has no such section."""
    bodies = [section.body for section in found if section.name == name]
    return "\n".join(bodies) if bodies else None


# The sign before a list item: a sign, `1.`, `1)`, `a)`, or a `#` glued to the text.
BULLET = re.compile(
    r"\s*(?:[-–—•●·▪◦‣∙■□►❖✔+➢✓](?!-)\s*|\*(?!\*)\s*|#(?=[^\s#])|\(?\d{1,2}[.)](?=\s|[^\W\d])\s*|[a-z]\)\s+)(?=\S)"
)

_RULE = re.compile(r"[\s#*_=~`>.\-–—:|]*")
_ABBREVIATED = ("Sr.", "Jr.", "Inc.", "Corp.", "Ltd.", "Co.")
_SENTENCE_END = re.compile(r"(?<!\b[SJD]r)(?<!\bSt)(?<!\bMt)(?<=[a-z0-9)\]’'\"%+#])[.!?;](?=\s+[A-Z(\"'“])|[;](?=\s)")


def is_rule(line: str) -> bool:
    """Whether a line holds nothing but rules, hashes and fences."""
    return _RULE.fullmatch(line) is not None


def bullet_lines(text: str) -> list[tuple[str | None, str]]:
    """(bullet or None, text) of each line that is not empty or a rule; wrapped lines are joined to their bullet.

    A line without a bullet continues the one before unless a blank line or a rule separates them.
    """
    found: list[tuple[str | None, list[str]]] = []
    separated = True
    for line in text.split("\n"):
        if is_rule(line):
            separated = True
            continue
        match = BULLET.match(line)
        if match:
            found.append((match.group(), [line[match.end() :].strip()]))
        elif found and not (separated and not line[0].isspace()) and found[-1][0] is not None:
            found[-1][1].append(line.strip())
        else:
            found.append((None, [line.strip()]))
        separated = False
    return [(bullet, " ".join(parts)) for bullet, parts in found]


def _listed(line: str) -> list[str] | None:
    """The parts of `a, b (c, d), and e`, or None if the line is not a list: too few parts, or long ones."""
    parts, start, depth = [], 0, 0
    for match in re.finditer(r"[()\[\]]|[,;|•·]", line):
        sign = match.group()
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and not (sign == "," and line[match.end() : match.end() + 1].isdigit()):
            parts.append(line[start : match.start()])
            start = match.end()
    parts.append(line[start:])
    parts = [part.strip() for part in parts]
    parts = [part[4:] if part.startswith("and ") else part for part in parts]
    parts = [part.strip(" .") if part.count(".") == 1 and part.endswith(".") else part for part in parts if part]
    words = sum(len(part.split()) for part in parts)
    return parts if (len(parts) >= 3 and words <= 5 * len(parts)) or (len(parts) == 2 and words <= 6) else None


def sentences(text: str) -> list[str]:
    """Sentences, and clauses separated by semicolons, without the final mark."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    ends = [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]
    parts = (text[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return [part if part.endswith(_ABBREVIATED) else part.removesuffix(".") for part in parts if part.strip(". ")]


def items(text: str) -> list[str]:
    """The list items of a section body: its bullets, or else its lines, comma-separated names or sentences.

    Of a body beyond `LONGEST_BODY` only the start is read.
    """
    found = bullet_lines(text[:LONGEST_BODY])
    if any(bullet is not None for bullet, _ in found):
        return [line for bullet, line in found if bullet is not None or not line.endswith(":")]
    lines = [line for _, line in found if not line.endswith(":")] or [line for _, line in found]
    if len(lines) > 2 and sum(len(line.split()) for line in lines) <= 12 * len(lines):
        return [line.rstrip(",;") for line in lines]
    return [item for line in lines for item in (_listed(line.partition(": ")[2] or line) or sentences(line))]
