"""Students: a trained folder or a repository of the Hub, opened and asked.

from training.students import load
student = load("students/matcher")
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from training.students.student import Student, load

__all__ = ["Student", "load"]


def __getattr__(name: str) -> Any:
    """When they are asked for: what generates is also used without the prompts of the dataset, and so without datasets."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from training.students import student

    return getattr(student, name)
