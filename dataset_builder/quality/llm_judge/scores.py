"""Scores summed up: mean and interval by document type and criterion, what was no score, and the table of Figure 2.

Intervals are percentiles of a bootstrap over triples, because the documents of a triple share its facts.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from tabulate import tabulate

from dataset_builder.llm.pricing import Price
from dataset_builder.quality.llm_judge.geval import CRITERIA, DOCUMENTS, TYPES, Item, Score

RESAMPLES = 2_000


@dataclass
class JudgedDataset:
    """One dataset, who wrote it and how, and the scores of its documents."""

    name: str
    recipe: str
    model: str
    granularity: str
    triples: int
    items: list[Item]
    scores: list[Score] = field(default_factory=list)


@dataclass(frozen=True)
class Summary:
    """`judge` is the model that scored."""

    judge: str
    prompts: str
    datasets: list[JudgedDataset]
    price: Price | None = None

    def text(self) -> str:
        return render(self)


@dataclass(frozen=True)
class Cell:
    """A mean score from 1 to 5 with its 95 % interval; None where no document got a score."""

    mean: float | None
    low: float | None
    high: float | None
    # Those with a score.
    documents: int
    unscored: int

    def text(self) -> str:
        if self.mean is None:
            return "none"
        return f"{self.mean:.2f}" + ("" if self.low is None else f" [{self.low:.2f}, {self.high:.2f}]")


def cell(scores: list[Score], kind: str, criterion: str) -> Cell:
    """`kind`: job or resume; both resumes of a triple count as resumes."""
    chosen = [s for s in scores if DOCUMENTS[s.item.document] == kind and s.item.criterion == criterion]
    values: dict[str, list[float]] = {}
    for score in chosen:
        if score.value is not None:
            values.setdefault(score.item.facts.id, []).append(score.value)
    number = sum(map(len, values.values()))
    if not number:
        return Cell(None, None, None, 0, len(chosen))
    sums = np.array([sum(of_triple) for of_triple in values.values()])
    counts = np.array([len(of_triple) for of_triple in values.values()])
    low, high = ratio_interval(sums, counts)
    return Cell(float(sums.sum() / counts.sum()), low, high, number, len(chosen) - number)


def ratio_interval(sums: np.ndarray, counts: np.ndarray) -> tuple[float | None, float | None]:
    """The 95 % interval of sum/count over groups that are drawn whole; (None, None) for a single group.

    scipy's bootstrap serves a single ratio; `training.evaluation.intervals` has the same draws for many measures.
    """
    if len(sums) < 2:
        return None, None
    from scipy.stats import bootstrap

    found = bootstrap(
        (sums, counts),
        lambda above, below, axis=-1: above.sum(axis=axis) / below.sum(axis=axis),
        paired=True,
        n_resamples=RESAMPLES,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return float(found.low), float(found.high)


def columns() -> list[tuple[str, str]]:
    """(kind, criterion) in the order of the table."""
    return [(kind, criterion) for kind in TYPES for criterion in CRITERIA]


def render(summary: Summary) -> str:
    """The table in GitHub's Markdown, and what is to be known to read it."""
    headers = ["dataset", "recipe", "teacher", "written", *(f"{TYPES[k]}, {c}" for k, c in columns()), "no score"]
    rows = [
        [
            one.name,
            one.recipe,
            one.model,
            one.granularity,
            *(cell(one.scores, *c).text() for c in columns()),
            _share(one),
        ]
        for one in summary.datasets
    ]
    table = tabulate(rows, headers, "github", disable_numparse=True)
    triples = sorted({one.triples for one in summary.datasets})
    number = f"{triples[0]:,}" if len(triples) == 1 else f"{triples[0]:,} to {triples[-1]:,}"
    notes = [f"G-eval, 1 to 5, judged by {summary.judge} on {number} triples a dataset; 95 % intervals over triples"]
    return "\n\n".join(
        [*notes, table, "\n".join([*_methods(summary), *_reasons(summary), *_warnings(summary), _usage(summary)])]
    )


def _share(one: JudgedDataset) -> str:
    return f"{sum(score.value is None for score in one.scores):,} of {len(one.scores):,}"


def _methods(summary: Summary) -> list[str]:
    every = [score for one in summary.datasets for score in one.scores]
    direct = [score for score in every if score.method == "probabilities"]
    lines = []
    if direct:
        mass = [score.mass for score in direct if score.mass is not None]
        part = f", {100 * np.mean(mass):.1f} % of the probability on the five scores" if mass else ""
        lines.append(f"{len(direct):,} of {len(every):,} scores from token probabilities{part}")
    if sampled := [score for score in every if score.method == "samples"]:
        readings = np.mean([len(score.readings) for score in sampled])
        lines.append(
            f"{len(sampled):,} of {len(every):,} scores from answers at temperature 1, {readings:.1f} a score on average, "
            "where the server returned no token probabilities"
        )
    return lines


def reasons(datasets: list[JudgedDataset]) -> Counter[str]:
    """Answers that were no score, by reason."""
    return Counter(reason for one in datasets for score in one.scores for reason in score.reasons)


def _reasons(summary: Summary) -> list[str]:
    found = reasons(summary.datasets)
    listed = "; ".join(f"{reason} ({times:,})" for reason, times in found.most_common())
    return [f"{found.total():,} answers were no score: {listed}"] if found else []


def _warnings(summary: Summary) -> list[str]:
    own = [one.name for one in summary.datasets if one.model == summary.judge]
    return [f"the judge wrote {', '.join(own)} itself; G-eval is known to favour its own text"] if own else []


def usage(summary: Summary) -> dict:
    """What all answers took, those of earlier runs too; a stored answer that two datasets share counts once."""
    answers = {a.address: a for one in summary.datasets for score in one.scores for a in score.answers}.values()
    price = summary.price
    return {
        "answers": len(answers),
        "prompt_tokens": sum(a.prompt_tokens for a in answers),
        "completion_tokens": sum(a.completion_tokens for a in answers),
        "usd": round(sum(price.usd(a.prompt_tokens, a.completion_tokens, a.batch) for a in answers), 6)
        if price
        else None,
    }


def _usage(summary: Summary) -> str:
    used = usage(summary)
    dollars = "" if used["usd"] is None else f", {used['usd']:.4f} USD"
    return f"{used['answers']:,} answers, {used['prompt_tokens'] + used['completion_tokens']:,} tokens{dollars}"


def as_json(summary: Summary) -> dict:
    datasets = [
        {
            "name": one.name,
            "recipe": one.recipe,
            "teacher": one.model,
            "granularity": one.granularity,
            "triples": one.triples,
            "cells": {f"{TYPES[k]}, {c}": vars(cell(one.scores, k, c)) for k, c in columns()},
            "reasons": dict(reasons([one])),
        }
        for one in summary.datasets
    ]
    return {"judge": summary.judge, "prompts": summary.prompts, "usage": usage(summary), "datasets": datasets}
