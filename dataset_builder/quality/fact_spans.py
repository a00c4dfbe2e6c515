"""Which facts of a triple have a span in the document that has to state them, and which do not.

    for document, facts in stated(triple.facts).items(): ...           # (kind, name, item), as in the config `mentions`

The template teacher records every span as it writes. What a language model or the original release wrote is searched
(`teachers.locate`), so a share of their facts cannot be located; the card reports it.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from dataset_builder.sampling.facts import Experience, Facts, Mention
from dataset_builder.text.mentions import Aliases, form_kind

# Kinds of facts that every document of a triple has to state.
KINDS = ("skill", "title", "years", "dates", "first_name")
_STATED = frozenset(KINDS)
# (kind, name, item)
Fact = tuple[str, str, int | None]


def stated(facts: Facts) -> dict[str, list[Fact]]:
    """What each document (a column of `triples`) has to state."""
    asked = [
        ("years", f"{job.years} year{'' if job.years == 1 else 's'}", item)
        for item, job in enumerate(facts.experiences)
        if job.years
    ]
    return {
        "job_description": [*_skills(facts.skills), *_asked_titles(facts.experiences), *asked],
        "resume_matched": _resume(facts, facts.matched_skills, facts.experiences),
        "resume_unmatched": _resume(facts, facts.unmatched_skills, facts.unmatched_experiences),
    }


def _resume(facts: Facts, skills: Sequence[str], jobs: Sequence[Experience]) -> list[Fact]:
    dates = [("dates", f"{job.start_year} - {job.end_year}", item) for item, job in enumerate(jobs)]
    person = [("first_name", facts.first_name, None)] if facts.first_name else []
    return [*_skills(skills), *_titles(jobs), *dates, *person]


def _skills(skills: Iterable[str]) -> list[Fact]:
    return [("skill", skill, None) for skill in skills]


def _titles(jobs: Iterable[Experience]) -> list[Fact]:
    return [("title", job.title, item) for item, job in enumerate(jobs)]


def _asked_titles(jobs: Iterable[Experience]) -> list[Fact]:
    return [("title", job.title, item) for item, job in enumerate(jobs) if job.years]


@lru_cache(maxsize=100_000)
def _is_declared(skill: str, form: str, kind: str, aliases: tuple[str, ...]) -> bool:
    """Whether the form of a skill is one that its kind has a source for: an alias, an inflection of it or of the name, or one
    of the skill's phrases. Forms of other kinds of facts are the writer's own."""
    if kind == "phrase":
        return form.rstrip(".").casefold() in _phrases().get(skill, ())
    return form_kind(form, skill, {skill: tuple(aliases)}) is not None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, frozenset[str]]:
    """The lines that show, ask for or name each skill, without their stops."""
    from dataset_builder.sources import phrases

    found: dict[str, set[str]] = {}
    for phrase in phrases.read():
        if phrase.role in ("asked", "shown", "written"):
            found.setdefault(phrase.skill, set()).add(phrase.text.rstrip(".").casefold())
    return {skill: frozenset(lines) for skill, lines in found.items()}


def broken_span(mentions: Iterable[Mention], texts: dict[str, str]) -> Mention | None:
    """The first mention whose document does not hold its form where it says."""
    for mention in mentions:
        document, _, _, form, _, start, end, _, _ = (
            mention  # of a hundred mentions, attributes would take twice the time
        )
        if texts[document][start:end] != form or not form:
            return mention
    return None


def found(mentions: Iterable[Mention], aliases: Aliases) -> dict[str, set[Fact]]:
    """The facts that have a span with a declared form, by document."""
    facts: dict[str, set[Fact]] = {}
    for document, kind, name, form, source, _, _, role, item in mentions:
        if kind not in _STATED or role == "denied":
            continue
        if kind == "skill" and form != name and not _is_declared(name or "", form, source, aliases.get(name or "", ())):
            continue
        if document not in facts:
            facts[document] = set()
        facts[document].add((kind, name or "", item))
    return facts


def without_span(facts: Facts, mentions: Iterable[Mention], aliases: Aliases) -> list[tuple[str, Fact]]:
    """The facts that a document has to state and has no span for, with the document."""
    held, none = found(mentions, aliases), frozenset[Fact]()
    return [
        (document, fact)
        for document, own in stated(facts).items()
        for here in (held.get(document, none),)
        for fact in own
        if fact not in here
    ]
