"""Points of sentences: what asks in prose, without what leads to it, and what asks nothing wherever it stands."""

import re
from dataclasses import replace

from dataset_builder.text.layout.blocks import Block
from dataset_builder.text.layout.lines import Line
from dataset_builder.text.layout.plain_text import Plain
from dataset_builder.text.posts.any_case import AnyCase
from dataset_builder.text.posts.asked_parts import asked_parts
from dataset_builder.text.posts.asking import CERTAIN, LIKELY, SLIGHT, SOME, UNLIKELY, Asking
from dataset_builder.text.posts.clause_words import (
    EMPLOYER,
    REQUIRED,
    is_denied,
    is_optional,
)  # fmt: skip
from dataset_builder.text.posts.clauses import IF_BETTER, OWN_SUBJECT, Clause, clauses, split_at
from dataset_builder.text.posts.cues import CUE, GIVES, LEAD, MUST, SEEKS_WITH, STRONG_CUE, YOU_TOO
from dataset_builder.text.posts.fragments import (
    FINITE,
    OPENS,
    from_sought,
    in_series,
    is_fragment,
    is_terse,
    refers_back,
)
from dataset_builder.text.posts.paragraph import STATE, WILL, Paragraph, is_offer
from dataset_builder.text.posts.points import Point, points_of
from dataset_builder.text.requirements import asked_amounts
from dataset_builder.text.titles.roles import is_role

# Points that are read of a post.
MOST_POINTS = 200


def of_prose(block: Block, plain: Plain, asking: Asking) -> list[Point]:
    found: list[Point] = []
    strong = STRONG_CUE if block.kind == "duties" else CUE
    lines = block.lines
    if block.kind == "head" and lines and not _is_paragraph(lines[0].text):
        lines = lines[1:]  # the title
    for line in lines:
        if (block.kind == "head" and _is_masthead(line.text)) or (
            line.sign in FACTS and not STRONG_CUE.search(line.text)
        ):
            continue
        if AGE_LINE.match(line.text):
            found += points_of(line.text, line.start, False, plain, True)
            continue
        if (
            line.bullet
            and block.kind == "duties"
            and asking.chance(line.start) < LIKELY
            and not STRONG_CUE.search(line.text)
        ):
            continue
        found += of_sentences(line, plain, asking, strong, False)
        if len(found) >= MOST_POINTS:
            break
    return found


# Pictures that stand before the place, the pay, the days and the telephone of a job.
FACTS = frozenset("📍💷💰💵💶💸📅🗓⏰🕒🕐📞☎📧✉📲🌍🏢🚍🚇")
# "Age: below 40" among the facts of a post.
AGE_LINE = re.compile(
    r"age(?: limit| group)?\s*[:–-]\s*(?:below|under|up to|max|not |between|[<≤≥>]|\d)", re.IGNORECASE
)
# "Overbeck GmbH & Co. KG, Osnabrück · Full-time · English speaking team": who, where and how long, parted by signs.
_PARTED = re.compile(r"\s[·•|–—]\s")


def _is_masthead(text: str) -> bool:
    parts = _PARTED.split(text)
    return (
        len(parts) > 2
        and all(len(part.split()) <= 8 for part in parts)
        and not CUE.search(text)
        and not re.search(r"\b(?:experience|licen[cs]e|degree|fluent|native|[ABC][12])\b", text, re.IGNORECASE)
    )


def _is_paragraph(text: str) -> bool:
    return (
        len(text.split()) > 12
        or re.search(r"[a-z][.!]\s+[A-Z]", text) is not None
        or SEEKS_WITH.match(text) is not None
    )


# "someone who can cook and who holds a certificate", "comfortable with noise, and you should have worked in a kitchen"
_AND_WHO = re.compile(
    r",\s+(?:and\s+)?that\s+(?=you\b)|,?\s+and\s+(?:that\s+)?(?=(?:who|you(?:['’](?:ll|ve|re|d))?|they|must|should|have|hold|own|be)\s|we(?:['’]re)? (?:need|want|are looking|looking|after)|(?:(?:are|is|now) )?(?:looking for|seeking|hiring)\s)|,\s+(?:and\s+)?(?=(?:will|must|should) (?:also |not )?(?:have|be|hold|need|mind|know|speak|own)\b)|,\s+(?=(?:who|you(?:['’](?:ll|ve|re|d))?|they)\s+(?:will|must|should|need|have|has|hold|can|are|is)\b)"
    r"|\s+and\s+(?=(?:will|must|should)\s+(?:also\s+)?(?:have|be|hold|need|know|speak|own|possess|bring|understand|enjoy)\b)"
    r"|\s+or\s+(?=(?:if|when)\s+you\b)|,\s+(?:and\s+)?so\s+(?=[^,]{0,80}\b(?:is|are) (?:required|essential|needed|necessary|a must)\b)",
    re.IGNORECASE,
)


def of_sentences(
    line: Line,
    plain: Plain,
    asking: Asking,
    cue: AnyCase,
    optional: bool,
    inside: bool = False,
    least: float = UNLIKELY,
) -> list[Point]:
    """The points of a paragraph; `inside` and `least` as in `Paragraph`."""
    found: list[Point] = []
    if asking.most(line.start, line.end) < min(least, SLIGHT) and not MUST.match(line.text):
        return found
    sentences = [
        replace(part, text=_without_reason(part.text))
        for clause in clauses(line.text, optional)
        for part in _own(clause, optional)
        if not (GIVES.match(clause.text) and part.at > clause.at and not STRONG_CUE.search(part.text))
    ]
    terse = inside or is_terse(sentences)
    series = frozenset(in_series(sentences, line, asking))
    paragraph = Paragraph(line, asking, cue, optional, inside, least, bool(CUE.search(line.text)), terse, series)
    for clause in map(from_sought, sentences):
        if len(found) >= MOST_POINTS:
            break
        text = clause.text
        seeks = paragraph.seeks(clause, clause not in sentences)
        sure = seeks or MUST.match(text) is not None or (bool(found) and YOU_TOO.match(text) is not None)
        chance = paragraph.chance(clause, sure)
        if paragraph.is_silent(clause, chance):
            continue
        bare = _without_condition(text)
        by_cue = paragraph.by_cue(clause, chance, bare, seeks)
        by_company = paragraph.by_company(clause, bool(found))
        by_itself = chance >= (LIKELY if bare == text else CERTAIN)
        if not (by_itself or by_cue or (by_company and chance >= SOME)):
            continue
        parts = [(text, clause.at)] if refers_back(text) else split_at(text, _AND_WHO, clause.at)
        for number, (part, at) in enumerate(parts):
            leads = number == 0 and len(parts) > 1 and not clause.optional and chance < LIKELY
            if leads and not is_fragment(part) and not CUE.search(part):
                continue  # "You work shifts, so flexibility is essential"
            found += _of_part(part, line.start + at, clause.optional, plain, by_cue or by_company)
    return found


def _own(clause: Clause, optional: bool) -> list[Clause]:
    """The parts of a sentence that have a subject and a verb of their own, each with its own strength."""
    if is_offer(clause.text) or IF_BETTER.match(clause.text):
        return [clause]
    parts: list[tuple[str, int]] = []
    for text, at in split_at(clause.text, OWN_SUBJECT, clause.at):
        if (parts and refers_back(text) and len(parts[-1][0].split()) <= _LONGEST_CONTEXT) or (
            parts and _SAYS_OF_IT.match(text) and (is_optional(text) or REQUIRED.search(text))
        ):
            text, at = clause.text[parts[-1][1] - clause.at : at - clause.at + len(text)], parts.pop()[1]
        parts.append((text, at))
    if len(parts) < 2:
        return [clause]
    found: list[Clause] = []
    for text, at in parts:
        if not is_denied(text) or is_optional(text):
            wished = bool(found) and found[-1].optional and _IF_TOO.match(text) is not None
            found.append(Clause(text, at, bool(optional or wished or is_optional(text))))
    return found


# "It would help if you were a member, and if you knew a farm": the second is only wished for, too.
_IF_TOO = re.compile(r"(?:and |or )?if you\b", re.IGNORECASE)
# Words of a clause that the next one refers to.
_LONGEST_CONTEXT = 12
# "if you spoke some Igbo, that would be wonderful": what is said of it is no clause of its own
_SAYS_OF_IT = re.compile(r"(?:it|that|this|these|those|they|which|all of (?:it|that))\b", re.IGNORECASE)


_REASON = re.compile(r",\s+(?:as |because )?(?=(?:we|our|they|it|there|he|she|that)(?:['’]\w+)?\s+\w)", re.IGNORECASE)


def _without_reason(text: str) -> str:
    """ "Arabic or Spanish, we have families who would be thrilled": a fragment without the sentence that tells why."""
    match = _REASON.search(text)
    if match is None or is_optional(text[match.end() :]) or (CUE.search(text[match.end() :]) and REQUIRED.search(text)):
        return text
    head = text[: match.start()]
    return head if len(head.split()) <= 12 and is_fragment(head) and not CUE.search(head) else text


_CONDITION = re.compile(r"(?<=\w)\s+(?:if|when|where|unless)\s+(?:you|u)\b.*$", re.IGNORECASE)
# "our halls are busiest at night, which is when we need you"
_WHICH = re.compile(r",\s+which\b.*$", re.IGNORECASE)
_FOR_YOU = re.compile(r"\b(?:you(?:['’](?:ll|d|re))?|apply|suits?|hear|talk|job|role|post)\b", re.IGNORECASE)


def _without_condition(text: str) -> str:
    """ "The van stays at your house if you have the room": what a condition says of the reader asks for nothing."""
    text = _WHICH.sub("", text)
    match = _CONDITION.search(text)
    head = text if match is None else text[: match.start()]
    return text if _FOR_YOU.search(head) else head


_OFFER_TAIL = re.compile(
    r",?\s+(?:then )?(?:we(?:['’]d| would) (?:love|like)|(?:please )?(?:apply|get in touch|call us|write|talk to us|come)\b|this (?:is|could|may|might)|you (?:could|may|might)|we want|let['’]s talk|say so|mention it|let us know).*$",
    re.IGNORECASE,
)
# "We need someone new from February", "someone to start in May": says nothing of the person.
_NO_QUALITY = re.compile(
    r"(?:new|else|like you|special|to (?:start|join|cover|replace|help|work|take)|from (?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
    re.IGNORECASE,
)
_ONLY_HIRING = re.compile(
    r"(?:we(?:['’]re| are) )?(?:now |currently |urgently )?(?:hiring|recruiting|looking|growing|expanding)\W*(?:now|again|fast)?\W*$",
    re.IGNORECASE,
)
# "RECEPTIONIST req'd for busy surgery", "Cook wanted"
_WANTED = re.compile(r"\s+(?:req['’.]?d|required|wanted|needed|sought)\b", re.IGNORECASE)


def _of_part(text: str, start: int, optional: bool, plain: Plain, listed: bool = True) -> list[Point]:
    """The points of a part of a sentence that asks, without what leads to them; `listed`: bare nouns are points of their own."""
    if is_offer(text):
        text = _OFFER_TAIL.sub("", text)
    if front := _FRONT.match(text) or _WISH.match(text):
        start, text = start + front.end(), text[front.end() :]
    body = text
    if EMPLOYER.match(text) and not CUE.search(text):
        return []
    if (wanted := _WANTED.search(text)) and is_role(text[: wanted.start()]) and not asked_amounts(text):
        return []
    if (will := WILL.match(text)) and (state := STATE.match(text, will.end())):
        start, text = start + state.end(), text[state.end() :]  # "You will be expert in Outlook"
        body = text
    match = LEAD.match(text)
    if match and match.group().count("(") > match.group().count(")"):
        match = None  # "(full cost recovery should not need explaining to you)"
    if refers_back(text) and OWN_SUBJECT.search(text):
        return points_of(text.strip(" ."), start, optional, plain, True)
    if match and len(text) - match.end() > 2 and match.group().strip().casefold() not in ("own", "has", "have", "had"):
        # "must have own transport": the word belongs to the thing
        end = (
            match.start() + len(match.group().rstrip()) - 3
            if match.group().rstrip().endswith((" own", " Own"))
            else match.end()
        )
        start, body = start + end, text[end:]
    if (still := _STILL.match(body)) is not None:  # "the person we are looking for will hold a diploma"
        start, body = start + still.end(), body[still.end() :]
    # "a cook with a food hygiene certificate": who is sought is the title of the post
    if sought := re.match(
        r"(?:[\w/&' -]{2,50}?)\s+(?:(?:with|who (?:has|have|holds?|is)|holding)\s+(?=\S)|(?=who can\b))", body
    ):
        if (
            not _VOUCHED.match(body)
            and not FINITE.search(sought.group())
            and is_role(re.split(r"\s+(?:who|with|holding)\b", sought.group())[0].strip())
        ):
            start, body = start + sought.end(), body[sought.end() :]
    elif (
        ((match or CUE.search(text)) and _is_sought(body))
        or (match and _SEEKS.search(match.group()) and _TO_WORK.match(body))
    ) and not asked_amounts(body):
        return []
    if (match and _NO_QUALITY.match(body)) or _ONLY_HIRING.match(text):
        return []
    return [
        point
        for piece, at in asked_parts(body, listed)
        for point in points_of(piece.strip(" ."), start + at, optional, plain, True)
    ]


_STILL = re.compile(
    r"(?:will|must|should)\s+(?:also\s+)?(?:have|hold|possess|bring|be)\s+(?:(?:an?|the)\s+)?(?=\w)", re.IGNORECASE
)
# "Because of the roads a car is a must", "As our river floods, ..."
_FRONT = re.compile(
    r"because of (?:the|our) [^,;]{3,50}?\s+(?=an?\s)|(?:because|since|as|given|although|while|when)\b[^,;]{3,90},\s+(?=\S+\s)",
    re.IGNORECASE,
)
# "It'd be lovely, though not a deal-breaker, if you'd touched Terraform", "Wanted: gardener who knows roses"
_WISH = re.compile(
    r"(?:it|we)(?:['’]d|\s+would)\b[^.;]{2,60}?,\s[^.;]{0,40}?\bif you(?:['’](?:d|ve))?\s+|(?:wanted|hiring|needed)\s*[:!–—-]+\s*(?:an?\s+)?|(?:we(?:['’]re| are)? )?(?:(?:currently|now) )*(?:hiring|recruiting)\s+(?:an?\s+)?(?=\w)",
    re.IGNORECASE,
)
# The title says what is asked: "a registered physiotherapist with a current certificate".
_VOUCHED = re.compile(
    r"(?:\w+ ){0,2}?(?:registered|qualified|certified|licen[cs]ed|chartered|experienced|trained)\b", re.IGNORECASE
)
_SEEKS = re.compile(r"\b(?:looking for|seeking|hiring|need|want)\s+(?:an?|some|\d+)\s+$", re.IGNORECASE)
_TO_WORK = re.compile(r"(?:[\w'’-]+ ){1,5}to [a-z]+\b")
_AIM = re.compile(r"\s+(?:to|for|in|at|on|who will|based|within|from|starting|@)\s+")


def _is_sought(body: str) -> bool:
    """ "a hungry rep to grow the area": who is sought is the title of the post, and what for its duties."""
    if OPENS.match(body) or WILL.match(body):
        return False
    who = _AIM.split(body.strip(" ."), maxsplit=1)[0]
    return len(who.split()) <= 6 and is_role(re.sub(r"\([^()]*\)\s*", "", who))
