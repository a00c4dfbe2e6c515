"""Reads a written triple back against its facts: a reason to reject it, or None.

Every check is a function `(Reading) -> str | None`. A rejected triple keeps its reason and is published in the
`rejected` config. The design `paper` leaves out the checks of what the release itself does not promise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.quality import teacher_failures
from dataset_builder.quality.fact_spans import Fact, broken_span, without_span
from dataset_builder.sampling.facts import Experience, Triple
from dataset_builder.text.mentions import Aliases, first_mentioned, first_unmentioned, kept_stems, stemmed

NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


_CALLED = {
    "job_description": "job description",
    "resume_matched": "matched resume",
    "resume_unmatched": "unmatched resume",
}


@dataclass(frozen=True)
class Reading:
    """A triple with its documents stemmed once for all checks."""

    triple: Triple
    aliases: Aliases
    # Further forms of a skill, which a document may state it in.
    forms: Callable[[str], Sequence[str]] = lambda skill: ()

    @cached_property
    def job_description(self) -> str:
        return stemmed(self.triple.documents.job_description)

    @cached_property
    def matched(self) -> str:
        return stemmed(self.triple.documents.resume_matched)

    @cached_property
    def unmatched(self) -> str:
        return kept_stems(self.triple.documents.resume_unmatched)

    @cached_property
    def without_span(self) -> list[tuple[str, Fact]]:
        """Facts that their document has no span for."""
        return without_span(self.triple.facts, self.triple.documents.mentions, self.aliases)


Check = Callable[[Reading], str | None]


def spans_hold(reading: Reading) -> str | None:
    """Every mention stands where it says."""
    documents = reading.triple.documents
    broken = broken_span(documents.mentions, documents.by_column)
    return (
        f"span does not hold its form: {broken.form!r} at {broken.start} of the {_CALLED[broken.document]}"
        if broken
        else None
    )


def skills_present(reading: Reading) -> str | None:
    """Every sampled skill has a span in its document whose form is a declared one; without spans, its words are looked for."""
    facts = reading.triple.facts
    if reading.triple.documents.mentions:
        skills = (f"{_CALLED[at]}: {skill}" for at, (kind, skill, _) in reading.without_span if kind == "skill")
        return next((f"skill missing in the {skill}" for skill in skills), None)
    for name, text, skills in (
        ("job description", reading.job_description, facts.skills),
        ("matched resume", reading.matched, facts.matched_skills),
        ("unmatched resume", reading.unmatched, facts.unmatched_skills),
    ):
        if skill := first_unmentioned(text, skills, reading.aliases):
            return f"skill missing in the {name}: {skill}"
    return None


def removed_skills_gone(reading: Reading) -> str | None:
    """No removed skill survives anywhere in the unmatched resume, not even in a job title or by a phrase; nor does one
    that the job accepts in its place."""
    facts = reading.triple.facts
    gone = (*facts.removed_skills, *(one.other for one in facts.alternatives if one.skill in facts.removed_skills))
    names = {skill: (*reading.aliases.get(skill, ()), *reading.forms(skill)) for skill in gone}
    skill = first_mentioned(reading.unmatched, gone, names)
    return f"removed skill survives in the unmatched resume: {skill}" if skill else None


def years_present(reading: Reading) -> str | None:
    """The job description states the years it asks for; each resume shows the dates of its jobs.

    What no span shows is looked for as a number: a search for mentions may miss "5-7 years".
    """
    facts, texts = reading.triple.facts, reading.triple.documents
    if texts.mentions and not any(kind in ("years", "dates") for _, (kind, _, _) in reading.without_span):
        return None
    for job in facts.asked_experiences:
        if f" {job.years} " not in reading.job_description and f" {_word(job.years)} " not in reading.job_description:
            return f"years missing in the job description: {job.years} as {job.title}"
    for name, text, jobs in (
        ("matched", texts.resume_matched, facts.experiences),
        ("unmatched", texts.resume_unmatched, facts.unmatched_experiences),
    ):
        for job in jobs:
            if str(job.start_year) not in text or str(job.end_year) not in text:
                return f"dates missing in the {name} resume: {job.title} ({job.start_year} - {job.end_year})"
    return None


def _word(years: int) -> str:
    return NUMBER_WORDS[years] if years < len(NUMBER_WORDS) else str(years)


def edit_applied(reading: Reading) -> str | None:
    """A dropped or replaced job is not on the unmatched resume; a shortened one does not keep its dates."""
    facts = reading.triple.facts
    edit, lines = facts.experience_edit, reading.triple.documents.resume_unmatched.splitlines()
    if edit.kind == "kept" or any(
        _is(job, edit.title, edit.from_start, edit.from_end) for job in facts.unmatched_experiences
    ):
        return None
    for line in lines:
        if str(edit.from_start) in line and str(edit.from_end) in line and stemmed(edit.title) in stemmed(line):
            return f"experience edit not applied: {edit.title} ({edit.from_start} - {edit.from_end}) is still there"
    return None


def _is(job: Experience, title: str, start: int, end: int) -> bool:
    return (job.title, job.start_year, job.end_year) == (title, start, end)


def person_named(reading: Reading) -> str | None:
    """Both resumes carry the first name."""
    facts, texts = reading.triple.facts, reading.triple.documents
    for name, text in (("matched", texts.resume_matched), ("unmatched", texts.resume_unmatched)):
        if facts.first_name and facts.first_name.casefold() not in text.casefold():
            return f"first name missing in the {name} resume: {facts.first_name}"
    return None


def well_formed(reading: Reading) -> str | None:
    """Each document has its sections and is the document it should be; nothing a teacher leaves behind."""
    texts = reading.triple.documents
    for name, text, kind in (
        ("job description", texts.job_description, "job description"),
        ("matched resume", texts.resume_matched, "resume"),
        ("unmatched resume", texts.resume_unmatched, "resume"),
    ):
        if reason := teacher_failures.failure(text, kind):
            return f"{name}: {reason}"
    return None


CHECKS: dict[str, tuple[Check, ...]] = {
    "facts": (spans_hold, skills_present, removed_skills_gone, years_present, edit_applied, person_named, well_formed),
    "paper": (spans_hold, skills_present, years_present, edit_applied, person_named, well_formed),
}


def reason_to_reject(
    triple: Triple, design: str, aliases: Aliases, forms: Callable[[str], Sequence[str]] = lambda skill: ()
) -> str | None:
    """The first check's reason, or None for a triple to keep; `forms`: phrases that state a skill."""
    reading = Reading(triple, aliases, forms)
    return next((reason for check in CHECKS[design] if (reason := check(reading))), None)
