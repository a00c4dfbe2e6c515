"""Models of a few thousand weights with a tokenizer trained on the rows at hand, for tests that train."""

from pathlib import Path

import pyarrow.parquet as pq

import rjdb

SPECIAL = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}


def texts(built: Path, tasks=rjdb.TASKS, rows: int = 40) -> list[str]:
    tables = [pq.read_table(sorted((built / task).glob("train-*"))[0]).slice(0, rows) for task in tasks]
    return [text for table in tables for column in ("prompt", "completion") for text in table[column].to_pylist()]


def tokenizer(lines: list[str], size: int = 2_000, ends: bool = True):
    """`ends`: puts </s> behind every text, as T5's tokenizer does and Qwen's does not."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    inner = Tokenizer(models.BPE(unk_token="<unk>"))
    inner.pre_tokenizer, inner.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(SPECIAL.values()), show_progress=False)
    inner.train_from_iterator(lines, trainer)
    if ends:
        inner.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(tokenizer_object=inner, **SPECIAL)


def t5(words, **shape):
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    torch.manual_seed(0)
    small = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 1, "num_heads": 4, "dropout_rate": 0.0}
    ids = {"pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
    config = T5Config(vocab_size=len(words), feed_forward_proj="gated-gelu", **{**small, **ids, **shape})
    return T5ForConditionalGeneration(config)


def qwen3(words):
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    return Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(words), hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=4,
            num_key_value_heads=2, head_dim=8, pad_token_id=0, eos_token_id=1, tie_word_embeddings=True,
        )
    )  # fmt: skip


def saved(model, words, folder: Path) -> Path:
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder
