"""The paper's other questions to a language model, read from the answers that models give."""

import pytest

from dataset_builder.llm.elicitation import career_order, occupation_skills, typical_skill_count
from dataset_builder.llm.request import Answer, Failure, drive


def outcome(conversation, *answers: str):
    """What the conversation returns for these answers, and the last thing it said."""
    texts, asked = iter(answers), []

    def reply(requests):
        asked.extend(requests)
        return (Answer("a", next(texts), "stop", 1, 1, False, "m", None, False, 0.0),)

    return drive(conversation, reply), asked[-1]


@pytest.mark.parametrize(
    "answer",
    [
        "Kneading\nOvens\nCost Control",
        "1. Kneading\n2. Ovens\n3. Cost Control.",
        "Here are 3 skills:\n- **Kneading**\n- Ovens\n- Ovens\n- Cost Control\n- More",
    ],
)
def test_skills(answer):
    assert outcome(occupation_skills("Baker", 3), answer)[0] == ("Kneading", "Ovens", "Cost Control")


@pytest.mark.parametrize(
    ("answer", "count"), [("8", 8), ("About 10 skills.", 10), ("8-12", 10), ("Between 5 and 8", 6), ("7.6", 8)]
)
def test_skill_count(answer, count):
    assert outcome(typical_skill_count("Baker"), answer)[0] == count


def test_order_is_newest_first():
    titles = ["Head Chef", "Dishwasher", "Cook"]
    assert outcome(career_order(titles), "1. Dishwasher\n2. cook\n3. Head Chef")[0] == (0, 2, 1)
    assert outcome(career_order(["Cook"]), "Cook")[0] == (0,)


@pytest.mark.parametrize(
    ("conversation", "bad", "good", "reason"),
    [
        (occupation_skills("Baker", 2), "Ovens", "Ovens\nKneading\nSales", "there are 1 skills, not 2"),
        (typical_skill_count("Baker"), "It depends.", "9", "there is no number"),
        (typical_skill_count("Baker"), "900", "9", "900 is no number of skills"),
        (career_order(["Cook", "Chef"]), "Cook\nWaiter", "Cook\nChef", "not every name stands there once: Chef"),
    ],
)
def test_the_reason_for_an_unusable_answer_is_sent_back_once(conversation, bad, good, reason):
    value, request = outcome(conversation, bad, good)
    assert not isinstance(value, Failure) and reason in request.messages[-1].content


def test_two_bad_answers_are_a_failure_with_a_reason():
    value, _ = outcome(typical_skill_count("Baker"), "no", "no")
    assert value == Failure("a", "there is no number")
