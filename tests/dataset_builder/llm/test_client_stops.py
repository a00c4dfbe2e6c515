"""What ends a run of the client before all is answered, and what is kept then."""

import os
import signal
import time

import pytest

pytest.importorskip("openai")  # imported now: it takes a second

from dataset_builder.errors import BadInput
from dataset_builder.llm import client, early_stop
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.pricing import Price
from dataset_builder.llm.request import Answer
from tests.doubles.openai_cases import Case
from tests.doubles.openai_server import Behaviour, Double
from tests.fixtures.llm_runs import run, toy
from tests.fixtures.virtual_time import virtual_time

pytestmark = pytest.mark.usefixtures("impatient")


def test_a_refused_key_ends_the_run_and_appears_nowhere(store, tmp_path):
    secret = "sk-very-secret-1234567890"
    with Double(Behaviour(key="another")) as double, pytest.raises(BadInput, match="refuses the key") as caught:
        run((toy(i) for i in range(50)), store, double.base_url, key=secret)
    assert secret not in str(caught.value) and "\n" not in str(caught.value)
    assert sum(double.asked.values()) == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not any(secret.encode() in path.read_bytes() for path in files)


def test_a_key_that_the_server_repeats_is_hidden_in_the_store(store, tmp_path, monkeypatch):
    secret = "sk-very-secret-1234567890"
    answers = iter([(500, {"error": {"message": f"bad gateway for {secret}"}})])
    echo = (200, {"choices": [{"message": {"content": f"your key is {secret}"}}]})
    monkeypatch.setattr(Double, "complete", lambda self, body: next(answers, echo))
    with Double() as double:
        results, _ = run([toy()], store, double.base_url, key=secret)
    assert results[0].text == "your key is ***"
    assert not any(secret.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("behaviour", "settings", "error", "message"),
    [
        (Behaviour(model="other"), {}, BadInput, "has no model 'm'"),
        (Behaviour(like="vllm", model="other"), {}, BadInput, "has no model 'm'"),
        (Behaviour(), {"path": "/nowhere"}, BadInput, "an address often ends in /v1"),
        (Behaviour(status=403), {}, BadInput, "refuses the key"),
        (Behaviour(quota=5), {}, Stop, "no money left"),
        (Behaviour(busy=1, retry_after=7200), {}, Stop, "asks to wait 120 minutes"),
        (Behaviour(errors=1), {}, Stop, "answers with errors alone .500 internal error.; see why in its log"),
    ],
)  # fmt: skip
def test_what_no_retry_mends_ends_in_one_line(store, behaviour, settings, error, message):
    with Double(behaviour) as double, pytest.raises(error, match=message) as caught:
        url = double.base_url.removesuffix("/v1") + settings.get("path", "/v1")
        run((toy(i) for i in range(40)), store, url)
    assert "\n" not in str(caught.value)
    assert sum(double.answered.values()) == store.rows("SELECT count(*) FROM answers").__next__()[0]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://no-such-host.invalid/v1"])
def test_no_server_at_all_is_one_line_at_once(store, url, monkeypatch):
    monkeypatch.setattr(client, "FIRST_BACKOFF", 60.0)
    with pytest.raises(BadInput, match="does not answer .no connection: .*; start it or check --base-url") as caught:
        run((toy(i) for i in range(40)), store, url)
    assert "\n" not in str(caught.value)


def test_a_server_that_goes_away_on_the_way_is_waited_for(store, monkeypatch):
    """It refuses connections for a while, which is an outage and no wrong address."""
    double = Double(Behaviour(latency=0.02))
    real, back, refused = double._answer, 0.0, 0
    with virtual_time(monkeypatch, double) as clock:

        async def answer(*request):
            nonlocal refused
            if clock.time() < back:
                refused += 1
                raise ConnectionRefusedError(111, "refused")
            return await real(*request)

        monkeypatch.setattr(double, "_answer", answer)

        def conversation(number):
            nonlocal back
            if number == 5:
                back = clock.time() + 0.15
            return (yield from toy(number))

        conversations = (conversation(i) for i in range(30))
        results, _ = run(conversations, store, double.base_url, concurrency=2, runner=clock.run_until_complete)
    assert refused > 4 and len(results) == 30 and all(isinstance(reply, Answer) for reply in results)


def test_a_full_disk_ends_the_run_and_what_was_answered_is_kept(store, monkeypatch):
    store._connection.execute(f"PRAGMA max_page_count = {store._row('PRAGMA page_count')[0] + 40}")
    with (
        Double() as double,
        pytest.raises(BadInput, match="the disk is full; free some space and run the same command"),
    ):
        run((toy(i) for i in range(500)), store, double.base_url, concurrency=4)
    (kept,) = store._row("SELECT count(*) FROM answers")
    assert 10 < kept < 500
    store._connection.execute("PRAGMA max_page_count = 1073741823")
    with Double() as double:
        results, _ = run((toy(i) for i in range(kept + 20)), store, double.base_url)
    assert len(results) == kept + 20 and all(isinstance(reply, Answer) for reply in results)


def test_a_clock_that_jumps_changes_nothing(store, monkeypatch):
    jumps = iter(range(10**9))
    monkeypatch.setattr(time, "time", lambda: 1.7e9 + (-1) ** next(jumps) * 1e8)
    double = Double(Behaviour(busy=0.2, retry_after=0.01, errors=0.1))
    with virtual_time(monkeypatch, double) as clock:
        results, _ = run((toy(i) for i in range(100)), store, double.base_url, runner=clock.run_until_complete)
    assert len(results) == 100 and clock.time() < 10
    assert max(double.answered.values()) == 1


def test_an_outage_is_not_taken_for_the_requests_fault(store):
    with Double(Behaviour(errors=1)) as double:
        with pytest.raises(Stop):
            run((toy(i) for i in range(10)), store, double.base_url)
        double.behaviour = Behaviour()
        results, _ = run((toy(i) for i in range(10)), store, double.base_url)
    assert all(isinstance(reply, Answer) for reply in results)


@pytest.mark.parametrize("status", [500, 429])
def test_a_server_that_dies_after_answers_is_an_outage_whatever_waits(store, monkeypatch, status):
    """Also for requests that were under way, or waited, when the last answer came."""
    monkeypatch.setattr(client, "TRIES", 3)
    monkeypatch.setattr(client, "REFUSED_TRIES", 3)
    case = Case({"when": "after 20 good", "status": status, "body": {"error": {"message": "the engine is dead"}}})
    with Double(case=case) as double:
        with pytest.raises(Stop, match="the engine is dead.; (see why in its log|run the same command later)"):
            run((toy(i) for i in range(60)), store, double.base_url)
        double.case = None
        results, _ = run((toy(i) for i in range(60)), store, double.base_url)
    assert all(isinstance(reply, Answer) for reply in results) and max(double.answered.values()) == 1


def test_nothing_answered_for_long_ends_the_run(store, monkeypatch):
    """However seldom one request comes to its turn."""
    monkeypatch.setattr(early_stop, "PATIENCE", 0.05)
    case = Case({"when": "after 20 good", "status": 429, "body": {"error": {"message": "slow down"}}})
    with Double(case=case) as double, pytest.raises(Stop, match="takes no requests now .429 slow down"):
        run((toy(i) for i in range(60)), store, double.base_url)


@pytest.mark.parametrize(
    ("status", "body", "headers", "line"),
    [
        (407, "<html><title>Sign in</title></html>", {}, "the proxy wants a password .*HTTPS_PROXY"),
        (400, "<html><title>The plain HTTP request was sent to HTTPS port</title></html>", {}, "with https://"),
        (404, {"error": {"code": "DeploymentNotFound", "message": "The API deployment for this resource does not exist."}}, {}, "has no model 'm'"),
        (404, "<html><title>404 Not Found</title></html>", {}, "an address often ends in /v1"),
        (429, {"error": {"message": "wait"}}, {"Retry-After": "86400"}, "asks to wait 1440 minutes"),
    ],
)  # fmt: skip
def test_what_an_error_at_the_first_request_asks_of_the_user(store, status, body, headers, line):
    case = Case({"when": "always", "status": status, "body": body, "headers": headers})
    with Double(case=case) as double, pytest.raises((BadInput, Stop), match=line):
        run((toy(i) for i in range(20)), store, double.base_url)
    assert sum(double.asked.values()) <= 20


def test_a_slow_server_is_a_failed_try(store):
    with Double(Behaviour(latency=0.5)) as double, pytest.raises(Stop, match="no answer within 0.05 seconds"):
        run([toy()], store, double.base_url, timeout=0.05)


@pytest.mark.parametrize("cap", ["usd", "tokens"])
def test_a_cap_stops_before_it_is_passed_and_keeps_what_was_in_flight(store, cap):
    price = Price(1, 10)
    with Double(Behaviour(latency=0.02)) as double:
        _, client = run([toy(0)], store, double.base_url, budget=Budget(price))
        one, one_tokens = client.budget.usd, client.budget.tokens
        budget = Budget(price, max_usd=60.5 * one) if cap == "usd" else Budget(price, max_tokens=int(60.5 * one_tokens))
        with pytest.raises(Stop, match=f"--max-{cap}"):
            run((toy(i) for i in range(1, 500)), store, double.base_url, budget=budget, concurrency=8)
        spent, most = (budget.usd, 60.5 * one) if cap == "usd" else (budget.tokens, 60.5 * one_tokens)
        assert 0.9 * most <= spent <= 1.02 * most
        answered = sum(double.answered.values())
    assert next(store.rows("SELECT count(*) FROM answers"))[0] == answered, "nothing paid is lost"


def test_ctrl_c_finishes_what_is_in_flight(store, monkeypatch):
    double = Double(Behaviour(latency=0.15))

    def conversation(number):
        if number == 40:
            os.kill(os.getpid(), signal.SIGINT)
        return (yield from toy(number))

    with virtual_time(monkeypatch, double) as clock, pytest.raises(Stop) as stopped:
        conversations = (conversation(i) for i in range(5000))
        run(conversations, store, double.base_url, concurrency=8, runner=clock.run_until_complete)
    assert stopped.value.exit_code == 130
    assert str(stopped.value).startswith("stopped by Ctrl-C; all answers are kept")
    answered = sum(double.answered.values())
    assert 20 < answered < 60 and sum(double.asked.values()) == answered
    assert next(store.rows("SELECT count(*) FROM answers"))[0] == answered


def test_ctrl_c_twice_ends_at_once(store, monkeypatch):
    double = Double(Behaviour(latency=15))
    with virtual_time(monkeypatch, double) as clock:
        for second in (3, 4):
            clock.call_later(second, os.kill, os.getpid(), signal.SIGINT)
        with pytest.raises(Stop, match="^stopped by Ctrl-C") as stopped:
            run((toy(i) for i in range(5000)), store, double.base_url, concurrency=8, runner=clock.run_until_complete)
        assert clock.time() < 5
    assert stopped.value.exit_code == 130 and double.asked and not double.answered
