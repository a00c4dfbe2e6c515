"""The README's figures are those that were measured, and its snippets run."""

import re
from pathlib import Path

import pytest

from benchmarks import readme

TEXT = readme.README.read_text(encoding="utf-8")


def test_stored_figures_are_current():
    assert readme.written(TEXT, readme.stored()) == TEXT, "run python -m benchmarks.readme"


@pytest.mark.slow
def test_what_commands_print_is_current():
    assert readme.written(TEXT, readme.printed()) == TEXT, "run python -m benchmarks.readme"


def test_every_named_file_and_verb_exists():
    root = readme.README.parent
    tree = re.search(r"## What is where\n.*?```\n(.*?)```", TEXT, re.DOTALL)[1]
    folder = root
    for line in tree.splitlines():
        names = re.findall(r"[\w/]+(?:\.py|/)(?=\s|$)", line[:25])
        if not line.startswith(" ") and names and names[0].endswith("/"):
            folder = root / names[0]
        for name in names:
            assert (folder if line.startswith(" ") else root).joinpath(name).exists(), name
    for verb in re.findall(r"python -m ([\w.]+)", TEXT):
        path = root / verb.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), verb


def test_python_snippets_run(built, tmp_path, monkeypatch):
    loading = next(code for code in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL) if "load_dataset" in code)
    (tmp_path / "rjdb").symlink_to(built)
    monkeypatch.chdir(tmp_path)
    exec(compile(loading, "README.md", "exec"), {"job": "a job", "resume": "a resume"})


def test_no_path_of_this_machine():
    assert not re.search(r"(?<!\w)/(tmp|home|root|work)/", TEXT) and str(Path.home()) not in TEXT
