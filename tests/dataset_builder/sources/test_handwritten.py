"""The hand-written pairs: what they hold together, and one line about whatever does not fit."""

from collections import Counter

import pytest
import yaml

from dataset_builder.errors import BadInput
from dataset_builder.sources import handwritten
from dataset_builder.text.requirement_status import Status

PAIRS = handwritten.read()


def test_there_are_enough_and_half_are_near_misses():
    asked = [point for pair in PAIRS for point in pair.requirements]
    labels = Counter(pair.label for pair in PAIRS)
    assert len(PAIRS) == 188 and len(asked) >= 1_600 and abs(labels[0] - labels[1]) <= 8
    assert len({pair.field for pair in PAIRS}) >= 30
    assert {point.kind for point in asked} == set(handwritten.KINDS)
    assert {point.status for point in asked} == set(Status)


def test_pairs_are_for_developing_or_kept_apart():
    apart, read = ({pair.pair_id for pair in part()} for part in (handwritten.kept_apart, handwritten.developing))
    assert len(apart) == 47 and not apart & read
    assert apart | read == {pair.pair_id for pair in PAIRS}


def test_pairs_are_crossed_with_resumes_of_other_fields():
    crossed = list(handwritten.of_other_fields(PAIRS, 3))
    assert len(crossed) == 3 * len(PAIRS) and crossed == list(handwritten.of_other_fields(PAIRS, 3))
    assert not any(set(pair.field.split("/")) & set(other.field.split("/")) for pair, other in crossed)


def test_quotes_stand_where_the_offsets_say():
    for pair in PAIRS:
        for point in pair.requirements:
            assert pair.job_description[point.start : point.end] == point.text
            assert [pair.resume[line.start : line.end] for line in point.evidence] == [
                line.text for line in point.evidence
            ]
            assert point.evidence or point.status is not Status.MET


def test_a_near_miss_lacks_little_but_of_another_trade():
    unmet = {
        pair.pair_id: [one for one in pair.requirements if not one.optional and one.status is not Status.MET]
        for pair in PAIRS
    }
    assert all(bool(unmet[pair.pair_id]) == (pair.label == 0) for pair in PAIRS)
    assert sum(len(points) > 3 for points in unmet.values()) <= 12


ONE = {
    "pair_id": "x", "field": "retail", "job_description": "Shop assistant\nYou need a clean licence.\n",
    "resume": "Jo Doe\n  Full clean licence since 2015\n", "label": 1, "reasons": ["It is there."],
    "requirements": [
        {"text": "a clean licence", "kind": "licence", "optional": False, "status": "met", "months_asked": None,
         "months_held": None, "evidence": ["Full clean licence since 2015"]},
    ],
}  # fmt: skip


def written(tmp_path, **changes):
    row = ONE | {name: value for name, value in changes.items() if name in ONE}
    asked = ONE["requirements"][0] | {name: value for name, value in changes.items() if name not in ONE}
    (tmp_path / "01-retail.yaml").write_text(yaml.safe_dump(row | {"requirements": [asked]}))
    return tmp_path


def test_offsets_leave_the_indentation_out(tmp_path):
    (pair,) = handwritten.read(written(tmp_path))
    (line,) = pair.requirements[0].evidence
    assert pair.resume[line.start : line.end] == "Full clean licence since 2015"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "a dirty licence"}, "requirement 1, text: 'a dirty licence' is not in the post; quote it"),
        ({"evidence": ["clean licence"]}, "requirement 1, evidence: 'clean licence' is no line of the resume"),
        ({"kind": "permit"}, "requirement 1, kind: 'permit'; give one of experience, skill"),
        ({"status": "yes"}, "requirement 1, status: 'yes'; give one of met, too short, missing, unclear"),
        ({"status": "missing", "evidence": []}, "label: 1, but the statuses of what is required make it 0"),
        ({"colour": "red"}, "requirement 1: has .*colour.*; give exactly text, kind"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, changes, message):
    with pytest.raises(BadInput, match=message) as caught:
        handwritten.read(written(tmp_path, **changes))
    assert "01-retail.yaml" in str(caught.value) and "\n" not in str(caught.value)


def test_an_empty_folder(tmp_path):
    with pytest.raises(BadInput, match="no pair; restore the folder"):
        handwritten.read(tmp_path)
