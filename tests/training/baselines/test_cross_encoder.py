"""Cross-encoders: recipes, what they read, and two steps of a tiny random model through to the tables."""

import json
from pathlib import Path

import pytest

from dataset_builder.errors import BadInput
from training.baselines.cross_encoder import CrossEncoder, encode, main, serialise, train
from training.systems import row_adapter

RECIPES = Path(__file__).parents[3] / "training" / "recipes" / "cross_encoder"
JOB = "## Job title\nBaker\n\n## Job Summary\nWe bake all day long.\n\n## Required Skills\n- Baking\n- Python\n"
RESUME = "## Personal Information\nName: Kim\n\n## Skills\n- Baking\n\n## Experience\nBaker (2012 - 2016)\n"
ROW = {"job_description": JOB, "resume": RESUME, "label": 1}


def read(name: str, **flags):
    """One of the project's recipes with flags; the model need not exist."""
    pytest.importorskip("trl")
    from training.trainers.recipe import read_cross_encoder

    given = {"model_name_or_path": "m", "output_dir": "o", **flags}
    words = [word for key, value in given.items() for word in (f"--{key}", str(value))]
    return read_cross_encoder(["--config", str(RECIPES / name), *words])


def test_recipes_are_read_and_flags_win():
    ditto, plain = read("ditto.yaml"), read("plain.yaml", dataset="d")
    assert (ditto.script.serialisation, plain.script.serialisation) == ("ditto", "plain")
    assert (ditto.script.dataset, plain.script.dataset) == ("rjdb", "d")
    assert ditto.training.learning_rate == plain.training.learning_rate == 3e-5
    assert (ditto.training.num_train_epochs, ditto.training.per_device_train_batch_size) == (10, 32)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("serialisation: xml", "invalid choice: 'xml'"),
        ("max_length: 0", "max_length 0: give more than 0"),
        ("tasks: [matching]", "key tasks: is unknown"),
        ("model_name_or_path:", "model_name_or_path: is empty; give an encoder"),
    ],
)
def test_bad_recipes(text, says, tmp_path, capsys):
    pytest.importorskip("trl")
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(text)
    assert main(["--config", str(recipe), "--output_dir", "o"]) == 2
    error = capsys.readouterr().err.strip()
    assert says in error and "\n" not in error


def test_serialisations():
    assert [text for _, text in serialise(RESUME, "ditto")] == [
        "COL personal information VAL Name: Kim",
        "COL skills VAL - Baking",
        "COL experience VAL Baker (2012 - 2016)",
    ]
    assert serialise(RESUME, "plain")[0] == ("personal information", "## Personal Information Name: Kim")
    assert [text for _, text in serialise("Kim bakes.", "ditto")] == ["COL text VAL Kim bakes."]


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
    flags = [
        "--model_name_or_path",
        str(encoder),
        "--dataset",
        str(pairs),
        "--output_dir",
        str(out),
        "--max_steps",
        "2",
    ]
    assert main(["--config", str(RECIPES / "ditto.yaml"), *flags]) == 0
    return out


def test_a_long_pair_loses_sections_in_the_order_of_shortening(encoder):
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(encoder)

    def text(length):
        encoded = encode(tokenizer, ROW, "ditto", length)
        assert len(encoded["input_ids"]) <= length
        return tokenizer.decode(encoded["input_ids"])

    whole = len(encode(tokenizer, ROW, "ditto", 10_000)["input_ids"])
    assert "kim" in text(whole) and "day" in text(whole)
    shorter = text(whole - 1)  # the job's summary goes before the resume's personal information
    assert "day" not in shorter and "kim" in shorter and "2016" in shorter
    assert "kim" not in text(whole - 15) and "2016" in text(whole - 15)
    assert text(20)


def test_two_steps_change_the_weights_and_the_run_is_not_made_again(trained, encoder, pairs):
    from safetensors.torch import load_file

    before, after = load_file(encoder / "model.safetensors"), load_file(trained / "model.safetensors")
    name = "encoder.layer.0.output.dense.weight"
    assert (before[name] != after[f"bert.{name}"]).any()
    assert not (trained / "checkpoints").exists()
    same = {"model_name_or_path": encoder, "dataset": pairs, "output_dir": trained, "max_steps": 2}
    assert train(read("ditto.yaml", **same)) is False
    with pytest.raises(BadInput, match="another recipe"):
        train(read("ditto.yaml", **same, seed=1))


def test_learns_separable_pairs(encoder, pairs, tmp_path):
    out = tmp_path / "plain"
    given = {"model_name_or_path": encoder, "dataset": pairs, "output_dir": out, "learning_rate": 0.01, "max_steps": 30}
    train(read("plain.yaml", **given))
    rows = [json.loads(line) for line in (pairs / "test.jsonl").read_text().splitlines()]
    assert [answer["label"] for answer in row_adapter.answers(CrossEncoder(out), "matching", rows)] == [
        row["label"] for row in rows
    ]


def test_an_interrupted_run_continues_from_its_last_step(encoder, pairs, tmp_path, monkeypatch):
    from training.trainers.resume import GracefulStop

    given = {"model_name_or_path": encoder, "dataset": pairs, "output_dir": tmp_path / "out", "max_steps": 4}
    end = GracefulStop.on_step_end

    def interrupt(stop, args, state, control, **kwargs):
        stop.stopped = state.global_step == 2
        return end(stop, args, state, control, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(GracefulStop, "on_step_end", interrupt)
        with pytest.raises(KeyboardInterrupt):
            train(read("plain.yaml", **given))
    assert [path.name for path in (tmp_path / "out" / "checkpoints").glob("checkpoint-*")] == ["checkpoint-2"]
    assert train(read("plain.yaml", **given))
    assert json.loads((tmp_path / "out" / "training.json").read_text())["trainer"]["steps"] == 4
    assert not (tmp_path / "out" / "checkpoints").exists()


def test_as_a_system_in_table_8(trained, pairs, tmp_path, capsys):
    from training.evaluation.out_of_distribution.__main__ import main as judge

    flags = ["--pairs", str(pairs), "--system", f"cross-encoder:{trained}", "--resamples", "5"]
    assert judge([*flags, "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "| Ditto (paper)" in printed and "| ditto, learnt from nothing" not in printed and "| ditto " in printed


def test_weak_sets_are_read(built, encoder, tmp_path):
    from training.evaluation.weak_supervision import WeakSupervisionConfig, write_sets

    write_sets(WeakSupervisionConfig(data=str(built), out=str(tmp_path / "weak"), size=40))
    given = {"model_name_or_path": encoder, "dataset": tmp_path / "weak", "output_dir": tmp_path / "o", "max_steps": 1}
    assert train(read("plain.yaml", dataset_config="weak-pre", **given))
    with pytest.raises(BadInput, match="config nothing"):
        train(read("plain.yaml", dataset_config="nothing", **given | {"output_dir": tmp_path / "p"}))


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"has no training.json; train one"):
        CrossEncoder(tmp_path)
    (tmp_path / "training.json").write_text("{}")
    (tmp_path / "recipe.yaml").write_text("tasks: [matching]\n")
    with pytest.raises(BadInput, match="has no serialisation, so this is no cross-encoder"):
        CrossEncoder(tmp_path)


def test_without_torch_it_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "training.json").write_text("{}")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInput, match="needs torch and transformers and trl; run `.*train"):
        CrossEncoder(tmp_path)
