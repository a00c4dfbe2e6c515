"""Recall of 4-grams of words, and whole lines."""

import pytest

from training.reader.evaluation.reading_order import line_f1, order_recall

LINES = ["one two three", "• four five", "six – seven eight"]


def test_signs_and_case_do_not_count():
    assert order_recall(["ONE two three four", "five six seven eight"], [LINES]) == 1


def test_two_columns_read_across_lose_what_they_cut():
    left, right = ["a b c d e f"], ["u v w x y z"]
    assert order_recall(["a b c u v w", "d e f x y z"], [[*left, *right]]) == 0
    assert order_recall([*left, *right], [[*left, *right]]) == 1


def test_the_best_of_the_right_orders_counts():
    assert order_recall(["u v w x", "a b c d"], [["a b c d", "u v w x"], ["u v w x", "a b c d"]]) == 1


def test_a_gram_counts_as_often_as_it_stands_there():
    assert order_recall(["a b c d"], [["a b c d a b c d"]]) == pytest.approx(1 / 5)


def test_whole_lines():
    assert line_f1(LINES, [LINES]) == 1
    assert line_f1(["one two three four five", "six seven eight"], [LINES]) == pytest.approx(2 / 5)


def test_without_an_order_there_is_no_figure():
    assert order_recall(LINES, []) is None and line_f1(LINES, []) is None
