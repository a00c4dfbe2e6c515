"""Sets the thresholds of the rules on training rows; `best_threshold` also sets those of baselines.

Names and thresholds come from the same rows, and a rule that has seen a row's names reads it better than any row to
come. So thresholds are cross-fitted: each half of the triples is read with the names of the other half.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import get_args

import numpy as np

from training.data.row_ids import triple_of
from training.evaluation.metrics import score
from training.rules.gazetteer import Gazetteer, Lookup, Names
from training.rules.judging import label_of
from training.rules.reading import Reader
from training.rules.requirements import Unit, check_jobs
from training.rules.rule_system import Rules, skill_gap
from training.systems.row_adapter import answer_of

# Rows a task that thresholds are set on; more move them by less than they are worth.
FIT_ROWS = 1_000
# Pairs that tell whether thresholds or requirements decide: reading them costs most.
DECIDE_ROWS = 200
# Accuracy that an option other than the default must gain, or a few hundred rows would decide by chance.
_WORTH = 0.01
SAME_JOBS = (55.0, 45.0, 65.0, 75.0, 85.0)
_SHOWN = (0.0, 0.34, 0.5, 0.67, 0.85)
# The gap of a pair whose jobs fail: above any gap of skills, which is at most 2.
_FAILED = 9.0
_LISTED = (0.5, 0.0, 0.34, 0.67, 0.85)


def fit_rules(rows: Callable[[str], Sequence[dict]], names: Names | None = None) -> Rules:
    """Rules with names and thresholds from training rows; `rows(task)` gives a task's, some may be empty."""
    documents, reader = [*rows("extraction")], Reader()
    halves = ([row for row in documents if _half(row) != half] for half in (0, 1))
    others = tuple(_lookup(half, names, reader) for half in halves)
    rules = Rules(_lookup(documents, names, reader))
    rules = replace(rules, full_titles=_keeps_full_titles(documents, reader))
    pairs, explained = rows("matching")[:FIT_ROWS], rows("explanation")[:FIT_ROWS]
    if len({row["label"] for row in pairs}) == 2:
        rules = _fit_verdict(rules, others, pairs)
    if any(row["skills"] for row in explained):
        rules = replace(rules, most_skills=max(len(row["skills"]) for row in explained))
        rules = replace(rules, listed=_best_listed(rules, others, explained))
    return rules


def _keeps_full_titles(documents: Sequence[dict], reader: Reader) -> bool:
    """Whether more titles of the training rows are as their whole line says than as the job alone is called."""
    full = bare = 0
    for row in documents[:FIT_ROWS]:
        if row["document_type"] != "resume":
            continue
        gold = {reader.forms.stems(job["title"]) for job in row["experiences"]}
        for job in reader.resume(row["document"]).jobs:
            if job.full_title != job.title:
                full += reader.forms.stems(job.full_title) in gold
                bare += reader.forms.stems(job.title) in gold
    return full > bare


def _lookup(documents: Sequence[dict], names: Names | None, reader: Reader) -> Lookup:
    skills = [name for row in documents for name in row["skills"]]
    titles = [job["title"] for row in documents for job in row["experiences"]]
    return Lookup(Gazetteer.of(names, skills, titles, reader.forms), reader)


def _half(row: dict) -> int:
    """0 or 1, the same for all rows of a triple."""
    return zlib.crc32(triple_of(row["id"]).encode()) % 2


def _fit_verdict(rules: Rules, others: tuple[Lookup, Lookup], pairs: Sequence[dict]) -> Rules:
    """The thresholds that decide most pairs rightly: first those of jobs alone, then those of skills."""
    labels = np.array([row["label"] for row in pairs], dtype=bool)
    readers = [replace(rules, lookup=other) for other in others]
    verdicts = [readers[_half(row)].verdict(row["job_description"], row["resume"]) for row in pairs]
    read = rules.reader

    def fails(same_job: float) -> np.ndarray:
        if same_job == rules.same_job:
            return np.array([any(check.failed for check in verdict.jobs) for verdict in verdicts])
        checks = (
            check_jobs(read.job(row["job_description"]), read.resume(row["resume"]), others[_half(row)], same_job)
            for row in pairs
        )
        return np.array([any(check.failed for check in jobs) for jobs in checks])

    failed = {same_job: fails(same_job) for same_job in SAME_JOBS}
    same_job = _first_best({limit: float(np.mean(~fails == labels)) for limit, fails in failed.items()})
    limits, accuracies = {}, {}
    for option in product(get_args(Unit), _SHOWN, (True, False)):
        gaps = np.array([skill_gap(verdict.skills, verdict.items, *option) for verdict in verdicts])
        candidates = np.append(np.unique(gaps), _FAILED)
        gaps = np.where(failed[same_job], _FAILED, gaps)  # no limit lets a pair pass whose jobs fail
        limits[option], accuracies[option] = best_threshold(gaps, ~labels, candidates)
    unit, shown, count_items = option = _first_best(accuracies)
    rules = replace(rules, same_job=same_job, unit=unit, shown=shown, count_items=count_items, most_gap=limits[option])
    judged = [rules.judged(row["job_description"], row["resume"]) for row in pairs[:DECIDE_ROWS]]
    by_requirements = float(np.mean([label_of(one) == row["label"] for one, row in zip(judged, pairs)]))
    return replace(rules, decide="gap" if accuracies[option] >= by_requirements else "requirements")


def _first_best(values: dict):
    """The first option, or a later one that is better by `_WORTH` than the best before it."""
    best, *others = values
    for option in others:
        if values[option] >= values[best] + _WORTH:
            best = option
    return best


def best_threshold(
    values: Sequence[float], labels: Sequence[int], candidates: Sequence[float] | None = None
) -> tuple[float, float]:
    """(t, accuracy) of the threshold t with the best accuracy, where `value >= t` means label 1; the middle of several.

    `candidates`: ascending, by default the values.
    """
    values, labels = np.asarray(values, dtype=float), np.asarray(labels, dtype=bool)
    candidates = np.unique(values) if candidates is None else np.asarray(candidates)
    positives, negatives = np.sort(values[labels]), np.sort(values[~labels])
    right = len(positives) - np.searchsorted(positives, candidates) + np.searchsorted(negatives, candidates)
    best = candidates[right == right.max()]
    return float(best[len(best) // 2]), float(right.max() / len(values))


def _best_listed(rules: Rules, others: tuple[Lookup, Lookup], rows: Sequence[dict]) -> float:
    """The share of shown words up to which naming a skill as missing serves the F1 of explanations best."""
    readers = [replace(rules, lookup=other) for other in others]
    verdicts = [readers[_half(row)].verdict(row["job_description"], row["resume"]) for row in rows]

    def f1(listed: float) -> float:
        tried = replace(rules, listed=listed)
        answers = [answer_of(tried.explanation(verdict)) for verdict in verdicts]
        return (score("explanation", answers, rows, rules.reader.forms).value("F1 strict") or 0.0) / 100

    return _first_best({listed: f1(listed) for listed in _LISTED})
