"""Names of employers that do not exist."""

from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.keyed_random import Draw

_COMPANIES = phrases("resume")["companies"]


def company(field: str, draw: Draw) -> str:
    ends = _COMPANIES[field] if draw.chance(0.65) else _COMPANIES["general"]
    return f"{draw.pick(_COMPANIES['names'])} {draw.pick(ends)}"
