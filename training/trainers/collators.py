"""Rows of tokens as padded tensors: for an encoder-decoder, and for a decoder-only model. torch alone is needed.

batch = Seq2SeqCollator(tokenizer.pad_token_id, model.config.decoder_start_token_id)([rows[0], rows[1]])
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

# Labels that the loss does not count, as in torch's cross-entropy
IGNORED = -100


def padded(tokens: Sequence[np.ndarray], value: int) -> torch.Tensor:
    """Rows of tokens as one table, `value` on the right of the shorter ones."""
    table = np.full((len(tokens), max(map(len, tokens))), value, dtype=np.int64)
    for row, content in zip(table, tokens):
        row[: len(content)] = content
    return torch.from_numpy(table)


@dataclass(frozen=True)
class Seq2SeqCollator:
    """Rows as padded tensors. `labels` are padded with -100; decoder inputs are the labels moved right, as T5 does it."""

    pad: int
    start: int

    def __call__(self, rows: Sequence[dict]) -> dict[str, torch.Tensor]:
        prompts = padded([row["input_ids"] for row in rows], self.pad)
        labels = padded([row["labels"] for row in rows], IGNORED)
        shifted = labels.new_full(labels.shape, self.start)
        shifted[:, 1:] = labels[:, :-1]
        lengths = torch.tensor([len(row["input_ids"]) for row in rows])
        return {
            "input_ids": prompts,
            "attention_mask": (torch.arange(prompts.shape[1]) < lengths[:, None]).long(),
            "decoder_input_ids": shifted.masked_fill(shifted == IGNORED, self.pad),
            "labels": labels,
            "row": torch.tensor([row["row"] for row in rows]),
        }


@dataclass(frozen=True)
class CausalCollator:
    """Prompt and completion in one row, padded on the right; `labels` are -100 but on the completion and its end."""

    pad: int
    end: int

    def __call__(self, rows: Sequence[dict]) -> dict[str, torch.Tensor]:
        answers = [_ended(row["labels"], self.end) for row in rows]
        whole = [np.concatenate([row["input_ids"], answer]) for row, answer in zip(rows, answers)]
        silent = [np.full(len(row["input_ids"]), IGNORED) for row in rows]
        lengths = torch.tensor([len(tokens) for tokens in whole])
        prompts = padded(whole, self.pad)
        return {
            "input_ids": prompts,
            "attention_mask": (torch.arange(prompts.shape[1]) < lengths[:, None]).long(),
            "labels": padded([np.concatenate(parts) for parts in zip(silent, answers)], IGNORED),
            "row": torch.tensor([row["row"] for row in rows]),
        }


def _ended(tokens: np.ndarray, end: int) -> np.ndarray:
    return tokens if len(tokens) and tokens[-1] == end else np.append(tokens, end)
