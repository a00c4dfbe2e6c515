"""Why a label is what it is, in words, where the statuses of the requirements alone do not say so."""

from collections.abc import Sequence

from dataset_builder.text.requirement_status import Status
from training.rules.judging import Judged


def reason(label: int, judged: Sequence[Judged], by_thresholds: bool) -> str:
    """Why the label is what it is where the statuses alone do not say so; "" where they do. `by_thresholds`: it is the fitted thresholds'."""
    failed, unclear = _open(judged)
    if label == 0 and unclear and not failed:
        why = (
            "that is more than the limits let pass which the rules learnt from training pairs"
            if by_thresholds
            else "what is unclear counts as not met"
        )
        return f"The words of the resume do not say whether it meets {quoted(unclear)}; {why}."
    if label == 1 and (failed or unclear):
        return f"{quoted([*failed, *unclear])}: not shown, but the limits that the rules learnt from training pairs let such a gap pass."
    return ""


def weighed_reason(label: int, judged: Sequence[Judged]) -> str:
    """The same of a verdict that is weighed from all parts together."""
    failed, unclear = _open(judged)
    if label == 1 and failed:
        return f"{quoted([*failed, *unclear])}: not shown, but weighed with all the rest it counts for little."
    if label == 1 and unclear:
        return f"{quoted(unclear)}: the resume does not say, so ask; nothing in it speaks against a match."
    if label == 0 and unclear and not failed:
        return f"{quoted(unclear)}: not plainly shown, and weighed with all the rest that is too little."
    if label == 0 and judged and not failed:
        return "No single point fails, but some are shown only by lines that are like them; weighed together that is too little."
    return ""


def _open(judged: Sequence[Judged]) -> tuple[list[str], list[str]]:
    """The required points that fail, and those that stay unclear, as asked."""
    needed = [one for one in judged if not one.point.optional]
    failed = [one.point.text for one in needed if one.status in (Status.MISSING, Status.TOO_SHORT)]
    return failed, [one.point.text for one in needed if one.status is Status.UNCLEAR]


def quoted(names: Sequence[str], most: int = 3) -> str:
    """At most some of the names, and how many more there are."""
    shown, rest = ", ".join(f"“{name}”" for name in names[:most]), len(names) - most
    return f"{shown} and {rest} more" if rest > 0 else shown
