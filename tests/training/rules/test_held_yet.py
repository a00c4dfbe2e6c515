"""What is held today and what is not yet: levels and degrees that are begun, parts of a line that ran out, days on which one can start."""

import pytest

from dataset_builder.text.posts.post import read_post
from tests.training.rules.test_judging import MET, MISSING, UNCLEAR, status


@pytest.mark.parametrize(
    ("asked", "line", "is_"),
    [
        ("German at level B2 or higher", "German: B1 (June 2026), course for B2 begins in January", MISSING),
        ("NPQ for SENCOs", "NPQ for SENCOs: began February 2026, assessment due September 2027", MISSING),
        ("Bachelor of Nursing", "Bachelor of Nursing, enrolled, first year completed 2026", MISSING),
        ("Diploma of Nursing", "Diploma of Nursing (Enrolled Nurse), 2018", MET),
        ("Formal culinary training (Nitec, diploma or equal)", "Nitec in Western Culinary Arts, 2019", MET),
        ("A valid work permit for Germany or EU citizenship", "Hamburg, EU Blue Card valid until 08/2028", MET),
        ("Singapore Citizens and PRs only", "Singaporean", MET),
        ("Entitlement to work in Ireland", "Irish passport (naturalised 2025)", MET),
        ("Command over Opera PMS", "Moved the hotel from Opera 5 to Opera Cloud as a key user", UNCLEAR),
        ("German at level B2 or higher", "Project language English; small talk and canteen German", MISSING),
        ("An active Secret clearance", "Security: TS/SCI, enrolled in Continuous Vetting, in scope to 2030", MET),
        ("Independent prescriber", "Independent Prescribing: began September 2026, portfolio due April 2027", UNCLEAR),
        ("German at level B2 or higher", "German: B2, course for C1 begins in January", MET),
        ("Bachelor's degree in education", "Bachelor of Education, 2023 to present: 20 of 32 units passed", MISSING),
        ("Bachelor's degree in education", "Bachelor of Education, 2023, passed with distinction", MET),
        ("Bachelor's degree in education or equivalent experience", "Bachelor of Education, expected 2028", UNCLEAR),
        ("Dogging ticket (DG)", "HRW licence: WP expired 19/08/2026, not renewed yet; DG current to 2028", MET),
        (
            "High Risk Work licence, class WP",
            "HRW licence: WP expired 19/08/2026, not renewed yet; DG to 2028",
            MISSING,
        ),
        (
            "Current High Risk Work licence, class WP (boom), as half of the perimeter is done from it",
            "Ladders",
            MISSING,
        ),
        ("A Personal Licence for the sale of alcohol", "Personal Licence, granted by the city in 2023", MET),
        ("Class A CDL with Tanker or Hazmat endorsement", "CDL Class A, tanker endorsement (N), expires 2029", MET),
        ("Class A CDL with Hazmat endorsement", "CDL Class A, tanker endorsement (N), expires 2029", MISSING),
        ("F endorsement (forklift)", "Endorsements: F (to 2030), DG (to 2028), W", MET),
        ("D endorsement", "Endorsements: F (to 2030), DG (to 2028), W", MISSING),
        ("Microsoft 365 administration (users, licences, Exchange)", "Ran Microsoft 365 and Exchange", MET),
        ("Hazmat and tank endorsements", "License: Texas Class A, X and T endorsements, exp 2030", MET),
        ("Full manual driving licence, no more than 6 points", "Driving licence: full manual, clean", MET),
        ("Full manual driving licence, no more than 6 points", "Driving licence: full manual, 9 points", MISSING),
        ("Valid Ohio driver's license", "Ohio DL, no points", MET),
        ("An EU passport", "Croatian citizen", MET),
        ("LF high risk work licence", "HRWL class LF (exp Nov 2029)", MET),
        ("LF high risk work licence", "HRWL class WP (exp Nov 2029)", MISSING),
        ("NZ citizen, resident or open work visa", "NZ resident since 2011", MET),
        ("CompTIA A+ and N+", "CompTIA A+ (2021), CompTIA Network+ (2022)", MET),
        ("Available to start by 4 January 2027", "Notice of three months; earliest start 1 March 2027", MISSING),
        ("Available to start by 4 January 2027", "Can start 1 December 2026", MET),
        ("Available to start by 4 January 2027", "Fond of chess", UNCLEAR),
        ("Available to start by 4 January 2027", "References available from May 2027", UNCLEAR),
        (
            "First aid certificate, with CPR renewed within the last 12 months",
            "First aid certificate, 2021\nCPR, May 2026",
            MET,
        ),
        (
            "First aid certificate, with CPR renewed within the last 12 months",
            "First aid certificate, 2021\nCPR, May 2024",
            MISSING,
        ),
        ("Males born after 12/31/1959 must be registered with the Selective Service", "Selective Service: 2012", MET),
    ],
)
def test_what_is_held_yet(asked, line, is_):
    assert status(asked, f"Ada Moss\n\nTraining and tickets\n{line}\n") is is_


def test_letters_of_criteria_say_how_strongly_they_are_asked():
    post = read_post(
        "Housing Officer\n\nPERSON SPECIFICATION (E = essential, D = desirable)\n\nE  Two years of tenancy work\n"
        "E  Full UK driving licence\nD  CIH Level 4\nD  Use of Civica Cx\n"
    )
    assert [(point.text, point.optional) for point in post.points] == [
        ("Two years of tenancy work", False), ("Full UK driving licence", False), ("CIH Level 4", True), ("Use of Civica Cx", True),
    ]  # fmt: skip


def test_a_heading_of_several_kinds_asks_and_whom_to_call_does_not():
    post = read_post(
        "Engineer\n\nEducation, Experience and Licences\n- University degree in Civil Engineering\n- Knowledge of GIS\n\n"
        "Call Raylene 806-555-0193 or text TRUCK. Full app takes about 15 minutes.\n"
    )
    assert [point.text for point in post.points] == ["University degree in Civil Engineering", "Knowledge of GIS"]


def test_what_is_told_of_with_neither_is_a_wish():
    post = read_post(
        "Manager\n\nYou'll bring\nThe right to work in the UK\n\n"
        "If you also hold a first aid certificate or have worked in a post office, tell us, though neither is essential.\n"
    )
    assert [point.optional for point in post.points] == [False, True]


@pytest.mark.parametrize(
    ("asked", "is_"),
    [
        ("AWS or Azure, hands on and in production", MISSING),
        ("SQL or Kafka, hands on and in production", MET),
        ("PowerBI or QlikSense: you have built dashboards for others", MISSING),
        ("Good judgement, used every day", UNCLEAR),
    ],
)
def test_names_are_missing_whatever_is_told_about_them(asked, is_):
    resume = "Ada Moss\n\nSkills\nPython, GCP, Kafka, Looker\n\nJobs\nEngineer, Acme, 2019 - now\nGCP in production\n"
    assert status(asked, resume) is is_
