"""Which field of work a title belongs to: finer than the five groups, so that a cook's duties are not a welder's."""

import re
from functools import lru_cache

from dataset_builder.teachers.template.english import phrases

_WORDS = phrases("words")
_PATTERNS = tuple((field, re.compile(pattern, re.I)) for field, pattern in _WORDS["fields"].items())
FIELDS: tuple[str, ...] = tuple(_WORDS["fields"])
_TECHNICAL = ("software", "engineering", "healthcare")
_SELLING = re.compile(_WORDS["selling"], re.I)


def field_of(title: str, category: str) -> str:
    """The first field whose words the title holds, or the group's own."""
    return named_field(title, category) or _WORDS["groups"][category]


@lru_cache(maxsize=100_000)
def named_field(title: str, category: str) -> str | None:
    """The first field whose words the title holds. In technology an analyst is no banker."""
    for field, pattern in _PATTERNS:
        if pattern.search(title) and (
            category != "technology" or field in _TECHNICAL or (field == "business" and _SELLING.search(title))
        ):
            return field
    return None
