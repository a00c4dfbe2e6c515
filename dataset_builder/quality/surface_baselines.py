"""Baselines of matching that see both documents and read neither: overlap of words, arithmetic of years, length.

Shown next to the gate, never gated: a benchmark of reading cannot be blind to what the documents say.
"""

import re
from collections.abc import Sequence

import numpy as np

from dataset_builder.quality.triple_checks import NUMBER_WORDS

_ASKED = re.compile(rf"\b(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\+?(?: \(\d+\))?\+?[\s-]{{0,2}}(?:years?|yrs?)\b", re.I)
_HELD = re.compile(r"\b((?:19|20)\d\d)\b[^\d\n]{1,20}\b((?:19|20)\d\d)\b")


def share_above(margins: np.ndarray) -> float:
    """Share of pairs decided for the matched resume by matched minus unmatched; a tie counts half."""
    return float(np.mean((margins > 0) + 0.5 * (margins == 0)))


def years_asked(job_description: str) -> int:
    """Sum of the years it names."""
    numbers = (match[1].lower() for match in _ASKED.finditer(job_description))
    return sum(NUMBER_WORDS.index(number) if number in NUMBER_WORDS else int(number) for number in numbers)


def years_held(resume: str) -> int:
    """Sum of its spans of years."""
    return sum(max(int(end) - int(start), 0) for start, end in _HELD.findall(resume))


def overlap(job_description: str, resume: str) -> float:
    """Share of the job's distinct words that the resume holds."""
    asked = set(re.findall(r"\w+", job_description.lower()))
    return len(asked & set(re.findall(r"\w+", resume.lower()))) / max(len(asked), 1)


def baselines(jobs: Sequence[str], matched: Sequence[str], unmatched: Sequence[str]) -> list[tuple[str, float]]:
    """(name, value) of each rule, over pairs of resumes and over single ones.

    Single ones need a threshold; it is the best on every second triple and judged on the others.
    """
    rules = {
        "overlap rule": overlap,
        "year rule": lambda job, resume: years_held(resume) - years_asked(job),
        "longer resume": lambda job, resume: len(resume.split()),
    }
    rows = []
    for name, rule in rules.items():
        high = np.array([rule(*pair) for pair in zip(jobs, matched)], dtype=float)
        low = np.array([rule(*pair) for pair in zip(jobs, unmatched)], dtype=float)
        rows.append((f"{name}, pairwise", share_above(high - low)))
        if name != "longer resume" and len(jobs) > 1:
            rows.append((f"{name}, accuracy", _threshold_accuracy(high, low)))
    return rows


def _threshold_accuracy(high: np.ndarray, low: np.ndarray) -> float:
    """Accuracy of `score >= threshold` on the odd triples, the threshold being the best on the even ones."""

    def accuracy(threshold: float, part: slice) -> float:
        return float((np.mean(high[part] >= threshold) + np.mean(low[part] < threshold)) / 2)

    thresholds = np.unique(np.concatenate([high[::2], low[::2]]))
    best = max(thresholds, key=lambda threshold: accuracy(threshold, slice(0, None, 2)))
    return accuracy(best, slice(1, None, 2))
