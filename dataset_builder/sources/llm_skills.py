"""Skills of occupations that no other source gives any: a language model names them (the paper's prompt 2.1).

    python -m dataset_builder graph --dice FILE.csv --bls FILE.xlsx --teacher openai --base-url … --model M --out graph

The model's answers are a source like the others, "teacher:M", with the terms of the model's vendor. They come from the
request store, so making the graph again sends no request and gives the same graph.
"""

import hashlib
import json
from collections import Counter

from dataset_builder.llm.ask_many import ask_many
from dataset_builder.llm.elicitation import occupation_skills
from dataset_builder.llm.request import Conversation, Failure
from dataset_builder.llm.request_config import RequestConfig
from dataset_builder.sources.records import Record, Source, SourceData


def read(wanted: dict[str, int], teacher: RequestConfig, quiet: bool = False) -> SourceData:
    """One record for each title in `wanted` (title: how many skills) whose answer could be used; the others are `skipped`.

    Raises:
        BadInput, Stop: see `llm.ask_many`.
    """

    def conversation(title: str) -> Conversation[tuple[str, ...] | Failure]:
        return occupation_skills(title, wanted[title])

    answers = dict(zip(wanted, ask_many(teacher, conversation, list(wanted), "occupations", quiet)))
    named = {title: skills for title, skills in answers.items() if not isinstance(skills, Failure)}
    skipped = Counter(answer.cause for answer in answers.values() if isinstance(answer, Failure))
    model = teacher.model
    digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()
    source = Source(f"teacher:{model}", f"Skills named by {model}", "other", teacher.endpoint.public_url or "", digest)
    records = tuple(Record(title, skills, None, row) for row, (title, skills) in enumerate(named.items(), start=1))
    return SourceData(source, records, skipped=dict(skipped))
