"""Degrees, certificates, licences, clearances, languages and the right to work: each by its own order.

    judge("HGV Class 2 licence", Kind.LICENCE, ["HGV Class 1 (C+E)"], Date(2026, 11))      # Answer(Status.MET, 0)

A credential is met by itself or by one that by its own rules includes it, never by one below it, by one that has expired, or
by another of the same name. Lines of the whole resume are looked at, whatever their section. Where words leave it open the
answer is UNCLEAR.
"""

from collections.abc import Sequence

from dataset_builder.text.dates import Date
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.qualifications.answer import Answer, best
from dataset_builder.text.qualifications.certificates import judge_certificate
from dataset_builder.text.qualifications.clearances import judge_clearance, judge_right_to_work
from dataset_builder.text.qualifications.degrees import judge_degree
from dataset_builder.text.qualifications.languages import judge_language
from dataset_builder.text.qualifications.licences import judge_licence
from dataset_builder.text.requirement_status import Status

_JUDGES = {
    Kind.DEGREE: judge_degree,
    Kind.CERTIFICATE: judge_certificate,
    Kind.LICENCE: judge_licence,
    Kind.CLEARANCE: judge_clearance,
    Kind.LANGUAGE: judge_language,
    Kind.RIGHT_TO_WORK: judge_right_to_work,
}
KINDS = frozenset(_JUDGES)


def judge(asked: str, kind: Kind, lines: Sequence[str], today: Date) -> Answer:
    """Whether the lines show what a clause asks for. `kind` is one of `KINDS`."""
    return _JUDGES[kind](asked, lines, today)


__all__ = ["KINDS", "Answer", "Status", "best", "judge"]
