"""Whether a list of a post asks, where its heading does not say so: by what its lines say."""

import re

from dataset_builder.text.layout.blocks import Block
from dataset_builder.text.posts.asking import Asking
from dataset_builder.text.posts.clause_words import DUTY, TERMS, is_optional
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.posts.silent_lines import asks_nothing
from dataset_builder.text.requirements import asked_amounts

_EVIDENT = re.compile(
    r"\b(?:experience|knowledge|skills?|able to|ability|you(?:['’]ve| have| can| are)|familiar\w*|comfortable|confident|fluent|must|proficien\w+|understanding|willing\w*|degree)\b",
    re.IGNORECASE,
)
# The mean chance of a list's lines, from which on it asks.
_MOSTLY = 0.6
# The share of a list's lines that ask, from which the list asks though its heading is not known.
_MOST_ASK = 0.4
# And of a list in which nothing begins as a duty does.
_SOME_ASK = 0.25


# Words of an item of a list without bullets.
_LONGEST_ITEM = 25


def is_asking_list(block: Block, asking: Asking) -> bool:
    """Whether a list below a heading that no table knows is one of requirements, by what its lines say."""
    if block.kind == "duties" and not block.inline:
        return _asks_in_duties(block) or _says_what_you_are(block)
    if block.kind or not block.unknown:
        return False
    listed = [line for line in block.lines if line.bullet] or block.lines
    if len(listed) > 1 and listed[0].bullet and asking.mean([line.start for line in listed]) > _MOSTLY:
        return True
    lines = [line.text for line in listed if not is_term(line.text)]
    if any(len(line.split()) > _LONGEST_ITEM for line in lines) and not listed[0].bullet:
        return False  # paragraphs
    if len(lines) < 2 or sum(asks_nothing(line) for line in lines) * 3 > len(lines):
        return False
    duties = sum(DUTY.match(line) for line in lines)
    asking = sum(
        _EVIDENT.search(line) is not None
        or is_optional(line)
        or bool(asked_amounts(line))
        or kind_of(line, False) is not Kind.SKILL
        for line in lines
    )
    if duties * 2 >= len(lines):
        return asking * 2 > len(lines)
    return asking >= (_MOST_ASK if duties * 5 > len(lines) else _SOME_ASK) * len(lines)


# The share of the bullets below a heading of duties that ask, from which the list is one of requirements all the same.
_NEARLY_ALL_ASK = 0.7


def _asks_in_duties(block: Block) -> bool:
    lines = [line.text for line in block.lines if line.bullet]
    asking = sum(
        (
            bool(asked_amounts(line))
            or _EVIDENT.search(line) is not None
            or kind_of(line, False) not in (Kind.SKILL, Kind.OTHER)
        )
        and not DUTY.match(line)
        for line in lines
    )
    return len(lines) >= 3 and asking >= _NEARLY_ALL_ASK * len(lines)


# "You will be" and "The successful candidate will" lead to what somebody is, or to what they are going to do.
_YOU_ARE = re.compile(r"\W*you(?:['’]ll| will| should) be\W*", re.IGNORECASE)
_DONE = r"(?:(?!holding|having|living)\w+ing|responsible|accountable|in charge|part of|based|one of|asked|expected|given|supported|the first|our)\b"
_TO_BE_DONE = re.compile(_DONE, re.IGNORECASE)
_CANDIDATE_WILL = re.compile(
    r"[^.;:]*\b(?:candidate|applicant|person|holder|appointee) (?:will|shall)\W*", re.IGNORECASE
)
_IS = re.compile(r"(?:already )?(?:have|be(?! responsible)|hold|possess|demonstrate|show|bring|speak|enjoy|know|need)\b", re.IGNORECASE)  # fmt: skip


def _says_what_you_are(block: Block) -> bool:
    lines = [line.text for line in block.lines if line.bullet]
    if _CANDIDATE_WILL.fullmatch(block.heading):
        return sum(_IS.match(line) is not None for line in lines) * 2 > len(lines)
    done = sum(_TO_BE_DONE.match(line) is not None or bool(DUTY.match(line)) for line in lines)
    return _YOU_ARE.fullmatch(block.heading) is not None and len(lines) > 2 and done * 4 < len(lines)


def is_term(text: str) -> bool:
    """ "Hybrid, 2 days in the office" in a list without a heading."""
    return TERMS.match(text) and len(text.split()) <= 8 and _EVIDENT.search(text) is None
