"""What every source gives: its rows, where they come from, and how many were left out."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """One input, with the licence that everything taken from it carries (an id the Hub knows)."""

    name: str
    title: str
    licence: str
    url: str
    sha256: str


@dataclass(frozen=True)
class Record:
    """One row: a job ad, an occupation of a classification. `row` is its line or sheet row in the file.

    `aliases`, `feeders` (occupations that commonly lead to it) and `duties` are known of the occupations that were
    written by hand.
    """

    title: str
    skills: tuple[str, ...]
    soc_code: str | None
    row: int
    aliases: tuple[str, ...] = ()
    feeders: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowCounts:
    """Rows of one source: how many were read, and how many of them were left out, by reason, the most frequent first."""

    source: str
    read: int
    left_out: dict[str, int]

    def __str__(self) -> str:
        """One line for a terminal; beyond three reasons the rest is added up."""
        reasons = [f"{reason}: {number:,}" for reason, number in self.left_out.items()]
        if len(reasons) > 3:
            reasons[3:] = [f"other reasons: {sum(list(self.left_out.values())[3:]):,}"]
        total = f"{sum(self.left_out.values()):,} left out ({', '.join(reasons)})" if reasons else "none left out"
        return f"{self.source}: {self.read:,} rows read, {total}"


@dataclass(frozen=True)
class SkillEntry:
    """A skill of the written vocabulary: what kind of thing it is (`authored.KINDS`), and other names of the same thing."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceData:
    """All rows of one source.

    `skipped` counts rows left out, by reason. `titles` are further (title, SOC code) pairs that name no occupation of
    their own but give the code of a title. `support` says by (title, skill) what stands behind an edge.
    """

    source: Source
    records: tuple[Record, ...]
    vocabulary: tuple[SkillEntry, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)
    titles: tuple[tuple[str, str], ...] = ()
    support: dict[tuple[str, str], str] = field(default_factory=dict)

    def coded_titles(self) -> list[tuple[str, str]]:
        """All (title, SOC code) pairs, records first."""
        return [(row.title, row.soc_code) for row in self.records if row.soc_code] + list(self.titles)

    def row_counts(self) -> RowCounts:
        left_out = {reason: number for reason, number in Counter(self.skipped).most_common() if number}
        return RowCounts(self.source.name, len(self.records) + sum(left_out.values()), left_out)
