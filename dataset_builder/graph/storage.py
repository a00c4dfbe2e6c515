"""A graph on disk: occupations, skills, edges and clusters as Parquet, the rest as graph.json.

The same graph gives the same bytes. A folder is written next to its place and renamed into it, so
it is never there in part, and what is not a graph folder is never replaced.
"""

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.graph.graph import Graph, Occupation, Skill
from dataset_builder.graph.graph_size import table1
from dataset_builder.sources.records import RowCounts, Source
from dataset_builder.storage.files import real_folder

TABLES = ("occupations", "skills", "edges", "clusters")
FILES = frozenset({"graph.json", *(f"{name}.parquet" for name in TABLES)})


def save(graph: Graph, folder: str | Path, overwrite: bool = False) -> Path:
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
    if header(folder)["content_hash"] == graph.content_hash and names == FILES:
        return False
    if not overwrite:
        raise BadInput(f"--out {folder}: holds another graph; add --overwrite or give another folder")
    return True


def write(graph: Graph, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    flat = [
        (occupation, skill, source)
        for occupation, (skills, sources) in enumerate(zip(graph.edges, graph.edge_sources, strict=True))
        for skill, source in zip(skills, sources, strict=True)
    ]
    tables = {
        "occupations": pa.Table.from_pylist([asdict(row) for row in graph.occupations], schema=pa.schema({
            "title": pa.string(), "soc_code": pa.string(), "category": pa.string(), "source": pa.string(),
            "typical_skills": pa.int32(),
        })),
        "skills": pa.Table.from_pylist([asdict(row) for row in graph.skills], schema=pa.schema({
            "name": pa.string(), "aliases": pa.list_(pa.string()), "source": pa.string(),
        })),
        "edges": pa.table({
            "occupation": pa.array([edge[0] for edge in flat], pa.int32()),
            "skill": pa.array([edge[1] for edge in flat], pa.int32()),
            "source": pa.array([edge[2] for edge in flat], pa.string()),
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


def header(folder: Path) -> dict:
    try:
        facts = json.loads((folder / "graph.json").read_text(encoding="utf-8"))
        facts["content_hash"], facts["sources"], facts["parameters"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{folder}/graph.json: missing or broken; run the graph verb again with another --out"
        ) from error
    return facts


def load(folder: str | Path) -> Graph:
    """The graph that `save` wrote; a folder that was changed since is refused."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(folder)
    if not folder.is_dir():
        what = "is a file, and a graph is a folder" if folder.exists() else "no such graph folder"
        raise BadInput(
            f"{folder}: {what}; make one with `python -m dataset_builder graph … --out graph`, give --graph graph"
        )
    facts = header(folder)
    try:
        rows = {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}
        occupations = tuple(Occupation(**row) for row in rows["occupations"].to_pylist())
        skills = tuple(Skill(row["name"], tuple(row["aliases"]), row["source"]) for row in rows["skills"].to_pylist())
        edges: list[list[int]] = [[] for _ in occupations]
        sources: list[list[str]] = [[] for _ in occupations]
        names = {name: name for name in rows["edges"]["source"].unique().to_pylist()}  # one string each: pickles small
        columns = (rows["edges"][name].to_pylist() for name in ("occupation", "skill", "source"))
        for occupation, skill, source in zip(*columns, strict=True):
            edges[occupation].append(skill)
            sources[occupation].append(names[source])
        clusters = tuple(map(tuple, rows["clusters"]["occupations"].to_pylist()))
        graph = Graph(
            occupations, skills, tuple(map(tuple, edges)), tuple(map(tuple, sources)), clusters,
            tuple(Source(**source) for source in facts["sources"]), facts["parameters"],
            tuple(RowCounts(**counts) for counts in facts.get("rows", ())),  # a folder may lack them
        )  # fmt: skip
    except (OSError, pa.ArrowException, KeyError, TypeError, IndexError) as error:
        reason = str(error).splitlines()[0][:120]
        raise BadInput(f"{folder}: not a whole graph folder ({reason}); run the graph verb again") from error
    if graph.content_hash != facts["content_hash"]:
        raise BadInput(f"{folder}: its tables do not fit graph.json, they were changed; run the graph verb again")
    return graph
