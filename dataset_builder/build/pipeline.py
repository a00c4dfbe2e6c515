"""Builds the dataset folder: inputs, facts and text, checks, task rows, Parquet, measures, card, and the folder's name.

    python -m dataset_builder build --triples 2000 --out rjdb
    python -m dataset_builder build --teacher openai --base-url http://127.0.0.1:8000/v1 --model M --triples 2000

The steps are the same for every teacher. One that has to be asked is asked first: as soon as the store holds every
answer of a shard, a worker process reads them back and writes the shard (see `shards`). So a shard depends on the store
alone, an interrupted build continues without paying again, and the final bytes are those of an undisturbed one.
"""

import os
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field, fields
from pathlib import Path

from dataset_builder.build.author import Author, TemplateAuthor
from dataset_builder.build.llm_author import LLMAuthor
from dataset_builder.build.llm_session import Session
from dataset_builder.build.shards import graph_rows, plan_shards, write_graph_configs, write_rejected, write_shards
from dataset_builder.errors import BadInput
from dataset_builder.graph.make_graph import read_graph
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server_errors import read_key
from dataset_builder.report.report import Origin, Report, write_report
from dataset_builder.sampling.designs import DESIGNS
from dataset_builder.sampling.first_names import names_hash, read_first_names
from dataset_builder.sampling.sampler import FactSampler
from dataset_builder.storage.folder import settings_hash
from dataset_builder.storage.staging import StagingFolder
from dataset_builder.teachers.llm_config import RECORDED, TeacherConfig

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
        if self.recipe not in DESIGNS:
            raise BadInput(f"unknown recipe {self.recipe!r}; the recipes are {', '.join(DESIGNS)}")
        if self.triples < MIN_TRIPLES:
            raise BadInput(f"--triples {self.triples}: a dataset with all splits needs {MIN_TRIPLES} or more")
        if not 1 <= self.max_removed <= 5:
            raise BadInput(f"--max-removed {self.max_removed}: the paper removes 1 to 5 skills; give 1, 2, 3, 4 or 5")
        if self.workers is not None and self.workers < 1:
            raise BadInput(f"--workers {self.workers}: give 1 or more")


def build(config: BuildConfig, teacher: TeacherConfig | None = None) -> Report:
    """Builds `config.out` or, where it already is this very build, reads its report.

    `teacher`: a server that is asked for the text; the template teacher writes it otherwise.

    Raises:
        BadInput: a setting, an input, the server or the output folder cannot be used.
        Stop: a cap, Ctrl-C or an outage while a server was asked; the same command continues.
    """
    author = open_author(config, teacher)
    graph, settings = author.sampler.graph, settings_of(config, author)
    if teacher and teacher.batch == "off" and not teacher.batch_file:
        read_key(teacher.api_key_env, teacher.base_url)
    place = StagingFolder(config.out, settings_hash(settings), config.overwrite)
    shards, workers = plan_shards(config.triples), config.workers or os.cpu_count() or 1
    with Store(teacher.store) if teacher else nullcontext() as store:
        if not place.open():
            return Report.read(place.out)
        ask = None
        if teacher:
            ask = Session(author, teacher, store, sum(shard.size for shard in shards), config.quiet).ask_for
        try:
            receipts = write_shards(author, shards, place.path, workers, config.quiet, ask)
        except BaseException:
            place.leave()
            raise
    write_graph_configs(place.path, graph_rows(graph))
    origin = Origin(
        settings=settings,
        command=command(config, teacher),
        sources=graph.sources,
        licence=graph.licence,
        teacher_licence=author.licence,
        aliases=graph.aliases,
    )
    return finish(place, (receipts[shard] for shard in shards), origin, workers)


def finish(place: StagingFolder, receipts: Iterable[dict], origin: Origin, workers: int) -> Report:
    """The last steps of every dataset: measures what was written, writes the card, and gives the folder its name."""
    write_rejected(place.path)
    written = write_report(place.path, place.build_hash, receipts, origin, workers)
    place.done()
    return Report(place.out, written)


def open_author(config: BuildConfig, teacher: TeacherConfig | None = None) -> Author:
    """Reads the inputs. Raises BadInput where one cannot be used."""
    graph = read_graph(config.graph)
    names = read_first_names(config.names)
    sampler = FactSampler(graph, names, config.seed, config.recipe, config.max_removed)
    return LLMAuthor.of(sampler, teacher) if teacher else TemplateAuthor.of(sampler)


def settings_of(config: BuildConfig, author: Author) -> dict[str, object]:
    """All that decides the rows of a build; another value is another build."""
    sampler = author.sampler
    return {
        "recipe": sampler.design,
        "triples": config.triples,
        "seed": sampler.seed,
        "max_removed": sampler.max_removed,
        "graph": sampler.graph.content_hash,
        "names": names_hash(sampler.names),
    } | author.settings


def command(config: BuildConfig, teacher: TeacherConfig | None = None) -> str:
    """The command line that makes this dataset; what does not change it, and an address that is private, is left out."""
    words = ["python -m dataset_builder build"]
    for item in fields(BuildConfig):
        value = getattr(config, item.name)
        if value != item.default and item.name not in ("out", "workers", "overwrite", "quiet"):
            shown = Path(value).name if item.name in ("graph", "names") else value  # no paths of this machine
            words.append(f"--{item.name.replace('_', '-')} {shown}")
    if teacher is None:
        return " ".join(words)
    words.append("--teacher openai")
    defaults = {item.name: item.default for item in fields(TeacherConfig)}
    for name in RECORDED:
        value = getattr(teacher, name)
        if value == defaults[name]:
            continue
        if name == "base_url":
            value = teacher.endpoint.public_url or "$BASE_URL"
        words.append("--no-structured" if value is False else f"--{name.replace('_', '-')} {value}")
    return " ".join(words)
