"""`rjdb.py` on datasets 2.x and 3.x: as a loading script, by name, and the folder on its own.

    make compat    # installs the old versions from the package registry, a minute each

The other tests need no network, so these run only when asked for.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
LOAD = """
import json, os, sys
from datasets import load_dataset
script, folder = sys.argv[1:]
os.chdir(os.path.dirname(folder))
seen = {}
for config in json.loads(sys.stdin.read()):
    scripted = load_dataset(script, config, data_dir=folder, trust_remote_code=True)
    plain = load_dataset("rjdb", config)
    assert {s: d.to_list() for s, d in scripted.items()} == {s: d.to_list() for s, d in plain.items()}
    assert scripted["train"].features == plain["train"].features
    seen[config] = {split: len(rows) for split, rows in scripted.items()}
streamed = load_dataset(script, "matching", data_dir=folder, split="test", streaming=True, trust_remote_code=True)
assert next(iter(streamed))["label"] == 1
sys.path.insert(0, os.path.dirname(script))
os.chdir(os.path.dirname(script))
import rjdb
assert load_dataset("rjdb", "matching", data_dir=folder, split="test").features == rjdb.FEATURES["matching"]
print(json.dumps(seen))
"""


def test_files_name_no_feature_that_old_versions_refuse(built):
    for path in built.rglob("*.parquet"):
        assert b"huggingface" not in (pq.read_schema(path).metadata or {})


@pytest.mark.skipif("RJDB_COMPAT" not in os.environ, reason="make compat: installs old versions of datasets")
@pytest.mark.parametrize("version", ["2.21.0", "3.6.0"])
def test_script_name_and_folder_agree(built, tmp_path, version):
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"datasets=={version}"], check=True)
    configs = sorted(path.name for path in built.iterdir() if list(path.glob("*.parquet")))
    environment = os.environ | {"HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    ran = subprocess.run(
        [python, "-c", LOAD, str(ROOT / "rjdb.py"), str(built)],
        input=json.dumps(configs), capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert set(json.loads(ran.stdout.splitlines()[-1])) == set(configs)
