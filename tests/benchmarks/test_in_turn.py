"""Checkouts measured in turn."""

import pytest

from benchmarks.in_turn import slices, worker

ECHO = "import sys\nfor line in sys.stdin: print(int(line) * float(sys.argv[1]), flush=True)"


def test_slices_of_each_checkout_without_the_first(tmp_path):
    with worker(tmp_path, ECHO, "1") as one, worker(tmp_path, ECHO, "2") as other:
        assert slices([one, other], 10, 2) == [[10.0, 10.0], [20.0, 20.0]]


def test_a_checkout_that_fails_ends_it(tmp_path):
    with worker(tmp_path, "input()", "") as one, pytest.raises(SystemExit):
        slices([one], 10, 1)
