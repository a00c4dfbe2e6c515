"""Names that a clause asks for and a resume does not say: likeness cannot show them."""

import pytest

from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.resumes.resume import read_resume
from training.rules.certainty import lacks_a_listed_name
from training.rules.judging import judge

NAMES = SkillNames([("QuickBooks", ()), ("SAP", ()), ("Prometheus", ()), ("Grafana", ()), ("Loki", ())])


@pytest.mark.parametrize(
    ("asked", "resume", "lacks"),
    [
        ("Hands-on experience with ELISA or flow cytometry", "GC-FID, titration, viscosity", True),
        ("Hands-on experience with ELISA or flow cytometry", "Cytometry of blood samples", False),
        ("Hands-on experience with ELISA or flow cytometry", "ELISA plates, 96 wells", False),
        ("Hands-on experience with ELISA or similar assays", "GC-FID, titration, viscosity", False),
        ("SAP or QuickBooks", "Xero every day", True),
        ("Prometheus, Grafana and Loki", "Prometheus and Grafana", True),
        ("Prometheus, Grafana and Loki", "Prometheus, Grafana, Loki", False),
    ],
)
def test_a_name_that_is_asked_and_not_said_is_lacking(asked, resume, lacks):
    assert lacks_a_listed_name(asked, NAMES, resume) is lacks


LISTED = ("Engine Diagnostics", "Vibration Testing", "Gas Compression", "Pipeline Pigging")


@pytest.mark.parametrize(
    ("skills", "status"),
    [("Vibration Testing, Engine Diagnostics, SCADA", "unclear"), (", ".join(LISTED), "met")],
)
def test_a_line_that_has_most_of_a_list_has_not_all_of_it(skills, status):
    names = SkillNames([(name, ()) for name in LISTED])
    post = read_post(f"Operator\n\nRequired skills\nA background in {', '.join(LISTED[:-1])} and {LISTED[-1]}.\n")
    resume = read_resume(
        f"Ada Moss\n\nSkills\n{skills}\n\nExperience\nOperator, Hale, 2019 - 2024\n- Launched pigs\n", Date(2026, 11)
    )
    (judged,) = judge(post, resume, names, Date(2026, 11))
    assert judged.status == status


def test_machine_learning_beside_a_name_says_nothing_of_how_well_it_is_known():
    names = SkillNames([("Python", ()), ("Machine Learning", ())])
    resume = read_resume("Ada Moss\n\nSummary\nComfortable with machine learning and Python.\n", Date(2026, 11))
    (judged,) = judge(read_post("Analyst\n\nRequirements\n- Experience with Python\n"), resume, names, Date(2026, 11))
    assert judged.status == "met"


@pytest.mark.parametrize(
    ("asked", "skills", "status"),
    [
        ("You have worked with a message broker like Kafka, RabbitMQ or ActiveMQ", "Kafka", "met"),
        ("You have worked with a message broker like Kafka, RabbitMQ or ActiveMQ", "Worked nights, Message boards", "unclear"),
        ("Credit Scoring", "Credit Report Review", "unclear"),
        ("Patient Education", "Patient Positioning, Wound Care", "unclear"),
        ("Adobe InDesign", "Adobe Illustrator", "missing"),
    ],
)  # fmt: skip
def test_another_name_with_the_same_first_word_does_not_stand_for_it_nor_speak_against_it(asked, skills, status):
    """Nor is a word that introduces names one of them; another product of a maker does speak against one."""
    post = read_post(f"Clerk\n\nRequired skills\n- {asked}\n")
    (one,) = judge(post, read_resume(f"Ann Lee\n\nSkills\n- {skills}\n", Date(2026, 11)), NAMES, Date(2026, 11))
    assert one.status == status
