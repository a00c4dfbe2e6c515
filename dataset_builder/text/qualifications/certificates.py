"""Certificates and tickets by their name, and by their own ladders: a practitioner has passed the foundation."""

import re
from collections.abc import Callable, Iterable, Sequence

from dataset_builder.text import words
from dataset_builder.text.dates import Date
from dataset_builder.text.names.families import family
from dataset_builder.text.qualifications.answer import MISSING, Answer, best, worst
from dataset_builder.text.qualifications.validity import AT_MOST, RENEWED, is_expired, is_planned
from dataset_builder.text.requirement_status import Status

# Credentials that include those before them.
_LADDERS = tuple(
    tuple(re.compile(rf"(?:{pattern})", re.IGNORECASE) for pattern in ladder)
    for ladder in (
        (r"prince ?2 foundation|prince ?2(?! prac)", r"prince ?2 practitioner"),
        (r"itil(?: v?\d)? foundation|\bitil\b", r"itil.*(?:intermediate|practitioner|managing professional|specialist)", r"itil.*(?:expert|strategic leader)", r"itil.*master"),
        (r"six sigma.*white belt|white belt", r"yellow belt", r"green belt", r"(?<!master )black belt", r"master black belt"),
        (r"\bccna\b", r"\bccnp\b", r"\bccie\b"), (r"\bccent\b", r"\bccna\b"),
        (r"osha[- ]?10\b|osha 10", r"osha[- ]?30\b|osha 30"),
        (r"\bcapm\b", r"\bpmp\b"), (r"\bpsm[- ]?(?:i|1)\b", r"\bpsm[- ]?(?:ii|2)\b", r"\bpsm[- ]?(?:iii|3)\b"), (r"\bcsm\b", r"a-csm|advanced certified scrum"),
        (r"\bemt[- ]?b?\b(?!-?p)|\bemergency medical technician\b(?!.*paramedic)", r"\baemt\b|advanced emt|emt-?i", r"\bparamedic\b|\bemt-?p\b"),
        (r"emergency first aid(?: at work)?|\befaw\b", r"(?<!emergency )first aid at work|\bfaw\b"),
        (r"emergency first aid|basic first aid", r"standard first aid", r"advanced first aid|first responder"),
        (r"iosh working safely", r"iosh managing safely", r"nebosh(?: national)? (?:general )?cert\w*", r"nebosh.*diploma"),
        (r"red card(?=.*cpcs)|cpcs.*red", r"cpcs.*blue|blue card(?=.*cpcs)"), (r"cscs.*green|green.*cscs", r"cscs.*blue|blue.*cscs", r"cscs.*gold|gold.*cscs", r"cscs.*black|black.*cscs"),
        (r"aws.*(?:practitioner|foundational)", r"aws.*associate", r"aws.*(?:professional|specialty)"), (r"az-?900|azure fundamentals", r"az-?104|azure administrator|az-?204", r"az-?305|solutions architect expert"),
        (r"salesforce.*administrator", r"salesforce.*advanced administrator"), (r"servsafe (?:food )?handler|food handler\w*", r"servsafe manager|food (?:protection|safety) manager|servsafe(?!(?: food)? handler)"),
        (r"17th edition", r"18th edition|bs ?7671|\b2382\b"), (r"\bcompTIA a\+|\ba\+", r"network\+", r"security\+", r"casp\+?"),
        (r"journey(?:person|man).*(?:plumb|electric)|(?:plumb|electric)\w*.*journey(?:person|man)", r"master (?:plumb|electric)\w*"),
        (r"epa[ -]?(?:section )?608.*\b(?:type (?:i|1|ii|2|iii|3)|core)\b", r"epa[ -]?(?:section )?608.*universal|universal epa|^epa[ -]?(?:section )?608(?!.*type)"),
        (r"\bsia\b.*(?:security guard\w*|guarding)|(?:security guard\w*|guarding).*\bsia\b", r"\bsia\b.*door superv\w*|door superv\w*.*\bsia\b"),
        (r"qqi level 5", r"qqi level 6", r"qqi level 7", r"qqi level 8"),
        (r"\bcpr\b|cardiopulmonary resuscitation", r"\bbls\b|basic life support"), (r"\btefl\b|\btesol\b", r"\bcelta\b|\bcert ?tesol\b|\bdelta\b"),
        (r"dot (?:medical|med) (?:card|cert\w*)|medical examiner['’]?s cert\w*|dot physical",), (r"assistant practitioner", r"\bgas safe\b"), (r"cache level 2", r"cache level 3"), (r"\bacls\b(?!.*provider instructor)", r"acls instructor"), (r"first aid training", r"first aid instructor|first aid trainer"),
    )
)  # fmt: skip
_LEVEL = re.compile(
    r"\b(?P<word>level|lvl|class|grade|tier|category|cat|stage|step|nvq|svq|rqf|series|part|type|osha)\s*-?\s*(?P<value>\d{1,2}|[a-d]|iv|v?i{1,3}|v)\b(?!\s*(?:years?|months?))",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
# Of these words a higher number includes a lower one; of the others numbers and letters must be the same.
_GROWING = frozenset(("level", "lvl", "nvq", "svq", "rqf", "stage", "step", "tier", "grade"))
_EMPTY = words("""
certificate certificates certification certifications certified certificated cert valid current active up-to-date date
in a an the of or and with for at from any to is be have has hold holding must required preferred essential desirable
ticket tickets card licence license licences licenses licensed registered registration qualification qualified
qualifications equivalent similar recognised recognized accredited accreditation not expired relevant full clean your
you own holder trained training minimum least or-higher higher above award level class grade lvl as state province our
we need uk by on awarded passed good completed completion member membership status proof ideally plus would being nice
unrestricted unencumbered active standing recent part part-qualified studying towards finalist in-view view approved professional nationally national international one both either also able still their his her if
""")  # fmt: skip
_SHORT = {
    "assoc": "associate",    "cpr": "cardiopulmonary resuscitation", "bls": "basic life support", "acls": "advanced cardiac life support", "rgn": "rn", "aider": "aid", "lvn": "lpn", "first-aider": "first aid", "hygiene": "safety", "acams": "cams", "n+": "network+", "s+": "security+", "sec+": "security+", "net+": "network+", "firstaid": "first aid",
    "cna": "nurs assistant", "stna": "nurs assistant", "nmc": "nmc", "faw": "first aid work", "efaw": "emergency first aid work", "hcpc": "hcpc", "cpa": "cpa", "qts": "qualified teacher status",
}  # fmt: skip
_EQUIVALENT = re.compile(
    r",?\s+or\s+(?:an?\s+|any\s+)?(?:equivalent|similar|comparable|recogni[sz]ed)\b.*$", re.IGNORECASE
)
_WORDS = re.compile(r"\d[A-Za-z]\b|[A-Za-z][\w+#&'’.-]*|\d+(?:\.\d+)?")
_OF_A_FIELD = re.compile(r"(?<=\w{3})ologists?$")
# Between the words of one: "FoodSafe".
_PARTS_OF_A_WORD = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_PLACES = words("""
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario
qld nsw vic tas nt wa act sa aus uk us nz eire quebec alberta manitoba saskatchewan ireland scotland wales england queensland victoria
""")  # fmt: skip


# What is one name, in other words.
_PHRASES = (
    (re.compile(r"\bdigi(?:tal)?[ -]?tacho(?:graph)?s?\b|\btacho\b", re.IGNORECASE), "tachograph"),
    (re.compile(r"\bregistered (?:general )?nurses?\b", re.IGNORECASE), "rn"),
    (re.compile(r"\blicen[cs]ed practical nurses?\b", re.IGNORECASE), "lpn"),
    (re.compile(r"\bhigh[- ]risk work licen[cs]e\b|\bHRWL?\b(?: licen[cs]e)?", re.IGNORECASE), "hrwl"),
)


def _content(text: str) -> frozenset[str]:
    words: list[str] = []
    for pattern, short in _PHRASES:
        text = pattern.sub(short, text)
    for match in _WORDS.finditer(_PARTS_OF_A_WORD.sub(" ", text)):
        word = match.group().casefold().strip(".'’-").removesuffix("'s").removesuffix("’s")
        word = _OF_A_FIELD.sub("ology", word)  # who is a licensed cosmetologist holds a licence in cosmetology
        if word in _EMPTY or not word:
            continue
        words += [part for part in _SHORT.get(word, word).split() if part not in _EMPTY]
    parts = [
        part
        for word in words
        for part in (word.replace("/", "-").split("-") if "-" in word or "/" in word else (word,))
    ]
    return frozenset(
        family(part)
        for part in parts
        if part and part not in _EMPTY and not (len(part) == 4 and part.isdigit() and part[:2] in ("19", "20"))
    )


class CredentialLines(list[str]):
    """The lines of a resume, with the words of each that may name a credential: read once for all that are asked."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__(lines)
        self._words: dict[int, frozenset[str]] = {}

    def words(self, at: int) -> frozenset[str]:
        if at not in self._words:
            self._words[at] = _content(self[at])
        return self._words[at]


def _levels(text: str) -> dict[str, str]:
    found = {}
    for match in _LEVEL.finditer(text):
        word = match["word"].casefold()
        found["level" if word in _GROWING else word] = match["value"].casefold()
    return found


def _number(value: str) -> int | None:
    return int(value) if value.isdigit() else _ROMAN.get(value)


def _levels_enough(asked: dict[str, str], held: dict[str, str]) -> bool | None:
    """None: the line does not say which level."""
    for word, value in asked.items():
        if word not in held:
            return None
        mine, wanted = _number(held[word]), _number(value)
        if word == "level" and mine is not None and wanted is not None:
            if mine < wanted:
                return False
        elif held[word] != value:
            return False
    return True


def _ladders(asked: str) -> list[tuple[tuple[re.Pattern, ...], int]]:
    """The ladders that the asked credential stands on, each with its step."""
    found = []
    for ladder in _LADDERS:
        steps = [place for place, pattern in enumerate(ladder) if pattern.search(asked)]
        if steps:
            found.append((ladder, max(steps)))
    return found


def _on_ladder(ladders: list[tuple[tuple[re.Pattern, ...], int]], line: str) -> bool | None:
    """Whether a line holds a step as high as the asked one; None where no ladder knows both."""
    for ladder, wanted in ladders:
        held = [place for place, pattern in enumerate(ladder) if pattern.search(line)]
        if held:
            return max(held) >= wanted
    return None


# Of which a part is enough.
_PART = re.compile(
    r"\b(?:part[- ]qualified|in view|studying|student member|working towards?|finalist|part[- ]complete\w*)\b",
    re.IGNORECASE,
)
# What a clause says besides: "(we'll support you to finish)".
_ASIDE = re.compile(r"\s*\((?:[^()]*\bnot\b|we|you|paid|ideally|full|training|must be|or)\b[^()]*\)", re.IGNORECASE)


def judge_certificate(asked: str, lines: Sequence[str], today: Date) -> Answer:
    """Alternatives each by itself; else all the words that name it must stand in one line, with its class or a level as high."""
    asked = _EQUIVALENT.sub("", asked) or asked
    if (bare := AT_MOST.sub("", _ASIDE.sub("", asked))).strip(" ()"):
        asked = bare
    parts = [
        part
        for part in re.split(
            r",?\s+or\s+(?:an?\s+)?(?!higher|above|better|later|equivalent|similar|comparable)|\s+/\s+", asked
        )
        if _content(part)
    ]
    if len(parts) > 1:
        level = _LEVEL.search(parts[-1])
        if level is not None:  # "HACCP / food safety at Level 3": the level behind them is of both
            parts = [part if _levels(part) else f"{part} {level.group()}" for part in parts]
        return best([_one(part, lines, today) for part in parts])
    both = [part for part in re.split(r"\s+and\s+|\s*&\s*|\s*,\s*(?=[A-Z])", asked) if _content(part)]
    if len(both) > 1 and (whole := _one(asked, lines, today)).status is not Status.MET:
        each = worst([_one(part, lines, today) for part in both])
        return each if each.status is Status.MET else whole
    return _one(asked, lines, today)


_SHORTS = re.compile(r"\b[A-Z]{3,6}\b")


def _spelt_out(shorts: Sequence[str], line: str) -> frozenset[str]:
    """The abbreviations of a clause that a line writes out in capitals: "WHS", "Work Health and Safety"."""
    if not shorts:
        return frozenset()
    initials = "".join(
        word[0] if word[0].isupper() else "."
        for word in re.findall(r"[A-Za-z][\w'’-]*|[^\w\s]", line)
        if word not in ("and", "of", "in", "the", "for", "&")
    )
    return frozenset(family(short.casefold()) for short in shorts if short in initials)


_CAPITALISED = re.compile(r"\b[A-Z][a-z][\w'’-]*")


def _shortened(named: Sequence[str], line: str) -> frozenset[str]:
    """The words of a clause that a line shortens to their capitals: "Public Space Surveillance", "PSS"."""
    if len(named) < 3:
        return frozenset()
    initials = "".join(word[0] for word in named)
    found: list[str] = []
    for short in _SHORTS.findall(line):
        if (at := initials.find(short)) >= 0:
            found += named[at : at + len(short)]
    return _content(" ".join(found)) if found else frozenset()


# A name with its code, of which either will do: "Dogging (DG)".
_WITH_CODE = re.compile(
    r"\b([A-Z][\w-]+|[a-z][\w-]+(?=\s+(?:ticket|licen[cs]e|card|certificate)))(?:\s+(?:ticket|licen[cs]e|card|certificate))?\s*\(([A-Z]{2,5})\)"
)
# What a line says of the credential that comes after the one that is held.
_NEXT = re.compile(r"\s*[,;(–-]\s*(?:now |currently |and )?(?:studying|doing|completing|enrolled (?:on|in|for)|working towards?)\b.*$", re.IGNORECASE)  # fmt: skip


def _one(asked: str, lines: Sequence[str], today: Date) -> Answer:
    wanted, levels = _content(asked), _levels(asked)
    wanted = frozenset(word for word in wanted if word not in levels.values())
    places = wanted & _PLACES
    if not wanted:
        return Answer(Status.UNCLEAR)
    answer, ladders = MISSING, _ladders(asked)
    part = _PART.search(asked) is not None
    codes = [word for word in wanted if _CODE.fullmatch(word)]
    coded = _WITH_CODE.findall(asked)
    shorts, capitalised = _SHORTS.findall(asked), _CAPITALISED.findall(asked)
    for at, line in enumerate(lines):
        own = lines.words(at) if isinstance(lines, CredentialLines) else _content(line)
        words = own | _spelt_out(shorts, line) | _shortened(capitalised, line)
        words |= _content(" ".join(word for word, code in coded if family(code.casefold()) in own))
        ladder = _on_ladder(ladders, line) if ladders else None
        named = wanted - places <= words or (bool(codes) and all(map(_coded(words), codes)))
        if ladder is False and not named:
            answer = _nearer(answer, Answer(Status.MISSING, at))  # a step below the asked one
            continue
        if not (named or ladder):
            continue
        said = _piece(line, wanted & own or wanted) if named else _step(line, ladders)
        if levels and (before := _NEXT.sub("", line)) != line and wanted - places <= _content(before):
            said = line = before  # "CIPD Level 3, studying Level 5" holds the third
        if is_expired(said, today) or (not part and is_planned(said)):
            answer = _nearer(answer, Answer(Status.MISSING, at))
            continue
        if ladder is not None:
            status = Status.MET if ladder else Status.MISSING
        else:
            enough = _levels_enough(levels, _levels(line)) if levels else True
            status = Status.MISSING if enough is False else Status.UNCLEAR if enough is None else Status.MET
            if status is Status.MET and places and not places <= words:
                status = Status.MISSING if words & _PLACES else Status.UNCLEAR
        found = Answer(status, at)
        if status is answer.status is Status.MET and PAPER.search(asked):
            # the paper itself shows it better than the title of who holds it
            answer = found if PAPER.search(line) and not PAPER.search(lines[answer.line]) else answer
        else:
            answer = _nearer(answer, found)
    return answer


# What is issued and held.
PAPER = re.compile(
    r"\b(?:licen[cs]\w+|certif\w+|cert|regist\w+|credential\w*|diploma|card|ticket|accredit\w*|endorsement|permit)\b",
    re.IGNORECASE,
)

# A code says which credential it is, whatever words stand around it: "PA6" in "PA6 spraying certificate".
_CODE = re.compile(r"(?!\d+(?:st|nd|rd|th)$)(?=.*\d)(?=.*[a-z])\w{3,10}")


def _coded(words: frozenset[str]) -> Callable[[str], bool]:
    """Whether a line's words hold a code, or a unit of it: "PA6A" is of PA6."""
    return lambda code: any(
        word == code or (code[-1].isdigit() and word.startswith(code) and word[len(code) :].isalpha()) for word in words
    )


def _step(line: str, ladders: list[tuple[tuple[re.Pattern, ...], int]]) -> str:
    """The sentence of a line that names a step of the ladders."""
    pieces = re.split(r"(?<=[a-z\d)])[.;]\s+(?=[A-Z])", line)
    return next(
        (piece for piece in pieces if any(step.search(piece) for ladder, _ in ladders for step in ladder)), line
    )


def _nearer(answer: Answer, found: Answer) -> Answer:
    """The better of two, of equals the one that has a line: one that has expired or is of a lower level is named."""
    return best([found, answer] if answer.line is None else [answer, found])


def _piece(line: str, wanted: frozenset[str]) -> str:
    """The part of a line that is about the credential, where several share it: "First Aid (2025), CPR (expired 2021)"."""
    if RENEWED.search(line):
        return line
    pieces = re.split(r"[;|•·]|,\s+(?=[A-Z][\w ]{2,40}(?:\(|$))|(?<!\bexp)\.\s+", line)
    mine = [piece for piece in pieces if wanted & _content(piece)]
    if 0 < len(mine) < len(pieces) and wanted <= _content(" ".join(mine)):
        after = pieces.index(mine[-1]) + 1
        # a bare date of expiry behind the piece belongs to it
        if after < len(pieces) and not (
            _content(pieces[after]) - frozenset(("expir", "expired", "until", "valid", "renew"))
        ):
            mine.append(pieces[after])
        return ", ".join(mine)
    return line
