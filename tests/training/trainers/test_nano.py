"""The offline family: its tokenizer, its models, and its five recipes for two steps each."""

from pathlib import Path

import datasets
import pytest
import torch
import yaml
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

import rjdb
from training import sft
from training.trainers import nano
from training.trainers.nano_weights import FURTHER_ON

RECIPES = Path(__file__).parents[3] / "training" / "recipes" / "nano"
BASE, STUDENTS = "base", ("extractor", "editor", "explainer", "matcher")
ODD = (
    "Zoë O’Brien-Łukasz, C++/C# & .NET (R&D)",
    "two  spaces, a\ttab, a line\nand  no end ",
    "日本語 🙂 – “quoted” ½",
    "| - | * • ## 2013 - 2016; 10+ years",
)


@pytest.fixture(scope="module")
def texts(built) -> list[str]:
    rows = [datasets.load_dataset("rjdb", task, data_dir=str(built), split="train") for task in rjdb.TASKS]
    return [text for part in rows for column in ("prompt", "completion") for text in part[column]]


@pytest.fixture(scope="module")
def made(texts):
    return nano.fresh(texts, seed=0)


def test_tokenizer_round_trip_is_exact(made, texts, built):
    tokenizer = made[1]
    unseen = datasets.load_dataset("rjdb", "extraction", data_dir=str(built), split="test_unseen")
    for text in (*ODD, *texts[:200], *texts[-200:], *unseen["prompt"], *unseen["completion"]):
        assert tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True) == text.removesuffix("\n")


def test_a_prompt_is_the_same_tokens_without_the_separator(made, texts):
    tokenizer = made[1]
    prompts = [text for text in texts if text.endswith(rjdb.SEPARATOR)][:200]
    assert prompts and all(tokenizer(text)["input_ids"] == tokenizer(text.rstrip())["input_ids"] for text in prompts)


def test_a_phrase_is_a_token_and_a_number_is_one_alone(made, texts):
    tokenizer = made[1]
    words = nano.learn_tokenizer(texts, seed=0, phrases=0)
    sample = texts[:300]
    lengths = [sum(map(len, t(sample)["input_ids"])) for t in (tokenizer, words)]
    assert lengths[0] < 0.75 * lengths[1]
    tokens = tokenizer.convert_ids_to_tokens(
        tokenizer("Resume: job (2013 - 2016); 10 years as job | - Skills")["input_ids"]
    )
    assert [token.strip("Ġ") for token in tokens if any(map(str.isdigit, token))] == ["2013", "2016", "10"]
    assert not [
        token for token in tokenizer.get_vocab() if len(token) > 4 and "Ġ" in token[1:] and not token.startswith("Ġ")
    ]
    assert tokens[-1] == tokenizer.eos_token


def test_the_same_texts_and_seed_make_the_same_model(made, texts):
    model, tokenizer = nano.fresh(iter(texts), seed=0)
    assert tokenizer.get_vocab() == made[1].get_vocab()
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), made[0].parameters()))
    other = nano.fresh(texts, seed=1)[0]
    assert other.get_input_embeddings().weight.shape[1] == model.config.d_model
    assert not torch.equal(
        other.encoder.block[0].layer[0].SelfAttention.q.weight, model.encoder.block[0].layer[0].SelfAttention.q.weight
    )


def test_a_saved_model_answers_as_before(made, texts, tmp_path):
    model, tokenizer = made[0].eval(), made[1]
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    again, its = AutoModelForSeq2SeqLM.from_pretrained(tmp_path).eval(), AutoTokenizer.from_pretrained(tmp_path)
    assert its(texts[:50])["input_ids"] == tokenizer(texts[:50])["input_ids"]
    given = torch.tensor([tokenizer(texts[0])["input_ids"]])
    with torch.inference_mode():
        logits = [m(input_ids=given, decoder_input_ids=given[:, :7]).logits for m in (model, again)]
    torch.testing.assert_close(*logits)
    assert 0.5 < logits[0].std() < 2  # neither scaled down to nothing nor sure of anything
    assert sum(p.numel() for p in model.parameters()) < 10e6


def test_a_fresh_model_copies_what_comes_after_what_it_wrote(made, texts):
    """Over the input's own tokens: the next one is likelier than most others. From T5's own start it is a draw."""
    model, tokenizer = made[0].eval(), made[1]
    better = total = 0
    for text in texts[:20]:
        given = torch.tensor([tokenizer(text)["input_ids"]])
        with torch.inference_mode():
            logits = model(input_ids=given, decoder_input_ids=given[:, :-1]).logits[0]
        following, others = given[0, 1:], given[0].unique()
        ranks = (logits[:, others] < logits.gather(1, following[:, None])).float().mean(1)
        better, total = better + (ranks > 0.9).sum().item(), total + len(ranks)
    assert better > 0.3 * total  # by chance 0.1


def test_a_fresh_model_distinguishes_repeated_tokens(made):
    """By one fixed direction after the first layer: what a requirement that a resume lacks is found by."""
    model, tokenizer = made[0].eval(), made[1]
    words = sorted({token for token in tokenizer.get_vocab() if token[:1] == "Ġ" and token[1:].isalpha()})[::7]
    met, missing = tokenizer.convert_tokens_to_ids(words[:40]), tokenizer.convert_tokens_to_ids(words[40:80])
    capitals = {token.casefold(): row for token, row in tokenizer.get_vocab().items()}
    given = [*met, *missing, *(capitals[word.casefold()] for word in reversed(words[:40])), tokenizer.eos_token_id]
    layer = model.encoder.block[0].layer[0]
    with torch.inference_mode():
        stream = model.encoder(torch.tensor([given]), output_hidden_states=True).hidden_states[1][0]
        note = layer.SelfAttention.v(layer.layer_norm(model.shared.weight[tokenizer.eos_token_id]))
        seen = stream @ layer.SelfAttention.o(note * torch.arange(len(note)).ge(FURTHER_ON * 32))
    assert (seen[:40, None] < seen[None, 40:80]).float().mean() > 0.9


def test_tokens_that_differ_in_case_only_have_similar_embeddings(made):
    model, tokenizer = made
    vocabulary, embeddings = tokenizer.get_vocab(), model.get_input_embeddings().weight.detach()
    pairs = [(row, vocabulary[token.lower()]) for token, row in vocabulary.items() if token.lower() != token
             and token.lower() in vocabulary]  # fmt: skip
    upper, lower = embeddings[torch.tensor(pairs)].unbind(1)
    assert len(pairs) > 100
    assert (
        torch.cosine_similarity(upper, lower).mean()
        > 0.8
        > 0.1
        > torch.cosine_similarity(upper, lower.roll(1, 0)).mean()
    )


def test_the_recipes_are_one_family():
    recipes = {name: yaml.safe_load((RECIPES / f"{name}.yaml").read_text()) for name in (BASE, *STUDENTS)}
    assert recipes[BASE]["model_name_or_path"] == "nano"
    starts = {name: recipes[name]["model_name_or_path"] for name in STUDENTS}
    assert starts.pop("matcher") == recipes["explainer"]["output_dir"]  # who can say why knows whether
    assert set(starts.values()) == {recipes[BASE]["output_dir"]}
    assert {recipe["dataset"] for recipe in recipes.values()} == {"rjdb"}
    assert [recipes[name]["tasks"] for name in STUDENTS] == [
        ["extraction"],
        ["editing"],
        ["matching", "explanation"],
        ["matching"],
    ]
    assert len({recipe["output_dir"] for recipe in recipes.values()}) == len(recipes)


def test_base_and_students_train_as_from_a_fresh_clone(built, tmp_path, monkeypatch):
    """Beside ./rjdb, with the recipes' own paths, two steps each."""
    monkeypatch.chdir(tmp_path)
    Path("rjdb").symlink_to(built)
    short = [
        "--max_steps",
        "2",
        "--warmup_steps",
        "0",
        "--eval_strategy",
        "no",
        "--load_best_model_at_end",
        "false",
        "--train_rows",
        "60",
    ]
    for name in (BASE, *STUDENTS):
        assert sft.main(["--config", str(RECIPES / f"{name}.yaml"), *short]) == 0
    start = AutoModelForSeq2SeqLM.from_pretrained("students/nano/base")
    for name in STUDENTS:
        student = AutoModelForSeq2SeqLM.from_pretrained(f"students/nano/{name}")
        moved = (start.shared.weight - student.shared.weight).abs().max()
        assert 0 < moved < 0.05
