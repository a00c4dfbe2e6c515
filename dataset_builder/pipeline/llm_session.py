"""Asks a server for the triples of a build: runs the author's conversations until the store holds every answer."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dataset_builder.errors import BadInput, command
from dataset_builder.llm import batch
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.client import ask_live
from dataset_builder.llm.early_stop import FirstAnswers
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline.llm_author import AuthoredTriple, LLMAuthor
from dataset_builder.pipeline.shards import Shard
from dataset_builder.teachers.llm_config import TeacherConfig
from dataset_builder.teachers.llm_teacher import Draft

# A teacher whose first drafts all fail is stopped before it costs more, and one whose drafts nearly all do a little later.
NONE_KEPT, FIRST_DRAFTS, HOPELESS_SHARE = 12, 40, 0.9


@dataclass
class Session:
    """One run of the client over many ids: counts drafts, and stops a teacher that cannot do it."""

    author: LLMAuthor
    config: TeacherConfig
    store: Store
    total: int
    quiet: bool
    reasons: Counter = field(default_factory=Counter)
    drafts: int = 0

    def __post_init__(self) -> None:
        self.budget = Budget(self.author.price, self.config.max_usd, self.config.max_tokens)
        self.progress = Progress(self.total, self.quiet)
        self.first = FirstAnswers(self.config.model, self.store.path, self.config.cap_option)

    def count_draft(self, draft: Draft) -> None:
        self.drafts += 1
        if draft.reason is not None:
            self.progress.rejects += 1
            self.reasons[draft.reason.split(":")[0]] += 1
        bad = self.reasons.total()
        if bad == self.drafts == NONE_KEPT or (self.drafts == FIRST_DRAFTS and bad > HOPELESS_SHARE * FIRST_DRAFTS):
            (reason, times), *_ = self.reasons.most_common(1)
            raise BadInput(
                f"{bad} of the first {self.drafts} drafts were rejected, {times} for: {reason}; look at them with "
                f"`{command('requests ls')} --store {shlex.quote(str(self.store.path))}`, then try another --model"
            )

    def ask(
        self,
        ids: Iterator[tuple[str, int]],
        finished: Callable[[AuthoredTriple], None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Asks live for all that the store lacks; what `check` raises, called now and then, ends it. Raises Stop, BadInput."""

        def done(authored: AuthoredTriple) -> None:
            self.progress.done += 1
            finished(authored)

        author = self.author
        conversations = (author.conversation(*id, self.count_draft, self.first.count) for id in ids)
        ask_live(self.config, self.store, self.budget, self.progress, conversations, done, self.first, check)

    def ask_for(self, shards: list[Shard], ready: Callable[[Shard], None], check: Callable[[], None]) -> None:
        """Asks, in batches or live, for all triples of the shards; `ready` gets each shard whose last answer is stored, and
        what `check` raises ends it.

        Raises:
            BadInput: the server or a setting cannot be used, or the teacher cannot do it.
            Stop: a cap, Ctrl-C or an outage; the same command continues.
        """
        shard_of = {id: shard for shard in shards for id in shard.ids}
        left = {shard: shard.size for shard in shards}
        self.progress.done = self.progress.already = self.total - len(shard_of)

        def finished(authored: AuthoredTriple) -> None:
            split, _, index = authored.triple.facts.id.rpartition("-")
            shard = shard_of[split, int(index)]
            left[shard] -= 1
            if not left[shard]:
                ready(shard)

        batch.run_batches(
            self.config,
            self.store,
            lambda: (self.author.conversation(*id) for id in shard_of),
            self.budget,
            self.progress,
        )
        try:
            self.ask(iter(shard_of), finished, check)
        except Stop as stop:
            done = f"{self.progress.done:,} of {self.progress.total:,} triples are complete"
            raise Stop(
                f"{stop}; {self.budget.spent} spent now, {done}; the same command continues", stop.exit_code
            ) from None
