"""Occupations and skills of all sources merged: what two sources name alike is one occupation, or one skill.

Written occupations come first and keep their skills; O*NET adds the software that ads of the same code ask for, ads add
what they support (`ads.edge_support`). BLS adds no skills: its titles are covered by written occupations of the same SOC code,
and those that are not are left to a teacher (prompt 2.1 of the paper) or left out.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from dataset_builder.graph.ads.corpus import AdCorpus
from dataset_builder.graph.ads.edge_support import CoOccurrence
from dataset_builder.graph.ads.occupations import AdOccupations
from dataset_builder.graph.graph import Edge
from dataset_builder.graph.name_keys import plain, title_key
from dataset_builder.graph.vocabulary import Vocabulary
from dataset_builder.sources.records import Record, SourceData

ADS = "dice"
LISTED = 1 / 2  # share of a written list of skills that an ad would name
WRITTEN = "authored"


@dataclass
class Draft:
    """An occupation while sources still come in: its edges by skill, in the order of first mention."""

    record: Record
    source: str
    edges: dict[str, Edge] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)

    def typical_skills(self, kept: int) -> int:
        """The median over ads and lists; at least 1, at most what is kept."""
        return min(max(1, int(median(self.sizes))), kept)


class Merge:
    """Drafts by title key, in the order in which the sources name them."""

    def __init__(self, sources: Sequence[SourceData]) -> None:
        by_name = {data.source.name: data for data in sources}
        written = by_name[WRITTEN]
        self.drafts: dict[str, Draft] = {}
        self.vocabulary = Vocabulary(written.vocabulary)
        ads = by_name[ADS].records if ADS in by_name else ()
        self.corpus = AdCorpus(ads, self.vocabulary)
        self.occupations = AdOccupations(ads, written.records, self.vocabulary)
        self._add_written(written)
        if "onet" in by_name:
            self._add_in_demand(by_name["onet"].records)
        if ads:
            self._add_ads(ads)

    def _draft(self, record: Record, title: str, source: str) -> Draft:
        return self.drafts.setdefault(title_key(title), Draft(record, source))

    def _add_written(self, data: SourceData) -> None:
        for record in data.records:
            edges = {
                skill: Edge(WRITTEN, 1.0, data.support.get((record.title, skill), "written")) for skill in record.skills
            }
            self._draft(record, record.title, WRITTEN).edges.update(edges)
            self.drafts[title_key(record.title)].sizes.append(max(1, round(LISTED * len(edges))))

    def _add_in_demand(self, records: Sequence[Record]) -> None:
        """To the one written occupation of a code: where several share it, O*NET does not say whose ads ask."""
        of_code = defaultdict(list)
        for draft in self.drafts.values():
            of_code[onet_code(draft.record.soc_code)].append(draft)
        for record in records:
            drafts = of_code[onet_code(record.soc_code)]
            if len(drafts) == 1:
                for skill in filter(None, map(self.vocabulary.name, record.skills)):
                    drafts[0].edges.setdefault(skill, Edge("onet", 1.0, "in demand (O*NET)"))

    def _add_ads(self, ads: Sequence[Record]) -> None:
        listed: dict[str, list[list[str]]] = defaultdict(list)
        titles: dict[str, str] = {}
        for ad in ads:
            title = self.occupations.of_ad(ad)
            if title and (skills := self.corpus.skills(ad)):
                titles.setdefault(title_key(title), title)
                listed[title_key(title)].append(skills)
        together = CoOccurrence([(key, skills) for key, rows in listed.items() for skills in rows], self.vocabulary)
        for key, rows in listed.items():
            times = Counter(skill for skills in rows for skill in skills)
            written = self.drafts[key].edges if key in self.drafts else ()
            supported = together.supported(key, times, len(rows), written)
            if not supported:
                continue
            draft = self._draft(Record(titles[key], (), None, 0), titles[key], ADS)
            for skill, support in supported.items():
                draft.edges.setdefault(skill, Edge(ADS, round(times[skill] / len(rows), 4), support))
            draft.sizes += [len(skills) for skills in rows]

    def uncovered(self, official: SourceData) -> list[str]:
        """Titles of a classification below whose codes no written occupation lies."""
        codes = {draft.record.soc_code or "" for draft in self.drafts.values() if draft.source == WRITTEN}
        titles = []
        for record in official.records:
            code = record.soc_code or "?"
            prefix = code.rstrip("0") if code.endswith("0") else code
            if not any(known.startswith(prefix) for known in codes) and title_key(record.title) not in self.drafts:
                titles.append(plain(record.title))
        return titles

    def add_answers(self, answered: SourceData) -> None:
        """The skills that a teacher named."""
        for record in answered.records:
            edges = {}
            for skill in record.skills:
                edges[self.vocabulary.name(skill) or plain(skill)] = Edge(answered.source.name, 1.0, "named by a model")
            draft = self._draft(record, record.title, answered.source.name)
            for skill, edge in edges.items():
                draft.edges.setdefault(skill, edge)
            draft.sizes.append(max(1, round(LISTED * len(edges))))


def onet_code(soc_code: str | None) -> str:
    """Eight digits: "29-1141" and "29-1141.00" are the same occupation."""
    return soc_code if soc_code and "." in soc_code else f"{soc_code}.00"
