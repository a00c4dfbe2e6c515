"""Cards of students: pinned to the letter, their code is run, and what was not measured is said to be missing.

After a change that is meant: RJDB_WRITE_GOLDEN=1 python -m pytest tests/training/card/test_student_card.py, and read the difference.
"""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
import yaml
from huggingface_hub import ModelCard, parse_eval_result_entries

import rjdb
from dataset_builder.errors import BadInput
from training.card import student_card
from training.card.__main__ import main
from training.card.results import read_evaluations
from training.card.student_card import read_facts, save, write_card
from training.evaluation import robustness

GOLDEN = Path(__file__).parent / "golden"
NAME = "nano-explainer"


@pytest.fixture
def student(tmp_path) -> Path:
    """A finished student as far as a card looks: facts, and files that stand for weights."""
    folder = tmp_path / "students" / NAME
    folder.mkdir(parents=True)
    for name in ("training.json", "recipe.yaml", "robustness.json"):
        shutil.copy(GOLDEN / "student" / name, folder)
    (folder / "config.json").write_text('{"is_encoder_decoder": true}')
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "learning_curve.png").write_bytes(b"picture")
    return folder


@pytest.fixture
def evaluations(student, tmp_path) -> list[Path]:
    """As `training.evaluate` writes them; they belong to the weights above."""
    identity, folders = read_facts(student).identity, []
    for split in ("test", "test_unseen"):
        folders.append(tmp_path / split)
        folders[-1].mkdir()
        text = (GOLDEN / "student" / f"{split}.json").read_text().replace("IDENTITY", identity)
        (folders[-1] / "results.json").write_text(text)
    return folders


def pinned(text: str, name: str) -> None:
    path = GOLDEN / name
    if os.environ.get("RJDB_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_card_of_a_student_equals_the_golden_file(student, evaluations, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # a dataset that lies here would give its licence
    pinned(write_card(read_facts(student, "org/nano-explainer"), read_evaluations(evaluations)), "student_card.md")


def test_the_card_of_a_recipe_says_that_nothing_was_trained(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    recipe = tmp_path / "matcher.yaml"
    recipe.write_text(
        "dataset: rjdb\ntasks: [matching]\nmodel_name_or_path: google/flan-t5-base\nmax_prompt_tokens: 768\n"
    )
    out = tmp_path / "card.md"
    assert main([str(recipe), "--out", str(out)]) == 0
    text = out.read_text()
    pinned(text, "recipe_card.md")
    assert "**Not trained.**" in text and not re.search(r"\d+\.\d \[", text)


def test_the_hub_reads_the_front_matter_and_the_results(student, evaluations):
    paths = save(student, read_facts(student), read_evaluations(evaluations))
    assert [path.relative_to(student).as_posix() for path in paths] == ["README.md", ".eval_results/rjdb.yaml"]
    data = ModelCard.load(paths[0]).data
    assert data.pipeline_tag is None and data.library_name == "transformers" and data.language == "en"
    assert data.datasets is None and data.base_model is None  # folders of one machine are no repositories
    assert data.eval_results is None and "model-index" not in paths[0].read_text()
    entries = parse_eval_result_entries(yaml.safe_load(paths[1].read_text()))
    measured = json.loads((evaluations[0] / "results.json").read_text())["systems"][NAME]
    for entry, (task, measure) in zip(entries, (("matching", "accuracy"), ("explanation", "F1 strict"))):
        assert (entry.dataset_id, entry.task_id) == (rjdb.HUB_ID, task)
        assert entry.value == round(measured[task]["measures"][measure]["value"], 2) and measure in entry.notes


def test_the_card_of_a_student_of_several_datasets_names_each(student):
    facts = json.loads((student / "training.json").read_text())
    facts["dataset"]["name"] = "rjdb+me/rjdb-paper"
    (student / "training.json").write_text(json.dumps(facts))
    text = write_card(read_facts(student), [])
    assert ModelCard(text).data.datasets == [rjdb.HUB_ID, "me/rjdb-paper"]
    assert f"`{rjdb.HUB_ID}+me/rjdb-paper`" in text


def test_every_figure_of_the_tables_is_one_that_was_measured(student, evaluations):
    text = write_card(read_facts(student), read_evaluations(evaluations))
    row = next(line for line in text.splitlines() if line.startswith(f"| **{NAME}, this model** | 91.2"))
    assert row.split("|")[2].strip() == "91.2 [88.7, 93.5]"
    assert "Not measured: The original release" in text
    unseen = text[text.index("### Occupations that train never shows") :]
    assert "Table 5, matching" not in unseen  # its family's matcher answered, not this student
    assert f"| **{NAME}, this model** | 67.0 [64.5, 69.2]" in re.sub(" +", " ", unseen)


def test_without_evaluations_the_card_claims_nothing_and_old_results_go(student, evaluations):
    save(student, read_facts(student), read_evaluations(evaluations))
    (student / "robustness.json").unlink()
    assert [path.name for path in save(student, read_facts(student), [])] == ["README.md"]
    assert not (student / ".eval_results" / "rjdb.yaml").exists()
    text = (student / "README.md").read_text()
    assert "Not measured: Test split" in text and "## Robustness\n\nNot measured." in text
    assert not re.search(r"\d+\.\d \[", text)


def test_a_part_of_the_test_split_is_no_result_for_a_leaderboard(student, evaluations):
    path = evaluations[0] / "results.json"
    results = json.loads(path.read_text())
    results["config"]["limit"] = 10
    path.write_text(json.dumps(results))
    assert [path.name for path in save(student, read_facts(student), read_evaluations(evaluations))] == ["README.md"]
    assert "--limit 10" in (student / "README.md").read_text()


def test_a_pipeline_is_offered_only_where_transformers_has_one(student):
    """transformers 5 writes text by pipeline() with a decoder-only model alone."""
    from transformers.pipelines import PIPELINE_REGISTRY

    tags = {}
    for kind in ("encoder-decoder", "decoder-only"):
        (student / "config.json").write_text(json.dumps({"is_encoder_decoder": kind == "encoder-decoder"}))
        text = write_card(read_facts(student), [])
        tags[kind] = yaml.safe_load(text.split("---\n")[1]).get("pipeline_tag")
        assert "pipeline(" not in text
    assert tags == {"encoder-decoder": None, "decoder-only": "text-generation"}
    assert "text2text-generation" not in PIPELINE_REGISTRY.get_supported_tasks()


# ------------------------------------------------------------------------------------------- the code on it


@pytest.mark.parametrize("kind", ["whole", "adapter", "causal", "causal adapter"])
def test_the_code_on_a_card_runs(kind, built, tmp_path, monkeypatch, capsys):
    pytest.importorskip("torch")
    from tests.fixtures import tiny_students
    from training.evaluation.benchmark import Benchmark

    rows = Benchmark(str(built)).rows("explanation")
    tokenizer = tiny_students.tokenizer_of(
        [row["resume"] + row["completion"] for row in rows] + ["\n"], ends="causal" not in kind
    )
    place = tmp_path / "org"
    model = (tiny_students.gpt2 if "causal" in kind else tiny_students.t5)(tokenizer)
    folder = tiny_students.saved(model, tokenizer, place / "student")
    if "adapter" in kind:
        folder = tiny_students.adapter(folder, place / "adapted", tokenizer)
    for name in ("training.json", "recipe.yaml"):
        shutil.copy(GOLDEN / "student" / name, folder)
    facts = json.loads((folder / "training.json").read_text()) | {"tasks": list(rjdb.TASKS)}
    (folder / "training.json").write_text(json.dumps(facts))
    assert main([str(folder), "--repository", f"org/{folder.name}"]) == 0
    blocks = re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text(), re.S)
    assert len(blocks) == 2
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    scopes = [{}, {}]
    for block, scope in zip(blocks, scopes):
        exec(compile(block, "card", "exec"), scope)
    assert len(capsys.readouterr().out.splitlines()) >= 5
    match = scopes[0]["student"].match(scopes[0]["job"], scopes[0]["resume"])
    assert match.answer == scopes[1]["answer"]  # both ways give the same


# ------------------------------------------------------------------------------------------- robustness


def test_changes_of_a_document_keep_what_it_says():
    document = "Kim Lee\n\n## Skills\n- bread\n* rye\n\n## Experience\nBaker (2013 - 2016)\n"
    assert (
        robustness.reordered(document) == "Kim Lee\n\n## Experience\nBaker (2013 - 2016)\n\n## Skills\n- bread\n* rye"
    )
    redrawn = robustness.redrawn(document)
    assert "SKILLS\n* bread\n- rye" in redrawn and "EXPERIENCE\nBaker (2013 - 2016)" in redrawn
    assert robustness.instructed(document).endswith(robustness.HIDDEN)


def test_robustness_counts_answers_that_change():
    """A student that says match wherever it is told to, and whose verdict hangs on what stands first."""
    from training.data.shortening import Shortened
    from training.students.generation import Written

    class Gullible:
        def write(self, task, rows):
            for row in rows:
                told, first = robustness.HIDDEN in row["resume"], row["resume"].strip("# ").lower()
                said = "match" if told or first.startswith("experience") else "no match"
                yield Shortened("", (), True), Written("?" if "odd" in first else said, 0.0, 1)

    skills, jobs = "## Skills\n- bread", "## Experience\nBaker (2013 - 2016)"
    resumes = (f"{skills}\n\n{jobs}", f"{jobs}\n\n{skills}", f"{skills} and odd things")
    rows = [{"job_description": "Baker", "resume": resume} for resume in resumes]
    counts = list(robustness.measure(Gullible(), {"matching": rows})["matching"].values())
    keys = ("rows", "same", "no_match", "to_match")
    assert [tuple(count[key] for key in keys) for count in counts] == [(2, 0, 1, 1), (2, 2, 1, 0), (2, 1, 1, 1)]


# ------------------------------------------------------------------------------------------- what it refuses


def test_bad_input_is_one_line(student, evaluations, tmp_path, capsys):
    def refused(*arguments: str) -> str:
        assert main(list(arguments)) == 2
        lines = capsys.readouterr().err.strip().splitlines()
        assert len(lines) == 1
        return lines[0]

    assert "no such folder or recipe" in refused(str(tmp_path / "nowhere"))
    assert "no results are there" in refused(str(student), "--evaluation", str(tmp_path))
    assert "is test too; give one of them" in refused(str(student), *("--evaluation", str(evaluations[0])) * 2)
    recipe = tmp_path / "r.yaml"
    recipe.write_text("tasks: [matching]\n")
    assert "give --out FILE" in refused(str(recipe))
    recipe.write_text("learning_rate: 1\n")
    assert "is no recipe of a student" in refused(str(recipe), "--out", str(tmp_path / "c.md"))
    (student / "model.safetensors").write_bytes(b"other weights")
    assert "was measured with other weights" in refused(str(student), "--evaluation", str(evaluations[0]))
    (student / "training.json").unlink()
    assert "its training is not finished" in refused(str(student))
    (evaluations[0] / "results.json").write_text("{}")
    with pytest.raises(BadInput, match="lacks config, differences, students, systems; run the evaluation again"):
        read_evaluations(evaluations)


def test_sentences_of_cards_are_there_for_every_task():
    texts = student_card.read_texts()
    for part in ("names", "tasks", "snippets", "prompts", "metrics", "task_limits"):
        assert tuple(texts[part]) == rjdb.TASKS
