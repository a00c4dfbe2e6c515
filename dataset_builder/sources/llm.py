"""Skills of occupations that no other source gives any: a language model names them (the paper's prompt 2.1).

    python -m dataset_builder graph --dice FILE.csv --bls FILE.xlsx --teacher openai --base-url … --model M --out graph

The model's answers are a source like the others, "teacher:M", with the terms of the model's vendor. They come from the
request store, so a graph that is made again asks nothing and is the same.
"""

import hashlib
import json
import sys
from collections import Counter

from dataset_builder.llm.ask_many import ask_many
from dataset_builder.llm.request import Conversation, Failure
from dataset_builder.sources import Record, Source, SourceData
from dataset_builder.teachers.elicitation import occupation_skills
from dataset_builder.teachers.llm_config import TeacherConfig


def read(wanted: dict[str, int], teacher: TeacherConfig, quiet: bool = False) -> SourceData:
    """One record for each title in `wanted` (title: how many skills) whose answer could be used.

    Raises:
        BadInput, Stop: see `inquiry.ask_many`.
    """

    def conversation(title: str) -> Conversation[tuple[str, ...] | Failure]:
        return occupation_skills(title, wanted[title])

    told = dict(zip(wanted, ask_many(teacher, conversation, list(wanted), "occupations", quiet)))
    named = {title: skills for title, skills in told.items() if not isinstance(skills, Failure)}
    skipped = Counter(failure.cause for failure in told.values() if isinstance(failure, Failure))
    if skipped:
        (reason, times), *_ = skipped.most_common(1)
        print(
            f"{skipped.total():,} of {len(told):,} occupations stay without skills, {times:,} for: {reason}",
            file=sys.stderr,
        )
    model = teacher.model
    digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()
    source = Source(f"teacher:{model}", f"Skills named by {model}", "other", teacher.endpoint.public_url or "", digest)
    records = tuple(Record(title, skills, None, row) for row, (title, skills) in enumerate(named.items(), start=1))
    return SourceData(source, records, {}, dict(skipped))
