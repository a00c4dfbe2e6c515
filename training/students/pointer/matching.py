"""Does a resume meet a post, point by point: words and arithmetic first, likeness where they leave a point open.

    matcher = Matcher(likeness, decision)
    matcher.match(post, resume)

Every point is judged by the text layer (`training.rules.judging`). What is asked in a sentence and not answered in its words
goes to the encoder: the line that comes nearest, and how likely it shows what is asked, beside what else the resume shows. The
verdict of a post that asks for lists of skills and jobs is weighed from what words and arithmetic say of these, and is a match where
words show every required point; any other is met where no required point fails and more than half of them are met: what stays open is
no reason against a person who applies. Explanations name the parts that fail, skills by words and by their nearest lines.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from dataset_builder.text.dates import Date
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import ResumeLine
from dataset_builder.text.titles.roles import is_role
from training.baselines.features import features_of
from training.rules.certainty import DONE, asks_by_name, lacks_a_listed_name, tells_of_a_course
from training.rules.held import Judged
from training.rules.reasons import weighed_reason
from training.rules.requirements import SURE, JobCheck, SkillCheck, check_jobs, check_skills
from training.rules.rule_system import OF_SKILLS, Rules, is_of_lists, requirement_of
from training.students.pointer.context import context_numbers
from training.students.pointer.decision import Decision
from training.students.pointer.likeness import Likeness, Shown
from training.systems.protocol import Experience, Explanation, Match

# Pairs that are read together.
BLOCK = 64
# Share of the required points of which more must be met.
_HALF = 0.5
# An e-mail address, or what stands for one where a resume was made anonymous.
_ADDRESS = re.compile(r"[\w.]@\w|\[(?:e-?mail|phone|address)\b", re.IGNORECASE)
# What is weighed to say whether a listed skill is shown.
ITEM_FEATURES = ("words on one line", "best cosine", "words x cosine", "best above second cosine")


@dataclass(frozen=True)
class Pair:
    """A pair as read: its points, the skills and jobs that its lists ask for, what the verdict is weighed from (`FEATURES`), the lines
    of the resume that can show something, and the headings of the post below which nothing could be read. `all_met`: by words alone,
    every required point."""

    points: tuple[Judged, ...]
    skills: tuple[SkillCheck, ...]
    jobs: tuple[JobCheck, ...]
    words: tuple[float, ...]
    lines: tuple[ResumeLine, ...]
    unread: tuple[str, ...] = ()
    all_met: bool = False

    @cached_property
    def left(self) -> list[Judged]:
        """The points that words leave open and meaning may decide."""
        return [one for one in self.points if one.status is Status.UNCLEAR and one.point.kind in OF_SKILLS]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines)

    @cached_property
    def of_lists(self) -> bool:
        return is_of_lists(self.points, self.skills)


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
        return [self._match(*one) for block in self._scored(pairs) for one in block]

    def explain(self, job: str, resume: str) -> Explanation:
        return self.explained([(job, resume)])[0]

    def explained(self, pairs: Sequence[tuple[str, str]]) -> list[Explanation]:
        """Of each (job, resume), read together."""
        found = []
        for block in self._scored(pairs):
            failed = [pair for pair, score in block if score < self.decision.cut]
            numbers = iter(self.item_numbers(failed))
            for pair, score in block:
                found.append(self.explanation(pair, score, next(numbers) if score < self.decision.cut else ()))
        return found

    def _match(self, pair: Pair, score: float) -> Match:
        label = int(score >= self.decision.cut)
        return Match(label, score, **_shown(label, pair))

    def explanation(self, pair: Pair, score: float, numbers: Sequence[tuple[float, ...]]) -> Explanation:
        """Of a pair that was read and scored. `numbers`: `ITEM_FEATURES` of each of its skills; a match needs none."""
        label = int(score >= self.decision.cut)
        if label:
            return Explanation(1, score, **_shown(label, pair))
        jobs = [check for check in pair.jobs if check.failed]
        missing = self._missing(pair, numbers, enough=bool(jobs))[: self.decision.most_skills]
        experiences = tuple(Experience(check.title, check.asked.years) for check in jobs)
        return Explanation(0, 1 - score, missing, experiences, **_shown(label, pair))

    def _missing(self, pair: Pair, numbers: Sequence[tuple[float, ...]], enough: bool) -> tuple[str, ...]:
        """Skills that are rather not shown, given that the pair is no match, least first; the least likely one where nothing else speaks against the pair."""
        shown = self.decision.shown_if_unmatched(numbers)
        ordered = [pair.skills[at] for at in np.argsort(shown, kind="stable")]
        found = ordered[: int((shown < self.decision.named_below).sum())]
        if not found and not enough:
            found = ordered[:1]
        names = Counter(check.item for check in pair.skills)
        absent = Counter(check.item for check in found)
        # a line of which nothing is shown stands as a whole, else the names in it that are not
        whole = {line for line, number in absent.items() if number == names[line]}
        told = (check.item if check.item in whole else check.asked for check in found)
        return tuple(dict.fromkeys(told))

    def verdict(self, job: str, resume: str, points: Sequence[Judged]) -> bool:
        """Of a pair whose points were read."""
        return self.score(replace(self.listed(job, resume), points=tuple(points))) >= self.decision.cut

    def score(self, pair: Pair) -> float:
        """How likely the pair is a match; of any other post than one of lists, on which side of the cut its points are."""
        return self._scores([pair])[0]

    def _scored(self, pairs: Sequence[tuple[str, str]]) -> Iterator[list[tuple[Pair, float]]]:
        """Blocks of pairs, each read and weighed together: lines of one length share a batch of the encoder."""
        for start in range(0, len(pairs), BLOCK):
            read = self.read_all(pairs[start : start + BLOCK])
            yield [*zip(read, self._scores(read), strict=True)]

    def _scores(self, pairs: Sequence[Pair]) -> list[float]:
        weighed = self.decision.match(np.array([pair.words for pair in pairs]))
        return [self._score(pair, float(score)) for pair, score in zip(pairs, weighed, strict=True)]

    def _score(self, pair: Pair, weighed: float) -> float:
        """Of a pair with its weighed score, which counts for posts of lists; no lower than the cut where words show all that is required."""
        if pair.points and not pair.of_lists:
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
        """Each (job, resume) with its points; what all of them leave open goes to the encoder at once, of pairs of which it can decide one."""
        read = [self._by_words(*pair, self.named.judged(*pair)) for pair in pairs]
        asked = [pair if self._hangs_on_likeness(pair) else None for pair in read]
        answers = iter(
            self.likeness.shown([(one.point.text, pair.texts) for pair in asked if pair for one in pair.left])
        )
        found = []
        for pair, hangs in zip(read, asked, strict=True):
            left = self._beside(pair, [next(answers) for _ in pair.left]) if hangs else []
            decided = {id(point.judged): self._decided(point, pair) for point in left}
            found.append(replace(pair, points=tuple(decided.get(id(point), point) for point in pair.points)))
        return found

    def listed(self, job: str, resume: str) -> Pair:
        """The pair as its lists say, without its points: what the verdict is weighed from."""
        return self._by_words(job, resume, None)

    def jobs(self, job: str, resume: str) -> tuple[JobCheck, ...]:
        """The jobs that are asked for, as an explanation tells of them."""
        reader, lookup = self.rules.reader, self.rules.lookup
        return check_jobs(reader.job(job), reader.resume(resume), lookup, self.decision.same_job)

    def item_numbers(self, pairs: Sequence[Pair]) -> list[tuple[tuple[float, ...], ...]]:
        """`ITEM_FEATURES` of each skill that each pair lists."""
        answers = iter(self.likeness.shown([(check.asked, pair.texts) for pair in pairs for check in pair.skills]))
        return [tuple(_item_numbers(check, next(answers)) for check in pair.skills) for pair in pairs]

    def _by_words(self, job: str, resume: str, points: tuple[Judged, ...] | None) -> Pair:
        """What words and arithmetic say of a pair, with what they leave open; of its lists alone where no points are given."""
        reader, lookup = self.rules.reader, self.rules.lookup
        posted, held = reader.job(job), reader.resume(resume)
        skills = check_skills(posted, held, lookup)
        words = tuple(map(float, features_of(job, resume, lookup, check_jobs(posted, held, lookup), skills)))
        unread = () if points is None else self.named.reader.post(job).unread
        required = [one.status is Status.MET for one in points or () if not one.point.optional]
        all_met = bool(required) and all(required)
        return Pair(points or (), skills, self.jobs(job, resume), words, self._lines(resume), unread, all_met)

    def _lines(self, resume: str) -> tuple[ResumeLine, ...]:
        """The lines of a resume that can show something; who somebody is and where to write shows nothing."""
        person = self.named.reader.person(resume, self.named.today or Date.today())
        return tuple(
            line
            for line in person.lines
            if line.evidence
            and line.kind not in ("references", "wishes")
            and line.text != person.name
            and not _ADDRESS.search(line.text)
        )

    def open_points(self, job: str, resume: str) -> list[OpenPoint]:
        """What words leave open and meaning may decide."""
        pair = self._by_words(job, resume, self.named.judged(job, resume))
        return self._beside(pair, self.likeness.shown([(one.point.text, pair.texts) for one in pair.left]))

    def _beside(self, pair: Pair, shown: Sequence[Shown]) -> list[OpenPoint]:
        likely = [self.decision.line.probability(one.numbers) for one in shown]
        required = [one for one in pair.points if not one.point.optional]
        met = sum(one.status is Status.MET for one in required)
        context = context_numbers(likely, [not one.point.optional for one in pair.left], met, len(required))
        lines = [None if one.line is None else pair.lines[one.line] for one in shown]
        return [OpenPoint(*one) for one in zip(pair.left, lines, likely, context, strict=True)]

    def _hangs_on_likeness(self, pair: Pair) -> bool:
        """Whether any open point could be decided by a line that is like it, or by none that is."""
        return self.decision.missing > 0 or any(self._may_be_shown(one, pair) for one in pair.left)

    def _may_be_shown(self, judged: Judged, pair: Pair) -> bool:
        """Whether a line that is like an open point could show it.

        Likeness does not tell one name from another. So a skill that is asked by its name in a post of lists is not shown by any line that
        is like it; and of several names that are asked together each must stand somewhere. What is only welcome is lacked too often: of the
        realistic pairs for developing likeness would be right on two in three such points.
        """
        names = self.named.lookup.gazetteer.skill_names
        return not (
            judged.point.optional
            or (pair.of_lists and asks_by_name(judged.point, names))
            or lacks_a_listed_name(judged.point.text, names, " ".join(pair.texts))
        )

    def _decided(self, left: OpenPoint, pair: Pair) -> Judged:
        """Met where a line is likely to show it, by itself and beside what else is shown; missing where none is. A line of a list of skills
        shows no skill that is asked by its name."""
        judged, line, decision = left.judged, left.line, self.decision
        if line is None or judged.point.optional:
            return judged
        is_shown = decision.shows(left.likely, left.context)
        asked_years = judged.point.months is not None
        names = self.named.lookup.gazetteer.skill_names
        by_name = line.kind == "skills" and asks_by_name(judged.point, names)
        if is_shown and (by_name or not self._may_be_shown(judged, pair)):
            return judged
        if DONE.search(judged.point.text) and tells_of_a_course(line):
            return judged  # learnt, and whether it was done stays open
        if is_shown and (not asked_years or (judged.held or 0) >= judged.point.months):
            return replace(judged, status=Status.MET, evidence=judged.evidence or line.place)
        if left.likely < decision.missing and not asked_years:
            return replace(judged, status=Status.MISSING, evidence=None)
        return judged


def _item_numbers(check: SkillCheck, shown: Shown) -> tuple[float, ...]:
    best, second = shown.numbers[:2]
    return check.coverage, best, check.coverage * best, best - second


def _lacks_a_title(jobs: Sequence[JobCheck]) -> bool:
    """Whether a job fails that a post asks for by its title and years: the same one was held for less, or of several one was not."""
    titled = [one for one in jobs if one.asked.years and one.asked.title[:1].isupper() and is_role(one.asked.title)]
    short = any(one.outcome is Status.TOO_SHORT and one.likeness >= SURE for one in titled)
    return short or (len(titled) > 1 and any(one.failed for one in titled))


def _shown(label: int, pair: Pair) -> dict:
    """What stands beside a verdict."""
    points = tuple(map(requirement_of, pair.points))
    return {"requirements": points, "reason": weighed_reason(label, pair.points), "unread": pair.unread}
