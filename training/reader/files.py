"""A file of any of the formats to its numbered lines, parsed in a limited process of its own."""

from pathlib import Path

from training.reader.lines import Pages


def read_pages(path: str | Path) -> Pages:
    """Raises BadInput, one line, where the file cannot be read."""
    raise NotImplementedError
