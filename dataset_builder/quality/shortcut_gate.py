"""The gate against surface cues: what tells matched from unmatched without reading the job description.

    from dataset_builder.quality.shortcut_gate import measure
    report = measure(Path("rjdb"), aliases, workers=2)
    report.passed; print(tabulate(report.table(), HEADERS, "github"))

Four rows are gated: two classifiers that see the resume alone (its words; its shape) and two counts over all
rows (removed skills that survive, sampled skills that are missing). The other rows are baselines of reading
without understanding: they are shown and not gated, for reading is the task.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from dataset_builder.quality.fact_counts import (
    FactShare,
    FormShare,
    count_facts,
    form_shares,
    forms_in_use,
    total_of,
    with_forms,
)
from dataset_builder.quality.resume_shape import shape
from dataset_builder.quality.surface_baselines import baselines, share_above
from dataset_builder.storage.row_groups import spread, triple_groups
from dataset_builder.text.mentions import Aliases

MAX_AUC, MAX_SHAPE = 0.60, 0.65
# Below it a classifier's accuracy strays by more than the limits' distance from chance.
MIN_TRIPLES = 200
# Below it, starting processes takes longer than counting.
POOL_ROWS = 5_000
FOLDS = 5
HEADERS = ("measure", "value", "limit", "verdict", "strongest cue")


@dataclass(frozen=True)
class GateRow:
    """One measure. `limit` is None for a baseline; `passed` is None where nothing is judged."""

    name: str
    value: float | None
    limit: float | None
    passed: bool | None
    cue: str

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return "baseline"
        return {True: "passed", False: "FAILED", None: "not judged"}[self.passed]


@dataclass(frozen=True)
class GateReport:
    """All measures of one folder; it fails if one gated row does."""

    triples: int
    rows: tuple[GateRow, ...]
    # What the documents have to state and what has a span there, and the forms it is stated in; empty without `mentions`.
    facts: tuple[FactShare, ...] = ()
    forms: tuple[FormShare, ...] = ()

    @property
    def passed(self) -> bool:
        return all(row.passed is not False for row in self.rows)

    @property
    def failures(self) -> list[str]:
        """One line a failed row: what, by how much, and the cue."""
        lines = ((row.name, *_written(row.value, row.limit), row.cue) for row in self.rows if row.passed is False)
        return [f"{name}: {value}, limit {limit}; {cue}" for name, value, limit, cue in lines]

    def table(self) -> list[list[str]]:
        """Rows under `HEADERS`, as text."""
        return [[row.name, *_written(row.value, row.limit), row.verdict, row.cue] for row in self.rows]

    def to_dict(self) -> dict:
        return {name: value if name == "triples" else list(map(asdict, value)) for name, value in vars(self).items()}

    @classmethod
    def from_dict(cls, content: dict) -> "GateReport":
        """The inverse of `to_dict`; a report of an earlier version counts no facts and no forms."""
        return cls(
            content["triples"],
            tuple(GateRow(**row) for row in content["rows"]),
            tuple(FactShare(**share) for share in content.get("facts", ())),
            tuple(FormShare(**share) for share in content.get("forms", ())),
        )


def _written(value: float | None, limit: float | None) -> tuple[str, str]:
    def text(number: float | None) -> str:
        return "" if number is None else f"{number:,}" if isinstance(number, int) else f"{number:.3f}"

    return text(value), text(limit)


def measure(folder: Path, aliases: Aliases, workers: int = 1, max_triples: int = 4_000) -> GateReport:
    """Runs all measures; counts take every row, classifiers and baselines at most `max_triples` of train.

    Deterministic, and its memory does not depend on the size of the dataset. With `workers` above 1 the
    counting runs in processes of its own while this one trains the classifiers.

    Raises:
        BadInput: the folder has no triples.
    """
    groups, forms = triple_groups(folder), forms_in_use(folder)
    names = {skill: tuple(others) for skill, others in aliases.items() if others}
    count = partial(count_facts, aliases=names, searched=with_forms(names, forms))
    if workers > 1 and sum(group.rows for group in groups) >= POOL_ROWS:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            counting = pool.map(count, groups, chunksize=max(1, len(groups) // (8 * workers)))
            judged = _judge(folder, max_triples)
            counts = total_of(list(counting))
    else:
        counts = total_of([count(group) for group in groups])
        judged = _judge(folder, max_triples)
    auc, shape_row, *baselines = judged
    counted = (
        GateRow("removed skills surviving", counts.surviving, 0, counts.surviving == 0, counts.first_surviving),
        GateRow("sampled skills missing", counts.missing, 0, counts.missing == 0, counts.first_missing),
    )
    rows = (auc, shape_row, *counted, *baselines)
    return GateReport(sum(group.rows for group in groups), rows, counts.shares, form_shares(forms))


# ------------------------------------------------------------------------------------------- classifiers


def _judge(folder: Path, max_triples: int) -> list[GateRow]:
    columns = ("job_description", "resume_matched", "resume_unmatched")
    rows = spread(triple_groups(folder, "train"), columns, max_triples)
    jobs, matched, unmatched = ([row[column] for row in rows] for column in columns)
    if len(rows) < MIN_TRIPLES:
        cue = f"too few triples to judge ({len(rows)}; {MIN_TRIPLES} are needed)"
        gated = [
            GateRow("resume-only AUC", None, MAX_AUC, None, cue),
            GateRow("shape-only pairwise accuracy", None, MAX_SHAPE, None, cue),
        ]
    else:
        auc, ngrams = resume_only(matched, unmatched)
        accuracy, feature = shape_only(matched, unmatched)
        gated = [
            GateRow("resume-only AUC", auc, MAX_AUC, auc <= MAX_AUC, ngrams),
            GateRow("shape-only pairwise accuracy", accuracy, MAX_SHAPE, accuracy <= MAX_SHAPE, feature),
        ]
    return gated + [GateRow(*rule, None, None, "") for rule in baselines(jobs, matched, unmatched)]


def _folds(triples: int):
    """(train, test) positions of triples: both resumes of a triple always fall into the same fold."""
    from sklearn.model_selection import KFold

    return KFold(FOLDS, shuffle=True, random_state=0).split(np.arange(triples))


def resume_only(matched: Sequence[str], unmatched: Sequence[str]) -> tuple[float, str]:
    """Out-of-fold AUC of a bag of words that sees single resumes and no job, and the n-grams that serve it most.

    Words and pairs of words by TF-IDF, logistic regression. The vocabulary knows no labels, so it is made once.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    pairs = len(matched)
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\w+", dtype=np.float32
    )
    texts = vectorizer.fit_transform([*matched, *unmatched])
    labels = np.repeat([1, 0], pairs)
    scores = np.empty(2 * pairs)
    model = LogisticRegression(C=10, solver="liblinear", dual=True, tol=1e-3, max_iter=1_000, random_state=0)
    for train, test in _folds(pairs):
        train, test = np.concatenate([train, train + pairs]), np.concatenate([test, test + pairs])
        scores[test] = model.fit(texts[train], labels[train]).decision_function(texts[test])
    weights = model.fit(texts, labels).coef_[0]
    gain = weights * np.asarray(texts[:pairs].mean(axis=0) - texts[pairs:].mean(axis=0)).ravel()
    names = vectorizer.get_feature_names_out()
    best = np.argsort(-gain, kind="stable")[:5]
    top = [f'"{names[i]}" ({"matched" if weights[i] > 0 else "unmatched"})' for i in best]
    return float(roc_auc_score(labels, scores)), "n-grams: " + ", ".join(top)


def shape_only(matched: Sequence[str], unmatched: Sequence[str]) -> tuple[float, str]:
    """How often shape alone tells which resume of a pair is the matched one, and the strongest single feature.

    The better of logistic regression and gradient boosting, out of fold: the limit is to hold against both. They
    learn from differences matched - unmatched and their mirror images, so neither can lean on the order.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    shapes = [shape(resume) for resume in (*matched, *unmatched)]
    values = np.array([list(features.values()) for features in shapes], dtype=np.float64)
    differences = values[: len(matched)] - values[len(matched) :]
    models = (
        make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1_000)),
        HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=8, min_samples_leaf=20, random_state=0),
    )
    accuracies = []
    # one thread: more of them wait for each other while other processes count, and cost ten times the time
    with threadpool_limits(1):
        for model in models:
            margins = np.empty(len(differences))
            for train, test in _folds(len(differences)):
                mirrored = np.concatenate([differences[train], -differences[train]])
                model.fit(mirrored, np.repeat([1, 0], len(train)))
                margins[test] = model.decision_function(differences[test]) - model.decision_function(-differences[test])
            accuracies.append(share_above(margins))
    singles = np.array([share_above(column) for column in differences.T])
    best = int(np.argmax(np.abs(singles - 0.5)))
    more = "matched" if singles[best] > 0.5 else "unmatched"
    name = list(shapes[0])[best]
    return max(accuracies), f"feature: {name} (more in {more}), alone {max(singles[best], 1 - singles[best]):.3f}"
