"""A teacher behind an OpenAI-compatible server, asked with the dataset's own prompts. Nothing is stored on the way.

Only the operator can switch it on: RJDB_TEACHER names the model, OPENAI_API_KEY holds the key, and RJDB_TEACHER_URL the
server where it is not the vendor's.
"""

import os
from collections.abc import Sequence
from functools import cached_property

from answers import Answer

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.llm.server import ServerConfig

MODEL, KEY, URL = "RJDB_TEACHER", ServerConfig.api_key_env, "RJDB_TEACHER_URL"
SECONDS, TOKENS = 30.0, 2_000


class TeacherReader:
    kind = "teacher"
    tries = 8  # each one costs money

    def __init__(self, model: str, key: str, url: str | None = None) -> None:
        self.name, self._model, self._key, self._url = f"Teacher: {model}", model, key, url

    @classmethod
    def of_environment(cls) -> "TeacherReader | None":
        model, key = os.environ.get(MODEL), os.environ.get(KEY)
        return cls(model, key, os.environ.get(URL)) if model and key else None

    @cached_property
    def _client(self):
        try:
            import openai
        except ImportError as error:
            raise BadInput(f"{self.name}: needs the openai package; choose another system") from error
        return openai.OpenAI(api_key=self._key, base_url=self._url, timeout=SECONDS, max_retries=1)

    def _ask(self, task: str, **fields) -> tuple[dict, str, str]:
        """(parsed answer, prompt, raw answer). Raises BadInput where the server does not answer."""
        prompt = rjdb.prompt(task, **fields)
        client = self._client
        import openai

        try:
            reply = client.chat.completions.create(
                model=self._model, messages=[{"role": "user", "content": prompt}], temperature=0, max_tokens=TOKENS
            )
        except openai.OpenAIError as error:
            why = type(error).__name__  # its text may hold the request
            raise BadInput(f"{self.name}: the server did not answer ({why}); try again, or choose Rules") from None
        text = (reply.choices[0].message.content if reply.choices else None) or ""
        return rjdb.parse(task, text), prompt, text

    def judge(self, job: str, resumes: Sequence[str]) -> list[Answer]:
        asked = [self._ask("matching", job_description=job, resume=resume) for resume in resumes]
        return [Answer(said["label"], None, prompt=prompt, raw=raw) for said, prompt, raw in asked]

    def explain(self, job: str, resume: str) -> Answer:
        said, prompt, raw = self._ask("explanation", job_description=job, resume=resume)
        return Answer(said["label"], None, tuple(said["skills"]), tuple(said["experiences"]), prompt=prompt, raw=raw)

    def extract(self, document_type: str, document: str) -> Answer:
        said, prompt, raw = self._ask("extraction", document_type=document_type, document=document)
        return Answer(None, None, tuple(said["skills"]), tuple(said["experiences"]), prompt=prompt, raw=raw)

    def edit(self, section: str, resume: str, skills: Sequence[str], change: str) -> Answer:
        fields = {"section": section, "resume": resume, "add_skills": list(skills), "experience_change": change}
        said, prompt, raw = self._ask("editing", **fields)
        return Answer(text=said["target"], prompt=prompt, raw=raw)
