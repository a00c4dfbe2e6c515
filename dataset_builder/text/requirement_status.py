"""What a resume says about one requirement of a job: the same four answers for every reader of free text."""

from enum import StrEnum


class Status(StrEnum):
    """Only `MET` counts as met; `UNCLEAR` is what was read but could not be told, and is shown as that."""

    MET = "met"
    TOO_SHORT = "too short"
    MISSING = "missing"
    UNCLEAR = "unclear"
