"""What the house is built like: who imports whom, how large a module and a folder may be. Read from the code, not run."""

import ast
import subprocess
from collections import Counter
from functools import cache

import pytest

from tests.fixtures.import_graph import ROOMS, ROOT, Code, Module, read_code

# rooms of dataset_builder from the top floor down
ORDER = (
    "cli", "hub", "pipeline", "report", "teachers", "quality", "assessment", "sampling", "graph", "sources", "llm", "prompts", "text",
    "storage",
)  # fmt: skip
HEAVY = {"torch", "transformers", "openai", "gradio", "ray", "trl", "peft"}
# lines; rjdb.py is one file by design
LONGEST = {"rjdb.py": 700}
LONG = 400
# entries of a folder, so that `ls` shows the architecture
WIDEST = 18
NOT_COUNTED = {"__init__.py", "__main__.py", "py.typed"}


@cache
def code() -> Code:
    return read_code()


def modules(*rooms: str) -> list[Module]:
    return [module for module in code().modules.values() if not rooms or module.room in rooms]


def tracked(*options: str) -> list[str]:
    """What `git ls-files` tells of this checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not in a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip(listed.stderr.strip())
    return [line for line in listed.stdout.split("\0") if line]


def none_of(offenders: list[str], rule: str) -> None:
    assert not offenders, f"{rule}:\n" + "\n".join(offenders)


def test_the_code_is_found():
    assert {module.room for module in modules()} == set(ROOMS)
    assert "dataset_builder.text.sections" in code().graph["training.data.shortening"]


def test_circles_are_found_and_named(tmp_path):
    for path, text in {
        "rjdb.py": "import json",
        "training/a.py": "def late():\n    from training import b",
        "training/b.py": "import rjdb\nfrom . import c",
        "training/c.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from training.a import late",
        "training/d.py": "import training.a",
        "spaces/demo/app.py": "import rjdb\nfrom views import table",
        "spaces/demo/views/table.py": "def late():\n    import app",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    code = read_code(tmp_path)
    steps = {step for line in code.circles() for step in line.split("; ")}
    assert len(code.circles()) == 2 and steps == {
        "training/a.py:2 imports training.b", "training/b.py:2 imports training.c", "training/c.py:3 imports training.a",
        "spaces/demo/app.py:2 imports spaces.demo.views.table", "spaces/demo/views/table.py:2 imports spaces.demo.app",
    }  # fmt: skip
    deferred = {name for name, module in code.modules.items() for one in module.imports if one.deferred}
    assert deferred == {"training.a", "training.c", "spaces.demo.views.table"}


def test_no_import_circle():
    none_of(code().circles(), "modules that import each other")


def test_nothing_imports_upward():
    rank = {room: at for at, room in enumerate(ROOMS)} | {"benchmarks": len(ROOMS), "tests": len(ROOMS)}
    found = [
        f"{code().modules[name].at(one.line)} imports {target}"
        for name, targets in code().graph.items()
        for target, one in targets.items()
        if rank[code().modules[name].room] < rank[code().modules[target].room]
    ]
    none_of(found, "spaces -> training -> dataset_builder -> rjdb, and benchmarks and tests above them")


def test_the_rooms_of_the_dataset_builder_stand_on_each_other():
    """Each room imports only what stands to its right; what lies beside them is the ground."""
    found = []
    for name, targets in code().graph.items():
        for target, one in targets.items():
            rooms = [full.split(".")[1] for full in (name, target) if full.startswith("dataset_builder.")]
            if (
                len(rooms) == 2
                and all(room in ORDER for room in rooms)
                and ORDER.index(rooms[0]) > ORDER.index(rooms[1])
            ):
                found.append(f"{code().modules[name].at(one.line)} imports {target}")
    none_of(found, " -> ".join(ORDER))


def test_every_room_of_the_dataset_builder_has_its_place():
    rooms = {line.split("/")[1] for line in tracked() if line.startswith("dataset_builder/") and line.count("/") > 1}
    assert rooms == set(ORDER)


def test_the_heavy_libraries_load_where_they_are_needed():
    found = [
        f"{module.at(one.line)} imports {one.module}"
        for module in modules("dataset_builder", "rjdb")
        for one in module.imports
        if one.module.partition(".")[0] in HEAVY and not one.deferred
    ]
    none_of(found, "import these in the function that needs them")


def test_modules_are_short():
    found = []
    for module in modules():
        path, lines = module.path.as_posix(), len(module.text.splitlines())
        if lines > (most := LONGEST.get(path, LONG)):
            found.append(f"{path}: {lines} lines, {most} at most")
    none_of(found, "split these by their second noun")


def test_modules_say_what_they_are():
    public = [module for module in modules() if not module.name.rpartition(".")[2].startswith("_") and module.text]
    found = [module.at(1) for module in public if not ast.get_docstring(module.tree)]
    none_of(found, "modules without a docstring")


def test_a_folder_shows_what_it_holds():
    paths = [line.split("/") for line in tracked() if line.startswith(("dataset_builder/", "training/", "spaces/"))]
    of_code = {"/".join(parts[:-1]) for parts in paths if parts[-1].endswith(".py")}
    entries = {("/".join(parts[:at]), parts[at]) for parts in paths for at in range(1, len(parts))}
    held = Counter(folder for folder, entry in entries if entry not in NOT_COUNTED)
    found = [
        f"{folder}: {held[folder]} entries, {WIDEST} at most" for folder in sorted(of_code) if held[folder] > WIDEST
    ]
    none_of(found, "cut these into rooms")


def test_no_symbolic_link():
    found = [line.partition("\t")[2] for line in tracked("--stage") if line.startswith("120000")]
    none_of(found, "links in git")


def private_names(module: Module) -> list[tuple[int, str]]:
    """Line and full name of everything with an underscore that a module takes of another one of the project."""
    found, aliases = [], {}
    for one in module.imports:
        if one.module.partition(".")[0] in ROOMS:
            found += [(one.line, f"{one.module}.{name}") for name in one.names if is_private(name)]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            aliases |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            aliases |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            owner = aliases.get(ast.unparse(node.value))
            if owner in code().modules:
                found.append((node.lineno, f"{owner}.{node.attr}"))
    return found


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_private_names_stay_at_home():
    taken = [(module.at(line), name) for module in modules() for line, name in private_names(module)]
    none_of([f"{at} takes {name}" for at, name in taken], "make these public")
