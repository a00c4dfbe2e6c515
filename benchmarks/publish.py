"""Publishing under faults and at full size, against a Hub double on loopback.

    python -m benchmarks.publish rjdb-full    # keeps benchmarks/results/publish.json; `python -m benchmarks.readme` shows it
    python -m benchmarks.publish --faults     # only prints the faults, a minute
    python -m benchmarks.publish --session    # only runs the commands of docs/publishing.md again and keeps what they print

Faults: each kind at every request in turn, once and lasting. Limits at 52,000 triples: 20 s CPU beyond hashing; loading
all configs from the double within 1.3 times loading from disk plus the bare transfer. Exits 1 beyond a limit.
"""

import argparse
import copy
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

from tabulate import tabulate

from benchmarks.figures import KEPT, Figure, exit_code, keep, read, render
from benchmarks.publish_speed import session, speed
from dataset_builder.storage.files import write_json
from tests.doubles.hub_server import Fault, HubDouble
from tests.doubles.hub_state import Repository

RESULTS = KEPT / "publish.json"
KINDS = {
    "drop": "connection closed, request not read",
    "drop-after": "request carried out, answer lost",
    "500": "500",
    "502-html": "502 with a gateway's page",
    "429": "429 with Retry-After",
    "412": "412",
    "html": "an HTML page",
    "slow": "slower than the client waits",
}
LASTING = 10**6


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


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument(
        "data", nargs="?", type=Path, help="a dataset of 52,000 triples; its speed is left out otherwise"
    )
    parser.add_argument("--faults", action="store_true", help="only print the faults, write nothing")
    parser.add_argument(
        "--session", action="store_true", help="only keep anew what the commands of docs/publishing.md print"
    )
    args = parser.parse_args()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    if args.session:
        write_json(RESULTS, results | {"session": session()}, sort_keys=False)
        return 0
    figures: list[Figure] = []
    if args.data and not args.faults:
        figures = speed(args.data)
        print(render(figures, questions=False), flush=True)
        results["session"] = session()
    with tempfile.TemporaryDirectory() as scratch, stage(Path(scratch)) as set_up:
        cases = list(faults(set_up, tuple(KINDS), (False, True)))
    print(fault_table(cases))
    bad = [case for case in cases if case.after == "BETWEEN" or case.second != "complete"]
    for case in bad:
        print(case)
    if not args.faults:
        keep(RESULTS, figures, session=results.get("session", ""), faults=[asdict(case) for case in cases])
    return int(bool(bad)) or exit_code(figures)


def blocks() -> dict[str, str]:
    """What docs/publishing.md shows of the last run."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    cases = [Case(**case) for case in results["faults"]]
    requests = dict.fromkeys((case.release, case.request, case.asked) for case in cases)
    return {
        "publish": f"```\n{results['session']}\n```",
        "publish speed": render(read(RESULTS), questions=False),
        "publish faults": fault_table(cases),
        "publish requests": tabulate(list(requests), ["release", "request", "asked"], "github"),
    }


if __name__ == "__main__":
    sys.exit(main())
