"""Rewards: the right answer is worth most, a realistic one less, and every cheat less than that."""

import random

import pytest
import yaml
from datasets import load_dataset

from dataset_builder.assessment.answer import Answer, Finding, parse, write
from dataset_builder.errors import BadInput
from dataset_builder.text.requirement_status import Status
from tests.test_architecture import ROOT
from training.assessor import rewards

WEIGHTS = yaml.safe_load((ROOT / "training/recipes/assessor/tiny_grpo.yaml").read_text())


@pytest.fixture(scope="module")
def rows(built) -> list[dict]:
    """As many matches as others, as GRPO is trained on."""
    every = load_dataset(str(built), "assessment", split="train").select(range(600)).to_list()
    others = [row for row in every if row["label"] == 0 and row["variant"] != "far"]
    matches = [row for row in every if row["label"] == 1]
    return matches + random.Random(0).sample(others, len(matches))


def worth(answers: list[str], rows: list[dict]) -> float:
    columns = {name: [row[name] for row in rows] for name in ("id", *rewards.COLUMNS)}
    total = [0.0] * len(rows)
    for name, weight in zip(WEIGHTS["rewards"], WEIGHTS["reward_weights"], strict=True):
        given = rewards.REWARDS[name](answers, **columns)
        assert all(0 <= one <= 1 for one in given)
        total = [before + weight * one for before, one in zip(total, given)]
    return sum(total) / len(total)


def of_all(row: dict, status: Status, lines: tuple[int, ...] = (), sure: int = 9) -> str:
    months = 12 if status is Status.TOO_SHORT else None
    return write(Answer(tuple(Finding(n, status, lines, months) for n in range(1, len(row["requirements"]) + 1)), sure))


def realistic(row: dict, rng: random.Random) -> str:
    """An answer as a trained model gives it: one finding in eight is wrong, one in five lacks a line or cites another."""
    findings = []
    for one in parse(row["completion"]).findings:
        if rng.random() < 1 / 8:
            met = one.status is not Status.MET
            one = Finding(
                one.number, Status.MET if met else Status.MISSING, (rng.choice(row["line_numbers"]),) if met else ()
            )
        elif one.lines and rng.random() < 1 / 5:
            one = Finding(one.number, one.status, (rng.choice(row["line_numbers"]),), one.months)
        findings.append(one)
    return write(Answer(tuple(findings), rng.choice((6, 7, 8))))


def first(row: dict) -> tuple[int, ...]:
    return tuple(row["line_numbers"][:1])


CHEATS = {
    "empty": lambda row: "",
    "sure alone": lambda row: "sure 9",
    "all missing": lambda row: of_all(row, Status.MISSING),
    "all unclear": lambda row: of_all(row, Status.UNCLEAR),
    "all met on the first line": lambda row: of_all(row, Status.MET, first(row)),
    "all met on a line that is not there": lambda row: of_all(row, Status.MET, (999,)),
    "all met, every line cited": lambda row: of_all(row, Status.MET, tuple(row["line_numbers"])),
    "all short": lambda row: of_all(row, Status.TOO_SHORT, first(row)),
    "the job copied": lambda row: row["prompt"],
    "each finding twice": lambda row: _twice(row),
    "both ways": lambda row: _both_ways(row),
    "requirements that are not there": lambda row: _invented(row),
    "wrong, and unsure of it": lambda row: of_all(row, Status.MISSING if row["label"] else Status.MET, () if row["label"] else first(row), 0),
    "always sure": lambda row: of_all(row, Status.MET, first(row), 9),
}  # fmt: skip


def _twice(row: dict) -> str:
    findings = parse(row["completion"]).findings
    return write(Answer((*findings, *findings), 9))


def _both_ways(row: dict) -> str:
    numbers = range(1, len(row["requirements"]) + 1)
    return write(
        Answer(
            tuple(one for n in numbers for one in (Finding(n, Status.MET, first(row)), Finding(n, Status.MISSING))), 9
        )
    )


def _invented(row: dict) -> str:
    findings = parse(row["completion"]).findings
    more = (Finding(n, Status.MET, first(row)) for n in range(len(findings) + 1, 2 * len(findings) + 1))
    return write(Answer((*findings, *more), 9))


def test_the_right_answer_is_worth_most(rows):
    right = worth([row["completion"] for row in rows], rows)
    sure = worth([row["completion"].rsplit("\n", 1)[0] + "\nsure 9" for row in rows], rows)
    assert 0.99 < right <= sure <= 1


@pytest.mark.parametrize("cheat", CHEATS)
def test_no_cheat_is_worth_a_realistic_answer(rows, cheat):
    rng = random.Random(0)
    honest = worth([realistic(row, rng) for row in rows], rows)
    assert worth([CHEATS[cheat](row) for row in rows], rows) < honest - 0.05, honest


@pytest.mark.parametrize("label", (0, 1))
@pytest.mark.parametrize(
    "cheat", ("all missing", "all met on the first line", "both ways", "all met, every line cited")
)
def test_no_constant_is_worth_a_realistic_answer_where_its_verdict_is_right(rows, cheat, label):
    of_label = [row for row in rows if row["label"] == label]
    rng = random.Random(0)
    assert worth([CHEATS[cheat](row) for row in of_label], of_label) < worth(
        [realistic(r, rng) for r in of_label], of_label
    )


def test_it_pays_to_say_what_one_believes():
    row = {"requirements": [{"status": "met", "lines": [1], "optional": False}], "line_numbers": [1], "label": 1}
    columns = {name: [row[name]] for name in rewards.COLUMNS}

    def expected(sure: int, chance: float) -> float:
        right = rewards.calibration([f"1 met L1\nsure {sure}"], **columns)[0]
        wrong = rewards.calibration([f"1 missing\nsure {sure}"], **columns)[0]
        return chance * right + (1 - chance) * wrong

    for chance, sure in ((0.95, 9), (0.65, 6), (0.15, 1)):
        assert max(range(10), key=lambda one: expected(one, chance)) == sure


def test_months_are_rewarded_where_a_job_is_too_short():
    row = {
        "requirements": [{"status": "too short", "months_held": 24, "lines": [3], "optional": False}],
        "line_numbers": [3],
    }
    columns = {"requirements": [row["requirements"]] * 4, "line_numbers": [[3]] * 4}
    answers = ["1 short L3 24m\nsure 9", "1 short L3 26m\nsure 9", "1 missing\nsure 9", "1 met L3\nsure 9"]
    assert rewards.years(answers, **columns) == [1, 0, 0, 0]


def test_what_a_run_lacks_is_named_before_it_starts(rows):
    few = rows[:4]
    rewards.check(rewards.REWARDS, few, "data")
    with pytest.raises(BadInput, match="data: has no column line_numbers"):
        rewards.check(rewards.REWARDS, [{k: v for k, v in row.items() if k != "line_numbers"} for row in few], "data")
    with pytest.raises(BadInput, match=r"reward broken: raised ZeroDivisionError .* on rows train-"):
        rewards.check({"broken": lambda **_: 1 / 0}, few, "data")
    with pytest.raises(BadInput, match="reward loud: gave"):
        rewards.check({"loud": lambda completions, **_: [2.0] * len(completions)}, few, "data")
