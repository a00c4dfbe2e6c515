"""Rows as tokens, one array for all of them: what a trainer reads. numpy alone is needed.

rows = encode(data.train, tokenizer, 768, 512)      # training/data/rows.py makes them of a dataset
rows[0]["input_ids"], rows.lengths, rows.ids
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class EncodedRows:
    """Tokens of all rows, one after another, and where each begins; a torch dataset of {input_ids, labels, row}.

    `shortened`: how often a section went, by its name. `left_out`: rows that are not here, by reason.
    """

    ids: list[str]
    prompts: np.ndarray
    completions: np.ndarray
    starts: np.ndarray  # rows + 1 x 2
    shortened: dict[str, int]
    left_out: dict[str, int]

    @property
    def lengths(self) -> np.ndarray:
        """rows x (prompt tokens, completion tokens)"""
        return np.diff(self.starts, axis=0)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, row: int) -> dict:
        (prompt, completion), (prompt_end, completion_end) = self.starts[row], self.starts[row + 1]
        return {
            "input_ids": self.prompts[prompt:prompt_end],
            "labels": self.completions[completion:completion_end],
            "row": row,
        }

    def texts(self, tokenizer, row: int) -> tuple[str, str]:
        return tuple(tokenizer.decode(self[row][name]) for name in ("input_ids", "labels"))
