"""Evidence of a skill: the line that tells what was done rather than the list that names it."""

import pytest

from training.rules.rule_system import Rules

LIST = "Skills\n- {}\n\nExperience\nEngineer, Millhaven Ltd (2019 - 2024)\n- {}\n"


def shown(asked: str, resume: str) -> str:
    (point,) = Rules().judged(f"Required skills\n- {asked}\n", resume)
    return point.evidence.line(resume).strip("- ")


@pytest.mark.parametrize(
    ("asked", "listed", "done", "by"),
    [
        ("Terraform", "Terraform", "Wrote 27 Terraform modules", "Wrote 27 Terraform modules"),
        ("Terraform", "Terraform", "Kept the servers up", "Terraform"),
        ("Terraform", "Terraform", "Attended a Terraform course", "Terraform"),
        ("Terraform", "Terraform", "Basic Terraform", "Terraform"),
        ("Python and SQL", "Python, SQL", "Reports in Python and SQL", "Reports in Python and SQL"),
        ("Python and SQL", "Python, SQL", "Reports in Python", "Python, SQL"),
    ],
)
def test_a_line_about_a_job_is_better_evidence_than_a_list(asked, listed, done, by):
    assert shown(asked, LIST.format(listed, done)) == by


def test_names_on_two_lines_stay_with_the_list_that_has_both():
    assert shown("Python and SQL", LIST.format("Python, SQL", "Wrote Python\n- Wrote SQL")) == "Python, SQL"
