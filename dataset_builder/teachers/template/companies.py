"""Names of employers that do not exist, but for public ones: of the field of work, or of those who employ an occupation.

kind = kind_of_employer("Revenue Agent", "13-2081")     # "revenue"
employer_name(kind, draw)                                # "State Department of Revenue"
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.sampling.career import rank
from dataset_builder.sampling.facts import Experience
from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.person import surnames
from dataset_builder.teachers.template.skill_lines import clear

_COMPANIES = phrases("resume")["companies"]
_PLACES = phrases("resume")["schools"]["places"]
_EMPLOYERS = phrases("employers")
_KINDS, _CODES = _EMPLOYERS["kinds"], _EMPLOYERS["codes"]
_BY_TITLE, _BY_TECHNOLOGY_TITLE = (
    tuple((re.compile(words), kind) for words, kind in _EMPLOYERS[name]) for name in ("titles", "technology_titles")
)
# Consecutive jobs with one employer, where the newer one is of a higher rank and where it is not.
PROMOTED, MOVED = 0.6, 0.15

_HIRED_THROUGH = {"self": "talent", "household": "agency"}


def company(field: str | None, draw: Draw, marks: Marks, item: int | None = None) -> str:
    """An employer of the field of work, or of none that its name would tell, marked; `item` is the job it belongs to."""
    ends = _COMPANIES[field] if field and draw.chance(0.65) else _COMPANIES["general"]
    name = f"{draw.pick(_COMPANIES['names'])} {draw.pick(ends)}"
    return marks.around(name, "company", name, item=item)


@lru_cache(maxsize=100_000)
def kind_of_employer(title: str, soc_code: str) -> str:
    """The row of `phrases/employers.yaml` for an occupation: by words of its title, then by the longest part of its code. Titles
    without a code are of ads for technology."""
    if soc_code:
        named = next((kind for words, kind in _BY_TITLE if words.search(title)), None)
        codes = (soc_code[:end] for end in range(len(soc_code), 1, -1))
        found = named or next((_CODES[code] for code in codes if code in _CODES), None)
        if found:
            return found
        return "general"
    return next((kind for words, kind in _BY_TECHNOLOGY_TITLE if words.search(title)), "software")


def employer_name(kind: str, draw: Draw, place: str = "", name: str = "") -> str:
    """An employer of the kind; in `place`, or in one of the towns that do not exist, and of that name, if it has one of those."""
    text = draw.pick(_KINDS[kind])
    own, other = draw.some(surnames("Anglo" if draw.chance(0.5) else None), 2)
    return (
        text.replace("{name}", name or draw.pick(_COMPANIES["names"]))
        .replace("{surname2}", other)
        .replace("{surname}", own)
        .replace("{place}", place or draw.pick(_PLACES))
    )


def advertiser(title: str, soc_code: str, town: str, draw: Draw) -> str:
    """Who posts a job: an agency for people who work for themselves or in a household."""
    kind = kind_of_employer(title, soc_code)
    return employer_name(_HIRED_THROUGH.get(kind, kind), draw, town)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a job was held."""

    employer: str
    town: str


@dataclass(frozen=True, slots=True)
class Workplaces:
    """Employers of the jobs of one resume, that hold none of the `banned` stems; `codes` are SOC codes by title.

    An employer depends on the titles of its jobs alone, so that an edited job leaves those of the others as they are; with all `titles`
    of a triple, no two have the same name before what they do.
    """

    codes: Mapping[str, str]
    key: Draw
    banned: tuple[str, ...]
    titles: tuple[str, ...] = ()

    def of(self, jobs: Sequence[Experience], item: int) -> Workplace:
        """Of a job of a career, newest first. Jobs of one kind of employer that follow each other may have the same one."""
        first = item
        while first + 1 < len(jobs) and self._is_same(jobs[first], jobs[first + 1]):
            first += 1
        key = self.key.child(jobs[first].title)
        town = key.child("town").pick(_PLACES)
        kind, title = self._kind(jobs[first]), jobs[first].title
        name = clear(lambda draw: employer_name(kind, draw, town, self._own_name(title, draw)), key, self.banned)
        return Workplace(name or "Confidential employer", town)

    def _own_name(self, title: str, draw: Draw) -> str:
        """One of the share of the names that is this title's."""
        if title not in self.titles:
            return ""
        start = self.key.child("names").below(len(_COMPANIES["names"]))
        mine = _COMPANIES["names"][self.titles.index(title) :: len(self.titles)]
        return mine[(start + draw.below(len(mine))) % len(mine)]

    def _kind(self, job: Experience) -> str:
        return kind_of_employer(job.title, self.codes.get(job.title, ""))

    def _is_same(self, newer: Experience, older: Experience) -> bool:
        if newer.start_year != older.end_year or self._kind(newer) != self._kind(older):
            return False
        share = PROMOTED if rank(newer.title) > rank(older.title) else MOVED
        return self.key.child(f"{older.title} {newer.title}").chance(share)
