"""How well entries of ads are read: precision and recall of what is kept, on names that judges labelled.

    python -m benchmarks.ad_names dice.csv labels.tsv

labels.tsv: kind, from, name, occupation, judge_1, judge_2 (S a skill; anything else is none). Names on which the judges
differ do not count. A third of the names, chosen by their hash, is set aside: thresholds were fitted on the others.
"""

import argparse
import csv
import hashlib
from pathlib import Path

from tabulate import tabulate

from dataset_builder.graph.ads.corpus import AdCorpus
from dataset_builder.graph.ads.names import ad_name, vocabulary
from dataset_builder.graph.name_keys import skill_key
from dataset_builder.sources import dice
from dataset_builder.sources.records import Record


class Reader:
    """Whether a name is kept as a skill: by the corpus where its ads use the name, by the name alone elsewhere."""

    def __init__(self, ads: tuple[Record, ...]) -> None:
        self._corpus = AdCorpus(ads, vocabulary())
        self._used = {skill_key(entry): entry for ad in ads for entry in ad.skills}

    def keeps(self, name: str) -> bool:
        entry = self._used.get(skill_key(name))
        if entry is None:
            kept = ad_name("skill", name)
            return kept is not None and self._is_same(name, kept)
        names = self._corpus.skills(Record("", (entry,), None, 0))
        return len(names) == 1 and self._is_same(name, names[0])

    @staticmethod
    def _is_same(name: str, kept: str) -> bool:
        """Of a glued or misspelled name another one is kept: the name itself is not."""
        return skill_key(kept) == skill_key(name) or vocabulary().name(name) == kept


def set_aside(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 2


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ads", type=Path, metavar="DICE")
    parser.add_argument("labels", type=Path, metavar="LABELS")
    given = parser.parse_args(arguments)
    reader = Reader(dice.read(given.ads).records)
    with given.labels.open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == "skill" and row["from"] != "embedded"
        ]
    counts = {False: [0, 0, 0], True: [0, 0, 0]}  # kept and S, kept and not S, S and not kept
    for row in rows:
        judged = [row[judge] == "S" for judge in ("judge_1", "judge_2")]
        if judged[0] == judged[1]:
            kept = reader.keeps(row["name"])
            at = (0 if judged[0] else 1) if kept else 2 if judged[0] else None
            if at is not None:
                counts[set_aside(row["name"])][at] += 1
    table = [
        [part, right + missed, f"{right / (right + wrong):.3f}", f"{right / (right + missed):.3f}"]
        for part, (right, wrong, missed) in (("fitted on", counts[False]), ("set aside", counts[True]))
    ]
    print(tabulate(table, ["names", "skills", "precision", "recall"], disable_numparse=True))


if __name__ == "__main__":
    main()
