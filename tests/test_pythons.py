"""The same build, to its id and its bytes, on every Python from 3.11 that is here.

make compat    # sets up an environment for each from the package registry, minutes
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MINORS = (11, 12, 13, 14)


def pythons() -> list[str]:
    """The first of each minor version: on the PATH, or of pyenv."""
    roots = sorted((Path.home() / ".pyenv" / "versions").glob("3.*/bin/python"))
    found = {}
    for candidate in [*filter(None, (shutil.which(f"python3.{minor}") for minor in MINORS)), *map(str, roots)]:
        asked = subprocess.run(
            [candidate, "-c", "import sys; print(sys.version_info[1])"], capture_output=True, text=True
        )
        if asked.returncode == 0 and int(asked.stdout) in MINORS:
            found.setdefault(int(asked.stdout), candidate)
    return [found[minor] for minor in sorted(found)]


@pytest.mark.skipif("RJDB_COMPAT" not in os.environ, reason="make compat: sets up other Pythons")
def test_every_python_builds_the_same(tmp_path):
    built = {}
    for python in pythons():
        place = tmp_path / f"with-{len(built)}"
        subprocess.run([python, "-m", "venv", place], check=True)
        python_here = place / "bin" / "python"
        pins = ["--quiet", "--constraint", ROOT / "constraints.txt", "--editable", ROOT]
        subprocess.run([python_here, "-m", "pip", "install", *pins], check=True)
        command = [
            python_here,
            "-m",
            "dataset_builder",
            "build",
            "--triples",
            "300",
            "--quiet",
            "--out",
            place / "rjdb",
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        facts = json.loads((place / "rjdb" / "build.json").read_text(encoding="utf-8"))
        rows = {name: file["sha256"] for name, file in facts["files"].items() if name.endswith(".parquet")}
        built[python] = (facts["hash"], rows)
    if len(built) < 2:
        pytest.skip(f"one Python from 3.11 is here: {', '.join(built)}")
    assert len({json.dumps(facts) for facts in built.values()}) == 1, {python: id for python, (id, _) in built.items()}
