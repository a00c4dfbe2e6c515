"""tiny: a decoder of about 2 M parameters built from a config, with a tokenizer of the prompts that it will read. No hub, no weights.

    python -m training.sft --config training/recipes/assessor/tiny.yaml       # `model_name_or_path: tiny` asks for one
    model, tokenizer = fresh(texts, seed=0)

The tokenizer folds case, so that "Building Codes" of a resume and "building codes" of a post are the same tokens, and keeps every
`L14` as one token that is the same in prompt and answer. What is decoded is the answer to the letter: it has no other capitals.
"""

import random
from collections.abc import Iterable

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, SmolLM3Config, SmolLM3ForCausalLM

from training.assessor import tiny_weights

WORDS, SAMPLE, MOST_LINES = 3_000, 12_000, 250
PAD, END, UNKNOWN = SPECIAL = ("<pad>", "</s>", "<unk>")
# Layers 2 and 3 know no positions: what they seek is alike wherever it stands.
SHAPE = {
    "hidden_size": 192, "intermediate_size": 384, "num_hidden_layers": 4, "num_attention_heads": 6, "num_key_value_heads": 6,
    "max_position_embeddings": 2_048, "no_rope_layers": [1, 0, 0, 1], "rope_parameters": {"rope_type": "default", "rope_theta": 10_000.0},
    "tie_word_embeddings": True,
}  # fmt: skip
_PIECES = r"\n| ?\p{N}+| ?[\p{L}\p{M}]+|[^\S\n]+| ?[^\s\p{L}\p{M}\p{N}]"


def fresh(texts: Iterable[str], seed: int) -> tuple[SmolLM3ForCausalLM, PreTrainedTokenizerFast]:
    """A model that knows nothing and a tokenizer that knows the texts; the same for the same texts and seed."""
    import torch

    tokenizer = learn_tokenizer(texts, seed)
    config = SmolLM3Config(
        vocab_size=-(-len(tokenizer) // 64) * 64,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
        **SHAPE,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = SmolLM3ForCausalLM(config)
        tiny_weights.start(model, tokenizer)
    return model, tokenizer


def learn_tokenizer(texts: Iterable[str], seed: int) -> PreTrainedTokenizerFast:
    """Byte-level BPE over folded words. No token is added to a text: a prompt goes on as an answer."""
    texts = list(texts)
    texts = random.Random(seed).sample(texts, min(SAMPLE, len(texts)))
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=WORDS,
        min_frequency=3,
        special_tokens=list(SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    # a line's number alone: "Level" is a word, and so is "L10n"
    tokenizer.add_tokens([AddedToken(f"L{n}", single_word=True, normalized=False) for n in range(1, MOST_LINES + 1)])
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=END,
        unk_token=UNKNOWN,
        padding_side="left",
        clean_up_tokenization_spaces=False,
    )
