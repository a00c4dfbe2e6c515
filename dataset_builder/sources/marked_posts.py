"""Job posts written by hand, with what they ask marked by reading: [[required]], {{desirable}}.

    data/marked_posts.txt      posts, each below a line "=== NN | what kind of post"

What is marked was marked before any code read the posts. The model of asking sentences is learnt from them, and tests read them.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA

_MARK = re.compile(r"\[\[(?P<required>.*?)\]\]|\{\{(?P<optional>.*?)\}\}", re.DOTALL)
_HEAD = re.compile(r"^=== (?P<name>.*)\n", re.MULTILINE)


@dataclass(frozen=True)
class Mark:
    """`text[start:end]` of the post asks for something."""

    start: int
    end: int
    optional: bool


@dataclass(frozen=True)
class MarkedPost:
    name: str
    text: str
    marks: tuple[Mark, ...]


@cache
def read(file: Path = DATA / "marked_posts.txt") -> tuple[MarkedPost, ...]:
    """All posts in the order of the file.

    Raises:
        BadInput: a post without a mark.
    """
    _, *parts = _HEAD.split(file.read_text(encoding="utf-8"))
    return tuple(_post(name, marked.strip("\n"), file) for name, marked in zip(parts[::2], parts[1::2], strict=True))


def _post(name: str, marked: str, file: Path) -> MarkedPost:
    text, marks, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        quote = match["required"] or match["optional"]
        marks.append(Mark(len(text), len(text) + len(quote), match["optional"] is not None))
        text += quote
        at = match.end()
    if not marks:
        raise BadInput(
            f"{file}: post {name!r} marks nothing; put [[ ]] around what it requires, {{{{ }}}} around what it wishes"
        )
    return MarkedPost(name, text + marked[at:], tuple(marks))
