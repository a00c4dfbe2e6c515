"""Asking a server: what is sent, what is sent again, and how fast."""

import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("openai")  # imported now: it takes a second

from dataset_builder.errors import BadInput
from dataset_builder.llm import server_errors
from dataset_builder.llm.limiter import Limiter
from dataset_builder.llm.request import Answer, Failure
from tests.doubles.openai_cases import Case
from tests.doubles.openai_server import Behaviour, Double
from tests.fixtures.llm_runs import run, toy
from tests.fixtures.virtual_time import virtual_time

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("impatient")


def test_a_stored_answer_is_never_asked_again(store):
    with Double() as double:
        first, _ = run((toy(i) for i in range(20)), store, double.base_url)
        second, _ = run((toy(i) for i in range(20)), store, double.base_url)
    assert sum(double.asked.values()) == 20
    key = lambda answer: answer.address  # noqa: E731
    assert sorted(first, key=key) == sorted(second, key=key)


@pytest.mark.parametrize("change", [{"model": "m2"}, {"temperature": 0.5}, {"seed": 3}, {"base_url": True}])
def test_whatever_is_sent_differently_is_asked_again(store, change):
    with Double() as one, Double() as other:
        other.behaviour = Behaviour(model="m2") if "model" in change else Behaviour()
        run([toy()], store, one.base_url)
        url = other.base_url if "base_url" in change or "model" in change else one.base_url
        run([toy()], store, url, **{k: v for k, v in change.items() if k != "base_url"})
        assert sum(one.asked.values()) + sum(other.asked.values()) == 2


def test_the_same_request_at_once_is_sent_once(store):
    with Double(Behaviour(latency=0.05)) as double:
        results, _ = run((toy(0) for _ in range(30)), store, double.base_url)
    assert sum(double.asked.values()) == 1 and len(results) == 30


def test_faults_are_retried_until_all_are_answered(store):
    with Double(Behaviour(busy=0.15, retry_after=0.01, errors=0.1, drops=0.1)) as double:
        results, client = run((toy(i) for i in range(200)), store, double.base_url)
    assert len(results) == 200 and all(isinstance(reply, Answer) for reply in results)
    assert client.progress.retries > 30
    assert max(double.answered.values()) == 1
    kinds = dict(store.rows("SELECT substr(cause, 1, 3), count(*) FROM failures GROUP BY 1"))
    assert set(kinds) == {"429", "500", "no "}


def test_retry_after_is_honoured_in_seconds_milliseconds_and_as_a_date(store):
    assert server_errors.retry_after({"retry-after": "7"}) == 7
    assert server_errors.retry_after({"retry-after-ms": "250", "retry-after": "7"}) == 0.25
    dated = {"date": "Sat, 21 Nov 2026 10:00:00 GMT", "retry-after": "Sat, 21 Nov 2026 10:00:30 GMT"}
    assert server_errors.retry_after(dated) == 30, "the clock of this machine plays no part"
    assert server_errors.retry_after({"retry-after": "soon"}) is None and server_errors.retry_after({}) is None


def test_a_refused_request_goes_out_again_after_retry_after_and_not_before(store, monkeypatch):
    case = Case({"when": "for the first 1", "status": 429, "body": {}, "headers": {"Retry-After": "7"}})
    double, seen = Double(case=case), []
    with virtual_time(monkeypatch, double) as clock:

        def arrives(body, real=double._chat):
            seen.append(clock.time())
            return real(body)

        monkeypatch.setattr(double, "_chat", arrives)
        run([toy()], store, double.base_url, runner=clock.run_until_complete)
    first, second = seen
    assert second - first == pytest.approx(7, abs=0.01)


def test_everybody_waits_where_most_are_refused_but_not_for_a_few():
    limiter = Limiter(64)
    for _ in range(6):
        limiter.record(refused=True, retry_after=30)
    assert limiter._pause_until == 0
    for _ in range(6):
        limiter.record(refused=True, retry_after=30)
    assert limiter._pause_until > time.monotonic() + 20


def test_concurrency_settles_at_what_the_server_can_take(store, monkeypatch):
    double = Double(Behaviour(latency=0.2, capacity=12, retry_after=0.05))
    with virtual_time(monkeypatch, double) as clock:
        results, client = run(
            (toy(i) for i in range(250)), store, double.base_url, concurrency=64, runner=clock.run_until_complete
        )
    assert len(results) == 250 and all(isinstance(reply, Answer) for reply in results)
    assert client.limiter.limit < 24
    assert client.progress.retries < 300


def test_concurrency_grows_to_the_ceiling_and_memory_of_conversations_stays_bounded(store, monkeypatch):
    under_way = most = 0

    def counted(number):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        reply = yield from toy(number)
        under_way -= 1
        return reply

    double = Double(Behaviour(latency=0.5))
    with virtual_time(monkeypatch, double) as clock:
        run((counted(i) for i in range(200)), store, double.base_url, concurrency=40, runner=clock.run_until_complete)
    assert double.most_open == 40
    assert most <= 80


def test_limiter_halves_when_everything_is_refused_and_climbs_back():
    limiter = Limiter(64)
    limiter.limit = 64.0
    for _ in range(64):
        limiter.record(refused=True)
    assert limiter.limit == 32
    for _ in range(2000):
        limiter.record(refused=False)
    assert limiter.limit == 64
    for i in range(2000):
        limiter.record(refused=i % 20 == 0)
    assert limiter.limit == 64, "one refusal in twenty is no overload"


def test_a_request_that_alone_fails_is_given_up_with_its_cause(store, monkeypatch):
    real = Double.complete

    def poison(self, body):
        return (500, {"error": {"message": "kaput"}}) if "(7)" in body["messages"][0]["content"] else real(self, body)

    monkeypatch.setattr(Double, "complete", poison)
    with Double(Behaviour(latency=0.01)) as double:
        results, _ = run((toy(i) for i in range(150)), store, double.base_url, concurrency=4)
        assert [r.cause for r in results if isinstance(r, Failure)] == ["500 kaput"]
        asked = sum(double.asked.values())
        run((toy(i) for i in range(150)), store, double.base_url)
        assert sum(double.asked.values()) == asked, "a final failure is not tried again"


def test_a_bad_request_is_not_retried(store, monkeypatch):
    too_long = (400, {"error": {"message": "maximum context length is 10 tokens"}})
    monkeypatch.setattr(Double, "complete", lambda self, body: too_long)
    with Double() as double:
        results, _ = run([toy()], store, double.base_url)
        assert isinstance(results[0], Failure) and "maximum context length" in results[0].cause
        assert sum(double.asked.values()) == 1


# ---------------------------------------------------------------------------------------------- servers differ


@pytest.mark.parametrize("like", ["clean", "vllm", "llama.cpp", "ollama", "cloud"])
def test_every_kind_of_server_is_understood_and_its_refusals_are_learned_once(store, like):
    schema = {"type": "object", "properties": {}}
    with Double(Behaviour(like=like)) as double:
        results, _ = run(
            (toy(i, schema=schema) for i in range(30)), store, double.base_url, temperature=0.2, concurrency=4
        )
        assert len(results) == 30
        assert all(isinstance(r, Answer) and r.finish == "stop" and "Kneading" in r.text for r in results)
        assert all(r.prompt_tokens > 0 and r.completion_tokens > 0 for r in results)
        assert {r.estimated for r in results} == {like in ("llama.cpp", "ollama")}
        assert not any("<think>" in r.text for r in results)
        wasted = sum(double.asked.values()) - 30
        assert wasted <= {"llama.cpp": 4, "cloud": 8}.get(like, 0)
        asked = sum(double.asked.values())
        run((toy(i, schema=schema) for i in range(30)), store, double.base_url, temperature=0.2)
        assert sum(double.asked.values()) == asked, "what was learned is remembered"


def test_unknown_finish_is_read_from_the_tokens(store, monkeypatch):
    def cut(self, body):
        choice = {"message": {"content": "abc"}, "finish_reason": None}
        return 200, {"choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": body["max_tokens"]}}

    monkeypatch.setattr(Double, "complete", cut)
    with Double() as double:
        results, _ = run([toy()], store, double.base_url)
    assert results[0].finish == "length"


def test_an_error_wrapped_in_a_200_is_an_error(store, monkeypatch):
    answers = iter([(200, {"error": {"code": 429, "message": "upstream busy"}}), (200, {"choices": []}), (200, ["x"])])
    real = Double.complete
    monkeypatch.setattr(Double, "complete", lambda self, body: next(answers, None) or real(self, body))
    with Double() as double:
        results, _ = run([toy()], store, double.base_url)
    assert isinstance(results[0], Answer)
    causes = [cause for (cause,) in store.rows("SELECT cause FROM failures ORDER BY number")]
    assert causes[0] == "429 upstream busy" and "no choices" in causes[1] and "not a JSON object" in causes[2]


# ---------------------------------------------------------------------------------------------- keys


def test_the_key_comes_from_the_environment(monkeypatch):
    monkeypatch.delenv("SOME_KEY", raising=False)
    with pytest.raises(BadInput, match=r"no key: set \$SOME_KEY"):
        server_errors.read_key("SOME_KEY", "https://api.example.com/v1")
    assert server_errors.read_key("SOME_KEY", "http://127.0.0.1:8000/v1") == "none"
    monkeypatch.setenv("SOME_KEY", " abc\n")
    assert server_errors.read_key("SOME_KEY", "https://api.example.com/v1") == "abc"
    monkeypatch.setenv("SOME_KEY", "schlüssel")
    with pytest.raises(BadInput, match="characters that no key has") as caught:
        server_errors.read_key("SOME_KEY", "https://api.example.com/v1")
    assert "schlüssel" not in str(caught.value)


# ---------------------------------------------------------------------------------------------- connections


def test_what_lies_under_a_connection_error_is_told(monkeypatch):
    import aiohttp

    def chained(*errors: BaseException) -> BaseException:
        for outer, inner in zip(errors, errors[1:]):
            outer.__cause__ = inner
        return errors[0]

    slow = chained(RuntimeError("Request timed out."), aiohttp.SocketTimeoutError("Timeout on reading"), TimeoutError())
    gone = chained(RuntimeError("Request timed out."), aiohttp.ServerDisconnectedError())
    silent = chained(RuntimeError("Request timed out."), aiohttp.ConnectionTimeoutError("to host h"), TimeoutError())
    refused = chained(RuntimeError("Connection error."), ConnectionRefusedError(111, "refused"))
    told = [server_errors.error_of_connection(error, 7) for error in (slow, gone, silent, refused)]
    assert [t.cause for t in told] == [
        "no answer within 7 seconds", "no connection: Server disconnected", "no connection in time",
        "no connection: [Errno 111] refused",
    ]  # fmt: skip
    assert [t.code == server_errors.UNREACHABLE for t in told] == [False, False, False, True]


def test_without_the_openai_package_one_line_says_how_to_get_it(store, monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(BadInput, match=r"asking a server: needs openai; run `.*openai"):
        run([toy()], store, "http://127.0.0.1:9/v1")
