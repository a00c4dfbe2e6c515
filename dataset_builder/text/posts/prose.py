"""Points of sentences: what asks in prose, without what leads to it, and what asks nothing wherever it stands."""

import re

from dataset_builder.text.layout.blocks import Block, Line
from dataset_builder.text.layout.plain_text import Plain
from dataset_builder.text.posts.clause_words import (
    APPLY,
    BENEFIT,
    CLOCK,
    CUE,
    EMPLOYER,
    FIRM_YEARS,
    LEAD,
    LEGAL,
    PAY,
    STRONG_CUE,
)  # fmt: skip
from dataset_builder.text.posts.clauses import clauses, split_at
from dataset_builder.text.posts.points import Point, points_of
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.requirements import asked_amounts
from dataset_builder.text.titles.roles import is_role

# Words of one clause; a longer one tells something.
_LONGEST_PROSE = 60


def asks_nothing(text: str) -> bool:
    """Whether a line is about the employer, what it gives, the law or how to apply."""
    if LEGAL.search(text) or FIRM_YEARS.match(text):
        return True
    if EMPLOYER.match(text) and not CUE.search(text):
        return True
    if re.match(r"you(?:['’]ve| have| can| are able)\b", text, re.IGNORECASE):
        return False
    if BENEFIT.search(text) and not re.search(
        r"\b(?:must|required|essential|experience|knowledge|years|willing|able)\b", text, re.IGNORECASE
    ):
        return True
    if CLOCK.search(text) and not re.search(r"\b(?:available|availability|able|willing|must)\b", text, re.IGNORECASE):
        return True
    if PAY.search(text) and not re.search(
        r"\b(?:experience|manag\w+|budget|sales|lift\w*|portfolio|target|years|typing|wpm|revenue)\b",
        text,
        re.IGNORECASE,
    ):
        return True
    return APPLY.search(text) is not None and not re.search(r"\b(?:experience|ability|skills)\b", text, re.IGNORECASE)


def of_prose(block: Block, plain: Plain) -> list[Point]:
    found: list[Point] = []
    strong = STRONG_CUE if block.kind == "duties" else CUE
    lines = block.lines
    if block.kind == "head" and lines and not _is_paragraph(lines[0].text):
        lines = lines[1:]  # the title
    for line in lines:
        if line.bullet and block.kind == "duties" and not STRONG_CUE.search(line.text):
            continue
        found += of_sentences(line, plain, strong, False)
    return found


def _is_paragraph(text: str) -> bool:
    return len(text.split()) > 12 or re.search(r"[a-z][.!]\s+[A-Z]", text) is not None


# "someone who can cook and who holds a certificate", "comfortable with noise, and you should have worked in a kitchen"
_AND_WHO = re.compile(
    r",?\s+and\s+(?=(?:who|you(?:['’]ll)?|they|must|should|have|hold|own|be)\s|(?:(?:are|is|now) )?(?:looking for|seeking|hiring)\s)|,\s+(?:and\s+)?(?=(?:will|must|should) (?:also |not )?(?:have|be|hold|need|mind|know|speak|own)\b)|,\s+(?=(?:who|you(?:['’]ll)?|they)\s+(?:will|must|should|need|have|has|hold|can|are|is)\b)",
    re.IGNORECASE,
)


def of_sentences(line: Line, plain: Plain, cue: re.Pattern, optional: bool) -> list[Point]:
    found: list[Point] = []
    for clause in clauses(line.text, optional):
        text = clause.text
        asks = (
            cue.search(text)
            or STRONG_CUE.search(text)
            or (clause.optional and not optional)
            or (_is_credential(text) and CUE.search(line.text))
        )
        if len(text.split()) > _LONGEST_PROSE or not asks or asks_nothing(text) or text.endswith("?"):
            continue
        for part, at in split_at(text, _AND_WHO, clause.at):
            found += _of_part(part, line.start + at, clause.optional, plain)
    return found


def _is_credential(text: str) -> bool:
    """ "JIB gold card.", "Own tools." among sentences that ask: it asks too, without a verb."""
    if len(text.split()) > 6:
        return False
    kind = kind_of(text, False)
    return kind not in (Kind.SKILL, Kind.OTHER) or re.match(r"(?:own|able|willing)\b", text, re.IGNORECASE) is not None


_REASON = re.compile(r"(?:as|because|since|so|which|but|though|although|while|whereas)\b(?! well)", re.IGNORECASE)


def _of_part(text: str, start: int, optional: bool, plain: Plain) -> list[Point]:
    """The points of a part of a sentence that asks, without what leads to them."""
    body = text
    if EMPLOYER.match(text) and not CUE.search(text):
        return []
    if (match := LEAD.match(text)) and len(text) - match.end() > 2 and match.group().strip().casefold() != "own":
        start, body = start + match.end(), text[match.end() :]
    # "a cook with a food hygiene certificate": who is sought is the title of the post
    if sought := re.match(r"(?:[\w/&' -]{2,50}?)\s+(?:with|who (?:has|have|holds?|can|is)|holding)\s+(?=\S)", body):
        if is_role(body[: sought.end()].rsplit(" ", 2)[0].split(" who")[0].split(" with")[0]):
            start, body = start + sought.end(), body[sought.end() :]
    elif (_is_sought(body) or (match and _SEEKS.search(match.group()) and _TO_WORK.match(body))) and not asked_amounts(
        body
    ):
        return []
    return [
        point
        for piece, at in _split_prose(body)
        if not _REASON.match(piece)
        for point in points_of(piece.strip(" ."), start + at, optional, plain, True)
    ]


_SEEKS = re.compile(r"\b(?:looking for|seeking|hiring|need|want)\s+(?:an?|some|\d+)\s+$", re.IGNORECASE)
_TO_WORK = re.compile(r"(?:[\w'’-]+ ){1,5}to [a-z]+\b")
_AIM = re.compile(r"\s+(?:to|for|in|at|on|who will|based|within)\s+")


def _is_sought(body: str) -> bool:
    """ "a hungry rep to grow the area": who is sought is the title of the post, and what for its duties."""
    who = _AIM.split(body.strip(" ."), maxsplit=1)[0]
    return len(who.split()) <= 6 and is_role(re.sub(r"\([^()]*\)\s*", "", who))


_LISTED = re.compile(
    r",\s*(?:and\s+|plus\s+|as well as\s+)?|\s+(?:and|plus|as well as)\s+(?=(?:an?|the|your|some|good|valid|full|fluent|strong|at least|\d|one|two|three|experience|knowledge|previous)\b)",
    re.IGNORECASE,
)


def _split_prose(text: str) -> list[tuple[str, int]]:
    """What a sentence enumerates, each with its place, where every part can stand alone."""
    if re.search(r"\b(?:or|either|one of|two of|such as|including|like)\b", text):
        return [(text, 0)]
    pieces, start = [], 0
    for match in _LISTED.finditer(text):
        pieces.append((text[start : match.start()], start))
        start = match.end()
    pieces.append((text[start:], start))
    pieces = [(piece.strip(), at + len(piece) - len(piece.lstrip())) for piece, at in pieces if piece.strip(" .,")]
    if len(pieces) < 2 or any(len(piece.split()) > 10 for piece, _ in pieces):
        return [(text, 0)]
    return [
        (
            re.sub(r"^(?:an?|the|your|some)\s+", "", piece),
            at + len(piece) - len(re.sub(r"^(?:an?|the|your|some)\s+", "", piece)),
        )
        for piece, at in pieces
    ]
