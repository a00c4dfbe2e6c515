"""The job description: title, summary, skills, experience in years, responsibilities."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dataset_builder.sampling.facts import Experience, Facts, Mention
from dataset_builder.sampling.labels import LANGUAGES
from dataset_builder.teachers.marks import Marks, bare
from dataset_builder.teachers.template.companies import advertiser, company, kind_of_employer
from dataset_builder.teachers.template.duties import Duties, doing, duties, in_order
from dataset_builder.teachers.template.english import (
    MONTHS,
    NUMBERS,
    article,
    capitalised,
    listed,
    lowered,
    phrases,
    possessive,
    uncapitalised,
    years,
)
from dataset_builder.teachers.template.fields_of_work import field_of
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.named_skills import (
    alternative_lines,
    alternative_sentences,
    degree_section,
    denied_sentences,
    heads,
    language_lines,
    optional_section,
    title_tail,
)
from dataset_builder.teachers.template.person import Person
from dataset_builder.teachers.template.phrase_lines import PhraseTable, asks
from dataset_builder.teachers.template.skill_lines import SkillSection
from dataset_builder.teachers.template.skill_names import SkillName, marked, skill_name
from dataset_builder.teachers.template.style import (
    EXPERIENCE_LINES,
    EXPERIENCE_PROSE,
    JD_BULLETS,
    JD_FORMS,
    NUMBER_WORDS,
    RICH_JD_FORMS,
    Heading,
    SkillStyle,
    bulleted,
    plain_spoken,
    skill_style,
)
from dataset_builder.teachers.template.surroundings import (
    Setting,
    closing_sentences,
    group_of,
    sections_around,
    terms_of,
    topics,
)
from dataset_builder.teachers.template.titles import JOB_DESCRIPTION, RICH_JOB_DESCRIPTION, Wording, wording
from dataset_builder.text.mentions import Aliases

_PHRASES = phrases("job_description")
_POST = phrases("post")
_RICH_OPENINGS = {
    True: (*_POST["opening"]["any"], *_POST["opening"]["plural"]),
    False: (*_POST["opening"]["any"], *_POST["opening"]["one"]),
}
_OPENINGS = {
    True: (*_PHRASES["opening"]["any"], *_PHRASES["opening"]["plural"]),
    False: (*_PHRASES["opening"]["any"], *_PHRASES["opening"]["one"]),
}
RICH_EXPERIENCE = {**_PHRASES["experience"], **_POST["experience"]}
TOWNS = phrases("resume")["schools"]["places"]
# Experience lines with words behind them that say where: fewer than in the release, where few of them fit.
TAIL_SHARE = {False: 0.45, True: 0.12}
# Asked skills that a post asks for in other words than their names.
ASKED_SHARE = 0.06
# Those of which the line says more than the name where a list is of names: "ability to conduct audits".
LEVEL_SHARE = 0.2
# Role of the title and the employer of the job itself.
ADVERTISED = "advertised"
# An experience line that says already what kind of position counts.
_PLACED = re.compile(r" or in a | or more| role | position ")
_LENGTH = Mixture({"terse": 5, "short": 14, "usual": 44, "long": 30, "longest": 7})
# (sentences about the work, sentences about skills and terms) after the opening of the summary; in the design `facts`, fewer.
_SENTENCES = {"terse": (0, 1), "short": (1, 1), "usual": (1, 2), "long": (2, 3), "longest": (3, 4)}
_RICH_SENTENCES = {"terse": (0, 1), "short": (1, 1), "usual": (1, 1), "long": (1, 2), "longest": (1, 3)}
_DUTIES = {"terse": (3, 4), "short": (4, 5), "usual": (4, 6), "long": (5, 7), "longest": (6, 8)}


@dataclass(frozen=True, slots=True)
class JobDescriptionStyle:
    skills: SkillStyle
    # The form of most experience lines.
    lines: str
    prose: bool
    in_words: bool
    small_titles: bool
    bullet: str
    stop: str
    length: str
    gerunds: bool


def job_description_style(draw: Draw, rich: bool = False) -> JobDescriptionStyle:
    skills = skill_style(draw, JD_BULLETS, RICH_JD_FORMS if rich else JD_FORMS, 0.68)
    return JobDescriptionStyle(
        skills,
        lines=draw.of(EXPERIENCE_LINES),
        prose=draw.chance(EXPERIENCE_PROSE),
        in_words=draw.chance(NUMBER_WORDS),
        small_titles=draw.chance(0.2),
        bullet=skills.bullet if draw.chance(0.85) else draw.of(JD_BULLETS),
        stop="." if draw.chance(0.4) else "",
        length=draw.of(_LENGTH),
        gerunds=draw.chance(0.25),
    )


def write_job_description(
    facts: Facts,
    heading: Heading,
    aliases: Aliases,
    occupations: Duties,
    credentials: frozenset[str],
    table: PhraseTable,
    applicant: Person,
    key: Draw,
    codes: Mapping[str, str] | None,
) -> tuple[str, tuple[Mention, ...]]:
    """The document and its mentions. With SOC codes by title: the design `facts`, with what the release's posts rarely have;
    the degree that it asks for is the one of the `applicant`."""
    around = codes is not None
    marks = Marks("job_description", "required", credentials)
    style = job_description_style(key.child("style"), around)
    ways = RICH_JOB_DESCRIPTION if around else JOB_DESCRIPTION
    titles = {job.title: wording(job.title, ways, key.child(job.title)) for job in facts.asked_experiences}
    own = titles.get(facts.job_title) or wording(facts.job_title, ways, key.child(facts.job_title))
    field = field_of(facts.job_title, facts.category)
    lines = _lines_of_their_own(facts, style, table, marks, key.child("phrases")) if around else {}
    section = SkillSection(
        plain_spoken(style.skills, facts.skills),
        "jd",
        aliases,
        key.child("skills"),
        marks,
        whole=lines,
        level=LEVEL_SHARE if around else 0,
        rich=around,
    )
    section = section.varied(facts.skills) if around else section
    skills = [marked(skill, skill, marks) for skill in facts.skills if not around or skill not in LANGUAGES]
    employer = company(field, key.child("employer"), marks)
    code = (codes or {}).get(facts.job_title, "")
    setting = Setting(terms_of(code))
    if around:
        start, town = key.child("start").below(12), key.child("town").pick(TOWNS)
        setting = Setting(terms_of(code), kind_of_employer(facts.job_title, code), town, start, code)
        name = advertiser(facts.job_title, code, town, key.child("employer"))
        employer = marks.around(name, "company", name)
    work = Work(occupations.of(facts.job_title), occupations.of_one_verb(facts.job_title))
    tail = title_tail(setting.town, key.child("tail")) if around else ""
    bodies = {
        "Job Title": own.marked(_headline(own, around), marks, None, ADVERTISED) + tail,
        "Job Summary": _summary(
            field, own, skills, employer, work, style, marks, 0 if around else 2, setting, key.child("summary")
        ),
        "Required Skills": section.body(section.groups(section.ordered(facts.skills))),
        "Required Experience": _experience(facts, titles, style, marks, around, key.child("experience")),
        "Responsibilities": _responsibilities(field, skills, work, style, key.child("duties")),
    }
    parts = list(bodies.items())
    if around:
        parts = _with_more(parts, facts, setting, employer, applicant, style, marks, key)
    return marks.read(heading.gap.join([f"{heading(name)}\n{body}" for name, body in parts]))


def _headline(own: Wording, around: bool) -> str:
    """The title as a heading; with `around` never small but for its first letter."""
    is_same = around and own.text.casefold() == own.name.casefold()
    return own.name if is_same else capitalised(own.text)


def _lines_of_their_own(
    facts: Facts, style: JobDescriptionStyle, table: PhraseTable, marks: Marks, draw: Draw
) -> dict[str, str]:
    """Skills asked for in other words than their names, or with another that would do, where each may have a line."""
    if not style.skills.lists:
        return {}
    narrow = [
        skill
        for skill in facts.skills
        if skill not in table.wide and skill not in LANGUAGES and skill_name(skill).kind != "tool"
    ]
    training = facts.id.startswith("train")
    drawn = table.drawn(table.asked, narrow, ASKED_SHARE, (), training, facts.job_title, draw, suits=asks)
    found = {skill: marks.around(line, "skill", skill, "phrase") for skill, line in drawn.items()}
    found |= language_lines(facts, marks, draw.child("language"))
    return found | alternative_lines(facts, marks, draw.child("or"))


def _with_more(
    parts: list[tuple[str, str]], facts: Facts, setting: Setting, employer: str, applicant: Person, style: JobDescriptionStyle,
    marks: Marks, key: Draw,
) -> list[tuple[str, str]]:  # fmt: skip
    """The sections under their headings, with those that a post has beside them."""
    bullet, names = style.bullet or "-", heads([name for name, _ in parts], key.child("heads"))
    timed = "time" in topics(parts[1][1])
    before, behind = sections_around(setting, employer, timed, bullet, key.child("around"))
    said = [] if style.skills.lists else alternative_sentences(facts, marks, key.child("phrases").child("or"))
    said += denied_sentences(facts, marks, key.child("denied"))
    parts[1] = (parts[1][0], " ".join([parts[1][1], *said]))
    title, summary, skills, experience, duties = ((names[name], body) for name, body in parts)
    asked = [skills, experience, *degree_section(applicant, marks, key.child("degree")).items()]
    asked += optional_section(facts, bullet, marks, key.child("optional")).items()
    order = key.child("order")
    if order.chance(0.3):  # the duties first, then who can do them
        asked = [duties, *asked]
    elif order.chance(0.3):
        asked.insert(2, duties)
    else:
        asked.append(duties)
    return [title, *before.items(), summary, *asked, *behind.items()]


def _summary(
    field: str, own: Wording, skills: Sequence[SkillName], employer: str, work: "Work", style: JobDescriptionStyle, marks: Marks,
    more_terms: int, setting: Setting, draw: Draw,
) -> str:  # fmt: skip
    plain = lowered(own.text) if style.small_titles else own.text
    name = own.marked(plain, marks, None, ADVERTISED)
    one = f"{article(plain)} {name}"
    town = setting.town
    terms = _terms(setting, draw.child("terms"))
    stock = not town  # the sentences of the release
    openings = _OPENINGS[own.plural] if stock else _RICH_OPENINGS[own.plural]
    if town and town in employer:  # "Fairhaven Dental Group in Fairhaven"
        openings = [one for one in openings if not ("{town}" in one and "{company}" in one)]
    opening = draw.pick(openings)
    text = _filled(opening, terms).replace("{company}", employer).replace("{title}", name)
    text = text.replace("{a_title}", name if own.plural else one).replace("{one}", one)
    about_work, about_terms = (_RICH_SENTENCES if town else _SENTENCES)[style.length]
    about_terms += more_terms
    if work.duties:
        frame = draw.pick(_PHRASES["work_of"] if stock else _POST["work_of"])
        frame = frame.replace("{company}", employer).replace("{title}", name)
        parts = [frame.replace("{duties}", work.in_summary(draw))] if about_work else []
    else:
        parts = draw.some((*_PHRASES["work"][field], *_PHRASES["work"]["general"]), about_work)
    last = []
    if about_terms and draw.chance(0.85):
        # "Cisco Unified Communications Manager work"
        named = [skill for skill in skills if stock or not skill.after]
        last = [_skills_sentence(named, bool(town), draw)]
    if stock:
        last += draw.some(_PHRASES["closing"], about_terms - len(last))
    else:
        last += closing_sentences(opening, about_terms - len(last), setting, draw)
    last = [_filled(part, terms) for part in last]
    return " ".join([capitalised(text), *parts, *(part for part in last if part)])


def _terms(setting: Setting, draw: Draw) -> dict[str, str]:
    """What the sentences of one post agree in."""
    bosses = _POST["bosses"]
    reason, boss = draw.pick(_POST["reasons"]), draw.pick(bosses.get(group_of(setting.kind)) or bosses["any"])
    return {
        "{town}": setting.town,
        "{size}": NUMBERS[3 + draw.below(10)],
        "{reason}": reason,
        "{reason_first}": capitalised(reason),
        "{boss}": boss,
        "{boss_first}": capitalised(boss),
        "{month}": MONTHS[setting.start],
        "{hours}": draw.pick(setting.terms.hours),
        "{since}": str(2005 + draw.below(17)),
        "{travel}": str(5 * (1 + draw.below(8))),
        "{weeks}": NUMBERS[2 + draw.below(7)],
        "{jobs}": NUMBERS[2 + draw.below(2)],
    }


def _filled(text: str, terms: dict[str, str]) -> str:
    for slot, term in terms.items():
        text = text.replace(slot, term)
    return text


def _skills_sentence(skills: Sequence[SkillName], rich: bool, draw: Draw) -> str:
    groups = {"hard": [s for s in skills if s.group == "hard"], "soft": [s for s in skills if s.soft]}
    group = "hard" if groups["hard"] and (not groups["soft"] or draw.chance(0.7)) else "soft"
    if not groups[group]:
        return ""
    chosen = draw.some(groups[group], (1, 2, 2, 3, 3)[draw.below(5)])
    names = listed([skill.phrase for skill in chosen], draw.chance(0.4))
    return draw.pick((_POST if rich else _PHRASES)["skills"][group]).replace("{skills}", names)


def _job(template: str, count: int, title: Wording, style: JobDescriptionStyle, marks: Marks, item: int) -> str:
    name = lowered(title.text) if style.small_titles and not template.startswith("{title}") else title.text
    form_kind = "words" if style.in_words else "digits"
    time = marks.around(years(count, style.in_words), "years", years(count), form_kind, item)
    text = template.replace("{n_of}", time + possessive(count)).replace("{n}", time)
    first = capitalised(name) if template.startswith("{title}") else name
    text = text.replace("{title}", title.marked(first, marks, item))
    return text.replace("{one}", f"{article(name)} {title.marked(name, marks, item)}")


def _asked(facts: Facts) -> list[tuple[int, Experience]]:
    """The jobs asked for, each with its place in the career: the item of its mentions."""
    return [(item, job) for item, job in enumerate(facts.experiences) if job.years]


def _experience(
    facts: Facts, titles: dict[str, Wording], style: JobDescriptionStyle, marks: Marks, around: bool, draw: Draw
) -> str:
    singular = RICH_EXPERIENCE if around else _PHRASES["experience"]
    if style.prose:
        jobs = []
        for item, job in _asked(facts):
            form = draw.pick(("at_least", "at_least", "years_as", "years_of"))
            title = titles[job.title]
            template = draw.pick((_PHRASES["experience_plural"] if title.plural else singular)[form])
            jobs.append(uncapitalised(_job(template, job.years, title, style, marks, item)))
        return draw.pick(_PHRASES["experience_prose"]).replace(
            "{jobs}", listed(jobs, any(" and " in job for job in jobs))
        )
    lines = []
    one = draw.child("one").below(997)
    for item, job in _asked(facts):
        title = titles[job.title]
        templates = (_PHRASES["experience_plural"] if title.plural else singular)[
            style.lines if draw.chance(0.85) else draw.of(EXPERIENCE_LINES)
        ]
        template = templates[one % len(templates)] if draw.chance(0.6) else draw.pick(templates)
        text = capitalised(_job(template, job.years, title, style, marks, item))
        plain = bare(text)
        if plain[-1] not in ".)" and not _PLACED.search(plain) and draw.chance(TAIL_SHARE[around]):
            text = f"{text} {draw.pick(_PHRASES['experience_tails'])}"
        lines.append(text if bare(text[-2:]).endswith(".") else text + style.stop)
    text = "\n".join(bulleted(lines, style.bullet if len(lines) > 1 or draw.chance(0.8) else ""))
    return (
        f"{draw.pick(_PHRASES['experience_lead_ins'])}\n{text}"
        if style.lines != "sentence" and draw.chance(0.03)
        else text
    )


@dataclass
class Work:
    """What is done in the advertised job; what the summary says of it is not said again."""

    duties: tuple[str, ...]
    of_one_verb: tuple[str, ...]

    def in_summary(self, draw: Draw) -> str:
        """One duty, or two plain ones, as words of a sentence that goes "you will ..."."""
        said = in_order(self.of_one_verb or self.duties, 1 + draw.below(2), draw)
        if any(" and " in duty or ", " in duty for duty in said):
            said = said[:1]
        self.duties = tuple(duty for duty in self.duties if duty not in said)
        return listed(said)

    def lines(self, count: int, gerunds: bool, draw: Draw) -> list[str]:
        """Up to `count` of the rest; in the -ing form where all of them can be put so."""
        rest = [duty for duty in self.of_one_verb if duty in self.duties] if gerunds else []
        if len(rest) >= count:
            return [doing(duty) for duty in in_order(rest, count, draw)]
        return in_order(self.duties, count, draw)


def _responsibilities(
    field: str, skills: Sequence[SkillName], work: Work, style: JobDescriptionStyle, draw: Draw
) -> str:
    fewest, most = _DUTIES[style.length]
    count = fewest + draw.below(most - fewest + 1)
    if work.duties:
        lines = work.lines(count, style.gerunds, draw)
    else:
        lines = duties(field, skills, count, 0.4, draw)
        if draw.chance(0.05):
            return f"The person in this position will {listed(lines[:4], True)}."
        if style.gerunds:
            lines = [doing(line) for line in lines]
    text = "\n".join(bulleted([capitalised(line) + style.stop for line in lines], style.bullet))
    return f"{draw.pick(_PHRASES['duty_lead_ins'])}\n{text}" if not style.gerunds and draw.chance(0.04) else text
