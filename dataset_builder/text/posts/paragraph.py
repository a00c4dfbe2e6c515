"""A paragraph of a post, and how its sentences are judged in it: whether one is silent, asks by its words or by its company."""

import re
from dataclasses import dataclass

from dataset_builder.text.layout.lines import Line
from dataset_builder.text.posts.any_case import AnyCase
from dataset_builder.text.posts.asking import CERTAIN, CUED, LIKELY, SLIGHT, Asking
from dataset_builder.text.posts.clause_words import DUTY, EXPLAINS
from dataset_builder.text.posts.clauses import Clause
from dataset_builder.text.posts.cues import LEADS_ON, SEEKS_WITH, STRONG_CUE
from dataset_builder.text.posts.fragments import (
    TELLS,
    is_credential,
    is_fragment,
    is_sure_credential,
    may_ask,
    refers_back,
)
from dataset_builder.text.posts.silent_lines import asks_nothing

# Words of one clause; a longer one tells something.
_LONGEST_PROSE = 60
WILL = re.compile(
    r"(?:you|(?:the|our) (?:\w+ )?(?:person|holder|appointee|candidate|recruit|hire)(?: (?:we|you) \w+)?|they|he or she)(?:['’]ll| will| would|['’]d)\s+",
    re.IGNORECASE,
)
# "You will be expert in Outlook, minute meetings and arrange travel": led by what somebody is.
STATE = re.compile(r"(?:also )?be (?!responsible|based|part|in charge|expected|\w+ing\b|the\b|our\b)", re.IGNORECASE)
_QUALITY = re.compile(
    r"\b(?:experience|knowledge|able|ability|skills?|degree|licen[cs]e|certificate|qualif\w+|must|years?)\b",
    re.IGNORECASE,
)


def _is_task(text: str) -> bool:
    """ "You will hold a caseload of 70, run clinics and visit": verbs in a row say what is done, not what is asked."""
    if not (will := WILL.match(text)) or _QUALITY.search(text) or STATE.match(text, will.end()):
        return False
    return any(DUTY.match(part) for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", text)[1:])


# "find someone who has been a secretary; who is discreet; who types fast"
_GOES_ON = re.compile(r"(?:and |or )?(?:who|has|have|is|can|be|able|with) \w", re.IGNORECASE)
# Leads to a list below it: "The ideal candidate will have"
_OPEN_ENDED = re.compile(
    r"\b(?:(?<!to )have|be|need|(?<=you )must|(?<=candidates )must|(?<=applicants )must|who|with)\W*$", re.IGNORECASE
)
# "If you have three years in retail, we would like to hear from you"
_OFFER = re.compile(
    r"^if you\b(?!\s+(?:have (?:any )?(?:questions|a disability)|need|require|are (?:looking|interested|successful|unable|offered)|would like|want|wish|do not|don['’]t)).{5,200}?,?\s+(?:(?:then )?(?:we(?:['’]d| would) (?:love|like)|(?:please )?(?:apply|get in touch|call|write|talk to us|come)|this (?:is|could|may|might)|you (?:could|may|might)|we want|let['’]s talk|say so|mention it|let us know))\b",
    re.IGNORECASE,
)


def is_offer(text: str) -> bool:
    return text[:2] in ("If", "if", "IF") and _OFFER.match(text) is not None


@dataclass(frozen=True)
class Paragraph:
    """What a sentence is judged beside: `inside`: it stands below a heading that asks, where a fragment asks too; `least`: the chance
    from which on a sentence is looked at; `asked`: something in the paragraph asks; `terse`: fragments ask; `series`: where lists of
    what is asked go on."""

    line: Line
    asking: Asking
    cue: AnyCase
    optional: bool
    inside: bool
    least: float
    asked: bool
    terse: bool
    series: frozenset[int]

    def seeks(self, clause: Clause, is_sought: bool) -> bool:
        short = self.asking.is_short and SEEKS_WITH.match(clause.text) is not None
        return short or is_sought or clause.at in self.series

    def chance(self, clause: Clause, sure: bool) -> float:
        """How likely a sentence asks; `sure`: its words or its place say so."""
        text, start = clause.text, self.line.start + clause.at
        chance = self.asking.chance(start)
        if refers_back(text):
            chance = max(chance, self.asking.most(start, start + len(text)))
        return max(chance, LIKELY) if sure else chance

    def is_silent(self, clause: Clause, chance: float) -> bool:
        """Whether a sentence asks for nothing, whatever stands around it."""
        text = clause.text
        weak = chance >= SLIGHT and (STRONG_CUE.search(text) or (self.asked and is_credential(text)))
        return bool(
            (chance < self.least and not weak)
            or len(text.split()) > _LONGEST_PROSE
            or (chance < CERTAIN and not clause.optional and _OPEN_ENDED.search(text))
            or self.line.text[clause.at + len(text) - 1 : clause.at + len(text) + 1].endswith("?")
            or text.endswith("?")
            or asks_nothing(text, chance)
            or (chance < LIKELY and not clause.optional and _is_task(text))
        )

    def by_cue(self, clause: Clause, chance: float, bare: str, seeks: bool) -> bool:
        """Whether words of a sentence say that it asks."""
        text = clause.text
        return bool(
            (chance >= CUED and self.cue.search(bare))
            or STRONG_CUE.search(bare)
            or seeks
            or (clause.optional and not self.optional)
            or (self.inside and not EXPLAINS.match(text) and not TELLS.match(text))
            or (self.asked and is_credential(text))
            or is_sure_credential(text)
        )

    def by_company(self, clause: Clause, found: bool) -> bool:
        """Whether a sentence asks as those before it do. `found`: one of them asked."""
        text = clause.text
        goes_on = found and self.asked
        fragment = is_fragment(text) and not LEADS_ON.match(self.line.text, clause.at + len(text))
        return bool(
            (fragment and (goes_on or self.terse) and may_ask(text, goes_on))
            or (found and _GOES_ON.match(text))
            or is_offer(text)
        )
