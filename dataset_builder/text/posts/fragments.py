"""Fragments of a post that ask without a verb: "Cytech level 2 or equivalent.", "Own tools.", "German: enough for briefings"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.layout.lines import Line
from dataset_builder.text.posts.any_case import AnyCase
from dataset_builder.text.posts.asking import LIKELY, Asking
from dataset_builder.text.posts.clause_words import EXPLAINS, TERMS
from dataset_builder.text.posts.clauses import Clause
from dataset_builder.text.posts.requirement_kinds import LANGUAGE, Kind, kind_of
from dataset_builder.text.posts.silent_lines import asks_nothing
from dataset_builder.text.requirements import asked_amounts
from dataset_builder.text.titles.roles import is_role

# What stands between the things of a sentence that has a verb: a fragment has none of these.
FINITE = AnyCase(
    r"\b(?:is|are|was|were|am|will|would|we|our|us|they|it|its|there|here|i)\b|(?<!^)(?<!\bto )(?<!\bwho )\b(?:has|have|had|does|did)\b|\bit['’]s\b|\b(?:you|we|they)['’]\w+|\byou (?:will|can|get|are)\b",
)
# A sentence below an asking heading that only tells.
TELLS = re.compile(
    r"(?:we|our|i|he|she|there|if|when|as|while|because|since|please|home|no(?! (?:more|less|fewer|unspent|visible|criminal|points|driving|endorse))|nobody|everyone|don['’]t|do not)\b",
    re.IGNORECASE,
)
_LONGEST_FRAGMENT = 25
# Fragments of a classified advertisement.
_LEAST_FRAGMENTS = 3


_WHY = re.compile(r"(?:,\s+(?:as|since|so|which)|,?\s+because)\s.*$|\s*\([^()]*\)", re.IGNORECASE)


def is_fragment(text: str) -> bool:
    """ "Cytech level 2 or equivalent.": no sentence, so that it says what the sentence before it said."""
    text = _WHY.sub("", text)
    return len(text.split()) <= _LONGEST_FRAGMENT and TELLS.match(text) is None and not FINITE.search(text)


def is_terse(parts: Sequence[Clause]) -> bool:
    """Whether a paragraph is a string of fragments of which most name credentials or amounts: a classified advertisement."""
    if len(parts) < _LEAST_FRAGMENTS:
        return False
    parts = [part for part in parts if not asks_nothing(part.text)]
    fragments = [part.text for part in parts if is_fragment(part.text)]
    telling = sum(
        bool(asked_amounts(text)) or kind_of(text, False) is not Kind.SKILL or _SKILLED.search(text) is not None
        for text in fragments
    )
    return len(fragments) >= _LEAST_FRAGMENTS and len(fragments) * 3 >= 2 * len(parts) and telling * 2 >= len(fragments)


OPENS = re.compile(
    r"(?:an? )?(?:\w+ ){0,2}?(?:experience|knowledge|understanding|ability|able|confidence|confident|familiarity|proficiency|skills?|qualification|willing\w*|comfortable|happy|good|strong|excellent|valid|current|full|clean|use of|used to|interest|own|at least|minimum|min\.?)\b",
    re.IGNORECASE,
)


_SKILLED = re.compile(
    r"\b(?:own|reg|registered|accredited|qualified|experienced|exp|trained|insured|used to|pls|please)\b", re.IGNORECASE
)


# "110 to 130 drops", "58 children": how much there is of something at work.
_COUNT = re.compile(r"\d[\d,.]* of (?:them|these|those|which|whom)\b|(?:about |around |some |up to )?\d[\d,.]*(?:\s*(?:to|-|–|or)\s*\d+)?\s+(?!years?|yrs?|months?|gcse|a[- ]levels?|credits|wpm)[a-z]+\W*$", re.IGNORECASE)  # fmt: skip


def may_ask(text: str, among: bool) -> bool:
    if (is_role(text) and not asked_amounts(text)) or _COUNT.match(text):
        return False
    if TERMS.match(text) and len(text.split()) <= 8 and not OPENS.match(text):
        return False
    told = (
        bool(asked_amounts(text))
        or kind_of(text, False) is not Kind.SKILL
        or OPENS.match(text) is not None
        or _SKILLED.search(text) is not None
    )
    return told or (among and len(text.split()) <= 20)


def is_credential(text: str) -> bool:
    """ "JIB gold card.", "Own tools." among sentences that ask: it asks too, without a verb."""
    if len(text.split()) > 6 or EXPLAINS.match(text):
        return False
    kind = kind_of(text, False)
    return (
        kind not in (Kind.SKILL, Kind.OTHER)
        or re.match(r"(?:own|able|willing|no smok\w+|non[- ]?smok\w+)\b", text, re.IGNORECASE) is not None
    )


# What a post gives or does with such a thing.
_GIVEN = re.compile(
    r"\b(?:lessons?|classes|courses?|training|paid|funded|provided|support|team|clients?|customers?|company|sponsor\w*|members?|owned|office|market|pay|salary|hours?|apply|cv|opportunit\w+|school|college|university|hospital|home|restaurant|cuisine|family|newspaper|food|agency|accredited|award|expense|average|points|last (?:year|summer|month)|licensed premises|plates?)\b|[£$€]|@",
    re.IGNORECASE,
)
_SURE_KINDS = (Kind.LANGUAGE, Kind.LICENCE, Kind.DEGREE, Kind.CLEARANCE, Kind.RIGHT_TO_WORK)
_LEVELLED = re.compile(
    rf"^(?:an? |some |any |good |fluent |basic |very good |excellent |conversational )*{LANGUAGE}\b(?:\s*(?:,|and|or|&|/)\s*{LANGUAGE}\b)*\s*(?:[:,(–—-]|is\b|are\b|at\b|to\b|native\b|fluent\b|[abc][12]\b|spoken\b|good\b|well\b|enough\b|required\b|a must\b|comes up\b|plus\b|as\b|please\b|only\b|$)",
    re.IGNORECASE,
)


def is_sure_credential(text: str) -> bool:
    """ "Driving licence class B.", "German: enough for briefings": a credential by itself is asked, whatever stands around it."""
    if EXPLAINS.match(text) or _GIVEN.search(text):
        return False
    if _LEVELLED.match(text):
        return len(text.split()) <= 24
    return (
        is_fragment(text)
        and len(text.split()) <= 16
        and len(text.split()) > 1
        and kind_of(text, False) in _SURE_KINDS
        and not is_role(text)
    )


# Characters at the end of a clause that are looked at.
_LAST_WORDS = 40
_BACK = re.compile(
    r"\b(?:(?:on|in|with|for|of|to|done|do|used|use|using|run|about|from|at|by|show|prove) (?:it|that|them|those|these|both)|done so|done (?:it|that))(?: (?:before|already|yourself|too|well|now|alone|here))?\W*$",
    re.IGNORECASE,
)


def refers_back(text: str) -> bool:
    """ "She has thickened drinks so you need to have done that before": says nothing without the clause before it."""
    return _BACK.search(text, max(len(text) - _LAST_WORDS, 0)) is not None


def in_series(sentences: Sequence[Clause], line: Line, asking: Asking) -> frozenset[int]:
    """Where the clauses stand that semicolons part, three and more, of which most surely ask: so do those between them."""
    places = [
        clause.at for clause in sentences if ";" in line.text[max(0, clause.at - 3) : clause.at + len(clause.text) + 2]
    ]
    sure = sum(asking.chance(line.start + at) >= LIKELY for at in places)
    return frozenset(places) if len(places) > 2 and sure * 2 > len(places) else frozenset()


# "The kitchen is yours three days a week, which is why we're looking for somebody with ..."
_SOUGHT = re.compile(
    r"(?:^|(?:so|therefore|which is why|hence) )(?:we(?:['’]re| are)?|i(?:['’]m| am)?) (?:looking for|need|seek(?:ing)?|want) (?:somebody|someone|a person)\s+(?:with\s+)?",
    re.IGNORECASE,
)


def from_sought(clause: Clause) -> Clause:
    """A sentence from where it says who is sought, where it tells of something else before."""
    found = _SOUGHT.search(clause.text)
    return replace(clause, text=clause.text[found.end() :], at=clause.at + found.end()) if found else clause
