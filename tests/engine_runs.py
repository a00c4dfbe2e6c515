"""Short ways to run the engine in tests: toy talks, and triples without a whole build."""

import asyncio
from pathlib import Path

from dataset_builder.build.llm_author import Composition
from dataset_builder.build.llm_session import Session
from dataset_builder.build.pipeline import BuildConfig, open_author
from dataset_builder.llm.budget import Budget
from dataset_builder.llm.client import Limits, Live
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request import Endpoint, Message, Request, Talk
from dataset_builder.llm.request_store import Store
from dataset_builder.teachers.llm_config import TeacherConfig

PROMPT = (
    'Write a job description for the job title "Baker".\n\nRequired skills.\n- Kneading\n- Ovens\n\n'
    'Required experience.\n- 2 years as Baker\n\n"skills": a list ({number})'
)


def toy(number: int = 0, tokens: int = 2_000, **request) -> Talk:
    """A talk of one request, which every double can answer."""
    replies = yield (
        Request((Message("user", PROMPT.replace("{number}", str(number))),), tokens, f"toy {number}", **request),
    )
    return replies[0]


def run(
    talks,
    store: Store,
    base_url: str,
    key: str = "none",
    concurrency: int = 16,
    budget: Budget | None = None,
    **settings,
):
    """Replies of the talks, and the engine."""
    settings = {"model": "m"} | settings
    results: list = []

    async def go() -> Live:
        limits = Limits(concurrency, settings.pop("timeout", 20.0))
        engine = Live(Endpoint(base_url, **settings), store, key, limits, budget or Budget(), Progress(0, quiet=True))
        await engine.run(iter(talks), results.append)
        return engine

    return results, asyncio.run(go())


def write_triples(
    folder: Path, base_url: str, count: int = 12, recipe: str = "facts", **settings
) -> tuple[list[Composition], Session]:
    """Triples of `train`, asked live; the session tells what it took."""
    config = BuildConfig(out=str(folder / "out"), recipe=recipe, triples=max(count, 10), quiet=True)
    settings = {"model": "m", "store": str(folder / "requests.sqlite"), "concurrency": 16} | settings
    teacher = TeacherConfig(base_url=base_url, **settings)
    author = open_author(config, teacher)
    composed: list[Composition] = []
    with Store(teacher.store) as store:
        session = Session(author, teacher, store, count, quiet=True)
        session.ask((("train", i) for i in range(count)), composed.append)
    return composed, session
