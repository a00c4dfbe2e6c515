"""Shards: a few thousand triples each, written as one Parquet file per config (by processes: see `shard_workers`).

A shard depends on its own ids only, so workers may take shards in any order, and a build that was killed continues
with the shards it lacks, to the same bytes. A shard is whole when its receipt is there:

    .rjdb.building/.shards/train-00000-of-00004.parquet.json        rows and bytes, reasons of rejected drafts
    .rjdb.building/.shards/train-00000-of-00004.parquet.rejected    the rejected drafts
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

import rjdb
from dataset_builder.assessment.rows import assessment_rows
from dataset_builder.pipeline.task_rows import mention_table, task_rows, triple_row
from dataset_builder.sampling.facts import Triple
from dataset_builder.sampling.splits import Sizes
from dataset_builder.sources import handwritten, phrases
from dataset_builder.storage import files
from dataset_builder.storage import folder as folders
from dataset_builder.storage.folder import shard_name
from dataset_builder.text.mentions import NO_ALIASES, Aliases

if TYPE_CHECKING:
    from dataset_builder.graph import Graph
    from dataset_builder.pipeline.author import Author

# Triples of a shard, at least and at most: what a stopped build does again, against files that the Hub serves one by one.
SHARD_TRIPLES = (250, 5_000)
BATCH_ROWS = 500
# Triples of a split that the config `assessment` has rows of, at most: six resumes per job are read for it, two thirds of the time
# that a triple takes, and 30,000 rows are more than an assessor of its size learns from.
ASSESSED = 5_000
# New objects after which Python looks for cycles among them. At its own 700 it looks ten times a triple, whose objects have none, and
# at last through all of the graph: a tenth of the time.
COLLECTED_AFTER = 20_000


@dataclass(frozen=True)
class Shard:
    """Triples `start` to `stop` of a split, which become file `number` of `of` in every config; `assessment` takes each `every`th."""

    split: str
    number: int
    of: int
    start: int
    stop: int
    every: int = 1

    @property
    def name(self) -> str:
        return shard_name(self.split, self.number, self.of)

    @property
    def size(self) -> int:
        return self.stop - self.start

    @property
    def ids(self) -> list[tuple[str, int]]:
        """Split and index of each triple."""
        return [(self.split, index) for index in range(self.start, self.stop)]


def plan_shards(triples: int) -> list[Shard]:
    """Shards of all splits; a small build still has a few, so that every core has work."""
    smallest, largest = SHARD_TRIPLES
    shards = []
    for split, rows in asdict(Sizes.of(triples)).items():
        size = min(max(-(-rows // 4), smallest), largest)
        starts, every = range(0, rows, size), max(-(-rows // ASSESSED), 1)
        shards += [
            Shard(split, i, len(starts), start, min(start + size, rows), every) for i, start in enumerate(starts)
        ]
    return shards


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Has Python look for cycles of objects each `COLLECTED_AFTER` new ones."""
    before = gc.get_threshold()
    gc.set_threshold(COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def write_shard(author: "Author", shard: Shard, place: Path) -> dict:
    """Has the triples of the shard written; returns its receipt."""
    rejected: list[dict] = []
    written = (author.write(split, index, rejected) for split, index in shard.ids)
    return write_triples(place, shard, written, rejected, author.sampler.graph.aliases, author.explain_matches)


def receipt_path(place: Path, shard: Shard) -> Path:
    return place / ".shards" / f"{shard.name}.json"


@rarely_collected()
def write_triples(
    place: Path,
    shard: Shard,
    triples: Iterable[tuple[Triple, dict]],
    rejected: list[dict],
    aliases: Aliases = NO_ALIASES,
    explain_matches: bool = False,
) -> dict:
    """Writes the shard's file of every config and, last, its receipt, which is returned.

    `triples` are pairs of triple and provenance row; `rejected` may grow while they are drawn. The config `assessment` has rows of
    every `shard.every`th triple, where all of its facts have a place in the text.
    """
    apart = ("mentions", "assessment")  # many rows, or long ones: no list of them all
    rows: dict[str, list[dict]] = {config: [] for config in rjdb.SPLIT_CONFIGS if config not in apart}
    unwritten: list[Triple] = []
    unassessed: list[Triple] = []
    read: Counter = Counter()
    with (
        folders.open_rows(place / "mentions" / shard.name, "mentions") as mentions,
        folders.open_rows(place / "assessment" / shard.name, "assessment") as assessment,
    ):

        def write_out() -> None:
            mentions.add(mention_table(unwritten))
            assessed, counts = assessment_rows(unassessed, aliases)
            assessment.add(assessed)
            read.update(counts)
            unwritten.clear()
            unassessed.clear()

        # one by one: what a check has read of a document is still at hand for its rows
        for number, (triple, provenance) in enumerate(triples, start=shard.start):
            rows["triples"].append(triple_row(triple))
            rows["provenance"].append(provenance)
            for task in rjdb.TASKS:
                rows[task] += task_rows(task, triple, aliases, explain_matches)
            unwritten.append(triple)
            if number % shard.every == 0:
                unassessed.append(triple)
            if len(unwritten) == BATCH_ROWS:
                write_out()
        write_out()
    sizes = {"mentions": asdict(mentions.size), "assessment": asdict(assessment.size)}
    for config, config_rows in rows.items():
        batches = (config_rows[i : i + BATCH_ROWS] for i in range(0, len(config_rows), BATCH_ROWS))
        sizes[config] = asdict(folders.write_rows(place / config / shard.name, config, batches))
    receipt = receipt_path(place, shard)
    folders.write_rows(receipt.with_suffix(".rejected"), "rejected", [rejected])
    reasons = Counter(row["reason"].split(":")[0] for row in rejected)
    content = {"split": shard.split, "sizes": sizes, "rejected": dict(reasons), "assessment": dict(read)}
    files.write_json(receipt, content)
    return content


def write_rejected(place: Path) -> None:
    """The drafts that each shard rejected, as the one file of the `rejected` config; without drafts it has no rows."""
    paths = sorted((place / ".shards").glob("*.rejected"))
    batches = (pq.read_table(path).to_pylist() for path in paths)
    folders.write_rows(place / "rejected" / shard_name("train", 0, 1), "rejected", batches)


def write_graph_configs(place: Path, rows: dict[str, list[dict]]) -> None:
    """The `occupations`, `skills` and `edges` configs."""
    for config, config_rows in rows.items():
        folders.write_rows(place / config / shard_name("train", 0, 1), config, [config_rows])


def write_by_hand(place: Path) -> None:
    """The configs `phrases` and `handwritten`, the same in every build."""
    for split, pairs in (("validation", handwritten.developing()), ("test", handwritten.kept_apart())):
        rows = [asdict(pair) for pair in pairs]
        folders.write_rows(place / "handwritten" / shard_name(split, 0, 1), "handwritten", [rows])
    for split in ("train", "test"):
        rows = [vars(phrase) for phrase in phrases.read() if phrase.split == split]
        folders.write_rows(place / "phrases" / shard_name(split, 0, 1), "phrases", [rows])


def graph_rows(graph: "Graph") -> dict[str, list[dict]]:
    """Rows of `write_graph_configs`."""
    licences = {source.name: source.licence for source in graph.sources}
    return {
        "occupations": [
            {
                "title": o.title, "soc_code": o.soc_code, "category": o.category, "clusters": clusters,
                "aliases": o.aliases, "feeders": o.feeders, "duties": o.duties,
                "source": o.source, "licence": licences[o.source],
            }
            for o, clusters in zip(graph.occupations, graph.clusters_of)
        ],
        "skills": [
            {"skill": s.name, "kind": s.kind, "aliases": s.aliases, "source": s.source, "licence": licences[s.source]}
            for s in graph.skills
        ],
        "edges": [
            {
                "occupation": occupation.title, "skill": graph.skills[skill].name, "weight": edge.weight,
                "support": edge.support, "source": edge.source, "licence": licences[edge.source],
            }
            for occupation, skills, facts in zip(graph.occupations, graph.edges, graph.edge_facts)
            for skill, edge in zip(skills, facts)
        ],
    }  # fmt: skip
