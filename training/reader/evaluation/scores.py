"""Precision, recall and F1 of readings, field by field, after their entities were aligned.

    scores = compare(readings, truths)          # one `Record` each
    scores.micro, scores.macro                  # F1, 0-100
    scores.fields["title"].f1

Two stages (arXiv 2510.09722, section on evaluation): jobs and schools are aligned one to one by the assignment with the greatest
likeness over all (scipy `linear_sum_assignment`), then each field of an aligned pair is compared by its own matcher. A job that
was read and aligns with no true one is invented, and all its values are wrong.

micro   2 x right / (read + stated) over all values of all fields and files
macro   the mean of the fields' F1

The paper gives one figure without saying which it is; both are given here, by name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from training.evaluation.intervals import RESAMPLES, Interval, intervals
from training.reader.evaluation.matchers import (
    likeness,
    same_date,
    same_email,
    same_of_any,
    same_phone,
    same_text,
)
from training.reader.evaluation.records import JobRecord, Record, SchoolRecord

FIELDS = ("name", "email", "phone", "title", "employer", "dates", "school", "degree", "skills")
# Compared too, but in no average: a truth states them or not.
BESIDE = ("languages", "location")
Entity = TypeVar("Entity")
# Pairs that are less alike are no pair: an invented job, and one that was missed.
ALIGNED = 0.35


@dataclass
class Count:
    """Values that are right, that were read and that are stated."""

    right: int = 0
    read: int = 0
    stated: int = 0

    def add(self, right: int, read: int, stated: int) -> None:
        self.right, self.read, self.stated = self.right + right, self.read + read, self.stated + stated

    @property
    def precision(self) -> float | None:
        return 100 * self.right / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        return 100 * self.right / self.stated if self.stated else None

    @property
    def f1(self) -> float | None:
        below = self.read + self.stated
        return 200 * self.right / below if below else None


@dataclass
class FileScore:
    """One file: counts by field, invented and missed jobs. `wrong`: what was read and what is stated, one line each."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in (*FIELDS, *BESIDE)})
    invented: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, read: object, stated: object) -> None:
        self.counts[name].add(int(right), int(bool(read)), int(bool(stated)))
        if not right and (read or stated):
            self.wrong.append(f"{name}: {read or '-'} | {stated or '-'}")


def assign(likenesses: np.ndarray, least: float) -> list[tuple[int, int]]:
    """Pairs of rows and columns that make the greatest sum; those below `least` are left out."""
    from scipy.optimize import linear_sum_assignment  # a second to import

    if not likenesses.size:
        return []
    rows, columns = linear_sum_assignment(likenesses, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns) if likenesses[row, column] >= least]


def _like_job(read: JobRecord, stated: JobRecord) -> float:
    """Title, employer and dates count alike; what the truth lacks counts on neither side."""
    parts = []
    if stated.title:
        parts.append(likeness(read.title, stated.title))
    if stated.employer:
        parts.append(likeness(read.employer, stated.employer))
    if stated.start is not None:
        parts.append(0.5 * same_date(read.start, stated.start) + 0.5 * _same_end(read, stated))
    return sum(parts) / len(parts) if parts else 0.0


def _same_end(read: JobRecord, stated: JobRecord, lenient: bool = False) -> bool:
    return (read.present and stated.present) or same_date(read.end, stated.end, lenient)


def _like_school(read: SchoolRecord, stated: SchoolRecord) -> float:
    parts = [likeness(read.school, stated.school)] if stated.school else []
    if stated.degrees:
        parts.append(max((likeness(one, other) for one in read.degrees for other in stated.degrees), default=0.0))
    return sum(parts) / len(parts) if parts else 0.0


def _aligned(
    read: Sequence[Entity], stated: Sequence[Entity], like: Callable[[Entity, Entity], float], empty: Entity
) -> tuple[list[tuple[Entity, Entity]], int, int]:
    """Pairs, with `empty` for what has no counterpart; how many were invented and how many were missed."""
    pairs = assign(
        np.array([[like(one, other) for other in stated] for one in read]).reshape(len(read), len(stated)), ALIGNED
    )
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    found = [(read[row], stated[column]) for row, column in pairs]
    alone = [(one, empty) for at, one in enumerate(read) if at not in rows]
    missed = [(empty, other) for at, other in enumerate(stated) if at not in columns]
    return [*found, *alone, *missed], len(alone), len(missed)


def compare_file(read: Record, stated: Record, lenient: bool = False) -> FileScore:
    """One reading against its truth."""
    score = FileScore()
    score.add("name", same_text(read.name, stated.name, lenient), read.name, stated.name)
    _lists(score, "email", read.emails, stated.emails, same_email, lenient)
    _lists(score, "phone", read.phones, stated.phones, same_phone, lenient)
    jobs, score.invented, score.missed = _aligned(read.jobs, stated.jobs, _like_job, JobRecord())
    for one, other in jobs:
        score.add("title", same_text(one.title, other.title, lenient), one.title, other.title)
        score.add("employer", same_text(one.employer, other.employer, lenient), one.employer, other.employer)
        score.add("dates", same_date(one.start, other.start, lenient), one.start, other.start)
        ends = [job.end or ("present" if job.present else None) for job in (one, other)]
        score.add("dates", _same_end(one, other, lenient), *ends)
    for mine, theirs in _aligned(read.schools, stated.schools, _like_school, SchoolRecord())[0]:
        score.add("school", same_text(mine.school, theirs.school, lenient), mine.school, theirs.school)
        degrees = [" / ".join(school.degrees[:1]) for school in (mine, theirs)]
        score.add("degree", same_of_any(mine.degrees, theirs.degrees, lenient), *degrees)
    _lists(score, "skills", read.skills, stated.skills, same_text, lenient)
    if stated.languages is not None:
        _lists(score, "languages", read.languages or (), stated.languages, same_text, lenient)
    if stated.location is not None:
        score.add("location", same_text(read.location or "", stated.location, lenient), read.location, stated.location)
    return score


def _lists(
    score: FileScore, name: str, read: Sequence[str], stated: Sequence[str], same: Callable, lenient: bool
) -> None:
    """Values of a list one to one, as many pairs as possible."""
    matrix = np.array([[float(same(one, other, lenient)) for other in stated] for one in read])
    pairs = assign(matrix.reshape(len(read), len(stated)), 1.0)
    score.counts[name].add(len(pairs), len(read), len(stated))
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    score.wrong += [f"{name}: {one} | -" for at, one in enumerate(read) if at not in rows]
    score.wrong += [f"{name}: - | {one}" for at, one in enumerate(stated) if at not in columns]


@dataclass(frozen=True)
class Scores:
    """All files of a system; figures are 0-100. `above` and `below` are files x measures, whose ratio is F1."""

    files: tuple[FileScore, ...]
    names: tuple[str, ...]
    above: np.ndarray
    below: np.ndarray

    @property
    def fields(self) -> dict[str, Count]:
        totals = {name: Count() for name in (*FIELDS, *BESIDE)}
        for file in self.files:
            for name, count in file.counts.items():
                totals[name].add(count.right, count.read, count.stated)
        return totals

    @property
    def total(self) -> Count:
        total = Count()
        for name, count in self.fields.items():
            if name in FIELDS:
                total.add(count.right, count.read, count.stated)
        return total

    @property
    def micro(self) -> float | None:
        return self.total.f1

    @property
    def macro(self) -> float | None:
        found = [count.f1 for name, count in self.fields.items() if name in FIELDS and count.f1 is not None]
        return sum(found) / len(found) if found else None

    @property
    def invented(self) -> int:
        """Jobs that were read and align with no true one."""
        return sum(file.invented for file in self.files)

    @property
    def missed(self) -> int:
        return sum(file.missed for file in self.files)

    def intervals(self, resamples: int = RESAMPLES, seed: int = 0) -> dict[str, Interval]:
        """95 % intervals of F1 by field and "micro"; whole files are drawn."""
        return intervals(self, [str(at) for at in range(len(self.files))], resamples, seed)


def compare(read: Sequence[Record], stated: Sequence[Record], lenient: bool = False) -> Scores:
    """Readings against their truths, file by file. Raises ValueError where there are not as many of the one as of the other."""
    files = tuple(compare_file(one, other, lenient) for one, other in zip(read, stated, strict=True))
    names = (*FIELDS, *BESIDE)
    right = np.array([[file.counts[name].right for name in names] for file in files], dtype=float).reshape(
        -1, len(names)
    )
    both = np.array(
        [[file.counts[name].read + file.counts[name].stated for name in names] for file in files], dtype=float
    ).reshape(-1, len(names))
    scored = len(FIELDS)
    above = np.column_stack([2 * right, 2 * right[:, :scored].sum(axis=1)])
    below = np.column_stack([both, both[:, :scored].sum(axis=1)])
    return Scores(files, (*names, "micro"), above, below)
