"""The items of a list in a post: lines that go on on the next one, lines of several items, bullets that only head others."""

import re
from dataclasses import replace

from dataset_builder.text.layout.lines import Line
from dataset_builder.text.posts.clauses import split_at
from dataset_builder.text.posts.cues import CUE

# Words of an item between stops, and the items from which on a line is a list of them.
_LONGEST_TERSE, _LEAST_TERSE = 6, 3
_STOPS = re.compile(r"(?<=[\w+#)]{2})\.\s+|(?<=\s\w)\.\s+")


def terse_items(line: Line) -> list[Line]:
    """ "Snowflake. dbt. Python or R. HEDIS measures.": a line of names parted by stops, in parts."""
    if line.bullet or line.text.count(". ") < _LEAST_TERSE - 1:
        return [line]
    parts = split_at(line.text.rstrip(" ."), _STOPS)
    if len(parts) < _LEAST_TERSE or any(len(part.split()) > _LONGEST_TERSE or CUE.search(part) for part, _ in parts):
        return [line]
    return [replace(line, text=part, start=line.start + at, bullet=True, after_blank=False) for part, at in parts]


def is_parent(lines: list[Line], at: int) -> bool:
    """A bullet that only heads the deeper bullets below it: "Languages" above "Python" and "Go"."""
    line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    return bool(
        following
        and line.bullet
        and following.bullet
        and following.indent > line.indent
        and (len(line.text.split()) <= 3 or line.text.endswith(":"))
    )


def wrapped(lines: list[Line]) -> list[Line]:
    """Lines that go on on the next one, joined by their place: the text between them is one."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if (
            last is not None
            and last.bullet
            and not line.bullet
            and not line.after_blank
            and line.indent > last.indent
            and line.text[:1].islower()
        ):
            found[-1] = replace(last, text=f"{last.text} {line.text}")
            continue
        if (
            last is not None
            and last.bullet
            and not line.bullet
            and not line.after_blank
            and line.text[:1].islower()
            and len(last.text) > 40
        ):
            found[-1] = replace(last, text=f"{last.text} {line.text}")
            continue
        found.append(line)
    return found
