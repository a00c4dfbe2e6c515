"""Where a text states something: the answer to "which line shows it?" of rules, students and the Space.

    places = in_order(resume, ("SQL", "Excel"), start=resume.index("Skills"))
    places[0].of(resume), places[0].line_number(resume), places[0].line(resume)      # "SQL", 4, "- SQL"

What readers return (list items, lines of jobs) is the text with other whitespace: wrapped lines are joined, runs of blanks
are one. Readings are therefore searched for in the text, in their order, ignoring whitespace. The result is an offset into
the text as given; line numbers derive from it.
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


def find(text: str, stated: str, start: int = 0, end: int | None = None) -> Evidence | None:
    """The first place in `text[start:end]` that states something, ignoring differences of whitespace."""
    end = len(text) if end is None else end
    if not stated.strip():
        return None
    if (at := text.find(stated, start, end)) >= 0:
        return Evidence(at, at + len(stated))
    match = re.compile(r"\s+".join(map(re.escape, stated.split()))).search(text, start, end)
    return Evidence(*match.span()) if match else None


def in_order(
    text: str, statements: Iterable[str], start: int = 0, end: int | None = None
) -> tuple[Evidence | None, ...]:
    """One place for each statement, each after the one before; None for what is not in the text.

    Two statements may share a line (two jobs of one line), so each is also searched for where the last one was found.
    """
    found: list[Evidence | None] = []
    at, last = start, start
    for one in statements:
        place = find(text, one, at, end) or find(text, one, last, end) or find(text, one, start, end)
        found.append(place)
        if place is not None:
            at, last = place.end, place.start
    return tuple(found)
