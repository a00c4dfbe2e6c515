"""A graph on disk: occupations, skills, edges and clusters as Parquet, the rest as graph.json.

A graph made from ads also has ad_names.csv and ad_titles.csv: every entry of the ads' lists, and every title, that became
another name or none, and why.

The same graph gives the same bytes. A folder is written next to its place and renamed into it, so
it is never there in part, and what is not a graph folder is never replaced.
"""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from dataset_builder.errors import BadInput, command
from dataset_builder.graph.ads.corpus import EntryRow
from dataset_builder.graph.graph import Edge, Graph, Occupation, Skill
from dataset_builder.graph.graph_size import table1
from dataset_builder.sources.records import RowCounts, Source
from dataset_builder.storage.files import real_folder, replacing

TABLES = ("occupations", "skills", "edges", "clusters")
NEEDED = frozenset({"graph.json", *(f"{name}.parquet" for name in TABLES)})
AD_TABLES, LABELS = ("ad_names.csv", "ad_titles.csv"), "labels.json"
FILES = NEEDED | {*AD_TABLES, LABELS}


def save(
    graph: Graph, folder: str | Path, overwrite: bool = False, ad_tables: Sequence[Iterable[EntryRow]] = ()
) -> Path:
    """Writes nothing where the same graph already is; another graph is replaced only with `overwrite`."""
    folder = real_folder(Path(folder)).absolute()
    if folder.exists() and not occupied_by(folder, graph, overwrite):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BadInput(f"--out {folder}: cannot be written ({error.strerror}); give another folder") from error
    try:
        write(graph, staging)
        for name, rows in zip(AD_TABLES, ad_tables):
            write_entries(list(rows), staging / name)
        staging.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        staging.rename(folder)
    except OSError as error:
        raise BadInput(
            f"--out {folder}: writing failed ({error.strerror}); free space or give another folder"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def refuse(folder: Path) -> None:
    """Raises BadInput where the folder holds something that is not a graph; called before a graph is assembled."""
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"--out {folder}: is a file; give a folder")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if names and (not names <= FILES or "graph.json" not in names):
        raise BadInput(
            f"--out {folder}: holds something that is not a graph ({min(names - FILES, default='no graph.json')}); "
            "give another folder"
        )


def occupied_by(folder: Path, graph: Graph, overwrite: bool) -> bool:
    """Whether the folder may be replaced (True) or is this very graph (False); raises where it may not."""
    refuse(folder)
    names = {path.name for path in folder.iterdir()}
    if not names:
        return True
    if header(folder)["content_hash"] == graph.content_hash and names >= NEEDED:
        return False
    if not overwrite:
        raise BadInput(f"--out {folder}: holds another graph; add --overwrite or give another folder")
    return True


def write_entries(entries: Sequence[EntryRow], file: Path) -> None:
    """entry, ads, names joined by "; ", reason; no file without entries."""
    if not entries:
        return
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["entry", "ads", "names", "reason"])
        writer.writerows([row.entry, row.ads, "; ".join(row.names), row.reason] for row in entries)


def write(graph: Graph, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    flat = [
        (occupation, skill, edge)
        for occupation, (skills, facts) in enumerate(zip(graph.edges, graph.edge_facts, strict=True))
        for skill, edge in zip(skills, facts, strict=True)
    ]
    texts = pa.list_(pa.string())
    tables = {
        "occupations": pa.Table.from_pylist([asdict(row) for row in graph.occupations], schema=pa.schema({
            "title": pa.string(), "soc_code": pa.string(), "category": pa.string(), "source": pa.string(),
            "typical_skills": pa.int32(), "aliases": texts, "feeders": texts, "duties": texts,
        })),
        "skills": pa.Table.from_pylist([asdict(row) for row in graph.skills], schema=pa.schema({
            "name": pa.string(), "aliases": texts, "source": pa.string(), "kind": pa.string(),
        })),
        "edges": pa.table({
            "occupation": pa.array([edge[0] for edge in flat], pa.int32()),
            "skill": pa.array([edge[1] for edge in flat], pa.int32()),
            "source": pa.array([edge[2].source for edge in flat], pa.string()),
            "weight": pa.array([edge[2].weight for edge in flat], pa.float64()),
            "support": pa.array([edge[2].support for edge in flat], pa.string()),
        }),
        "clusters": pa.table({"occupations": pa.array(graph.clusters, pa.list_(pa.int32()))}),
    }  # fmt: skip
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    facts = {
        "content_hash": graph.content_hash,
        "licence": graph.licence,
        "edges_by_licence": graph.licences,
        "sources": [asdict(source) for source in graph.sources],
        "rows": [asdict(counts) for counts in graph.row_counts],
        "parameters": graph.parameters,
        "table1": [asdict(row) for row in table1(graph)],
    }
    (folder / "graph.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def save_labels(shares: list[dict], folder: str | Path) -> None:
    """What judges said of the graph (`quality.graph_labels`): shown in the card of what is built from it."""
    header(Path(folder))
    with replacing(Path(folder) / LABELS) as temporary:
        temporary.write_text(json.dumps(shares, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_labels(folder: Path) -> tuple[dict, ...]:
    file = folder / LABELS
    return tuple(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else ()


def header(folder: Path) -> dict:
    try:
        facts = json.loads((folder / "graph.json").read_text(encoding="utf-8"))
        facts["content_hash"], facts["sources"], facts["parameters"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{folder}/graph.json: missing or broken; run the graph verb again with another --out"
        ) from error
    return facts


def _tuples(row: dict) -> dict:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def load(folder: str | Path) -> Graph:
    """The graph that `save` wrote; a folder that was changed since is refused."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(folder)
    if not folder.is_dir():
        what = "is a file, and a graph is a folder" if folder.exists() else "no such graph folder"
        raise BadInput(f"{folder}: {what}; make one with `{command('graph')} … --out graph`, give --graph graph")
    stored = header(folder)
    try:
        rows = {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}
        occupations = tuple(Occupation(**_tuples(row)) for row in rows["occupations"].to_pylist())
        skills = tuple(Skill(**_tuples(row)) for row in rows["skills"].to_pylist())
        edges: list[list[int]] = [[] for _ in occupations]
        facts: list[list[Edge]] = [[] for _ in occupations]
        known: dict[tuple[str, float, str], Edge] = {}  # one object for equal facts: pickles small
        columns = (rows["edges"][name].to_pylist() for name in ("occupation", "skill", "source", "weight", "support"))
        for occupation, skill, *fact in zip(*columns, strict=True):
            edges[occupation].append(skill)
            facts[occupation].append(known.setdefault(tuple(fact), Edge(*fact)))
        clusters = tuple(map(tuple, rows["clusters"]["occupations"].to_pylist()))
        graph = Graph(
            occupations, skills, tuple(map(tuple, edges)), tuple(map(tuple, facts)), clusters,
            tuple(Source(**source) for source in stored["sources"]), stored["parameters"],
            tuple(RowCounts(**counts) for counts in stored.get("rows", ())),  # a folder may lack them
            read_labels(folder),
        )  # fmt: skip
    except (OSError, pa.ArrowException, KeyError, TypeError, IndexError) as error:
        reason = str(error).splitlines()[0][:120]
        raise BadInput(f"{folder}: not a whole graph folder ({reason}); run the graph verb again") from error
    if graph.content_hash != stored["content_hash"]:
        raise BadInput(f"{folder}: its tables do not fit graph.json, they were changed; run the graph verb again")
    return graph
