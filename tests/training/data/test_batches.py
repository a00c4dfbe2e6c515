"""Batches under a budget of padded tokens: all rows, alike lengths, the same for a seed and an epoch."""

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("torch")
from training.data.batches import TokenBatches


@pytest.fixture(scope="module")
def lengths() -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.stack([rng.integers(50, 700, 3_000), rng.integers(2, 200, 3_000)], axis=1)


def padded_tokens(lengths, batches) -> list[int]:
    """Of each batch: rows x (longest prompt + longest completion)."""
    return [len(rows) * int(np.asarray(lengths)[rows].max(axis=0).sum()) for rows in batches]


def test_every_row_comes_once_an_epoch_and_no_batch_is_beyond_the_budget(lengths):
    batches = TokenBatches(lengths, 8_192, seed=3)
    for epoch in range(3):
        batches.set_epoch(epoch)
        found = list(batches)
        assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
        assert max(padded_tokens(lengths, found)) <= 8_192
        assert len(found) == len(batches)


def test_the_same_seed_and_epoch_give_the_same_batches_and_others_give_others(lengths):
    def of(seed, epoch):
        batches = TokenBatches(lengths, 8_192, seed, epochs=2)
        batches.set_epoch(epoch)
        return list(batches)

    assert of(0, 0) == of(0, 0) and of(0, 1) == of(0, 1)
    assert of(0, 0) != of(0, 1) and of(0, 0) != of(1, 0)
    assert {tuple(sorted(batch)) for batch in of(0, 0)} != {tuple(sorted(batch)) for batch in of(0, 1)}


def test_little_is_padding_and_lengths_are_random_over_an_epoch(lengths):
    batches = TokenBatches(lengths, 8_192)
    found = list(batches)
    real = lengths.sum() / sum(padded_tokens(lengths, found))
    rows = np.random.default_rng(0).permutation(len(lengths)).reshape(-1, 20)
    random = lengths.sum() / sum(padded_tokens(lengths, rows))
    assert real > 0.85 > 1.5 * random
    means = [lengths[batch, 0].mean() for batch in found]
    assert abs(np.corrcoef(np.arange(len(means)), means)[0, 1]) < 0.15


def test_every_epoch_has_as_many_batches_a_multiple_of_a_step(lengths):
    batches = TokenBatches(lengths, 8_192, multiple_of=8, epochs=5)
    assert len(batches) % 8 == 0
    for epoch in range(5):
        batches.set_epoch(epoch)
        found = list(batches)
        assert len(found) == len(batches)
        assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))


def test_few_rows_fill_a_step_and_a_long_row_is_a_batch_of_its_own():
    batches = TokenBatches([(5, 1), (4, 1)], 100, multiple_of=4)
    assert len(list(batches)) == 4 and {row for batch in batches for row in batch} == {0, 1}
    batches = TokenBatches([(500, 9), (4, 1), (3, 1)], 100)
    assert sorted(map(sorted, batches)) == [[0], [1, 2]]


def test_real_tokens_are_those_of_the_batches_that_a_run_sees(lengths):
    arguments = SimpleNamespace(
        world_size=2, gradient_accumulation_steps=2, num_train_epochs=1.0, max_steps=150, seed=0
    )
    batches = TokenBatches.of_run(lengths, 8_192, arguments)
    seen, epoch = [], 0
    while len(seen) < 600:
        batches.set_epoch(epoch)
        seen += list(batches)
        epoch += 1
    assert epoch == 3
    assert batches.real_tokens(150) == sum(int(lengths[batch].sum()) for batch in seen[:600])


def test_a_batch_mixes_answers_of_nearby_lengths():
    """Of "match" and "no match", sorted by their lengths, each batch would teach one answer only."""
    rng = np.random.default_rng(0)
    lengths = np.stack([rng.integers(150, 400, 2_000), rng.integers(2, 4, 2_000)], axis=1)
    found = [lengths[batch, 1] for batch in TokenBatches(lengths, 2_048) if len(batch) > 4]
    assert sum(len(set(answers)) == 1 for answers in found) < 0.1 * len(found)
