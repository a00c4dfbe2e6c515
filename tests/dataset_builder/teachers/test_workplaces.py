"""Employers: of the kind that employs an occupation, the same one where people move up, and none that an edit moves."""

import re

import pytest

from dataset_builder.graph.make_graph import embedded
from dataset_builder.sampling.facts import Experience
from dataset_builder.sampling.since import is_too_early
from dataset_builder.teachers.template.companies import Workplaces, advertiser, employer_name, kind_of_employer
from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.phrase_lines import is_out_of_place


@pytest.mark.parametrize(
    ("title", "code", "kind"),
    [
        ("Revenue Agent", "13-2081", "revenue"),
        ("Registered Nurse", "29-1141", "hospital"),
        ("Hospice Nurse", "29-1141.01", "home_care"),
        ("Dental Assistant", "31-9091", "dental"),
        ("Police Sergeant", "33-1012", "police"),
        ("Customs and Border Protection Officer", "33-3051.04", "customs"),
        ("Mail Carrier", "43-5052", "post"),
        ("Geology Professor", "25-1051", "professors"),
        ("Meter Reader", "43-5041", "utility"),
        ("Radiation Therapist", "29-1124", "cancer"),
        ("Nuclear Medicine Technologist", "29-2033", "hospital"),
        ("High School Special Education Teacher", "25-2058", "high_school"),
        ("Electrician Helper", "47-3013", "electric"),
        ("Air Traffic Controller", "53-2021", "air_traffic"),
        ("Coil Winder", "51-2021", "electronics"),
        ("Taxidermist", "27-1013", "taxidermy"),
        ("Lead Test Automation Engineer", "", "software"),
        ("SharePoint Developer", "", "software"),
        ("Avionics Software Engineer", "", "aerospace"),
    ],
)
def test_employers_suit_the_occupation(title, code, kind):
    assert kind_of_employer(title, code) == kind


def test_every_occupation_has_an_employer_and_every_name_is_whole():
    kinds = phrases("employers")["kinds"]
    for occupation in embedded().occupations:
        name = advertiser(occupation.title, occupation.soc_code or "", "Deerfield", Draw.keyed(occupation.title))
        assert name and "{" not in name and not re.search(r"self-employed|private household", name, re.I), name
    for kind in kinds:
        for number in range(20):
            assert "{" not in employer_name(kind, Draw.keyed(f"{kind}{number}"))


CODES = {"Senior Accountant": "13-2011", "Accountant": "13-2011", "Registered Nurse": "29-1141"}
CAREER = (
    Experience("Senior Accountant", 1, 2021, 2025),
    Experience("Accountant", 0, 2018, 2021),
    Experience("Registered Nurse", 0, 2014, 2018),
)


def test_many_who_rise_stay_with_the_employer_and_an_edit_moves_no_other_job():
    stayed = apart = 0
    for number in range(200):
        places = Workplaces(CODES, Draw.keyed(str(number)), ())
        newest, middle, oldest = (places.of(CAREER, item) for item in range(3))
        assert middle.employer != oldest.employer
        stayed += newest.employer == middle.employer
        shorter = (Experience("Senior Accountant", 1, 2023, 2025), *CAREER[1:])
        apart += places.of(shorter, 0).employer != middle.employer  # with years between, it is another one
        for jobs in (shorter, CAREER[1:]):
            assert [places.of(jobs, at).employer for at in range(len(jobs))][-2:] == [middle.employer, oldest.employer]
    assert 80 < stayed < 160 and apart > 190


def test_no_two_employers_of_a_resume_share_their_name():
    titles = tuple(sorted(job.title for job in CAREER))
    names = phrases("resume")["companies"]["names"]
    for number in range(200):
        places = Workplaces(CODES, Draw.keyed(str(number)), (), titles)
        employers = {places.of(CAREER, at).employer for at in range(3)}
        used = [name for name in names for employer in employers if re.search(rf"\b{re.escape(name)}\b", employer)]
        assert len(used) == len(set(used)), employers


def test_no_employer_has_a_banned_word():
    for number in range(100):
        places = Workplaces(CODES, Draw.keyed(str(number)), (" hospit ",))
        assert "ospital" not in places.of(CAREER, 2).employer


@pytest.mark.parametrize(
    "line",
    [
        "On the HCPC register",
        "Ran cabling for nine schools in Limerick",
        "Takings of £4,000 a day",
        "Coded controllers from 2010 to 2016",
        "Painted the theatre lobby grey",
    ],
)
def test_lines_of_another_country_or_year_are_out_of_place(line):
    assert is_out_of_place(line)


@pytest.mark.parametrize(
    "line", ["Built 30 Windows Server 2019 hosts", "Took 120 calls a day", "Led four crews of the harvest"]
)
def test_other_lines_are_not(line):
    assert not is_out_of_place(line)


@pytest.mark.parametrize(
    ("text", "year", "early"),
    [
        ("deploy services to cloud hosts", 2003, True),
        ("deploy services to cloud hosts", 2014, False),
        ("iOS Developer", 2005, True),
        ("keep records and answer phones", 1998, False),
    ],
)
def test_nothing_is_done_before_its_time(text, year, early):
    assert is_too_early(text, year) == early
