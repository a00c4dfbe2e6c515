"""Where a system fails, as a Markdown page: error by kind of row, edit, category, style and length; the worst rows.

Written by `python -m training.evaluate … --errors`. An error is 1 minus the task's measure of a row: accuracy,
F1 of missing things, F1 of skills and jobs (stems), or ROUGE-2. Facts come from the dataset's `triples`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tabulate import tabulate

import rjdb
from dataset_builder.storage.files import replacing
from dataset_builder.text.sections import bullet_lines, items, sections
from training.data.row_ids import row_kind, triple_of
from training.evaluation.metrics import Scores

WORST = 20
_FEWEST = 3
# Characters of a document on the page.
_SHOWN = 2_500
_MEASURES = {
    "matching": ("accuracy",),
    "explanation": ("F1 strict",),
    "extraction": tuple(f"{d} {f} F1 stems" for d in ("JD", "resume") for f in ("skills", "experience")),
    "editing": ("skills ROUGE-2", "experience ROUGE-2"),
}
_COLUMNS = {
    "matching": ("job_description", "resume"),
    "explanation": ("job_description", "resume"),
    "extraction": ("document",),
    "editing": ("resume", "target"),
}


def row_errors(task: str, scores: Scores) -> np.ndarray:
    """0-1 a row: 1 minus the mean of what the task measures on it. A row without gold that got an answer is 1."""
    at = [scores.names.index(name) for name in _MEASURES[task]]
    above, below = scores.above[:, at], scores.below[:, at]
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(below > 0, above / below, np.nan)
    measured = np.isfinite(values)
    right = np.where(measured, values, 0).sum(axis=1) / np.maximum(measured.sum(axis=1), 1)
    errors = np.where(measured.any(axis=1), 1 - right, 0.0)
    if task == "explanation":  # matched resumes have no modification to find, but may get a wrong one
        alarms = scores.names.index("false alarms")
        errors = np.where(scores.below[:, alarms] > 0, scores.above[:, alarms], errors)
    return errors


def style(document: str) -> dict[str, str]:
    """How a document is written: its headers, the bullets of its skills, and how long a skill is."""
    found = [section for section in sections(document or "") if section.header]
    header = found[0].header if found else ""
    kinds = (
        ("#", header.startswith("#")),
        ("bold", header.startswith("**")),
        ("X:", header.endswith(":")),
        ("plain", bool(header)),
    )
    body = next((section.body for section in found if section.name == "skills"), "")
    bullets = [bullet.strip() for bullet, _ in bullet_lines(body) if bullet]
    words = np.mean([len(item.split()) for item in items(body)] or [0])
    return {
        "headers": next((kind for kind, holds in kinds if holds), "none"),
        "bullets": ("1." if bullets[0][:1].isdigit() else bullets[0][:1]) if bullets else "none",
        "wording of skills": "none" if not body else "names" if words <= 3 else "phrases" if words <= 10 else "prose",
    }


def _length(document: str) -> str:
    words = len((document or "").split())
    return next((f"up to {limit} words" for limit in (75, 100, 150, 200, 300) if words <= limit), "over 300 words")


def groups_of(row: dict, triple: dict | None) -> dict[str, str]:
    """What a row is counted under in each breakdown."""
    document = row.get("document") or row["resume"]
    found = {"kind of row": row_kind(row), "length": _length(document), **style(document)}
    if triple is not None:
        found["edit"] = triple["experience_edit"]["kind"]
        found["negative"] = triple["negative_kind"]
        found["category"] = triple["category"]
        found["skills removed"] = str(len(triple["removed_skills"]))
    return found


def breakdown(errors: Sequence[float], rows: Sequence[dict], triples: dict[str, dict]) -> list[list[str]]:
    """[breakdown, group, rows, mean error], worst group first, groups under `_FEWEST` rows left out."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    for error, row in zip(errors, rows):
        for name, group in groups_of(row, triples.get(triple_of(row["id"]))).items():
            sums[name, group].append(float(error))
    names = list(dict.fromkeys(name for name, _ in sums))
    table = [(name, group, len(of), float(np.mean(of))) for (name, group), of in sums.items() if len(of) >= _FEWEST]
    table.sort(key=lambda line: (names.index(line[0]), -line[3], line[1]))
    return [[name, group, f"{count:,}", f"{100 * error:.1f}"] for name, group, count, error in table]


def fenced(text: str) -> str:
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + " …"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}text\n{text.strip()}\n{fence}"


def page(
    system: str,
    task: str,
    answers: Sequence,
    rows: Sequence[dict],
    scores: Scores,
    triples: dict[str, dict],
    texts: bool = True,
) -> str:
    """The page's Markdown. Without `texts` the worst rows are named by their ids alone."""
    errors = row_errors(task, scores)
    worst = [i for i in np.argsort(-errors, kind="stable")[:WORST] if errors[i] > 0]
    parts = [
        f"# {system}, {task}: where it fails",
        f"{len(rows):,} rows, {scores.counts['unparsed']} unparsed, mean error {100 * errors.mean():.1f} (0 is perfect, 100 all wrong).",
        tabulate(breakdown(errors, rows, triples), ["by", "group", "rows", "error"], "github", disable_numparse=True),
        f"## The {len(worst)} worst rows",
    ]
    for i in worst:
        row, answer = rows[i], answers[i]
        said = _answer_text(task, answer)
        parts.append(f"### {row['id']}, error {100 * errors[i]:.0f}")
        if not texts:
            continue
        parts.append(f"Gold:\n\n{fenced(row['completion'])}\n\nAnswer:\n\n{fenced(said)}")
        parts += [
            f"<details><summary>{name}</summary>\n\n{fenced(row[name] or '')}\n\n</details>" for name in _COLUMNS[task]
        ]
    return "\n\n".join(parts) + "\n"


def _answer_text(task: str, answer: dict | None) -> str:
    """The answer as the dataset writes completions; says so where there is none."""
    if answer is None or (task in ("matching", "explanation") and answer.get("label") not in (0, 1)):
        return f"(no answer: {answer})"
    lists = {name: answer.get(name) or [] for name in ("skills", "experiences")}
    target = answer.get("target") or ""
    return rjdb.completion(task, label=answer.get("label"), target=target, **lists) or "(nothing)"


def write_page(
    path: Path,
    system: str,
    task: str,
    answers: Sequence,
    rows: Sequence[dict],
    scores: Scores,
    triples: dict,
    texts: bool = True,
) -> None:
    with replacing(path) as temporary:
        temporary.write_text(page(system, task, answers, rows, scores, triples, texts), encoding="utf-8")
