"""The blind sheet: names and pairs of graphs in random order, and a key that says where each comes from.

The sheet mixes the graph's own entries with those of the embedded graph and, where a folder of it is given, of the original
release. Judges fill `label_1` and `label_2`; a model that is asked fills `label_model`, which counts only where no person's
label does.
"""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dataset_builder.graph.graph import Graph
from dataset_builder.storage.files import replacing

# Label: what it says. The first is the good one.
CRITERIA = {
    "skill": {
        "S": "a specific skill, tool, method, field of knowledge, licence, certificate or language that a resume could list",
        "V": "real, but too vague to say anything by itself",
        "M": "two or more skills glued together",
        "D": "damaged: misspelled, cut off, or missing a part",
        "N": "no skill: a place, company, contract form, benefit, adjective or job title",
    },
    "title": {
        "T": "a title that a post or a resume would use",
        "C": "a heading of a classification (a plural, several jobs, 'miscellaneous')",
        "R": "a title with noise in it, or a list of products",
        "N": "no title",
    },
    "pair": {
        "Y": "the skill is typical of, or clearly plausible for, this occupation in particular",
        "G": "the skill is asked for in almost any job",
        "W": "the skill is wrong for this occupation, or implausible",
        "X": "the skill is not a skill",
    },
}
PEOPLE, MODEL = ("label_1", "label_2"), "label_model"
COLUMNS = ("id", "kind", "name", "occupation", *PEOPLE, MODEL)


@dataclass(frozen=True)
class Entry:
    """A name or pair to be judged, and the part of which graph it was drawn from."""

    kind: str
    name: str
    occupation: str
    drawn_from: str


def draw(graph: Graph, embedded: Graph, release: Path | None, number: int, seed: int) -> list[Entry]:
    """`number` entries of each kind and part, in random order, none twice."""
    rng = random.Random(seed)
    parts = {"graph": graph} | ({"embedded": embedded} if embedded.content_hash != graph.content_hash else {})
    entries: list[Entry] = []
    for name, one in parts.items():
        pairs = [(skill, at) for at, skills in enumerate(one.edges) for skill in skills]
        general = [pair for pair in pairs if one.occupations[pair[1]].soc_code]
        from_ads = [pair for pair in pairs if not one.occupations[pair[1]].soc_code]
        skills = rng.sample(one.skills, min(number, len(one.skills)))
        entries += [Entry("skill", skill.name, "", f"{name}, by node") for skill in skills]
        used = dict.fromkeys(one.skills[skill].name for skill, _ in rng.sample(pairs, min(3 * number, len(pairs))))
        entries += [Entry("skill", skill, "", f"{name}, as used") for skill in list(used)[:number]]
        titles = rng.sample(one.occupations, min(number, len(one.occupations)))
        entries += [Entry("title", row.title, "", name) for row in titles]
        for part, pool in (("general occupations", general), ("occupations of ads", from_ads)):
            drawn = rng.sample(pool, min(number, len(pool)))
            entries += [
                Entry("pair", one.skills[skill].name, one.occupations[at].title, f"{name}, {part}")
                for skill, at in drawn
            ]
    entries += _of_release(release, number, rng) if release else []
    rng.shuffle(entries)
    return entries


def _of_release(folder: Path, number: int, rng: random.Random) -> list[Entry]:
    """A skill, the title and a pair of so many triples of an imported release."""
    import pyarrow.parquet as pq

    from dataset_builder.storage.folder import shards

    tables = [pq.read_table(file, columns=["job_title", "skills"]) for file in shards(folder, "triples")]
    rows = [row for table in tables for row in table.to_pylist() if row["skills"]]
    found = []
    for row in rng.sample(rows, min(number, len(rows))):
        skill = rng.choice(row["skills"])
        found += [
            Entry("skill", skill, "", "release, as used"),
            Entry("title", row["job_title"], "", "release"),
            Entry("pair", skill, row["job_title"], "release"),
        ]
    return found


def write_sheet(entries: Sequence[Entry], file: Path, labels: Sequence[str] = ()) -> None:
    """The sheet, and beside it the key that only the table may read. `labels` are a model's, one per entry."""
    given = list(labels) or [""] * len(entries)
    with replacing(file) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, (entry, label) in enumerate(zip(entries, given), start=1):
            writer.writerow([number, entry.kind, entry.name, entry.occupation, "", "", label])
    with replacing(key_of(file)) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(["id", "drawn_from"])
        writer.writerows([number, entry.drawn_from] for number, entry in enumerate(entries, start=1))


def key_of(sheet: Path) -> Path:
    return sheet.with_name(f"{sheet.stem}.key.tsv")


def instructions() -> str:
    """What a judge reads before the first entry."""
    lines = ["One letter per entry, by the entry alone:"]
    for kind, labels in CRITERIA.items():
        lines += [f"{kind}:", *(f"  {label}  {meaning}" for label, meaning in labels.items())]
    return "\n".join(lines)
