"""A model behind a server as a system: what it is asked, what its answers count as, and how a run ends early."""

import json
import socket
from functools import cache

import pytest

pytest.importorskip("openai")

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.request_store import Store
from tests.doubles.openai_server import Behaviour, Double
from training import evaluate as verb
from training.data.row_ids import row_kind, triple_of
from training.evaluate import EvaluateConfig, evaluate
from training.evaluation.benchmark import Benchmark
from training.systems.open_system import file_name, open_systems
from training.systems.server_options import EvaluatedServer
from training.systems.server_system import ServerSystem, examples


@cache
def gold(data) -> dict[str, str]:
    benchmark = Benchmark(str(data))
    return {rjdb.prompt(task, **row): row["completion"] for task in rjdb.TASKS for row in benchmark.rows(task)}


class Reader(Double):
    """Knows the completions of a dataset; answers in turn with `slip` where it is given."""

    def __init__(self, data, behaviour: Behaviour | None = None, slips: tuple = ()) -> None:
        super().__init__(behaviour or Behaviour())
        self.gold = gold(data)
        self.slips = dict(zip(self.gold, slips))

    def complete(self, body: dict) -> tuple[int, dict]:
        if refusal := self._refusal(body):
            return refusal
        prompt = body["messages"][-1]["content"]
        message = {"role": "assistant"} | self.slips.get(prompt, {"content": self.gold[prompt]})
        if status := message.get("status"):
            return status, {"error": {"message": "no such thing here"}}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return 200, {"model": "m", "choices": [choice], "usage": {"prompt_tokens": 900, "completion_tokens": 100}}


def config(data, folder, double, **asking) -> EvaluateConfig:
    asking = {"base_url": double.base_url, "store": str(folder / "requests.sqlite"), "concurrency": 4} | asking
    return EvaluateConfig(
        data=str(data),
        systems=("openai:m",),
        out=str(folder / "out"),
        resamples=20,
        workers=1,
        asking=EvaluatedServer(**asking),
    )


def command(data, folder, *flags: str) -> list[str]:
    files = ["--out", str(folder / "out"), "--store", str(folder / "requests.sqlite")]
    return ["--data", str(data), "--system", "openai:m", "--resamples", "20", "--workers", "1", *files, *flags]


def test_the_datasets_prompts_are_asked_and_the_answers_parsed(built, tmp_path):
    with Reader(built) as double:
        results = evaluate(config(built, tmp_path, double))
    scored = results["systems"]["openai:m"]
    assert set(scored) == set(rjdb.TASKS)
    assert all(task["counts"]["unparsed"] == 0 for task in scored.values())
    assert scored["matching"]["measures"]["accuracy"]["value"] == 100
    assert scored["extraction"]["measures"]["resume skills F1 exact"]["value"] == 100
    assert scored["editing"]["measures"]["experience F_add"]["value"] == 100
    assert {body["messages"][0]["content"] for body in double.bodies} == set(double.gold)
    assert all(len(body["messages"]) == 1 and body["temperature"] == 0 for body in double.bodies)


def test_a_second_run_asks_nothing_even_without_its_predictions(built, tmp_path):
    with Reader(built) as double:
        first = evaluate(config(built, tmp_path, double))
        asked = sum(double.asked.values())
        assert asked == len(double.gold)
        (tmp_path / "out").rename(tmp_path / "before")
        assert evaluate(config(built, tmp_path, double)) == first
        assert sum(double.asked.values()) == asked
    assert evaluate(config(built, tmp_path, double)) == first  # the server has gone, the answers are here


def test_few_shot_prompts_hold_training_rows_with_their_completions(built, tmp_path):
    with Reader(built) as double:
        results = evaluate(config(built, tmp_path, double, shots=(0, 2)))
    assert list(results["systems"]) == ["openai:m", "openai:m, 2 shots"]
    assert results["differences"][0]["tasks"]["matching"]["accuracy"]["value"] == 0
    train = {rjdb.prompt("matching", **row): row for row in Benchmark(str(built)).training_rows("matching")}
    few = [body["messages"] for body in double.bodies if len(body["messages"]) == 5]
    assert len(few) == len(double.gold)
    matching = [
        messages for messages in few if messages[0]["content"] in train and messages[1]["content"] in rjdb.LABELS
    ]
    assert len(matching) == len(Benchmark(str(built)).rows("matching"))
    assert {m["content"] for messages in matching for m in messages[1:4:2]} == set(rjdb.LABELS)
    for user, assistant in zip(matching[0][:4:2], matching[0][1:4:2]):
        assert (user["role"], assistant["role"]) == ("user", "assistant")
        assert assistant["content"] == train[user["content"]]["completion"]
    assert (tmp_path / "out" / "predictions" / "openai-m-2-shots" / "editing").is_dir()
    tables = (tmp_path / "out" / "tables.md").read_text()
    assert "--base-url $BASE_URL --shots 0 --shots 2" in tables and "127.0.0.1" not in tables


def test_examples_are_of_different_triples_in_turns_and_do_not_hang_on_the_order(built):
    rows = Benchmark(str(built)).training_rows("extraction")
    chosen = examples("extraction", rows, 4)
    assert [row_kind(row) for row in chosen] == ["job description", "resume"] * 2
    assert len({triple_of(row["id"]) for row in chosen}) == 4
    assert examples("extraction", rows[::-1], 4) == chosen
    assert examples("extraction", rows, 2) == chosen[:2]
    of_one = [row for row in rows if triple_of(row["id"]) == triple_of(rows[0]["id"])]
    assert len(of_one) == 3
    with pytest.raises(BadInput, match="extraction has 1 triples to learn from"):
        examples("extraction", of_one, 2)


def test_what_is_no_answer_is_counted_and_the_rest_is_judged(built, tmp_path, capsys):
    slips = (
        {"content": "As an AI I like cooking."},
        {"content": ""},
        {"content": None, "refusal": "I cannot judge people."},
        {"content": "<think>It is no match, or is it"},
        {"status": 400},
    )
    with Reader(built, slips=slips) as double:
        results = evaluate(config(built, tmp_path, double))
        again = sum(double.asked.values())
        (tmp_path / "out").rename(tmp_path / "before")
        assert evaluate(config(built, tmp_path, double)) == results
        assert sum(double.asked.values()) == again + 1  # what was refused is asked again by the next run, nothing else
    counts = results["systems"]["openai:m"]["matching"]["counts"]
    assert counts == {"rows": 16, "unparsed": 5, "missing": 0}
    assert results["systems"]["openai:m"]["matching"]["measures"]["accuracy"]["value"] == pytest.approx(100 * 11 / 16)
    assert "openai:m, matching: 3 rows without an answer, 1 for: " in capsys.readouterr().err


def test_a_server_that_writes_gibberish_to_everything(built, tmp_path):
    with Double() as double:  # it knows other prompts only
        counts = {
            task: scored["counts"]["unparsed"] / scored["counts"]["rows"]
            for task, scored in evaluate(config(built, tmp_path, double))["systems"]["openai:m"].items()
        }
    assert counts == {"matching": 1, "explanation": 1, "extraction": 1, "editing": 0}  # any text is an edit


def test_transient_server_errors_are_retried(built, tmp_path):
    faults = Behaviour(busy=0.1, retry_after=0.02, errors=0.05, drops=0.05)
    with Reader(built, faults) as double:
        results = evaluate(config(built, tmp_path, double))
    assert results["systems"]["openai:m"]["extraction"]["counts"]["unparsed"] == 0
    assert set(double.answered.values()) == {1}


# ------------------------------------------------------------------------------------------- ends early


def test_a_cap_ends_the_run_and_the_same_command_continues(built, tmp_path, capsys):
    with Reader(built) as double:
        flags = ["--base-url", double.base_url, "--concurrency", "2", "--max-tokens", "30000"]
        runs = 0
        while (code := verb.main(command(built, tmp_path, *flags))) == 3:
            runs += 1
            line = capsys.readouterr().err.strip().splitlines()[-1]
            assert line.startswith("stopped: --max-tokens 30000 is reached; ")
            assert line.endswith("rows are answered; the same command continues")
            assert not (tmp_path / "out" / "results.json").exists()
        assert code == 0 and runs >= 2
        assert set(double.asked.values()) == {1}
        assert sum(double.asked.values()) == len(double.gold)


def test_systems_of_a_command_share_its_budget(built, tmp_path):
    with Reader(built) as double:
        one = len(double.gold) * 1_000
        with pytest.raises(Stop, match="--max-usd 0.1 is reached; "):
            evaluate(config(built, tmp_path, double, shots=(0, 1), max_usd=0.1, price="1,1"))
        spent = sum(double.answered.values()) * 1_000
    assert one < 100_000 and spent == pytest.approx(100_000, abs=5_000)


def error_of(capsys) -> str:
    lines = capsys.readouterr().err.strip().splitlines()
    assert lines[-1].startswith("error: ") and not any("Traceback" in line for line in lines)
    return lines[-1]


def test_a_wrong_key_an_unknown_model_and_no_server_are_one_line(built, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("A_KEY", "sk-wrong-key")
    with Double(Behaviour(key="sk-right-key")) as double:
        flags = ["--base-url", double.base_url, "--api-key-env", "A_KEY"]
        assert verb.main(command(built, tmp_path, *flags)) == 2
    error = error_of(capsys)
    assert "refuses the key" in error and "sk-wrong-key" not in error
    with Double(Behaviour(model="another")) as double:
        assert verb.main(command(built, tmp_path, "--base-url", double.base_url)) == 2
    assert "has no model 'm'" in error_of(capsys)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert verb.main(command(built, tmp_path, "--base-url", f"http://127.0.0.1:{port}/v1")) == 2
    assert "does not answer" in error_of(capsys)


def test_an_outage_loses_no_answers(built, tmp_path):
    with (
        Reader(built, Behaviour(quota=20)) as double,
        pytest.raises(Stop, match="no money left.*4 of 16 explanation rows are answered"),
    ):
        evaluate(config(built, tmp_path, double, concurrency=1))
    with Store(tmp_path / "requests.sqlite", writing=False) as store:
        assert next(store.rows("SELECT count(*) FROM answers")) == (20,)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ((), "no key: set $NO_SUCH_KEY"),
        (("--max-usd", "1"), "no price is known for model 'm'; give --price"),
        (("--base-url", "localhost:8000"), "is not an http address"),
        (("--max-tokens", "0"), "--max-tokens 0: give more than 0"),
        (("--concurrency", "0"), "--concurrency 0: give 1 or more"),
        (("--shots", "1", "--shots", "1"), "--shots 1 1: give each number"),
    ],
)
def test_wrong_settings_are_reported_before_any_row_is_judged(flags, says, built, tmp_path, capsys):
    rules_first = ["--system", "rules", *command(built, tmp_path, "--api-key-env", "NO_SUCH_KEY", *flags)]
    assert verb.main(rules_first) == 2
    assert says in error_of(capsys)
    assert not (tmp_path / "out").exists()


def test_answers_of_other_settings_are_not_continued(tmp_path):
    asking = EvaluatedServer(base_url="http://127.0.0.1:1/v1", store=str(tmp_path / "s"))
    other = EvaluatedServer(base_url="http://127.0.0.1:2/v1", store=str(tmp_path / "s"))
    identities = {ServerSystem("m", a, shots).identity for a in (asking, other) for shots in (0, 3)}
    assert len(identities) == 4 and all(json.loads(identity) for identity in identities)


def test_names_that_would_share_a_folder_are_refused():
    assert file_name("openai:Qwen/Qwen3-0.6B, 5 shots") == "openai-Qwen-Qwen3-0.6B-5-shots"
    asking = EvaluatedServer(base_url="http://127.0.0.1:1/v1")
    with pytest.raises(BadInput, match="openai:a-b is there already"):
        open_systems(["openai:a/b", "openai:a-b"], asking=asking)
