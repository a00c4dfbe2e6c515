"""Has worker processes write the shards of a build, each as soon as its triples can be written."""

import json
from collections.abc import Callable
from concurrent.futures import Future, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from dataset_builder.pipeline.shards import Shard, receipt_path, write_shard
from dataset_builder.storage import files
from dataset_builder.workers import WorkerPool

if TYPE_CHECKING:
    from dataset_builder.pipeline.author import Author

# Has a server asked for all triples of the shards; calls the second argument with each shard that can be written, and the
# third, which raises where a worker has failed, now and then.
Ask = Callable[[list[Shard], Callable[[Shard], None], Callable[[], None]], None]


def write_shards(
    author: "Author", shards: list[Shard], place: Path, workers: int, quiet: bool, ask: Ask | None = None
) -> dict[Shard, dict]:
    """Receipts of all shards; those already on disk are not written again. Without `ask` all can be written at once.

    What `ask` made ready is written even where `ask` raises.

    Raises:
        WorkerDied: a process was killed.
    """
    receipts = {s: json.loads(receipt_path(place, s).read_text()) for s in shards if receipt_path(place, s).is_file()}
    todo = [shard for shard in shards if shard not in receipts]
    if not todo:
        return receipts
    total, done = sum(shard.size for shard in shards), sum(shard.size for shard in receipts)
    with tqdm(total=total, initial=done, unit=" triples", disable=quiet or ask is not None) as bar:

        def keep(shard: Shard, receipt: dict) -> None:
            receipts[shard] = receipt
            bar.update(shard.size)

        if ask is None and min(workers, len(todo)) < 2:
            for shard in todo:
                keep(shard, write_shard(author, shard, place))
            return receipts
        try:
            with WorkerPool(min(workers, len(todo)), start_worker, author) as pool:
                _write_in_pool(pool, todo, place, ask, keep)
        except BaseException:
            files.drop_temporaries(place)  # some ended within a file
            raise
    return receipts


def _write_in_pool(
    pool: WorkerPool, todo: list[Shard], place: Path, ask: Ask | None, keep: Callable[[Shard, dict], None]
) -> None:
    begun: list[Future] = []

    def ready(shard: Shard) -> None:
        begun.append(pool.submit(write_in_worker, shard, place))

    def check() -> None:
        for future in begun:
            if future.done() and (error := future.exception()):
                raise error

    try:
        if ask is None:
            for shard in todo:
                ready(shard)
        else:
            ask(todo, ready, check)
    finally:
        for future in as_completed(begun):
            keep(*future.result())


_author: "Author | None" = None  # one per worker process: making it costs more than a triple


def start_worker(author: "Author") -> None:
    """What each worker does first."""
    global _author
    _author = author


def write_in_worker(shard: Shard, place: Path) -> tuple[Shard, dict]:
    """The shard, written, and its receipt."""
    return shard, write_shard(_author, shard, place)
