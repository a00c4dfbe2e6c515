"""What `benchmarks.gpu` measures on: true shapes with random weights, lengths of real rows, FLOPs of a row, peaks of cards.

    python -m benchmarks.gpu_shapes rjdb tokenizer.json      # prints LENGTHS of a built dataset by a tokenizer of T5

Nothing here needs the network, nor more than numpy; a model is made of its config by torch and transformers.
"""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.data.encoded_rows import EncodedRows

# config.json of google/flan-t5-base, Qwen/Qwen3-0.6B and sentence-transformers/all-MiniLM-L6-v2
FLAN_T5_BASE = {
    "vocab_size": 32_128, "d_model": 768, "d_kv": 64, "d_ff": 2_048, "num_layers": 12, "num_heads": 12,
    "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False, "pad_token_id": 0, "eos_token_id": 1,
    "decoder_start_token_id": 0,
}  # fmt: skip
QWEN3_0_6B = {
    "vocab_size": 151_936, "hidden_size": 1_024, "intermediate_size": 3_072, "num_hidden_layers": 28,
    "num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 128, "max_position_embeddings": 40_960,
    "tie_word_embeddings": True, "pad_token_id": 0, "eos_token_id": 1,
}  # fmt: skip
MINILM = {
    "vocab_size": 30_522, "hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12, "intermediate_size": 1_536,
    "max_position_embeddings": 512, "pad_token_id": 0,
}  # fmt: skip
SHAPES = {"flan-t5-base": FLAN_T5_BASE, "qwen3-0.6b": QWEN3_0_6B, "all-MiniLM-L6-v2": MINILM}
# What `--tiny` makes of them
TINY = {
    "flan-t5-base": {"vocab_size": 500, "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 1, "num_heads": 4},
    "qwen3-0.6b": {
        "vocab_size": 500, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4,
        "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 512,
    },
    "all-MiniLM-L6-v2": {
        "vocab_size": 500, "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64,
    },
}  # fmt: skip
# Tokens of prompts and completions, T5's, of 2,000 triples: percentiles 0, 5, 25, 50, 75, 95, 100, and rows of a triple
PERCENTILES = (0, 5, 25, 50, 75, 95, 100)
LENGTHS = {
    "matching": {"rows": 2, "prompt": (286, 383, 445, 493, 547, 637, 814), "completion": (2, 2, 2, 2, 3, 3, 3)},
    "explanation": {"rows": 2, "prompt": (300, 397, 459, 507, 561, 651, 828), "completion": (2, 2, 2, 5, 21, 29, 38)},
    "extraction": {"rows": 3, "prompt": (112, 166, 208, 254, 304, 374, 497), "completion": (22, 36, 47, 58, 70, 90, 135)},
    "editing": {"rows": 2, "prompt": (104, 148, 183, 215, 254, 322, 458), "completion": (8, 26, 58, 81, 105, 152, 284)},
    "assessment": {"rows": 6, "prompt": (152, 207, 251, 289, 335, 414, 516), "completion": (7, 13, 21, 29, 37, 47, 59)},
}  # fmt: skip
STUDENT_TASKS = ("matching", "explanation", "extraction", "editing")
# The recipes' limit of a prompt
MOST_PROMPT_TOKENS = 768
# What `--tiny` divides lengths by
SHRINK = 16

# bfloat16 (T4, V100: float16) with accumulation in float32, dense, FLOP/s: NVIDIA's data sheets of each card, where a figure "with
# sparsity" is twice the dense one; of GeForce cards NVIDIA's white papers on GA102 and Ada. The first that fits a name counts.
PEAKS = (
    (r"\bMIG\b", None),  # a part of a card
    (r"\bB200\b", 2_250e12),
    (r"\bH200 NVL\b", 835e12), (r"\b(H200|GH200)\b", 989e12),
    (r"\bH100 NVL\b", 835e12), (r"\bH100 PCIe\b", 756e12), (r"\bH100\b", 989e12),
    (r"\bA100\b", 312e12), (r"\bA10G\b", 70e12), (r"\bA10\b", 125e12), (r"\bA40\b", 149.7e12), (r"\bA30\b", 165e12),
    (r"\bL40S\b", 362e12), (r"\bL40\b", 181e12), (r"\bL4\b", 121e12),
    (r"\bRTX 6000 Ada\b", 364e12), (r"\bRTX 4090\b", 165.2e12), (r"\bRTX 3090\b(?! Ti)", 71e12),
    (r"\bV100\b", 125e12), (r"\bT4\b", 65e12),
)  # fmt: skip


def peak_of(card: str) -> float | None:
    """FLOP/s of a card by its name as CUDA says it; None where it is not known, and then no share of it can be given."""
    return next((peak for name, peak in PEAKS if re.search(name, card)), None)


# ------------------------------------------------------------------------------------------- models


def shape_of(name: str, tiny: bool) -> dict[str, Any]:
    return SHAPES[name] | (TINY[name] if tiny else {})


def model_of(name: str, tiny: bool, device: str, **more: Any):
    """A model of random weights in float32, made where it is to run."""
    import torch
    import transformers

    torch.manual_seed(0)
    config_kind, model_kind = {
        "flan-t5-base": (transformers.T5Config, transformers.T5ForConditionalGeneration),
        "qwen3-0.6b": (transformers.Qwen3Config, transformers.Qwen3ForCausalLM),
        "all-MiniLM-L6-v2": (transformers.BertConfig, transformers.BertForTokenClassification),
    }[name]
    with torch.device(device):
        return model_kind(config_kind(**shape_of(name, tiny), **more))


def tokenizer_of(size: int, padding_side: str = "right"):
    """One word per token: "t0 t1 …". Token 0 pads, token 1 ends."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    inner = Tokenizer(models.WordLevel({f"t{at}": at for at in range(size)}, unk_token="t2"))
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token="t0", eos_token="t1", unk_token="t2", padding_side=padding_side
    )


# ------------------------------------------------------------------------------------------- rows


def rows_of(tasks: Sequence[str], number: int, vocabulary: int, tiny: bool = False) -> EncodedRows:
    """Random tokens in the lengths of these tasks' rows, mixed as in a dataset; always the same."""
    rng = np.random.default_rng(0)
    shares = np.array([LENGTHS[task]["rows"] for task in tasks], dtype=float)
    chosen = rng.choice(len(tasks), number, p=shares / shares.sum())
    places = rng.uniform(0, 100, (number, 2))
    lengths = np.array(
        [
            [np.interp(place, PERCENTILES, LENGTHS[tasks[task]][part]) for place, part in zip(pair, ("prompt", "completion"))]
            for task, pair in zip(chosen, places)
        ]
    )  # fmt: skip
    lengths = np.minimum(lengths, MOST_PROMPT_TOKENS) // (SHRINK if tiny else 1)
    return random_rows(np.maximum(lengths.astype(np.int64), 2), vocabulary)


def random_rows(lengths: np.ndarray, vocabulary: int) -> EncodedRows:
    """`lengths`: rows x (prompt tokens, completion tokens). No token pads or ends but the last of a completion."""
    rng = np.random.default_rng(1)
    starts = np.concatenate([[[0, 0]], np.cumsum(lengths, axis=0)])
    prompts, completions = (rng.integers(3, vocabulary, total).astype(np.int32) for total in starts[-1])
    completions[starts[1:, 1] - 1] = 1
    return EncodedRows([f"row {at}" for at in range(len(lengths))], prompts, completions, starts, {}, {})


# ------------------------------------------------------------------------------------------- FLOPs


def training_flops(name: str, shape: dict[str, Any], lengths: np.ndarray) -> float:
    """Of forward and backward over real tokens: 6 per weight and token, and attention (PaLM, arXiv 2204.02311, appendix B).

    Stricter than usual where work can be left out: padding, activations that are computed again and logits of a prompt count
    nothing, causal attention half. `lengths`: rows x (prompt tokens, completion tokens).
    """
    prompts, completions = lengths.T.astype(float)
    if name == "flan-t5-base":
        width, inner = shape["d_model"], shape["d_kv"] * shape["num_heads"]
        layers, forward = shape["num_layers"], 3 * shape["d_model"] * shape["d_ff"]
        encoder = layers * (4 * width * inner + forward + 2 * width * inner)  # with keys and values for the decoder
        decoder = layers * (6 * width * inner + forward) + width * shape["vocab_size"]
        pairs = prompts**2 + completions**2 / 2 + prompts * completions
        return float((6 * (encoder * prompts + decoder * completions) + 12 * layers * inner * pairs).sum())
    width, layers = shape["hidden_size"], shape["num_hidden_layers"]
    if name == "qwen3-0.6b":
        inner = shape["head_dim"] * shape["num_attention_heads"]
        shared = shape["head_dim"] * shape["num_key_value_heads"]
        body = layers * (2 * width * inner + 2 * width * shared + 3 * width * shape["intermediate_size"])
        whole = prompts + completions
        weights = body * whole + width * shape["vocab_size"] * completions
        return float((6 * weights + 12 * layers * inner * whole**2 / 2).sum())
    body = layers * (4 * width**2 + 2 * width * shape["intermediate_size"])
    return float((6 * body * prompts + 12 * layers * width * prompts**2).sum())


# ------------------------------------------------------------------------------------------- lengths of a dataset


def lengths_of(folder: Path, tokenizer_file: Path, most: int = 3_000) -> dict[str, dict]:
    """What LENGTHS holds, of a built dataset."""
    import pyarrow.parquet as pq
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_truncation()
    found = {}
    triples = pq.read_table(sorted((folder / "triples").glob("train-*"))).num_rows
    for task in LENGTHS:
        table = pq.read_table(sorted((folder / task).glob("train-*")), columns=["prompt", "completion"])
        found[task] = {"rows": round(table.num_rows / triples)}
        for part in ("prompt", "completion"):
            tokens = [len(one.ids) for one in tokenizer.encode_batch(table[part].to_pylist()[:most])]
            found[task][part] = [int(value) for value in np.percentile(tokens, PERCENTILES)]
    return found


if __name__ == "__main__":
    print(json.dumps(lengths_of(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))
