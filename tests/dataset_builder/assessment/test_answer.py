"""The grammar of answers: what is one, what is none, and what it comes to."""

import pytest

from dataset_builder.assessment.answer import Answer, Finding, Outcome, outcome, parse, write
from dataset_builder.text.requirement_status import Status

TEXT = "1 met L14\n2 missing\n3 short L12+L14 38m\n4 met L20\n5 unclear L7\n6 unclear\nsure 7"


def test_an_answer_comes_back_to_the_letter():
    answer = parse(TEXT)
    assert answer == Answer(
        (
            Finding(1, Status.MET, (14,)), Finding(2, Status.MISSING), Finding(3, Status.TOO_SHORT, (12, 14), 38),
            Finding(4, Status.MET, (20,)), Finding(5, Status.UNCLEAR, (7,)), Finding(6, Status.UNCLEAR),
        ),
        7,
    )  # fmt: skip
    assert write(answer) == TEXT and parse(f"\n{TEXT}\n ") == answer
    assert answer.probability == pytest.approx(0.75)


@pytest.mark.parametrize(
    "text",
    [
        "", "sure 7", "1 met L1", "match", "1 met\nsure 7", "1 met L0\nsure 7", "1 met L1,L2\nsure 7", "1 missing L3\nsure 7",
        "1 short L3\nsure 7", "1 short 12m\nsure 7", "1 met L1\n\nsure 7", "1  met L1\nsure 7", "1 Met L1\nsure 7", "0 met L1\nsure 7",
        "01 met L1\nsure 7", "1 met L1\nsure 10", "1 met L1\nsure 7\n2 missing", "1 met L1 12m\nsure 7", "1. met L1\nsure 7",
        "1 met l1\nsure 7", "Answer:\n1 met L1\nsure 7", "1 met L1\nsure", "1 partly L1\nsure 7", "1 met L99999\nsure 7", "1 short L1 0012m\nsure 7",
        "\n".join(f"{n} missing" for n in range(1, 300)) + "\nsure 1",
    ],
)  # fmt: skip
def test_anything_else_is_no_answer(text):
    assert parse(text) is None
    assert outcome(parse(text), (1,), {1}) is None


@pytest.mark.parametrize("text", (None, 7, float("nan"), b"1 met L1\nsure 7", ["1 met L1"]))
def test_what_is_no_text_is_no_answer(text):
    assert parse(text) is None


def test_fit_and_verdict_follow_from_the_lines():
    lines = {1, 2, 3}
    assert outcome(parse("1 met L1\n2 met L3\nsure 0"), (1, 2), lines) == Outcome(1.0, 1)
    assert outcome(parse("1 met L1\n2 missing\nsure 9"), (1, 2), lines) == Outcome(0.5, 0)
    assert outcome(parse("1 met L1\n2 short L2 5m\n3 unclear\nsure 9"), (1, 2, 3), lines).label == 0
    assert outcome(parse("1 met L1\n2 missing\nsure 9"), (1,), lines).label == 1, "2 is optional"
    assert outcome(parse("1 met L1\nsure 9"), (1, 2), lines) == Outcome(0.5, 0), "2 is not answered"
    assert outcome(parse("1 met L9\nsure 9"), (1,), lines).label == 0, "the line is not there"
    assert outcome(parse("1 met L9+L1\nsure 9"), (1,), lines).label == 1
    assert outcome(parse("1 met L1\n1 missing\nsure 9"), (1,), lines).label == 0, "answered in two ways"
    assert outcome(parse("1 met L1\n1 met L2\n7 met L1\nsure 9"), (1,), lines).label == 1
    assert outcome(parse("1 met L1\nsure 9"), (), lines) is None, "nothing is required"


def test_a_long_answer_is_read_in_linear_time():
    assert parse("1 met " + "+".join(["L1"] * 100_000) + "x\nsure 7") is None
    assert parse("1 " * 100_000) is None
