"""Degrees by their level, and by their subject where one is asked."""

import re
from collections.abc import Sequence

from dataset_builder.text import words
from dataset_builder.text.dates import Date
from dataset_builder.text.names.families import family
from dataset_builder.text.qualifications.answer import MISSING, Answer, best
from dataset_builder.text.qualifications.validity import is_planned
from dataset_builder.text.requirement_status import Status

SCHOOL, UPPER, ASSOCIATE, BACHELOR, MASTER, DOCTOR = range(1, 7)
_LEVELS = (
    (DOCTOR, r"ph\.?\s?d\.?|dphil|doctorate|doctoral|doctor of (?!nursing practice)|dnp|ed\.?d|dr\.? (?:rer|med|ing)|promotion|md\b|j\.?d\.?|pharm\.?d"),
    (MASTER, r"master['’]?s?(?=\s+(?:degree|of|in|level|’|')|\s*$|\s*[,/(]|\s+or\b)|m\.?\s?sc\b\.?|m\.?eng\b|m\.?tech\b|m\.?com\b|m\.?ed\b|mba|mca|mphil|m\.?phil|llm|msn|msw|mpa|mph|mfa|m\.e\.|m\.a\.|m\.s\.|\bMA(?=\s+(?:in|,|\()|\s*[,(])|\bMS(?=\s+in)|magister|postgraduate (?:degree|qualification)|graduate degree|advanced degree|bac ?\+ ?5"),
    (BACHELOR, r"bachelor['’]?s?(?: degree)?|undergraduate degree|b\.?\s?sc\b\.?|b\.?eng\b|b\.?\s?tech\b|b\.?com\b|b\.?ed\b|bba|bca|llb|bsn|bsw|bfa|b\.e\.?(?=\s|/|\(|,|$)|b\.a\.|b\.s\.|\bBE\b(?=\s+(?:in|/|or|\())|(?:^|(?<=[,;(|]\s)|(?<=[,;(|]))BA\b|\bBA(?=\s+(?:in|degree|\(|honou?rs)|,)|\bBS(?=\s+(?:in|degree|\()|,|/|$)|a\.?b\.?(?=\s+in)|hons\b|licence pro|licenciatura|university degree|college degree|four[- ]year degree|4[- ]year degree|degree[- ]level|degree[- ]educated|university graduate|college graduate|graduate of|graduated? (?:in|from|with)|university education|first degree|\bdegrees?\b(?!\s+of)|studium|diplom\b|grado\b"),
    (ASSOCIATE, r"associate['’]?s?(?:['’]s)? degree|associate (?:of|in)|associates (?:of|in|degree)|foundation degree|hnd\b|hnc\b|two[- ]year degree|college diploma|diploma(?! supplement)|\bADN\b|\bA\.?A\.?S?\.?(?=\s+(?:in|degree))|polytechnic"),
    (UPPER, r"a[- ]levels?|abitur|baccalaur\w+|btec|leaving certificate|vce|hsc|matura|highers|year 12|grade 12|12th|international baccalaureate|ib diploma|bac\b"),
    (SCHOOL, r"high school(?: diploma)?|secondary (?:school|education)|ged\b|gcses?|o[- ]levels?|ssc\b|matric\w*|10th|school leaving|junior cert\w*|hs diploma|school diploma"),
)  # fmt: skip
_PATTERNS = tuple(
    (level, re.compile(rf"(?<![\w.])(?:{pattern})", re.IGNORECASE if level != -1 else 0)) for level, pattern in _LEVELS
)
_BACHELOR = re.compile(
    r"bachelor|undergraduate|\bb\.?\s?(?:sc|a|s|e|tech|eng|com|ed|n)\b|\bbba|\bbca|\bllb|\bbsn|\bbsw|hons|university|college degree|four[- ]year",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|of)\s+(?:an?\s+|the\s+)?(?P<subject>[^.;()]+)", re.IGNORECASE)
_NO_SUBJECT = words("""
degree degrees field fields related relevant similar equivalent subject subjects discipline disciplines any area areas
or and a an the in of other another required preferred from university college accredited recognised recognized
institution level science sciences arts bachelor bachelors master masters bachelor's master's associate associate's
doctorate diploma high school experience years work combination equivalent education minimum least at plus with good
honours hons bsc msc ba ma bs ms be b.e b.tech btech mca mba m.tech ged phd minimum 2:1 2.1 1st class lieu technical
quantitative numerate such as eg graduate graduates undergraduate postgraduate qualification similar comparable must
have hold holding desirable essential is will be considered higher above some formal your you we need needed completed
full applied stem bachelors bac study studies studied university-level
""")  # fmt: skip
_SOFT = re.compile(
    r"\b(?:related|relevant|similar|equivalent|comparable|or other|another|quantitative|technical|numerate|stem|any (?:field|subject|discipline))\b",
    re.IGNORECASE,
)
_SAME_SUBJECT = (
    frozenset(("computer", "comput", "software", "informat", "informatic", "it", "cs")),
    frozenset(("econom", "economic")), frozenset(("math", "mathematic", "maths", "statist", "statistic")),
    frozenset(("nurs", "nursing")), frozenset(("account", "accounting", "financ", "finance")), frozenset(("market", "marketing")), frozenset(("busin", "business", "management", "manag", "commerc", "commerce")),
    frozenset(("engineer", "engineering")), frozenset(("educ", "educat", "teach")), frozenset(("law", "legal", "llb")),
)  # fmt: skip
_IMPLIED = {
    "bsn": "nursing",
    "msn": "nursing",
    "adn": "nursing",
    "llb": "law",
    "llm": "law",
    "jd": "law",
    "mba": "business",
    "bba": "business",
    "bcom": "commerce",
    "b.com": "commerce",
    "b.ed": "education",
    "bed": "education",
    "bsw": "social",
    "msw": "social",
    "bca": "computer",
    "mca": "computer",
    "pgce": "education",
    "b.eng": "engineering",
    "beng": "engineering",
    "meng": "engineering",
    "b.tech": "engineering",
    "btech": "engineering",
}


def level_of(text: str, lowest: bool = False) -> int | None:
    """The level of the degree that a text names; of several the highest, or the lowest."""
    text = re.sub(r"\bhigh school\b", "high\u00a0school", text, flags=re.IGNORECASE)
    found = [level for level, pattern in _PATTERNS if pattern.search(text.replace("\u00a0", " "))]
    if (
        SCHOOL in found
        and BACHELOR in found
        and not re.search(r"bachelor|b\.?sc|university|college|\bba\b|\bbs\b", text, re.IGNORECASE)
    ):
        found.remove(BACHELOR)
    if (
        ASSOCIATE in found
        and SCHOOL in found
        and re.search(
            r"(?:high\W?school|hs|school|ged)\W{1,3}(?:or )?(?:leaving )?diploma|diploma or ged", text, re.IGNORECASE
        )
    ):
        found.remove(ASSOCIATE)
    if (
        ASSOCIATE in found
        and BACHELOR in found
        and re.search(r"associate", text, re.IGNORECASE)
        and not re.search(r"bachelor|b\.?sc|\bba\b|\bbs\b|university degree|hons", text, re.IGNORECASE)
    ):
        found.remove(BACHELOR)
    if BACHELOR in found and len(found) > 1 and not _BACHELOR.search(text):
        found.remove(BACHELOR)  # "master's degree": the word alone
    if not found:
        return None
    return min(found) if lowest else max(found)


def _subjects(text: str, held: bool = False) -> frozenset[str]:
    words = re.findall(r"[a-z][a-z.'’+-]*", text.casefold())
    implied = [_IMPLIED[word] for word in (word.strip(".") for word in words) if word in _IMPLIED] if held else []
    found = []
    for match in _IN.finditer(text):
        found += re.findall(r"[a-z][a-z'’-]+", match["subject"].casefold())
    if not found and (match := re.search(r"\(([^()]+)\)", text)):
        found = re.findall(r"[a-z][a-z'’-]+", match[1].casefold())
    if not found and (match := re.search(r"\b([A-Z]?[a-z]+(?: [a-z]+)?) (?:degree|graduate|diploma)\b", text)):
        found = re.findall(r"[a-z][a-z'’-]+", match[1].casefold())
    return frozenset(family(word) for word in [*found, *implied] if word not in _NO_SUBJECT and len(word) > 1)


def _agree(asked: frozenset[str], held_words: frozenset[str]) -> bool:
    if asked & held_words:
        return True
    return any(group & asked and group & held_words for group in _SAME_SUBJECT)


def judge_degree(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """Bachelor < Master < doctorate; with a subject, a degree in that subject. Of levels joined by "or" the lowest counts."""
    wanted = level_of(asked, lowest=bool(re.search(r"\bor\b|/", asked)))
    if wanted is None:
        return Answer(Status.UNCLEAR)
    subjects = (
        _subjects(re.sub(r"\bor\s+(?:an?\s+)?(?:equivalent|related|similar).*$", "", asked, flags=re.IGNORECASE))
        if wanted >= ASSOCIATE
        else frozenset()
    )
    soft = _SOFT.search(asked) is not None
    answer = MISSING
    for at, line in enumerate(lines):
        level = level_of(line)
        if level is None or _is_asking(line):
            continue
        if level < wanted or is_planned(line):
            continue
        if not subjects:
            status = Status.MET
        else:
            words = frozenset(family(word) for word in re.findall(r"[a-z][a-z'’-]*", line.casefold())) | _subjects(
                line, True
            )
            status = (
                Status.MET
                if _agree(subjects, words)
                else Status.UNCLEAR
                if soft or not _subjects(line, True)
                else Status.MISSING
            )
        answer = best([answer, Answer(status, at)])
    if answer.status is Status.MISSING and re.search(
        r"\bequivalent (?:\w+ ){0,2}experience|\bor (?:relevant |equivalent |comparable |similar )?(?:work )?experience\b|\bor equivalent\b",
        asked,
        re.IGNORECASE,
    ):
        return Answer(Status.UNCLEAR, answer.line)
    return answer


def _is_asking(line: str) -> bool:
    return len(line.split()) > 30
