"""Evaluation by code of its own, baselines in the same form, and what an assessment shows."""

import json

import pytest
from datasets import load_dataset

from dataset_builder.assessment.answer import Answer, Finding, parse
from dataset_builder.errors import BadInput
from dataset_builder.text.dates import Date
from dataset_builder.text.requirement_status import Status
from tests.fixtures.named_triples import named_triples
from training import assess
from training.assessor.baselines import BASELINES, Keywords, Majority, share_rule
from training.assessor.evaluation import MEASURES, OF_ANSWERS, gold_score, intervals, measure
from training.assessor.judgement import Judgement, handwritten_rows, judged, labelled_rows
from training.assessor.rules import RulesAssessor
from training.data.row_ids import triple_of

ROW = {
    "id": "test-000000-unmatched",
    "variant": "unmatched",
    "label": 0,
    "fit": 0.5,
    "line_numbers": [1, 2, 3],
    "requirements": [
        {"status": "met", "lines": [1, 2], "optional": False, "months_held": None},
        {"status": "too short", "lines": [3], "optional": False, "months_held": 24},
    ],
}


@pytest.fixture(scope="module")
def rows(built) -> list[dict]:
    """Of sixteen triples."""
    return load_dataset(str(built), "assessment", split="test+test_unseen").to_list()


@pytest.fixture(scope="module")
def training(built) -> list[dict]:
    return load_dataset(str(built), "assessment", split="train").select(range(400)).to_list()


def table(text: str) -> dict:
    return measure([judged(parse(text), ROW)], [ROW])


def test_the_right_answer_has_every_measure_in_full(rows):
    found = measure([judged(parse(row["completion"]), row) for row in rows], rows)
    assert all(
        found[name] == 100 for name in MEASURES if name not in ("fit MAE", "Brier", "ECE") and found[name] is not None
    )
    assert found["fit MAE"] == 0 and found["Brier"] < 0.1 and gold_score(found) == 100


def test_each_measure_by_hand():
    found = table("1 met L1\n2 short L3 26m\nsure 9")
    assert (found["criteria balanced accuracy"], found["status accuracy"], found["years exact"]) == (100, 100, 0)
    assert found["evidence precision"] == 100 and found["evidence recall"] == pytest.approx(100 * 2 / 3)
    assert found["verdict accuracy"] == 100 and found["fit MAE"] == 0 and found["Brier"] == pytest.approx(0.0025)
    found = table("1 met L9\n2 met L3\nsure 0")
    assert found["criteria balanced accuracy"] == 0 and found["status accuracy"] == 50 and found["years exact"] == 0
    assert found["fit MAE"] == 0 and found["recall of SELECTED"] is None


def test_no_answer_is_counted_and_never_a_verdict():
    found = table("no match")
    assert found["parses"] == 0 and found["verdict accuracy"] == 0 and found["criteria balanced accuracy"] == 0
    assert found["fit MAE"] is None and found["Brier"] is None
    assert judged(parse("no match"), ROW) == Judgement(None)


def test_a_verdict_alone_has_no_figures_of_answers():
    found = measure([Judgement(0)], [ROW])
    assert found["verdict accuracy"] == 100 and all(found[name] is None for name in OF_ANSWERS)


def test_intervals_hold_their_value_and_draw_whole_triples(rows):
    majority = Majority()
    majority.fit(rows)
    found = intervals(majority.judge(rows), rows, resamples=50)
    for bounds in filter(None, found.values()):
        assert bounds[1] <= bounds[0] <= bounds[2] or bounds[1] == bounds[2]
    assert found == intervals(majority.judge(rows), rows, resamples=50)


def test_handwritten_pairs_are_drawn_one_by_one():
    pairs = handwritten_rows()
    value, low, high = intervals([Judgement(1)] * len(pairs), pairs, resamples=50)["verdict accuracy"]
    assert low < value < high


@pytest.fixture(scope="module")
def figures(rows, training):
    """What each baseline has on the test rows."""
    found = {}
    for name, make in BASELINES.items():
        system = make()
        system.fit(training, training[:20])
        found[name] = measure(system.judge(rows), rows)
    return found


def test_rules_beat_what_hardly_reads(figures):
    others = {name: found for name, found in figures.items() if not name.startswith("rules")}
    rules = figures["rules"]
    # 91.6 on 226 rows: half of the resumes show a skill without its name, and such a point stays open by words
    assert rules["criteria balanced accuracy"] >= 92, rules
    assert all(
        rules["criteria balanced accuracy"] > (other["criteria balanced accuracy"] or 0) for other in others.values()
    )
    verdicts = {name: found["verdict balanced accuracy"] for name, found in figures.items()}
    # the rules of a ratio of present words are as good on eight jobs: here, not on the release (docs/assessor.md)
    assert verdicts["rules, joint"] > max(verdicts["majority"], verdicts["keyword overlap"]), verdicts


def test_rules_read_what_is_named(built):
    """Rows of triples that state every skill by name; what is shown in other words, words alone leave open."""
    named = named_triples(built)
    every = load_dataset(str(built), "assessment", split="train").to_list()
    own = [row for row in every if triple_of(row["id"]) in named and row["variant"] not in ("near", "far")][:120]
    rules = measure(RulesAssessor().judge(own), own)
    assert rules["verdict accuracy"] >= 90 and rules["criteria balanced accuracy"] >= 93, rules
    assert rules["evidence precision"] >= 90 and rules["evidence recall"] >= 90, rules


def test_joint_reading_finds_matches_that_words_alone_leave_open(figures):
    alone, joint = figures["rules"], figures["rules, joint"]
    assert joint["recall of SELECTED"] > alone["recall of SELECTED"]
    assert joint["verdict balanced accuracy"] > alone["verdict balanced accuracy"], joint
    assert joint["verdict accuracy"] >= 90, joint


def test_the_papers_rows_are_won_by_a_ratio(shared):
    from benchmarks.assessor import paper_figures

    figures = paper_figures(str(shared / "grpo_paper_eval_counts" / "eval_overlap_counts.csv"))
    assert [round(figure.value, 2) for figure in figures] == [92.31, 91.35]


def test_the_ratio_rule_asks_for_more_than_the_share():
    assert [share_rule(present, 5, 0.6) for present in (2, 3, 4)] == [0, 0, 1]


def test_handwritten_pairs_are_asked_as_the_text_layer_reads_them():
    pairs = handwritten_rows()
    assert len(pairs) == 188 and sum(pair["unread"] for pair in pairs) < 60
    for pair in pairs[:5]:
        found = RulesAssessor().judge([pair])[0]
        assert found.answer is None or len(found.answer.findings) == len(pair["requirements"])


def test_a_pair_with_a_label_alone_is_judged_by_its_verdict():
    pair = {
        "id": "a-matched",
        "job_description": "Requirements:\n- SQL\n- Rust",
        "resume": "Skills\n- SQL\n- Rust",
        "label": 1,
    }
    (row,) = labelled_rows([pair], Date(2026, 11))
    found = measure(RulesAssessor().judge([row]), [row])
    assert found["verdict accuracy"] == 100 and found["criteria balanced accuracy"] is None
    assert Keywords(1).judge([row])[0].label == 1


# ------------------------------------------------------------------------------------------------- use


JOB, RESUME = (
    "Job title: Baker\n\nRequirements:\n- Sourdough\n- 3 years as a Baker\n",
    "Skills\n- Sourdough\n\nExperience\nBaker (2016 - 2018)\n",
)


def test_an_assessment_shows_every_requirement_with_its_line():
    found = assess.load("rules").assess(JOB, RESUME)
    assert (found.label, found.fit, found.problem) == (0, 0.5, "")
    assert [(one.asked, one.status) for one in found.requirements] == [
        ("Sourdough", Status.MET),
        ("3 years as a Baker", Status.TOO_SHORT),
    ]
    assert found.requirements[0].evidence.of(RESUME) == "Sourdough" or "Sourdough" in found.requirements[
        0
    ].evidence.line(RESUME)
    assert "L2: Sourdough" in str(found) and "too short, 24 months" in str(found)
    both = assess.load("rules").assess(JOB, [RESUME, ""])
    assert both[0].fit == 0.5 and both[1].problem == "no line was found in the resume"


def test_met_by_a_line_that_is_not_there_is_shown_as_unclear():
    from dataset_builder.assessment.question import ask
    from training.assessor.assessment import Assessment

    found = Assessment(ask(JOB, RESUME), Answer((Finding(1, Status.MET, (99,)), Finding(2, Status.MET, (5,))), 5))
    assert [one.status for one in found.requirements] == [Status.UNCLEAR, Status.MET] and found.fit == 0.5


def test_several_resumes_come_by_their_fit_with_all_their_reasons(tmp_path, capsys):
    texts = {
        "job.txt": JOB,
        "none.txt": "Skills\n- Painting\n",
        "all.txt": RESUME.replace("2018", "2020"),
        "half.txt": RESUME,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = [str(tmp_path / name) for name in texts]
    assert assess.main(words) == 0
    said = capsys.readouterr().out
    assert said.index("all.txt: match") < said.index("half.txt: no match") < said.index("none.txt: no match")
    assert said.count("Sourdough\n") >= 3
    assert assess.main([*words, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["fit"] for line in lines] == [1.0, 0.5, 0.0] and lines[0]["requirements"][0]["evidence"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file"), (b"", "is empty"), (b"%PDF-1.7\n\xff\xfe", "PDF"), (b"PK\x03\x04\xff", "DOCX"),
        (b"caf\xe9", "is not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(tmp_path, capsys, content, said):
    job, resume = tmp_path / "job.txt", tmp_path / "resume.txt"
    job.write_text(JOB)
    if content is not None:
        resume.write_bytes(content)
    assert assess.main([str(job), str(resume)]) == 2
    line = capsys.readouterr().err.strip()
    assert str(resume) in line and said in line and "\n" not in line


def test_any_file_that_the_reader_takes_is_assessed(tmp_path, capsys):
    job, resume = tmp_path / "job.txt", tmp_path / "resume.html"
    job.write_text(JOB)
    resume.write_text("<h1>Ann Doe</h1><h2>Skills</h2><ul><li>Sourdough</li></ul>")
    assert assess.main([str(job), str(resume), "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    met = [one for one in json.loads(line)["requirements"] if one["status"] == "met"]
    assert [one["text"] for one in met] == ["Sourdough"]


def test_a_verdict_that_rests_on_unclear_points_is_not_sure():
    job = "Porter\n\nYou know how to calm a guest down and can close up without help. You must speak Spanish."
    unclear = assess.load("rules").assess(job, "Languages\nSpanish: fluent\n")
    assert unclear.label == 0 and 3 <= unclear.sure <= 6
    missing = assess.load("rules").assess(
        "Job title: Baker\n\nRequirements:\n- Kubernetes\n- Docker\n", "Skills\n- Sourdough\n"
    )
    assert missing.label == 0 and missing.sure > 6


def test_a_system_that_is_no_assessor_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no such folder"):
        assess.load(tmp_path / "nothing")
    with pytest.raises(BadInput, match="no model is there"):
        assess.load(tmp_path)


def test_a_server_is_asked_the_same_question_and_has_a_cost(built, rows, tmp_path):
    pytest.importorskip("openai")
    from tests.doubles.openai_server import Behaviour, Double
    from training.assessor.server import ServerAssessor
    from training.systems.server_options import EvaluatedServer

    gold = {row["prompt"]: row["completion"] for row in rows}

    class Reader(Double):
        def complete(self, body: dict) -> tuple[int, dict]:
            message = {"role": "assistant", "content": gold[body["messages"][-1]["content"]]}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return 200, {"model": "m", "choices": [choice], "usage": {"prompt_tokens": 900, "completion_tokens": 100}}

    with Reader(Behaviour()) as double:
        asking = EvaluatedServer(base_url=double.base_url, store=str(tmp_path / "requests.sqlite"), concurrency=4)
        system = ServerAssessor("m", asking)
        found = measure(system.judge(rows[:6]), rows[:6])
    assert found["parses"] == 100 and found["criteria balanced accuracy"] == 100 and system.cost
