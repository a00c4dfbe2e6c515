"""A model behind any OpenAI-compatible server, asked the same question in the same form: zero-shot, at temperature 0.

    python -m benchmarks.assessor --data rjdb --system openai:gpt-4o-mini --max-usd 2

Requests go through the dataset builder's client: nothing is asked twice, and spending is capped. What the model writes has to be an
answer to the letter; `sure` and the lines are its own.
"""

from collections.abc import Sequence

from dataset_builder.assessment.answer import parse
from dataset_builder.llm.request import Message, Request
from training.assessor.judgement import Judgement, judged
from training.systems.server_system import ANSWER_TOKENS, ServerSystem


class ServerAssessor(ServerSystem):
    """Raises as `ServerSystem`; examples before the question (`--shots`) are not used."""

    def _request(self, task: str, at: int, row: dict) -> Request:
        return Request((Message("user", row["prompt"]),), ANSWER_TOKENS, f"{task} row {at}")

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        """It is trained already."""

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        answers = self.answer_prompts("assessment", rows)
        return [judged(parse(one.text), row) for one, row in zip(answers, rows, strict=True)]

    @property
    def cost(self) -> str:
        """What the answers of this run cost; what the store held already is free."""
        return str(self._budget.spent)
