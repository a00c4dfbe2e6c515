"""The author whose teacher has to be asked: one id from facts to a kept draft, as a conversation (see `llm`)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dataset_builder.errors import BadInput
from dataset_builder.llm.request import Answer, Conversation, Endpoint, Reply, recorded
from dataset_builder.llm.request_store import Store, replay
from dataset_builder.pipeline.code_version import ROW_CODE, code_version
from dataset_builder.pipeline.task_rows import triple_row
from dataset_builder.sampling.facts import Triple
from dataset_builder.sampling.llm_elicited import sample_with_llm
from dataset_builder.sampling.sampler import FactSampler
from dataset_builder.teachers.llm_teacher import Draft, LLMTeacher, OnAnswer

if TYPE_CHECKING:  # how a server is reached and what it costs decide no row: see `code_version`
    from dataset_builder.llm.pricing import Price
    from dataset_builder.teachers.llm_config import TeacherConfig

# Facts drawn for one id until a draft passes.
ATTEMPTS = 20


@dataclass(frozen=True)
class AuthoredTriple:
    """One id, all the way: the triple that passed, its provenance, and the drafts that did not.

    `rounds`: times that the next request had to wait for an answer; as many batches would be needed.
    """

    triple: Triple
    provenance: dict
    rejected: list[dict]
    answers: tuple[Answer, ...]
    rounds: int


@dataclass(frozen=True)
class LLMAuthor:
    """`Author` for a teacher that is asked. A worker opens the store by itself and reads only."""

    sampler: FactSampler
    teacher: LLMTeacher
    endpoint: Endpoint
    store: str
    price: "Price | None" = None
    knowledge: str = "offline"
    explain_matches: bool = False

    @classmethod
    def of(cls, sampler: FactSampler, config: "TeacherConfig", explain_matches: bool = False) -> "LLMAuthor":
        """Raises BadInput: no price is known and dollars are capped, or a price cannot be read."""
        teacher = LLMTeacher(
            design=sampler.design,
            aliases=sampler.graph.aliases,
            seed=sampler.seed,
            granularity=config.granularity,
            answer_tokens=config.answer_tokens,
            repairs=config.repairs,
            structured=config.structured,
        )
        store = str(Path(config.store).resolve())
        return cls(sampler, teacher, config.endpoint, store, config.find_price(), config.knowledge, explain_matches)

    @property
    def settings(self) -> dict[str, object]:
        return {
            "teacher": self.teacher.name,
            "model": self.endpoint.model,
            "server": hashlib.sha256(self.endpoint.known_as.encode()).hexdigest()[:12],
            "parameters": {
                "temperature": self.endpoint.temperature,
                "top_p": self.endpoint.top_p,
                "sampling_seed": self.endpoint.seed,
                "extra_body": self.endpoint.extra_body,
                "granularity": self.teacher.granularity,
                "answer_tokens": self.teacher.answer_tokens,
                "repairs": self.teacher.repairs,
                "structured": self.teacher.structured,
                "knowledge": self.knowledge,
            },
            "prompts": self.teacher.prompt_hash(),
            "price": [self.price.prompt, self.price.completion, self.price.batch] if self.price else None,
            "code_version": llm_code(),
        }

    @property
    def licence(self) -> str:
        return self.teacher.licence

    @cached_property
    def _stored(self) -> Store:
        return Store(self.store, writing=False)

    def write(self, split: str, index: int, rejected: list[dict]) -> tuple[Triple, dict]:
        """Of an id whose answers are all in the store. Raises Unanswered where one is not."""
        authored = replay(self.conversation(split, index), self._stored, self.endpoint)
        rejected += authored.rejected
        return authored.triple, authored.provenance

    def conversation(
        self,
        split: str,
        index: int,
        on_draft: Callable[[Draft], None] = lambda draft: None,
        on_answer: OnAnswer = lambda answer, reason: None,
    ) -> Conversation[AuthoredTriple]:
        """Draws facts and has them written until a draft passes; `on_draft` gets every draft, `on_answer` every answer.

        Raises:
            BadInput: `ATTEMPTS` drafts were rejected.
        """
        rejected: list[dict] = []
        rounds: list[tuple[Reply, ...]] = []
        for attempt in range(ATTEMPTS):
            if self.knowledge == "teacher":
                facts, walk = yield from recorded(sample_with_llm(self.sampler, split, index, attempt), rounds)
            else:
                facts, walk = self.sampler.sample(split, index, attempt)
            facts = facts.required_only()  # a model is asked for what is required, so its posts name nothing else
            draft = yield from recorded(self.teacher.write(facts, attempt, on_answer), rounds)
            on_draft(draft)
            triple = Triple(facts, draft.documents)
            if draft.reason is None:
                answers = tuple(reply for replies in rounds for reply in replies if isinstance(reply, Answer))
                provenance = self.sampler.provenance(facts, walk, attempt) | self._provenance(answers)
                return AuthoredTriple(triple, provenance, rejected, answers, len(rounds))
            rejected.append(triple_row(triple) | {"attempt": attempt, "reason": draft.reason})
        raise BadInput(f"{facts.id}: rejected {ATTEMPTS} times, last: {draft.reason}; try another --model or --seed")

    def _provenance(self, answers: tuple[Answer, ...]) -> dict:
        """Usage and cost are of all answers for this id, those of rejected drafts too: the sum is what was paid, but
        that an answer about skill counts or career order may serve several ids and is counted for each."""
        endpoint, price = self.endpoint, self.price
        parameters = {name: getattr(endpoint, name) for name in ("temperature", "top_p", "seed", "extra_body")}
        parameters |= {"granularity": self.teacher.granularity, "answer_tokens": self.teacher.answer_tokens}
        parameters |= {"knowledge": self.knowledge} if self.knowledge != "offline" else {}
        usd = [answer.cost(price) for answer in answers]
        return {
            "teacher": self.teacher.name,
            "prompt_hash": self.teacher.prompt_hash(),
            "usage": {
                "prompt_tokens": sum(a.prompt_tokens for a in answers),
                "completion_tokens": sum(a.completion_tokens for a in answers),
            },
            "cost_usd": None if None in usd else round(sum(usd), 9),
            "code_version": llm_code(),
            "model": answers[-1].model,
            "fingerprint": answers[-1].fingerprint,
            "parameters": json.dumps({k: v for k, v in parameters.items() if v is not None}, sort_keys=True),
            "requests": [a.address for a in answers],
        }


def llm_code() -> str:
    """Version of the code that decides the rows of an `LLMAuthor`, given what its server sends."""
    reading = "dataset_builder.llm.protocol.completion"
    return code_version("dataset_builder.pipeline.llm_author", reading, *ROW_CODE)
