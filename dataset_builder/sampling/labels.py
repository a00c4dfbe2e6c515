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
from dataset_builder.sources.authored import CREDENTIALS
from dataset_builder.text.mentions import first_mentioned, mentions, stemmed

EXTRA_COUNT, EXTRA_WEIGHTS = (0, 1, 2, 3), (25, 35, 25, 15)
NEIGHBOUR_SHARE = 0.75
# Occupations tried in place of the newest job: the first of them only where they fit the career.
NEIGHBOUR_TRIES, FIT_TRIES = 60, 40
# Asked skills that a resume without the advertised job keeps, of which a job of its own has at least this share.
BACKED_SHARE = 0.6
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
# As drawn; a resume that would explain too few of its skills without the newest job keeps it, as `KEPT_SHARE` of all do.
KEPT_SHARE = 0.74
EDITS, EDIT_WEIGHTS = ("shortened", "kept", "replaced", "dropped"), (29, 28, 26, 17)


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
        kind = rng.choices(EDITS, EDIT_WEIGHTS)[0]
        if kind == "dropped" and len(jobs) == 1:
            kind = "replaced"
        own_jobs = self._unmatched_jobs(kind, jobs, titles, skills, rng)
        if own_jobs is None:
            kind, own_jobs = rng.choice(EDITS[:2]), jobs
        named = [*titles, self.graph.occupations[own_jobs[0]].title]
        removed = self._removable(named, skills, self._backed(own_jobs), rng)
        if not removed:
            return None
        edit, matched, unmatched = self._draw_jobs(kind, jobs, titles, own_jobs, rng)
        if any(is_too_early(job.title, job.start_year + 1) for job in (*matched, *unmatched)):
            return None
        neighbour = rng.random() < NEIGHBOUR_SHARE
        counts = rng.choices(EXTRA_COUNT, EXTRA_WEIGHTS, k=2)
        if not neighbour:  # nothing replaces what was removed, so the unmatched resume gets more extra skills
            counts = [min(counts), max(counts) + 1]
        optional = self._optional(jobs, skills, rng)
        held, also_held = ([s for s in optional if rng.random() < OPTIONAL_HELD] for _ in range(2))
        also_held = [s for s in also_held if s in self._backed(own_jobs)]
        extra = (*held, *self._extra_skills(counts[0], jobs, (*skills, *optional), (), rng))
        others = (*also_held, *self._extra_skills(counts[1], own_jobs, (*skills, *optional), removed, rng))
        # what stands in for a removed skill is one that a job of the same resume has
        instead = dict(zip(removed, self._in_place_of(removed, own_jobs, (*skills, *others), rng))) if neighbour else {}
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

    def _unmatched_jobs(
        self, kind: str, jobs: tuple[int, ...], titles: list[str], skills: tuple[str, ...], rng: Random
    ) -> tuple[int, ...] | None:
        """The occupations of the unmatched resume, newest first, which have most of the asked skills that it may keep."""
        if kind == "dropped":
            return jobs[1:] if self._backs(jobs[1:], skills) else None
        if kind != "replaced":
            return jobs
        other = self._neighbour_occupation(jobs, titles, skills, rng)
        return None if other is None else (other, *jobs[1:])

    def _backs(self, jobs: tuple[int, ...], skills: tuple[str, ...]) -> bool:
        """Whether a resume of these jobs can list what it keeps of the asked skills: their share that a job has, and no
        certificate or licence that none of them asks for."""
        backed = self._backed(jobs)
        without = [skill for skill in skills if skill not in backed]
        most = min(self.max_removed, len(skills) - 1)
        if sum(self._kinds[skill] in CREDENTIALS for skill in without) > most:
            return False
        return len(without) - most <= (1 - BACKED_SHARE) * (len(skills) - most)

    def _backed(self, jobs: tuple[int, ...]) -> frozenset[str]:
        """The skills of a resume of these jobs that any of them explains; languages need no job."""
        if jobs not in self._backed_by:
            found = {self.graph.skills[at].name for job in jobs for at in self.graph.edges[job]}
            self._backed_by[jobs] = frozenset(found.union(LANGUAGES))
        return self._backed_by[jobs]

    def _removable(
        self, titles: list[str], skills: tuple[str, ...], backed: frozenset[str], rng: Random
    ) -> tuple[str, ...]:
        """Skills whose removal leaves no trace: named by no job title and inside no skill that stays. Those go first that no
        job of the resume has; none where a certificate or licence of no job would be left."""
        career_text = " ".join(map(stemmed, titles))
        candidates = [s for s in skills if not mentions(career_text, s, self._aliases)]
        unfounded = [s for s in skills if s not in backed and self._kinds[s] in CREDENTIALS]
        without = min(sum(s not in backed for s in skills), self.max_removed)
        count = min(max(rng.randint(1, self.max_removed), without), len(skills) - 1, len(candidates))
        order = rng.sample(candidates, len(candidates))  # a list: the order of a set changes from process to process
        order.sort(key=lambda s: (s not in unfounded, s in backed))
        removed = order[:count]
        while survivor := first_mentioned(self._text_of(s for s in skills if s not in removed), removed, self._aliases):
            removed.remove(survivor)
        return tuple(s for s in skills if s in removed) if set(unfounded) <= set(removed) else ()

    def _draw_jobs(self, kind: str, jobs: tuple[int, ...], titles: list[str], own_jobs: tuple[int, ...], rng: Random):
        """Edit, matched jobs, unmatched jobs.

        Short and long spans of the newest job come from one draw: `shortened` gives the long one to the matched
        resume, `kept` to the unmatched, equally often, so a resume alone does not show which it is.
        """
        most, before = career.most_asked(self.graph.occupations[jobs[0]].soc_code)
        short, long = career.two_lengths(most, rng)
        held = [long, *(rng.randint(1, career.MAX_YEARS) for _ in jobs[1:])]
        gaps = [int(rng.random() < 0.15) for _ in jobs]
        spans = career.date_jobs(held, rng.choices(career.RECENT_YEARS, career.RECENT_WEIGHTS)[0], gaps)
        start, end = spans[0]
        # the shorter span ended earlier, or began later
        less = (start, start + short) if rng.random() < ENDED_EARLIER else (end - short, end)
        asked = [h if rng.random() < 0.5 else rng.randint(1, h) for h in held]
        older = [at for at in range(1, len(jobs)) if self.graph.leads_to(jobs[at], jobs[0])]
        also = rng.choice(older) if older and rng.random() < OLDER_ASKED else 0
        asked = [min(years, before) if at in (0, also) else 0 for at, years in enumerate(asked)]
        asked[0] = rng.randint(short + 1, min(long, most)) if kind == "shortened" else rng.randint(1, short)
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
            edit, changed = career.replace(newest, self.graph.occupations[own_jobs[0]].title)
        return edit, matched, (changed, *older_held)

    def _neighbour_occupation(
        self, jobs: tuple[int, ...], titles: list[str], skills: tuple[str, ...], rng: Random
    ) -> int | None:
        """An occupation that shares a skill with the newest job but is not a variant of its title: one that fits the career if
        the first tries find one, else one of the same major group; and one that has most of what the resume keeps."""
        career_text = " ".join(map(stemmed, titles))
        tried: set[tuple[int, bool]] = set()
        for attempt in range(NEIGHBOUR_TRIES):
            other = rng.choice(self.graph.occupations_of[rng.choice(self.graph.edges[jobs[0]])])
            first = attempt < FIT_TRIES
            if other in jobs or (other, first) in tried:
                continue
            tried.add((other, first))
            if not self._backs((other, *jobs[1:]), skills) or is_held_out(self.graph.occupations[other].title):
                continue
            if not self._steps.suits(other, jobs) or (first and not self._steps.fits(other, jobs)):
                continue
            text = stemmed(self.graph.occupations[other].title)
            if text in career_text or stemmed(titles[0]) in text:
                continue
            return other
        return None

    def _extra_skills(self, count: int, jobs, skills, removed: tuple[str, ...], rng: Random) -> tuple[str, ...]:
        """Skills of the resume's own jobs that the post does not ask for; none names an asked skill or is named by one."""
        return self._distinct(
            (self.skills_of(rng.choice(jobs[1:] or jobs)) for _ in range(8 * count)), count, (*skills, *removed), rng
        )

    def _in_place_of(
        self, removed: tuple[str, ...], jobs: tuple[int, ...], taken: tuple[str, ...], rng: Random
    ) -> tuple[str, ...]:
        """Skills of the resume's own jobs for the removed ones, a language for a language."""
        others = [name for name in LANGUAGES if name not in (*taken, *removed)]
        named = [rng.choice(others) if s in LANGUAGES else "" for s in removed]
        wanted = named.count("")
        pools = (self.skills_of(rng.choice(jobs)) for _ in range(12 * wanted))
        rest = iter(self._distinct(pools, wanted, taken, rng))
        return tuple(name or next(rest, "") for name in named)

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
    def _backed_by(self) -> dict[tuple[int, ...], frozenset[str]]:
        return {}


DESIGNS = {"facts": FactsDesign, "paper": PaperDesign}
