"""The answer of an assessor: one line per requirement, numbers instead of names, and how sure the verdict is.

    1 met L14
    2 missing
    3 short L12+L14 38m
    4 unclear L7
    sure 7

    answer = parse(text)                       # an Answer, or None: unparsable is no answer, never a verdict
    write(answer)                              # the text again, to the letter
    outcome(answer, required, lines)           # fit and verdict, computed from the lines of the answer

`L14` is line 14 of the resume as given. `short`: the job was held, for fewer months than asked (`38m`: held). Fit is the share of
required numbers that are met, the verdict is 1 where all are, so neither can contradict the evidence. The grammar is strict
about form and silent about sense: a number that nothing has, a number twice and a line that is not there parse, count
for nothing, and are penalised where answers are judged.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from dataset_builder.text.requirement_status import Status

# The word of each status. "too short" is one token here.
WORDS = {Status.MET: "met", Status.MISSING: "missing", Status.TOO_SHORT: "short", Status.UNCLEAR: "unclear"}
_STATUS = {word: status for status, word in WORDS.items()}
MOST_FINDINGS, SUREST = 200, 9
_POINTERS = r"L[1-9]\d{0,3}(?:\+L[1-9]\d{0,3})*"
_FINDING = re.compile(
    rf"(?P<number>[1-9]\d{{0,2}}) (?:(?P<met>met) (?P<met_at>{_POINTERS})|(?P<missing>missing)"
    rf"|(?P<short>short) (?P<short_at>{_POINTERS}) (?P<months>0|[1-9]\d{{0,3}})m|(?P<unclear>unclear)(?: (?P<unclear_at>{_POINTERS}))?)"
)
_SURE = re.compile(r"sure (\d)")


@dataclass(frozen=True)
class Finding:
    """What is said about requirement `number`. `lines`: those of the resume that show it; `months`: held, of `TOO_SHORT`."""

    number: int
    status: Status
    lines: tuple[int, ...] = ()
    months: int | None = None

    def __str__(self) -> str:
        words = [str(self.number), WORDS[self.status]]
        if self.lines:
            words.append("+".join(f"L{line}" for line in self.lines))
        if self.months is not None:
            words.append(f"{self.months}m")
        return " ".join(words)


@dataclass(frozen=True)
class Answer:
    """`sure`: 0 to 9, how likely the computed verdict is right."""

    findings: tuple[Finding, ...]
    sure: int

    @property
    def probability(self) -> float:
        """The stated probability that the verdict is right: the middle of a tenth."""
        return (self.sure + 0.5) / (SUREST + 1)

    @property
    def first(self) -> dict[int, Finding]:
        """By number; of several findings with one number the first."""
        found: dict[int, Finding] = {}
        for finding in self.findings:
            found.setdefault(finding.number, finding)
        return found


@dataclass(frozen=True)
class Outcome:
    """`fit`: share of the required numbers that are met, 0 to 1; `label`: 1 where all are."""

    fit: float
    label: int


def sure_of(unmet: int) -> int:
    """A first guess at `sure`, by how many required points are unmet: with one, a single misreading turns the verdict.

    Completions of the dataset state it, so that a model knows several numbers before rewards teach it its own.
    """
    return {0: 8, 1: 7, 2: 8}.get(unmet, SUREST)


def write(answer: Answer) -> str:
    """The text of an answer, without a line break at its end."""
    return "\n".join([*map(str, answer.findings), f"sure {answer.sure}"])


def parse(text: str | None) -> Answer | None:
    """The answer that a text is, to the letter; None for anything else. Blanks around the whole are ignored."""
    if not isinstance(text, str):
        return None
    lines = text.strip().split("\n")
    if len(lines) < 2 or len(lines) > MOST_FINDINGS + 1 or (sure := _SURE.fullmatch(lines[-1])) is None:
        return None
    findings = []
    for line in lines[:-1]:
        if (match := _FINDING.fullmatch(line)) is None:
            return None
        findings.append(_finding(match))
    return Answer(tuple(findings), int(sure[1]))


def _finding(match: re.Match) -> Finding:
    word = next(word for word in _STATUS if match[word])
    pointers = match[f"{word}_at"] if word != "missing" else None
    lines = tuple(int(pointer[1:]) for pointer in pointers.split("+")) if pointers else ()
    months = int(match["months"]) if match["months"] else None
    return Finding(int(match["number"]), _STATUS[word], lines, months)


def is_met(finding: Finding | None, lines: Collection[int]) -> bool:
    """Whether a finding counts as met: it says so and cites a line that is there."""
    return finding is not None and finding.status is Status.MET and any(line in lines for line in finding.lines)


def outcome(answer: Answer | None, required: Collection[int], lines: Collection[int]) -> Outcome | None:
    """Fit and verdict of an answer. `required`: the numbers that are not optional; `lines`: those that the resume has.

    None where there is no answer, or nothing is required. A number that is not answered, or answered in two ways, is not met.
    """
    if answer is None or not required:
        return None
    said: dict[int, set[Status]] = {}
    for finding in answer.findings:
        said.setdefault(finding.number, set()).add(finding.status)
    first = answer.first
    met = [number for number in required if is_met(first.get(number), lines) and len(said[number]) == 1]
    return Outcome(len(met) / len(required), int(len(met) == len(required)))
