"""What a prompt loses when it is longer than the model reads: whole sections, in a stated order, and never a label.

    fits = lambda text: len(tokenizer(text)["input_ids"]) <= 768
    shorten(prompt, fits)     # Shortened(prompt="…", dropped=("summary",), fits=True)

Cutting tokens cuts the end of the experience section, which decides the label (13 % of the paper's pairs are longer than
512 tokens). So `DROPPED` goes instead, section by section, the resume's before the job's; skills, experience, job title and
sections with an unknown header stay. A prompt that is too long even then has `fits` False, and is never cut. Training,
inference and the cross-encoder use this one order. It knows text only, so any tokenizer and any limit will do.
"""

from collections.abc import Callable
from dataclasses import dataclass

import rjdb
from dataset_builder.text.sections import sections

# The first one goes first.
DROPPED = ("summary", "responsibilities", "education", "personal information")
# A section: its name and its text.
Part = tuple[str, str]
_LINE = " | "
_JOB, _RESUME = " Job: ", " Resume: "
# What stands before the one document of an extraction or editing prompt.
_STARTS = (" Job description: ", _RESUME)


@dataclass(frozen=True)
class Shortened:
    """`dropped`: the names of the sections that went, in their order; `fits`: whether the prompt is short enough now."""

    prompt: str
    dropped: tuple[str, ...]
    fits: bool


def shorten(prompt: str, fits: Callable[[str], bool]) -> Shortened:
    """A ready prompt of `rjdb.prompt`, without the sections that have to go until `fits` says yes."""
    if fits(prompt):
        return Shortened(prompt, (), True)
    body = prompt.removesuffix(rjdb.SEPARATOR)
    heads, documents = split_documents(body)

    def joined(parts: list[list[Part]]) -> str:
        shown = (head + _LINE.join(text for _, text in part) for head, part in zip(heads, parts))
        return "".join(shown) + prompt[len(body) :]

    parts, dropped, short = drop_sections(
        [split_sections(document) for document in documents], lambda parts: fits(joined(parts))
    )
    return Shortened(joined(parts) if dropped else prompt, dropped, short)


def drop_sections(
    documents: list[list[Part]], fits: Callable[[list[list[Part]]], bool]
) -> tuple[list[list[Part]], tuple[str, ...], bool]:
    """(documents, names of what went, whether they fit): `fits` is asked after each section that went. The resume stands last."""
    parts, dropped = list(documents), []
    for name in DROPPED:
        for at in reversed(range(len(parts))):
            kept = [part for part in parts[at] if part[0] != name]
            if len(kept) == len(parts[at]):
                continue
            parts[at] = kept
            dropped.append(name)
            if fits(parts):
                return parts, tuple(dropped), True
    return parts, tuple(dropped), False


def split_documents(prompt: str) -> tuple[list[str], list[str]]:
    """What stands before each document, and the documents, flattened; of a prompt without the separator at its end."""
    instruction, job, rest = prompt.partition(_JOB)
    first, resume, second = rest.partition(_RESUME)
    if job and resume:
        return [instruction + job, resume], [first, second]
    found = [(prompt.index(start) + len(start)) for start in _STARTS if start in prompt]
    return ([prompt[: min(found)]], [prompt[min(found) :]]) if found else ([prompt], [""])


def split_sections(document: str) -> list[Part]:
    """(name, its lines as they stand) of each section; joined again they are the document."""
    lines = document.split(_LINE)
    found = [section for section in sections("\n".join(lines)) if section.header]
    starts, end = [], len(lines)
    for section in reversed(found):
        start = end - (len(section.body.split("\n")) if section.body else 0)
        if start > 0 and lines[start - 1].strip() == section.header:
            start -= 1  # a header on a line of its own; "Skills: Java, SQL" begins on the header's line
        starts.append(start)
        end = start
    parts = [("other", _LINE.join(lines[:end]))] if end > 0 else []
    bounds = [*reversed(starts), len(lines)]
    return parts + [
        (section.name, _LINE.join(lines[start:after])) for section, start, after in zip(found, bounds, bounds[1:])
    ]
