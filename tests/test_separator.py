"""Prompt and completion joined as trainers of decoder-only models join them: no token belongs to both."""

import pyarrow.parquet as pq
import pytest
from datasets import Dataset, load_dataset

import rjdb
from tests.fixtures import tiny_models

tokenizers = pytest.importorskip("tokenizers")

# How GPT-2, Llama 3 and Qwen cut text before their merges; the last two take line breaks into a token of punctuation.
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


@pytest.fixture(scope="module", params=[GPT2, QWEN], ids=["GPT-2", "Qwen"])
def tokenizer(request, built):
    """A byte-level BPE that has learnt from rows as a decoder-only model reads them."""
    inner = tokenizers.Tokenizer(tokenizers.models.BPE())
    split = tokenizers.pre_tokenizers.Split(tokenizers.Regex(request.param), "isolated")
    bytes_ = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([split, bytes_])
    inner.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=4_000,
        special_tokens=list(tiny_models.SPECIAL.values()),
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    rows = (row for task in rjdb.TASKS for row in rows_of(built, task))
    inner.train_from_iterator((row["prompt"] + row["completion"] for row in rows), trainer)
    return inner


def rows_of(built, task: str) -> list[dict]:
    return pq.read_table(min((built / task).glob("train-*"))).slice(0, 200).to_pylist()


def splits_at_the_completion(tokenizer, prompt: str, completion: str) -> bool:
    """Whether the prompt's tokens begin the whole's."""
    alone, whole = tokenizer.encode(prompt).ids, tokenizer.encode(prompt + completion).ids
    return whole[: len(alone)] == alone


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_the_prompts_tokens_begin_the_wholes(task, tokenizer, built):
    rows = load_dataset(str(built), task, split="train")
    for row in rows:
        assert splits_at_the_completion(tokenizer, row["prompt"], row["completion"]), row["id"]


def test_without_the_separator_tokens_belong_to_both(tokenizer, built):
    rows = [row for task in rjdb.TASKS for row in rows_of(built, task)]
    bare = [(row["prompt"].removesuffix(rjdb.SEPARATOR), row["completion"]) for row in rows]
    shared = sum(not splits_at_the_completion(tokenizer, *pair) for pair in bare)
    assert shared > len(rows) / 50, shared


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_t5_reads_the_same_tokens(task, built, shared):
    t5 = tokenizers.Tokenizer.from_file(str(shared / "t5_vocab" / "tokenizer.json"))
    for row in load_dataset(str(built), task, split="test"):
        assert t5.encode(row["prompt"]).ids == t5.encode(row["prompt"].removesuffix(rjdb.SEPARATOR)).ids


def test_trl_trains_on_the_completion_and_nothing_else(tokenizer, built, tmp_path):
    trl = pytest.importorskip("trl")
    from transformers import PreTrainedTokenizerFast

    words = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **tiny_models.SPECIAL)
    rows = [row for task in rjdb.TASKS for row in rows_of(built, task)[:4]]
    columns = [{name: row[name] for name in ("prompt", "completion")} for row in rows]
    settings = trl.SFTConfig(str(tmp_path), max_length=None, bf16=False, use_cpu=True, report_to=[])
    trainer = trl.SFTTrainer(
        tiny_models.qwen3(words), args=settings, train_dataset=Dataset.from_list(columns), processing_class=words
    )
    for row, prepared in zip(rows, trainer.train_dataset, strict=True):
        batch = trainer.data_collator([prepared])
        tokens, learnt = batch["input_ids"][0], batch["labels"][0] != -100
        assert tokens[~learnt].tolist() == words(row["prompt"])["input_ids"]
        assert words.decode(tokens[learnt]) == row["completion"] + words.eos_token
