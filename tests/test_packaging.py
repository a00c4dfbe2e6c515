"""What is installed: the wheel and the editable checkout, each next to a data folder `rjdb/`, as a user runs them."""

import ast
import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import rjdb
from dataset_builder.errors import command

ROOT = Path(__file__).parents[1]
SAYS = "import rjdb, sys; print(rjdb.prompt('matching', job_description='a', resume='b')[:4], rjdb.__file__)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    pytest.importorskip("hatchling")
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The wheel, installed by pip into a folder of its own."""
    place = tmp_path_factory.mktemp("installed")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(place),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    return place


@pytest.fixture
def beside(built, tmp_path) -> Path:
    """A folder where someone has built, or downloaded, the dataset."""
    (tmp_path / "rjdb").symlink_to(built)
    return tmp_path


def run(*words: str, cwd: Path, path: Path | None = None) -> str:
    environment = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    ran = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout


# ------------------------------------------------------------------------------------------- next to a data folder


def is_installed_from(folder: Path) -> bool:
    try:
        origin = metadata.distribution("rjdb").read_text("direct_url.json") or ""
    except metadata.PackageNotFoundError:
        return False
    return folder.as_uri() in origin


@pytest.mark.skipif(not is_installed_from(ROOT), reason="this checkout is not what is installed here")
@pytest.mark.parametrize("how", ["command", "script"])
def test_an_editable_install_finds_the_module_beside_a_data_folder(how, beside):
    (beside / "script.py").write_text(SAYS)
    words = ["-c", SAYS] if how == "command" else ["script.py"]
    assert run(sys.executable, *words, cwd=beside).split() == ["Does", str(ROOT / "rjdb.py")]


def test_a_wheel_finds_the_module_beside_a_data_folder(beside, installed):
    said = run(sys.executable, "-c", SAYS, cwd=beside, path=installed)
    assert said.split() == ["Does", str(installed / "rjdb.py")]
    loads = (
        "import rjdb; from datasets import load_dataset; print(load_dataset('rjdb', 'triples', split='test').num_rows)"
    )
    assert run(sys.executable, "-c", loads, cwd=beside, path=installed).strip() == "8"


# ------------------------------------------------------------------------------------------- what the wheel holds


def test_the_wheel_holds_the_code_with_its_data_and_no_other_top_level_name(wheel):
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not in a git checkout")
    tracked = listed.stdout.splitlines()
    code = {name for name in tracked if name == "rjdb.py" or name.startswith(("dataset_builder/", "training/"))}
    cards = {f"training/card/{name}" for name in tracked if name.startswith("model_cards/")}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert len(cards) == 4 and code | cards <= held
    assert {name.partition("/")[0] for name in held} == {"rjdb.py", "dataset_builder", "training"}
    assert {"dataset_builder/py.typed", "training/py.typed"} <= held


def test_its_metadata_say_version_links_and_python(wheel):
    archive = zipfile.ZipFile(wheel)
    said = archive.read(next(name for name in archive.namelist() if name.endswith("METADATA"))).decode()
    assert f"\nVersion: {rjdb.__version__}\n" in said and "\nRequires-Python: >=3.11\n" in said
    assert said.count("\nProject-URL: ") >= 2 and said.count("\nClassifier: ") >= 5
    versions = re.findall(r"Python :: (3\.\d+)", said)
    assert versions[0] == "3.11" and len(versions) >= 3


def test_a_card_is_written_from_the_wheel(installed, tmp_path):
    recipe = installed / "training" / "recipes" / "students" / "matcher.yaml"
    pytest.importorskip("torch")
    run(sys.executable, "-m", "training.card", str(recipe), "--out", "card.md", cwd=tmp_path, path=installed)
    assert "# RJDB matcher" in (tmp_path / "card.md").read_text()


# ------------------------------------------------------------------------------------------- the console script


def test_the_script_is_the_module_under_its_own_name(installed, tmp_path):
    by_script = run(str(installed / "bin" / "rjdb"), "build", "--help", cwd=tmp_path, path=installed)
    by_module = run(sys.executable, "-m", "dataset_builder", "build", "--help", cwd=tmp_path, path=installed)
    assert by_script.startswith("usage: rjdb build ") and by_module.startswith(
        "usage: python -m dataset_builder build "
    )
    assert by_script.split("options:")[1] == by_module.split("options:")[1]
    assert run(str(installed / "bin" / "rjdb"), "--version", cwd=tmp_path, path=installed) == f"rjdb {rjdb.VERSION}\n"


def test_advice_names_the_command_that_was_run(installed, tmp_path):
    for words, name in (
        ([str(installed / "bin" / "rjdb")], "rjdb build"),
        ([sys.executable, "-m", "dataset_builder"], "python -m dataset_builder build"),
    ):
        environment = os.environ | {"PYTHONPATH": str(installed)}
        ran = subprocess.run(
            [*words, "stats", "nowhere"], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert ran.returncode == 2 and f"`{name}`" in ran.stderr and ran.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("started", "said"),
    [("/usr/bin/rjdb", "rjdb build"), ("rjdb.exe", "rjdb build"), ("/x/dataset_builder/__main__.py", "python -m dataset_builder build"),
     ("", "python -m dataset_builder build"), ("rjdb.py", "python -m dataset_builder build")],
)  # fmt: skip
def test_command_follows_how_the_process_was_started(started, said, monkeypatch):
    monkeypatch.setattr(sys, "argv", [started])
    assert command("build") == said


def test_no_advice_of_the_dataset_builder_names_one_way_only():
    """Messages take the command from `errors.command`; what is written into datasets names the module, whoever builds."""
    recorded = {"build.py", "import_original.py", "dataset_card.py", "datasheet.py", "errors.py"}
    found = []
    for path in (ROOT / "dataset_builder").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node)
        }
        found += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "python -m dataset_builder" in node.value
            if id(node) not in docstrings and path.name not in recorded
        ]
    assert not found


# ------------------------------------------------------------------------------------------- one version, one interface


def test_there_is_one_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert rjdb.__version__ == rjdb.VERSION and f"\nversion: {rjdb.VERSION}\n" in citation
    assert not re.search(r'^version = "', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)


def test_all_names_what_is_public():
    defined = {
        name
        for name, value in vars(rjdb).items()
        if not name.startswith("_") and (name.isupper() or getattr(value, "__module__", "") == "rjdb")
    }
    assert set(rjdb.__all__) == defined
