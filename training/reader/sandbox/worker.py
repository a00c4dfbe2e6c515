"""A parsing process: files come in on standard input, lines or a refusal go out.

A request is a line of JSON {"bytes": N, "kind": "pdf"} and N bytes; an answer is a line with a number and as many bytes of
JSON, {"pages": …} or {"refused": "…"}. The process opens no file of the user's.
"""

import json
import sys
from typing import BinaryIO

from training.reader.formats import parse
from training.reader.sandbox.limits import Refused, limit_memory, limit_seconds
from training.reader.sandbox.messages import packed


def main() -> None:
    import pypdfium2  # noqa: F401  (its library is mapped before memory is limited)

    limit_memory()
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    while head := incoming.readline():
        request = json.loads(head)
        content = incoming.read(request["bytes"])
        limit_seconds()
        answer(outgoing, outcome(content, request["kind"]))


def outcome(content: bytes, kind: str) -> dict:
    try:
        return {"pages": packed(parse(content, kind))}
    except Refused as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": str(Refused("too much"))}
    except Exception as error:  # a defect of ours ends neither the process nor the run, and is told
        return {"refused": str(Refused("defect", error=f"{type(error).__name__}: {error}"[:200]))}


def answer(outgoing: BinaryIO, told: dict) -> None:
    sent = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    outgoing.write(b"%d\n" % len(sent) + sent)
    outgoing.flush()
