"""No way of writing tells a matched resume from an unmatched one."""

import pytest

from dataset_builder.quality.style_balance import StyleShare, style_shares


def test_every_style_is_as_frequent_in_both_resumes(built):
    rows = style_shares(built)
    assert {"a phone number", "a place", "an employer", "a profile", "a section of languages"} <= {
        row.style for row in rows
    }
    assert not [row for row in rows if not row.is_balanced]


@pytest.mark.parametrize(
    ("matched", "unmatched", "balanced"), [(0.30, 0.30, True), (0.30, 0.33, True), (0.30, 0.45, False)]
)
def test_a_cue_is_told_from_chance(matched, unmatched, balanced):
    assert StyleShare("a profile", matched, unmatched, 500).is_balanced is balanced
