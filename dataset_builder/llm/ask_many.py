"""Many small questions to a teacher: what the store lacks is asked, in batches or live, then all is read from it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from dataset_builder.llm import batch
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.client import ask_live
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request import Conversation, Result
from dataset_builder.llm.request_config import RequestConfig
from dataset_builder.llm.request_store import Store, replay

Subject = TypeVar("Subject")


def ask_many(
    teacher: RequestConfig,
    conversation: Callable[[Subject], Conversation[Result]],
    subjects: Sequence[Subject],
    unit: str,
    quiet: bool = False,
) -> list[Result]:
    """What `conversation` returns for each subject, from the store alone, so it is the same however often a run was stopped.

    Raises:
        BadInput: the server, the store or a setting cannot be used.
        Stop: a cap, Ctrl-C or an outage; the same command continues.
    """
    budget = teacher.budget()
    progress = Progress(len(subjects), quiet, unit=unit)

    def finished(_: Result) -> None:
        progress.done += 1

    with Store(teacher.store) as store:
        try:
            batch.run_batches(teacher, store, lambda: map(conversation, subjects), budget, progress)
            ask_live(teacher, store, budget, progress, map(conversation, subjects), finished)
        except Stop as stop:
            done = f"{progress.done:,} of {progress.total:,} {unit} are answered"
            raise Stop(
                f"{stop}; {budget.spent} spent now, {done}; the same command continues", stop.exit_code
            ) from None
        return [replay(conversation(subject), store, teacher.endpoint) for subject in subjects]
