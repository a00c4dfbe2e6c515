"""What a post asks about a person's circumstances: a car, tools, hours, place, age. Said in a resume it is met, denied it is missing.

What a resume does not say stays unclear: nobody writes down all that they are willing to do.
"""

import re

from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.posts.points import Point
from dataset_builder.text.qualifications.validity import has_run_out
from dataset_builder.text.requirement_status import Status
from training.rules.certainty import content
from training.rules.held import Held, Judged

# What is asked, and what says that it is there.
_TOPICS = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), said)
    for asked, said in (
        (r"own (?:car|vehicle|transport\w*|van)|car owner|reliable (?:transport\w*|vehicle|car)|(?:access to|use of) (?:a |an |your |own )*(?:car|vehicle|transport)|with (?:own )?(?:car|vehicle)|car or (?:a )?(?:motor ?bike|motorcycle|scooter)", r"own (?:car|vehicle|transport\w*|van|wheels)|car[- ]owner|(?:have|has|with) (?:a |my own |own |my )?(?:car|van|vehicle)|(?:car|vehicle|transport)\s*:\s*(?!no\b|none)\w+|car available|car driver"),
        (r"own (?:[\w-]+ ){0,3}(?:tools?|toolbox|tool ?kit|knives)", r"own (?:\w+ ){0,3}(?:tools?|tool ?kit|tool ?box|knives|shears|trowels)|all (?:my |the )?(?:hand )?tools|tools?\s*:|^tools\s{2,}"),
        (r"weekends?|saturdays?|sundays?", r"weekends?|sat(?:urday)?s?|sun(?:day)?s?|(?:7|seven) days|any (?:day|days|hours|shifts?)|fully flexible"),
        (r"nights?|overnights?", r"nights?|overnights?|any (?:hours|shifts?)|(?:24/7)|fully flexible|us (?:\w+ )?hours"),
        (r"sleep[- ]?(?:ins?|overs?)", r"sleep[- ]?(?:ins?|overs?)|sleeps(?= )|waking nights|sleeping nights|nights"),
        (r"evenings?|late shifts?", r"evenings?|lates?|any (?:hours|shifts?)|fully flexible|nights?"),
        (r"(?<!call )(?:shifts?|rota|roster\w*)", r"shifts?|rota|roster\w*|nights?|(?:4|four) on|continental|any hours|fully flexible"),
        (r"on[- ]call(?: rota| roster)?|call[- ]?outs?", r"on[- ]?call|call[- ]?outs?"),
        (r"immediate(?:ly)?|start asap", r"immediate(?:ly)?|available now|asap|straight away"),
        (r"overtime", r"overtime|(?-i:OT)"),
        (r"travel(?:ling|ing)?", r"(?:willing|happy|able|ready|prepared|free) to travel|travel(?:led|ling|ed|ing)? (?:weekly|monthly|extensively|up to|\d+|across|to sites)|\d+ ?% travel"),
        (r"relocat\w+", r"(?:willing|happy|able|ready|prepared|open) to (?:relocate|move)|relocat\w+"),
        (r"laptop|computer|pc", r"laptop|computer|pc|macbook|desktop|thinkpad"),
        (r"internet|broadband|mbps", r"internet|broadband|mbps|fibre|fiber|wi-?fi"),
        (r"heights?", r"heights?|scaffold\w*|roof\w*|towers?|rope access|mewp|ladders"),
        (r"outdoors?|all weathers?", r"outdoors?|outside|all weathers?"),
        (r"vaccinat\w+", r"vaccinat\w+"),
        (r"selective service", r"selective service"),
        (r"portfolio", r"portfolio|github\.com|behance|dribbble"),
        (r"references?", r"references?|referees?"),
        (r"full[- ]time", r"full[- ]time"),
        (r"part[- ]time", r"part[- ]time"),
        (r"non[- ]?smok\w+|no smok\w+", r"non[- ]?smok\w+|(?:do(?:es)? not|don['’]?t|never) smoke\w*"),
        (r"days? (?:per|a) week", r"(?:\d|two|three|four|five|six|any) days|any day"),
    )
)  # fmt: skip
_LIFT = re.compile(r"\blift(?:ing)?\b\D{0,60}(\d+)\s*(kg|kilos?|lbs?|pounds)", re.IGNORECASE)
_LIFTED = re.compile(
    r"\b(?:lift|carr|load|unload|handl|mov|hump|manual)\w*\b\D{0,40}(\d+)\s*(kg|kilos?|lbs?|pounds)", re.IGNORECASE
)
_LIVES = re.compile(
    r"\b(?:live|living|resid\w+|based|located|resident)\s+(?:in|near|on|within|locally in|around)\s+(?:the\s+)?(?P<place>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)"
)
_AGE = re.compile(r"\b(?:over|aged?|at least|minimum age(?: of)?|be)\s+(1[6-9]|2[0-5])\b|\b(1[6-9]|2[0-5])\s*(?:\+|(?:years )?or (?:over|older|above)|years (?:old|of age))", re.IGNORECASE)  # fmt: skip
# Clauses about circumstances that no other kind is read of.
CIRCUMSTANCE = re.compile(
    r"^\W*(?:must |ready to |to be |be |able to |ability to |able and willing to |can |happy to |open to |willing to |prepared to |available |availability |to )*(?:be )?(?:(?:alternate |every other |some |occasional |the odd |one |two |work )*(?:weekends?|saturdays?|sundays?|nights?|evenings?)|reside|live|(?:do |work )?sleep[- ]?(?:ins?|overs?)|work (?:on )?(?:weekends|nights|festivals|holidays|shifts|evenings|some)|travel|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|weekends?|evenings?|nights|shifts|immediate|own |have (?:your|their|own))|\b(?:1[6-9]|2[0-5]) (?:or|and) (?:older|over)\b|\bown (?:car|(?:[\w-]+ ){0,2}tools|laptop|vehicle|transport)\b|^\W*no smokers\b|^\W*(?:to be )?free (?:every|on|at|for)\b|\buse of a (?:car|vehicle|van)\b|^\W*an? (?:car|van|motorbike)\b",
    re.IGNORECASE,
)
# What stands with circumstances and asks for nothing more.
_BESIDE = frozenset(
    content(
        "hand power battery basic measuring level lines levels plus 110v willing willingness able available availability open flexible flexibility including happy prepared amenable comfortable attitude stable "
        "least work working week month day days some occasional alternate holidays public bank year rotating ready second every other free currently due male males born registered one two in six eight four possible start early late festivals happy do about"
    )
)
_YOUNGER = re.compile(
    r"\bage\w*\b\D{0,12}(?:below|under|up to|not (?:over|more than|above)|max\w*)\s*(\d\d)\b", re.IGNORECASE
)
_BORN = re.compile(r"\b(?:date of birth|d\.?o\.?b\.?|born)\b", re.IGNORECASE)
# Lines of the head that tell where somebody lives.
_HEAD = 12
# At the earliest somebody starts to work.
_FIRST_JOB = 16


def judge_circumstances(point: Point, held: Held) -> Judged | None:
    """What a resume says to a point about circumstances; None where the point is about something else."""
    if (match := _AGE.search(point.text)) is not None:
        return Judged(point, _of_age(int(match[1] or match[2]), held))
    if (match := _YOUNGER.search(point.text)) is not None:
        return _younger(point, int(match[1]), held)
    if (match := _LIFT.search(point.text)) is not None:
        return _lifts(point, _kilos(match), held)
    if (match := _LIVES.search(point.text)) is not None:
        return _lives(point, match["place"], held)
    if (wanted := _STARTS_BY.search(point.text)) is not None:
        return _starts(point, wanted, held)
    text = re.split(r",\s+(?:currently|at the moment|usually|about|roughly)\b", point.text)[0]
    found = [(match, said) for asked, said in _TOPICS if (match := asked.search(text))]
    if not found:
        return None
    topics = [said for _, said in found]
    about = {word for match, _ in found for word in content(match.group())} | _BESIDE
    if len(set(content(text)) - about) > 2:  # more is asked than that
        return Judged(point, Status.UNCLEAR)
    answers = [_said(said, held) for said in topics]
    for status in (Status.MISSING, Status.UNCLEAR, Status.MET):
        for answer, place in answers:
            if answer is status:
                return Judged(point, status, place)
    return None


def _said(said: str, held: Held) -> tuple[Status, Evidence | None]:
    lacks = re.compile(rf"\b(?:no|not|cannot|can['’]?t|unable to|don['’]t|without)\b[^.;,]{{0,24}}\b(?:{said})\b", re.IGNORECASE)  # fmt: skip
    says = re.compile(rf"\b(?:{said})\b", re.IGNORECASE)
    for line in held.lines:
        if line.kind != "interests" and lacks.search(line.text):
            return Status.MISSING, line.place
    for line in held.lines:
        if says.search(line.text):
            return Status.MISSING if has_run_out(line.text, held.today) else Status.MET, line.place
    return Status.UNCLEAR, None


def _of_age(least: int, held: Held) -> Status:
    """By the years since the first dated job, which nobody starts before sixteen."""
    spans = [span for job in held.resume.jobs if (span := job.months(held.today)) is not None]
    if not spans:
        return Status.UNCLEAR
    since = held.today.first - min(first for first, _ in spans)
    return Status.MET if since >= (least - _FIRST_JOB) * 12 else Status.UNCLEAR


def _younger(point: Point, most: int, held: Held) -> Judged:
    for line in held.lines:
        if _BORN.search(line.text) and (year := re.search(r"\b(?:19|20)\d\d\b", line.text)):
            old = held.today.year - int(year[0])
            return Judged(point, Status.MET if old <= most else Status.MISSING, line.place)
    return Judged(point, Status.UNCLEAR)


# By when somebody is to start, and the day from which a resume says that its owner can.
_STARTS_BY = re.compile(
    r"\b(?:available|able|free|ready|start(?:ing)?)\b[^.;]{0,20}\b(?:by|on|from|in)\s+(?=\w+ (?:\w+ )?20\d\d)",
    re.IGNORECASE,
)
_STARTS_FROM = re.compile(
    r"\b(?:earliest start|(?<!references )(?<!referees )available|can start|free|start(?:ing)? date)\b[^.;]{0,16}?(?=\d{1,2}(?:st|nd|rd|th)? \w+ 20\d\d|\w+ 20\d\d)",
    re.IGNORECASE,
)


def _starts(point: Point, wanted: re.Match, held: Held) -> Judged:
    """By the month from which the resume says that its owner can start."""
    last = _month(point.text[wanted.end() :])
    for line in held.lines:
        if (said := _STARTS_FROM.search(line.text)) is not None and (
            first := _month(line.text[said.end() :])
        ) is not None:
            return Judged(point, Status.MET if last is None or first <= last else Status.MISSING, line.place)
    return Judged(point, Status.UNCLEAR)


def _month(text: str) -> int | None:
    """The month of the date that a text begins with, in months, also of the future."""
    spans = read_spans(text[:24], Date(2099, 12))
    return spans[0].start.first if spans and spans[0].start is not None and spans[0].place[0] <= 3 else None


def _kilos(match: re.Match) -> float:
    return int(match[1]) * (0.45 if match[2][0].casefold() in "lp" else 1)


def _lifts(point: Point, least: float, held: Held) -> Judged:
    for line in held.lines:
        if (match := _LIFTED.search(line.text)) is not None and _kilos(match) >= 0.95 * least:
            return Judged(point, Status.MET, line.place)
    return Judged(point, Status.UNCLEAR)


def _lives(point: Point, place: str, held: Held) -> Judged:
    for line in held.lines[:_HEAD]:
        if re.search(rf"\b{re.escape(place)}\b", line.text):
            return Judged(point, Status.MET, line.place)
    return Judged(point, Status.UNCLEAR)


_NOTICE = re.compile(
    r"\bnotice\b\D{0,30}?(\d{1,3})\s*(days?|weeks?|months?)|(\d{1,3})\s*(days?|weeks?|months?)['’]?\s+notice\b",
    re.IGNORECASE,
)
_DAYS = {"d": 1, "w": 7, "m": 30}


def judge_notice(point: Point, held: Held) -> Judged | None:
    """A period of notice by its days."""
    if (asked := _NOTICE.search(point.text)) is None:
        return None
    for line in held.lines:
        if (said := _NOTICE.search(line.text)) is not None:
            return Judged(point, Status.MET if _days(said) <= _days(asked) else Status.MISSING, line.place)
    return Judged(point, Status.UNCLEAR)


def _days(match: re.Match) -> int:
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    return int(number) * _DAYS[unit[0].casefold()]
