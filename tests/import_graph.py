"""Which module of the project imports which, read from the code with ast: nothing is imported.

    code = read_code()
    code.modules["training.trainers.recipe"].imports     # with line, names, and whether they are deferred (to a function, or to type checkers)
    code.circles()                              # modules that import each other, deferred imports counted

A module of a Space, which runs from its own folder, is `spaces.demo.app`, whatever it is called there.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
# every module is reached from these, and imports none that stands to the right of its own
ROOMS = ("rjdb", "dataset_builder", "training", "spaces", "benchmarks", "tests")


@dataclass(frozen=True)
class Import:
    """`module`: as it is called in the project, or at its origin; `names`: what is taken of it, none of `import module`."""

    module: str
    names: tuple[str, ...]
    line: int
    deferred: bool


@dataclass(frozen=True)
class Module:
    """`path` is relative to the project."""

    name: str
    path: Path
    text: str
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    def at(self, line: int) -> str:
        return f"{self.path.as_posix()}:{line}"


@dataclass(frozen=True)
class Code:
    modules: dict[str, Module]

    @cached_property
    def graph(self) -> dict[str, dict[str, Import]]:
        """Per module those of the project that it imports, and where first."""
        found: dict[str, dict[str, Import]] = {name: {} for name in self.modules}
        for name, module in self.modules.items():
            for one in module.imports:
                for target in self._targets(one):
                    outside = [
                        package for package in self._packages(target) if not f"{name}.".startswith(f"{package}.")
                    ]
                    for ran in (target, *outside):  # a package runs before what is in it
                        if ran != name:
                            found[name].setdefault(ran, one)
        return found

    def _packages(self, name: str) -> list[str]:
        parts = name.split(".")
        return [package for at in range(1, len(parts)) if (package := ".".join(parts[:at])) in self.modules]

    def _targets(self, one: Import) -> Iterator[str]:
        """`from package import x` is the module x where there is one, else the package itself."""
        for name in one.names or (None,):
            if name and f"{one.module}.{name}" in self.modules:
                yield f"{one.module}.{name}"
            elif one.module in self.modules:
                yield one.module

    def circles(self) -> list[str]:
        """One line a circle: each import on the way round, with its place. Another may hide behind one that is told."""
        graph, told = {name: set(targets) for name, targets in self.graph.items()}, []
        while True:
            try:
                TopologicalSorter(graph).prepare()
                return told
            except CycleError as error:
                way = error.args[1][::-1]  # each imports the next one
                steps = zip(way, way[1:])
                told.append("; ".join(f"{self.modules[a].at(self.graph[a][b].line)} imports {b}" for a, b in steps))
                graph[way[0]].discard(way[1])


def read_code(root: Path = ROOT) -> Code:
    paths = {}
    for path in sorted(root.glob("*.py")) + [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]:
        if path.relative_to(root).parts[0].removesuffix(".py") in ROOMS:
            paths[_name(path, root)] = path
    return Code({name: _read(name, path, paths, root) for name, path in paths.items()})


def _name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(name: str, path: Path, paths: dict[str, Path], root: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    deferred = {id(node) for outer in ast.walk(tree) if _runs_later(outer) for node in ast.walk(outer)}
    imports = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            taken = [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            taken = [(_absolute(node, name, path), tuple(alias.name for alias in node.names))]
        else:
            continue
        for module, names in taken:
            imports.append(Import(_in_project(module, path, root, paths), names, node.lineno, id(node) in deferred))
    return Module(name, path.relative_to(root), text, tree, tuple(imports))


def _runs_later(node: ast.AST) -> bool:
    """Whether what is inside does not run when the module is imported."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _absolute(node: ast.ImportFrom, name: str, path: Path) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    parts = package[: len(package) - node.level + 1]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _in_project(module: str, path: Path, root: Path, paths: dict[str, Path]) -> str:
    """A module of a Space imports the others by their names from the Space's own folder."""
    place = path.relative_to(root).parts
    inside = ".".join([*place[:2], module])
    parts = inside.split(".")
    known = any(".".join(parts[:at]) in paths for at in range(3, len(parts) + 1)) or any(
        name.startswith(f"{inside}.") for name in paths
    )
    return inside if place[0] == "spaces" and known else module
