"""Is experience that a post asks held? Months of the jobs that bear the title or are in the field, overlaps once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.amounts import amounts
from dataset_builder.text.dates import covered, read_spans
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.names.families import family
from dataset_builder.text.posts.post import Point
from dataset_builder.text.qualifications.validity import is_planned
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.titles.role_words import PLAIN, RANKS
from dataset_builder.text.titles.roles import Role, compare_roles, is_other_trade, is_role, roles_of
from training.rules.certainty import content
from training.rules.fields import Worked
from training.rules.held import Held, Judged

_TITLES = re.compile(r"\s+or\s+|\s*/\s*|,\s+", re.IGNORECASE)


# Years that can be vouched for, or lived somewhere: none of work.
_HISTORY = re.compile(r"\b(?:history|residen(?:cy|ce|ts?)|references?|moving violations?|points)\b", re.IGNORECASE)


# "2+ years at chef de partie level"
_AT_LEVEL = re.compile(r"(?:at|as)\s+(?:an?\s+)?(?P<title>[\w' -]{3,40}?)(?:\s+(?:level|grade))?", re.IGNORECASE)


def judge_experience(point: Point, held: Held) -> Judged | None:
    """How long the title or the field was worked in; None where no amount is asked and its words are to be looked for."""
    if point.months is None and (served := _served(point.text, held)) is not None:
        return Judged(point, Status.MET, served)
    if not point.title and (level := _AT_LEVEL.fullmatch(point.field)) is not None and is_role(level["title"]):
        return replace(_titled(replace(point, title=level["title"]), held), point=point)
    if point.title and any(map(is_role, _TITLES.split(point.title))):
        titled = _titled(point, held)
        if titled.status is Status.MET or all(map(is_role, _TITLES.split(point.title))):
            return titled
    if _HISTORY.search(point.text):
        return Judged(point, Status.UNCLEAR)
    stated = _stated(point, held)
    if stated is not None and stated.status is Status.MET:
        return stated
    who = re.split(r"\s+(?:on|in|at|for|of|with|within)\s+", re.sub(r"^(?:an?|the)\s+", "", point.field), maxsplit=1)[0]
    if point.months and len(who.split()) <= 4 and is_role(who):
        # of a title with a place or a kind of work beside it, only too few years are sure
        titled = _titled(replace(point, title=who), held)
        if titled.status is Status.TOO_SHORT:
            return replace(titled, point=point)
    if point.months is None:
        if (leads := held.fields.leads(point)) is not None:
            return Judged(point, leads if held.resume.jobs else Status.UNCLEAR)
        if (at := held.fields.named(point)) is not None:
            return Judged(point, Status.MET, held.resume.job_places[at])
        return _titled(point, held) if point.title else None
    worked = held.fields.worked(point)
    return stated or _in_field(point, worked, held)


# Who asks for one asks for no job of that rank.
_APPRENTICESHIP = re.compile(r"\b(?:completed|served|finished|full)\b[^.;]{0,20}\bapprenticeship\b|\btime[- ]served\b", re.IGNORECASE)  # fmt: skip


def _served(text: str, held: Held) -> Evidence | None:
    """The line of an apprenticeship in a trade that a clause names, where it is over."""
    if not _APPRENTICESHIP.search(text):
        return None
    trade = frozenset(content(text)) - set(content("apprenticeship"))
    for line, said in held.line_words:
        if not trade & said or not re.search(r"\b(?:apprentice|time[- ]served)", line.text, re.IGNORECASE):
            continue
        if not is_planned(line.text) and not any(span.present for span in read_spans(line.text, held.today)):
            return line.place
    return None


def _line(worked: Worked, held: Held) -> Evidence | None:
    return None if worked.at is None else held.resume.job_places[worked.at]


def _in_field(point: Point, worked: Worked | None, held: Held) -> Judged:
    """By arithmetic: enough months surely in the field, or too few even of all that may be in it."""
    months = point.months or 0
    spans = [job.months(held.today) for job in held.resume.jobs]
    total = max(covered(span for span in spans if span is not None), held.dated)
    undated = any(span is None for span in spans)
    if worked is not None:
        place = _line(worked, held)
        if worked.any_sure and worked.sure >= months:
            return Judged(point, Status.MET, place, worked.sure)
        if worked.at_most is not None and worked.at_most < months and held.resume.jobs and not held.unread:
            if worked.any_sure:
                return Judged(point, Status.TOO_SHORT, place, worked.sure)
            if worked.related:  # whether those years are of the field is not said
                return Judged(point, Status.UNCLEAR, place)
            if worked.at is None:
                return Judged(point, Status.MISSING)
    if total < months and not undated and held.resume.jobs:
        return Judged(point, Status.TOO_SHORT, held.resume.job_places[0], total)
    return Judged(point, Status.UNCLEAR if held.resume.jobs or held.dated else Status.MISSING)


def words_in(text: str) -> list[str]:
    """The families of the words of three letters and more."""
    return [family(word) for word in re.findall(r"[^\W\d_][\w+#.'-]*", text.casefold()) if len(word) > 2]


def _stated(point: Point, held: Held) -> Judged | None:
    """Years that the resume states for a skill: in its list, a table, or a sentence ("8 years of welding")."""
    names = point.names or ((point.field,) if point.field else ())
    if point.months is None or not names:
        return None
    best: Judged | None = None
    for name in names:
        for skill in held.resume.skills:
            if skill.months is None or not held.names.shows(name, skill.name):
                continue
            status = Status.MET if skill.months >= point.months else Status.TOO_SHORT
            judged = Judged(point, status, skill.place, skill.months)
            if best is None or (best.status is not Status.MET and status is Status.MET):
                best = judged
    if best is not None:
        return best
    for line in held.lines:
        if not (said := amounts(line.text)) or (
            "experience" not in line.text.casefold() and not re.search(r"years?['’]? (?:of|in|as)\b", line.text)
        ):
            continue
        if any(held.names.shows(name, line.text) for name in names) and said[0].least >= point.months:
            return Judged(point, Status.MET, line.place, said[0].least)
    return None


def _titled(point: Point, held: Held) -> Judged:
    """By the months of the jobs that bear the title; those that may bear it leave it open."""
    titles = _titles_of(point)
    wanted = [roles_of(title) for title in titles]
    answers = [_is_job(titles, wanted, point, held, at) for at in range(len(held.roles))]
    headed = point.text.casefold().startswith(f"{point.title.casefold()}:")
    if point.months and (headed or _AS.search(point.text)):
        answers = _as_one(titles, wanted, point, held, answers)
    same = [at for at, answer in enumerate(answers) if answer is Status.MET]
    open_ones = [at for at, answer in enumerate(answers) if answer is Status.UNCLEAR]
    shown = same or open_ones or _below_or_beside(wanted, held)
    place = held.resume.job_places[shown[0]] if shown else None
    if point.months is None:
        status = Status.MET if same else Status.UNCLEAR if open_ones else Status.MISSING
        return Judged(point, status, place)
    if not same and not open_ones:
        return Judged(point, Status.MISSING if point.months else Status.MET, place)
    spans = {at: held.resume.jobs[at].months(held.today) for at in (*same, *open_ones)}
    months = covered(span for at in same if (span := spans[at]) is not None)
    if same and months >= point.months:
        return Judged(point, Status.MET, place, months)
    at_most = covered(span for span in spans.values() if span is not None)
    if at_most >= point.months or any(span is None for span in spans.values()):
        return Judged(point, Status.UNCLEAR, place, months or None)
    if not same or held.unread:  # a job may have been overlooked
        return Judged(point, Status.UNCLEAR, place, None)
    return Judged(point, Status.TOO_SHORT, place, months)


def _titles_of(point: Point) -> list[str]:
    """The alternatives of a title; "Sales or Account Manager" is one of them as a whole, too."""
    if not re.search(r"\bor\b|/", point.title):
        return [point.title]
    titles = [title for title in _TITLES.split(point.title) if title.strip()]
    if len(titles) > 1 and len(titles[0].split()) == 1 and len(titles[-1].split()) > 1:
        titles.append(point.title)
    return titles


def _is_job(titles: Sequence[str], wanted: Sequence[tuple[Role, ...]], point: Point, held: Held, at: int) -> Status:
    """Whether a job is one of those that are asked: by its title, by its occupation, and by the field beside the title."""
    answer = best_title(wanted, held.roles[at])
    if answer is not Status.MET:
        answer = max(answer, _by_occupation(titles, wanted, held, at), key=_SURENESS.index)
    if answer is not Status.MET:
        return answer
    if _is_of_other_group(titles, wanted, held, at):
        return Status.UNCLEAR
    if (beside := _BESIDE.search(point.title)) is not None:
        said = [word for word in re.findall(r"[^\W\d_][\w+#'’-]*", beside["field"].casefold()) if content(word)]
        if said and not any(held.fields.says(at, [word]) for word in said):
            return Status.UNCLEAR  # "paralegal in personal injury": the job says nothing of it
    return Status.MET


def _as_one(
    titles: Sequence[str], wanted: Sequence[tuple[Role, ...]], point: Point, held: Held, answers: Sequence[Status]
) -> list[Status]:
    """Who was one says so: years "as an Account Executive" are none as a representative."""
    same = [at for at, answer in enumerate(answers) if answer is Status.MET]
    if not same:
        return [*answers]
    heads = {role.head for roles in wanted for role in roles}
    exact = {title.casefold() for title in titles if len(title.split()) > 1}
    told = not _LIKE_IT.search(point.text) and any(held.titles[at].casefold() in exact for at in same)
    others = [bool(roles) and not heads & {role.head for role in roles} for roles in held.roles]
    return [
        Status.MISSING if answer is Status.UNCLEAR and (other or told) else answer
        for answer, other in zip(answers, others, strict=True)
    ]


def _below_or_beside(wanted: Sequence[tuple[Role, ...]], held: Held) -> list[int]:
    """Jobs that show that the asked one is missing: the same at a lower rank, led by its managers, or of another trade."""
    unranked = _unranked(wanted)
    tests = (
        lambda roles: best_title(unranked, roles) is Status.MET,
        lambda roles: _below_managers(wanted, roles),
        lambda roles: _is_other_trade(wanted, roles),
    )
    return [at for test in tests for at, roles in enumerate(held.roles) if test(roles)]


_AS = re.compile(r"\b(?:as|(?:position|role|post|capacity) of) an?\s", re.IGNORECASE)
_LIKE_IT = re.compile(r"\b(?:similar|equivalent|comparable|related|relevant|like)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\s(?:in|within)\s+(?P<field>.+)$", re.IGNORECASE)
_SURENESS = (Status.MISSING, Status.UNCLEAR, Status.MET)


def _by_occupation(titles: Sequence[str], wanted: Sequence[tuple[Role, ...]], held: Held, at: int) -> Status:
    """Whether a job is the asked one by what is written of occupations, or by what its own lines say of it.

    Another title of the same occupation at no lower rank is the job; so is a title with the same word for the person whose
    lines say the rest of the asked one. A title of the same SOC minor group leaves it open.
    """
    roles = held.roles[at]
    least = min((role.rank for asked in wanted for role in asked), default=PLAIN)
    rank = max((role.rank for role in roles), default=PLAIN)
    if rank >= least and any(held.trades.same(title, held.titles[at]) for title in titles):
        return Status.MET
    for asked in (role for roles in wanted for role in roles):
        for role in roles:
            if (
                role.head == asked.head
                and role.rank >= asked.rank
                and not is_other_trade(asked, role)
                and held.fields.says(at, asked.words - role.words)
            ):
                return Status.MET
    if _below_managers(wanted, roles):
        return Status.MISSING
    near = rank >= min(least, PLAIN) and any(held.trades.near(title, held.titles[at]) for title in titles)
    return Status.UNCLEAR if near else Status.MISSING


# Who is led by a manager, whatever group of occupations both are written in.
_LED_BY_MANAGERS = frozenset(("supervisor", "leader", "associate", "assistant", "clerk", "cashier", "adviser", "advisor", "coordinator"))  # fmt: skip


def _below_managers(wanted: Sequence[tuple[Role, ...]], roles: Sequence[Role]) -> bool:
    asked = [role.head for one in wanted for role in one]
    return (
        bool(asked) and bool(roles)
        and all(head == "manager" for head in asked)
        and all(role.head in _LED_BY_MANAGERS for role in roles)
    )  # fmt: skip


# Words for people that are of many groups of occupations, whatever one of them bears the bare word.
_WIDE = frozenset(("engineer", "designer", "developer", "guard", "manager", "assistant", "technician"))


def _is_of_other_group(titles: Sequence[str], wanted: Sequence[tuple[Role, ...]], held: Held, at: int) -> bool:
    """Whether a nurse is asked and a dental nurse held: its field makes it an occupation of another group."""
    asked = [role for roles in wanted for role in roles]
    return (
        not any(role.words or role.head in _WIDE for role in asked)
        and all(role.words for role in held.roles[at])
        and all(held.trades.apart(title, held.titles[at]) for title in titles)
    )


def _is_other_trade(wanted: Sequence[tuple[Role, ...]], roles: Sequence[Role]) -> bool:
    pairs = [(asked, role) for one in wanted for asked in one for role in roles if asked.head == role.head]
    return bool(pairs) and all(is_other_trade(asked, role) for asked, role in pairs)


def _unranked(wanted: Sequence[tuple[Role, ...]]) -> list[tuple[Role, ...]]:
    return [tuple(replace(role, rank=min(RANKS.values())) for role in roles) for roles in wanted]


def best_title(wanted: Sequence[tuple[Role, ...]], held: tuple[Role, ...]) -> Status:
    answers = {compare_roles(asked, held) for asked in wanted}
    return Status.MET if Status.MET in answers else Status.UNCLEAR if Status.UNCLEAR in answers else Status.MISSING


# "previous experience in a bank": asks for a place of work.
_WORKPLACE = re.compile(
    r"(?:(?:prior|previous|some|any|relevant|recent|past|work|working) )*(?-i:[Ee]xperience) (?:working |of working |gained )?(?:in|at|for) an? (?:[a-z-]+ ){0,3}[a-z-]+$",
    re.IGNORECASE,
)


def is_elsewhere(point: Point, held: Held) -> bool:
    """Whether a clause asks for work at a kind of place that no job names."""
    return _WORKPLACE.match(point.text) is not None and held.fields.named(point) is None
