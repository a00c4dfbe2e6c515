"""A resume as read: its person, jobs, skills and the lines that may show anything else.

    resume = read_resume(text, today)
    resume.name, resume.jobs, resume.skills, resume.lines

Every part is found wherever it stands: jobs without a heading, credentials in any section. Lines that state nothing of the
person (an instruction to a reader, a wish, a denial) are marked, so that they are no evidence. Linear in the text.
"""

import re
from dataclasses import dataclass, field, replace

from dataset_builder.text import words
from dataset_builder.text.dates import Date, day_first
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.experience import Job, jobs_of, told_jobs
from dataset_builder.text.layout.blocks import Block, read_blocks
from dataset_builder.text.layout.headings import RESUME_HEADINGS, LineReader, unknown_kind
from dataset_builder.text.layout.plain_text import Plain, plain_text
from dataset_builder.text.resumes.resume_skills import HeldSkill, held_skills
from dataset_builder.text.resumes.statements import is_evidence
from dataset_builder.text.titles.roles import is_role

_NO_JOBS = frozenset(("education", "certificates", "skills", "languages", "projects", "achievements", "publications", "teaching", "volunteering",
                      "memberships", "interests", "references", "breaks", "wishes", "summary", "personal", "other"))  # fmt: skip


@dataclass(frozen=True)
class ResumeLine:
    """A line of a resume. `kind`: of its section. `evidence`: whether it can show that something is held."""

    text: str
    kind: str
    place: Evidence
    evidence: bool = True


@dataclass(frozen=True)
class Resume:
    """`name` is "" where none is found."""

    name: str
    jobs: tuple[Job, ...]
    job_places: tuple[Evidence, ...]
    skills: tuple[HeldSkill, ...]
    lines: tuple[ResumeLine, ...]
    plain: Plain = field(default_factory=lambda: Plain(""), repr=False)

    def of(self, *kinds: str) -> tuple[ResumeLine, ...]:
        return tuple(line for line in self.lines if line.kind in kinds)


def read_resume(text: str, today: Date | None = None) -> Resume:
    """Everything that a resume states, as far as words tell."""
    today = today or Date.today()
    plain = plain_text(text)
    blocks = read_blocks(plain.text, RESUME_HEADINGS)
    order = day_first(plain.text)
    jobs = _jobs(blocks, today, order)
    places = tuple(Evidence(*plain.place(job.at, job.at + len(job.line))) for job in jobs)
    lines = _lines(blocks, plain)
    skills = []
    for block in blocks:
        if block.kind == "skills":
            skills += [replace(skill, place=_moved(skill.place, plain)) for skill in held_skills(_with_heading(block))]
    return Resume(_name(blocks, text), tuple(jobs), places, tuple(skills), lines, plain)


def read_lines(text: str, reader: LineReader | None = None) -> tuple[str, tuple[ResumeLine, ...]]:
    """Name and lines of a resume, as `read_resume` reads them, without reading jobs and skills: five times as fast."""
    plain = plain_text(text)
    blocks = read_blocks(plain.text, RESUME_HEADINGS, reader or LineReader())
    return _name(blocks, text), _lines(blocks, plain)


# "Driving licence: full, 3 points": the label says what the line is about.
_NAMES_IT = re.compile(
    r"\W{0,3}(?:driv\w+|driver['’]?s|licen[cs]e|clearances?|security clearance|first aid|sia|gcses?|a[- ]levels?)\b",
    re.IGNORECASE,
)


def _lines(blocks: list[Block], plain: Plain) -> tuple[ResumeLine, ...]:
    lines = []
    for block in blocks:
        for at, line in enumerate(block.lines):
            if at == 0 and block.inline and _NAMES_IT.match(block.heading):
                line = replace(line, text=block.heading, start=block.start)
            place = Evidence(*plain.place(line.start, line.end))
            shows = is_evidence(line.text) and block.kind != "wishes"
            lines.append(ResumeLine(line.text, block.kind, place, shows))
    return tuple(lines)


def _moved(place: Evidence, plain: Plain) -> Evidence:
    return Evidence(*plain.place(place.start, place.end))


def _with_heading(block: Block) -> list:
    """A table's first row may have been taken for the heading: it stays one."""
    return block.lines


_DATED = re.compile(r"\W*(?:\d{1,2}[/.-])?(?:19|20)\d\d\b")


def _is_record(block: Block) -> bool:
    """Whether a "career summary" is a list of dated lines, and no paragraph."""
    return block.kind == "summary" and sum(_DATED.match(line.text) is not None for line in block.lines) > 1


def _jobs(blocks: list[Block], today: Date, days_first: bool | None) -> list[Job]:
    headed = [block for block in blocks if block.kind == "experience" or _is_record(block)]
    jobs = [job for block in headed for job in jobs_of(block.lines, today, days_first)]
    if not jobs:
        # a teacher's page may be headed by the work itself
        others = [replace(block, kind="experience") if block.kind == "teaching" else block for block in blocks]
        others = [block for block in others if block.kind not in _NO_JOBS]
        jobs = [
            job
            for block in others
            for job in jobs_of(block.lines, today, days_first, headed=block.kind == "experience")
        ]
        if not jobs:  # a list that goes on below another heading than its own
            below = [block for block in blocks if block.kind in ("skills", "summary", "languages", "personal", "other")]
            found = [job for block in below for job in jobs_of(block.lines, today, days_first, headed=False)]
            jobs = [
                job for job in found if job.start is not None and not job.single and job.company and is_role(job.title)
            ]
        if not jobs:
            letter = [block for block in blocks if block.kind in ("head", "summary", "personal", "experience", "")]
            jobs = [job for block in letter for job in told_jobs(block.lines, today, days_first)]
    elif (head := blocks[0]).lines and not headed[0].start:
        jobs = [*jobs_of(head.lines, today, days_first, headed=False), *jobs]
    return [job for job in jobs if job.title or job.company]


# ------------------------------------------------------------------------------------------------- the person

_LABEL = re.compile(
    r"^\W{0,3}(?:full name|name(?: of (?:the )?(?:candidate|applicant|employee))?|candidate(?:['’]s)?(?: name)?|nom|nombre|name des bewerbers)\s*[:：]\s*(.+)$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"^\W*(?:dear|hi|hello|hey|i|my|we|good (?:morning|day|afternoon))\b.*$|^\W*(?:(?:my |the )?(?:curriculum\s*vitae|curriculum|vitae|résumé|resumé|resume|cv|c\.v\.|lebenslauf|bewerbung|biodata|bio-?data|profile|personal (?:details|information|data|profile)|contact(?: details| information)?|confidential|application|about me|page \d.*)\b\W*)+(?:of|for|from|von|de)?\W*$",
    re.IGNORECASE,
)
_OF_DOCUMENT = re.compile(
    r"^\W*(?:curriculum\s*vitae|résumé|resumé|resume|cv|lebenslauf|biodata)\s*(?:of|for|von|de|[-–—:|·])\s*",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][\w.'’`-]*(?:\s+[“\"('‘]?[^\W\d_(“\"'][\w.'’`)”\"-]*){0,5}$")
# Surnames that are also words for a person at work, and first words of titles that are no first names.
_SURNAMES = words("""
cook baker butcher carpenter mason porter gardener shepherd singer weaver farmer barber painter steward taylor bishop
marshall dean judge guard page cooper fisher miller potter turner walker parker hunter carter chandler dyer draper
fletcher forester tanner abbott hand driver chef clark clerk
""")
_TRADE = words("""
head senior junior pastry line assistant sous private school truck van bus delivery lorry taxi master bread ship site
house chief night hotel kitchen landscape security life bank law court file desk sales data stock order prep fry grill
sushi executive hgv forklift flt class ward staff duty
""")
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|rev|ing|dipl)\.?\s+", re.IGNORECASE)
_AFTER = re.compile(
    r",?\s+(?:RN|BSN|MSN|LPN|LVN|CNA|MD|PhD|Ph\.D\.?|MBA|CPA|PMP|PE|JD|Esq\.?|Jr\.?|Sr\.?|II|III|CFA|MSc|BSc|FCA|ACA|DDS|DVM|PharmD|RGN|he/him|she/her|they/them)\b\.?"
)


def _name(blocks: list[Block], text: str) -> str:
    """The name behind a label, or where names stand: at the head, above the contact details."""
    lines = [
        line.text for block in blocks[:3] for line in ([] if block.kind not in ("head", "personal") else block.lines)
    ][:12]
    for block in blocks[:4]:
        for line in block.lines[:10]:
            if match := _LABEL.match(line.text):
                return clean_person_name(match[1])
    for line in lines[:6]:
        for piece in (_OF_DOCUMENT.sub("", line),):
            name = clean_person_name(piece)
            if name and not _DOCUMENT.match(name) and is_person_name(name):
                return name
    for line in text[:2_000].split("\n")[:5]:  # the name taken for a heading
        name = clean_person_name(_OF_DOCUMENT.sub("", line))
        capitals = all(not word[:1].islower() for word in name.split() if len(word) > 3)
        if name and capitals and not _DOCUMENT.match(name) and is_person_name(name) and len(name.split()) >= 2:
            return name
    return ""


def clean_person_name(text: str) -> str:
    text = re.split(
        r"\s*[|·•–—✉☎📞📧/]\s*|\s+-\s+|\t|\s{3,}|\s*\(|,\s*(?![A-Z][a-z]+$)|\s*[\w.+-]+@", text.strip(" #*_\t")
    )[0]
    text = _AFTER.sub("", text)
    return " ".join(_TITLES.sub("", text).strip(" ,.;:*_#").split())


def is_person_name(text: str) -> bool:
    from dataset_builder.text.layout.headings import heading

    if not _NAME.match(text) or len(text) > 60 or heading(text, RESUME_HEADINGS) is not None:
        return False
    words = text.casefold().split()
    if text.isupper() and len(words) > 2 and unknown_kind(text, RESUME_HEADINGS):
        return False  # "SUPPORTING INFORMATION AND CAREER HISTORY"
    surname = len(words) == 2 and words[-1] in _SURNAMES and words[0] not in _TRADE
    return surname or not is_role(text)


# Lines at the top of a resume among which its headline stands, and the longest headline in words.
_TOP, _LONGEST_HEADLINE = 12, 5


def headline_of(resume: Resume) -> str:
    """The title that a resume is headed by ("LGV DRIVER" below the name); "" where there is none."""
    for line in resume.plain.text.split("\n", _TOP)[:_TOP]:
        for piece in re.split(r"\s{3,}|\t+|\s+[|·•]\s+", line) if "   " in line or "\t" in line else (line,):
            bare = piece.strip(" #*_\t|")
            if bare and len(bare.split()) <= _LONGEST_HEADLINE and bare != resume.name and is_role(bare):
                return bare
    return ""
