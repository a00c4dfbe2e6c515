"""Marks around the facts of a document while it is composed: text in, text with spans out.

    marks = Marks("resume_matched", "held")
    line = f"- Proficient in {marks.around('SQL', 'skill', 'SQL')}"
    marks.read(line)        # "- Proficient in SQL", (Mention(..., start=16, end=19, ...),)

Text is composed by formatting, joining, replacing and capitalising strings, each of which moves offsets. So a fact is marked
in the string itself: two signs before its form say which fact of the document it is, one sign ends it. The signs are Unicode
noncharacters (U+FDD0 to U+FDEF), which the standard keeps for use inside a program; no text that is exchanged holds them.
They are neither letters nor blanks, so word counts and stems of marked text are those of the text; what looks at single
characters (`bare`, `first`) passes over them. Marks may nest.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

from dataset_builder.sampling.facts import Mention

_DIGITS = tuple(map(chr, range(0xFDD0, 0xFDEF)))
END = "\ufdef"
_CODES = tuple(high + low for high in _DIGITS for low in _DIGITS)
# A code, or `END`. All begin with one set of characters, which a search skips to in half the time that it takes for alternatives.
_SIGN = re.compile("([\ufdd0-\ufdef](?:(?<!\ufdef)[\ufdd0-\ufdee])?)")
_SIGNS = re.compile("[\ufdd0-\ufdef]+")
# Marked facts of one document that the codes hold apart.
MOST = len(_CODES)


def bare(text: str) -> str:
    """The text without marks."""
    return text if text.isascii() else _SIGNS.sub("", text)


def first(text: str) -> int:
    """Where the first character of a marked text is that is no sign."""
    at = 0
    while "\ufdd0" <= text[at : at + 1] <= END:
        at += 1
    return at


class Marks:
    """The marks of one document. `role`: of facts that are given none, "required" in a job description, "held" in a resume."""

    __slots__ = ("_codes", "credentials", "document", "names", "role")

    def __init__(self, document: str, role: str, credentials: Collection[str] = ()) -> None:
        self.document, self.role = document, role
        # Skills that are certificates and licences: one holds them and is not proficient in them.
        self.credentials = credentials
        # Marked names by (skill, one of its names), for who writes them.
        self.names: dict[tuple[str, str], Any] = {}
        # (kind, name, form_kind, role, item) to its code, in the order of the codes
        self._codes: dict[tuple, str] = {}

    def code(
        self, kind: str, name: str | None, form_kind: str = "name", item: int | None = None, role: str | None = None
    ) -> str:
        """The signs before a form of the fact; `END` goes behind it. `rjdb.FEATURES` says what the arguments hold.

        Raises:
            ValueError: the document has more than `MOST` different facts.
        """
        fact = (kind, name, form_kind, role or self.role, item)
        code = self._codes.get(fact)
        if code is None:
            if len(self._codes) == MOST:
                raise ValueError(f"a {self.document} with more than {MOST} facts; write shorter documents")
            code = self._codes[fact] = _CODES[len(self._codes)]
        return code

    def around(
        self,
        form: str,
        kind: str,
        name: str | None,
        form_kind: str = "name",
        item: int | None = None,
        role: str | None = None,
    ) -> str:
        """The form between its signs."""
        return f"{self.code(kind, name, form_kind, item, role)}{form}{END}"

    def read(self, marked: str) -> tuple[str, tuple[Mention, ...]]:
        """The text, and its mentions in the order of the text, an outer one before those within."""
        pieces = _SIGN.split(marked)  # text, sign, text, sign, ..., text
        text = "".join(pieces[::2])
        facts = dict(zip(self._codes.values(), self._codes))
        found: list[Mention] = []
        begun: list[tuple[int, int, str]] = []  # place in `found`, offset, code
        at, document, new = 0, self.document, tuple.__new__
        for piece, sign in zip(pieces[::2], pieces[1::2], strict=False):
            at += len(piece)
            if sign != END:
                begun.append((len(found), at, sign))
                continue
            place, start, code = begun.pop()
            kind, name, form_kind, role, item = facts[code]
            fields = (document, kind, name, text[start:at], form_kind, start, at, role, item)
            found.insert(place, new(Mention, fields))  # at the end but for an outer one
        return text, tuple(found)


def holding_a_sign(names: Iterable[str]) -> str | None:
    """The first name that holds a sign of ours, as one of a damaged source may: marks around it could not be read."""
    return next((name for name in names if not name.isascii() and _SIGNS.search(name)), None)
