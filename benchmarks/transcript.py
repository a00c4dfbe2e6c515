"""What the README's commands for another teacher print, run one after the other against the tests' double.

    python -m benchmarks.transcript

What depends on the machine and the port is left out: ids, the size of the store, hours.
"""

import contextlib
import io
import os
import re
import shlex
import tempfile
import time
from pathlib import Path

from dataset_builder.__main__ import main as run
from tests.doubles.openai_server import Behaviour, Double, run_batch

BATCH_SECONDS = 2.0
TEACHER = "--base-url {url} --model M --price 0.5,1.5"
LIVE = (
    "plan $teacher --triples 52 --pilot 20",
    "build --teacher openai $teacher --triples 52 --max-usd 2 --out rjdb-llm",
)
BATCH = (
    "build --teacher openai $teacher --triples 52 --store batch.sqlite --out rjdb-batch --batch submit --batch-wait 0",
    "build --teacher openai $teacher --triples 52 --store batch.sqlite --out rjdb-batch --batch submit",
    "requests ls --store batch.sqlite --limit 2",
    "requests export answers.jsonl --store batch.sqlite",
)
FILE = (
    "build --teacher openai $teacher --triples 52 --store file.sqlite --out rjdb-file --batch-file requests.jsonl",
    "build --teacher openai $teacher --triples 52 --store file.sqlite --out rjdb-file --batch-results results.jsonl",
)


def transcripts() -> dict[str, str]:
    """The README's blocks by name."""
    here = Path.cwd()
    with Double(Behaviour(model="M", batch_seconds=BATCH_SECONDS)) as double, tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            live = [_said(command, double) for command in LIVE]
            submitted = _said(BATCH[0], double)
            time.sleep(BATCH_SECONDS)
            batch = [submitted, *(_said(command, double) for command in BATCH[1:])]
            written = _said(FILE[0], double)
            lines = Path("requests.jsonl").read_text(encoding="utf-8").splitlines()
            Path("results.jsonl").write_text(run_batch(lines, double.behaviour), encoding="utf-8")
            files = [written, _said(FILE[1], double)]
        finally:
            os.chdir(here)
    return {"teacher": _block(live), "teacher, batch": _block(batch), "teacher, file": _block(files)}


def _block(parts: list[str]) -> str:
    return "```\n" + "\n\n".join(parts) + "\n```"


def _said(command: str, double: Double) -> str:
    """The command as it is typed, and what it prints; of a build's report the end."""
    words = shlex.split(command.replace("$teacher", TEACHER.format(url=double.base_url)))
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        run([*words, "--quiet"])
    text = screen.getvalue().strip()
    if words[0] == "build" and "\n\n" in text:
        spoken = [line for line in text.splitlines() if line.startswith("batch ") or "answers read" in line]
        text = "\n".join([*spoken, "…", text.split("\n\n")[-1]])
    text = re.sub(r", build \w+", ", build …", text)
    text = re.sub(r"\b[0-9a-f]{12}\b", "…".ljust(12), text)
    text = re.sub(r", [\d.]+ MB", "", text)
    text = re.sub(r"after \d+ s", "after …", text)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("| hours"))
    return f"$ python -m dataset_builder {command}\n{text}"


if __name__ == "__main__":
    for name, text in transcripts().items():
        print(f"{name}\n{text}\n")
