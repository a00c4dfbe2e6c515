"""What a graph calls skills and titles: a canonical name, and the O*NET-SOC code of an occupation, for the words of a document.

    names = GraphNames.of(read_graph(folder), stems)
    names.titles[stems("Registered Nurses")]     # ("Registered Nurse", "29-1141")

They stand next to the words of a document, never in their place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from dataset_builder.graph.graph import Graph


@dataclass(frozen=True)
class GraphNames:
    """By stems of a name or an alias: the graph's name of a skill; title and code ("" where it has none) of an occupation."""

    skills: dict[str, str] = field(default_factory=dict)
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, graph: Graph, stems: Callable[[str], str]) -> "GraphNames":
        skills: dict[str, str] = {}
        for skill in graph.skills:
            for form in (skill.name, *skill.aliases):
                skills.setdefault(stems(form), skill.name)
        titles: dict[str, tuple[str, str]] = {}
        for occupation in graph.occupations:
            for form in (occupation.title, *occupation.aliases):
                titles.setdefault(stems(form), (occupation.title, occupation.soc_code or ""))
        return cls(skills, titles)
