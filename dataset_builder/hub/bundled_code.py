"""What a Space needs of the project, as files of its release.

In development a Space imports the installed project; on the Hub the project is not installed. A release of a Space
therefore holds, next to the Space's own files, each module of the project that they import, directly or through one
another. Import statements say which; `publish.yaml` in the Space's folder says what they cannot:

    data: [dataset_builder/sources/data/skills.csv]    # files or patterns that these modules read
    leave_out: [prepare.py]                    # files of the folder that are for development only
    siblings: {training.evaluation.metrics: metrics}      # module of the project: its name directly in the folder

Modules keep their paths unless there are `siblings`. With them, `from training.evaluation.metrics import score` is sent as
`from .metrics import score`: `evaluate` copies only what a metric imports in this form. A folder without `publish.yaml`
is sent as it is.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path

import yaml

from dataset_builder.hub.files import File
from dataset_builder.hub.refusal import Refusal

NEEDS_FILE = "publish.yaml"
PROJECT = Path(__file__).parents[2]
TOP_LEVEL = ("rjdb", "dataset_builder", "training")


@dataclass(frozen=True)
class Needs:
    """The content of `publish.yaml`."""

    data: list[str] = field(default_factory=list)
    leave_out: list[str] = field(default_factory=list)
    siblings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Import:
    """One import statement of the project: the module it names, and what it takes from it (None: the module itself)."""

    module: str
    names: tuple[str, ...] | None
    line: int

    def candidates(self) -> Iterator[str]:
        """Everything that may be a module: the packages above, the module, and each name taken from it."""
        parts = self.module.split(".")
        yield from (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        yield from (f"{self.module}.{name}" for name in self.names or ())


@dataclass(frozen=True)
class Source:
    """A Python file of the release; `package` is what its relative imports start from, "" for the Space's own files."""

    path: str
    file: Path
    package: str = ""

    def imports(self) -> tuple[Import, ...]:
        """Raises SyntaxError where the file is not Python."""
        return _imports(self.file.read_text(encoding="utf-8"), self.package)


@lru_cache(maxsize=2_048)
def _imports(code: str, package: str) -> tuple[Import, ...]:
    """Of the project. Kept, since a release opens its Spaces for their addresses, their plans and their commits."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, None, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(Import(_absolute(node, package), tuple(alias.name for alias in node.names), node.lineno))
    return tuple(one for one in found if one.module.split(".")[0] in TOP_LEVEL)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if package else []
    return ".".join([*above, *([node.module] if node.module else [])])


def with_project(files: dict[str, File], project: Path = PROJECT) -> tuple[dict[str, File], list[Refusal]]:
    """The files of a Space together with those that it needs of the project, and what is wrong with either."""
    if NEEDS_FILE not in files:
        return files, []
    needs, refusals = _read(files[NEEDS_FILE].source)
    refusals += [_refusal("leave_out", f"{path} is not in the folder") for path in needs.leave_out if path not in files]
    own = {path: file for path, file in files.items() if path != NEEDS_FILE and path not in needs.leave_out}
    sources = [Source(path, file.source) for path, file in own.items() if path.endswith(".py")]
    modules, refused = _reached(sources, project)
    refusals += refused
    if needs.siblings:
        refusals += [_refusal("siblings", f"no file imports {name}") for name in needs.siblings if name not in modules]
        modules = {n: replace(s, path=f"{needs.siblings[n]}.py") for n, s in modules.items() if n in needs.siblings}
    data, refused = _data(needs.data, project)
    added = {source.path: File(source.path, source.file) for source in modules.values()} | data
    refusals += refused
    for path in sorted(set(added) & set(own)):
        what = "is in the folder, and comes from the project too"
        refusals.append(Refusal(path, None, what, "remove or rename the one in the folder"))
    if needs.siblings and not refusals:
        sent, refusals = _as_siblings([*sources, *modules.values()], needs.siblings)
        added |= sent
    return own | added, refusals


def _refusal(name: str, what: str) -> Refusal:
    return Refusal(NEEDS_FILE, f"field {name}", what, "take it out, or write it as it is called now")


def _read(path: Path) -> tuple[Needs, list[Refusal]]:
    expected = "a mapping of data and leave_out (lists of paths) and siblings (module: name)"
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        needs = Needs(**given)
        right = all(isinstance(getattr(needs, f.name), dict if f.name == "siblings" else list) for f in fields(Needs))
    except (yaml.YAMLError, UnicodeDecodeError, TypeError):
        right = False
    return (needs, []) if right else (Needs(), [Refusal(NEEDS_FILE, None, "cannot be read", f"write {expected}")])


def _reached(sources: list[Source], project: Path) -> tuple[dict[str, Source], list[Refusal]]:
    """Every module of the project that the files import, directly or through one another, by its name."""
    found: dict[str, Source] = {}
    refusals, waiting = [], list(sources)
    while waiting:
        source = waiting.pop()
        try:
            imports = source.imports()
        except SyntaxError as error:
            refusals.append(Refusal(source.path, f"line {error.lineno}", f"is not Python ({error.msg})", "correct it"))
            continue
        for one in imports:
            for name in one.candidates():
                if name not in found and (module := _module(name, project)) is not None:
                    found[name] = module
                    waiting.append(module)
            if one.module not in found:
                what = f"imports {one.module}, which the project does not have"
                refusals.append(Refusal(source.path, f"line {one.line}", what, "import what it is called now"))
    return dict(sorted(found.items())), refusals


def _module(name: str, project: Path) -> Source | None:
    """The file of a module, with its path on the Hub; None where there is no such module."""
    place = name.replace(".", "/")
    for path, package in ((f"{place}/__init__.py", name), (f"{place}.py", name.rpartition(".")[0])):
        if (project / path).is_file():
            return Source(path, project / path, package)
    return None


def _as_siblings(sources: list[Source], siblings: dict[str, str]) -> tuple[dict[str, File], list[Refusal]]:
    """The files with their imports of the project turned into imports of the files next to them."""
    files, refusals = {}, []
    for source in sources:
        lines = source.file.read_text(encoding="utf-8").splitlines(keepends=True)
        for one in source.imports():
            if one.names is None or one.module not in siblings:
                what = f"imports {one.module} otherwise than `from MODULE import NAME` with a module of siblings"
                remedy = f"write it so, and name the module in {NEEDS_FILE}"
                refusals.append(Refusal(source.path, f"line {one.line}", what, remedy))
                continue
            at = one.line - 1
            lines[at] = re.sub(r"\bfrom\s+[\w.]+", f"from .{siblings[one.module]}", lines[at], count=1)
        content = "".join(lines).encode()
        files[source.path] = File(source.path, source.file, None if content == source.file.read_bytes() else content)
    return files, refusals


def _data(patterns: list[str], project: Path) -> tuple[dict[str, File], list[Refusal]]:
    files, refusals = {}, []
    for pattern in patterns:
        found = [path for path in sorted(project.glob(pattern)) if path.is_file()]
        if not found:
            refusals.append(_refusal("data", f"{pattern} names no file of the project"))
        files |= {(name := path.relative_to(project).as_posix()): File(name, path) for path in found}
    return files, refusals
