"""Names of employers that do not exist."""

from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.keyed_random import Draw

_COMPANIES = phrases("resume")["companies"]


def company(field: str | None, draw: Draw, marks: Marks, item: int | None = None) -> str:
    """An employer of the field of work, or of none that its name would tell, marked; `item` is the job it belongs to."""
    ends = _COMPANIES[field] if field and draw.chance(0.65) else _COMPANIES["general"]
    name = f"{draw.pick(_COMPANIES['names'])} {draw.pick(ends)}"
    return marks.around(name, "company", name, item=item)
