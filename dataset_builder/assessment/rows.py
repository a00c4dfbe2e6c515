"""Rows of the config `assessment`: per job its two resumes and four more, so that fit is a scale and years matter.

    rows, counts = assessment_rows(triples, aliases)

matched, unmatched: the resumes of the triple. `jobs changed`: the skills of the matched resume with the jobs of the unmatched
one, or of another triple's where that one keeps them; `skills changed`: its jobs with the unmatched one's skills. `near`: the matched resume of a triple whose job shares most skills, in the
same cluster where there is one; `far`: of another category. Every label follows from the facts of both triples. What the text layer reads
otherwise than the facts is counted, and such a row left out: a fact in no point would make the label untrue to the question.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dataset_builder.assessment import answer
from dataset_builder.assessment.gold import AskedFacts, Gold, asked_facts, right_answer
from dataset_builder.assessment.question import ShownLine, asked_of, blind_lines
from dataset_builder.assessment.sheets import Sheet, are_placed, sheets_of, with_section
from dataset_builder.sampling.facts import Triple
from dataset_builder.text.layout.headings import LineReader
from dataset_builder.text.mentions import NO_ALIASES, Aliases, first_mentioned, stemmed
from dataset_builder.text.posts.post import Post, read_post

# Triples among which near and far ones are looked for: those that follow, so that memory and time stay linear.
WINDOW = 50
# Lines whose reading is kept: those of the resumes of one triple, and what all resumes share.
_KEPT_LINES = 2_000


@dataclass(frozen=True)
class _Known:
    triple: Triple
    sheets: dict[str, Sheet]
    post: Post
    # Of all triples, whose resumes share lines; four of each triple are read.
    reader: LineReader

    @cached_property
    def asked(self) -> AskedFacts:
        facts = self.triple.facts
        return asked_facts(asked_of(self.post), self.sheets["job"], facts.skills, facts.asked_experiences)

    @cached_property
    def matched_lines(self) -> tuple[ShownLine, ...]:
        """Those of the resume that three rows are about."""
        return blind_lines(self.sheets["matched"].text, self.reader)

    @cached_property
    def matched_stems(self) -> str:
        return stemmed(self.sheets["matched"].text)

    @cached_property
    def skills(self) -> frozenset[str]:
        return frozenset(self.triple.facts.skills)

    @cached_property
    def matched_skills(self) -> frozenset[str]:
        return frozenset(self.triple.facts.matched_skills)

    @cached_property
    def titles(self) -> frozenset[str]:
        return frozenset(job.title for job in self.triple.facts.experiences)


def assessment_rows(triples: Sequence[Triple], aliases: Aliases = NO_ALIASES) -> tuple[list[dict], Counter]:
    """The rows of some triples, one split of one shard, and what was left out or read otherwise, by reason.

    A triple has none where one of its facts has no place in the text, as may be where they were located afterwards: what is
    held would be missing.
    """
    sheets = [(triple, sheets_of(triple)) for triple in triples]
    whole = [(triple, found) for triple, found in sheets if are_placed(triple.facts, found)]
    reader = LineReader(_KEPT_LINES)
    known = [_Known(triple, found, read_post(triple.documents.job_description), reader) for triple, found in whole]
    counts: Counter = Counter({"triples with a fact without a place": len(triples) - len(whole)})
    rows = []
    for at, one in enumerate(known):
        for variant, sheet, lines, stems in _resumes(known, at):
            gold = right_answer(one.asked, lines, sheet)
            counts["points without a fact"] += len(gold.surplus)
            reason = _reason(one, sheet, stems, gold, aliases)
            if reason:
                counts[reason] += 1
                continue
            rows.append(_row(one.triple, variant, sheet, gold))
    counts["rows"] = len(rows)
    return rows, counts


def _resumes(known: Sequence[_Known], at: int) -> Iterator[tuple[str, Sheet, tuple[ShownLine, ...], str]]:
    """(variant, resume, its lines, its stems where another triple has to do with it)"""
    one = known[at]
    matched, unmatched = one.sheets["matched"], one.sheets["unmatched"]
    yield "matched", matched, one.matched_lines, ""
    yield "unmatched", unmatched, blind_lines(unmatched.text, one.reader), ""
    edited = one.triple.facts.experience_edit.kind != "kept"
    near, far = _neighbours(known, at)
    jobs = unmatched if edited else near.sheets["matched"] if near else None
    if jobs and (sheet := with_section(matched, jobs, "experience")):
        yield "jobs changed", sheet, blind_lines(sheet.text, one.reader), "" if edited else stemmed(sheet.text)
    if sheet := with_section(matched, unmatched, "skills"):
        yield "skills changed", sheet, blind_lines(sheet.text, one.reader), ""
    if near:
        yield "near", near.sheets["matched"], near.matched_lines, near.matched_stems
    if far:
        yield "far", far.sheets["matched"], far.matched_lines, far.matched_stems


def _neighbours(known: Sequence[_Known], at: int) -> tuple[_Known | None, _Known | None]:
    one = known[at]
    cluster, category = one.triple.facts.cluster, one.triple.facts.category
    others = [known[(at + step) % len(known)] for step in range(1, min(WINDOW, len(known)))]

    def shared(other: _Known) -> tuple[int, int]:
        common = len(other.matched_skills & one.skills) + len(other.titles & one.titles)
        return common, int(other.triple.facts.cluster == cluster)

    near = max(others, key=shared, default=None)
    far = next((other for other in others if other.triple.facts.category != category), None)
    return near, far


def _reason(one: _Known, sheet: Sheet, stems: str, gold: Gold, aliases: Aliases) -> str:
    """Why a row is left out, "" where it is not."""
    if gold.unread:
        return "a fact in no point"
    if not gold.requirements or not gold.question.lines:
        return "nothing read"
    absent = (name for name in one.triple.facts.skills if not sheet.of("skill", name))
    if stems and first_mentioned(stems, absent, aliases):
        return "another's resume mentions what its facts deny"
    return ""


def _row(triple: Triple, variant: str, sheet: Sheet, gold: Gold) -> dict:
    return {
        "id": f"{triple.facts.id}-{variant.replace(' ', '_')}",
        "variant": variant,
        "job_description": triple.documents.job_description,
        "resume": sheet.text,
        "label": gold.label,
        "fit": gold.fit,
        "requirements": [
            {
                "text": asked.text,
                "start": asked.point.place.start,
                "end": asked.point.place.end,
                "kind": asked.point.kind.value,
                "optional": asked.optional,
                "status": one.status.value,
                "months_asked": one.months_asked,
                "months_held": one.months_held,
                "lines": list(one.lines),
            }
            for asked, one in zip(gold.question.requirements, gold.requirements, strict=True)
        ],
        "line_numbers": list(gold.question.line_numbers),
        "prompt": gold.question.prompt,
        "completion": answer.write(gold.answer),
    }
