"""What a system says, whichever it is: rules, a student or a teacher."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

DOCUMENT_TYPES = ("job description", "resume")


@dataclass(frozen=True)
class Answer:
    """Fields of the task that was asked, the others empty.

    `label` is 1 (match), 0, or None where the text holds no verdict. `score` (0-1) is how likely a match is, None
    where the system cannot say. `prompt` and `raw` are what a model was sent and what it wrote; rules have no prompt.
    """

    label: int | None = None
    score: float | None = None
    skills: tuple[str, ...] = ()
    experiences: tuple[dict, ...] = ()
    text: str = ""
    prompt: str = ""
    raw: str = ""


class System(Protocol):
    """Answers the four tasks. `judge` takes several resumes at once; a counterfactual tries at most `tries`.

    All raise BadInput with one line where they cannot answer.
    """

    name: str
    kind: str
    tries: int

    def judge(self, job: str, resumes: Sequence[str]) -> list[Answer]: ...

    def explain(self, job: str, resume: str) -> Answer: ...

    def extract(self, document_type: str, document: str) -> Answer: ...

    def edit(self, section: str, resume: str, skills: Sequence[str], change: str) -> Answer: ...
