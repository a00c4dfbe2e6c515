"""The skill-occupation graph: made by `assembly`, stored by `folder`; `graph` is what both work on."""

from dataset_builder.graph.graph import Graph, Occupation, Skill

__all__ = ["Graph", "Occupation", "Skill"]
