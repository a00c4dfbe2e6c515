"""Situations of real servers, as data: what each sends, and what has to come of it.

`server_cases.jsonl` has ours; others of the same kinds lie next to the checkout on some machines.
"""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("openai")

from dataset_builder.errors import BadInput
from dataset_builder.llm import batch, client
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline.build import BuildConfig, open_author
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.teachers.llm_config import TeacherConfig
from tests.conftest import SHARED
from tests.doubles.openai_cases import Case, read_cases
from tests.doubles.openai_server import Double
from tests.fixtures.llm_runs import run, toy, write_triples

OURS = Path(__file__).with_name("server_cases.jsonl")
OTHERS = SHARED.parent / "cases" / "servers.jsonl"
pytestmark = pytest.mark.usefixtures("impatient")


def kind_of(row: dict) -> str:
    """What a case is about, told by what it sends where it does not say."""
    when, finish = row["when"], row.get("finish_reason")
    signs = {
        "moved": "another port" in when,
        "batch": "batch" in when,
        "wants a field": "until the request says" in when,
        "one refused": "status" in row and "one request of" in when,
        "stops": "status" in row and "after" in when,
        "hopeless": "status" in row,
        "reasoning": "content" in row and finish == "length",
        "repaired": bool(finish),
        "counted": "usage" in row,
        "found": True,
    }
    return row.get("kind") or next(kind for kind, there in signs.items() if there)


CASES = [row for path in (OURS, OTHERS) if path.is_file() for row in read_cases(path)]
of_kind = lambda *kinds: pytest.mark.parametrize(  # noqa: E731
    "row", [row for row in CASES if kind_of(row) in kinds], ids=lambda row: row["id"]
)


def serving(row: dict) -> Double:
    return Double(case=Case(row))


def quoted(row: dict) -> str:
    """Words of the server's error that a line has to repeat."""
    if "quote" in row:
        return row["quote"]
    body = row["body"][0] if isinstance(row["body"], list) else row["body"]
    error = body.get("error", body)
    return (error.get("message") or error.get("detail"))[:60]


def kinds_of_failures(folder: Path) -> set[str]:
    with Store(folder / "requests.sqlite", writing=False) as store:
        return {kind for (kind,) in store.rows("SELECT DISTINCT kind FROM failures")}


def test_every_case_is_of_a_kind_that_is_tested():
    tested = {
        "stops",
        "hopeless",
        "one refused",
        "wants a field",
        "found",
        "reasoning",
        "repaired",
        "reason",
        "counted",
        "retried",
        "outage",
    }
    assert {kind_of(row) for row in CASES} <= tested | {"batch", "queue full", "moved"}


@of_kind("hopeless")
def test_a_server_that_refuses_everything_is_named_after_a_few_and_nothing_is_kept(row, tmp_path):
    with serving(row) as double:
        with pytest.raises((BadInput, Stop)) as caught:
            write_triples(tmp_path, double.base_url, concurrency=32)
        assert quoted(row) in str(caught.value) and "\n" not in str(caught.value)
        if "context" in str(caught.value):
            assert "--answer-tokens" in str(caught.value)
        assert sum(double.asked.values()) <= 20
        double.case = None
        triples, _ = write_triples(tmp_path, double.base_url)
    assert len(triples) == 12 and not any(triple.rejected for triple in triples), "asked again once the server can"


@of_kind("stops")
def test_refusals_after_answers_stop_the_run_and_the_same_command_continues(row, tmp_path):
    count = int(re.search(r"after (\d+)", row["when"])[1]) // 3 + 14
    with serving(row) as double:
        with pytest.raises(Stop) as caught:
            write_triples(tmp_path, double.base_url, count=count)
        assert quoted(row) in str(caught.value) and "\n" not in str(caught.value)
        assert sum(double.asked.values()) - sum(double.answered.values()) <= 16 + 5, "what was in flight, and a few"
        assert kinds_of_failures(tmp_path) <= {"retry", "refused"}
        double.case = None
        triples, _ = write_triples(tmp_path, double.base_url, count=count)
    assert len(triples) == count and max(double.answered.values()) == 1, "nothing answered is asked twice"
    assert not any(rejected for triple in triples for rejected in triple.rejected)


@of_kind("outage")
def test_a_server_that_dies_after_answers_is_an_outage(row, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "LONGEST_BACKOFF", 0.02)
    with serving(row) as double:
        with pytest.raises(Stop) as caught:
            write_triples(tmp_path, double.base_url, count=20)
        assert quoted(row) in str(caught.value) and "\n" not in str(caught.value)
        assert kinds_of_failures(tmp_path) <= {"retry", "exhausted"}, "no request is blamed"
        double.case = None
        triples, _ = write_triples(tmp_path, double.base_url, count=20)
    assert len(triples) == 20 and max(double.answered.values()) == 1
    assert not any(rejected for triple in triples for rejected in triple.rejected)


@of_kind("one refused", "reason")
def test_a_refusal_among_answers_belongs_to_its_request(row, tmp_path):
    count = max(14, int(re.search(r"of (\d+)", row["when"])[1]))
    with serving(row) as double:
        triples, _ = write_triples(tmp_path, double.base_url, count=count)
        asked = sum(double.asked.values())
        write_triples(tmp_path, double.base_url, count=count)
        again = sum(double.asked.values()) - asked
        refused = asked - sum(double.answered.values())
    rejected = [draft["reason"] for triple in triples for draft in triple.rejected]
    wanted = (
        row.get("reason")
        or f"no answer: {row['status']} {quoted(row) if isinstance(row['body'].get('error'), dict) else ''}"
    )
    if row.get("final"):
        assert not again, "its text is refused for good"
    assert len(triples) == count and rejected and all(reason.startswith(wanted) for reason in rejected)
    with Store(tmp_path / "requests.sqlite", writing=False) as store:
        assert not list(store.rows("SELECT name FROM dialects")), "no parameter is blamed"
        assert max(n for (n,) in store.rows("SELECT count(*) FROM answers GROUP BY address")) == 1
    assert again <= refused, "at most the refusals are asked again"


@of_kind("wants a field")
def test_a_field_that_the_server_wants_is_named_and_can_be_given(row, tmp_path):
    with serving(row) as double:
        with pytest.raises(BadInput, match="--extra-body") as caught:
            write_triples(tmp_path, double.base_url)
        field = row.get("extra", '{"enable_thinking": false}')
        assert f"--extra-body '{field}'" in str(caught.value) and sum(double.asked.values()) <= 20
        triples, _ = write_triples(tmp_path, double.base_url, extra_body=field)
        assert len(triples) == 12 and json.loads(field).items() <= double.bodies[-1].items()
        assert '"extra_body"' in triples[0].provenance["parameters"]


@of_kind("found")
def test_the_answer_is_found_behind_thoughts_and_markup(row, tmp_path):
    with serving(row) as double:
        triples, _ = write_triples(tmp_path / "facts", double.base_url)
        paper, _ = (
            write_triples(tmp_path / "paper", double.base_url, recipe="paper", count=4)
            if "move" not in str(row)
            else ([], 0)
        )
        asked = len(double.asked)
    assert len(triples) == 12 and not any(triple.rejected for triple in triples + paper)
    assert asked <= 36 + len(paper) + ("status" in row) * 12, "no repair was needed"


@of_kind("retried")
def test_what_fails_now_and_then_is_asked_again(row, tmp_path):
    with serving(row) as double:
        triples, _ = write_triples(tmp_path, double.base_url)
        assert len(triples) == 12 and not any(triple.rejected for triple in triples)
        assert max(double.answered.values()) == 1


@of_kind("reasoning")
def test_reasoning_that_leaves_no_answer_is_named_early_with_the_remedy(row, tmp_path):
    with serving(row) as double:
        with pytest.raises(BadInput, match="reasoning") as caught:
            write_triples(tmp_path, double.base_url, concurrency=32)
        assert row.get("quote", "--answer-tokens") in str(caught.value) and "--extra-body" in str(caught.value)
        assert sum(double.asked.values()) <= 20
        double.case = None
        triples, _ = write_triples(tmp_path, double.base_url)
    assert len(triples) == 12, "an answer without a word is asked again of a server that was changed"


@of_kind("repaired")
def test_a_cut_answer_is_asked_again_with_twice_the_tokens(row, tmp_path):
    with serving(row) as double:
        triples, _ = write_triples(tmp_path, double.base_url)
        caps = {body["max_tokens"] for body in double.bodies}
    reasons = [draft["reason"] for triple in triples for draft in triple.rejected]
    assert len(triples) == 12 and {2_000, 4_000} <= caps <= {2_000, 4_000, 6_000}
    assert all(reason.startswith("truncated") for reason in reasons), "cut twice, and never malformed"


@of_kind("counted")
def test_what_is_billed_is_counted(row, tmp_path):
    usage = row.get("usage") or {}
    counts = row.get(
        "counts", [usage.get("prompt_tokens"), usage.get("total_tokens", 0) - usage.get("prompt_tokens", 0)]
    )
    with serving(row) as double:
        triples, session = write_triples(tmp_path, double.base_url, count=2, price="1,2")
        for answer in triples[0].answers:
            assert answer.estimated == (counts is None)
            assert counts is None or [answer.prompt_tokens, answer.completion_tokens] == counts
        if "usd" in row:
            assert session.budget.usd == pytest.approx(row["usd"] * session.budget.answers)
            assert triples[0].provenance["cost_usd"] == pytest.approx(row["usd"] * 3)
        assert ("estimated" in session.budget.spent) == (counts is None)
        if counts and "usd" not in row:
            cap = 20 * sum(counts)
            with pytest.raises(Stop, match="--max-tokens"):
                write_triples(tmp_path / "capped", double.base_url, count=60, max_tokens=cap, concurrency=4)
            with Store(tmp_path / "capped" / "requests.sqlite", writing=False) as store:
                ((spent,),) = store.rows("SELECT sum(prompt_tokens + completion_tokens) FROM answers")
            assert spent <= cap, "a hard stop is hard"


def batched(folder: Path, base_url: str, count: int = 10, **settings) -> list:
    """The first triples through batches, and the rest live."""
    teacher = TeacherConfig(
        base_url=base_url, model="m", store=str(folder / "requests.sqlite"), batch="submit", **settings
    )
    author, written = open_author(BuildConfig(triples=10), teacher), []
    ids = [("train", i) for i in range(count)]
    with Store(teacher.store) as store:
        session = Session(author, teacher, store, count, quiet=True)
        batch.run_batches(
            teacher, store, lambda: (author.conversation(*id) for id in ids), session.budget, session.progress
        )
        session.ask(iter(ids), written.append)
    return written


@of_kind("batch")
def test_a_result_file_is_parted_at_line_feeds_and_what_cannot_be_read_is_set_aside(row, tmp_path, capsys):
    row = {"spoilt_lines": [3], "spoilt_from": 150} | row
    with serving(row) as double:
        triples = batched(tmp_path, double.base_url)
        answered = double.answered.values()
        assert len(triples) == 10 and sum(answered) == 30 + len(row["spoilt_lines"]), "only what was cut is asked again"
    aside = tmp_path / "requests.sqlite.unread.jsonl"
    lines = [json.loads(line) for line in aside.read_text().splitlines()] if aside.exists() else []
    assert [line["line"] for line in lines] == row["spoilt_lines"]
    for number in row["spoilt_lines"]:
        assert f"line {number}: is no result of a batch" in capsys.readouterr().err


@of_kind("queue full")
def test_a_full_queue_says_later_and_a_smaller_batch_goes_through(row, tmp_path):
    with serving(row) as double:
        with pytest.raises(Stop, match="later, or give a smaller --batch-size") as caught:
            batched(tmp_path, double.base_url)
        assert row.get("quote", "Enqueued token limit") in str(caught.value)
        assert len(batched(tmp_path, double.base_url, batch_size=10)) == 10
        assert max(double.answered.values()) == 1


@of_kind("moved")
def test_a_moved_server_is_named_and_nothing_is_paid_again_silently(row, tmp_path):
    with serving(row) as old, serving(row) as new:
        write_triples(tmp_path, old.base_url, count=4)
        with pytest.raises(BadInput, match="12 answers of m are stored under") as caught:
            write_triples(tmp_path, new.base_url, count=4)
        assert f"--same-as {old.base_url}" in str(caught.value) and not new.asked
        write_triples(tmp_path, new.base_url, count=5, same_as=old.base_url)
        assert sum(new.asked.values()) == 3, "what it answered under its old address counts"
        with pytest.raises(BadInput, match="--same-as"):
            batched(tmp_path, new.base_url, count=4)
        write_triples(tmp_path, new.base_url, count=4, same_as=new.base_url)
        assert sum(new.asked.values()) == 15, "asked again, because the user said so"


def test_a_case_can_be_served_from_the_command_line(store):
    import subprocess
    import sys

    command = [sys.executable, "-m", "tests.doubles.openai_server", "--case", f"{OURS}#think-tag-and-leftover"]
    process = subprocess.Popen(command, cwd=OURS.parents[3], stdout=subprocess.PIPE, text=True)
    try:
        (answer,), _ = run([toy()], store, process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()
    assert answer.text.startswith("{") and answer.text.endswith("}") and answer.reasoning
