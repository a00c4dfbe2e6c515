"""Batches: rounds through the API, files for `vllm run-batch`, and their mixture with live runs."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

pytest.importorskip("openai")

from dataset_builder.errors import BadInput
from dataset_builder.llm import batch
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.protocol.batch_results import keep_results
from dataset_builder.llm.request import Message, Request
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline.build import BuildConfig, open_author
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.teachers.llm_config import TeacherConfig
from tests.doubles.openai_server import Behaviour, Double, run_batch

COUNT = 10


class Run:
    """A build's first ids, through batches, live, or both; without shards."""

    def __init__(self, folder, base_url: str) -> None:
        self.folder, self.base_url = folder, base_url
        self.composed: list = []

    def __call__(self, **settings) -> list:
        teacher = TeacherConfig(
            base_url=self.base_url, model="m", store=str(self.folder / "s.sqlite"), price="1,2,0.5", **settings
        )
        author = open_author(BuildConfig(triples=COUNT), teacher)
        ids = [("train", i) for i in range(COUNT)]
        composed: list = []
        with Store(teacher.store) as store:
            session = Session(author, teacher, store, COUNT, quiet=True)
            batch.run_batches(
                teacher, store, lambda: (author.conversation(*id) for id in ids), session.budget, session.progress
            )
            session.ask(iter(ids), composed.append)
        return sorted(c.provenance["id"] + c.triple.documents.resume_unmatched for c in composed)


@pytest.fixture
def live(tmp_path):
    with Double() as double:
        (tmp_path / "live").mkdir()
        return Run(tmp_path / "live", double.base_url)()


def test_rounds_through_the_batch_api_write_what_a_live_run_writes(tmp_path):
    faults = Behaviour(malformed=0.1, careless=0.3, truncated=0.1, batch_fails=0.1)
    with Double(faults) as double:
        (tmp_path / "live").mkdir()
        live = Run(tmp_path / "live", double.base_url)()
        double.batches.clear()
        double.asked.clear()
        double.answered.clear()
        assert Run(tmp_path, double.base_url)(batch="submit") == live
        assert len(double.batches) >= 3, "repairs need further rounds"
        assert max(double.answered.values()) == 1
        assert not [body for body in double.bodies if sum(double.asked.values()) < len(double.answered)]


def test_a_batch_can_be_left_alone_and_collected_later(tmp_path):
    with Double(Behaviour(batch_seconds=600)) as double:
        run = Run(tmp_path, double.base_url)
        with pytest.raises(Stop, match="0 of 30 answered; run the same command later"):
            run(batch="submit", batch_wait=0)
        with pytest.raises(
            Stop, match="is still open .0 of 30 answered.; wait with --batch submit, or end it with --batch cancel"
        ):
            run()
        assert sum(double.asked.values()) == 0, "what a batch was paid for is not asked live"
        for batch in double.batches.values():
            batch["due"] = 0.0
        assert len(run(batch="submit")) == COUNT
        assert len(double.batches) == 1 and max(double.answered.values()) == 1


def test_a_cancelled_batch_gives_what_it_had_and_the_rest_runs_live(tmp_path):
    with Double(Behaviour(batch_seconds=600)) as double:
        run = Run(tmp_path, double.base_url)
        with pytest.raises(Stop):
            run(batch="submit", batch_wait=0)
        assert len(run(batch="cancel")) == COUNT
        assert max(double.answered.values()) == 1
        with Store(tmp_path / "s.sqlite") as store:
            by_batch = dict(store.rows("SELECT batch, count(*) FROM answers GROUP BY batch"))
    assert by_batch == {0: 15, 1: 15}


def test_a_run_that_died_while_submitting_finds_its_batch(tmp_path, monkeypatch):
    with Double() as double:
        run = Run(tmp_path, double.base_url)
        real = Store.change_batch

        def die(self, mark, id, state):
            if state == "open":
                raise KeyboardInterrupt
            real(self, mark, id, state)

        monkeypatch.setattr(Store, "change_batch", die)
        with pytest.raises(KeyboardInterrupt):
            run(batch="submit")
        monkeypatch.undo()
        assert len(run(batch="submit")) == COUNT
        assert len(double.batches) == 1


def test_a_file_for_vllm_run_batch_and_back(tmp_path, live):
    with Double() as double:
        run = Run(tmp_path, double.base_url)
        file, results = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        with pytest.raises(Stop, match="30 requests are in .*vllm run-batch -i .* --model m.*--batch-results"):
            run(batch_file=str(file))
        rows = [json.loads(text) for text in file.read_text().splitlines()]
        assert len({row["custom_id"] for row in rows}) == 30
        assert all(
            row["method"] == "POST" and row["url"] == "/v1/chat/completions" and row["body"]["model"] == "m"
            for row in rows
        )
        results.write_text(run_batch(file.read_text().splitlines()))
        assert [c[:12] for c in run(batch_results=str(results))] == [c[:12] for c in live]
        assert sum(double.asked.values()) == 0, "everything was in the file"


def test_caps_hold_for_batches(tmp_path):
    with Double() as double:
        run = Run(tmp_path, double.base_url)
        with pytest.raises(Stop, match="the next batch may pass it"):
            run(batch="submit", max_usd=0.01)
        with pytest.raises(Stop, match="the next batch may pass it"):
            run(batch="submit", max_tokens=1_000)
        assert not double.batches


def test_a_server_without_batches_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(Double, "batch_api", lambda self, *_: (404, (), {"error": {"message": "no such path"}}))
    with (
        Double() as double,
        pytest.raises(BadInput, match="the batch API failed .*; run without --batch") as caught,
    ):
        Run(tmp_path, double.base_url)(batch="submit")
    assert "\n" not in str(caught.value)
    with Store(tmp_path / "s.sqlite") as store:
        assert not store.open_batches(TeacherConfig(base_url=double.base_url, model="m").endpoint), (
            "the next run is free to ask live"
        )


@pytest.mark.parametrize(
    ("content", "message"),
    [("{}\n", "line 1: is no result of a batch"), ("[1]\n", "line 1: is no result"), ("nonsense", "line 1: is no result"),
     ('{"custom_id": "abc", "response": null}\n', "answers a request that this store never asked")],
)  # fmt: skip
def test_other_files_are_not_taken_for_results(tmp_path, content, message):
    (tmp_path / "out.jsonl").write_text(content)
    with Double() as double, pytest.raises(BadInput, match=message):
        Run(tmp_path, double.base_url)(batch_results=str(tmp_path / "out.jsonl"))


def test_a_server_that_refuses_a_part_is_asked_another_way_in_the_next_round(tmp_path):
    with Double(Behaviour(like="cloud")) as double:
        assert len(Run(tmp_path, double.base_url)(batch="submit")) == COUNT
        assert all("max_completion_tokens" in body for body in double.bodies[-1:])


def test_a_connection_that_is_lost_while_a_batch_is_open_says_later_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "RETRIES", 0)
    with Double(Behaviour(batch_seconds=600)) as double:
        run = Run(tmp_path, double.base_url)
        with pytest.raises(Stop):
            run(batch="submit", batch_wait=0)
        with monkeypatch.context() as patch:
            patch.setattr(Double, "batch_api", lambda self, *_: (503, (), {"error": {"message": "maintenance"}}))
            with pytest.raises(Stop, match="while batch batch_0 is open and to be paid for; .*later to collect"):
                run(batch="submit")
        with monkeypatch.context() as patch:
            patch.setattr(Double, "batch_api", lambda self, *_: None)  # hangs up
            with pytest.raises(Stop, match="the connection is lost .* batch batch_0 is open"):
                run(batch="submit")
        double.batches["batch_0"]["due"] = 0
        assert len(run(batch="submit")) == COUNT
        assert max(double.answered.values()) == 1


def test_a_batch_that_the_server_does_not_know_can_be_dropped(tmp_path):
    with Double(Behaviour(batch_seconds=600)) as double:
        run = Run(tmp_path, double.base_url)
        with pytest.raises(Stop):
            run(batch="submit", batch_wait=0)
        real = double.batch_api
        missing = (404, (), {"error": {"message": "No batch with that id"}})
        double.batch_api = lambda method, path, *more: missing if "batch_0" in path else real(method, path, *more)
        with pytest.raises(BadInput, match="knows no batch batch_0 .*drop it with --batch cancel"):
            run(batch="submit")
        assert len(run(batch="cancel")) == COUNT


def test_a_disk_that_fills_while_a_batch_is_collected_loses_nothing(tmp_path, monkeypatch):
    with Double() as double:
        run = Run(tmp_path, double.base_url)
        real, kept = Store.keep_answer, []

        def full(self, answer, call):
            if len(kept) == 11:
                self._connection.execute(f"PRAGMA max_page_count = {self._row('PRAGMA page_count')[0]}")
                answer = replace(answer, text=answer.text + "x" * 100_000)
            kept.append(answer)
            real(self, answer, call)

        with monkeypatch.context() as patch:
            patch.setattr(Store, "keep_answer", full)
            with pytest.raises(
                BadInput, match="the disk is full; free some space and run the same command to continue"
            ):
                run(batch="submit")
        assert len(run(batch="submit")) == COUNT
        assert len(double.batches) == 1 and max(double.answered.values()) == 1, "collected again, not paid again"


def test_a_round_that_is_refused_throughout_is_quoted_and_not_kept(tmp_path, monkeypatch):
    refusal = (400, {"error": {"message": "This organisation was closed.", "code": "account_closed"}})
    with Double() as double:
        run = Run(tmp_path, double.base_url)
        with monkeypatch.context() as patch:
            patch.setattr(Double, "complete", lambda self, body: refusal)
            with pytest.raises(Stop, match="refuses every request .400 account_closed This organisation was closed"):
                run(batch="submit")
        assert len(run(batch="submit")) == COUNT


def results_of(store: Store, *lines: tuple[str | int, dict]) -> tuple:
    """What a result file of these lines brings; each is a call's number with its line's fields."""
    endpoint = TeacherConfig(base_url="http://127.0.0.1:1/v1", model="m").endpoint
    calls = [endpoint.call(Request((Message("user", f"u {n}"),), 100, "l")) for n in range(12)]
    store.keep_requests(calls)
    rows = [{"custom_id": calls[n].address if isinstance(n, int) else n, "error": None} | row for n, row in lines]
    text = "\ufeff" + "\r\n".join(map(json.dumps, rows)) + "\r\n"
    kept = keep_results(text, store, endpoint, Budget(), "out.jsonl", Progress(0, quiet=True))
    return kept, list(store.rows("SELECT kind, cause FROM failures ORDER BY number"))


BODY = {"choices": [{"message": {"content": "a"}, "finish_reason": "stop"}]}
GOOD = {"response": {"status_code": 200, "body": BODY}}


def refused(status: int, message: str) -> dict:
    return {"response": {"status_code": status, "body": {"error": {"message": message}}}}


def test_lines_of_a_result_file_that_are_odd(store):
    told = {"response": {"status_code": "200", "body": json.dumps(BODY)}}
    kept, failures = results_of(store, (0, GOOD), (0, GOOD), (1, told), (None, GOOD), (3, refused(400, "too odd")))
    assert kept.answers == 2 and len(kept.unread) == 1 and failures == [("refused", "400 error too odd")]


def test_a_batch_that_expired_says_so_and_its_requests_are_asked_again(store):
    gone = {"response": None, "error": {"code": "batch_expired", "message": "The completion window expired."}}
    kept, failures = results_of(store, (0, GOOD), (1, gone), (2, gone))
    assert kept.answers == 1 and failures == [("retry", "batch_expired The completion window expired.")] * 2


@pytest.mark.parametrize(
    "line", [refused(401, "Token expired"), refused(402, "Insufficient Balance"), refused(400, "API key expired")]
)
def test_a_key_or_account_that_ends_within_a_batch_stops_and_no_refusal_is_kept(store, line):
    with pytest.raises(Stop, match="expired|Insufficient"):
        results_of(store, *((n, GOOD) for n in range(7)), *((n, line) for n in range(7, 12)))
    assert [kind for (kind,) in store.rows("SELECT kind FROM failures")] == ["retry"] * 5
    assert list(store.rows("SELECT count(*) FROM answers")) == [(7,)]


@pytest.mark.parametrize(
    ("word", "status"),
    [("COMPLETED", "completed"), ("SUCCESS", "completed"), ("ended", "completed"), ("JOB_STATE_SUCCEEDED", "completed"),
     ("TIMEOUT_EXCEEDED", "expired"), ("canceled", "cancelled"), ("in_progress", "in_progress"), ("FAILED", "failed")],
)  # fmt: skip
def test_the_end_of_a_batch_in_the_words_of_all_vendors(word, status):
    assert batch.status_of(SimpleNamespace(status=word)) == status
