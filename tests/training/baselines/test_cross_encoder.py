"""Cross-encoders: recipes, what they read, and two steps of a tiny random model through to the tables."""

import json
from pathlib import Path

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.text.sections import sections
from training.baselines.cross_encoder import CrossEncoder, CrossEncoderConfig, encode, main, serialised, train
from training.systems import row_adapter

RECIPES = Path(__file__).parents[3] / "training" / "recipes" / "cross_encoder"
JOB = "## Job title\nBaker\n\n## Job Summary\nWe bake all day long.\n\n## Required Skills\n- Baking\n- Python\n"
RESUME = "## Personal Information\nName: Kim\n\n## Skills\n- Baking\n\n## Experience\nBaker (2012 - 2016)\n"
ROW = {"job_description": JOB, "resume": RESUME, "label": 1}


def test_recipes_are_read_and_flags_win(tmp_path):
    ditto = CrossEncoderConfig.read(RECIPES / "ditto.yaml", model="m", out="o")
    plain = CrossEncoderConfig.read(RECIPES / "plain.yaml", model="m", out="o", data="d")
    assert (ditto.serialisation, plain.serialisation, plain.data) == ("ditto", "plain", "d")
    assert ditto.learning_rate == plain.learning_rate == 3e-5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("epoch: 3", "key epoch: is unknown; give one of model"),
        ("epochs: three", "key epochs: is 'three'; give a float"),
        ("batch_size: 2.5", "key batch_size: is 2.5; give a int"),
        ("serialisation: xml", "give one of plain, ditto"),
        ("- 1", "is no mapping"),
        ("a: [", "cannot be read as YAML"),
        ("max_length: 0", "give more than 0"),
    ],
)
def test_bad_recipes(text, says, tmp_path):
    recipe = tmp_path / "run.yaml"
    recipe.write_text(text)
    with pytest.raises(BadInput) as caught:
        CrossEncoderConfig.read(recipe, model="m", out="o")
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_a_run_names_its_model(capsys):
    assert main([str(RECIPES / "ditto.yaml"), "--out", "o"]) == 2
    assert "model: is empty; give --model" in capsys.readouterr().err


def test_serialisations():
    parts = sections(RESUME)
    assert serialised(parts, "ditto") == (
        "COL personal information VAL Name: Kim COL skills VAL - Baking COL experience VAL Baker (2012 - 2016)"
    )
    assert serialised(parts, "plain").startswith("## Personal Information Name: Kim ## Skills - Baking")
    assert serialised(sections("Kim bakes."), "ditto") == "COL text VAL Kim bakes."


# ------------------------------------------------------------------------------------------- with torch


@pytest.fixture(scope="module")
def encoder(tmp_path_factory) -> Path:
    """A BERT of 2 x 16 with random weights and a tokenizer that knows the words of the two documents."""
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.Lowercase(), pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        [JOB, RESUME, "col val"], trainers.WordPieceTrainer(vocab_size=300, special_tokens=special)
    )
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder = tmp_path_factory.mktemp("encoder")
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    transformers.set_seed(0)
    shape = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 16}
    transformers.BertModel(transformers.BertConfig(vocab_size=300, **shape)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    lines = [
        json.dumps(ROW | {"label": at % 2, "resume": RESUME if at % 2 else "## Skills\n- Flying\n"}) for at in range(8)
    ]
    for split in ("train", "test"):
        (folder / f"{split}.jsonl").write_text("\n".join(lines))
    return folder


@pytest.fixture(scope="module")
def trained(encoder, pairs, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("run") / "ditto"
    flags = ["--model", str(encoder), "--data", str(pairs), "--out", str(out), "--max-steps", "2"]
    assert main([str(RECIPES / "ditto.yaml"), *flags]) == 0
    return out


def test_sections_without_requirements_go_before_others(encoder):
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(encoder)

    def text(length):
        encoded = encode(tokenizer, ROW, "ditto", length)
        assert len(encoded["input_ids"]) <= length
        return tokenizer.decode(encoded["input_ids"])

    whole = len(encode(tokenizer, ROW, "ditto", 10_000)["input_ids"])
    assert "kim" in text(whole) and "day" in text(whole)
    shorter = text(whole - 1)
    assert "kim" not in shorter and "day" in shorter and "2016" in shorter
    assert "day" not in text(whole - 15) and "2016" in text(whole - 15)
    assert text(20)


def test_two_steps_change_the_weights_and_the_run_is_not_made_again(trained, encoder, pairs):
    from safetensors.torch import load_file

    before, after = load_file(encoder / "model.safetensors"), load_file(trained / "model.safetensors")
    name = "encoder.layer.0.output.dense.weight"
    assert (before[name] != after[f"bert.{name}"]).any()
    assert [path.name for path in trained.parent.iterdir()] == ["ditto"]  # nothing half-made lies beside it
    assert train(CrossEncoderConfig.read(trained / "run.yaml")) is False
    with pytest.raises(BadInput, match="another run"):
        train(CrossEncoderConfig.read(trained / "run.yaml", seed=1))


def test_it_learns_what_is_plain_to_see(encoder, pairs, tmp_path):
    out = tmp_path / "plain"
    given = {"model": str(encoder), "data": str(pairs), "out": str(out), "learning_rate": 0.01, "max_steps": 30}
    train(CrossEncoderConfig.read(RECIPES / "plain.yaml", **given))
    rows = [json.loads(line) for line in (pairs / "test.jsonl").read_text().splitlines()]
    assert [answer["label"] for answer in row_adapter.answers(CrossEncoder(out), "matching", rows)] == [
        row["label"] for row in rows
    ]


def test_as_a_system_in_table_8(trained, pairs, tmp_path, capsys):
    from training.evaluation.out_of_distribution.__main__ import main as judge

    flags = ["--pairs", str(pairs), "--system", f"cross-encoder:{trained}", "--resamples", "5"]
    assert judge([*flags, "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "| Ditto (paper)" in printed and "| ditto, learnt from nothing" not in printed and "| ditto " in printed


def test_weak_sets_are_read(built, encoder, tmp_path):
    from training.evaluation.weak_supervision import WeakSupervisionConfig, write_sets

    write_sets(WeakSupervisionConfig(data=str(built), out=str(tmp_path / "weak"), size=40))
    given = {"model": str(encoder), "data": str(tmp_path / "weak"), "out": str(tmp_path / "o"), "max_steps": 1}
    assert train(CrossEncoderConfig(config="weak-pre", **given))
    with pytest.raises(BadInput, match="config nothing"):
        train(CrossEncoderConfig(config="nothing", **given | {"out": str(tmp_path / "p")}))


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"has no run.yaml; train one"):
        CrossEncoder(tmp_path)


def test_without_torch_it_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "run.yaml").write_text("model: m\nout: o\n")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInput, match="needs torch and transformers; pip install"):
        CrossEncoder(tmp_path)
