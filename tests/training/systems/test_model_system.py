"""A model's folder as a system: tiny models with tokenizers trained here, alone and as a family."""

import importlib.util
import shutil

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
import torch

import rjdb
from dataset_builder.errors import BadInput
from tests.fixtures import tiny_students
from tests.fixtures.tiny_students import plainly, saved
from training import evaluate as verb
from training.evaluate import EvaluateConfig, evaluate
from training.evaluation.benchmark import Benchmark
from training.students import generation
from training.students.generation import by_length
from training.systems import row_adapter
from training.systems.model_system import Family, ModelSystem
from training.systems.open_system import open_system


@pytest.fixture(scope="module")
def rows(built) -> list[dict]:
    return Benchmark(str(built)).rows("extraction")[:12]


@pytest.fixture(scope="module")
def tokenizer(rows):
    return tiny_students.tokenizer_of([rjdb.prompt("extraction", **row) + row["completion"] for row in rows])


@pytest.fixture(scope="module")
def student(tokenizer, tmp_path_factory):
    """A model that nobody trained here, so it may be asked anything."""
    return saved(tiny_students.t5(tokenizer), tokenizer, tmp_path_factory.mktemp("s") / "extractor")


def answers(folder, rows, monkeypatch, batch: int) -> list[str]:
    monkeypatch.setitem(generation.BATCH_ROWS, "cpu", batch)
    return row_adapter.answers(ModelSystem(str(folder)), "extraction", rows)


def test_answers_are_those_of_the_model_alone_in_row_order_whatever_the_batches(student, rows, monkeypatch):
    one = answers(student, rows, monkeypatch, 1)
    assert len(set(one)) > 3
    assert answers(student, rows, monkeypatch, 5) == one
    assert answers(student, rows[::-1], monkeypatch, 32) == one[::-1]
    for row, answer in list(zip(rows, one))[:3]:
        assert answer == plainly(student, rjdb.prompt("extraction", **row))


def test_the_table_has_the_folders_name_and_counts_what_cannot_be_read(student, built, tmp_path):
    config = EvaluateConfig(
        data=str(built), systems=("rules", str(student)), tasks=("matching",), out=str(tmp_path), limit=6,
        resamples=20, workers=1,
    )  # fmt: skip
    results = evaluate(config)
    assert list(results["systems"]) == ["rules", "extractor"]
    counts = results["systems"]["extractor"]["matching"]["counts"]
    assert counts["rows"] == 6 and 0 < counts["unparsed"] <= 6
    assert "| extractor " in (tmp_path / "tables.md").read_text()
    assert len(list((tmp_path / "predictions" / "extractor" / "matching").glob("*.parquet"))) == 1


def test_a_finished_evaluation_does_not_load_the_model_and_another_model_is_asked_anew(
    student, tokenizer, built, tmp_path, monkeypatch
):
    folder = shutil.copytree(student, tmp_path / "extractor")
    config = EvaluateConfig(
        data=str(built), systems=(str(folder),), tasks=("matching",), out=str(tmp_path / "out"), limit=2,
        resamples=5, workers=1,
    )  # fmt: skip
    asked = []
    results = ModelSystem.results
    monkeypatch.setattr(
        ModelSystem, "results", lambda self, task, rows: asked.append(task) or results(self, task, rows)
    )
    first = evaluate(config)
    (folder / "README.md").write_text("its card")
    assert evaluate(config) == first and len(asked) == 1
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    evaluate(config)
    assert len(asked) == 2


def test_a_causal_model_answers_without_its_prompt(tokenizer, rows, tmp_path, monkeypatch):
    folder = saved(tiny_students.gpt2(tokenizer), tokenizer, tmp_path / "reader")
    one = answers(folder, rows, monkeypatch, 1)
    assert answers(folder, rows, monkeypatch, 7) == one
    assert one[0] == plainly(folder, rjdb.prompt("extraction", **rows[0]))
    longer = {**rows[0], "document": "a rather long line of work " * 400}
    assert answers(folder, [longer, rows[0]], monkeypatch, 7) == [None, one[0]]  # longer than its positions


def test_a_student_is_judged_on_what_it_was_trained_for(tokenizer, built, tmp_path):
    matcher = saved(tiny_students.t5(tokenizer), tokenizer, tmp_path / "matcher", ["matching"])
    config = EvaluateConfig(
        data=str(built), systems=("majority", str(matcher)), out=str(tmp_path / "out"), limit=2, resamples=5, workers=1
    )
    assert list(evaluate(config)["systems"]["matcher"]) == ["matching"]


def test_students_in_a_folder_are_one_row_each_task_by_the_most_specialised(tokenizer, rows, built, tmp_path):
    family = tmp_path / "nano"
    trained = {"base": rjdb.TASKS, "explainer": ("matching", "explanation"), "extractor": ("extraction",)}
    for seed, (name, tasks) in enumerate(trained.items()):
        saved(tiny_students.t5(tokenizer, seed), tokenizer, family / name, tasks)
    (family / "unfinished").mkdir()
    system = open_system(str(family))
    assert isinstance(system, Family) and system.name == "nano" and system.tasks == rjdb.TASKS
    matching = Benchmark(str(built)).rows("matching")[:2]
    for task, asked, name in (("extraction", rows[:2], "extractor"), ("matching", matching, "explainer")):
        assert row_adapter.answers(system, task, asked) == row_adapter.answers(
            ModelSystem(str(family / name)), task, asked
        )
        assert row_adapter.answers(system, task, asked) != row_adapter.answers(
            ModelSystem(str(family / "base")), task, asked
        )
    before = system.identity
    saved(tiny_students.t5(tokenizer, 9), tokenizer, family / "extractor")
    assert Family(str(family)).identity != before
    saved(tiny_students.t5(tokenizer), tokenizer, family / "another", ["extraction"])
    with pytest.raises(BadInput, match="another and extractor are both trained for extraction; give each"):
        Family(str(family))


def test_an_adapter_is_another_system_once_its_base_changes(student, tokenizer, rows, tmp_path):
    base = shutil.copytree(student, tmp_path / "base")
    folder = tiny_students.adapter(base, tmp_path / "adapter", tokenizer)
    system = ModelSystem(str(folder))
    assert row_adapter.answers(system, "extraction", rows[:3]) != row_adapter.answers(
        ModelSystem(str(base)), "extraction", rows[:3]
    )
    before = system.identity
    assert ModelSystem(str(folder)).identity == before
    saved(tiny_students.t5(tokenizer, 8), tokenizer, base)
    assert ModelSystem(str(folder)).identity != before


def test_batches_hold_similar_lengths_within_both_limits():
    prompts = [[0] * length for length in (3, 10, 4, 9, 1)]
    assert list(by_length([0, 1, 2, 3, 4], prompts, tokens=20, rows=9)) == [[1, 3], [2, 0, 4]]
    assert list(by_length([0, 1, 2, 3, 4], prompts, tokens=99, rows=2)) == [[1, 3], [2, 0], [4]]
    assert list(by_length([1], prompts, tokens=5, rows=9)) == [[1]]
    assert list(by_length([], prompts, tokens=5, rows=9)) == []


# ------------------------------------------------------------------------------------------- what it refuses


def test_folders_that_are_no_model_are_one_line(student, built, tmp_path, capsys):
    empty = tmp_path / "empty"
    empty.mkdir()
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    (adapter / "adapter_config.json").write_text("{}")
    (adapter / "adapter_model.safetensors").write_bytes(b"")
    damaged = shutil.copytree(student, tmp_path / "damaged")
    (damaged / "model.safetensors").write_bytes(b"not weights")
    partly = shutil.copytree(student, tmp_path / "partly")
    cut_weights(partly)
    for name, says in (
        (empty, "no model is there (no config.json)"),
        (adapter, "the adapter names no base model"),
        (damaged, "no model can be loaded from there ("),
        (partly, "weights are missing, "),
        ("org/no-such-student@v1", "cannot be fetched ("),
        ("./no/such/folder", "no such folder; give one with a model"),
    ):
        flags = ["--data", str(built), "--system", str(name), "--task", "matching", "--limit", "2"]
        assert verb.main([*flags, "--out", str(tmp_path / "out")]) == 2
        error = capsys.readouterr().err.strip().splitlines()[-1]
        assert error.startswith(f"error: --system {name}: ") and says in error


def cut_weights(folder) -> None:
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    name = next(name for name in weights if "SelfAttention.q" in name)
    del weights[name]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def test_without_torch_it_says_what_to_install(student, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "torch" else find(name, *rest))
    with pytest.raises(BadInput, match=r"needs torch; run `.*train"):
        open_system(str(student))


def test_a_batch_that_does_not_fit_is_halved_and_a_single_row_is_reported(student, rows, monkeypatch):
    system = ModelSystem(str(student))
    whole = row_adapter.answers(system, "extraction", rows[:5])
    model = system._student.lm.model
    forward, most = model.forward, 2

    def small(**given):
        if len(given["decoder_input_ids"]) > most:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory")
        return forward(**given)

    monkeypatch.setattr(model, "forward", small)
    assert row_adapter.answers(system, "extraction", rows[:5]) == whole
    most = 0
    with pytest.raises(BadInput, match="the GPU has no memory for one row of"):
        row_adapter.answers(system, "extraction", rows[:5])
