"""What a leaderboard judges: each input's measures of one system, as rows of one form.

    rows = INPUTS["handwritten"].judge(config, "rules", place)        # [Score("rules", "handwritten", ...), ...]

release      the imported original release: four tasks, everything learnt from our data alone
test         our own test split, which says how well a system knows our text
unseen       our own test_unseen split: occupations that train never shows
handwritten  the 47 pairs by hand that are kept apart: verdicts, and the points of the post that a system decides and judges rightly
files        resumes as files with a truth beside them: strict micro F1 of their fields
corpora      skill spans that people marked in job ads, nothing learnt from them
documents    posts and resumes without any label: skills that stand nowhere in the text
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from dataset_builder.errors import BadInput
from dataset_builder.sources import handwritten
from dataset_builder.sources.table import cell_text, read_table
from dataset_builder.text.dates import Date, reading_day
from dataset_builder.text.mentions import mentions, stemmed
from dataset_builder.text.requirement_status import Status
from training.data.load import load_config
from training.evaluation import points
from training.evaluation.benchmark import Benchmark
from training.evaluation.intervals import interval_of
from training.evaluation.leaderboard.config import SPLITS, LeaderboardConfig
from training.rules.gazetteer import Names
from training.systems.open_system import BASELINES, Evaluated, open_system
from training.systems.protocol import Match, Requirement

# Measures of each task that a leaderboard shows.
TASK_MEASURES = {
    "matching": ("accuracy",),
    "explanation": ("F1 strict", "F1 lenient"),
    "extraction": ("resume skills F1 fuzzy", "JD skills F1 fuzzy", "resume experience F1 fuzzy", "JD experience F1 fuzzy"),
    "editing": ("skills F_add", "experience F_add"),
}  # fmt: skip
_READ_ON = Date(*handwritten.READ_ON)
_JOB_COLUMNS = ("job_description", "job description", "job", "jd")
_RESUME_COLUMNS = ("resume", "cv")


@dataclass(frozen=True)
class Score:
    """One figure: percent, but for counts. `low` and `high`: 95 % bootstrap interval, None where there is none; `rows`: judged."""

    system: str
    input: str
    measure: str
    value: float
    low: float | None
    high: float | None
    rows: int


@dataclass(frozen=True)
class Worst:
    """What a system did worst; `text` is "" where the input may not be shown."""

    title: str
    text: str = ""


Found = tuple[list[Score], list[Worst]]


@dataclass(frozen=True)
class Input:
    """`is_given`: whether the command names it. `judge`: scores of one system and where it fails, the worst first."""

    is_given: Callable[[LeaderboardConfig], bool]
    judge: Callable[[LeaderboardConfig, str, Path], Found]


# ------------------------------------------------------------------------------------------- rows of a dataset


def _dataset(label: str, config: LeaderboardConfig, name: str, place: Path) -> Found:
    """As `training.evaluate` judges; pages show documents of our own alone."""
    from training.evaluate import EvaluateConfig, evaluate

    own = label != "release"
    data, fit_data = (config.data, None) if own else (str(config.release), config.data)
    limit = config.limit or (config.test_rows if own else None)
    options = EvaluateConfig(
        data, SPLITS[label], (name,), out=str(place / label), limit=limit, fit_data=fit_data, errors=True
    )
    found = evaluate(options, texts=own, answers=config.answers_of(label))
    ((_, tasks),) = found["systems"].items()
    scores = [
        Score(name, label, f"{task}, {measure}", one["value"], one["low"], one["high"], one["rows"])
        for task, measures in TASK_MEASURES.items()
        for measure in measures
        if (one := tasks.get(task, {}).get("measures", {}).get(measure))
    ]
    return scores, []


# ------------------------------------------------------------------------------------------- pairs by hand


def _handwritten(config: LeaderboardConfig, name: str, place: Path) -> Found:
    """Verdicts; and of the required points those that are decided, and of these those that are right."""
    pairs = handwritten.kept_apart()[: config.limit]
    system = _fitted(config, name)
    if "matching" not in system.tasks:
        return [], []
    with reading_day(_READ_ON):
        answers = system.match([pair.job_description for pair in pairs], [pair.resume for pair in pairs])
    verdicts = np.array([[one.label == pair.label, 1] for one, pair in zip(answers, pairs)], dtype=float)
    scores = [_share(name, "handwritten", "verdicts right", verdicts)]
    counts, worst = [], []
    for pair, answer in zip(pairs, answers):
        asked, decided, right, said = _points(pair, answer)
        counts.append((asked, decided, right))
        wrong = (answer.label != pair.label) * len(pair.requirements) + decided - right
        if wrong:
            text = f"Verdict: {answer.label}, by hand {pair.label}. {' '.join(pair.reasons)}\n\n" + "\n".join(said)
            worst.append((wrong, Worst(f"{pair.pair_id}, {pair.field}: {decided - right} points wrong", text)))
    table = np.array(counts, dtype=float)
    if table[:, 1].any():
        scores += [
            _share(name, "handwritten", "required points decided", table[:, [1, 0]]),
            _share(name, "handwritten", "decided points right", table[:, [2, 1]]),
        ]
    worst.sort(key=lambda pair: -pair[0])
    return scores, [one for _, one in worst]


def _points(pair: handwritten.HandwrittenPair, answer: Match) -> tuple[int, int, int, list[str]]:
    """Required points asked, decided and right; and a line for each that is wrong."""
    read = [
        (one, points.ReadPoint(one.asked, one.place.start, one.place.end)) for one in answer.requirements if one.place
    ]
    found = dict(points.align(pair.job_description, pair.requirements, [place for _, place in read]))
    asked = decided = right = 0
    said = []
    for at, point in enumerate(pair.requirements):
        if point.optional:
            continue
        asked += 1
        got: Requirement | None = read[found[at]][0] if at in found else None
        if got is None or got.status is Status.UNCLEAR:
            continue
        decided += 1
        right += got.status == point.status
        if got.status != point.status:
            shown = f" by {got.evidence.line(pair.resume)!r}" if got.evidence else ""
            said.append(f"- {point.text!r}: {got.status.value}{shown}, by hand {point.status.value}")
    return asked, decided, right, said


def _share(name: str, label: str, measure: str, table: np.ndarray) -> Score:
    """`table`: above and below of each group."""
    bounds = interval_of(table[:, 0], table[:, 1])
    value = 100 * table[:, 0].sum() / max(table[:, 1].sum(), 1)
    return Score(name, label, measure, value, bounds.low, bounds.high, int(table[:, 1].sum()))


def _fitted(config: LeaderboardConfig, name: str) -> Evaluated:
    """A system that has learnt from our data alone."""
    benchmark = Benchmark(config.data)
    system = open_system(name, benchmark.names() if name in BASELINES else Names.embedded(), config.asking)
    system.fit(benchmark.training_rows)
    return system


# ------------------------------------------------------------------------------------------- files, corpora, documents


def _files(config: LeaderboardConfig, name: str, place: Path) -> Found:
    from training.reader.evaluate import EvaluateConfig, evaluate

    if name in BASELINES and name != "rules":
        return [], []
    scores = []
    for folder in config.files:
        found = evaluate(EvaluateConfig((folder,), (name,)))
        ((_, figures),) = found["systems"].items()
        low, high = figures["interval"]
        scores.append(
            Score(name, Path(folder).name, "fields, micro F1 strict", figures["micro"], low, high, len(found["files"]))
        )
    return scores, []


def _corpora(config: LeaderboardConfig, name: str, place: Path) -> Found:
    from training.evaluation.out_of_distribution.__main__ import OutOfDistributionConfig, measure

    scores = []
    for given in config.skills:
        out = place / "corpora" / given.partition("=")[0]
        options = OutOfDistributionConfig(
            skills=(given,), systems=(name,), split=config.split_of(given), out=str(out), limit=config.limit
        )
        for measured in measure(options)["measured"]:
            for figures in measured["systems"].values():
                one = figures["measures"]["F1 exact"]
                scores.append(
                    Score(
                        name,
                        measured["data"],
                        "skills, F1 exact",
                        one["value"],
                        one["low"],
                        one["high"],
                        measured["rows"],
                    )
                )
    return scores, []


def _documents(config: LeaderboardConfig, name: str, place: Path) -> Found:
    """A phantom is a skill of the answer that the document states neither by name nor by a declared alias."""
    system = _fitted(config, name)
    if "extraction" not in system.tasks:
        return [], []
    aliases = dict(Names.embedded().skills)
    scores, worst = [], []
    for path in map(Path, config.documents):
        texts = list(dict.fromkeys(_texts(path)))[: config.limit]
        kinds, documents = [kind for kind, _ in texts], [text for _, text in texts]
        table = np.zeros((len(texts), 2))
        for at, found in enumerate(system.extract(documents, kinds)):
            known = stemmed(documents[at])
            phantoms = [skill for skill in found.skills if not mentions(known, skill, aliases)]
            table[at] = len(phantoms), 1
            if phantoms:  # a document that is not ours is counted, not shown
                worst.append((len(phantoms), Worst(f"{path.name}, document {at + 1}: {len(phantoms)} phantoms")))
        bounds, mean = interval_of(table[:, 0], table[:, 1]), float(table[:, 0].mean())
        label = "phantom skills a document"
        scores.append(Score(name, path.stem, label, mean, bounds.low / 100, bounds.high / 100, len(texts)))
    worst.sort(key=lambda pair: -pair[0])
    return scores, [one for _, one in worst]


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """("job description" or "resume", text) of the columns that are called so."""
    header, *rows = read_table(path, (*_JOB_COLUMNS, *_RESUME_COLUMNS))
    names = [str(cell or "").strip().casefold() for cell in header]
    columns = [(at, "job description") for at, name in enumerate(names) if name in _JOB_COLUMNS]
    columns += [(at, "resume") for at, name in enumerate(names) if name in _RESUME_COLUMNS]
    if not columns:
        raise BadInput(f"{path}: has no column {', '.join((*_JOB_COLUMNS, *_RESUME_COLUMNS))}; name one so")
    for row in rows:
        for at, kind in columns:
            if text := cell_text(row, at):
                yield kind, text


def _has_unseen(config: LeaderboardConfig) -> bool:
    return config.test_rows > 0 and SPLITS["unseen"] in load_config(config.data, "matching", option="--data")


INPUTS: dict[str, Input] = {
    "release": Input(lambda c: c.release is not None, partial(_dataset, "release")),
    "test": Input(lambda c: c.test_rows > 0, partial(_dataset, "test")),
    "unseen": Input(_has_unseen, partial(_dataset, "unseen")),
    "handwritten": Input(lambda c: True, _handwritten),
    "files": Input(lambda c: bool(c.files), _files),
    "corpora": Input(lambda c: bool(c.skills), _corpora),
    "documents": Input(lambda c: bool(c.documents), _documents),
}  # fmt: skip
