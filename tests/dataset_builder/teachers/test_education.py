"""Degrees follow the occupation, and the matched resume has what the post asks for, by the judge of degrees."""

from functools import cache
from itertools import product

import pytest

from dataset_builder.teachers.marks import Marks, bare
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.person.education import (
    DEGREES,
    LEVELS,
    OCCUPATIONS,
    SCHOOLS,
    Degree,
    asked_degree,
    asked_kind,
    fields_for,
    held_degrees,
    level_of,
    needs_degree,
    occupation_of,
    usual_degree,
)
from dataset_builder.text.dates import Date
from dataset_builder.text.qualifications.degrees import judge_degree
from dataset_builder.text.requirement_status import Status

TODAY = Date(2026, 11)


@cache
def degrees() -> frozenset[Degree]:
    """Every degree that the table gives to anyone."""
    found = set()
    for code, row in OCCUPATIONS.items():
        for kind in row["hold"]:
            for field in fields_for("Biology Professor", code, kind) or [""]:
                found.add(Degree(kind, field, asked_kind(code, kind)))
    return frozenset(found)


@pytest.mark.parametrize("kind", DEGREES)
def test_every_way_of_asking_is_met_by_every_way_of_holding(kind: str):
    """For each asked kind, of which one subject stands for all."""
    pairs = {degree.asked: degree for degree in sorted(degrees(), key=str) if degree.kind == kind and degree.asked}
    for degree in pairs.values():
        for asked, held in product(DEGREES[degree.asked]["asked"], DEGREES[kind]["held"]):
            lines = [held.replace("{field}", degree.field)]
            if kind == "certificate":
                lines.append("High school diploma")
            answer = judge_degree(asked.replace("{field}", degree.field), lines, TODAY)
            assert answer.status is Status.MET, (asked, lines)


def test_every_subject_meets_itself():
    """As documents write it, with schools."""
    for number, degree in enumerate(sorted(degrees(), key=str)):
        marks, draw = Marks("resume_matched", "held", frozenset()), Draw.keyed(str(number))
        asked = bare(asked_degree(degree, marks, draw))
        held = list(map(bare, held_degrees(degree, "Northfield", 2012, marks, draw)))
        if asked:
            assert judge_degree(asked, held, TODAY).status is Status.MET, (asked, held)
            assert LEVELS.index(level_of(degree.asked)) <= LEVELS.index(degree.level)
            assert not degree.field or degree.field in asked + " ".join(held) or "fields" in DEGREES[degree.kind]
        assert "{" not in asked + "".join(held)


@pytest.mark.parametrize(
    ("title", "code", "kinds", "asked"),
    [
        ("Bindery Operator", "51-5113", {"diploma", "certificate", "none"}, {"diploma", ""}),
        ("Power Systems Engineer", "17-2071", {"engineering", "master", "doctor"}, {"engineering"}),
        ("Pathologist", "29-1222", {"md"}, {"md"}),
        ("Registered Nurse", "29-1141", {"bsn", "adn", "msn"}, {"bsn", "adn"}),
        ("Dishwasher", "35-9021", {"diploma", "none", "certificate"}, {""}),
        ("Elementary School Teacher", "25-2021", {"bed", "med"}, {"bed"}),
        ("Litigation Attorney", "23-1011", {"jd"}, {"jd"}),
    ],
)
def test_degrees_follow_the_occupation(title: str, code: str, kinds: set[str], asked: set[str]):
    drawn = [usual_degree(title, code, "manual labor", (), Draw.keyed(f"{number}")) for number in range(200)]
    assert {degree.kind for degree in drawn} <= kinds
    assert {degree.asked for degree in drawn} <= asked


def test_a_degree_names_no_banned_stem():
    drawn = [usual_degree("Actuary", "15-2011", "technology", (" statist ", " mathemat "), Draw.keyed(str(n))) for n in range(99)]  # fmt: skip
    assert {degree.field for degree in drawn} == {"Actuarial Science"}
    assert usual_degree("Surgeon", "29-1249", "healthcare", (" medicin ",), Draw.keyed("1")) == Degree("none")


def test_titles_without_a_code_have_a_row_of_their_work():
    assert occupation_of("Senior Java Developer", "", "technology") == "15-1"
    assert occupation_of("AWS Solutions Architect", "", "technology") == "15-1"
    assert occupation_of("Enterprise Architect", "", "technology") == "15-1"
    assert occupation_of("Architect", "", "social, product and finance") == "17-1011"
    assert occupation_of("Registered Nurses", "", "healthcare") == "29-114"
    assert occupation_of("Welder", "51-4121.06", "manual labor") == "51-412"


def test_the_table_is_whole():
    for code, row in OCCUPATIONS.items():
        assert set(row) <= {"hold", "ask", "fields", "training"} and {"hold", "ask"} <= set(row), code
        assert all(fields_for("A B", code, kind) or level_of(kind) in ("none", "diploma") for kind in row["hold"]), code
        assert all("asked" in DEGREES[kind] for kind in row["ask"]), code
        assert any(asked_kind(code, kind) for kind in row["hold"]) == bool(row["ask"]), code
    assert all(degree["level"] in LEVELS and (degree["level"] == "none" or degree["schools"] in SCHOOLS) for degree in DEGREES.values())  # fmt: skip


def test_who_has_a_certificate_of_graduates_has_a_degree():
    assert needs_degree("CISSP") and needs_degree("CISA Certification") and not needs_degree("Forklift Certification")
    for number in range(300):
        degree = usual_degree("IT Audit Manager", "", "technology", (), Draw.keyed(str(number)), graduate=True)
        assert LEVELS.index(degree.level) >= LEVELS.index("bachelor")
