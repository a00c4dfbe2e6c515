"""One triple of `make rjdb`, shortened, and the four tasks made from it: the example at the top of the README.

    python -m benchmarks.example rjdb    # of a folder that `make rjdb` built

It is chosen by `fits`, since ids get other facts whenever graph or sampling change. Read what comes before it is committed.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import pyarrow.parquet as parquet

import rjdb
from dataset_builder.text.sections import sections

YEAR = re.compile(r"\b(19|20)\d\d\b")
# The sections that labels are about; the others are left out.
SHOWN = ("job title", "skills", "experience")
TASKS = (
    ("matching", "{id}-unmatched"), ("explanation", "{id}-unmatched"), ("extraction", "{id}-job"),
    ("editing", "{id}-experience"),
)  # fmt: skip
# Stands in a prompt for each document.
LEFT_OUT = {"job_description": "…", "resume": "…", "document": "…"}


# Fields of work that any reader can judge.
CATEGORIES = ("manual labor", "healthcare", "administrative", "social, product and finance")
DOCUMENTS = {
    "JOB DESCRIPTION": "job_description", "MATCHED RESUME": "resume_matched", "UNMATCHED RESUME": "resume_unmatched",
}  # fmt: skip


def rows_of(folder: Path, config: str) -> list[dict]:
    return parquet.ParquetDataset(sorted((folder / config).glob("train*.parquet"))).read().to_pylist()


def chosen(folder: Path) -> dict:
    """The triple that fits and takes the fewest lines.

    Raises:
        ValueError: none fits.
    """
    feeders = {row["title"]: row["feeders"] for row in rows_of(folder, "occupations")}
    papers = {row["skill"] for row in rows_of(folder, "skills") if row["kind"] in ("licence", "certificate")}
    stated: dict[str, list[dict]] = defaultdict(list)
    for one in rows_of(folder, "mentions"):
        if one["kind"] == "skill":
            stated[one["id"]].append(one)
    fitting = [
        row
        for row in rows_of(folder, "triples")
        if fits(row, feeders, papers)
        and names_its_jobs(row)
        and lists_names(row["job_description"], forms_of(stated[row["id"]])["job_description"])
    ]
    if not fitting:
        raise ValueError(f"{folder}: no triple fits the README; give more triples, or relax benchmarks.example.fits")

    def size(row: dict) -> tuple[int, str]:
        """Lines: the README has room for some two hundred."""
        forms = forms_of(stated[row["id"]])
        return sum(shortened(row[column], forms.get(column, ())).count("\n") for column in DOCUMENTS.values()), row[
            "id"
        ]

    return min(fitting, key=size)


def fits(row: dict, feeders: dict[str, list[str]], papers: set[str]) -> bool:
    """Two jobs of which the first leads to the second; the unmatched resume held the last one for fewer years, and lacks a
    licence or a certificate."""
    titles = [job["title"] for job in row["experiences"]]
    return (
        row["category"] in CATEGORIES
        and len(titles) == 2
        and titles[1] in feeders[titles[0]]
        and row["experience_edit"]["kind"] == "shortened"
        and not papers.isdisjoint(row["removed_skills"])
    )


def names_its_jobs(row: dict) -> bool:
    """Whether both resumes have each job's title on the line of its years."""
    resumes = [shortened(row[column]) for column in DOCUMENTS.values() if column != "job_description"]
    return all(job["title"].lower() in text.lower() for job in row["experiences"] for text in resumes)


def lists_names(job: str, forms: Collection[str]) -> bool:
    """Whether the post lists its skills by their names alone."""
    lines = (line for section in sections(job) if section.name == "skills" for line in section.body.splitlines())
    return all(not line.strip() or line.strip(" -*•.0123456789") in forms for line in lines)


def forms_of(mentions: Iterable[dict]) -> dict[str, set[str]]:
    """The forms of skills in each document of a triple."""
    found: dict[str, set[str]] = {}
    for one in mentions:
        if one["kind"] == "skill" and one["role"] != "denied":
            found.setdefault(one["document"], set()).add(one["form"])
    return found


def shortened(document: str, forms: Collection[str] = ()) -> str:
    """The sections of `SHOWN`; of a job that was held the line with its years. Of all sections the lines that state a skill."""
    lines: list[str] = []
    for section in sections(document):
        body = [line for line in section.body.splitlines() if line.strip()]
        held = section.name == "experience" and any(YEAR.search(line) for line in body)
        kept = [
            line
            for line in body
            if (section.name in SHOWN and (YEAR.search(line) or not held)) or any(form in line for form in forms)
        ]
        if kept:
            lines += [section.header, *kept]
    return "\n".join(line for line in lines if line)


def example(folder: Path) -> str:
    """The README's block, in Markdown."""
    facts = chosen(folder)
    forms = forms_of(one for one in rows_of(folder, "mentions") if one["id"] == facts["id"])
    lines = [
        f"{title}\n{shortened(facts[column], forms[column] if column != 'job_description' else ())}"
        for title, column in DOCUMENTS.items()
    ]
    lines.append("THE FOUR TASKS, without the documents")
    for task, pattern in TASKS:
        (row,) = (row for row in rows_of(folder, task) if row["id"] == pattern.format(id=facts["id"]))
        prompt = rjdb.prompt(task, **(row | LEFT_OUT)).strip()
        lines += [f"{task:<13}{prompt}", f"{'':<13}-> {row['completion']}"]
    return "```text\n" + "\n".join(lines) + "\n```"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("folder", type=Path, help="a built dataset")
    args = parser.parse_args()
    print(example(args.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
