"""The skills that a document lists, as of commit 87b9a5b without its jobs."""

from dataclasses import dataclass
from functools import lru_cache

from benchmarks.check_skills.matchers import fuzzy_form
from benchmarks.check_skills.sections import body, items, sections

LONGEST = 20_000
"""Characters that are read; the longest real document has some 4,500."""
MOST_SKILLS = 150
"""That are read; real documents have up to 30."""
_KEPT = 4_096


@dataclass(frozen=True)
class JobReading:
    """A job description: the items of its skills section."""

    skills: tuple[str, ...]


@dataclass(frozen=True)
class ResumeReading:
    """A resume: the items of its skills section with their stems."""

    skills: tuple[str, ...]
    skill_stems: tuple[frozenset[str], ...]


def _listed(document: str) -> tuple[str, ...]:
    skills = body(sections(document[:LONGEST]), "skills")
    return tuple(items(skills)[:MOST_SKILLS]) if skills else ()


@lru_cache(maxsize=_KEPT)
def read_job(document: str) -> JobReading:
    return JobReading(_listed(document))


@lru_cache(maxsize=_KEPT)
def read_resume(document: str) -> ResumeReading:
    listed = _listed(document)
    return ResumeReading(listed, tuple(frozenset(fuzzy_form(item).split()) for item in listed))
