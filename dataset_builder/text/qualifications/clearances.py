"""Security clearances and checks by their order, and the right to work."""

import re
from collections.abc import Sequence

from dataset_builder.text.dates import Date
from dataset_builder.text.qualifications.answer import MISSING, Answer, best
from dataset_builder.text.qualifications.certificates import judge_certificate
from dataset_builder.text.qualifications.validity import is_expired, is_planned
from dataset_builder.text.requirement_status import Status

# Orders from the lowest; a higher one covers those below it.
_ORDERS = tuple(
    tuple(re.compile(rf"(?:{pattern})", flags) for pattern in order)
    for order, flags in (
        ((r"\bpublic trust\b", r"\bconfidential clearance\b|\bconfidential\b", r"(?<!top )(?<!top-)\bsecret\b", r"\btop[- ]secret\b|\bTS\b(?=\s*(?:clear|/|\())|\bTS clearance\b", r"\bTS\s?/\s?SCI\b|\btop[- ]secret\s?(?:/|with|\()\s?sci\b|\bSCI\b", r"\b(?:full[- ]scope|FSP|CI|lifestyle) poly\w*"), re.IGNORECASE),
        ((r"\bBPSS\b|\bbaseline personnel", r"\bCTC\b(?!\s*(?:\d|on|of|:))|\bcounter[- ]terrorist check", r"\bSC\b(?=[- ]?(?:clear|vetted|level|security|\)|$))|\bsecurity check(?:ed)?\b|\bSC[- ]cleared\b|\bsc clearance\b", r"\beSC\b", r"\bDV\b|\bdeveloped vetting\b", r"\beDV\b"), re.IGNORECASE),
        ((r"\bbaseline (?:clearance|vetting)\b|\bbaseline\b(?=.*clear)", r"\bNV\s?1\b|\bnegative vetting (?:level )?1\b", r"\bNV\s?2\b|\bnegative vetting (?:level )?2\b", r"\bPV\b(?=.*clear)|\bpositive vetting\b"), re.IGNORECASE),
        ((r"\breliability (?:status|clearance)\b", r"\blevel (?:ii|2) secret\b", r"\blevel (?:iii|3) top secret\b"), re.IGNORECASE),
        ((r"\bNPPV\s?1\b", r"\bNPPV\s?2\b", r"\bNPPV\s?3\b"), re.IGNORECASE),
        ((r"\bbasic (?:dbs|disclosure)\b", r"\bstandard (?:dbs|disclosure)\b", r"\benhanced (?:\w+ )?(?:dbs|crb|disclosure)\b|\bdbs (?:\(?enhanced\)?)|\benhanced disclosure\b"), re.IGNORECASE),
    )
)  # fmt: skip
_CHECK = re.compile(
    r"\b(?:dbs|crb|pvg|police|background|criminal record|vulnerable sector|working with children|wwcc|blue card|disclosure|garda|check)\b",
    re.IGNORECASE,
)
_CLEARANCE = re.compile(r"\bclear(?:ance|ed)\b|\bvett(?:ed|ing)\b", re.IGNORECASE)
_OBTAIN = re.compile(
    r"\b(?:able|ability|eligible|eligibility|willing(?:ness)?|must be able|prepared|subject) to\b|\bobtain\b|\b(?:can|could|will|to) get\b|\bundergo\b|\bsubject to\b|\bwill be (?:carried|required|run)\b",
    re.IGNORECASE,
)

_GET = re.compile(r"\bor (?:can|could|are able to|be able to|able to|eligible to) (?:get|obtain|hold)\b", re.IGNORECASE)


def _rank(text: str) -> tuple[int, int] | None:
    """(order, place in it) of the highest clearance that a text names."""
    found = [
        (number, place)
        for number, order in enumerate(_ORDERS)
        for place, pattern in enumerate(order)
        if pattern.search(text)
    ]
    return max(found, key=lambda pair: pair[1]) if found else None


def judge_clearance(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """A clearance by one as high or higher of the same country; a check by itself."""
    wanted = _lowest(asked)
    answer = MISSING
    lapsed: int | None = None
    for at, line in enumerate(lines):
        if not (_CLEARANCE.search(line) or _CHECK.search(line) or _rank(line)):
            continue
        if is_expired(line, today) or is_planned(line):
            had = _rank(line)
            if wanted is not None and had is not None and had[0] == wanted[0] and had[1] >= wanted[1]:
                lapsed = at
            continue
        if wanted is None:
            if _CHECK.search(asked):
                same = judge_certificate(asked, [line], today).status is Status.MET or _same_check(asked, line)
                status = Status.MET if same else Status.UNCLEAR  # "VSC": a check by another name
            else:
                status = Status.MET if _CLEARANCE.search(line) or _rank(line) else Status.MISSING
        else:
            held = _rank(line)
            if held is None and wanted[0] == 5 and re.search(r"\b(?:dbs|crb)\b", line, re.IGNORECASE):
                status = Status.UNCLEAR
            elif held is None or held[0] != wanted[0]:
                status = Status.MISSING
            else:
                status = Status.MET if held[1] >= wanted[1] else Status.MISSING
        answer = best([answer, Answer(status, at)]) if status is not Status.MISSING or answer.line is None else answer
    if answer.line is None and _CHECK.search(asked) and (wanted is None or wanted[0] == len(_ORDERS) - 1):
        return Answer(Status.UNCLEAR)  # a check that employers run: a resume need not tell of it
    if answer.status is Status.MISSING and lapsed is not None and _GET.search(asked):
        return Answer(Status.MET, lapsed)  # who held it can get it again
    if answer.status is Status.MISSING and _OBTAIN.search(asked):
        return Answer(Status.UNCLEAR, answer.line)
    return answer


def _lowest(asked: str) -> tuple[int, int] | None:
    found = [
        (number, place)
        for number, order in enumerate(_ORDERS)
        for place, pattern in enumerate(order)
        if pattern.search(asked)
    ]
    if not found:
        return None
    return (
        min(found, key=lambda pair: pair[1])
        if re.search(r"\bor\b|/(?!sci)", asked, re.IGNORECASE)
        else max(found, key=lambda pair: pair[1])
    )


def _same_check(asked: str, line: str) -> bool:
    return any(
        re.search(words, asked, re.IGNORECASE) and re.search(words, line, re.IGNORECASE)
        for words in (
            r"\b(?:dbs|crb)\b",
            r"(?:police|saps) (?:check|clearance|cert\w*)|criminal record",
            r"working with children|wwcc",
            r"vulnerable sector",
            r"worker screening",
            r"garda vetting|garda vetted",
            r"\bpvg\b",
        )
    )


_CITIZEN = re.compile(
    r"\b(?:citizen(?:ship)?|national(?:ity)?|passport|permanent resident|indefinite leave|ilr\b|settled status|green card|right to work|work (?:permit|visa|rights|authori[sz]ation)|working rights|authori[sz]ed to work|eligible to work|entitled to work|no (?:visa|sponsorship)|visa|british|american|singaporean|singapore (?:citizen|pr)|eu blue card|(?-i:PR)\b(?! (?:agency|manager|executive|campaign))|us citizen|eu citizen|residence permit|stamp [14]|(?-i:NZ|UK|EU|UAE) resident\w*|leave to remain|open work permit|working holiday)\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"\b(?:require|requires|requiring|need|needs|needing|seeking)\s+(?:\w+\s+){0,2}(?:sponsorship|visa|work permit)\b|\bsponsorship (?:is )?(?:required|needed)\b|\b(?:student|tourist|visitor|spouse) visa\b|\bno right to work\b|\bvisa expired\b",
    re.IGNORECASE,
)
_COUNTRIES = {
    "uk": r"\buk\b|settled status|indefinite leave|\bilr\b|united kingdom|british|britain|england|scotland|wales", "us": r"\bu\.?s\.?a?\b|united states|american|green card", "eu": r"\beu\b|european|german\w*|france|french|spain|spanish|ital\w+|dutch|netherlands|polish|poland|irish|ireland|portug\w+|austria\w*|croatian?|czech\w*|slovak\w*|sloveni\w+|hungar\w+|romanian?|bulgarian?|greek|greece|swedish|sweden|danish|denmark|finnish|finland|estonian?|latvian?|lithuanian?|maltese|malta|cypriot|cyprus|belgian|belgium|luxembourg\w*",
    "canada": r"canad\w+", "australia": r"australia\w*", "nz": r"new zealand|\bnz\b", "switzerland": r"swiss|switzerland", "india": r"indian?\b", "singapore": r"singapore\w*", "ireland": r"irish|ireland|\bstamp [1-6]\b",
}  # fmt: skip


def _countries(text: str) -> set[str]:
    # "us" is a word in small letters
    return {
        name
        for name, words in _COUNTRIES.items()
        if re.search(words, text, re.IGNORECASE)
        and not (
            name == "us" and not re.search(r"\bU\.?S\.?A?\b|[Uu]nited [Ss]tates|[Aa]merican|[Gg]reen [Cc]ard", text)
        )
    }


def judge_right_to_work(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """The right to work by nationality, permit or statement; that it needs sponsoring is no. Nothing said is unclear."""
    countries = _countries(asked)
    citizen_only = re.search(r"\bcitizen(?:s|ship)?\b", asked, re.IGNORECASE) and not re.search(
        r"\bright to work\b|\bresident|\bor\b", asked, re.IGNORECASE
    )
    answer = Answer(Status.UNCLEAR)
    for at, line in enumerate(lines):
        if _NEEDS.search(line) and not re.search(
            r"\b(?:no|not|without|don['’]t|doesn['’]t)\b[^.]{0,20}\b(?:sponsor|visa|need|requir)", line, re.IGNORECASE
        ):
            return Answer(Status.MISSING, at)
        # of a paragraph the sentence that says it: "Former PA. British citizen."
        line = next((part for part in re.split(r"(?<=[a-z]{3})[.;]\s+|\s+\|\s+", line) if _CITIZEN.search(part)), line)
        if not _CITIZEN.search(line) or is_expired(line, today):
            continue
        held = _countries(line)
        if citizen_only and not re.search(
            r"\bcitizen|\bnational|\bpassport|\bbritish\b|\bamerican\b|\bsingaporean\b", line, re.IGNORECASE
        ):
            status = Status.UNCLEAR
        elif (
            not countries
            or countries & held
            or (
                not held
                and re.search(
                    r"right to work|authori[sz]ed|eligible|entitled|work (?:permit|rights)|no sponsorship|permanent resident",
                    line,
                    re.IGNORECASE,
                )
            )
            or ({"eu", "ireland"} <= countries | held and "ireland" in held)
            or (countries == {"uk"} and "ireland" in held)
        ):
            status = Status.MET
        else:
            status = Status.UNCLEAR
        answer = best([answer, Answer(status, at)])
    return answer
