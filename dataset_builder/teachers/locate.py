"""Where documents state the facts they were written from, for a teacher that marks nothing: a language model, the release.

    mentions = locate(facts, documents, aliases)

What is looked for is what the checks look for: skills by their words or stems under the name or a declared alias, titles also
without what follows a dash, years as amounts of time, dates as two years of one span. A job's title is the one nearest to its
years or dates. What is not found has no mention; `quality.fact_spans` counts it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from dataset_builder.sampling.facts import Documents, Experience, Facts, Mention
from dataset_builder.text.amounts import amounts
from dataset_builder.text.date_words import MONTHS
from dataset_builder.text.mentions import Aliases, StemmedText, form_kind

Place = tuple[int, int]
# Characters between the two years of a span, and between them and the title of the job.
_WITHIN_DATES, _NEAR = 30, 160
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_BEFORE_YEAR = rf"(?:\b(?:{_MONTH})\b\.?,?\s{{0,2}}(?:of\s)?|\b\d{{1,2}}[/.])?"
_UNIT = re.compile(r".*?\b(?:years?|yrs?)\b", re.IGNORECASE)
_SENIOR, _JUNIOR = re.compile(r"^Sr\.?\s", re.IGNORECASE), re.compile(r"^Jr\.?\s", re.IGNORECASE)
# "Nurses, All Other"; "Developer - Remote", "Developer (Contract)".
_REST, _ASIDE = re.compile(r",?\s*(?:-\s*)?all other$", re.IGNORECASE), re.compile(r"\s+-\s+|\s*\(|\s+/\s+|--")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SURNAMES = r"(?P<last>(?: [^\W\d_][\w.'’-]*){1,3})"


def locate(facts: Facts, documents: Documents, aliases: Aliases) -> tuple[Mention, ...]:
    """The mentions of all three documents, each document's in the order of its text."""
    resumes = (
        ("resume_matched", documents.resume_matched, facts.matched_skills, facts.experiences),
        ("resume_unmatched", documents.resume_unmatched, facts.unmatched_skills, facts.unmatched_experiences),
    )
    found = _in_order(_of_job(facts, documents.job_description, aliases))
    for document, text, skills, jobs in resumes:
        found += _in_order(_of_resume(document, text, skills, jobs, facts.first_name, aliases))
    return tuple(found)


def _in_order(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(set(mentions), key=lambda mention: (mention.start, -mention.end, mention.kind))


def _of_job(facts: Facts, document: str, aliases: Aliases) -> Iterator[Mention]:
    text = StemmedText(document)
    yield from _skills("job_description", text, facts.skills, "required", aliases)
    times = [(amount.least, _number_and_unit(document, amount.place)) for amount in amounts(document)]
    taken: list[Place] = []
    for item, job in enumerate(facts.experiences):
        own = [place for months, place in times if months == 12 * job.years and place not in taken]
        titles = [place for place in _title_places(text, job.title) if not _overlaps(place, taken)]
        pair = _nearest(document, titles, own)
        # the first place of the advertised title is no demand
        alone = titles[1:] if job.title == facts.job_title else titles
        place, time = pair or (alone[-1] if alone else None, own[0] if own else None)
        if time:
            taken.append(time)
            name = f"{job.years} year{'' if job.years == 1 else 's'}"
            kind = "digits" if document[time[0]].isdigit() else "words"
            yield _mention("job_description", document, "years", name, kind, time, "required", item)
        if place:
            taken.append(place)
            yield _title("job_description", document, job.title, place, "required", item)
    for place in _title_places(text, facts.job_title):
        if not _overlaps(place, taken):
            yield _title("job_description", document, facts.job_title, place, "advertised", None)


def _number_and_unit(text: str, place: Place) -> Place:
    """ "2 years" of "2 years' or more"."""
    match = _UNIT.match(text, *place)
    return (place[0], match.end()) if match else place


def _of_resume(
    document: str, text: str, skills: Sequence[str], jobs: Sequence[Experience], first_name: str, aliases: Aliases
) -> Iterator[Mention]:
    stems = StemmedText(text)
    yield from _skills(document, stems, skills, "held", aliases)
    yield from _person(document, text, first_name)
    taken: list[Place] = []
    for item, job in enumerate(jobs):
        spans = {match.span(): match for match in _dates(job).finditer(text) if not _overlaps(match.span(), taken)}
        titles = [place for place in _title_places(stems, job.title) if not _overlaps(place, taken)]
        pair = _nearest(text, titles, list(spans))
        place, span = pair or (titles[0] if titles else None, next(iter(spans), None))
        if place:
            taken.append(place)
            yield _title(document, text, job.title, place, "held", item)
        if span:
            taken.append(span)
            years = {
                "dates": f"{job.start_year} - {job.end_year}",
                "start_date": job.start_year,
                "end_date": job.end_year,
            }
            kind = "month" if re.search(r"[^\W\d_]|[/.]", spans[span]["start"]) else "year"
            for name, year in years.items():
                at = span if name == "dates" else spans[span].span(name.removesuffix("_date"))
                yield _mention(document, text, name, str(year), kind, at, "held", item)


def _skills(document: str, text: StemmedText, skills: Sequence[str], role: str, aliases: Aliases) -> Iterator[Mention]:
    """Every place of each skill. Of two that share words the longer one has them, unless the other is nowhere else."""
    taken: list[Place] = []
    for skill in sorted(skills, key=len, reverse=True):
        names = sorted((skill, *aliases.get(skill, ())), key=len, reverse=True)
        places = list(dict.fromkeys(place for name in names for place in text.places(name)))
        own: list[Place] = []
        for place in places:
            if not _overlaps(place, own) and not _overlaps(place, taken):
                own.append(place)
        for place in own or places[:1]:
            form = text.text[slice(*place)]
            kind = form_kind(form, skill, aliases) or "inflection"
            yield _mention(document, text.text, "skill", skill, kind, place, role, None)
        taken += own


def _person(document: str, text: str, first_name: str) -> Iterator[Mention]:
    if first_name and (match := re.search(rf"\b{re.escape(first_name)}\b{_SURNAMES}?", text, re.IGNORECASE)):
        first = match.start(), match.start() + len(first_name)
        yield _mention(document, text, "first_name", first_name, "name", first, "held", None)
        if match["last"]:
            last = match.start("last") + 1, match.end("last")
            yield _mention(document, text, "last_name", text[slice(*last)], "name", last, "held", None)
            yield _mention(document, text, "name", match.group(), "name", match.span(), "held", None)
    for match in _EMAIL.finditer(text):
        yield _mention(document, text, "email", match.group(), "name", match.span(), "held", None)


def _title_forms(name: str) -> dict[str, str]:
    """The forms of a title, the name first, and where each comes from. Its singular has the same stems."""
    rest, _, first = name.rpartition(", ")
    forms = {name: "name", f"{first} {rest}": "reordered"} if rest and " and " not in first else {name: "name"}
    head = _ASIDE.split(name, maxsplit=1)[0]
    rules = (_SENIOR.sub("Senior ", name), _JUNIOR.sub("Junior ", name), _REST.sub("", name), head)
    # one word of a longer title names another job
    return forms | {form: "reworded" for form in rules if form not in forms and (form != head or " " in head)}


def _title_places(text: StemmedText, name: str) -> list[Place]:
    """Longer forms first, and none within another: "Senior Baker" is no place of "Baker" where both are forms of a title."""
    found: list[Place] = []
    for form in sorted(_title_forms(name), key=len, reverse=True):
        found += [place for place in text.places(form) if not _overlaps(place, found)]
    return sorted(found)


def _title(document: str, text: str, name: str, place: Place, role: str, item: int | None) -> Mention:
    form = text[slice(*place)]
    kinds = (kind for known, kind in _title_forms(name).items() if known.casefold() == form.casefold())
    kind = next(kinds, None) or ("singular" if form_kind(form, name) else "reworded")
    return _mention(document, text, "title", name, kind, place, role, item)


def _dates(job: Experience) -> re.Pattern[str]:
    start, end = (rf"{_BEFORE_YEAR}(?<!\d){year}(?!\d)" for year in (job.start_year, job.end_year))
    return re.compile(rf"(?P<start>{start})[^\n]{{1,{_WITHIN_DATES}}}?(?P<end>{end})", re.IGNORECASE)


def _nearest(text: str, titles: Sequence[Place], others: Sequence[Place]) -> tuple[Place, Place] | None:
    """The title and the other place that stand closest, on one line if any do; None where none are near."""
    pairs = [
        (text.count("\n", min(a[1], b[1]), max(a[0], b[0])), max(a[0], b[0]) - min(a[1], b[1]), a, b)
        for a in titles
        for b in others
    ]
    near = [pair for pair in pairs if pair[0] <= 2 and pair[1] <= _NEAR]
    return min(near)[2:] if near else None


def _overlaps(place: Place, others: Iterable[Place]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


def _mention(
    document: str, text: str, kind: str, name: str, form_kind: str, place: Place, role: str, item: int | None
) -> Mention:
    return Mention(document, kind, name, text[slice(*place)], form_kind, *place, role, item)
