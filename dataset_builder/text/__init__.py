"""Reading free text, for builder, training and Spaces: documents, sections, dates, jobs held and required, mentions, evidence."""

import re
from collections.abc import Iterable


def one_of(texts: Iterable[str]) -> str:
    """A pattern of many short texts: grouped by their first character, so that one look passes over most places.

    Those that begin alike are tried in the order given.
    """
    groups: dict[str, list[str]] = {}
    for text in texts:
        groups.setdefault(text[0], []).append(re.escape(text[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in groups.items())


def any_of(signs: Iterable[str]) -> re.Pattern[str]:
    """What finds any of many signs, in a fifth of the time of asking for each (`sign in text`) where none is found."""
    return re.compile(one_of(signs))


def words(text: str) -> frozenset[str]:
    """A table of words, written as text."""
    return frozenset(text.split())
