"""How long publishing and loading a built dataset take, and what the README's session prints; `benchmarks.publish` runs it.

The Hub double runs in a process of its own, as does each step that is measured, with caches of its own.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure, at_most
from benchmarks.measured import run

CPU_SECONDS, LOAD_RATIO = 20, 1.3
TURNS = 4
# where caches lie: on a disk, pages that are written back beside a run move the ratio between 1.1 and 1.9
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None

_LOAD = """
import json, sys, time
from datasets import load_dataset
name, configs = sys.argv[1], json.loads(sys.argv[2])
start = time.perf_counter()
rows = {c: sum(len(split) for split in load_dataset(name, c).values()) for c in configs}
print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows}))
"""
_TRANSFER = """
import json, sys, time, urllib.request
start = time.perf_counter()
size = 0
for url in json.loads(sys.stdin.read()):
    with urllib.request.urlopen(url) as answer:
        while piece := answer.read(2**20):
            size += len(piece)
print(json.dumps({"seconds": time.perf_counter() - start, "bytes": size}))
"""
_HASH = """
import sys
from pathlib import Path
from dataset_builder.storage.folder import sha256_of
for path in Path(sys.argv[1]).rglob("*"):
    if path.is_file():
        sha256_of(path)
"""


def _there(url: str, scratch: str) -> dict[str, str]:
    """The environment of a client of the double, with a cache of its own."""
    return {
        "HF_ENDPOINT": url, "HF_TOKEN": "hf_write", "HF_HUB_DISABLE_XET": "1", "HF_HUB_OFFLINE": "0",
        "HF_HOME": f"{scratch}/hub", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    }  # fmt: skip


def speed(data: Path) -> list[Figure]:
    """Publishing and loading a built folder; each step in a process of its own, with caches of its own."""
    build = json.loads((data / "build.json").read_text(encoding="utf-8"))
    configs = json.dumps(list(build["sizes"]))
    with _double_process() as url, tempfile.TemporaryDirectory(dir=MEMORY) as scratch:
        there = _there(url, scratch)
        hashing = run("-c", _HASH, str(data)).checked()
        words = ("dataset_builder", "publish", str(data), "--repo", "org/rjdb", "--yes", "--quiet")
        published = run(*words, environment=there).checked()
        disk = there | {"HF_HOME": f"{scratch}/disk", "HF_HUB_OFFLINE": "1"}
        from_disk, from_hub = _best(
            (("-c", _LOAD, str(data.resolve()), configs), disk), (("-c", _LOAD, "org/rjdb", configs), there)
        )
        urls = [f"{url}/datasets/org/rjdb/resolve/main/{p.relative_to(data)}" for p in sorted(data.glob("*/*.parquet"))]
        transfer = json.loads(run("-c", _TRANSFER, given=json.dumps(urls)).checked().output)
    if from_disk["rows"] != from_hub["rows"]:
        raise RuntimeError("the double gave other rows than the disk")
    triples = sum(split["rows"] for split in build["sizes"]["triples"].values())
    beyond = published.cpu_seconds - hashing.cpu_seconds
    ratio = from_hub["seconds"] / (from_disk["seconds"] + transfer["seconds"])
    return [
        Figure(
            "speed", f"publish {triples:,} triples, {transfer['bytes'] / 2**20:,.0f} MiB, wall, s", published.seconds
        ),
        Figure("speed", "publish, CPU beyond hashing, s", beyond, f"< {CPU_SECONDS}", beyond < CPU_SECONDS),
        Figure("speed", "hashing, CPU, s", hashing.cpu_seconds),
        Figure("speed", f"load all configs from the double, best of {TURNS}, s", from_hub["seconds"]),
        Figure("speed", f"load all configs from disk, best of {TURNS}, s", from_disk["seconds"]),
        Figure("speed", "bare transfer of the same files, s", transfer["seconds"]),
        at_most("speed", "from the double against disk plus transfer", ratio, LOAD_RATIO),
    ]


def _best(*commands: tuple[tuple[str, ...], dict[str, str]]) -> list[dict]:
    """What the quickest run of each command printed, in turns, each run with an empty cache: other work counts less."""
    best: list[dict] = [{} for _ in commands]
    for turn in range(TURNS):
        for number, (command, environment) in enumerate(commands):
            home = {"HF_HOME": f"{environment['HF_HOME']}-{turn}"}
            ran = json.loads(run(*command, environment=environment | home).checked().output)
            shutil.rmtree(home["HF_HOME"], ignore_errors=True)  # or its pages are written to disk beside the next run
            best[number] = min(best[number] or ran, ran, key=lambda run: run["seconds"])
    return best


@contextmanager
def _double_process() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.doubles.hub_server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


# what the README shows, after `make rjdb`; of what a command prints, so many lines at the end
SESSION = (
    ("python -m dataset_builder publish rjdb --org org", 40),
    ("python -m dataset_builder publish rjdb --org org --yes", 1),
    ("python -m dataset_builder publish rjdb --org org --yes", 1),
    ("python -c \"from datasets import load_dataset; print(load_dataset('org/rjdb', 'matching', split='test'))\"", 4),
    ("python -m dataset_builder verify org/rjdb --revision v1.0.0", 4),
)


def session() -> str:
    """The commands of `SESSION` and what each prints, in a folder of their own, against the double."""
    shown = []
    with _double_process() as url, tempfile.TemporaryDirectory() as scratch:
        environment = _there(url, scratch) | {"PYTHONPATH": str(Path(__file__).parents[1])}
        run("dataset_builder", "build", "--quiet", environment=environment, folder=scratch).checked()
        for command, lines in SESSION:
            words = shlex.split(command.removeprefix("python ").removeprefix("-m "))
            printed = run(*words, environment=environment, folder=scratch).checked().output.strip().splitlines()
            printed = ["…"] * (len(printed) > lines) + printed[-lines:]
            shown.append("\n".join([f"$ {command}", *printed]))
    return re.sub(r"build [0-9a-f]{12}", "build …", "\n\n".join(shown))  # it changes with every line of code
