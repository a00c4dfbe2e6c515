"""No way of writing tells a matched resume from an unmatched one."""

from math import sqrt

import pytest

from dataset_builder.quality.style_balance import StyleShare, style_shares

# Standard deviations of the difference of two shares from which on a style is no longer balanced, with so much to spare.
SIGMAS, SPARE = 3.5, 0.01


def is_balanced(row: StyleShare) -> bool:
    both = (row.matched + row.unmatched) / 2
    noise = sqrt(2 * both * (1 - both) / max(row.resumes, 1))
    return abs(row.matched - row.unmatched) <= SPARE + SIGMAS * noise


def test_every_style_is_as_frequent_in_both_resumes(built):
    rows = style_shares(built)
    assert {"a phone number", "a place", "an employer", "a profile", "a section of languages"} <= {
        row.style for row in rows
    }
    assert not [row for row in rows if not is_balanced(row)]


@pytest.mark.parametrize(
    ("matched", "unmatched", "balanced"), [(0.30, 0.30, True), (0.30, 0.33, True), (0.30, 0.45, False)]
)
def test_a_cue_is_told_from_chance(matched, unmatched, balanced):
    assert is_balanced(StyleShare("a profile", matched, unmatched, 500)) is balanced
