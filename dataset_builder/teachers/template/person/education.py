"""The degree that suits an occupation, and what a post asks of it: `phrases/education.yaml`, for the design `facts`.

    degree = usual_degree("Bindery Operator", "51-5113", "manual labor", (), draw)      # Degree("diploma", "", asked="diploma")

A post asks for a degree only where such jobs do, and never for one that the person does not have: the asked one is the held
one, or one of a lower level in the same subject.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.fields_of_work import field_of
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.skill_lines import TRIES, clear

_EDUCATION = phrases("education")
DEGREES, OCCUPATIONS, SCHOOLS = _EDUCATION["degrees"], _EDUCATION["occupations"], _EDUCATION["schools"]
# From the lowest up.
LEVELS = ("none", "diploma", "certificate", "associate", "bachelor", "master", "doctor")
_TRAINED = ("certificate", "associate")
_SHARES = {code: Mixture(row["hold"]) for code, row in OCCUPATIONS.items()}
_BY_TITLE, _BY_TECHNOLOGY_TITLE = (
    tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _EDUCATION[name])
    for name in ("titles", "technology_titles")
)
_OF_GRADUATES = re.compile(_EDUCATION["credentials_of_graduates"])
# Entries with a school, and associates who name their high school too.
NAMED_SCHOOL, ALSO_HIGH_SCHOOL = 0.62, 0.2
# Degrees that no school of a name gives.
_WITHOUT_SCHOOL = re.compile(r"GED|equivalent")


@dataclass(frozen=True, slots=True)
class Degree:
    """A kind of degree of the table, and its subject; "" where it has none. `asked`: the kind that a post asks for, "" for none."""

    kind: str
    field: str = ""
    asked: str = ""

    @property
    def level(self) -> str:
        return level_of(self.kind)


def level_of(kind: str) -> str:
    return DEGREES[kind]["level"]


@lru_cache(maxsize=100_000)
def occupation_of(title: str, soc_code: str, category: str) -> str:
    """The row of the table that an occupation belongs to."""
    if soc_code:
        codes = (soc_code[:end] for end in range(len(soc_code), 1, -1))
        found = next((code for code in (f"{soc_code} {title}", *codes) if code in OCCUPATIONS), None)
        if found:
            return found
    by_title = _BY_TECHNOLOGY_TITLE if category == "technology" else _BY_TITLE
    named = next((code for pattern, code in by_title if pattern.search(title)), None)
    field = "software" if category == "technology" else field_of(title, category)
    return named or _EDUCATION["fields_of_work"][field]


def needs_degree(credential: str) -> bool:
    """Whether those who hold a certificate or licence have, nearly all, a bachelor's degree."""
    return _OF_GRADUATES.search(credential) is not None


def usual_degree(
    title: str, soc_code: str, category: str, banned: Sequence[str], draw: Draw, graduate: bool = False
) -> Degree:
    """A degree that people of the occupation have, in a subject without a banned stem; none where every subject has one. With
    `graduate` a bachelor's or more, where anyone of the occupation has one."""
    code = occupation_of(title, soc_code, category)
    kind = draw.of(_SHARES[code])
    for attempt in range(TRIES if graduate else 0):
        if LEVELS.index(level_of(kind)) >= LEVELS.index("bachelor"):
            break
        kind = draw.child(f"graduate {attempt}").of(_SHARES[code])
    fields = fields_for(title, code, kind)
    field = (clear(lambda d: d.pick(fields), draw.child("field"), banned) or "") if fields else ""
    if fields and not field:
        return Degree("none")
    return Degree(kind, field, asked_kind(code, kind))


def fields_for(title: str, code: str, kind: str) -> list[str]:
    """The subjects of a degree of the occupation; those that its title names before others, and none where it has no subject."""
    own = DEGREES[kind].get("fields")
    if own or level_of(kind) in ("none", "diploma"):
        return own or []
    row = OCCUPATIONS[code]
    fields = row["training" if level_of(kind) in _TRAINED else "fields"]
    fields = [field.replace("{title}", title.rpartition(" ")[0] or title) for field in fields]
    words = {word[:5] for word in title.lower().split() if len(word) > 4} - {"engin", "techn"}
    return [field for field in fields if words & {word[:5] for word in field.lower().split()}] or fields


def asked_kind(code: str, kind: str) -> str:
    """Of the kinds that posts of the occupation ask for, the held one, else the highest that it includes."""
    row, own = OCCUPATIONS[code], DEGREES[kind].get("fields")
    if kind in row["ask"]:
        return kind
    suits = own is None or own[0] in row.get("fields", ())
    asks = [one for one in row["ask"] if DEGREES[one].get("fields") in ((None, own) if suits else (own,))]
    included = [one for one in asks if _rank(one) <= _rank(kind)]
    return max(included, key=_rank, default="")


def _rank(kind: str) -> int:
    return LEVELS.index(level_of(kind))


def asked_degree(degree: Degree, marks: Marks, draw: Draw) -> str:
    """What a post says of it, marked; "" where it asks for none."""
    if not degree.asked:
        return ""
    text = draw.pick(DEGREES[degree.asked]["asked"])
    return _marked(text, degree.field, level_of(degree.asked), 0, marks)


def held_degrees(degree: Degree, place: str, graduated: int, marks: Marks, draw: Draw) -> list[str]:
    """The entries of a resume, marked: who was trained has been at school too, and says so where a post may ask for it."""
    entries = [_entry(degree.kind, degree.field, place, graduated, 0, marks, draw)]
    if degree.level == "certificate" or (degree.level == "associate" and draw.chance(ALSO_HIGH_SCHOOL)):
        entries.append(_entry("diploma", "", place, 0, 1, marks, draw))
    return entries


def _entry(kind: str, field: str, place: str, graduated: int, item: int, marks: Marks, draw: Draw) -> str:
    text = draw.pick(DEGREES[kind]["held"])
    if kind == "none":
        return text
    schools = SCHOOLS[DEGREES[kind]["schools"]]
    named = draw.chance(NAMED_SCHOOL) and not _WITHOUT_SCHOOL.search(text)
    text = _marked(text, field, level_of(kind), item, marks)
    if named:
        school = draw.pick(schools).replace("{place}", place)
        way = draw.pick((", {}", ", {}", " from {}", ", {}", " - {}"))
        the = "the " if way == " from {}" and school.startswith("University") else ""
        text += way.format(the + marks.around(school, "school", school, item=item))
    if graduated and draw.chance(0.095):
        text += draw.pick((" ({})", ", {}", " ({})")).format(
            marks.around(str(graduated), "graduated", str(graduated), item=item)
        )
    return text


def _marked(text: str, field: str, level: str, item: int, marks: Marks) -> str:
    if field:
        text = text.replace("{field}", marks.around(field, "field", field, item=item))
    return marks.around(text, "degree", level, "phrase", item)
