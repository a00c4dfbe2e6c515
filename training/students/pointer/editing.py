"""Edits by pointing: where something is inserted, or which span is changed; all else is copied, sign by sign.

    edit = edited(resume, "skills", ["Rye bread"], "", spans)
    apply(resume, edit.changes)                       # the whole resume after the change

`spans` are the classifier's. A skill goes behind the last one that the section lists, or to its place in an alphabetical
list, and stands as its neighbours do: their bullet, their number, their separator; not in their words, for "Proficient in" is a
claim of its own. A job's dates change where they stand; a new job is written as the first one is. Nothing is invented: what is
inserted is what was asked for, in words and signs of the section; and nothing is lost.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dataset_builder.text.evidence import Evidence, in_order
from dataset_builder.text.experience import resume_jobs
from dataset_builder.text.sections import BULLET, is_rule, sections
from training.rules.editing import ADD, REPLACE, DatedJob
from training.students.pointer.spans import Span
from training.systems.protocol import Change, Edit

_HEADINGS = {"skills": "Skills", "experience": "Experience"}
_NUMBER = re.compile(r"(\s*\(?)(\d{1,3})([.)]\s+)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Between two skills of one line.
_BETWEEN = re.compile(r"\s*([,;|•·])\s*")


def edited(
    resume: str, section: str, add_skills: Sequence[str], experience_change: str, spans: Sequence[Span] = ()
) -> Edit:
    """The section after the change, and the changes to the resume as given."""
    place = section_place(resume, section)
    if place is None:
        place = Evidence(len(resume), len(resume))
        lines = [f"- {one}" for one in (add_skills if section == "skills" else _asked_job(experience_change))]
        if not lines:
            return Edit("", problem="there is nothing to add")
        text = "\n".join(lines)
        return Edit(text, changes=(Change(place, f"\n\n{_HEADINGS[section]}\n{text}"),))
    inside = [one for one in spans if place.start <= one.start and one.end <= place.end]
    if section == "skills":
        changes = _add_skills(resume, place, list(add_skills), [one for one in inside if one.kind == "skill"])
    else:
        changes = _change_experience(resume, place, experience_change.strip(), inside)
    moved = [Change(Evidence(one.place.start - place.start, one.place.end - place.start), one.text) for one in changes]
    return Edit(apply(place.of(resume), moved), changes=tuple(changes))


def apply(text: str, changes: Sequence[Change]) -> str:
    """The text after all changes; of two at one place the first stands first."""
    parts, at = [], 0
    for change in sorted(changes, key=lambda one: (one.place.start, one.place.end)):
        parts += [text[at : change.place.start], change.text]
        at = change.place.end
    return "".join([*parts, text[at:]])


def section_place(resume: str, name: str) -> Evidence | None:
    """Where the body of the section stands, without the blanks and rules around it; None where there is none."""
    found = sections(resume)
    places = in_order(resume, [section.body for section in found])
    chosen = (place for section, place in zip(found, places, strict=True) if section.name == name)
    return next((place for place in chosen if place is not None), None)


# ------------------------------------------------------------------------------------------------- skills


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    skills: tuple[Span, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def sign(self) -> str:
        """Its bullet or number, with the blanks around."""
        match = BULLET.match(self.text)
        return match.group() if match else ""

    @property
    def name(self) -> str:
        return (self.text[len(self.sign) :]).casefold().strip()


def _lines(resume: str, place: Evidence, skills: Sequence[Span]) -> list[_Line]:
    found, at = [], place.start
    for text in place.of(resume).split("\n"):
        if text.strip() and not is_rule(text):
            found.append(_Line(text, at, tuple(one for one in skills if at <= one.start < at + len(text))))
        at += len(text) + 1
    return found


def _add_skills(resume: str, place: Evidence, asked: list[str], skills: Sequence[Span]) -> list[Change]:
    lines = _lines(resume, place, skills)
    if not lines:
        return [Change(Evidence(place.start, place.start), "\n".join(f"- {one}" for one in asked))]
    last = lines[-1]
    if len(lines) == 1 and (between := _separator(resume, last)) is not None:
        at = last.start + len(last.text.rstrip(" ."))
        return [Change(Evidence(at, at), "".join(between + one for one in asked))]
    names = [line.name for line in lines]
    if len(names) > 2 and names == sorted(names):
        return _sorted_in(lines, asked)
    new, sign = [], last.sign
    for one in asked:
        sign = _next_sign(sign)
        new.append(f"\n{sign}{one}")
    changes = [Change(Evidence(last.end, last.end), "".join(new))]
    return changes + _renumbered(lines, last, len(asked))


def _separator(resume: str, line: _Line) -> str | None:
    """What stands between the skills of a line that lists several."""
    gaps = [resume[a.end : b.start] for a, b in zip(line.skills, line.skills[1:])]
    signs = Counter(gap for gap in gaps if _BETWEEN.fullmatch(gap))
    if signs:
        return signs.most_common(1)[0][0]
    return ", " if not line.skills and line.text.count(",") >= 2 else None


def _sorted_in(lines: Sequence[_Line], asked: Sequence[str]) -> list[Change]:
    """Each skill before the first line that follows it in the alphabet; numbers behind it count on."""
    changes, before = [], []
    for one in sorted(asked, key=str.casefold):
        at = next((number for number, line in enumerate(lines) if line.name > one.casefold()), len(lines))
        if at == len(lines):
            sign = _counted(_next_sign(lines[-1].sign), len(before))
            changes.append(Change(Evidence(lines[-1].end, lines[-1].end), f"\n{sign}{one}"))
        else:
            sign = _counted(lines[at].sign, len(before))
            changes.append(Change(Evidence(lines[at].start, lines[at].start), f"{sign}{one}\n"))
        before.append(at)
    for number, line in enumerate(lines):
        more = sum(at <= number for at in before)
        if more and (match := _NUMBER.match(line.text)):
            start, end = match.span(2)
            changes.append(Change(Evidence(line.start + start, line.start + end), str(int(match[2]) + more)))
    return changes


def _counted(sign: str, more: int) -> str:
    """A number, so many further on; a bullet as it is."""
    match = _NUMBER.fullmatch(sign)
    return f"{match[1]}{int(match[2]) + more}{match[3]}" if match else sign


def _next_sign(sign: str) -> str:
    match = _NUMBER.fullmatch(sign)
    return f"{match[1]}{int(match[2]) + 1}{match[3]}" if match else sign


def _renumbered(lines: Sequence[_Line], last: _Line, more: int) -> list[Change]:
    """The numbers behind what was inserted into a numbered list."""
    if not _NUMBER.match(last.text):
        return []
    changes = []
    for line in lines:
        if line.start > last.start and (match := _NUMBER.match(line.text)):
            start, end = match.span(2)
            changes.append(Change(Evidence(line.start + start, line.start + end), str(int(match[2]) + more)))
    return changes


# ------------------------------------------------------------------------------------------------- experience


def _asked_job(change: str) -> list[str]:
    if match := REPLACE.fullmatch(change.strip()):
        return [str(DatedJob(*match.groups()[3:]))]
    if match := ADD.fullmatch(change.strip()):
        return [str(DatedJob(*match.groups()))]
    return []


def _change_experience(resume: str, place: Evidence, change: str, spans: Sequence[Span]) -> list[Change]:
    if match := REPLACE.fullmatch(change):
        old, new = DatedJob(*match.groups()[:3]), DatedJob(*match.groups()[3:])
        return _replaced(resume, place, old, new, spans) or _added(resume, place, new, spans)
    if match := ADD.fullmatch(change):
        return _added(resume, place, DatedJob(*match.groups()), spans)
    return []


def _replaced(resume: str, place: Evidence, old: DatedJob, new: DatedJob, spans: Sequence[Span]) -> list[Change]:
    """Years where they stand in the line that has the old ones and the title most like the old one; the title where it changes."""
    dated = [(line, years) for line in _lines(resume, place, ()) if (years := _years(line, old)) is not None]
    if not dated:
        return []
    titles = [one for one in spans if one.kind == "title"]
    line, years = max(dated, key=lambda one: fuzz.partial_ratio(old.title.casefold(), _around(resume, one[0], place)))
    changes = [Change(at, text) for at, text in zip(years, (new.start, new.end), strict=True) if at.of(resume) != text]
    if new.title != old.title and (title := _title(resume, line, old.title, titles)) is not None:
        changes.append(Change(title, new.title))
    return changes


def _around(resume: str, line: _Line, place: Evidence) -> str:
    """A line with the one before it, where a title may stand above its dates."""
    above = resume.rfind("\n", place.start, max(line.start - 1, place.start))
    return resume[max(above, place.start) : line.end].casefold()


def _years(line: _Line, job: DatedJob) -> tuple[Evidence, Evidence] | None:
    start = line.text.find(job.start)
    end = line.text.find(job.end, start + len(job.start)) if start >= 0 else -1
    if end < 0:  # the later year first
        end = line.text.find(job.end)
        start = line.text.find(job.start, end + len(job.end)) if end >= 0 else -1
    if start < 0 or end < 0:
        return None
    return (
        Evidence(line.start + start, line.start + start + len(job.start)),
        Evidence(line.start + end, line.start + end + len(job.end)),
    )


def _title(resume: str, line: _Line, title: str, titles: Sequence[Span]) -> Evidence | None:
    """Where the title of the job on a line stands: as it is called, or as the classifier points."""
    above = resume.rfind("\n", 0, max(line.start - 1, 0)) + 1
    if match := re.compile(re.escape(title), re.IGNORECASE).search(resume, above, line.end):
        return Evidence(*match.span())
    near = [one for one in titles if above <= one.start and one.end <= line.end]
    best = max(near, key=lambda one: fuzz.token_sort_ratio(one.of(resume).casefold(), title.casefold()), default=None)
    return Evidence(best.start, best.end) if best else None


def _added(resume: str, place: Evidence, job: DatedJob, spans: Sequence[Span]) -> list[Change]:
    """The job on top, written as the first one that stands there, without that one's employer and description."""
    for line in _lines(resume, place, ()):
        text = _as_read(line.text, job) or _as_pointed(resume, line, job, spans)
        if text is not None:
            return [Change(Evidence(line.start, line.start), f"{text}\n"), *_counted_up(resume, place, line)]
    first = next(iter(_lines(resume, place, ())), None)
    if first is None:
        return [Change(Evidence(place.start, place.start), f"- {job}")]
    sign = first.sign or ("- " if not first.text[:1].isspace() else "")
    return [Change(Evidence(first.start, first.start), f"{sign}{job}\n"), *_counted_up(resume, place, first)]


def _as_read(line: str, job: DatedJob) -> str | None:
    """The job as a line says another one, up to its dates; None where the text layer reads no single job in it."""
    jobs, years = resume_jobs(line), list(_YEAR.finditer(line))
    if len(jobs) != 1 or not jobs[0].title or jobs[0].title not in line or len(years) < 2:
        return None
    start, end = sorted(years[:2], key=lambda year: year.group())
    if start.start() > end.start():
        return None
    title_at, closing = line.find(jobs[0].title), line[end.end() : end.end() + 1]
    model = line[: end.end()] + (closing if closing in (")", "]") else "")
    if title_at > end.end():
        model = line[: title_at + len(jobs[0].title)]
    parts = ((start.group(), "\0", job.start), (end.group(), "\1", job.end), (jobs[0].title, "\2", job.title))
    for old, sign, _ in parts:
        model = model.replace(old, sign, 1)
    for _, sign, new in parts:
        model = model.replace(sign, new)
    return model


def _as_pointed(resume: str, line: _Line, job: DatedJob, spans: Sequence[Span]) -> str | None:
    """The same by the classifier's title and dates, where the line holds one of each."""
    titles = [one for one in spans if one.kind == "title" and line.start <= one.start < line.end]
    dates = [one for one in spans if one.kind == "dates" and line.start <= one.start < line.end]
    if len(titles) != 1 or len(dates) != 1:
        return None
    title, written = titles[0], dates[0].of(resume)
    years = _YEAR.findall(written)
    if len(years) != 2 or title.end > dates[0].start:
        return None
    written = written.replace(years[0], "\0", 1).replace(years[1], job.end, 1).replace("\0", job.start)
    between = resume[title.end : dates[0].start]
    after = resume[dates[0].end : dates[0].end + 1]
    return f"{resume[line.start : title.start]}{job.title}{between}{written}{after if after in (')', ']') else ''}"


def _counted_up(resume: str, place: Evidence, line: _Line) -> list[Change]:
    """The numbers of a numbered list from the line on, each one more."""
    if not _NUMBER.match(line.text):
        return []
    changes = []
    for other in _lines(resume, place, ()):
        if other.start >= line.start and (match := _NUMBER.match(other.text)):
            start, end = match.span(2)
            changes.append(Change(Evidence(other.start + start, other.start + end), str(int(match[2]) + 1)))
    return changes
