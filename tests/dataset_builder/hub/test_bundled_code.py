"""What a release of a Space takes from the project: what its files import, what publish.yaml says, and nothing else."""

from pathlib import Path

import pytest

from dataset_builder.hub.bundled_code import with_project
from dataset_builder.hub.files import gather

PROJECT = {
    "rjdb.py": "",
    "dataset_builder/__init__.py": "",
    "dataset_builder/text.py": "from dataset_builder.errors import BadInput\n",
    "dataset_builder/errors.py": "",
    "dataset_builder/unused.py": "import rjdb\n",
    "dataset_builder/data/skills.csv": "skill\n",
    "dataset_builder/data/names.csv": "name\n",
    "training/__init__.py": "",
    "training/metrics.py": "from .matching import (\n    exact,\n    fuzzy,\n)\n",
    "training/matching/__init__.py": "from .. import words\nexact = fuzzy = words\n",
    "training/words.py": "def load():\n    from dataset_builder import text\n",
}
SIBLINGS = "siblings:\n  training.metrics: metrics\n  training.matching: matchers\n  training.words: words\n"


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path) -> Path:
    return written(tmp_path / "project", PROJECT)


@pytest.fixture
def released(tmp_path, project):
    """Writes a Space and gives back what a release would hold: content by path, and refusals."""

    def release(**files: str):
        named = {name.replace("_py", ".py").replace("_yaml", ".yaml"): text for name, text in files.items()}
        own, links = gather(written(tmp_path / "space", named), "space")
        held, refusals = with_project(own, project)
        return {path: file.read_bytes().decode() for path, file in held.items()}, list(map(str, links + refusals))

    return release


def test_a_folder_without_publish_yaml_is_sent_as_it_is(released):
    assert released(app_py="import rjdb\n") == ({"app.py": "import rjdb\n"}, [])


def test_imports_are_followed_wherever_they_are_written(released):
    held, refusals = released(app_py="def start():\n    import training.metrics\n", publish_yaml="")
    matching = {"training/__init__.py", "training/metrics.py", "training/matching/__init__.py", "training/words.py"}
    text = {"dataset_builder/__init__.py", "dataset_builder/text.py", "dataset_builder/errors.py"}
    assert set(held) == {"app.py"} | matching | text and refusals == []
    assert all(held[path] == PROJECT[path] for path in matching | text)


def test_data_is_added_and_what_serves_development_left_out(released):
    asked = "data: [dataset_builder/data/s*.csv]\nleave_out: [prepare.py]\n"
    held, refusals = released(app_py="import json\n", prepare_py="import rjdb\n", publish_yaml=asked)
    assert set(held) == {"app.py", "dataset_builder/data/skills.csv"} and refusals == []


def test_siblings_are_renamed_and_imported_as_such(released, project):
    (project / "training" / "words.py").write_text("x = 1\n")
    (project / "training" / "matching" / "__init__.py").write_text("from ..words import x\n")
    metric = "from training.metrics import exact  # kept\n\ndef later():\n    from training.words import x\n"
    held, refusals = released(metric_py=metric, publish_yaml=SIBLINGS)
    assert refusals == []
    assert held == {
        "metric.py": "from .metrics import exact  # kept\n\ndef later():\n    from .words import x\n",
        "metrics.py": "from .matchers import (\n    exact,\n    fuzzy,\n)\n",
        "matchers.py": "from .words import x\n",
        "words.py": "x = 1\n",
    }


@pytest.mark.parametrize(
    "files, line",
    [
        ({"app_py": "from training.gone import x\n"}, "app.py, line 1: imports training.gone, which the project does not have"),
        ({"app_py": "\nx = = 1\n"}, "app.py, line 2: is not Python"),
        ({"rjdb_py": "", "app_py": "import rjdb\n"}, "rjdb.py: is in the folder, and comes from the project too"),
        ({"publish_yaml": "data: [dataset_builder/*.txt]\n"}, "publish.yaml, field data: dataset_builder/*.txt names no file"),
        ({"publish_yaml": "leave_out: [gone.py]\n"}, "publish.yaml, field leave_out: gone.py is not in the folder"),
        ({"publish_yaml": "siblings: {training.words: words}\n"}, "publish.yaml, field siblings: no file imports training.words"),
        ({"publish_yaml": "sibling: {}\n"}, "publish.yaml: cannot be read; write a mapping of data"),
        ({"publish_yaml": "data: a.csv\n"}, "publish.yaml: cannot be read; write a mapping of data"),
        ({"publish_yaml": "- {\n"}, "publish.yaml: cannot be read; write a mapping of data"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused(released, files, line):
    _, refusals = released(**({"publish_yaml": ""} | files))
    assert [told for told in refusals if told.startswith(line) and "; " in told] == refusals != []


@pytest.mark.parametrize(
    "statement", ["import rjdb", "from training import words", "from dataset_builder.text import x"]
)
def test_an_import_that_cannot_become_one_of_a_sibling_is_refused(released, project, statement):
    (project / "training" / "metrics.py").write_text("")
    metric = f"from training.metrics import exact\n{statement}\n"
    _, refusals = released(metric_py=metric, publish_yaml="siblings: {training.metrics: metrics}\n")
    module = statement.split()[1]
    assert refusals[0].startswith(f"metric.py, line 2: imports {module} otherwise than `from MODULE import NAME`")
