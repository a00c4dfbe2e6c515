"""Builds a release again from the recipe it records, and compares every file with what was released, bytes first, then rows.

    python -m dataset_builder verify rjdb                              # a folder
    python -m dataset_builder verify org/rjdb --revision v1.0.0        # a release; only files of other bytes are downloaded

What cannot be made again by itself is asked for: the graph's folder (--graph), the names (--names), or a folder that
was built anew with the teacher's stored answers (--rebuilt).
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tabulate import tabulate

from dataset_builder.errors import BadInput
from dataset_builder.graph.make_graph import read_graph
from dataset_builder.hub import repository
from dataset_builder.hub.card_addresses import CARD, dataset_card, published_as
from dataset_builder.hub.changes import KEPT, is_same
from dataset_builder.hub.configs import MAIN, VerifyConfig
from dataset_builder.hub.files import File, gather
from dataset_builder.hub.release import Release
from dataset_builder.hub.repository import RemoteFile
from dataset_builder.pipeline.author import template_code
from dataset_builder.pipeline.build import build
from dataset_builder.pipeline.configs import BuildConfig
from dataset_builder.sampling.first_names import names_hash, read_first_names
from dataset_builder.storage.folder import BUILD_FILE, read_build
from dataset_builder.teachers.template import TemplateTeacher

SAME, DIFFERS, MISSING, ADDED = "same", "DIFFERS", "NOT REBUILT", "NOT RELEASED"
ROWS = "same rows, other bytes"
# Files of a release that write down the bytes and the libraries of the others.
DESCRIBING = (CARD, BUILD_FILE)
# Lines of a card that do so.
_OF_BYTES = re.compile(
    r"\b[0-9a-f]{64}\b|^ *(?:download_size|num_bytes|dataset_size):|^Build `|^\| config +\| SHA-256|^\|[-:|]+$"
)


@dataclass(frozen=True)
class Released:
    """What was released: its name, its build.json, its files by path as the Hub would list them."""

    name: str
    facts: dict
    files: dict[str, RemoteFile]
    folder: Path | None = None
    # The repository and its commit, where it was not read from a folder.
    repo_id: str = ""
    sha: str = ""

    @cached_property
    def card(self) -> str:
        return self.path_of(CARD).read_text(encoding="utf-8") if CARD in self.files else ""

    def path_of(self, path: str) -> Path:
        """A file of the release on this machine, downloaded where it is not here."""
        return self.folder / path if self.folder else repository.fetch("dataset", self.repo_id, path, self.sha)


def verify(config: VerifyConfig) -> int:
    """Prints a row for each part of the release; 1 where a file differs.

    Raises:
        BadInput: the release cannot be read, or lacks something to be built again.
    """
    released = _local(Path(config.release)) if Path(config.release).is_dir() else _remote(config)
    with _rebuilt(released, config) as folder:
        again = _as_published(released, gather(folder, "dataset")[0])
        verdicts = compare_files(released.files, again)
        notes = {path: _difference(released, again, path) for path, verdict in verdicts.items() if verdict == DIFFERS}
        rebuilt = read_build(folder)
        verdicts = compare_rows(verdicts, notes, released, again, bool(_libraries(released.facts, rebuilt)))
        print(_table(verdicts))
        wrong = [path for path, verdict in verdicts.items() if verdict not in (SAME, ROWS)]
        why = _why(released.facts, rebuilt, wrong)
        for path in wrong:
            print(f"{path}: {verdicts[path]}{notes.get(path, '')}")
    if not wrong:
        if other := sum(verdict == ROWS for verdict in verdicts.values()):
            print(
                f"{released.name}: same rows as build {released.facts['hash']}, other bytes in {other} of {len(verdicts)} "
                f"files{_libraries(released.facts, rebuilt)}"
            )
        else:
            print(f"{released.name}: all {len(verdicts)} files are those of build {released.facts['hash']}")
        return 0
    print(f"{released.name}: {len(wrong)} of {len(verdicts)} files are not what its recipe makes{why}")
    return 1


def compare_files(released: dict[str, RemoteFile], again: dict[str, File]) -> dict[str, str]:
    """A verdict for each path of either side."""
    verdicts = {}
    for path in sorted({*released, *again} - set(KEPT)):
        if path not in again:
            verdicts[path] = MISSING
        elif path not in released:
            verdicts[path] = ADDED
        else:
            verdicts[path] = SAME if is_same(again[path], released[path]) else DIFFERS
    return verdicts


def compare_rows(
    verdicts: dict[str, str], notes: dict[str, str], released: Released, again: dict[str, File], other_libraries: bool
) -> dict[str, str]:
    """The verdicts with those of other bytes that hold the same: rows of Parquet, and what describes files but for their hashes.

    `notes` says what differs in each Parquet file, "" where only its bytes do.
    """
    found = dict(verdicts)
    for path, verdict in verdicts.items():
        if verdict == DIFFERS and path.endswith(".parquet") and not notes[path]:
            found[path] = ROWS
    rows_hold = all(v in (SAME, ROWS) for path, v in found.items() if path.endswith(".parquet"))
    if not rows_hold or not (other_libraries or ROWS in found.values()):
        return found
    for path in (path for path, verdict in found.items() if verdict == DIFFERS):
        # a picture is drawn from rows that are the same, by a library that is not
        if path.endswith(".png") or (
            path in DESCRIBING
            and _bare(path, released.path_of(path).read_bytes()) == _bare(path, again[path].read_bytes())
        ):
            found[path] = ROWS
    return found


def _bare(path: str, content: bytes) -> object:
    """A describing file without hashes, sizes and versions."""
    if path == BUILD_FILE:
        return {key: value for key, value in json.loads(content).items() if key not in ("files", "environment")}
    lines = content.decode("utf-8").splitlines()
    return [line for line in lines if not _OF_BYTES.search(line)]


def _as_published(released: Released, again: dict[str, File]) -> dict[str, File]:
    """The rebuilt files with the card that publishing makes of it, under the name that the released one gives."""
    if CARD not in again or CARD not in released.files or is_same(again[CARD], released.files[CARD]):
        return again
    if (named := published_as(released.card)) is None:
        return again
    text = dataset_card(again[CARD].read_bytes().decode("utf-8"), *named)
    return again | {CARD: replace(again[CARD], content=text.encode())}


# ----------------------------------------------------------------------------------------- what was released


def _local(folder: Path) -> Released:
    release = Release.open(folder)
    if release.form != "dataset":
        raise BadInput(f"{folder}: is a {release.form}; only datasets can be built again to the same bytes")
    files = {path: RemoteFile(file.size, file.sha256, True) for path, file in release.files.items()}
    return Released(str(folder), _checked(release.facts, str(folder)), files, folder)


def _remote(config: VerifyConfig) -> Released:
    repo_id, revision = config.release, config.revision or MAIN
    if repo_id.count("/") != 1:
        raise BadInput(f"{repo_id}: is no folder here and no org/name; give one of them")
    head = repository.read_head(repository.open_hub(), "dataset", repo_id, revision)
    if head is None:
        raise BadInput(f"{repo_id}: no such dataset on the Hub, or the token may not see it; check the name")
    known = {*head.branches, *head.tags, *head.requests}
    if config.revision and config.revision not in known and not head.sha.startswith(config.revision):
        raise BadInput(f"{repo_id}: has no revision {config.revision}; it has {', '.join(sorted(known))}")
    if BUILD_FILE not in head.files:
        raise BadInput(f"{repo_id}: has no {BUILD_FILE}, so no recipe; only what `publish` sent can be verified")
    facts = json.loads(repository.read_text("dataset", repo_id, BUILD_FILE, head.sha))
    name = f"{repo_id} {revision} ({head.sha[:7]})"
    return Released(name, _checked(facts, name), head.files, None, repo_id, head.sha)


def _checked(facts: dict, name: str) -> dict:
    for key in ("hash", "settings", "command"):
        if key not in facts:
            raise BadInput(f"{name}: {BUILD_FILE} has no {key}, so no recipe to follow; build again with this version")
    return facts


# --------------------------------------------------------------------------------------------- building again


@contextmanager
def _rebuilt(released: Released, config: VerifyConfig) -> Iterator[Path]:
    if config.rebuilt:
        _local(Path(config.rebuilt))
        yield Path(config.rebuilt)
        return
    recipe = _recipe(released, config)
    code = released.facts["settings"]["code_version"]
    if code != template_code():
        print(f"note: built by code {code}, this is {template_code()}")
    with tempfile.TemporaryDirectory(prefix="rjdb-verify-") as scratch:
        build(BuildConfig(out=f"{scratch}/rjdb", **recipe, workers=config.workers, quiet=config.quiet))
        yield Path(scratch) / "rjdb"


def _recipe(released: Released, config: VerifyConfig) -> dict:
    """The settings of BuildConfig; raises BadInput where something is needed that the release does not hold."""
    settings, command = released.facts["settings"], released.facts["command"]
    again = f"`{command} --out FOLDER`, then `verify … --rebuilt FOLDER`"
    if settings["recipe"] == "original":
        raise BadInput(f"{released.name}: was imported from the original release; get its file, {again}")
    if settings["teacher"] != TemplateTeacher.name:
        raise BadInput(
            f"{released.name}: was written by {settings['teacher']}; with the store of its requests at hand (nothing is "
            f"asked or paid again), {again}"
        )
    graph = read_graph(config.graph)
    if graph.content_hash != settings["graph"]:
        given = f"{config.graph} is {graph.content_hash[:12]}" if config.graph else "give its folder with --graph"
        raise BadInput(
            f"{released.name}: was built from graph {settings['graph'][:12]}; {given}; it was built by `{command}`"
        )
    names = names_hash(read_first_names(config.names))
    if names != settings["names"]:
        given = f"{config.names} is {names}" if config.names else "give them with --names"
        raise BadInput(f"{released.name}: was built with given names {settings['names']}; {given}")
    recipe = ("recipe", "triples", "seed", "max_removed", "explain_matches")
    kept = {name: settings[name] for name in recipe if name in settings}
    return kept | {"graph": config.graph, "names": config.names}


# ----------------------------------------------------------------------------------------------------- telling


def _table(verdicts: dict[str, str]) -> str:
    rows: dict[str, list[int]] = {}
    for path, verdict in verdicts.items():
        counts = rows.setdefault(path.split("/")[0] + "/" * ("/" in path), [0, 0, 0])
        counts[0 if verdict == SAME else 1 if verdict == ROWS else 2] += 1
    shown = [
        [part, same, other or "", wrong or "", DIFFERS if wrong else ROWS if other else SAME]
        for part, (same, other, wrong) in rows.items()
    ]
    align = ["left", "right", "right", "right", "left"]
    return tabulate(shown, ["what", "files the same", "the rows", "not", "verdict"], "github", colalign=align)


def _difference(released: Released, again: dict[str, File], path: str) -> str:
    """What is different about a Parquet file: columns, or the first row; "" where the rows are the same."""
    if not path.endswith(".parquet"):
        return ""
    try:
        here, there = pq.read_table(released.path_of(path)), pq.read_table(again[path].source)
    except (pa.ArrowInvalid, OSError):
        return ", and cannot be read"
    if here.schema != there.schema or len(here) != len(there):
        return f", {len(here):,} rows of {here.num_columns} columns, rebuilt {len(there):,} of {there.num_columns}"
    names = [name for name in here.column_names if not here[name].equals(there[name])]
    if not names:
        return ""
    pairs = zip(here[names[0]].to_pylist(), there[names[0]].to_pylist())
    row = next(number for number, (a, b) in enumerate(pairs) if a != b)
    where = here["id"][row].as_py() if "id" in here.column_names else row
    return f" in {', '.join(names)}, first at row {where}"


def _why(released: dict, again: dict, wrong: list[str]) -> str:
    """The likely reason, from what both sides say of their making."""
    code, now = (facts["settings"]["code_version"] for facts in (released, again))
    if code != now:
        return f"; it was built by code {code}, rebuilt by {now}: check out the code that built it"
    if other := _libraries(released, again):
        return f"; libraries differ{other}: install those it was built with"
    if not any(path.endswith(".parquet") for path in wrong):
        return "; every row is the same, the code that measures and describes them may be another"
    return ""


def _libraries(released: dict, again: dict) -> str:
    """Those of other versions, as ` (pyarrow 25 / 26)`: released, then rebuilt; "" where all are the same."""
    then, now = (facts.get("environment", {}) for facts in (released, again))
    other = [
        f"{name} {version} / {now.get(name, 'none')}" for name, version in then.items() if now.get(name) != version
    ]
    return f" ({', '.join(other)})" if other else ""
