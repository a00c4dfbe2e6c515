"""Systems that are asked with the dataset's prompts and answer with text: students, and models behind servers.

A system of this kind has one method of its own, `say`; what is made of the text is the same for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import rjdb
from training.systems.protocol import ByRows, Edit, Experience, Explanation, Extraction, Match, Result


@dataclass(frozen=True)
class PromptedAnswer:
    """What was asked and what was written. `problem`: why nothing was, "" where something was.

    `score`: how sure the text is. `match`: how likely "match" is against "no match", where a verdict was asked for. None
    where the system cannot tell.
    """

    prompt: str
    text: str = ""
    score: float | None = None
    match: float | None = None
    dropped: tuple[str, ...] = ()
    problem: str = ""


class Prompted(ByRows):
    """`tasks` are those that it can be asked; who explains can match too."""

    tasks: tuple[str, ...] = rjdb.TASKS

    def say(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[PromptedAnswer]:
        """The answers to the rows' prompts, in their order; `verdict`: how likely a match is, is wanted too."""
        raise NotImplementedError

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        verdict = task == "matching"
        asked = "explanation" if verdict and task not in self.tasks and "explanation" in self.tasks else task
        return [RESULTS[task](said, rjdb.parse(asked, said.text)) for said in self.say(asked, rows, verdict)]


def _match(said: PromptedAnswer, fields: dict) -> Match:
    return Match(fields["label"], said.match, **_record(said))


def _explanation(said: PromptedAnswer, fields: dict) -> Explanation:
    return Explanation(fields["label"], said.score, *_lists(fields), **_record(said))


def _extraction(said: PromptedAnswer, fields: dict) -> Extraction:
    return Extraction(*_lists(fields), said.score, **_record(said))


def _edit(said: PromptedAnswer, fields: dict) -> Edit:
    return Edit(fields["target"], said.score, **_record(said))


RESULTS: dict[str, Callable[[PromptedAnswer, dict], Result]] = {
    "matching": _match,
    "explanation": _explanation,
    "extraction": _extraction,
    "editing": _edit,
}


def _record(said: PromptedAnswer) -> dict:
    return {"dropped": said.dropped, "prompt": said.prompt, "answer": said.text, "problem": said.problem}


def _lists(fields: dict) -> tuple[tuple[str, ...], tuple[Experience, ...]]:
    return tuple(fields["skills"]), tuple(Experience(**experience) for experience in fields["experiences"])
