"""Joint reading: points that words leave open are read with the rest of the pair.

    findings = read_jointly(points, question.required, match=0.83)

People say in their own words much of what a post asks for. Read alone, such a point is unclear, and unclear is not met, so a verdict
that follows from the lines is "no match" nearly always. Here the likelihood that the pair is a match decides for all open points at
once: if it is one, each is met by the line that comes nearest; if not, those whose nearest line shows less than half of them are
missing (too short, where months of the job are known), the least likely one at least. What was read with certainty stays: a
pair with a requirement that surely fails is no match whatever the likelihood says. A skill is missing with certainty where no
line names it and no line is left that may show it in other words; else it is doubted, and met in a match, too. Fit and verdict still follow from the
lines that are cited, so nothing contradicts them; but the status of an open point is no independent observation any more.

The likelihood is of boosted trees on numbers that compare the two documents, fitted on training rows. Each number may point one way
only (more words shown is never a reason against), so that what holds of the training text alone is not learnt.

Posts in sentences are outside of what the trees were fitted on: they list no skills, or more than they have points. There each open
point has a chance of its own to be met (`read_by_chance`), by its kind, as a careful reader found open points of such pairs: what
people do is nearly always there in other words, what can be counted or has an order (years, licences, certificates) fails more often.
The pair is a match where all open points together are likelier met than not, by the product of their chances.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np

from dataset_builder.assessment.answer import SUREST, Finding, is_met, sure_of
from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from training.baselines import features
from training.students.pointer.decision import Weighed
from training.students.pointer.trees import Trees

HALF = 0.5
# From which likelihood a pair is a match: the trees weigh both labels alike, and most pairs are none. Chosen by cross-validation on
# training rows of two designs (docs/assessor.md).
MATCH = 0.65
# Which way a number may point: of the two documents, and of points and lines as they are read alone.
SIGNS: Mapping[str, int] = {
    **features.SIGNS, "names absent": -1, "lines left": 1, "points beyond the lines left": -1,
}  # fmt: skip
_UNMET = (Status.MISSING, Status.TOO_SHORT)
SURE_NUMBERS = ("match", "likelihood of the verdict, logit", "points that fail", "points left open")


@dataclass(frozen=True)
class PointRead:
    """A requirement as it is read alone. `near`: the line that comes nearest, of a point that is left open; `likely`: how much of
    the point it shows, 0 to 1, and 0 of time; `held`: months of the asked job that are certain."""

    finding: Finding
    near: int | None = None
    likely: float = 0.0
    held: int | None = None
    # What is found of an open point by itself all the same: a line that is likely to show it, no certainty.
    alone: Finding | None = None
    # How likely an open point of a post in sentences is met, by its kind.
    chance: float = HALF
    # Missing because no line names it; and doubted, where lines are left that may show it in other words.
    absent: bool = False
    doubted: bool = False

    @property
    def is_open(self) -> bool:
        return self.finding.status is Status.UNCLEAR

    @property
    def met(self) -> Finding:
        """As read in a match."""
        lines = self.finding.lines or (() if self.near is None else (self.near,))
        return replace(self.finding, status=Status.MET, lines=lines) if lines else self.finding

    @property
    def unmet(self) -> Finding:
        """As read where it is what fails."""
        if self.held and self.finding.lines:
            return replace(self.finding, status=Status.TOO_SHORT, months=self.held)
        return Finding(self.finding.number, Status.MISSING)


def read_jointly(points: Sequence[PointRead], required: Collection[int], match: float | None) -> tuple[Finding, ...]:
    """The findings; as read alone where `match`, how likely the pair is a match, is None."""
    if match is None:
        return tuple(one.alone or one.finding for one in points)
    needed = [one for one in points if one.finding.number in required]
    if match >= MATCH and not any(one.finding.status in _UNMET and not one.doubted for one in needed):
        return tuple(
            one.met if (one.is_open or one.doubted) and one.finding.number in required else one.finding
            for one in points
        )
    failed = any(one.finding.status in _UNMET for one in needed)
    against = {one.finding.number for one in points if one.is_open and one.likely < HALF}
    left = [one for one in needed if one.is_open]
    if left and not failed:
        against.add(min(left, key=lambda one: one.likely).finding.number)
    return tuple(one.unmet if one.finding.number in against else one.finding for one in points)


def chance_of_match(points: Sequence[PointRead], required: Collection[int]) -> float:
    """How likely all required points are met: 0 where one surely fails, else the product of the chances of the open ones."""
    needed = [one for one in points if one.finding.number in required]
    if any(one.finding.status in _UNMET for one in needed):
        return 0.0
    return math.prod(one.chance for one in needed if one.is_open)


# The share of required points that a resume must surely meet before chances count. Of the handwritten posts with another
# field's resume none has more than .29, of those with their own applicant's three quarters have at least .40.
_APPLIES = 1 / 3


def is_of_the_work(points: Sequence[PointRead], required: Collection[int]) -> bool:
    """Whether a resume is by words of the work that a post asks for: chances are those of people who apply for it."""
    needed = [one for one in points if one.finding.number in required]
    return sum(one.finding.status is Status.MET for one in needed) > _APPLIES * len(needed)


def read_by_chance(points: Sequence[PointRead], required: Collection[int]) -> tuple[Finding, ...]:
    """The findings of a post in sentences: open points by their own chances, so that they and the verdict say the same.

    What is likelier met than not is met by the line that comes nearest. Where the open points together are likelier not all met
    and none of them is by itself, the least likely one is what fails.
    """
    against = {one.finding.number for one in points if one.is_open and one.chance < HALF}
    left = [one for one in points if one.is_open and one.finding.number in required]
    certain = any(one.finding.status in _UNMET for one in points if one.finding.number in required)
    if left and not certain and not against & set(required) and chance_of_match(points, required) < HALF:
        against.add(min(left, key=lambda one: one.chance).finding.number)
    return tuple(
        one.unmet
        if one.finding.number in against
        else one.met
        if one.is_open and one.finding.number in required
        else one.finding
        for one in points
    )


def left_numbers(points: Sequence[PointRead], required: Collection[int], left: int) -> dict[str, float]:
    """The numbers of `SIGNS` that say whether lines are left for the points that no line is known to show.

    `left`: lines that tell of work and were cited for no point. Half of what people hold they say without its name; where more
    points want a line than lines are left, some point is not met.
    """
    needed = [one for one in points if one.finding.number in required]
    absent = sum(one.absent for one in needed)
    return {
        "names absent": float(absent),
        "lines left": float(min(left, _MOST_LEFT)),
        "points beyond the lines left": float(max(wanting(needed) - left, 0)),
    }


def wanting(points: Sequence[PointRead]) -> int:
    """How many points no line is known to show."""
    return sum(one.absent or one.is_open for one in points)


_MOST_LEFT = 5


# ------------------------------------------------------------------------------------------------- what is fitted


@dataclass(frozen=True)
class Fitted:
    """`pair`: how likely a pair is a match, of the numbers that `names` lists; `sure`, `sure_alone`: how likely the verdict of a joint
    reading, or of points by themselves, is right, of `SURE_NUMBERS`; None where it has not been fitted."""

    names: tuple[str, ...]
    pair: Trees
    sure: Weighed | None = None
    sure_alone: Weighed | None = None
    # By kind of requirement, how often an open required point of a post in sentences is met; and how often a pair of which a
    # required point surely fails is no match.
    open: Mapping[str, float] = field(default_factory=dict)
    failing: float = 0.9
    facts: dict = field(default_factory=dict)

    def match(self, numbers: Mapping[str, float]) -> float:
        return float(self.pair.probability(np.array([[numbers[name] for name in self.names]]))[0])

    def write(self, path: Path) -> None:
        write_json(path, asdict(self))

    @classmethod
    def read(cls, path: Path) -> "Fitted":
        """
        Raises:
            BadInput: the file is missing or holds something else.
        """
        import json

        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            sure = (
                one and Weighed(tuple(one["weights"]), one["intercept"]) for one in (kept["sure"], kept["sure_alone"])
            )
            chances = (kept.get("open", {}), kept.get("failing", 0.9))
            return cls(tuple(kept["names"]), Trees(**kept["pair"]), *sure, *chances, kept["facts"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"{path}: cannot be read ({type(error).__name__}: {error}); fit it anew: python -m training.assessor.fit"
            ) from error


def fit_pair(table: Sequence[Mapping[str, float]], labels: Sequence[int]) -> Fitted:
    """Small trees whose numbers point one way (`SIGNS`); both labels weigh the same.

    Raises:
        BadInput: the rows have one label only.
    """
    if len(set(labels)) < 2:
        raise BadInput("the training rows have one label only; build more triples")
    names = tuple(name for name in SIGNS if name in table[0])
    numbers = np.array([[row[name] for name in names] for row in table])
    return Fitted(names, Trees.fitted(numbers, labels, [SIGNS[name] for name in names]))


# How many points the mean of all kinds counts as, in the chance of one kind.
_PRIOR = 2


def fit_open(points: Sequence[tuple[str, bool]]) -> dict[str, float]:
    """The chance of each kind, of (kind, whether it is met) of open required points; few of a kind lean on the mean of all."""
    mean = sum(met for _, met in points) / max(len(points), 1)
    found = {}
    for kind in Kind:
        own = [met for one, met in points if one == kind]
        found[str(kind)] = round((sum(own) + _PRIOR * mean) / (len(own) + _PRIOR), 3)
    return found


def fit_sure(numbers: Sequence[Sequence[float]], right: Sequence[bool]) -> Weighed:
    """How likely verdicts are right, from held-out rows; half an error more of each kind, so that none is said to be certain."""
    from sklearn.linear_model import LogisticRegression

    x = np.array([*numbers, *2 * [np.mean(numbers, axis=0)]])
    y, weight = [*map(int, right), 1, 0], [1.0] * len(right) + [0.5, 0.5]
    model = LogisticRegression(C=1.0, max_iter=1_000).fit(x, y, weight)
    return Weighed(tuple(round(float(one), 4) for one in model.coef_[0]), round(float(model.intercept_[0]), 4))


# ------------------------------------------------------------------------------------------------- how sure


def sure_numbers(
    findings: Sequence[Finding], lines: Collection[int], required: Collection[int], match: float | None
) -> tuple[float, ...]:
    """`SURE_NUMBERS` of findings that were read."""
    needed = [one for one in findings if one.number in required]
    label = all(is_met(one, lines) for one in needed)
    chance = min(max(HALF if match is None else match, 1e-3), 1 - 1e-3)
    logit = math.log(chance / (1 - chance))
    failed, left = (sum(one.status in kind for one in needed) for kind in (_UNMET, (Status.UNCLEAR,)))
    return (float(label), logit if label else -logit, float(min(failed, 3)), float(min(left, 3)))


def sure_by_chance(points: Sequence[PointRead], required: Collection[int], failing: float) -> int:
    """0 to 9, of a post in sentences: the chance of the match or of the failure itself."""
    match = chance_of_match(points, required)
    needed = [one for one in points if one.finding.number in required]
    failed = any(one.finding.status in _UNMET for one in needed)
    return min(SUREST, int(10 * (failing if failed else max(match, 1 - match))))


def sure(numbers: Sequence[float], fitted: Weighed | None) -> int:
    """0 to 9. Without anything fitted by how many points are unmet; a verdict that rests on open points alone may be either."""
    if fitted is not None:
        return min(SUREST, int(10 * fitted.probability(numbers)))
    label, _, failed, left = numbers
    return 5 if not label and left and not failed else sure_of(int(failed))
