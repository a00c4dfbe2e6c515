"""Reading free text: how long a pair takes, whether time grows with the length, and what is read of realistic pairs.

    python -m benchmarks.text                                 # a minute
    python -m benchmarks.text --pairs cases/pairs.jsonl       # and of pairs with their requirements
    python -m benchmarks.text --write                         # keep the figures in benchmarks/results/text.json

A pair is read and judged by words and arithmetic alone, on one core, nothing kept from pair to pair; the best of three tries
counts, since a busy machine slows any one of them. Pairs with requirements are lines {job_description, resume, requirements,
label}: of the required points those are found whose text shares most of its words with a point that was read. Exits 1 beyond
a limit.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.figures import KEPT, Figure, at_most, exit_code, keep, render
from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import read_resume
from tests.fixtures.demo_space import SPACE
from training.rules.gazetteer import Names
from training.rules.judging import Judged, judge, label_of

RESULTS = KEPT / "text.json"
MEDIAN_MS, P99_MS, LONG_S, LONG = 5, 20, 1, 200_000
FOUND, SURPLUS, RIGHT = 96, 8, 90
# Share of words from which a point that was read is the one that is asked.
_SAME = 0.6
UNITS = ("a ", "- SQL and Java\n", "Data Analyst, Brightwell, 2016 - 2020\n", "You must have 3 years as a Baker. ", "Python, SQL, ",
         "HGV Class 1 (C+E); ", "## Skills\n", "<li>Python</li>", "2019 - ", "at least two of: Java, Go or Rust\n", "•", "\n")  # fmt: skip


def answer(job: str, resume: str, names: SkillNames, today: Date) -> tuple[Judged, ...]:
    return judge(read_post(job), read_resume(resume, today), names, today)


def cpu_seconds(job: str, resume: str, names: SkillNames, today: Date, tries: int = 1) -> float:
    taken = []
    for _ in range(tries):
        start = time.process_time()
        answer(job, resume, names, today)
        taken.append(time.process_time() - start)
    return min(taken)


def speed(names: SkillNames, today: Date) -> list[Figure]:
    rows = json.loads((SPACE / "release" / "triples.json").read_text(encoding="utf-8"))["rows"]
    pairs = [(row["job_description"], row[f"resume_{kind}"]) for row in rows for kind in ("matched", "unmatched")]
    taken = [1000 * cpu_seconds(job, resume, names, today, tries=3) for job, resume in pairs]
    longest = 0.0
    for unit in UNITS:
        text = unit * (LONG // len(unit))
        longest = max(longest, cpu_seconds(text, text, names, today))
    question = "a pair on one core"
    return [
        at_most(question, "milliseconds, median", float(np.median(taken)), MEDIAN_MS),
        at_most(question, "milliseconds, 99th percentile", float(np.percentile(taken, 99)), P99_MS),
        at_most(question, f"seconds, two documents of {LONG:,} characters, slowest", longest, 2 * LONG_S),
    ]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w+#]+", text.casefold()))


def _same(asked: str, found: str) -> float:
    """Share of the words of both that they have in common."""
    a, b = _words(asked), _words(found)
    return len(a & b) / max(len(a | b), 1)


def _paired(asked: Sequence[dict], judged: Sequence[Judged]) -> list[tuple[dict, Judged]]:
    """Each point that is asked with the one that was read and says the same, each once, the most alike first."""
    scores = sorted(
        ((_same(one["text"], found.point.text), i, j) for i, one in enumerate(asked) for j, found in enumerate(judged)),
        key=lambda score: -score[0],
    )
    pairs: dict[int, int] = {}
    for score, i, j in scores:
        if score >= _SAME and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(asked[i], judged[j]) for i, j in sorted(pairs.items())]


def realistic(path: Path, names: SkillNames, today: Date) -> list[Figure]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    asked = read = found = decided = right = labels = refused = 0
    for row in rows:
        judged = answer(row["job_description"], row["resume"], names, today)
        pairs = _paired(row["requirements"], judged)
        asked, read, found = asked + len(row["requirements"]), read + len(judged), found + len(pairs)
        sure = [(one, got) for one, got in pairs if got.status is not Status.UNCLEAR]
        decided += len(sure)
        right += sum(got.status == one["status"] for one, got in sure)
        labels += label_of(judged) == row["label"]
        refused += not judged
    question = f"{len(rows)} realistic pairs"

    def share(part: int, whole: int) -> float:
        return 100 * part / max(whole, 1)

    def at_least(name: str, value: float, limit: float) -> Figure:
        return Figure(question, name, value, f">= {limit:g}", value >= limit)

    return [
        Figure(question, "points asked", asked),
        at_least("of them found, %", share(found, asked), FOUND),
        at_most(question, "of what is found none, %", share(read - found, read), SURPLUS),
        at_most(question, "posts refused", refused, 0),
        Figure(question, "of the found decided, %", share(decided, found)),
        at_least("of the decided right, %", share(right, decided), RIGHT),
        Figure(question, "labels right", labels),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.text", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pairs", type=Path, help="pairs with their requirements, one JSON object per line")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in benchmarks/results/{RESULTS.name}")
    args = parser.parse_args()
    names, today = SkillNames(Names.embedded().skills), Date(2026, 11)
    figures = speed(names, today)
    if args.pairs is not None:
        figures += realistic(args.pairs, names, today)
    print(render(figures))
    if args.write:
        keep(RESULTS, figures)
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
