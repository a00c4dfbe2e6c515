"""How well the text of triples holds its labels: the shares that the card reports of the release.

A text holds a skill here when it holds all stems of its name, in any order: looser than `mentions`, which the
checks use, and what the release's figures were measured with. Lines are read by `text.sections` and `text.experience`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.quality.teacher_failures import edit_talk, gibberish, trailing_debris
from dataset_builder.sampling.facts import Triple
from dataset_builder.text.experience import resume_jobs
from dataset_builder.text.mentions import stemmed
from dataset_builder.text.sections import Section, body, items, kept_sections


@dataclass(frozen=True)
class LabelNoise:
    """Shares between 0 and 1; None where nothing could be counted. `*_rows` are shares of rows."""

    rows: int
    skills_in_job_description: float | None
    skills_in_matched: float | None
    # Removed skills that the unmatched resume still mentions anywhere.
    removed_in_unmatched: float | None
    # The same within its skills section.
    removed_in_unmatched_skills: float | None
    # Nothing that was removed is mentioned.
    removed_gone_rows: float | None
    # Of the shortened and dropped jobs, those whose old span of years is gone from the unmatched resume.
    edits_applied: float | None
    # Nothing but the edit changed: person and education are the same, no other line is worded anew.
    minimal_edit_rows: float | None
    gibberish_rows: float | None
    edit_talk_rows: float | None
    debris_rows: float | None


class _Share:
    """A count of hits among all."""

    def __init__(self) -> None:
        self.hits = self.total = 0

    def add(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    @property
    def value(self) -> float | None:
        return self.hits / self.total if self.total else None


@lru_cache(maxsize=100_000)
def _stems(name: str) -> frozenset[str]:
    return frozenset(stemmed(name).split())


def label_noise(triples: Iterable[Triple]) -> LabelNoise:
    """One pass; about a millisecond a triple."""
    in_job, in_matched, anywhere, in_skills, gone = (_Share() for _ in range(5))
    applied, minimal, nonsense, conversation, debris = (_Share() for _ in range(5))
    for triple in triples:
        facts, texts = triple.facts, triple.documents
        three = (texts.job_description, texts.resume_matched, texts.resume_unmatched)
        job, matched, unmatched = (frozenset(stemmed(text).split()) for text in three)
        before, after = kept_sections(texts.resume_matched), kept_sections(texts.resume_unmatched)
        for skill in facts.skills:
            in_job.add(_stems(skill) <= job)
            in_matched.add(_stems(skill) <= matched)
        listed = frozenset(stemmed(body(after, "skills") or "").split())
        left = [_stems(skill) <= unmatched for skill in facts.removed_skills]
        for skill, hit in zip(facts.removed_skills, left, strict=True):
            anywhere.add(hit)
            in_skills.add(_stems(skill) <= listed)
        gone.add(not any(left))
        edit = facts.experience_edit
        if edit.kind in ("shortened", "dropped"):
            spans = {(job.start_year, job.end_year) for job in resume_jobs(body(after, "experience") or "")}
            applied.add((edit.from_start, edit.from_end) not in spans)
        minimal.add(_is_minimal(before, after, edit.kind == "shortened"))
        nonsense.add(any(map(gibberish, three)))
        conversation.add(any(map(edit_talk, three)))
        debris.add(any(map(trailing_debris, three)))
    return LabelNoise(
        minimal.total,
        in_job.value,
        in_matched.value,
        anywhere.value,
        in_skills.value,
        gone.value,
        applied.value,
        minimal.value,
        nonsense.value,
        conversation.value,
        debris.value,
    )


def _is_minimal(before: tuple[Section, ...], after: tuple[Section, ...], shortened: bool) -> bool:
    """Person and education are the same; no skill is worded anew, and no job but the shortened one."""

    def lines(found: tuple[Section, ...], name: str) -> set[str]:
        return {" ".join(item.split()).rstrip(".") for item in items(body(found, name) or "")}  # type: ignore[arg-type]

    if any(lines(before, name) != lines(after, name) for name in ("personal information", "education")):
        return False
    if lines(after, "skills") - lines(before, "skills"):
        return False
    return len(lines(after, "experience") - lines(before, "experience")) <= shortened
