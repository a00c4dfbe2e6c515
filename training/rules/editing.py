"""Edits by insertion: a section with the missing skills or the right dates, everything else left as it is.

What is added copies the section's own style: its bullets and numbers, the way its jobs are written. A section that
is not there is written anew. The document is never searched for anything but the section and the job to change.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dataset_builder.text.experience import resume_jobs
from dataset_builder.text.sections import BULLET, body, is_rule, sections

_JOB = r"\"(.+) \((\d{4}) - (\d{4})\)\""
ADD = re.compile(rf"add {_JOB}", re.S)
REPLACE = re.compile(rf"replace {_JOB} with {_JOB}", re.S)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"(\s*\(?)(\d{1,2})([.)].*)", re.S)


@dataclass(frozen=True)
class DatedJob:
    """A job as an instruction names it."""

    title: str
    start: str
    end: str

    def __str__(self) -> str:
        return f"{self.title} ({self.start} - {self.end})"


def section_text(resume: str, section: str) -> str:
    """The body of the section "skills" or "experience" as it stands; "" where there is none."""
    return body(sections(resume or ""), section) or ""


def add_skills(resume: str, skills: list[str]) -> str:
    """The skills section with the skills put in: in their place of an alphabetical list, else at the end."""
    text = section_text(resume, "skills")
    lines = [line for line in text.split("\n") if not is_rule(line)]
    if len(lines) <= 1 and text.count(",") >= 2:
        return f"{text.rstrip(' .')}, {', '.join(skills)}"
    bullet = next((match.group() for line in reversed(lines) if (match := BULLET.match(line))), "" if lines else "- ")
    for skill in skills:
        names = [BULLET.sub("", line, count=1).casefold() for line in lines]
        ordered = len(names) > 2 and names == sorted(names)
        at = next((i for i, name in enumerate(names) if ordered and name > skill.casefold()), len(lines))
        lines.insert(at, f"{bullet}{skill}")
    return renumbered(lines)


def renumbered(lines: Sequence[str]) -> str:
    """The lines as a text; a list that is numbered for the greater part counts 1, 2, 3 again."""
    matches = [_NUMBER.fullmatch(line) for line in lines]
    if sum(match is not None for match in matches) < max(len(lines) / 2, 1):
        return "\n".join(lines)
    numbers = iter(range(1, len(lines) + 1))
    return "\n".join(f"{m[1]}{next(numbers)}{m[3]}" if m else line for m, line in zip(matches, lines))


def change_experience(resume: str, change: str) -> str:
    """The experience section after `add "T (a - b)"` or `replace "T (a - b)" with "U (c - d)"`."""
    text = section_text(resume, "experience")
    if match := REPLACE.fullmatch(change.strip()):
        return _replace(text, DatedJob(*match.groups()[:3]), DatedJob(*match.groups()[3:]))
    if match := ADD.fullmatch(change.strip()):
        return _add(text, DatedJob(*match.groups()))
    return text


def _replace(text: str, old: DatedJob, new: DatedJob) -> str:
    """The years of the job that has the old ones and the title most like the old one; its title where that changes."""
    lines = text.split("\n")
    dated = [i for i, line in enumerate(lines) if old.start in line and old.end in line]
    if not dated:
        return _add(text, new)
    at = max(dated, key=lambda i: fuzz.partial_ratio(old.title.casefold(), lines[i].casefold()))
    lines[at] = _with_years(lines[at], old, new)
    if new.title != old.title:
        lines[at] = _with_title(lines[at], old.title, new.title)
    return "\n".join(lines)


def _with_years(line: str, old: DatedJob, new: DatedJob) -> str:
    """The first span with the old years gets the new ones; each year where it stood."""
    head, start, rest = line.partition(old.start)
    middle, end, tail = rest.partition(old.end)
    if not start or not end:
        head, end, rest = line.partition(old.end)
        middle, start, tail = rest.partition(old.start)
        return f"{head}{new.end}{middle}{new.start}{tail}"
    return f"{head}{new.start}{middle}{new.end}{tail}"


def _with_title(line: str, old: str, new: str) -> str:
    pattern = re.compile(re.escape(old), re.I)
    if pattern.search(line):
        return pattern.sub(lambda _: new, line, count=1)
    jobs = resume_jobs(line)
    return line.replace(jobs[0].title, new, 1) if jobs and jobs[0].title in line else f"{line} {new}"


def _add(text: str, job: DatedJob) -> str:
    """The job on top, worded like the first one that stands there, without that one's employer and description."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        jobs = resume_jobs(line)
        years = list(_YEAR.finditer(line))
        if len(jobs) == 1 and jobs[0].title in line and len(years) >= 2:
            start, end = sorted(years[:2], key=lambda year: year.group())
            if start.start() > end.start():
                break
            closing = line[end.end() : end.end() + 1]
            model = line[: end.end()] + (closing if closing in (")", "]") else "")
            title_at = line.find(jobs[0].title)
            if title_at > end.end():
                model = line[: title_at + len(jobs[0].title)]
            new = model.replace(start.group(), "\0", 1).replace(end.group(), "\1", 1).replace(jobs[0].title, "\2", 1)
            new = new.replace("\0", job.start).replace("\1", job.end).replace("\2", job.title)
            return renumbered([*lines[:i], new, *lines[i:]])
    bullet = next((match.group() for line in lines if (match := BULLET.match(line))), "- ")
    return renumbered([f"{bullet}{job}", *[line for line in lines if line.strip()]])
