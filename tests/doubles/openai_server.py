"""A chat server on loopback that speaks like OpenAI, vLLM, llama.cpp, Ollama or a cloud, with faults on demand.

    with Double(Behaviour(latency=0.2)) as double: ...  double.base_url, double.asked, double.answered
    python -m tests.doubles.openai_server --case FILE#ID    # a situation of a real server, see openai_cases

What it writes follows from the request alone, so two runs get the same text. So do truncated, malformed, careless and
refused answers; refusals by load, errors and dropped connections are drawn anew for each arrival.
"""

import argparse
import asyncio
import hashlib
import json
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, fields
from random import Random

from tests.doubles.openai_answers import judge, write_fields, write_knowledge, write_triple
from tests.doubles.openai_batches import Batches
from tests.doubles.openai_cases import Case


@dataclass(frozen=True)
class Behaviour:
    """Shares are of 1. `like`: clean, vllm, llama.cpp, ollama, cloud."""

    like: str = "clean"
    latency: float = 0.0
    # 429 with Retry-After.
    busy: float = 0.0
    retry_after: float = 1.0
    # 500.
    errors: float = 0.0
    drops: float = 0.0
    truncated: float = 0.0
    malformed: float = 0.0
    # A skill is forgotten.
    careless: float = 0.0
    refusals: float = 0.0
    # More requests at once get 429.
    capacity: int = 0
    # A key it wants; 401 repeats the wrong one, as some servers do.
    key: str = ""
    model: str = "m"
    # Answers everything with this status.
    status: int = 0
    # After so many answers the account is empty.
    quota: int = 0
    # Extra completion tokens reported, up to this many, heavy-tailed.
    padding: int = 0
    batch_seconds: float = 0.0
    batch_fails: float = 0.0
    # told; ignored; refused (400); forbidden (403, as a cloud does). `like` ollama ignores them, cloud forbids.
    logprobs: str = "told"
    # Share of a judge's answers that are no score: refusals, prose, several numbers, numbers off the scale.
    unfit: float = 0.0
    seed: int = 0


# Of bytes, by the first of them.
_KINDS = {b"<": "text/html", b"d": "text/event-stream", b":": "text/event-stream", b" ": "application/json"}


class Double(Batches):
    """The server, in a thread of its own. `asked`: bodies' digests that arrived; `answered`: those answered in full."""

    def __init__(self, behaviour: Behaviour = Behaviour(), case: Case | None = None) -> None:
        super().__init__()
        self.behaviour, self.case = behaviour, case
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.prompt_tokens = self.completion_tokens = 0
        self.open = self.most_open = 0
        self.bodies: list[dict] = []
        self.keep_bodies = True
        self.headers_seen: set[str] = set()
        self._rng = Random(behaviour.seed)
        self._ready = threading.Event()
        self.port = 0  # until it listens

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
                if isinstance(body, bytes):
                    kind = _KINDS.get(body[:1], kind)
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
            return self.batch_api(method, path.removeprefix("/v1/"), headers, content)
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
            met = self.case and not self.case.of_batches and self.case.applies(body, len(self.answered))
            if met and (error := self.case.error()):
                return error
            status, payload = self.complete(body)
            if met and status == 200:
                payload = self.case.change(payload)
            if status == 200:
                self.answered[digest] += is_answer(payload)
                row = self.case.row if met else {}
                payload = (
                    as_stream(payload, row.get("comments")) if body.get("stream") or row.get("as_stream") else payload
                )
                if padding := row.get("padding"):
                    payload = b" " * padding + json.dumps(payload).encode()
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


def is_answer(payload: object) -> bool:
    """Whether a response with status 200 is one, and no error in its place."""
    choices = payload.get("choices") if isinstance(payload, dict) else None
    return choices is not None and (not choices or "error" not in choices[0])


def as_stream(payload: dict, comments: bool | None = False) -> bytes:
    """The response in pieces, as server-sent events; `comments` stand between them, as routers send to keep a connection."""
    (choice,) = payload["choices"]
    text, head = choice["message"]["content"], {name: payload[name] for name in ("id", "created", "model")}
    pieces = [{"index": 0, "delta": {"content": text[at : at + 40]}} for at in range(0, len(text), 40)]
    pieces.append({"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]})
    events = [head | {"choices": [piece], "usage": None} for piece in pieces]
    events.append(head | {"choices": [], "usage": payload["usage"]})
    wait = ": PROCESSING\n\n" if comments else ""
    return "".join(f"{wait}data: {json.dumps(event)}\n\n" for event in events).encode() + b"data: [DONE]\n\n"


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
    parser.add_argument(
        "--case", metavar="FILE#ID", help="a situation of a real server, see tests.doubles.openai_cases"
    )
    args = vars(parser.parse_args())
    port, case = args.pop("port"), args.pop("case")
    double = Double(Behaviour(**args), Case.read(case) if case else None)
    double.keep_bodies = False

    async def main() -> None:
        serving = asyncio.create_task(double.serve(port))
        while not double._ready.is_set():
            await asyncio.sleep(0.01)
        print(double.base_url, flush=True)
        await serving

    asyncio.run(main())
