"""How good assessments are, by code of its own: the rewards of training are not asked.

    table = measure(judgements, rows)                  # {"parses": 100.0, "verdict accuracy": 93.1, …}
    table = intervals(judgements, rows)                # (value, low, high) of each, 95 %, bootstrap over triples

In percent, but for fit MAE, Brier and ECE. What has no answer has no verdict: it is counted in `parses`, and as wrong wherever a
verdict, a criterion, a line or a number of months is asked for. A measure that a set of rows cannot have is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from dataset_builder.assessment.answer import is_met
from dataset_builder.text.requirement_status import Status
from training.assessor.judgement import Judgement
from training.data.row_ids import triple_of

RESAMPLES, BINS = 500, 10


@dataclass(frozen=True)
class _Counts:
    """Sums of one row; every measure but ECE is made of sums over rows."""

    rows: float = 0
    answered: float = 0
    right: float = 0
    match: float = 0
    match_right: float = 0
    selected: float = 0
    met: float = 0
    met_right: float = 0
    unmet: float = 0
    unmet_right: float = 0
    status_right: float = 0
    cited: float = 0
    cited_right: float = 0
    shown: float = 0
    shown_right: float = 0
    short: float = 0
    short_exact: float = 0
    fits: float = 0
    fit_error: float = 0
    stated: float = 0
    squares: float = 0


NAMES = tuple(field.name for field in fields(_Counts))
# What a system that gives a verdict alone has no figure for.
OF_ANSWERS = ("criteria balanced accuracy", "status accuracy", "evidence precision", "evidence recall", "years exact")
MEASURES = (
    "parses", "verdict accuracy", "verdict balanced accuracy", "precision of SELECTED", "recall of SELECTED", *OF_ANSWERS,
    "fit MAE", "Brier", "ECE",
)  # fmt: skip


def measure(judgements: Sequence[Judgement], rows: Sequence[dict]) -> dict[str, float | None]:
    """Every measure over the rows."""
    counts = [_counts(*pair) for pair in zip(judgements, rows, strict=True)]
    table = _table(np.array([[getattr(one, name) for name in NAMES] for one in counts]).sum(axis=0))
    table["ECE"] = _calibration_error(judgements, rows)
    if not any(one.answer is not None for one in judgements) and any(one.label is not None for one in judgements):
        table |= dict.fromkeys(OF_ANSWERS)
    return table


def intervals(
    judgements: Sequence[Judgement], rows: Sequence[dict], resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, tuple[float, float, float] | None]:
    """(value, low, high) of each measure: resampled are triples, since a triple's rows are alike."""
    whole = measure(judgements, rows)
    counts = np.array(
        [[getattr(_counts(*pair), name) for name in NAMES] for pair in zip(judgements, rows, strict=True)]
    )
    groups: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        group = row["id"] if row["variant"] == "handwritten" else triple_of(row["id"])
        groups.setdefault(group, []).append(at)
    sums = np.array([counts[members].sum(axis=0) for members in groups.values()])
    draws = np.random.default_rng(seed).integers(0, len(sums), (resamples, len(sums)))
    tables = [_table(sums[draw].sum(axis=0)) for draw in draws]
    found: dict[str, tuple[float, float, float] | None] = {}
    for name, value in whole.items():
        drawn = [table[name] for table in tables if table.get(name) is not None]
        if value is None:
            found[name] = None
        elif not drawn:
            found[name] = (value, value, value)
        else:
            found[name] = (value, *map(float, np.quantile(np.array(drawn, dtype=float), (0.025, 0.975))))
    return found


def _counts(judgement: Judgement, row: dict) -> _Counts:
    label, gold_fit = row["label"], row.get("fit")
    right = float(judgement.label == label)
    of_verdict = {
        "rows": 1,
        "answered": float(judgement.label is not None),
        "right": right,
        "match": float(label == 1),
        "match_right": right * (label == 1),
        "selected": float(judgement.label == 1),
    }
    if judgement.fit is not None and gold_fit is not None:
        of_verdict |= {"fits": 1, "fit_error": abs(judgement.fit - gold_fit)}
    if judgement.probability is not None:
        of_verdict |= {"stated": 1, "squares": (judgement.probability - right) ** 2}
    return _Counts(**of_verdict, **_of_answer(judgement, row))


def _of_answer(judgement: Judgement, row: dict) -> dict[str, float]:
    found = dict.fromkeys(
        ("met", "met_right", "unmet", "unmet_right", "status_right", "cited", "cited_right", "shown", "shown_right", "short",
         "short_exact"), 0.0)  # fmt: skip
    lines = frozenset(row["line_numbers"])
    said = judgement.answer.first if judgement.answer else {}
    for number, gold in enumerate(row["requirements"], start=1):
        if gold["status"] is None:  # of a pair that has a label alone
            continue
        one, shown = said.get(number), set(gold["lines"])
        met = is_met(one, lines)
        kind = "met" if gold["status"] == Status.MET else "unmet"
        found[kind] += 1
        found[f"{kind}_right"] += float(one is not None and met is (kind == "met"))
        found["status_right"] += float(one is not None and one.status == gold["status"])
        cited = set(one.lines) if one else set()
        found["cited"] += len(cited)
        found["cited_right"] += len(cited & shown)
        found["shown"] += len(shown)
        found["shown_right"] += len(cited & shown)
        if gold["status"] == Status.TOO_SHORT and gold["months_held"] is not None:
            found["short"] += 1
            # "Sep 2010 to Sep 2012" is 24 months or 25, as one counts
            months = one.months if one is not None and one.status is Status.TOO_SHORT else None
            exact = months is not None and abs(months - gold["months_held"]) <= 1
            found["short_exact"] += float(exact)
    return found


def _share(part: float, whole: float) -> float | None:
    return None if not whole else float(100 * part / whole)


def _mean(*shares: float | None) -> float | None:
    known = [share for share in shares if share is not None]
    return sum(known) / len(known) if known else None


def _table(sums: np.ndarray) -> dict[str, float | None]:
    c = dict(zip(NAMES, map(float, sums)))
    no_match, no_match_right = c["rows"] - c["match"], c["right"] - c["match_right"]
    statuses = c["met"] + c["unmet"]
    return {
        "parses": _share(c["answered"], c["rows"]),
        "verdict accuracy": _share(c["right"], c["rows"]),
        "verdict balanced accuracy": _mean(_share(c["match_right"], c["match"]), _share(no_match_right, no_match)),
        "precision of SELECTED": _share(c["match_right"], c["selected"]),
        "recall of SELECTED": _share(c["match_right"], c["match"]),
        "criteria balanced accuracy": _mean(_share(c["met_right"], c["met"]), _share(c["unmet_right"], c["unmet"])),
        "status accuracy": _share(c["status_right"], statuses),
        "evidence precision": _share(c["cited_right"], c["cited"]),
        "evidence recall": _share(c["shown_right"], c["shown"]),
        "years exact": _share(c["short_exact"], c["short"]),
        "fit MAE": c["fit_error"] / c["fits"] if c["fits"] else None,
        "Brier": c["squares"] / c["stated"] if c["stated"] else None,
    }


def _calibration_error(judgements: Sequence[Judgement], rows: Sequence[dict]) -> float | None:
    """ECE over ten bins of the stated probability that the verdict is right."""
    stated = [
        (one.probability, float(one.label == row["label"]))
        for one, row in zip(judgements, rows, strict=True)
        if one.probability is not None
    ]
    if not stated:
        return None
    probabilities, right = np.array(stated).T
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(probabilities[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean()
            for at in set(bins.tolist())
        )
    )


def gold_score(table: dict[str, float | None]) -> float:
    """The one number by which a checkpoint is kept: criteria, evidence (F1) and verdict in equal parts, 0 to 100."""
    precision, recall = table["evidence precision"] or 0.0, table["evidence recall"] or 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return ((table["criteria balanced accuracy"] or 0.0) + f1 + (table["verdict balanced accuracy"] or 0.0)) / 3
