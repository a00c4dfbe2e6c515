"""What is decided though the resume says it in other words, and what looks alike and is not the same."""

import pytest

from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import read_resume
from training.rules.judging import judge

TODAY = Date(2026, 11)
NAMES = SkillNames([("Python", ()), ("Terraform", ()), ("Welding", ())])
MET, UNCLEAR, MISSING, SHORT = Status.MET, Status.UNCLEAR, Status.MISSING, Status.TOO_SHORT
NURSE = "Ada Moss\n\nExperience\nStaff Nurse, Hale Infirmary\nJan 2018 - present\n- Kept the ward round going\n"


def status(asked: str, resume: str, title: str = "Job") -> Status:
    judged = judge(read_post(f"{title}\n\nRequirements\n- {asked}\n"), read_resume(resume, TODAY), NAMES, TODAY)
    assert len(judged) == 1, [one.point.text for one in judged]
    return judged[0].status


@pytest.mark.parametrize(
    "asked, line, expected",
    [
        ("Level 4 Diploma in Youth Work", "Level 3 Diploma in Youth Work, 2022", MISSING),
        ("Level 3 Diploma in Youth Work", "Level 4 Diploma in Youth Work, 2022", MET),
        ("Associate's or Bachelor's degree", "A.A.S. Horticulture, Elm Community College, 2020", MET),
        ("PRINCE2 certification", "PRINCE2 course attended (exam not attempted)", MISSING),
        ("State plumbing licence", "State plumbing licence: application with the board since May", MISSING),
        ("Full driving licence", "Provisional licence, theory passed", MISSING),
        ("First aid / AED", "Boiler ticket, first issue 2021", MISSING),
        ("Reach truck certificate", "Counterbalance forklift, Dock Training, 2025", MISSING),
        ("Forklift certification", "Forklift operator cert, July 2026", MET),
    ],
)
def test_credentials(asked, line, expected):
    assert status(asked, f"{NURSE}\nCertificates\n{line}\n") is expected


@pytest.mark.parametrize(
    "asked, expected",
    [
        ("NVQ Level 3 in Childcare or equivalent experience", UNCLEAR),
        ("NVQ Level 3 in Childcare, or years behind you in a nursery", UNCLEAR),
        ("NVQ Level 3 in Childcare or a willingness to start on it", UNCLEAR),
        ("NVQ Level 3 in Childcare or 4 years' experience", UNCLEAR),
        ("NVQ Level 3 in Childcare", MISSING),
        ("NVQ Level 3 in Childcare or Playwork", MISSING),
        ("NVQ Level 3 or above in Childcare", MISSING),
    ],
)
def test_where_practice_may_stand_for_a_paper_a_lower_level_decides_nothing(asked, expected):
    assert status(asked, f"{NURSE}\nCertificates\nNVQ Level 2 in Childcare, 2021\n") is expected


@pytest.mark.parametrize("asked", ["Swedish", "Conversational Tamil", "Greek or Turkish"])
def test_a_language_that_no_line_names_is_missing(asked):
    assert status(asked, NURSE) is MISSING


def test_a_language_is_read_by_its_own_name():
    assert status("Welsh", f"{NURSE}\nLanguages\nCymraeg: fluent\n") is MET


def test_a_name_in_another_sense_is_no_workplace():
    resume = NURSE.replace("Kept the ward round going", "Sent the forms of a partner brewery to the office")
    assert status("Previous experience in a brewery", resume) is UNCLEAR
    assert status("Previous experience in an infirmary", NURSE) is MET


@pytest.mark.parametrize(
    "asked, line, expected",
    [
        ("Chairing case conferences and writing the minutes", "Chaired forty case conferences last year", MET),
        ("Chairing case conferences and writing the minutes", "Shadowed those who chaired case conferences", UNCLEAR),
        ("Terraform for the network modules of every region", "Drew the modules of the network", UNCLEAR),
    ],
)
def test_most_of_the_words_in_one_line(asked, line, expected):
    assert status(asked, NURSE.replace("Kept the ward round going", line)) is expected


def test_years_in_a_kind_of_workplace():
    resume = "Ada Moss\n\nExperience\nPainter, Hale & Sons\nJan 2018 - present\n- Two hundred new houses\n"
    assert status("3 years residential painting", resume, "Painter") is MET


def test_years_as_somebody_are_counted_of_that_title_alone():
    resume = (
        "Ada Moss\n\nExperience\nAccount Manager, Hale Ltd\nJan 2025 - present\n- Kept 30 clients\n\n"
        "Sales Representative, Dune Ltd\nJan 2018 - Dec 2024\n- Called on shops\n"
    )
    assert status("4 years as an Account Manager", resume) is SHORT


def test_a_carer_of_the_family_is_no_job_that_was_overlooked():
    resume = (
        "Ada Moss\n\nExperience\nStaff Nurse, Hale Infirmary\nJan 2025 - present\n- Wards\n\n"
        "Looking after my uncle (not paid)\n2020 to Dec 2024\n"
    )
    assert status("3 years of nursing", resume, "Staff Nurse") is SHORT


def test_own_tools_said_by_a_list():
    assert status("Own hand tools", f"{NURSE}\nOther\nAll hand tools, chisels to planes\n") is MET


def test_jobs_of_a_table_with_a_narrow_column_and_of_years_before_months():
    table = (
        "Ada Moss\n\nCareer summary\nYear            Employer             Position\n"
        "05/2022 - now   Hale Plastics        Buyer\n01/2019 - 04/2022 Dune Stores (head office)   Stock Clerk\n"
    )
    assert [job.title for job in read_resume(table, TODAY).jobs] == ["Buyer", "Stock Clerk"]
    years = "Ada Moss\n\nExperience\n2021 October to 2024 January\nGardener, Hale Park\nRoses\n"
    assert [job.months(TODAY)[1] - job.months(TODAY)[0] for job in read_resume(years, TODAY).jobs] == [28]


def test_signs_of_lists_that_people_send():
    post = read_post(
        "🔹 Night 7pm-7am\n*REQUIREMENT:*\n1️⃣ Valid guard licence\n2️⃣ Able to write a report\n\n"
        "👍 Bonus if u have\n– first aid\n– a bike\n🚫 no time wasters, two came last week\n"
    )
    assert [point.text for point in post.points] == [
        "Valid guard licence",
        "Able to write a report",
        "first aid",
        "a bike",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "I'm partnering with a family firm in the north (we talk, you know)",
        "Site induction and boots we can arrange for you",
    ],
)
def test_what_the_writer_does_is_not_asked(line):
    post = read_post(f"Roofer\n\nYou must have a slating certificate. {line}.\n")
    assert [point.text for point in post.points] == ["slating certificate"]
