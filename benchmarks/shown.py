"""How much of the asked skills resumes show: in full, in part or not at all, next to the original release.

    python -m dataset_builder import sample.jsonl --out rjdb-original
    python -m benchmarks.shown rjdb --release rjdb-original

Of the names that the job description lists, each by the one item of the resume's skills that shows most of its words. The
yardstick is `check_skills` of commit 87b9a5b (benchmarks/check_skills/), frozen, so that better rules do not move it; it knows
the names of the graph that the first folder ships, for both. Exits 1 where a share is further than .05 from the release's.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tabulate import tabulate

from benchmarks.check_skills.gazetteer import Gazetteer
from benchmarks.check_skills.reading import read_job, read_resume
from benchmarks.check_skills.requirements import check_skills
from dataset_builder.errors import BadInput
from dataset_builder.storage.row_groups import row_groups, spread, triple_groups

SHOWN = ("in full", "in part", "not at all")
RESUMES = {"matched": "resume_matched", "unmatched": "resume_unmatched"}
WITHIN, MOST = 0.05, 1_000


def known_names(folder: Path) -> Gazetteer:
    """The skills of the folder's graph, with their aliases."""
    rows = (row for group in row_groups(folder, "skills") for row in group.read(("skill", "aliases")).to_pylist())
    return Gazetteer.of((row["skill"], row["aliases"] or ()) for row in rows)


def shares(folder: Path, names: Gazetteer, most: int = MOST) -> dict[tuple[str, str], float]:
    """By resume and by how the skills are shown; of at most `most` evenly spaced triples.

    Raises:
        BadInput: the folder holds no triples.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for row in spread(triple_groups(folder), ("job_description", *RESUMES.values()), most):
        job = read_job(row["job_description"])
        for resume, column in RESUMES.items():
            for check in check_skills(job, read_resume(row[column]), names):
                counts[resume, _shown(check.coverage)] += 1
    return {
        (resume, shown): counts[resume, shown] / sum(counts[resume, any_of] for any_of in SHOWN)
        for resume in RESUMES
        for shown in SHOWN
    }


def _shown(coverage: float) -> str:
    return SHOWN[0] if coverage >= 1 else SHOWN[1] if coverage > 0 else SHOWN[2]


def table(ours: dict[tuple[str, str], float], release: dict[tuple[str, str], float]) -> str:
    def rows() -> Iterator[tuple[str, ...]]:
        for key in ours:
            yield *key, f"{ours[key]:.3f}", f"{release[key]:.3f}", f"{ours[key] - release[key]:+.3f}"

    headers = ("resume", "asked skills shown", "this dataset", "release", "difference")
    return tabulate(list(rows()), headers, "github", disable_numparse=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--release", type=Path, required=True, help="the imported release", metavar="FOLDER")
    given = parser.parse_args()
    try:
        names = known_names(given.folder)
        ours, release = (shares(folder, names) for folder in (given.folder, given.release))
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    print(table(ours, release))
    return int(any(abs(ours[key] - release[key]) > WITHIN for key in ours))


if __name__ == "__main__":
    sys.exit(main())
