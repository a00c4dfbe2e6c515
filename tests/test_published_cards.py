"""Every snippet of the published cards runs as it is pasted, in an empty folder with a fresh cache, against the Hub double.

A dataset, a student, an adapter of it and both Spaces are published under one organisation in one command.
"""

import os
import re
import signal
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.doubles.hub_server import HubDouble
from tests.fixtures import tiny_models
from tests.fixtures.demo_space import free_port
from tests.fixtures.hub_runs import ROOT, held, running_hub, send
from tests.fixtures.pasted_blocks import CODE, blocks, environment, run_block

CARDS = {
    "org/rjdb": "dataset",
    "org/rjdb-matcher": "model",
    "org/rjdb-adapted": "model",
    "org/rjdb_metric": "space",
    "org/rjdb-demo": "space",
}
# Blocks that cannot run here: (repository, first line) and why. The card must say what they need.
NOT_RUN: dict[tuple[str, str], str] = {}
STEPS = {
    "train_rows": "16", "validation_rows": "2", "max_prompt_tokens": "1500", "max_completion_tokens": "16",
    "batch_tokens": "3000", "max_steps": "1", "eval_steps": "1", "save_steps": "1",
}  # fmt: skip


@pytest.fixture(scope="module")
def published(built, tmp_path_factory):
    """The double with all five, and the text of each card; students were trained where the dataset lies, by its name."""
    for name in ("torch", "evaluate", "gradio"):
        pytest.importorskip(name)
    from training import sft

    place = tmp_path_factory.mktemp("work")
    (place / "rjdb").symlink_to(built)
    with pytest.MonkeyPatch.context() as patch, contextmanager(running_hub)(patch) as double:
        patch.chdir(place)
        words = tiny_models.tokenizer(tiny_models.texts(built))
        tiny_models.saved(tiny_models.t5(words), words, place / "start")
        shared = {"dataset": "rjdb", "tasks": "matching"} | STEPS
        whole = shared | {"model_name_or_path": "start", "output_dir": "students/matcher"}
        adapter = {"model_name_or_path": "students/matcher", "output_dir": "students/adapted", "use_peft": "true"}
        for flags in (whole, shared | adapter):
            assert sft.main([word for key, value in flags.items() for word in (f"--{key}", value)]) == 0
        spaces = (ROOT / "spaces" / name for name in ("rjdb_metric", "demo"))
        assert send(built, "students/matcher", "students/adapted", *spaces, code=CODE) == 0
        yield double, {name: held(double, kind, name)["README.md"].decode() for name, kind in CARDS.items()}


def run(double: HubDouble, language: str, code: str, folder: Path, project: bool) -> str:
    """Runs a block in a new, empty folder; what it prints."""
    folder.mkdir()
    return run_block(language, code, folder, environment(double, folder.with_name(f"{folder.name}-tools"), project))


@pytest.mark.parametrize("name", [name for name in CARDS if name != "org/rjdb-demo"])
def test_every_block_runs_in_an_empty_folder(published, name, tmp_path):
    double, cards = published
    found = blocks(cards[name])
    assert {language for language, _ in found} == {"python", "bash"}
    for number, (language, code) in enumerate(found):
        if (name, code.splitlines()[0]) not in NOT_RUN:
            said = run(double, language, code, tmp_path / str(number), project=CARDS[name] != "space")
            assert said or "pip install" in code, f"prints nothing:\n{code}"


def test_the_demo_starts_by_its_card_and_answers_by_its_name(published, tmp_path):
    """The block that starts it goes on until it is stopped, and the one that asks needs it; the Hub says where it runs."""
    double, cards = published
    folder = tmp_path / "reader"
    folder.mkdir()
    port = free_port()
    own = environment(double, tmp_path / "reader-tools", project=False) | {
        "GRADIO_SERVER_PORT": str(port), "GRADIO_TEMP_DIR": str(tmp_path / "uploads")
    }  # fmt: skip
    serving = [
        code for language, code in blocks(cards["org/rjdb-demo"]) if language == "bash" and "python app.py" in code
    ]
    others = [block for block in blocks(cards["org/rjdb-demo"]) if block[1] not in serving]
    assert len(serving) == 1 and [language for language, _ in others] == ["bash", "python"]
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        ["bash", "-e", "-c", serving[0]], cwd=folder, env=own, stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}", process, tmp_path / "log")
        double.state.repositories[("space", "org/rjdb-demo")].host = f"http://127.0.0.1:{port}"
        for number, (language, code) in enumerate(others):
            run(double, language, code, tmp_path / str(number), project=False)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        log.close()


def wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    import threading

    for _ in range(3_000):
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            return urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            threading.Event().wait(0.1)  # time.sleep returns at once here
    raise TimeoutError(log.read_text())


def test_blocks_that_do_not_run_are_there_and_say_what_they_need(published):
    _, cards = published
    for (name, first), reason in NOT_RUN.items():
        assert any(code.startswith(first) for _, code in blocks(cards[name])) and reason in cards[name]


def front(text: str) -> dict:
    return yaml.safe_load(text.split("---\n")[1])


def test_cards_name_repositories_and_no_folder(published):
    double, cards = published
    assert 'load_dataset("org/rjdb", "matching")' in cards["org/rjdb"]
    assert "python -m dataset_builder verify org/rjdb --rebuilt rjdb" in cards["org/rjdb"]
    for name in ("org/rjdb-matcher", "org/rjdb-adapted"):
        assert f'load("{name}")' in cards[name] and f'name = "{name}"' in cards[name]
        assert front(cards[name])["datasets"] == ["org/rjdb"]
        assert "## Training data\n\n`org/rjdb`, build" in cards[name]
        assert "python -m training.sft --config recipe.yaml --dataset org/rjdb" in cards[name]
        assert "pipeline" not in cards[name]
    assert front(cards["org/rjdb-adapted"])["base_model"] == "org/rjdb-matcher"
    assert front(cards["org/rjdb-adapted"])["library_name"] == "peft"
    assert "base_model" not in front(cards["org/rjdb-matcher"])  # made here from nothing
    adapter = yaml.safe_load(held(double, "model", "org/rjdb-adapted")["adapter_config.json"])
    assert adapter["base_model_name_or_path"] == "org/rjdb-matcher"
    assert 'evaluate.load("org/rjdb_metric"' in cards["org/rjdb_metric"]
    assert 'load_dataset("org/rjdb", "extraction"' in cards["org/rjdb_metric"]
    assert (
        front(cards["org/rjdb-demo"])["datasets"] == ["org/rjdb"]
        and 'Client("org/rjdb-demo")' in cards["org/rjdb-demo"]
    )
    for name, text in cards.items():
        assert f"<{CODE}>" in text and "rjdb/rjdb" not in text, name
        for owner, repository in re.findall(r'"(\w+)/([\w-]+)"', "".join(code for _, code in blocks(text))):
            assert f"{owner}/{repository}" in {*CARDS, "spaces/rjdb_metric"}, name
