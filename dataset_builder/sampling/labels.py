"""The two designs of a triple: what the matched resume shows beyond the demand, and what the unmatched one lacks.

`paper` follows the paper and its release: years as held, a negative by deletion. `facts` fixes what the release
gets wrong: removed skills that nothing else on the resume names; negatives filled up with near neighbours of
the graph, so that they are not shorter; years beyond the minimum, drawn in the same way for both resumes; and
experience asked only in the advertised job and in jobs that lead to it, not in all of the career. A job may ask for a
language, and names skills that are welcome, that will do in place of another, or that it does not need.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from dataset_builder.graph import Graph
from dataset_builder.sampling import career
from dataset_builder.sampling.career_steps import CareerSteps
from dataset_builder.sampling.facts import Alternative, Experience, ExperienceEdit, NegativeKind
from dataset_builder.sampling.since import is_too_early
from dataset_builder.sampling.splits import is_held_out
from dataset_builder.sampling.walk import sample_walk
from dataset_builder.text.mentions import first_mentioned, mentions, stemmed

EXTRA_COUNT, EXTRA_WEIGHTS = (0, 1, 2, 3), (25, 35, 25, 15)
NEIGHBOUR_SHARE = 0.75
# Occupations tried in place of the newest job: the first of them only where they fit the career, more only of its major group.
NEIGHBOUR_TRIES, NEAR_TRIES, FIT_TRIES = 80, 60, 40
# Posts with skills that are welcome, of which each resume holds some; with alternatives; with skills that are not needed.
OPTIONAL_SHARE, OPTIONAL_COUNT, OPTIONAL_HELD = 0.35, (1, 1, 2, 2, 3), 0.35
ALTERNATIVE_SHARE, DENIED_SHARE = 0.18, 0.05
# Posts of work with the public that ask for a language, which takes the place of one of the skills.
LANGUAGE_SHARE, LANGUAGE_CATEGORIES = 0.08, ("healthcare", "administrative", "social, product and finance")
LANGUAGES = (*["Spanish"] * 7, "French", "German", "Mandarin", "Portuguese", "Arabic", "Vietnamese", "Polish",
             "Russian", "Italian", "Korean", "Haitian Creole", "Tagalog", "Hindi")  # fmt: skip
# Posts that ask for years in one of the jobs too that lead to the advertised one, where there are any.
OLDER_ASKED = 0.45
# Of the two lengths of the newest job, the shorter ones that ended earlier; the others began later.
ENDED_EARLIER = 0.25
EDITS, EDIT_WEIGHTS = ("shortened", "kept", "replaced", "dropped"), (35, 35, 20, 10)


def kinds_of(graph: Graph) -> dict[str, str]:
    """By skill one of `authored.KINDS`; "skill" where only ads name it."""
    return {skill.name: skill.kind or "skill" for skill in graph.skills} | dict.fromkeys(LANGUAGES, "language")


# Kinds of skills of which one may do in place of another.
_REPLACEABLE = ("tool", "software", "method", "certificate")

# SOC major group.
_MILITARY = "55-"


@dataclass(frozen=True)
class ResumePair:
    """What the two resumes of one demand show."""

    extra: tuple[str, ...]
    removed: tuple[str, ...]
    unmatched_skills: tuple[str, ...]
    edit: ExperienceEdit
    matched_jobs: tuple[Experience, ...]
    unmatched_jobs: tuple[Experience, ...]
    negative_kind: NegativeKind
    optional: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperDesign:
    """The skills of the oldest job; the unmatched resume is the matched one with something deleted."""

    graph: Graph
    max_removed: int

    def walk(
        self, members: Sequence[int], starts: Sequence[int], length: int, rng: Random, loose: bool
    ) -> tuple[int, ...]:
        """Up to `length` distinct occupations of a cluster, along shared skills."""
        return sample_walk(self.graph, members, starts, length, rng)

    def order(self, titles: Sequence[str], rng: Random) -> Sequence[int]:
        """Positions of the jobs of a walk, newest first."""
        return career.order_career(titles, rng)

    def may_advertise(self, occupation: int) -> bool:
        return True

    def skills_of(self, occupation: int) -> tuple[int, ...]:
        """The skills that a job of the occupation may ask for: all that it has."""
        return self.graph.edges[occupation]

    def advertised(self, jobs: tuple[int, ...]) -> int:
        """The job whose skills are asked for. In 349 of 350 checkable rows of the release it is the oldest."""
        return jobs[-1]

    def asked(self, occupation: int, skills: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """What the job asks for, of the skills drawn for it: just these."""
        return skills

    def pair(self, jobs: tuple[int, ...], titles: list[str], skills: tuple[str, ...], rng: Random) -> ResumePair:
        held = [rng.randint(1, career.MAX_YEARS) for _ in jobs]
        spans = career.date_jobs(held, rng.randint(*career.LAST_YEARS), [0] * len(jobs))
        matched = tuple(Experience(t, years, *span) for t, years, span in zip(titles, held, spans))
        newest, older = matched[0], matched[1:]
        if newest.held > 1 and rng.random() < (0.72 if older else 0.55):
            edit, changed = career.shorten(newest, newest.start_year + rng.randint(1, newest.held - 1))
            unmatched = (changed, *older)
        elif older:
            edit, unmatched = career.drop(newest), older
        else:
            edit, changed = career.keep(newest, newest.start_year, newest.end_year)
            unmatched = (changed,)
        removed = rng.sample(skills, min(rng.randint(1, self.max_removed), len(skills) - 1))
        return ResumePair(
            extra=(),
            removed=tuple(s for s in skills if s in removed),
            unmatched_skills=tuple(s for s in skills if s not in removed),
            edit=edit,
            matched_jobs=matched,
            unmatched_jobs=unmatched,
            negative_kind="deletion",
        )


@dataclass(frozen=True)
class FactsDesign:
    """The skills of the advertised job; both resumes are filled up from the graph."""

    graph: Graph
    max_removed: int

    def walk(
        self, members: Sequence[int], starts: Sequence[int], length: int, rng: Random, loose: bool
    ) -> tuple[int, ...]:
        """Up to `length` distinct occupations around a cluster, each one that may lead to the one before it."""
        return self._steps.walk(members, starts, length, rng, loose)

    def order(self, titles: Sequence[str], rng: Random) -> Sequence[int]:
        """Positions of the jobs of a walk, newest first: as they are."""
        return range(len(titles))

    def may_advertise(self, occupation: int) -> bool:
        """No one applies for a rank of the armed forces with a resume."""
        return not (self.graph.occupations[occupation].soc_code or "").startswith(_MILITARY)

    def skills_of(self, occupation: int) -> tuple[int, ...]:
        """The skills that a job of the occupation may ask for: of a title that only ads know, those that its kind of work has."""
        return self._steps.skills_of(occupation)

    def advertised(self, jobs: tuple[int, ...]) -> int:
        """The job whose skills are asked for."""
        return jobs[0]

    def asked(self, occupation: int, skills: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """What the job asks for: the skills drawn for it, or a language in place of the last."""
        category = self.graph.occupations[occupation].category
        if category not in LANGUAGE_CATEGORIES or len(skills) < 4 or rng.random() >= LANGUAGE_SHARE:
            return skills
        language = rng.choice(LANGUAGES)
        return skills if language in skills else (*skills[:-1], language)

    def pair(self, jobs: tuple[int, ...], titles: list[str], skills: tuple[str, ...], rng: Random) -> ResumePair | None:
        removed = self._removable(titles, skills, rng)
        if not removed:
            return None
        kind = rng.choices(EDITS, EDIT_WEIGHTS)[0]
        if kind == "dropped" and len(jobs) == 1:
            kind = "replaced"
        edit, matched, unmatched = self._draw_jobs(kind, jobs, titles, removed, rng)
        if edit is None or any(is_too_early(job.title, job.start_year + 1) for job in (*matched, *unmatched)):
            return None
        neighbour = rng.random() < NEIGHBOUR_SHARE
        counts = rng.choices(EXTRA_COUNT, EXTRA_WEIGHTS, k=2)
        if not neighbour:  # nothing replaces what was removed, so the unmatched resume gets more extra skills
            counts = [min(counts), max(counts) + 1]
        optional = self._optional(jobs, skills, rng)
        held, also_held = ([s for s in optional if rng.random() < OPTIONAL_HELD] for _ in range(2))
        extra = (*held, *self._extra_skills(counts[0], jobs, (*skills, *optional), (), rng))
        others = (*also_held, *self._extra_skills(counts[1], jobs, (*skills, *optional), removed, rng))
        instead = (
            dict(zip(removed, self._neighbours_of(removed, jobs[0], (*skills, *others), rng))) if neighbour else {}
        )
        shown = [instead.get(s) if s in removed else s for s in skills]
        named = (*skills, *optional, *extra, *others, *filter(None, instead.values()))
        held_titles = (job.title for job in (*matched, *unmatched))
        alternatives = self._alternatives(jobs, skills, (*named, *held_titles), rng)
        return ResumePair(
            extra=extra,
            removed=removed,
            unmatched_skills=(*filter(None, shown), *others),
            edit=edit,
            matched_jobs=matched,
            unmatched_jobs=unmatched,
            negative_kind="neighbour" if any(instead.values()) else "deletion",
            optional=optional,
            alternatives=alternatives,
            denied=self._not_needed(jobs, (*named, *(one.other for one in alternatives)), rng),
        )

    def _optional(self, jobs: tuple[int, ...], skills: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills of the advertised occupation that the post welcomes and does not require."""
        if rng.random() >= OPTIONAL_SHARE:
            return ()
        count, pool = rng.choice(OPTIONAL_COUNT), self.skills_of(jobs[0])
        return self._distinct([pool] * 4 * count, count, skills, rng)

    def _alternatives(
        self, jobs: tuple[int, ...], skills: tuple[str, ...], taken: tuple[str, ...], rng: Random
    ) -> tuple[Alternative, ...]:
        """Another skill of the occupation that would do in place of an asked one of the same kind; no resume holds it."""
        replaceable = [name for name in skills if self._kinds[name] in _REPLACEABLE]
        if not replaceable or rng.random() >= ALTERNATIVE_SHARE:
            return ()
        skill = rng.choice(replaceable)
        same = [at for at in self.skills_of(jobs[0]) if self.graph.skills[at].kind == self._kinds[skill]]
        other = self._distinct([same] * 6, 1, taken, rng) if same else ()
        return tuple(Alternative(skill, name) for name in other)

    def _not_needed(self, jobs: tuple[int, ...], taken: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """A skill of an occupation close to the advertised one, which applicants could think is part of it; the post says
        that it is not needed."""
        if rng.random() >= DENIED_SHARE:
            return ()
        if not (close := self.graph.close_to(jobs[0])):
            return ()
        return self._distinct((self.graph.edges[rng.choice(close)] for _ in range(6)), 1, taken, rng)

    def _removable(self, titles: list[str], skills: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills whose removal leaves no trace: named by no job title and inside no skill that stays."""
        career_text = " ".join(map(stemmed, titles))
        candidates = [s for s in skills if not mentions(career_text, s, self._aliases)]
        count = min(rng.randint(1, self.max_removed), len(skills) - 1, len(candidates))
        removed = rng.sample(candidates, count)  # a list: the order of a set changes from process to process
        while survivor := first_mentioned(self._text_of(s for s in skills if s not in removed), removed, self._aliases):
            removed.remove(survivor)
        return tuple(s for s in skills if s in removed)

    def _draw_jobs(self, kind: str, jobs: tuple[int, ...], titles: list[str], removed: tuple[str, ...], rng: Random):
        """Edit, matched jobs, unmatched jobs.

        Short and long spans of the newest job come from one draw: `shortened` gives the long one to the matched
        resume, `kept` to the unmatched, equally often, so a resume alone does not show which it is.
        """
        short, long = career.two_lengths(rng)
        held = [long, *(rng.randint(1, career.MAX_YEARS) for _ in jobs[1:])]
        gaps = [int(rng.random() < 0.15) for _ in jobs]
        last = rng.choices(career.RECENT_YEARS, career.RECENT_WEIGHTS)[0]
        spans = career.date_jobs(held, last, gaps)
        start, end = spans[0]
        # the shorter span ended earlier, or began later
        less = (start, start + short) if rng.random() < ENDED_EARLIER else (end - short, end)
        asked = [h if rng.random() < 0.5 else rng.randint(1, h) for h in held]
        older = [at for at in range(1, len(jobs)) if self.graph.leads_to(jobs[at], jobs[0])]
        also = rng.choice(older) if older and rng.random() < OLDER_ASKED else 0
        asked = [years if at in (0, also) else 0 for at, years in enumerate(asked)]
        asked[0] = rng.randint(short + 1, long) if kind == "shortened" else rng.randint(1, short)
        newest = Experience(titles[0], asked[0], *(less if kind == "kept" else (start, end)))
        older = [Experience(t, years, *span) for t, years, span in zip(titles[1:], asked[1:], spans[1:])]
        older_held = tuple(Experience(e.title, e.held, e.start_year, e.end_year) for e in older)
        matched = (newest, *older)
        if kind == "shortened":
            edit, changed = career.shorten(newest, less[1], less[0])
        elif kind == "kept":
            edit, changed = career.keep(newest, start, end)
        elif kind == "dropped":
            return career.drop(newest), matched, older_held
        else:
            title = self._neighbour_occupation(jobs, titles, removed, rng)
            if title is None:
                return None, (), ()
            edit, changed = career.replace(newest, title)
        return edit, matched, (changed, *older_held)

    def _neighbour_occupation(self, jobs, titles: list[str], removed: tuple[str, ...], rng: Random) -> str | None:
        """An occupation that shares a skill with the newest job but is not a variant of its title: one that fits the career if
        the first tries find one, else one of the same major group."""
        career_text = " ".join(map(stemmed, titles))
        for attempt in range(NEIGHBOUR_TRIES):
            other = rng.choice(self.graph.occupations_of[rng.choice(self.graph.edges[jobs[0]])])
            if attempt < FIT_TRIES and not self._steps.fits(other, jobs):
                continue
            if attempt < NEAR_TRIES and not self._steps.suits(other, jobs):
                continue
            if other in jobs or is_held_out(self.graph.occupations[other].title):
                continue
            title = self.graph.occupations[other].title
            text = stemmed(title)
            if text in career_text or stemmed(titles[0]) in text or first_mentioned(text, removed, self._aliases):
                continue
            return title
        return None

    def _extra_skills(self, count: int, jobs, skills, removed: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills of the career that the job does not ask for; none names an asked skill or is named by one."""
        return self._distinct(
            (self.skills_of(rng.choice(jobs[1:] or jobs)) for _ in range(8 * count)), count, (*skills, *removed), rng
        )

    def _neighbours_of(
        self, removed: tuple[str, ...], job: int, taken: tuple[str, ...], rng: Random
    ) -> tuple[str, ...]:
        """Skills that share an occupation with a removed one, a language for a language."""
        languages = [s for s in removed if s in LANGUAGES]
        others = [name for name in LANGUAGES if name not in (*taken, *removed)]
        indices = [self._skill_index[s] for s in removed if s not in LANGUAGES]
        if languages:
            named = tuple(rng.choice(others) if s in LANGUAGES else "" for s in removed)
            rest = iter(self._near(indices, job, taken, rng))
            return tuple(name or next(rest, "") for name in named)
        return self._near(indices, job, taken, rng)

    def _near(self, indices: list[int], job: int, taken: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        if not indices:
            return ()
        holders = {index: self._holders(index, job) for index in indices}
        pools = (self.skills_of(rng.choice(holders[rng.choice(indices)])) for _ in range(12 * len(indices)))
        return self._distinct(pools, len(indices), taken, rng)

    def _holders(self, skill: int, job: int) -> tuple[int, ...]:
        """The occupations with the skill, those of the job's kind of work if there are any."""
        return self._steps.holders(skill, job)

    def _distinct(self, pools, count: int, taken: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        found: list[str] = []
        for pool in pools:
            if len(found) == count:
                break
            name = self.graph.skills[rng.choice(pool)].name
            others = (*taken, *found)
            if first_mentioned(self._text_of([name]), others, self._aliases) is None and not mentions(
                self._text_of(others), name, self._aliases
            ):
                found.append(name)
        return tuple(found)

    def _text_of(self, skills: Iterable[str]) -> str:
        """Every form of the skills, stemmed; forms are two spaces apart, so no name spans two of them."""
        return "".join(self._forms(s) for s in skills)

    def _forms(self, skill: str) -> str:
        if (text := self._form_cache.get(skill)) is None:
            text = self._form_cache[skill] = "".join(map(stemmed, (skill, *self._aliases.get(skill, ()))))
        return text

    @cached_property
    def _form_cache(self) -> dict[str, str]:
        return {}

    @cached_property
    def _steps(self) -> CareerSteps:
        return CareerSteps(self.graph)

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, ...]]:
        return self.graph.aliases

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return kinds_of(self.graph)

    @cached_property
    def _skill_index(self) -> dict[str, int]:
        return {skill.name: i for i, skill in enumerate(self.graph.skills)}


DESIGNS = {"facts": FactsDesign, "paper": PaperDesign}
