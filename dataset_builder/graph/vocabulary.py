"""The written vocabulary as ads use it: a skill's one name by any of its names, versions and the words around it taken off."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from dataset_builder.graph.name_keys import skill_key
from dataset_builder.sources.records import SkillEntry

# "SQL Server 2008 R2", "Angular 2+", "Python 3.x", "Oracle 11g", "Java (8)": the version is no part of the name.
VERSION = re.compile(
    r"(?:[\s\-/]*(?:\b(?:version|ver|release|v)\.?\s*)?\d+(?:[./]\d+)*(?:\.?x)?\s*(?:[gcxi]|r\d|sp\d|\+|and above|or above"
    r"|or higher|and up|or later)?\s*)+$",
    re.I,
)
# Words that say in which way a known thing is known: "Java programming", "AWS cloud", "experience with Jenkins tool".
AROUND = (
    "programming", "development", "coding", "language", "languages", "framework", "frameworks", "tool", "tools", "toolset",
    "toolkit", "technology", "technologies", "platform", "platforms", "stack", "library", "libraries", "software", "suite",
    "environment", "environments", "services", "products", "experience", "skills", "knowledge", "concepts", "certification",
    "certified", "certificate", "expertise", "scripting", "systems", "system", "database", "server",
    "application", "applications", "app", "apps", "design", "dev", "support", "implementation",
)  # fmt: skip
MAKERS = (
    "microsoft", "ms", "apache", "ibm", "oracle", "adobe", "google", "amazon", "aws", "autodesk", "atlassian", "cisco", "sap",
    "esri", "intuit", "hp", "red hat", "dassault systemes", "bentley", "trimble", "the mathworks", "siemens", "sun", "core",
    "advanced", "the", "emc", "vmware", "ca", "bmc", "facebook", "twitter", "epic",
)  # fmt: skip


class Vocabulary:
    """Names by `skill_key` of every name and alias. An alias that two skills claim does not exist (`authored` refuses it)."""

    def __init__(self, entries: Iterable[SkillEntry]) -> None:
        self.entries = {entry.name: entry for entry in entries}
        self._name_of: dict[str, str] = {}
        for entry in self.entries.values():
            self._name_of[skill_key(entry.name)] = entry.name
        for entry in self.entries.values():
            for alias in entry.aliases:
                self._name_of.setdefault(skill_key(alias), entry.name)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(sorted(self._name_of))

    def by_key(self, key: str) -> str | None:
        return self._name_of.get(key)

    def exact(self, text: str) -> str | None:
        """The skill that this is a name of, spelling apart."""
        return self._name_of.get(skill_key(text))

    def name(self, text: str) -> str | None:
        """The skill that this is a name of, the version and the words around it taken off where it is none as it stands."""
        return next((found for form in _forms(text) if (found := self.exact(form))), None)


def _forms(text: str) -> Iterator[str]:
    """The text, then ever less of it; never an empty text."""
    bare = VERSION.sub("", text).strip(" -,")
    for form in dict.fromkeys((text, bare)):
        yield form
        for shorter in (_without_last(form), _without_maker(form)):
            if shorter:
                yield shorter
                yield VERSION.sub("", shorter).strip(" -,")
                if again := _without_last(shorter):
                    yield again


def _without_last(text: str) -> str:
    first, _, last = text.rpartition(" ")
    return first if last.lower() in AROUND else ""


def _without_maker(text: str) -> str:
    lowered = text.lower()
    return next((text[len(maker) + 1 :] for maker in MAKERS if lowered.startswith(maker + " ")), "")
