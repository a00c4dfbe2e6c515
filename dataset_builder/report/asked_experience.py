"""Where the experience that jobs ask for lies: in the advertised job's own field, or in one that no employer would ask for.

Read from the shipped tables alone, so that any build is measured by the same rule, the imported release included.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from dataset_builder.graph.graph import minor_group
from dataset_builder.graph.name_keys import title_key
from dataset_builder.storage.row_groups import row_groups

# How an asked job stands to the advertised one, the nearest first.
RELATIONS = (
    "the advertised job", "same minor group", "listed as leading there", "same major group", "another major group",
    "a title without a code",
)  # fmt: skip


class AskedExperience:
    """Counts the jobs that posts ask experience in, by their relation to the advertised one."""

    def __init__(self, folder: Path) -> None:
        self._codes: dict[str, str] = {}
        self._feeders: dict[str, frozenset[str]] = {}
        for group in row_groups(folder, "occupations"):
            rows = group.read(("title", "soc_code", "feeders")).to_pylist()
            self._codes |= {row["title"]: row["soc_code"] for row in rows if row["soc_code"]}
            self._feeders |= {row["title"]: frozenset(map(title_key, row["feeders"] or ())) for row in rows}
        self.counts: Counter[str] = Counter()

    def add(self, advertised: Iterable[str], experiences: Iterable[list[dict]]) -> None:
        """Counts triples: their `job_title` and `experiences`."""
        for title, jobs in zip(advertised, experiences, strict=True):
            self.counts.update(self.relation(job["title"], title) for job in jobs if job["years"])

    def relation(self, asked: str, advertised: str) -> str:
        """One of `RELATIONS`."""
        own, other = self._codes.get(advertised, ""), self._codes.get(asked, "")
        if asked == advertised:
            return RELATIONS[0]
        if own and other and minor_group(own) == minor_group(other):
            return RELATIONS[1]
        if title_key(asked) in self._feeders.get(advertised, ()):
            return RELATIONS[2]
        if not own or not other:
            return RELATIONS[5]
        return RELATIONS[3] if own[:2] == other[:2] else RELATIONS[4]

    def table(self) -> tuple[tuple[str, int], ...]:
        """Relations with their counts, without those that do not occur."""
        return tuple((name, self.counts[name]) for name in RELATIONS if self.counts[name])
