"""The measures: their definitions by hand, what cheats them, and answers that cannot be read."""

import numpy as np
import pytest
from rouge_score.tokenize import tokenize

from training.evaluation.intervals import differences, intervals
from training.evaluation.matchers import MATCHERS, Forms, matched_experiences, matched_names, pairs
from training.evaluation.metrics import TASKS, added, sari, score

BAKER = {"title": "Bakers", "years": 3, "start_year": None, "end_year": None}
HELD = {"title": "Bakers", "years": 3, "start_year": 2013, "end_year": 2016}
ROWS = {
    "matching": {"label": 1},
    "explanation": {"label": 0, "skills": ["SQL"], "experiences": [BAKER]},
    "extraction": {"document_type": "resume", "skills": ["SQL"], "experiences": [HELD]},
    "editing": {"section": "skills", "resume": "Skills\n- SQL", "target": "- SQL\n- Java"},
}
PERFECT = {
    "matching": {"label": 1},
    "explanation": {"label": 0, "skills": ["SQL"], "experiences": [BAKER]},
    "extraction": {"skills": ["SQL"], "experiences": [HELD]},
    "editing": {"target": "- SQL\n- Java"},
}
GOOD = {
    "matching": "accuracy",
    "explanation": "F1 strict",
    "extraction": "resume experience F1 exact",
    "editing": "skills ROUGE-2",
}


@pytest.mark.parametrize(
    ("predicted", "gold", "expected"),
    [
        (["sql"], ["SQL "], (1, 1, 1)),
        (["Baking breads"], ["baking bread"], (0, 1, 1)),
        (["Kuberntes"], ["Kubernetes"], (0, 0, 1)),
        (["knowledge of SQL"], ["SQL skills"], (0, 0, 1)),
        (["management of databases"], ["Database Management"], (0, 0, 1)),
        (["MySQL"], ["SQL Server"], (0, 0, 0)),
        (["C"], ["C++"], (0, 0, 0)),
        (["SQL", "SQL"], ["SQL"], (1, 1, 1)),
        (["reads SQL and Java and Go and Rust all day"], ["SQL"], (0, 0, 0)),
        ([], ["SQL"], (0, 0, 0)),
        (["SQL"], [], (0, 0, 0)),
        (["", "—"], ["SQL"], (0, 0, 0)),
    ],
)
def test_matchers(predicted, gold, expected):
    assert tuple(matched_names(predicted, gold, matcher, Forms()) for matcher in MATCHERS) == expected


def test_pairs_are_as_many_as_possible():
    # greedy would give the first row the first column and leave the second row without any
    assert pairs(np.array([[True, True], [True, False]])) == 2
    assert pairs(np.zeros((0, 3), dtype=bool)) == 0


def test_jobs_need_their_dates_under_every_matcher():
    late = HELD | {"end_year": 2017}
    for matcher in MATCHERS:
        assert matched_experiences([HELD], [HELD], matcher, Forms()) == 1
        assert matched_experiences([late], [HELD], matcher, Forms()) == 0
    assert matched_experiences([BAKER | {"title": "baker"}], [BAKER], "exact", Forms()) == 0
    assert matched_experiences([BAKER | {"title": "baker"}], [BAKER], "stems", Forms()) == 1


def test_matching_by_hand():
    answers = [{"label": label} for label in (1, 1, 0, 0, None, 7)]
    scores = score("matching", answers, [{"label": label} for label in (1, 0, 0, 1, 1, 0)])
    assert scores.value("accuracy") == pytest.approx(100 * 2 / 6)
    assert scores.value("precision") == pytest.approx(50)
    assert scores.value("recall") == pytest.approx(100 / 3)
    assert scores.value("F1") == pytest.approx(40)
    assert scores.counts == {"rows": 6, "unparsed": 2, "missing": 0}


def test_explanation_strict_and_lenient():
    row = {"label": 0, "skills": ["Time Management Skills", "SQL"], "experiences": [BAKER]}
    said = {
        "label": 0,
        "skills": ["Excellent time management skill to plan", "queries in SQL", "cooking"],
        "experiences": [BAKER | {"title": "experienced baker", "years": 2}],
    }
    scores = score("explanation", [said], [row])
    assert scores.value("recall strict") == pytest.approx(100 * 2 / 3)  # the job is there with other years
    assert scores.value("precision strict") == pytest.approx(50)
    assert scores.value("recall lenient") == pytest.approx(100)
    assert scores.value("precision lenient") == pytest.approx(75)


def test_explanation_counts_false_alarms_on_matched_resumes_alone():
    match = {"label": 1, "skills": [], "experiences": []}
    scores = score(
        "explanation", [PERFECT["explanation"], {"label": 0, "skills": ["SQL"], "experiences": []}], [match, match]
    )
    assert scores.value("false alarms") == 100
    assert scores.value("recall strict") is None  # no unmatched row, nothing to find: not a zero


def test_dumping_everything_into_one_item_finds_one_thing():
    row = {"label": 0, "skills": ["SQL", "Java", "Go"], "experiences": []}
    scores = score("explanation", [{"label": 0, "skills": ["SQL Java Go"], "experiences": []}], [row])
    assert scores.value("recall strict") == pytest.approx(100 / 3)


def test_extraction_by_hand():
    row = {"document_type": "job description", "skills": ["SQL", "Java", "Go"], "experiences": [BAKER]}
    scores = score("extraction", [{"skills": ["SQL", "java", "Rust", "C"], "experiences": [BAKER]}], [row])
    assert scores.value("JD skills recall exact") == pytest.approx(100 * 2 / 3)
    assert scores.value("JD skills precision exact") == pytest.approx(50)
    assert scores.value("JD skills F1 exact") == pytest.approx(100 * 4 / 7)
    assert scores.value("JD skills set exact") == 0
    assert scores.value("JD experience set exact") == 100
    assert scores.value("resume skills F1 exact") is None


def test_extraction_of_nothing_where_nothing_is():
    row = {"document_type": "resume", "skills": [], "experiences": []}
    right, wrong = (score("extraction", [a], [row]) for a in ({"skills": [], "experiences": []}, {"skills": ["SQL"]}))
    assert right.value("resume skills F1 exact") == 100
    assert right.value("resume skills recall exact") is None
    assert wrong.value("resume skills F1 exact") == 0


def test_copying_scores_on_rouge_and_adds_nothing():
    row = {"section": "skills", "resume": "## Skills\n- SQL\n- Go\n- Rust", "target": "- SQL\n- Go\n- Rust\n- Java"}
    scores = score("editing", [{"target": "- SQL\n- Go\n- Rust"}], [row])
    assert scores.value("skills ROUGE-2") > 75
    assert scores.value("skills F_add") == 0
    assert scores.value("skills copied") == 100
    assert scores.value("experience ROUGE-2") is None


def test_added_bigrams():
    source, target = tokenize("a b c", None), tokenize("a b x c", None)
    assert added(source, tokenize("a b x", None), target) == (pytest.approx(2 / 3), True)
    assert added(source, source, source) == (0.0, False)


def test_sari_prefers_the_target_to_the_source_and_to_noise():
    source = [f"word{i}" for i in range(30)]
    target = [*source[:15], "new", "skill", *source[15:]]
    assert sari(source, target, target) == 1
    assert sari(source, target, target) > sari(source, source, target) > sari(source, ["noise"] * 9, target)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("answer", [None, {}, "text", 3, [], {"label": "x", "skills": None, "target": None}])
def test_unreadable_answers_are_counted_never_raised(task, answer):
    scores = score(task, [answer, PERFECT[task]], [ROWS[task], ROWS[task]])
    assert scores.counts["unparsed"] == 1
    assert scores.value(GOOD[task]) == pytest.approx(200 / 3 if task == "explanation" else 50)


@pytest.mark.parametrize("task", TASKS)
def test_wrong_lengths_are_counted(task):
    short = score(task, [PERFECT[task]], [ROWS[task]] * 4)
    assert short.counts == {"rows": 4, "unparsed": 0, "missing": 3}
    assert short.value(GOOD[task]) == pytest.approx(40 if task == "explanation" else 25)
    with pytest.raises(ValueError, match=f"3 {task} answers for 1 rows; give one answer for each row"):
        score(task, [PERFECT[task]] * 3, [ROWS[task]])


def test_unknown_tasks_and_no_rows_are_refused():
    with pytest.raises(ValueError, match="the tasks are matching"):
        score("cooking", [], [{}])
    with pytest.raises(ValueError, match="no matching rows"):
        score("matching", [], [])


def _accuracy(rows: int, right: int):
    return score("matching", [{"label": int(i < right)} for i in range(rows)], [{"label": 1}] * rows)


def test_intervals_hold_the_value_and_narrow_with_rows():
    few, many = (intervals(_accuracy(n, n * 3 // 4), range(n))["accuracy"] for n in (40, 4_000))
    assert few.low < 75 < few.high
    assert many.high - many.low < (few.high - few.low) / 5
    # the textbook interval of a share of 75 % in 4,000 rows is +- 1.34
    assert many.high - 75 == pytest.approx(1.34, abs=0.3)
    assert intervals(_accuracy(40, 30), range(40)) == intervals(_accuracy(40, 30), range(40))


def test_rows_of_one_triple_are_drawn_together():
    scores = score("matching", [{"label": i // 2 % 2} for i in range(200)], [{"label": 1}] * 200)
    alone, grouped = (intervals(scores, groups)["accuracy"] for groups in (range(200), [i // 2 for i in range(200)]))
    assert grouped.high - grouped.low > 1.2 * (alone.high - alone.low)


def test_differences_are_paired():
    rows = [{"label": 1}] * 400
    better = score("matching", [{"label": int(i % 2 == 0 or i % 20 == 1)} for i in range(400)], rows)
    worse = score("matching", [{"label": int(i % 2 == 0)} for i in range(400)], rows)
    interval = differences(better, worse, range(400))["accuracy"]
    assert 0 < interval.low < 5 < interval.high < 10  # 5 points apart; unpaired it would be -2 to 12
    same = differences(better, better, range(400))["accuracy"]
    assert same.low == same.high == 0
