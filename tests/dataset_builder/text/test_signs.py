"""Many short texts as one pattern: what it finds is what asking for each of them finds."""

import re

import pytest

from dataset_builder.text import any_of, one_of
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of

SIGNS = ("no ", "not ", "n't", "nice", "pref.", "c++", "(", "é", "a", "ab")


@pytest.mark.parametrize(
    "text", ["", "no", "no go", "isn't", "prefx", "c+", "c++", "a (b", "caf\u00e9", "bb", "xab", "nic e", "nice"]
)
def test_a_sign_is_found_where_it_stands(text):
    assert (any_of(SIGNS).search(text) is not None) == any(sign in text for sign in SIGNS)


def test_texts_that_begin_alike_are_tried_in_their_order():
    assert re.match(one_of(("sept", "sep", "may")), "september").group() == "sept"


@pytest.mark.parametrize(
    "text", ["BS in biology", "MD", "A Levels", "A-levels in maths", "JD or equivalent", "an MS degree"]
)
def test_degrees_in_capitals(text):
    assert kind_of(text, False) is Kind.DEGREE


@pytest.mark.parametrize("text", ["some bs detector", "md files", "a level head", "BS 7671", "BS EN 1090", "MS Office"])
def test_what_is_a_degree_only_in_capitals(text):
    assert kind_of(text, False) is not Kind.DEGREE


@pytest.mark.parametrize(
    ("text", "vetted"),
    [
        ("Security clearance", True), ("SC clearance or willing to get it", True), ("Police clearance certificate", True),
        ("Enhanced DBS", True), ("Land clearance certificate", True), ("Line Clearance", False), ("Customs clearance of sea freight", False),
        ("Site clearance with a chainsaw", False),
    ],
)  # fmt: skip
def test_clearance_of_a_person_is_told_from_clearing_of_things(text, vetted):
    assert (kind_of(text, False) is Kind.CLEARANCE) == vetted
