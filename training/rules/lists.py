"""Whether a post asks for lists of skills and jobs, as those of the dataset and of the release do, or as people write posts."""

from collections.abc import Sequence

from dataset_builder.text.posts.requirement_kinds import Kind
from training.rules.held import Judged

# Skills and jobs, and what is said of them in sentences; not credentials, dates, years or languages, which have rules of their own.
OF_SKILLS = frozenset((Kind.SKILL, Kind.OTHER, Kind.EXPERIENCE))
# Other required points, and their share, from which on a post is more than lists.
_SEVERAL, _QUARTER = 2, 0.25


def is_of_lists(points: Sequence[Judged], listed: Sequence) -> bool:
    """Whether lists of skills (`listed`) and jobs are what a post asks, so that a verdict can be weighed from them. A post as people
    write them also asks for licences, degrees, languages and the like; where these are several, its points decide."""
    required = [one.point.kind for one in points if not one.point.optional]
    others = sum(kind not in OF_SKILLS for kind in required)
    return bool(listed) and not (others >= _SEVERAL and others >= _QUARTER * len(required))
