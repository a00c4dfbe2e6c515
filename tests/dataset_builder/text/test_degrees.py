"""Degrees: levels as countries name them, abbreviations that are other words, subjects and their faculties, what is not finished."""

import pytest

from dataset_builder.text.dates import Date
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.qualifications.degree_words import ASSOCIATE, BACHELOR, DOCTOR, MASTER, SCHOOL, UPPER
from dataset_builder.text.qualifications.degrees import judge_degree, level_of

TODAY = Date(2026, 11)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("BASc Engineering Physics, UBC", BACHELOR),
        ("Laurea triennale in Lingue, Bologna", BACHELOR),
        ("Laurea magistrale in Fisica", MASTER),
        ("Dipl.-Ing. Maschinenbau, TU Dresden", MASTER),
        ("Licence en droit, Lille", BACHELOR),
        ("BTS Électrotechnique", ASSOCIATE),
        ("HND Accountancy, Yaba College of Technology", ASSOCIATE),
        ("PUC 2019, SSLC 2017", UPPER),
        ("Grade 12 (Matric), Umlazi", UPPER),
        ("Soddy-Daisy HS, 2012", SCHOOL),
        ("Ph.D. in Molecular Biology", DOCTOR),
        ("B.J., Journalism, University of the Brazos, 2021", BACHELOR),
        ("M.Arch., Northern College, 2019", MASTER),
        # words, states, wards and authors
        ("Lee, B.J., and Okafor, K. (2019). Growth of cells.", None),
        ("32-bed ward, med/surg", None),
        ("Jane Roe | Baltimore, MD 21201", None),
        ("Boston, MA (remote)", None),
        ("Promotion to shift lead, 2021", None),
        ("360 degree feedback for eight managers", None),
    ],
)
def test_levels(line, level):
    assert level_of(line) == level


@pytest.mark.parametrize(
    ("asked", "held", "status"),
    [
        ("Degree in civil engineering", "B.Tech Mechanical Engineering, NIT", "missing"),
        ("Degree in civil engineering or related", "B.E. (Civil), Anna University", "met"),
        ("Degree in Computer Science or related field", "B.Sc. Informatik, HAW Hamburg", "met"),
        ("Degree in Computer Science or related field", "BA Fine Art, Goldsmiths", "missing"),
        ("Degree in agriculture or a related field", "BSc Agricultural Extension, Egerton University", "met"),
        ("Degree in Accounting or Finance", "BSc Accountancy, Yaba", "met"),
        ("BSN", "Bachelor of Science in Nursing, Ohio State", "met"),
        ("BSN", "ADN, Columbus State", "missing"),
        ("2:1 degree or above", "BSc Mathematics, 2:2, 2026", "missing"),
        ("2:1 degree in a scientific subject", "BSc Chemistry 2:1", "met"),
        ("Bachelor's degree", "BA Education, Open University, 2023 - present", "missing"),
        ("Bachelor's degree", "Economics degree, Lyon, left after the second year", "missing"),
        ("Bachelor's degree", "BSc Agriculture, Harper Adams, 2021. BASIS course booked Jan 2027.", "met"),
        ("Enrolled in or holding a degree in physics", "BASc Engineering Physics, 2023-2027", "met"),
        ("High school diploma or GED", "Welding ticket, 2019", "unclear"),
        ("GCSE English and Maths grade C or above", "GCSE: English B, Maths C, French D", "met"),
        ("5 GCSEs including Maths and English at grade C/4 or above", "9 GCSEs with English B and Maths D", "missing"),
        ("Degree or equivalent experience", "Left school at 16", "unclear"),
        ("Engineering apprenticeship or HNC", "Engineering apprenticeship, Level 3, day release", "met"),
        ("Engineering apprenticeship or HNC", "Apprentice baker, 2019", "missing"),
        # a line of study that does not say of what level
        ("Bachelor's degree", "Journalism, University of the Brazos, 2021", "unclear"),
        ("Bachelor's degree", "Kitchen assistant, University of Leeds, 2019 - 2021", "missing"),
    ],
)
def test_judged(asked, held, status):
    assert judge_degree(asked, [held], TODAY).status == status


def test_the_subject_may_stand_on_the_next_line():
    lines = ["Bachelor of Science, 2018", "Computer Science, University of Leeds"]
    assert judge_degree("Degree in computer science", lines, TODAY).status == "met"


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("You'll be in Bristol on Tuesdays", False),
        ("Somebody as in love with sheep as we are", False),
        ("BE in Mechanical Engineering", True),
        ("AS in Nursing or similar", True),
    ],
)
def test_letters_are_a_degree_as_they_are_written(text, degree):
    assert (kind_of(text, False) is Kind.DEGREE) == degree
