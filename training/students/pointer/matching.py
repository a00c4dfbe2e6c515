"""Does a resume meet a post, point by point: words and arithmetic first, likeness where they leave a point open.

    matcher = Matcher(likeness, decision)
    matcher.results("matching", [{"job_description": post, "resume": resume}])

Every point is judged by the text layer (`training.rules.judging`). What is asked in a sentence and not answered in its words
goes to the encoder: the line that comes nearest, and how likely it shows what is asked, beside what else the resume shows. The
verdict of a post that asks for lists of skills and jobs is weighed from the same parts (titles, years, items with their nearest
lines), and is a match where words show every required point; any other is met where no required point fails and more than half of
them are met: what stays open is no reason against a person who applies. Explanations name the parts that fail.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from dataset_builder.text.dates import Date
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import ResumeLine
from dataset_builder.text.titles.roles import is_role
from training.baselines.features import FEATURES, features_of
from training.rules.certainty import DONE, asks_by_name, lacks_a_listed_name, tells_of_a_course
from training.rules.held import Judged
from training.rules.reasons import weighed_reason
from training.rules.requirements import SURE, JobCheck, SkillCheck, check_jobs, check_skills
from training.rules.rule_system import Rules, requirement_of
from training.students.pointer.context import context_numbers
from training.students.pointer.decision import Decision, Weighed
from training.students.pointer.likeness import Likeness, Shown
from training.systems.protocol import Experience, Explanation, Match

# Pairs that are read together.
BLOCK = 64
# Share of the required points of which more must be met.
_HALF = 0.5
# Required points that are no skills and jobs, and their share, from which on a post is more than lists of these.
_SEVERAL, _QUARTER = 2, 0.25
# An e-mail address, or what stands for one where a resume was made anonymous.
_ADDRESS = re.compile(r"[\w.]@\w|\[(?:e-?mail|phone|address)\b", re.IGNORECASE)
# What the encoder may decide: not credentials, dates, years or languages, which have rules of their own.
READ_BY_MEANING = frozenset((Kind.SKILL, Kind.OTHER, Kind.EXPERIENCE))
ITEM_FEATURES = ("words on one line", "best cosine", "words x cosine", "best above second cosine")
# What a verdict is weighed from: what boosting is, and what the encoder adds.
PAIR_FEATURES = (
    *FEATURES, "items shown, log", "least item, log", "second least item, log", "items not shown, by likeness",
    "least cosine", "second least cosine", "mean cosine", "cosines below .6",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A listed item of a post: `ITEM_FEATURES`, and the line that comes nearest."""

    check: SkillCheck
    numbers: tuple[float, ...]
    line: Evidence | None


@dataclass(frozen=True)
class Pair:
    """A pair as read: its points, its items and jobs, the features that words give (`FEATURES`), and the headings of the post below
    which nothing could be read. `all_met`: by words alone, every required point."""

    points: tuple[Judged, ...]
    items: tuple[Item, ...]
    jobs: tuple[JobCheck, ...]
    words: tuple[float, ...]
    unread: tuple[str, ...] = ()
    all_met: bool = False


@dataclass(frozen=True)
class _Asked:
    """A pair before the encoder: `left` are the points that words leave open."""

    points: tuple[Judged, ...]
    left: list[Judged]
    checks: tuple[SkillCheck, ...]
    jobs: tuple[JobCheck, ...]
    words: tuple[float, ...]
    lines: list[ResumeLine]
    unread: tuple[str, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines)

    @cached_property
    def of_lists(self) -> bool:
        return is_of_lists(self.points, self.checks)

    @property
    def questions(self) -> list[str]:
        return [*(one.point.text for one in self.left), *(check.asked for check in self.checks)]


@dataclass(frozen=True)
class OpenPoint:
    """A point that words leave open: the line that comes nearest to it, how likely that shows it by itself, and what is weighed beside
    that (`context.FEATURES`)."""

    judged: Judged
    line: ResumeLine | None
    likely: float
    context: tuple[float, ...]


@dataclass(frozen=True)
class Matcher:
    likeness: Likeness
    decision: Decision
    # without a graph's names: a known skill that is not spelled out would count as a sure no
    rules: Rules = field(default_factory=Rules)
    # with them, for points that are asked by name
    named: Rules = field(default_factory=Rules)

    def fresh(self) -> "Matcher":
        """For one request: nothing that was read is kept."""
        return replace(self, likeness=self.likeness.fresh(), rules=self.rules.fresh(), named=self.named.fresh())

    # -------------------------------------------------------------------------------------- answers

    def match(self, job: str, resume: str) -> Match:
        return self.matched([(job, resume)])[0]

    def matched(self, pairs: Sequence[tuple[str, str]]) -> list[Match]:
        """Of each (job, resume), read together."""
        return [self._match(*one) for one in self._scored(pairs)]

    def explain(self, job: str, resume: str) -> Explanation:
        return self.explained([(job, resume)])[0]

    def explained(self, pairs: Sequence[tuple[str, str]]) -> list[Explanation]:
        """Of each (job, resume), read together."""
        return [self.explanation(*one) for one in self._scored(pairs)]

    def _match(self, pair: Pair, score: float) -> Match:
        label = int(score >= self.decision.cut)
        return Match(label, score, **_shown(label, pair))

    def explanation(self, pair: Pair, score: float) -> Explanation:
        """Of a pair that was read and scored."""
        label = int(score >= self.decision.cut)
        if label:
            return Explanation(1, score, **_shown(label, pair))
        jobs = [check for check in pair.jobs if check.failed]
        missing = self._missing(pair, enough=bool(jobs))[: self.decision.most_skills]
        experiences = tuple(Experience(check.title, check.asked.years) for check in jobs)
        return Explanation(0, 1 - score, missing, experiences, **_shown(label, pair))

    def _missing(self, pair: Pair, enough: bool) -> tuple[str, ...]:
        """Items that are rather not shown, given that the pair is no match, least first; the least likely one where nothing else speaks against the pair."""
        shown = self.decision.shown_if_unmatched([item.numbers for item in pair.items])
        ordered = [pair.items[at] for at in np.argsort(shown, kind="stable")]
        found = ordered[: int((shown < self.decision.named_below).sum())]
        if not found and not enough:
            found = ordered[:1]
        names = Counter(item.check.item for item in pair.items)
        absent = Counter(item.check.item for item in found)
        # a line of which nothing is shown stands as a whole, else the names in it that are not
        whole = {line for line, number in absent.items() if number == names[line]}
        told = (one.check.item if one.check.item in whole else one.check.asked for one in found)
        return tuple(dict.fromkeys(told))

    def verdict(self, job: str, resume: str, points: Sequence[Judged]) -> bool:
        """Of a pair whose points were read."""
        return self.score(replace(self.listed(job, resume), points=tuple(points))) >= self.decision.cut

    def score(self, pair: Pair) -> float:
        """How likely the pair is a match; of any other post than one of lists, on which side of the cut its points are."""
        return self._scores([pair])[0]

    def _scored(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[Pair, float]]:
        """Blocks of pairs are read and weighed together: lines of one length share a batch of the encoder."""
        for start in range(0, len(pairs), BLOCK):
            read = self.read_all(pairs[start : start + BLOCK])
            yield from zip(read, self._scores(read), strict=True)

    def _scores(self, pairs: Sequence[Pair]) -> list[float]:
        weighed = self.decision.match(np.array([pair_numbers(pair, self.decision.item) for pair in pairs]))
        return [self._score(pair, float(score)) for pair, score in zip(pairs, weighed, strict=True)]

    def _score(self, pair: Pair, weighed: float) -> float:
        """Of a pair with its weighed score, which counts for posts of lists; no lower than the cut where words show all that is required."""
        if pair.points and not is_of_lists(pair.points, pair.items):
            return self._by_points(pair)
        return max(weighed, self.decision.cut) if pair.all_met else weighed

    def _by_points(self, pair: Pair) -> float:
        """Above the cut exactly where no required point fails, nor a job that is asked by its title, and more than half of
        the points are met; by how many are."""
        required = [one for one in pair.points if not one.point.optional]
        share = sum(one.status is Status.MET for one in required) / max(len(required), 1)
        failed = any(one.status in (Status.MISSING, Status.TOO_SHORT) for one in required) or _lacks_a_title(pair.jobs)
        cut = self.decision.cut
        return cut * share if failed or (required and share <= _HALF) else cut + (1 - cut) * share / 2

    # -------------------------------------------------------------------------------------- reading

    def read(self, job: str, resume: str) -> Pair:
        """The pair with its points."""
        return self.read_all([(job, resume)])[0]

    def read_all(self, pairs: Sequence[tuple[str, str]]) -> list[Pair]:
        """Each (job, resume) with its points; what all of them ask goes to the encoder at once."""
        named = self.named
        asked = [
            self._asked(job, resume, named.judged(job, resume), named.reader.post(job).unread) for job, resume in pairs
        ]
        return self._compared(asked)

    def listed(self, job: str, resume: str) -> Pair:
        """The pair as its lists say, without its points: what the verdict is weighed from."""
        return self._compared([self._asked(job, resume, ())])[0]

    def jobs(self, job: str, resume: str) -> tuple[JobCheck, ...]:
        """The jobs that are asked for, as an explanation tells of them."""
        reader, lookup = self.rules.reader, self.rules.lookup
        return check_jobs(reader.job(job), reader.resume(resume), lookup, self.decision.same_job)

    def _asked(self, job: str, resume: str, points: tuple[Judged, ...], unread: tuple[str, ...] = ()) -> "_Asked":
        """What words and arithmetic say of a pair, and what they leave open."""
        reader, lookup = self.rules.reader, self.rules.lookup
        posted, held = reader.job(job), reader.resume(resume)
        checks = check_skills(posted, held, lookup)
        words = tuple(map(float, features_of(job, resume, lookup, check_jobs(posted, held, lookup), checks)))
        left = [one for one in points if one.status is Status.UNCLEAR and one.point.kind in READ_BY_MEANING]
        return _Asked(points, left, checks, self.jobs(job, resume), words, self._lines(resume), unread)

    def _compared(self, asked: Sequence["_Asked"]) -> list[Pair]:
        """The pairs after the encoder compared each open point and each item with the lines of the resume."""
        questions = [(text, one.texts) for one in asked for text in one.questions]
        answers, found = iter(self.likeness.shown(questions)), []
        for one in asked:
            left = self._beside(one, [next(answers) for _ in one.left])
            decided = {id(point.judged): self._decided(point, one) for point in left}
            items = tuple(self._item(check, next(answers), one.lines) for check in one.checks)
            points = tuple(decided.get(id(point), point) for point in one.points)
            required = [point.status is Status.MET for point in one.points if not point.point.optional]
            all_met = bool(required) and all(required)
            found.append(Pair(points, items, one.jobs, one.words, one.unread, all_met))
        return found

    def _lines(self, resume: str) -> list[ResumeLine]:
        """The lines of a resume that can show something; who somebody is and where to write shows nothing."""
        person = self.named.reader.person(resume, self.named.today or Date.today())
        return [
            line
            for line in person.lines
            if line.evidence
            and line.kind not in ("references", "wishes")
            and line.text != person.name
            and not _ADDRESS.search(line.text)
        ]

    def _item(self, check: SkillCheck, shown: Shown, lines: Sequence[ResumeLine]) -> Item:
        best, second = shown.numbers[:2]
        numbers = (check.coverage, best, check.coverage * best, best - second)
        line = None if shown.line is None else lines[shown.line].place
        return Item(check, numbers, line)

    def open_points(self, job: str, resume: str) -> list[OpenPoint]:
        """What words leave open and meaning may decide."""
        asked = self._asked(job, resume, self.named.judged(job, resume))
        return self._beside(asked, self.likeness.shown([(one.point.text, asked.texts) for one in asked.left]))

    def _beside(self, asked: "_Asked", shown: Sequence[Shown]) -> list[OpenPoint]:
        likely = [self.decision.line.probability(one.numbers) for one in shown]
        required = [one for one in asked.points if not one.point.optional]
        met = sum(one.status is Status.MET for one in required)
        context = context_numbers(likely, [not one.point.optional for one in asked.left], met, len(required))
        lines = [None if one.line is None else asked.lines[one.line] for one in shown]
        return [OpenPoint(*one) for one in zip(asked.left, lines, likely, context, strict=True)]

    def _decided(self, left: OpenPoint, asked: "_Asked") -> Judged:
        """Met where a line is likely to show it, by itself and beside what else is shown; missing where none is.

        Likeness does not tell one name from another. So a skill that is asked by its name is not shown by a line of a list of skills, nor in
        a post of lists by any line that is like it; and of several names that are asked together each must stand somewhere. What is only
        welcome is lacked too often: of the realistic pairs for developing likeness would be right on two in three such points.
        """
        judged, line, decision = left.judged, left.line, self.decision
        if line is None or judged.point.optional:
            return judged
        is_shown = decision.shows(left.likely, left.context)
        asked_years = judged.point.months is not None
        names = self.named.lookup.gazetteer.skill_names
        if is_shown and (
            ((line.kind == "skills" or asked.of_lists) and asks_by_name(judged.point, names))
            or lacks_a_listed_name(judged.point.text, names, " ".join(asked.texts))
        ):
            return judged
        if DONE.search(judged.point.text) and tells_of_a_course(line):
            return judged  # learnt, and whether it was done stays open
        if is_shown and (not asked_years or (judged.held or 0) >= judged.point.months):
            return replace(judged, status=Status.MET, evidence=judged.evidence or line.place)
        if left.likely < decision.missing and not asked_years:
            return replace(judged, status=Status.MISSING, evidence=None)
        return judged


def pair_numbers(pair: Pair, item: Weighed) -> tuple[float, ...]:
    """What the verdict is weighed from: `PAIR_FEATURES`."""
    if not pair.items:
        return (*pair.words, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0)
    likely = sorted(min(max(item.probability(one.numbers), 1e-3), 1.0) for one in pair.items)
    cosines = sorted(one.numbers[1] for one in pair.items)
    return (
        *pair.words,
        float(np.log(likely).sum()),
        float(np.log(likely[0])),
        float(np.log(likely[1])) if len(likely) > 1 else 0.0,
        float(sum(one < 0.5 for one in likely)),
        cosines[0],
        cosines[1] if len(cosines) > 1 else 1.0,
        float(np.mean(cosines)),
        float(sum(one < 0.6 for one in cosines)),
    )


def is_of_lists(points: Sequence[Judged], listed: Sequence) -> bool:
    """Whether lists of skills (`listed`) and jobs are what a post asks, so that a verdict can be weighed from them. A post as people
    write them also asks for licences, degrees, languages and the like; where these are several, its points decide."""
    required = [one.point.kind for one in points if not one.point.optional]
    others = sum(kind not in READ_BY_MEANING for kind in required)
    return bool(listed) and not (others >= _SEVERAL and others >= _QUARTER * len(required))


def _lacks_a_title(jobs: Sequence[JobCheck]) -> bool:
    """Whether a job fails that a post asks for by its title and years: the same one was held for less, or of several one was not."""
    titled = [one for one in jobs if one.asked.years and one.asked.title[:1].isupper() and is_role(one.asked.title)]
    short = any(one.outcome is Status.TOO_SHORT and one.likeness >= SURE for one in titled)
    return short or (len(titled) > 1 and any(one.failed for one in titled))


def _shown(label: int, pair: Pair) -> dict:
    """What stands beside a verdict."""
    points = tuple(map(requirement_of, pair.points))
    return {"requirements": points, "reason": weighed_reason(label, pair.points), "unread": pair.unread}
