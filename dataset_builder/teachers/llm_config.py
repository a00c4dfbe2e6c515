"""The configuration of a teacher behind a server: how it is reached, what it may cost, and how it is asked."""

from dataclasses import dataclass, field
from typing import Literal

from dataset_builder.errors import check_least
from dataset_builder.llm.request_config import RequestConfig

# Fields of `TeacherConfig` that change what is written: those that a recorded command holds.
RECORDED = (
    *("base_url", "model", "temperature", "top_p", "sampling_seed", "extra_body"),
    *("granularity", "answer_tokens", "repairs", "structured", "knowledge"),
)


@dataclass(frozen=True)
class TeacherConfig(RequestConfig):
    """How the teacher writes, on top of how requests are sent."""

    granularity: Literal["whole", "section"] = field(
        default="whole", metadata={"help": "facts recipe: whole documents, or section by section"}
    )
    answer_tokens: int = field(
        default=2_000, metadata={"help": "cap for one document; a truncated one gets twice that, once"}
    )
    repairs: int = field(
        default=2, metadata={"help": "how often a failed answer is sent back with the reason why it failed"}
    )
    # JSON schema with every request of the design `facts`; dropped by itself where the server refuses it.
    structured: bool = field(default=True, metadata={"help": "JSON by schema where the server supports it"})
    knowledge: Literal["offline", "teacher"] = field(
        default="offline",
        metadata={
            "help": "how many skills a job has and how careers go: from the graph and rank words, or asked of the teacher"
        },
    )

    @property
    def cap_option(self) -> str:
        return f"--answer-tokens ({self.answer_tokens:,} now)"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_least(self, answer_tokens=100, repairs=0)
