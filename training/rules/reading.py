"""What a document says, as far as rules can tell: the skills it lists and the jobs it asks for or holds.

Sections and jobs are found by `sections`, `experience` and `requirements` of dataset_builder.text; a document without sections is read whole.
A `Reader` keeps what it has read, since the tables read each document several times, and forgets with its end.
Nothing here raises for any text.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from rapidfuzz import fuzz

from dataset_builder.text.dates import Date
from dataset_builder.text.evidence import Evidence, in_order
from dataset_builder.text.experience import Job, resume_jobs
from dataset_builder.text.layout.blocks import read_blocks
from dataset_builder.text.layout.headings import POST_HEADINGS, RESUME_HEADINGS, Headings, heading
from dataset_builder.text.names.skill_names import parts_of
from dataset_builder.text.posts.post import Post, read_post
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.requirements import RequiredJob, asked_amounts, required_jobs
from dataset_builder.text.resumes import resume as resumes
from dataset_builder.text.sections import BULLET, Section, body, items, sections
from training.evaluation.matchers import Forms

# Characters that are read; the longest real document has some 4,500.
LONGEST = 20_000
# That are read; real documents have up to 9 and 30. Comparing costs the product of two documents' numbers.
MOST_JOBS, MOST_SKILLS = 40, 150
# Years that a post asks for at most; a firm is older.
_MOST_YEARS = 15
# A title begins with a letter or ".NET" and holds no end of a sentence.
_TITLE = re.compile(r"\.?\w(?:(?<=\b[SJ]r)\.|(?!\.\s).)*$")
# Kinds of headings under which a post asks, and words of those that part a list of skills.
_ASKS = ("required", "optional")
_OF_SKILLS = re.compile(
    r"\b(?:skills?|technical|technolog\w+|soft|hard|knowledge|abilit\w+|competenc\w+|tools?|languages?|certif\w+|licen[cs]\w+|qualif\w+|must|required|essential|core|preferred)\b",
    re.IGNORECASE,
)
# Kinds of lines of a resume that show no skill.
_SAYS_NOTHING = ("personal", "references", "wishes", "interests")
_HEADING_WORDS = 6
# A list of names: so many items at least, this share of them names, and words of a name, alone or before what tells about it.
_LISTED_KINDS = frozenset((Kind.SKILL, Kind.OTHER, Kind.CERTIFICATE))
_FEWEST_LISTED, _NAMED, _ITEM_WORDS, _NAME_WORDS = 4, 0.8, 8, 5
_TOLD = re.compile(r":\s|\s[–—-]\s")
_SPEAKS = re.compile(r"\b(?:you|your|you're|we|our|us|someone|anyone|able)\b", re.IGNORECASE)
_DOCUMENTS, _NAMES = 4_096, 100_000


@dataclass(frozen=True)
class JobReading:
    """A job description: its title, the items of its skills section, the jobs it asks for."""

    title: str
    skills: tuple[str, ...]
    jobs: tuple[RequiredJob, ...]


@dataclass(frozen=True)
class ResumeReading:
    """A resume: the items of its skills section with their stems, its jobs, and where each stands in the text."""

    skills: tuple[str, ...]
    skill_stems: tuple[frozenset[str], ...]
    skill_places: tuple[Evidence | None, ...]
    jobs: tuple[Job, ...]
    job_places: tuple[Evidence | None, ...]


class Reader:
    """Reads each document once and compares each pair of titles once, as long as it lives: an evaluation or a request."""

    def __init__(self, forms: Forms | None = None) -> None:
        self.forms = forms or Forms()
        # no bound methods of our own: a cache that held `self` would keep what was typed until the next garbage collection
        self.job = lru_cache(maxsize=_DOCUMENTS)(read_job)
        self.resume = lru_cache(maxsize=_DOCUMENTS)(partial(read_resume, forms=self.forms))
        self.post = lru_cache(maxsize=_DOCUMENTS)(_post)
        self.person = lru_cache(maxsize=_DOCUMENTS)(_person)
        self.words = lru_cache(maxsize=_DOCUMENTS)(partial(_words, self.forms))
        self.parts = lru_cache(maxsize=_NAMES)(parts_of)
        self.title_likeness = lru_cache(maxsize=_NAMES)(partial(_title_likeness, self.forms))

    def __reduce__(self):
        return Reader, (self.forms,)


def _text(document: str | None) -> str:
    return document[:LONGEST] if isinstance(document, str) else ""


def _post(document: str | None) -> Post:
    return read_post(_text(document))


def _person(document: str | None, today: Date) -> resumes.Resume:
    return resumes.read_resume(_text(document), today)


def read_job(document: str | None) -> JobReading:
    text = _text(document)
    found = sections(text)
    skills, experience = body(found, "skills"), body(found, "experience")
    skills = _up_to_next_heading(skills, POST_HEADINGS, _ASKS) if skills else None
    title = _job_title(body(found, "job title") or "")
    asked = required_jobs(experience) if experience else []
    if not asked:
        asked = _asked_elsewhere(text, title)
    listed = items(skills) if skills else _listed_elsewhere(text)
    return JobReading(title, tuple(listed[:MOST_SKILLS]), tuple(asked[:MOST_JOBS]))


def _up_to_next_heading(section: str, table: Headings, own: tuple[str, ...]) -> str:
    """A section's own lines: a heading that `sections` does not know (of a kind that is none of `own`), or prose behind a list, ends it."""
    lines = section.split("\n")
    bullets = seen = False
    for at, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        bullet = BULLET.match(line) is not None
        if (
            seen
            and not bullet
            and (_is_bold(text) or not lines[at - 1].strip())
            and _ends(lines, at, bullets, table, own)
        ):
            return "\n".join(lines[:at])
        bullets, seen = bullets or bullet, True
    return section


def _is_bold(text: str) -> bool:
    return text.startswith("**") and text.rstrip(":").endswith("**")


def _ends(lines: list[str], at: int, bullets: bool, table: Headings, own: tuple[str, ...]) -> bool:
    """Whether a line that stands apart from those above it is the heading of something else, or prose behind bullets."""
    text = lines[at].strip()
    if (known := heading(text, table)) is not None and known.kind not in own:
        return True
    if _OF_SKILLS.search(text):
        return False
    words = len(text.split())
    heads = at + 1 < len(lines) and lines[at + 1].strip() != "" and words <= _HEADING_WORDS and text[-1] not in ".;,:!"
    return _is_bold(text) or heads or (bullets and words > _HEADING_WORDS and text.endswith("."))


def _listed_elsewhere(text: str) -> list[str]:
    """What a post lists under a heading that `sections` does not know ("What you bring"), if that is a list of names."""
    asked = [
        line.text
        for block in read_blocks(text, POST_HEADINGS)
        if block.kind == "required"
        for line in block.lines
        if line.bullet
    ]
    listed = [line for line in asked if not asked_amounts(line)]
    kinds = {kind_of(line, is_experience=False) for line in listed}
    named = sum(map(_is_name, listed)) >= _NAMED * len(listed)
    return listed if len(listed) >= _FEWEST_LISTED and named and kinds <= _LISTED_KINDS else []


def _is_name(item: str) -> bool:
    """Whether an item is a name, alone or with what tells about it, not a sentence about the applicant."""
    head = _TOLD.split(item, maxsplit=1)[0]
    words = len(head.split())
    return not _SPEAKS.search(head) and (words <= _NAME_WORDS if head != item else words <= _ITEM_WORDS)


def _job_title(section: str) -> str:
    line = next((line for line in section.split("\n") if line.strip()), "")
    return " ".join(BULLET.sub("", line, count=1).strip(' \t*_"“”.,:#').split())[:200]


def _asked_elsewhere(text: str, title: str) -> list[RequiredJob]:
    """What a description without (readable) experience section asks for: jobs with years anywhere, else its own title."""
    asked = [job for job in required_jobs(text) if job.years is not None and _may_be_asked(job)]
    jobs = [job if job.title[:1].isupper() or not title else replace(job, title=title) for job in asked]
    jobs = list({(job.title, job.years): job for job in jobs}.values())
    return jobs or ([RequiredJob(title, None, title)] if title else [])


def _may_be_asked(job: RequiredJob) -> bool:
    """Whether what was found somewhere in a post may be a job that it asks for, not the age of the firm or a piece of a sentence."""
    return (job.years or 0) <= _MOST_YEARS and _TITLE.match(job.title) is not None


def read_resume(document: str | None, forms: Forms) -> ResumeReading:
    text = _text(document)
    found = sections(text)
    skills, experience = body(found, "skills"), body(found, "experience")
    listed = items(_up_to_next_heading(skills, RESUME_HEADINGS, ("skills",))) if skills else _shown_elsewhere(text)
    listed = tuple(listed[:MOST_SKILLS])
    stems = tuple(frozenset(forms.fuzzy(item).split()) for item in listed)
    jobs = tuple(resume_jobs(experience if experience is not None else text)[:MOST_JOBS])
    places = in_order(text, listed, _start(text, found, "skills"))
    lines = in_order(text, [job.line for job in jobs], _start(text, found, "experience"))
    return ResumeReading(listed, stems, places, jobs, lines)


def _shown_elsewhere(text: str) -> list[str]:
    """What a resume lists under a heading that `sections` does not know ("What I work with"); else all lines that show anything."""
    _, lines = resumes.read_lines(text)
    listed = [item for line in lines if line.kind == "skills" for item in items(line.text)]
    if listed:
        return listed
    told = [line for line in lines if line.kind != "head" or len(line.text.split()) > _HEADING_WORDS]
    return [line.text for line in told if line.evidence and line.kind not in _SAYS_NOTHING]


def _start(text: str, found: tuple[Section, ...], name: str) -> int:
    """Where the first section of a name begins; 0 where there is none."""
    first = next((section for section in found if section.name == name), None)
    if first is None:
        return 0
    header = max(text.find(first.header), 0) + len(first.header)
    return max(text.find(first.body, header), 0)


def _words(forms: Forms, document: str | None) -> frozenset[str]:
    """The stems of a whole document."""
    return frozenset(forms.of_text(_text(document)))


def _title_likeness(forms: Forms, asked: str, held: str, line: str) -> float:
    """0-100: the better of two views of the titles, or how much of the asked one stands on the held one's line."""
    a, b = forms.stems(asked), forms.stems(held)
    words = set(a.split())
    on_line = len(words & set(forms.stems(line).split())) / max(len(words), 1)
    return max(fuzz.token_sort_ratio(a, b), 0.95 * fuzz.token_set_ratio(a, b), 90 * on_line if len(words) > 1 else 0)
