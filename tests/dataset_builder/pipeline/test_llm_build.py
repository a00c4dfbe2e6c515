"""A build with a teacher behind a server: the folder, its interruptions, caps, plan."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest

pytest.importorskip("openai")
from datasets import load_dataset

import rjdb
from dataset_builder.cli.verbs import main
from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline import shards
from dataset_builder.pipeline.build import BuildConfig, build, open_author, settings_of
from dataset_builder.pipeline.build import command as command_of
from dataset_builder.pipeline.llm_author import LLMAuthor
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.pipeline.pilot import PlanConfig, run_plan
from dataset_builder.teachers.llm_config import RECORDED, TeacherConfig
from tests.doubles.openai_server import Behaviour, Double

ROOT = Path(__file__).parents[3]
FAULTS = Behaviour(
    latency=0.02,
    busy=0.05,
    retry_after=0.05,
    errors=0.03,
    drops=0.02,
    truncated=0.02,
    malformed=0.05,
    careless=0.05,
    refusals=0.05,
)
# And one of each other split.
TRIPLES, TRAIN = 30, 28


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def configs(folder: Path, base_url: str, **settings) -> tuple[BuildConfig, TeacherConfig]:
    teacher = {"model": "m", "store": str(folder / "requests.sqlite"), "concurrency": 8, "price": "1,2"} | settings
    return BuildConfig(out=str(folder / "rjdb"), triples=TRIPLES, workers=1, quiet=True), TeacherConfig(
        base_url=base_url, **teacher
    )


@pytest.fixture(scope="module")
def double():
    with Double(FAULTS) as double:
        yield double


@pytest.fixture(scope="module")
def whole(double, tmp_path_factory) -> Path:
    """An undisturbed build, in shards of ten."""
    folder = tmp_path_factory.mktemp("whole")
    shards.SHARD_TRIPLES, usual = (10, 2_500), shards.SHARD_TRIPLES
    try:
        build(*configs(folder, double.base_url))
    finally:
        shards.SHARD_TRIPLES = usual
    return folder


def test_the_folder_is_the_dataset(whole):
    rows = load_dataset(str(whole / "rjdb"), "triples")
    assert {split: len(rows[split]) for split in rows} == {"train": TRAIN, "validation": 1, "test": 1, "test_unseen": 1}
    provenance = load_dataset(str(whole / "rjdb"), "provenance", split="train").to_list()
    assert {row["teacher"] for row in provenance} == {"openai"} and all(row["prompt_hash"] for row in provenance)
    assert all(row["usage"]["completion_tokens"] > 100 and row["cost_usd"] > 0 for row in provenance)
    rejected = load_dataset(str(whole / "rjdb"), "rejected", split="train")
    assert all(row["reason"] for row in rejected)
    assert {path.name for path in whole.iterdir()} == {"rjdb", "requests.sqlite", "requests.sqlite.lock"}
    command = (whole / "rjdb" / "README.md").read_text()
    assert "--teacher openai --base-url $BASE_URL --model m" in command and "127.0.0.1" not in command


SCRIPT = """
import sys
from dataset_builder.pipeline import shards
from dataset_builder.pipeline.build import BuildConfig, build
from dataset_builder.teachers.llm_config import TeacherConfig

if __name__ == "__main__":
    shards.SHARD_TRIPLES = (10, 2_500)
    out, url, store = sys.argv[1:]
    build(BuildConfig(out=out, triples={triples}, workers=1, quiet=True),
                 TeacherConfig(base_url=url, model="m", store=store, concurrency=8, price="1,2"))
"""


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_paid_twice_and_the_bytes_are_the_same(whole, double, tmp_path):
    (tmp_path / "go.py").write_text(SCRIPT.format(triples=TRIPLES))
    store = tmp_path / "requests.sqlite"
    command = [sys.executable, str(tmp_path / "go.py"), str(tmp_path / "rjdb"), double.base_url, str(store)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    double.asked.clear()
    double.answered.clear()
    asked_until_committed: dict[str, int] = {}
    for goal in (5, 45, 80):
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.PIPE, text=True
        )
        while len(double.answered) < goal and process.poll() is None:
            time.sleep(0.003)
        assert process.poll() is None, process.stderr.read()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stderr.close()
        time.sleep(0.1)  # what the server was writing
        with Store(store, writing=False) as stored:
            bodies = stored.rows("SELECT body FROM requests JOIN answers USING (address)")
            committed = {Double.digest(json.loads(body)) for (body,) in bodies}
        assert set(asked_until_committed) <= committed, "a committed answer was lost"
        asked_until_committed = {body: double.asked[body] for body in committed} | asked_until_committed
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert asked_until_committed == {body: double.asked[body] for body in asked_until_committed}
    with Store(store, writing=False) as stored:
        (answers,) = next(stored.rows("SELECT count(*) FROM answers"))
        assert answers == len(double.answered), "no answer is missing, none is there twice"
    assert digest(tmp_path / "rjdb") == digest(whole / "rjdb")


def test_a_finished_build_asks_nothing(whole, double):
    double.asked.clear()
    shards.SHARD_TRIPLES, usual = (10, 2_500), shards.SHARD_TRIPLES
    try:
        build(*configs(whole, double.base_url))
    finally:
        shards.SHARD_TRIPLES = usual
    assert not double.asked


def test_caps_tell_where_to_continue_and_the_next_run_does(whole, double, tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "SHARD_TRIPLES", (10, 2_500))
    double.answered.clear()
    with pytest.raises(
        Stop,
        match=r"--max-usd 0\.02 is reached; [\d,]+ tokens, 0\.0\d+ USD spent now, \d+ of 31 triples are complete; the same command continues",
    ):
        build(*configs(tmp_path, double.base_url, max_usd=0.02))
    assert not (tmp_path / "rjdb").exists()
    with pytest.raises(Stop, match="--max-tokens 9000 is reached"):
        build(*configs(tmp_path, double.base_url, max_tokens=9_000))
    build(*configs(tmp_path, double.base_url))
    assert max(double.answered.values()) == 1
    assert digest(tmp_path / "rjdb") == digest(whole / "rjdb")


def test_a_teacher_that_cannot_do_it_is_stopped_early(tmp_path):
    with (
        Double(Behaviour(refusals=1)) as double,
        pytest.raises(BadInput, match="none of the first 12 answers of m was of use, 12 for: refused") as caught,
    ):
        build(*configs(tmp_path, double.base_url))
    assert sum(double.asked.values()) <= 20 and "\n" not in str(caught.value)
    assert {path.name for path in tmp_path.iterdir()} == {"requests.sqlite", "requests.sqlite.lock"}, (
        "other settings may follow"
    )


def test_plan_pays_for_a_pilot_that_the_build_uses(double, tmp_path):
    with Double(Behaviour(padding=500)) as cheap:
        build, teacher = configs(tmp_path, cheap.base_url)
        plan = run_plan(build, teacher, PlanConfig(pilot=20))
        asked = sum(cheap.asked.values())
        assert asked == 60
        text = plan.text()
        assert "31 triples" in text and "USD, batch" in text and "pilot of 20 triples" in text
        again = run_plan(build, teacher, PlanConfig(pilot=20))
        assert sum(cheap.asked.values()) == asked and again.usd == plan.usd
        with Store(teacher.store) as store:
            everything = [("train", i) for i in range(TRAIN)] + [("validation", 0), ("test", 0), ("test_unseen", 0)]
            author = open_author(build, teacher)
            session = Session(author, teacher, store, 31, True)
            paid = []
            session.ask(iter(everything), lambda composed: paid.append(composed.provenance["cost_usd"]))
        assert sum(cheap.asked.values()) == len(cheap.asked) >= 93, "31 triples of three requests, none twice"
    assert plan.usd.low <= sum(paid) <= plan.usd.high
    assert plan.usd.mean == pytest.approx(sum(paid), rel=0.2)


def test_plan_without_a_price_asks_for_it_before_it_asks_the_model(double, tmp_path):
    double.asked.clear()
    with pytest.raises(BadInput, match="no price is known for model 'm'; give --price IN,OUT"):
        run_plan(*configs(tmp_path, double.base_url, price=None), PlanConfig())
    with pytest.raises(BadInput, match="no price is known for model 'm'"):
        build(*configs(tmp_path, double.base_url, price=None, max_usd=3.0))
    assert not double.asked


# ---------------------------------------------------------------------------------------------- from the command line


def command(folder: Path, base_url: str, *more: str) -> list[str]:
    words = [
        sys.executable,
        "-m",
        "dataset_builder",
        "build",
        "--teacher",
        "openai",
        "--base-url",
        base_url,
        "--model",
        "m",
    ]
    return [*words, "--triples", "60", "--out", str(folder / "rjdb"), "--store", str(folder / "s.sqlite"), *more]


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_once_or_twice_is_one_line_and_nothing_paid_is_lost(tmp_path, times):
    """The second comes when the first was heard; once is enough where answers are soon there."""
    with Double(Behaviour(latency=0.1 if times == 1 else 600)) as double:
        process = subprocess.Popen(
            command(tmp_path, double.base_url, "--quiet"), cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        while len(double.asked) < (20 if times == 1 else 4) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        while "in flight; Ctrl-C again drops them" not in (heard := process.stderr.readline()):
            assert heard, "it ended without a word"
        if times == 2:
            process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        answered = sum(double.answered.values())
    assert process.returncode == 130 and "Traceback" not in err
    (stopped,) = [line for line in err.splitlines() if line.startswith("stopped: ")]
    assert "triples are complete; the same command continues" in stopped
    with Store(tmp_path / "s.sqlite", writing=False) as store:
        assert next(store.rows("SELECT count(*) FROM answers"))[0] == answered


def test_the_key_is_in_no_file_and_on_no_screen(tmp_path, monkeypatch, capfd):
    secret = "sk-very-secret-1234567890"
    monkeypatch.setenv("OPENAI_API_KEY", secret)
    with Double(Behaviour(key=secret)) as double:
        words = command(tmp_path, double.base_url, "--triples", "10", "--workers", "1")
        assert main(words[words.index("build") :]) in (0, 1)
    shown = capfd.readouterr()
    assert (tmp_path / "rjdb" / "README.md").is_file() and secret not in shown.out + shown.err
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 10 and not any(secret.encode() in path.read_bytes() for path in files)


def test_a_wrong_address_ends_at_once_and_leaves_nothing(tmp_path, monkeypatch):
    begun = time.monotonic()
    with pytest.raises(BadInput, match="http://127.0.0.1:9/v1 does not answer .*; start it or check --base-url"):
        build(*configs(tmp_path, "http://127.0.0.1:9/v1"))
    assert time.monotonic() - begun < 10
    assert {path.name for path in tmp_path.iterdir()} == {"requests.sqlite", "requests.sqlite.lock"}


def test_two_builds_into_one_folder_are_refused(tmp_path):
    with Double(Behaviour(latency=20)) as double:
        first = subprocess.Popen(command(tmp_path, double.base_url, "--quiet"), cwd=ROOT, stderr=subprocess.PIPE)
        while len(double.asked) < 4 and first.poll() is None:
            time.sleep(0.01)
        assert first.poll() is None
        second = subprocess.run(
            [sys.executable, "-m", "dataset_builder", "build", "--triples", "10", "--out", str(tmp_path / "rjdb"), "--overwrite"],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        first.kill()
        first.communicate()
    assert second.returncode == 2
    assert second.stderr.endswith("rjdb: another process is building this; wait for it, or give --out another name\n")
    assert second.stderr.count("\n") == 1
    assert (tmp_path / ".rjdb.building" / "hash").is_file(), "what the first one wrote is there"


# ---------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"model": ""}, "--model is missing; give the name of a model"),
        ({"granularity": "word"}, "--granularity 'word'"),
        ({"batch": "yes"}, "--batch 'yes'"),
        ({"knowledge": "wise"}, "--knowledge 'wise'"),
        ({"concurrency": 0}, "--concurrency 0"),
        ({"max_usd": 0}, "--max-usd 0"),
        ({"max_usd": float("nan")}, "--max-usd nan"),
        ({"max_tokens": -1}, "--max-tokens -1"),
        ({"timeout": 0}, "--timeout 0"),
        ({"repairs": -1}, "--repairs -1"),
        ({"base_url": "localhost:8000"}, "--base-url"),
        ({"price": "cheap"}, "--price 'cheap'"),
        ({"price": "1"}, "--price '1'"),
        ({"price": "1,-2"}, "--price '1,-2'"),
        ({"prices": "nowhere.yaml", "price": None}, "nowhere.yaml"),
    ],
)
def test_bad_settings_are_one_line_before_anything_is_asked(tmp_path, settings, message):
    with pytest.raises(BadInput, match=message) as caught:
        config, teacher = configs(tmp_path, **({"base_url": "http://127.0.0.1:9/v1"} | settings))
        open_author(config, teacher)
    assert "\n" not in str(caught.value) and not list(tmp_path.iterdir())


def test_every_field_of_the_teacher_is_known_to_decide_the_text_or_not_to():
    """A new field must be entered in one of the two, or a dataset's command and hash would silently lack it."""
    asking = {
        "same_as", "batch_size", "api_key_env", "store", "concurrency", "timeout", "max_usd", "max_tokens", "price", "prices", "batch", "batch_file",
        "batch_results", "batch_wait",
    }  # fmt: skip
    assert {field.name for field in fields(TeacherConfig)} == {*RECORDED, *asking}
    author = open_author(BuildConfig(), TeacherConfig(model="m"))
    assert {"base_url", "model", *author.settings["parameters"]} == set(RECORDED)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "--teacher openai --model m"),
        ({"base_url": "https://api.example.com/v1"}, "--teacher openai --base-url https://api.example.com/v1 --model m"),
        ({"base_url": "http://10.0.0.7/v1"}, "--teacher openai --base-url $BASE_URL --model m"),
        ({"repairs": 0, "structured": False, "knowledge": "teacher"}, "--teacher openai --model m --repairs 0 --no-structured --knowledge teacher"),
        ({"temperature": 0.0, "concurrency": 3, "max_usd": 4.0, "store": "x"}, "--teacher openai --model m --temperature 0.0"),
    ],
)  # fmt: skip
def test_the_command_names_what_decides_the_text_and_nothing_else(changed, words):
    config = BuildConfig(out="elsewhere", triples=50, graph="/home/me/graph", workers=3)
    assert command_of(config, TeacherConfig(model="m", **changed)) == f"python -m dataset_builder build --triples 50 --graph graph {words}"  # fmt: skip


def test_what_decides_the_text_is_another_build():
    """Each field that decides the text, and the price that stands in the provenance, changes the settings."""
    config, first = BuildConfig(), {"model": "m"}
    others = {
        "base_url": "https://api.example.com/v1", "model": "n", "temperature": 0.5, "top_p": 0.5, "sampling_seed": 1,
        "extra_body": '{"a": 1}', "granularity": "section", "answer_tokens": 500, "repairs": 0, "structured": False, "knowledge": "teacher",
        "price": "1,2",
    }  # fmt: skip
    template = open_author(config)  # whose inputs the others share

    def settings(**changed) -> dict[str, object]:
        teacher = TeacherConfig(**first | changed)
        return settings_of(config, LLMAuthor.of(template.sampler, teacher, config.explain_matches))

    plain = settings()
    for name, value in others.items():
        assert settings(**{name: value}) != plain, name
    assert settings(concurrency=2, store="x") == plain
    assert set(plain) - set(settings_of(config, template)) == {"model", "server", "parameters", "prompts", "price"}


def test_a_key_that_is_not_there_is_told_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(BadInput, match=r"no key: set \$OPENAI_API_KEY"):
        build(*configs(tmp_path, "https://api.example.com/v1"))
    assert not list(tmp_path.iterdir())


def test_provenance_has_the_columns_of_the_contract(whole):
    assert load_dataset(str(whole / "rjdb"), "provenance", split="train").features == rjdb.FEATURES["provenance"]
