"""Is experience that a post asks held? Months of the jobs that bear the title or are in the field, overlaps once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.amounts import amounts
from dataset_builder.text.dates import covered
from dataset_builder.text.names.families import family
from dataset_builder.text.posts.post import Point
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.titles.role_words import RANKS
from dataset_builder.text.titles.roles import Role, compare_roles, is_role, roles_of
from training.rules.certainty import WEAK
from training.rules.held import Held, Judged

_TITLES = re.compile(r"\s+or\s+|\s*/\s*|,\s+", re.IGNORECASE)


def judge_experience(point: Point, held: Held) -> Judged | None:
    """How long the title or the field was worked in; None where no amount is asked and its words are to be looked for."""
    if point.title:
        return _titled(point, held)
    stated = _stated(point, held)
    if stated is not None:
        return stated
    who = re.split(r"\s+(?:on|in|at|for|of|with|within)\s+", re.sub(r"^(?:an?|the)\s+", "", point.field), maxsplit=1)[0]
    if point.months and len(who.split()) <= 4 and is_role(who):
        # of a title with a place or a kind of work beside it, only too few years are sure
        titled = _titled(replace(point, title=who), held)
        if titled.status is Status.TOO_SHORT:
            return replace(titled, point=point)
    spans = [(job, job.months(held.today)) for job in held.resume.jobs]
    known = [span for _, span in spans if span is not None]
    total, open_ended = max(covered(known), held.dated), any(span is None for _, span in spans)
    if point.months is not None and total < point.months and not open_ended and held.resume.jobs:
        return Judged(point, Status.TOO_SHORT, held.resume.job_places[0], total)
    if point.months is not None and (shown := held.fields.shown(point)) is not None:
        months, at = shown
        if months >= point.months:
            return Judged(point, Status.MET, held.resume.job_places[at], months)
    telling = [word for word in words_in(point.field) if word not in WEAK]
    in_title = [
        span for job, span in spans if telling and span is not None and set(telling) <= set(words_in(job.title))
    ]
    if in_title and point.months is not None and covered(in_title) >= point.months:
        at = next(at for at, (job, _) in enumerate(spans) if set(telling) <= set(words_in(job.title)))
        return Judged(point, Status.MET, held.resume.job_places[at], covered(in_title))
    if point.months is None:
        return None
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
    titles = (
        [title for title in _TITLES.split(point.title) if title.strip()]
        if re.search(r"\bor\b|/", point.title)
        else [point.title]
    )
    if len(titles) > 1 and len(titles[0].split()) == 1 and len(titles[-1].split()) > 1:
        titles.append(point.title)
    jobs = held.resume.jobs
    wanted = [roles_of(title) for title in titles]
    answers = [best_title(wanted, roles) for roles in held.roles]
    same = [at for at, answer in enumerate(answers) if answer is Status.MET]
    open_ones = [at for at, answer in enumerate(answers) if answer is Status.UNCLEAR]
    # the same job at a rank below the asked one shows that it is missing
    shown = same or open_ones
    if not shown:
        unranked = _unranked(wanted)
        shown = [at for at, roles in enumerate(held.roles) if best_title(unranked, roles) is Status.MET]
    place = held.resume.job_places[shown[0]] if shown else None
    if point.months is None:
        status = Status.MET if same else Status.UNCLEAR if open_ones else Status.MISSING
        return Judged(point, status, place)
    if not same and not open_ones:
        return Judged(point, Status.MISSING if point.months else Status.MET, place)
    spans = {at: jobs[at].months(held.today) for at in (*same, *open_ones)}
    months = covered(span for at in same if (span := spans[at]) is not None)
    if same and months >= point.months:
        return Judged(point, Status.MET, place, months)
    unknown = any(spans[at] is None for at in same)
    at_most = covered(span for span in spans.values() if span is not None)
    if unknown or (at_most >= point.months) or any(span is None for span in spans.values()):
        return Judged(point, Status.UNCLEAR, place, months or None)
    if not same:
        return Judged(point, Status.UNCLEAR, place, None)
    return Judged(point, Status.TOO_SHORT, place, months)


def _unranked(wanted: Sequence[tuple[Role, ...]]) -> list[tuple[Role, ...]]:
    return [tuple(replace(role, rank=min(RANKS.values())) for role in roles) for roles in wanted]


def best_title(wanted: Sequence[tuple[Role, ...]], held: tuple[Role, ...]) -> Status:
    answers = {compare_roles(asked, held) for asked in wanted}
    return Status.MET if Status.MET in answers else Status.UNCLEAR if Status.UNCLEAR in answers else Status.MISSING
