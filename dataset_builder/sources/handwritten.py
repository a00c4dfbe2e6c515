"""188 pairs of job post and resume, written by hand as people write them, each requirement labelled by reading.

    data/handwritten/NNN-field.yaml  one pair: post, resume, label, reasons, requirements in the order of the post

Thirty fields of work, several countries, half of the pairs near misses. A requirement is quoted as the post has it; its status
(met, too short, missing, unclear) and the lines of the resume that show it are a careful reader's, who had seen no code. The
label is 1 exactly where every requirement that is not optional is met. "Present" is `READ_ON`. Whoever makes systems reads
`developing`, the split `validation` of the config `handwritten`; `kept_apart`, by three writers, is its split `test`.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA
from dataset_builder.text.requirement_status import Status

# By file name.
KEPT_APART = slice(45, 92)
READ_ON = (2026, 11)  # year and month that "present" means
Kind = Literal[
    "experience", "skill", "degree", "certificate", "licence", "language", "clearance", "right_to_work", "other"
]
KINDS: tuple[str, ...] = get_args(Kind)
_FIELDS = ("pair_id", "field", "job_description", "resume", "label", "reasons", "requirements")
_REQUIREMENT = ("text", "kind", "optional", "status", "months_asked", "months_held", "evidence")


@dataclass(frozen=True)
class Line:
    """A line of the resume that shows something; `start` and `end` are its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class AskedPoint:
    """A requirement as the post has it, at `start` to `end`. Months are None where no number is asked, or stated."""

    text: str
    start: int
    end: int
    kind: str
    optional: bool
    status: Status
    months_asked: int | None
    months_held: int | None
    evidence: tuple[Line, ...]


@dataclass(frozen=True)
class HandwrittenPair:
    pair_id: str
    field: str
    job_description: str
    resume: str
    label: int
    reasons: tuple[str, ...]
    requirements: tuple[AskedPoint, ...]


@cache
def read(folder: Path = DATA / "handwritten") -> tuple[HandwrittenPair, ...]:
    """All pairs by file name.

    Raises:
        BadInput: a quote that is not in its document, an unknown value, a label that the statuses contradict; says where.
    """
    return tuple(map(_pair, _files(folder)))


@cache
def developing() -> tuple[HandwrittenPair, ...]:
    """Those that may be read while systems are made; the others are not opened."""
    files = _files(DATA / "handwritten")
    return tuple(map(_pair, (*files[: KEPT_APART.start], *files[KEPT_APART.stop :])))


@cache
def kept_apart() -> tuple[HandwrittenPair, ...]:
    return tuple(map(_pair, _files(DATA / "handwritten")[KEPT_APART]))


def of_other_fields(pairs: Sequence[HandwrittenPair], number: int) -> Iterator[tuple[HandwrittenPair, HandwrittenPair]]:
    """Each pair with `number` others, drawn from those of other fields of work."""
    rng = random.Random(0)
    fields = {pair.pair_id: set(pair.field.split("/")) for pair in pairs}
    for pair in pairs:
        others = [other for other in pairs if not fields[pair.pair_id] & fields[other.pair_id]]
        for other in rng.sample(others, min(number, len(others))):
            yield pair, other


def _files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadInput(f"{folder}: no pair; restore the folder from the repository")
    return files


def _pair(file: Path) -> HandwrittenPair:
    import yaml

    try:
        row = yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: not readable as YAML ({str(error).splitlines()[0]}); correct the file") from error
    _check_fields(row, _FIELDS, str(file))
    points = tuple(_points(row, file))
    label = int(all(point.status is Status.MET for point in points if not point.optional))
    if label != row["label"]:
        raise BadInput(
            f"{file}, label: {row['label']}, but the statuses of what is required make it {label}; correct one"
        )
    return HandwrittenPair(
        row["pair_id"], row["field"], row["job_description"], row["resume"], label, tuple(row["reasons"]), points
    )


def _points(row: dict[str, Any], file: Path) -> Iterator[AskedPoint]:
    job, resume = row["job_description"], row["resume"]
    for number, asked in enumerate(row["requirements"], start=1):
        where = f"{file}, requirement {number}"
        _check_fields(asked, _REQUIREMENT, where)
        if asked["kind"] not in KINDS:
            raise BadInput(f"{where}, kind: {asked['kind']!r}; give one of {', '.join(KINDS)}")
        if asked["status"] not in set(Status):
            raise BadInput(f"{where}, status: {asked['status']!r}; give one of {', '.join(Status)}")
        start = job.find(asked["text"])
        if start < 0:
            raise BadInput(f"{where}, text: {asked['text'][:60]!r} is not in the post; quote it as it stands there")
        evidence = tuple(_line(text, resume, where) for text in asked["evidence"])
        months = asked["months_asked"], asked["months_held"]
        status = Status(asked["status"])
        end = start + len(asked["text"])
        yield AskedPoint(asked["text"], start, end, asked["kind"], bool(asked["optional"]), status, *months, evidence)


def _line(text: str, resume: str, where: str) -> Line:
    at = 0
    for line in resume.splitlines(keepends=True):
        if line.strip() == text.strip():
            start = at + len(line) - len(line.lstrip())
            return Line(text.strip(), start, start + len(text.strip()))
        at += len(line)
    raise BadInput(f"{where}, evidence: {text[:60]!r} is no line of the resume; quote the whole line")


def _check_fields(row: Any, wanted: tuple[str, ...], where: str) -> None:
    if not isinstance(row, dict) or set(row) != set(wanted):
        given = ", ".join(map(str, row)) if isinstance(row, dict) else type(row).__name__
        raise BadInput(f"{where}: has {given}; give exactly {', '.join(wanted)}")
