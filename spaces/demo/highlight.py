"""Where in a document the extracted skills and jobs stand: spans of the text, and the text cut along them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dataset_builder.text.mentions import stemmed
from training.baselines.gazetteer import Gazetteer

_WORD = re.compile(r"\.?[^\W_]+(?:\.[^\W_]+)*[+#]*")
SAME_LINE = 80
"""`partial_ratio` of a title and a line of the document from which the line is where the job stands."""


@dataclass(frozen=True)
class Span:
    """`document[start:end]`; `label` is "skill" or "job"."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Words:
    """A document's words by their stems, each with its place."""

    stems: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, document: str) -> "Words":
        found = [(stemmed(match.group()).strip(), match.span()) for match in _WORD.finditer(document)]
        return cls(tuple(stem for stem, _ in found), tuple(place for _, place in found))

    def find(self, name: str) -> Iterable[tuple[int, int]]:
        """Every place where the name's stems stand in a row."""
        wanted = tuple(stemmed(name).split())
        for at in range(len(self.stems) - len(wanted) + 1 if wanted else 0):
            if self.stems[at : at + len(wanted)] == wanted:
                yield self.places[at][0], self.places[at + len(wanted) - 1][1]


def spans(document: str, skills: Sequence[str], jobs: Sequence[dict], known: Gazetteer) -> tuple[Span, ...]:
    """Spans that do not overlap, in order. A skill stands wherever it is named, else on the line that says it otherwise."""
    words = Words.of(document)
    found = [Span(start, end, "job") for job in jobs for start, end in _job_places(document, words, job)]
    for skill in skills:
        places = list(words.find(skill)) or list(_other_name(document, skill, known))
        found += [Span(start, end, "skill") for start, end in places]
    return _apart(found)


def _other_name(document: str, skill: str, known: Gazetteer) -> Iterable[tuple[int, int]]:
    """Lines whose item is this skill to the gazetteer: "LOTO" for "Lockout Tagout"."""
    at = 0
    for line in document.split("\n"):
        if len(line) < 300 and line.strip() and skill in (*known.names(line.strip()), *known.mentioned(line.strip())):
            start = at + len(line) - len(line.lstrip(" \t-*•0123456789.)"))
            yield start, at + len(line.rstrip())
            return
        at += len(line) + 1


def _job_places(document: str, words: Words, job: dict) -> Iterable[tuple[int, int]]:
    """The line with the title and the years, from the first to the last of them."""
    numbers = [str(job[key]) for key in ("start_year", "end_year") if job.get(key) is not None]
    numbers = numbers or [str(job["years"])] * (job.get("years") is not None)
    best, at = (0.0, 0, 0), 0
    for line in document.split("\n"):
        likeness = fuzz.partial_ratio(job["title"].casefold(), line.casefold()) if line.strip() else 0.0
        held = sum(number in line for number in numbers)
        if likeness >= SAME_LINE and len(line) < 400:
            score = likeness + 50 * held
            best = max(best, (score, -at, len(line)), key=lambda one: one[:2])
        at += len(line) + 1
    score, start, length = best[0], -best[1], best[2]
    if score:
        inside = [(a, b) for a, b in words.find(job["title"]) if start <= a < start + length]
        years = [match.span() for number in numbers for match in re.finditer(number, document[start : start + length])]
        parts = [*inside[:1], *((start + a, start + b) for a, b in years)]
        first, last = (min(a for a, _ in parts), max(b for _, b in parts)) if parts else (start, start + length)
        yield first, last + (document[last : last + 1] == ")" and "(" in document[first:last])


def _apart(found: Iterable[Span]) -> tuple[Span, ...]:
    """Of spans that overlap the longer one, jobs before skills."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda one: (one.label != "job", one.start - one.end, one.start)):
        if span.end > span.start and all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda one: one.start))


def pieces(document: str, found: Sequence[Span]) -> list[tuple[str, str | None]]:
    """The whole document as (text, label or None)."""
    cut, at = [], 0
    for span in found:
        cut += [(document[at : span.start], None), (document[span.start : span.end], span.label)]
        at = span.end
    return [(text, label) for text, label in [*cut, (document[at:], None)] if text]
