"""What a clause enumerates: all of several names, one of them, or at least so many.

    enumerated("at least two of HubSpot, Marketo and Pardot")    # Enumerated(("HubSpot", "Marketo", "Pardot"), 2)

`least` is None where all are asked. Names keep the words of the post; openers, strength, versions and labels are left out.
"""

import re
from dataclasses import dataclass

from dataset_builder.text import any_of
from dataset_builder.text.names.skill_names import name_of, without_opener
from dataset_builder.text.posts.clause_words import OPTIONAL, says_strength

_NUMBERS = {"one": 1, "1": 1, "any": 1, "either": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "some": 1}
_N_OF = re.compile(
    r"\b(?:at least |a minimum of |minimum (?:of )?|any )?(?P<number>one|two|three|four|[1-4])(?:\s+or more|\s*\+)?\s+(?:of\b\s*(?:the following|these|those|the|our)?|from(?: the following)?)(?:\s+(?:\w+[ -]){0,3}?\w+)??\s*(?:[:–—-]|,[^:]{0,80}:|(?-i:(?=[A-Z0-9.])))\s*"
    r"|\b(?:any one|any|one)\s+(?P<noun>[a-z][\w ]{1,24}?)\s*(?:[-–—:(])\s*|\b(?P<any>any|one or more|either|one) of\s*(?:the following|these|those|the|our)?\s*(?:(?:\w+ ){0,2}\w+\s*:|:|,)?\s*",
    re.IGNORECASE,
)
# What `_N_OF` cannot do without.
_NUMBERED = any_of(("1", "2", "3", "4", "one", "two", "three", "four", "any", "either"))
_WHOLE = re.compile(
    r"^(?:ci/cd|ui/ux|ux/ui|a/b(?: testing)?|tcp/ip|pl/sql|pl/1|i/o|client/server|and/or|r ?& ?d|q ?& ?a|p ?& ?l|m ?& ?a|r ?and ?d|s ?& ?op|t ?& ?e|o ?& ?m|v ?& ?v|l ?& ?d|f ?& ?b|h ?& ?s|b2b/b2c|c/c\+\+|24/7|html/css|os/2|z/os|[ivx]{1,4}/\d{1,2}|as/400|n/w|8d/5why|ap/ar|hvac/r|cpr/aed|gd ?& ?t|p ?& ?id|profit (?:&|and) loss|health (?:&|and) safety"
    r"|research (?:&|and) development|search (?:&|and) rescue|mergers (?:&|and) acquisitions|food (?:&|and) beverage|arts (?:&|and) crafts|supply (?:&|and) demand|pick (?:&|and) pack|trial (?:&|and) error)$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"\s*,?\s+(?:or|oder|ou|o)(?:\s+(?:else|even|similarly))?\s+|\s*,\s*|\s*/\s*(?!\s)|\s+/\s+", re.IGNORECASE
)
_AND = re.compile(
    r"\s*,\s*(?:and|&|as well as|plus|und|et|y)\s+|\s*[,;•·|]\s*|\s+(?:and|&|und|et|plus|as well as)\s+|\s*\n\s*",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<=[\w+#)])\s*/\s*(?=[A-Za-z.]|\d[A-Z])")
_STRENGTH = re.compile(
    rf"\((?:[^()]*\b(?:required|preferred|optional|desirable|essential|mandatory|plus|must|desired|nice to have|bonus)\b[^()]*)\)|{OPTIONAL.pattern}|\b(?:is |are )?(?:also )?(?:an? (?:absolute )?)?(?:required|essential|mandatory|needed|a must|must[- ]have|necessary)\b|^\s*(?:also|and|but|or)\b",
    re.IGNORECASE,
)
_SIMILAR = re.compile(
    r"^(?:(?:or |and )?(?:an? |any |some )?(?:other |another |equivalent|similar|comparable|related|relevant|the like|like|equivalents?|etc\.?|more|others?|both|so on|such|alike)(?:\b.*)?|\d+\+?)$",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:\s+(?:v\.?\s?)?\d+(?:\.\d+|\.x)*(?:\+|\s?(?:or|and) (?:later|above|newer|higher))?|\s+\d+\.x|\s*\(?\b(?:version|v)\.?\s?\d[\w.]*\)?)$",
    re.IGNORECASE,
)
_KEEPS_NUMBER = re.compile(
    r"^(?:.*\b(?:level|class|type|tier|office|microsoft|windows|civil|step|stage|grade|phase|tableau prep|iso|osha|six sigma|primavera|section|form|analytics|google analytics|line|key stage|ks|section|part|cat|web|fortran|sap|r|as|factor)\s*\d+|[a-z]{1,3}\d+)$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LEVEL = re.compile(
    r"\s*(?:\((?:advanced|expert|basic|intermediate|native|fluent|proficient|beginner|good|strong|\d+\s?(?:\+\s?)?(?:years?|yrs?)[^()]*)\)|[-–—:]\s*(?:advanced|expert|basic|intermediate|proficient|beginner|fluent))\s*$",
    re.IGNORECASE,
)
_EDGE = " \t.,;:!?-–—*_\"'“”’`()[]"


@dataclass(frozen=True)
class Enumerated:
    """`least`: how many of the names are asked; None for all."""

    names: tuple[str, ...]
    least: int | None = None


def is_similar(text: str) -> bool:
    """Whether a piece names nothing: "others", "or similar"."""
    return _SIMILAR.match(text.strip(_EDGE)) is not None


_OPENING = re.compile(r"\s*(?:also|and|but|or)\b", re.IGNORECASE)


def _without_strength(text: str) -> str:
    return _STRENGTH.sub(" ", text) if says_strength(text) or _OPENING.match(text) else text


def clean_name(text: str) -> str:
    """A name without strength, level, version, opener and the signs around it."""
    text = _LEVEL.sub("", _without_strength(text)).rstrip(" \t.,;:-–—*_").lstrip(" \t,;:-–—*_")
    text = " ".join(text.split())
    if not text:
        return ""
    dotted = re.search(r"(?:^|\s)(\.[A-Za-z]\w+)", text) if "." in text else None
    text = name_of(text)
    if dotted and text.split(" ")[0] == dotted[1][1:]:  # ".NET" keeps its dot
        text = f".{text}"
    if text.endswith(")") and "(" not in text:
        text = text.rstrip(")")
    if _DIGIT.search(text) and not _KEEPS_NUMBER.match(text):
        text = _VERSION.sub("", text) or text
    return text.strip(" \t,;:-–—*_\"'“”’`").removesuffix(".") if not text.endswith(("+", "#")) else text.strip()


def _parts(text: str, pattern: re.Pattern) -> list[str]:
    """Pieces between signs that stand outside brackets."""
    start = 0
    found: list[str] = []
    for match in pattern.finditer(text):
        before = text[: match.start()]
        inside = before.count("(") + before.count("[") > before.count(")") + before.count("]")
        if not inside and not _WHOLE.match(_around(text, match)):
            found.append(text[start : match.start()])
            start = match.end()
    return [part for part in (*found, text[start:]) if part.strip(_EDGE)]


def _around(text: str, match: re.Match) -> str:
    """The words on both sides of a sign: "CI/CD" and "R & D" are names."""
    before = re.search(r"[\w+#]+$", text[: match.start()])
    after = re.match(r"[\w+#]+", text[match.end() :])
    return f"{before.group() if before else ''}{match.group().strip() if match.group().strip() in '/&' else f' {match.group().strip()} '}{after.group() if after else ''}"


_INTO = re.compile(r"^[A-Za-z][\w -]{2,40}?\s(?:in|with|using|of|on|as|like|via|through)\s+(?:an?\s+)?(?=[A-Z.])")


def _named(parts: list[str], one_of: bool = False) -> tuple[str, ...]:
    names = []
    for at, part in enumerate(parts):
        if one_of and at == 0:  # "Orchestration in Airflow, Azure Data Factory or ..."
            part = _INTO.sub("", part.strip())
        if _SIMILAR.match(part.strip(_EDGE)):
            continue
        name = clean_name(part)
        if name and not _SIMILAR.match(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


# "Selenium: used across all of our projects", "Scrum: solid working knowledge expected": the name stands before the colon.
_DESCRIBES = re.compile(
    r"\s*(?:(?:will|should|must|can|to) (?:also )?be\b|(?:used|needed|required|applied|tested|expected)\b"
    r"|(?:[a-z-]+ ){1,3}(?:knowledge|command|level|skills?|experience|understanding) (?:is |are )?(?:needed|expected|required|preferred|essential|desirable|of it)\b)",
    re.IGNORECASE,
)


# "Java, Go": a word in front of a sign of a list is a name, and no opener.
_FIRST_OF_LIST = re.compile(r"[\w+#.]+\s*(?:/|,|\bor\b|&)")
_SAYS_OR = re.compile(r"\s(?:or|oder|ou)\s", re.IGNORECASE)


_COMMA = re.compile(r"\s*[,;]\s+")


def _has_and_inside(text: str) -> bool:
    """Whether "and" joins words of a name and not the last name to the others: "Azure, Identity and Access Management, Terraform"."""
    pieces = _COMMA.split(text)
    return len(pieces) > 2 and " and " not in pieces[-1] and " & " not in pieces[-1] and " and " in text


def enumerated(text: str) -> Enumerated:
    """The names in a clause, and how many of them are asked."""
    text = _without_strength(text).strip(" \t.,;:–—")
    if _NUMBERED.search(text.lower()) and (match := _N_OF.search(text)):
        rest = text[match.end() :].strip(" ()")
        names = _named([piece for part in _parts(rest, _OR) for piece in _parts(part, _AND)])
        if len(names) >= 2:
            number = _NUMBERS.get((match["number"] or "one").casefold(), 1)
            return Enumerated(names, number)
    if "ther" in text.lower():
        text = re.sub(r"^(.*?)\b(?:either|whether)\s+", r"\1", text, flags=re.IGNORECASE)
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and len(head.split()) <= 4 and not rest.startswith("//"):
        text = head if _DESCRIBES.match(rest) else rest.strip()
    body = without_opener(text) if not _FIRST_OF_LIST.match(text) else text
    if _SAYS_OR.search(body):
        if len(names := _named(_parts(body, _OR), True)) >= 2 and all(len(name.split()) <= 5 for name in names):
            return Enumerated(names, 1)
        return Enumerated(_named([body]), None)
    listed = _parts(body, _COMMA if _has_and_inside(body) else _AND)
    names = _named([piece for part in listed for piece in (_parts(part, _SLASH) if len(listed) > 1 else [part])])
    if (
        len(listed) == 1
        and "/" in body
        and len(slashed := _named(_parts(body, _SLASH))) >= 2
        and all(len(name.split()) <= 3 for name in slashed)
    ):
        return Enumerated(slashed, 1)
    return Enumerated(names, None)
