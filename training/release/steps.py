"""Steps that can be stopped, killed and continued: what a step rests on, and the note that says it is done.

    OUT/steps/NAME.json     {"key": …, "seconds": …, "said": …}, written by rename once the step has ended well

A step is skipped where its note has the key of now: the hash of what the step rests on, results of earlier steps included. A
step that was cut off has no note and runs again; what it calls (build, training, evaluation, publish) continues by itself.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import drop_temporaries, write_json

NOTES = "steps"


@dataclass(frozen=True)
class Step:
    """`run` does it and returns the line that is said of it. `rests_on`: plain values, read when the step's turn has come.

    `made` are files that are there once it is done: a step whose files are gone is done again.
    """

    name: str
    what: str
    run: Callable[[], str]
    rests_on: Callable[[], object] = field(default=lambda: None)
    made: tuple[Path, ...] = ()

    def key(self) -> str:
        return hashlib.sha256(
            json.dumps([self.name, self.rests_on()], sort_keys=True, default=str).encode()
        ).hexdigest()


@dataclass(frozen=True)
class Notes:
    """What is done, in `folder`."""

    folder: Path

    def read(self, step: Step) -> dict | None:
        """The note of a step that is done as it would be done now; None where it is to be done."""
        try:
            note = json.loads((self.folder / f"{step.name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        whole = isinstance(note, dict) and note.get("key") == step.key() and all(path.exists() for path in step.made)
        return note if whole else None

    def write(self, step: Step, seconds: float, said: str) -> None:
        write_json(self.folder / f"{step.name}.json", {"key": step.key(), "seconds": round(seconds, 1), "said": said})


def run_steps(steps: Iterable[Step], notes: Notes) -> None:
    """All steps that are not done, in order. Raises what a step raises; those before it stay done."""
    steps = list(steps)
    for number, step in enumerate(steps, start=1):
        begin = f"{number}/{len(steps)} {step.what}"
        if note := notes.read(step):
            print(f"{begin}: done before; {note['said']}", flush=True)
            continue
        print(f"{begin} …", flush=True)
        started = time.perf_counter()
        said = step.run()
        notes.write(step, time.perf_counter() - started, said)
        print(f"{begin}: {said}", flush=True)


@contextmanager
def alone(folder: Path):
    """One release at a time in a folder; what a killed one left half-written goes.

    Raises:
        BadInput: another process is at it, or the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            if (folder / NOTES).is_dir():
                drop_temporaries(folder / NOTES)
            yield
    except Timeout:
        raise BadInput(f"{folder}: another release is at work there; wait for it, or give another --out") from None


def digest_of(*paths: Path) -> dict[str, str]:
    """SHA-256 of small files by name, for `rests_on`; "" for one that is not there."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in paths}
