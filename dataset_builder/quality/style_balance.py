"""Ways of writing that only some resumes have, and how often the matched and the unmatched ones have them.

    for row in style_shares(folder): print(row.style, row.matched, row.unmatched)

A style that one kind has more often is a cue: who knows it need not read. Of the rows of a folder, by the resumes' headings
and by the config `mentions`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from dataset_builder.storage.row_groups import mentions_of, triple_groups

_HEADS = {
    "a profile": re.compile(r"^[#* ]*(?:profile|summary|professional summary|about me)[:* ]*$", re.I | re.M),
    "a section of certificates": re.compile(r"^[#* ]*(?:licenses|certificat)[^\n]{0,25}$", re.I | re.M),
    "a section of languages": re.compile(r"^[#* ]*languages[:* ]*$", re.I | re.M),
    "a section of projects": re.compile(r"^[#* ]*(?:projects|selected work|highlights|key achievements)[:* ]*$", re.I | re.M),
    "a part-time job": re.compile(r"part[- ]time", re.I),
    "a promotion": re.compile(r"promoted (?:from|to)|internal promotion|moved up from the job|stepped up when", re.I),
    "a word about time away": re.compile(
        r"return(?:ing)? to (?:work|the workforce)|ready to return|back in the job market|career break"
        r"|closed its|recently moved|reduction in force", re.I),
}  # fmt: skip
_KINDS = {"phone": "a phone number", "location": "a place", "link": "a link", "company": "an employer"}
RESUMES = ("resume_matched", "resume_unmatched")


@dataclass(frozen=True)
class StyleShare:
    """Shares of the resumes that have the style; `resumes` of each kind were counted."""

    style: str
    matched: float
    unmatched: float
    resumes: int


def style_shares(folder: Path) -> tuple[StyleShare, ...]:
    """Of all triples of a folder. Raises BadInput where it holds none."""
    counts: Counter[tuple[str, str]] = Counter()
    total = 0
    for group in triple_groups(folder):
        table = group.read(("id", *RESUMES))
        total += table.num_rows
        for resume in RESUMES:
            for text in table[resume].to_pylist():
                counts.update((name, resume) for name, head in _HEADS.items() if head.search(text))
        if (mentions := mentions_of(group, ("id", "document", "kind", "form_kind"))) is None:
            continue
        found = mentions.group_by(["id", "document", "kind", "form_kind"]).aggregate([]).to_pylist()
        seen = {
            (row["id"], row["document"], style) for row in found for style in _styles(row) if row["document"] in RESUMES
        }
        counts.update((style, document) for _, document, style in seen)
    styles = sorted({style for style, _ in counts})
    return tuple(StyleShare(style, *(counts[style, resume] / total for resume in RESUMES), total) for style in styles)


def _styles(row: dict) -> list[str]:
    styles = [_KINDS[row["kind"]]] if row["kind"] in _KINDS else []
    if row["kind"] == "skill":
        styles += [f"a skill by {form}" for form in ("alias", "phrase") if row["form_kind"] == form]
    if row["kind"] == "dates" and row["form_kind"] == "month":
        styles.append("months in dates")
    return styles
