"""What a document says, as far as rules can tell: the skills it lists and the jobs it asks for or holds.

Sections and jobs are found by `sections`, `experience` and `requirements` of dataset_builder.text; a document without sections is read whole.
A `Reader` keeps what it has read, since the tables read each document several times, and forgets with its end.
Nothing here raises for any text.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, partial

from rapidfuzz import fuzz

from dataset_builder.text.dates import Date
from dataset_builder.text.evidence import Evidence, in_order
from dataset_builder.text.experience import Job, resume_jobs
from dataset_builder.text.names.skill_names import parts_of
from dataset_builder.text.posts.post import Post, read_post
from dataset_builder.text.requirements import RequiredJob, required_jobs
from dataset_builder.text.resumes import resume as resumes
from dataset_builder.text.sections import BULLET, Section, body, items, sections
from training.evaluation.matchers import Forms

# Characters that are read; the longest real document has some 4,500.
LONGEST = 20_000
# That are read; real documents have up to 9 and 30. Comparing costs the product of two documents' numbers.
MOST_JOBS, MOST_SKILLS = 40, 150
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
    title = _job_title(body(found, "job title") or "")
    asked = required_jobs(experience) if experience else []
    if not asked:
        asked = _asked_elsewhere(text, title)
    return JobReading(title, tuple(items(skills)[:MOST_SKILLS]) if skills else (), tuple(asked[:MOST_JOBS]))


def _job_title(section: str) -> str:
    line = next((line for line in section.split("\n") if line.strip()), "")
    return " ".join(BULLET.sub("", line, count=1).strip(' \t*_"“”.,:#').split())[:200]


def _asked_elsewhere(text: str, title: str) -> list[RequiredJob]:
    """What a description without (readable) experience section asks for: jobs with years anywhere, else its own title."""
    asked = [job for job in required_jobs(text) if job.years is not None]
    jobs = [job if job.title[:1].isupper() or not title else replace(job, title=title) for job in asked]
    jobs = list({(job.title, job.years): job for job in jobs}.values())
    return jobs or ([RequiredJob(title, None, title)] if title else [])


def read_resume(document: str | None, forms: Forms) -> ResumeReading:
    text = _text(document)
    found = sections(text)
    skills, experience = body(found, "skills"), body(found, "experience")
    listed = tuple(items(skills)[:MOST_SKILLS]) if skills else ()
    stems = tuple(frozenset(forms.fuzzy(item).split()) for item in listed)
    jobs = tuple(resume_jobs(experience if experience is not None else text)[:MOST_JOBS])
    places = in_order(text, listed, _start(text, found, "skills"))
    lines = in_order(text, [job.line for job in jobs], _start(text, found, "experience"))
    return ResumeReading(listed, stems, places, jobs, lines)


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
