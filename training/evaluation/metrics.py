"""The paper's measures in plain functions, each with its definition, its table and what it hides.

    scores = score("extraction", answers, rows)      # answers: dicts as rjdb.parse gives them, or None
    scores.value("resume skills F1 fuzzy")           # 0-100
    scores.counts                                    # {"rows": 900, "unparsed": 3, "missing": 0}

Every measure is a ratio of two sums over rows (a mean has ones below), so `intervals` can resample all of them alike.
An answer that cannot be read is scored as an empty one and counted as `unparsed`: a low figure is never silent
about it. The paper gives no formulas: these are the most plausible reading of its words, and on the original release
they put simple baselines where independent measurements put them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .matchers import MATCHERS, Forms, alike, matched_experiences, matched_names, pairs

# Measure -> (share above the line, share below it) of one row; (0, 0) leaves the row out.
Ratios = dict[str, tuple[float, float]]

TASKS = ("matching", "explanation", "extraction", "editing")


@dataclass(frozen=True)
class Scores:
    """`above` and `below` are rows x measures. `counts`: rows, and answers that are unparsed or missing."""

    names: tuple[str, ...]
    above: np.ndarray
    below: np.ndarray
    counts: dict[str, int]

    def value(self, name: str) -> float | None:
        """0-100, or None where no row has anything to measure."""
        at = self.names.index(name)
        below = self.below[:, at].sum()
        return None if below == 0 else float(100 * self.above[:, at].sum() / below)

    def rows(self, name: str) -> int:
        """Rows that the measure is taken over."""
        return int((self.below[:, self.names.index(name)] > 0).sum())

    def values(self) -> dict[str, float | None]:
        return {name: self.value(name) for name in self.names}


# ------------------------------------------------------------------------------------------- matching, Table 5


def matching(answer: dict, row: dict, forms: Forms) -> Ratios:
    """Accuracy and F1 of "match" (Tables 5 and 8). Always "match" has F1 66.7 on balanced pairs, so read accuracy too.

    A label that is neither 0 nor 1 is wrong, and no false positive.
    """
    said, gold = answer.get("label"), row["label"]
    hit = said == gold == 1
    return {
        "accuracy": (said == gold, 1),
        "F1": (2 * hit, (said == 1) + (gold == 1)),
        "recall": (hit, gold == 1),
        "precision": (hit, said == 1),
    }


# ------------------------------------------------------------------------------------------- explanation, Table 5


def _stated(listed: Sequence[str], gold: Sequence[str], strict: bool, forms: Forms) -> np.ndarray:
    """Which listed items (rows) state which gold names: by its stems in a row (strict), or fuzzily, in any order."""
    items, names = [f" {forms.stems(item)} " for item in listed], [f" {forms.stems(name)} " for name in gold]
    stated = np.array([[name in item for name in names] for item in items], dtype=bool).reshape(len(items), len(names))
    return stated if strict else stated | alike(listed, gold, forms)


def _found_skills(listed: Sequence[str], gold: Sequence[str], strict: bool, forms: Forms) -> int:
    return pairs(_stated(listed, gold, strict, forms))


def _found_jobs(listed: Sequence[dict], gold: Sequence[dict], strict: bool, forms: Forms) -> int:
    """The same for jobs by their titles; strict wants the number of years too."""
    allowed = _stated([job["title"] for job in listed], [job["title"] for job in gold], strict, forms)
    if strict:
        years = np.array([[a.get("years") == b["years"] for b in gold] for a in listed], dtype=bool)
        allowed = allowed & years.reshape(allowed.shape)
    return pairs(allowed)


def explanation(answer: dict, row: dict, forms: Forms) -> Ratios:
    """Share of the modifications that an answer finds (recall, the paper's "Acc", Table 5), and what it costs.

    A modification is a removed skill or the job that was shortened, dropped or replaced; pooled over unmatched rows.
    Recall alone is won by listing everything, so precision (listed items that hit) and F1 stand beside it, and
    `false alarms`: matched resumes in which anything was found missing.
    """
    skills, jobs = answer.get("skills") or [], answer.get("experiences") or []
    listed, wanted = len(skills) + len(jobs), len(row["skills"]) + len(row["experiences"])
    ratios: Ratios = {"verdict accuracy": (answer.get("label") == row["label"], 1)}
    negative = row["label"] == 0
    for name, strict in (("strict", True), ("lenient", False)):
        found_skills = _found_skills(skills, row["skills"], strict, forms) if negative else 0
        found_jobs = _found_jobs(jobs, row["experiences"], strict, forms) if negative else 0
        found = found_skills + found_jobs
        ratios[f"recall {name}"] = (found, wanted * negative)
        ratios[f"precision {name}"] = (found, listed * negative)
        ratios[f"F1 {name}"] = (2 * found, (listed + wanted) * negative)
        ratios[f"skills recall {name}"] = (found_skills, len(row["skills"]) * negative)
        ratios[f"experience recall {name}"] = (found_jobs, len(row["experiences"]) * negative)
    # in the paper's form a match lists what it shares
    silent = not negative and not wanted
    ratios["false alarms"] = (listed > 0 and silent, silent)
    return ratios


# ------------------------------------------------------------------------------------------- extraction, Tables 6, 9

DOCUMENTS = {"job description": "JD", "resume": "resume"}


def extraction(answer: dict, row: dict, forms: Forms) -> Ratios:
    """Recall (most plausibly the paper's "Acc"), precision and F1 of skills and of jobs (Table 6), means over rows.

    Jobs need their dates too. `set` is the share of rows where everything was found and nothing else listed. Rows
    without gold have no recall; listing something there is a precision and F1 of 0, listing nothing an F1 of 100.
    """
    ratios: Ratios = {}
    for document in DOCUMENTS.values():
        here = DOCUMENTS[row["document_type"]] == document
        for field, matched in (("skills", matched_names), ("experiences", matched_experiences)):
            listed, gold = answer.get(field) or [], row[field]
            for matcher in MATCHERS:
                hits = matched(listed, gold, matcher, forms) if here else 0
                name = f"{document} {field.removesuffix('s') if field != 'skills' else field}"
                f1 = 2 * hits / (len(listed) + len(gold)) if listed or gold else 1.0
                ratios[f"{name} recall {matcher}"] = (hits / max(len(gold), 1), here and len(gold) > 0)
                ratios[f"{name} precision {matcher}"] = (hits / max(len(listed), 1), here and bool(listed or gold))
                ratios[f"{name} F1 {matcher}"] = (f1 * here, here)
                ratios[f"{name} set {matcher}"] = (here and hits == len(gold) == len(listed), here)
    return ratios


# ------------------------------------------------------------------------------------------- editing, Table 7


def _ngrams(tokens: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return list(zip(*(tokens[i:] for i in range(n))))


def _f1(hits: float, listed: float, gold: float) -> float:
    return 2 * hits / (listed + gold) if hits else 0.0


def added(source: Sequence[str], output: Sequence[str], target: Sequence[str]) -> tuple[float, bool]:
    """F_add (Table 7): F1 of the sets of bigrams that output and target have beyond the source; False without gold."""
    old = set(_ngrams(source, 2))
    new, gold = set(_ngrams(output, 2)) - old, set(_ngrams(target, 2)) - old
    return _f1(len(new & gold), len(new), len(gold)), bool(gold)


def sari(source: Sequence[str], output: Sequence[str], target: Sequence[str]) -> float:
    """SARI (Xu et al. 2016) of one reference: F1 of n-grams kept and added, precision of those deleted, n = 1-4."""
    parts = []
    for n in (1, 2, 3, 4):
        old, new, gold = (Counter(_ngrams(tokens, n)) for tokens in (source, output, target))
        kept, keep = old & new, old & gold
        add, gone = set(new) - set(old), old - new
        parts += [
            _f1((kept & keep).total(), kept.total(), keep.total()) if kept or keep else 1.0,
            _f1(len(add & set(gold)), len(add), len(set(gold) - set(old))) if add or set(gold) - set(old) else 1.0,
            (gone & (old - gold)).total() / gone.total() if gone else float(not (old - gold)),
        ]
    return sum(parts) / len(parts)


def editing(answer: dict, row: dict, forms: Forms) -> Ratios:
    """ROUGE-2 (unstemmed F1), F_add, SARI and the share of copies, by section (Table 7); means over rows.

    The source is the whole unmatched resume. Copying its section reaches ROUGE-2 38 and 48 on the original release,
    above both published editors, with an F_add of 0 and `copied` 100: a text that adds no bigram of its own.
    """
    from rouge_score.tokenize import tokenize  # brings all of nltk, a second that other tasks need not wait for

    output, target, source = answer.get("target") or "", row["target"], row["resume"]
    old, new, gold = (tokenize(text, None) for text in (source, output, target))
    ratios: Ratios = {}
    for section in ("skills", "experience"):
        here = row["section"] == section
        f_add, has_gold = added(old, new, gold) if here else (0.0, False)
        copied = here and bool(new) and set(_ngrams(new, 2)) <= set(_ngrams(old, 2))
        rouge = _rouge().score(target, output)["rouge2"].fmeasure if here and new else 0.0
        ratios |= {
            f"{section} ROUGE-2": (rouge, here),
            f"{section} F_add": (f_add, has_gold),
            f"{section} SARI": (sari(old, new, gold) if here and new else 0.0, here),
            f"{section} copied": (copied, here),
        }
    return ratios


@cache
def _rouge() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge2"], use_stemmer=False)


# ------------------------------------------------------------------------------------------- all tasks

ROW_RATIOS: dict[str, Callable[[dict, dict, Forms], Ratios]] = {
    "matching": matching,
    "explanation": explanation,
    "extraction": extraction,
    "editing": editing,
}


def unparsed(task: str, answer: dict | None) -> bool:
    """Whether an answer holds nothing that the task asks for: None, no verdict, no list, no text."""
    if not isinstance(answer, dict):
        return True
    if task in ("matching", "explanation"):
        return answer.get("label") not in (0, 1)
    if task == "extraction":
        return not answer.get("skills") and not answer.get("experiences")
    return not (answer.get("target") or "").strip()


def score(task: str, answers: Iterable[dict | None], rows: Sequence[dict], forms: Forms | None = None) -> Scores:
    """All measures of a task. Answers go with rows by position; those that are not there at the end are `missing`.

    `forms` of an evaluation that scores the same rows again need not be worked out again.

    Raises:
        ValueError: unknown task, no rows, or more answers than rows, which says that they do not belong together.
    """
    if task not in ROW_RATIOS:
        raise ValueError(f"unknown task {task!r}; the tasks are {', '.join(TASKS)}")
    if not rows:
        raise ValueError(f"no {task} rows to score")
    answers = list(answers)
    if len(answers) > len(rows):
        raise ValueError(f"{len(answers):,} {task} answers for {len(rows):,} rows; give one answer for each row")
    padded = [*answers, *[None] * (len(rows) - len(answers))]
    counts = {
        "rows": len(rows),
        "unparsed": sum(unparsed(task, answer) for answer in answers),
        "missing": len(rows) - len(answers),
    }
    forms, measure = forms or Forms(), ROW_RATIOS[task]
    ratios = [measure(answer if isinstance(answer, dict) else {}, row, forms) for answer, row in zip(padded, rows)]
    table = np.array([list(row.values()) for row in ratios], dtype=np.float64)
    return Scores(tuple(ratios[0]), table[..., 0], table[..., 1], counts)
