"""Where occupations and skills come from: one module per source, each with a `read` that returns `records.SourceData`.

A reader knows its file format and nothing of the graph: titles and skills are as the file writes them. `graph` cleans the
names and merges the sources.
"""
