"""The points of a clause: one thing that is asked, with its kind, its names and its months."""

import re
from dataclasses import dataclass

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.headings import POST_HEADINGS, key_of
from dataset_builder.text.layout.plain_text import Plain
from dataset_builder.text.names.alternatives import Enumerated, enumerated, is_similar
from dataset_builder.text.posts.clause_words import is_denied, is_optional
from dataset_builder.text.posts.clauses import STRENGTH, split_at
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.requirements import asked_amounts, asked_in
from dataset_builder.text.titles.roles import is_role


@dataclass(frozen=True)
class Point:
    """One thing that is asked, as written. `place` in the text as given.

    `names` with `least`: what is enumerated, and how many of it are asked (None: all). `title` and `months`: experience; of a
    degree that years may stand for, those years. `field`: what years without a title are of ("B2B marketing", "Java").
    """

    text: str
    place: Evidence
    kind: Kind
    optional: bool = False
    names: tuple[str, ...] = ()
    least: int | None = None
    title: str = ""
    months: int | None = None
    field: str = ""


def _evidence(plain: Plain, start: int, text: str) -> Evidence:
    return Evidence(*plain.place(start, start + len(text)))


_NAME = re.compile(r"^[\w.+#&/'’-]+(?: [\w.+#&/'’-]+){0,3}$")


_LEANS = re.compile(r"(?:in|on|at|of|to|with|as|up|by|from|every|no|not)\b", re.IGNORECASE)
# Words of a phrase, which no list of names has: "inspect your own parts, tenths", "Tandoor handled independently, breads".
_SAYS = re.compile(
    r"^\w+ed\b(?!,)|\b(?:your|own|our|the|you|we|us|handled|kept|all|day in|in batch|independently|without|up ?to date|current|in date|all in|especially|particularly|including)\b|,\s+with\b",
    re.IGNORECASE,
)


def _is_name_list(text: str, found: Enumerated) -> bool:
    """Whether a line is nothing but names: "Python, SQL & Docker" is three points."""
    if found.least is not None or len(found.names) < 2 or _SAYS.search(text):
        return False
    if any(len(name.split()) > 3 or _LEANS.match(name) for name in found.names):
        return False
    left = text
    for name in found.names:
        if name not in left:
            return False
        left = left.replace(name, "", 1)
    if (
        "," not in text
        and ";" not in text
        and any(len(name.split()) > 1 and not name[:1].isupper() for name in found.names)
    ):
        return False  # "Boiler and hydronic heating repair" is one thing
    return all(_NAME.match(name) for name in found.names) and not re.sub(
        r"\b(?:and|plus|as well as)\b|[\s,;&•·|()./-]|required|preferred", "", left
    )


# Characters of a text that may say nothing but how much it is asked: "It is desirable".
_SAYS_LITTLE = 40
# A stop that ends a sentence, and no abbreviation.
_STOP = re.compile(r"(?:[a-z]{4}|[a-z]\)|\d)[.;,]+$|[;,]$")


# "Own transport is needed because buses do not run", "port experience, but training will be given"
_BEHIND = re.compile(
    r"(?<=[\w)])[^\w)]*\s(?:because\s+(?:of\s+)?(?:the|our|we|you|it|they|there|of|\w+s)\b|(?<=,\s)(?:as|since)\s+(?:the|our|we|you|it|they|there|this|that|these|those|half|most|many|some|all|every|each)\b|but (?:full |some |on[- ]the[- ]job |all )?training\b[^,;]*\b(?:given|provided|offered|available))[^;]*$",
    re.IGNORECASE,
)


# "E = essential", "BASIC REQUIREMENT." before what it is.
_LEGEND = re.compile(
    r"[A-Z]\s*[=:–-]\s*(?:essential|desirable|required|preferred)|(?:(?:basic|minimum|specialized|specialised|general) )?(?:requirements?|experience|qualifications?)",
    re.IGNORECASE,
)


def points_of(text: str, start: int, optional: bool, plain: Plain, whole: bool) -> list[Point]:
    """The points of one clause: most clauses are one; `whole`: a list of names is one too, as a line that lists them is."""
    text = _BEHIND.sub("", text.strip())
    if _STOP.search(text):
        text = text.rstrip(" .;,")
    if (
        len(text) < 1
        or (len(text) < _SAYS_LITTLE and not STRENGTH.sub("", text))
        or text.casefold() in ("and", "or", "but", "plus", "also", "ideally", "preferably")
        or not (any(character.isalpha() for character in text) or re.fullmatch(r"\d\d\s?\+", text))
        or (is_denied(text) and not is_optional(text))
    ):
        return []
    if key_of(text) in POST_HEADINGS.phrases and not (
        len(text.split()) == 1 and text.casefold() in ("software", "tools")
    ):
        return []
    if (is_similar(text) and len(text.split()) <= 3) or _LEGEND.fullmatch(text):
        return []
    jobs = asked_in(text)
    spans = asked_amounts(text)
    titled = [
        job
        for job in jobs
        if job.title
        and (is_role(job.title) or _titles(job.title))
        and (job.months is None or job.months > 0 or "no " not in text.casefold())
    ]
    kind = kind_of(text, bool(spans) or bool(titled))
    place = _evidence(plain, start, text)
    if jobs and jobs[0].months == 0 and re.search(r"\bno\b", text, re.IGNORECASE):
        return []
    if kind is Kind.EXPERIENCE and len(spans) > 1 and (inside := _OF_WHICH.search(text)):
        return [
            *points_of(text[: inside.start()], start, optional, plain, whole),
            *points_of(text[inside.end() :], start + inside.end(), optional, plain, whole),
        ]
    if kind is Kind.EXPERIENCE:
        return _experience(text, place, optional, titled, spans)
    if kind is Kind.LANGUAGE and len(spoken := _languages(text)) > 1:
        return [Point(part, _evidence(plain, start + at, part), kind, optional) for part, at in spoken]
    months = spans[0].least if spans and kind is Kind.DEGREE else None
    title = titled[0].title if titled and kind is Kind.DEGREE else ""
    found = enumerated(text) if kind in (Kind.SKILL, Kind.LICENCE, Kind.CERTIFICATE) else Enumerated(())
    if not whole and kind is Kind.SKILL and _is_name_list(text, found):
        points, at = [], 0
        for name in found.names:
            at = text.index(name, at)
            points.append(Point(name, _evidence(plain, start + at, name), _part_kind(name), optional, (name,)))
            at += len(name)
        return points
    return [Point(text, place, kind, optional, found.names, found.least, title, months)]


# "4 to 7 years in retail, out of which minimum 2 years as Store Manager": each by itself.
_OF_WHICH = re.compile(
    r",?\s+(?:out of which|of which|of that|incl(?:uding|\.)?|with)\s+(?=(?:a )?(?:min(?:imum)?\.?|at least|minimum of)\s+(?:of )?(?:\d|one|two|three|four|five)\S*\s*(?:\+\s*)?(?:years?|yrs?|months?)\b)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:fluent|fluency|good|very good|excellent|strong|outstanding|native|mother tongue|business|conversational|basic|advanced|working|proficient|solid|[ABC][12])\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*[,;]\s+(?:(?:and|plus)\s+)?|\s+(?:and|plus|as well as)\s+(?!spoken|written)")
_ADDED = re.compile(r",?\s+plus\s+")


def _languages(text: str) -> list[tuple[str, int]]:
    """ "Fluent German (C1) and good English": each with a level of its own is a requirement of its own."""
    parts = split_at(text, _ADDED)  # "English at C1, plus German or French at B2 or higher"
    if len(parts) < 2:
        parts = split_at(text, _APART)
    apart = len(parts) > 1 and not any(re.search(r"\bor\b", part) for part, _ in parts[:-1])
    apart = apart and (_ADDED.search(text) is not None or not re.search(r"\bor\b", text))
    if apart and all(_LEVEL.search(part) and kind_of(part, False) is Kind.LANGUAGE for part, _ in parts):
        return parts
    return [(text, 0)]


def _part_kind(name: str) -> Kind:
    return kind_of(name, False)


def _titles(title: str) -> bool:
    """ "Data Engineer or ETL Developer": alternatives, each a title."""
    parts = re.split(r"\s+or\s+|\s*/\s*", title)
    return len(parts) > 1 and all(is_role(part) for part in parts)


_OF = re.compile(
    r"^\W*(?:or more\b|plus\b|\+|['’]s?)?\W*(?:of\s+|in\s+|with\s+|using\s+|on\s+|working (?:in|with|on|as)\s+|(?:[\w'’-]+\s+){0,4}?experience\s*(?:of|in|with|using|on|as|working (?:in|with|on))?\s*)+",
    re.IGNORECASE,
)


def _experience(text: str, place: Evidence, optional: bool, titled: list, spans: list) -> list[Point]:
    if len(titled) > 1 and len(spans) > 1:
        return [Point(text, place, Kind.EXPERIENCE, optional, title=job.title, months=job.months) for job in titled]
    months = spans[0].least if spans else None
    if titled:
        title = without_where(titled[0].title)
        return [Point(text, place, Kind.EXPERIENCE, optional, title=title, months=titled[0].months)]
    after = text[spans[0].place[1] :] if spans else text
    subject = _OF.sub("", after, count=1).strip(" .,;:-–—()")
    if not subject and spans:  # "Java: 5+ years", "Java (5 years)"
        subject = re.sub(
            r"\b(?:minimum|at least|min|of|experience|over)\b", "", text[: spans[0].place[0]], flags=re.IGNORECASE
        ).strip(" .,;:-–—()")
    subject = re.split(
        r"\s*\(|,\s*(?:including|with|of which|ideally|preferably)\b|\s+(?:is|are)\s+(?:required|essential|preferred)",
        subject,
    )[0].strip(" .,;")
    found = enumerated(subject) if subject else Enumerated(())
    return [Point(text, place, Kind.EXPERIENCE, optional, found.names, found.least, "", months, subject)]


_TITLED = re.compile(r"\W*(?:as|of being)\s+an?\s+", re.IGNORECASE)


def without_where(asked: str) -> str:
    """A title without what is said of the place behind its comma: "as a graphic designer, in-house or agency"."""
    head, _, rest = asked.partition(", ")
    if not is_role(_TITLED.sub("", head)) or any(map(is_role, re.split(r",\s+|\s+or\s+|/", rest))):
        return asked
    return head


def without_headlines(points: list[Point]) -> list[Point]:
    """Without a bare amount at the head ("Experience: 4-7 years") where another point says what the years are of."""
    said = {
        amount.least
        for point in points
        if point.title or point.field or point.kind is Kind.DEGREE
        for amount in asked_amounts(point.text)
    }
    return [
        point
        for point in points
        if point.kind is not Kind.EXPERIENCE or point.title or point.field or point.names or point.months not in said
    ]
