"""The data that the Space shows: a built dataset nearby ($RJDB_HOME, ./rjdb), or the part of one in `release/`.

`python prepare.py --data FOLDER` writes `release/` from a built dataset, so that the Space needs neither a network nor the dataset.
"""

import json
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput

STORED = Path(__file__).parent / "release"
# Triples of a built dataset's test split that random ones are drawn from.
MOST_TRIPLES = 2_000
# Examples of each category.
A_CATEGORY = 2


@dataclass(frozen=True)
class Release:
    """`triples` are rows of the config of that name, the examples first. `figures` see `prepare.py`."""

    source: str
    triples: tuple[dict, ...]
    # Ids of the triples that are offered as examples.
    examples: tuple[str, ...]
    # Title and category.
    occupations: tuple[tuple[str, str], ...]
    # Occupation and skill.
    edges: tuple[tuple[str, str], ...]
    figures: dict

    @cached_property
    def by_id(self) -> dict[str, dict]:
        return {row["id"]: row for row in self.triples}

    def triple(self, triple_id: str) -> dict:
        """Raises BadInput where there is no such triple."""
        if triple_id not in self.by_id:
            raise BadInput(f"Triple {triple_id[:40]}: not in this release; give an id like {self.examples[0]}")
        return self.by_id[triple_id]

    def random_triple(self) -> dict:
        return random.choice(self.triples)


def open_release() -> Release:
    """The dataset nearby where there is one that is whole, else the stored one."""
    try:
        folder = rjdb.find_folder()
    except FileNotFoundError:
        folder = None
    if folder is not None and (folder / "build.json").is_file():
        return read_folder(folder)
    return read_stored()


def read_stored() -> Release:
    from dataset_builder.graph.make_graph import embedded

    graph = embedded()
    stored = {name: json.loads((STORED / f"{name}.json").read_text("utf-8")) for name in ("triples", "figures")}
    figures = stored["figures"]
    occupations = tuple((row.title, row.category) for row in graph.occupations)
    edges = tuple(
        (row.title, graph.skills[skill].name) for row, skills in zip(graph.occupations, graph.edges) for skill in skills
    )
    source = f"{len(stored['triples']['rows'])} test triples of the dataset of {figures['triples']:,} (build {figures['build']})"
    examples = tuple(stored["triples"]["examples"])
    return Release(source, tuple(stored["triples"]["rows"]), examples, occupations, edges, figures)


def read_folder(folder: Path) -> Release:
    """Raises BadInput where the folder is not an RJDB dataset."""
    from dataset_builder.storage.folder import read_build, shards

    build = read_build(folder)
    if build is None or "gate" not in build:
        raise BadInput(f"{folder}: is not an RJDB dataset; point RJDB_HOME at one that `dataset_builder build` wrote")
    rows = _table(shards(folder, "triples"), "test-").slice(0, MOST_TRIPLES).to_pylist()
    titles, edges = (_table(shards(folder, config), "") for config in ("occupations", "edges"))
    occupations = tuple(zip(titles["title"].to_pylist(), titles["category"].to_pylist()))
    links = tuple(zip(edges["occupation"].to_pylist(), edges["skill"].to_pylist()))
    figures = figures_of(build) | {"results": json.loads((STORED / "figures.json").read_text("utf-8"))["results"]}
    examples = tuple(row["id"] for row in choose_examples(rows))
    source = f"the test split of the dataset in this folder, {figures['triples']:,} triples (build {figures['build']})"
    return Release(source, tuple(rows), examples, occupations, links, figures)


def _table(paths, prefix: str):
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pa.concat_tables(pq.read_table(path) for path in sorted(paths) if path.name.startswith(prefix))


def figures_of(build: dict) -> dict:
    """What the Data tab shows of a `build.json`: its size, the tables of the paper, the gate."""
    measured = build["statistics"]
    return {
        "build": build["hash"],
        "triples": build["gate"]["triples"],
        "teacher": build["settings"]["teacher"],
        "recipe": build["settings"]["recipe"],
        "table1": measured["table1"],
        "table3": measured["table3"],
        "table4": measured["table4"],
        "gate": [{key: row[key] for key in ("name", "value", "limit", "passed")} for row in build["gate"]["rows"]],
    }


def _listed(row: dict) -> int:
    """How many of the skills stand on a line of their own in both documents."""
    texts = (
        [line.strip(" \t-*•0123456789.") for line in row[name].split("\n")]
        for name in ("job_description", "resume_unmatched")
    )
    return sum(skill in lines for lines in texts for skill in row["skills"])


def choose_examples(rows: list[dict]) -> list[dict]:
    """Triples short enough to be read at once, some of each category; the first has a job that is too short, and skills a line each."""
    short = [row for row in rows if len(row["job_description"]) < 1_300 and 3 <= len(row["skills"]) <= 6]
    clear = [row for row in short if 1 <= len(row["removed_skills"]) <= 2 and 2 <= len(row["experiences"]) <= 3]
    told = sorted(clear, key=lambda row: (row["experience_edit"]["kind"] != "shortened", -_listed(row), row["id"]))
    chosen = [row for name in rjdb.CATEGORIES for row in [r for r in told if r["category"] == name][:A_CATEGORY]]
    return chosen or rows[:A_CATEGORY]
