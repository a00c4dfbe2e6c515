"""The style of a document: what is sampled once for all of its lines.

The shares are those measured on the original release (percent of 1,000 triples). Left out are two habits of it
that would break a label: a job description that names no years, and one without its experience section.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.text.sections import may_be_header, sections

HEADINGS = Mixture({("## ", ""): 84, ("", ""): 11.5, ("", ":"): 1.7, ("### ", ""): 0.9, ("#### ", ""): 0.3, ("###### ", ""): 0.3,
                    ("## ", ":"): 0.7, ("**", "**"): 0.6}.items())  # fmt: skip
# Share of triples in which one of the three documents is headed in another way than the rest.
OTHER_HEADING = 0.013

JD_BULLETS = Mixture({"-": 70, "1.": 11, "*": 9, "•": 5, "": 1})
RESUME_BULLETS = Mixture({"-": 68, "1.": 9, "*": 9, "•": 5, "": 2})
JD_FORMS = Mixture(
    {"phrase": 45, "short": 18, "bare": 11, "sentence": 10, "description": 7, "mixed": 4, "comma": 2, "prose": 2}
)
RESUME_FORMS = Mixture(
    {"phrase": 40, "short": 25, "bare": 10, "sentence": 8, "description": 5, "mixed": 5, "comma": 5, "prose": 1}
)
# Of the design `facts`: what real lists mostly are, names or lines of one shape; a new frame around each item is what gives
# a made list away.
RICH_JD_FORMS = Mixture({"bare": 74, "shape": 15, "rich": 3, "comma": 6, "prose": 2})
RICH_RESUME_FORMS = Mixture({"bare": 56, "shape": 5, "rich": 6, "comma": 33})
MIXED_FORMS = Mixture({"phrase": 45, "short": 20, "bare": 15, "sentence": 12, "description": 8})

EXPERIENCE_LINES = Mixture(
    {"minimum": 25, "years_as": 17, "years_of": 16, "at_least": 13, "sentence": 13, "other": 7, "title_first": 5}
)
EXPERIENCE_PROSE = 0.12
NUMBER_WORDS = 0.13

JOB_LINES = Mixture({"plain": 38, "described": 15, "punctuated": 13, "employer": 9, "sentence": 8, "two_lines": 3, "date_first": 3,
                     "from_to": 3, "other": 8})  # fmt: skip
# Of resumes of the design `facts`, which name more employers than the release does.
RICH_JOB_LINES = Mixture(
    {"plain": 1, "described": 1, "employer": 54, "sentence": 2, "two_lines": 40, "date_first": 1, "from_to": 1}
)
DATES = Mixture({" - ": 78, "-": 9, " to ": 5, " – ": 3, "–": 1})
MONTHS, RICH_MONTHS = 0.05, 0.4
NEWEST_FIRST, RICH_NEWEST_FIRST = 0.98, 1.0
PERSON = Mixture({"lines": 87, "bulleted": 7, "bold": 3, "bare": 2, "split": 1})


@dataclass(frozen=True, slots=True)
class Heading:
    """How section names are set apart: "## Skills", "Skills:", "**Skills**"."""

    before: str
    after: str
    # "Job Title" and not "Job title".
    title_case: bool
    # Between sections.
    gap: str

    def __call__(self, name: str) -> str:
        return f"{self.before}{name if self.title_case else name[0] + name[1:].lower()}{self.after}"


def heading(draw: Draw) -> Heading:
    before, after = draw.of(HEADINGS)
    return Heading(before, after, draw.chance(0.6), "\n" if before.startswith("#") and draw.chance(0.04) else "\n\n")


@dataclass(frozen=True, slots=True)
class SkillStyle:
    """Of a skills section. `grouped`: some lines hold two or three skills. `stop`: phrases end in a full stop."""

    bullet: str
    form: str
    grouped: bool
    shuffled: bool
    # Skill names are written small in mid-sentence.
    small: bool
    stop: str
    lead_in: bool

    @property
    def lists(self) -> bool:
        """Whether each skill may have a line of its own."""
        return self.form not in ("comma", "prose")


def _bullet(bullet: str, form: str) -> str:
    """A bare name on a plain line ("Education and Training") would read like the header of a section."""
    return bullet or ("" if form in ("phrase", "sentence") else "-")


def skill_style(draw: Draw, bullets: Mixture, forms: Mixture, in_order: float) -> SkillStyle:
    form = draw.of(forms)
    rich = forms in (RICH_JD_FORMS, RICH_RESUME_FORMS)
    return SkillStyle(
        bullet=_bullet(draw.of(bullets), form),
        form=form,
        grouped=form in ("phrase", "short", "mixed", "bare") and draw.chance(0.06 if rich else 0.27),
        shuffled=not draw.chance(in_order),
        small=draw.chance(0.75),
        stop="." if form in ("phrase", "mixed", "shape") and draw.chance(0.35) else "",
        lead_in=form in ("phrase", "short", "bare", "description") and draw.chance(0.02 if rich else 0.06),
    )


@lru_cache(maxsize=100_000)
def _reads_like_header(skill: str) -> bool:
    """Whether a line that starts with the skill may be taken for the header of a section ("Education and Training")."""
    return any(
        may_be_header(line) and len(sections(f"Personal Information\nx\nSkills\n{line}\ny\nExperience\nz")) != 3
        for line in (f"1. {skill}", f"{skill}: x")
    )


def plain_spoken(style: SkillStyle, skills: Iterable[str]) -> SkillStyle:
    """The style, with dashes for bullets where a numbered or plain line would read like a header."""
    if (style.bullet not in ("", "1.") and style.form != "comma") or not any(map(_reads_like_header, skills)):
        return style
    return replace(style, bullet="-", form="bare" if style.form == "comma" else style.form)


def bulleted(lines: list[str], bullet: str) -> list[str]:
    """Lines after their bullets; "1." counts. A line may hold line breaks, the bullet is before the first."""
    if bullet == "1.":
        return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return [f"{bullet} {line}" for line in lines] if bullet else lines
