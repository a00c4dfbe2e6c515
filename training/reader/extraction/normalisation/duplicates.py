"""What a resume states twice, once: the same job, school, skill or other entry, with what each mention adds, and a note of it.

Two jobs are one where title and employer are the same and no date of one contradicts the other's: a summary on the first page and
the same job in full below, or a page that was scanned in twice. Two terms with one employer have other dates and stay two.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from dataset_builder.text.evidence import Evidence
from training.reader.extraction.resume import Education, Printed, Resume, Skill, Work
from training.reader.lines import Pages

Entry = TypeVar("Entry")
# Names of one note.
_NAMED = 8


def without_duplicates(resume: Resume, pages: Pages) -> tuple[Resume, list[str]]:
    """The resume with each entry once, and a line about each that stood there again."""
    notes: list[str] = []
    work = _merged(resume.work, _same_job, lambda job: _called(job.position, job.name), "job", pages, notes)
    education = _merged(
        resume.education,
        _same_school,
        lambda one: _called(one.studyType, one.area, one.institution),
        "school",
        pages,
        notes,
    )
    skills, again = _skills(resume.skills)
    if again:
        shown = ", ".join(again[:_NAMED]) + (f" and {len(again) - _NAMED} more" if len(again) > _NAMED else "")
        notes.append(f"skills that stand there more than once are given once: {shown}")
    lists = {}
    for name, field, kind in (
        ("languages", "language", "language"),
        ("projects", "name", "project"),
        ("certificates", "name", "certificate"),
        ("awards", "title", "award"),
    ):
        lists[name] = _merged(
            getattr(resume, name),
            lambda one, other, field=field: _key(getattr(one, field)) == _key(getattr(other, field)) and _agree(one, other, "date", "startDate"),
            lambda one, field=field: getattr(one, field),
            kind,
            pages,
            notes,
        )  # fmt: skip
    return replace(resume, work=work, education=education, skills=skills, **lists), notes


def _key(value: str | None) -> str:
    return " ".join((value or "").casefold().split()).strip(" .,;:")


def _called(*parts: Printed | None) -> str:
    return ", ".join(part for part in parts if part)


def _agree(one: object, other: object, *names: str) -> bool:
    """Whether no field of these says one thing in one entry and another in the other."""
    for name in names:
        mine, theirs = getattr(one, name, None), getattr(other, name, None)
        if mine and theirs and not (mine.startswith(theirs) or theirs.startswith(mine)):
            return False
    return True


def _same_job(one: Work, other: Work) -> bool:
    if not (one.position and one.name) or (_key(one.position), _key(one.name)) != (
        _key(other.position),
        _key(other.name),
    ):
        return False
    if not _agree(one, other, "startDate", "endDate"):
        return False
    # one that ended and one that goes on are two, unless one has no date at all
    return not (one.startDate and other.startDate) or bool(one.endDate) == bool(other.endDate)


def _same_school(one: Education, other: Education) -> bool:
    if not one.institution or _key(one.institution) != _key(other.institution):
        return False
    if (_key(one.studyType), _key(one.area)) != (_key(other.studyType), _key(other.area)):
        return False
    return bool(one.studyType or one.area) and _agree(one, other, "startDate", "endDate")


def _merged(
    entries: Sequence[Entry],
    same: Callable[[Entry, Entry], bool],
    called: Callable[[Entry], str],
    kind: str,
    pages: Pages,
    notes: list[str],
) -> tuple[Entry, ...]:
    kept: list[Entry] = []
    for entry in entries:
        at = next((at for at, other in enumerate(kept) if same(other, entry)), None)
        if at is None:
            kept.append(entry)
            continue
        first, again = _line(kept[at], pages), _line(entry, pages)
        notes.append(f"line {again}: the {kind} {called(entry)[:80]!r} stands in line {first}, too; it is given once")
        kept[at] = _filled(kept[at], entry)
    return tuple(kept)


def _line(entry: object, pages: Pages) -> int:
    """Where the first value of an entry stands."""
    places = [value.place for item in fields(entry) if isinstance(value := getattr(entry, item.name), Printed)]  # type: ignore[arg-type]
    return pages.lines_at(min(places, default=Evidence(0, 0)))[0].n if pages.lines else 0


def _filled(one: Entry, other: Entry) -> Entry:
    """The first entry with what only the second one states."""
    added: dict[str, object] = {}
    for item in fields(one):  # type: ignore[arg-type]
        mine, theirs = getattr(one, item.name), getattr(other, item.name)
        if isinstance(mine, tuple):
            known = set(map(_key, mine))
            added[item.name] = (*mine, *(value for value in theirs if _key(value) not in known))
        else:
            added[item.name] = mine or theirs
    return replace(one, **added)  # type: ignore[type-var]


def _skills(skills: Sequence[Skill]) -> tuple[tuple[Skill, ...], list[str]]:
    """Each name once, where it stands first, and the names that came again."""
    seen: set[str] = set()
    again: dict[str, str] = {}

    def first(value: Printed) -> bool:
        key = _key(value)
        if key in seen:
            again.setdefault(key, str(value))
            return False
        seen.add(key)
        return True

    kept: list[Skill] = []
    for skill in skills:
        if not skill.keywords:
            if skill.name is not None and first(skill.name):
                kept.append(skill)
        elif keywords := tuple(value for value in skill.keywords if first(value)):
            kept.append(replace(skill, keywords=keywords))
    return tuple(kept), list(again.values())
