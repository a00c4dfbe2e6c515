"""Are the forms in which documents state a skill forms of it? Fifty that are not its name, for a reader who sees no graph.

    python -m benchmarks.forms rjdb --sheet forms.csv        # fifty random forms: the line, the skill, an empty verdict
    python -m benchmarks.forms rjdb --judged forms.csv       # yes or no in each row: the share accepted, and the table of docs/

The question is: does this line say that the skill is asked or held? The sheet shows neither the form nor where it comes from.
Forms are drawn at random from all (skill, form) pairs of the config `mentions`, case aside, each with a line of its own. Exits 1
where fewer than 90 % are accepted.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tabulate import tabulate

from dataset_builder.errors import BadInput
from dataset_builder.storage.row_groups import DOCUMENTS, mentions_of, triple_groups
from dataset_builder.text.evidence import Evidence

COUNT, ACCEPTED = 50, 0.90
COLUMNS = ("line", "skill", "verdict")


@dataclass(frozen=True)
class Form:
    skill: str
    form: str
    form_kind: str
    line: str


def forms(folder: Path, count: int = COUNT, seed: int = 0) -> list[Form]:
    """Different forms that are not the name, in random order; fewer where the folder has fewer.

    Raises:
        BadInput: the folder has no triples, or no mentions.
    """
    found: dict[tuple[str, str], list[Form]] = {}
    for one in _all(folder):
        found.setdefault((one.skill, one.form.casefold()), []).append(one)
    rng = Random(seed)
    chosen = rng.sample(sorted(found), min(count, len(found)))
    return [rng.choice(found[key]) for key in chosen]


def _all(folder: Path) -> Iterator[Form]:
    for group in triple_groups(folder):
        table = mentions_of(group, ("id", "document", "kind", "name", "form", "form_kind", "start", "end"))
        if table is None:
            raise BadInput(f"{folder}: has no mentions; build it again")
        texts = {row["id"]: row for row in group.read(("id", *DOCUMENTS)).to_pylist()}
        for row in table.to_pylist():
            if row["kind"] == "skill" and row["form_kind"] != "name":
                line = Evidence(row["start"], row["end"]).line(texts[row["id"]][row["document"]])
                yield Form(row["name"], row["form"], row["form_kind"], line)


def write_sheet(path: Path, chosen: list[Form]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows((one.line, one.skill, "") for one in chosen)


def read_verdicts(path: Path, chosen: list[Form]) -> list[bool]:
    """Raises BadInput where a row is not that of the folder, or has no verdict."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if [(row.get("line"), row.get("skill")) for row in rows] != [(one.line, one.skill) for one in chosen]:
        raise BadInput(f"{path}: is not the sheet of this folder; write it again with --sheet")
    verdicts = []
    for number, row in enumerate(rows, start=2):
        if (said := row["verdict"].strip().casefold()) not in ("yes", "no"):
            raise BadInput(f"{path}, row {number}, verdict: is {said!r}; give yes or no")
        verdicts.append(said == "yes")
    return verdicts


def table(chosen: list[Form], verdicts: list[bool]) -> str:
    rows = [
        (one.skill, one.form, one.form_kind, one.line.replace("|", "/"), "yes" if verdict else "no")
        for one, verdict in sorted(zip(chosen, verdicts), key=lambda pair: (pair[1], pair[0].skill))
    ]
    return tabulate(rows, ("skill", "form", "kind", "line", "accepted"), "github", disable_numparse=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--sheet", type=Path, help="write the sheet", metavar="CSV")
    action.add_argument("--judged", type=Path, help="read it back", metavar="CSV")
    given = parser.parse_args()
    try:
        chosen = forms(given.folder)
        if given.sheet:
            write_sheet(given.sheet, chosen)
            print(f"{given.sheet}: {len(chosen)} forms; answer yes or no in the column verdict")
            return 0
        verdicts = read_verdicts(given.judged, chosen)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{sum(verdicts)} of {len(verdicts)} forms accepted\n\n{table(chosen, verdicts)}")
    return int(sum(verdicts) < ACCEPTED * len(verdicts))


if __name__ == "__main__":
    sys.exit(main())
