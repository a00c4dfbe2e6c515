"""A whole release of tiny shapes against the Hub double: stopped after its steps and within publishing, continued, and asked."""

import io
import json
import os
import random
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec

import pyarrow.parquet as pq
import pytest
import yaml

from tests.doubles.hub_server import Fault
from tests.fixtures import tiny_release
from tests.fixtures.hub_runs import ROOT, held, run_client, running_hub, without_project
from tests.fixtures.pasted_blocks import blocks, environment, run_block
from training.release import __main__ as verb
from training.release import measuring, steps

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("torch", "trl", "gradio"))), reason="needs torch, trl and gradio"
)
FLAN = ("org/rjdb-matcher", "org/rjdb-explainer", "org/rjdb-extractor", "org/rjdb-editor")
POINTER = tuple(name.replace("rjdb-", "rjdb-pointer-") for name in FLAN)
REPOSITORIES = {
    **dict.fromkeys((*FLAN, *POINTER), "model"), **dict.fromkeys(("org/rjdb", "org/rjdb-leaderboard"), "dataset"),
    **dict.fromkeys(("org/rjdb_metric", "org/rjdb-demo"), "space"),
}  # fmt: skip
# Steps that are cut off once, after their work and before it is noted.
CUT = ("data", "pointer", "editor", "evaluate-handwritten", "cards", "publish", "spaces")
LASTING = 10**6
ASK = """
import json, sys
from huggingface_hub import snapshot_download
snapshot_download("org/rjdb-demo", repo_type="space", local_dir="demo")
import os
os.chdir("demo")
sys.path.insert(0, os.getcwd())
from systems.choice import Systems
from service.service import DemoService
from service.changes import read_request
job, resume = json.loads(sys.argv[1])
systems = Systems.of_environment()
systems.ready()
service, said = DemoService(systems), {}
for name in systems.names:
    pair, _ = service.explain(job, resume, name)
    edits = service.edit(resume, read_request("Bread Baking", "none", "", "", ""), name)
    found = service.extract(resume, "resume", name)
    said[name] = [service.match(job, resume, name).system, pair.system, found.system, edits.system]
import rjdb
print(json.dumps({"said": said, "notice": systems.notice, "rjdb": rjdb.__file__}))
"""


@pytest.fixture(scope="module")
def place(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    tiny_release.prepare(folder, built)
    return folder


@pytest.fixture(scope="module")
def released(place):
    """The double after a release that was cut off seven times after a step and twice within publishing; exit codes; the folder."""
    from training.evaluation import benchmark
    from training.trainers.pointer import matcher

    codes, cut = [], set()
    write = steps.Notes.write

    def cut_off(self, step, seconds, said):
        if step.name in CUT and step.name not in cut:
            cut.add(step.name)
            raise KeyboardInterrupt
        write(self, step, seconds, said)
        if step.name == "cards":  # the Hub goes away in the middle of publishing
            double.fault = faults.pop(0)

    faults = [Fault("drop", 40, LASTING), Fault("drop-after", 75, LASTING)]
    with pytest.MonkeyPatch.context() as patch, contextmanager(running_hub)(patch) as double:
        patch.chdir(place)
        patch.setattr(steps.Notes, "write", cut_off)
        patch.setattr(measuring, "BASELINES", ("overlap",))  # quicker than rules and boosting
        patch.setattr(benchmark, "TRAINING_ROWS", 40)
        patch.setattr(matcher, "LINES", 3)
        patch.setattr(matcher, "QUESTIONS", 6)
        while len(codes) < 20 and 0 not in codes:
            codes.append(verb.main(tiny_release.options()))
            double.fault = faults.pop(0) if len(faults) == 1 else None
        yield double, codes, place


def test_a_release_that_is_cut_off_continues_to_one_release(released, capsys):
    double, codes, _ = released
    assert codes.count(130) == len(CUT) and codes.count(2) == 2 and codes[-1] == 0, codes
    assert {name: kind for kind, name in double.state.repositories} == REPOSITORIES
    for repository in double.state.repositories.values():
        assert len(repository.commits) == 2 and list(repository.tags.values()) == [repository.branches["main"]], (
            repository.id
        )
    (collection,) = double.state.collections.values()
    assert {item["id"] for item in collection["items"]} == set(REPOSITORIES)


def test_what_is_done_is_not_done_again(released, capsys, monkeypatch):
    double, _, _ = released
    monkeypatch.setattr(measuring, "BASELINES", ("overlap",))
    asked = len(double.asked)
    assert verb.main(tiny_release.options()) == 0
    said = capsys.readouterr().out
    assert said.count("done before") == 15 and "released to org:" in said
    assert (
        said.splitlines()[-1] == f"{double.url}/spaces/org/rjdb-demo"
        and len(said.split("released to org:")[1].split()) == 12
    )
    assert not [request for request in double.asked[asked:] if not request.startswith("GET")]


def test_the_cards_hold_tables_of_all_systems_and_calibration(released):
    double, _, _ = released
    for name in (FLAN[0], POINTER[0]):
        card = held(double, "model", name)["README.md"].decode()
        for part in (
            "### Test split",
            "### Occupations that train never shows",
            "### Realistic pairs written by hand",
            "## Calibration",
        ):
            assert part in card, part
        other = "pointer" if name == FLAN[0] else "flan-t5"
        assert f"| {other}" in card and "| overlap" in card and "**matcher, this model**" in card
        assert "Not measured: The original release" in card and "Expected calibration error" in card
        assert ".eval_results/rjdb.yaml" not in held(double, "model", name)  # of a part of the rows
    for name in (*FLAN, *POINTER):  # no block names a folder of this machine
        code = "".join(code for _, code in blocks(held(double, "model", name)["README.md"].decode()))
        assert f'"{name}"' in code and not re.search(r'"(matcher|explainer|extractor|editor)"', code), name
    editor = held(double, "model", FLAN[3])["README.md"].decode()
    assert "## Calibration" not in editor and "Realistic pairs written by hand" not in editor


def test_the_space_declares_what_it_loads(released):
    double, _, _ = released
    files = held(double, "space", "org/rjdb-demo")
    front = yaml.safe_load(files["README.md"].decode().split("---\n")[1])
    assert front["models"] == [*FLAN, *POINTER] and front["datasets"] == ["org/rjdb"]
    assert front["suggested_hardware"] == "zero-a10g"
    heads = {name: double.state.repositories["model", name].branches["main"] for name in front["models"]}
    for line in front["preload_from_hub"]:
        name, listed, revision = line.split()
        assert revision == heads[name] and {"config.json", "model.safetensors", "training.json"} <= set(
            listed.split(",")
        )
        assert set(listed.split(",")) <= set(held(double, "model", name))
    # as `make students` leaves it
    assert {"decision.json", "assessment.json"} <= set(held(double, "model", POINTER[0]))
    students = json.loads(files["release/students.json"])
    assert [family["name"] for family in students["families"]] == ["Flan-T5", "Pointer"]
    assert students["measured"]["seconds"]["Flan-T5"].keys() == {"matching", "explanation", "extraction", "editing"}


def test_the_leaderboard_holds_every_system_on_every_set(released):
    """A dataset, made by `training.evaluation.leaderboard` from the answers that the evaluations gave."""
    double, _, place = released
    files = held(double, "dataset", "org/rjdb-leaderboard")
    rows = pq.read_table(io.BytesIO(files["data/scores.parquet"])).to_pylist()
    assert {row["input"] for row in rows} == {"test", "unseen", "handwritten"}
    assert {row["system"] for row in rows} == {"overlap", "pointer", "flan-t5"}
    measured = json.loads((place / "release" / "evaluation" / "unseen" / "results.json").read_text())["systems"]
    for row in rows:
        if row["input"] == "unseen":
            task, _, measure = row["measure"].partition(", ")
            assert row["value"] == measured[row["system"]][task]["measures"][measure]["value"]
    assert not list((place / "release" / "leaderboard.measured").glob("*/*/predictions")), "asked again"
    card = files["README.md"].decode()
    assert "--data org/rjdb --system overlap --system students/pointer --system students/flan-t5" in card
    assert f"hf download {FLAN[0]} --local-dir students/flan-t5/matcher" in card and str(place) not in card
    assert {"errors/flan-t5-editing-test.md", "errors/overlap-matching-unseen.md"} <= set(files)


def test_the_space_answers_from_what_was_published(released, tmp_path):
    """In an empty folder where the project is not installed, with an empty cache: three systems, four tasks."""
    from tests.fixtures.demo_pair import JOB, RESUME

    double, _, _ = released
    found = run_client(double, ASK, json.dumps([JOB, RESUME]), home=tmp_path, **without_project(tmp_path / "site"))
    assert found["said"] == {name: [name] * 4 for name in ("Rules", "Flan-T5", "Pointer")}, found["notice"]
    assert (
        found["rjdb"].startswith(str(tmp_path))
        and "Flan-T5 (" in found["notice"]
        and "s a pair on this CPU" in found["notice"]
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in REPOSITORIES if name != "org/rjdb-demo"])
def test_every_block_of_a_card_runs_in_an_empty_folder(released, name, tmp_path):
    double, _, _ = released
    card = held(double, REPOSITORIES[name], name)["README.md"].decode()
    found = [code for code in blocks(card) if "sentence_transformers" not in code[1]]
    assert found
    for number, (language, code) in enumerate(found):
        folder = tmp_path / str(number)
        folder.mkdir()
        tools = folder.with_name(f"{number}-tools")
        run_block(language, code, folder, environment(double, tools, REPOSITORIES[name] != "space"))


@pytest.mark.slow
def test_twenty_kills_at_random_moments_leave_one_release(place, tmp_path):
    """SIGKILL to the process and its children, each time later into what is left."""
    draw = random.Random(0)
    with pytest.MonkeyPatch.context() as patch, contextmanager(running_hub)(patch) as double:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "RJDB_"))}
        own = clean | {
            "HF_ENDPOINT": double.url, "HF_TOKEN": "hf_write", "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1",
            "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1",
        }  # fmt: skip
        command = [sys.executable, "-m", "training.release", *tiny_release.options()[:-1], "killed"]
        kills = 0
        for _ in range(60):
            process = subprocess.Popen(
                command, cwd=place, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
            )
            try:
                _, error = process.communicate(timeout=draw.uniform(6, 40) if kills < 20 else 900)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                kills += 1
                continue
            assert process.returncode == 0, error.decode()[-3000:]
            break
        assert {name: kind for kind, name in double.state.repositories} == REPOSITORIES
        for repository in double.state.repositories.values():
            assert len(repository.commits) == 2 and list(repository.tags.values()) == [repository.branches["main"]]
        print(f"{kills} kills")
