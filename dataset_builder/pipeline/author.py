"""Who writes a triple, from its id to text that passes the checks: the protocol, and the author with the template teacher.

The other author is `llm_author.LLMAuthor`, whose teacher has to be asked.
"""

from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from dataset_builder.errors import BadInput
from dataset_builder.graph.kinds_of_work import KindsOfWork
from dataset_builder.graph.likeness import duties_by_title, wide_skills
from dataset_builder.pipeline.code_version import ROW_CODE, code_version
from dataset_builder.pipeline.task_rows import triple_row
from dataset_builder.quality.triple_checks import reason_to_reject
from dataset_builder.sampling.facts import Facts, Triple
from dataset_builder.sampling.sampler import FactSampler
from dataset_builder.sources import phrases
from dataset_builder.sources.authored import CREDENTIALS
from dataset_builder.teachers.marks import holding_a_sign
from dataset_builder.teachers.template import TemplateTeacher
from dataset_builder.teachers.template.duties import Duties
from dataset_builder.teachers.template.phrase_lines import PhraseTable

# Facts drawn for one id until the checks pass; each failure is kept in the `rejected` config.
ATTEMPTS = 5


class Author(Protocol):
    """Writes one triple at a time: draws facts, has them written, checks, and draws again where a check fails.

    An id has the same triple in every process and order. Workers get the author pickled.
    """

    sampler: FactSampler
    # Whether explanations of a match list what it shares (`task_rows.explanation`).
    explain_matches: bool

    @property
    def settings(self) -> dict[str, object]:
        """What names a build next to the sampler's settings: the teacher and its parameters, the version of the code."""
        ...

    @property
    def licence(self) -> str:
        """Licence id of the text, as the Hub spells it."""
        ...

    def write(self, split: str, index: int, rejected: list[dict]) -> tuple[Triple, dict]:
        """The triple and its provenance row; failures on the way are appended to `rejected`.

        Raises:
            BadInput: every attempt was rejected.
        """
        ...


@dataclass(frozen=True)
class TemplateAuthor:
    """`Author` with the template teacher: offline, and without requests, tokens or costs in the provenance."""

    sampler: FactSampler
    teacher: TemplateTeacher
    explain_matches: bool = False

    @classmethod
    def of(cls, sampler: FactSampler, explain_matches: bool = False) -> "TemplateAuthor":
        """Raises BadInput where a name cannot be written with marks."""
        graph = sampler.graph
        titles, skills = (o.title for o in graph.occupations), (s.name for s in graph.skills)
        if (
            name := holding_a_sign(chain(titles, skills, *graph.aliases.values(), *sampler.names.values()))
        ) is not None:
            raise BadInput(f"{name!r}: holds a Unicode noncharacter (U+FDD0 to U+FDEF); take it out of its source")
        duties = Duties(
            duties_by_title(graph, by_rank=sampler.design == "facts"), tuple(skill.name for skill in graph.skills)
        )
        credentials = frozenset(skill.name for skill in graph.skills if skill.kind in CREDENTIALS)
        table = PhraseTable()
        if sampler.design == "facts":
            names = {skill.name: skill.aliases for skill in graph.skills}
            table = PhraseTable.of(phrases.read(), names, wide_skills(graph), KindsOfWork(graph))
        codes = {occupation.title: occupation.soc_code for occupation in graph.occupations if occupation.soc_code}
        teacher = TemplateTeacher(sampler.seed, graph.aliases, sampler.design, credentials, duties, table, codes)
        return cls(sampler, teacher, explain_matches)

    @property
    def settings(self) -> dict[str, object]:
        return {"teacher": self.teacher.name, "code_version": template_code()}

    @property
    def licence(self) -> str:
        return self.teacher.licence

    def write(self, split: str, index: int, rejected: list[dict]) -> tuple[Triple, dict]:
        graph, reason = self.sampler.graph, None
        for attempt in range(ATTEMPTS):
            facts, walk = self.sampler.sample(split, index, attempt)
            triple = Triple(facts, self.teacher.write(facts, attempt))
            reason = reason_to_reject(triple, self.sampler.design, graph.aliases, self.teacher.phrases.forms)
            if reason is None:
                return triple, self._provenance(facts, walk, attempt)
            rejected.append(triple_row(triple) | {"attempt": attempt, "reason": reason})
        raise BadInput(f"{facts.id}: rejected {ATTEMPTS} times, last: {reason}; try another --seed or graph")

    def _provenance(self, facts: Facts, walk: tuple[int, ...], attempt: int) -> dict:
        held = {"teacher": self.teacher.name, "code_version": template_code()}
        return self.sampler.provenance(facts, walk, attempt) | held


def template_code() -> str:
    """Version of the code that decides the rows of a `TemplateAuthor`."""
    return code_version("dataset_builder.pipeline.author", *ROW_CODE)
