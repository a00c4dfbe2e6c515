"""Rules as an assessor: the same question, the same form of answer, by words and arithmetic.

    rules = RulesAssessor()
    rules.answer(question, job_description, resume)       # an Answer about the question's requirements

`training.rules.judging` says what is met; here every other line that shows a point is cited too, and `sure` is fitted: of the training
rows with as many points unmet and unclear, the share that was judged rightly.
"""

import re
from collections import Counter
from collections.abc import Sequence

from dataset_builder.assessment.answer import SUREST, Answer, Finding, sure_of
from dataset_builder.assessment.question import Question
from dataset_builder.text.dates import Date
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.names.matching import SkillNames, Words, words_of
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import ResumeLine, read_resume
from dataset_builder.text.resumes.statements import stating
from dataset_builder.text.titles.roles import roles_of
from training.assessor.judgement import Judgement, judged, question_of_row
from training.rules.experience import best_title
from training.rules.gazetteer import Names
from training.rules.held import Held, Judged
from training.rules.judging import asked_names, judge_point

# Rows that `sure` is fitted on at most.
FIT_ROWS = 600


class RulesAssessor:
    name = "rules"

    def __init__(self, names: SkillNames | None = None, today: Date | None = None) -> None:
        self._names, self.today = names, today
        self._right: dict[tuple[int, int], tuple[int, int]] = {}

    @property
    def names(self) -> SkillNames:
        if self._names is None:
            self._names = SkillNames(Names.embedded().skills)
        return self._names

    def fit(self, rows: Sequence[dict]) -> None:
        """How often verdicts are right, by the number of points unmet and unclear."""
        seen, right = Counter(), Counter()
        for row in rows[:FIT_ROWS]:
            found = self._judge(row)
            key = _key(found.answer)
            seen[key] += 1
            right[key] += found.label == row["label"]
        self._right = {key: (right[key], seen[key]) for key in seen}

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        return [self._judge(row) for row in rows]

    def _judge(self, row: dict) -> Judgement:
        today = self.today or row.get("today")
        return judged(self.answer(question_of_row(row), row["resume"], today), row)

    def answer(self, question: Question, resume: str, today: Date | None = None) -> Answer:
        """Findings about every requirement of the question. Lines that the question does not show are not cited."""
        today = today or self.today or Date.today()
        held = Held(read_resume(resume, today), self.names, today)
        shown = frozenset(question.line_numbers)
        lines = [(line, words_of(stating(line.text))) for line in held.lines]
        findings = []
        for asked in question.requirements:
            one = judge_point(asked.point, held)
            cited = sorted({place.line_number(resume) for place in _places(one, held, lines)} & shown)
            findings.append(_finding(asked.number, one, tuple(cited)))
        answer = Answer(tuple(findings), SUREST)
        return Answer(answer.findings, self._sure(answer))

    def _sure(self, answer: Answer) -> int:
        unmet, unclear = _key(answer)
        right, seen = self._right.get((unmet, unclear), (0, 0))
        # a verdict that rests on unclear points alone may be either
        prior = 0.5 if unclear and unclear == unmet else (sure_of(unmet - unclear) + 0.5) / (SUREST + 1)
        return min(SUREST, int(10 * (right + 2 * prior) / (seen + 2)))


def _key(answer: Answer | None) -> tuple[int, int]:
    statuses = Counter(one.status for one in answer.findings) if answer else Counter()
    unclear = statuses[Status.UNCLEAR]
    return min(len(answer.findings) - statuses[Status.MET], 4) if answer else 0, min(unclear, 4)


def _finding(number: int, one: Judged, lines: tuple[int, ...]) -> Finding:
    if one.status is Status.MISSING:
        return Finding(number, Status.MISSING)
    if one.status is Status.TOO_SHORT and lines:
        return Finding(number, Status.TOO_SHORT, lines, one.held or 0)
    if one.status is Status.MET and lines:
        return Finding(number, Status.MET, lines)
    # unclear, or shown by what the question leaves out
    return Finding(number, Status.UNCLEAR, lines)


def _places(one: Judged, held: Held, lines: Sequence[tuple[ResumeLine, Words]]) -> list[Evidence]:
    """The place of the judgement, and every other line that shows the same."""
    if one.evidence is None:
        return []
    point = one.point
    if point.title:
        wanted = [roles_of(title) for title in re.split(r"\s+or\s+|\s*/\s*", point.title) if title.strip()]
        jobs = zip(held.roles, held.resume.job_places, strict=True)
        return [one.evidence, *(place for roles, place in jobs if best_title(wanted, roles) is Status.MET)]
    if point.kind is not Kind.SKILL and not point.names:
        return [one.evidence]
    names = asked_names(point, held)
    return [one.evidence, *(line.place for line, said in lines if any(held.names.find(name, said) for name in names))]
