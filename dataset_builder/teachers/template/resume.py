"""The two resumes, and the sections of the unmatched one as an editor should leave them."""

from collections.abc import Sequence
from dataclasses import dataclass

from dataset_builder.sampling.facts import Experience, Facts
from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.companies import company
from dataset_builder.teachers.template.duties import PARTS, did, doing, done
from dataset_builder.teachers.template.english import MONTHS as MONTH_NAMES
from dataset_builder.teachers.template.english import article, capitalised, lowered, phrases, years
from dataset_builder.teachers.template.fields_of_work import field_of
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.person import Person, education, personal_lines
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
    Heading,
    SkillStyle,
    bulleted,
    plain_spoken,
    skill_style,
)
from dataset_builder.teachers.template.titles import RESUME_KEPT, RESUME_SINGULAR, wording
from dataset_builder.text.mentions import Aliases

_PHRASES = phrases("resume")
_BELOW = Mixture({0: 12, 1: 40, 2: 36, 3: 12})


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


def resume_style(draw: Draw) -> ResumeStyle:
    skills = skill_style(draw, RESUME_BULLETS, RESUME_FORMS, 0.74)
    lines = draw.of(JOB_LINES)
    month = draw.pick(MONTH_NAMES) if draw.chance(MONTHS) else ""
    return ResumeStyle(
        skills,
        person=draw.of(PERSON),
        lines=lines,
        pattern=draw.below(1_000)
        if lines in ("punctuated", "two_lines", "date_first", "employer") or draw.chance(0.6)
        else -1,
        dates=draw.of(DATES),
        month=month[:3] if draw.chance(0.5) else month,
        newest_first=draw.chance(NEWEST_FIRST),
        bullet=""
        if lines == "two_lines" or draw.chance(0.12)
        else skills.bullet
        if draw.chance(0.85)
        else draw.of(RESUME_BULLETS),
        below=0 if lines in ("described", "sentence") else draw.of(_BELOW),
        small_titles=draw.chance(0.3),
        verbatim=draw.chance(0.72),
    )


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
    key: Draw
    # Skills that descriptions of jobs may speak of.
    spoken: tuple[str, ...]
    banned: tuple[str, ...]
    free: frozenset[str]
    marks: Marks

    def write(self, skills: str, experience: str) -> str:
        """The whole document, marked, from the bodies of two sections."""
        style = self.style
        bullet = style.bullet if style.bullet not in ("", "1.") else "-"
        degree = education(self.person, self.banned, self.marks, self.key.child("education"))
        bodies = {
            "Personal Information": "\n".join(personal_lines(self.person, style.person, bullet, self.marks)),
            "Education": f"{bullet} {degree}" if style.person == "bulleted" else degree,
            "Skills": skills,
            "Experience": experience,
        }
        return self.heading.gap.join([f"{self.heading(name)}\n{body}" for name, body in bodies.items()])

    def skill_section(self) -> SkillSection:
        return SkillSection(
            plain_spoken(self.style.skills, (*self.facts.matched_skills, *self.facts.unmatched_skills)),
            "resume",
            self._field(self.facts.job_title),
            self.aliases,
            self.key.child("skills"),
            self.marks,
            self.banned,
            self.free,
        )

    def experience(self, jobs: Sequence[Experience]) -> str:
        """The body of the experience section, marked; the item of a mention is the place in `jobs`."""
        style, key = self.style, self.key.child("experience")
        if not jobs:
            return clear(lambda draw: draw.pick(_PHRASES["none"]), key, self.banned) or "None."
        blocks = [
            self._block(job, item, len(jobs) - 1 - item, key.child(f"{job.title}{job.start_year}"))
            for item, job in enumerate(jobs)
        ]
        if not style.newest_first:
            blocks.reverse()
        bullet = style.bullet
        gap = "\n\n" if not bullet and (style.below or style.lines == "two_lines") else "\n"
        return gap.join(bulleted(blocks, bullet))

    def _block(self, job: Experience, item: int, age: int, key: Draw) -> str:
        """One job; `age` counts from the oldest, which no edit moves."""
        if not self.banned:
            return self._written(job, item, age, key)
        title = self.marks.around(job.title, "title", job.title, item=item)
        return (
            clear(lambda draw: self._written(job, item, age, draw), key, self.banned)
            or f"{title} ({self._dates(job, item)})"
        )

    def _dates(self, job: Experience, item: int, between: str | None = None) -> str:
        start, end = self._date(job.start_year, "start_date", item), self._date(job.end_year, "end_date", item)
        dates = f"{start}{between or self.style.dates}{end}"
        return self.marks.around(dates, "dates", f"{job.start_year} - {job.end_year}", self._date_form, item)

    def _date(self, year: int, kind: str, item: int) -> str:
        text = f"{self.style.month} {year}" if self.style.month else str(year)
        return self.marks.around(text, kind, str(year), self._date_form, item)

    @property
    def _date_form(self) -> str:
        return "month" if self.style.month else "year"

    def _field(self, title: str) -> str:
        return field_of(title, self.facts.category)

    def _did(self, job: Experience, number: int, share: float, draw: Draw) -> str:
        """Description `number` of the resume: no two of them draw from the same skill or the same duties."""
        skill = None
        if self.spoken and draw.chance(share):
            start = self.key.child("spoken").below(len(self.spoken))
            name = self.spoken[(start + number) % len(self.spoken)]
            skill = marked(name, name, self.marks)
        return did(self._field(job.title), skill, self.key.child("part").below(PARTS) + number, draw)

    def _written(self, job: Experience, item: int, age: int, draw: Draw) -> str:
        style, marks = self.style, self.marks
        patterns = _PHRASES["jobs"][style.lines]
        pattern = draw.pick(patterns) if style.pattern < 0 else patterns[style.pattern % len(patterns)]
        name = wording(job.title, RESUME_KEPT if style.verbatim else RESUME_SINGULAR, draw)
        text, one = name.text, name.one
        if name.plural and style.lines in ("sentence", "other", "from_to"):
            text = one
        if style.small_titles and style.lines in ("sentence", "other", "from_to"):
            text, one = lowered(text), lowered(one)
        if pattern[:7] == "{title}":
            text = capitalised(text)
        if "{one}" in pattern:
            text = pattern.replace("{one}", f"{article(one)} {name.marked(one, marks, item)}")
        else:
            text = pattern.replace("{title}", name.marked(text, marks, item))
        if "{dates}" in text:
            text = text.replace("{dates}", self._dates(job, item))
        else:
            text = text.replace("{start} to {end}", self._dates(job, item, " to "))
        if "{held}" in text:
            held = years(job.held)
            text = text.replace("{held}", marks.around(capitalised(held), "years", held, "digits", item))
        if "{company}" in text:
            text = text.replace("{company}", company(self._field(job.title), draw, marks, item))
        if "{Did}" in text:
            text = text.replace("{Did}", self._described(done(self._did(job, 2 * age, 0.35, draw)), item))
        if "{responsible}" in text:
            text = text.replace("{responsible}", draw.pick(_PHRASES["responsible"]))
            text = text.replace("{doing}", self._described(doing(self._did(job, 2 * age, 0.25, draw)), item))
        for line in range(style.below):
            text += f"\n{self._described(done(self._did(job, 2 * age + line, 0.35, draw)), item)}."
        return text

    def _described(self, text: str, item: int) -> str:
        """What was done in a job. It has no name but its words."""
        return self.marks.around(text, "description", None, "phrase", item)
