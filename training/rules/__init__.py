"""The rules: one system that reads, decides, explains and edits without a model."""
