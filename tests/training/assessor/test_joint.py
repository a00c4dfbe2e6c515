"""Joint reading: open points follow the pair, what is certain stays, and verdicts cannot contradict the lines."""

from dataclasses import replace

import numpy as np
import pytest
from datasets import load_dataset

from dataset_builder.assessment.answer import Answer, Finding, outcome
from dataset_builder.assessment.question import ask
from dataset_builder.errors import BadInput
from dataset_builder.text.dates import Date
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from training import assess
from training.assessor.evaluation import measure
from training.assessor.joint import (
    SIGNS,
    Fitted,
    PointRead,
    chance_of_match,
    fit_open,
    fit_pair,
    fit_sure,
    is_of_the_work,
    read_by_chance,
    read_jointly,
    sure,
    sure_numbers,
)
from training.assessor.judgement import question_of_row
from training.assessor.rules import FITTED, RulesAssessor

MET = PointRead(Finding(1, Status.MET, (2,)))
OPEN = PointRead(Finding(2, Status.UNCLEAR), near=5, likely=0.7)
WEAK = PointRead(Finding(3, Status.UNCLEAR), near=6, likely=0.6)
FAILS = PointRead(Finding(4, Status.TOO_SHORT, (9,), 24))


def statuses(findings) -> list[str]:
    return [one.status.value for one in findings]


def test_open_points_are_met_by_their_nearest_line_in_a_match_and_the_least_likely_one_is_missing_in_none():
    matched = read_jointly((MET, OPEN, WEAK), (1, 2, 3), 0.9)
    assert statuses(matched) == ["met", "met", "met"] and [one.lines for one in matched] == [(2,), (5,), (6,)]
    unmatched = read_jointly((MET, OPEN, WEAK), (1, 2, 3), 0.1)
    assert statuses(unmatched) == ["met", "unclear", "missing"] and unmatched[2].lines == ()
    less = replace(OPEN, likely=0.2)
    assert statuses(read_jointly((MET, less, WEAK), (1, 2, 3), 0.1)) == ["met", "missing", "unclear"]
    assert read_jointly((MET, OPEN), (1, 2), None) == (MET.finding, OPEN.finding), "alone"


def test_what_was_read_with_certainty_stays_whatever_the_pair_says():
    for match in (0.0, 0.49, 0.5, 1.0):
        found = read_jointly((MET, OPEN, FAILS), (1, 2, 4), match)
        assert found[0] == MET.finding and found[2] == FAILS.finding
        assert outcome(Answer(found, 9), (1, 2, 4), range(1, 20)).label == 0
    optional = read_jointly((MET, OPEN, FAILS), (1, 2), 0.9)
    assert statuses(optional) == ["met", "met", "too short"], "what is optional fails nothing"


def test_certain_months_are_too_few_where_nothing_else_may_fill_them():
    timed = PointRead(Finding(2, Status.UNCLEAR, (7,)), near=7, likely=0.0, held=24)
    assert read_jointly((MET, timed), (1, 2), 0.2)[1] == Finding(2, Status.TOO_SHORT, (7,), 24)
    assert read_jointly((MET, timed), (1, 2), 0.8)[1] == Finding(2, Status.MET, (7,))


def test_what_only_meaning_shows_counts_alone_and_is_open_in_a_pair():
    meant = replace(OPEN, likely=0.48, alone=Finding(2, Status.MET, (5,)))
    assert statuses(read_jointly((MET, meant), (1, 2), None)) == ["met", "met"]
    assert statuses(read_jointly((MET, meant), (1, 2), 0.1)) == ["met", "missing"]


def test_a_point_without_any_line_is_not_met_by_the_pair():
    bare = PointRead(Finding(2, Status.UNCLEAR))
    assert statuses(read_jointly((MET, bare), (1, 2), 0.9)) == ["met", "unclear"]


DOUBTED = PointRead(Finding(5, Status.MISSING), near=8, absent=True, doubted=True)


def test_a_name_that_no_line_holds_is_doubted_in_a_match_and_missing_else():
    assert statuses(read_jointly((MET, DOUBTED), (1, 5), 0.9)) == ["met", "met"]
    assert read_jointly((MET, DOUBTED), (1, 5), 0.9)[1].lines == (8,)
    assert statuses(read_jointly((MET, DOUBTED, OPEN), (1, 2, 5), 0.3)) == ["met", "missing", "unclear"]
    assert statuses(read_jointly((MET, DOUBTED, FAILS), (1, 4, 5), 0.9)) == ["met", "missing", "too short"]
    assert statuses(read_jointly((MET, DOUBTED), (1, 5), None)) == ["met", "missing"], "alone"


LISTED = "## Job title\nBaker\n\n## Required skills\n- {}\n- Word\n\n## Required experience\n- 2 years as a Baker\n"
TOLD = "Jo\n\n## Skills\n- Word\n\n## Experience\n- Baker (2018 - 2022)\n{}"


def test_a_skill_is_doubted_only_while_a_line_is_left_for_it():
    rules, asked = RulesAssessor(), "Zoning Regulations"
    for line, doubted in (
        ("", False),
        ("- Took 40 plans a year through the county board and won every variance\n", True),
    ):
        job, resume = LISTED.format(asked), TOLD.format(line)
        points = rules.points(ask(job, resume), resume, Date(2026, 11))
        (point,) = [one for one in points if one.finding.status is Status.MISSING]
        assert (point.absent, point.doubted) == (True, doubted)
        assert (point.near is not None) == doubted


def test_no_other_line_stands_for_a_language():
    job, resume = LISTED.format("Fluent German"), TOLD.format("- Flash ovens since 2019\n") + "\n## Languages\nPython\n"
    (point,) = [one for one in RulesAssessor().points(ask(job, resume), resume, Date(2026, 11)) if one.is_open]
    assert point.near is None and point.met.status is Status.UNCLEAR


def test_a_number_points_one_way_and_the_file_says_the_same(tmp_path):
    rng = np.random.default_rng(0)
    names = ("skill coverage, mean", "jobs failed")
    table = [dict(zip(names, map(float, rng.random(2)))) for _ in range(400)]
    # more coverage is against a match here: noise of these rows that must not be learnt
    labels = [int(row["jobs failed"] < 0.5 or row["skill coverage, mean"] < 0.2) for row in table]
    fitted = fit_pair(table, labels)
    steps = [fitted.match({"skill coverage, mean": at / 20, "jobs failed": 0.4}) for at in range(21)]
    assert steps == sorted(steps)
    assert fitted.match({"skill coverage, mean": 0.5, "jobs failed": 0.1}) > 0.8
    assert fitted.match({"skill coverage, mean": 0.5, "jobs failed": 0.9}) < 0.5
    fitted = replace(fitted, sure=fit_sure([(1.0, 2.0, 0.0, 0.0), (0.0, 1.0, 2.0, 1.0)] * 4, [True, False] * 4))
    fitted.write(tmp_path / "fitted.json")
    kept = Fitted.read(tmp_path / "fitted.json")
    assert kept.match(table[0]) == pytest.approx(fitted.match(table[0])) and kept.sure == fitted.sure
    (tmp_path / "fitted.json").write_text("{}")
    with pytest.raises(BadInput, match="python -m training.assessor.fit"):
        Fitted.read(tmp_path / "fitted.json")
    with pytest.raises(BadInput, match="one label only"):
        fit_pair(table, [1] * len(table))


def test_kept_trees_say_what_scikit_learn_says():
    from sklearn.ensemble import HistGradientBoostingClassifier

    from training.students.pointer.trees import Trees

    numbers = np.random.default_rng(1).random((300, 3)).astype(np.float32)
    labels = (numbers[:, 0] + numbers[:, 1] > 1).astype(int)
    model = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=4, early_stopping=False).fit(numbers, labels)
    assert Trees.of_histograms(model).probability(numbers) == pytest.approx(
        model.predict_proba(numbers)[:, 1], abs=1e-5
    )


def test_verdicts_that_are_always_right_are_not_called_certain():
    weighed = fit_sure([(1.0, 3.0, 0.0, 0.0), (0.0, 3.0, 1.0, 0.0)] * 20, [True] * 40)
    assert 0.9 < weighed.probability((1.0, 3.0, 0.0, 0.0)) < 1
    numbers = sure_numbers((MET.finding, OPEN.finding), range(1, 20), (1, 2), None)
    assert numbers == (0.0, 0.0, 0.0, 1.0) and sure(numbers, None) == 5


@pytest.fixture(scope="module")
def systems(built):
    splits = load_dataset(str(built), "assessment")
    joint = RulesAssessor(jointly=True)
    joint.fit(splits["train"].select(range(600)).to_list(), splits["validation"].to_list())
    return RulesAssessor(fitted=joint.fitted), joint, [*splits["test"].to_list(), *splits["test_unseen"].to_list()]


def test_joint_reading_keeps_verdicts_and_finds_what_is_missing(systems):
    alone, joint, rows = systems
    before, after = (measure(system.judge(rows), rows) for system in (alone, joint))
    assert after["criteria balanced accuracy"] >= 90 and after["parses"] == 100
    assert after["status accuracy"] > before["status accuracy"]
    assert after["evidence precision"] >= 94 and after["Brier"] < 0.1, after
    assert (alone.name, joint.name) == ("rules", "rules, joint")


def test_joint_reading_finds_matches_and_keeps_most_verdicts(systems):
    _, joint, rows = systems
    found = measure(joint.judge(rows), rows)
    assert found["verdict accuracy"] >= 90 and found["verdict balanced accuracy"] >= 90, found


WRITTEN = "We need a cook who can lift boxes, speaks Spanish and has patience. A valid crane ticket is required. You have a driving licence."
COOK = "Cook\n\nLifted heavy boxes all day (2015 - 2019)\nLanguages: Spanish, fluent\nDriving licence, category B\nCrane ticket {}"


def test_a_post_in_sentences_is_read_by_the_chance_of_each_open_point(systems):
    alone, joint, _ = systems
    for ticket, label in (("2025", 1), ("expired 2021", 0)):
        question = ask(WRITTEN, COOK.format(ticket))
        found = joint.answer(question, WRITTEN, COOK.format(ticket), Date(2026, 11))
        assert outcome(found, question.required, question.line_numbers).label == label
        by_itself = alone.answer(question, WRITTEN, COOK.format(ticket), Date(2026, 11))
        assert "unclear" in statuses(by_itself.findings) and "unclear" not in statuses(found.findings)
        for one, other in zip(found.findings, by_itself.findings, strict=True):
            assert other.status is Status.UNCLEAR or one == other, "what was read with certainty stays"


def test_a_resume_of_other_work_is_no_match_by_chance():
    points = (MET, *(open_point(number, 0.99) for number in range(2, 5)))
    assert not is_of_the_work(points, range(1, 5)) and is_of_the_work(points[:2], (1, 2))
    job, resume = (
        "We need a cook who can lift boxes, sing and keep calm. Bring your knives.",
        "Experience\nPlumber, Vale Ltd, 2015 - 2019\n- boilers",
    )
    found = assess.load("rules").assess(job, resume)
    assert found.label == 0 and not any(one.status is Status.MET for one in found.requirements)


def open_point(number: int, chance: float) -> PointRead:
    return PointRead(Finding(number, Status.UNCLEAR), near=number + 5, chance=chance)


def test_open_points_by_chance_and_the_verdict_say_the_same():
    likely, unlikely = open_point(2, 0.9), open_point(4, 0.3)
    assert statuses(read_by_chance((MET, likely), (1, 2))) == ["met", "met"]
    assert statuses(read_by_chance((MET, likely, unlikely), (1, 2, 4))) == ["met", "met", "missing"]
    several = tuple(open_point(number, 0.8) for number in range(2, 6))
    assert chance_of_match(several, range(2, 6)) == pytest.approx(0.8**4)
    found = read_by_chance((MET, *several), (1, *range(2, 6)))
    assert statuses(found).count("missing") == 1, "likelier not all met, though each is likelier met than not"
    assert outcome(Answer(found, 5), (1, *range(2, 6)), range(1, 20)).label == 0
    assert statuses(read_by_chance((MET, likely, FAILS), (1, 2, 4))) == ["met", "met", "too short"]
    assert statuses(read_by_chance((MET, likely), (1,))) == ["met", "unclear"], "what is only a plus decides nothing"


def test_few_points_of_a_kind_lean_on_all():
    chances = fit_open([(Kind.SKILL, True)] * 8 + [(Kind.LICENCE, False)] * 2)
    assert chances["skill"] > 0.9 > chances["language"] > chances["licence"] > 0
    assert chances["language"] == pytest.approx(0.8)


def test_what_is_kept_for_the_rules_is_read_and_can_be_left_out(systems):
    kept = Fitted.read(FITTED)
    assert set(kept.names) <= set(SIGNS) and kept.sure and kept.sure_alone and kept.facts["build"]
    assert assess.load("rules").name == "rules, joint" and assess.load("rules", jointly=False).name == "rules"
    _, _, rows = systems
    for row in rows[:4]:
        one = assess.load("rules", jointly=False)._rules
        found = one.answer(question_of_row(row), row["job_description"], row["resume"])
        assert (
            found.findings
            == RulesAssessor().answer(question_of_row(row), row["job_description"], row["resume"]).findings
        )
