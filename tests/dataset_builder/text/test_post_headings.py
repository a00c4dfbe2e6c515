"""Headings of posts as employers word them, and lists whose heading alone says what they are."""

import pytest

from dataset_builder.text.posts.post import read_post
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
        "Sound like you?",
        "You'll love this if",
        "Are you the one?",
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


def test_criteria_lose_the_letter_and_number_that_name_them():
    post = "Teacher\n\nA. Qualifications\nA1  Qualified Teacher Status\nA2  A degree in mathematics\n\nB. Experience\nB1  Teaching at Key Stage 3\nB2  (desirable) Further Mathematics\n"
    assert asked(post) == ["Qualified Teacher Status", "A degree in mathematics", "Teaching at Key Stage 3"]


def test_what_most_of_a_row_between_semicolons_asks_the_rest_asks_too():
    post = (
        "Therapist\n\nTo be considered you will bring: current registration; at least two years of clinical work; functional capacity assessments for "
        "plan reviews; a calm telephone manner with clients; a full driver licence."
    )
    assert len(asked(post)) == 5


def test_a_reason_before_a_demand_is_left_out():
    post = "You should have a degree, and because a pump can do harm you must have worked on medical device software."
    assert asked(post)[-1] == "worked on medical device software"


def test_each_language_with_a_level_is_a_point_of_its_own():
    post = "Requirements\n- English at C1, plus German or French at B2 or higher\n"
    assert asked(post) == ["English at C1", "German or French at B2 or higher"]


def test_what_a_bracket_says_of_pay_silences_nothing():
    assert asked("Requirements\n- Happy with children on board (a DBS check will be run, we pay)\n") != []


def test_when_the_work_begins_is_no_wish():
    post = "Clerk\n\nYou must have two years of filing. Start date is flexible, ideally before Christmas.\n"
    assert asked(post) == ["two years of filing"] and optional(post) == []


def test_who_takes_money_by_card_holds_no_card():
    post = read_post(
        "Requirements\n- Confident handling cash and card payments\n- CSCS card\n- Balancing a card terminal"
    )
    assert [point.kind for point in post.points] == ["skill", "licence", "skill"]


@pytest.mark.parametrize(
    "heading",
    [
        "Ideally you also have",
        "Not a must, but we'd love it if you had",
        "Extra brownie points for",
        "On top of that we'd like",
    ],
)
def test_the_list_below_a_heading_that_wishes_is_optional(heading):
    post = f"Clerk\n\nYour profile\n- Two years of filing\n\n{heading}\n- Basic Arabic\n- A specialism in records\n"
    assert asked(post) == ["Two years of filing"]
    assert optional(post) == ["Basic Arabic", "A specialism in records"]


def test_what_the_successful_candidate_will_do_is_no_demand_and_what_they_will_have_is():
    does = "Teacher\n\nThe successful candidate will:\n* Plan engaging lessons\n* Assess progress\n* Promote welfare\n\nYou must have:\n* A degree\n"
    has = "Teacher\n\nThe successful candidate will:\n* Have a PGCE\n* Be confident with phonics\n* Hold QTS\n"
    assert asked(does) == ["A degree"]
    assert len(asked(has)) == 3


def test_english_as_a_subject_is_not_a_language_to_speak():
    (point,) = read_post("Requirements\n- Experience teaching pupils with English as an Additional Language\n").points
    assert point.kind == "skill"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Azure, Identity and Access Management, Terraform", ("Azure", "Identity and Access Management", "Terraform")),
        ("Azure, Terraform and Ansible", ("Azure", "Terraform", "Ansible")),
    ],
)
def test_and_inside_a_list_joins_the_words_of_a_name(line, names):
    (point,) = read_post(f"Required skills\n- {line}\n").points
    assert point.names == names


def test_headings_below_the_one_of_duties_are_of_duties_until_one_asks():
    post = (
        "Store Manager\n\nKey Responsibilities:\n\nDrive a Profitable Business:\n- Attain annual sales targets, using analytical skills\n"
        "- Assess the performance of the business\n\nLead with Operational Excellence:\n- Meet payroll budget targets\n- Maintain accurate records\n\n"
        "Secondary Functions:\n- Direct the preparation of reports\n- Lead a team\n\nRequired Skills and Qualifications:\n- 2 years of retail management\n"
    )
    assert asked(post) == ["2 years of retail management"] and optional(post) == []


def test_where_a_firm_sits_is_not_asked_though_it_stands_in_the_list():
    post = "Clock maker\n\nRequirements\n- Fine soldering\n- Headquartered at an easily reached address, with days at home\n"
    assert asked(post) == ["Fine soldering"]
