"""Of two lines that name a skill, a list and one about a job, the latter is the better evidence: it tells what was done."""

from collections.abc import Sequence
from dataclasses import replace

from dataset_builder.text.names.matching import Words, words_of
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from training.rules.certainty import asked_names
from training.rules.held import Held, Judged

# Sections whose lines tell what somebody did.
_DONE = frozenset(("experience", "projects", "volunteering", "teaching", "achievements"))


def shown_at_work(judged: Sequence[Judged], held: Held) -> tuple[Judged, ...]:
    """Each point; a skill that was found outside of jobs is shown by a line about one that names all of what the first line names."""
    at_work = _words_at_work(held)
    return tuple(_shown(one, held, at_work) for one in judged)


def _shown(judged: Judged, held: Held, at_work: Words) -> Judged:
    point, place = judged.point, judged.evidence
    if judged.status is not Status.MET or place is None or point.kind is not Kind.SKILL:
        return judged
    line = next((line for line in held.lines if line.place.start <= place.start < line.place.end), None)
    if line is None or line.kind in _DONE:
        return judged
    stated = words_of(line.text, held.roots)
    named = [name for name in asked_names(point, held.names) if held.names.find(name, stated) is not None]
    found = [place for name in named if (place := held.names.find(name, at_work)) is not None]
    places = [held.place(one) for one in found]
    if not places or len(places) < len(named) or len({held.line_at(one) for one in places}) > 1:
        return judged
    return judged if held.is_little(places[0]) or held.is_course(places[0]) else replace(judged, evidence=places[0])


def _words_at_work(held: Held) -> Words:
    """The words of a resume, of which those in lines about jobs alone are found."""
    ends = iter([*held.starts[1:], float("inf")])
    lines, end = iter(held.lines), -1.0
    places: dict[str, list[int]] = {}
    done = False
    for at, word in enumerate(held.words.words):
        while word.start >= end:
            end, done = next(ends), next(lines).kind in _DONE
        if done:
            places.setdefault(word.root, []).append(at)
    return Words(held.words.words, places)
