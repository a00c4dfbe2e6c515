"""An assessment as people use it: every requirement with its status and the place in the resume that shows it.

found = load("rules").assess(job, resume)           # or a folder of training.sft, training.grpo or make students
found.label, found.fit, found.sure
found.requirements[0].status, found.requirements[0].evidence.of(resume)
print(found)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_builder.assessment.answer import Answer, Finding, Outcome, is_met, outcome
from dataset_builder.assessment.question import Asked, Question, ask
from dataset_builder.errors import BadInput
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.requirement_status import Status
from training.assessor.joint import Fitted
from training.assessor.rules import FITTED, RulesAssessor
from training.students.pointer.pointer import members
from training.systems.protocol import Requirement, as_rows


@dataclass(frozen=True)
class Assessment:
    """`answer` None: the model wrote what is no answer. `written`: what it wrote, "" of rules."""

    question: Question
    answer: Answer | None
    written: str = ""

    @property
    def outcome(self) -> Outcome | None:
        return outcome(self.answer, self.question.required, frozenset(self.question.line_numbers))

    @property
    def label(self) -> int | None:
        """1 where every required point is met, 0 where one is not, None where there is no answer, or nothing is required."""
        return None if self.outcome is None else self.outcome.label

    @property
    def fit(self) -> float | None:
        """Share of the required points that are met."""
        return None if self.outcome is None else self.outcome.fit

    @property
    def sure(self) -> int | None:
        """0 to 9: how likely the verdict is right, as the system states it."""
        return None if self.answer is None else self.answer.sure

    @property
    def problem(self) -> str:
        """Why there is no verdict, "" where there is one."""
        if not self.question.requirements:
            return "no requirement was found in the job"
        if not self.question.lines:
            return "no line was found in the resume"
        if not self.question.required:
            return "the job requires nothing; all its points are optional"
        return "" if self.answer is not None else "the model's answer cannot be read"

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Each requirement of the job with its status and its first place in the resume; what is not answered is unclear."""
        said = self.answer.first if self.answer else {}
        return tuple(self._requirement(asked, said.get(asked.number)) for asked in self.question.requirements)

    def places(self, number: int) -> tuple[Evidence, ...]:
        """All places that the answer cites for a requirement."""
        finding = self.answer.first.get(number) if self.answer else None
        by_number = {line.number: line.place for line in self.question.lines}
        return tuple(by_number[line] for line in (finding.lines if finding else ()) if line in by_number)

    def _requirement(self, asked: Asked, finding: Finding | None) -> Requirement:
        point, places = asked.point, self.places(asked.number)
        status = finding.status if finding else Status.UNCLEAR
        if status is Status.MET and not is_met(finding, self.question.line_numbers):
            status = Status.UNCLEAR  # met, it says, by a line that is not there
        return Requirement(
            point.kind, asked.text, status, places[0] if places else None, point.months, finding.months if finding else None,
            point.optional, point.place, point.names,
        )  # fmt: skip

    def __str__(self) -> str:
        if self.problem:
            return f"no verdict: {self.problem}"
        lines = {line.number: line.text for line in self.question.lines}
        said = self.answer.first if self.answer else {}
        rows = []
        for one, asked in zip(self.requirements, self.question.requirements, strict=True):
            finding = said.get(asked.number)
            held = f", {finding.months} months" if finding and finding.months is not None else ""
            rows.append(
                f"{asked.number:>3}. {one.status.value + held:<10} {asked.text}{' (optional)' if asked.optional else ''}"
            )
            rows += [f"{'':>16} L{n}: {lines[n]}" for n in (finding.lines if finding else ()) if n in lines]
        met = sum(one.met for one in self.requirements if not one.optional)
        verdict = "match" if self.label else "no match"
        return "\n".join(
            [f"{verdict}: {met} of {len(self.question.required)} required points met, sure {self.sure} of 9", *rows]
        )


class _Assessing:
    """`assess`, made of `answers`: an answer and the text it was read from, for each question."""

    def answers(self, questions: Sequence[Question], rows: Sequence[dict]) -> list[tuple[Answer | None, str]]:
        """`rows`: the job_description and the resume of each question."""
        raise NotImplementedError

    def assess(self, job: str | Sequence[str], resume: str | Sequence[str]):
        """One assessment for two texts, a list where one of them is a list; a single text stands for each of the other's.

        Raises:
            BadInput: lists differ in length, or a value is no text.
        """
        rows, one = as_rows(job_description=job, resume=resume)
        questions = [ask(row["job_description"], row["resume"]) for row in rows]
        answers = self.answers(questions, rows)
        found = [Assessment(question, *said) for question, said in zip(questions, answers, strict=True)]
        return found[0] if one else found


class AssessingRules(_Assessing):
    """The rules, or the pointer family, in the same form."""

    def __init__(self, rules: RulesAssessor) -> None:
        self._rules, self.name = rules, rules.name

    def answers(self, questions: Sequence[Question], rows: Sequence[dict]) -> list[tuple[Answer | None, str]]:
        pairs = zip(questions, rows, strict=True)
        return [(self._rules.answer(question, row["job_description"], row["resume"]), "") for question, row in pairs]


class AssessingModel(_Assessing):
    """A language model that training.sft or training.grpo has trained for `assessment`.

    Raises:
        BadInput: no such folder, or no assessor in it.
    """

    def __init__(self, folder: str | Path) -> None:
        from training.assessor.model import AssessorModel

        self._model = AssessorModel(folder)
        self.name = self._model.name

    def answers(self, questions: Sequence[Question], rows: Sequence[dict]) -> list[tuple[Answer | None, str]]:
        return self._model.answers([question.prompt for question in questions])


def load(name: str | Path = "rules", jointly: bool = True) -> Any:
    """An assessor by its name: `rules`, a folder of the pointer family, or that of a trained assessor.

    `jointly`: whether rules and pointer read what words leave open with the rest of the pair (`training.assessor.joint`).

    Raises:
        BadInput: none of these is there.
    """
    if str(name) == "rules":
        return AssessingRules(RulesAssessor(jointly=jointly, fitted=Fitted.read(FITTED)))
    if not Path(name).is_dir():
        raise BadInput(
            f"--system {name}: no such folder; give rules, one of make students, or one that training.sft or training.grpo has written"
        )
    if any(members(Path(name))):
        from training.assessor.pointer import PointerAssessor

        return AssessingRules(PointerAssessor(name, jointly))
    return AssessingModel(name)
