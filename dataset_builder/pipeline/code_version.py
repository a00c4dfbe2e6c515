"""The version of the code that decides a row, as it stands in build.json and in the column `code_version`.

    1.0.0+3f6c0b1d9a27 = rjdb.VERSION + digest of the import closure of the module that writes the row

`rjdb.VERSION` is bumped by hand when a reader of the dataset has to act: columns, configs, splits, prompts, parsers.
The digest changes by itself with any byte of the code and data that can change a row, comments included, and with
nothing else. A build with another digest is another build: an unfinished one is not continued, and `verify` names both.

- Hashed are the modules that are imported, directly or not, by the module that writes the row, by the one that makes
  the graph, and by `shards`, which makes task rows and Parquet. Imports inside functions count; those for type
  checkers only do not, since they decide nothing.
- Three modules write rows, so there are three digests: `author` (template), `llm_author` and `original_release`. A prompt
  changes no row of the template teacher, a phrase of the template no row of a language model.
- Of a language model's rows, what is asked and how a reply is read is hashed: prompts, parsing, `llm.request`,
  `llm.protocol`, and `llm.request_store`, which says which answer belongs to which request. How requests
  travel, in which order, at what price and with what progress bar is not: the store gives the same answers afterwards.
- Data (csv, txt, yaml) that lies next to a hashed module is hashed, but for `x.yaml` next to `x.py`, which belongs to
  `x.py` alone. So is a folder without Python of its own in a hashed package, where a hashed module next to it names it: `data`, `phrases`.
- Not hashed, because they only measure, show or send rows: report, card, figures, statistics, gate, hub, judge,
  human study, the command line, and `pipeline.build`, whose settings are in build.json. Given inputs (`--graph`,
  `--names`) are there with a hash of their own, and so are the versions of libraries, under `environment`: another one may write the same rows.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

import rjdb

ROOT = Path(__file__).parents[2]
PACKAGES = ("rjdb", "dataset_builder", "training")
DATA = (".csv", ".txt", ".yaml")
# What every row goes through, whoever writes it: the graph that it is sampled from, and its way into Parquet.
ROW_CODE = ("dataset_builder.graph.make_graph", "dataset_builder.pipeline.shards")


@cache
def code_version(*roots: str, without: tuple[str, ...] = (), root: Path = ROOT) -> str:
    """`rjdb.VERSION` and the digest of all that the modules `roots` need to write a row."""
    return f"{rjdb.VERSION}+{digest(*roots, without=without, root=root)[:12]}"


@cache
def digest(*roots: str, without: tuple[str, ...] = (), root: Path = ROOT) -> str:
    """64 hex digits over paths and bytes of the closure; `root` is the folder that holds the packages."""
    found = hashlib.sha256()
    for path in closure(*roots, without=without, root=root):
        found.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return found.hexdigest()


@cache
def closure(*roots: str, without: tuple[str, ...] = (), root: Path = ROOT) -> tuple[Path, ...]:
    """The files on which `roots` depend: every module of ours that they import, and its data.

    `without`: modules and packages that decide nothing for these roots; what is itself a root counts all the same.

    Raises:
        ModuleNotFoundError: a root, or a module of `without`, does not exist.
    """
    for name in (*roots, *without):
        if _file(name, root) is None:
            raise ModuleNotFoundError(f"{name}: no such module in {root}")
    modules: dict[Path, _Names] = {}
    todo = list(roots)
    while todo:
        name = todo.pop()
        path = _file(name, root)
        if path is None or path in modules:
            continue
        if name not in roots and any(f"{name}.".startswith(f"{part}.") for part in without):
            continue
        modules[path] = names = _names(_package(path, root), path.read_bytes())
        todo += _with_packages({name, *names.imported})
    return tuple(sorted({*modules, *_data(modules)}))


class _Names(ast.NodeVisitor):
    """What a module of `package` imports, `from a import b` as both a and a.b, and the strings it holds."""

    def __init__(self, package: str) -> None:
        self.package = package
        self.imported: set[str] = set()
        self.strings: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        self.imported |= {alias.name for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        if node.level:
            above = self.package.split(".")[: len(self.package.split(".")) + 1 - node.level]
            base = ".".join([*above, *([base] if base else [])])
        self.imported |= {base, *(f"{base}.{alias.name}" for alias in node.names)}

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for statement in node.orelse:
                self.visit(statement)
        else:
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.strings.add(node.value)


def _package(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).parent.parts)


@cache
def _names(package: str, source: bytes) -> _Names:
    names = _Names(package)
    names.visit(ast.parse(source))
    return names


def _with_packages(names: set[str]) -> set[str]:
    """Also the packages above: Python runs their `__init__` first."""
    parts = (name.split(".") for name in names)
    return {".".join(words[:end]) for words in parts for end in range(1, len(words) + 1)}


def _file(name: str, root: Path) -> Path | None:
    """The file of a module of ours; None for a library, or for a name that is no module."""
    if name.partition(".")[0] not in PACKAGES:
        return None
    place = root.joinpath(*name.split("."))
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def _data(modules: dict[Path, _Names]) -> set[Path]:
    found: set[Path] = set()
    for folder in {path.parent for path in modules if path.name != "rjdb.py"}:
        named = set().union(*(names.strings for path, names in modules.items() if path.parent == folder))
        for path in folder.iterdir():
            if path.suffix in DATA:
                owner = path.with_suffix(".py")
                found |= {path} if owner in modules or not owner.is_file() else set()
            elif path.is_dir() and path.name in named and not any(path.rglob("*.py")):
                found |= {file for file in path.rglob("*") if file.suffix in DATA}
    return found
