"""Lines of a post that ask nothing: about the employer, what it gives, the law, or how to apply."""

import re

from dataset_builder.text.posts.any_case import AnyCase
from dataset_builder.text.posts.asking import CERTAIN, SURE
from dataset_builder.text.posts.clause_words import APPLY, BENEFIT, CLOCK, EMPLOYER, FIRM_YEARS, LEGAL, PAY
from dataset_builder.text.posts.cues import CUE

# "Experience preferred but training given": the offer does not take back what is asked.
_PRICED = re.compile(r"\d|[rR]ates?\b|RATE")
_DEPENDING = re.compile(r"\b(?:depending|dependent|based) (?:up)?on (?:\w+ ){0,3}experience\b", re.IGNORECASE)
_TRAINED = re.compile(
    r"(?<=\w)\W*\b(?:but|although|though|as|however)\s+(?:full |some |on[- ]the[- ]job |all )?(?:training|we (?:can|will|do)|you can) .*$",
    re.IGNORECASE,
)


# "By the end of your first year you will have rebuilt our model"
_LATER = re.compile(
    r"(?:in|by|within|after) (?:your|the|month|year|week) (?:first|end|next|one|two|three|six|\d)\b", re.IGNORECASE
)


# Behind another sentence, which may ask.
_SENTENCE = re.compile(r"[.!]\s+[A-Z]")
# "A portfolio alone will not be considered."
_REFUSED = AnyCase(r"\b(?:will|can)(?:not| not) be (?:considered|accepted)\W*$")
# "Responsibilities include design reports and tender documents"
_TASKS = re.compile(
    r"(?:the |your |key |main |other )*(?:responsibilities|duties|tasks|day[- ]to[- ]day (?:work|tasks)) (?:will |may )?(?:also )?(?:include|involve|comprise|consist|are|range)\b",
    re.IGNORECASE,
)


# "You're weighed in at 6", "Start date is flexible": when what happens.
_AT_A_TIME = re.compile(
    r"you(?:['’]re| are) \w+ed(?: in| off| out| up)? (?:at|by|from) (?:\d|noon|half|the)\b|(?:the )?start(?:ing)? date (?:is|will be)\b",
    re.IGNORECASE,
)
# "A basic DBS is done for all staff", "Fingerprinting required before first day": what the employer does with whom it takes.
_CHECKED = AnyCase(
    r"\b(?:dbs|crb|checks?|references?|screening|fingerprint\w*|medicals?|tests?)\b[^.;]{0,30}\b(?:is|are|will be) (?:then )?(?:done|carried out|undertaken|taken up|run|made|sought|requested|obtained|paid(?: for)?|asked for|conducted|performed)\b"
    r"|\b(?:fingerprint\w*|drug (?:test|screen)\w*|medical)\b[^.;]{0,30}\b(?:before|prior to|at|after|upon) (?:the |your )?(?:\w+ )?(?:first day|start(?:ing)?|offer|hire|appointment|commencement)\b",
)


# "Your site induction we can arrange for you": what the employer sees to is not asked.
_GIVEN = re.compile(
    r"(?!.*\b(?:must|need|essential|required)\b)[^,;.]*\b(?:we(?: can| will| do|['’]ll)?|us to) (?:renew|arrange|sort(?: out)?|provide|organi[sz]e|put you through|book)\b[^,;.]*\b(?:for you|you|for free)\W*$",
    re.IGNORECASE,
)


# "I'm partnering with a family firm in the Midlands": who writes, and for whom.
_RECRUITER = re.compile(
    r"I(?:['’]m| am) (?:\w+ly )?(?:partnering|recruiting|acting|working|helping)\b(?!.*\b(?:who|must|need\w*|looking|seek\w*)\b)",
    re.IGNORECASE,
)
# Whom to call: "Call Raylene 806-555-0193 or text TRUCK", and how long it takes.
_CALL = re.compile(
    r"(?:please )?(?:call|ring|phone|text|whatsapp|message|contact)\b.*\b\d{3}[-. )]+\d{3,4}\b|(?:the |our |a )?(?:full |online |short )*app(?:lication)?s? takes?\b",
    re.IGNORECASE,
)
_OF_READER = re.compile(r"you(?:['’]ve| have| can| are able)\b", re.IGNORECASE)


# What leads to the person that is looked for: what stands before it silences nothing behind it.
_SOUGHT = re.compile(
    r"\b(?:looking for|need|seek(?:ing)?) (?:somebody|someone|a person|people) (?=who|with|that)", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def asks_nothing(text: str, chance: float = 0.0) -> bool:
    """Whether a line is about the employer, what it gives, the law or how to apply.

    `chance`: where it is certain that the line asks, words of benefits, hours and pay do not count.
    """
    bare = _BRACKETS.sub("", text)
    if len(bare.split()) > 2:  # "Happy with children on board (a DBS check will be run, we pay)"
        text = bare
    if (sought := _SOUGHT.search(text)) is not None:
        text = text[sought.start() :]
    if (
        LEGAL.search(text)
        or FIRM_YEARS.match(text)
        or _LATER.match(text)
        or _TASKS.match(text)
        or _AT_A_TIME.match(text)
        or (_REFUSED.search(text) and not _SENTENCE.search(text))
        or _CHECKED.search(text)
        or _GIVEN.match(text)
        or _RECRUITER.match(text)
        or _CALL.match(text)
    ):
        return True
    if EMPLOYER.match(text) and not CUE.search(text):
        return True
    if _OF_READER.match(text):
        return False
    if chance >= CERTAIN:
        return chance < SURE and APPLY.search(text)
    text = _TRAINED.sub("", text)
    if BENEFIT.search(text) and not re.search(
        r"\b(?:must|required|essential|experience|knowledge|years|willing|able|background|sector|industry|administration|products|underwriting|claims)\b",
        text,
        re.IGNORECASE,
    ):
        return True
    if CLOCK.search(text) and not re.search(r"\b(?:available|availability|able|willing|must)\b", text, re.IGNORECASE):
        return True
    text = _DEPENDING.sub("", text)
    if (
        _PRICED.search(text)
        and PAY.search(text)
        and not re.search(
            r"\b(?:experience|manag\w+|budget|sales|lift\w*|portfolio|turn\w* ?over|indemnity|insurance|must|cover|turnover|worth (?:of|up|over|[£$€])|deals?|contracts?|projects?|target|years|typing|wpm|revenue)\b",
            text,
            re.IGNORECASE,
        )
    ):
        return True
    return APPLY.search(text) and not re.search(r"\b(?:experience|ability|skills)\b", text, re.IGNORECASE)
