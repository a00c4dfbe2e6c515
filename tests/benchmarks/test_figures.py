"""Figures that benchmarks keep and print."""

import json

import numpy as np

from benchmarks.figures import Figure, at_most, exit_code, keep, read, render


def test_figures_to_other_questions_stay_in_their_place(tmp_path):
    path = tmp_path / "train.json"
    keep(path, [Figure("speed", "ratio", 1.0, ">= 1.5", False), Figure("loss", "difference", 1.0)])
    keep(
        path, [Figure("memory", "peak", "2 GiB"), Figure("speed", "ratio of GPU", np.float32(2.0), "", np.bool_(True))]
    )
    assert read(path) == [
        Figure("speed", "ratio of GPU", 2.0, "", True), Figure("loss", "difference", 1.0), Figure("memory", "peak", "2 GiB"),
    ]  # fmt: skip


def test_what_a_benchmark_keeps_besides_stands_in_the_order_that_was_given(tmp_path):
    keep(tmp_path / "build.json", [Figure("loss", "difference", 1.0)], table1="a table", gates={"b": 1, "a": 2})
    stored = json.loads((tmp_path / "build.json").read_text())
    assert list(stored) == ["table1", "gates", "figures"] and list(stored["gates"]) == ["b", "a"]


def test_a_figure_beyond_its_limit_is_named_and_fails():
    within, beyond, neither = at_most("q", "a", 1.5, 2), at_most("q", "b", 12_345.6, 2), Figure("q", "c", "7 of 9")
    assert render([within, beyond, neither], questions=False).splitlines()[2:] == [
        "| a          | 1.5     | <= 2    | ok     |",
        "| b          | 12,346  | <= 2    | BEYOND |",
        "| c          | 7 of 9  |         |        |",
    ]
    assert exit_code([within, neither]) == 0 and exit_code([within, beyond]) == 1
    assert exit_code([at_most("q", "b", np.float64(3), 2)]) == 1, "numpy has its own False"
