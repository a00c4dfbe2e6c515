"""Licences: to drive, by classes and countries; to drive trucks of a warehouse; and any other by its name and class."""

import re
from collections.abc import Sequence

from dataset_builder.text.dates import Date
from dataset_builder.text.qualifications.answer import MISSING, Answer, best
from dataset_builder.text.qualifications.certificates import judge_certificate
from dataset_builder.text.qualifications.validity import is_expired, is_planned
from dataset_builder.text.requirement_status import Status

_DRIVING = re.compile(
    r"\b(?:BE|B\+E|C1E|D1E|DE)\b\s+(?:licen[cs]e|entitlement|category)|(?-i:\b[BCD]1?\s+)licen[cs]e\b|\b(?:driv\w+|driver['’]?s?)\W{0,2}\s*(?:licen[cs]e|permit)|\bdrivers?\b\W{0,3}code\s?\d|\bcode\s?(?:0?8|10|14|B|EB|EC)\b|\bG licen[cs]e|\bdriving\b|\b(?:hgv|lgv|pcv|cdl|commercial driver)\b|\bclass\s?(?:[1-6]|[a-e])\b.*\b(?:licen[cs]e|driv\w+|hgv|lgv|cdl)\b|\b(?:licen[cs]e|cdl|category|cat\.?)\b\W{0,3}(?:class|cat\.?|category)?\s?(?:[A-E]1?|C\s?\+\s?E|CE)\b|\b(?:C\s?\+\s?E|C1E|7\.5\s?t(?:onne)?)\b|(?-i:\b[A-Z][a-z]+ DL\b)|\bführerschein\b|\bpermis b\b|\bcarnet (?:de conducir )?b\b|\b[CR] class\b|\bclean (?:driver['’]?s )?abstract\b|\bfull (?:uk|eu|clean|manual)\b.*\blicen[cs]e\b|\b(?:clean|full|valid|current|manual|provisional|learner['’]?s?) (?:uk |eu |us )?licen[cs]e\b",
    re.IGNORECASE,
)
_LEARNER = re.compile(
    r"\b(?:provisional|learner|learners|learner['’]s|learning to drive|driving lessons|permit|theory test|l[- ]plates)\b",
    re.IGNORECASE,
)
_OLD_PERMIT = re.compile(r"\bdriv\w+ permit\b", re.IGNORECASE)
# European categories from the lowest, with what Britain calls them.
_EU = (
    (
        "C+E",
        re.compile(
            r"\b(?:c\s?\+\s?e|ce)\b|\b(?:hgv|lgv)\W{0,2}\s?(?:class\s?)?(?:1|one|i)\b|\bcode\s?14\b|(?<=\()ec(?=\))|\bclass\s?(?:1|one)\b(?=.*\b(?:hgv|lgv|driver|lorry))|\b(?:hgv|lgv)\b.*\bclass\s?(?:1|one)\b|\bartic\w*\b",
            re.IGNORECASE,
        ),
    ),
    (
        "C",
        re.compile(
            r"\b(?:cat(?:egory)?\.?|licen[cs]e|class)\s?c\b(?!\s?\+|1|e)|\b(?:hgv|lgv)\W{0,2}\s?(?:class\s?)?(?:2|two|ii)\b|\bclass\s?(?:2|two)\b(?=.*\b(?:hgv|lgv|driver|lorry))|\b(?:hgv|lgv)\b.*\bclass\s?(?:2|two)\b|(?<![\w+])C(?=\s*(?:,|and|licen|\)|driving)|\s*$)",
            re.IGNORECASE,
        ),
    ),
    ("C1", re.compile(r"\bc1e?\b|\b7\.5\s?t|\bcode\s?10\b", re.IGNORECASE)),
    (
        "B",
        re.compile(
            r"\b(?:cat(?:egory)?\.?|class|code|permis|carnet|klasse)\s?b\b|\bcode\s?0?8\b|\bdriving\s*:\s*B\b|\blicen[cs]e\s*:?\s+B\b|\bführerschein b\b|\blicen[cs]e b\b|\bB\b(?=\s*licen)",
            re.IGNORECASE,
        ),
    ),
)
_EU_ORDER = {"B": 1, "C1": 2, "C": 3, "C+E": 4}
_CDL = re.compile(
    r"\bcdl\b\W{0,3}(?:class|type)?\W?\s?\(?([abc])\b|\bclass\s?([abc])\b(?=\W{0,3}(?:cdl|commercial))|\bcdl[- ]([abc])\b|\bcommercial\b.*\bclass\s?([abc])\b",
    re.IGNORECASE,
)
# "License: Texas Class A, tank endorsement": a class with letters beside endorsements is a commercial one.
_TRUCK_CLASS = re.compile(r"\bclass\s?([ab])\b(?=.*\bendorsements?\b)", re.IGNORECASE)
_CANADA = re.compile(r"\bclass\s?([1-6])\b(?!.*\b(?:hgv|lgv)\b)(?<!hgv class )", re.IGNORECASE)
_BUS = re.compile(r"\b(?:pcv|psv|d1|cat(?:egory)?\.?\s?d|class\s?d|bus|passenger endorsement)\b", re.IGNORECASE)
# Britain's D1 drives minibuses, D any bus. What follows "not", or stands in brackets, is not asked.
_ANY_BUS = re.compile(r"\b(?:cat(?:egory)?\.?|class)\s?d\b|(?-i:(?<![\w.])D(?![\w.]))|\bp[cs]v\b", re.IGNORECASE)
_MINIBUS = re.compile(r"\bd1e?\b", re.IGNORECASE)
_NOT_ASKED = re.compile(r"\([^()]*\)|\bnot\b.*", re.IGNORECASE)
# American endorsements by their letters: "endorsements X and T".
_LETTERED = r"endorsements?\b[^.;|]{0,16}(?-i:(?<![\w'’])"
_LETTERS_OF = r"(?!\w))[^.;|:]{0,12}endorsements?"
_ENDORSEMENTS = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in (
    rf"haz(?:ardous )?-?mat\w*|adr|{_LETTERED}[HX](?!\w))|(?-i:(?<![\w'’])[HX]{_LETTERS_OF}", rf"tanker?s?(?: endorsement)?|{_LETTERED}[NX](?!\w))|(?-i:(?<![\w'’])[NX]{_LETTERS_OF}", rf"passenger|{_LETTERED}P(?!\w))|(?-i:(?<![\w'’])P{_LETTERS_OF}", rf"doubles?(?:/| and )triples?|{_LETTERED}T(?!\w))|(?-i:(?<![\w'’])T{_LETTERS_OF}", r"air ?brakes?|z endorsement", r"motorcycle|class m", r"cpc|driver cpc", r"tacho\w*|digi ?card", r"hiab|lorry loader", r"trailer|b\+e|(?-i:BE)\b", r"pr?dp\b|professional driving permit"))  # fmt: skip
# "with Tanker or Hazmat endorsement": one of them is enough.
_EITHER_OF_TWO = re.compile(r"\b(?:with|plus|and)\s+(?:an?\s+)?[\w-]+\s+or\s+[\w-]+\s+endorsements?\b", re.IGNORECASE)
_CLEAN = re.compile(r"\bclean\b|\bno (?:points|endorsements)\b", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:\d+|three|six|nine) points\b(?!\s*of)|\bdisqualif|\bban(?:ned)?\b", re.IGNORECASE)
# A licence for automatic cars does not cover others.
_MANUAL = re.compile(r"\bmanual\b", re.IGNORECASE)
_AUTOMATIC = re.compile(r"\(auto(?:matic)?\)|\bauto(?:matic)?s? only\b|\bautomatics?\b(?! (?:gearbox|doors?))|\brestricted to auto", re.IGNORECASE)  # fmt: skip
_TRUCKS = {
    "counterbalance": r"counter-?\s?balanc\w+|\bB1\b|\bcb\b", "reach": r"\breach\b|\bD1\b(?=\W*\(?reach|\W*rtitb)", "vna": r"\bvna\b|very narrow|narrow aisle", "llop": r"\bllop\b|low[- ]level order pick\w*",
    "pallet": r"\bppt\b|powered pallet|pallet truck|\ba1\b(?=.*rtitb)|\bpedestrian\b", "order picker": r"(?<!level )\border picker\b|\bhlop\b|high[- ]level order", "telehandler": r"telehandler|telescopic", "pivot": r"pivot steer|bendi|flexi", "side": r"side ?loader",
}  # fmt: skip
_TRUCK = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _TRUCKS.items()}
_FORKLIFT = re.compile(r"\b(?:fork-?\s?lift|flt|fork ?truck|lift truck|rtitb|itssar|aitt)\b", re.IGNORECASE)


# Where a licence of another country does not count.
_GULF = re.compile(r"\b(?:uae|gcc|saudi|ksa|qatari?|kuwaiti?|omani?|bahraini?|singapore(?:an)?)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:indian?|pakistani?|bangladeshi?|nepali|sri lankan?|philippines?|filipino|egyptian|kenyan?|nigerian?|uk|british|eu|us|american|malaysian?|international)\b",
    re.IGNORECASE,
)


# Bodies that register a profession.
_BODY = re.compile(
    r"\b(NMC|HCPC|GMC|GPhC|GDC|SACE|AHPRA|NMBI|CORU|SSSC|HPCSA|SANC|ICAEW|GTCS|VIT|NESA|RCVS|ARB|SRA|PRC|Social Work England|Gas Safe)\b"
)
_REGISTERED = re.compile(r"\bregist\w+|\bpin\b|\bmember\w*|\blicen\w+|\bno\.|\bnumber\b|\d{4}|\d{2}X", re.IGNORECASE)
# The certificate of who runs a fleet is not that of who drives.
_MANAGER_CPC = re.compile(r"\b(?:national|international|transport manager\w*|operator\w*)\b", re.IGNORECASE)


# Words of a line that is no paragraph.
_SHORT_LINE = 25


def _registered(asked: str, lines: Sequence[str], today: Date) -> Answer | None:
    """A registration by the name of its body; None where no body is asked, or no line names it."""
    if not (body := _BODY.search(asked)) or not re.search(r"\bregist\w+|\bpin\b|\blicen\w+", asked, re.IGNORECASE):
        return None
    for at, line in enumerate(lines):
        if body[1] in line and re.search(rf"\b{body[1]}\b", line) and _REGISTERED.search(line.replace(body[1], "")):
            own = next((part for part in re.split(r"[,;]\s+|\.\s+", line) if re.search(rf"\b{body[1]}\b", part)), line)
            own = line if len(line.split()) <= _SHORT_LINE else own  # of a paragraph, what is said of the body
            return Answer(Status.MISSING if is_expired(line, today) or is_planned(own) else Status.MET, at)
    return None


def judge_licence(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """A licence by its class; one that is provisional, expired or of a class below is none."""
    if (points := _MOST_POINTS.search(asked)) is not None:
        return _points(points, lines)
    if (registered := _registered(asked, lines, today)) is not None:
        return registered
    wanted = [pattern for pattern in _ENDORSEMENTS if pattern.search(asked)]
    if wanted and "endorsement" in asked.lower() and not _DRIVING.search(asked):
        shown = [next((at for at, line in enumerate(lines) if pattern.search(line)), None) for pattern in wanted]
        if None not in shown:
            gone = any(is_expired(lines[at], today) or is_planned(lines[at]) for at in shown if at is not None)
            return Answer(Status.MISSING if gone else Status.MET, shown[0])
    if (letter := _ENDORSED.match(asked)) and (answer := _endorsed(letter[1], lines, today)) is not None:
        return answer
    if re.search(r"\bcpc\b", asked, re.IGNORECASE) and _MANAGER_CPC.search(asked):
        manages = judge_certificate("CPC", [line if _MANAGER_CPC.search(line) else "" for line in lines], today)
        drives = next((at for at, line in enumerate(lines) if re.search(r"\bcpc\b", line, re.IGNORECASE)), None)
        return manages if manages.status is Status.MET else Answer(Status.MISSING, drives)
    if any(pattern.search(asked) for pattern in _TRUCK.values()) or _FORKLIFT.search(asked):
        return _forklift(asked, lines, today)
    if _DRIVING.search(asked) and not re.search(r"\b(?:sia|door supervisor|security)\b", asked, re.IGNORECASE):
        return best([_driving(part, lines, today) for part in _alternatives(asked)])
    if _LICENSED.search(asked):  # a school of cosmetology gives no licence to work
        lines = ["" if _SCHOOLED.search(line) and not _LICENSED.search(line) else line for line in lines]
    return judge_certificate(_WHAT_FOR.sub("", asked), lines, today)


# Of a licence's name, what it allows: "Personal Licence for the sale of alcohol".
_WHAT_FOR = re.compile(
    r"(?<=licen[cs]e|.permit)\s+(?:for|to)\s+(?:the\s+)?(?:sale|sell|selling|supply|supplying|serve|serving)\b[^,;()]*",
    re.IGNORECASE,
)
# New Zealand's: "F endorsement (forklift)", held as "Endorsements: F (to 2030), DG, W".
_ENDORSED = re.compile(r"\W*(?i:an? |current |valid )*([A-Z]{1,2}) endorsement")
_ENDORSEMENTS_HELD = re.compile(r"\bendorsements?\s*:?\s*(?P<held>[^;|]+)", re.IGNORECASE)


def _endorsed(letter: str, lines: Sequence[str], today: Date) -> Answer | None:
    """An endorsement by its letters; None where no line lists any."""
    for at, line in enumerate(lines):
        if (listed := _ENDORSEMENTS_HELD.search(line)) is None:
            continue
        own = next(
            (part for part in listed["held"].split(",") if re.search(rf"(?<![\w'’]){letter}(?![\w'’])", part)), None
        )
        gone = own is None or is_expired(own, today) or is_planned(own)
        return Answer(Status.MISSING if gone else Status.MET, at)
    return None


_LICENSED = re.compile(r"\b(?:licen[cs]\w+|regist\w+|board|permit|admitted|certif(?:ied|ication))\b", re.IGNORECASE)
_SCHOOLED = re.compile(r"\b(?:college|university|school|institute|academy|bachelor\w*|master|degree|diploma|doctor(?:ate)? of|(?:training|courses?) in)\b|\b(?:BA|BS|MA|MS|MSW|DVM)\b", re.IGNORECASE)  # fmt: skip


def _alternatives(asked: str) -> list[str]:
    parts = re.split(r"\s+or\s+(?=(?:class|cat|category|hgv|lgv|cdl|an?\s)\b)", asked, flags=re.IGNORECASE)
    return parts if len(parts) > 1 and all(_DRIVING.search(part) or _classes(part) for part in parts) else [asked]


def _classes(text: str) -> tuple[str, int] | None:
    """The family of classes and the place in its order: ("cdl", 3) for a CDL A."""
    if match := _CDL.search(text) or _TRUCK_CLASS.search(text):
        return "cdl", {"c": 1, "b": 2, "a": 3}[next(group for group in match.groups() if group).casefold()]
    if re.search(r"\bcdl\b|\bcommercial driver", text, re.IGNORECASE):
        return "cdl", 1
    for name, pattern in _EU:
        if pattern.search(text):
            return "eu", _EU_ORDER[name]
    if re.search(r"\b(?:hgv|lgv)\b", text, re.IGNORECASE):
        return "eu", 3
    if (match := _CANADA.search(text)) is not None:
        return "canada", 7 - int(match[1])
    return None


_ONE_CLASS = r"(?:[1-6]|(?-i:[A-D])1?(?:\s?\+?\s?(?-i:E))?|(?-i:E))\b"
_CLASSES = re.compile(
    rf"\b(?:(?:classes|categories|cats\.?)\s*:?|(?P<licence>licen[cs]e)\s*:)\s+(?P<list>{_ONE_CLASS}(?:\s*(?:,|and|&)\s*{_ONE_CLASS})+)",
    re.IGNORECASE,
)


def _each_class(match: re.Match) -> str:
    """ "Classes 1, 2 and 4": each class by its name."""
    return f"{match['licence'] or ''} " + ", ".join(f"class {name}" for name in re.findall(_ONE_CLASS, match["list"]))


_MOST_POINTS = re.compile(
    r"\b(?:(?:no|not) more than|max(?:imum)?(?: of)?|up to|at most|fewer than|less than)\s+(\d{1,2}|two|three|four|five|six)\s+(?:penalty |licence |license )?points\b",
    re.IGNORECASE,
)
_HAS_POINTS = re.compile(r"\b(\d{1,2}|no|zero|two|three|four|five|six|nine)\s+(?:penalty |licence |license )?points\b|\bclean (?:driving )?(?:licen[cs]e|record)\b|\blicen[cs]e\b[^.;|]{0,40}\bclean\b", re.IGNORECASE)  # fmt: skip
_NUMBERS = {"no": 0, "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9}


def _points(asked: re.Match, lines: Sequence[str]) -> Answer:
    """Penalty points by their number; nobody who has none need say so."""
    most = _NUMBERS.get(asked[1].casefold()) or int(asked[1])
    for at, line in enumerate(lines):
        if (held := _HAS_POINTS.search(line)) is not None:
            number = 0 if held[1] is None else _NUMBERS.get(held[1].casefold(), -1)
            number = int(held[1]) if number < 0 else number
            return Answer(Status.MET if number <= most else Status.MISSING, at)
    return Answer(Status.UNCLEAR)


def _driving(asked: str, lines: Sequence[str], today: Date) -> Answer:
    wanted = _classes(asked)
    lines = [_CLASSES.sub(_each_class, line) for line in lines]
    answer = MISSING
    endorsements = [pattern for pattern in _ENDORSEMENTS if pattern.search(asked)]
    enough = any if _EITHER_OF_TWO.search(asked) else all
    for at, line in enumerate(lines):
        held = (
            _classes(line)
            if _DRIVING.search(line)
            or re.search(r"\b(?:class|cat|category)\b|licen[cs]e|\bC\s?\+\s?E\b|hgv|lgv|cdl", line, re.IGNORECASE)
            else None
        )
        if held is None and not (
            _DRIVING.search(line)
            and re.search(
                r"licen[cs]e|permit|führerschein|permis|carnet|abstract|[CR] class|\bp[cs]v\b|(?-i:\b[A-Z][a-z]+ DL\b)",
                line,
                re.IGNORECASE,
            )
        ):
            continue
        line = _of_licence(line)
        if (
            (_LEARNER.search(line) and not _OLD_PERMIT.search(line) and not _LEARNER.search(asked))
            or is_expired(line, today)
            or is_planned(line)
            or (_POINTS.search(line) and _CLEAN.search(asked))
            or (_MANUAL.search(asked) and _AUTOMATIC.search(line) and not _MANUAL.search(line))
        ):
            answer = best([answer, Answer(Status.MISSING, at)])
            continue
        status = _enough(wanted, held, asked, line)
        if (
            status is Status.MET
            and endorsements
            and not enough(any(pattern.search(other) for other in lines) for pattern in endorsements)
        ):
            status = Status.UNCLEAR if len(endorsements) > 1 and enough is all else Status.MISSING
        answer = best([answer, Answer(status, at)])
    owns = r"\bown (?:car|vehicle)\b|\bcar owner\b"
    if (
        answer.status is Status.MISSING
        and wanted is None
        and any(re.search(owns, line, re.IGNORECASE) for line in lines)
    ):
        return Answer(Status.UNCLEAR)
    return answer


def _of_licence(line: str) -> str:
    """The part of a line that is about the licence to drive, where other tickets share it."""
    pieces = [piece for piece in re.split(r"[;|•·]|(?<!\bexp)\.\s+", line) if piece.strip()]
    mine = [piece for piece in pieces if _DRIVING.search(piece) or _classes(piece)]
    text = "; ".join(mine) if mine else line
    parts = re.split(r"(?<=\)),\s+|,\s+(?=[A-Z])", text)
    return ", ".join(
        part if _DRIVING.search(part) or _classes(part) else re.sub(r"\([^()]*\)", "", part) for part in parts
    )


def _enough(wanted: tuple[str, int] | None, held: tuple[str, int] | None, asked: str, line: str) -> Status:
    if _BUS.search(asked):
        bare = _NOT_ASKED.sub(" ", asked)
        any_bus = _ANY_BUS.search(bare) and not _MINIBUS.search(bare)
        if any_bus and _MINIBUS.search(line) and not _ANY_BUS.search(line):
            return Status.MISSING
        return Status.MET if _BUS.search(line) else Status.MISSING
    if (country := _GULF.search(asked)) and not re.search(rf"\b{country[0]}\b", line, re.IGNORECASE):
        return Status.MISSING if _FOREIGN.search(line) else Status.UNCLEAR
    if wanted is None or wanted == ("eu", 1):
        return Status.MET
    named = _CANADA.search(asked)
    if wanted[0] == "canada" and named and re.search(rf"\bclass {named[1]}\b", line, re.IGNORECASE):
        return Status.MET  # countries count classes up or down; the same class is the same
    if held is None:
        return Status.MET if wanted == ("canada", 2) else Status.MISSING
    if wanted[0] != held[0]:
        return Status.UNCLEAR
    return Status.MET if held[1] >= wanted[1] else Status.MISSING


def _forklift(asked: str, lines: Sequence[str], today: Date) -> Answer:
    wanted = [name for name, pattern in _TRUCK.items() if pattern.search(asked)]
    held: dict[str, int] = {}
    any_truck: int | None = None
    driven: int | None = None
    others = False
    for at, line in enumerate(lines):
        licensed = re.search(
            r"licen[cs]e|licen[cs]ed|ticket|certif\w+|\bcert\b|\bcard\b|rtitb|itssar|aitt|\(?[ABCD]\d\)?",
            line,
            re.IGNORECASE,
        )
        trucks = [name for name, pattern in _TRUCK.items() if pattern.search(line)]
        if not trucks and not _FORKLIFT.search(line):
            continue
        if is_expired(line, today) or is_planned(line):
            continue
        if not licensed:
            driven, others = at, others or bool(trucks)
            continue
        any_truck = at
        for name in trucks:
            held.setdefault(name, at)
    if not wanted:
        if any_truck is not None:
            return Answer(Status.MET, any_truck)
        return Answer(Status.UNCLEAR, driven) if driven is not None else MISSING
    got = [name for name in wanted if name in held]
    either = re.search(r"\bor\b|/|either|one of", asked, re.IGNORECASE) is not None
    if got and (either or len(got) == len(wanted)):
        return Answer(Status.MET, held[got[0]])
    if any_truck is not None or driven is not None:
        return Answer(
            Status.MISSING if held or (others and not either) else Status.UNCLEAR,
            any_truck if any_truck is not None else driven,
        )
    return MISSING
