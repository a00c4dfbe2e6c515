"""One entry of an ad's list of skills, or one ad's title, without a corpus: the name it has in the graph, or None.

>>> ad_name("skill", "5+ yrs exp. with Kubernates"), ad_name("title", "URGENT: RN - Night Shift - $45/hr")
('Kubernetes', 'Registered Nurse')
"""

from functools import cache
from typing import Literal

from dataset_builder.graph.ads.corpus import AdCorpus, Form, form_of
from dataset_builder.graph.ads.occupations import AdOccupations
from dataset_builder.graph.ads.skills import read_entry
from dataset_builder.graph.vocabulary import Vocabulary
from dataset_builder.sources import authored
from dataset_builder.sources.records import Record

# Forms that only many ads can make a skill of.
_DOUBTFUL = (Form.WORD, Form.VAGUE_END)


def ad_name(of: Literal["skill", "title"], text: str) -> str | None:
    """The first name where an entry lists several. A name that the vocabulary lacks is kept where its form is a skill's."""
    ad = Record(text if of == "title" else "", (text,) if of == "skill" else (), None, 0)
    if of == "title":
        return AdOccupations([ad], authored.read().records, vocabulary()).of_ad(ad)
    reading = read_entry(text, vocabulary())
    if reading.unknown and form_of(reading.unknown, vocabulary()) in _DOUBTFUL:
        return None
    named = AdCorpus([ad], vocabulary()).skills(ad) or [reading.unknown]
    return named[0] or None


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(authored.read().vocabulary)
