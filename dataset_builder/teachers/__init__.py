"""Teachers write the three documents of a triple from its facts."""

from typing import Protocol

from dataset_builder.sampling.facts import Documents, Facts


class Teacher(Protocol):
    """Anything that can write a triple."""

    name: str
    # Licence id of what this teacher writes, as the Hub spells it.
    licence: str

    def write(self, facts: Facts, attempt: int = 0) -> Documents:
        """The documents for these facts; another attempt gives other words for the same facts."""
        ...
