"""Every extra resolves with its pins, and what the code says of extras is what pyproject.toml has.

make compat    # asks the package registry, minutes
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dataset_builder import extras

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {"inspect": ROOT / "tests" / "constraints-inspect.txt"}
# Modules by the distributions of pyproject.toml where they are not called alike.
MODULES = {
    "PyYAML": "yaml",
    "PyStemmer": "Stemmer",
    "scikit-learn": "sklearn",
    "openai[aiohttp]": "openai",
    "python-docx": "docx",
}


def distributions(requirements: list[str]) -> set[str]:
    names = {line.partition(">=")[0] for line in requirements}
    return {MODULES.get(name, name.replace("-", "_")) for name in names if not name.startswith("rjdb[")}


def test_the_modules_of_the_base_are_those_of_the_project():
    assert set(extras.BASE) == distributions(PROJECT["dependencies"])


def test_the_modules_of_extras_are_those_of_the_project():
    for extra, modules in extras.EXTRAS.items():
        assert distributions(PROJECT["optional-dependencies"][extra]) == set(modules) - {"aiohttp"}


def test_python_is_the_same_everywhere():
    assert PROJECT["requires-python"] == ">=3.11"
    for line in ("sys.version_info < (3, 11)", "Python 3.11 or newer"):
        assert line in (ROOT / "Makefile").read_text() and line in (ROOT / "dataset_builder/__init__.py").read_text()


@pytest.mark.skipif("RJDB_COMPAT" not in os.environ, reason="make compat: asks the package registry")
@pytest.mark.parametrize("extra", ["", *PROJECT["optional-dependencies"]])
def test_it_resolves_with_its_pins(extra):
    pins = PINS.get(extra, ROOT / "constraints.txt")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--ignore-installed",
        "--quiet",
        "--constraint",
        pins,
    ]
    done = subprocess.run([*command, f"{ROOT}[{extra}]" if extra else ROOT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
