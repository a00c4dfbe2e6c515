"""Rules for all four tasks: sections, skills by their words, years by arithmetic, edits by insertion.

    rules = fit_rules(training_rows, names)   # of training/rules/fitting.py; or Rules(): defaults, no names known
    match = rules.match(job_description, resume)
    match.label, match.score, match.requirements

Rules see what the paper's students see and no label of the row they judge; thresholds and names come from training
rows. One pair costs about a millisecond. Any text is read as well as it can be, none raises.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dataset_builder.text.dates import Date
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from training.rules.calibration import Calibration
from training.rules.editing import add_skills, change_experience
from training.rules.gazetteer import Lookup
from training.rules.judging import Judged, judge, label_of
from training.rules.reading import Reader
from training.rules.reasons import reason
from training.rules.requirements import SAME_JOB, SkillCheck, Unit, Verdict, check_jobs, check_skills, counts
from training.systems.protocol import ByRows, Edit, Experience, Explanation, Extraction, Match, Requirement, Result

Decide = Literal["requirements", "gap"]
# Skills and jobs, and what is said of them in sentences; not credentials, dates, years or languages, which have rules of their own.
OF_SKILLS = frozenset((Kind.SKILL, Kind.OTHER, Kind.EXPERIENCE))
# Other required points, and their share, from which on a post is more than lists.
_SEVERAL, _QUARTER = 2, 0.25


# What people hold under many names: another title of a degree, an older card, a job that is called otherwise.
_UNSAID = frozenset((Kind.CERTIFICATE, Kind.LICENCE, Kind.DEGREE, Kind.CLEARANCE, Kind.EXPERIENCE))


@dataclass(frozen=True)
class Rules(ByRows):
    """Thresholds, by default those that the original release sets.

    `same_job`: likeness from which two titles name the same job. `shown`: a skill is not shown while at most this
    share of its words is. `unit`: what a skill gap counts, lines of the job or the names in them. `count_items`:
    whether a resume that lists fewer lines than the job counts as lacking them. `most_gap`: skill gap from which a
    resume fails though its jobs do not. `most_skills`: how many missing skills an explanation names (None: all).
    `listed`: share of words up to which it names a skill. `calibration` makes a probability of the verdict's score.
    `full_titles`: whether extraction keeps what a line says between a title and its date ("Analyst - Risk").
    `decide`: a match is what meets every requirement that is not optional; with "gap", of a post that asks for lists of skills and jobs,
    also what the fitted thresholds let pass.
    `today`: the day of reading, by default the day itself. `lookup` knows names and keeps what was read as long as the rules live; `fresh` rules keep nothing of it.
    """

    lookup: Lookup = field(default_factory=Lookup)
    same_job: float = SAME_JOB
    unit: Unit = "items"
    shown: float = 0.0
    count_items: bool = True
    most_gap: float = 0.9
    listed: float = 0.5
    most_skills: int | None = None
    calibration: Calibration | None = None
    full_titles: bool = False
    decide: Decide = "requirements"
    today: Date | None = None

    name, tasks = "Rules", ("matching", "explanation", "extraction", "editing")

    @property
    def reader(self) -> Reader:
        return self.lookup.reader

    def fresh(self) -> "Rules":
        """The same rules for one request."""
        return replace(self, lookup=self.lookup.fresh())

    # -------------------------------------------------------------------------------------- the four tasks

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        answer = {"matching": self._match, "explanation": self._explain, "extraction": self._extract, "editing": _edit}
        return [answer[task](row) for row in rows]

    def verdict(self, job_description: str, resume: str) -> Verdict:
        job, held = self.reader.job(job_description), self.reader.resume(resume)
        jobs = check_jobs(job, held, self.lookup, self.same_job)
        skills = check_skills(job, held, self.lookup)
        items = len(job.skills), len(held.skills)
        gap = skill_gap(skills, items, self.unit, self.shown, self.count_items)
        failed = any(check.failed for check in jobs)
        met = [0.0 if check.failed else 1.0 for check in jobs] + [check.coverage for check in skills]
        label = int(not failed and gap < self.most_gap)
        return Verdict(label, sum(met) / max(len(met), 1), gap, jobs, skills, items)

    def judged(self, job_description: str | None, resume: str | None) -> tuple[Judged, ...]:
        """Every requirement of the job, in its order, and what the resume says about it.

        What nothing is said of stays unclear where it may be held by another name: of realistic applicants few lack it. A job that is
        asked by its title is looked for among the jobs.
        """
        today = self.today or Date.today()
        post, held = self.reader.post(job_description), self.reader.person(resume, today)
        judged = judge(post, held, self.lookup.gazetteer.skill_names, today)
        unsaid = _UNSAID if held.of("languages") else _UNSAID | {Kind.LANGUAGE}
        return tuple(
            replace(one, status=Status.UNCLEAR)
            if one.status is Status.MISSING
            and one.evidence is None
            and one.point.kind in unsaid
            and not one.point.title
            else one
            for one in judged
        )

    def label(self, job_description: str | None, resume: str | None) -> int:
        """1 for a match, decided as `decide` says; by the thresholds where no requirement can be read."""
        verdict = self.verdict(job_description or "", resume or "")
        return self._label(verdict, self.judged(job_description, resume))

    def _label(self, verdict: Verdict, judged: Sequence[Judged]) -> int:
        if judged and (label_of(judged) or not self._by_thresholds(verdict, judged)):
            return label_of(judged)
        return verdict.label

    def _by_thresholds(self, verdict: Verdict, judged: Sequence[Judged]) -> bool:
        """Whether the fitted thresholds decide a pair whose words do not show all that is required."""
        return self.decide == "gap" and is_of_lists(judged, verdict.skills)

    def _match(self, row: dict) -> Match:
        verdict = self.verdict(row["job_description"], row["resume"])
        judged = self.judged(row["job_description"], row["resume"])
        label = self._label(verdict, judged)
        score: float | None = verdict.score
        if self.calibration is not None:  # it is of the thresholds' verdict, and says nothing of another
            score = self.calibration.probability(verdict) if label == verdict.label else None
        requirements = tuple(requirement_of(one) for one in judged)
        why = reason(label, judged, self._by_thresholds(verdict, judged))
        unread = self.reader.post(row["job_description"]).unread
        said = "\n".join(verdict.says)
        return Match(label, score, answer=said, requirements=requirements, reason=why, unread=unread)

    def _explain(self, row: dict) -> Explanation:
        verdict = self.verdict(row["job_description"], row["resume"])
        judged = self.judged(row["job_description"], row["resume"])
        verdict = replace(verdict, label=self._label(verdict, judged))
        return replace(self.explanation(verdict), answer="\n".join(verdict.says))

    def explanation(self, verdict: Verdict) -> Explanation:
        """The verdict and what is missing, in the job's words; nothing is missing from a match."""
        if verdict.label:
            return Explanation(1)
        failed = [check for check in verdict.jobs if check.failed]
        titles = [check.full_title if self.full_titles else check.title for check in failed]
        jobs = tuple(Experience(self.lookup.title(title), check.asked.years) for title, check in zip(titles, failed))
        return Explanation(0, skills=tuple(self.missing_skills(verdict.skills)), experiences=jobs)

    def missing_skills(self, checks: Sequence[SkillCheck]) -> list[str]:
        """Least covered first. An item of which nothing is shown stands as a whole, else the names that are not."""
        by_item: dict[str, list[SkillCheck]] = defaultdict(list)
        for check in checks:
            by_item[check.item].append(check)
        missing: list[tuple[float, str]] = []
        for item, names in by_item.items():
            absent = [check for check in names if check.coverage <= self.listed]
            if absent and len(absent) == len(names):
                missing.append((min(check.coverage for check in absent), item))
            else:
                missing += [(check.coverage, check.asked) for check in absent]
        return [text for _, text in sorted(missing, key=lambda pair: pair[0])[: self.most_skills]]

    def _extract(self, row: dict) -> Extraction:
        """Skills by the gazetteer's names or the document's own, jobs with the years or dates they stand with."""
        document = row["document"]
        if row["document_type"] == "resume":
            reading = self.reader.resume(document)
            jobs = [
                _job(
                    self.lookup.title(job.full_title if self.full_titles else job.title),
                    None,
                    job.start_year,
                    job.end_year,
                )
                for job in reading.jobs
            ]
        else:
            reading = self.reader.job(document)
            jobs = [_job(self.lookup.title(job.title), job.years, None, None) for job in reading.jobs]
        names = [name for item in reading.skills for name in self.lookup.names(item)]
        names = names or ([] if reading.skills else self.lookup.mentioned(document or ""))
        return Extraction(tuple(dict.fromkeys(names)), tuple(jobs))


def is_of_lists(points: Sequence[Judged], listed: Sequence) -> bool:
    """Whether lists of skills (`listed`) and jobs are what a post asks, so that a verdict can be weighed from them. A post as people
    write them also asks for licences, degrees, languages and the like; where these are several, its points decide."""
    required = [one.point.kind for one in points if not one.point.optional]
    others = sum(kind not in OF_SKILLS for kind in required)
    return bool(listed) and not (others >= _SEVERAL and others >= _QUARTER * len(required))


def requirement_of(one: Judged) -> Requirement:
    point = one.point
    return Requirement(
        point.kind,
        point.text,
        one.status,
        one.evidence,
        point.months,
        one.held,
        point.optional,
        point.place,
        point.names,
    )


def _edit(row: dict) -> Edit:
    """The section as it should be: skills added, or the change of experience made."""
    if row["section"] == "skills":
        return Edit(add_skills(row["resume"], list(row["add_skills"])))
    return Edit(change_experience(row["resume"], row["experience_change"] or ""))


def skill_gap(
    checks: Sequence[SkillCheck], items: tuple[int, int], unit: Unit, shown: float, count_items: bool
) -> float:
    """0-2: the share of asked items, or names, that are not shown, and the share by which the resume lists fewer."""
    asked, listed = items
    if not asked:
        return 0.0
    counted = [check for check in checks if counts(check, unit)]
    key = (lambda check: check.item) if unit == "items" else (lambda check: check.asked)
    seen = {key(check) for check in counted if check.coverage > shown}
    of = {key(check) for check in counted}
    return len(of - seen) / max(len(of), 1) + (max(asked - listed, 0) / asked if count_items else 0)


def _job(title: str, years: int | None, start: int | None, end: int | None) -> Experience:
    held = None if start is None or end is None else end - start
    return Experience(title, held if years is None else years, start, end)
