"""From a walk to a career: a plausible order, years, dates, and the edit of the newest job.

Distributions are those of the original release (1,000 test triples): jobs per career, years per job uniform in
1–5, the last year uniform in 2015–2023, newest first, dates that do not overlap.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from dataset_builder.sampling.facts import Experience, ExperienceEdit
from dataset_builder.sources.preparation import LEVELS, preparation

JOBS, JOBS_WEIGHTS = (1, 2, 3, 4, 5), (25, 32, 23, 14, 6)
MAX_YEARS = 5
LAST_YEARS = (2015, 2023)
# Of the design `facts`: most people have work when they write a resume, or left it not long ago; percent by last year.
RECENT_YEARS, RECENT_WEIGHTS = (2025, 2024, 2023, 2022, 2021, 2020), (56, 26, 8, 5, 3, 2)
# Years between the two lengths of the newest job that the two resumes of a triple show, in percent: what lies between shows
# as a gap in one of them.
LENGTHS_APART, LENGTHS_APART_WEIGHTS = (1, 2, 3, 4), (56, 28, 11, 5)
# Years that a post of the design `facts` asks for at most, by how long people prepare for the occupation, in the advertised job
# and in the one before it: no hotel asks for five years of room service.
MOST_ASKED, MOST_ASKED_BEFORE = {1: 2, 2: 3, 3: 4, 4: 5, 5: 5}, {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}

_RANKS = (
    (re.compile(r"\b(director|vp|vice president|chief|c[eftios]o|president|head of)\b", re.I), 5),
    (re.compile(r"\b(managers?|principal|head|dean)\b", re.I), 4),
    (re.compile(r"\b(lead|supervisors?|architect|foreman|forewoman|charge|first-line)\b", re.I), 3),
    (re.compile(r"\b(senior|sr|iii|iv|staff|master)\b", re.I), 2),
    (re.compile(r"\b(intern|trainee|apprentice|aide|aides|helpers?)\b", re.I), -2),
    (re.compile(r"\b(junior|jr|assistants?|entry|associate|attendants?|laborers?|clerks?|i)\b", re.I), -1),
)


@lru_cache(maxsize=100_000)
def rank(title: str) -> int:
    """Seniority by rank words in the title: -2 for an apprentice, 0 without such a word, 5 for a director."""
    return next((value for pattern, value in _RANKS if pattern.search(title)), 0)


def order_career(titles: Sequence[str], rng: Random) -> list[int]:
    """Positions of the titles, newest job first: higher ranks later in life, ties at random.

    The offline counterpart of the paper's prompt 2.3, which asks a language model for the order.
    """
    chance = [rng.random() for _ in titles]
    return sorted(range(len(titles)), key=lambda i: (-rank(titles[i]), chance[i]))


def most_asked(soc_code: str) -> tuple[int, int]:
    """Years that a post asks for at most in its own occupation and in the one before; without a code, as of who prepares longest."""
    level = preparation(soc_code) if soc_code else max(LEVELS)
    return MOST_ASKED[level], MOST_ASKED_BEFORE[level]


def date_jobs(held: Sequence[int], last_year: int, gaps: Sequence[int]) -> list[tuple[int, int]]:
    """(start, end) of each job, newest first, the newest ending in `last_year`.

    `gaps[i]` are the years without work before job i; the last one is not used.
    """
    spans, end = [], last_year
    for years, gap in zip(held, gaps):
        spans.append((end - years, end))
        end -= years + gap
    return spans


def keep(job: Experience, start: int, end: int) -> tuple[ExperienceEdit, Experience]:
    """The newest job on the unmatched resume, still long enough."""
    edit = ExperienceEdit("kept", job.title, job.start_year, job.end_year, start, end, job.title)
    return edit, Experience(job.title, end - start, start, end)


def two_lengths(most_asked: int, rng: Random) -> tuple[int, int]:
    """A shorter and a longer number of years, of 1 to `MAX_YEARS`; the shorter one below what a post may ask."""
    apart = rng.choices(LENGTHS_APART, LENGTHS_APART_WEIGHTS)[0]
    short = rng.randint(1, min(MAX_YEARS - apart, most_asked - 1))
    return short, short + apart


def shorten(job: Experience, end: int, start: int | None = None) -> tuple[ExperienceEdit, Experience]:
    """The newest job, ended or with `start` begun so that it lasts fewer years than required."""
    begun = job.start_year if start is None else start
    edit = ExperienceEdit("shortened", job.title, job.start_year, job.end_year, begun, end, job.title)
    return edit, Experience(job.title, end - begun, begun, end)


def drop(job: Experience) -> ExperienceEdit:
    """The newest job, left out of the unmatched resume."""
    return ExperienceEdit("dropped", job.title, job.start_year, job.end_year, None, None, None)


def replace(job: Experience, title: str) -> tuple[ExperienceEdit, Experience]:
    """Another occupation in the newest job's place and time."""
    edit = ExperienceEdit("replaced", job.title, job.start_year, job.end_year, job.start_year, job.end_year, title)
    return edit, Experience(title, job.held, job.start_year, job.end_year)
