"""The pointer family is trained from mentions and pairs, once, into four folders that answer as one."""

import json

import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")

from transformers import BertConfig, BertForTokenClassification

from dataset_builder.sources import handwritten
from tests.fixtures import tiny_encoders
from training.card.student_card import read_facts, write_card
from training.data.spans import spanned_documents
from training.students import load
from training.trainers.pointer import __main__ as family
from training.trainers.pointer import extractor, matcher
from training.trainers.recipe import read_extractor


@pytest.fixture(scope="module")
def documents(built):
    return spanned_documents(str(built), "train", limit=40)


@pytest.fixture(scope="module")
def encoder(documents, tmp_path_factory):
    place = tmp_path_factory.mktemp("encoder")
    return tiny_encoders.saved(tiny_encoders.tokenizer(one.text for one in documents), place / "tiny")


def test_spans_are_where_the_writer_recorded_them(documents):
    kinds = {span.kind for one in documents for span in one.spans}
    assert {"skill", "title", "dates", "years", "name"} <= kinds
    for one in documents:
        assert all(a.end <= b.start for a, b in zip(one.spans, one.spans[1:]))
        assert all(span.of(one.text).strip() == span.of(one.text) != "" for span in one.spans)


def test_the_family_is_trained_once_and_answers_as_one(built, encoder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(matcher, "LINES", 3)
    recipe = family.RECIPES / "extractor.yaml"
    words = ["--config", str(recipe), "--dataset", str(built), "--model_name_or_path", str(encoder), "--documents", "8"]
    words += ["--output_dir", str(tmp_path / "all" / "extractor")]
    options = {
        "dataset": str(built),
        "out": str(tmp_path / "all"),
        "encoder": str(encoder),
        "documents": 8,
        "pairs": 24,
    }
    command = [word for key, value in options.items() for word in (f"--{key}", str(value))]
    monkeypatch.setattr(matcher, "QUESTIONS", 6)
    few = handwritten.developing()[:10]
    monkeypatch.setattr(handwritten, "developing", lambda: few)
    assert family.main(command) == 0
    assert "extractor, editor, matcher, explainer" in capsys.readouterr().out
    assert family.main(command) == 0 and "all four were trained already" in capsys.readouterr().out
    assert extractor.main(words) == 0 and "is trained already" in capsys.readouterr().out
    student = load(tmp_path / "all")
    assert student.tasks == ("matching", "explanation", "extraction", "editing")
    post, resume = "Job title\nBaker\n\nRequired skills\n- bread", "Skills\n- bread"
    assert student.match(post, resume).label in (0, 1)
    share_of_the_post_that_is_shown = student.matcher.decision.context.weights[1]
    assert share_of_the_post_that_is_shown > 0
    quick = load(tmp_path / "all", dtype="int8")
    assert quick.matcher.likeness._encoder.weights.backend == "onnx" and quick == student.quickest
    assert quick.match(post, resume).score == pytest.approx(student.match(post, resume).score, abs=0.1)
    assert quick.edit(resume, "skills", add_skills=["rye"]).text == student.edit(resume, "skills", ["rye"]).text
    facts = json.loads((tmp_path / "all" / "editor" / "training.json").read_text())
    assert facts["family"] == "pointer" and facts["tasks"] == ["editing"] and facts["dataset"]["rows"] == {"train": 8}
    for name in ("extractor", "editor", "matcher", "explainer"):
        card = (tmp_path / "all" / name / "README.md").read_text()
        assert card == write_card(read_facts(tmp_path / "all" / name), []) and "Not for automated decisions" in card
    assert matcher.main(["--dataset", str(built), "--out", str(tmp_path / "all"), "--pairs", "25"]) == 2
    assert "was fitted by another recipe" in capsys.readouterr().err


def test_bad_recipes_are_one_line(built, tmp_path, capsys):
    (tmp_path / "wrong.yaml").write_text("pears: 3\n")
    assert matcher.main(["--config", str(tmp_path / "wrong.yaml")]) == 2
    assert "key pears: is unknown" in capsys.readouterr().err
    (tmp_path / "wrong.yaml").write_text("pairs: many\n")
    assert (
        matcher.main(["--config", str(tmp_path / "wrong.yaml")]) == 2
        and "give a value like 8000" in capsys.readouterr().err
    )
    words = [
        "--model_name_or_path",
        str(tmp_path / "none"),
        "--dataset",
        str(built),
        "--output_dir",
        str(tmp_path / "out"),
    ]
    assert extractor.main(words) == 2 and "cannot be loaded" in capsys.readouterr().err
    assert extractor.main([*words, "--stride", "300"]) == 2 and "stride 300" in capsys.readouterr().err
    assert extractor.main([*words, "--reworded", "7"]) == 2 and "share between 0 and 1" in capsys.readouterr().err
    assert (
        matcher.main(["--model-name-or-path", str(tmp_path), "--dataset", str(built), "--out", str(tmp_path / "m")])
        == 2
    )
    assert "no encoder there; run make weights" in capsys.readouterr().err


def test_a_recipe_names_the_model_its_length_and_what_stays(built):
    recipe = read_extractor(["--config", str(family.RECIPES / "extractor.yaml"), "--dataset", str(built)])
    assert recipe.script.window == 256 and recipe.script.freeze_words and recipe.training.bf16
    assert 0 < recipe.script.reworded < 1 and recipe.training.train_sampling_strategy == "group_by_length"


def test_attention_drops_nothing_while_it_learns(tmp_path):
    """A step with dropout there takes twice the time on a processor."""
    BertConfig().save_pretrained(tmp_path / "bert")
    settings = extractor.no_attention_dropout(str(tmp_path / "bert"), None)
    assert settings == {"attention_probs_dropout_prob": 0.0} and BertConfig().attention_probs_dropout_prob > 0
    model = BertForTokenClassification(BertConfig(hidden_size=12, num_hidden_layers=1, vocab_size=9, **settings))
    assert model.bert.encoder.layer[0].attention.self.dropout.p == 0.0 < model.config.hidden_dropout_prob
    assert extractor.no_attention_dropout(str(tmp_path / "none"), None) == {}
