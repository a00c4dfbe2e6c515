"""Publishing under faults and at full size, against a Hub double on loopback.

    python -m benchmarks.publish rjdb-full            # writes benchmarks/publish.json, docs/publishing.md
    python -m benchmarks.publish --faults             # the faults alone, a minute

Faults: each kind at every request in turn, once and lasting. Limits at 52,000 triples: 20 s CPU beyond hashing; loading
all configs from the double within 1.3 times loading from disk plus the bare transfer. Exits 1 beyond a limit.
"""

import argparse
import copy
import json
import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

from tabulate import tabulate

from tests.doubles.hub_server import Fault, HubDouble
from tests.doubles.hub_state import Repository

RESULTS = Path(__file__).with_name("publish.json")
DOCUMENT = Path(__file__).parents[1] / "docs" / "publishing.md"
# What follows this heading in the document is written by this program.
MEASURED = "## Measured\n\n"
KINDS = {
    "drop": "connection closed, request not read",
    "drop-after": "request carried out, answer lost",
    "500": "500",
    "429": "429 with Retry-After",
    "412": "412",
    "html": "an HTML page",
    "slow": "slower than the client waits",
}
LASTING = 10**6
CPU_SECONDS, LOAD_RATIO = 20.0, 1.3
TURNS = 4


# ------------------------------------------------------------------------------------------------- faults


@dataclass(frozen=True)
class Case:
    """`first` is what the first call did (done, stopped), `after` what the repository then held (old, new)."""

    release: str
    kind: str
    request: int
    asked: str
    lasting: bool
    first: str
    after: str
    second: str


@dataclass
class Stage:
    """A double, a Space in two versions, and the way back to the state before the second was sent."""

    double: HubDouble
    old: Path
    new: Path
    repo_id: str = "org/rjdb-faults"

    def publish(self, folder: Path, tag: str) -> bool:
        """Whether the command ended well."""
        from dataset_builder.errors import BadInput
        from dataset_builder.hub.publish import PublishConfig, publish

        config = PublishConfig((str(folder),), repo=self.repo_id, tag=tag, yes=True, quiet=True)
        with redirect_stdout(open(os.devnull, "w")):
            try:
                return publish(config) == 0
            except BadInput:
                return False

    def repository(self) -> Repository | None:
        return self.double.state.repositories.get(("space", self.repo_id))

    def forget(self, folder: Path) -> None:
        """Takes the large file from the double's store, else it is not uploaded again."""
        large = (folder / "picture.png").read_bytes()
        for stored in self.double.folder.iterdir():
            if stored.read_bytes() == large:
                stored.unlink()

    def held(self) -> str:
        """old, new, or BETWEEN: every commit of the branch and every tag must be one of the two whole releases."""
        repository = self.repository()
        if repository is None:
            return "old"
        names = {self._digest(commit.files) for commit in repository.history("main")}
        names |= {self._digest(repository.commit_at(tag).files) for tag in repository.tags}
        if not names <= {"none", "old", "new"}:
            return "BETWEEN"
        head = self._digest(repository.commit_at("main").files)
        return "new" if head == "new" else "old"

    def _digest(self, files: dict) -> str:
        held = {path: (self.double.folder / (b.sha256 or b.oid)).read_bytes() for path, b in files.items()}
        held.pop(".gitattributes", None)
        for name, folder in (("old", self.old), ("new", self.new)):
            if held == {path.name: path.read_bytes() for path in folder.iterdir()}:
                return name
        return "none" if not held else "part"


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """The double with nothing in it, and nobody waiting between tries."""
    from huggingface_hub import constants
    from huggingface_hub.utils import _http, close_session

    from dataset_builder.hub import repository

    with HubDouble() as double, mock.patch.multiple(
        constants, ENDPOINT=double.url, HF_HUB_OFFLINE=False, HF_HUB_DISABLE_XET=True,
        HUGGINGFACE_CO_URL_TEMPLATE=double.url + "/{repo_id}/resolve/{revision}/{filename}",
    ), mock.patch.dict(os.environ, {"HF_TOKEN": "hf_write"}), mock.patch.object(_http.time, "sleep"), mock.patch.object(
        repository, "TIMEOUT", 0.3
    ):  # fmt: skip
        double.slowness = 0.45
        yield Stage(double, _space(folder / "old", "old"), _space(folder / "new", "new"))
        close_session()


def _space(folder: Path, words: str) -> Path:
    """Three files that differ between the versions, one of them large to the Hub, and one that is not in both."""
    folder.mkdir()
    card = "---\ntitle: Faults\nemoji: 🔎\nsdk: static\nlicense: apache-2.0\n---\n"
    (folder / "README.md").write_text(f"{card}\n{words}\n", encoding="utf-8")
    (folder / f"{words}.html").write_text(words)
    (folder / "picture.png").write_bytes(b"\x89PNG" + words.encode())
    return folder


def faults(set_up: Stage, kinds: tuple[str, ...], lasting: tuple[bool, ...]) -> Iterator[Case]:
    """Every kind at every request of a first release and of a second one."""
    state = set_up.double.state
    nothing = (copy.deepcopy(state.repositories), "first", set_up.new, "v2")
    set_up.publish(set_up.old, "v1")
    for repositories, release, folder, tag in (
        nothing,
        (copy.deepcopy(state.repositories), "second", set_up.new, "v2"),
    ):
        state.repositories = copy.deepcopy(repositories)
        set_up.forget(folder)
        set_up.double.asked.clear()
        set_up.publish(folder, tag)
        requests = list(set_up.double.asked)
        for kind in kinds:
            for lasts in lasting:
                for at, asked in enumerate(requests):
                    state.repositories = copy.deepcopy(repositories)
                    set_up.forget(folder)
                    yield _case(set_up, release, folder, tag, kind, at, asked, lasts)


def _case(set_up: Stage, release: str, folder: Path, tag: str, kind: str, at: int, asked: str, lasts: bool) -> Case:
    set_up.double.fault = Fault(kind, at, LASTING if lasts else 1)
    first = set_up.publish(folder, tag)
    after = set_up.held()
    set_up.double.fault = None
    second = set_up.publish(folder, tag)
    repository = set_up.repository()
    complete = second and set_up.held() == "new" and repository.tags.get(tag) == repository.branches["main"]
    return Case(
        release, kind, at, asked, lasts, "done" if first else "stopped", after, "complete" if complete else "INCOMPLETE"
    )


def fault_table(cases: list[Case]) -> str:
    """A row for each kind, duration and release."""
    rows = {}
    for case in cases:
        key = (KINDS[case.kind], "until the second call" if case.lasting else "once", case.release)
        rows.setdefault(key, []).append(case)
    shown = [
        [
            *key, len(group), sum(c.first == "done" for c in group), sum(c.after == "old" for c in group),
            sum(c.after == "new" for c in group), sum(c.after == "BETWEEN" for c in group),
            sum(c.second == "complete" for c in group),
        ]
        for key, group in rows.items()
    ]  # fmt: skip
    heads = ["fault", "lasts", "release", "requests", "first call done", "then old", "then new", "between", "second call completes"]  # fmt: skip
    return tabulate(shown, heads, "github")


# -------------------------------------------------------------------------------------------------- speed

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where caches lie: on a disk, pages that are written back beside a run move the ratio between 1.1 and 1.9."""

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
from dataset_builder.folder import sha256_of
for path in Path(sys.argv[1]).rglob("*"):
    if path.is_file():
        sha256_of(path)
"""


def _run(
    command: list[str], environment: dict[str, str], text: str | None = None, folder: str | None = None
) -> tuple[str, float, float]:
    """Output, wall and CPU seconds of a process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, env=os.environ | environment, input=text, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:] + done.stdout[-2000:])
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _there(url: str, scratch: str) -> dict[str, str]:
    """The environment of a client of the double, with a cache of its own."""
    return {
        "HF_ENDPOINT": url, "HF_TOKEN": "hf_write", "HF_HUB_DISABLE_XET": "1", "HF_HUB_OFFLINE": "0",
        "HF_HOME": f"{scratch}/hub", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    }  # fmt: skip


def speed(data: Path) -> dict:
    """Publishing and loading a built folder; each step in a process of its own, with caches of its own."""
    build = json.loads((data / "build.json").read_text(encoding="utf-8"))
    configs, python = json.dumps(list(build["sizes"])), [sys.executable, "-c"]
    with _double_process() as url, tempfile.TemporaryDirectory(dir=MEMORY) as scratch:
        there = _there(url, scratch)
        _, _, hashing = _run([*python, _HASH, str(data)], {})
        _, wall, cpu = _run(
            [sys.executable, "-m", "dataset_builder", "publish", str(data), "--repo", "org/rjdb", "--yes", "--quiet"],
            there,
        )
        disk = there | {"HF_HOME": f"{scratch}/disk", "HF_HUB_OFFLINE": "1"}
        from_disk, from_hub = _best(
            ([*python, _LOAD, str(data.resolve()), configs], disk), ([*python, _LOAD, "org/rjdb", configs], there)
        )
        urls = [f"{url}/datasets/org/rjdb/resolve/main/{p.relative_to(data)}" for p in sorted(data.glob("*/*.parquet"))]
        transfer = json.loads(_run([*python, _TRANSFER], {}, json.dumps(urls))[0])
    if from_disk["rows"] != from_hub["rows"]:
        raise RuntimeError("the double gave other rows than the disk")
    return {
        "triples": sum(split["rows"] for split in build["sizes"]["triples"].values()),
        "mib": transfer["bytes"] / 2**20,
        "publish_seconds": wall,
        "publish_cpu": cpu,
        "hashing_cpu": hashing,
        "load_disk": from_disk["seconds"],
        "load_hub": from_hub["seconds"],
        "transfer": transfer["seconds"],
        "ratio": from_hub["seconds"] / (from_disk["seconds"] + transfer["seconds"]),
    }


def _best(*commands: tuple[list[str], dict[str, str]]) -> list[dict]:
    """What the quickest run of each command printed, in turns, each run with an empty cache: other work counts less."""
    best: list[dict] = [{} for _ in commands]
    for turn in range(TURNS):
        for number, (command, environment) in enumerate(commands):
            home = {"HF_HOME": f"{environment['HF_HOME']}-{turn}"}
            ran = json.loads(_run(command, environment | home)[0])
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


SESSION = (
    ("python -m dataset_builder publish rjdb --org org", 40),
    ("python -m dataset_builder publish rjdb --org org --yes", 1),
    ("python -m dataset_builder publish rjdb --org org --yes", 1),
    ("python -c \"from datasets import load_dataset; print(load_dataset('org/rjdb', 'matching', split='test'))\"", 4),
    ("python -m dataset_builder verify org/rjdb --revision v1.0.0", 4),
)
"""What the README shows, after `make rjdb`; of what a command prints, so many lines at the end."""


def session() -> str:
    """The commands of `SESSION` and what each prints, in a folder of their own, against the double."""
    shown = []
    with _double_process() as url, tempfile.TemporaryDirectory() as scratch:
        environment = _there(url, scratch) | {"PYTHONPATH": str(Path(__file__).parents[1])}
        _run([sys.executable, "-m", "dataset_builder", "build", "--quiet"], environment, folder=scratch)
        for command, lines in SESSION:
            words = [sys.executable, *shlex.split(command)[1:]]
            printed = _run(words, environment, folder=scratch)[0].strip().splitlines()
            printed = ["…"] * (len(printed) > lines) + printed[-lines:]
            shown.append("\n".join([f"$ {command}", *printed]))
    return re.sub(r"build [0-9a-f]{12}", "build …", "\n\n".join(shown))  # it changes with every line of code


def speed_table(measured: dict) -> str:
    beyond = measured["publish_cpu"] - measured["hashing_cpu"]
    rows = [
        [f"publish {measured['triples']:,} triples, {measured['mib']:,.0f} MiB, wall", f"{measured['publish_seconds']:.1f} s", ""],
        ["publish, CPU beyond hashing", f"{beyond:.1f} s", f"< {CPU_SECONDS:.0f} s"],
        ["hashing, CPU", f"{measured['hashing_cpu']:.1f} s", ""],
        [f"load all configs from the double, best of {TURNS}", f"{measured['load_hub']:.1f} s", ""],
        [f"load all configs from disk, best of {TURNS}", f"{measured['load_disk']:.1f} s", ""],
        ["bare transfer of the same files", f"{measured['transfer']:.1f} s", ""],
        ["from the double against disk plus transfer", f"{measured['ratio']:.2f}", f"<= {LOAD_RATIO}"],
    ]  # fmt: skip
    return tabulate(
        rows, ["measured", "value", "limit"], "github", colalign=["left", "right", "left"], disable_numparse=True
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "data", nargs="?", type=Path, help="a dataset of 52,000 triples; its speed is left out otherwise"
    )
    parser.add_argument("--faults", action="store_true", help="only print the faults, write nothing")
    args = parser.parse_args()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    if args.data and not args.faults:
        results["speed"] = speed(args.data)
        print(speed_table(results["speed"]), flush=True)
        results["session"] = session()
    with tempfile.TemporaryDirectory() as scratch, stage(Path(scratch)) as set_up:
        cases = list(faults(set_up, tuple(KINDS), (False, True)))
    print(fault_table(cases))
    bad = [case for case in cases if case.after == "BETWEEN" or case.second != "complete"]
    for case in bad:
        print(case)
    if not args.faults:
        results["faults"] = [asdict(case) for case in cases]
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        written, heading, _ = DOCUMENT.read_text(encoding="utf-8").partition(MEASURED)
        DOCUMENT.write_text(f"{written}{heading}{document(results)}", encoding="utf-8")
    return int(bool(bad) or beyond_limits(results.get("speed")))


def beyond_limits(measured: dict | None) -> bool:
    if measured is None:
        return False
    return measured["publish_cpu"] - measured["hashing_cpu"] > CPU_SECONDS or measured["ratio"] > LOAD_RATIO


def readme_blocks() -> dict[str, str]:
    """What the README shows of the last run."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    return {"publish": f"```\n{results['session']}\n```", "publish speed": speed_table(results["speed"])}


def document(results: dict) -> str:
    """The measured part of docs/publishing.md: the tables, and every request of the two releases."""
    cases = [Case(**case) for case in results["faults"]]
    requests = dict.fromkeys((c.release, c.request, c.asked) for c in cases)
    parts = [
        "`python -m benchmarks.publish rjdb-full`, against the Hub double of the tests, with caches in memory where there is "
        "/dev/shm: on a disk that writes back beside a run the last ratio was between 1.1 and 1.9.",
    ]
    if "speed" in results:
        parts += ["### Speed", speed_table(results["speed"])]
    parts += [
        "### Faults",
        "Each fault at every request in turn, of a first release and of a second one; once, or until the second call. "
        "Counted are requests. `between` would be a branch or a tag that holds part of a release.",
        fault_table(cases),
        "The requests:",
        tabulate(list(requests), ["release", "request", "asked"], "github"),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
