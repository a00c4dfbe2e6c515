"""The Spaces where visitors run them: published, downloaded, and started where the project is not installed."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from datasets import load_dataset

from tests.fixtures import demo_space
from tests.fixtures.demo_pair import JOB, RESUME
from tests.fixtures.hub_runs import ROOT, run_client, running_hub, send, without_project

SPACES = {"demo": "org/rjdb-demo", "rjdb_metric": "org/rjdb_metric"}
DOWNLOAD = """
import json, sys
from huggingface_hub import snapshot_download
for folder, name in json.loads(sys.argv[1]).items():
    snapshot_download(name, repo_type="space", local_dir=folder)
print("null")
"""
IMPORTED = """
import app, importlib, json, pathlib, sys
for path in pathlib.Path().rglob("*.py"):
    importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
tops = ("rjdb", "dataset_builder", "training")
print(json.dumps({name: module.__file__ for name, module in sys.modules.items() if name.split(".")[0] in tops}))
"""
MEASURED = r"""
import evaluate, json, sys
measured = {task: evaluate.load("../rjdb_metric", task).compute(**given) for task, given in json.loads(sys.argv[1]).items()}
assert not any(name.split(".")[0] in ("rjdb", "dataset_builder", "training") for name in sys.modules)
import app
measured["page"] = dict(app.measure("matching", "match\nno match", "match\nmatch", "", "", ""))
print(json.dumps(measured))
"""
UNPACKED = """
import evaluate, json, sys
sys.path.insert(0, "demo")
import rjdb
from service import service
measured = evaluate.load("rjdb_metric", "matching").compute(predictions=["match"], references=["match"])
print(json.dumps([rjdb.__file__, measured["accuracy"]]))
"""
PERFECT = {
    "matching": "accuracy",
    "explanation": "F1 strict",
    "extraction": "JD skills F1 exact",
    "editing": "skills ROUGE-2",
}
COLUMNS = {"extraction": ("document_type",), "editing": ("section", "resume")}


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory) -> Path:
    """A folder with both Spaces as they come from the Hub."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "home").mkdir()
    with pytest.MonkeyPatch.context() as patch, contextmanager(running_hub)(patch) as double:
        assert send(*(ROOT / "spaces" / name for name in SPACES)) == 0
        wanted = json.dumps({str(folder / name): repository for name, repository in SPACES.items()})
        run_client(double, DOWNLOAD, wanted, home=folder / "home", **without_project(folder / "site"))
    return folder


def run(folder: Path, code: str, *arguments: str, **environment: str):
    """The JSON that the code prints last, run in the folder, where the project is not installed."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "RJDB_HOME")}
    own = without_project(folder.parent / "site") | {"HF_HOME": str(folder.parent / "hf")} | environment
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=folder, env=kept | own, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_every_module_of_the_demo_imports_from_the_release(snapshots):
    pytest.importorskip("gradio")
    imported = run(snapshots / "demo", IMPORTED)
    assert {"rjdb", "dataset_builder", "training"} <= set(imported)
    assert all(Path(file).is_relative_to(snapshots / "demo") for file in imported.values()), imported


def test_the_demo_answers(snapshots, tmp_path):
    pytest.importorskip("gradio")
    from gradio_client import Client

    own = without_project(snapshots / "site")
    with demo_space.serve(tmp_path, snapshots / "demo", **own) as url:
        client = Client(url, verbose=False)
        found = client.predict(JOB, RESUME, "Rules", api_name="/match")
        assert (found["label"], found["system"]) == ("no match", "Rules")
        assert client.predict(JOB, RESUME, api_name="/explain")["counterfactual"]["changes"]
        assert client.predict(RESUME, "resume", api_name="/extract")["json_resume"]["work"]
        assert "Python" in client.predict(RESUME, "Python", api_name="/edit")["resume"]
        assert client.predict("Robotics Technician", api_name="/graph")["links"]


def test_the_metric_and_its_page_measure(snapshots, built):
    pytest.importorskip("gradio")
    pytest.importorskip("evaluate")
    given = {}
    for task in PERFECT:
        rows = load_dataset("rjdb", task, split="test", data_dir=str(built))[:8]
        gold = {"predictions": rows["completion"], "references": rows["completion"], "ids": rows["id"]}
        given[task] = gold | {name: rows[name] for name in COLUMNS.get(task, ())}
    measured = run(snapshots / "rjdb_metric", MEASURED, json.dumps(given))
    for task, perfect in PERFECT.items():
        assert (measured[task][perfect], measured[task]["rows"], measured[task]["unparsed"]) == (100, 8, 0)
    assert measured["page"]["accuracy"] == 50


@pytest.mark.parametrize("name", SPACES)
def test_only_what_is_needed_is_sent(snapshots, name):
    sent = {path.relative_to(snapshots / name).as_posix() for path in (snapshots / name).rglob("*") if path.is_file()}
    assert not sent & {"publish.yaml", "prepare.py", "dataset_builder/pipeline/build.py", "training/sft.py"}
    assert "rjdb.py" in sent
    assert sent >= (
        {"metrics.py", "matchers.py", "intervals.py"} if name == "rjdb_metric" else {"training/evaluation/matchers.py"}
    )


@pytest.mark.parametrize("name", SPACES)
def test_requirements_name_every_package_imported_at_start(snapshots, name):
    folder, distributions = snapshots / name, packages_distributions()
    needed = set(re.findall(r"^[\w.-]+", (folder / "requirements.txt").read_text(), re.MULTILINE))
    needed = {one.lower().replace("_", "-") for one in needed} | {"gradio"}  # the Hub installs the sdk itself
    own = {path.relative_to(folder).parts[0].removesuffix(".py") for path in folder.rglob("*.py")}
    for path in folder.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            for top in {name.split(".")[0] for name in names} - own - set(sys.stdlib_module_names):
                assert {d.lower().replace("_", "-") for d in distributions[top]} & needed, f"{path.name} imports {top}"


# ------------------------------------------------------------------------------------------- the checkout


def git(*arguments: str) -> bytes:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def test_git_holds_no_symbolic_link():
    """A zip download, or a clone on Windows, holds a link as a text file with a path in it."""
    entries = git("ls-files", "--stage").decode().splitlines()
    assert entries and [entry for entry in entries if entry.startswith("120000")] == []


def test_spaces_import_from_a_zip_download(tmp_path):
    """The unpacked archive is on the path, as after `pip install --editable .` in it."""
    pytest.importorskip("evaluate")
    (tmp_path / "project.zip").write_bytes(git("archive", "--format=zip", "HEAD"))
    root = tmp_path / "project"
    zipfile.ZipFile(tmp_path / "project.zip").extractall(root)
    paths = os.pathsep.join([without_project(tmp_path / "site")["PYTHONPATH"], str(root)])
    assert run(root / "spaces", UNPACKED, PYTHONPATH=paths) == [str(root / "rjdb.py"), 100]
