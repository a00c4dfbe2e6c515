"""Questions that a graph answers: an occupation by any of its names, what is near it, what leads to it."""

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.graph.make_graph import embedded


@pytest.mark.parametrize("name", ["Registered Nurse", "Registered Nurses", "RN", "rn", "Staff Nurse"])
def test_an_occupation_is_found_by_any_of_its_names(name):
    assert embedded().find(name).title == "Registered Nurse"
    assert "Medication Administration" in {skill.name for skill in embedded().skills_of(name)}


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(BadInput, match="no occupation is called 'Registerd Nurs'; near names: Registered Nurse"):
        embedded().find("Registerd Nurs")


def test_related_occupations_share_most():
    near = [occupation.title for occupation, _ in embedded().related("RN", 5)]
    assert "Licensed Practical Nurse" in near and "Registered Nurse" not in near
    shares = [share for _, share in embedded().related("RN", 5)]
    assert shares == sorted(shares, reverse=True) and 0 < shares[-1] <= shares[0] < 1


@pytest.mark.parametrize(
    ("earlier", "later", "leads"),
    [
        ("Registered Nurse", "Registered Nurse", True),
        ("Dentist", "Orthodontist", True),  # listed
        ("Police Officer", "Game Warden", True),  # one minor group, shared skills
        ("Hospitalist", "Nurse Case Manager", False),  # one minor group, a single shared skill
        ("Hair Stylist", "Registered Nurse", False),
    ],
)
def test_what_leads_to_a_job(earlier, later, leads):
    at = {occupation.title: i for i, occupation in enumerate(embedded().occupations)}
    assert embedded().leads_to(at[earlier], at[later]) is leads
