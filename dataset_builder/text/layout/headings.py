"""Headings of posts and resumes as they are: by what they say, and unknown ones by their form.

    heading("✅ Requirements / Exigences", POST_HEADINGS)      # Heading(kind="required", rest="")
    heading("Must have: forklift licence", POST_HEADINGS)     # Heading(kind="required", rest="forklift licence")

Letter-spaced headings, emoji, numbers, hashes, bold, "X & Y" and two languages are read. A line is looked up in a table;
`form` says how a line is written, so that a document's unknown headings are found by the style of its known ones.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.text.layout.heading_words import POST, RESUME

LONGEST_HEADING = 70
# Of a line that ends with a colon or a question mark.
LONGEST_LEADING = 110
_SPACED = re.compile(r"(?:[^\W\d_&] ){3,}[^\W\d_]\b|(?:[^\W\d_] ){2,}[^\W\d_](?=\s{2,}|$)")
_EDGE = " \t\r#*_=:~-–—.()[]{}<>|`\"“”'·•►▪▶»«/\\!?…"
_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)]\s+", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:the|our|your|my|a|some|key|main|core|relevant|general|professional|additional|selected|other|all|specific|job|position|role|candidate"
    r"|minimum|essential|required|technical|personal|further)\s+"
)
_DASHED = re.compile(r"\s[–—-]{1,2}\s")
_TWO = re.compile(r"\s*(?:/|\||·|•|–|—| - )\s*")
_AND = re.compile(r"\s*(?:,|;|\+|\band\b|\bund\b|\bet\b|\by\b)\s*")


def _table(kinds: dict[str, str]) -> dict[str, str]:
    return {
        phrase.strip(): kind
        for kind, text in kinds.items()
        for phrase in text.replace("\n", " | ").split("|")
        if phrase.strip()
    }


@dataclass(frozen=True)
class Headings:
    """Phrases with their kinds, and words that tell the kind of a longer heading, the first that is found."""

    phrases: dict[str, str]
    words: tuple[tuple[re.Pattern, str], ...]

    def __hash__(self) -> int:
        return id(self)


def _words(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern, str], ...]:
    return tuple((re.compile(pattern), kind) for pattern, kind in pairs)


# A bracket at the end of a longer line: "MINIMUM REQUIREMENTS (those without these will not be considered)".
_NOTED = re.compile(r"(?P<bare>[^()]{4,60}?)\s*\([^()]{8,100}\)\s*:?")
# "Not required, but welcome", "Would be lovely but no deal breaker", "Added advantage", "Plus if you have it".
_OPTIONAL_LEAD = (
    r"^(?:(?:helpful|useful|nice|welcome|desirable|preferred|good) (?:but )?not (?:required|essential|needed|necessary|a must))$|^(?:(?:not (?:required|essential|needed|necessary|a must)|no must) but )?(?:it's |it'd be |it'll be )?(?:(?:it|this|these|also) )?(?:(?:would|will|could|might) (?:also )?be |is |are )?(?:(?:also|an?|added|big|really|very|definitely|considered|of) )*"
    r"(?:advantage|plus|bonus|handy|lovely|nice|welcome|great|useful|helpful|brilliant|better|desirable|advantageous|beneficial|asset|good|recommended|appreciated)(?: (?:but|if|to have|though|too|extras?)\b.*)?$"
)
POST_HEADINGS = Headings(_table(POST), _words(
    (_OPTIONAL_LEAD, "optional"),
    (r"^in (?:your|the) first\b|^(?:the |our )?(?:(?:successful|ideal|right|appointed) (?:candidate|applicant|person)|post ?holder|appointee) (?:will|shall)$", "duties"),
    (r"^(?:secondary|additional|other|primary|main|core|key) (?:job )?functions$", "duties"),
    (r"^(?:ideally|preferably)\b|^(?:ideal|beneficial|useful|helpful) but\b|\bbrownie points\b|^on top of that\b", "optional"),
    (r"^what we(?:'ll| will)? (?:put|bring|add|throw|chip)\b", "benefits"),
    (r"\b(?:wouldn't|won't|can't|doesn't|never) hurts?\b|\b(?:of interest|no condition|not a condition)\b", "optional"),
    (r"\b(?:sign[- ]on|signing|annual|referral|retention|joining|welcome|quarterly|performance) bonus|bonus (?:scheme|of|up to)|bonus [$£€\d]", "benefits"),
    (r"\b(?:not|isn't|aren't|no) (?:strictly |absolutely )?(?:needed|required|essential|necessary|a must|deal[- ]?breakers?)\b.*\b(?:but|though|yet|just|only)\b|\b(?:front|top|head) of the (?:queue|line|pile)\b|\b(?:edge|catch our (?:eye|attention)|make us (?:\w+ )?(?:smile|happy|grin)|impress us|(?:you )?(?:might|may|could) (?:also|even)\b|extra (?:points|credit|marks)|we appreciate\b|icing\b|cherry\b|love it if|(?:would|it|it'd|might) (?:really )?helps?\b|extra \w+ if|an? (?:extra |added )?(?:asset|plus|bonus|advantage)\b|we(?:'d| would) (?:also|really|particularly) (?:like|love)|counted as|also considered|wished for|(?:count|counts) as a|(?:highly|well) (?:regarded|valued)|(?:could|can) (?:live|do|manage) without|make us (?:do|dance|even)|(?:happy|happier|glad|pleased|delighted|thrilled|impressed|nice|good) (?:to (?:see|have|find)|if)|less (?:firm|strict\w*|urgent\w*|important|essential)|(?:softer|secondary|lesser) |(?:tip|swing|tilt|seal) (?:it|us|the|things)\b|we'd like but|(?:would|'d|will) (?:also |really )?be (?:lovely|great|nice|brilliant|amazing|good|handy|useful|helpful|a (?:plus|bonus))|^preference)", "optional"),
    (r"\b(?:does not|doesn't|do not|don't|won't|will not|isn't|is not) (?:need|involve|require|include|be doing|about)|\bnot (?:looking for|for you)\b|\b(?:may|might) not have\b|\bnot the (?:right )?(?:job|role|place)", "denied"),
    (r"\b(?:nice[- ]to[- ]have|preferred|preferable|desirable|desired|bonus|a plus|good to have|would be great|even better|advantageous|an advantage|stand out|set you apart|von vorteil|(?:great|nice|good|better|lovely|brilliant|fantastic|bonus|plus|helpful|useful) if|if you also)\b", "optional"),
    (r"\b(?:benefits?|perks|we offer|in return|in it for (?:you|me)|rewards?|(?:you|i)(?:'ll| will|'d| would)? (?:get|receive|earn)|what (?:do|would|will|can) (?:you|i) (?:get|earn|receive)|what (?:do )?we (?:give|offer)|say(?:ing)? thank(?:s| you)|looks? after you|look forward to|we(?:'ll| will)? pay|(?:the )?good (?:stuff|bits)|what we(?:'ll| will)? do for you|the money\b|the package\b|why (?:join|work|us))\b", "benefits"),
    (r"\b(?:equal opportunit|eeo|diversity|inclusion|accommodation|privacy)", "legal"),
    (r"\b(?:how (?:do|can|should) (?:i|you) (?:apply|get)|how to apply|to apply|application (?:process|form)|interview process|hiring process|selection process|next steps?|get in touch|your application|aroused your interest|need more information)\b", "apply"),
    (r"\b(?:who (?:we are|are we)(?! (?:looking|seeking|after|hiring))|about us|our (?:story|mission|values|culture)|the team|badges|accreditations?)\b|\bdisclosure\b", "about"),
    (r"^what (?:would|will|do) (?:i|you) (?:be )?(?:do|doing)\b|\b(?:be|been|getting) up to\b|\bawaits you\b", "duties"),
    (r"\b(?:requirements?|qualifications?|must[- ]haves?|essential criteria|we(?:'re| are) looking for|you(?:'ll| will)? (?:need|bring|have)|about you|who you are|skills|competenc(?:i?es)|prerequisites|person spec\w*|ideal candidate|looking for in you|(?:candidates?|applicants?|person) (?:should|must|needs?)|u must have|(?:must|should|need to|has to|have to) (?:already )?(?:have|hold|be|possess|bring|own)$|(?:need|like|want|expect|ask|require) (?:you|someone|applicants|candidates) (?:to|who)|you (?:must|should|need)|who (?:does|do|will do|fits|thrives|succeeds)|matters? (?:to us|most|here)|would suit|(?:do|would|will|must|should) (?:i|you) (?:need|have|bring)|(?:picture|imagine|see) you\b|(?:you(?:'ll| will)?|people) (?:thrive|succeed|fit|shine|do well|love (?:this|it)|be (?:good|great|happy|brilliant)|enjoy this)|(?:right|good|great) (?:for you|fit)|right person|person (?:we|for)\b|^if you\b|if you$|who can (?:do|apply)|to (?:thrive|succeed)\b|(?:need|want|have|like) to(?: have| be)?$|you(?:'ll|'d| will| would| should| must)? (?:\w+ ){0,2}(?:need|have|be|bring|hold)$|can't (?:do|live|manage) without|make us sit up|looking for\b|seeking\b|who$|is this you|could (?:it|this) be you|selection criteria|successful (?:you|candidate|applicant)|(?:this|it)(?:'s| is) (?:you|for you)|(?:someone|somebody|people|person|candidates?|applicants?|anyone) (?:who|with|that|will|can|have|are)|(?:each|every|the) (?:candidate|applicant|person)|proficienc(?:y|ies)|to be (?:eligible|considered|successful|shortlisted)|behaviou?rs)\b", "required"),
    (r"^you(?:'d|'ll| will| would| might)? (?:fit|thrive|do well|love|like|enjoy|suit)\b.*\bif$|^(?:this|it) (?:is|might be|could be|may be) (?:one )?(?:for )?you if$|^sounds? like you$|^(?:are|could|might) you (?:be )?(?:the (?:one|right|person)|our (?:next|new)|who|it$|right|up (?:for|to)|an? (?:good |great )?(?:fit|match))\b", "required"),
    (r"\b(?:responsibilit|duties|what you(?:'ll| will)|tasks|day[- ]to[- ]day|you(?:'ll| will) (?:do|be doing|work))", "duties"),
    (r"\b(?:salary|pay\b|hours|shift|schedule|location|start date|closing date)", "terms"),
    (r"^(?:about|life at|why|meet) ", "about"),
))  # fmt: skip
RESUME_HEADINGS = Headings(_table(RESUME), _words(
    (r"\b(?:volunteer|voluntary|community)", "volunteering"),
    (r"^(?:what|where|who) (?:i|i've|i have|we) (?:ever |already )?(?:driven|worked|done|taught|cooked|built|served|been|nursed|run|looked after|cared for)\b", "experience"),
    (r"^(?:paid )?(?:work|jobs?|employment|employers|seasons|seasonal work|career)(?: (?:in|at|to|so|since|before|abroad|overseas|outside)\b.*)?$", "experience"),
    (r"\b(?:membership|affiliation|extra-?curricular)", "memberships"),
    (r"\b(?:projects?|portfolio|open source)\b", "projects"),
    (r"\b(?:awards?|honou?rs|achievements|accomplishments|scholarships|grants?|fellowships|patents)\b", "achievements"),
    (r"\b(?:publications?|talks|presentations|papers|conferences)\b", "publications"),
    (r"\b(?:courses taught|supervision|committees)\b", "teaching"),
    (r"\b(?:certifi\w+|licen[cs]es?|credentials|tickets|training|accreditations?)\b", "certificates"),
    (r"\b(?:experience|employment|work history|career history|jobs|internships?|(?:academic|teaching|research) positions|berufserfahrung|expérience)\b", "experience"),
    (r"\b(?:skills|competenc(?:i?es)|expertise|areas? of (?:skill|strength|knowledge)|proficienc(?:y|ies)|technologies|toolkit)\b", "skills"),
    (r"\b(?:education|academic|degrees|qualifications|studies)\b", "education"),
    (r"\b(?:languages)\b", "languages"),
    (r"\b(?:summary|profile|objective)\b", "summary"),
    (r"\b(?:personal|contact) (?:info|details|data)", "personal"),
    (r"\b(?:hobbies|interests)\b", "interests"),
    (r"\b(?:references|referees)\b", "references"),
))  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """`kind` as in the table, "" for a heading that no table knows. `rest`: text on the line after an inline heading."""

    kind: str
    rest: str = ""
    rest_at: int = 0


@lru_cache(maxsize=8_192)
def _sign(character: str) -> bool:
    return (
        unicodedata.category(character) in ("So", "Sk", "Sm", "Cs", "Co", "Mn", "Me", "Cf", "Cn")
        and character not in "+`^~<>="
    )


def without_signs(text: str) -> str:
    """Without the emoji and pictures before and after it."""
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or (not text[start].isascii() and _sign(text[start]))):
        start += 1
    while end > start and (text[end - 1].isspace() or (not text[end - 1].isascii() and _sign(text[end - 1]))):
        end -= 1
    return text[start:end]


def unspaced(text: str) -> str:
    """ "E X P E R I E N C E" as a word; words of it are parted by wider blanks."""
    if text[1:2] != " " or not _SPACED.search(text):
        return text
    words = re.split(r"\s{2,}|\t", text.strip())
    if len(words) == 1 and re.fullmatch(r"(?:[^\W_]\s?|[&/,]\s)+", text.strip()) and len(text.split()) > 3:
        return "".join(text.split())
    return " ".join("".join(word.split()) if re.fullmatch(r"(?:\S )+\S", word) else word for word in words)


def key_of(text: str) -> str:
    """A heading as the table has it: small letters, without signs, numbers and marks around it."""
    text = text.strip()
    if not text.isascii():
        text = without_signs(text)
    text = _NUMBER.sub("", unspaced(text).strip(_EDGE)).strip(_EDGE)
    if not text.isascii():
        text = without_signs(text).strip(_EDGE)
    return " ".join(text.casefold().replace("’", "'").replace("&", " and ").replace(",", " ").split())


# Headings as sentences of which only the middle varies: "What we ask of you", "To do this job well you need".
_SENTENCES = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"what (?:you(?:'ll| will| can)? get|we(?:'ll| will)? (?:give|offer|can offer|pay)|is there)(?: you)?(?: from us| in return| back| for it| here)?", "benefits"),
        (r"(?:what )?we (?:can |will |do |also )?(?:offer|give|provide)(?: you| our staff| in return)*", "benefits"),
        (r"(?:the )?(?:what|who|things|skills|qualities|experience|everything) (?:we|you|you'll|we're|we are|you will|we'd|we would|i|i'm|it) (?:really |will |would |do )?(?:need|ask|want|expect|require|looking for|look for|bring|seek|seeking|takes|like|like to see|love to see|after|are after)(?: of you| from you| in you| you to (?:have|bring|be)| for this(?: job| role)?| to (?:have|bring|do the job|do it)| most)?", "required"),
        (r"to (?:do|succeed in|be good at|thrive in|apply for|get|be considered for|fit) (?:this|the|our) (?:job|role|post|work|position)(?: well)?(?: you(?:'ll| will)? (?:need|must|should)(?: to)?(?: have| be)?)?", "required"),
        (r"to (?:apply|be considered|qualify|join us),? (?:you(?:'ll| will)? (?:need|must|should)|please (?:have|hold))(?: to)?(?: have| be| hold)?", "required"),
        (r"(?:the|our) (?:sort|kind|type) of (?:person|people|candidate|colleague) (?:we|you|for).*", "required"),
    )
)  # fmt: skip


# Labels that a dash may follow.
_MUST = re.compile(r"(?:must[- ]haves?|essentials?|requirements?|required|needed)")
# "Skills and experience (essential)", "Qualifications - desirable"
_STRENGTHS = ("essential", "required", "mandatory", "must have", "desirable", "preferred", "optional", "nice to have")
_MARKED = re.compile(rf"(.+?)(?:\s*[(\[:–—-]+\s*|\s+)({'|'.join(_STRENGTHS)})")


def _kind(key: str, table: Headings) -> str | None:
    if not key or len(key) > LONGEST_HEADING:
        return None
    phrases = table.phrases
    if kind := phrases.get(key) or phrases.get(key.replace("-", " ")):
        return kind
    if (
        table is POST_HEADINGS
        and key.endswith(_STRENGTHS)
        and (marked := _MARKED.fullmatch(key))
        and _kind(marked[1], table) in ("required", "optional")
    ):
        return "required" if marked[2] in _STRENGTHS[:4] else "optional"
    if table is POST_HEADINGS and key[:3] in (
        "wha",
        "who",
        "the",
        "thi",
        "ski",
        "qua",
        "exp",
        "eve",
        "to ",
        "our",
        "we ",
    ):
        for pattern, kind in _SENTENCES:
            if pattern.fullmatch(key):
                return kind
    if key.endswith(")") or ("(" in key and ")" not in key):
        bare = key[: key.rindex("(")].strip() if "(" in key else ""
        if bare and (kind := _kind(bare, table)):
            return kind
    stripped = key
    while match := _LEADING.match(stripped):
        stripped = stripped[match.end() :]
        if kind := phrases.get(stripped):
            return kind
    parts = [part for part in _TWO.split(key) if part]
    if len(parts) > 1 and len(key.split()) <= 9:
        kinds = [kind for part in parts if (kind := _kind(part, table))]
        if kinds and (len(kinds) == len(parts) or not re.search(r"[–—|·•]| - ", key)):
            return kinds[0]
    parts = [part for part in _AND.split(key) if part]
    if 2 <= len(parts) <= 4 and len(key.split()) <= 8:
        kinds = [phrases.get(part) or phrases.get(_LEADING.sub("", part)) for part in parts]
        if all(kinds):
            return kinds[0]
    words = [word for word in key.split() if word != "and"]
    if 3 <= len(words) <= 5 and all(phrases.get(word) == "required" for word in words):
        return "required"  # "Education, Experience and Licences"
    return None


def _by_words(key: str, table: Headings) -> str | None:
    """The kind of a heading that no table has: by a word in it."""
    return next((kind for pattern, kind in table.words if pattern.search(key)), None)


# Signs that stand for the colon of a label: "WHO CAN COME ->> any graduate".
_ARROW = re.compile(r"\s*(?:-+>+|=+>+|>{2,}|:[-–—>]+|→|⇒|»)\s*")


# What an arrow holds at least.
_ARROWED = re.compile(r"[>→⇒»]|:[-–—]")


def _parted(text: str) -> tuple[str, str, str]:
    """A label, its colon or arrow, and the text behind."""
    if (
        _ARROWED.search(text, 1, LONGEST_HEADING)
        and (arrow := _ARROW.search(text, 1, LONGEST_HEADING))
        and ":" not in text[: arrow.start()]
    ):
        return text[: arrow.start()], arrow.group(), text[arrow.end() :]
    return text.partition(":")


# Labels of the employer's statements that are fields of work, too: "Accessibility: WCAG audits" is something to be able to do,
# "Accessibility: our building has a lift" is not.
_FIELDS = frozenset((
    "accessibility", "privacy", "data protection", "safeguarding", "diversity", "inclusion", "diversity and inclusion",
    "diversity equity and inclusion", "legal", "applications", "recruitment process", "hiring process", "safer recruitment",
))  # fmt: skip
_SAYS = re.compile(
    r"\b(?:we|we're|us|our|you|your|please|is|are|will|has|have|may|can|must|apply|send|email|contact|close[sd]?|welcome\w*|committed|by|before|until|to)\b",
    re.IGNORECASE,
)


def heading(line: str, table: Headings) -> Heading | None:
    """The heading that a line is by what it says, or None. Text after a colon is its `rest`."""
    text = line.strip()
    noted = _NOTED.fullmatch(text) if len(text) > LONGEST_HEADING and table is POST_HEADINGS else None
    if noted and (kind := _kind(key_of(noted["bare"]), table)):
        return Heading(kind)
    if not text or (
        len(text) > LONGEST_HEADING
        and ":" not in text[:LONGEST_HEADING]
        and not _DASHED.search(text[:LONGEST_HEADING])
        and not _ARROWED.search(text, 0, LONGEST_HEADING)
    ):
        return None
    if len(text) <= LONGEST_HEADING and text[-1] not in ".;," and (kind := _kind(key_of(text), table)):
        return Heading(kind)
    head, mark, rest = _parted(text)
    if not mark:
        found = _DASHED.search(text[:LONGEST_HEADING])
        if found is None:
            return None
        head, rest = text[: found.start()], text[found.end() :]
        kind = _kind(key_of(head), table)
        if kind is None and table is POST_HEADINGS and re.match(_OPTIONAL_LEAD, key_of(head)):
            return Heading("optional", rest.strip(" \t*_"), line.find(rest.strip(" \t*_")))
        if (
            not rest
            or kind is None
            or not (head.isupper() or kind in ("optional", "benefits", "apply") or _MUST.fullmatch(key_of(head)))
        ):
            return None
    if len(head) > LONGEST_HEADING:
        return None
    key = key_of(head)
    kind = _kind(key, table)
    if kind is None and mark and len(key.split()) <= 7:
        kind = (
            _by_words(key, table)
            if re.match(
                r"(?:benefits|perks|what|we |in return|you|our|key|preferred|preference|wished|additional|required|must|nice|helpful|useful|welcome|bonus|essential|desirable|plus|added|would|wouldn't|won't|of interest|not|and|also|less|even|it would|it's|it is|it'd|this|who|here|working|candidates?|applicants?|each|every|the (?:ideal|right|successful)|how we)",
                key,
            )
            else None
        )
    if kind is None:
        return None
    rest = rest.strip(" \t*_")
    if table is POST_HEADINGS and kind in ("legal", "apply") and key in _FIELDS and rest and not _SAYS.search(rest):
        return None
    at = line.find(rest) if rest else len(line)
    return Heading(kind, rest, at)


@dataclass(frozen=True)
class Form:
    """How a line that may be a heading is written."""

    hashes: bool
    bold: bool
    capitals: bool
    colon: bool
    sign: bool
    question: bool = False

    @property
    def marked(self) -> bool:
        return self.hashes or self.bold or self.capitals or self.colon

    @property
    def style(self) -> tuple[bool, bool, bool]:
        return self.hashes, self.bold, self.capitals


def form(line: str) -> Form | None:
    """The form of a short line that is no sentence and no list item; None for any other line."""
    text = line.strip()
    return _form(text) if text and len(text) <= LONGEST_LEADING else None


# "Not a must, but we'd love it if you had"
_WISHED = re.compile(
    r"(?:(?:it(?:['’]s| is) )?(?:not|no) (?:a must|required|essential|necessary|deal[- ]?breakers?)|ideally|we(?:['’]d| would) (?:also )?(?:love|like)|it(?:['’]d| would))\b",
    re.IGNORECASE,
)


def _form(text: str) -> Form | None:
    asks = text.endswith((":", "?"))
    most = 16 if asks else 13 if _WISHED.match(text) else 9
    if (len(text) > LONGEST_HEADING and not asks) or len(text.split()) > most:
        return None
    bare = without_signs(text)
    if not bare or bare[-1] in ".;," or not any(map(str.isalpha, bare)):
        return None
    hashes = bare.startswith("#") and bare.lstrip("#")[:1] in (" ", "\t")
    bold = bare.lstrip("# ").startswith(("**", "__")) and bare.rstrip(": ").endswith(("**", "__"))
    return Form(
        hashes,
        bold,
        _in_capitals(bare),
        bare.rstrip("*_ ").endswith(":"),
        bare != text and not text[0].isascii(),
        bare.rstrip("*_ ").endswith("?"),
    )


def _in_capitals(text: str) -> bool:
    """Whether there are more than two letters, and those that can be small are not; scripts without case count as capitals."""
    if text.isascii() and not text.isupper():
        return False
    letters = list(filter(str.isalpha, text))
    return len(letters) > 2 and all(letter.isupper() for letter in letters if letter.lower() != letter.upper())


def unknown_kind(line: str, table: Headings) -> str:
    """The kind of a line that its form makes a heading: by a word in it, else ""."""
    return _by_words(key_of(line), table) or ""


class LineReader:
    """Reads lines as `heading` and `form` do. With `keep` what was read is kept, for documents that share most of their lines;
    whoever makes a reader decides how long, since lines of visitors are not kept."""

    def __init__(self, keep: int = 0) -> None:
        """`keep`: how many lines."""
        self.heading = lru_cache(maxsize=keep)(heading) if keep else heading
        self.form = lru_cache(maxsize=keep)(form) if keep else form
