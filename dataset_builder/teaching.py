"""Builds the dataset with a teacher that has to be asked: the same folder, shards and checks as `build`.

    python -m dataset_builder build --teacher openai --base-url http://127.0.0.1:8000/v1 --model M --triples 2000

Every triple is a talk (see `engine`). The engine drives all of them until the store holds every answer; as soon as a
shard's triples are complete, a worker process reads them back from the store and writes the shard. So what a shard
says depends on the store alone, an interrupted build continues without paying again, and the final bytes are those
of an undisturbed one.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

from dataset_builder import build as building
from dataset_builder.build import BuildConfig, Shard, plan_shards
from dataset_builder.engine import batch
from dataset_builder.engine.budget import Budget, Stop
from dataset_builder.engine.live import ask_live
from dataset_builder.engine.plan import Plan, Spent, forecast
from dataset_builder.engine.prices import needed_price
from dataset_builder.engine.progress import Progress
from dataset_builder.engine.store import Store
from dataset_builder.engine.trouble import read_key
from dataset_builder.errors import BadInput
from dataset_builder.folder import Workplace
from dataset_builder.report import Origin, Report, finish
from dataset_builder.taught import RECORDED, Composition, TaughtAuthor, TeacherConfig, prepare
from dataset_builder.teachers.openai import Draft

FIRST_DRAFTS, HOPELESS_SHARE = 40, 0.9
"""A teacher whose first drafts nearly all fail is stopped before it costs more."""


@dataclass
class Session:
    """One run of the engine over many ids: counts drafts, and stops a teacher that cannot do it."""

    author: TaughtAuthor
    config: TeacherConfig
    store: Store
    total: int
    quiet: bool
    reasons: Counter = field(default_factory=Counter)
    drafts: int = 0

    def __post_init__(self) -> None:
        self.budget = Budget(self.author.price, self.config.max_usd, self.config.max_tokens)
        self.progress = Progress(self.total, self.quiet)

    def saw(self, draft: Draft) -> None:
        self.drafts += 1
        if draft.reason is not None:
            self.progress.rejects += 1
            self.reasons[draft.reason.split(":")[0]] += 1
        bad = self.reasons.total()
        if self.drafts == FIRST_DRAFTS and bad > HOPELESS_SHARE * FIRST_DRAFTS:
            (reason, times), *_ = self.reasons.most_common(1)
            raise BadInput(
                f"{bad} of the first {self.drafts} drafts were rejected, {times} for: {reason}; look at them with "
                f"`python -m dataset_builder requests ls --store {self.store.path.name}`, then try another --model"
            )

    def ask(self, ids: Iterator[tuple[str, int]], finished: Callable[[Composition], None]) -> None:
        """Asks live whatever the store lacks. Raises Stop, BadInput."""

        def done(composed: Composition) -> None:
            self.progress.done += 1
            finished(composed)

        talks = (self.author.talk(split, index, self.saw) for split, index in ids)
        ask_live(self.config, self.store, self.budget, self.progress, talks, done)


@dataclass(frozen=True)
class PlanConfig:
    """A pilot of `pilot` triples for the build of `config`."""

    pilot: int = field(default=50, metadata={"help": "triples to write; kept, so a build does not pay for them again"})

    def __post_init__(self) -> None:
        if self.pilot < 2:
            raise BadInput(f"--pilot {self.pilot}: an interval needs 2 triples or more; 50 are good")


def run_plan(config: BuildConfig, teacher: TeacherConfig, plan: PlanConfig) -> Plan:
    """Asks for a random part of the build's triples and says what all of them will cost.

    Raises:
        BadInput: no price is known for the model, or the server cannot be used.
        Stop: a cap or Ctrl-C.
    """
    needed_price(teacher.model, teacher.price, teacher.prices)
    author, _ = prepare(config, teacher)
    everything = [(s.split, i) for s in plan_shards(config.triples) for i in range(s.start, s.stop)]
    ids = Random(f"{config.seed}/pilot").sample(everything, min(plan.pilot, len(everything)))
    spent: list[Spent] = []

    def finished(composed: Composition) -> None:
        answers = composed.answers
        spent.append(
            Spent(
                prompt_tokens=sum(a.prompt_tokens for a in answers),
                completion_tokens=sum(a.completion_tokens for a in answers),
                seconds=sum(a.seconds for a in answers),
                rounds=composed.rounds,
            )
        )

    with Store(teacher.store) as store:
        Session(author, teacher, store, len(ids), config.quiet).ask(iter(ids), finished)
    return forecast(spent, len(everything), author.price, teacher.concurrency)


def build_taught(config: BuildConfig, teacher: TeacherConfig) -> Report:
    """Builds `config.out` with a teacher behind a server or, where it already is this very build, reads its report.

    Raises:
        BadInput: a setting, an input, the server or the output folder cannot be used.
        Stop: a cap, Ctrl-C or an outage; the same command continues.
    """
    author, settings = prepare(config, teacher)
    if teacher.batch == "off" and not teacher.batch_file:
        read_key(teacher.api_key_env, teacher.base_url)
    place = Workplace(config.out, building.settings_hash(settings), config.overwrite)
    with Store(teacher.store) as store:
        if not place.open():
            return Report.read(place.out)
        shards = plan_shards(config.triples)
        workers = config.workers or os.cpu_count() or 1
        try:
            receipts = write_shards(author, teacher, store, shards, place.path, workers, config.quiet)
        except BaseException:
            if not any((place.path / ".shards").glob("*.json")):  # nothing to continue from but the store
                shutil.rmtree(place.path)
            raise
    graph = author.sampler.graph
    building.write_graph_configs(place.path, graph)
    origin = Origin(
        settings=settings,
        command=command(config, teacher),
        sources=graph.sources,
        licence=graph.licence,
        teacher_licence=author.teacher.licence,
        aliases=graph.aliases,
    )
    return finish(place, (receipts[shard] for shard in shards), origin, workers)


def write_shards(
    author: TaughtAuthor,
    teacher: TeacherConfig,
    store: Store,
    shards: list[Shard],
    place: Path,
    workers: int,
    quiet: bool,
) -> dict[Shard, dict]:
    """Receipts of all shards. A shard is written by another process as soon as its last answer is stored."""
    receipts = {
        s: json.loads(building._receipt(place, s).read_text()) for s in shards if building._receipt(place, s).is_file()
    }
    todo = [shard for shard in shards if shard not in receipts]
    ids = [(shard.split, index) for shard in todo for index in range(shard.start, shard.stop)]
    session = Session(author, teacher, store, sum(s.stop - s.start for s in shards), quiet)
    session.progress.done = session.progress.already = session.total - len(ids)
    if ids:
        batch.exchange(
            teacher,
            store,
            lambda: (author.talk(split, index) for split, index in ids),
            session.budget,
            session.progress,
        )
    left = {shard: shard.stop - shard.start for shard in todo}
    shard_of = {(shard.split, index): shard for shard in todo for index in range(shard.start, shard.stop)}
    written: list[Future] = []
    with ProcessPoolExecutor(
        max(1, min(workers, len(todo))), get_context("spawn"), building._start_worker, (author,)
    ) as pool:

        def finished(composed: Composition) -> None:
            split, _, index = composed.triple.facts.id.rpartition("-")
            shard = shard_of[split, int(index)]
            left[shard] -= 1
            if not left[shard]:
                written.append(pool.submit(building._write_shard, shard, place))

        try:
            if ids:
                session.ask(iter(ids), finished)
        except Stop as stop:
            done = f"{session.progress.done:,} of {session.total:,} triples are complete"
            raise Stop(
                f"{stop}; {session.budget.spent} spent now, {done}; the same command continues", stop.exit_code
            ) from None
        finally:
            receipts |= dict(future.result() for future in written)
    return receipts


def command(config: BuildConfig, teacher: TeacherConfig) -> str:
    """The command line that makes this dataset; an address that is nobody else's is left out."""
    words = [building.command(config), "--teacher openai"]
    for name in RECORDED:
        value = getattr(teacher, name)
        if value == getattr(TeacherConfig, name):
            continue
        if name == "base_url":
            value = teacher.endpoint.public_url or "$BASE_URL"
        words.append("--no-structured" if value is False else f"--{name.replace('_', '-')} {value}")
    return " ".join(words)
