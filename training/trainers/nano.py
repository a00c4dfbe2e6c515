"""nano: T5 built from a config, with a tokenizer trained on the rows it will learn. No hub, no pretrained weights.

    python -m training.sft --config training/recipes/nano/base.yaml       # `model_name_or_path: nano` asks for one
    model, tokenizer = fresh(texts, seed=0)                               # the same in Python

The tokenizer is a byte-level BPE in two stages: words first, then phrases of whole words, as in SuperBPE (Liu et al.
2025, arXiv 2503.13423). Job ads and resumes repeat their phrases, so a prompt is 1.6 times shorter than in words, a skill
is mostly one token, and listing skills is pointing at tokens. Numbers, punctuation and line marks stay tokens of their
own, and every text decodes exactly, but for a line break at its end: that separates a prompt from an answer, which an
encoder-decoder does not need, and T5's own tokenizer drops it too.

The model is shallow, and starts from weights that copy a little (training/trainers/nano_weights.py): T5's own start stays blind to
its input for thousands of steps at this size.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

# Tokens of each stage at most; a small dataset has fewer.
WORDS, PHRASES = 8_000, 6_000
# Texts that the tokenizer learns from.
SAMPLE = 24_000
SHAPE = {
    "d_model": 192, "d_kv": 32, "num_heads": 6, "d_ff": 384, "num_layers": 3, "num_decoder_layers": 2,
    "feed_forward_proj": "gated-gelu", "dropout_rate": 0.0,
    "tie_word_embeddings": False,  # means to T5Config: tied, and logits are not scaled down
}  # fmt: skip
PAD, END, UNKNOWN = SPECIAL = ("<pad>", "</s>", "<unk>")

_WORD = r"[\p{L}\p{M}](?:[\p{L}\p{M}'’&/+#.@_-]*[\p{L}\p{M}+#])?"
_OTHERS = r" \|(?: [-*•](?= ))?| ?\p{N}+| ?[^\s\p{L}\p{M}\p{N}]+|\s+"  # a line with its bullet, a number, punctuation
WORD_PIECES = rf" ?{_WORD}|{_OTHERS}"
PHRASE_PIECES = rf" ?{_WORD}(?: {_WORD})*|{_OTHERS}"
_SPACE = "Ġ"  # what a space is in the byte-level alphabet
_FIRST = 0x20000  # of a plane of Unicode where no text is: one character a token
_RARE = 10
_LONGEST_PHRASE = 6


def fresh(texts: Iterable[str], seed: int) -> tuple[T5ForConditionalGeneration, PreTrainedTokenizerFast]:
    """A model that knows nothing and a tokenizer that knows the texts; the same for the same texts and seed."""
    import torch

    from training.trainers.nano_weights import start_as_a_copier

    tokenizer = learn_tokenizer(texts, seed)
    config = T5Config(
        vocab_size=-(-len(tokenizer) // 64) * 64,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.pad_token_id,
        **SHAPE,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = T5ForConditionalGeneration(config)
        start_as_a_copier(model, tokenizer)
    return model, tokenizer


# ------------------------------------------------------------------------------------------- the tokenizer


def learn_tokenizer(texts: Iterable[str], seed: int, words: int = WORDS, phrases: int = PHRASES):
    """A fast tokenizer that ends every text with the end token, as T5's does."""
    texts = list(texts)
    texts = random.Random(seed).sample(texts, min(SAMPLE, len(texts)))
    tokenizer = _learn_words(texts, words)
    tokenizer = _add_phrases(tokenizer, _learn_phrases(tokenizer, texts, phrases), words + phrases)
    tokenizer.normalizer = normalizers.Replace(Regex(r"\n+\z"), "")
    tokenizer.decoder = decoders.ByteLevel()
    end = (END, tokenizer.token_to_id(END))
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {END}", special_tokens=[end])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=END,
        unk_token=UNKNOWN,
        clean_up_tokenization_spaces=False,
    )


def _split(pattern: str) -> pre_tokenizers.Split:
    return pre_tokenizers.Split(Regex(pattern), "isolated")


def _pieces(pattern: str) -> pre_tokenizers.Sequence:
    return pre_tokenizers.Sequence([_split(pattern), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def _learn_words(texts: list[str], size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = _pieces(WORD_PIECES)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=3,
        special_tokens=list(SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _learn_phrases(words: Tokenizer, texts: list[str], size: int) -> list[tuple[str, str]]:
    """Merges of whole words, most frequent first: BPE once more, over runs of words in which a token is a character."""
    split = _split(PHRASE_PIECES)
    runs = Counter(run for text in texts for run, _ in split.pre_tokenize_str(text) if " " in run[1:])
    spelled = {run: "".join(chr(_FIRST + token) for token in words.encode(run).ids) for run in runs}
    learner = Tokenizer(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=words.get_vocab_size() + 2 * size,
        min_frequency=_RARE,
        initial_alphabet=[chr(_FIRST + token) for token in range(words.get_vocab_size())],
        max_token_length=_LONGEST_PHRASE,
        show_progress=False,
    )
    learner.train_from_iterator((spelled[run] for run, count in runs.items() for _ in range(count)), trainer)
    merges = json.loads(learner.to_str())["model"]["merges"]
    return [
        tuple("".join(words.id_to_token(ord(sign) - _FIRST) for sign in part) for part in merge) for merge in merges
    ]


def _add_phrases(tokenizer: Tokenizer, merges: list[tuple[str, str]], size: int) -> Tokenizer:
    """The tokenizer with the merges of whole words: one that begins or ends within a word would split it elsewhere."""
    state = json.loads(tokenizer.to_str())
    vocabulary = state["model"]["vocab"]
    for left, right in merges:
        if len(vocabulary) == size:
            break
        if left.startswith(_SPACE) and right.startswith(_SPACE) and left in vocabulary and right in vocabulary:
            state["model"]["merges"].append([left, right])
            vocabulary.setdefault(left + right, len(vocabulary))
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.pre_tokenizer = _pieces(PHRASE_PIECES)
    return tokenizer
