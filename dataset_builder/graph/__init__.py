"""The skill-occupation graph: made by `make_graph`, stored by `storage`; `graph` is what both work on.

>>> from dataset_builder.graph.make_graph import read_graph
>>> graph = read_graph(None)  # the embedded one; a folder of the graph verb otherwise
>>> [skill.name for skill in graph.skills_of("RN")], graph.related("RN")
"""

from dataset_builder.graph.graph import Edge, Graph, Occupation, Skill

__all__ = ["Edge", "Graph", "Occupation", "Skill"]
