"""Alignment and counting: figures that can be told by hand."""

from dataclasses import replace

import pytest

from dataset_builder.text.dates import Date
from training.reader.evaluation.matchers import same_date, same_phone, same_text
from training.reader.evaluation.records import JobRecord, Record, SchoolRecord
from training.reader.evaluation.scores import FIELDS, compare, compare_file

FOREMAN = JobRecord("Site Foreman", "Calder Paving", Date(2019, 5), None, True)
LABOURER = JobRecord("Groundworker", "Pennine Drainage", Date(2015, 6), Date(2019, 4))
TRUTH = Record(
    "Ada Morgan", ("ada@example.org",), ("+44 131 555 0107",), (FOREMAN, LABOURER),
    (SchoolRecord("Rivermouth University", ("MSc in Oceanography",)),), ("Python", "Go"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("read", "stated", "strict", "lenient"),
    [
        ("Site foreman", "SITE FOREMAN", True, True),
        ("Calder Paving, Leeds", "Calder Paving", False, True),
        ("Foreman", "Site Foreman", False, True),
        ("Paving", "Python", False, False),
        ("2010 – 2012", "2010 - 2012", True, True),
        ("R", "Rust", False, False),
        ("C", "C++", False, False),
        ("", "", False, False),
    ],
)
def test_texts(read, stated, strict, lenient):
    assert (same_text(read, stated), same_text(read, stated, lenient=True)) == (strict, lenient)


def test_dates_and_phones():
    assert same_date(Date(2019, 5), Date(2019)) and same_date(Date(2019, 5), Date(2019, 5))
    assert not same_date(Date(2019), Date(2019, 5)) and same_date(Date(2019), Date(2019, 5), lenient=True)
    assert same_phone("+44 131 555 0107", "(+44) 131-555-0107") and not same_phone("131 555 0107", "+44 131 555 0107")


def test_a_reading_like_the_truth_is_all_right():
    scores = compare([TRUTH], [TRUTH])
    assert scores.micro == scores.macro == 100 and scores.invented == scores.missed == 0


def test_jobs_are_aligned_whatever_their_order():
    assert compare([replace(TRUTH, jobs=(LABOURER, FOREMAN))], [TRUTH]).micro == 100


def test_an_invented_job_aligns_with_none_and_its_values_are_wrong():
    invented = JobRecord("Curator", "Museum of Ice", Date(2001), Date(2002))
    score = compare_file(replace(TRUTH, jobs=(FOREMAN, LABOURER, invented)), TRUTH)
    assert (score.invented, score.missed) == (1, 0)
    assert (score.counts["title"].right, score.counts["title"].read, score.counts["title"].stated) == (2, 3, 2)
    assert score.counts["dates"].read == 6


def test_a_job_read_twice_is_invented_once():
    assert compare_file(replace(TRUTH, jobs=(FOREMAN, FOREMAN, LABOURER)), TRUTH).invented == 1


def test_two_fields_of_a_pair_that_are_swapped_are_both_wrong():
    swapped = replace(FOREMAN, title="Calder Paving", employer="Site Foreman")
    score = compare_file(replace(TRUTH, jobs=(swapped, LABOURER)), TRUTH)
    assert score.counts["title"].right == score.counts["employer"].right == 1 and score.counts["dates"].right == 4


def test_the_end_of_a_job_that_goes_on_is_the_present():
    ended = replace(FOREMAN, present=False, end=Date(2020, 1))
    assert compare_file(replace(TRUTH, jobs=(ended, LABOURER)), TRUTH).counts["dates"].right == 3


def test_a_value_that_the_document_does_not_state_is_wrong():
    score = compare_file(TRUTH, replace(TRUTH, phones=(), skills=("Python",)))
    assert score.counts["phone"].f1 == 0 and score.counts["skills"].precision == 50


def test_any_way_of_writing_the_degree_counts():
    read = replace(
        TRUTH,
        schools=(
            SchoolRecord("Rivermouth University", ("MSc of Oceanography", "MSc, Oceanography", "MSc in Oceanography")),
        ),
    )
    assert compare_file(read, TRUTH).counts["degree"].right == 1


def test_micro_counts_values_and_macro_fields():
    read = replace(TRUTH, name="Someone Else")
    scores = compare([read], [TRUTH])
    stated = scores.total.stated
    assert scores.micro == pytest.approx(100 * (stated - 1) / stated)
    assert scores.macro == pytest.approx(100 * (len(FIELDS) - 1) / len(FIELDS))


def test_intervals_hold_the_figure():
    half = replace(TRUTH, jobs=())
    scores = compare([TRUTH, half, TRUTH, half], [TRUTH] * 4)
    bounds = scores.intervals(200)["micro"]
    assert bounds.low < scores.micro < bounds.high <= 100


def test_nothing_read_is_zero_and_no_error():
    scores = compare([Record()], [TRUTH])
    assert scores.micro == 0 and scores.missed == 2 and scores.total.precision is None
