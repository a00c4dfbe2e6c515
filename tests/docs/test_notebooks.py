"""The notebook from its first cell to its last on tiny shapes, against the Hub double.

Its cells are plain Python without magics, so they run in this process, in one namespace, as papermill would: parameters first,
then those of the test. A kernel (nbclient and what it brings) would add nine packages and could not share the double.
"""

import ast
import json
import subprocess
from pathlib import Path

import pytest

from dataset_builder.report.card_text import code_block
from tests.fixtures import tiny_models
from tests.fixtures.hub_runs import held
from tests.fixtures.pasted_blocks import CODE

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "train_and_publish.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def code_cells() -> dict[str, str]:
    return {cell["id"]: "".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"}


def run(name: str, namespace: dict) -> None:
    exec(compile(code_cells()[name], f"{NOTEBOOK.name}, cell {name}", "exec"), namespace)


def test_outputs_are_cleared_and_parameters_come_first():
    code = [cell for cell in CELLS if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert code[0]["id"] == "parameters" and code[0]["metadata"]["tags"] == ["parameters"]
    assert all(isinstance(one, ast.Assign) for one in ast.parse("".join(code[0]["source"])).body)
    assert len({cell["id"] for cell in CELLS}) == len(CELLS)


def test_it_installs_what_the_cards_tell_to_install(monkeypatch):
    called = []
    monkeypatch.setattr(subprocess, "run", lambda words, check: called.append(words))
    run("install", {"CODE": CODE})
    run("install", {"CODE": ""})
    assert len(called) == 1 and f'pip install "{called[0][-1]}"' in code_block("train", CODE)


def test_cards_of_students_link_it_and_colab_opens_what_lies_on_github():
    path = NOTEBOOK.relative_to(ROOT).as_posix()
    for code in ("https://github.com/hr/rjdb", "https://github.com/hr/rjdb.git"):
        assert f"(https://colab.research.google.com/github/hr/rjdb/blob/main/{path})" in code_block("train", code)
    for code in (CODE, None):
        assert path in code_block("train", code) and "colab" not in code_block("train", code)
    assert path not in code_block("", CODE)  # the dataset's card


def test_its_recipes_keep_the_rows_of_a_step():
    """As the recipes have them: 16,384 padded tokens, four batches a step."""
    import yaml

    for name in ("matcher", "explainer", "extractor", "editor"):
        recipe = yaml.safe_load((ROOT / "training" / "recipes" / "students" / f"{name}.yaml").read_text())
        step = recipe["batch_tokens"] * recipe["gradient_accumulation_steps"]
        assert f"max(1, {step:_} // BATCH_TOKENS)" in code_cells()["train"]


@pytest.mark.usefixtures("one_thread")
def test_it_trains_evaluates_and_publishes_a_student(built, hub, tmp_path, monkeypatch, capsys):
    pytest.importorskip("trl")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rjdb").symlink_to(built)
    monkeypatch.setattr("training.evaluate.available_workers", lambda: 1)
    monkeypatch.setattr("training.evaluation.benchmark.TRAINING_ROWS", 40)  # that the rules set their thresholds on
    words = tiny_models.tokenizer(tiny_models.texts(built, ["matching"]))
    tiny_models.saved(tiny_models.t5(words), words, tmp_path / "base")
    tiny = {
        "BASE_MODEL": "base",
        "ORG": "org",
        "TRAIN_ROWS": 16,
        "MAX_STEPS": 1,
        "BATCH_TOKENS": 4_096,
        "EVALUATION_ROWS": 2,
    }
    namespace: dict = {}
    for name in code_cells():
        run(name, namespace)
        if name == "parameters":
            assert tiny.keys() <= namespace.keys()
            namespace |= tiny
    student, said = held(hub, "model", "org/rjdb-matcher"), capsys.readouterr().out
    assert "model.safetensors" in student and "https://huggingface.co/org/rjdb-matcher" in said
    card = student["README.md"].decode()
    assert 'load("org/rjdb-matcher")' in card and "| rules" in card
    assert "build.json" in held(hub, "dataset", "org/rjdb")
    assert said.count("Match(") == 2  # the folder and the repository were asked
    before = len(hub.state.repositories[("model", "org/rjdb-matcher")].commits)
    run("train", namespace)
    run("publish", namespace)
    assert "is trained already" in capsys.readouterr().out
    assert len(hub.state.repositories[("model", "org/rjdb-matcher")].commits) == before
