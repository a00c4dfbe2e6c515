"""Reading free text: how long a pair takes, whether time grows with the length, and what is read of realistic pairs.

    python -m benchmarks.text                                 # a minute
    python -m benchmarks.text --handwritten                   # and of the handwritten pairs, those kept apart by themselves
    python -m benchmarks.text --pairs cases/pairs.jsonl       # and of other pairs with their requirements

A pair is read and judged by words and arithmetic alone, on one core, nothing kept from pair to pair; the best of three tries
counts, since a busy machine slows any one of them. What is read of realistic pairs, and how it is aligned with what is asked,
`realistic` says. Exits 1 beyond a limit.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks import realistic
from benchmarks.figures import Figure, at_most, exit_code, render
from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.resumes.resume import read_resume
from tests.fixtures.demo_space import SPACE
from training.rules.gazetteer import Names
from training.rules.judging import Judged, judge

MEDIAN_MS, P99_MS, LONG_S, LONG = 5, 20, 1, 200_000
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


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.text", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--handwritten", action="store_true", help="the handwritten pairs too: 141 for developing, 47 kept apart"
    )
    parser.add_argument("--pairs", type=Path, help="pairs with their requirements, one JSON object per line")
    args = parser.parse_args()
    names, today = SkillNames(Names.embedded().skills), Date(2026, 11)
    figures = speed(names, today)
    if args.handwritten:
        figures += realistic.handwritten(lambda job, resume: answer(job, resume, names, today))
    if args.pairs is not None:
        figures += realistic.of_file(args.pairs, lambda job, resume: answer(job, resume, names, today))
    print(render(figures))
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
