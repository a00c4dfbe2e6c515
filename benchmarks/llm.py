"""The LLM client against a server double on loopback: every figure beside its limit.

python -m benchmarks.llm           # all of it, some ten minutes
python -m benchmarks.llm --quick   # smaller counts, about a minute
python -m benchmarks.llm --write   # keep the figures in benchmarks/results/llm.json, which the README shows; of parts
                                      # (throughput, memory, …) those that were measured, and the others as they were

Wall times are the best of three runs: what else the machine does only adds to them. The double's own CPU is reported
as well, since it may share a core with what is measured.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import psutil

from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from benchmarks.llm_kills import kills
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.client import Client, Limits
from dataset_builder.llm.cost_plan import Spent, forecast
from dataset_builder.llm.pricing import Price
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request import Answer, Conversation, Endpoint, Failure, Message, Request, drive
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline.build import BuildConfig, open_author
from dataset_builder.pipeline.shards import plan_shards
from dataset_builder.quality.triple_checks import reason_to_reject
from dataset_builder.sampling.facts import Triple
from dataset_builder.teachers.llm_config import TeacherConfig
from tests.doubles.mutations import mutated
from tests.doubles.openai_server import Behaviour, Double

ROOT = Path(__file__).parents[1]
RESULTS = KEPT / "llm.json"
LATENCY, IN_FLIGHT, TIMES = 0.2, 64, 3
PRICE = Price(1.0, 4.0)
FAULTS = {"busy": 0.05, "errors": 0.03, "drops": 0.02, "truncated": 0.02, "malformed": 0.05}


@contextmanager
def server(**behaviour: float) -> Iterator[str]:
    """A double in a process of its own, so that its work is not counted as ours; its base URL."""
    words = [word for name, value in behaviour.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.doubles.openai_server", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def requests(count: int) -> Iterator[Conversation]:
    """Requests of the size of a document's prompt; each is a conversation of its own."""
    skills = "\n".join(f"- Skill number {i}" for i in range(8))
    for number in range(count):
        prompt = (
            f'Write a job description for the job title "Baker {number}".\n\nRequired skills.\n{skills}\n\nRequired experience.\n'
            f'- 2 years as Baker\n\n{"How to write it. " * 30}\n"summary": x\n"skills": x\n"experience": x\n"responsibilities": x'
        )

        def conversation(prompt: str = prompt, number: int = number) -> Conversation[bool]:
            (reply,) = yield (Request((Message("user", prompt),), 2_000, f"request {number}"),)
            return isinstance(reply, Answer)

        yield conversation()


def client_run(
    conversations: Iterator[Conversation],
    base_url: str,
    folder: Path,
    budget: Budget | None = None,
    each=lambda result: None,
) -> tuple[float, float, int]:
    """Wall and CPU seconds, and how many conversations ended."""
    import openai  # noqa: F401 - a second that is nobody's

    ended = 0

    def finished(result: object) -> None:
        nonlocal ended
        ended += 1
        each(result)

    async def go() -> None:
        client = Client(
            Endpoint(base_url, "m"), store, "none", Limits(IN_FLIGHT), budget or Budget(PRICE), Progress(0, quiet=True)
        )
        await client.run(conversations, finished)

    with Store(folder / f"{time.time_ns()}.sqlite") as store:
        wall, cpu = time.monotonic(), time.process_time()
        asyncio.run(go())
        return time.monotonic() - wall, time.process_time() - cpu, ended


@dataclass(frozen=True)
class Best:
    """The least that several equal runs took: what else the machine does only adds. Seconds; CPU of the double too."""

    wall: float
    cpu: float
    double_cpu: float
    results: list


def best(make_conversations: Callable[[str], Iterator[Conversation]], folder: Path, **behaviour: float) -> Best:
    runs = []
    for _ in range(TIMES):
        results: list = []
        with server(latency=LATENCY, **behaviour) as url:
            double = next(
                child for child in psutil.Process().children() if "openai_server" in " ".join(child.cmdline())
            )
            conversations, before = make_conversations(url), sum(double.cpu_times()[:2])
            wall, cpu, _ = client_run(conversations, url, folder, each=results.append)
            runs.append(Best(wall, cpu, sum(double.cpu_times()[:2]) - before, results))
    least = {name: min(getattr(run, name) for run in runs) for name in ("wall", "cpu", "double_cpu")}
    return replace(min(runs, key=lambda run: len(run.results)), **least)


def throughput(folder: Path, quick: bool) -> list[Figure]:
    count = 500 if quick else 2_000
    triples = count // 3

    def authored(url: str) -> Iterator[Conversation]:
        config, teacher = BuildConfig(triples=triples), TeacherConfig(base_url=url, model="m", store=str(folder / "x"))
        author = open_author(config, teacher)
        next(author.conversation("train", 0))  # what is made once
        return (author.conversation("train", i) for i in range(triples))

    bare = best(lambda url: requests(count), folder)
    clean = best(authored, folder)
    faulty = best(authored, folder, retry_after=1, **FAULTS)
    ideal, asked = LATENCY * count / IN_FLIGHT, sum(len(c.answers) for c in clean.results)
    rejected = sum(len(c.rejected) for c in faulty.results)
    return [
        Figure("throughput", f"wall of {count:,} requests, {IN_FLIGHT} in flight, against latency x n / {IN_FLIGHT}", f"{bare.wall / ideal:.2f}", "1.15", bare.wall <= 1.15 * ideal and all(bare.results) and len(bare.results) == count),
        Figure("throughput", "CPU per request", f"{1e3 * bare.cpu / count:.2f} ms", "3 ms", bare.cpu <= 0.003 * count),
        Figure("throughput", "CPU of the double per request", f"{1e3 * bare.double_cpu / count:.2f} ms", "", True),
        Figure("throughput", f"CPU per request of {triples:,} triples, facts and checks included", f"{1e3 * clean.cpu / asked:.2f} ms", "3 ms", clean.cpu <= 0.003 * asked),
        Figure("throughput", "wall with 5 % 429, 3 % 500, 2 % dropped, 2 % truncated, 5 % malformed, against clean", f"{faulty.wall / clean.wall:.2f}", "1.50", faulty.wall <= 1.5 * clean.wall),
        Figure("throughput", "triples kept after faults; drafts rejected with a reason", f"{len(faulty.results):,} of {triples:,}; {rejected}", "all", len(faulty.results) == triples),
    ]  # fmt: skip


def memory(folder: Path, quick: bool) -> list[Figure]:
    few, many = (1_000, 4_000) if quick else (2_000, 20_000)
    process, seen, done = psutil.Process(), {}, 0

    def look(_: object) -> None:
        nonlocal done
        done += 1
        if done in (few, many):
            seen[done] = process.memory_info().rss / 1e6

    with server(latency=0.02) as url:
        client_run(requests(many), url, folder, each=look)
    growth = seen[many] - seen[few]
    return [
        Figure(
            "memory",
            f"memory growth from {few:,} to {many:,} requests",
            f"{growth:+.1f} MB of {seen[few]:.0f}",
            "10 %",
            growth <= 0.1 * seen[few],
        )
    ]


def plan(folder: Path, quick: bool) -> list[Figure]:
    """Pilots of 50 against what all triples of the same build really take, ten builds."""
    seeds, triples = (3, 400) if quick else (10, 2_000)
    held, widths = 0, []
    for seed in range(seeds):
        double = Double(Behaviour(padding=800, careless=0.1, malformed=0.05, truncated=0.02, refusals=0.02, seed=seed))
        config = BuildConfig(triples=triples, seed=seed)
        author = open_author(config, TeacherConfig(base_url="http://127.0.0.1:1/v1", model="m", price="1,4"))
        ids = [(s.split, i) for s in plan_shards(triples) for i in range(s.start, s.stop)]
        spent = [spent_on(author.conversation(*id), author.endpoint, double) for id in ids]
        pilot = Random(f"{seed}/pilot").sample(spent, 50)
        true = sum(PRICE.usd(s.prompt_tokens, s.completion_tokens) for s in spent)
        usd = forecast(pilot, len(ids), PRICE, IN_FLIGHT).usd
        held += usd.low <= true <= usd.high
        widths.append((usd.high - usd.low) / 2 / true)
    least = round(0.9 * seeds) if seeds == 10 else seeds - 1
    width = sum(widths) / len(widths)
    return [
        Figure(
            "plan",
            f"plan of 50 triples covers the true cost of {triples:,}; half its interval",
            f"{held} of {seeds} seeds; {100 * width:.0f} %",
            f"{least}",
            held >= least,
        )
    ]


def spent_on(conversation: Conversation, endpoint: Endpoint, double: Double) -> Spent:
    """What a triple takes, the double asked without a network between."""
    answers = drive(conversation, lambda asked: tuple(in_process(one, endpoint, double) for one in asked)).answers
    return Spent(sum(a.prompt_tokens for a in answers), sum(a.completion_tokens for a in answers), 0.0)


def in_process(request: Request, endpoint: Endpoint, double: Double) -> Answer | Failure:
    from dataset_builder.llm.protocol.completion import read_answer

    call = endpoint.call(request)
    _, payload = double.complete(call.body)
    return read_answer(payload, call, batch=False, seconds=0.0)


def cap(folder: Path, quick: bool) -> list[Figure]:
    count = 500 if quick else 2_000
    with server(latency=0.05, padding=800) as url:
        one = Budget(PRICE)
        client_run(requests(50), url, folder, one)
        budget = Budget(PRICE, max_usd=one.usd / 50 * count / 2)
        with suppress(Stop):
            client_run(requests(count), url, folder, budget)
    over = max(0.0, budget.usd - budget.max_usd)
    in_flight = IN_FLIGHT * budget.usd / budget.answers
    return [
        Figure(
            "cap",
            "overshoot of --max-usd (limit: cost of the requests in flight)",
            f"{over:.5f} USD",
            f"{in_flight:.5f} USD",
            budget.answers < count and over <= in_flight,
        )
    ]


def spoilt(folder: Path, quick: bool) -> list[Figure]:
    count, longest, kept, rejected = 1_000 if quick else 10_000, 0.0, 0, 0
    double = Double()
    for recipe in ("paper", "facts"):
        author = open_author(
            BuildConfig(recipe=recipe), TeacherConfig(base_url="http://127.0.0.1:1/v1", model="m", repairs=0)
        )
        answers = 0
        for number in range(count):
            rng = Random(f"{recipe}/{number}")
            facts, _ = author.sampler.sample("train", number % 500)

            def spoil(asked: tuple[Request, ...], endpoint=author.endpoint, rng=rng) -> tuple[Answer, ...]:
                whole = [in_process(request, endpoint, double) for request in asked]
                return tuple(
                    Answer("a", mutated(a.text, rng), "stop", 1, 1, False, "m", None, False, 0.0) for a in whole
                )

            begun = time.process_time()
            draft = drive(author.teacher.write(facts), spoil)
            answers += len(draft.answers)
            longest = max(longest, time.process_time() - begun)
            reason = reason_to_reject(Triple(facts, draft.documents), recipe, author.teacher.aliases)
            kept += draft.reason is None
            rejected += draft.reason is not None
            assert (draft.reason is None) <= (reason is None), "kept what the checks reject"
            if answers >= count // 2:
                break
    return [
        Figure(
            "spoilt",
            f"{count:,} spoilt answers: drafts kept; rejected with a reason; longest",
            f"{kept}; {rejected}; {longest:.2f} s",
            "no exception; 1 s",
            longest <= 1.0,
        )
    ]


PARTS = {"throughput": throughput, "memory": memory, "kills": kills, "plan": plan, "cap": cap, "spoilt": spoilt}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all by default")
    parser.add_argument("--quick", action="store_true", help="smaller counts")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results/llm.json")
    args = parser.parse_args()
    figures: list[Figure] = []
    for name in args.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="rjdb-llm-") as folder:
            begun = time.monotonic()
            figures += PARTS[name](Path(folder), args.quick)
            print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(render(figures, questions=False))
    if args.write:
        keep(RESULTS, figures)
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
