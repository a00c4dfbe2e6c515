"""The prompts: one text file each; `fill` puts values into the fields of one.

`occupation_skills`, `skill_count`, `career_order` and `triple` are the paper's prompts 2.1, 2.2, 2.3 and figure 7. The others belong to
the design `facts`: one document is requested from its own facts, whole or section by section. Those under `judge/` request
a score from a judge, by the criteria of the paper's figures 5 and 6 in our own words.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import yaml

_FIELD = re.compile(r"\{([a-z_]+)\}")


@cache
def text(name: str) -> str:
    """The prompt as it is in its file, without fields filled in."""
    return files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").strip()


def fill(name: str, **values: str | int) -> str:
    """The prompt with its fields filled in; braces in values stay as they are.

    Raises:
        TypeError: fields and values do not have the same names.
    """
    template = text(name)
    if set(_FIELD.findall(template)) != set(values):
        raise TypeError(f"{name}.txt has the fields {sorted(set(_FIELD.findall(template)))}, given: {sorted(values)}")
    return _FIELD.sub(lambda field: str(values[field[1]]), template)


@cache
def section_styles() -> dict[str, dict[str, int]]:
    """Instructions on how to write a section, with weights: the mixtures measured on the original release."""
    return yaml.safe_load(files(__package__).joinpath("section_styles.yaml").read_text(encoding="utf-8"))


def skills(n: int, occupation: str) -> str:
    """Prompt 2.1: skills an occupation needs."""
    return fill("occupation_skills", n=n, occupation=occupation)


def skill_count(title: str) -> str:
    """Prompt 2.2: how many skills a resume with this title lists."""
    return fill("skill_count", title=title)


def order(titles: Sequence[str]) -> str:
    """Prompt 2.3: the titles in the order of a career, earliest first."""
    return fill("career_order", experiences=listed(titles))


def listed(items: Iterable[str]) -> str:
    """A bulleted list, one item per line."""
    return "\n".join(f"- {item}" for item in items) or "- none"
