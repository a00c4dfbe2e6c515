"""Readable names out of what ads write: `clean_title` and `clean_skill` give a name or None for junk.

A title must end in a word for a person (`HEADS`): "SAP PI EDI" is no occupation. A skill must be something
a person can have: no sentence, no job title, none of the broad words with which Dice tags ads
automatically. Casing is settled afterwards over the whole corpus (`letter_case.py`), since "JAVA", "Java"
and "java" can only be judged by how often each is written. The table in tests/dataset_builder/graph/test_clean_names.py holds
a real example of every rule.
"""

import html
import re
import unicodedata
from functools import cache
from itertools import zip_longest

from dataset_builder.graph.word_lists import BARE_HEADS, GENERIC, HEADS, JUNK, SHORT, SPELLINGS, TOOLS, VERBS

NO_PLURAL = ("ss", "us", "is", "js", "os", "https", "windows")
MAX_TITLE_WORDS, MAX_TITLE_LENGTH, MAX_SKILL_WORDS, MAX_SKILL_LENGTH = 6, 60, 5, 40

QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u2026`", "''\"\"-- '")
BRACKETS = re.compile(r"\([^)]*\)?|\[[^]]*\]?|\{[^}]*\}?|[)\]}]")
EXPANSIONS = (
    (re.compile(r"\bsr\b(?:\.(?!net))?(?=\s|[.-]?[a-z]|$)", re.I), "Senior "),
    (re.compile(r"\bjr\b\.?(?=\s|[.-]?[a-z]|$)", re.I), "Junior "),
    (re.compile(r"\bmgr\b\.?", re.I), "Manager"),
    (re.compile(r"\bengr?\b\.?", re.I), "Engineer"),
    (re.compile(r"\badmin\b\.?", re.I), "Administrator"),
    (re.compile(r"\b(?:aanalyst|anlyst|anaylst|analyist)\b", re.I), "Analyst"),
    (re.compile(r"\b(?:devloper|develper|develoer|deveoper|developper)\b", re.I), "Developer"),
    (re.compile(r"\bfull[ -]?stack\b", re.I), "Full Stack"),
    (re.compile(r"\bfront[ -]?end\b", re.I), "Front End"),
    (re.compile(r"\bback[ -]?end\b", re.I), "Back End"),
    (re.compile(r"\bhelp ?desk\b", re.I), "Help Desk"),
    (re.compile(r"\bbig ?data\b", re.I), "Big Data"),
)
# Ad noise before the title: "URGENT", "Direct hire for", "Robert Half Technology", "6+ months contract".
BEFORE = re.compile(
    r"""^(?:[\W_]*(?:
        (?:very\s+)?urgent(?:ly)?(?:\s+(?:need(?:ed)?|requirement|hiring|opening|req))?
      | immediate(?:\s+(?:need|hire|opening|interview)s?)? | (?:in\s+)?need(?:ed|s)? | looking | seeking | hiring
      | wanted | hot | new(?!\s+business) | (?:an?|the)(?=\s[^&]) | hands-on | exp(?:\.|erienced)? | strong | excellent
      | (?:job\s+)?(?:opening|opportunity|position|requirement|role)s? | job(?!\s+coach)
      | direct\s+(?:hire|client) | c2h | c2c | corp\s*to\s*corp | perm(?:anent)? | fte | w-?2(?:\s+only)?
      | contract(?:or)?(?:[\s-]+to[\s-]+(?:hire|perm))?
        (?!\s+(?:manager|administrator|specialist|analyst|negotiator|officer))
      | (?:full|part)[\s-]*time | long\s+term | short\s+term | remote | telecommute | f2f | locals?(?:\s+only)? | only
      | robert\s+half(?:\s+technology)? | (?:req|requisition|id|job)\b\W*(?:id|no|number)?\W*\d[\w-]*
      | \d+\+?\s*(?:-\s*\d+\s*)?(?:months?|mos?|yrs?|years?)\b | \$[\d,.]+k?(?:\s*-\s*\$?[\d,.]+k?)? | \#?\d{3,}(?=\D)
      | (?:(?:mid|entry|senior|junior)\s*/\s*)?(?:mid|entry|senior|junior)[\s-]*level(?:\s*/\s*\w+)? | all\s+levels
      | multiple | various | for | of | to | with | as
    )(?=[\W_]|(?<=\d)(?=[A-Za-z])|$))+[\W_]*(?<![.])""",
    re.I | re.X,
)
# A title ends where the ad goes on: "- W2", ", Irvine, CA", "in Richmond VA", "with Spring", "@ NYC", "|".
SEGMENTS = re.compile(
    r"\s+[-:/@~*!]+\s*|[-:/@~*!]+\s+|\s*[,|;:!~@*\t\n]+\s*"
    r"|\s+(?:with|w/|for|at|using|on|needed|required|to|who|plus|wanted)\s+|\s+in\s+(?!test\b)",
    re.I,
)
BARE = re.compile(r"^(?:(?:senior|junior|lead|principal|staff|associate|assistant)\s+)*(\w+)(?:\s+of\b.*)?$", re.I)
FIELD = re.compile(r"(?!.*\b(?:experience|remote|hire|contract|in|with|for)\b)[A-Z][A-Za-z &]{3,38}", re.I)
# Versions and grades are no part of a title: "SharePoint 2013 Developer", "Level 2 Support Technician".
NUMBERS = re.compile(
    r"\b(?:level|tier|lvl|grade)[\s-]*(?:\d|I{1,3}|IV|V)\b|\$\S+|#\w*\d\w*"
    r"|(?<!office )(?<!dynamics )(?<![\w.&])\d[\d./+%]*(?![\w&])",
    re.I,
)
FORBIDDEN_IN_TITLE = re.compile(
    r"[$@!?=<>*\\%^{}]|(?<![CFcf])#|\d{4}"
    r"|\b(?:w2|c2c|h1b?|only|must|needed|usc|gc|ead|exp|years?|months?|clearance|please|etc)\b"
    r"|(?<!user )(?<!customer )(?<!digital )(?<!consumer )(?<!guest )\bexperience\b",
    re.I,
)

# What ads say around a skill: "5+ years of strong experience with SQL is a must".
BEFORE_SKILL = re.compile(
    r"""^(?:(?:\d+\s*(?:\+|-\s*\d+)?\s*(?:years?|yrs?)?(?:\s+of)?
      | (?:must\s+have|should\s+have|extensive|excellent|strong|solid|good|proven|deep|prior|previous|recent|relevant
      | hands[\s-]*on|working|basic|advanced|expert|some|demonstrated|required|preferred|professional|in[\s-]depth|heavy
      | current|experienced?|exp|knowledge|understanding|expertise|proficien(?:t|cy)|familiar(?:ity)?|skills?|background
      | exposure|skilled|fluent|(?:ability|able)\s+to\s+use|use|using|including|such\s+as|etc|e\.g|i\.e
      | and|or|with|in|of|the|an?|as|on|to|for)\b[.:]?)\s*)+(?=\S)""",
    re.I | re.X,
)
AFTER_SKILL = re.compile(
    r"""(?:[\s,]+(?:experience|exp|knowledge|expertise|proficiency|background|required|preferred|is|are|and|or|with|of|in|a
      |the|plus|etc|desired|needed|a\s+must|is\s+a\s+(?:must|plus)|nice\s+to\s+have|skills?|environments?|concepts?
      |fundamentals|over\s+[\d.]+\s*years?|\d+\+?\s*(?:years?|yrs?))\b\.?)+$""",
    re.I | re.X,
)
SENTENCE = re.compile(
    r"""\b(?:must|will|shall|should|would|can|could|you|your|we|our|us|they|their|this|that|these|who|which|be|been|is|are
      |was|has|have|having|ability|able|looking|years?|yrs?|months?|degree|bachelor'?s?|master'?s|diploma|ged|bs|ms/bs|phd
      |least|minimum|candidates?|applicants?|experience[ds]?|knowledge|understanding|required|preferred|willing(?:ness)?
      |clients?|company|companies|inc|llc|citizens?|visa|h1b|c2c|w2|gc|salary|relocat\w+|travel|telecommut\w+|interviews?
      |etc|needs?|needed|wants?|seeking|contract|perm|permanent|full[ -]time|part[ -]time|locals?|responsible|strong
      |excellent|proven|various|other|any|all|such|including|plus|nice|desired|from|when|where|not|no|if|but|how|what|more
      |very|ensure\w*|assist\w*|provid\w+|participat\w+|perform(?:s|ed)?|responsib\w+|within|across|through|both|either
      |well|please|see|refer|below|above|only)\b""",
    re.I | re.X,
)
SLASH_KEPT = re.compile(
    r"^(?:tcp/ip|pl/sql|pl/1|ci/cd|i/o|a/b.*|os/\d+|z/os|as/400|s/4.*|client/server|n/w|h/w|r/3|ui/ux|ux/ui|v&v)$", re.I
)
# O*NET adds short forms and makers: "Computer aided design CAD software", "ESRI ArcGIS software", "MEDITECH software".
SHORT_FORM = re.compile(r"^((?:[\w-]+ ){2,})[A-Z]{2,6}\b ?(software)?(?:systems?)?$")
MAKERS = re.compile(
    r"^(?:Dassault Systemes|ESRI|Autodesk|Atlassian|Apache|Henry Schein|Trimble|Bentley|IBM(?= SPSS| Cognos)"
    r"|Unreal Technology|Intuit|The MathWorks) "
)
PRODUCT = re.compile(r"^((?:\S+ )+[A-Z]\S*|\w*[A-Z]\w*[A-Z]\w*|Yardi|Salesforce|Blackboard|Hubspot) software$")


def tidy(text: str) -> str:
    """HTML entities, typographic quotes and dashes, control characters, double quotes and runs of spaces."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(QUOTES)
        text = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return re.sub(r'<[^>]{1,20}>|[\s"\x00-\x1f\x7f\ufffd]+', " ", text).strip()


def plain(name: str) -> str:
    """A name from a source that writes clean names: only what may never remain in one is taken out."""
    return re.sub(r"\s+", " ", re.sub(r"[;|]", ",", tidy(name))).strip(" ,")


def known_name(text: str) -> str | None:
    """A skill of O*NET as a person writes it: "Computer aided design CAD software" -> "Computer aided design
    software", "Dassault Systemes SolidWorks" -> "SolidWorks"; None where it stays too long for a name."""
    name = spelling(plain(text))
    match = SHORT_FORM.match(name)
    if match:
        name = " ".join(part for part in (match[1].strip(), match[2]) if part)
    name = spelling(MAKERS.sub("", PRODUCT.sub(r"\1", name)))
    return name if len(name.split()) <= MAX_SKILL_WORDS and len(name) <= MAX_SKILL_LENGTH else None


def clean_title(text: str) -> str | None:
    """The occupation an ad's title names, or None when it names none.

    "Java Tech Lead - Spring, Hibernate, Web Services in Richmond VA" -> "Java Tech Lead".
    """
    text = BRACKETS.sub(" ", tidy(text))
    for pattern, full in EXPANSIONS:
        text = pattern.sub(full, text)
    text = BEFORE.sub("", re.sub(r"\s+", " ", NUMBERS.sub(" ", text)).strip())
    segments = [part for part in (strip_ends(BEFORE.sub("", piece)) for piece in SEGMENTS.split(text)) if part]
    for segment, following in zip_longest(segments, segments[1:], fillvalue=""):
        title, rest = person(segment)
        if title is None:
            continue
        bare = BARE.match(title)
        if bare is None or bare[1].lower() not in BARE_HEADS or " of " in title:
            return title
        field = rest or following
        if (
            bare[1].lower() in ("director", "manager", "president", "vp")
            and FIELD.fullmatch(field)
            and person(field)[0] is None
        ):
            return f"{title} of {field}"
    return None


def person(segment: str) -> tuple[str | None, str]:
    """The segment up to its word for a person, and what follows: "Software Engineer Big Data" -> "Software Engineer",
    "Big Data". Of two persons joined by "and" or "/" the first counts, else the last one. None without a person."""
    words = segment.split()
    kept = 0
    for position, word in enumerate(words):
        person_word = head(word)
        if person_word:
            kept, last = position + 1, person_word
            after = words[kept].lower() if kept < len(words) else ""
            if after in ("and", "&", "or", "/", "-") or len(person_word) < len(word.rstrip(".,:s")):
                break
    if not kept:
        return None, ""
    named, rest = [*words[: kept - 1], last], words[kept:]
    if (rest[:1] and rest[0].lower() == "of") or [word.lower() for word in rest[:2]] == ["in", "test"]:
        named, rest = named + (rest if rest[0].lower() == "of" else rest[:2]), []
    title = strip_ends(" ".join(word for word in named if word not in ("-", "/")))
    if len(title.split()) > MAX_TITLE_WORDS or len(title) > MAX_TITLE_LENGTH or FORBIDDEN_IN_TITLE.search(title):
        return None, ""
    return title, " ".join(rest)


def head(word: str) -> str | None:
    """The word up to the person in it, in the singular: "Developers/Architects" -> "Developer",
    "Developer-FULLTIME" -> "Developer", "IT-Auditor" stays; None where there is none."""
    parts = re.split(r"([/_-]+)", word.strip(".,:;'"))
    for position in range(0, len(parts), 2):
        lowered = parts[position].lower()
        for ending in (lowered, lowered.removesuffix("s")):
            if ending in HEADS:
                return "".join(parts[:position]) + parts[position][: len(ending)]
    return None


def strip_ends(text: str) -> str:
    """Without punctuation around; the dot of ".NET" stays."""
    return re.sub(r"^(?:[^\w.]+|\.(?!net))+|[^\w+#]+$", "", text, flags=re.I)


def clean_skill(text: str) -> str | None:
    """A skill's name, or None for junk: "experience with SQL" -> "SQL", "See job description" -> None."""
    text = tidy(text)
    if JUNK.search(text):
        return None
    text = strip_marks(re.sub(r"[;|]", " ", text))
    if text.lower() in SPELLINGS:
        return SPELLINGS[text.lower()]
    text = strip_marks(AFTER_SKILL.sub("", BEFORE_SKILL.sub("", text)))
    text = spelling(text)
    return text if had_by_a_person(text) else None


def spelling(name: str) -> str:
    """One spelling of common names: "MS SQL" and "Microsoft SQL Server" -> "SQL Server"."""
    name = SPELLINGS.get(name.lower(), name)
    return re.sub(r"^ms[ -]+(?=\w)", "Microsoft ", name, flags=re.I)


def had_by_a_person(name: str) -> bool:
    """Whether a name is short, specific and no job title, verb or sentence."""
    lowered = name.lower()
    words = lowered.split()
    if (len(name) < 2 and lowered not in SHORT) or not re.search(r"[A-Za-z]", name):
        return False
    if len(words) > MAX_SKILL_WORDS or len(name) > MAX_SKILL_LENGTH or lowered in GENERIC:
        return False
    if SENTENCE.search(name) or re.search(r"[@?=<>$%!~^{}*\\]|https?:|www\.|\d{5}", name):
        return False
    if len(words) > 2 and words[0] in VERBS:
        return False
    return not head(words[-1]) or lowered.endswith(TOOLS)


def strip_marks(text: str) -> str:
    """Without the punctuation around: keeps the dot of ".NET" and the signs of "C++", "C#" and "Security+"."""
    text = re.sub(r"^(?:[^\w.]+|\.(?![A-Za-z]))+|[^\w+#]+$", "", text)
    return re.sub(r"(?<![CcFfJj+A])(?<!rity)(?<!work)[+#]+$", "", text)


@cache
def skill_key(name: str) -> str:
    """One key for all spellings: without case, spaces, dots, hyphens, and a last plural s."""
    key = re.sub(r"[\s.\-_'\u00ae\u2122]+", "", name.lower())
    return key[:-1] if len(key) > 4 and key.endswith("s") and not key.endswith(NO_PLURAL) else key


@cache
def title_key(title: str) -> str:
    """One key for a title in singular and plural: "Software Developers" (BLS), "Software Developer" (Dice)."""
    words = re.findall(r"[a-z0-9+#.]+", title.lower().replace("&", " and ").replace("-", " "))
    return " ".join(singular(word.strip(".")) or word for word in words)


@cache
def singular(word: str) -> str:
    """Good enough to compare; never shown."""
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:sse|che|she|xe)s$", word):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def joined_parts(name: str) -> tuple[str, ...]:
    """ "linux/unix", "C or C++", "Android and iOS" -> both; "TCP/IP" stays one name."""
    if SLASH_KEPT.match(name):
        return (name,)
    parts = (part.strip() for part in re.split(r"/|\s(?:and/or|and|or|&)\s", name, flags=re.I))
    return tuple(part for part in parts if part)
