"""One triple of `make rjdb`, shortened, and the four tasks made from it: the example at the top of the README.

    python -m benchmarks.example rjdb    # of a folder that `make rjdb` built

The row is named by id. A change of the code that writes rows may put another job under it: read what comes, and choose again.
"""

import argparse
import re
import sys
from pathlib import Path

import pyarrow.parquet as parquet

import rjdb
from dataset_builder.text.sections import sections

TRIPLE = "train-001683"
YEAR = re.compile(r"\b(19|20)\d\d\b")
# The sections that labels are about; the others are left out.
SHOWN = ("job title", "skills", "experience")
TASKS = (
    ("matching", "{id}-unmatched"), ("explanation", "{id}-unmatched"), ("extraction", "{id}-job"),
    ("editing", "{id}-experience"),
)  # fmt: skip
# Stands in a prompt for each document.
LEFT_OUT = {"job_description": "…", "resume": "…", "document": "…"}


def row_of(folder: Path, config: str, row_id: str) -> dict:
    """Raises:
    ValueError: no row of the split train has this id.
    """
    files = sorted((folder / config).glob("train*.parquet"))
    rows = parquet.ParquetDataset(files, filters=[("id", "=", row_id)]).read().to_pylist()
    if not rows:
        raise ValueError(f"{folder}/{config}: no row {row_id}; choose another in {Path(__file__).name}")
    return rows[0]


def shortened(document: str) -> str:
    """The sections of `SHOWN` alone; of a job that was held the line with its years."""
    lines: list[str] = []
    for section in sections(document):
        if section.name in SHOWN:
            body = [line for line in section.body.splitlines() if line.strip()]
            held = section.name == "experience" and any(YEAR.search(line) for line in body)
            lines += [section.header, *(line for line in body if YEAR.search(line) or not held)]
    return "\n".join(line for line in lines if line)


def example(folder: Path, triple: str = TRIPLE) -> str:
    """The README's block, in Markdown."""
    facts = row_of(folder, "triples", triple)
    documents = (
        ("JOB DESCRIPTION", "job_description"), ("MATCHED RESUME", "resume_matched"), ("UNMATCHED RESUME", "resume_unmatched"),
    )  # fmt: skip
    shown = [f"{title}\n{shortened(facts[column])}" for title, column in documents]
    tasks = []
    for task, pattern in TASKS:
        row = row_of(folder, task, pattern.format(id=triple))
        prompt = rjdb.prompt(task, **(row | LEFT_OUT)).strip()
        tasks.append(f"{task:<13}{prompt}\n{'':<13}-> {row['completion']}")
    lines = [*shown, "THE FOUR TASKS, without the documents", *tasks]
    return "```text\n" + "\n".join(lines) + "\n```"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("folder", type=Path, help="a built dataset")
    parser.add_argument("--id", default=TRIPLE, help=f"the triple to show (default {TRIPLE})")
    args = parser.parse_args()
    print(example(args.folder, args.id))
    return 0


if __name__ == "__main__":
    sys.exit(main())
