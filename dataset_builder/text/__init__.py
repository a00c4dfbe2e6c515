"""Reading free text, for builder, training and Spaces: documents, sections, dates, jobs held and required, mentions, evidence."""


def words(text: str) -> frozenset[str]:
    """A table of words, written as text."""
    return frozenset(text.split())
