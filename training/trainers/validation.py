"""What selects a student's checkpoint: answers to validation rows, measured as `training.evaluate` measures them.

The loss of the same rows is logged with the measures. Loss alone selects badly: it goes on falling on the easy tokens of
long answers while the names that count get worse, and the other way round.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import rjdb
from dataset_builder.assessment.answer import parse
from training.assessor import evaluation as assessment
from training.assessor.judgement import judged
from training.data.encoded_rows import EncodedRows
from training.evaluation import metrics
from training.students.generation import generate
from training.students.language_model import LanguageModel

# The measure a task is selected by, and the measures of training/evaluation/metrics.py that it is the mean of.
HEADLINES = {
    "matching": ("matching_accuracy", ("accuracy",)),
    "explanation": ("explanation_F1", ("F1 strict",)),
    "extraction": (
        "extraction_F1",
        tuple(f"{document} {field} F1 exact" for document in ("resume", "JD") for field in ("skills", "experience")),
    ),
    "editing": ("editing_F_add", ("skills F_add", "experience F_add")),
    "assessment": (
        "assessment_gold",
        ("gold", "parses", "criteria balanced accuracy", "evidence precision", "evidence recall", "verdict accuracy"),
    ),
}
# Selects by the mean of the run's headlines, or by the loss.
OVERALL = ("score", "loss")


@dataclass(frozen=True)
class Validation:
    """`rows`: those of each task, with their labels; `prompts`: their tokens; `encoded`: all of them for the loss.

    `room`: tokens an answer of a task may have, a quarter more than the longest right one: an untrained model never ends.
    """

    rows: dict[str, list[dict]]
    prompts: dict[str, list[list[int]]]
    encoded: EncodedRows
    room: dict[str, int]

    def answers(self, lm: LanguageModel, process: int = 0, processes: int = 1) -> list[tuple[str, int, str]]:
        """(task, row, text) of every row that is this process's share."""
        written = []
        for task, prompts in self.prompts.items():
            mine = range(process, len(prompts), processes)
            texts = generate(lm, [prompts[at] for at in mine], self.room[task])
            written += [(task, at, answer.text) for at, answer in zip(mine, texts)]
        return written

    def measure(self, written: Sequence[tuple[str, int, str]]) -> dict[str, float]:
        """Headlines and the measures behind them, 0-100, and `score`, the mean of the headlines."""
        texts = {(task, at): text for task, at, text in written}
        found: dict[str, float] = {}
        for task, rows in self.rows.items():
            answers = [texts.get((task, at)) for at in range(len(rows))]
            values = _values(task, answers, rows)
            headline, names = HEADLINES[task]
            parts = {name: values[name] for name in names if values[name] is not None}
            found[headline] = values["gold"] if task == "assessment" else sum(parts.values()) / max(len(parts), 1)
            if len(parts) > 1:
                found |= {f"{task}_{name.replace(' ', '_')}": value for name, value in parts.items()}
        return found | {"score": sum(found[HEADLINES[task][0]] for task in self.rows) / len(self.rows)}


def _values(task: str, answers: Sequence[str | None], rows: list[dict]) -> dict[str, float | None]:
    """The measures of a task's answers, as they are judged elsewhere."""
    if task == "assessment":
        table = assessment.measure([judged(parse(text), row) for text, row in zip(answers, rows, strict=True)], rows)
        return table | {"gold": assessment.gold_score(table)}
    return metrics.score(task, [rjdb.parse(task, text) for text in answers], rows).values()
