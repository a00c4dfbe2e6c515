"""Batches that fill a budget of padded tokens with rows of similar lengths, the same for a seed and an epoch.

    batches = TokenBatches(lengths, budget=8192, seed=0, multiple_of=processes * accumulation)
    batches.set_epoch(1); list(batches)      # lists of row numbers

A batch costs rows x (longest prompt + longest completion): what encoder and decoder compute, padding included. Rows are
shuffled, sorted within windows and cut where the budget is full, then whole batches are shuffled, so lengths are similar in a
batch and random over an epoch. A Trainer counts an epoch's batches once, so every epoch has the same number, a multiple of
the batches of a step: where fewer would do, the largest are halved (and rows come twice where there are fewer rows than batches in a step).

Rows of similar lengths are also of one task. A run of several tasks wants several batches a step (gradient accumulation):
the loss is a mean over the step's tokens, so one batch of "match" would else weigh as much as one of long lists.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from torch.utils.data import BatchSampler

# Batches' worth of rows that are sorted together: enough to pad little, few enough to stay random.
WINDOW_BATCHES = 100

# Prompts whose lengths differ by less count as equal, so that rows can be sorted by their completions too.
STRIPE = 32

# The same of completions: sorted exactly, "match" and "no match" would never meet in a batch.
COMPLETION_STRIPE = 16


class TokenBatches(BatchSampler):
    """`lengths`: rows x (prompt tokens, completion tokens). `epochs`: how many the number of batches has to hold for.

    `batch_size` is None: accelerate then hands whole batches to the processes in turn (with `even_batches` off).
    """

    batch_size, drop_last = None, False

    def __init__(
        self,
        lengths: np.ndarray | Sequence[tuple[int, int]],
        budget: int,
        seed: int = 0,
        multiple_of: int = 1,
        epochs: int = 1,
    ) -> None:
        self.lengths = np.asarray(lengths, dtype=np.int64).reshape(-1, 2)
        self.budget, self.seed, self.multiple_of, self.epoch = budget, seed, multiple_of, 0
        most = max(len(self._filled(epoch)) for epoch in range(max(epochs, 1)))
        self._count = -(-most // multiple_of) * multiple_of

    @classmethod
    def of_run(cls, lengths: np.ndarray, budget: int, args) -> "TokenBatches":
        """For a Trainer's arguments: its seed, its epochs (or those that max_steps takes), the batches of its step."""
        a_step = args.world_size * args.gradient_accumulation_steps
        epochs = math.ceil(args.num_train_epochs) if args.max_steps <= 0 else 1
        while True:
            batches = cls(lengths, budget, args.seed, a_step, epochs)
            needed = math.ceil(args.max_steps * a_step / len(batches))
            if needed <= epochs:
                return batches
            epochs = needed

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[int]]:
        batches = self._filled(self.epoch)
        while len(batches) < self._count:
            largest = max(range(len(batches)), key=lambda at: len(batches[at]))
            batch, middle = batches[largest], len(batches[largest]) // 2
            batches[largest : largest + 1] = [batch[:middle], batch[middle:]] if middle else [batch, batch]
        order = np.random.default_rng((self.seed, self.epoch, 1)).permutation(len(batches))
        yield from (batches[at].tolist() for at in order)

    def real_tokens(self, steps: int) -> int:
        """Tokens without padding that the first steps of a run see, on all devices."""
        left, tokens, here = steps * self.multiple_of, 0, self.epoch
        for epoch in range(math.ceil(left / len(self))):
            self.set_epoch(epoch)
            tokens += sum(int(self.lengths[batch].sum()) for batch in islice(self, left))
            left -= len(self)
        self.set_epoch(here)
        return tokens

    def _filled(self, epoch: int) -> list[np.ndarray]:
        """All rows in batches as they are filled, in no order."""
        rows = np.random.default_rng((self.seed, epoch, 0)).permutation(len(self.lengths))
        mean = max(self.lengths.sum(axis=1).mean(), 1)
        window = max(int(WINDOW_BATCHES * self.budget / mean), 1)
        return [batch for start in range(0, len(rows), window) for batch in self._cut(rows[start : start + window])]

    def _cut(self, rows: np.ndarray) -> Iterator[np.ndarray]:
        """Batches of a window, longest rows first; one row beyond the budget is a batch of its own."""
        prompts, completions = self.lengths[rows].T
        rows = rows[np.lexsort((-(-completions // COMPLETION_STRIPE), -(-prompts // STRIPE)))[::-1]]
        prompts, completions = self.lengths[rows].T.tolist()
        start = longest_prompt = longest_completion = 0
        for at, (prompt, completion) in enumerate(zip(prompts, completions)):
            new = max(longest_prompt, prompt), max(longest_completion, completion)
            if at > start and (at - start + 1) * sum(new) > self.budget:
                yield rows[start:at]
                start, new = at, (prompt, completion)
            longest_prompt, longest_completion = new
        if start < len(rows):
            yield rows[start:]
