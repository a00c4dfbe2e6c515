"""The occupation that an ad's title names: `clean_title` gives its name, or None where it names none.

A title must end in a word for a person (`HEADS`): "SAP PI EDI" is no occupation. What ads put around it goes: "URGENT",
places, contract forms, shifts, pay, job numbers, lists of products. Letter case is settled afterwards over the whole
corpus (`letter_case`). The table in tests/dataset_builder/graph/ads/test_titles.py holds an example of every rule.
"""

import re
from collections.abc import Set
from functools import cache
from itertools import zip_longest

from dataset_builder.graph.ads.word_lists import BARE_HEADS, HEADS
from dataset_builder.graph.name_keys import tidy, title_key
from dataset_builder.sources import authored

MAX_TITLE_WORDS, MAX_TITLE_LENGTH = 6, 60

BRACKETS = re.compile(r"\([^)]*\)?|\[[^]]*\]?|\{[^}]*\}?|[)\]}]")
EXPANSIONS = (
    (re.compile(r"\bsr\b(?:\.(?!net))?(?=\s|[.-]?[a-z]|$)", re.I), "Senior "),
    (re.compile(r"\bjr\b\.?(?=\s|[.-]?[a-z]|$)", re.I), "Junior "),
    (re.compile(r"\bmgr\b\.?", re.I), "Manager"),
    (re.compile(r"\bengr?\b\.?", re.I), "Engineer"),
    (re.compile(r"\badmin\b\.?", re.I), "Administrator"),
    (re.compile(r"\b(?:aanalyst|anlyst|anaylst|analyist)\b", re.I), "Analyst"),
    (re.compile(r"\b(?:devloper|develper|develoer|deveoper|developper)\b", re.I), "Developer"),
    (re.compile(r"\bdot ?net\b", re.I), ".NET"),
    (re.compile(r"(?<=[a-z])\.net\b", re.I), " .NET"),
    (re.compile(r"\bjava script\b", re.I), "JavaScript"),
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
      | multiple | various | required | exciting | for | of | to | with | as
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
        if title_key(segment) in written_titles():
            return written_titles()[title_key(segment)]
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


def head(word: str, heads: Set[str] | None = None) -> str | None:
    """The word up to the person in it (one of `heads`; by default all that titles end in), in the singular: "Developers/Architects" -> "Developer",
    "Developer-FULLTIME" -> "Developer", "IT-Auditor" stays; None where there is none."""
    heads = heads or _heads()
    parts = re.split(r"([/_-]+)", word.strip(".,:;'"))
    for position in range(0, len(parts), 2):
        lowered = parts[position].lower()
        for ending in (lowered, lowered.removesuffix("s")):
            if ending in heads:
                return "".join(parts[:position]) + parts[position][: len(ending)]
    return None


@cache
def written_titles() -> dict[str, str]:
    """The titles of written occupations by the key of each of their names; a title wins over another's alias."""
    records = authored.read().records
    named = {title_key(alias): record.title for record in records for alias in record.aliases}
    return named | {title_key(record.title): record.title for record in records}


@cache
def _heads() -> frozenset[str]:
    """Words for a person: those of ads, and those that end a written title of two words or more."""
    written = (record.title.lower().split() for record in authored.read().records)
    return HEADS | {words[-1] for words in written if len(words) > 1}


def strip_ends(text: str) -> str:
    """Without punctuation around; the dot of ".NET" stays."""
    return re.sub(r"^(?:[^\w.]+|\.(?!net))+|[^\w+#]+$", "", text, flags=re.I)
