"""Who the candidate is, and what they have learnt: the same in both resumes of a triple."""

from dataset_builder.teachers.template.person.person import (
    SAME_ORIGIN,
    Person,
    education,
    letters,
    person,
    personal_lines,
    surnames,
)

__all__ = ["SAME_ORIGIN", "Person", "education", "letters", "person", "personal_lines", "surnames"]
