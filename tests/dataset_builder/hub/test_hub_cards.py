"""What a built folder says of itself: the card, the datasheet, eval.yaml, all from build.json."""

import json
import os
import re
import subprocess
import sys

import pytest
import yaml
from datasets import load_dataset

import rjdb
from dataset_builder.report import datasheet
from dataset_builder.report.card_text import command_needs
from dataset_builder.report.dataset_card import config_hash
from dataset_builder.storage.files import sha256_of
from tests.fixtures.hub_runs import ROOT, SECRET, send

SHEET = ("Motivation", "Composition", "Collection", "Processing", "Uses", "Distribution", "Maintenance")
CARD = (
    "Quality", "Statistics", "Baselines", "Licences", "Intended and prohibited uses", "Personal and sensitive information",
    "Bias", "Evidence for obligations of high-risk systems", "Build it again", "Changes", "Citation",
)  # fmt: skip


@pytest.fixture(scope="module")
def facts(built):
    return json.loads((built / "build.json").read_text(encoding="utf-8"))


def test_card_and_datasheet_have_their_sections(built, facts):
    card, sheet = ((built / name).read_text(encoding="utf-8") for name in ("README.md", "DATASHEET.md"))
    assert [line[3:] for line in card.splitlines() if line.startswith("## ")][-len(CARD) :] == list(CARD)
    assert [line[3:] for line in sheet.splitlines() if line.startswith("## ")][: len(SHEET)] == list(SHEET)
    for row in facts["gate"]["rows"]:
        assert f"{row['value']:.3f}" in card if isinstance(row["value"], float) else str(row["value"]) in card
    assert f"train {facts['sizes']['triples']['train']['rows']:,}" in sheet
    assert rjdb.VERSION in datasheet.CHANGES


def test_the_evidence_map_points_at_what_is_there(built, facts):
    """Every file and section that is named exists; articles 9 to 15 all have evidence."""
    card, sheet = ((built / name).read_text(encoding="utf-8") for name in ("README.md", "DATASHEET.md"))
    for article, _, where in datasheet.EVIDENCE:
        assert article in card and article in sheet
        for part in where.split("; "):
            for section in re.findall(r"sections? ([A-Z][^:;]*)", part):
                for name in section.split(", "):
                    assert f"\n## {name}\n" in (sheet if part.startswith("this file") else card), name
            for key in re.findall(r"build\.json, `(\w+)`", part):
                assert key in facts
    assert {int(a) for article, *_ in datasheet.EVIDENCE for a in re.findall(r"\d+", article)} == set(range(9, 16))


def test_hashes_on_the_card_are_those_of_the_files(built, facts):
    card = (built / "README.md").read_text(encoding="utf-8")
    for config in facts["sizes"]:
        assert config_hash(facts["files"], config) in card
    recorded = {path: file["sha256"] for path, file in facts["files"].items()}
    there = {p.relative_to(built).as_posix(): sha256_of(p) for p in built.rglob("*") if p.is_file()}
    assert recorded == {path: digest for path, digest in there.items() if path not in ("README.md", "build.json")}


def test_a_command_that_needs_more_than_the_code_says_so(built):
    card = (built / "README.md").read_text(encoding="utf-8")
    assert "## Build it again\n\n```bash\n" in card  # the offline teacher needs nothing
    assert "needs the file of the original release" in command_needs({"recipe": "original", "teacher": "GPT-4"})
    assert "needs a server" in command_needs({"recipe": "facts", "teacher": "openai:m"})


def test_config_hash_is_what_the_shell_says(built, facts):
    command = "sha256sum matching/* | LC_ALL=C sort -k2 | sha256sum"
    said = subprocess.run(command, shell=True, cwd=built, capture_output=True, text=True, check=True).stdout.split()[0]
    assert said == config_hash(facts["files"], "matching")


def test_eval_file_names_the_four_tasks_with_columns_that_exist(built):
    content = yaml.safe_load((built / "eval.yaml").read_text(encoding="utf-8"))
    assert content["evaluation_framework"] == "inspect-ai" and [t["id"] for t in content["tasks"]] == list(rjdb.TASKS)
    for task in content["tasks"]:
        spec = task["field_spec"]
        assert {spec["input"], spec["target"], *spec["metadata"]} <= set(rjdb.FEATURES[task["config"]])
        assert list((built / task["config"]).glob(f"{task['split']}-*.parquet"))


INSPECT = """
import asyncio, json
from inspect_ai._eval.task.hf import task_create_from_hf
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Target, value_to_float
from inspect_ai.solver import TaskState

def score(task, sample, answer):
    output = ModelOutput.from_content("mockllm/model", answer)
    state = TaskState("mockllm/model", 1, 1, sample.input, [], output=output)
    return value_to_float()(asyncio.run(task.scorer[0](state, Target(sample.target))).value)

told = []
for task in task_create_from_hf("hf/org/rjdb"):
    sample = task.dataset[0]
    told.append([task.name, len(task.dataset), score(task, sample, sample.target), score(task, sample, "x")])
print(json.dumps(told))
"""


def test_inspect_ai_loads_and_scores_the_tasks(hub, built, tmp_path):
    """Gold answers score 1, others 0. $RJDB_INSPECT names a Python that has inspect-ai (`make inspect`), else this one.

    A whole `inspect eval` wants a token counter's files from the network, so it ends here.
    """
    python = os.environ.get("RJDB_INSPECT", sys.executable)
    if subprocess.run([python, "-c", "import inspect_ai"], capture_output=True, cwd=ROOT).returncode:
        pytest.skip(
            "no inspect-ai here, since it needs older versions than other extras: `make inspect` installs it apart"
        )
    send(built)
    here = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf"), "HF_TOKEN": SECRET, "HF_HUB_OFFLINE": "0"}
    done = subprocess.run(
        [python, "-c", INSPECT], cwd=tmp_path, env=os.environ | here, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert [name for name, *_ in told] == [f"hf/org/rjdb/{task}" for task in rjdb.TASKS]
    for name, count, gold, other in told:
        task = name.rsplit("/", 1)[1]
        assert count == len(load_dataset(str(built), task, split="test")) and (gold, other) == (1, 0)
