"""Rows of the dataset asked of any system, and its results as what evaluation keeps and scores.

    answers(system, "matching", rows)    # one per row: fields as `rjdb.parse` gives them, a model's text, or None

A system with prompts answers with the text that it wrote, which the evaluator parses; others with fields. None means
that there is no answer; it is counted, not guessed.
"""

from collections.abc import Sequence

from training.systems.protocol import Edit, Experience, Explanation, Match, Result, System

RowAnswer = dict | str | None


def answers(system: System, task: str, rows: Sequence[dict]) -> list[RowAnswer]:
    """Raises what the system raises."""
    return [answer_of(result) for result in results(system, task, rows)]


def results(system: System, task: str, rows: Sequence[dict]) -> list[Result]:
    """The system's results in the order of the rows; it may give fewer where it stops early."""

    def column(name: str) -> list:
        return [row[name] for row in rows]

    if task == "matching":
        return system.match(column("job_description"), column("resume"))
    if task == "explanation":
        return system.explain(column("job_description"), column("resume"))
    if task == "extraction":
        return system.extract(column("document"), column("document_type"))
    return system.edit(column("resume"), column("section"), column("add_skills"), column("experience_change"))


def answer_of(result: Result) -> RowAnswer:
    if result.problem:
        return None
    if result.prompt:
        return result.answer
    if isinstance(result, Match):
        return {"label": result.label}
    if isinstance(result, Edit):
        return {"target": result.text}
    fields = {"skills": list(result.skills), "experiences": list(map(_fields, result.experiences))}
    return {"label": result.label} | fields if isinstance(result, Explanation) else fields


def _fields(experience: Experience) -> dict:
    return dict(vars(experience))
