"""Systems that are asked with the dataset's prompts and answer with text: students, and models behind servers.

A system of this kind implements `answer_prompts`; how the text is parsed into a result is the same for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import rjdb
from training.systems.protocol import ByRows, Edit, Experience, Explanation, Extraction, Match, Result


@dataclass(frozen=True)
class PromptedAnswer:
    """A prompt and the text written for it. `problem`: why there is none, "" where there is.

    `score`: mean probability of the text's tokens, 0 to 1. `match`: probability of "match" against "no match", where a
    verdict was asked for. None where the system cannot tell.
    """

    prompt: str
    text: str = ""
    score: float | None = None
    match: float | None = None
    dropped: tuple[str, ...] = ()
    problem: str = ""


class Prompted(ByRows):
    """`tasks` are those that it can be asked; a system that explains can match too."""

    tasks: tuple[str, ...] = rjdb.TASKS

    def answer_prompts(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[PromptedAnswer]:
        """The answers to the rows' prompts, in their order; with `verdict` also how likely a match is."""
        raise NotImplementedError

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        verdict = task == "matching"
        asked = "explanation" if verdict and task not in self.tasks and "explanation" in self.tasks else task
        return [
            RESULTS[task](answer, rjdb.parse(asked, answer.text))
            for answer in self.answer_prompts(asked, rows, verdict)
        ]


def _match(answer: PromptedAnswer, fields: dict) -> Match:
    return Match(fields["label"], answer.match, **_record(answer))


def _explanation(answer: PromptedAnswer, fields: dict) -> Explanation:
    return Explanation(fields["label"], answer.score, *_lists(fields), **_record(answer))


def _extraction(answer: PromptedAnswer, fields: dict) -> Extraction:
    return Extraction(*_lists(fields), answer.score, **_record(answer))


def _edit(answer: PromptedAnswer, fields: dict) -> Edit:
    return Edit(fields["target"], answer.score, **_record(answer))


RESULTS: dict[str, Callable[[PromptedAnswer, dict], Result]] = {
    "matching": _match,
    "explanation": _explanation,
    "extraction": _extraction,
    "editing": _edit,
}


def _record(answer: PromptedAnswer) -> dict:
    return {"dropped": answer.dropped, "prompt": answer.prompt, "answer": answer.text, "problem": answer.problem}


def _lists(fields: dict) -> tuple[tuple[str, ...], tuple[Experience, ...]]:
    return tuple(fields["skills"]), tuple(Experience(**experience) for experience in fields["experiences"])
