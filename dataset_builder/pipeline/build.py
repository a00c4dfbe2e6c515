"""Builds the dataset folder: inputs, facts and text, checks, task rows, Parquet, measures, card, and the folder's name.

    python -m dataset_builder build --triples 2000 --out rjdb
    python -m dataset_builder build --teacher openai --base-url http://127.0.0.1:8000/v1 --model M --triples 2000

The steps are the same for every teacher. One that has to be asked is asked first: as soon as the store holds every
answer of a shard, a worker process reads them back and writes the shard (see `shards`). So a shard depends on the store
alone, an interrupted build continues without paying again, and the final bytes are those of an undisturbed one.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path

from dataset_builder.graph.make_graph import read_graph
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server_errors import read_key
from dataset_builder.pipeline.author import Author, TemplateAuthor
from dataset_builder.pipeline.configs import BuildConfig
from dataset_builder.pipeline.llm_author import LLMAuthor
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.pipeline.shards import (
    Shard,
    graph_rows,
    plan_shards,
    receipt_path,
    write_by_hand,
    write_graph_configs,
    write_rejected,
    write_shards,
)
from dataset_builder.pipeline.size_estimate import SizeEstimate
from dataset_builder.report.dataset_report import Origin, Report, ShardTotals, write_report, write_report_again
from dataset_builder.sampling.first_names import names_hash, read_first_names
from dataset_builder.sampling.sampler import FactSampler
from dataset_builder.storage.folder import settings_hash
from dataset_builder.storage.staging import StagingFolder
from dataset_builder.teachers.llm_config import RECORDED, TeacherConfig


def build(config: BuildConfig, teacher: TeacherConfig | None = None) -> Report:
    """Builds `config.out` or, where it already is this very build, reads its report (see `report_again`).

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
    origin = Origin(
        settings=settings,
        command=command(config, teacher),
        sources=graph.sources,
        licence=graph.licence,
        teacher_licence=author.licence,
        aliases=graph.aliases,
        graph_labels=graph.labels,
    )
    with Store(teacher.store) if teacher else nullcontext() as store:
        if not place.open():
            return report_again(place, origin, workers)
        try:
            announce(place, shards, workers, config.quiet, by_server=teacher is not None)
            ask = None
            if teacher:
                ask = Session(author, teacher, store, sum(shard.size for shard in shards), config.quiet).ask_for
            receipts = write_shards(author, shards, place.path, workers, config.quiet, ask)
        except BaseException:
            place.leave()
            raise
    write_graph_configs(place.path, graph_rows(graph))
    return finish(place, (receipts[shard] for shard in shards), origin, workers)


def announce(place: StagingFolder, shards: list[Shard], workers: int, quiet: bool, by_server: bool) -> None:
    """Says how much room and time what is still to be written takes, where that is much.

    Raises:
        BadInput: the disk has not the room.
    """
    left = sum(shard.size for shard in shards if not receipt_path(place.path, shard).is_file())
    estimate = SizeEstimate.of(left, min(workers, len(shards)), by_server)
    estimate.check_room(place.path)
    if estimate.announced and not quiet:
        print(estimate, file=sys.stderr)


def finish(place: StagingFolder, receipts: Iterable[dict], origin: Origin, workers: int) -> Report:
    """The last steps of every dataset: measures what was written, writes the card, and gives the folder its name."""
    write_rejected(place.path)
    write_by_hand(place.path)
    totals = ShardTotals.of_receipts(place.path, receipts)
    content = write_report(place.path, place.build_hash, totals, origin, workers)
    place.done()
    return Report(place.out, content)


def report_again(place: StagingFolder, origin: Origin, workers: int) -> Report:
    """The report of a folder that is this very build already; `--overwrite` has it and the card written anew."""
    return write_report_again(place.out, origin, workers) if place.overwrite else Report.read(place.out)


def open_author(config: BuildConfig, teacher: TeacherConfig | None = None) -> Author:
    """Reads the inputs. Raises BadInput where one cannot be used."""
    graph = read_graph(config.graph)
    names = read_first_names(config.names)
    sampler = FactSampler(graph, names, config.seed, config.recipe, config.max_removed)
    explained = config.explain_matches
    return LLMAuthor.of(sampler, teacher, explained) if teacher else TemplateAuthor.of(sampler, explained)


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
        **({"explain_matches": True} if config.explain_matches else {}),
    } | author.settings


def command(config: BuildConfig, teacher: TeacherConfig | None = None) -> str:
    """The command line that makes this dataset; what does not change it, and an address that is private, is left out."""
    words = ["python -m dataset_builder build"]
    for item in fields(BuildConfig):
        value = getattr(config, item.name)
        if value is True and item.name not in ("overwrite", "quiet"):
            words.append(f"--{item.name.replace('_', '-')}")
        elif value != item.default and item.name not in ("out", "workers", "overwrite", "quiet"):
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
