"""What words leave open is met by a line that is there for nothing else; jobs are cited by title and dates."""

from dataclasses import replace

import numpy as np
import pytest

from dataset_builder.assessment.question import ask
from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import read_resume
from training.assessor.joint import OPEN_SIGNS, SHARE_OPEN, fit_pair, read_by_chance, read_jointly
from training.assessor.open_points import lines_left, open_numbers
from training.assessor.rules import RulesAssessor
from training.rules.held import Held

TODAY = Date(2026, 11)
NAMES = SkillNames([(name, ()) for name in ("Wet Saw Cutting", "Ink Mixing", "Blueprint Reading", "Deburring")])
JOB = """Press Operator

Requirements
- Ink Mixing
- Blueprint Reading
- 3 years as a Press Operator
"""
RESUME = """Skills
- Blueprint Reading
- Deburring
- Matched a brand red by eye, left-over tins first

Experience
Press Operator
Hale Ltd | 2015 - 2019
- Kept the press clean
"""


@pytest.fixture(scope="module")
def rules():
    return RulesAssessor(NAMES, TODAY)


def read(rules, job=JOB, resume=RESUME):
    question, held = ask(job, resume), Held(read_resume(resume, TODAY), NAMES, TODAY)
    return question, held, rules.points(question, resume, held)


def test_an_open_point_comes_nearest_to_a_line_that_shows_nothing_else(rules):
    job = JOB.replace("Ink Mixing", "You can make up the ink for a job")
    question, _, points = read(rules, job)
    lines = {line.number: line.text for line in question.lines}
    opened = next(one for one in points if one.is_open)
    assert lines[opened.left].startswith("Matched a brand red")
    assert lines[read_jointly(points, question.required, 0.9)[0].lines[0]].startswith("Matched a brand red")
    assert read_by_chance(points, question.required)[0].lines == (opened.near,), "a post in sentences: by words"


def test_a_job_is_shown_by_the_line_of_its_title_and_that_of_its_dates(rules):
    question, _, points = read(rules)
    lines = {line.number: line.text for line in question.lines}
    job = points[-1].finding
    assert job.status is Status.MET
    assert [lines[number] for number in job.lines] == ["Press Operator", "Hale Ltd | 2015 - 2019"]


@pytest.mark.parametrize(("held", "cited"), [("2015 - 2019", 1), ("2018 - 2019", 2)])
def test_the_very_title_shows_a_job_alone_where_its_months_are_enough(rules, held, cited):
    resume = f"Experience\nEconomist ({held})\nEnvironmental Economist (2010 - 2015)\n"
    _, _, points = read(rules, "Economist\n\nRequirements\n- 3 years as an Economist\n", resume)
    assert points[0].finding.status is Status.MET and len(points[0].finding.lines) == cited


def test_what_is_left_of_a_resume_is_counted_against_the_open_points(rules):
    job = JOB + "- You can keep a press in shape\n"
    question, held, points = read(rules, job)
    points = tuple(replace(one, finding=replace(one.finding, status=Status.UNCLEAR, lines=())) if at == 0 else one
                   for at, one in enumerate(points))  # fmt: skip
    numbers = open_numbers(question, points, lines_left(question, RESUME, held), NAMES)
    assert set(numbers) == {*OPEN_SIGNS, SHARE_OPEN}
    assert numbers["open names"] == 1 and numbers["open names without a line"] == 0, "one line is in other words"
    assert numbers["skills that are not asked"] == 1, "Deburring"
    bare = RESUME.replace("- Matched a brand red by eye, left-over tins first\n", "")
    question, held, points = read(rules, JOB, bare)
    points = tuple(replace(one, finding=replace(one.finding, status=Status.UNCLEAR, lines=())) if at == 0 else one
                   for at, one in enumerate(points))  # fmt: skip
    assert open_numbers(question, points, lines_left(question, bare, held), NAMES)["open names without a line"] == 1


def test_a_pair_with_more_open_points_than_any_match_is_weighed_by_its_documents_alone():
    rng = np.random.default_rng(0)
    table = [
        {"skill coverage, mean": float(a), "points open": float(b), SHARE_OPEN: float(b) / 4} for a, b in rng.random((400, 2))
    ]  # fmt: skip
    labels = [int(row["skill coverage, mean"] > 0.3 and row["points open"] < 0.5) for row in table]
    fitted = fit_pair(table, labels)
    assert 0 < fitted.most_open < 0.13
    seen = {"skill coverage, mean": 0.9, "points open": 0.9, SHARE_OPEN: 0.1}
    assert fitted.match(seen) < 0.5 < fitted.match(seen | {SHARE_OPEN: 0.9})
