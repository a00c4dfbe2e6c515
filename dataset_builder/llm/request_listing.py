"""A look into a request store: what was asked, what came back, what failed. Never changes it.

python -m dataset_builder requests ls
python -m dataset_builder requests show 3fb2
python -m dataset_builder requests export answers.jsonl
"""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tabulate import tabulate

from dataset_builder.errors import BadInput, check_choices
from dataset_builder.llm.request_store import Store
from dataset_builder.llm.server import ServerConfig
from dataset_builder.storage.files import replacing

_ROWS = """
SELECT r.address, r.label, r.model, a.finish, a.prompt_tokens, a.completion_tokens, a.batch,
       (SELECT count(*) FROM failures f WHERE f.address = r.address),
       (SELECT cause FROM failures f WHERE f.address = r.address ORDER BY number DESC LIMIT 1)
FROM requests r LEFT JOIN answers a USING (address)
"""


@dataclass(frozen=True)
class RequestsConfig:
    """Which part of the store is shown, or where it is exported."""

    action: Literal["ls", "show", "export"] = field(
        default="ls", metadata={"help": "list requests, show one, or export all with their answers", "positional": True}
    )
    target: str | None = field(
        default=None, metadata={"help": "the start of an ID for show, a file for export", "positional": True}
    )
    store: str = field(
        default=ServerConfig.store, metadata={"help": "request store of a build or an evaluation", "metavar": "FILE"}
    )
    failed: bool = field(default=False, metadata={"help": "only requests without an answer"})
    limit: int = field(default=20, metadata={"help": "rows that ls shows"})

    def __post_init__(self) -> None:
        check_choices(self)


def run_requests(config: RequestsConfig) -> str:
    """What the verb prints.

    Raises:
        BadInput: no store, no such request, or an id that several requests share.
    """
    with Store(config.store, writing=False) as store:
        if config.action == "ls":
            return _ls(store, config)
        if config.target is None:
            raise BadInput("requests show needs an id, requests export a file")
        return _show(store, config.target) if config.action == "show" else _export(store, Path(config.target))


def _ls(store: Store, config: RequestsConfig) -> str:
    where = "WHERE a.address IS NULL" if config.failed else ""
    rows = []
    for address, label, model, finish, prompt, completion, batch, failures, cause in store.rows(
        f"{_ROWS} {where} ORDER BY coalesce(a.at, r.at) DESC LIMIT ?", config.limit
    ):
        how = "" if finish is None else "batch" if batch else "live"
        rows.append([address[:12], label, model, finish or "-", how, prompt, completion, failures, (cause or "")[:60]])
    table = tabulate(
        rows, ["id", "for", "model", "finish", "how", "prompt", "completion", "failures", "last failure"], "github"
    )
    return f"{table}\n\n{_totals(store)}"


def _totals(store: Store) -> str:
    requests, answers, prompt, completion = next(
        store.rows(
            "SELECT (SELECT count(*) FROM requests), count(*), coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0) FROM answers"
        )
    )
    failures = next(store.rows("SELECT count(*) FROM failures"))[0]
    lines = [
        f"{store.path}: {requests:,} requests, {answers:,} answered, {prompt:,} + {completion:,} tokens, {failures:,} failed tries, "
        f"{store.size() / 1e6:.1f} MB"
    ]
    for mark, id, state, count in store.rows("SELECT mark, id, state, requests FROM batches ORDER BY at"):
        lines.append(f"batch {id or mark}: {state}, {count:,} requests")
    for name, cause in store.rows("SELECT name, cause FROM dialects"):
        lines.append(f"server speaks: {name} ({cause[:100]})")
    return "\n".join(lines)


def _show(store: Store, start: str) -> str:
    found = list(
        store.rows(
            "SELECT address, label, base_url, model, body FROM requests WHERE address GLOB ? LIMIT 3", f"{start}*"
        )
    )
    if not found or not start.isalnum():
        raise BadInput(f"{store.path}: has no request {start!r}; `requests ls` lists them")
    if len(found) > 1:
        raise BadInput(f"{store.path}: several requests begin with {start!r}; give more of the id")
    address, label, base_url, model, body = found[0]
    body = json.loads(body)
    parts = [f"id        {address}\nfor       {label}\nserver    {base_url}\nmodel     {model}"]
    parameters = {name: value for name, value in body.items() if name not in ("messages", "model")}
    parts.append(f"parameters {json.dumps(parameters)}")
    parts += [f"--- {message['role']}\n{message['content']}" for message in body["messages"]]
    if answer := store.answer(address):
        usage = f"{answer.prompt_tokens} + {answer.completion_tokens} tokens{', estimated' * answer.estimated}"
        parts.append(
            f"--- answer ({answer.finish}, {usage}, {answer.seconds:.1f} s, {answer.model} {answer.fingerprint or ''})\n{answer.text}"
        )
    for kind, cause, at in store.rows(
        "SELECT kind, cause, at FROM failures WHERE address = ? ORDER BY number", address
    ):
        parts.append(f"--- {kind} at {time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(at))}: {cause}")
    return "\n\n".join(parts)


def _export(store: Store, path: Path) -> str:
    names = "id, for, base_url, model, body, answer, finish, prompt_tokens, completion_tokens, served_model, fingerprint, batch"
    query = (
        "SELECT r.address, r.label, r.base_url, r.model, r.body, a.text, a.finish, a.prompt_tokens, a.completion_tokens, "
        "a.model, a.fingerprint, a.batch FROM requests r JOIN answers a USING (address) ORDER BY r.address"
    )
    count = 0
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        for values in store.rows(query):
            row = dict(zip(names.split(", "), values))
            row |= {"body": json.loads(row["body"]), "batch": bool(row["batch"])}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return f"{path}: {count:,} requests with their answers"
