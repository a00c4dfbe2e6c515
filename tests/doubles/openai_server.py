"""A chat server on loopback that speaks like OpenAI, vLLM, llama.cpp, Ollama or a cloud, with faults on demand.

    with Double(Behaviour(latency=0.2)) as double: ...  double.base_url, double.asked, double.answered

What it writes follows from the request alone, so two runs get the same text. So do truncated, malformed, careless and
refused answers; refusals by load, errors and dropped connections are drawn anew for each arrival.
"""

import argparse
import asyncio
import hashlib
import json
import math
import re
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, fields
from random import Random


@dataclass(frozen=True)
class Behaviour:
    """Shares are of 1. `like`: clean, vllm, llama.cpp, ollama, cloud."""

    like: str = "clean"
    latency: float = 0.0
    busy: float = 0.0
    """429 with Retry-After."""
    retry_after: float = 1.0
    errors: float = 0.0
    """500."""
    drops: float = 0.0
    truncated: float = 0.0
    malformed: float = 0.0
    careless: float = 0.0
    """A skill is forgotten."""
    refusals: float = 0.0
    capacity: int = 0
    """More requests at once get 429."""
    key: str = ""
    """A key it wants; 401 repeats the wrong one, as some servers do."""
    model: str = "m"
    status: int = 0
    """Answers everything with this status."""
    quota: int = 0
    """After so many answers the account is empty."""
    padding: int = 0
    """Extra completion tokens reported, up to this many, heavy-tailed."""
    batch_seconds: float = 0.0
    batch_fails: float = 0.0
    logprobs: str = "told"
    """told; ignored; refused (400); forbidden (403, as a cloud does). `like` ollama ignores them, cloud forbids."""
    unfit: float = 0.0
    """Share of a judge's answers that are no score: refusals, prose, several numbers, numbers off the scale."""
    seed: int = 0


def _list(text: str, head: str) -> list[str]:
    """The `- ` lines behind a line that ends with `head`."""
    _, found, rest = text.partition(head)
    match = re.match(r"[^\n]*\n((?:- .*\n?)*)", rest) if found else None
    return [line[2:] for line in (match[1].splitlines() if match else []) if line != "- none"]


def write_triple(prompt: str, careless: bool) -> str:
    title = re.search(r'job title "(.*)"\. It requires', prompt)[1]
    name = re.search(r"first name is (.*)\. The resume", prompt)[1]
    skills, asked = _list(prompt, "only these skills:"), _list(prompt, "with their years:")
    held, removed = _list(prompt, "with their dates:"), _list(prompt, "without these skills:")
    change = re.search(r"change to the last experience: (.*)\.\n", prompt)[1]
    job = (
        f"## Job title\n{title}\n\n## Job Summary\nWe look for somebody to work as {title}.\n\n## Required Skills\n"
        + "\n".join(f"- Proficient in {s}" for s in (skills[1:] if careless else skills))
        + "\n\n## Required Experience\n" + "\n".join(f"- Minimum of {a}" for a in asked)
        + "\n\n## Responsibilities\n- Do the daily work well\n- Help the team"
    )  # fmt: skip

    def resume(skills: list[str], jobs: list[str]) -> str:
        return (
            f"## Personal Information\nName: {name} Miller\nEmail: {name.lower()}.miller@example.com\n\n## Education\n"
            "Bachelor of Science\n\n## Skills\n" + "\n".join(f"- Proficient in {s}" for s in skills)
            + "\n\n## Experience\n" + "\n".join(f"- {j}: worked with care" for j in jobs)
        )  # fmt: skip

    changed = list(held)
    if match := re.match(r'instead of "(.*)" use "(.*)"', change):
        changed = [match[2] if j == match[1] else j for j in held]
    elif match := re.match(r'without including "(.*)"', change):
        changed = [j for j in held if j != match[1]]
    parts = (job, resume(skills, held), resume([s for s in skills if s not in removed], changed))
    heads = ("##### Job-description", "##### Resume 1", "##### Resume 2")
    return "\n\n".join(f"{head}\n{part}" for head, part in zip(heads, parts))


SKILLS = (
    "Record Keeping", "Customer Service", "Safety Procedures", "Scheduling", "Inventory Control", "Data Entry",
    "Equipment Maintenance", "Budgeting", "Report Writing", "Quality Inspection", "Teamwork", "Problem Solving",
    "Regulatory Compliance", "Training of Staff", "Blueprint Reading", "Negotiation",
)  # fmt: skip


def write_knowledge(prompt: str, rng: Random) -> str | None:
    """The answer to prompts 2.1, 2.2 and 2.3; None for any other."""
    if match := re.match(r"Generate (\d+) required skills that are necessary for the occupation (.*)\.\n", prompt):
        own = f"{match[2].split(',')[0].removesuffix('s')} Methods"
        return "\n".join(
            f"{n}. {skill}" for n, skill in enumerate([own, *rng.sample(SKILLS, int(match[1]) - 1)], start=1)
        )
    if prompt.startswith("On average, how many skills"):
        return rng.choice(("{}", "About {} skills.")).format(rng.randint(4, 9))
    if prompt.startswith("Given the previous experiences"):
        titles = _list(prompt, "individuals with\n")
        return "\n".join(rng.sample(titles, len(titles)))
    return None


def write_fields(prompt: str, rng: Random, careless: bool) -> str:
    wanted = re.findall(r'^"(\w+)":', prompt, re.M)
    is_job = prompt.startswith("Write a job description")
    skills = _list(prompt, "Required skills." if is_job else "Skills.")
    jobs = _list(prompt, "Required experience." if is_job else "Jobs, newest first.")
    if careless and "skills" in wanted:
        skills = skills[1:]
    opener = rng.choice(("Proficient in {}", "Skilled with {} at work", "{}", "Knowledge of {} and its use"))
    duty = rng.choice(("worked with care", "helped the team", "kept the records in order"))
    values = {
        "summary": f"We look for somebody to join us. {duty.capitalize()} is what matters here.",
        "skills": [opener.format(s) for s in skills],
        "experience": [f"Minimum of {j}" if is_job else f"{j}: {duty}" for j in jobs],
        "responsibilities": ["Do the daily work well", "Help the team", "Report to the manager"],
        "last_name": rng.choice(("Miller", "Okafor", "Lindqvist", "Tanaka")),
        "education": [rng.choice(("Bachelor of Science", "High school diploma", "Master of Arts"))],
    }
    return json.dumps({name: values[name] for name in wanted})


UNFIT = (
    "I'm sorry, but I can't rate people.",
    "The resume lists 3 jobs and reads well.",
    "Consistency: 4\nFactuality: 2",
    "- Consistency: 7",
    "",
)


def judge(prompt: str, rng: Random, unfit: bool) -> tuple[str, list[dict]]:
    """A score and its tokens with their alternatives. It is drawn around a mean that the document alone decides: how
    many of the facts it states, or, without facts, a number made of its letters."""
    document = prompt.split('"""')[1]
    facts = [
        fact.rpartition(" as ")[2].split(" (")[0] for fact in re.findall(r"^- (.+)$", prompt.split('"""')[0], re.M)
    ]
    stated = sum(fact.casefold() in document.casefold() for fact in facts)
    mean = 1 + 4 * stated / len(facts) if facts else 3 + hashlib.sha256(document.encode()).digest()[0] / 128
    weights = [math.exp(-((score - mean) ** 2)) for score in range(1, 6)]
    score = rng.choices(range(1, 6), weights)[0]
    if unfit:
        return (text := rng.choice(UNFIT)), [{"token": text, "top_logprobs": [{"token": text, "logprob": 0.0}]}]
    shares = [(str(score), 0.6 * w / sum(weights)) for score, w in enumerate(weights, start=1)]
    shares += [(f" {score}", 0.3 * w / sum(weights)) for score, w in enumerate(weights, start=1)] + [("The", 0.1)]
    others = [{"token": token, "logprob": math.log(share)} for token, share in sorted(shares, key=lambda s: -s[1])]
    return str(score), [{"token": str(score), "logprob": others[0]["logprob"], "top_logprobs": others}]


class Double:
    """The server, in a thread of its own. `asked`: bodies' digests that arrived; `answered`: those answered in full."""

    def __init__(self, behaviour: Behaviour = Behaviour()) -> None:
        self.behaviour = behaviour
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.prompt_tokens = self.completion_tokens = 0
        self.open = self.most_open = 0
        self.bodies: list[dict] = []
        self.keep_bodies = True
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict] = {}
        self.headers_seen: set[str] = set()
        self._rng = Random(behaviour.seed)
        self._ready = threading.Event()

    # ------------------------------------------------------------------------------------------ life

    def __enter__(self) -> "Double":
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, port: int = 0) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", port, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
                content = await reader.readexactly(int(headers.get("content-length", 0)))
                method, path, _ = head[0].split(" ")
                answer = await self._answer(method, path, headers, content)
                if answer is None:
                    break
                status, extra, body = answer
                kind = "application/json" if isinstance(body, (dict, list)) else "text/plain"
                data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
                lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *extra]
                writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
                await writer.drain()
        writer.close()

    # ------------------------------------------------------------------------------------------ answers

    async def _answer(self, method: str, path: str, headers: dict, content: bytes):
        b = self.behaviour
        if path == "/v1/counts":
            return 200, (), {"asked": sum(self.asked.values()), "different": len(self.asked), "answered": sum(self.answered.values()),
                             "again": sum(n - 1 for n in self.answered.values()), "most_open": self.most_open,
                             "tokens": [self.prompt_tokens, self.completion_tokens]}  # fmt: skip
        given = headers.get("authorization", "").removeprefix("bearer ")
        if b.key and given != b.key.lower():
            return 401, (), {"error": {"message": f"Incorrect API key provided: {given}", "code": "invalid_api_key"}}
        if b.status:
            return b.status, (), {"error": {"message": "so configured"}}
        if not path.startswith("/v1/"):
            return 404, (), b"<html>not found</html>"
        if path != "/v1/chat/completions":
            return self._batch_api(method, path.removeprefix("/v1/"), headers, content)
        return await self._chat(json.loads(content))

    async def _chat(self, body: dict):
        b, digest = self.behaviour, self.digest(body)
        self.asked[digest] += 1
        if self.keep_bodies:
            self.bodies.append(body)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            if b.capacity and self.open > b.capacity:
                return (
                    429,
                    (f"Retry-After: {b.retry_after:g}",),
                    {"error": {"message": "Rate limit reached", "type": "requests"}},
                )
            if b.quota and sum(self.answered.values()) >= b.quota:
                return 429, (), {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}
            draw = self._rng.random()
            for share, fault in ((b.busy, "busy"), (b.errors, "error"), (b.drops, "drop")):
                if (draw := draw - share) < 0:
                    if fault == "drop":
                        await asyncio.sleep(b.latency / 2)
                        return None
                    if fault == "error":
                        return 500, (), {"error": {"message": "internal error"}}
                    return 429, (f"Retry-After: {b.retry_after:g}",), {"error": {"message": "Rate limit reached"}}
            if b.latency:
                await asyncio.sleep(b.latency)
            status, payload = self.complete(body)
            if status == 200:
                self.answered[digest] += 1
            return status, (), payload
        finally:
            self.open -= 1

    @staticmethod
    def digest(body: dict) -> str:
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

    def complete(self, body: dict) -> tuple[int, dict]:
        """Status and payload for a chat body; the same for the same body."""
        b = self.behaviour
        if refusal := self._refusal(body):
            return refusal
        rng = Random(f"{b.seed}/{self.digest(body)}")
        first = next(m["content"] for m in body["messages"] if m["role"] == "user")
        if "You are assessor" not in first and "Write " in first:
            first = first[first.find("Write ") :]
        repaired = len(body["messages"]) > 2 and body["messages"][-1]["content"].startswith("That cannot")
        draw, finish, cap = rng.random(), "stop", body.get("max_tokens") or body.get("max_completion_tokens")
        careless = not repaired and rng.random() < b.careless
        scored = None
        if "You are assessor" in first:
            text, scored = judge(first, rng, rng.random() < b.unfit)
        elif (text := write_knowledge(first, rng)) is None:
            text = write_triple(first, careless) if "three documents" in first else write_fields(first, rng, careless)
        message: dict = {"role": "assistant", "content": text}
        tokens = -(-len(text) // 4) + (int(b.padding * min(1.0, rng.expovariate(6))) if b.padding else 0)
        if (
            (draw := draw - b.truncated) < 0
            and cap in (2_000, 4_000)
            and not (cap == 4_000 and "three documents" not in first)
        ):
            message["content"], finish, tokens = text[: len(text) // 3], "length", cap
        elif 0 <= draw < b.malformed and not repaired:
            message["content"] = text[: len(text) // 2].replace("#", "").replace("{", "(")
        elif 0 <= draw - b.malformed < b.refusals:
            message["content"] = "I'm sorry, but I can't help with that."
            if b.like == "cloud":
                message |= {"content": None, "refusal": "I'm sorry, but I can't help with that."}
        if b.like == "ollama" and "response_format" in body:
            message["content"] = f"Here you are:\n```json\n{message['content']}\n```"
        tells = body.get("logprobs") and b.logprobs == "told" and b.like != "ollama" and message["content"] == text
        if b.like == "vllm":
            message |= {
                "content": f"<think>\nLet me {{think}}.\n</think>\n\n{message['content']}",
                "reasoning_content": None,
            }
        if b.like == "cloud" and message["content"] is not None:
            message["content"] = [{"type": "text", "text": message["content"]}]
        prompt_tokens = sum(len(m["content"]) for m in body["messages"]) // 4
        self.prompt_tokens += prompt_tokens
        self.completion_tokens += tokens
        payload: dict = {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": prompt_tokens, "completion_tokens": tokens, "total_tokens": prompt_tokens + tokens},
        }  # fmt: skip
        if tells and scored:
            thoughts = ("<think>", "\nLet me {think}.", "\n</think>", "\n\n") if b.like == "vllm" else ()
            content = [{"token": thought, "top_logprobs": []} for thought in thoughts] + scored
            payload["choices"][0]["logprobs"] = {"content": content}
        if b.like in ("clean", "cloud"):
            payload["system_fingerprint"] = "fp_1"
        if b.like in ("llama.cpp", "ollama"):
            payload.pop("usage")
            payload["choices"][0]["finish_reason"] = None if finish == "stop" else finish
        return 200, payload

    def _refusal(self, body: dict) -> tuple[int, dict] | None:
        b = self.behaviour
        if body["model"] != b.model and b.like != "llama.cpp":
            if b.like == "vllm":
                return 404, {
                    "object": "error",
                    "message": f"The model `{body['model']}` does not exist.",
                    "type": "NotFoundError",
                    "code": 404,
                }
            return 404, {"error": {"message": f'model "{body["model"]}" not found', "code": "model_not_found"}}
        if "logprobs" in body and (b.logprobs in ("refused", "forbidden") or b.like == "cloud"):
            if b.logprobs == "refused":
                return 400, {"error": {"message": "This model does not support logprobs.", "type": "invalid_request"}}
            return 403, {"error": {"message": "You are not allowed to request logprobs from this model."}}
        if b.like == "llama.cpp":
            if body["messages"][0]["role"] == "system":
                return 500, {
                    "error": {
                        "code": 500,
                        "message": "Jinja Exception: System role not supported",
                        "type": "server_error",
                    }
                }
            if "response_format" in body:
                return 400, {"error": {"code": 400, "message": "json_schema is not supported with this sampler"}}
        if b.like == "cloud":
            if "max_tokens" in body:
                return 400, {
                    "error": {
                        "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
                    }
                }
            if "temperature" in body:
                return 400, {
                    "error": {"message": "Unsupported value: 'temperature' does not support 0.2 with this model."}
                }
        return None

    # ------------------------------------------------------------------------------------------ batches

    def _batch_api(self, method: str, path: str, headers: dict, content: bytes):
        if path == "files":
            id = f"file-{len(self.files)}"
            boundary = headers["content-type"].split("boundary=")[1].strip('"').encode()
            part = next(p for p in content.split(b"--" + boundary) if b'name="file"' in p)
            self.files[id] = part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n")
            return (
                200,
                (),
                {
                    "id": id,
                    "object": "file",
                    "bytes": 1,
                    "created_at": 1,
                    "filename": "x",
                    "purpose": "batch",
                    "status": "processed",
                },
            )
        if path.startswith("files/") and path.endswith("/content"):
            return 200, (), self.files[path.split("/")[1]]
        if path == "batches" and method == "POST":
            asked = json.loads(content)
            id = f"batch_{len(self.batches)}"
            self.batches[id] = {
                "id": id, "object": "batch", "status": "in_progress", "input_file_id": asked["input_file_id"],
                "endpoint": asked["endpoint"], "completion_window": "24h", "created_at": int(time.time()), "due": time.time() + self.behaviour.batch_seconds,
                "metadata": asked.get("metadata"),
            }  # fmt: skip
            return 200, (), self._batch_state(id)
        if path.split("?")[0] == "batches":
            return (
                200,
                (),
                {"object": "list", "data": [self._batch_state(id) for id in self.batches], "has_more": False},
            )
        if path.startswith("batches/"):
            id = path.split("/")[1]
            if path.endswith("/cancel"):
                self._end_batch(id, "cancelled", half=True)
            return 200, (), self._batch_state(id)
        if path == "models":
            return 200, (), {"object": "list", "data": [{"id": self.behaviour.model, "object": "model"}]}
        return 404, (), {"error": {"message": "no such path"}}

    def _batch_state(self, id: str) -> dict:
        batch = self.batches[id]
        if batch["status"] == "in_progress" and time.time() >= batch["due"]:
            self._end_batch(id, "completed")
        total = len(self.files[batch["input_file_id"]].splitlines())
        done = total if batch["status"] == "completed" else 0
        return {k: v for k, v in batch.items() if k != "due"} | {
            "request_counts": {"completed": done, "failed": 0, "total": total}
        }

    def _end_batch(self, id: str, status: str, half: bool = False) -> None:
        batch, out, bad = self.batches[id], [], []
        lines = self.files[batch["input_file_id"]].splitlines()
        for text in lines[: len(lines) // 2] if half else lines:
            row = json.loads(text)
            self.asked[self.digest(row["body"])] += 1
            if self._rng.random() < self.behaviour.batch_fails:
                bad.append(
                    {
                        "id": "r",
                        "custom_id": row["custom_id"],
                        "response": {"status_code": 500, "body": {"error": {"message": "x"}}},
                        "error": None,
                    }
                )
                continue
            code, payload = self.complete(row["body"])
            self.answered[self.digest(row["body"])] += code == 200
            out.append(
                {
                    "id": "r",
                    "custom_id": row["custom_id"],
                    "response": {"status_code": code, "body": payload},
                    "error": None,
                }
            )
        batch["status"] = status
        for name, rows in (("output_file_id", out), ("error_file_id", bad)):
            if rows:
                batch[name] = f"file-{len(self.files)}"
                self.files[batch[name]] = "\n".join(map(json.dumps, rows)).encode()


def run_batch(lines: list[str], behaviour: Behaviour = Behaviour()) -> str:
    """What `vllm run-batch` writes for these lines."""
    double = Double(behaviour)
    rows = []
    for text in lines:
        row = json.loads(text)
        status, payload = double.complete(row["body"])
        rows.append(
            {
                "id": "vllm-1",
                "custom_id": row["custom_id"],
                "response": {"status_code": status, "request_id": "1", "body": payload},
                "error": None,
            }
        )
    return "\n".join(map(json.dumps, rows)) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    for f in fields(Behaviour):
        parser.add_argument(f"--{f.name.replace('_', '-')}", type=type(f.default), default=f.default)
    args = vars(parser.parse_args())
    port = args.pop("port")
    double = Double(Behaviour(**args))
    double.keep_bodies = False

    async def main() -> None:
        serving = asyncio.create_task(double.serve(port))
        while not double._ready.is_set():
            await asyncio.sleep(0.01)
        print(double.base_url, flush=True)
        await serving

    asyncio.run(main())
