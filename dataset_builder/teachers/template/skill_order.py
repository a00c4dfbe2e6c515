"""Where an editor puts a skill into a list: next to the one most like it."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from dataset_builder.teachers.template.phrase_lines import stems_of
from dataset_builder.teachers.template.skill_names import skill_name

_SHORTEST = 3


def with_similar(listed: Sequence[str], new: Iterable[str], credentials: Collection[str]) -> list[str]:
    """The list with each new skill behind the most similar one that is there, or at the end where none is similar."""
    found = list(listed)
    for skill in new:
        likeness = [_likeness(skill, other, skill in credentials, other in credentials) for other in found]
        best = max(likeness, default=0)
        at = len(found) - likeness[::-1].index(best) if best else len(found)
        found.insert(at, skill)
    return found


@lru_cache(maxsize=100_000)
def _likeness(one: str, other: str, is_credential: bool, other_is_credential: bool) -> int:
    """Words that both names have count most, then whether both are of one kind."""
    shared = {stem for stem in stems_of(one).split() if len(stem) >= _SHORTEST}.intersection(stems_of(other).split())
    kinds = skill_name(one, is_credential).kind, skill_name(other, other_is_credential).kind
    return 4 * len(shared) + (kinds[0] == kinds[1]) + (is_credential == other_is_credential is True)
