"""What O*NET says to the written skills: the task, technology or knowledge that supports each, by occupation code.

    python -m dataset_builder.sources.onet_support db_29_0_excel

writes data/support.csv anew. Run it after a change of occupations or skills, or for a new release of O*NET. It names what
O*NET says (task numbers, marks, importances) and holds none of its sentences. A skill without a row is its author's word.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from dataset_builder.sources import authored
from dataset_builder.sources.onet import CODE, check_folder, find, table
from dataset_builder.sources.records import Record, SkillEntry
from dataset_builder.storage.files import replacing
from dataset_builder.text.stems import new_stemmer, tokens

IMPORTANT = 3.5  # of O*NET's 1 to 5
SMALL = frozenset(["a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"])


class OnetSupport:
    """The O*NET folder, indexed by eight-digit code."""

    def __init__(self, folder: Path) -> None:
        self._stem = new_stemmer()
        self._tasks: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for code, number, task in table(find(folder, "Task Statements"), (CODE, "Task ID", "Task")):
            self._tasks[code].append((number.removesuffix(".0"), self._stems(task)))
        self._technologies: dict[str, dict[frozenset[str], str]] = defaultdict(dict)
        rows = table(find(folder, "Technology Skills"), (CODE, "Example", "Commodity Title", "In Demand"))
        for code, example, kind, flag in rows:
            self._technologies[code].setdefault(self._stems(kind) - {"softwar"}, "technology")
            self._technologies[code][self._stems(example) - {"softwar"}] = (
                "technology in demand" if flag == "Y" else "technology"
            )
        self._knowledge: dict[str, dict[frozenset[str], str]] = defaultdict(dict)
        wanted = (CODE, "Element Name", "Scale ID", "Data Value")
        for code, element, scale, value in table(find(folder, "Knowledge"), wanted):
            if scale == "IM" and float(value) >= IMPORTANT:
                self._knowledge[code][self._stems(element)] = f"knowledge of importance {float(value):.1f}"

    def of(self, record: Record, entry: SkillEntry) -> str | None:
        """The strongest support of a skill of an occupation; None where there is none."""
        code = record.soc_code or ""
        code = code if "." in code else f"{code}.00"
        forms = [self._stems(form) for form in (entry.name, *entry.aliases) if len(form) > 2]
        found = [self._technologies[code][form] for form in forms if form in self._technologies[code]]
        if found:
            return f"{min(found, key=len) if 'technology in demand' not in found else 'technology in demand'} (O*NET)"
        for form in forms:
            for number, task in self._tasks[code]:
                if len(form) > 1 and form <= task:
                    return f"task {number} (O*NET)"
        return next((f"{self._knowledge[code][form]} (O*NET)" for form in forms if form in self._knowledge[code]), None)

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(self._stem(word) for word in tokens(re.sub(r"[/-]", " ", text)) if word not in SMALL)


def rows(support: OnetSupport) -> Iterator[tuple[str, str, str]]:
    """(title, skill, support) in the order of the occupations."""
    data = authored.read()
    entries = {entry.name: entry for entry in data.vocabulary}
    for record in data.records:
        for skill in record.skills:
            if found := support.of(record, entries[skill]):
                yield record.title, skill, found


def main(folder: str) -> None:
    check_folder(Path(folder))
    found = list(rows(OnetSupport(Path(folder))))
    with (
        replacing(authored.DATA / "support.csv") as temporary,
        temporary.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["title", "skill", "support"])
        writer.writerows(found)
    skills = sum(len(record.skills) for record in authored.read().records)
    print(f"{len(found):,} of {skills:,} skills of occupations are supported")


if __name__ == "__main__":
    main(*sys.argv[1:2])
