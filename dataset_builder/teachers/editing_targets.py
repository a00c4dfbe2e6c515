"""Targets of the editing task: both sections of the unmatched resume, made of lines that the teacher itself wrote.

The target is the smallest edit: the unmatched section as it is, with the lines that are missing. A missing line is
taken from the matched resume, where the same teacher worded the same skill or job, and put in the section's own
bullet style by the caller; where no line states just that, the bare name or "Title (2013 - 2016)".
"""

import re
from collections.abc import Sequence

from dataset_builder.sampling.facts import Experience, Facts
from dataset_builder.text.mentions import Aliases, mentions, stemmed


def skill_lines(unmatched: Sequence[str], matched: Sequence[str], facts: Facts, aliases: Aliases) -> list[str]:
    """The unmatched resume's skill lines with the removed skills among them, in the order the job asks for."""
    lines, others = list(unmatched), facts.matched_skills
    texts = [(line, stemmed(line)) for line in matched]
    for place, skill in enumerate(facts.skills):
        if skill not in facts.removed_skills:
            continue
        own = (
            line
            for line, text in texts
            if mentions(text, skill, aliases) and not any(o != skill and mentions(text, o, aliases) for o in others)
        )
        lines.insert(min(place, len(lines)), next(own, skill))
    return lines


def experience_lines(unmatched: Sequence[str], matched: Sequence[str], facts: Facts) -> list[str]:
    """The unmatched resume's job lines with the newest job as the matched resume has it; empty where it meets the requirement."""
    edit = facts.experience_edit
    if edit.kind == "kept":
        return []
    job = Experience(edit.title, edit.from_end - edit.from_start, edit.from_start, edit.from_end)
    whole = _line_of(matched, job)
    right = matched[whole] if whole is not None else f"{job.title} ({job.start_year} - {job.end_year})"
    lines = list(unmatched)
    if edit.to_title is None or edit.to_start is None or edit.to_end is None:
        return [right, *lines]
    shown = Experience(edit.to_title, edit.to_end - edit.to_start, edit.to_start, edit.to_end)
    if (wrong := _line_of(lines, shown)) is None:
        return [right, *lines]
    if edit.kind == "shortened":
        years = re.compile(rf"\b({shown.start_year}|{shown.end_year})\b")
        becomes = {str(shown.start_year): str(job.start_year), str(shown.end_year): str(job.end_year)}
        line = years.sub(lambda year: becomes[year[0]], lines[wrong])
        right = re.sub(rf"\b{shown.held} years?\b", f"{job.held} years", line)
    lines[wrong] = right
    return lines


def _line_of(lines: Sequence[str], job: Experience) -> int | None:
    """The line that shows a job: by both years and its title."""
    for number, line in enumerate(lines):
        if str(job.start_year) in line and str(job.end_year) in line and stemmed(job.title) in stemmed(line):
            return number
    return None
