"""Documents as windows of tokens: line breaks kept, long documents read in overlapping pieces, offsets into the text given.

    tokenizer = with_line_breaks(AutoTokenizer.from_pretrained(encoder))
    windows = read_windows(tokenizer, texts, length=256, stride=64)

BERT's tokenizers drop line breaks, and a resume's lines are half of what it says. The normalizer of the tokenizer writes
`LINE_BREAK` for them, which its vocabulary holds, so that what is saved is a standard tokenizer and any pipeline reads lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dataset_builder.errors import BadInput

LINE_BREAK = "¶"


@dataclass(frozen=True)
class Window:
    """A piece of document `document`: token ids with special tokens, character offsets and words of each token."""

    document: int
    ids: list[int]
    offsets: list[tuple[int, int]]
    words: list[int | None]


def with_line_breaks(tokenizer, origin: str = "encoder"):
    """The same tokenizer with line breaks as tokens.

    Raises:
        BadInput: it is no fast tokenizer and has no offsets, or its vocabulary lacks the sign.
    """
    from tokenizers import normalizers
    from transformers import PreTrainedTokenizerFast

    if not getattr(tokenizer, "is_fast", False):
        raise BadInput(f"{origin}: has no fast tokenizer, so no offsets; give an encoder that has a tokenizer.json")
    sign = tokenizer.convert_tokens_to_ids(LINE_BREAK)
    if sign in (None, tokenizer.unk_token_id):
        raise BadInput(f"{origin}: its vocabulary has no {LINE_BREAK} to write line breaks with; give a BERT encoder")
    backend = tokenizer.backend_tokenizer
    backend.no_truncation()
    backend.no_padding()
    breaks = normalizers.Replace("\n", f" {LINE_BREAK} ")
    backend.normalizer = normalizers.Sequence([breaks, *([backend.normalizer] if backend.normalizer else [])])
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        model_max_length=tokenizer.model_max_length,
        model_input_names=list(tokenizer.model_input_names),
        **tokenizer.special_tokens_map,
    )


def read_windows(tokenizer, texts: Sequence[str], length: int, stride: int) -> list[Window]:
    """Every text as one window or more, in the order of the texts; neighbours share `stride` tokens.

    `tokenizer` is one of the `tokenizers` library (`backend_tokenizer` of transformers' fast ones); it goes on to cut so.
    """
    tokenizer.enable_truncation(max_length=length, stride=stride)
    read = tokenizer.encode_batch(list(texts))
    return [
        Window(document, one.ids, one.offsets, one.word_ids)
        for document, first in enumerate(read)
        for one in (first, *first.overflowing)
    ]
