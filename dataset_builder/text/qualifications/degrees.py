"""Degrees by their level, and by their subject where one is asked.

Bachelor < Master < doctorate, with what schools and colleges give below them. Of levels and subjects joined by "or" one is
enough. A subject is met by itself or, where the post says "or related", by one of the same faculty; where the faculty is
another the degree is missing only for subjects that no other teaches.
"""

import re
from collections.abc import Sequence

from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.names.families import family
from dataset_builder.text.qualifications.answer import MISSING, Answer, best
from dataset_builder.text.qualifications.degree_words import (
    ASSOCIATE,
    BACHELOR,
    ENGLISH,
    EXACT,
    FACULTIES,
    HEADS,
    NAMED_BACHELOR,
    NO_SUBJECT,
    PATTERNS,
    SCHOOL,
    UPPER,
)  # fmt: skip
from dataset_builder.text.qualifications.validity import is_planned
from dataset_builder.text.requirement_status import Status

_IN = re.compile(r"\b(?:in|of|en|di)\s+(?:an?\s+|the\s+)?(?P<subject>[^.;()]+)", re.IGNORECASE)
_SOFT = re.compile(
    r"\b(?:related|relevant|similar|equivalent|comparable|or other|another|quantitative|technical|numerate|stem|any (?:field|subject|discipline))\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\bequivalent (?:\w+ ){0,2}experience|\bor (?:relevant |equivalent |comparable |similar )?(?:work )?experience\b|\bor equivalent\b|\bor (?:an? )?(?:equivalent|comparable) qualification|\bthinking\b|\bor (?:by |through )?(?:life |work )?experience\b",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:[A-ZÀ-Ý][\w.'’-]+ ){0,4}(?:University|College|Institute|School|Academy|Polytechnic|Universit[àéä]t?|Hochschule|FH|TU)\b(?: (?:of|for|di|de|at) (?:the )?[A-Z][\w'’-]+(?:(?: and| &)? [A-Z][\w'’-]+)*)?"
)
# What ends the subjects of a clause.
_AFTER = re.compile(
    r"\s*(?:,\s*)?\b(?:or\s+(?:an?\s+)?(?:(?:other|another|any|closely)\s+)*(?:equivalent|related|similar|relevant|comparable)\b|is\b|are\b|required|preferred|essential|desirable|with\b|from\b|plus\b|combined|and (?:\d|at least|proven|experience)|or (?:\d|four|five|three|two) ).*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-zà-ÿ][a-zà-ÿ.'’+-]*")


def level_of(text: str, lowest: bool = False) -> int | None:
    """The level that a text names, by default the highest; None where it names none."""
    found = [level for level, pattern in PATTERNS if pattern.search(text.replace("\u00a0", " "))]
    if SCHOOL in found and BACHELOR in found and not re.search(r"bachelor|b\.?sc|university|college|\bba\b|\bbs\b", text, re.IGNORECASE):  # fmt: skip
        found.remove(BACHELOR)
    if ASSOCIATE in found and (SCHOOL in found or UPPER in found) and re.search(
        r"(?:high\W?school|hs|school|ged|ib)\b.{0,24}\bdiploma|diploma or ged", text, re.IGNORECASE
    ):  # fmt: skip
        found.remove(ASSOCIATE)
    if (
        ASSOCIATE in found
        and BACHELOR in found
        and re.search(r"associate|postgraduate", text, re.IGNORECASE) is not None
        and not re.search(r"bachelor|b\.?sc|\bba\b|\bbs\b|university degree|hons|postgraduate", text, re.IGNORECASE)
    ):
        found.remove(BACHELOR)
    if BACHELOR in found and len(found) > 1 and not NAMED_BACHELOR.search(text):
        found.remove(BACHELOR)  # "master's degree": the word alone
    if not found:
        return None
    return min(found) if lowest else max(found)


def _families(text: str) -> frozenset[str]:
    """The families of the words of a subject, in English."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        word = word.strip(".'’-")
        found += ENGLISH.get(word, word).split()
        if word.startswith("dipl") and "-" in word:
            found += ENGLISH.get(word.rpartition("-")[2], "").split()
    return frozenset(family(word) for word in found if word not in NO_SUBJECT and len(word) > 1)


def _asked_subjects(asked: str) -> list[frozenset[str]]:
    """The subjects of which one is asked, each by its telling words; none where any will do."""
    text = _AFTER.sub("", asked)
    said = [match["subject"] for match in _IN.finditer(text)]
    before = re.search(r"\b([A-Z]?[a-z]+(?: [a-z]+)?) (?:degree|graduate|diploma)\b", text)
    if not said and before and _families(before[1]):
        said = [before[1]]
    if not said and (match := re.search(r"\(([^()]+)\)", asked)):
        said = [part for part in re.split(r"\s*,\s*|\s+or\s+|\s*/\s*", match[1]) if level_of(part) is None]
    parts = [part for one in said for part in re.split(r"\s*,\s*(?:or\s+)?|\s+or\s+|\s*/\s*|\bin\b|\bof\b", one)]
    found = [words for part in parts if (words := _families(part))]
    own = [frozenset(family(part) for part in ENGLISH[word].split()) for word in _short_names(text)]
    return list(dict.fromkeys([*found, *own])) if found or own else []


def _short_names(text: str) -> list[str]:
    """Degrees whose short name says their subject ("BSN"), where no other level is asked beside them."""
    if re.search(r"\bmba\b", text, re.IGNORECASE) and not re.search(r"master|bachelor|degree|\b[bm]\.?\s?(?:sc|e|tech|ca|com)\b", text, re.IGNORECASE):  # fmt: skip
        return ["mba"]
    return [word for word in re.findall(r"[a-z.]+", text.casefold()) if word in ("bsn", "msn", "adn", "llb", "bsw", "msw", "mpharm", "pharmd")]  # fmt: skip


def _held_subject(line: str) -> frozenset[str]:
    return _families(_INSTITUTION.sub(" ", line))


def _akin(word: str, other: str) -> bool:
    """One subject in two forms: agriculture and agricultural, accounting and accountancy."""
    if word == other:
        return True
    short = min(len(word), len(other))
    return short >= 5 and word[:5] == other[:5] and abs(len(word) - len(other)) <= 5 and word[:6] == other[:6]


def _shares(words: frozenset[str], others: frozenset[str]) -> bool:
    return any(_akin(word, other) for word in words for other in others)


def _agree(asked: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a degree is in a subject: one of the words that say what it is of, else the plain one ("engineering")."""
    telling = asked - HEADS
    return _shares(telling or asked, held)


def _faculties(subjects: frozenset[str]) -> frozenset[int]:
    return frozenset(at for at, group in enumerate(FACULTIES) if _shares(group, subjects - HEADS))


def _of_subject(asked: Sequence[frozenset[str]], line: str, following: str, soft: bool) -> Status:
    """Whether the degree of a line is in one of the subjects."""
    held = _held_subject(line)
    if any(_agree(one, held) for one in asked):
        return Status.MET
    named = _subject_named(line)
    if not named:
        return Status.MET if any(_agree(one, _held_subject(following)) for one in asked) else Status.UNCLEAR
    wanted, have = _faculties(frozenset().union(*asked)), _faculties(held)
    if not soft:  # one faculty teaches both: "B.Com" where business administration is asked
        return Status.UNCLEAR if wanted & have else Status.MISSING
    if wanted & have:
        return Status.MET
    return Status.MISSING if wanted and have and wanted <= EXACT else Status.UNCLEAR


def _subject_named(line: str) -> bool:
    """Whether a line says what its degree is in."""
    bare = _INSTITUTION.sub(" ", line)
    return bool(_faculties(_families(bare))) or re.search(r"\b(?:in|of|en)\s+(?!science\b|arts\b)[a-zà-ÿ]", bare, re.IGNORECASE) is not None  # fmt: skip


def judge_degree(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """Bachelor < Master < doctorate; with a subject, a degree in that subject. Of levels joined by "or" the lowest counts."""
    wanted = level_of(asked, lowest=bool(re.search(r"\bor\b|/", asked)))
    if wanted is None:
        return Answer(Status.UNCLEAR)
    if wanted == SCHOOL and (grades := _asked_grades(asked)):
        return _school_subjects(grades, asked, lines)
    subjects = _asked_subjects(asked) if wanted >= ASSOCIATE else []
    soft = _SOFT.search(asked) is not None
    answer, any_level, begun = MISSING, False, None
    enrolled = re.search(
        r"\b(?:enrol(?:l?ed|l?ment)|pursuing|studying|working towards?|completing|current student)\b",
        asked,
        re.IGNORECASE,
    )
    for at, line in ((at, piece) for at, whole in enumerate(lines) for piece in _pieces(whole)):
        level = level_of(line)
        if level is None or _is_asking(line):
            continue
        any_level = True
        if level < wanted or (not enrolled and _is_open(line, today)):
            begun = at if level >= wanted else begun
            continue
        if level == wanted and _is_lower_step(asked, line):
            answer = best([answer, Answer(Status.MISSING, at)])
            continue
        following = lines[at + 1] if at + 1 < len(lines) else ""
        status = _of_subject(subjects, line, following, soft) if subjects else Status.MET
        if status is Status.MET and _PROGRAMME.search(line) and not _AWARDED.search(line):
            status = Status.UNCLEAR
        if status is Status.MET and _is_lower_class(asked, line):
            status = Status.MISSING
        answer = best([answer, Answer(status, at)])
    if answer.status is Status.MISSING and answer.line is None and begun is not None and not _INSTEAD.search(asked):
        shown = _alternative(asked, lines)  # what is being studied is not held yet
        return Answer(Status.MISSING, begun) if shown is None else Answer(Status.MET, shown)
    if answer.status is Status.MISSING and subjects and answer.line is None:
        told = next((at for at, line in enumerate(lines) if _tells_of(subjects, line)), None)
        if told is not None:
            return Answer(Status.UNCLEAR, told)
    if answer.status is Status.MISSING and (told := _alternative(asked, lines)) is not None:
        return Answer(Status.MET, told)
    if answer.status is Status.MISSING and answer.line is None and wanted >= ASSOCIATE:
        studied = next((at for at, line in enumerate(lines) if _STUDIED.search(line) and not _says_level(line)), None)
        if studied is not None:
            return Answer(Status.UNCLEAR, studied)  # of what level, the line does not say
    if answer.status is Status.MISSING and (_INSTEAD.search(asked) or (wanted <= UPPER and not any_level)):
        return Answer(Status.UNCLEAR, answer.line)
    return answer


# A line of education with its year that names no degree: "Journalism, University of the Brazos, 2021".
_STUDIED = re.compile(
    r"\b(?:universit\w+|polytechnic|institute of technology|state college)\b.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\b(?:universit\w+|polytechnic|institute of technology|state college)\b",
    re.IGNORECASE,
)
# Somebody who works there, or learnt a piece.
_NO_STUDY = re.compile(
    r"\b(?:assistant|lecturer|professor|researcher|officer|administrator|technician|nurse|manager|clerk|tutor|coach|cook|hospital|press|courses?|workshop|certificate|module|present|now|employed|for the)\b",
    re.IGNORECASE,
)


def _says_level(line: str) -> bool:
    return level_of(line) is not None or _UNFINISHED.search(line) is not None or _NO_STUDY.search(line) is not None


_OR = re.compile(r"\s*(?:\bor\b|/|,)\s*", re.IGNORECASE)
# An alternative to a degree that has no level: it is held where its words stand on one line.
_TRAINING = re.compile(
    r"\b(?:apprentice\w*|traineeship|journey(?:man|person|worker)\w*|trade certificate)\b", re.IGNORECASE
)


def _alternative(asked: str, lines: Sequence[str]) -> int | None:
    """The line that shows what may stand in place of a degree, in its own words ("Engineering apprenticeship or HNC")."""
    for part in _OR.split(asked):
        if _TRAINING.search(part) and level_of(part) is None:
            words = _families(part)
            for at, line in enumerate(lines):
                if words <= _families(line) and not _UNFINISHED.search(line):
                    return at
    return None


_LEARNT = re.compile(
    r"\b(?:diploma|degree|course|qualif\w+|graduat\w+|studied|read|trained|college|university)\b", re.IGNORECASE
)


def _tells_of(subjects: Sequence[frozenset[str]], line: str) -> bool:
    """Whether a sentence speaks of having learnt one of the subjects, in words that name no degree."""
    return _LEARNT.search(line) is not None and any(one <= _families(line) for one in subjects)


_UNFINISHED = re.compile(
    r"\b(?:incomplete|unfinished|not (?:completed|finished|awarded|graduated)|no degree|did(?: not|n['’]t) (?:complete|finish|graduate)|never finished|left (?:early|before|without|in|after)|dropped|withdrew|discontinued|credits|coursework (?:toward|for|in)|towards? (?:a |my )?|some college|one year of|two years of|\d of \d (?:years|semesters)|all but dissertation|\babd\b|thesis (?:pending|open)|(?:1st|2nd|3rd|4th|first|second|third|final)[- ]year\b(?! (?:project|dissertation|result|prize))|(?:\d|two|three) modules|deferred|paused|interrupted|abgebrochen|exmatrikuliert|non terminé|inacabad\w+|sin terminar|ongoing|in progress|part[- ]way|currently)\b",
    re.IGNORECASE,
)


# Years in a programme without a word that it was finished.
_PROGRAMME = re.compile(
    r"\b(?:m\.?sc|b\.?sc|b\.?a|m\.?a|master['’]?s?|bachelor['’]?s?|degree|ph\.?d|doctoral) (?:programme|program|studies)\b",
    re.IGNORECASE,
)
_AWARDED = re.compile(r"\b(?:graduat\w+|completed|awarded|obtained|passed|conferred|finished|defended|gpa|grade|distinction|hons)\b", re.IGNORECASE)  # fmt: skip


def _is_open(line: str, today: Date) -> bool:
    """Whether a degree is not held yet, or never was finished."""
    if is_planned(line) or _UNFINISHED.search(line):
        return True
    spans = read_spans(line, Date(today.year + 12, 12))
    ends = [span for span in spans if span.start is not None]
    return bool(ends) and all(span.present or (span.end or span.start).first > today.first for span in ends)


# "Level 3 Diploma", "NVQ level 2": the step of a vocational qualification.
_STEP = re.compile(r"\b(?:level|nvq|svq|rqf|qqi)(?:\s+level)?\s*(\d)\b", re.IGNORECASE)


def _is_lower_step(asked: str, line: str) -> bool:
    """Whether both name the step of a vocational qualification, and the line one below all that are asked."""
    wanted, held = (list(map(int, _STEP.findall(text))) for text in (asked, line))
    return bool(wanted) and bool(held) and max(held) < min(wanted)


_CLASSES = (
    r"\b(?:first|1st)\b",
    r"\b2[:.]1\b|\bupper second|\b2i\b",
    r"\b2[:.]2\b|\blower second|\b2ii\b",
    r"\b(?:third|3rd)\b|\bpass degree",
)


def _is_lower_class(asked: str, line: str) -> bool:
    """Whether a post asks for a class of honours above the one that a line names."""
    wanted = [at for at, pattern in enumerate(_CLASSES) if re.search(pattern, asked, re.IGNORECASE)]
    held = [at for at, pattern in enumerate(_CLASSES) if re.search(pattern, line, re.IGNORECASE)]
    return bool(wanted) and bool(held) and min(held) > max(wanted)


def _pieces(line: str) -> list[str]:
    """The sentences of a line that names several things: "BSc Agriculture, 2021. Licence booked for May"."""
    pieces = re.split(r"(?:(?<=[a-z]{4})|(?<=\d\d)|(?<=\)))[.;]\s+(?=[A-Z])|\s*[|•]\s*", line)
    return [piece for piece in pieces if level_of(piece) is not None] or [line] if len(pieces) > 1 else [line]


# Words of a sentence that tells of a degree.
_LONGEST_TOLD = 45


def _is_asking(line: str) -> bool:
    return len(line.split()) > _LONGEST_TOLD


# ------------------------------------------------------------------------------------------------- subjects of schools

_SCHOOL_SUBJECT = re.compile(r"\b(english|maths?|mathematics|science|physics|chemistry|biology)\b", re.IGNORECASE)
_GRADE = re.compile(r"\s*(?:language|literature|lang|lit)?\s*[-–:(]?\s*(?:grade\s*)?(A\*|[A-G](?![a-z])|[1-9](?!\d))")
_LETTERS = {"A*": 8, "A": 7, "B": 6, "C": 4, "D": 3, "E": 2, "F": 1, "G": 1}


def _grade(text: str) -> int:
    return int(text) if text.isdigit() else _LETTERS[text.upper()]


def _asked_grades(asked: str) -> list[str]:
    """The subjects of GCSEs or O levels that are asked."""
    if not re.search(r"gcse|o[- ]level", asked, re.IGNORECASE):
        return []
    return [_same_subject(match) for match in _SCHOOL_SUBJECT.findall(asked)]


def _same_subject(name: str) -> str:
    return "math" if name.casefold().startswith("math") else name.casefold()


def _school_subjects(wanted: Sequence[str], asked: str, lines: Sequence[str]) -> Answer:
    """Each asked subject in a line of school certificates, at the asked grade where both name one."""
    match = re.search(r"\b(?:grades?\s*)?(A\*|[A-G](?![\w'’])|[4-9])(?:\s*[-–/]\s*[A-Z0-9*]+)?\s*(?:\(|/|and above|or (?:above|higher|better)|\+)|grades?\s+([A-G4-9])\b", asked)  # fmt: skip
    least = _grade(match[1] or match[2]) if match else 0
    found: dict[str, tuple[Status, int]] = {}
    at_all = None
    for at, line in enumerate(lines):
        follows = at_all is not None and at == at_all + 1 and level_of(line) is not None
        if not follows and not re.search(r"gcse|o[- ]level|school certificate", line, re.IGNORECASE):
            continue
        at_all = at
        for subject in _SCHOOL_SUBJECT.finditer(line):
            grade = _GRADE.match(line, subject.end())
            low = grade is not None and least and _grade(grade[1]) < least
            found[_same_subject(subject[1])] = (Status.MISSING if low else Status.MET, at)
    if at_all is None:
        higher = [at for at, line in enumerate(lines) if (level_of(line) or 0) > SCHOOL and not _is_asking(line)]
        return Answer(Status.UNCLEAR, higher[0]) if higher else Answer(Status.UNCLEAR)
    answers = [found.get(subject, (Status.UNCLEAR, at_all)) for subject in wanted]
    worst = max(answers, key=lambda pair: (Status.MET, Status.UNCLEAR, Status.MISSING).index(pair[0]))
    return Answer(*worst)
