"""The two resumes, and the sections of the unmatched one as an editor should leave them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from dataset_builder.sampling.facts import Experience, Facts
from dataset_builder.sampling.since import is_too_early
from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.apart import Apart
from dataset_builder.teachers.template.companies import Workplace, Workplaces, company
from dataset_builder.teachers.template.duties import PARTS, Duties, did, past_of, unrelated
from dataset_builder.teachers.template.english import MONTHS as MONTH_NAMES
from dataset_builder.teachers.template.english import article, capitalised, lowered, phrases, years
from dataset_builder.teachers.template.fields_of_work import field_of
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.named_skills import heads
from dataset_builder.teachers.template.person import Person, education, personal_lines
from dataset_builder.teachers.template.resume_sections import Further, home_state, part_time
from dataset_builder.teachers.template.skill_lines import SkillSection, clear
from dataset_builder.teachers.template.skill_names import marked
from dataset_builder.teachers.template.style import (
    DATES,
    JOB_LINES,
    MONTHS,
    NEWEST_FIRST,
    PERSON,
    RESUME_BULLETS,
    RESUME_FORMS,
    RICH_JOB_LINES,
    RICH_MONTHS,
    RICH_NEWEST_FIRST,
    RICH_RESUME_FORMS,
    Heading,
    SkillStyle,
    bulleted,
    plain_spoken,
    skill_style,
)
from dataset_builder.teachers.template.titles import RESUME_KEPT, RESUME_SINGULAR, wording
from dataset_builder.text.mentions import Aliases

_PHRASES = phrases("resume")
TOWNS = _PHRASES["schools"]["places"]
# Older jobs of part of a week.
PART_TIME = 0.10
# Lines below the advertised job beyond those below the others.
MORE_BELOW = 1
# Resumes with duties whose lines have bullets, below titles that have none.
DUTY_BULLETS = 0.8
# Job lines with what was done.
_DESCRIBED = re.compile(r"\{(?:Did|responsible)\}")
_RICH_BELOW = Mixture({2: 46, 3: 40, 4: 14})
_BELOW = Mixture({0: 8, 1: 16, 2: 32, 3: 28, 4: 16})


@dataclass(frozen=True, slots=True)
class ResumeStyle:
    skills: SkillStyle
    person: str
    # The form of the job lines; `pattern` is the one of that form all jobs follow, -1 if each has its own.
    lines: str
    pattern: int
    dates: str
    month: str
    newest_first: bool
    bullet: str
    # Lines of description under a job.
    below: int
    small_titles: bool
    # Plural titles are kept.
    verbatim: bool
    # With sections, contact lines and months that the release rarely has: the design `facts`.
    rich: bool
    # Education stands behind the experience.
    education_last: bool
    # Before the lines below a job, whose title has no bullet then.
    duty_bullet: str = ""


def resume_style(draw: Draw, rich: bool) -> ResumeStyle:
    skills = skill_style(draw, RESUME_BULLETS, RICH_RESUME_FORMS if rich else RESUME_FORMS, 0.74)
    lines = draw.of(RICH_JOB_LINES if rich else JOB_LINES)
    below = draw.child("below")
    month = draw.pick(MONTH_NAMES) if draw.chance(RICH_MONTHS if rich else MONTHS) else ""
    style = ResumeStyle(
        skills,
        person=draw.of(PERSON),
        lines=lines,
        pattern=draw.below(1_000)
        if lines in ("punctuated", "two_lines", "date_first", "employer") or draw.chance(0.6)
        else -1,
        dates=draw.of(DATES),
        month=month[:3] if draw.chance(0.5) else "/" if rich and month and draw.chance(0.3) else month,
        newest_first=draw.chance(RICH_NEWEST_FIRST if rich else NEWEST_FIRST),
        bullet=""
        if lines == "two_lines" or draw.chance(0.12)
        else skills.bullet
        if draw.chance(0.85)
        else draw.of(RESUME_BULLETS),
        below=0
        if lines == "described" or (lines == "sentence" and not rich)
        else draw.of(_RICH_BELOW if rich else _BELOW),
        small_titles=draw.chance(0.3),
        verbatim=draw.chance(0.72),
        rich=rich,
        education_last=rich and draw.chance(0.35),
    )
    if not rich or not style.below or not below.chance(DUTY_BULLETS):
        return style
    return replace(style, duty_bullet=f"{below.pick(('-', '-', '•', '*'))} ")


@dataclass(frozen=True, slots=True)
class Resume:
    """One resume of a triple: what it lists, and the keys that fix its words.

    `banned` are the stems that it must not hold outside the lines of the skills in `free`.
    """

    facts: Facts
    style: ResumeStyle
    heading: Heading
    person: Person
    aliases: Aliases
    occupations: Duties
    key: Draw
    # Skills that descriptions of jobs may speak of.
    spoken: tuple[str, ...]
    banned: tuple[str, ...]
    free: frozenset[str]
    # Skills that are shown elsewhere than in the list, and by phrases.
    apart: Apart
    marks: Marks
    # SOC codes by title, which tell who employs an occupation.
    codes: Mapping[str, str]
    # Jobs as they are written, by the item of the job, itself and those before it: what an editor leaves as it is.
    blocks: dict[tuple[int, tuple[Experience, ...]], str] = field(default_factory=dict)
    # Duties that may stand below a job.
    own: dict[Experience, tuple[str, ...]] = field(default_factory=dict)

    def write(self, skills: str, jobs: Sequence[Experience]) -> str:
        """The whole document, marked, from the body of its skills section and its jobs."""
        style = self.style
        bullet = style.bullet if style.bullet not in ("", "1.") else "-"
        sign = f"{bullet} " if style.person == "bulleted" else ""
        degree = education(self.person, self.banned, sign, self.marks, self.key.child("education"))
        duties = self._untold(jobs[0], len(jobs) - 1) if jobs else ()
        further = Further(
            self.facts, self.person, jobs, duties, self.occupations.doing, self.apart, self.banned, self.spoken, bullet, self.marks,
            self.key.child("further"), self.codes,
        )  # fmt: skip
        contact = further.contact() if style.rich else ()
        personal = personal_lines(self.person, style.person, bullet, contact, self.marks)
        who = {"Personal Information": "\n".join(personal)}
        school = {"Education": degree}
        listed, held = {"Skills": skills}, {"Experience": self.experience(jobs)}
        if not style.rich:
            parts = [who, school, listed, held]
        else:
            own = [further.certificates(), further.languages()]
            parts = [who, further.profile(), school, listed, *own, held, further.projects()]
            if style.education_last:
                parts = [who, further.profile(), listed, held, further.projects(), school, *own]
        names = (
            heads(("Personal Information", "Education", "Skills", "Experience"), self.key.child("heads"))
            if style.rich
            else {}
        )
        return self.heading.gap.join(
            [f"{self.heading(names.get(name, name))}\n{body}" for part in parts for name, body in part.items()]
        )

    def skill_section(self) -> SkillSection:
        skills = (*self.facts.matched_skills, *self.facts.unmatched_skills)
        section = SkillSection(
            plain_spoken(self.style.skills, skills),
            "resume",
            self.aliases,
            self.key.child("skills"),
            self.marks,
            self.banned,
            self.free,
            {skill: self.marks.around(line, "skill", skill, "phrase") for skill, line in self.apart.in_list.items()},
            rich=self.style.rich,
        )
        return section.varied(skills) if self.style.rich else section

    def experience(self, jobs: Sequence[Experience]) -> str:
        """The body of the experience section, marked; the item of a mention is the place in `jobs`."""
        style, key = self.style, self.key.child("experience")
        if not jobs:
            return clear(lambda draw: draw.pick(_PHRASES["none"]), key, self.banned) or "None."
        places = Workplaces(self.codes, self.key.child("employers"), self.banned, self._titles)
        blocks = []
        for item, job in enumerate(jobs):
            at = item, tuple(jobs[item:])
            if (block := self.blocks.get(at)) is None:
                place = places.of(jobs, item) if style.rich else None
                own = key.child(job.title if style.rich else f"{job.title}{job.start_year}")
                block = self.blocks[at] = self._block(job, item, len(jobs) - 1 - item, place, own)
            blocks.append(block)
        if not style.newest_first:
            blocks.reverse()
        bullet = "" if style.duty_bullet else style.bullet
        of_lines = style.below or style.lines == "two_lines" or bool(self.apart.in_job)
        gap = "\n\n" if not bullet and of_lines else "\n"
        return gap.join(bulleted(blocks, bullet))

    def _block(self, job: Experience, item: int, age: int, place: Workplace | None, key: Draw) -> str:
        """One job; `age` counts from the oldest, which no edit moves."""
        if not self.banned:
            return self._written(job, item, age, place, key)
        title = self.marks.around(job.title, "title", job.title, item=item)
        return clear(
            lambda draw: self._written(job, item, age, place, draw), key, self.banned
        ) or f"{title} ({self._dates(job, item, age)})" + self._further(job, item, place)

    def _dates(self, job: Experience, item: int, age: int, between: str | None = None) -> str:
        start = self._date(job.start_year, "start_date", item, 2 * age)
        end = self._date(job.end_year, "end_date", item, 2 * age + 1)
        dates = f"{start}{between or self.style.dates}{end}"
        return self.marks.around(dates, "dates", f"{job.start_year} - {job.end_year}", self._date_form, item)

    def _date(self, year: int, kind: str, item: int, place: int) -> str:
        month = self.style.month
        text = str(year)
        if month and self.style.rich:
            number = self._month(place)
            name = MONTH_NAMES[number]
            text = f"{number + 1:02}/{year}" if month == "/" else f"{name[:3] if len(month) == 3 else name} {year}"
        elif month:
            text = f"{month} {year}"
        return self.marks.around(text, kind, str(year), self._date_form, item)

    def _month(self, place: int) -> int:
        """The month (0 to 11) of the n-th date of a career from the oldest on: none before the last, and all within half a
        year, so that a job lasts as many years as it does without months, and jobs do not overlap."""
        draw = self.key.child("months")
        first = draw.below(7)
        return first + sorted(draw.below(6) for _ in range(2 * len(self.facts.experiences)))[place]

    @property
    def _titles(self) -> tuple[str, ...]:
        """Of the jobs of both resumes, so that what depends on them is the same in either."""
        return tuple(sorted({job.title for job in chain(self.facts.experiences, self.facts.unmatched_experiences)}))

    @property
    def _date_form(self) -> str:
        return "month" if self.style.month else "year"

    def _field(self, title: str) -> str:
        return field_of(title, self.facts.category)

    def _own_duties(self, job: Experience) -> tuple[str, ...]:
        """Those that show no removed skill; jobs with the same duties share them, so that none stands under two."""
        if self.style.rich:
            if job not in self.own:
                self.own[job] = self._rich_duties(job)
            return self.own[job]
        own, facts = self.occupations.of_one_verb(job.title), self.facts
        if not own:
            return ()
        alike = sorted(title for title in self._titles if self.occupations.of_one_verb(title) == own)
        return unrelated(own[alike.index(job.title) :: len(alike)], facts.removed_skills)

    def _rich_duties(self, job: Experience) -> tuple[str, ...]:
        """Of the time of the job; each duty that several jobs have is left to one of them."""
        duties = {title: self.occupations.of_known_verbs(title) for title in self._titles}
        return self._possible(past_of(self._shared_out(job.title, duties)), job)

    def _possible(self, duties: tuple[str, ...], job: Experience) -> tuple[str, ...]:
        """Those that show no removed skill and speak of nothing that came after the job."""
        found = unrelated(duties, self.facts.removed_skills, 0.5)
        return tuple(duty for duty in found if not is_too_early(duty, job.end_year - 1))

    def _shared_out(self, title: str, duties: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Of the duties of a job, those that are not left to another one with them."""
        if frozenset(duties[title]).isdisjoint(chain(*(theirs for one, theirs in duties.items() if one != title))):
            return duties[title]
        # by the place among all of them, which is the same whichever job asks
        places = {duty: at for at, duty in enumerate(dict.fromkeys(chain(*duties.values())))}
        owners = {duty: [one for one, theirs in duties.items() if duty in theirs] for duty in duties[title]}
        return tuple(duty for duty, theirs in owners.items() if theirs[places[duty] % len(theirs)] == title)

    def _untold(self, job: Experience, age: int) -> tuple[str, ...]:
        """Duties of a job that no line below it tells, for the profile."""
        own = self._own_duties(job)
        first = self.key.child("duty").below(997) + 2 * age
        return tuple(duty for at, duty in enumerate(own) if (at - first) % len(own) >= max(1, self._most_below(age)))

    def _most_below(self, age: int) -> int:
        """Lines below a job, as far as it has duties; the advertised one, or what stands in its place, has most to tell."""
        more = self.style.rich and self.style.below and age == len(self.facts.experiences) - 1
        return self.style.below + (MORE_BELOW if more else 0)

    def _did(self, job: Experience, own: Sequence[str], number: int, share: float, draw: Draw) -> str:
        """Description `number` of the resume: no two of them draw from the same skill or the same duties.

        One of the job's `own` duties, where it has any.
        """
        if own:
            return own[(self.key.child("duty").below(997) + number) % len(own)]
        skill = None
        if self.spoken and draw.chance(share):
            start = self.key.child("spoken").below(len(self.spoken))
            name = self.spoken[(start + number) % len(self.spoken)]
            skill = marked(name, name, self.marks)
        return did(self._field(job.title), skill, self.key.child("part").below(PARTS) + number, draw)

    def _written(self, job: Experience, item: int, age: int, place: Workplace | None, draw: Draw) -> str:
        style, marks = self.style, self.marks
        patterns = _PHRASES["jobs"].get(f"rich_{style.lines}" if style.rich else "") or _PHRASES["jobs"][style.lines]
        own = self._own_duties(job)
        # the common duties of a field stand in only where no occupation has duties of its own
        silent = style.rich and bool(self.occupations.written) and not own
        if silent:
            patterns = [one for one in patterns if not _DESCRIBED.search(one)] or _PHRASES["jobs"]["plain"]
        pattern = draw.pick(patterns) if style.pattern < 0 else patterns[style.pattern % len(patterns)]
        name = wording(job.title, RESUME_KEPT if style.verbatim and not style.rich else RESUME_SINGULAR, draw)
        text, one = name.text, name.one
        if style.rich and text.casefold() == job.title.casefold():
            text, one = job.title, (job.title if one.casefold() == job.title.casefold() else one)
        if name.plural and style.lines in ("sentence", "other", "from_to"):
            text = one
        if style.small_titles and style.lines in ("sentence", "other", "from_to"):
            text, one = lowered(text), lowered(one)
        if pattern[:7] == "{title}":
            text = capitalised(text)
        if "{one}" in pattern:
            text = pattern.replace("{one}", f"{article(one)} {name.marked(one, marks, item)}")
        else:
            written = name.marked(text, marks, item)
            if style.lines in ("plain", "employer", "two_lines") and self._is_part_time(
                job, hours := draw.child("hours")
            ):
                written += part_time(hours)
            text = pattern.replace("{title}", written)
        if "{dates}" in text:
            text = text.replace("{dates}", self._dates(job, item, age))
        else:
            text = text.replace("{start} to {end}", self._dates(job, item, age, " to "))
        if "{town}" in text:
            town = f"{place.town}, {home_state(self.person)}" if place else draw.pick(TOWNS)
            text = text.replace("{town}", marks.around(town, "location", town, item=item))
        if "{held}" in text:
            held = years(job.held)
            text = text.replace("{held}", marks.around(capitalised(held), "years", held, "digits", item))
        if "{company}" in text:
            named = (
                marks.around(place.employer, "company", place.employer, item=item)
                if place
                else company(self._field(job.title), draw, marks, item)
            )
            text = text.replace("{company}", named)
        if "{Did}" in text:
            text = text.replace(
                "{Did}", self._described(self.occupations.done(self._did(job, own, 2 * age, 0.35, draw)), item)
            )
        if "{responsible}" in text:
            text = text.replace("{responsible}", draw.pick(_PHRASES["responsible"]))
            text = text.replace(
                "{doing}", self._described(self.occupations.doing(self._did(job, own, 2 * age, 0.25, draw)), item)
            )
        most = self._most_below(age)
        for line in range(0 if silent else min(most, len(own) or most)):
            text += f"\n{style.duty_bullet}{self._described(self.occupations.done(self._did(job, own, 2 * age + line, 0.35, draw)), item)}."
        return text + self._further(job, item, place)

    def _further(self, job: Experience, item: int, place: Workplace | None) -> str:
        """Lines below a job that show skills of the advertised one."""
        if place is None or item or job.title != self.facts.job_title:
            return ""
        shown = (self.marks.around(line, "skill", name, "phrase") for name, line in self.apart.in_job.items())
        return "".join(f"\n{self.style.duty_bullet}{self._described(line, item)}." for line in shown)

    def _is_old(self, job: Experience) -> bool:
        """Whether two of the career's jobs are newer, so that it is the newest one of no version of the resume."""
        return any(job.title == one.title for one in self.facts.experiences[2:])

    def _is_part_time(self, job: Experience, draw: Draw) -> bool:
        """Never of a job in which experience is asked: how much half a week counts is no one's to say."""
        if not self.style.rich or not self._is_old(job):
            return False
        return draw.chance(PART_TIME) and all(job.title != one.title for one in self.facts.asked_experiences)

    def _described(self, text: str, item: int) -> str:
        """What was done in a job. It has no name but its words."""
        return self.marks.around(text, "description", None, "phrase", item)
