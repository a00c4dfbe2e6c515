"""The pointer family as an assessor: words and arithmetic first, the encoder for what they leave open, in the same form.

    pointer = PointerAssessor("students/pointer")
    pointer.answer(question, job_description, resume)

Points that are asked in a sentence and not answered in its words are met by the line that comes nearest in meaning where
it is likely enough (`Decision.shows`); read jointly they stay open, as what words alone leave open does. How likely a pair is
a match is the mean of what the matcher's own verdict weighs (fitted on pairs of `explanation`, items by meaning too) and of
what the rules' joint reading does (on those of `assessment`). `python -m training.assessor.fit --system students/pointer` fits
the latter, and how sure verdicts are.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from dataset_builder.assessment.answer import Finding
from dataset_builder.assessment.question import Question
from dataset_builder.errors import BadInput
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from training.assessor.joint import Fitted, PointRead
from training.assessor.rules import RulesAssessor, said_otherwise
from training.rules.held import Held
from training.rules.rule_system import OF_SKILLS
from training.students.pointer.context import context_numbers
from training.students.pointer.matching import Matcher
from training.students.pointer.pointer import open_pointer

FITTED = "assessment.json"


class PointerAssessor(RulesAssessor):
    """Reads what `training.assessor.fit` has kept in the matcher's folder; until then, points are read alone.

    Raises:
        BadInput: the folder holds no matcher of the pointer family.
    """

    def __init__(self, folder: str | Path, jointly: bool = True) -> None:
        origin = f"--system {folder}"
        student = open_pointer(Path(folder), origin)
        held_in = student and (student.folders.get("matching") or student.folders.get("explanation"))
        if student is None or held_in is None:
            raise BadInput(f"{origin}: has no matcher of the pointer family; train it with make students")
        self._student, self.kept = student, held_in / FITTED
        self.base = Path(folder).resolve().name
        super().__init__(jointly=jointly, fitted=Fitted.read(self.kept) if self.kept.is_file() else None)

    def reading_jointly(self) -> "PointerAssessor":
        """The same encoder, reading jointly."""
        other = copy(self)
        other.jointly = True
        return other

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        """Nothing where its folder keeps what was fitted."""
        if self.fitted is None:
            super().fit(rows, held_out)

    @property
    def _matcher(self) -> Matcher:
        return self._student.matcher

    def match(self, job: str, resume: str, question: Question) -> float | None:
        by_words = super().match(job, resume, question)
        return None if by_words is None else (by_words + self._matcher.score(self._matcher.listed(job, resume))) / 2

    def _nearest(
        self, question: Question, resume: str, held: Held, read: Sequence[PointRead], left: Sequence[int]
    ) -> tuple[PointRead, ...]:
        """The nearest line by meaning and words; alone, an open point that it is likely to show is met.

        A skill that may be met in other words is met by the nearest of the lines that are `left`, where there are any.
        """
        spare = [line for line in question.lines if line.number in left] or list(question.lines)
        wanted = [
            (asked, one, spare if one.doubted or asked.point.kind is Kind.SKILL else list(question.lines))
            for asked, one in zip(question.requirements, read, strict=True)
            if said_otherwise(asked, one) and question.lines
        ]
        found = {}
        shown = self._matcher.likeness.shown(
            [(asked.point.text, [line.text for line in lines]) for asked, _, lines in wanted]
        )
        decision = self._matcher.decision
        likely_of = [decision.line.probability(nearest.numbers) for nearest in shown]
        met = sum(
            one.finding.status is Status.MET and not asked.optional for asked, one in zip(question.requirements, read)
        )
        required = [not asked.optional for asked, _, _ in wanted]
        contexts = context_numbers(likely_of, required, met, len(question.required))
        for (asked, one, lines), nearest, likely, context in zip(wanted, shown, likely_of, contexts, strict=True):
            assert nearest.line is not None
            number = lines[nearest.line].number
            by_meaning = one.is_open and asked.point.kind in OF_SKILLS and decision.shows(likely, context)
            if by_meaning and (asked.point.months is None or (one.held or 0) >= asked.point.months):
                one = replace(one, alone=Finding(asked.number, Status.MET, one.finding.lines or (number,)))
            found[asked.number] = replace(one, near=number, likely=0.0 if asked.point.months else likely)
        return tuple(found.get(one.finding.number, one) for one in read)
