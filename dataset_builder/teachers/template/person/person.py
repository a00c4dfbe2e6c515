"""Who the candidate is: surname, e-mail at a reserved domain, education. Both resumes of a triple share them."""

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dataset_builder.sources.authored import DATA
from dataset_builder.teachers.marks import Marks, bare
from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.fields_of_work import field_of
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.person.education import Degree, held_degrees, usual_degree
from dataset_builder.teachers.template.skill_lines import clear

# Share of people whose surname is of their first name's origin; the others married, moved, or have two homes.
SAME_ORIGIN, RICH_SAME_ORIGIN = 0.85, 0.96
_RESUME = phrases("resume")
_LEVELS = ("bachelor", "master", "doctor", "diploma", "certificate", "none")
_LEVEL_SHARES = {field: Mixture(zip(_LEVELS, shares, strict=True)) for field, shares in _RESUME["levels"].items()}
_ACADEMIC = ("bachelor", "master", "doctor")
_SCHOOLS = {"diploma": "high", "certificate": "college"}
_MAILBOX = Mixture({"{first}.{last}": 34, "{first}{last}": 32, "{f}.{last}": 5, "{first}_{last}": 7, "{f}{last}": 7, "{first}.{l}": 3,
                    "{first}{l}": 3, "{first}.{last}{number}": 4, "{first}{last}{number}": 3, "{last}.{first}": 2})  # fmt: skip
_PROFESSIONS = (
    "physician",
    "surgeon",
    "dentist",
    "professor",
    "veterinarian",
    "psychologist",
    "pharmacist",
    "scientist",
)
# Titles of work that hardly anyone does without a degree, by their last word.
_GRADUATES = frozenset(
    ["accountant", "actuary", "architect", "attorney", "biologist", "chemist", "counselor", "economist", "engineer", "geologist",
     "lawyer", "librarian", "nurse", "physicist", "principal", "statistician", "teacher", "therapist", "underwriter"]
)  # fmt: skip
_WITHOUT_DEGREE = 0.06


@cache
def surnames(origin: str | None = None) -> tuple[str, ...]:
    """The embedded surnames, of one origin or of all."""
    with (DATA / "surnames.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["surname"] for row in csv.DictReader(file) if origin in (None, row["origin"]))


@cache
def _origins() -> dict[str, str]:
    """Origin of each embedded first name; a name from a list of the user's has none."""
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["origin"] for row in csv.DictReader(file)}


def _surnames_for(first_name: str, same: float, draw: Draw) -> tuple[str, ...]:
    origin = _origins().get(first_name)
    return surnames(origin if draw.chance(same) else None) or surnames()


def letters(name: str) -> str:
    folded = unicodedata.normalize(
        "NFKD", name.replace("ø", "o").replace("ł", "l").replace("ß", "ss").replace("ı", "i")
    )
    return "".join(char for char in folded.casefold() if char.isascii() and char.isalpha()) or "mail"


@dataclass(frozen=True, slots=True)
class Person:
    """`level` and `field` of the education; `graduated` no later than the first job began. `degree`: in the design `facts`."""

    first_name: str
    surname: str
    email: str
    level: str
    field: str
    place: str
    graduated: int
    degree: Degree | None = None


def person(
    first_name: str, category: str, title: str, first_year: int, banned: Sequence[str], draw: Draw, soc_code: str | None = None,
    graduate: bool = False,
) -> Person:  # fmt: skip
    """Someone with that first name whose surname and field of study name none of the banned stems.

    With a SOC code, "" where the title has none, the degree is one that suits the occupation, and with `graduate` a
    bachelor's or more; without, as in the release.
    """
    pool = _surnames_for(first_name, SAME_ORIGIN if soc_code is None else RICH_SAME_ORIGIN, draw)
    surname = clear(lambda d: d.pick(pool), draw.child("surname"), banned) or draw.pick(surnames())
    first, last = letters(first_name), letters(surname)
    mailbox = draw.of(_MAILBOX).format(first=first, last=last, f=first[0], l=last[0], number=draw.below(90) + 10)
    email = f"{mailbox}@{draw.pick(_RESUME['domains'])}"
    if soc_code is not None:
        degree = usual_degree(title, soc_code, category, banned, draw.child("degree"), graduate)
        place = draw.pick(_RESUME["schools"]["places"])
        return Person(first_name, surname, email, degree.level, degree.field, place, first_year - draw.below(3), degree)
    of_work = field_of(title, category)
    level = draw.of(_LEVEL_SHARES[of_work])
    if any(word in title.lower() for word in _PROFESSIONS) and (level not in _ACADEMIC or draw.chance(0.6)):
        level = "doctor"
    elif level not in _ACADEMIC and title.lower().split()[-1] in _GRADUATES and not draw.chance(_WITHOUT_DEGREE):
        level = "bachelor"
    field = clear(lambda d: d.pick(_RESUME["fields"][of_work]), draw.child("field"), banned) or "General Studies"
    return Person(
        first_name, surname, email, level, field, draw.pick(_RESUME["schools"]["places"]), first_year - draw.below(3)
    )


def education(someone: Person, banned: Sequence[str], bullet: str, marks: Marks, key: Draw) -> str:
    """The body of the section; another key gives other words for the same degree."""
    text = clear(lambda draw: "\n".join(f"{bullet}{line}" for line in _education(someone, marks, draw)), key, banned)
    return text or f"{bullet}Details on request"


def _education(someone: Person, marks: Marks, draw: Draw) -> list[str]:
    if someone.degree:
        return held_degrees(someone.degree, someone.place, someone.graduated, marks, draw)
    return [_as_released(someone, marks, draw)]


def _as_released(someone: Person, marks: Marks, draw: Draw) -> str:
    pattern = draw.pick(_RESUME["degrees"][someone.level])
    text = pattern.replace("{field}", marks.around(someone.field, "field", someone.field, item=0))
    if someone.level == "none":
        return text
    named = someone.field in bare(text)
    text = marks.around(text, "degree", someone.level, "phrase", 0)
    if draw.chance(0.62):
        schools = _RESUME["schools"][_SCHOOLS.get(someone.level, "university")]
        if someone.level == "diploma" and named:
            schools = _RESUME["schools"]["college"]
        school = draw.pick(schools).replace("{place}", someone.place)
        way = draw.pick((", {}", ", {}", " from {}", ", {}", " - {}"))
        the = "the " if way == " from {}" and school.startswith("University") else ""
        text += way.format(the + marks.around(school, "school", school, item=0))
    if draw.chance(0.095):
        text += draw.pick((" ({})", ", {}", " ({})")).format(
            marks.around(str(someone.graduated), "graduated", str(someone.graduated), item=0)
        )
    return text


def personal_lines(
    someone: Person, form: str, bullet: str, further: Sequence[tuple[str, str]], marks: Marks
) -> list[str]:
    """Name and e-mail in one of the ways people write them, and further (label, contact) lines behind."""
    first = marks.around(someone.first_name, "first_name", someone.first_name)
    last = marks.around(someone.surname, "last_name", someone.surname)
    email = marks.around(someone.email, "email", someone.email)
    if form == "split":
        return [f"First Name: {first}", f"Last Name: {last}", f"Email: {email}", *_labelled(further)]
    name = marks.around(f"{first} {last}", "name", f"{someone.first_name} {someone.surname}")
    if form == "bold":
        return [f"**Name:** {name}", f"**Email:** {email}", *(f"**{label}:** {text}" for label, text in further)]
    if form == "bare":
        return [name, " | ".join([email, *(text for _, text in further)])]
    lines = [f"Name: {name}", f"Email: {email}", *_labelled(further)]
    return [f"{bullet} {line}" for line in lines] if form == "bulleted" else lines


def _labelled(further: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{label}: {text}" for label, text in further]
