"""What a document states: the spans of the token classifier, joined into skills and jobs by the text layer's structure.

    extractor = Extractor(classifier, GraphNames.of(embedded(), stems))
    extractor.extract(["Skills\\n- SQL\\n…"], ["resume"])

Sections, dates and years are read by words and arithmetic (`training.rules.reading`); where skills begin and end is what
the classifier says, and where a title stands that the text layer does not read. Every skill and title is a piece of the document; what the graph calls it stands next to it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dataset_builder.text.evidence import Evidence, find, in_order
from dataset_builder.text.sections import sections
from dataset_builder.text.titles.roles import is_role
from training.rules.gazetteer import Lookup
from training.rules.reading import LONGEST
from training.students.pointer.backend import Classifier
from training.students.pointer.spans import Span
from training.systems.graph_names import GraphNames
from training.systems.protocol import Experience, Extraction, Mention

# From which a span counts: on text of people, unsure spans are mostly pieces of sentences.
LEAST_SCORE = 0.6
# Words of a listed item that is a name as a whole.
_NAME_WORDS = 4
# What may stand between two pieces of one title: "Clerk / Typist", "Analyst - Risk".
_JOINT = re.compile(r"[ \t]?[/&,–-]?[ \t]?")


@dataclass(frozen=True)
class Extractor:
    classifier: Classifier
    lookup: Lookup = field(default_factory=Lookup)
    names: GraphNames = field(default_factory=GraphNames)

    def fresh(self) -> "Extractor":
        """For one request: nothing that was read is kept."""
        return replace(self, lookup=self.lookup.fresh())

    def extract(self, documents: Sequence[str], document_types: Sequence[str]) -> list[Extraction]:
        found = self.classifier.spans(documents)
        return [self._extraction(*one) for one in zip(documents, document_types, found, strict=True)]

    def _extraction(self, text: str, document_type: str, spans: list[Span]) -> Extraction:
        spans = [
            one for one in joined(text, spans) if one.score >= LEAST_SCORE and _has_letters(one.of(text), one.kind)
        ]
        skills = self._skills(text, document_type, spans)
        jobs, titles = self._jobs(text, document_type, spans)
        mentions = tuple(sorted((*skills, *titles, *self._others(text, spans)), key=lambda one: one.place))
        names = {self.lookup.reader.forms.stems(one.text): one.text for one in reversed(skills)}
        likely = [one.score for one in mentions if one.score is not None]
        score = sum(likely) / len(likely) if likely else None
        return Extraction(tuple(dict.fromkeys(reversed(names.values()))), tuple(jobs), score, mentions=mentions)

    def _skills(self, text: str, document_type: str, spans: Iterable[Span]) -> list[Mention]:
        """Of the sections that list skills where the document has such, else of all of it.

        A listed item in which the classifier points at nothing is a name as a whole where it is as short as one.
        """
        regions = _bodies(text, "skills")
        skills = [one for one in spans if one.kind == "skill"]
        if not regions:
            return [self._mention(text, one) for one in skills]
        kept = [one for one in skills if any(place.start <= one.start < place.end for place in regions)]
        kept += [one for one in self._items(text, document_type) if not any(_meet(one, other) for other in spans)]
        return [self._mention(text, one) for one in sorted(kept)] or [self._mention(text, one) for one in skills]

    def _items(self, text: str, document_type: str) -> list[Span]:
        """The items of the section that lists skills that are short enough for a name, as far as they stand in the text."""
        reader = self.lookup.reader
        if document_type == "resume":
            reading = reader.resume(text)
            items, places = reading.skills, reading.skill_places
        else:
            items = reader.job(text).skills
            places = in_order(text, items, _first(_bodies(text, "skills")))
        short = (place for item, place in zip(items, places, strict=True) if len(item.split()) <= _NAME_WORDS)
        return [Span(place.start, place.end, "skill", LEAST_SCORE) for place in short if place is not None]

    def _jobs(self, text: str, document_type: str, spans: Iterable[Span]) -> tuple[list[Experience], list[Mention]]:
        """The jobs with their dates or years as the text layer reads them.

        On real text its titles are better than the classifier's, which points where it reads none, or a label; what names a role
        gives way to another role alone ("Adult Education Director" not to "Tutoring").
        """
        titles = [one for one in spans if one.kind == "title"]
        reader = self.lookup.reader
        if document_type == "resume":
            reading = reader.resume(text)
            read = [
                (job.title, place, Experience(job.title, _held(job), job.start_year, job.end_year))
                for job, place in zip(reading.jobs, reading.job_places, strict=True)
            ]
        else:
            asked = reader.job(text).jobs
            places = in_order(text, [job.line for job in asked], _first(_bodies(text, "experience")))
            read = [
                (job.title, place, Experience(job.title, job.years)) for job, place in zip(asked, places, strict=True)
            ]
        jobs, mentions, taken = [], [], set()
        for title, place, job in read:
            span = _title_of(text, title, place, titles, taken)
            if span is not None:
                taken.add(span)
                shared = _shares_a_word(title, span.of(text))
                if not shared and (is_role(span.of(text)) or not is_role(title)):
                    job = replace(job, title=_tidy(span.of(text)))
                at = find(text, job.title, place.start) if place is not None else None
                place = Evidence(span.start, span.end) if at is None or (shared and at.start > span.end) else at
                mentions.append(self._mention(text, Span(place.start, place.end, "title", span.score)))
            elif jobs and titles and _same_dates(job, jobs[-1]):
                continue  # a line of the job before it: "Dates: 2013 - 2016" below "Position: Baker"
            elif place is not None and (at := find(text, title, place.start)) is not None:
                mentions.append(self._mention(text, Span(at.start, at.end, "title"), None))
            jobs.append(job)
        return jobs, mentions

    def _others(self, text: str, spans: Iterable[Span]) -> list[Mention]:
        return [self._mention(text, one) for one in spans if one.kind not in ("skill", "title")]

    def _mention(self, text: str, span: Span, score: float | None = 1.0) -> Mention:
        written, stems = _tidy(span.of(text)), self.lookup.reader.forms.stems
        name, code = "", ""
        if span.kind == "skill":
            name = self.names.skills.get(stems(written), "")
        elif span.kind == "title":
            name, code = self.names.titles.get(stems(written), ("", ""))
        place = Evidence(span.start, span.end)
        return Mention(span.kind, written, place, None if score is None else round(span.score, 4), name, code)


def _has_letters(written: str, kind: str) -> bool:
    return kind in ("dates", "years") or any(letter.isalpha() for letter in written)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Pieces of one title, with nothing but a joint between them, as one span."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and last.kind == span.kind == "title" and _JOINT.fullmatch(text, last.end, span.start):
            found[-1] = Span(last.start, span.end, "title", min(last.score, span.score))
        else:
            found.append(span)
    return found


def _title_of(text: str, title: str, place: Evidence | None, titles: Sequence[Span], taken: set[Span]) -> Span | None:
    """The title that stands on a job's lines; where it shares its line with other jobs, the one that the text layer read too."""
    if place is None:
        return None
    near = [one for one in titles if one not in taken and one.start < place.end and place.start < one.end]
    words = set(title.casefold().split())
    near = [one for one in near if not words or words & set(one.of(text).casefold().split())] or near
    return near[0] if near else None


def _shares_a_word(title: str, other: str) -> bool:
    return bool(set(title.casefold().split()) & set(other.casefold().split()))


def _same_dates(job: Experience, other: Experience) -> bool:
    dates = job.start_year, job.end_year
    return dates != (None, None) and dates == (other.start_year, other.end_year)


def _tidy(written: str) -> str:
    return " ".join(written.split())


def _held(job) -> int | None:
    return None if job.start_year is None or job.end_year is None else job.end_year - job.start_year


def _bodies(text: str, name: str) -> list[Evidence]:
    """Where the sections of a name stand."""
    found = sections(text[:LONGEST])
    places = in_order(text, [section.body for section in found])
    return [place for section, place in zip(found, places, strict=True) if section.name == name and place is not None]


def _first(places: Sequence[Evidence]) -> int:
    return places[0].start if places else 0
