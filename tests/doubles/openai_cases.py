"""Situations of real servers as data: what the double of a chat server changes in its own answers, and when.

    python -m tests.doubles.openai_server --case tests/dataset_builder/llm/server_cases.jsonl#sign-in-page

A case is an object with `id`, `when` and some of: `status`, `body` and `headers` (an error instead of an answer; a `body` that is
text is sent as a web page, or a stream), `finish_reason`, `content`, `content_prefix`, `content_suffix`, `content_with` (a character put into
the text), `move_content_to` (a field of the message), `blocks` (content as blocks), `as_tool_call`, `reasoning_content`, `message` and `choice`
(further fields of them), `message_without` and `choice_without` (their fields that are left out), `usage`, `payload` (further fields
of the response), `without` (fields of the response that are left out), `padding` (white space before it), `comments` (in a stream),
`batch_error` (a batch of more than `batch_most` requests fails with it), `spoilt_lines` (of a batch's result file, cut at
`spoilt_from`).
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Of a text that is cut.
KEPT = 3


@dataclass
class Case:
    """One situation; counts what it met, so that a double has its own."""

    row: dict[str, Any]
    arrivals: int = 0

    @classmethod
    def read(cls, address: str) -> "Case":
        """The case at FILE#ID."""
        path, _, id = address.rpartition("#")
        return cls(next(row for row in read_cases(Path(path)) if row["id"] == id))

    @property
    def when(self) -> str:
        return self.row.get("when", "always")

    @property
    def of_batches(self) -> bool:
        return "batch" in self.when

    def applies(self, body: dict, answered: int) -> bool:
        """Whether this request meets the situation; `answered`: good answers until now."""
        self.arrivals += 1
        if found := re.search(r"after (\d+) good", self.when):
            return answered >= int(found[1])
        if found := re.search(r"for the first (\d+)", self.when):
            return self.arrivals <= int(found[1])
        if found := re.search(r"one (?:request|answer) of (\d+)", self.when):
            text = body["messages"][-1]["content"].encode()
            return int(hashlib.sha256(text).hexdigest(), 16) % int(found[1]) == 0
        if "has a system role" in self.when:
            return body["messages"][0]["role"] == "system"
        if found := re.search(r"the request has (\S+)$", self.when):
            return found[1] in body
        if found := re.search(r"every (second|third) ", self.when):
            return self.arrivals % {"second": 2, "third": 3}[found[1]] == 0
        if found := re.search(r"until the request says (\S+) (\S+)", self.when):
            return f'"{found[1]}": {found[2]}' not in json.dumps(body)
        if found := re.search(r"until max_tokens is (at least|at most) (\d+)", self.when):
            cap, bound = body.get("max_tokens") or body.get("max_completion_tokens") or 0, int(found[2])
            return cap < bound if found[1] == "at least" else cap > bound
        return "another port" not in self.when

    def error(self) -> tuple[int, tuple[str, ...], Any] | None:
        """Status, headers and body of what is sent instead of an answer."""
        if "status" not in self.row:
            return None
        body = self.row["body"]
        headers = tuple(f"{name}: {value}" for name, value in self.row.get("headers", {}).items())
        return self.row["status"], headers, body.encode() if isinstance(body, str) else body

    def change(self, payload: dict) -> dict:
        """The double's own response as this server sends it."""
        row, choice = self.row, payload["choices"][0]
        message, text = choice["message"], choice["message"]["content"]
        if isinstance(text, str):
            if "cut" in self.when:
                text = text[: len(text) // KEPT]
            if character := row.get("content_with"):
                text = re.sub(r"(?<=[a-z]) (?=[a-z])", f" {character}", text, count=1)
            message["content"] = row.get("content_prefix", "") + text + row.get("content_suffix", "")
        if row.get("blocks"):  # as vendors that return their own blocks do
            thought = {"type": "thinking", "thinking": "Let me {see}.", "text": "Let me {see}."}
            message["content"] = [thought, {"type": "text", "text": message["content"]}]
        if row.get("as_tool_call"):
            call = {"name": "answer", "arguments": message["content"]}
            message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": call}]}
        if row.get("move_content_to"):
            message[row["move_content_to"]] = message["content"]
            message["content"] = None
        if "content" in row:
            message["content"] = row["content"]
        if "reasoning_content" in row:
            message["reasoning_content"] = row["reasoning_content"]
        message |= row.get("message", {})
        choice["message"] = {
            name: value for name, value in message.items() if name not in row.get("message_without", ())
        }
        choice |= row.get("choice", {})
        if "finish_reason" in row:
            choice["finish_reason"] = row["finish_reason"]
        if "usage" in row:
            payload["usage"] = row["usage"]
        for name in row.get("choice_without", ()):
            del choice[name]
        payload |= row.get("payload", {})
        return {name: value for name, value in payload.items() if name not in row.get("without", ())}


def read_cases(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
