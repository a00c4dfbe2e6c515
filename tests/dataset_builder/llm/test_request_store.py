"""The request store: what an address covers, what is refused, what survives."""

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.llm.request import Answer, Endpoint, Message, Request, drive, gather
from dataset_builder.llm.request_listing import RequestsConfig, run_requests
from dataset_builder.llm.request_store import Store, Unanswered, replay
from tests.fixtures.llm_runs import toy

ROOT = Path(__file__).parents[3]
ENDPOINT = Endpoint("http://127.0.0.1:1/v1", "m")
REQUEST = Request((Message("system", "s"), Message("user", "u")), 100, "a label")
CALL = ENDPOINT.call(REQUEST)


def answer(text: str = "hello") -> Answer:
    return Answer(CALL.address, text, "stop", 3, 5, False, "m-2026", "fp", False, 1.5)


def keep(store: Store, text: str = "hello") -> str:
    store.keep_answer(answer(text), CALL)
    return CALL.address


def test_an_address_covers_everything_that_is_sent():
    address = lambda endpoint, request: endpoint.call(request).address  # noqa: E731
    user = REQUEST.messages[1]
    addresses = {
        address(ENDPOINT, REQUEST),
        address(replace(ENDPOINT, base_url="http://127.0.0.1:2/v1"), REQUEST),
        address(replace(ENDPOINT, model="n"), REQUEST),
        address(replace(ENDPOINT, temperature=0.0), REQUEST),
        address(replace(ENDPOINT, top_p=0.9), REQUEST),
        address(replace(ENDPOINT, seed=1), REQUEST),
        address(ENDPOINT, replace(REQUEST, max_tokens=200)),
        address(ENDPOINT, replace(REQUEST, schema={"type": "object"})),
        address(ENDPOINT, replace(REQUEST, messages=(Message("system", "other"), user))),
        address(ENDPOINT, replace(REQUEST, messages=(user,))),
        address(ENDPOINT, replace(REQUEST, messages=(*REQUEST.messages, Message("assistant", "a"), user))),
    }
    assert len(addresses) == 11
    assert address(ENDPOINT, replace(REQUEST, label="other")) in addresses, "a label is not sent"
    assert address(replace(ENDPOINT, base_url="http://127.0.0.1:1/v1/"), REQUEST) in addresses


def test_answers_come_back_as_they_were_and_once(tmp_path):
    odd = 'q"\n\x00 \ud800 ü 中'
    with Store(tmp_path / "s") as store:
        address = keep(store, text=odd)
        keep(store, text="a second answer")
        assert store.answer(address) == answer(odd.replace("\ud800", "?"))
    with Store(tmp_path / "s") as store:
        assert store.find(ENDPOINT, REQUEST).text.endswith("中")


def test_failures_are_kept_with_their_cause_and_only_final_ones_answer(tmp_path):
    address = CALL.address
    with Store(tmp_path / "s") as store:
        store.keep_failure(CALL, "retry", "429 slow down")
        assert store.reply(address) is None
        store.keep_failure(CALL, "final", "400 too long")
        assert store.reply(address).cause == "400 too long"
        assert (store.count_failures(address), store.count_failures(address, "final")) == (2, 1)
        keep(store)
        assert store.reply(address).text == "hello", "an answer that came after all counts"


def test_replay_tells_what_is_missing_all_at_once(tmp_path):
    with Store(tmp_path / "s") as store, pytest.raises(Unanswered) as missing:
        replay(gather([toy(1), toy(2)]), store, ENDPOINT)
    assert [request.label for request in missing.value.requests] == ["toy 1", "toy 2"]


def test_gather_sends_each_conversation_its_own_replies():
    def conversation(name: str, rounds: int):
        got = []
        for number in range(rounds):
            got += yield (Request((), number, f"{name}{number}"),)
        return got

    sizes = []

    def labels(requests):
        sizes.append(len(requests))
        return tuple(request.label for request in requests)

    whole = gather([conversation("a", 1), conversation("b", 3), conversation("c", 0)])
    assert drive(whole, labels) == [["a0"], ["b0", "b1", "b2"], []]
    assert sizes == [2, 1, 1]


# ---------------------------------------------------------------------------------------------- refusals


def test_two_processes_on_one_store_are_refused_but_may_look(tmp_path):
    script = (
        "import sys\nfrom dataset_builder.llm.request_store import Store\n"
        "with Store(sys.argv[1]): print('on', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "s")]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "on\n"
        with pytest.raises(BadInput, match="another process is using this request store; wait for it"):
            Store(tmp_path / "s")
        assert "0 requests" in run_requests(RequestsConfig(store=str(tmp_path / "s")))
    finally:
        process.communicate()
    Store(tmp_path / "s").close()


def test_a_store_of_another_version_is_left_alone(tmp_path):
    Store(tmp_path / "s").close()
    connection = sqlite3.connect(tmp_path / "s")
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    before = (tmp_path / "s").read_bytes()
    with pytest.raises(BadInput, match="of version 7, this program reads version 2; use the program that wrote it"):
        Store(tmp_path / "s")
    assert (tmp_path / "s").read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be one" * 99, None])
def test_another_file_is_not_taken_for_a_store(tmp_path, content):
    if content is None:
        connection = sqlite3.connect(tmp_path / "s")
        connection.execute("CREATE TABLE mine (x)")
        connection.commit()
        connection.close()
    else:
        (tmp_path / "s").write_bytes(content)
    before = (tmp_path / "s").read_bytes()
    with pytest.raises(BadInput, match="is not a request store|not a request store; give --store another name"):
        Store(tmp_path / "s")
    assert (tmp_path / "s").read_bytes() == before


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path):
    with pytest.raises(BadInput, match="no request store is here"):
        run_requests(RequestsConfig(store=str(tmp_path / "s")))
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_one_line(tmp_path, monkeypatch):
    with Store(tmp_path / "s") as store:
        store._connection.execute("PRAGMA max_page_count = 20")
        with pytest.raises(BadInput, match="the disk is full; free some space and run the same command") as caught:
            keep(store, text="x" * 200_000)
        assert "\n" not in str(caught.value)
        assert store.reply(CALL.address) is None
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
        with pytest.raises(BadInput, match="the disk is full"):
            store.check_space()


# ---------------------------------------------------------------------------------------------- addresses of servers


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8000", "ftp://x/v1", "https://user:secret@host/v1", "https://host/v1?key=secret"]
)
def test_addresses_that_are_none_or_hold_a_key_are_refused(url):
    with pytest.raises(BadInput, match="--base-url") as caught:
        Endpoint(url, "m")
    assert "secret" not in str(caught.value)


# ---------------------------------------------------------------------------------------------- listings


def test_requests_are_listed_shown_and_exported(tmp_path):
    path = str(tmp_path / "s")
    with Store(path) as store:
        address = keep(store)
        failing = ENDPOINT.call(replace(REQUEST, label="failing one", max_tokens=7))
        store.keep_failure(failing, "retry", "500 oops")
        store.keep_dialect(ENDPOINT, "no temperature", "400 temperature")
        store.keep_batch("mark", ENDPOINT, [CALL])
    listed = run_requests(RequestsConfig("ls", store=path))
    assert address[:12] in listed and "a label" in listed and "500 oops" in listed
    assert "2 requests, 1 answered, 3 + 5 tokens, 1 failed tries" in listed
    assert "server speaks: no temperature" in listed and "batch mark: submitting, 1 requests" in listed
    assert "a label" not in run_requests(RequestsConfig("ls", store=path, failed=True))
    shown = run_requests(RequestsConfig("show", address[:8], path))
    for part in (
        address,
        "a label",
        "http://127.0.0.1:1/v1",
        '{"max_tokens": 100}',
        "--- system\ns",
        "--- user\nu",
        "3 + 5 tokens",
        "hello",
    ):
        assert part in shown
    assert "--- retry at" in run_requests(RequestsConfig("show", failing.address, path))
    assert "1 requests" in run_requests(RequestsConfig("export", str(tmp_path / "out.jsonl"), path))
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    assert json.loads(line)["answer"] == "hello" and json.loads(line)["body"] == CALL.body


@pytest.mark.parametrize(
    ("target", "message"), [("ffff", "has no request 'ffff'"), ("*", "has no request"), (None, "needs an id")]
)
def test_unknown_requests_are_one_line(tmp_path, target, message):
    with Store(tmp_path / "s") as store:
        keep(store)
    with pytest.raises(BadInput, match=message):
        run_requests(RequestsConfig("show", target, str(tmp_path / "s")))


# ---------------------------------------------------------------------------------------------- places and versions


def test_a_store_of_the_first_version_is_read_and_continued(tmp_path):
    with Store(tmp_path / "s") as store:
        keep(store)
    connection = sqlite3.connect(tmp_path / "s")
    for name in ("usd", "reasoning"):
        connection.execute(f"ALTER TABLE answers DROP COLUMN {name}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with Store(tmp_path / "s", writing=False) as store:
        assert store.find(ENDPOINT, REQUEST) == answer()
    with Store(tmp_path / "s") as store:
        assert store.find(ENDPOINT, REQUEST) == answer()
        other = replace(ENDPOINT.call(replace(REQUEST, max_tokens=7)))
        store.keep_answer(replace(answer(), address=other.address, usd=0.5, reasoning=9), other)
        assert store.answer(other.address).usd == 0.5 and store.answer(other.address).reasoning == 9


def test_a_reader_sees_what_the_writer_has_learnt_since(tmp_path):
    with Store(tmp_path / "s") as store, Store(tmp_path / "s", writing=False) as reader:
        for name in ("no temperature", "no seed"):
            store.keep_dialect(ENDPOINT, name, "400")
            assert name in store.dialect(ENDPOINT) & reader.dialect(ENDPOINT)


def killed_store(folder: Path) -> None:
    """A store as a run leaves it that was killed: with answers in its log."""
    with Store(folder / "s") as store:
        keep(store)
        for name in ("s", "s-wal"):
            shutil.copy(folder / name, folder / f"{name}-killed")
    for name in ("s", "s-wal"):
        shutil.move(folder / f"{name}-killed", folder / name)


def closed_store(folder: Path) -> None:
    with Store(folder / "s") as store:
        keep(store)


def test_a_store_in_a_folder_that_cannot_be_written_is_read():
    """As another user sees it, since the rights of root know no such folder."""
    script = (
        "import os, sys\nfrom dataset_builder.errors import BadInput\n"
        "from dataset_builder.llm.request import Answer, Endpoint, Message, Request\n"
        "from dataset_builder.llm.request_store import Store\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "for path in sys.argv[1:]:\n"
        "    for writing in (False, True):\n"
        "        with Store(path, writing=writing) as store:\n"
        f"            assert store.find({ENDPOINT!r}, {REQUEST!r}) == {answer()!r}, path\n"
        "            try: store.check_space()\n"
        "            except BadInput as error: print(error)\n"
    )
    with tempfile.TemporaryDirectory(prefix="rjdb-read-only-") as place:  # pytest's own belong to its user alone
        Path(place).chmod(0o755)
        folders = [Path(place) / "closed", Path(place) / "killed"]
        for folder, make in zip(folders, (closed_store, killed_store)):
            folder.mkdir()
            make(folder)
            (folder / "s.lock").unlink(missing_ok=True)
            folder.chmod(0o555)
        assert (folders[1] / "s-wal").stat().st_size and not (folders[0] / "s-wal").exists()
        command = [sys.executable, "-c", script, *(str(folder / "s") for folder in folders)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        for folder in folders:
            folder.chmod(0o755)
    if "PermissionError" in done.stderr and "site-packages" in done.stderr:
        pytest.skip("another user may not read the packages here")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("cannot be written; copy it to a folder that can be") == 4


def test_two_runs_with_one_store_are_refused_in_one_line(tmp_path):
    with (
        Store(tmp_path / "s"),
        pytest.raises(BadInput, match="another process is using this request store; wait for it"),
    ):
        Store(tmp_path / "s")


def test_answers_in_any_part_of_a_dialect_are_found(store):
    """A server that refuses one more thing today was paid for what it answered yesterday."""
    request = replace(REQUEST, schema={"type": "object"})
    endpoint = replace(ENDPOINT, temperature=0.5)
    call = endpoint.call(request, frozenset({"no temperature"}))
    store.keep_answer(replace(answer(), address=call.address), call)
    for name in ("no temperature", "no response_format", "no seed"):
        store.keep_dialect(endpoint, name, "because")
    assert store.find(endpoint, request).text == "hello"
