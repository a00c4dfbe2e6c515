"""Languages with their levels: CEFR A1 to C2, native above all, and the words that people use for them."""

import re
from collections.abc import Sequence

from dataset_builder.text.dates import Date
from dataset_builder.text.posts.requirement_kinds import LANGUAGE, LANGUAGES
from dataset_builder.text.qualifications.answer import MISSING, Answer, best, worst
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.statements import DENIAL, WISH

_NATIVE, _FLUENT = 7, 5
# Words for levels, the surest first; CEFR counts A1 = 1 to C2 = 6. Fluent is met from C1 on.
_LEVELS = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), level)
    for pattern, level in (
        (
            r"from (?:home|birth|the cradle)|at home|home language|grew up (?:with|speaking)|native(?:[- ](?:speaker|level|proficiency))?|mother[- ]tongue|first language|l1|muttersprach\w*|moedertaal|moedertaalspreker|modersmål|język ojczysty|mother[- ]tongue level|langue maternelle|lengua materna|nativ[oa]|madrelingua|bilingual",
            _NATIVE,
        ),
        (r"c2|near[- ]native|proficient user|full professional(?: proficiency)?|mastery", 6),
        (
            r"c1|fluent(?:ly)?|fluency|read,? write,? (?:and )?speak|excellent|advanced|very good|verhandlungssicher|fließend|courant|fluido|strong|superior",
            _FLUENT,
        ),
        (
            r"b2|upper[- ]intermediate|professional(?: working)?(?: proficiency)?|business(?:[- ](?:level|fluent|proficiency))?|working proficiency|proficient|proficiency|competent|good command|good",
            4,
        ),
        (r"b1|intermediate|conversational|limited working(?: proficiency)?|moderate|working knowledge|fair", 3),
        (
            r"(?:\d|one|two|three|four)\s*(?:years?|yrs?)[’']?\s*(?:(?:of|in|at)\s+)?(?:college|high school|school|university|uni|class\w*|evening class\w*)|a2|elementary|pre[- ]intermediate|grundkenntnisse|basic(?:s)?|some|limited|school(?:[- ]level)?|gcse|small talk|canteen|kitchen|tourist|holiday|survival|rusty",
            2,
        ),
        (
            r"a1|forgotten|greetings?|phrases?|(?:a )?few words|kitchen|survival|tourist|holiday|very little|beginner|novice|notions|learning|a little|little",
            1,
        ),
    )
)
_NAMES = re.compile(rf"\b{LANGUAGE}\b", re.IGNORECASE)
_SAME = {
    "deutsch": "german", "englisch": "english", "französisch": "french", "spanisch": "spanish", "italienisch": "italian", "anglais": "english",
    "allemand": "german", "espagnol": "spanish", "inglés": "english", "alemán": "german", "francés": "french", "mandarin": "chinese", "farsi": "persian",
    "nederlands": "dutch", "frans": "french", "engels": "english", "duits": "german", "spaans": "spanish", "italiaans": "italian", "polski": "polish", "angielski": "english", "niemiecki": "german", "français": "french", "português": "portuguese", "italiano": "italian", "inglese": "english", "francese": "french", "tedesco": "german", "español": "spanish", "svenska": "swedish", "norsk": "norwegian", "dansk": "danish", "kiswahili": "swahili", "dholuo": "luo", "isizulu": "zulu", "isixhosa": "xhosa",
    "kroatisch": "croatian", "serbisch": "serbian", "bosnisch": "bosnian", "slowenisch": "slovenian", "polnisch": "polish", "russisch": "russian", "ukrainisch": "ukrainian", "türkisch": "turkish", "niederländisch": "dutch", "portugiesisch": "portuguese", "rumänisch": "romanian", "bulgarisch": "bulgarian", "ungarisch": "hungarian", "tschechisch": "czech", "slowakisch": "slovak", "griechisch": "greek", "arabisch": "arabic", "persisch": "persian", "chinesisch": "chinese", "japanisch": "japanese", "koreanisch": "korean", "schwedisch": "swedish", "dänisch": "danish", "norwegisch": "norwegian", "finnisch": "finnish", "albanisch": "albanian", "néerlandais": "dutch", "portugais": "portuguese", "polonais": "polish", "russe": "russian", "turc": "turkish", "arabe": "arabic", "holandés": "dutch", "portugués": "portuguese", "árabe": "arabic",
    "filipino": "tagalog", "gaeilge": "irish", "cymraeg": "welsh", "română": "romanian", "türkçe": "turkish", "magyar": "hungarian", "čeština": "czech", "suomi": "finnish", "british sign language": "bsl", "american sign language": "asl", "gaelic": "irish", "flemish": "dutch",
}  # fmt: skip
_TEST = re.compile(r"\b(IELTS|TOEFL|TOEIC|PTE|OET)\b\D{0,24}(\d{1,3}(?:\.\d)?)", re.IGNORECASE)
_OR = re.compile(
    r"\s+or\s+(?!higher|above|better|equivalent|similar)|\s*/\s*|\beither\b|\be\.?g\.|\bsuch as\b|\bfor example\b|\bideally\b|\bone (?:more|other)\b",
    re.IGNORECASE,
)


# A level that is still to come: "B1, B2 course started".
_LEARNT = re.compile(
    r"\b[ABC][12]\b(?=[\s-]*(?:(?:evening|online|language|intensive)[\s-]+)?(?:course|class\w*|exam|kurs|lessons|in progress|started|planned|booked|next|by (?:next|the end)))"
    r"|\b(?:towards?|preparing(?: for)?|studying(?: for)?|learning|attending|taking|enrolled (?:in|on)|aiming (?:for|at)|booked for|starting|next:?|(?:course|class\w*|lessons|exam|test)\s+(?:for|to|at|in))\s+(?:\w+\s+){0,2}?[ABC][12]\b",
    re.IGNORECASE,
)


_OF_ALL = re.compile(r"^[^.;|]{0,60}\b(?:all|both|each)\b", re.IGNORECASE)


def _level(text: str) -> int | None:
    """The level that a piece states: the earliest of the words, since several may stand there ("C1, fluent")."""
    text = _LEARNT.sub(" ", text)
    found = [(match.start(), level) for pattern, level in _LEVELS if (match := pattern.search(text))]
    return max((level for _, level in found), default=None) if found else None


def _languages(text: str) -> list[tuple[str, int | None]]:
    """Each language of a text with its level: behind it up to the next one, or before it, or before a list of them."""
    matches = list(_NAMES.finditer(text))
    found: list[tuple[str, int | None]] = []
    for at, match in enumerate(matches):
        end = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        behind = re.split(r"[;|\n]|\.\s", text[match.end() : end])[0]
        # "Spanish: native, English: C1": what stands before the next language is its own if it leans on it
        lean = re.search(r"[,;/|·•]\s*[^,;/|·•()]*$", behind) if at + 1 < len(matches) else None
        own = behind[: lean.start()] if lean else behind
        # "English, a little Konkani": the level is of a language that is not known here
        own = re.split(r"[,;]\s*(?:and\s+)?(?=(?:a )?(?:little|some|basic|bit of|school|conversational)\s+[A-Z])", own)[
            0
        ]
        start = matches[at - 1].end() if at else 0
        before = text[start : match.start()]
        before = re.split(r"[,;|·•)]|\band\b(?=\s*$)", before)[-1] if re.search(r"[,;|·•)]", before) else before
        level = _level(own)
        if level is None:
            level = _level(before)
        if level is None and at and re.fullmatch(r"\s*(?:,|and|&|or|/|,\s*and)\s*", text[start : match.start()]):
            level = found[-1][1]
        name = match.group().casefold()
        found.append((_SAME.get(name, name), level))
    # "English, Hindi, Marathi (read, write, speak all)": the level behind a list is of all that have none
    if len(found) > 1 and _OF_ALL.search(text[matches[-1].end() :]) and found[-1][1] is not None:
        found = [(name, found[-1][1] if level is None else level) for name, level in found]
    # "English and French (fluent)": the level behind a pair is of both
    for at in range(len(found) - 1):
        between = text[matches[at].end() : matches[at + 1].start()]
        paired = re.fullmatch(r"\s*(?:and|&|/|or)\s*", between) is not None and found[at][1] is None
        if paired and _level(text[: matches[at].start()]) is None and _level(text[matches[at + 1].end() :]) is not None:
            found[at] = (found[at][0], found[at + 1][1])
    return found


def judge_language(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """All the languages that are joined by "and", one of those joined by "or", each at its level or above."""
    if (test := _TEST.search(asked)) is not None:
        tested = _by_test(test, lines)
        if tested.status is not Status.MISSING or not _NAMES.search(asked):
            return tested
    wanted = _languages(asked)
    bilingual = re.search(r"\bbilingual\b", asked, re.IGNORECASE) is not None
    if bilingual:  # "bilingual English/Spanish" asks for both, and a resume in English shows that one
        wanted = [(name, 4 if level in (None, _NATIVE) else level) for name, level in wanted]
        wanted = [one for one in wanted if one[0] != "english"] or wanted
    if not wanted:
        return _bilingual(lines)
    answers = [_one(name, level, lines, _GRADE.search(asked) is not None) for name, level in dict.fromkeys(wanted)]
    return best(answers) if len(answers) > 1 and not bilingual and _OR.search(asked) else worst(answers)


def _by_test(test: re.Match, lines: Sequence[str]) -> Answer:
    for at, line in enumerate(lines):
        held = _TEST.search(line)
        if held is not None and held[1].casefold() == test[1].casefold():
            return Answer(Status.MET if float(held[2]) >= float(test[2]) else Status.MISSING, at)
    return MISSING


def _bilingual(lines: Sequence[str]) -> Answer:
    names = {name for line in lines for name, level in _languages(line) if level is None or level >= 4}
    return Answer(Status.MET if len(names) >= 2 else Status.UNCLEAR)


# Says where something is from, not what is spoken: "Irish creches", "a Spanish citizen".
_OF_COUNTRY = re.compile(
    rf"\b{LANGUAGE}\s+(?:cr[eè]ches?|schools?|compan(?:y|ies)|clients?|citizen\w*|nationals?|nationality|passport|restaurants?|markets?|customers?|born|law|cuisine|food|kitchens?|hospitals?|firms?|suppliers?|branch\w*|subsidiary|army|navy|tax\w*|standards?|licen[cs]e|full|history|residen\w*|roads?|wines?|offices?|plants?|universit\w+|harbours?|farms?|hotels?|homes?|games?)\b",
    re.IGNORECASE,
)


# "English. No Welsh beyond the anthem": one that is denied is not held, and the others of the line are.
_NO_LANGUAGE = re.compile(rf"\b(?:no|not(?: speak(?:ing)?)?|without|(?:don['’]t|do not|never|can['’]t|cannot) (?:speak|know|learn\w*))\s+(?:any |much |yet |spoken |written )?(?P<name>{LANGUAGE})\b[^.;,|]*", re.IGNORECASE)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[a-z)])[.;]\s+")


_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_GRADE = re.compile(r"\b[ABC][12]\b")


def _one(name: str, wanted: int | None, lines: Sequence[str], graded: bool = False) -> Answer:
    answer = MISSING
    for at, line in enumerate(lines):
        lowered = line.lower()
        if not (LANGUAGES.intersection(_TOKEN.findall(lowered)) or "sign language" in lowered):
            continue
        if any(map(lowered.__contains__, ("no", "can", "without"))):
            denied = {_SAME.get(said.casefold(), said.casefold()) for said in _NO_LANGUAGE.findall(line)}
            if name in denied and answer.line is None:
                answer = Answer(Status.MISSING, at)
            line = _NO_LANGUAGE.sub(" ", line)
        line = ". ".join(part for part in _SENTENCE.split(line) if not DENIAL.search(part) and not WISH.search(part))
        line = _OF_COUNTRY.sub(" ", line)
        for language, level in _languages(line):
            if language != name:
                continue
            if level is None:
                status = Status.MET if wanted is None or (wanted <= 4 and _listed(line)) else Status.UNCLEAR
            elif wanted is None:
                status = Status.MET if level >= 3 else Status.UNCLEAR
            else:
                status = Status.MET if level >= wanted else Status.MISSING
                if level == wanted - 1 and not (graded and _GRADE.search(line)):
                    status = Status.UNCLEAR  # words for levels are no scale
            answer = (
                best([answer, Answer(status, at)])
                if answer.line is not None or status is not Status.MISSING
                else Answer(status, at)
            )
    if answer.status is Status.MISSING and answer.line is None and name == "english":
        return Answer(Status.UNCLEAR)  # a resume in English that does not name it
    return answer


_USED_IN_PART = re.compile(
    r"\b(?:partly|in part|sometimes|occasional\w*|mostly|meetings?|translat\w+|interpreters?)\b", re.IGNORECASE
)


def _listed(line: str) -> bool:
    """A list of languages without levels names those that a person speaks."""
    return (len(_NAMES.findall(line)) >= 2 and not _USED_IN_PART.search(line)) or len(line.split()) <= 4
