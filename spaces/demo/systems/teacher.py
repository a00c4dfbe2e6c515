"""A teacher behind an OpenAI-compatible server, asked with the dataset's own prompts. Nothing is stored on the way.

Only the operator can switch it on: RJDB_TEACHER names the model, OPENAI_API_KEY holds the key, and RJDB_TEACHER_URL the
server where it is not the vendor's.
"""

import os
from collections.abc import Sequence
from functools import cached_property

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.llm.protocol.reasoning import split_thoughts
from dataset_builder.llm.server import ServerConfig
from dataset_builder.network import usable_network
from training.systems.prompted import Prompted, PromptedAnswer

MODEL, KEY, URL = "RJDB_TEACHER", ServerConfig.api_key_env, "RJDB_TEACHER_URL"
SECONDS, TOKENS = 30.0, 2_000


class Teacher(Prompted):
    """Raises BadInput where the server does not answer."""

    tries = 8  # each one costs money

    def __init__(self, model: str, key: str, url: str | None = None) -> None:
        self.name, self._model, self._key, self._url = f"Teacher: {model}", model, key, url

    @classmethod
    def of_environment(cls) -> "Teacher | None":
        model, key = os.environ.get(MODEL), os.environ.get(KEY)
        return cls(model, key, os.environ.get(URL)) if model and key else None

    @cached_property
    def _client(self):
        try:
            import openai
        except ImportError as error:
            raise BadInput(f"{self.name}: needs the openai package; choose another system") from error
        with usable_network(self.name):
            return openai.OpenAI(api_key=self._key, base_url=self._url, timeout=SECONDS, max_retries=1)

    def answer_prompts(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[PromptedAnswer]:
        return [self._said(rjdb.prompt(task, **row)) for row in rows]

    def _said(self, prompt: str) -> PromptedAnswer:
        client = self._client
        import openai

        try:
            reply = client.chat.completions.create(
                model=self._model, messages=[{"role": "user", "content": prompt}], temperature=0, max_tokens=TOKENS
            )
        except openai.OpenAIError as error:
            why = type(error).__name__  # its text may hold the request
            raise BadInput(f"{self.name}: the server did not answer ({why}); try again, or choose Rules") from None
        if not getattr(reply, "choices", None):  # a page of the network's sign-in, say, with status 200
            raise BadInput(f"{self.name}: what answers is no chat server; try again, or choose Rules")
        _, text = split_thoughts(reply.choices[0].message.content or "")
        return PromptedAnswer(prompt, text)
