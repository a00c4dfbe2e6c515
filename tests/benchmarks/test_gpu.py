"""The GPU benchmark on a CPU: it runs on torch, transformers and accelerate alone, within its time, and counts rightly."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
import torch

from benchmarks import gpu, gpu_shapes
from dataset_builder.extras import BASE, EXTRAS
from tests.fixtures.missing_packages import ROOT, run_without

# what torch, transformers and accelerate bring
BROUGHT = {
    "numpy",
    "tqdm",
    "yaml",
    "filelock",
    "huggingface_hub",
    "httpx2",
    "networkx",
    "torch",
    "transformers",
    "accelerate",
    "jinja2",
}
ABSENT = {*BASE, *EXTRAS["train"]} - BROUGHT
RATES = ("tokens_per_second", "rows_per_second", "windows_per_second", "seconds_per_step")


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Of one run without the other packages, and what it printed."""
    folder = tmp_path_factory.mktemp("gpu")
    done = run_without(
        ABSENT,
        folder,
        str(ROOT / "benchmarks" / "gpu.py"),
        "--tiny",
        "--out",
        "tiny.json",
        cwd=folder,
        OMP_NUM_THREADS="1",
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads((folder / "tiny.json").read_text()), done.stdout


def test_it_runs_on_torch_transformers_and_accelerate_alone(result):
    assert {"trl", "peft", "datasets", "pyarrow"} <= ABSENT
    found, said = result
    assert [found["versions"][name] for name in ("trl", "peft", "datasets")] == [None] * 3
    assert found["versions"]["torch"] == torch.__version__
    assert found["skipped"] == {"grpo": "trl and datasets and peft not installed"} and "grpo: skipped" in said
    assert [(one["model"], one["trainer"], one["with"].partition(",")[0]) for one in found["sft"]] == [
        ("flan-t5-base", "rjdb", "training.trainers.seq2seq"), ("flan-t5-base", "stock", "transformers.Seq2SeqTrainer"),
        ("qwen3-0.6b", "rjdb", "transformers.Trainer"), ("qwen3-0.6b", "stock", "transformers.Trainer"),
    ]  # fmt: skip
    assert [one["way"] for one in found["generation"]] == ["by length", "in the order given", "one at a time"]
    assert [one["what"] for one in found["pointer"]] == ["training", "reading"] and found["memory"]
    for part in ("sft", "memory", "generation", "pointer"):
        for one in found[part]:
            assert all(one[name] > 0 for name in RATES if name in one) and any(name in one for name in RATES)


def test_a_result_of_a_cpu_says_so_and_gives_no_share_of_a_peak(result):
    found, said = result
    assert found["device"] == "cpu" and found["tiny"] and found["note"] == gpu.ON_CPU and gpu.ON_CPU in said
    assert all(one["share_of_peak"] is None and one["peak_memory_mib"] is None for one in found["sft"])


def test_every_field_of_the_result_is_documented(result):
    found, _ = result
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    names = {*found, *(name for part in gpu.SHARES for one in found.get(part, []) for name in one)}
    assert not [name for name in names if f"`{name}`" not in text]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "no GPU is here"),
        (["--tiny", "--write"], "keeps figures of a GPU"),
        (["--tiny", "--weights", "nowhere"], "no model is there"),
        (["--tiny", "--minutes", "0"], "give more than 0"),
    ],
)
def test_bad_input_is_one_line(arguments, complaint, capsys, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(gpu.os, "environ", dict(gpu.os.environ))
    assert gpu.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ") and complaint in said and said.count("\n") == 1


def report(tmp_path) -> gpu.Report:
    return gpu.Report(tmp_path / "gpu.json", {"card": "a card"})


def test_what_was_measured_stays_where_a_part_fails_or_takes_too_long(tmp_path, capsys):
    def slow(seconds):
        yield {"tokens_per_second": 1.0}
        assert json.loads((tmp_path / "gpu.json").read_text())["memory"]  # written as it came
        while True:
            pass

    def broken(seconds):
        yield {"tokens_per_second": 2.0}
        raise RuntimeError("CUDA error: an illegal memory access\nand more")

    parts = {"memory": slow, "sft": broken, "pointer": lambda seconds: iter([{"tokens_per_second": 3.0}])}
    assert gpu.measure(report(tmp_path), list(parts), parts, 3.0) == 1
    found = json.loads((tmp_path / "gpu.json").read_text())
    assert [found[name][0]["tokens_per_second"] for name in parts] == [1.0, 2.0, 3.0]
    assert found["skipped"] == {
        "memory": "stopped when its time was up, 1 figures kept",
        "sft": "failed: RuntimeError: CUDA error: an illegal memory access",
    }


def test_a_card_without_room_for_a_part_is_no_failure(tmp_path):
    def full(seconds):
        raise torch.cuda.OutOfMemoryError
        yield

    assert gpu.measure(report(tmp_path), ["sft"], {"sft": full}, 60.0) == 0
    assert json.loads((tmp_path / "gpu.json").read_text())["skipped"] == {"sft": "the card has no memory for it"}


def test_a_part_whose_time_is_gone_is_not_begun(tmp_path):
    assert gpu.measure(report(tmp_path), ["sft"], {"sft": lambda seconds: iter([{}])}, -1.0) == 0
    assert json.loads((tmp_path / "gpu.json").read_text())["skipped"] == {"sft": "the time was up before it began"}


@pytest.mark.parametrize(
    ("step_seconds", "first", "last"),
    [
        (1, 3, 13),  # three steps warm up, ten seconds are measured
        (4, 2, 4),  # two have taken half of the time
        (60, 1, 2),  # one step is measured, whatever it takes
    ],
)
def test_a_run_is_timed_without_its_first_steps_and_ends_in_time(step_seconds, first, last, monkeypatch):
    from benchmarks import gpu_training

    now = 100.0
    monkeypatch.setattr(gpu_training, "perf_counter", lambda: now)
    timer = gpu_training.Timer(gpu_training.Machine("cpu", "float32", False), 10.0)
    control = SimpleNamespace(should_training_stop=False)
    timer.on_train_begin(None, None, control)
    for step in range(1, 100):
        now += step_seconds
        timer.on_step_end(None, SimpleNamespace(global_step=step), control)
        if control.should_training_stop:
            break
    assert (timer.first, timer.last, timer.took) == (first, last, (last - first) * step_seconds)


@pytest.mark.parametrize(
    ("name", "flops"),
    [
        ("NVIDIA H100 80GB HBM3", 989e12), ("NVIDIA H100 PCIe", 756e12), ("NVIDIA H200", 989e12), ("NVIDIA A10G", 70e12),
        ("NVIDIA A10", 125e12), ("NVIDIA A100-SXM4-40GB", 312e12), ("NVIDIA L4", 121e12), ("NVIDIA L40S", 362e12), ("Tesla T4", 65e12),
        ("NVIDIA H100 80GB HBM3 MIG 1g.10gb", None), ("NVIDIA GeForce GTX 1080", None), ("AMD Instinct MI300X", None),
    ],
)  # fmt: skip
def test_the_peak_of_a_card_goes_by_its_name(name, flops):
    assert gpu_shapes.peak_of(name) == flops


def test_a_t4_has_no_bfloat16_and_a_card_is_named_with_its_peak(monkeypatch):
    card = SimpleNamespace(name="Tesla T4", total_memory=15 * 2**30, major=7, minor=5)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda at: card)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda at: (card.major, card.minor))
    facts = gpu.facts_of(False, "cuda")
    assert (facts["card"], facts["capability"], facts["peak_flops"]) == (
        "Tesla T4",
        "7.5",
        65e12,
    ) and "note" not in facts
    assert gpu.precision_of("cuda", None) == "float32" and gpu.precision_of("cuda", "float16") == "float16"
    card.major = 8
    assert gpu.precision_of("cuda", None) == "bfloat16"


@pytest.mark.slow
def test_true_shapes_have_the_published_numbers_of_weights():
    sizes = {
        name: sum(one.numel() for one in gpu_shapes.model_of(name, False, "meta").parameters()) for name in gpu_shapes.SHAPES
    }  # fmt: skip
    # transformers ties the embeddings of Flan-T5; the published file holds them twice, 247,577,856 weights
    assert sizes["flan-t5-base"] + 32_128 * 768 == 247_577_856
    assert sizes["qwen3-0.6b"] == 596_049_920
    assert abs(sizes["all-MiniLM-L6-v2"] - 22_713_216) < 200_000  # a classifier's head in place of the pooler


@pytest.mark.parametrize("name", ["flan-t5-base", "qwen3-0.6b", "all-MiniLM-L6-v2"])
def test_flops_are_those_that_torch_counts(name):
    """Torch counts causal attention whole and makes the logits of a prompt too; both are added here."""
    from torch.utils.flop_counter import FlopCounterMode

    from training.trainers.collators import CausalCollator, Seq2SeqCollator

    model, shape = gpu_shapes.model_of(name, True, "cpu", attn_implementation="eager"), gpu_shapes.shape_of(name, True)
    prompt, answer = (60, 0) if name.startswith("all") else (60, 20)
    row = gpu_shapes.random_rows(np.array([[prompt, max(answer, 1)]]), 100)[0]
    if not answer:
        batch = {"input_ids": torch.tensor(row["input_ids"]).long()[None]}
    else:
        batch = (Seq2SeqCollator(0, 0) if name.startswith("flan") else CausalCollator(0, 1))([row])
        batch.pop("row")
    with FlopCounterMode(display=False) as counter:
        model(**batch).logits.sum().backward()
    ours = gpu_shapes.training_flops(name, shape, np.array([[prompt, answer]]))
    if name == "qwen3-0.6b":
        heads = shape["head_dim"] * shape["num_attention_heads"]
        ours += 6 * shape["hidden_size"] * shape["vocab_size"] * prompt + 6 * heads * (prompt + answer) ** 2
    assert ours == pytest.approx(counter.get_total_flops(), rel=0.01)


def test_rows_have_the_lengths_of_the_dataset():
    rows = gpu_shapes.rows_of(("extraction",), 2_000, 1_000)
    for column, part in enumerate(("prompt", "completion")):
        wanted = gpu_shapes.LENGTHS["extraction"][part]
        got = np.percentile(rows.lengths[:, column], gpu_shapes.PERCENTILES)
        assert got[1:-1] == pytest.approx(wanted[1:-1], rel=0.06) and got[-1] <= wanted[-1]
    assert all(rows[at]["labels"][-1] == 1 and 1 not in rows[at]["labels"][:-1] for at in range(50))


def test_what_is_kept_is_shown_against_the_stock_trainer(tmp_path):
    assert gpu.kept(tmp_path).startswith("Not measured")
    run = {"model": "flan-t5-base", "precision": "bfloat16", "fits": True, "peak_memory_mib": 20_000}
    runs = [
        run | {"trainer": "rjdb", "tokens_per_second": 3_000.0, "share_of_peak": 0.41},
        run | {"trainer": "stock", "tokens_per_second": 1_500.0, "share_of_peak": None},
        {"model": "qwen3-0.6b", "trainer": "rjdb", "fits": False},
    ]
    (tmp_path / "gpu_card.json").write_text(json.dumps({"card": "A card", "sft": runs}))
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in gpu.kept(tmp_path).splitlines()[2:]]
    assert cells == [
        ["A card", "flan-t5-base", "rjdb", "bfloat16", "3,000", "41 %", "2.00", "20,000"],
        ["A card", "flan-t5-base", "stock", "bfloat16", "1,500", "", "", "20,000"],
    ]


@pytest.mark.slow
def test_with_trl_the_trainers_of_students_and_grpo_run(tmp_path):
    done = run_without(
        (), tmp_path, str(ROOT / "benchmarks" / "gpu.py"), "sft", "grpo", "--tiny", "--out", "tiny.json", cwd=tmp_path,
        OMP_NUM_THREADS="1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads((tmp_path / "tiny.json").read_text())
    assert [one["with"] for one in found["sft"]][::2] == ["training.trainers.seq2seq", "training.trainers.causal"]
    assert not found["skipped"] and found["grpo"][0]["completions_per_second"] > 0
