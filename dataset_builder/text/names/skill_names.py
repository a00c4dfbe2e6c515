"""The name of the skill in a list item: "Proficiency in SQL to query databases" -> "SQL".

Grammar alone, no list of skills: an opener before the name goes, and so does the clause behind it. Best effort and
never empty for an item with a word in it. `gazetteer` knows names; this knows how items are worded.
"""

import re

_GRADE = (
    r"strong|excellent|exceptional|outstanding|solid|superior|advanced|intermediate|deep|in-depth|thorough|profound|extensive|broad|wide|good|great"
    r"|proven|demonstrated|demonstrable|demonstratable|effective|efficient|high|highly|high-level|keen|sound|basic|working|practical|hands-on|hand-on|robust|comprehensive"
    r"|expert|skilled|skillful|proficient|competent|capable|adept|accomplished|experienced|knowledgeable|well-versed|versed|fluent|familiar|strict|meticulous"
    r"|impressive|remarkable|notable|considerable|significant|substantial|sufficient|adequate|detailed|prior|previous|professional|polished|sharp|ample|vast|rich"
    r"|masterful|mastered|trained|certified|qualified|astute|excellence|exemplary|admirable|superb|stellar|top-notch|unparalleled|intense|concrete|talented"
    r"|specialized|specialised|dedicated|first-rate|impeccable|commendable|general|overall|clear|full|complete|some|current|recent|very|well|more|also|key|required"
    r"|must|have|has|having|possess(?:es|ing)?|should|be|able|is|a|an|the|various|multiple|different|other|any|all|in|great|utmost|acute|refined|honed|track|record|fully|practiced|practised|comfortable|careful|reliable|regular|seasoned|command|person|someone|confident"
)
_NOUN = (
    r"proficiency|proficiencies|knowledge|understanding|experience|experiences|expertise|ability|abilities|familiarity|skills?|skillset|competence|competency|capability|capabilities"
    r"|capacity|grasp|command|mastery|background|aptitude|talent|exposure|awareness|fluency|comprehension|prowess|know-how|knack|grounding|use|usage|user|utilization|utilisation|application|record|level|set|range|facility|appreciation"
)
_VERB = (
    r"us(?:e|ing)|utiliz(?:e|ing)|utilis(?:e|ing)|work(?:ing)?|handl(?:e|ing)|perform(?:ing)?|apply(?:ing)?|deal(?:ing)?|understand(?:ing)?|demonstrat(?:e|es|ed|ing)|exhibit(?:s|ed|ing)?"
    r"|practic(?:e|ing)|employ(?:ing)?|implement(?:ing)?|maintain(?:ing)?|leverag(?:e|ing)|show(?:s|ing)?|display(?:s|ing)?|specializ(?:e|ing)|excel(?:s|ling)?(?=\s+(?:in|at)\b)|operat(?:e|ing)"
)
_LINK = r"in|of|with|at|on|to|for|as|across|within|about|regarding|towards?|from|by|through"
_SUBJECT = re.compile(
    r"(?:you|we|(?:the |an? )?(?:candidates?|applicants?)|(?:the|an|our) (?:ideal|successful|right|suitable|selected)|the (?:role|position|job|person)"
    r"|this (?:role|position|job)|it is|must|should|someone|individuals?|preference|please)\b[^,.;:]{0,60}?\b(?:bring|have|has|be|is|are|expect|require[sd]?"
    r"|needs?|needed|want|know(?: how(?: to)?)?|practice|possess(?:es)?|demonstrate|demands?|looking for|seek|includes?|calls for|with|who|offer|show)\s+",
    re.I,
)
_OPENERS = (
    _SUBJECT,
    re.compile(
        rf"(?:(?:{_GRADE}|{_NOUN}|and|or|&|/),?\s+)*?(?:{_GRADE}|{_NOUN})\s+(?:(?:{_VERB})\s+)?(?:{_LINK})\s+(?:(?:{_VERB})\s+(?:(?:{_LINK})\s+)?)?(?:(?:an?|the|various|all|different)\s+)*",
        re.I,
    ),
    # "Experience performing rigging": what is done stands behind a second verb
    re.compile(rf"(?:(?:{_GRADE})\s+)*(?:experience|background|practice)\s+(?=(?:{_VERB})\s)", re.I),
    re.compile(rf"(?:(?:{_GRADE})\s+)+(?=\S)", re.I),
    re.compile(rf"(?:{_VERB})\s+(?:(?:{_LINK})\s+)?(?:(?:an?|the)\s+)?", re.I),
)
_TAIL = re.compile(
    r"(?:,\s*(?:particularly|especially|including|such|with|ensuring|and have|both|as|to|for|which|specifically|preferably|from|in|on|able|capable|having|who|where|"
    r"[a-z]+ing)\b|\s+[-–—]\s+|\s*\(|;|\.\s"
    r"|(?<!attention)\s+(?:to|for|in order|with|such as|like|that|which|as|when|while|necessary|needed|essential|required|is|are|using|through|during|via|under|within|across|including|especially|particularly|at|by|from|on|ensuring|making|obtained|gained|developed|demonstrated|acquired|toward|towards|where|who|whose|because|so|over|into|related|relevant|in|around|per|applied)\b).*$",
    re.I | re.S,
)
_ENDS = " \t.,;:!?-–—*_\"'“”’`"
_LONGEST = 300


def without_opener(item: str) -> str:
    """The item from its name on, the clause behind it included."""
    text = " ".join(item[:_LONGEST].split()).strip(_ENDS)
    if " " not in text:
        return text
    for opener in _OPENERS:
        if (match := opener.match(text)) and len(text) - match.end() > 1:
            text = text[match.end() :]
    return text


# "PCB layout skills used" in front of "in ...".
_USED = re.compile(
    r"\s+(?:skills?|knowledge|experience)\s+(?:used|applied|gained|shown|built|developed)$", re.IGNORECASE
)


def name_of(item: str) -> str:
    """The name of the skill an item is about, in the item's own words."""
    head, colon, _ = item[:_LONGEST].partition(": ")
    text = without_opener(head if colon and len(head.split()) <= 6 else item)
    cut = _TAIL.search(text, 2)
    short = text[: cut.start()] if cut and cut.start() > 1 else text
    return _USED.sub("", short.strip(_ENDS)) or text


_AND = re.compile(r"\s*(?:,\s*(?:and|or|&)\s+|,\s*|;\s*|\s+(?:and|or|&)\s+)\s*")
_MOST_WORDS = 6
_EMPTY = re.compile(
    rf"(?:(?:{_GRADE}|{_NOUN}|{_VERB}|{_LINK}|particularly|especially|etc|similar|aspects)\b\s*)+", re.I
)


# Behind a comma: a clause, no further name ("Time Management, as you will work on several campaigns at once").
_CLAUSE = re.compile(
    r",\s*(?:particularly|especially|including|such|ensuring|both|as|to|for|which|specifically|preferably|with|from|in|on|able|capable|having|who|where)\b.*$",
    re.I | re.S,
)

_EXAMPLES = re.compile(r"(?:\b(?:such as|like|including|e\.?g\.?,?|namely|i\.e\.?,?)|:|\()\s*(?P<names>[^();]+)", re.I)


def _proper(part: str) -> bool:
    """Whether a part is written like a name of its own: with a capital, a digit or a sign, and short."""
    return len(part.split()) <= 4 and (part[:1].isupper() or any(c.isupper() or c.isdigit() or c in "+#" for c in part))


# A word that starts a name or stands in one: it begins with a capital, a digit or a sign, or joins two.
_NAMED = re.compile(r"[^a-z]|[a-z]\w*[A-Z\d+#]|(?:of|and|or|for|the|in)$")


def _explains(match: re.Match) -> bool:
    """Whether what stands behind a colon tells about the name before it ("VMware: running clustered hosts"), and lists no names."""
    if not match.group().startswith(":"):
        return False
    words = re.findall(r"[^\s,()]+", match["names"])
    return not all(map(_NAMED.match, words)) or without_opener(match["names"]) != match["names"].strip(_ENDS)


def parts_of(item: str) -> tuple[str, ...]:
    """The names that an item enumerates: "Proficient in PHP, MySQL and CSS" has three, "First Aid and CPR" is one.

    An item that is nothing but a short name keeps its "and"; so do two words in small letters before a common noun
    ("strength and stamina"), since only proper names are listed that way. Examples count where they are proper
    names: "languages such as C++ and Go", "Web Services (SOAP, REST)".
    """
    name, text = name_of(item), without_opener(item)
    if _EMPTY.fullmatch(name):
        name = ""
    bare = item.strip(_ENDS)
    if name and len(bare.split()) <= _MOST_WORDS and text == bare and "," not in bare:
        return (name,)
    listed = _CLAUSE.sub("", text)
    listed = listed if "," in listed[: len(name) + 2] else name
    parts = [name_of(part) for part in _AND.split(listed) if part]
    parts = [part for part in parts if part and len(part.split()) <= _MOST_WORDS and not _EMPTY.fullmatch(part)]
    proper = [
        part for part in parts if any(letter.isupper() for letter in part[1:] + part[:1] * (part is not parts[0]))
    ]
    if len(parts) < 2 or (len(parts) == 2 and not proper):
        parts = [name] if name else parts
    if (match := _EXAMPLES.search(text)) and not _explains(match):
        examples = [part.strip(_ENDS) for part in _AND.split(match["names"])]
        examples = [part for part in examples if part and _proper(part)]
        if len(examples) > 1 or (examples and match.group().strip()[0] not in "(:"):
            parts = ([] if name and not _proper(name) else parts) + examples
    return tuple(dict.fromkeys(parts))
