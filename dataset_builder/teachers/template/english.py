"""English that the phrase files cannot hold: articles, lists, verb forms, capitals, plurals of people."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from dataset_builder.teachers.marks import first

PHRASES = Path(__file__).parent / "phrases"


@cache
def phrases(name: str) -> dict:
    """The content of a phrase file, read once a process."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((PHRASES / f"{name}.yaml").read_text(encoding="utf-8"), loader)


_WORDS = phrases("words")
_ORDINARY = frozenset(phrases("lower")["ordinary"].split())
_SPOKEN, _AN, _A = frozenset(_WORDS["spoken_acronyms"]), tuple(_WORDS["an_words"]), tuple(_WORDS["a_words"])
_ORDINARY_ENDING = re.compile(
    r"(?:[a-z]{3}ing|ment|ments|tion|tions|sion|sions|ance|ity|ness|ship|ology|ography|onomy|scopy|plasty|therapy|lysis|metry|tomy"
    r"|puncture|culture|ical|ional|ative|istic|ometer|scope|ware|work|maker|making|keeping|ated|ized|ular|ologist)$"
)
_RUN = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
NUMBERS, MONTHS = tuple(_WORDS["numbers"]), tuple(_WORDS["months"])


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word may be written small; names of products and places may not."""
    low = word.lower()
    return low in _ORDINARY or (low.endswith("s") and low[:-1] in _ORDINARY) or _ORDINARY_ENDING.search(low) is not None


def is_shaped(word: str) -> bool:
    """An acronym or a name with capitals inside ("SQL", "iOS", "C")."""
    return word[1:] != word[1:].lower() or len(word) == 1


@lru_cache(maxsize=100_000)
def lowered(text: str) -> str:
    """As written in mid-sentence: "SQL Queries" -> "SQL queries", "Microsoft Excel" as it is."""
    runs = _RUN.findall(text)
    if any(run[0].isupper() and not is_shaped(run) and not is_ordinary(run) for run in runs):
        return text
    return _RUN.sub(lambda match: match.group() if is_shaped(match.group()) else match.group().lower(), text)


def capitalised(text: str) -> str:
    """With a capital at the front, unless the first word is spelt small on purpose ("iOS", "jQuery"). Text may be marked."""
    word, at = text.split(" ", 1)[0], first(text)
    return (
        text[:at] + text[at : at + 1].upper() + text[at + 1 :]
        if word == word.lower() and word[at : at + 1].isalpha()
        else text
    )


def uncapitalised(text: str) -> str:
    """With a small letter at the front. Text may be marked."""
    at = first(text)
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


_FIRST_WORD = re.compile(r"[^\W_]+|$")
_AN_NUMBER = re.compile(r"(?:8|11(?!\d)|18(?!\d))")


@lru_cache(maxsize=100_000)
def article(text: str) -> str:
    """ "a" or "an": "a Baker", "an Accountant", "an SQL Developer", "a .NET Developer"."""
    word = _FIRST_WORD.search(text).group()
    low = word.lower()
    if word[:1].isdigit():
        an = _AN_NUMBER.match(word) is not None
    elif (
        (word.isupper() or (len(word) > 1 and word[:-1].isupper() and word[-1] == "s"))
        and low not in _SPOKEN
        and len(word) <= 5
    ):
        an = word[0] in "AEFHILMNORSX" and not low.startswith(("ux", "ui", "use", "uk"))
    else:
        an = low.startswith(_AN) or (low[:1] in "aeiou" and not low.startswith(_A))
    return "an" if an else "a"


def listed(parts: Sequence[str], oxford: bool = False) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return f"{', '.join(parts[:-1])}{',' if oxford and len(parts) > 2 else ''} and {parts[-1]}"


def years(count: int, in_words: bool = False) -> str:
    number = NUMBERS[count] if in_words and count < len(NUMBERS) else str(count)
    return f"{number} {'year' if count == 1 else 'years'}"


def possessive(count: int) -> str:
    """What years take before a noun: "1 year's", "four years'"."""
    return "'s" if count == 1 else "'"


# One syllable that ends in a single consonant after a single vowel, which doubles: "swap", "swapped".
_DOUBLED = re.compile(r"(?:[^aeiou]*(?:qu)?)[aeiou][^aeiouwxyh]")


@lru_cache(maxsize=10_000)
def _verb(verb: str) -> tuple[str, str]:
    """Past form and gerund. Of "hand-wind" the last part changes."""
    before, hyphen, verb = verb.rpartition("-")
    return tuple(before + hyphen + form for form in _forms_of(verb))


def _forms_of(verb: str) -> tuple[str, str]:
    if forms := _WORDS["verbs"].get(verb):
        return forms[0], forms[1]
    if _DOUBLED.fullmatch(verb):
        return verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    if verb.endswith("e"):
        return verb + "d", (verb if verb.endswith(("ee", "oe", "ye")) else verb[:-1]) + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied", verb + "ing"
    return verb + "ed", verb + "ing"


def past(phrase: str) -> str:
    """ "keep records" -> "kept records"."""
    verb, _, rest = phrase.partition(" ")
    return f"{_verb(verb)[0]} {rest}"


def gerund(phrase: str) -> str:
    """ "keep records" -> "keeping records"."""
    verb, _, rest = phrase.partition(" ")
    return f"{_verb(verb)[1]} {rest}"


_NOT_PLURAL = frozenset(_WORDS["not_plural"])
_PEOPLE: dict[str, str] = _WORDS["people_plurals"]
_AGENT = re.compile(r"(?:ers|ors|ists|ians|ants|ents|ees|ives|cists|ogists|men|women|women|tects|yers|nurses|clerks|cooks|aides|guards|mechanics"
                    r"|pilots|judges|masons|smiths|wrights|coaches|attorneys|staff|chiefs|hands|hosts|guides|analysts)$")  # fmt: skip


def is_people(word: str) -> bool:
    """Whether a word of a title names several people ("Accountants")."""
    low = word.lower()
    return low in _PEOPLE or (low not in _NOT_PLURAL and _AGENT.search(low) is not None)


def is_plural_head(word: str) -> bool:
    """Whether the last word of a title is a plural, so that the title names an occupation and not a person."""
    low = word.lower()
    if low in _PEOPLE:
        return True
    if (
        not low.endswith("s")
        or low.endswith(("ss", "us", "is", "ics"))
        or low in _NOT_PLURAL
        or not low.isalpha()
        or len(low) < 4
    ):
        return low.endswith("mechanics") or (low.endswith("men") and low not in ("specimen",) and len(low) > 4)
    return word[1:] == low[1:] or (word.isupper() and len(word) > 5)


def singular(word: str) -> str:
    """Of one plural word, in the case it is written in."""
    low = word.lower()
    if low in _PEOPLE:
        one = _PEOPLE[low]
    elif low.endswith("men") and len(low) > 4:
        one = low[:-3] + "man"
    elif low.endswith("ies") and len(low) > 4:
        one = low[:-3] + "y"
    elif low.endswith(("sses", "ches", "shes", "xes")):
        one = low[:-2]
    else:
        one = low[:-1]
    if word.isupper():
        return one.upper()
    return one.title() if word[0].isupper() else one
