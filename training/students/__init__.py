"""Students: a trained folder or a repository of the Hub, opened and asked.

from training.students import load
student = load("students/matcher")
"""

from training.students.student import Student, load

__all__ = ["Student", "load"]
