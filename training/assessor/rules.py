"""Rules as an assessor: the same question, the same form of answer, by words and arithmetic.

    rules = RulesAssessor(jointly=True)
    rules.fit(training_rows, held_out_rows)               # or RulesAssessor(fitted=Fitted.read(FITTED))
    rules.answer(question, job_description, resume)       # an Answer about the question's requirements

`training.rules.judging` says what is met; here every other line that shows a point is cited too. What words leave open is read with the
rest of the pair (`training.assessor.joint`) where that is asked for, and `sure` is fitted on held-out rows.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz

from dataset_builder.assessment.answer import Answer, Finding
from dataset_builder.assessment.question import Asked, Question
from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames, words_of
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import read_resume
from dataset_builder.text.resumes.statements import stating
from training.assessor.joint import (
    HALF,
    Fitted,
    PointRead,
    fit_open,
    fit_pair,
    fit_sure,
    is_of_the_work,
    read_by_chance,
    read_jointly,
    sure,
    sure_by_chance,
    sure_numbers,
    wanting,
)
from training.assessor.judgement import Judgement, developed_rows, judged, question_of_row, required_of
from training.assessor.lines import is_unnamed, lines_left, places_of
from training.baselines.features import FEATURES, features
from training.rules.certainty import content
from training.rules.gazetteer import Gazetteer, Lookup, Names
from training.rules.held import Held, Judged
from training.rules.judging import judge_point
from training.rules.reading import Reader
from training.students.pointer.decision import Weighed

# Rows that the likelihood of a pair is fitted on; how sure a verdict is, on those after them.
FIT_ROWS = 3_000
# What `python -m training.assessor.fit` has fitted for the rules.
FITTED = Path(__file__).with_name("rules.json")


def said_otherwise(asked: Asked, one: PointRead) -> bool:
    """Whether a line may show a point in other words. A language is named or not: no other line stands for it."""
    return (one.is_open or one.doubted) and asked.point.kind is not Kind.LANGUAGE


class RulesAssessor:
    """`jointly`: whether open points are read with the rest of the pair, once `fit` has learnt how, or with `fitted`."""

    base = "rules"

    def __init__(
        self,
        names: SkillNames | None = None,
        today: Date | None = None,
        jointly: bool = False,
        fitted: Fitted | None = None,
    ) -> None:
        self._names, self.today, self.jointly, self.fitted = names, today, jointly, fitted

    @property
    def name(self) -> str:
        return f"{self.base}, joint" if self.jointly else self.base

    @cached_property
    def names(self) -> SkillNames:
        return self._names or SkillNames(Names.embedded().skills)

    @cached_property
    def lookup(self) -> Lookup:
        reader = Reader()
        return Lookup(Gazetteer.of(Names.embedded(), forms=reader.forms), reader)

    # -------------------------------------------------------------------------------------- what is fitted

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        """The likelihood of a pair on the first training rows, how sure verdicts are on the others and on held-out ones.

        Raises:
            BadInput: the rows have one label only.
        """
        read = ((row["label"], self.numbers(row["job_description"], row["resume"])) for row in rows[:FIT_ROWS])
        listed = [(label, numbers) for label, numbers in read if numbers is not None]
        self.fitted = fit_pair([numbers for _, numbers in listed], [label for label, _ in listed])
        self.fitted = replace(self.fitted, **self._chances(developed_rows()))
        unseen = [*rows[FIT_ROWS:], *held_out] or rows[:FIT_ROWS]
        self.fitted = replace(self.fitted, **self._sureness(unseen))

    def _chances(self, rows: Sequence[dict]) -> dict:
        """How often open points of handwritten pairs are met, by kind, and how often a point that surely fails is one."""
        found: list[tuple[str, bool]] = []
        failed = right = 0
        for row in rows:
            question = question_of_row(row)
            points = self.points(question, row["resume"], row["today"])
            needed = frozenset(required_of(row))
            fails = False
            for one, gold in zip(points, row["requirements"], strict=True):
                if one.finding.number not in needed:
                    continue
                fails |= one.finding.status in (Status.MISSING, Status.TOO_SHORT)
                if one.is_open:
                    found.append(
                        (question.requirements[one.finding.number - 1].point.kind, gold["status"] == Status.MET)
                    )
            failed += fails
            right += fails and not row["label"]
        return {"open": fit_open(found), "failing": round((right + 1) / (failed + 2), 3)}

    def _sureness(self, rows: Sequence[dict]) -> dict[str, Weighed | None]:
        """How likely verdicts are right, of both ways of reading."""
        numbers, right = {"sure": [], "sure_alone": []}, {"sure": [], "sure_alone": []}
        for row in rows:
            question = question_of_row(row)
            if not question.required or not question.lines:
                continue
            points, match = self._read(question, row["job_description"], row["resume"], row.get("today"))
            for way, of_pair in (("sure", match), ("sure_alone", None)):
                findings = read_jointly(points, question.required, of_pair)
                numbers[way].append(sure_numbers(findings, question.line_numbers, question.required, match))
                right[way].append(bool(numbers[way][-1][0]) == bool(row["label"]))
        return {way: fit_sure(numbers[way], right[way]) if right[way] else None for way in numbers}

    # -------------------------------------------------------------------------------------- answers

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        return [self._judge(row) for row in rows]

    def _judge(self, row: dict) -> Judgement:
        today = self.today or row.get("today")
        return judged(self.answer(question_of_row(row), row["job_description"], row["resume"], today), row)

    def answer(self, question: Question, job: str, resume: str, today: Date | None = None) -> Answer:
        """Findings about every requirement of the question. Lines that the question does not show are not cited."""
        points, match = self._read(question, job, resume, today)
        by_chance = self.jointly and match is None and self.fitted is not None and bool(self.fitted.open)
        if by_chance and is_of_the_work(points, question.required):
            findings = read_by_chance(points, question.required)
            return Answer(findings, sure_by_chance(points, question.required, self.fitted.failing))
        findings = read_jointly(points, question.required, match if self.jointly else None)
        numbers = sure_numbers(findings, question.line_numbers, question.required, match)
        fitted = None  # of posts that list no skills, none of the rows that it was fitted on
        if self.fitted is not None and match is not None:
            fitted = self.fitted.sure if self.jointly else self.fitted.sure_alone
        return Answer(findings, sure(numbers, fitted))

    def _read(
        self, question: Question, job: str, resume: str, today: Date | None
    ) -> tuple[tuple[PointRead, ...], float | None]:
        """The points by themselves, and how likely the pair is a match, None where that cannot be said."""
        points = self.points(question, resume, today or self.today or Date.today())
        return points, self.match(job, resume, question)

    def match(self, job: str, resume: str, question: Question) -> float | None:
        """How likely the pair is a match; None of a post in sentences, and until that is fitted."""
        numbers = None if self.fitted is None else self.numbers(job, resume)
        listed = sum(max(len(asked.point.names), 1) for asked in question.requirements if not asked.optional)
        if self.fitted is None or numbers is None or numbers["skills asked"] > listed:
            return None
        return self.fitted.match(numbers)

    # -------------------------------------------------------------------------------------- reading

    def numbers(self, job: str, resume: str) -> dict[str, float] | None:
        """What the likelihood of a pair is weighed from; None of a post that lists no skills."""
        found = dict(zip(FEATURES, map(float, features(job, resume, self.lookup)), strict=True))
        return found if found["skills asked"] else None

    def points(self, question: Question, resume: str, today: Date) -> tuple[PointRead, ...]:
        """Each requirement as it is read alone."""
        held = Held(read_resume(resume, today), self.names, today)
        shown = frozenset(question.line_numbers)
        lines = [(line, words_of(stating(line.text))) for line in held.lines]
        read = []
        for asked in question.requirements:
            one = judge_point(asked.point, held)
            cited = tuple(sorted({place.line_number(resume) for place in places_of(one, held, lines)} & shown))
            chance = self.fitted.open.get(asked.point.kind, HALF) if self.fitted is not None else HALF
            absent = one.status is Status.MISSING and asked.point.kind is Kind.SKILL and is_unnamed(one, held)
            read.append(PointRead(_finding(asked.number, one, cited), held=one.held, chance=chance, absent=absent))
        left = lines_left(held, resume, shown, {line for one in read for line in one.finding.lines}, lines)
        needed = [one for one in read if one.finding.number in question.required]
        if wanting(needed) <= len(left):
            read = [replace(one, doubted=one.absent) for one in read]
        return self._nearest(question, resume, held, read, left)

    def _nearest(
        self, question: Question, resume: str, held: Held, read: Sequence[PointRead], left: Sequence[int]
    ) -> tuple[PointRead, ...]:
        """The points with, where no line is known to show them, the line that comes nearest: by words, of several by the letters.

        A skill of which no line says more than half is said in other words, by one of the lines that are `left`. How much of a
        point its words show says nothing of time: where months are asked, nothing is likely but what was certain.
        """
        said = {line.place.line_number(resume): words for line, words in held.line_words}
        spare, found = set(left), []
        for asked, one in zip(question.requirements, read, strict=True):
            if said_otherwise(asked, one) and question.lines:
                wanted = frozenset(content(asked.point.text))
                near, likely = max(
                    ((line, len(wanted & said.get(line.number, frozenset())) / max(len(wanted), 1)) for line in question.lines),
                    key=lambda pair: (
                        pair[1] if pair[1] > HALF or asked.point.kind is not Kind.SKILL else 0,
                        pair[0].number in spare, pair[1], fuzz.token_set_ratio(asked.text, pair[0].text),
                    ),
                )  # fmt: skip
                spare.discard(near.number)
                one = replace(one, near=near.number, likely=0.0 if asked.point.months else likely)
            found.append(one)
        return tuple(found)


def _finding(number: int, one: Judged, lines: tuple[int, ...]) -> Finding:
    if one.status is Status.MISSING:
        return Finding(number, Status.MISSING)
    if one.status is Status.TOO_SHORT and lines:
        return Finding(number, Status.TOO_SHORT, lines, one.held or 0)
    if one.status is Status.MET and lines:
        return Finding(number, Status.MET, lines)
    # unclear, or shown by what the question leaves out
    return Finding(number, Status.UNCLEAR, lines)
