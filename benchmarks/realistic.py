"""Realistic pairs with their requirements: how much of what is asked is read, and how much of it is decided rightly.

Which read point is the asked one, `training.evaluation.points` says. Surplus is what was read, aligns with nothing and does
not lie inside a quote of the careful reader.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figure, at_most
from dataset_builder.sources import handwritten as sources
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.requirement_status import Status
from training.evaluation import points
from training.rules.judging import Judged, label_of

FOUND, SURPLUS, RIGHT = 96, 8, 90

Answer = Callable[[str, str], tuple[Judged, ...]]


@dataclass(frozen=True)
class Asked:
    """A point that is asked; `start` and `end` in the post, None where the pair gives no offsets. `lines`: those of the resume that show
    it, by start and end."""

    text: str
    status: str
    kind: str = ""
    start: int | None = None
    end: int | None = None
    optional: bool = False
    lines: tuple[tuple[int, int], ...] = ()

    def is_shown_by(self, line: Evidence | None) -> bool:
        return line is not None and any(start < line.end and line.start < end for start, end in self.lines)


@dataclass(frozen=True)
class Pair:
    job: str
    resume: str
    label: int
    asked: tuple[Asked, ...]


@dataclass
class Tally:
    """Counts over pairs; `kinds`: asked, found, decided and right by the kind of what is asked."""

    pairs: int = 0
    asked: int = 0
    read: int = 0
    found: int = 0
    surplus: int = 0
    decided: int = 0
    right: int = 0
    labels: int = 0
    refused: int = 0
    kinds: dict[str, list[int]] = field(default_factory=dict)

    def add(self, pair: Pair, judged: Sequence[Judged]) -> None:
        aligned = align(pair, judged)
        self.pairs += 1
        self.asked += len(pair.asked)
        self.read += len(judged)
        self.found += len(aligned)
        self.surplus += sum(not is_inside(one, pair.asked) for one in unaligned(judged, aligned))
        self.labels += label_of(judged) == pair.label
        self.refused += not judged
        for asked in pair.asked:
            self.kinds.setdefault(asked.kind, [0, 0, 0, 0])[0] += 1
        for asked, got in aligned:
            counts = self.kinds[asked.kind]
            counts[1] += 1
            if got.status is not Status.UNCLEAR:
                self.decided += 1
                counts[2] += 1
                self.right += got.status == asked.status
                counts[3] += got.status == asked.status

    def figures(self, question: str) -> list[Figure]:
        def at_least(name: str, value: float, limit: float) -> Figure:
            return Figure(question, name, value, f">= {limit:g}", value >= limit)

        shown = [
            Figure(question, "points asked", self.asked),
            at_least("of them found, %", _share(self.found, self.asked), FOUND),
            at_most(question, "of what is read surplus, %", _share(self.surplus, self.read), SURPLUS),
            at_most(question, "posts refused", self.refused, 0),
            Figure(question, "of the found decided, %", _share(self.decided, self.found)),
            at_least("of the decided right, %", _share(self.right, self.decided), RIGHT),
            Figure(question, f"labels right, of {self.pairs}", self.labels),
        ]
        for kind, (asked, found, decided, right) in sorted(self.kinds.items()):
            if kind:
                shown += [
                    Figure(question, f"{kind}: of {asked} found, %", _share(found, asked)),
                    Figure(question, f"{kind}: of {found} decided, %", _share(decided, found)),
                    Figure(question, f"{kind}: of {decided} right, %", _share(right, decided)),
                ]
        return shown


def _share(part: int, whole: int) -> float:
    return 100 * part / max(whole, 1)


def align(pair: Pair, judged: Sequence[Judged]) -> list[tuple[Asked, Judged]]:
    """Each point that is asked with the one that was read for it, each once, the surest first, in the order of the post."""
    read = [points.ReadPoint(got.point.text, got.point.place.start, got.point.place.end) for got in judged]
    return [(pair.asked[i], judged[j]) for i, j in points.align(pair.job, pair.asked, read)]


def unaligned(judged: Sequence[Judged], aligned: Sequence[tuple[Asked, Judged]]) -> list[Judged]:
    taken = {id(got) for _, got in aligned}
    return [one for one in judged if id(one) not in taken]


def is_inside(got: Judged, asked: Iterable[Asked]) -> bool:
    """Whether a read point is a part of a quote: one requirement taken apart is no invention."""
    place = got.point.place
    return any(
        one.start is not None and one.end is not None and one.start <= place.start and place.end <= one.end
        for one in asked
    )


def handwritten(answer: Answer) -> list[Figure]:
    """The handwritten pairs in two parts: those that may be read while the rules are written, and those kept apart."""
    figures: list[Figure] = []
    for name in ("developing", "kept apart"):
        part = handwritten_pairs(name)
        figures += _tally(part, answer).figures(f"{len(part)} handwritten pairs, {name}")
    return figures


# Those kept apart were written by three people; the first fifteen of them are the oldest.
PARTS = {
    "developing": sources.developing,
    "kept apart": sources.kept_apart,
    "the oldest kept apart": lambda: sources.kept_apart()[:15],
}


def handwritten_pairs(part: str) -> list[Pair]:
    """One of `PARTS`."""
    return [of_handwritten(pair) for pair in PARTS[part]()]


def of_handwritten(pair: sources.HandwrittenPair) -> Pair:
    asked = tuple(
        Asked(
            one.text, one.status, one.kind, one.start, one.end, one.optional,
            tuple((line.start, line.end) for line in one.evidence),
        )
        for one in pair.requirements
    )  # fmt: skip
    return Pair(pair.job_description, pair.resume, pair.label, asked)


def of_file(path: Path, answer: Answer) -> list[Figure]:
    """Pairs of a file, one a line: {job_description, resume, requirements, label}; requirements with or without offsets."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    pairs = []
    for row in rows:
        asked = tuple(
            Asked(one["text"], one["status"], one.get("kind", ""), one.get("start"), one.get("end"))
            for one in row["requirements"]
        )
        pairs.append(Pair(row["job_description"], row["resume"], row["label"], asked))
    return _tally(pairs, answer).figures(f"{len(rows)} realistic pairs")


def _tally(pairs: Iterable[Pair], answer: Answer) -> Tally:
    tally = Tally()
    for pair in pairs:
        tally.add(pair, answer(pair.job, pair.resume))
    return tally
