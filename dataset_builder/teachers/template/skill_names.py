"""How a skill is worded in a sentence, from its name alone: its kind, case and number.

Kinds, decided by simple rules from the words of the name:
    tool        software, standards, acronyms and anything with a proper name   Kubernetes, SAP ERP
    practice    something people do                                            Welding, Wound Care, Data Analysis
    field       something people know                                          Medical Terminology, Security
    topic       a single noun that needs a word after it                       Computer, Release
    trait       what a person is like                                          Patience, Attention to Detail
    skillset    ends in "skills" or "abilities"                                Communication Skills
    ability, knowledge, experience   speaks for itself                         Ability to Use GPS Devices
    role        a person's title                                               Business Analyst
    adjective, manner                                                          Technical; Detail-oriented
    credential  a certificate or licence, by the graph or by its last word     FINRA Series 7; Registered Nurse License
    raw         anything else that a sentence cannot hold                      5+ years
"""

import re
from functools import lru_cache
from typing import NamedTuple

from dataset_builder.teachers.marks import END, Marks
from dataset_builder.teachers.template.english import (
    article,
    capitalised,
    is_ordinary,
    is_shaped,
    lowered,
    phrases,
)

_WORDS = phrases("words")
_PRODUCTS, _TRAITS, _ROLES = (frozenset(_WORDS[name]) for name in ("products", "traits", "roles"))
_ADJECTIVES, _MASSES, _PRACTICES = (frozenset(_WORDS[name]) for name in ("adjectives", "masses", "practices"))
_BRANDS = frozenset(_WORDS["brands"])
_TRAIT_NAMES, _FIELD_ENDS = frozenset(_WORDS["trait_names"]), frozenset(_WORDS["field_ends"])
_STANDARD = re.compile(_WORDS["standards"])
_RAW = re.compile(
    r"[;:!?\"*@|]|\b(?:must|should|years?|yrs?|plus|required|preferred|see|please)\b|\d\+|^(?:and|or|with|in|of|to|the|a|an)\s",
    re.I,
)
_STATEMENT = re.compile(
    r"(ability|able|knowledge|understanding|familiarity|proficiency|expertise|awareness|experience|background|grasp)\s+(?:to|of|in|with|using)\b",
    re.I,
)
_PRACTICE_END = re.compile(
    r"(?:[a-z]{3}ings?|ments?|tions?|sions?|ysis|lysis|maintenance|assistance|compliance|insurance|therapy|puncture|scopy|graphy)$"
)
_CREDENTIALS = frozenset(
    ["license", "licence", "certification", "certificate", "credential", "clearance", "registration", "card", "ticket"]
)
_CAMEL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
_MANNER = re.compile(r"-(?:oriented|driven|minded|focused|centered)$", re.I)


class SkillName(NamedTuple):
    """A skill (or an alias of it) ready to be put into phrases. A document makes dozens: a tuple is made in a third of the time."""

    name: str
    kind: str
    # In mid-sentence.
    mid: str
    # At the start of a line.
    start: str
    # A noun phrase that fits after "with", "in" and "of" for every kind: `mid` between these two.
    before: str
    after: str
    plural: bool
    # Whether `mid` is the name but for capitals.
    mid_is_name: bool

    @property
    def phrase(self) -> str:
        return f"{self.before}{self.mid}{self.after}"

    @property
    def phrase_as_named(self) -> str:
        """The phrase with the name as it is written in lists."""
        return f"{self.before}{self.name}{self.after}"

    @property
    def soft(self) -> bool:
        return self.kind in ("trait", "skillset", "adjective", "manner")

    @property
    def group(self) -> str:
        """Which sentences and lists hold it: hard, soft, statement or raw."""
        if self.soft:
            return "soft"
        return {
            "ability": "statement",
            "knowledge": "statement",
            "experience": "statement",
            "raw": "raw",
            "credential": "raw",
        }.get(self.kind, "hard")


def _is_brand(words: list[str]) -> bool:
    return len(words) > 1 and words[0].lower() in _BRANDS and not words[0].islower()


def _is_camel(word: str) -> bool:
    """ "PowerShell", "iOS": a product, so the words around it keep their capitals."""
    return word != word.upper() and _CAMEL.search(word) is not None


def _kind(name: str) -> str:
    words, low = name.split(), name.lower()
    last = words[-1].lower() if words else ""
    if statement := _STATEMENT.match(low):
        head = statement.group(1)
        return (
            "ability"
            if head in ("ability", "able")
            else "experience"
            if head in ("experience", "background")
            else "knowledge"
        )
    if len(words) > 6 or not words or _RAW.search(name):
        return "raw"
    if last in _CREDENTIALS:
        return "credential"
    if low in _TRAIT_NAMES:
        return "trait"
    if len(words) > 1:
        if last in ("skills", "skill", "abilities", "ability", "aptitude"):
            return "skillset"
        if last in ("knowledge", "understanding"):
            return "knowledge"
        if last in ("experience", "background"):
            return "experience"
    if _MANNER.search(low):
        return "manner"
    return _kind_of_noun(words, last, low)


def _kind_of_noun(words: list[str], last: str, low: str) -> str:
    if low in _PRODUCTS:
        return "tool"
    if last in _TRAITS and is_ordinary(words[-1]):
        return "trait"
    if last in _ROLES and is_ordinary(words[-1]) and not words[-1].isupper():
        return "role"
    if _STANDARD.match(" ".join(words)):
        return "field"
    if (_is_brand(words) or any(map(_is_camel, words))) and not _PRACTICE_END.search(last):
        return "tool"
    ordinary = words[-1].isalpha() and is_ordinary(words[-1]) and (not is_shaped(words[-1]) or len(words[-1]) > 5)
    ordinary = ordinary or ("-" in words[-1] and all(is_ordinary(part) for part in words[-1].split("-")))
    if not ordinary or last == "software":
        return "tool"
    if len(words) == 1 and low in _ADJECTIVES:
        return "adjective"
    if low in _MASSES or last in _FIELD_ENDS:
        return "field"
    if _PRACTICE_END.search(last) or last in _PRACTICES:
        return "practice"
    return "topic" if len(words) == 1 and not last.endswith("s") else "field"


# What makes a noun phrase of a name, by its kind.
_AROUND = {
    "topic": ("", " work"),
    "role": ("", " work"),
    "adjective": ("", " skills"),
    "manner": ("", " approach"),
    "ability": ("the ", ""),
}


@lru_cache(maxsize=100_000)
def skill_name(name: str, is_credential: bool = False) -> SkillName:
    kind = "credential" if is_credential else _kind(name)
    words = name.split()
    # "Office 365", "ASP.NET Core"
    versioned = bool(words) and (words[-1][0].isdigit() or "." in words[0][1:-1])
    product = name.lower() in _PRODUCTS or versioned or _is_brand(words) or any(map(_is_camel, words))
    mid = name if kind in ("raw", "credential") or product else lowered(name)
    if kind in ("ability", "knowledge", "experience"):
        mid = mid[0].lower() + mid[1:] if mid.split()[0].istitle() else mid
    if kind == "ability":
        mid = re.sub(r"^able\b", "ability", mid, flags=re.I)
    before, after = _AROUND.get(kind, ("", ""))
    if kind == "manner":
        before = f"{article(mid)} "
    if mid.lower().endswith((" skill", " ability")) or mid.lower() == "attention to detail":
        before, after = "", ""
    plural = mid.endswith("s") and not mid.endswith(("ss", "us", "is", "ics")) and kind in ("tool", "practice", "field")
    return SkillName(
        name,
        kind,
        mid,
        capitalised(name),
        before,
        after,
        plural and not mid.isupper(),
        mid.casefold() == name.casefold(),
    )


def marked(skill: str, name: str, marks: Marks, role: str | None = None) -> SkillName:
    """The skill under one of its names, with marks around it wherever it is written; a skill has one role in a document."""
    if (found := marks.names.get((skill, name))) is not None:
        return found
    plain = skill_name(name, skill in marks.credentials)
    form_kind = "name" if name == skill else "alias"
    code, end = marks.code("skill", skill, form_kind, None, role), END
    inside = (
        code if plain.mid_is_name else marks.code("skill", skill, "inflection", None, role)
    )  # "able to" -> "ability to"
    found = marks.names[skill, name] = SkillName(
        f"{code}{name}{end}",
        plain.kind,
        f"{inside}{plain.mid}{end}",
        f"{code}{plain.start}{end}",
        plain.before,
        plain.after,
        plain.plural,
        plain.mid_is_name,
    )
    return found
