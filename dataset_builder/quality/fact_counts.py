"""Counts over all rows of a folder: removed skills that survive, facts that have no span, forms in use.

Reads the config `mentions` next to `triples`. A folder that was built before there were mentions has its skills looked for in
the text, by their words or stems.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dataset_builder.quality.fact_spans import KINDS, found, stated
from dataset_builder.sampling.facts import Facts, Mention
from dataset_builder.storage.row_groups import DOCUMENTS, RowGroup, mentions_of, row_groups
from dataset_builder.text.mentions import Aliases, mentions, stemmed

# Kinds whose forms are counted: the others have one form or as many as there are people.
_COUNTED = ("skill", "title", "years", "dates")


@dataclass(frozen=True)
class FormShare:
    """How many mentions of a kind of fact have a form of this kind."""

    kind: str
    form_kind: str
    mentions: int


@dataclass(frozen=True)
class FactShare:
    """Facts of a kind that a document has to state, and those of them that have a span."""

    document: str
    kind: str
    stated: int
    located: int


@dataclass(frozen=True)
class FactCount:
    """Skills that break a promise in some rows, the first of them, and (stated, located) by document and kind of fact."""

    surviving: int
    missing: int
    first_surviving: str
    first_missing: str
    facts: Mapping[tuple[str, str], tuple[int, int]]

    @property
    def shares(self) -> tuple[FactShare, ...]:
        """In the order of documents and kinds."""
        order = [(document, kind) for kind in KINDS for document in DOCUMENTS]
        return tuple(FactShare(*key, *self.facts[key]) for key in order if key in self.facts)


def forms_in_use(folder: Path) -> Counter[tuple[str, str, str, str]]:
    """Mentions by (kind, name, form, form_kind) over all splits; empty where the folder has no `mentions`."""
    columns = ("kind", "name", "form", "form_kind")
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for group in row_groups(folder, "mentions"):
        table = group.read(columns)
        table = table.filter(pc.is_in(table["kind"], value_set=pa.array(_COUNTED)))
        groups = table.group_by(list(columns)).aggregate([([], "count_all")])
        keys = zip(*(groups[name].to_pylist() for name in columns))
        for key, count in zip(keys, groups["count_all"].to_pylist()):
            counted[key] += count
    return counted


def form_shares(forms: Mapping[tuple[str, str, str, str], int]) -> tuple[FormShare, ...]:
    """By kind in the order of `_COUNTED`, the most frequent form first."""
    total: Counter[tuple[str, str]] = Counter()
    for (kind, _, _, form_kind), count in forms.items():
        total[kind, form_kind] += count
    ranked = sorted(total.items(), key=lambda item: (_COUNTED.index(item[0][0]), -item[1], item[0]))
    return tuple(FormShare(*key, count) for key, count in ranked)


def with_forms(aliases: Aliases, forms: Iterable[tuple[str, str, str, str]]) -> dict[str, tuple[str, ...]]:
    """The aliases, and with them every other form that a document has used for the skill."""
    names: dict[str, dict[str, None]] = {skill: dict.fromkeys(others) for skill, others in aliases.items() if others}
    for kind, skill, form, _ in sorted(forms):
        if kind == "skill" and not mentions(stemmed(form), skill, aliases):
            names.setdefault(skill, {})[form] = None
    return {skill: tuple(others) for skill, others in names.items()}


def count_facts(group: RowGroup, aliases: Aliases, searched: Aliases) -> FactCount:
    """Of the triples of a row group. `aliases` are the declared names of skills, `searched` also the other forms in use."""
    surviving: list[tuple[str, str]] = []
    missing: list[tuple[str, str, str]] = []
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    spans = _spans(group)
    for row in group.read((*_FACT_COLUMNS, *DOCUMENTS)).to_pylist():
        unmatched = stemmed(row["resume_unmatched"])
        surviving += [(row["id"], skill) for skill in row["removed_skills"] if mentions(unmatched, skill, searched)]
        if spans is None:
            missing += _unmentioned(row, unmatched, aliases)
            continue
        own = [m for m in spans.get(row["id"], ()) if row[m.document][m.start : m.end] == m.form]
        held = found(own, aliases)
        for document, facts in stated(Facts.from_row(row)).items():
            here = held.get(document, frozenset())
            for fact in facts:
                total, located = counts.get((document, fact[0]), (0, 0))
                counts[document, fact[0]] = total + 1, located + (fact in here)
                if fact[0] == "skill" and fact not in here:
                    missing.append((row["id"], fact[1], document))
    return FactCount(
        len(surviving),
        len(missing),
        f"{surviving[0][0]}: {surviving[0][1]} is in the unmatched resume" if surviving else "",
        f"{missing[0][0]}: {missing[0][1]} is not in the {DOCUMENTS[missing[0][2]]}" if missing else "",
        counts,
    )


def total_of(counts: Sequence[FactCount]) -> FactCount:
    facts: dict[tuple[str, str], tuple[int, int]] = {}
    for count in counts:
        for key, (stated_here, located) in count.facts.items():
            before = facts.get(key, (0, 0))
            facts[key] = before[0] + stated_here, before[1] + located
    return FactCount(
        sum(count.surviving for count in counts),
        sum(count.missing for count in counts),
        next((count.first_surviving for count in counts if count.surviving), ""),
        next((count.first_missing for count in counts if count.missing), ""),
        facts,
    )


_FACT_COLUMNS = (
    "id", "job_title", "category", "cluster", "skills", "extra_skills", "experiences", "first_name", "gender",
    "removed_skills", "unmatched_skills", "experience_edit", "unmatched_experiences", "negative_kind",
)  # fmt: skip


def _spans(group: RowGroup) -> dict[str, list[Mention]] | None:
    """The mentions of the kinds that a document has to state, by id; None where the folder has no mentions."""
    table = mentions_of(group, ("id", *Mention._fields))
    if table is None:
        return None
    table = table.filter(pc.is_in(table["kind"], value_set=pa.array(KINDS)))
    by_id: dict[str, list[Mention]] = {}
    columns = (table[name].to_pylist() for name in Mention._fields)
    for id, mention in zip(table["id"].to_pylist(), map(Mention._make, zip(*columns))):
        by_id.setdefault(id, []).append(mention)
    return by_id


def _unmentioned(row: dict, unmatched: str, aliases: Aliases) -> list[tuple[str, str, str]]:
    """Skills that the documents of a row do not name, as (id, skill, document)."""
    return [
        (row["id"], skill, name)
        for name, text, promised in (
            ("job_description", stemmed(row["job_description"]), row["skills"]),
            ("resume_matched", stemmed(row["resume_matched"]), row["skills"] + row["extra_skills"]),
            ("resume_unmatched", unmatched, row["unmatched_skills"]),
        )
        for skill in promised
        if not mentions(text, skill, aliases)
    ]
