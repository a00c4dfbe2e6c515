"""When is a point surely missing? A resume that does not say a thing in the words of the post may say it in its own.

Only what would be written by its name if it were held, and of which nothing is written, is missing: a product, a credential,
an abbreviation, a name that is known, where the clause asks for little more than it. What is asked in a sentence, or answered
in some of its words, is for a reader: unclear.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dataset_builder.text import words
from dataset_builder.text.names.alternatives import enumerated
from dataset_builder.text.names.families import family
from dataset_builder.text.names.matching import SkillNames, Words, words_of
from dataset_builder.text.names.skill_names import without_opener
from dataset_builder.text.posts.clause_words import OPTIONAL, REQUIRED
from dataset_builder.text.posts.points import Point
from dataset_builder.text.posts.requirement_kinds import LANGUAGES, Kind
from dataset_builder.text.resumes.resume import ResumeLine
from training.rules.product_kinds import may_tell

# Words of a phrase that show nothing by themselves.
WEAK = frozenset(map(family, words("""
the and for with from into that this your our their you good strong excellent ability able skills skill experience
knowledge understanding working work using use basic intermediate advanced solid proven relevant previous prior minimum least level
high standard standards team environment role position new own all any other including similar related general
at in of on to or as is it be by an up we us if no not do so go than are was has had but can may who how what when where
""")))  # fmt: skip
# What a clause adds to a name without asking for anything else.
_OPENERS = frozenset(map(family, words("""
bit scale production hands-on practical some deep sound experienced proficient proficiency proficient familiar
familiarity confident confidence comfortable competent competence expert expertise fluent background exposure must have
has want need required essential preferred optional desirable plus bonus advantage nice would great ideally helpful
decent fair reasonable adequate thorough in-depth outstanding exceptional superb top basics fundamentals demanding grasp command mastery fluency usage sound understanding
tools tool software system systems platform platforms framework frameworks library technology technologies training
certified certification certificate certificates cert card ticket licence license registration registered member
membership qualification qualified valid current date held hold time full clean both either one two equivalent etc
commercial professional industry daily day years year months version through current
""")))  # fmt: skip
# Traits: nothing in a resume says that somebody lacks them.
TRAITS = frozenset(map(family, words("""
communication communicator teamwork team player leadership organisation organization organised organized attention
detail flexibility flexible reliability reliable motivated motivation punctual punctuality patience patient empathy
problem solving solver time pressure initiative interpersonal honest honesty enthusiasm enthusiastic attitude positive
friendly creative creativity critical thinking analytical adaptable adaptability independent proactive passion
passionate curious curiosity ethic integrity professional presentation multitask multitasking people confident
confidence fast self driven energetic manner personality sense humour humor willingness hands calm resilient
""")))  # fmt: skip
# Clauses that are not met by a name: what somebody has done, has not done, or is to do.
_SAID = re.compile(
    r"^\W*(?:no|not|never|non)\b|\b(?:you|your|you['’]\w+|we|us|our|someone|own)\b|^\W*\w{3,}ed\b|^\W*(?:available|willing|happy|ok|being|able|giving|existing|accurate)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w+#.'’-]*")
_DRIVING = re.compile(r"\bdriv|\b(?:car|cdl|hgv|lgv)\b|\b(?:full|clean)\b.*\blicen", re.IGNORECASE)
_PROPER = re.compile(r"(?:[A-Z][\w+#.&'’/-]*|[a-z]+[A-Z][\w+#.]*)(?: (?:[A-Z][\w+#.&'’-]*|\d[\w.]*))*")
# Capitalised words that name no skill.
_NO_NAMES = frozenset(words("""
i a an the uk us usa eu u.s u.k english monday tuesday wednesday thursday friday saturday sunday january february march
april may june july august september october november december christmas and or must ideally you we
"""))  # fmt: skip
_ALTERNATIVES = re.compile(r"\bor\b|\beither\b|\bone of\b|\s/\s|\w/\w", re.IGNORECASE)


def is_driving(text: str) -> bool:
    """Whether a licence is one to drive, which nobody need write down by its name."""
    return _DRIVING.search(text) is not None


def content(text: str) -> list[str]:
    """The families of the words that say something."""
    found = (family(word.strip(".'’-")) for word in _WORD.findall(text.casefold()) if len(word) > 1)
    return [word for word in found if word not in WEAK and word not in _OPENERS and len(word) > 1]


def stands_in(word: str, text: str) -> bool:
    """Whether a word of letters and digits stands in a text as a whole word, as written."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return True
        at = text.find(word, end)
    return False


def is_surely_missing(
    point: Point, held: Words, names: SkillNames, languages: Sequence[str] = (), whole: str = ""
) -> bool:
    """Whether what no line shows is missing, and not merely said in other words."""
    text = point.text
    if point.kind is Kind.LANGUAGE:
        if not languages and any(
            stands_in(word, whole.casefold()) for word in _WORD.findall(text.casefold()) if word in LANGUAGES
        ):
            return False  # "Irish" in the name of something else
        return _are_all_named(languages)
    credential = point.kind in (Kind.CERTIFICATE, Kind.LICENCE)
    if any(stands_in(short, whole) if credential else short in whole for short in re.findall(r"\b[A-Z]{3,6}\b", text)):
        return False  # a part of another name: "RTOS", "FreeRTOS"; of a credential another one: "PHR", "aPHR"
    if any(stands_in(short, whole) for short in _initials(text)):
        return False  # "Karl Fischer titration", "KF"
    if point.kind in (Kind.DEGREE, Kind.CLEARANCE, Kind.RIGHT_TO_WORK):
        return True
    if any(
        stands_in(token, whole)
        for token in re.findall(r"\b(?:(?=\w*[A-Za-z])\w*\d\w*|\d{3,5})\b", text)
        if len(token) > 2
    ):
        return False  # "480V", said in other words around it
    if _SOFT_ONLY.search(text) or (point.kind is Kind.SKILL and _is_lacking(point, text, held, names, whole)):
        return not _SOFT_ONLY.search(text)
    telling = content(OPTIONAL.sub(" ", REQUIRED.sub(" ", text)) if point.optional else REQUIRED.sub(" ", text))
    if any(word in held.places for word in telling) or any(
        _spelt_out(word, held) for word in re.findall(r"\b[A-Z]{3,6}\b", text)
    ):
        return False
    if point.kind is Kind.EXPERIENCE:
        return bool(telling)
    if _SAID.search(text):
        return False
    if point.kind in (Kind.CERTIFICATE, Kind.LICENCE):
        return bool(telling) and not _DRIVING.search(text)
    if point.kind is Kind.OTHER:
        return False
    if may_tell(text, whole) or _OURS.search(text):
        return False
    asked = [name for name in point.names or (text,) if content(name)]
    if len(asked) == 1 and _ACTIVITY.fullmatch(asked[0].strip()):
        return False
    if point.least == 1 and not all(names.knows(name) or _odd([name]) for name in asked):
        return False
    named = [name for name in asked if is_name(name, names, alone=not set(telling) - set(content(name)))]
    covered = {word for name in named for word in content(name)}
    return bool(named) and len(named) == len(asked) and len(set(telling) - covered) <= (1 if _odd(named) else 0)


def _initials(text: str) -> list[str]:
    """What names of two words and more are shortened to."""
    rows = re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+", text)
    return ["".join(word[0] for word in row.split()) for row in rows]


def _is_lacking(point: Point, text: str, held: Words, names: SkillNames, whole: str) -> bool:
    """Whether a product that a clause asks for by its name, all of several or with others, stands nowhere in the resume."""
    if point.least is not None or _ALTERNATIVES.search(text) or _EXAMPLE.search(text):
        return False
    asked = proper_names(text, names) or [name for name in point.names if _odd([name])]
    said = {word for name in asked for word in content(name)}
    if not 0 < len(asked) <= 2 or len(set(content(REQUIRED.sub(" ", OPTIONAL.sub(" ", text)))) - said) > 2:
        return False
    if may_tell(text, whole) or _OURS.search(text):
        return False
    return any(
        names.knows(name)
        and (_odd([name]) or (name[:1].isupper() and len(name.split()) == 1))
        and names.find(name, held) is None
        and not any(
            part in held.places
            for word in content(name)
            for part in (word, *map(family, word.split("-")))
            if len(part) > 2
        )
        and not any(_spelt_out(word, held) for word in name.split() if re.fullmatch(r"[A-Z]{3,6}", word))
        for name in asked
    )


# "a TMS (we use Winsped)": what the employer has is an example of what is asked.
_OURS = re.compile(
    r"\((?:we|our|ours)\b[^()]*\)|\b(?:we (?:use|run|work (?:in|with|on)|are on)|ours is)\b", re.IGNORECASE
)
# What people say by one of its kinds: "MIG and stick" for welding.
_ACTIVITY = re.compile(r"[A-Za-z]\w{2,}(?:ing|graphy)")
# A trait: nothing in a resume says that somebody lacks it.
_SOFT_ONLY = re.compile(
    r"^\W*(?:an? |the |very |strong |good |excellent |great |real |genuine |high |positive )*(?:empath\w+|compassion\w*|patience|patient|reliab\w+|punctual\w*|honest\w*|integrity|initiative|enthusias\w+|passion\w*|friendl\w+|bubbly|flexib\w+|motivat\w+|self[- ]motivat\w+|team ?work\w*|team player|communicat\w+|interpersonal|attention to detail|creativ\w+|curio\w+|calm\w*|resilien\w+|adaptab\w+|positiv\w+|attitude|work ethic|sense of humou?r|leadership|problem[- ]solv\w+|time management|organi[sz]\w+|hard[- ]working|trustworth\w+|proactiv\w*|critical thinking|analytical thinking|multi-?task\w*|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?|evenings?|nights|days|shifts)\b(?!\s+(?:software|tools?|systems?|platforms?))",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:such as|like|e\.?g\.?|for example|for instance|including|ideally|preferably|similar|equivalent|etc|any)\b",
    re.IGNORECASE,
)


def is_name(name: str, names: SkillNames, alone: bool = True) -> bool:
    """Whether a name is one that would be written if it were held: known, a product, an abbreviation."""
    said = name.split()
    if not said or len(said) > 4:
        return False
    return (
        (names.knows(name) and alone) or _odd([name]) or (len(said) <= 2 and all(word[:1].isupper() for word in said))
    )


def _odd(names: Iterable[str]) -> bool:
    """Whether each name is written as only names are: capitals, digits or signs inside it."""
    return all(
        any(
            re.search(r"\w[A-Z]|[a-z]\d|[A-Z]\d|[+#]", word) is not None
            for word in name.split()
            if not _RATED.match(word)
        )
        for name in names
    )


# "IP-rated", "CNC-machined": said of a thing, and no name.
_RATED = re.compile(r"[A-Z0-9]{1,5}-[a-z]{3,}$")


def _spelt_out(short: str, held: Words) -> bool:
    """Whether words stand in a row that begin with the letters of an abbreviation, all or all but the last."""
    letters = short.casefold()
    least = max(3, len(letters) - 1)
    told = [word for word in held.words if not word.sign]
    initials = "".join(word.folded[:1] if word.folded[:1].isalpha() else "." for word in told)
    return letters[:least] in initials


def spelt_out(short: str, text: str) -> bool:
    """Whether a text writes an abbreviation out, in capitals: "Certified Kubernetes Administrator" for CKA."""
    initials = "".join(
        word[0] if word[0].isupper() else "." for word in re.findall(r"[A-Za-z][\w'’-]*|[^\w\s]", text) if word
    )
    return len(short) >= 3 and short in initials


def _are_all_named(lines: Sequence[str]) -> bool:
    """Whether the lines about languages hold no word in capitals that may be a language without an English name here."""
    told = [
        word
        for line in lines
        for word in re.findall(r"[^\W\d_][^\W\d_’'-]*(?![\d])", line)
        if word[:1].isupper() and len(word) > 1
    ]
    return all(word.casefold() in LANGUAGES or word.casefold() in _LANGUAGE_WORDS for word in told)


_LANGUAGE_WORDS = frozenset(words("""
languages language native fluent basic advanced intermediate professional mother tongue business conversational good
excellent muttersprache muttersprachler fließend verhandlungssicher grundkenntnisse gute sehr kenntnisse wort schrift langue maternelle courant notions lengua materna nivel basics spoken read write speak first second elementary beginner proficient working full limited proficiency bilingual both spoken written
"""))  # fmt: skip


def proper_names(text: str, names: SkillNames) -> list[str]:
    """The names in a clause that are written like names: known ones, products, abbreviations; no label, person or day."""
    bare = re.sub(r"\([^()]*\)", " ", text)
    found = []
    for match in _PROPER.finditer(bare):
        name = match.group().strip(".,'’-/&")
        before = bare[: match.start()].strip(" \"'“(")
        first = not before or before.endswith((":", ".", ";"))
        if name.casefold() in _NO_NAMES or name.casefold() in LANGUAGES or len(name) < 2:
            continue
        listed = len(name.split()) > 1 or re.match(r"\s*(?:[,/]|or\b|and\b)", bare[match.end() :]) is not None
        if first and not (names.knows(name) or _odd([name]) or listed):
            continue
        found += [part for part in re.split(r"\s*/\s*", name) if part]
    return found


_OR = re.compile(r"\s*(?:,\s*(?:or\s+)?|\bor\b)\s*")
# What stands between the names of a clause that asks for all of them.
_TOGETHER = re.compile(r"\s*(?:,(?:\s*and\b)?|&|\+|/|\band\b)\s*")


# What makes a name before it that of a product.
_PRODUCT = re.compile(r"\s+(?:software|systems?|platform|suite|app)\b", re.IGNORECASE)


def lacks_a_listed_name(text: str, names: SkillNames, resume: str) -> bool:
    """Whether a clause asks for several names together of which a resume has some and says no word of another, or for one of several
    of which it has none.

    A line that shows "Prometheus and Grafana" is much like "Prometheus, Grafana and Loki", and leaves open whether Loki is known; so is
    one that shows QuickBooks like "SAP or Dynamics".
    """
    whole, at = resume.casefold(), 0
    if asks_for_one(text):
        asked = proper_names(text, names)
        if not asked or any(all(word in whole for word in _words_of_name(name)) for name in asked):
            return False
        return len(asked) > 1 or _says_no_other(text, asked[0], whole)
    group: list[list[bool]] = [[]]
    for name in proper_names(text, names):
        place = text.find(name, at)
        if place < 0:
            continue
        if not _TOGETHER.fullmatch(text, at, place):
            group.append([])
        group[-1].append(any(word in whole for word in _words_of_name(name)))
        at = place + len(name)
        said = all(re.search(rf"\b{re.escape(word)}\b", whole) for word in _words_of_name(name))
        if not said and _PRODUCT.match(text, at):
            return True  # "DAWN AC software"
    return any(any(one) and not all(one) for one in group)


# "... or another", "or similar": what is like the name will do.
_LIKE_IT = re.compile(r"\b(?:similar|others?|another|equivalent|comparable|like|any|same|related)\b", re.IGNORECASE)


def _says_no_other(text: str, name: str, resume: str) -> bool:
    """Whether a clause names one alternative and tells another ("ELISA or flow cytometry"), no word of which a resume says."""
    others = [part for part in _OR.split(text) if name not in part]
    telling = [word for part in others for word in content(part)]
    return bool(telling) and not any(map(_LIKE_IT.search, others)) and not any(word in resume for word in telling)


def _words_of_name(name: str) -> list[str]:
    return re.findall(r"[^\W_]{2,}", name.casefold())


def asked_names(point: Point, names: SkillNames) -> tuple[str, ...]:
    """The names that a clause asks for: of a sentence the known ones in it, else those that it enumerates."""
    if point.least is None and not (point.names and all(names.knows(name) for name in point.names)):
        known = names.named_in(words_of(point.text))
        said = {word for name, place in known for word in content(point.text[place.start : place.end])}
        if known and (len(point.text.split()) > 3 or not point.names or not set(content(point.text)) - said):
            # and what is written like a name though it is not known: "HPLC and GC"
            others = [
                name
                for name in proper_names(point.text, names)
                if content(name) and not set(content(name)) <= said and not names.knows(name)
            ]
            return tuple(dict.fromkeys([*(name for name, _ in known), *others]))
    return point.names or (point.text,)


def asks_by_name(point: Point, names: SkillNames) -> bool:
    """Whether a skill is asked by known names and little more ("Experience with MLS listings"): what is merely like them is another skill."""
    if point.kind is not Kind.SKILL:
        return False
    known = [point.text[place.start : place.end] for _, place in names.named_in(words_of(point.text))]
    telling, said = set(content(without_opener(point.text))), {word for name in known for word in content(name)}
    return bool(said) and 2 * len(telling & said) >= len(telling)


def asks_for_one(text: str) -> bool:
    return _ALTERNATIVES.search(text) is not None


# "at least one full cycle implementation of S/4HANA": the name alone does not show it.
_COUNTED = re.compile(
    r"\b(?:at least|minimum(?: of)?|min\.?)\s+(?:one|two|three|four|five|\d+)\s+(?!(?:years?|yrs?|months?)\b)(?:[a-z-]+ ){0,3}[a-z]+s?\s+(?:of|in|with|on)\b",
    re.IGNORECASE,
)


def asks_for_a_number(text: str) -> bool:
    return _COUNTED.search(text) is not None


# Practice in place of a paper: a lower level of it decides nothing, "AAT Level 3 or equivalent experience".
INSTEAD = re.compile(
    r"\bor\b[^;.()]{0,40}\b(?:experience|years (?:behind|in|on|at)|willingness)\b(?! (?:in|of|with|as)\b)|\bor you(?:['’]ve| have| can)\b",
    re.IGNORECASE,
)

# Asks for no more than a beginning.
LITTLE = re.compile(
    r"\b(?:basic\w*|some|exposure|familiar\w*|awareness|aware|interest\w*|willing\w*|any|introduct\w+|fundamentals|learn|know something|bit of)\b",
    re.IGNORECASE,
)
# Asks that somebody has done it; a course leaves that open.
DONE = re.compile(
    r"\b(?:experienced?|hands[- ]on|practi[sc]ing|signed[- ]off|proven|track record|you(?:['’]ve| have) (?:run|led|carried out|built|used|done|managed|written|set up))\b",
    re.IGNORECASE,
)
# Asks for more than a course.
PRACTICE = re.compile(
    r"\b(?:in production|commercial|hands[- ]on|professional(?:ly)? experience|day to day)\b", re.IGNORECASE
)
COURSE = re.compile(
    r"\b(?:course|theory|study day|training day|basics|workshop|introduction|webinar|tutorial|bootcamp|beginners?|\d+ hours?|online)\b",
    re.IGNORECASE,
)


def tells_of_a_course(line: ResumeLine) -> bool:
    """Whether a line says what was learnt: a mechanic's workshop, or an online shop, stands among jobs."""
    return line.kind in ("certificates", "education") and COURSE.search(line.text) is not None


_CAPITALISED = r"[A-Z][\w+#./-]*(?: [A-Z][\w+#./-]*){0,2}"
# Names, and behind them how they are to be known: "AWS or Azure, hands on and in production", "Tableau or Power BI: dashboards ..."
_NAMES_FIRST = re.compile(
    rf"(?P<names>{_CAPITALISED}(?:(?:,| or| and|, or|, and|/)\s*{_CAPITALISED})*)(?::\s+(?=you|used|for|with|in|to)|,\s+(?=hands[- ]on|in production|used))"
)


def names_alone(point: Point) -> Point | None:
    """A skill of which names stand before what tells how they are known: the same of the names alone; None for any other point."""
    if point.kind is not Kind.SKILL or (first := _NAMES_FIRST.match(point.text)) is None:
        return None
    found = enumerated(first["names"])
    return replace(point, text=first["names"], names=found.names, least=found.least)
