"""The sections of a resume that not every one has: profile, certificates, languages, projects, and further contact lines."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dataset_builder.graph.graph import minor_group
from dataset_builder.sampling.career_order import COMPUTING
from dataset_builder.sampling.facts import Experience, Facts
from dataset_builder.sampling.labels import LANGUAGES
from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.apart import Apart
from dataset_builder.teachers.template.english import article, capitalised, listed, lowered, phrases, years
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.person import Person, letters
from dataset_builder.teachers.template.skill_lines import clear
from dataset_builder.teachers.template.skill_names import marked
from dataset_builder.teachers.template.style import bulleted
from dataset_builder.teachers.template.titles import RESUME_SINGULAR, wording

_SECTIONS = phrases("resume_sections")
# Category of the occupations whose applicants speak of shifts and safety.
BY_HAND = "manual labor"
PROFILE_SHARE, PHONE_SHARE, PLACE_SHARE, LINK_SHARE = 0.3, 0.4, 0.35, 0.12
# Resumes that list a language no one asked for.
LANGUAGE_SHARE = 0.08
# Profiles that name the years in the occupation where the career has others too, and those that speak of all its years.
IN_THE_OCCUPATION = 0.25
_OF_ALL_JOBS = re.compile(r"\b(?:overall|in all|work experience)\b")
# Year of the last job before which a resume says why there is none since, in most cases.
STILL_CURRENT, BACK_SHARE, BACK_SHARE_OF_DROPPED = 2023, 0.85, 0.2


@dataclass(frozen=True)
class Further:
    """Writes them for one resume. `banned` are the stems that they must not hold."""

    facts: Facts
    person: Person
    jobs: Sequence[Experience]
    # Duties of the newest job that show no removed skill, and that no line below it tells; what gives their -ing form.
    duties: Sequence[str]
    doing: Callable[[str], str]
    apart: Apart
    banned: tuple[str, ...]
    # Skills of the resume.
    held: Sequence[str]
    bullet: str
    marks: Marks
    key: Draw
    # SOC codes by title, which tell what years count for an occupation.
    codes: Mapping[str, str]

    def contact(self) -> list[tuple[str, str]]:
        """(label, what is written) of phone, place and link, as far as the resume has them."""
        draw, marks, labels = self.key.child("contact"), self.marks, _SECTIONS["contact_labels"]
        own = Draw.keyed(self.person.email)  # the same in both resumes, however they write it
        state, number = home_state(self.person), f"{own.below(100):02}"
        area = own.pick(_SECTIONS["area_codes"][state])
        found = []
        if draw.chance(PHONE_SHARE):
            phone = draw.pick(_SECTIONS["phones"]).replace("{area}", area).replace("{number}", number)
            found.append((draw.pick(labels["phone"]), marks.around(phone, "phone", phone)))
        if draw.chance(PLACE_SHARE):
            place = f"{self.person.place}, {state}"
            found.append((draw.pick(labels["place"]), marks.around(place, "location", place)))
        if draw.chance(LINK_SHARE):
            first, last = letters(self.person.first_name), letters(self.person.surname)
            link = draw.pick(_SECTIONS["links"]).replace("{first}", first).replace("{last}", last)
            found.append((draw.pick(labels["link"]), marks.around(link, "link", link)))
        return found

    def profile(self) -> dict[str, str]:
        draw = self.key.child("profile")
        if not self.jobs or not (draw.chance(PROFILE_SHARE) or self._says_why()):
            return {}
        text = clear(self._profile, draw, self.banned)
        return {draw.pick(_SECTIONS["profile_heads"]): text} if text else {}

    def _says_why(self) -> bool:
        """Whether it says why the last job ended a while ago: as often in unmatched resumes, of which some lack the newest job."""
        facts = self.facts
        lacks = facts.experience_edit.kind == "dropped" and self.jobs[0].title != facts.job_title
        share = BACK_SHARE_OF_DROPPED if lacks else BACK_SHARE
        return self.jobs[0].end_year < STILL_CURRENT and self.key.child("back").chance(share)

    def _profile(self, draw: Draw) -> str:
        pool = _SECTIONS["profile"]
        skills = self._named_skills(draw.child("skills"))
        forms = [
            form for form, has in (("with_duty", self.duties), ("with_skills", skills), ("with_skills", skills)) if has
        ]
        every, counted = sum(job.held for job in self.jobs), self._counted_years()
        if counted < every and draw.child("years").chance(IN_THE_OCCUPATION):
            forms = ["in_the_occupation"]
        text = draw.pick(pool[draw.pick(forms or ["plain"])])
        name = wording(self.jobs[0].title, RESUME_SINGULAR, draw)
        title = lowered(name.one)
        text = text.replace("{skills}", listed(skills))
        if self.duties:
            duty = draw.pick(self.duties)
            text = text.replace("{doing}", self.marks.around(self.doing(duty), "description", None, "phrase"))
        held = years(every if _OF_ALL_JOBS.search(text) else counted, draw.chance(0.5))
        text = text.replace("{n}", held).replace("{N}", capitalised(held))
        text = text.replace("{Title}", name.marked(capitalised(name.one), self.marks, None))
        text = text.replace("{title}", name.marked(title, self.marks, None))
        text = text.replace("{a_title}", f"{article(title)} {name.marked(title, self.marks, None)}")
        if self._says_why():
            text += " " + draw.pick(pool["back"]).replace("{place}", self.person.place)
        elif draw.chance(0.35):
            more = pool["more_by_hand" if self.facts.category == BY_HAND else "more"]
            text += " " + draw.pick(more).replace("{place}", self.person.place)
        return capitalised(text)

    def _counted_years(self) -> int:
        """Years in the occupation of the newest job and in others of its minor group of the SOC: no retail makes a broker."""
        newest = self.jobs[0].title
        return sum(job.held for job in self.jobs if job.title == newest or self._kind(job.title) == self._kind(newest))

    def _kind(self, title: str) -> str:
        """The SOC minor group of an occupation, all of computing being one; most titles without a code are of it."""
        code = self.codes.get(title, "") or (COMPUTING if self.facts.category == "technology" else "")
        return COMPUTING if code.startswith(COMPUTING) else minor_group(code) or title

    def _named_skills(self, draw: Draw) -> list[str]:
        """Two or three of the skills that the list has by name, for mid-sentence: those of the job before what older ones left."""
        shown = {*self.apart.skills, *self.apart.in_list}
        held = [skill for skill in self.held if skill not in shown and skill not in LANGUAGES]
        asked = [skill for skill in held if skill in self.facts.skills]
        names = [marked(skill, skill, self.marks) for skill in (asked if len(asked) > 1 else held)]
        names = [name for name in names if name.group == "hard" and name.kind != "role"]
        return [name.phrase for name in draw.some(names, 2 + draw.below(2))] if len(names) > 1 else []

    def certificates(self) -> dict[str, str]:
        if not self.apart.certificates:
            return {}
        draw, lines = self.key.child("certificates"), []
        for skill in self.apart.certificates:
            name = marked(skill, skill, self.marks).start
            year = self.jobs[0].start_year + draw.below(3) if self.jobs else self.person.graduated
            lines.append(draw.pick(_SECTIONS["certificates"]).replace("{name}", name).replace("{year}", str(year)))
        return {draw.pick(_SECTIONS["certificate_heads"]): self._lines(lines)}

    def languages(self) -> dict[str, str]:
        draw = self.key.child("languages")
        lines = [self._language(marked(skill, skill, self.marks).start, draw) for skill in self.apart.languages]
        if not lines:
            facts = self.facts
            named = (*facts.matched_skills, *facts.unmatched_skills, *facts.optional_skills, *facts.denied_skills)
            others = [language for language in LANGUAGES if language not in named]
            if not draw.chance(LANGUAGE_SHARE) or not others:
                return {}
            language = draw.pick(others)
            level = "weak_levels" if draw.chance(0.5) else "levels"
            lines = [self._language(self.marks.around(language, "language", language), draw, level)]
        lines.insert(0, draw.pick(_SECTIONS["mother_tongue"]))
        head = draw.pick(_SECTIONS["language_heads"])
        return {head: ", ".join(lines) if draw.chance(0.4) else self._lines(lines)}

    @staticmethod
    def _language(name: str, draw: Draw, levels: str = "levels") -> str:
        text = draw.pick(_SECTIONS["language"]).replace("{language}", name)
        return text.replace("{level}", draw.pick(_SECTIONS[levels]))

    def projects(self) -> dict[str, str]:
        lines = [self.marks.around(line, "skill", skill, "phrase") for skill, line in self.apart.in_projects.items()]
        return {self.key.child("projects").pick(_SECTIONS["project_heads"]): self._lines(lines)} if lines else {}

    def _lines(self, lines: list[str]) -> str:
        return "\n".join(bulleted(lines, self.bullet if self.bullet or len(lines) > 1 else ""))


def home_state(person: Person) -> str:
    """Where the person lives and has worked; the same in both resumes, however they write it."""
    return Draw.keyed(f"{person.email} home").pick(_SECTIONS["states"])


def part_time(draw: Draw) -> str:
    """What follows the title of a job of part of a week."""
    return draw.pick(_SECTIONS["part_time"])
