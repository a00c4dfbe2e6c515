"""What a build will cost: intervals from a pilot, prices of models, and the line that shows progress."""

from pathlib import Path

import pytest

from dataset_builder import llm
from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget
from dataset_builder.llm.cost_plan import Interval, Spent, forecast
from dataset_builder.llm.limiter import Limiter
from dataset_builder.llm.pricing import Price, find_price, needed_price
from dataset_builder.llm.progress import Progress, duration


def test_intervals_hold_what_they_promise():
    from random import Random

    held = 0
    for seed in range(200):
        rng = Random(seed)
        costs = [rng.gammavariate(4, 100) for _ in range(2_000)]
        interval = Interval.of_sum(rng.sample(costs, 50), 2_000)
        held += interval.low <= sum(costs) <= interval.high
    assert 0.9 <= held / 200 <= 0.99
    plan = forecast([Spent(1_000_000, 0, 36.0), Spent(1_000_000, 0, 36.0)], 10, Price(2, 4, 0.5), concurrency=2)
    assert (plan.usd.mean, plan.batch_usd.mean, plan.hours.mean) == (20, 10, pytest.approx(0.05))


def test_prices_come_from_a_dated_file_that_can_be_edited(tmp_path):
    assert find_price("gpt-4o-mini") == Price(0.15, 0.6, 0.5)
    assert find_price("unheard-of") is None
    (tmp_path / "p.yaml").write_text("models: {mine: {prompt: 1, completion: 2}}")
    assert needed_price("mine", path=str(tmp_path / "p.yaml")) == Price(1, 2, 1)
    assert Price(1, 2, 0.5).usd(1_000_000, 500_000) == 2 and Price(1, 2, 0.5).usd(1_000_000, 500_000, batch=True) == 1
    (tmp_path / "p.yaml").write_text("models: [1]")
    with pytest.raises(BadInput, match=r"p\.yaml: is no list of prices"):
        find_price("mine", path=str(tmp_path / "p.yaml"))
    head = (Path(llm.__file__).with_name("pricing.yaml")).read_text()
    assert "checked: 20" in head


def test_progress_shows_what_is_done_spent_and_in_flight_and_a_log_is_not_flooded(capsys, monkeypatch):
    def shown(**settings) -> str:
        shows = Progress(2_000, done=500, already=100, retries=3, **settings)
        for _ in range(100):
            shows.show(Budget(Price(1, 2), prompt_tokens=20_000, usd=0.5), Limiter(32))
        shows.end()
        shows.say("a line")
        return capsys.readouterr().err

    assert shown() == "a line\n", "a run that ends within half a minute writes nothing else to a log"
    monkeypatch.setattr("dataset_builder.llm.progress.LOG_SECONDS", 0.0)
    text = shown()
    for part in ("500/2000", " triples/s", "0.02 M tokens $0.50", "3 retries, 0 rejects", "0 of 32 in flight"):
        assert part in text
    assert text.endswith("\na line\n") and shown(quiet=True) == "a line\n"


def test_durations():
    assert (duration(40), duration(720), duration(11_100)) == ("40 s", "12 min", "3 h 05")
