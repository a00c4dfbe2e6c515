"""How often posts and resumes are written in each way, matched next to unmatched: a way of one kind of resume alone would show
which it is. From the shipped text and its mentions, so that any build is measured by the same rule.

A style is a share of documents. `unbalanced` holds the ones that matched and unmatched resumes do not have equally often, beyond
what chance explains.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset_builder.storage import folder as folders
from dataset_builder.storage.row_groups import triple_groups
from dataset_builder.teachers.template.english import phrases

POST, MATCHED, UNMATCHED = "job_description", "resume_matched", "resume_unmatched"
# Shares of matched and unmatched resumes may differ by this much, or by this many standard errors where that is more.
MOST_APART, MOST_ERRORS = 0.03, 4.0

# By what mentions hold: (column, value) pairs that all apply to one of them.
_BY_MENTION = {
    "phone number": {"kind": "phone"},
    "place": {"kind": "location"},
    "link": {"kind": "link"},
    "employer": {"kind": "company"},
    "school": {"kind": "school"},
    "year of graduation": {"kind": "graduated"},
    "degree": {"kind": "degree"},
    "dates with months": {"kind": "start_date", "form_kind": "month"},
    "what was done in a job": {"kind": "description"},
    "skill by a phrase": {"kind": "skill", "form_kind": "phrase"},
    "skill by another name": {"kind": "skill", "form_kind": "alias"},
    "skill inflected": {"kind": "skill", "form_kind": "inflection"},
    "optional skill": {"role": "optional"},
    "alternative skill": {"role": "alternative"},
    "denied skill": {"role": "denied"},
}
_SECTIONS = phrases("resume_sections")
# By a heading of the resume, or words of a job line.
_BY_TEXT = {
    "profile": "profile_heads",
    "certificates": "certificate_heads",
    "languages": "language_heads",
    "projects": "project_heads",
}


@dataclass(frozen=True)
class StyleShares:
    """Shares of documents in one style; `triples` is what the shares are of."""

    style: str
    post: float
    matched: float
    unmatched: float
    triples: int

    @property
    def balanced(self) -> bool:
        """Whether a resume of that style is of either kind equally often, as far as this many triples can say."""
        apart, mean = abs(self.matched - self.unmatched), (self.matched + self.unmatched) / 2
        error = sqrt(2 * mean * (1 - mean) / max(self.triples, 1))
        return apart <= max(MOST_APART, MOST_ERRORS * error)


def style_shares(folder: Path) -> tuple[StyleShares, ...]:
    """Of all triples of a folder; without styles that no document has."""
    counts: Counter[tuple[str, str]] = Counter()
    triples = 0
    for group in triple_groups(folder):
        table = group.read((MATCHED, UNMATCHED))
        triples += len(table)
        for document in (MATCHED, UNMATCHED):
            for style, pattern in _patterns():
                found = pc.match_substring_regex(table[document], pattern)
                counts[style, document] += pc.sum(found).as_py() or 0
    for path in folders.shards(folder, "mentions"):
        table = pq.read_table(path, columns=["id", "document", "kind", "form_kind", "role"])
        for style, wanted in _BY_MENTION.items():
            counts.update({(style, document): count for document, count in _documents(table, wanted)})
    styles = (*_BY_MENTION, *_BY_TEXT)
    documents = (POST, MATCHED, UNMATCHED)
    return tuple(
        StyleShares(style, *(round(counts[style, document] / triples, 4) for document in documents), triples)
        for style in styles
        if any(counts[style, document] for document in documents)
    )


def _patterns() -> Iterator[tuple[str, str]]:
    for style, heads in _BY_TEXT.items():
        names = "|".join(map(re.escape, _SECTIONS[heads]))
        yield style, rf"(?im)^[#* ]*(?:{names})[:* ]*$"


def _documents(table: pa.Table, wanted: dict[str, str]) -> Iterator[tuple[str, int]]:
    """In how many documents of each column one mention is as wanted."""
    for column, value in wanted.items():
        table = table.filter(pc.equal(table[column], value))
    once = table.group_by(["id", "document"]).aggregate([])
    for counted in once["document"].value_counts().to_pylist():
        yield counted["values"], counted["counts"]


def unbalanced(shares: tuple[StyleShares, ...]) -> list[str]:
    """One line for each style of which matched and unmatched resumes differ."""
    return [
        f"{one.style}: in {100 * one.matched:.1f} % of matched and {100 * one.unmatched:.1f} % of unmatched resumes"
        for one in shares
        if not one.balanced
    ]
