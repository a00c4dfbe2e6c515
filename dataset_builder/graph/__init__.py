"""The skill-occupation graph: made by `make_graph`, stored by `storage`; `graph` is what both work on."""

from dataset_builder.graph.graph import Graph, Occupation, Skill

__all__ = ["Graph", "Occupation", "Skill"]
