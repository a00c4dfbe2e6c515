"""The verb `judge`: documents of one or several datasets scored by a model behind an OpenAI-compatible server.

    python -m dataset_builder judge rjdb --base-url http://127.0.0.1:8000/v1 --model M
    python -m dataset_builder judge rjdb-whole rjdb-section rjdb-other-model … --triples 100 --out judgement

The same seed takes the same ids from every dataset, so datasets of one graph and seed are judged on the same careers.
Every answer is in the request store: a run that was stopped goes on, more triples pay for the new ones alone, and
another dataset next to the first costs only itself. Writes scores.parquet (one row per document and criterion),
summary.json, summary.md and figure_2.png.
"""

import hashlib
import shlex
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import rjdb
from dataset_builder.errors import BadInput, command
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.client import ask_live
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request_store import Store, Unanswered, replay
from dataset_builder.prompts import prompts
from dataset_builder.quality.llm_judge import scores
from dataset_builder.quality.llm_judge.geval import CRITERIA, DOCUMENTS, TYPES, Item, Score, judge_item
from dataset_builder.quality.llm_judge.judge_config import JudgeConfig
from dataset_builder.quality.llm_judge.scores import JudgedDataset, Summary
from dataset_builder.sampling.facts import Facts
from dataset_builder.storage.files import replacing, write_json
from dataset_builder.storage.folder import read_build, shards, splits_of

# A judge whose first answers are nearly all no score is stopped before it costs more.
FIRST_ANSWERS, HOPELESS_SHARE = 40, 0.9


def run_judge(config: JudgeConfig) -> Summary:
    """Scores all datasets and writes `config.out`.

    Raises:
        BadInput: a folder, the server or a setting cannot be used.
        Stop: a cap, Ctrl-C or an outage; the same command continues.
    """
    budget = config.budget()
    datasets = [_read_dataset(folder, config) for folder in config.folders]
    session = _Session(config, budget, sum(len(one.items) for one in datasets))
    with Store(config.store) as store:
        found = session.score([item for one in datasets for item in one.items], store)
    rest = iter(found)
    for one in datasets:
        one.scores = [next(rest) for _ in one.items]
    summary = Summary(config.model, prompts_hash(), datasets, budget.price)
    _write(Path(config.out), config, summary)
    return summary


def prompts_hash() -> str:
    """Twelve digits for the forms, before facts and documents are filled in."""
    names = (f"judge/{criterion}_{kind}" for criterion in CRITERIA for kind in TYPES)
    return hashlib.sha256("\0".join(map(prompts.text, names)).encode()).hexdigest()[:12]


# ---------------------------------------------------------------------------------------------- what is judged


def _read_dataset(folder: str, config: JudgeConfig) -> JudgedDataset:
    build = read_build(Path(folder))
    if build is None or "settings" not in build:
        raise BadInput(f"{folder}: is not an RJDB dataset; give a folder that `build` or `import` made")
    splits = splits_of(Path(folder), "triples")
    if config.split not in splits:
        raise BadInput(f"--split {config.split}: {folder} has {', '.join(splits)}; give one of these")
    name = Path(folder).resolve().name
    if [Path(other).resolve().name for other in config.folders].count(name) > 1:
        name = folder
    rows = sample_triples(Path(folder), config.split, config.triples, config.seed)
    items = [
        Item(Facts.from_row(row), document, row[document], criterion)
        for row in rows
        for document in DOCUMENTS
        for criterion in CRITERIA
    ]
    settings = build["settings"]
    return JudgedDataset(
        name=name,
        recipe=settings["recipe"],
        model=settings.get("model") or settings["teacher"],
        granularity=granularity_of(settings),
        triples=len(rows),
        items=items,
    )


def granularity_of(settings: dict) -> str:
    """How much a teacher wrote at once, as the build recorded it."""
    if settings["teacher"] == "template":
        return "from templates"
    if settings["recipe"] != "facts":
        return "whole triple"  # figure 7 asks for all three documents in one answer
    return {"whole": "whole document", "section": "section by section"}[settings["parameters"]["granularity"]]


def sample_triples(folder: Path, split: str, number: int, seed: int) -> list[dict]:
    """`number` rows, or all there are. Which ones follows from seed and id alone; a larger number keeps the smaller's."""
    paths = shards(folder, "triples", split)
    ids = [id for path in paths for id in pq.read_table(path, columns=["id"])["id"].to_pylist()]
    ids.sort(key=lambda id: hashlib.sha256(f"{seed}/{id}".encode()).digest())
    wanted = {id: place for place, id in enumerate(ids[:number])}
    columns = [name for name in rjdb.FEATURES["triples"] if name != "id"]
    rows = (
        row
        for path in paths
        for row in pq.read_table(path, columns=["id", *columns], filters=[("id", "in", list(wanted))]).to_pylist()
    )
    return sorted(rows, key=lambda row: wanted[row["id"]])


# ---------------------------------------------------------------------------------------------- asking


@dataclass
class _Session:
    """One run of the client over items: stored answers first, the rest live."""

    config: JudgeConfig
    budget: Budget
    total: int
    reasons: Counter = field(default_factory=Counter)
    answers: int = 0

    def score(self, items: list[Item], store: Store) -> Iterator[Score]:
        config, progress = self.config, Progress(self.total, self.config.quiet, unit="scores")
        found: dict[int, Score] = {}
        for number, item in enumerate(items):
            with suppress(Unanswered):
                found[number] = replay(judge_item(item, config.samples), store, config.endpoint)
        progress.done = progress.already = len(found)
        if len(found) < len(items):
            todo = [number for number in range(len(items)) if number not in found]
            self._ask(items, todo, found, store, progress)
        return (found[number] for number in range(len(items)))

    def _ask(self, items: list[Item], todo: list[int], found: dict[int, Score], store: Store, progress) -> None:
        def conversation(number: int):
            return number, (yield from judge_item(items[number], self.config.samples))

        def finished(scored: tuple[int, Score]) -> None:
            number, found[number] = scored
            progress.done += 1
            self._watch(found[number], progress)

        try:
            ask_live(self.config, store, self.budget, progress, map(conversation, todo), finished)
        except Stop as stop:
            done = f"{progress.done:,} of {progress.total:,} scores are there"
            text = f"{stop}; {self.budget.spent} spent now, {done}; the same command continues"
            raise Stop(text, stop.exit_code) from None

    def _watch(self, score: Score, progress: Progress) -> None:
        self.reasons.update(score.reasons)
        progress.rejects += score.value is None
        before, self.answers = self.answers, self.answers + len(score.readings) + len(score.reasons)
        bad = self.reasons.total()
        if before < FIRST_ANSWERS <= self.answers and bad > HOPELESS_SHARE * self.answers:
            (reason, times), *_ = self.reasons.most_common(1)
            raise BadInput(
                f"{bad} of the first {self.answers} answers of {self.config.model} were no score, {times} for: {reason}; "
                f"look at them with `{command('requests ls')} --store {shlex.quote(self.config.store)}`, "
                "then try another --model"
            )


# ---------------------------------------------------------------------------------------------- what is written

# `reasons` says why answers were no score; `requests` are their addresses in the store.
SCHEMA = pa.schema(
    [
        ("dataset", pa.string()),
        ("id", pa.string()),
        ("document", pa.string()),
        ("document_type", pa.string()),
        ("criterion", pa.string()),
        ("score", pa.float64()),
        ("method", pa.string()),
        ("mass", pa.float64()),
        ("readings", pa.list_(pa.int8())),
        ("reasons", pa.list_(pa.string())),
        ("requests", pa.list_(pa.string())),
    ]
)


def _write(out: Path, config: JudgeConfig, summary: Summary) -> None:
    from dataset_builder.quality.llm_judge import figure

    rows = [
        {
            "dataset": one.name,
            "id": score.item.facts.id,
            "document": score.item.document,
            "document_type": TYPES[DOCUMENTS[score.item.document]],
            "criterion": score.item.criterion,
            "score": score.value,
            "method": score.method,
            "mass": score.mass,
            "readings": score.readings,
            "reasons": score.reasons,
            "requests": [answer.address for answer in score.answers],
        }
        for one in summary.datasets
        for score in one.scores
    ]
    with replacing(out / "scores.parquet") as temporary:
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), temporary, compression="zstd")
    settings = {name: getattr(config, name) for name in ("split", "triples", "samples", "seed")}
    write_json(out / "summary.json", {"settings": settings} | scores.as_json(summary))
    with replacing(out / "summary.md") as temporary:
        temporary.write_text(scores.render(summary) + "\n", encoding="utf-8")
    figure.draw(summary, out / "figure_2.png")
