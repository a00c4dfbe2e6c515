"""Builds the dataset folder: facts, text, checks, task rows, Parquet, gate, card.

    python -m dataset_builder build --triples 2000 --out rjdb

Work is cut into shards of a few thousand triples; a shard depends on nothing but its own ids, so workers may
take them in any order and a build that was killed continues with the shards it lacks, to the same bytes.
"""

import hashlib
import json
import os
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from multiprocessing import active_children, get_context
from pathlib import Path

from tqdm import tqdm

import rjdb
from dataset_builder import folder as folders
from dataset_builder.checks import reason_to_reject
from dataset_builder.errors import BadInput
from dataset_builder.facts import Facts, Triple
from dataset_builder.first_names import read_first_names
from dataset_builder.folder import Workplace, drop_temporaries, shard_name
from dataset_builder.graph import Graph
from dataset_builder.graph.assembly import read_graph
from dataset_builder.mentions import NO_ALIASES, Aliases
from dataset_builder.recipes import RECIPES
from dataset_builder.report import Origin, Report, finish
from dataset_builder.sampler import FactSampler
from dataset_builder.splits import Sizes
from dataset_builder.tasks import task_rows, triple_row
from dataset_builder.teachers.template import TemplateTeacher

SHARD_TRIPLES = (250, 5_000)
"""At least, at most: what a stopped build does again, against files that the Hub serves one by one."""
BATCH_ROWS = 500
ATTEMPTS = 5
"""Facts drawn for one id until the checks pass; each failure is kept in the `rejected` config."""
MIN_TRIPLES = 10


@dataclass(frozen=True)
class BuildConfig:
    """All that a build depends on, and where it goes. Defaults make the dataset of `make rjdb`."""

    out: str = field(default="rjdb", metadata={"help": "where the dataset goes", "metavar": "FOLDER"})
    triples: int = field(default=2_000, metadata={"help": "train, validation and test; 52000 in the paper"})
    recipe: str = field(default="facts", metadata={"help": "facts, or paper: as the paper and its release do it"})
    graph: str | None = field(
        default=None,
        metadata={"help": "a graph made by the graph verb; the embedded one otherwise", "metavar": "FOLDER"},
    )
    names: str | None = field(
        default=None,
        metadata={"help": "given names (columns name, gender); the embedded list otherwise", "metavar": "CSV"},
    )
    seed: int = field(default=0, metadata={"help": "another seed, other triples"})
    max_removed: int = field(
        default=3, metadata={"help": "maximum number of removed skills: 3 as in the release, 5 as in the paper's text"}
    )
    workers: int | None = field(
        default=None, metadata={"help": "processes; as many as cores by default. Does not change the result"}
    )
    overwrite: bool = field(default=False, metadata={"help": "replace another dataset, or an unfinished build, there"})
    quiet: bool = False

    def __post_init__(self) -> None:
        if self.recipe not in RECIPES:
            raise BadInput(f"unknown recipe {self.recipe!r}; the recipes are {', '.join(RECIPES)}")
        if self.triples < MIN_TRIPLES:
            raise BadInput(f"--triples {self.triples}: a dataset with all splits needs {MIN_TRIPLES} or more")
        if not 1 <= self.max_removed <= 5:
            raise BadInput(f"--max-removed {self.max_removed}: the paper removes 1 to 5 skills; give 1, 2, 3, 4 or 5")
        if self.workers is not None and self.workers < 1:
            raise BadInput(f"--workers {self.workers}: give 1 or more")


@cache
def code_version() -> str:
    """The version and a digest of the code that decides what a triple says."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(
        [
            here.parent / "rjdb.py",
            *here.rglob("*.py"),
            *(p for kind in ("yaml", "csv", "txt") for p in here.rglob(f"*.{kind}")),
        ]
    ):
        if path.parent.name not in ("hub", "assess"):  # publishing and judging change no triple
            digest.update(path.name.encode() + path.read_bytes())
    return f"{rjdb.VERSION}+{digest.hexdigest()[:12]}"


@dataclass(frozen=True)
class Shard:
    """Triples `start` to `stop` of a split, which become file `number` of `of` in every config."""

    split: str
    number: int
    of: int
    start: int
    stop: int

    @property
    def name(self) -> str:
        return shard_name(self.split, self.number, self.of)


def plan_shards(triples: int) -> list[Shard]:
    """Shards of all splits; a small build still has a few, so that every core has work."""
    smallest, largest = SHARD_TRIPLES
    shards = []
    for split, rows in asdict(Sizes.of(triples)).items():
        size = min(max(-(-rows // 4), smallest), largest)
        starts = range(0, rows, size)
        shards += [Shard(split, i, len(starts), start, min(start + size, rows)) for i, start in enumerate(starts)]
    return shards


@dataclass(frozen=True)
class Author:
    """Writes one triple at a time: draws facts, has them written, checks, and draws again where a check fails."""

    sampler: FactSampler
    teacher: TemplateTeacher

    def write(self, split: str, index: int, rejected: list[dict]) -> tuple[Triple, dict]:
        """The triple and its provenance row; failures on the way are appended to `rejected`."""
        graph, reason = self.sampler.graph, None
        for attempt in range(ATTEMPTS):
            facts, walk = self.sampler.sample(split, index, attempt)
            triple = Triple(facts, self.teacher.write(facts, attempt))
            reason = reason_to_reject(triple, self.sampler.recipe, graph.aliases)
            if reason is None:
                return triple, self._provenance(facts, walk, attempt)
            rejected.append(triple_row(triple) | {"attempt": attempt, "reason": reason})
        raise BadInput(f"{facts.id}: rejected {ATTEMPTS} times, last: {reason}; try another --seed or graph")

    def _provenance(self, facts: Facts, walk: tuple[int, ...], attempt: int) -> dict:
        return {
            "id": facts.id,
            "recipe": self.sampler.recipe,
            "teacher": self.teacher.name,
            "seed": self.sampler.seed,
            "walk": [self.sampler.graph.occupations[i].title for i in walk],
            "attempt": attempt,
            "code_version": code_version(),
        }  # no requests, tokens or costs: nobody was asked


def write_triples(
    place: Path,
    shard: Shard,
    triples: Iterable[tuple[Triple, dict]],
    rejected: list[dict],
    aliases: Aliases = NO_ALIASES,
) -> dict[str, dict]:
    """Writes the shard's file of every config and, last, its receipt, which says that the shard is whole.

    `triples` are pairs of triple and provenance row; `rejected` may grow while they are drawn.
    """
    rows: dict[str, list[dict]] = {config: [] for config in rjdb.SPLIT_CONFIGS}
    for triple, provenance in triples:
        rows["triples"].append(triple_row(triple))
        rows["provenance"].append(provenance)
        for task in rjdb.TASKS:
            rows[task] += task_rows(task, triple, aliases)
    sizes = {}
    for config, config_rows in rows.items():
        batches = (config_rows[i : i + BATCH_ROWS] for i in range(0, len(config_rows), BATCH_ROWS))
        sizes[config] = asdict(folders.write_rows(place / config / shard.name, config, batches))
    receipt = _receipt(place, shard)
    folders.write_rows(receipt.with_suffix(".rejected"), "rejected", [rejected])
    reasons = Counter(row["reason"].split(":")[0] for row in rejected)
    content = {"split": shard.split, "sizes": sizes, "rejected": dict(reasons)}
    folders.write_json(receipt, content)
    return content


def _receipt(place: Path, shard: Shard) -> Path:
    return place / ".shards" / f"{shard.name}.json"


_author: Author | None = None  # one a worker process: making it costs more than a triple


def _start_worker(author: Author) -> None:
    global _author
    _author = author
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _write_shard(shard: Shard, place: Path) -> tuple[Shard, dict]:
    rejected: list[dict] = []
    written = (_author.write(shard.split, index, rejected) for index in range(shard.start, shard.stop))
    return shard, write_triples(place, shard, written, rejected, _author.sampler.graph.aliases)


def write_shards(author: Author, shards: list[Shard], place: Path, workers: int, quiet: bool) -> dict[Shard, dict]:
    """Receipts of all shards; those already on disk are not written again."""
    receipts = {s: json.loads(_receipt(place, s).read_text()) for s in shards if _receipt(place, s).is_file()}
    todo = [shard for shard in shards if shard not in receipts]
    total = sum(shard.stop - shard.start for shard in shards)
    bar = tqdm(total=total, initial=sum(s.stop - s.start for s in receipts), unit=" triples", disable=quiet)
    with bar:
        for shard, receipt in _run(author, todo, place, min(workers, len(todo))):
            receipts[shard] = receipt
            bar.update(shard.stop - shard.start)
    return receipts


def _run(author: Author, todo: list[Shard], place: Path, workers: int) -> Iterator[tuple[Shard, dict]]:
    if workers < 2:
        global _author
        _author = author
        yield from (_write_shard(shard, place) for shard in todo)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, (author,)) as pool:
        futures = [pool.submit(_write_shard, shard, place) for shard in todo]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BaseException:
            ended = active_children()
            for process in ended:
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)
            for process in ended:
                process.join()
            drop_temporaries(place)  # some ended within a file
            raise


def build(config: BuildConfig) -> Report:
    """Builds `config.out` or, where it already is this very build, reads its report.

    Raises:
        BadInput: a setting, an input or the output folder cannot be used.
    """
    graph = read_graph(config.graph)
    names = read_first_names(config.names)
    settings = {
        "recipe": config.recipe,
        "triples": config.triples,
        "seed": config.seed,
        "max_removed": config.max_removed,
        "teacher": TemplateTeacher.name,
        "graph": graph.content_hash,
        "names": hashlib.sha256(json.dumps(names).encode()).hexdigest()[:12],
        "code_version": code_version(),
    }
    place = Workplace(config.out, settings_hash(settings), config.overwrite)
    if not place.open():
        return Report.read(place.out)
    sampler = FactSampler(graph, names, config.seed, config.recipe, config.max_removed)
    author = Author(sampler, TemplateTeacher(config.seed, graph.aliases, config.recipe))
    workers = config.workers or os.cpu_count() or 1
    shards = plan_shards(config.triples)
    receipts = write_shards(author, shards, place.path, workers, config.quiet)
    write_graph_configs(place.path, graph)
    origin = Origin(
        settings=settings,
        command=command(config),
        sources=graph.sources,
        licence=graph.licence,
        teacher_licence=author.teacher.licence,
        aliases=graph.aliases,
    )
    return finish(place, (receipts[shard] for shard in shards), origin, workers)


def command(config: BuildConfig) -> str:
    """The command line that makes this dataset; what does not change it is left out."""
    words = ["python -m dataset_builder build"]
    for item in fields(BuildConfig):
        value = getattr(config, item.name)
        if value != item.default and item.name not in ("out", "workers", "overwrite", "quiet"):
            shown = Path(value).name if item.name in ("graph", "names") else value  # no paths of this machine
            words.append(f"--{item.name.replace('_', '-')} {shown}")
    return " ".join(words)


def settings_hash(settings: dict) -> str:
    """Twelve digits that name a build: the same settings, inputs and code give the same."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def write_graph_configs(place: Path, graph: Graph) -> None:
    """The `occupations`, `skills` and `edges` configs."""
    occupations = [
        {"title": o.title, "soc_code": o.soc_code, "category": o.category, "clusters": clusters, "source": o.source}
        for o, clusters in zip(graph.occupations, graph.clusters_of)
    ]
    skills = [{"skill": s.name, "aliases": s.aliases, "source": s.source} for s in graph.skills]
    edges = [
        {"occupation": occupation.title, "skill": graph.skills[skill].name, "source": source}
        for occupation, skill_indices, sources in zip(graph.occupations, graph.edges, graph.edge_sources)
        for skill, source in zip(skill_indices, sources)
    ]
    for config, rows in (("occupations", occupations), ("skills", skills), ("edges", edges)):
        folders.write_rows(place / config / shard_name("train", 0, 1), config, [rows])
