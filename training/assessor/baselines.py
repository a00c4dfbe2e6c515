"""What an assessor is compared with: the most frequent label, words as an applicant tracking system counts them, rules.

    system = BASELINES["keywords > 0.6"]()
    system.fit(training_rows)                  # rows of `assessment`
    system.judge(rows)                         # a Judgement per row

`share_rule` is the ratio rule of arXiv 2511.16073's data, which beats its trained models; the ratio rows here count requirements
that a resume repeats.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from dataset_builder.assessment.answer import Answer, Finding
from dataset_builder.assessment.question import roots, unpack
from dataset_builder.text.requirement_status import Status
from training.assessor.judgement import Judgement, judged, required_of
from training.assessor.rules import RulesAssessor
from training.rules.fitting import best_threshold


class Assessor(Protocol):
    """`fit` learns from rows of `assessment`, and on held-out ones how sure it may be; `judge` does not see labels."""

    name: str

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None: ...

    def judge(self, rows: Sequence[dict]) -> list[Judgement]: ...


def share_rule(present: int, required: int, least: float) -> int:
    """1 where more than `least` of what is required is present."""
    return int(present > least * required)


class Majority:
    """The most frequent label; of each requirement the most frequent status, on the first line."""

    name = "majority"

    def __init__(self) -> None:
        self.label, self.probability, self.status = 0, 0.5, Status.MET

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        labels = Counter(row["label"] for row in rows)
        self.label = max(labels, key=labels.__getitem__)
        self.probability = labels[self.label] / len(rows)
        statuses = Counter(one["status"] for row in rows for one in row["requirements"])
        self.status = Status(max(statuses, key=statuses.__getitem__))

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        found = []
        for row in rows:
            lines = tuple(row["line_numbers"][:1]) if self.status is Status.MET else ()
            findings = tuple(Finding(n, self.status, lines) for n in range(1, len(row["requirements"]) + 1))
            found.append(Judgement(self.label, float(self.label), Answer(findings, 9), self.probability))
        return found


class Overlap:
    """A match where the share of the requirements' words that stand in the resume reaches what separates the training rows best."""

    name = "keyword overlap"

    def __init__(self) -> None:
        self.least = 0.5

    def _shares(self, rows: Sequence[dict]) -> list[float]:
        shares = []
        for row in rows:
            lines, requirements = unpack(row["prompt"])
            held = {root for _, text in lines for root in roots(text)}
            asked = {root for text, _ in requirements for root in roots(text)}
            shares.append(len(asked & held) / max(len(asked), 1))
        return shares

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        self.least, _ = best_threshold(self._shares(rows), [row["label"] for row in rows])

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        return [Judgement(int(share >= self.least)) for share in self._shares(rows)]


class Keywords:
    """A requirement is met where a line of the resume holds most of its words; a match where the share that is met is above
    `least` (1: all must be)."""

    def __init__(self, least: float) -> None:
        self.least = least
        self.name = "all present" if least == 1 else f"present > {least:g}"

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        """Nothing is learnt."""

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        return [self._judge(row) for row in rows]

    def _judge(self, row: dict) -> Judgement:
        lines, requirements = unpack(row["prompt"])
        said = [(number, roots(text)) for number, text in lines]
        findings = tuple(_by_words(n, roots(text), said) for n, (text, _) in enumerate(requirements, start=1))
        found = judged(Answer(findings, 9), row)
        required = len(required_of(row))
        met = round((found.fit or 0) * required)
        label = int(met == required) if self.least == 1 else share_rule(met, required, self.least)
        return Judgement(label, found.fit, found.answer)


def _by_words(number: int, asked: set[str], lines: Sequence[tuple[int, set[str]]]) -> Finding:
    showing = [(len(asked & said), line) for line, said in lines if asked & said]
    if not showing or max(showing)[0] < 0.5 * len(asked):
        return Finding(number, Status.MISSING)
    most = max(showing)[0]
    return Finding(number, Status.MET, tuple(line for shared, line in showing if shared == most))


BASELINES: dict[str, Callable[[], Assessor]] = {
    "majority": Majority,
    "keyword overlap": Overlap,
    "present > 0.5": lambda: Keywords(0.5),
    "present > 0.6": lambda: Keywords(0.6),
    "all present": lambda: Keywords(1),
    "rules": RulesAssessor,
    "rules, joint": lambda: RulesAssessor(jointly=True),
}
