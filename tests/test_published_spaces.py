"""The Spaces where visitors run them: published, downloaded, and started where the project is not installed."""

import ast
import json
import re
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

import demo_space
import pytest
from test_demo_reading import JOB, RESUME

import rjdb
from tests.hub_runs import ROOT, run_client, running_hub, send, without_project

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
MEASURED = """
import evaluate, json, sys
task, columns = sys.argv[1], json.loads(sys.argv[2])
measured = evaluate.load("rjdb_metric", task).compute(**columns)
assert not any(name.split(".")[0] in ("rjdb", "dataset_builder", "training") for name in sys.modules)
print(json.dumps(measured))
"""
PAGE = """
import app, json
print(json.dumps(dict(app.measure("matching", "match\\nno match", "match\\nmatch", "", "", ""))["accuracy"]))
"""


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
    home = folder.parent / "home"
    own = {"PATH": "/usr/bin:/bin", "HOME": str(home), "HF_HOME": str(home / "hf"), "HF_HUB_OFFLINE": "1"}
    own |= without_project(folder.parent / "site") | environment
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, timeout=300)
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


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_the_metric_measures(snapshots, task):
    pytest.importorskip("evaluate")
    answers = {
        "matching": ["no match", "match"],
        "explanation": ["no match\nMissing skills:\n- Baking", "match"],
        "extraction": ["Skills:\n- Baking\nExperience:\n- 3 years as Baker"],
        "editing": ["- Baking\n- Sales"],
    }[task]
    columns = {"extraction": {"document_type": ["job_description"]}, "editing": {"section": ["skills"], "resume": ["Skills\n- Sales"]}}  # fmt: skip
    given = {"predictions": answers, "references": answers} | columns.get(task, {})
    measured = run(snapshots, MEASURED, task, json.dumps(given))
    assert measured["rows"] == len(answers) and measured["unparsed"] == 0
    perfect = {"matching": "accuracy", "explanation": "F1 strict", "extraction": "JD skills F1 exact", "editing": "skills ROUGE-2"}  # fmt: skip
    assert measured[perfect[task]] == 100


def test_the_page_of_the_metric_measures(snapshots):
    pytest.importorskip("gradio")
    assert run(snapshots / "rjdb_metric", PAGE) == 50.0


@pytest.mark.parametrize("name", SPACES)
def test_only_what_is_needed_is_sent(snapshots, name):
    sent = {path.relative_to(snapshots / name).as_posix() for path in (snapshots / name).rglob("*") if path.is_file()}
    assert not sent & {"publish.yaml", "prepare.py", "dataset_builder/build.py", "training/sft.py"}
    assert "rjdb.py" in sent
    assert sent >= ({"metrics.py", "matchers.py", "intervals.py"} if name == "rjdb_metric" else {"training/matchers.py"})


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
    """From where `pip install -e .` would find the project: the unpacked archive."""
    pytest.importorskip("gradio")
    archive = tmp_path / "project.zip"
    archive.write_bytes(git("archive", "--format=zip", "HEAD"))
    root = tmp_path / "project"
    zipfile.ZipFile(archive).extractall(root)
    paths = {"PYTHONPATH": f"{without_project(tmp_path / 'site')['PYTHONPATH']}:{root}"}
    (tmp_path / "home").mkdir()
    for name in SPACES:
        (root / "home").mkdir(exist_ok=True)
        code = "import app, json, rjdb; print(json.dumps(rjdb.__file__))"
        assert run(root / "spaces" / name, code, **paths) == str(root / "rjdb.py")
    code = "import evaluate, json; print(json.dumps(evaluate.load('rjdb_metric', 'matching').compute(predictions=['match'], references=['match'])['accuracy']))"
    assert run(root / "spaces", code, **paths) == 100
