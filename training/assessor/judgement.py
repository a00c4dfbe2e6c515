"""What an assessor says about a job and a resume, and how rows of the dataset become questions.

judgement = judged(parse(text), row)
judgement.label, judgement.fit, judgement.probability        # computed from the answer's lines, never stated by a model
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dataset_builder.assessment.answer import Answer, outcome
from dataset_builder.assessment.question import Question, ask
from dataset_builder.errors import BadInput
from dataset_builder.sources import handwritten
from dataset_builder.text.dates import Date
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.posts.post import Point


@dataclass(frozen=True)
class Judgement:
    """`label` None: no answer. `fit`, 0 to 1, and `answer` are None of a system that gives a verdict alone; `probability`: how
    likely the verdict is right, as far as the system says."""

    label: int | None
    fit: float | None = None
    answer: Answer | None = None
    probability: float | None = None


def required_of(row: dict) -> tuple[int, ...]:
    return tuple(n for n, one in enumerate(row["requirements"], start=1) if not one["optional"])


def judged(answer: Answer | None, row: dict) -> Judgement:
    """The judgement that an answer to a row comes to."""
    found = outcome(answer, required_of(row), frozenset(row["line_numbers"]))
    if answer is None or found is None:
        return Judgement(None)
    return Judgement(found.label, found.fit, answer, answer.probability)


def question_of_row(row: dict) -> Question:
    """The question that a row of `assessment` asks, read again from its texts.

    Raises:
        BadInput: the text layer reads other points than when the row was written; build the dataset anew.
    """
    whole = ask(row["job_description"], row["resume"])
    points: list[Point] = []
    left = iter(whole.requirements)
    for one in row["requirements"]:
        place = Evidence(one["start"], one["end"])
        found = next((asked.point for asked in left if asked.point.place == place), None)
        if found is None:
            raise BadInput(f"row {row['id']}: {one['text']!r} is no longer read there; build the dataset anew")
        points.append(found)
    return whole.of(points)


# ------------------------------------------------------------------------------------------------- handwritten pairs


def handwritten_rows() -> list[dict]:
    """The handwritten pairs as rows: the points that the text layer reads, with the status and lines of the careful reader.

    A point that the reader does not have is left out; one of his that is not read is missing from the answer, as it is for a
    user, but the label is his. `unread` counts those.
    """
    return [_handwritten_row(pair) for pair in handwritten.read()]


def developed_rows() -> list[dict]:
    """Those of the handwritten pairs that may be read while systems are made."""
    return [_handwritten_row(pair) for pair in handwritten.developing()]


def _handwritten_row(pair: handwritten.HandwrittenPair) -> dict:
    today = Date(*handwritten.READ_ON)
    question = ask(pair.job_description, pair.resume)
    of_point = {asked.number: _asked_there(asked.point, pair.requirements) for asked in question.requirements}
    kept = question.of(asked.point for asked in question.requirements if of_point[asked.number] is not None)
    gold = [one for one in of_point.values() if one is not None]
    read = {id(one) for one in gold}
    requirements = [
        {
            "text": asked.text,
            "start": asked.point.place.start,
            "end": asked.point.place.end,
            "kind": one.kind,
            "optional": one.optional,
            "status": one.status.value,
            "months_asked": one.months_asked,
            "months_held": one.months_held,
            "lines": sorted({Evidence(line.start, line.end).line_number(pair.resume) for line in one.evidence}),
        }
        for asked, one in zip(kept.requirements, gold, strict=True)
    ]
    return {
        "id": pair.pair_id,
        "variant": "handwritten",
        "job_description": pair.job_description,
        "resume": pair.resume,
        "label": pair.label,
        "fit": None,
        "requirements": requirements,
        "line_numbers": list(kept.line_numbers),
        "prompt": kept.prompt,
        "unread": sum(id(one) not in read for one in pair.requirements),
        "today": today,
    }


def _asked_there(point: Point, asked: Sequence[handwritten.AskedPoint]) -> handwritten.AskedPoint | None:
    """The reader's requirement that overlaps a point most, by half of the shorter one at least."""

    def shared(one: handwritten.AskedPoint) -> float:
        common = min(one.end, point.place.end) - max(one.start, point.place.start)
        return common / max(1, min(one.end - one.start, point.place.end - point.place.start))

    best = max(asked, key=shared, default=None)
    return best if best is not None and shared(best) >= 0.5 else None


# ------------------------------------------------------------------------------------------------- pairs with a label alone


def labelled_rows(pairs: Sequence[dict], today: Date) -> list[dict]:
    """Rows of `matching` (id, job_description, resume, label) as rows of `assessment` whose statuses nobody has labelled."""
    return [_labelled_row(pair, ask(pair["job_description"], pair["resume"]), today) for pair in pairs]


def _labelled_row(pair: dict, question: Question, today: Date) -> dict:
    requirements = [
        {
            "text": asked.text,
            "start": asked.point.place.start,
            "end": asked.point.place.end,
            "kind": asked.point.kind.value,
            "optional": asked.optional,
            "status": None,
            "months_asked": asked.point.months,
            "months_held": None,
            "lines": [],
        }
        for asked in question.requirements
    ]
    whole = {"line_numbers": list(question.line_numbers), "prompt": question.prompt, "fit": None, "today": today}
    return {"variant": "", **pair, "requirements": requirements, **whole}
