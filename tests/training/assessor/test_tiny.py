"""The tiny assessor: its tokenizer, what its first weights look at, and its recipe for two steps through to an answer."""

import json

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import torch
from datasets import load_dataset

from dataset_builder.assessment.question import cut
from dataset_builder.errors import BadInput
from tests.test_architecture import ROOT
from training import assess, sft
from training.assessor import tiny_model
from training.assessor.model import AssessorModel

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def rows(built) -> list[dict]:
    return load_dataset(str(built), "assessment", split="train").select(range(90)).to_list()


@pytest.fixture(scope="module")
def tiny(rows):
    model, tokenizer = tiny_model.fresh([cut(row["prompt"]) + row["completion"] for row in rows], 0)
    return model.eval(), tokenizer


def test_answers_come_back_to_the_letter_and_a_line_is_one_token(tiny, rows):
    _, tokenizer = tiny
    for row in rows:
        assert tokenizer.decode(tokenizer(row["completion"])["input_ids"]) == row["completion"]
    words = tokenizer.convert_ids_to_tokens(
        tokenizer("L14 Level Experience codes L7+L250, experience Codes")["input_ids"]
    )
    assert [word for word in words if word in ("L14", "L7", "L250")] == ["L14", "L7", "L250"]
    assert sum(word.endswith("experience") for word in words) == 2, "case is folded"


def test_prompt_and_completion_are_tokenised_apart_as_together(tiny, rows):
    _, tokenizer = tiny
    for row in rows[:20]:
        prompt = cut(row["prompt"])
        apart = tokenizer(prompt)["input_ids"] + tokenizer(row["completion"])["input_ids"]
        assert tokenizer(prompt + row["completion"])["input_ids"] == apart


def test_the_first_weights_look_where_the_answer_is(tiny, rows):
    model, tokenizer = tiny
    model.set_attn_implementation("eager")
    numbers = {
        row
        for token, row in tokenizer.get_vocab().items()
        if token.isdigit() or (token[0] == "L" and token[1:].isdigit())
    }
    nearest, asked, places = 0.0, 0.0, 0
    for row in [row for row in rows if row["variant"] == "matched"][:6]:
        prompt = tokenizer(cut(row["prompt"]))["input_ids"]
        ids = prompt + tokenizer(row["completion"])["input_ids"][:2]  # "1 met"
        with torch.inference_mode():
            first, _, third, _ = model(torch.tensor([ids]), output_attentions=True).attentions
        marks = [at for at, token in enumerate(ids) if token in numbers]
        for at in range(10, len(prompt)):
            last = max((mark for mark in marks if mark <= at), default=None)
            nearest += 0 if last is None else first[0, 0, at, last].item()
            places += last is not None
        begin = max(at for at in marks if tokenizer.convert_ids_to_tokens(ids[at]) == "1" and at < len(prompt))
        end = next(at for at in marks if at > begin)
        asked += third[0, 0, -1, begin:end].sum().item() / 6
    model.set_attn_implementation("sdpa")
    assert nearest / places > 0.8, "layer 1: the last number before a token"
    assert asked > 0.4, "layer 3: the tokens of the requirement whose number stands last"


@pytest.fixture(scope="module")
def trained(built, tmp_path_factory):
    out = tmp_path_factory.mktemp("assessors") / "tiny"
    words = [
        *("--config", str(ROOT / "training/recipes/assessor/tiny.yaml"), "--dataset", str(built), "--output_dir", str(out)),
        *("--max_steps", "2", "--eval_steps", "2", "--save_steps", "2", "--train_rows", "60", "--validation_rows", "2"),
    ]  # fmt: skip
    assert sft.main(words) == 0
    return out


def test_its_recipe_leaves_an_assessor_with_its_card(trained, rows):
    facts = json.loads((trained / "training.json").read_text())
    assert facts["tasks"] == ["assessment"] and facts["best"]["metric"] == "assessment_gold"
    card = (trained / "README.md").read_text()
    assert "Annex III, point 4(a)" in card and 'load("tiny")' in card and str(trained.parent) not in card
    model = AssessorModel(trained)
    assert model.short and model.lm.model.config.vocab_size < 4_096
    answers = model.answers([row["prompt"] for row in rows[:2]])
    assert answers == model.answers([row["prompt"] for row in rows[:2]])
    found = assess.load(trained).assess(rows[0]["job_description"], rows[0]["resume"])
    assert found.problem == "the model's answer cannot be read" and str(found).startswith("no verdict")


def test_a_student_of_another_task_is_no_assessor(trained, tmp_path):
    for path in trained.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "training.json").write_text('{"tasks": ["matching"]}')
    with pytest.raises(BadInput, match="was not trained for assessment"):
        AssessorModel(tmp_path)
