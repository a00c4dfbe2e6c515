"""Whether one job can come before another in a life: for the design `facts`.

    order = CareerOrder(graph)
    order.holds(staff_accountant, senior_accountant)   # by place in the graph

What stands against it: the later job is what leads to the earlier one; it takes less preparation; the earlier one is of a higher rank;
a helper's job after that of the tradesman; a licensed profession that is left, or entered from the side. What the graph lists as
leading to a job may stand before it whatever its rank or preparation.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.graph import Graph
from dataset_builder.graph.kinds_of_work import kind_of
from dataset_builder.sampling.career import rank
from dataset_builder.sources.preparation import preparation, profession
from dataset_builder.text.mentions import stemmed

COMPUTING = "15"
# Those who help a tradesman or a professional; what comes before is no more than that, in the same trade.
_HELPERS = re.compile(
    r"(?<!executive )(?<!administrative )(?<!physician )(?<!legal )\b(?:helpers?|tenders?|apprentices?|trainees?|interns?|aides?|assistants?)\b",
    re.I,
)
# Practitioners, and those who help them.
_HEALTH, _HEALTH_SUPPORT = "29", "31"
# Ranks that one step may climb: no intern becomes a director.
_CLIMB = 4
# What a supervisor's code and a manager's tell of the rank, where the title does not.
_SUPERVISORS, _MANAGERS, _SUPERVISOR = re.compile(r"(?:3[3579]|4[1-9]|5[13])-1"), "11-", 3
# "Staff Accountant", "Staff Nurse": no rank outside of computing.
_STAFF, _SENIOR = re.compile(r"\bstaff\b", re.I), re.compile(r"\b(?:senior|sr|master)\b", re.I)
# Steps back over which what leads to a job is followed.
_GENERATIONS = 3


def seniority(title: str, soc_code: str) -> int:
    """`rank`, and what the SOC code says of it: a detective sergeant supervises, a restaurant manager manages."""
    found = rank(title)
    if found == 2 and not soc_code.startswith(COMPUTING) and _STAFF.search(title) and not _SENIOR.search(title):
        found = 0
    if soc_code.startswith(_MANAGERS) or _SUPERVISORS.match(soc_code):
        return max(found, _SUPERVISOR)
    return found


@dataclass(frozen=True)
class CareerOrder:
    """Of the occupations of a graph, by their places in it."""

    graph: Graph

    def holds(self, earlier: int, later: int) -> bool:
        """Whether `earlier` may be the job right before `later`, of which it is not listed as leading there."""
        return (
            not self.is_reversed(earlier, later)
            and self._may_follow(earlier, later)
            and self.of_one_profession(earlier, later)
            and (not self._levels[later] or self._levels[earlier] <= self._levels[later])
        )

    def is_reversed(self, earlier: int, later: int) -> bool:
        """Whether `earlier` can only be had after `later`: that leads to it, or helps in its trade."""
        leads = later in self._ancestors(earlier) and earlier not in self._ancestors(later)
        return leads or self._falls(earlier, later)

    def of_one_profession(self, earlier: int, later: int) -> bool:
        """Whether neither is of a licensed profession, or both are of the same."""
        return self._professions[earlier] == self._professions[later]

    def _ancestors(self, occupation: int) -> frozenset[int]:
        """What leads to it, and what leads there, some steps back."""
        if (found := self._known_ancestors.get(occupation)) is None:
            reached: set[int] = set()
            newest = {occupation}
            for _ in range(_GENERATIONS):
                newest = {at for one in newest for at in self.graph.feeders_of[one]} - reached
                reached |= newest
            found = self._known_ancestors[occupation] = frozenset(reached - {occupation})
        return found

    def _may_follow(self, earlier: int, later: int) -> bool:
        """Whether the rank does not fall. Assistants and aides may have been anything without a rank, juniors may not."""
        older, newer = self._ranks[earlier], self._ranks[later]
        if newer < 0 and older == 0:
            return "junior" not in self.graph.occupations[later].title.lower() and self._kinds[later] != COMPUTING
        return newer - _CLIMB < older <= newer

    def _falls(self, earlier: int, later: int) -> bool:
        """Whether a helper's job would come after one of the same trade that is none: an electrician's before an electrician
        helper's."""
        older, newer = self.graph.occupations[earlier], self.graph.occupations[later]
        if not _HELPERS.search(newer.title) or _HELPERS.search(older.title) or self._ranks[earlier] < 0:
            return False
        if self._kinds[earlier][:2] == self._kinds[later][:2]:
            return True
        if self._kinds[earlier].startswith(_HEALTH) and self._kinds[later].startswith(_HEALTH_SUPPORT):
            return True
        return set(stemmed(older.title).split()) <= set(stemmed(newer.title).split())

    @cached_property
    def _levels(self) -> tuple[int, ...]:
        """How long people prepare for each; 0 where a title has no code."""
        return tuple(preparation(row.soc_code) if row.soc_code else 0 for row in self.graph.occupations)

    @cached_property
    def _professions(self) -> tuple[str, ...]:
        return tuple(profession(row.soc_code) if row.soc_code else "" for row in self.graph.occupations)

    @cached_property
    def _kinds(self) -> tuple[str, ...]:
        return tuple(map(kind_of, self.graph.occupations))

    @cached_property
    def _ranks(self) -> tuple[int, ...]:
        return tuple(seniority(row.title, row.soc_code or "") for row in self.graph.occupations)

    @cached_property
    def _known_ancestors(self) -> dict[int, frozenset[int]]:
        return {}
