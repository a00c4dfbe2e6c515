"""The job title in a piece of free text, without the verb before it and the employer or description after it.

Best effort, in linear time: of a longer piece only the first `LONGEST_LINE` characters are read.
"""

import re

from dataset_builder.text.dates import LONGEST_LINE

_EDGE = " \t\"“”'‘’`*_,;:|-–—([{"

# What introduces a title in a sentence: "as a", "the position of".
ROLE_OF = re.compile(
    r"\b(?:as|(?:role|position|job|post|profession|capacity|title) (?:of|as)|be|being|become)\b"
    r"(?: (?:an?|the|our|its|your|past|such)\b)? ?(?=\S)",
    re.IGNORECASE,
)

# What introduces a title at the start of a line: "Job title:".
TITLE_LABEL = re.compile(
    r"^[\s*_\-•#]*(?:job title|title|role|position|designation|job)\b[*_ ]*[:\-–]\s*", re.IGNORECASE
)

# Where the employer begins.
_EMPLOYER = re.compile(
    r"(?:,\s+|\s+[-–—]\s+|\s+)at\s+(?=[A-Z\[])"
    r"|\s*,\s*(?=[^,]{0,40}\b(?:Inc|Corp|Corporation|LLC|Ltd|Company|Co|Hospital|Clinic|University|College|School"
    r"|Center|Centre|Group|Bank|Industries|Solutions|Systems|Technologies|Agency|Services|XYZ|ABC|DEF|Organi[sz]ation"
    r"|City|Court|Incorporation|Incorporated|Firm|Studio|Labs?|Restaurant|Hotel)\b)"
    r"|\s+\[",
)

# Where the description begins.
_REST = re.compile(
    r"\s*(?:[.;!?](?=\s+[A-Z(])|[;]|:(?=\s)|,?\s+(?:where|wherein|who|which|that|whose|while|preferably|specifically"
    r"|focus(?:s?ing|ed)|specializing|concentrating|demonstrating|emphasizing|overseeing|leading|managing|working"
    r"|involv(?:ing|ed)|is|are|was|would|will|must|should|required|preferred|mandatory|essential|necessary)\b"
    r"|\s+of (?:some|any|whatever|one) (?:description|kind|sort|type|other)\b"
    r"|\s+(?:in|at|within|on) (?:an?|the|our|your|this|large|any|related|similar|relevant)\b"
    r"|,?\s+(?:with|and|plus|along|followed by|has|have) (?:an?|the|at least|minimum|proven|strong|prior|valuable|good|some|increasing|growing|progressive"
    r"|relevant|hands-on|demonstrated|extensive|experience|focus|exposure|additional|background|another|further|over|more)\b"
    r"|,\s+(?:with|and have|having|responsible|excluding|my|i|we)\b|,\s+[a-z]+(?:ed|ing)\s+(?!machine|and\b)"
    r"|\s*[-–—]\s+(?!embed|advanc|appli|integrat|certifi|distribut|automat|licens|register)[a-z]{3,}ed\s+(?:in|[a-z]+ly\b)"
    r"|\s+(?:or|/)\s+(?:in |as )?(?:an? |any )?(?:comparable|similar|equivalent|related|relevant)\b|\s+in (?:full-time|part-time|paid|permanent) (?:employment|work)"
    r"|\s+(?:role|position|job|level|sector|field|roles?|experience|environment|capacity)s?\b(?=\s*(?:[.,;:]|$|or\b|is\b|in\b|and\b|with\b)))",
    re.IGNORECASE,
)

# Words before the title.
_LEADING = re.compile(
    r"^(?:(?:prior|previous|past|proven|professional|practical|hands-on|solid|relevant|related|work(?:ing)?|job|direct|full-time"
    r"|experienced?|serving|holding|functioning|acting|employed|strong|extensive|deep|an?|the|in|of|as|i|have|has|had|been|my|was"
    r"|worked|served|acted|functioned|role|position|being|similar|least|at|minimum|total|must|should|also|successfully"
    r"|previously|currently|specialized|or similar|on|with|years?|total|earlier|to|be|is|and|by|employment|profession)\b[\s,:]*)+",
    re.IGNORECASE,
)

# What is left of a piece that names no job.
_NO_TITLES = frozenset((
    "of", "field", "core", "belt", "following", "contribution", "service", "experience", "one", "the",
    "a", "and", "in", "with", "to", "years", "work",
))  # fmt: skip


def title_in(text: str) -> str:
    """The job title in a piece of text; "" where none is found."""
    text = text[:LONGEST_LINE].strip(_EDGE)
    text = TITLE_LABEL.sub("", text)
    if match := ROLE_OF.search(text):
        text = text[match.end() :]
    stripped = _LEADING.sub("", text)
    if stripped and (stripped[0].isupper() or stripped[0] in ".(" or text[:1].islower() or stripped != text):
        text = stripped
    for cut in (_REST, _EMPLOYER):
        if (match := cut.search(text)) and match.start() > 2:
            text = text[: match.start()]
    text = text.strip().strip(_EDGE)
    if text.endswith(".") and not re.search(r"\b(?:Sr|Jr|Inc|Corp|Eng|Mgr)\.$", text):
        text = text.rstrip(".")
    if text.count(")") > text.count("("):
        text = text.rstrip(")]. ") if text.endswith(")") else text
    title = " ".join(text.lstrip(_EDGE).split())
    return "" if title.casefold() in _NO_TITLES or not any(c.isalpha() for c in title) else title


_WANTED = re.compile(
    r"^.*[!:]\s*|\b(?:wanted|required|needed|opportunit(?:y|ies)|vacanc(?:y|ies))\b.*$|\s+(?:for|from|with|to|in|at|on)\s.*$|\s+[-–—|(].*$|[!*#]",
    re.IGNORECASE,
)


def bare_title(title: str) -> str:
    """The title of a post without what calls for it: "URGENT!! Senior Tester", "HGV drivers wanted"."""
    bare = " ".join(_WANTED.sub("", title).split())
    return bare or title
