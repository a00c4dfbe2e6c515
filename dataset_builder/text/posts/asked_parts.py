"""What one sentence enumerates: the parts of it that can stand alone, each a requirement.

    asked_parts("a PhD in ecology, two years in a laboratory and a driving licence")    # three parts with their places
    asked_parts("experience of stock control, ordering and rotas")                      # one: its objects lean on "experience of"

A part stands alone by how it begins ("a licence", "at least two years", "able to", "know your way"). Bare nouns after a comma
stand alone unless the first of them leans on an opener. Alternatives stay together; reasons are left out.
"""

import re

from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.requirements import asked_amounts

_YEARS = r"(?:(?:somewhere |around |roughly |approximately |about |between |upwards of |over |at least |a minimum of |minimum |min\.? |up to )*(?:\d[\d.]*\+?|one|two|three|four|five|six|seven|eight|ten|twelve|several|some)\b[^,;]{0,22}?\b(?:years?|yrs?|months?)\b)"
_BOUND = re.compile(
    rf"\s*;\s+|,\s+with\s+(?=(?:good|strong|excellent|well|an? (?:good|strong|excellent))\b)|,\s+(?:(?:and|plus|but)(?: also)?\s+|as well as\s+|along with\s+|together with\s+)?|\s+(?:and(?: also)?|plus|as well as|along with|together with|&|\+)\s+|\s+with\s+(?=(?:an? )?(?:prior |further |additional )?{_YEARS})",
    re.IGNORECASE,
)
# How a part begins that can stand alone.
_STANDS = re.compile(
    rf"(?:{_YEARS}|no (?:more|fewer|less) than\b|(?:your|some|at least|a minimum|minimum|good|strong|excellent|outstanding|exceptional|solid|sound|great|first[- ]class|first[- ]rate|full|valid|current|clean(?! *$)|fluent|proven|demonstrable|demonstrated|previous|prior|basic|advanced|recent"
    r"|relevant|enhanced|hands-on|well[- ]developed|well[- ]honed|practical|professional|own|experience|knowledge|understanding|ability|able|confidence|confident|comfortable|happy|familiar\w*|proficien\w+|fluency|competen\w+|willing\w*|experienced|qualified|registered|certified|working knowledge|attention to"
    r"|be|have|has|had|hold|holds|know|knows|speak|speaks|can|could|spent|are|is|must|should|need|needs|not (?:squeamish|afraid|scared|shy|mind)|enjoy|enjoys|like|love|do not|don['’]t|someone who|lifting|standing|working (?:in|at|on|alone|outside|nights|weekends)|like|understand|understands|possess|bring|brings|free|available|ready|to (?:be|have|hold|know|own)|computer literate|it literate|numerate|physically|eligible|keen|calm|patient|organi[sz]ed|reliable)\b)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
# What a person has, after an article.
_HAVING = re.compile(
    r"\b(?:degree|diploma|certificate|certification|licen[cs]e|qualification|portfolio|understanding|knowledge|interest|ability|eye|knack|record|background|attitude|manner|approach|sense|passion|willingness|car|vehicle|van|bike|phone|laptop|reel|showreel|minimum|head for|way with|grasp|command|feel for|appetite|commitment|desire|flair|reference|references|ticket|card|checks?|clearance|level|track|network|following|mindset|temperament|swimmer|experience|years?|mvr)\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:[\w'’/-]+ ){0,4}?(?:experience|experienced|knowledge|understanding|familiar(?:ity)?|skills?|proficien\w+|background|confiden\w+|comfortable|competen\w+|ability|able|expertise|grasp|interest|degree|diploma|certificate|qualification|fluen\w+|exposure|used|responsible|training|trained|years?|months?|yrs?)\s+(?:of|in|with|on|to|at|using|as|for|from|working|about|around|including|across|experience (?:of|in|with|as))\b|(?:know|find)s? (?:your|their) way (?:around|round|about)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:as|because|since|so|which|but|though|although|while|whereas|that['’]s|that is|where|not just|otherwise|if|when|whether|unless|until|we|our)\b(?! (?:well|able))",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(?:because|since|although|though|whereas)\b(?!.*\byou (?:must|need|will need|should)\b)", re.IGNORECASE
)
# "because a pump can do harm you must have worked under a standard"
_FOR_A_REASON = re.compile(
    r"(?:because|since|as)\b.*?\byou (?:must|(?:will )?need to|should) (?:have |be )?", re.IGNORECASE
)
# "own van, start Monday": when the work begins.
_WHEN = re.compile(
    r"(?:to )?start(?:s|ing)?\s+(?:(?:on|in|from|next|this|asap|early|late|mid|now|immediately|as soon as possible|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|january|february|march|april|may|june|july|august|september|october|november|december)\b\W*)+\d*|\d[\d,.]* of (?:them|these|those)\b.*",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:or|nor|no(?! (?:more|fewer|less) than)|not|and|etc|such|including|like|especially|particularly|preferably|ideally|both|either|e\.g|i\.e|in|on|at(?! least)|of|to(?! (?:be|have|hold))|for|from|with|without|by|within|across|under|into|via|using|through|during)\b",
    re.IGNORECASE,
)
# "you to have dealt with complaints, to recognise fraud, and to know the rules"
_INFINITIVES = re.compile(r",\s+(?:and\s+)?to\s+[a-z]+\s")
_TO = re.compile(r"to\s+[a-z]+\s")
_MOST_WORDS = 10
_COLON = re.compile(r"^[^:,]{3,60}:\s+(?=[^:]*,[^:]*,)")


def asked_parts(text: str, listed: bool = True) -> list[tuple[str, int]]:
    """The parts with their places in the text; `listed`: nouns between commas are parts, too."""
    if (colon := _COLON.match(text)) is not None:  # "a good degree of independence: RIBA Part 2, Revit, a portfolio"
        return [(part, at + colon.end()) for part, at in asked_parts(text[colon.end() :], listed)]
    found: list[tuple[int, int]] = []
    bounds = list(_outside_brackets(text))
    start, dropped = 0, False
    series = len(_INFINITIVES.findall(text)) > 1
    for at, (end, following) in enumerate(bounds):
        until = bounds[at + 1][0] if at + 1 < len(bounds) else len(text)
        right = text[following:until]
        left = text[start:end]
        demands = _FOR_A_REASON.match(right) is not None
        if _TAIL.match(right) and len(left.split()) > 2 and not demands:
            if not dropped:
                found.append((start, end))
            start, dropped = following, True
            continue
        if dropped or demands or (series and _TO.match(right)) or _stands(left, right, text[end:following]):
            if not dropped:
                found.append((start, end))
            start, dropped = following, False
    if not dropped:
        found.append((start, len(text)))
    parts: list[tuple[str, int]] = []
    for start, end in found:
        parts += _bare_list(text[start:end], start) if listed else [(text[start:end], start)]
    return [
        (piece, at)
        for piece, at in (_trimmed(piece, at) for piece, at in parts)
        if _says(piece) and not _REASON.match(piece) and not _WHEN.fullmatch(piece.strip(" .!"))
    ]


# "Tractor work – scraping, feeding out, topping – with a licence": between two dashes as in brackets.
_ASIDE = re.compile(r"\s[–—-]\s[^–—;]{3,80}?\s[–—-]\s")


def _outside_brackets(text: str) -> list[tuple[int, int]]:
    found, depth, counted = [], 0, 0
    aside = _ASIDE.search(text)
    for match in _BOUND.finditer(text):
        if aside is not None and aside.start() < match.start() < aside.end() - 1:
            continue
        between = text[counted : match.start()]
        depth += between.count("(") + between.count("[") - between.count(")") - between.count("]")
        counted = match.start()
        if depth <= 0 and match.start():
            found.append(match.span())
    return found


# "who has five years in milling, sets up machines, knows Fanuc": what somebody does, a verb each.
_WHO = re.compile(r"(?:(?:someone|somebody|anyone|a person) )?who\b", re.IGNORECASE)
_SKILLED = re.compile(r"(?:[\w'’-]+ ){1,3}(?:skills|knowledge|experience|licen[cs]e|certificate)", re.IGNORECASE)
_DOES = re.compile(r"(?:and )?(?:has|is|can|[a-z]{2,}s)\s+(?!(?:and|or|of|in|for|with|on|at|is|are|to)\b)\S")


def _stands(left: str, right: str, between: str) -> bool:
    """Whether what is right of a boundary is a requirement of its own."""
    if between.strip() == "and" and _SKILLED.fullmatch(right.strip(" .")) and left.rstrip().endswith("experience"):
        return True  # "two years of experience and latte art skills"
    if "," in between and _WHO.match(left) and _DOES.match(right):
        return True
    if between == " and " and _PLACE.search(left) and _CAPITAL.match(right):
        return False  # "admitted in England and Wales"
    if "," in between:  # ", and either a degree or a certificate"
        right = _EITHER.sub("", right)
    if _LEANS.match(right) or not _says(left):
        return False
    if (
        "," not in between
        and ";" not in between
        and (_SPOKEN.match(right) or _TO_DO.search(left) or _shares_head(left, right))
    ):
        return False
    if _ADDS.match(between) and (asked_amounts(left) or kind_of(left, False) not in (Kind.SKILL, Kind.OTHER)):
        return not _OR_SO.search(left)  # "four years in pricing, and models built in R"
    if between.strip(" ,") in ("with", ";") or _STANDS.match(right):
        return (
            "," in between
            or ";" in between
            or not re.search(r"\b(?:either|between|both|one of|two of)(?:\s+\S+){0,3}$", left)
        )
    article = _ARTICLE.match(right)
    if article is None:
        kind = kind_of(right, False)
        return (
            kind not in (Kind.SKILL, Kind.OTHER)
            and kind is not kind_of(left, False)
            and len(_BRACKET.sub("", right).split()) <= _MOST_WORDS
        )
    return _HAVING.search(right) is not None or kind_of(right, False) not in (Kind.SKILL, Kind.OTHER)


_PLACE = re.compile(r"\b(?:in|of|across|throughout) [A-Z]\w+$")
_CAPITAL = re.compile(r"[A-Z][a-z]+(?=\W|$)(?!\s+(?:experience|skills?|knowledge|certif\w*|licen\w*)\b)")
# "good spoken and written English", "able to identify and name plants"
_SPOKEN = re.compile(r"(?:written|spoken|verbal|oral|non-?verbal|read)\b", re.IGNORECASE)
_TO_DO = re.compile(
    r"\b(?:able|ability|confident|happy|willing|know how|skills?|trained|used) to [a-z]+$", re.IGNORECASE
)
_CREDENTIALS = re.compile(
    r"\b(?:certificates|licen[cs]es|tickets|cards|qualifications|endorsements|units|checks)\b", re.IGNORECASE
)


def _shares_head(left: str, right: str) -> bool:
    """Whether the noun behind the second of two short names is of both: "PA1 and PA6 spraying certificates"."""
    short = re.search(r"(?:^|\s)(\S*[A-Z\d]\S*)$", left)
    return short is not None and _CREDENTIALS.search(right) is not None and _CREDENTIALS.search(left) is None


_ADDS = re.compile(r",\s+(?:and|plus|as well as|together with|along with)\b", re.IGNORECASE)
_OR_SO = re.compile(
    r"\b(?:either|between|both|one of|two of|in|of|with|including|as|for)(?:\s+\S+){0,2}$", re.IGNORECASE
)
_EITHER = re.compile(r"(?:either|both)\s+(?=an?\s)", re.IGNORECASE)
_BRACKET = re.compile(r"\([^()]*\)")
_COMMAS = re.compile(r",\s+(?:(?:and|plus)\s+)?")


def _bare_list(text: str, at: int) -> list[tuple[str, int]]:
    """Nouns between commas, each by itself where none leans on the first and none is an alternative."""
    aside = _ASIDE.search(text)
    bounds = [
        match.span()
        for match in _COMMAS.finditer(text)
        if not (aside and aside.start() < match.start() < aside.end())
        and text.count("(", 0, match.start()) <= text.count(")", 0, match.start())
    ]
    if not bounds:
        return [(text, at)]
    pieces = [
        (text[start:end], start)
        for start, end in zip([0, *(e for _, e in bounds)], [*(s for s, _ in bounds), len(text)], strict=True)
    ]
    words = [piece for piece, _ in pieces]
    if (
        (_OPENER.match(words[0]) and all(kind_of(piece, False) is Kind.SKILL for piece in words[1:]))
        or re.search(
            r"\b(?:or(?! (?:more|above|over|two|better|so)\b)|either|such as|including|like|one of|two of)\b",
            _BRACKET.sub("", text),
            re.IGNORECASE,
        )
        or any(len(piece.split()) > _MOST_WORDS or _LEANS.match(piece) for piece in words[1:])
        or len(words[0].split()) > _MOST_WORDS
    ):
        return [(text, at)]
    return [(piece, at + place) for piece, place in _last_apart(pieces)]


_ABLE = re.compile(r"(?:who )?(?:can|could|is able to|able to)\s", re.IGNORECASE)
_LAST_AND = re.compile(r"(?P<one>[a-z]\S*(?: \S+)?) and (?=[a-z])")


def _last_apart(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """ "who can lift boxes, sing and keep calm": the last comma of a row of verbs is an "and"."""
    last, place = pieces[-1]
    if not _ABLE.match(pieces[0][0]) or (both := _LAST_AND.match(last)) is None:
        return pieces
    return [*pieces[:-1], (both["one"], place), (last[both.end() :], place + both.end())]


def _trimmed(piece: str, at: int) -> tuple[str, int]:
    lead = re.match(
        r"[\s,;]*(?:(?:and|or|plus|to)\s+(?=(?:be|have|hold)\b))?(?:(?:an?(?! levels?\b)|the|your|some)\s+)?",
        piece,
        re.IGNORECASE,
    )
    end = lead.end() if lead else 0
    if (reason := _FOR_A_REASON.match(piece, end)) is not None:
        end = reason.end()
    return piece[end:].rstrip(), at + end


def _says(piece: str) -> bool:
    return (
        re.sub(
            r"\b(?:and|or|plus|also|the|an?|sorry|please|thanks|it|that|this|them|one|so|all good|honestly|really|obviously|of course)\b|\W",
            "",
            piece,
            flags=re.IGNORECASE,
        )
        != ""
    )
