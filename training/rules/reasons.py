"""Why a label is what it is, in words, where the statuses of the requirements alone do not say so."""

from collections.abc import Sequence

from dataset_builder.text.requirement_status import Status
from training.rules.judging import Judged


def reason(label: int, judged: Sequence[Judged]) -> str:
    """Why the label is what it is where the statuses alone do not say so; "" where they do."""
    needed = [one for one in judged if not one.point.optional]
    failed = [one for one in needed if one.status in (Status.MISSING, Status.TOO_SHORT)]
    unclear = [one.point.text for one in needed if one.status is Status.UNCLEAR]
    if label == 0 and unclear and not failed:
        return (
            f"The words of the resume do not say whether it meets {quoted(unclear)}; what is unclear counts as not met."
        )
    if label == 1 and (open_ones := [*(one.point.text for one in failed), *unclear]):
        return f"{quoted(open_ones)}: the verdict is the fitted thresholds', which allow for a gap."
    return ""


def quoted(names: Sequence[str], most: int = 3) -> str:
    """At most some of the names, and how many more there are."""
    shown, rest = ", ".join(f"“{name}”" for name in names[:most]), len(names) - most
    return f"{shown} and {rest} more" if rest > 0 else shown
