"""Who writes a triple when the teacher has to be asked: its configuration, and one id from facts to a kept draft."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import rjdb
from dataset_builder.build import BuildConfig, code_version
from dataset_builder.consulted import sample_consulting
from dataset_builder.engine.prices import Price
from dataset_builder.engine.request import Answer, Endpoint, Reply, Talk, recorded
from dataset_builder.engine.server import ServerConfig
from dataset_builder.engine.store import Store, replay
from dataset_builder.errors import BadInput, check_choices, check_least
from dataset_builder.facts import Triple
from dataset_builder.first_names import read_first_names
from dataset_builder.graph.assembly import read_graph
from dataset_builder.sampler import FactSampler
from dataset_builder.tasks import triple_row
from dataset_builder.teachers.openai import Draft, OpenAITeacher

ATTEMPTS = 20
"""Facts drawn for one id until a draft passes."""


# Fields of `TeacherConfig` that change what is written: those that a recorded command holds.
RECORDED = (
    *("base_url", "model", "temperature", "top_p", "sampling_seed"),
    *("granularity", "answer_tokens", "repairs", "structured", "knowledge"),
)


@dataclass(frozen=True)
class TeacherConfig(ServerConfig):
    """The server, what it may cost, and how it is asked."""

    temperature: float | None = field(default=None, metadata={"help": "the server's own by default"})
    top_p: float | None = field(default=None, metadata={"help": "the server's own by default"})
    sampling_seed: int | None = field(default=None, metadata={"help": "seed sent with every request"})
    granularity: Literal["whole", "section"] = field(
        default="whole", metadata={"help": "facts recipe: whole documents, or section by section"}
    )
    answer_tokens: int = field(
        default=2_000, metadata={"help": "cap for one document; a truncated one gets twice that, once"}
    )
    repairs: int = field(
        default=2, metadata={"help": "how often a failed answer is sent back with the reason why it failed"}
    )
    # JSON schema with every request of the `facts` recipe; dropped by itself where the server refuses it.
    structured: bool = field(default=True, metadata={"help": "JSON by schema where the server supports it"})
    knowledge: Literal["offline", "teacher"] = field(
        default="offline",
        metadata={
            "help": "how many skills a job has and how careers go: from the graph and rank words, or asked of the teacher"
        },
    )
    batch: Literal["off", "submit", "cancel"] = field(
        default="off",
        metadata={
            "help": "submit: the server's batch API, round after round; cancel: collect what is done, the rest live"
        },
    )
    batch_file: str | None = field(
        default=None,
        metadata={"help": "write what is to be asked next for `vllm run-batch`, and end", "metavar": "FILE"},
    )
    batch_results: str | None = field(
        default=None, metadata={"help": "read what `vllm run-batch` wrote", "metavar": "FILE"}
    )
    batch_wait: float | None = field(
        default=None,
        metadata={
            "help": "how long to wait for batches; all the time they take by default. 0 submits, or collects, and ends",
            "metavar": "SECONDS",
        },
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_choices(self)
        check_least(self, answer_tokens=100, repairs=0)
        self.endpoint  # noqa: B018 - raises where there is no model, or the address is none

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(self.base_url, self.needed_model(), self.temperature, self.top_p, self.sampling_seed)


@dataclass(frozen=True)
class Composition:
    """One id, all the way: the triple that passed, its provenance, and the drafts that did not."""

    triple: Triple
    provenance: dict
    rejected: list[dict]
    answers: tuple[Answer, ...]
    rounds: int
    """Times that the next request had to wait for an answer: as many batches would be needed."""


@dataclass(frozen=True)
class TaughtAuthor:
    """`build.Author` for a teacher that is asked. Workers get it pickled; it opens the store by itself and reads only."""

    sampler: FactSampler
    teacher: OpenAITeacher
    endpoint: Endpoint
    store: str
    price: Price | None = None
    knowledge: str = "offline"

    @cached_property
    def _stored(self) -> Store:
        return Store(self.store, writing=False)

    def write(self, split: str, index: int, rejected: list[dict]) -> tuple[Triple, dict]:
        """Triple and provenance of an id whose answers are all in the store."""
        composed = replay(self.talk(split, index), self._stored, self.endpoint)
        rejected += composed.rejected
        return composed.triple, composed.provenance

    def talk(self, split: str, index: int, saw: Callable[[Draft], None] = lambda draft: None) -> Talk[Composition]:
        """Draws facts and has them written until a draft passes; `saw` is told of every draft.

        Raises:
            BadInput: `ATTEMPTS` drafts were rejected.
        """
        rejected: list[dict] = []
        rounds: list[tuple[Reply, ...]] = []
        for attempt in range(ATTEMPTS):
            if self.knowledge == "teacher":
                facts, walk = yield from recorded(sample_consulting(self.sampler, split, index, attempt), rounds)
            else:
                facts, walk = self.sampler.sample(split, index, attempt)
            draft = yield from recorded(self.teacher.write(facts, attempt), rounds)
            saw(draft)
            triple = Triple(facts, draft.documents)
            if draft.reason is None:
                titles = [self.sampler.graph.occupations[i].title for i in walk]
                answers = tuple(reply for replies in rounds for reply in replies if isinstance(reply, Answer))
                provenance = self._provenance(facts.id, titles, attempt, answers)
                return Composition(triple, provenance, rejected, answers, len(rounds))
            rejected.append(triple_row(triple) | {"attempt": attempt, "reason": draft.reason})
        raise BadInput(f"{facts.id}: rejected {ATTEMPTS} times, last: {draft.reason}; try another --model or --seed")

    def _provenance(self, id: str, walk: list[str], attempt: int, answers: tuple[Answer, ...]) -> dict:
        """Usage and cost are of all answers for this id, those of rejected drafts too: the sum is what was paid, but
        that a consulted answer may serve several ids and is counted for each."""
        endpoint, price = self.endpoint, self.price
        parameters = {name: getattr(endpoint, name) for name in ("temperature", "top_p", "seed")}
        parameters |= {"granularity": self.teacher.granularity, "answer_tokens": self.teacher.answer_tokens}
        parameters |= {"knowledge": self.knowledge} if self.knowledge != "offline" else {}
        usd = [price.usd(a.prompt_tokens, a.completion_tokens, a.batch) for a in answers] if price else None
        row = {
            "id": id,
            "recipe": self.sampler.recipe,
            "teacher": self.teacher.name,
            "seed": self.sampler.seed,
            "walk": walk,
            "attempt": attempt,
            "prompt_hash": self.teacher.prompt_hash(),
            "usage": {
                "prompt_tokens": sum(a.prompt_tokens for a in answers),
                "completion_tokens": sum(a.completion_tokens for a in answers),
            },
            "cost_usd": None if usd is None else round(sum(usd), 9),
            "code_version": code_version(),
            "model": answers[-1].model,
            "fingerprint": answers[-1].fingerprint,
            "parameters": json.dumps({k: v for k, v in parameters.items() if v is not None}, sort_keys=True),
            "requests": [a.address for a in answers],
        }
        return {name: row[name] for name in rjdb.FEATURES["provenance"] if name in row}


def prepare(config: BuildConfig, teacher: TeacherConfig) -> tuple[TaughtAuthor, dict]:
    """Who writes, and the settings that name the build."""
    graph = read_graph(config.graph)
    names = read_first_names(config.names)
    sampler = FactSampler(graph, names, config.seed, config.recipe, config.max_removed)
    openai = OpenAITeacher(
        config.recipe,
        graph.aliases,
        config.seed,
        teacher.granularity,
        teacher.answer_tokens,
        teacher.repairs,
        teacher.structured,
    )
    price = teacher.find_price()
    settings = {
        "recipe": config.recipe,
        "triples": config.triples,
        "seed": config.seed,
        "max_removed": config.max_removed,
        "teacher": openai.name,
        "model": teacher.model,
        "server": hashlib.sha256(teacher.endpoint.base_url.encode()).hexdigest()[:12],
        "parameters": {n: getattr(teacher, n) for n in ("temperature", "top_p", "sampling_seed", "granularity", "answer_tokens", "repairs", "structured", "knowledge")},
        "prompts": openai.prompt_hash(),
        "price": [price.prompt, price.completion, price.batch] if price else None,
        "graph": graph.content_hash,
        "names": hashlib.sha256(json.dumps(names).encode()).hexdigest()[:12],
        "code_version": code_version(),
    }  # fmt: skip
    return TaughtAuthor(
        sampler, openai, teacher.endpoint, str(Path(teacher.store).resolve()), price, teacher.knowledge
    ), settings
