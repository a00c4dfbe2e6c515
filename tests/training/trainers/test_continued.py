"""T5-M+R: a student that learnt from data of another origin goes on with some of our pairs, in two steps."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import torch
from safetensors.torch import load_file

from dataset_builder.errors import BadInput
from training import sft
from training.data.rows import TaskRows
from training.evaluation.weak_supervision import WeakSupervisionConfig, write_sets

pytestmark = pytest.mark.usefixtures("one_thread")
RECIPE = Path(sft.__file__).parent / "recipes" / "students" / "matcher_continued.yaml"
SMALL = ["--max_steps", "2", "--batch_tokens", "3000", "--max_prompt_tokens", "1500", "--bf16", "false"]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """Pairs of another origin, with a validation file."""
    folder = tmp_path_factory.mktemp("elsewhere")
    for split, count in (("train", 8), ("valid", 2)):
        pairs = [
            {
                "job": f"Baker number {at}. Needs kneading.",
                "resume": f"{'Kneads' if at % 2 else 'Sings'}.",
                "label": at % 2,
            }
            for at in range(count)
        ]
        (folder / f"{split}.jsonl").write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    return folder


@pytest.fixture(scope="module")
def weak(built, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("weak") / "sets"
    write_sets(WeakSupervisionConfig(str(built), str(out), size=40))
    return out


def test_both_steps_train_and_the_second_starts_from_the_first(elsewhere, weak, tiny, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    words = ["--dataset", f"pairs={elsewhere}", "--tasks", "matching", "--model_name_or_path", str(tiny)]
    assert (
        sft.main(
            [
                *words,
                "--validation_rows",
                "2",
                "--eval_steps",
                "2",
                "--save_steps",
                "2",
                *SMALL,
                "--output_dir",
                str(first),
            ]
        )
        == 0
    )
    given = ["--dataset", str(weak), "--dataset_config", "weak-rec", "--model_name_or_path", str(first)]
    assert sft.main(["--config", str(RECIPE), *given, *SMALL, "--output_dir", str(second)]) == 0
    facts = json.loads((second / "training.json").read_text())
    assert facts["dataset"]["rows"] == {"train": 40, "validation": 0}
    assert facts["base_model"]["name"] == str(first)
    before, after = (load_file(folder / "model.safetensors") for folder in (first, second))
    changes = [(before[name] - after[name]).abs().max() for name in before]
    assert 0 < torch.stack(changes).max() < 0.01, "it goes on from the first step's weights"


def test_data_of_another_origin_is_read_by_its_kind(elsewhere, tmp_path):
    data = TaskRows.read(f"pairs={elsewhere}", None, ["matching"])
    assert (len(data.train["matching"]), len(data.validation["matching"])) == (8, 2)
    assert data.train["matching"][1]["completion"] == "match" and data.build is None
    alone = TaskRows.read(f"pairs={elsewhere / 'train.jsonl'}", None, ["matching"], validated=False)
    assert len(alone.train["matching"]) == 8 and alone.validation == {}
    for kind, path in (("train", "train.conll"), ("dev", "dev.conll")):
        (tmp_path / path).write_text(f"Needs\tO\n{kind}\tB-Skill\n\n")
    skills = TaskRows.read(f"sayfullina={tmp_path}", None, ["extraction"])
    assert [rows["extraction"][0]["skills"] for rows in (skills.train, skills.validation)] == [["train"], ["dev"]]


@pytest.mark.parametrize(
    ("name", "tasks", "said"),
    [
        ("machop=x", ["matching"], "KIND is none of pairs, skillspan, sayfullina, green2022"),
        ("pairs=x", ["extraction"], r"teaches matching alone; give tasks: \[matching\]"),
        ("skillspan=x", ["extraction", "matching"], "teaches extraction alone"),
        ("pairs=nowhere", ["matching"], "nowhere: no such file"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(name, tasks, said):
    with pytest.raises(BadInput, match=said):
        TaskRows.read(name, None, tasks)


def test_a_config_is_that_of_one_task(weak, built):
    assert len(TaskRows.read(str(weak), None, ["matching"], "weak-pre", validated=False).train["matching"]) == 40
    with pytest.raises(BadInput, match="has no split validation"):
        TaskRows.read(str(weak), None, ["matching"], "weak-pre")
    words = [
        "--dataset",
        str(built),
        "--dataset_config",
        "weak-pre",
        "--tasks",
        "matching",
        "editing",
        "--output_dir",
        "x",
    ]
    assert sft.main(words) == 2
