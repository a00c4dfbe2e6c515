"""A model's folder as a system: a tiny T5 and a tiny causal model with tokenizers trained here."""

import importlib.util
import shutil

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
import torch
import transformers

import rjdb
from dataset_builder.errors import BadInput
from training import evaluate as verb
from training import model_system
from training.benchmark import Benchmark
from training.evaluate import EvaluateConfig, evaluate
from training.model_system import ModelSystem, by_length
from training.systems import open_system

SPECIAL = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}


@pytest.fixture(scope="module")
def rows(built) -> list[dict]:
    return Benchmark(str(built)).rows("extraction")[:12]


@pytest.fixture(scope="module")
def tokenizer(rows):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    inner = Tokenizer(models.BPE(unk_token="<unk>"))
    inner.pre_tokenizer, inner.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=list(SPECIAL.values()), show_progress=False)
    inner.train_from_iterator([rjdb.prompt("extraction", **row) + row["completion"] for row in rows], trainer)
    inner.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return transformers.PreTrainedTokenizerFast(tokenizer_object=inner, **SPECIAL)


@pytest.fixture(scope="module")
def student(tokenizer, tmp_path_factory):
    """An encoder-decoder that has learnt nothing; its answers differ from row to row all the same."""
    torch.manual_seed(0)
    config = transformers.T5Config(
        vocab_size=len(tokenizer), d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4,
        pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, initializer_factor=8.0,
    )  # fmt: skip
    return saved(transformers.T5ForConditionalGeneration(config), tokenizer, tmp_path_factory.mktemp("s") / "extractor")


def saved(model, tokenizer, folder):
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(model_system, "MAX_NEW_TOKENS", dict.fromkeys(rjdb.TASKS, 12))


def plainly(folder, kind, prompt: str) -> str:
    """What transformers gives for one prompt, without any of our code."""
    tokenizer, model = transformers.AutoTokenizer.from_pretrained(folder), kind.from_pretrained(folder)
    given = tokenizer(prompt, return_tensors="pt")
    given.pop("token_type_ids", None)
    written = model.generate(**given, max_new_tokens=12, do_sample=False)[0]
    if not model.config.is_encoder_decoder:
        written = written[given["input_ids"].shape[1] :]
    return tokenizer.decode(written, skip_special_tokens=True)


def answers(folder, rows, monkeypatch, batch: int) -> list[str]:
    monkeypatch.setitem(model_system.BATCH_ROWS, "cpu", batch)
    return ModelSystem(str(folder)).answer("extraction", rows)


def test_answers_are_those_of_the_model_alone_in_row_order_whatever_the_batches(student, rows, monkeypatch):
    one = answers(student, rows, monkeypatch, 1)
    assert len(set(one)) > 3
    assert answers(student, rows, monkeypatch, 5) == one
    assert answers(student, rows[::-1], monkeypatch, 32) == one[::-1]
    for row, answer in list(zip(rows, one))[:3]:
        assert answer == plainly(student, transformers.AutoModelForSeq2SeqLM, rjdb.prompt("extraction", **row))


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
    answer = ModelSystem.answer
    monkeypatch.setattr(ModelSystem, "answer", lambda self, task, rows: asked.append(task) or answer(self, task, rows))
    first = evaluate(config)
    (folder / "README.md").write_text("its card")
    assert evaluate(config) == first and len(asked) == 1
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    evaluate(config)
    assert len(asked) == 2


def test_a_causal_model_answers_without_its_prompt(tokenizer, rows, tmp_path, monkeypatch):
    torch.manual_seed(1)
    config = transformers.GPT2Config(
        vocab_size=len(tokenizer), n_embd=32, n_layer=1, n_head=2, n_positions=1_000, bos_token_id=1, eos_token_id=1,
        pad_token_id=0, initializer_range=1.0,
    )  # fmt: skip
    folder = saved(transformers.GPT2LMHeadModel(config), tokenizer, tmp_path / "reader")
    one = answers(folder, rows, monkeypatch, 1)
    assert answers(folder, rows, monkeypatch, 7) == one
    assert one[0] == plainly(folder, transformers.AutoModelForCausalLM, rjdb.prompt("extraction", **rows[0]))
    longer = {**rows[0], "document": "a rather long line of work " * 400}
    assert answers(folder, [longer, rows[0]], monkeypatch, 7) == [None, one[0]]  # longer than its positions


def test_batches_hold_alike_lengths_within_both_limits():
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
    damaged = shutil.copytree(student, tmp_path / "damaged")
    (damaged / "model.safetensors").write_bytes(b"not weights")
    partly = shutil.copytree(student, tmp_path / "partly")
    cut_weights(partly)
    for name, says in (
        (empty, "no model is there (no config.json)"),
        (adapter, "is an adapter; save it merged"),
        (damaged, "no model can be loaded from there ("),
        (partly, "weights are missing, "),
        ("org/no-such-student@v1", "no model can be loaded from there ("),
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
    with pytest.raises(BadInput, match=r"needs torch; pip install 'rjdb\[train\]'"):
        open_system(str(student))


def test_a_batch_that_does_not_fit_is_halved_and_one_row_is_told(student, rows, monkeypatch):
    system = ModelSystem(str(student))
    whole = system.answer("extraction", rows[:5])
    _, model = system._loaded
    generate, most = model.generate, 2

    def small(input_ids, **settings):
        if len(input_ids) > most:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory")
        return generate(input_ids=input_ids, **settings)

    monkeypatch.setattr(model, "generate", small)
    assert system.answer("extraction", rows[:5]) == whole
    most = 0
    with pytest.raises(BadInput, match="the GPU has no memory for one row of"):
        system.answer("extraction", rows[:5])
