"""Where in a text something stands: the one answer to "which line shows it?" of rules, students and pages.

    places = in_order(resume, ("SQL", "Excel"), start=resume.index("Skills"))
    places[0].of(resume), places[0].line_number(resume), places[0].line(resume)      # "SQL", 4, "- SQL"

What readers give back (list items, lines of jobs) is the text with its blanks changed: wrapped lines are joined, runs of
blanks are one. Readings are therefore looked for again, in their order, blanks apart; an answer is an offset into the text that was
given, so that lines, and later pages and boxes, derive from it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Evidence:
    """`text[start:end]` of the text that was given."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def line_number(self, text: str) -> int:
        """The line it starts on, from 1."""
        return text.count("\n", 0, self.start) + 1

    def line(self, text: str) -> str:
        """The line it starts on, without the blanks around it."""
        end = text.find("\n", self.start)
        return text[text.rfind("\n", 0, self.start) + 1 : len(text) if end < 0 else end].strip()


def find(text: str, said: str, start: int = 0, end: int | None = None) -> Evidence | None:
    """Where `text[start:end]` first says something, blanks apart."""
    end = len(text) if end is None else end
    if not said.strip():
        return None
    if (at := text.find(said, start, end)) >= 0:
        return Evidence(at, at + len(said))
    match = re.compile(r"\s+".join(map(re.escape, said.split()))).search(text, start, end)
    return Evidence(*match.span()) if match else None


def in_order(text: str, said: Iterable[str], start: int = 0, end: int | None = None) -> tuple[Evidence | None, ...]:
    """A place for each of the things said, the next one behind the one before; None for what is not there.

    What is said twice in a row may stand on one line (two jobs of one line), so it is also looked for where the last was.
    """
    found: list[Evidence | None] = []
    at, last = start, start
    for one in said:
        place = find(text, one, at, end) or find(text, one, last, end) or find(text, one, start, end)
        found.append(place)
        if place is not None:
            at, last = place.end, place.start
    return tuple(found)
