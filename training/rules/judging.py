"""Is each point of a post met by a resume? By words and arithmetic alone; where they leave it open, unclear.

    judged = judge(read_post(post), read_resume(resume, today), names, today)
    judged[0].point.text, judged[0].status, judged[0].evidence

Years are months of the jobs that bear the title, overlaps once; a skill is shown by its name, a known form of it or a
derivation; credentials are judged by their own orders (`dataset_builder.text.qualifications`). A name that is written like one
(a product, an abbreviation, a name that is known) and stands nowhere is missing; what is asked in a sentence and not answered
in its words is unclear.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text import qualifications
from dataset_builder.text.dates import Date
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.names.families import family
from dataset_builder.text.names.matching import SkillNames, words_of
from dataset_builder.text.names.skill_names import without_opener
from dataset_builder.text.posts.post import Point, Post
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.qualifications.degrees import level_of
from dataset_builder.text.qualifications.validity import RECENT, SINCE
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import Resume
from training.rules.at_work import shown_at_work
from training.rules.certainty import (
    DONE,
    INSTEAD,
    LITTLE,
    PRACTICE,
    TRAITS,
    WEAK,
    asked_names,
    asks_for_a_number,
    asks_for_one,
    content,
    is_driving,
    is_name,
    is_surely_missing,
    names_alone,
    proper_names,
)
from training.rules.circumstances import CIRCUMSTANCE, judge_circumstances, judge_notice
from training.rules.experience import is_elsewhere, judge_experience, words_in
from training.rules.held import Held, Judged
from training.rules.product_kinds import NOTE, is_other_of_maker, may_tell, names_one, of_kind, other_of_kind

_OPEN = re.compile(
    r"\b(?:or (?:any |an? )?(?:other|another)\b|or (?:any |an? |other )?(?:similar|equivalent|comparable|related|relevant|like)|similar|equivalent|etc|e\.g\.?|such as|for example|for instance|like)\b",
    re.IGNORECASE,
)


def judge(post: Post, resume: Resume, names: SkillNames, today: Date) -> tuple[Judged, ...]:
    """Every point in the order of the post."""
    held = Held(resume, names, today, post.title)
    return shown_at_work([judge_point(point, held) for point in post.points], held)


def judge_point(point: Point, held: Held) -> Judged:
    """One point; where names stand before what tells about them ("AWS or Azure, hands on") also the names, which may be missing."""
    judged = _certain(_point(point, held), held)
    names = names_alone(point) if judged.status is Status.UNCLEAR else None
    bare = judged if names is None else _certain(_point(names, held), held)
    return replace(bare, point=point) if bare.status is Status.MISSING else judged


def _certain(judged: Judged, held: Held) -> Judged:
    """What no line shows is missing only where that is sure."""
    if judged.status is not Status.MISSING or judged.evidence is not None:
        return judged
    if judged.point.kind in (Kind.CERTIFICATE, Kind.LICENCE) and held.shortens(judged.point.text):
        return replace(judged, status=Status.UNCLEAR)
    if judged.point.kind is Kind.SKILL and held.fields.leads(judged.point) is Status.MISSING:
        return judged
    if is_surely_missing(judged.point, held.words, held.names, held.languages, held.whole):
        told = judged.point.kind is not Kind.SKILL or judged.point.optional or held.would_list(judged.point)
        return judged if told else replace(judged, status=Status.UNCLEAR)
    if _is_lacking_credential(judged.point, held):
        return judged
    return replace(judged, status=Status.UNCLEAR)


def _is_lacking_credential(point: Point, held: Held) -> bool:
    """Whether a credential is missing because no line says half of what names it."""
    if point.kind not in (Kind.CERTIFICATE, Kind.LICENCE) or _OPEN.search(point.text) or _LATER.search(point.text):
        return False
    return not is_driving(point.text) and held.lacks_credential(point.text)


_DENIED = re.compile(
    r"^.{0,60}?\bnot (?:strictly )?(?:essential|required|necessary|needed|mandatory)\b\W*(?:but|though|however)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


def _point(point: Point, held: Held) -> Judged:
    if (denied := _DENIED.match(point.text)) is not None:  # "A degree is not essential, but a CIM qualification is"
        rest = replace(
            point, text=denied["rest"], kind=kind_of(denied["rest"], False), names=(), least=None, title="", months=None
        )
        return replace(_point(rest, held), point=point)
    if point.kind is Kind.EXPERIENCE:
        return judge_experience(point, held) or _skill(point, held)
    if point.kind is Kind.SKILL and _EXPERIENCE.search(point.text):
        judged = _skill(point, held)
        if judged.status is Status.MET and is_elsewhere(point, held):
            judged = replace(judged, status=Status.UNCLEAR)  # a partner bank is no bank that was worked in
        shown = judge_experience(point, held) if judged.status is not Status.MET else None
        return judged if shown is None or shown.status is Status.UNCLEAR else shown
    if point.kind is Kind.LICENCE and (label := _CRITERION.match(point.text)):
        kind = kind_of(point.text[label.end() :], False)  # "D1 Knowledge of housing policy" asks for no licence
        return replace(_point(replace(point, text=point.text[label.end() :], kind=kind), held), point=point)
    if point.kind is Kind.DEGREE:
        bare = NOTE.sub("", point.text)
        named = bare.strip() and kind_of(bare, False) is Kind.CERTIFICATE
        if named and level_of(bare) is None and level_of(point.text) is not None:  # "Cert IV (Diploma welcome)"
            return replace(_qualification(replace(point, text=bare, kind=Kind.CERTIFICATE), held), point=point)
    if point.kind in qualifications.KINDS:
        return _of_list(point, held) or _qualification(point, held)
    if (notice := judge_notice(point, held)) is not None:
        return notice
    if point.kind is Kind.OTHER:
        said = judge_circumstances(point, held)
        if (said is None or said.status is Status.UNCLEAR) and held.names.named_in(words_of(point.text)):
            judged = _skill(point, held)
            return judged if said is None or judged.status is Status.MET else said
        if said is not None:
            return said
        if (found := held.names.find(point.text, held.words)) is None:
            return Judged(point, Status.UNCLEAR)
        place = held.place(found)
        return Judged(point, Status.MISSING if held.has_run_out(place) else Status.MET, place)
    judged = _skill(point, held)
    if judged.status is not Status.MET and CIRCUMSTANCE.search(point.text):
        return judge_circumstances(point, held) or judged
    return judged


_CRITERION = re.compile(r"^[A-Z]\d{1,2}[.):]?\s+(?=[A-Za-z]{4})")
_EXPERIENCE = re.compile(r"\bexperienced?\b", re.IGNORECASE)


# ------------------------------------------------------------------------------------------------- credentials


def _of_list(point: Point, held: Held) -> Judged | None:
    """A list of known skills with a credential among them ("Zoning, Architect License"): each by its kind; None of any other."""
    if point.least is not None or len(point.names) < 2 or not all(map(held.names.knows, point.names)):
        return None
    kinds = [kind_of(name, False) for name in point.names]
    if Kind.SKILL not in kinds:
        return None
    each = [
        judge_point(replace(point, text=name, kind=kind, names=(name,)), held)
        for name, kind in zip(point.names, kinds, strict=True)
    ]
    status = _of_alternatives([one.status for one in each], len(each))
    shown = next((one.evidence for one in each if one.status is Status.MET), None)
    return Judged(point, status, None if status is Status.MISSING else shown)


def _qualification(point: Point, held: Held) -> Judged:
    answer = qualifications.judge(point.text, point.kind, held.texts, held.today)
    status = answer.status
    place = None if answer.line is None else held.lines[answer.line].place
    if point.least is not None and point.least > 1 and len(point.names) > 1:
        each = [_dated(point, name, held) for name in point.names]
        status = _of_alternatives(each, point.least)
        if status is not Status.UNCLEAR and SINCE.search(point.text):
            return Judged(
                point, status, place or next((found for name in point.names if (found := held.place_of(name))), None)
            )
    if (
        status is Status.MISSING and point.kind is Kind.DEGREE and point.months is not None
    ):  # "a degree or four years as ..."
        instead = judge_experience(point, held) or _skill(point, held)
        if instead.status is not Status.MISSING:
            return instead
    if status is not Status.MET and point.kind is Kind.DEGREE and (other := _OR_EXPERIENCE.search(point.text)):
        at = held.fields.named(replace(point, text=other["field"], months=None))
        if at is not None:
            return Judged(point, Status.MET, held.resume.job_places[at])
    if status is Status.MISSING and point.kind in (Kind.CERTIFICATE, Kind.LICENCE):
        if (
            point.kind is Kind.CERTIFICATE
            and answer.line is None
            and (shown := _skill(point, held)).status is Status.MET
        ):
            return Judged(point, Status.MET if held.valid(shown.evidence) else Status.MISSING, shown.evidence)
        if (written := held.written_out(point.text)) is not None:
            return Judged(point, Status.MET if held.valid(written) else Status.MISSING, written)
        if _OPEN.search(point.text) and answer.line is None:
            status = Status.UNCLEAR
    if status is Status.MISSING and (INSTEAD.search(point.text) or (answer.line is None and _LATER.search(point.text))):
        status = Status.UNCLEAR
    if (
        status is Status.UNCLEAR
        and point.kind in _EXEMPLIFIED
        and (one := held.example(point.text)) is not None
        and held.valid(one)
    ):
        return Judged(point, Status.MET, one)
    if status is Status.MET and place is not None and (fresh := held.is_fresh(point.text, place)) is not None:
        return Judged(point, fresh, place)
    if status is not Status.MET and (instead := _instead(point, held)) is not None:
        return instead
    if status is Status.MET and point.kind is Kind.LICENCE and place is not None and _HELD_FOR.search(point.text):
        status = held.is_held_long(point.text, place)
    if status is Status.MET and RECENT.search(point.text):
        status = Status.UNCLEAR
    return Judged(point, status, place)


def _dated(point: Point, name: str, held: Held) -> Status:
    """Whether one of several credentials is held, as recent as all of them are asked to be."""
    answer = qualifications.judge(name, point.kind, held.texts, held.today)
    if answer.status is not Status.MET or answer.line is None:
        return answer.status
    return held.is_fresh(point.text, held.lines[answer.line].place) or Status.MET


# Kinds of which a bracket may name what will do: "(Stamp 1G, Stamp 4 or EU citizen)".
_EXEMPLIFIED = (Kind.RIGHT_TO_WORK, Kind.LICENCE, Kind.CERTIFICATE)
_HELD_FOR = re.compile(r"\b(?:held|holding)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(
    r"\b(?:score|pass(?:ing|ed)?|certificat\w+|licen[cs]e|diploma|award|membership|credential|apprenticeship|assessment|test|exam\w*)\b",
    re.IGNORECASE,
)


def _instead(point: Point, held: Held) -> Judged | None:
    """What a clause asks instead of a credential, where that is of another kind: "a degree, or a pass in the state test"."""
    for part in re.split(r",?\s+or\s+|;\s+", point.text)[1:]:
        if not _ALTERNATIVE.search(part) or (kind := kind_of(part, False)) is point.kind or len(part.split()) < 3:
            continue
        alternative = replace(point, text=part, kind=kind, names=(), least=None, title="", months=None)
        judged = _qualification(alternative, held) if kind in qualifications.KINDS else _skill(alternative, held)
        if judged.status is Status.MET:
            return replace(judged, point=point)
    return None


_OR_EXPERIENCE = re.compile(r"\bor (?:\w+ ){0,3}?experience (?:in|of|with|as) (?P<field>.+)$", re.IGNORECASE)


# What may be got after the hire.
_LATER = re.compile(
    r"\bwithin \w+ (?:days|weeks|months|years?)\b|\b(?:willing|able|ability|prepared|happy|eligible) to (?:obtain|get|gain|complete|undergo|acquire|work towards?|train|study|sit)\b|\bworking towards?\b|\b(?:to be|can be|will be) (?:obtained|completed|provided|arranged|done|paid)\b|\bwe (?:will )?(?:pay|arrange|provide|train)\b|\bor (?:be )?(?:studying|training|part[- ]qualified)\b",
    re.IGNORECASE,
)


def _of_alternatives(each: Sequence[Status], least: int) -> Status:
    met, open_ones = each.count(Status.MET), each.count(Status.UNCLEAR)
    if met >= least:
        return Status.MET
    return Status.UNCLEAR if met + open_ones >= least else Status.MISSING


# ------------------------------------------------------------------------------------------------- skills


def _skill(point: Point, held: Held) -> Judged:
    names = asked_names(point, held.names)
    status, places = _by_names(point, names, held)
    if status is not Status.MET and (place := _by_more(point, held)) is not None:
        status, places = Status.MET, [place]
    if status is Status.UNCLEAR and (line := _in_other_words(point, names, held)) is not None:
        return Judged(point, Status.MET, line)
    if status is Status.MET:
        doubted = _doubted(point, names, places, held) if places else None
        return doubted or Judged(point, status, places[0] if places else None)
    return _not_shown(point, names, status, places, held)


def _by_names(point: Point, names: Sequence[str], held: Held) -> tuple[Status, list[Evidence]]:
    """What the resume says of each name that is asked, together, and where."""
    answers = [_name(name, held, point) for name in names]
    each, places = [status for status, _ in answers], [place for _, place in answers if place is not None]
    if point.least is not None:
        return _of_alternatives(each, point.least), places
    if all(one is Status.MET for one in each):
        return Status.MET if _is_covered(point, names, held) else Status.UNCLEAR, places
    lacking = Status.MISSING in each and not (Status.MET in each and len(each) > 2)
    return Status.MISSING if lacking else Status.UNCLEAR, places


def _by_more(point: Point, held: Held) -> Evidence | None:
    """Where a clause is shown as a whole: by its words as they stand, one of its examples, its names, a line, a product."""
    if (whole := held.names.find(point.text, held.words)) is not None:
        return held.place(whole)
    if point.least is None and (example := held.example(point.text)) is not None:
        return example
    if point.least in (None, 1) and (place := _all_named(point, held) or held.in_one_line(point.text)) is not None:
        return place
    return _product(point, held)


def _doubted(point: Point, names: Sequence[str], places: Sequence[Evidence], held: Held) -> Judged | None:
    """Of a clause whose names stand in the resume: that they show too little of it; None where they do."""
    little = not LITTLE.search(point.text) and not point.optional and all(map(held.is_little, places))
    if little or (asks_for_a_number(point.text) and not held.says_more(NOTE.sub(" ", point.text), places[0])):
        return Judged(point, Status.UNCLEAR, places[0])
    if all(held.has_run_out(one) or held.is_learnt_later(one) for one in places):
        return Judged(point, Status.MISSING, places[0])
    if PRACTICE.search(point.text) and all(map(held.is_course, places)):
        # the name of a course shows that it was learnt, and a resume that had used it would say so
        surely = all(map(held.names.knows, names)) or held.only_course(point.text) is not None
        return Judged(point, Status.MISSING if surely else Status.UNCLEAR, places[0])
    if DONE.search(point.text) and all(map(held.is_training, places)):
        return Judged(point, Status.UNCLEAR, places[0])
    return None


def _not_shown(point: Point, names: Sequence[str], status: Status, places: Sequence[Evidence], held: Held) -> Judged:
    """Of a clause that nothing shows: missing where the resume has another thing instead, or a course alone."""
    if point.least is None and not _OPEN.search(point.text):
        # the resume names another product of the kind, which it would not if it had the one that is asked
        other = other_of_kind(point.text, held.whole)
        if other is not None and (place := held.place_of(other)) is not None:
            return Judged(point, Status.MISSING, place)
    if status is Status.MISSING and not _OPEN.search(point.text):
        makers = [name.split()[0] for name in names if is_other_of_maker(name, held.whole)]
        return Judged(point, status, held.place_of(makers[0]) if makers else None)
    if PRACTICE.search(point.text) and (course := held.only_course(point.text)) is not None:
        return Judged(point, Status.MISSING, course)
    return Judged(point, Status.UNCLEAR, places[0] if places else None)


def _product(point: Point, held: Held) -> Evidence | None:
    """Where the resume names a product of the kind that is all that a clause asks for ("a CRM system": Salesforce)."""
    products = of_kind(point.text)
    if products is None or len(set(content(point.text))) > 5:
        return None
    named = proper_names(NOTE.sub(" ", point.text), held.names)
    others = [name for name in named if of_kind(name) is None or names_one(point.text, name)]
    if others and not (_OPEN.search(point.text) or re.search(r"\bany\b", point.text, re.IGNORECASE)):
        return None
    stated = zip(held.lines, held.stated, strict=True)
    return next((line.place for line, text in stated if products.search(text)), None)


def _in_other_words(point: Point, names: Sequence[str], held: Held) -> Evidence | None:
    """The line that says most of what a clause asks; each known name or product that it asks for stands somewhere, too."""
    known = [name for name in names if held.names.knows(name)]
    if len(known) > 2 and point.least is None and any(set(content(one)) - held.words.places.keys() for one in known):
        return None  # a line that has most of a list has not all of it
    named = [] if point.least == 1 else [*proper_names(point.text, held.names), *known]
    worked = point.kind is Kind.EXPERIENCE or _EXPERIENCE.search(point.text) is not None
    return held.mostly_in_one_line(point.text, named, worked)


def _all_named(point: Point, held: Held) -> Evidence | None:
    """Where the resume writes every name that a sentence names (one of them, of alternatives)."""
    named = proper_names(point.text, held.names)
    found = [held.names.find(name, held.words) for name in named]
    shown = [one for one in found if one is not None]
    if not shown or (len(shown) < len(found) and not asks_for_one(point.text)):
        return None
    if not asks_for_one(point.text) and any(
        held.names.knows(name) and held.names.find(name, held.words) is None for name in asked_names(point, held.names)
    ):
        return None  # "IRS correspondence and bank reconciliation": only the first of them holds a name in capitals
    return held.place(shown[0])


def _is_covered(point: Point, names: Sequence[str], held: Held) -> bool:
    """Whether names say what a clause asks, and not only its plainest word: "patients" is not "patients with dementia"."""
    if not all(name[1:].islower() and len(name.split()) == 1 and not held.names.knows(name) for name in names):
        return True
    left = set(content(without_opener(point.text))) - {word for name in names for word in content(name)}
    return not left or bool(left & held.words.places.keys())


def _name(name: str, held: Held, point: Point) -> tuple[Status, Evidence | None]:
    if (found := held.names.find(name, held.words)) is not None:
        return Status.MET, held.place(found)
    if (code := held.by_code(name)) is not None:
        return Status.MET, code
    words = [family(word.casefold()) for word in re.findall(r"[^\W\d_][\w+#.'’-]*", name)]
    telling = [word for word in words if word not in WEAK and len(word) > 2]
    if is_other_of_maker(name, held.whole) and not may_tell(name, held.whole):
        return Status.MISSING, None
    if any(word in held.words.places for word in (telling if len(telling) > 1 else words)):
        return Status.UNCLEAR, None  # a part of it, or the word in another name
    # a short phrase of which no word stands in the resume, if it is most of what the clause says
    said = [word for word in words_in(point.text) if word not in WEAK]
    short = 0 < len(name.split()) <= 3 and bool(telling) and len(telling) * 2 > len(said)
    sure = is_name(name, held.names) or (short and not TRAITS.intersection(telling))
    return (Status.MISSING if sure else Status.UNCLEAR), None


def label_of(judged: Sequence[Judged]) -> int:
    """1 exactly when every point that is not optional is met; unclear counts as not met."""
    return int(all(one.status is Status.MET for one in judged if not one.point.optional))
