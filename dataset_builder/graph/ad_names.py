"""The name that an entry of an ad's list of skills, or an ad's title, has in a graph."""

from dataset_builder.graph.clean_names import clean_skill, clean_title


def ad_name(of: str, text: str) -> str | None:
    """The name of a "skill" or a "title" as scraped; None where it names nothing that a person can have or be."""
    return clean_title(text) if of == "title" else clean_skill(text)
