"""Canonical names next to the words of a resume: what a graph calls its skills and titles, and the O*NET-SOC codes of occupations.

    with_names(resume, canonical_names()).skills[0].canonical        # "Microsoft Excel", of "Excel"

The words of the document stay as they are. A title is looked for as printed, then without a rank before it ("Senior Staff Nurse" is
called what "Staff Nurse" is called); what the graph does not know has no canonical name.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dataset_builder.text.stems import new_stemmer, tokens
from training.reader.extraction.resume import Printed, Resume, mapped

if TYPE_CHECKING:
    from training.systems.graph_names import GraphNames

# Ranks that do not change which occupation a title names.
_RANKS = frozenset(("senior", "sr", "snr", "junior", "jr", "lead", "principal"))


def _stems(text: str) -> str:
    return " ".join(map(_stem(), tokens(text)))


@cache
def _stem():
    """Words of resumes are not kept beyond the last thousands."""
    return lru_cache(maxsize=20_000)(new_stemmer())


@cache
def canonical_names(graph: str | None = None) -> "GraphNames":
    """Of the graph in a folder, or of the embedded one. Raises BadInput where the folder holds no graph."""
    from dataset_builder.graph.make_graph import read_graph
    from training.systems.graph_names import GraphNames

    return GraphNames.of(read_graph(graph), _stems)


def with_names(resume: Resume, names: "GraphNames") -> Resume:
    def named(pointer: str, value: Printed) -> Printed:
        if pointer.startswith("/skills/") and not _heads_a_group(resume, pointer):
            name = names.skills.get(_stems(value))
            return value.called(name) if name else value
        if pointer.endswith("/position") or pointer == "/basics/label":
            title, code = _title(value, names)
            return value.called(title, code or None) if title else value
        return value

    return mapped(resume, named)


def _heads_a_group(resume: Resume, pointer: str) -> bool:
    at, _, field = pointer.removeprefix("/skills/").partition("/")
    return field == "name" and bool(resume.skills[int(at)].keywords)


def _title(text: str, names: "GraphNames") -> tuple[str, str]:
    words = text.split()
    while words:
        if found := names.titles.get(_stems(" ".join(words))):
            return found
        if len(words) < 3 or words[0].casefold().strip(".") not in _RANKS:
            break
        words = words[1:]
    return "", ""
