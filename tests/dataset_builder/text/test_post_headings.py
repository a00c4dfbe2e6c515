"""Headings of posts as employers word them, and lists whose heading alone says what they are."""

import pytest

from tests.dataset_builder.text.test_posts import asked, optional

LIST = "- Grade 12 with Mathematics\n- Weekly wages as well as monthly salaries\n- Works with RF scanners"
ITEMS = ["Grade 12 with Mathematics", "Weekly wages as well as monthly salaries", "Works with RF scanners"]


@pytest.mark.parametrize(
    "heading",
    [
        "MINIMUM REQUIREMENTS (applicants without these will regrettably not be considered)",
        "Employer requires:",
        "Got to have",
        "The company requires",
    ],
)
@pytest.mark.parametrize("bullet", ["- ", ""])
def test_the_list_below_a_heading_that_asks_is_asked(heading, bullet):
    assert asked(f"Clerk\n\n{heading}\n{LIST.replace('- ', bullet)}\n") == ITEMS


def test_a_label_says_what_would_help_and_is_not_required():
    post = "Clerk\n\nRequirements:\nTwo years of filing\n\nHelpful, not required: OSHA 10 card. Spanish."
    assert asked(post) == ["Two years of filing"] and optional(post) == ["OSHA 10 card", "Spanish"]


def test_you_will_be_leads_to_what_somebody_is_or_to_what_they_do():
    herd = "Herd manager\n\nYOU WILL BE\n- used to a rotary\n- able to look after a roster\n- holding a full NZ driver licence\n"
    duties = "Lead\n\nYou will be\n- leading a team of five\n- responsible for rotas\n- part of the on-call rota\n\nYou need SQL."
    assert len(asked(herd)) == 3
    assert asked(duties) == ["SQL"]


def test_a_second_sentence_that_refuses_does_not_silence_the_first():
    post = "Requirements\n- Current Cisco CCNA certification. Lapsed certifications will not be accepted.\n"
    assert asked(post) == ["Current Cisco CCNA certification"]


def test_infinitives_in_a_row_are_parts():
    post = "We'd expect you to have dealt with complaints, to recognise the signs of fraud, and to know how to treat a vulnerable customer."
    assert len(asked(post)) == 3
