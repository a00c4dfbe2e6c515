"""G-eval: what counts as a score, the two ways to it, and the verb from folders to table and figure."""

import json
import math
import re
import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

pytest.importorskip("openai")

from dataset_builder.__main__ import main
from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.request import Answer, Failure, Token
from dataset_builder.llm.request_store import Store
from dataset_builder.quality.llm_judge import geval, judge, scores
from dataset_builder.quality.llm_judge.geval import Item, read_score
from dataset_builder.quality.llm_judge.judge import JudgeConfig, run_judge, sample_triples
from dataset_builder.sampling.facts import Facts
from tests.doubles.openai_server import Behaviour, Double

TRIPLES, SAMPLES = 3, 4
ITEMS = TRIPLES * 6


def answer(text: str, finish: str = "stop", tokens: tuple[Token, ...] = ()) -> Answer:
    return Answer("a", text, finish, 10, 1, False, "m", None, False, 0.1, tokens)


def config(folder: Path, double: Double, *data: Path, **settings) -> JudgeConfig:
    settings = {"triples": TRIPLES, "samples": SAMPLES, "concurrency": 8, "quiet": True} | settings
    files = {"store": str(folder / "requests.sqlite"), "out": str(folder / "judgement")}
    return JudgeConfig(tuple(map(str, data)), model="m", base_url=double.base_url, **files | settings)


def rows_of(folder: Path) -> list[dict]:
    return pq.read_table(folder / "judgement" / "scores.parquet").to_pylist()


# ---------------------------------------------------------------------------------------------- reading answers


@pytest.mark.parametrize(
    "text",
    ["4", " 4\n", "4.", "- Consistency: 4", "**Consistency:** 4", "Score: 4/5", "4 out of 5", "Consistency score (1-5): 4",
     "Consistency: 4\n\nThe 3 jobs follow each other well.", "4\n4", "(4)", "Assessor B: 4", "`4`", "Rating = 4 (out of 5)"],
)  # fmt: skip
def test_a_filled_in_form_is_a_score(text):
    assert read_score(answer(text)) == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("7", "not on the scale"),
        ("0", "not on the scale"),
        ("-4", "not on the scale"),
        ("- Consistency: -4", "not on the scale"),
        ("4.5", "not on the scale"),
        ("4/10", "not on the scale"),
        ("44", "not on the scale"),
        ("٤", "prose: no line is a score"),
        ("Consistency: 4\nFactuality: 2", "several scores"),
        ("4 5", "prose: no line is a score"),
        ("3 to 4", "prose: no line is a score"),
        ("four", "prose: no line is a score"),
        ("The resume lists 3 jobs and reads well.", "prose: no line is a score"),
        ("I'm sorry, but I can't rate people.", "refused"),
        ("As an AI model, I cannot judge that. 4", "refused"),
        ("4" * 100_000, "prose: no line is a score"),
        (" " * 1_000_000 + "4", "prose: no line is a score"),
    ],
)
def test_what_is_no_score_has_a_reason(text, reason):
    assert read_score(answer(text)) == reason


def test_answers_that_ended_early_or_never_came():
    assert read_score(answer("The resume", finish="length")) == "no end within 2,000 tokens"
    assert read_score(answer("4", finish="content_filter")) == "refused"
    assert read_score(Failure("a", "400 too long")) == "no answer: 400 too long"


def test_the_expected_score_by_hand():
    told = [("4", 0.5), (" 5", 0.25), ("3", 0.05), ("The", 0.15), ("45", 0.05)]
    alternatives = tuple((text, math.log(share)) for text, share in told)
    reply = answer("- Factuality: 4", tokens=(Token("- Factuality:", ()), Token(" 4", alternatives)))
    score = geval.score_by_probabilities(None, reply)
    assert score.value == pytest.approx((4 * 0.5 + 5 * 0.25 + 3 * 0.05) / 0.8)
    assert score.mass == pytest.approx(0.8) and score.method == "probabilities"


def test_probabilities_are_those_of_the_score_itself():
    sure, torn = (("5", 0.0),), (("5", math.log(0.5)), ("4", math.log(0.5)))
    texts = ["Consistency (1", "-", "5", "):", " 5", "/", "5"]
    tokens = tuple(Token(text, torn if at == 4 else sure) for at, text in enumerate(texts))
    assert geval.score_by_probabilities(None, answer("".join(texts), tokens=tokens)).value == pytest.approx(4.5)


def test_a_score_inside_a_longer_token_is_sampled_instead():
    reply = answer("4/5", tokens=(Token("4/5", (("4/5", 0.0),)),))
    assert geval.score_by_probabilities(None, reply) is None


# ---------------------------------------------------------------------------------------------- the two ways


@pytest.fixture(scope="module")
def told(built, tmp_path_factory):
    """Folder, server and summary of a run against a server that tells probabilities."""
    folder = tmp_path_factory.mktemp("told")
    with Double() as double:
        yield folder, double, run_judge(config(folder, double, built))


def test_one_answer_each_is_enough_where_probabilities_are_told(told):
    folder, double, summary = told
    assert sum(double.asked.values()) == ITEMS
    assert all(body["top_logprobs"] == 20 and body["temperature"] == 1 for body in double.bodies)
    rows = rows_of(folder)
    assert len(rows) == ITEMS and {row["method"] for row in rows} == {"probabilities"}
    assert all(row["mass"] == pytest.approx(0.9) and 1 < row["score"] < 5 for row in rows)
    assert len({row["score"] for row in rows}) > 3
    assert f"{ITEMS} of {ITEMS} scores from token probabilities, 90.0 %" in summary.text()


def test_a_form_shows_the_document_and_for_factuality_its_own_facts(told, built):
    _, double, _ = told
    row = sample_triples(built, "test", TRIPLES, 0)[0]
    asked = [body["messages"][0]["content"] for body in double.bodies]
    unmatched = [text for text in asked if row["resume_unmatched"] in text]
    assert len(unmatched) == 2
    (with_facts,) = (text for text in unmatched if text.endswith("- Factuality:"))
    facts = with_facts.partition('"""')[0]
    assert all(f"\n- {skill}\n" in facts for skill in row["unmatched_skills"])
    assert not any(f"\n- {skill}\n" in facts for skill in row["removed_skills"])
    (job,) = (text for text in asked if row["job_description"] in text and text.endswith("- Factuality:"))
    assert all(f"years as {e['title']}" in job or f"year as {e['title']}" in job for e in row["experiences"])


def test_a_second_run_asks_nothing_even_without_the_server(told, built):
    folder, double, _ = told
    asked = sum(double.asked.values())
    before = {path.name: path.read_bytes() for path in (folder / "judgement").iterdir()}
    assert set(before) == {"scores.parquet", "summary.json", "summary.md", "figure_2.png"}
    for path in (folder / "judgement").iterdir():
        path.unlink()
    run_judge(config(folder, double, built))
    assert sum(double.asked.values()) == asked
    assert {path.name: path.read_bytes() for path in (folder / "judgement").iterdir()} == before


def test_thoughts_before_the_score_change_nothing(told, built, tmp_path):
    with Double(Behaviour(like="vllm")) as double:
        run_judge(config(tmp_path, double, built))
    before = [(row["id"], row["score"], row["method"]) for row in rows_of(told[0])]
    assert [(row["id"], row["score"], row["method"]) for row in rows_of(tmp_path)] == before


@pytest.mark.parametrize(
    "behaviour", [Behaviour(like="ollama"), Behaviour(logprobs="refused"), Behaviour(logprobs="forbidden"), Behaviour(like="cloud")],
    ids=["ignored", "refused", "forbidden", "cloud"],
)  # fmt: skip
def test_answers_are_sampled_where_probabilities_are_not_told(built, tmp_path, behaviour):
    with Double(behaviour) as double:
        summary = run_judge(config(tmp_path, double, built))
        assert sum(double.answered.values()) == len(double.answered) == ITEMS * SAMPLES
        asked = sum(double.asked.values())
        assert run_judge(config(tmp_path, double, built)).text() == summary.text()
        assert sum(double.asked.values()) == asked
    rows = rows_of(tmp_path)
    assert {row["method"] for row in rows} == {"samples"} and {row["mass"] for row in rows} == {None}
    assert all(len(row["readings"]) == SAMPLES == len(set(row["requests"])) for row in rows)
    assert all(row["score"] == pytest.approx(np.mean(row["readings"])) for row in rows)
    assert any(len(set(row["readings"])) > 1 for row in rows)
    assert "where the server returned no token probabilities" in summary.text()


def test_sampling_comes_near_the_probabilities(told, built, tmp_path):
    with Double(Behaviour(logprobs="ignored")) as double:
        run_judge(config(tmp_path, double, built, samples=26))
    pairs = zip(rows_of(told[0]), rows_of(tmp_path))
    assert np.mean([abs(a["score"] - b["score"]) for a, b in pairs]) < 0.25


# ---------------------------------------------------------------------------------------------- judges that fail


@pytest.mark.parametrize("logprobs", ["told", "ignored"])
def test_answers_that_are_no_score_are_counted(built, tmp_path, logprobs):
    with Double(Behaviour(unfit=0.5, logprobs=logprobs)) as double:
        summary = run_judge(config(tmp_path, double, built))
    rows = rows_of(tmp_path)
    for row in rows:  # an empty answer has no token to tell probabilities of
        each = 1 if row["method"] == "probabilities" else SAMPLES
        assert len(row["readings"]) + len(row["reasons"]) == each
    assert ("probabilities" in {row["method"] for row in rows}) == (logprobs == "told")
    assert all((row["score"] is None) == (not row["readings"]) for row in rows)
    reasons = scores.reasons(summary.datasets)
    assert set(reasons) <= {"refused", "empty", "several scores", "not on the scale", "prose: no line is a score"}
    assert len(reasons) > 2 and f"{reasons.total()} answers were no score: " in summary.text()
    unscored = sum(row["score"] is None for row in rows)
    assert re.search(rf"\| {unscored} of {ITEMS} +\|", summary.text())
    cells = json.loads((tmp_path / "judgement" / "summary.json").read_text())["datasets"][0]["cells"].values()
    assert sum(cell["unscored"] for cell in cells) == unscored


def test_a_judge_that_never_scores_leaves_no_middle_score(built, tmp_path):
    with Double(Behaviour(refusals=1.0)) as double:
        summary = run_judge(config(tmp_path, double, built, triples=1, samples=2))
    assert "none" in summary.text() and "12 answers were no score: refused (12)" in summary.text()
    assert {row["score"] for row in rows_of(tmp_path)} == {None}


@pytest.mark.parametrize("samples", [1, 20])
def test_a_judge_that_cannot_do_it_is_stopped_before_it_costs_more(built, tmp_path, samples):
    with Double(Behaviour(refusals=1.0)) as double, pytest.raises(BadInput) as stopped:
        run_judge(config(tmp_path, double, built, triples=30, split="train", samples=samples, concurrency=2))
    assert "40 of the first 40 answers of m were no score, 40 for: refused; look at them" in str(stopped.value)
    assert sum(double.asked.values()) < 40 + 4 * samples
    assert not (tmp_path / "judgement").exists()


def test_a_cap_stops_and_the_same_command_continues(built, tmp_path):
    with Double() as double:
        with pytest.raises(Stop, match=r"--max-tokens .* of 18 scores are there; the same command continues"):
            run_judge(config(tmp_path, double, built, max_tokens=4_000, concurrency=1))
        assert 0 < sum(double.asked.values()) < ITEMS and not (tmp_path / "judgement").exists()
        run_judge(config(tmp_path, double, built))
        assert sum(double.asked.values()) == len(double.asked) == ITEMS


def test_the_key_is_in_no_file(built, tmp_path, monkeypatch):
    key = "sk-very-secret-key-of-a-judge"

    class Telltale(Double):
        def complete(self, body):
            logprobs = {
                "content": [{"token": f"{key}\n4", "logprob": 0, "top_logprobs": [{"token": key, "logprob": 0}]}]
            }
            choice = {"message": {"content": f"{key}\n4"}, "finish_reason": "stop", "logprobs": logprobs}
            return 200, {"model": "m", "choices": [choice]}

    monkeypatch.setenv("OPENAI_API_KEY", key)
    with Telltale(Behaviour(key=key)) as double:
        summary = run_judge(config(tmp_path, double, built, samples=2))
    assert re.search(rf"\| 0 of {ITEMS} +\|", summary.text())
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) >= 5 and not [path for path in written if key.encode() in path.read_bytes()]


def test_a_server_that_is_not_there_is_told_at_once(built, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    files = {"store": str(tmp_path / "s.sqlite"), "out": str(tmp_path / "o")}
    with pytest.raises(BadInput, match="does not answer .*; start it or check --base-url"):
        run_judge(JudgeConfig((str(built),), model="m", base_url=url, **files))


def test_tokens_and_their_alternatives_come_back_from_the_store(told, built):
    folder, double, summary = told
    item = summary.datasets[0].items[0]
    with Store(folder / "requests.sqlite", writing=False) as store:
        found = store.find(config(folder, double, built).endpoint, item.request(0))
    assert found.tokens == summary.datasets[0].scores[0].answers[0].tokens and len(found.tokens[0].alternatives) == 11


# ---------------------------------------------------------------------------------------------- datasets, sums


def test_several_datasets_stand_side_by_side(built, tmp_path):
    other = tmp_path / "other" / built.name
    other.parent.mkdir()
    other.symlink_to(built)
    build = json.loads((built / "build.json").read_text())
    copy = tmp_path / "section"
    copy.mkdir()
    for path in built.iterdir():
        if path.name != "build.json":
            (copy / path.name).symlink_to(path)
    settings = build["settings"] | {"teacher": "openai", "model": "m", "parameters": {"granularity": "section"}}
    (copy / "build.json").write_text(json.dumps(build | {"settings": settings}))
    with Double() as double:
        summary = run_judge(config(tmp_path, double, built, copy, triples=2))
        assert sum(double.asked.values()) == 12  # the same documents, asked about once
    first, second = summary.datasets
    assert (first.model, first.granularity) == ("template", "from templates")
    assert (second.model, second.granularity, second.name) == ("m", "section by section", "section")
    assert "the judge wrote section itself" in summary.text()
    assert [s.item.facts.id for s in first.scores] == [s.item.facts.id for s in second.scores]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"teacher": "template", "recipe": "facts"}, "from templates"),
        ({"teacher": "gpt-4", "recipe": "original"}, "whole triple"),
        ({"teacher": "openai", "recipe": "paper", "parameters": {"granularity": "whole"}}, "whole triple"),
        ({"teacher": "openai", "recipe": "facts", "parameters": {"granularity": "whole"}}, "whole document"),
        ({"teacher": "openai", "recipe": "facts", "parameters": {"granularity": "section"}}, "section by section"),
    ],
)
def test_how_much_was_written_at_once(settings, expected):
    assert judge.granularity_of(settings) == expected


def test_a_larger_sample_keeps_the_smaller_one(built):
    few, many = (sample_triples(built, "train", number, 0) for number in (5, 12))
    assert [row["id"] for row in many[:5]] == [row["id"] for row in few] and len(many) == 12
    assert [row["id"] for row in sample_triples(built, "train", 5, 1)] != [row["id"] for row in few]
    assert len(sample_triples(built, "test", 1_000, 0)) == 8


def scored(facts: Facts, document: str, criterion: str, value: float | None) -> geval.Score:
    return geval.Score(Item(facts, document, "", criterion), value, "samples", None, (), (), ())


def test_cells_are_means_over_documents_with_intervals_over_triples(built):
    facts = Facts.from_row(sample_triples(built, "test", 1, 0)[0])
    several = [replace(facts, id=str(number)) for number in range(4)]
    values = ((5, 5), (3, 3), (4, None), (2, 2))
    found = [
        scored(one, document, "factuality", value)
        for one, pair in zip(several, values)
        for document, value in zip(("resume_matched", "resume_unmatched"), pair)
    ]
    cell = scores.cell(found, "resume", "factuality")
    assert cell.mean == pytest.approx(24 / 7) and (cell.documents, cell.unscored) == (7, 1)
    assert 2 <= cell.low < cell.mean < cell.high <= 5
    assert scores.cell(found, "job", "factuality").mean is None


def test_intervals_are_those_of_the_normal_law_where_it_holds():
    values = np.random.default_rng(1).normal(50, 10, size=400)
    low, high = scores.ratio_interval(values, np.ones(400))
    half = 1.96 * values.std() / 20
    assert low == pytest.approx(values.mean() - half, abs=0.15) and high == pytest.approx(
        values.mean() + half, abs=0.15
    )
    assert scores.ratio_interval(values[:1], np.ones(1)) == (None, None)


# ---------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"model": ""}, "--model is missing; give the name of a model"),
        ({"samples": 27}, "--samples 27: give 26 or fewer"),
        ({"samples": 0}, "--samples 0: give 1 or more"),
        ({"triples": 0}, "--triples 0: give 1 or more"),
        ({"max_usd": 0.0}, "--max-usd 0.0: give more than 0"),
        ({"folders": ("a", "./a")}, "a folder is given twice"),
        ({"base_url": "localhost"}, "is not an http address"),
    ],
)
def test_settings_that_cannot_be_used(settings, message):
    with pytest.raises(BadInput, match=message):
        JudgeConfig(**{"folders": ("a",), "model": "m"} | settings)


def test_folders_that_cannot_be_used(built, tmp_path, capsys):
    assert main(["judge", str(tmp_path), "--model", "m"]) == 2
    assert "is not an RJDB dataset; give a folder that `build` or `import` made" in capsys.readouterr().err
    assert main(["judge", str(built), "--model", "m", "--split", "dev"]) == 2
    assert "has train, validation, test, test_unseen; give one of these" in capsys.readouterr().err
    assert main(["judge", str(built), "--model", "m", "--max-usd", "1"]) == 2
    assert "no price is known for model 'm'" in capsys.readouterr().err


def test_the_command_line(built, tmp_path, capsys):
    files = ["--store", str(tmp_path / "s.sqlite"), "--out", str(tmp_path / "out"), "--quiet"]
    with Double() as double:
        flags = ["--model", "m", "--base-url", double.base_url, "--triples", "2", "--price", "1,2"]
        assert main(["judge", str(built), *flags, *files]) == 0
    printed = capsys.readouterr().out
    assert printed == (tmp_path / "out" / "summary.md").read_text()
    assert "| job description, consistency" in printed and "USD" in printed
    assert (tmp_path / "out" / "figure_2.png").read_bytes()[:4] == b"\x89PNG"
