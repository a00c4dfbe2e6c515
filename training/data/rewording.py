"""Lists of skills in other words, for training alone: what stands around a name teaches where the name begins and ends.

    documents = reworded(spanned_documents("rjdb", "train"), seed=0)

The lists of the dataset are names alone, mostly, as people write them; others write "Strong … skills", "Experience with … for …" and
whole sentences around the same names. In a share of the documents the names of the skills section are put into such lines, with
the openers of the documents' own writer and the words of `wording.yaml`; the span stays the name. Some names are exchanged for
those of other documents, or for qualities that no graph of skills holds ("Attention to detail"), so that the place in a line says
more than the memory of a name. The dataset and what is measured on it stay as they are.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from dataset_builder.teachers.template.english import article, capitalised, gerund, phrases, uncapitalised
from dataset_builder.teachers.template.skill_names import SkillName, skill_name
from dataset_builder.text.evidence import in_order
from dataset_builder.text.sections import sections
from training.data.spans import SpannedDocument
from training.students.pointer.spans import Span

# Of the names in a list: exchanged for a name of another document's list of the same kind. Below a third a list is still of one trade.
_EXCHANGED = 0.3
# Of the lists: those that take qualities as well, which half of the lists of people do, and how many.
_WITH_QUALITIES, _QUALITIES = 0.6, (1, 2, 2, 3, 4)
# Of these, words as wide as "Testing".
_WIDE = 0.25
# How the lines of a list are worded, by weight: people write phrases in most, names alone or whole sentences in one of ten each.
_FORMS = {"phrase": 45, "bare": 12, "sentence": 12, "description": 8, "mixed": 15, "prose": 4, "comma": 4}
_MIXED = ("phrase", "phrase", "phrase", "bare", "sentence", "description")
# Names of a line.
_TOGETHER = (1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
# Of the phrases: those with words behind the name, and with a word beside it; of the lists: those with a line that names nothing.
_BEHIND, _BESIDE, _NOTHING = 0.45, 0.12, 0.25
# Of the lists: names in mid-sentence spelling, as the list had them, all small, all capitals.
_CASES = {"mid": 55, "as written": 30, "lower": 12, "upper": 3}
_BULLETS = {"- ": 60, "* ": 10, "• ": 8, "1. ": 10, "": 8, "1) ": 2, "– ": 2}
_CREDENTIAL = re.compile(r"\b(?:licen[cs]e|certifi\w+|registration|endorsement|badge)\b", re.IGNORECASE)
# A task of one verb, in its base form as far as can be told.
_DUTY = re.compile(r"(?!\w+ing )[A-Z][a-z]+(?: (?!and )[A-Za-z'-]+){2,}")

# Text with the names in it: pieces, and whether each is a name.
Line = list[tuple[str, bool]]


@dataclass(frozen=True)
class Source:
    """What other documents lend: names by kind, and tasks in the base form of their verbs."""

    names: dict[str, list[str]]
    duties: list[str]


def reworded(documents: Sequence[SpannedDocument], share: float, seed: int = 0) -> list[SpannedDocument]:
    """The documents, a `share` of those that list skills in other words; the same for the same seed."""
    lists = [_listed(one) for one in documents]
    source = _source(documents, lists)
    found = []
    for document, listed in zip(documents, lists, strict=True):
        rng = random.Random(f"{seed} {document.id} {document.document}")
        if listed and rng.random() < share:
            document = _replaced(document, listed, _Writer(document.document, source, rng).block(listed.names))
        found.append(document)
    return found


# ------------------------------------------------------------------------------------------- what is there


@dataclass(frozen=True)
class _Listed:
    """The lines of a skills section that hold names, `text[start:end]`, and these names in order."""

    start: int
    end: int
    names: tuple[str, ...]


def _listed(document: SpannedDocument) -> _Listed | None:
    """None where no section lists two names, or where something else is recorded between them."""
    found = sections(document.text)
    for section, place in zip(found, in_order(document.text, [one.body for one in found]), strict=True):
        if section.name != "skills" or place is None:
            continue
        inside = [
            one
            for one in document.spans
            if place.start <= one.start and one.end <= place.end and one not in document.told
        ]
        names = [one.of(document.text) for one in inside if one.kind == "skill"]
        if len(names) >= 2 and len(names) == len(inside):
            start = document.text.rfind("\n", 0, inside[0].start) + 1
            end = document.text.find("\n", inside[-1].end)
            return _Listed(max(start, place.start), place.end if end < 0 else min(end, place.end), tuple(names))
    return None


def _source(documents: Sequence[SpannedDocument], lists: Sequence[_Listed | None]) -> Source:
    names: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for one in lists if one for name in one.names):
        names.setdefault(_name(name).kind, []).append(name)
    duties: dict[str, None] = {}
    for one in documents:
        if one.document != "job_description":
            continue
        for section in sections(one.text):
            if section.name == "responsibilities":
                lines = (re.sub(r"^\W*(?:\d+[.)]\s*)?", "", line).rstrip(". ") for line in section.body.splitlines())
                duties |= dict.fromkeys(line for line in lines if _DUTY.fullmatch(line) and len(line.split()) <= 9)
    stated = {span.of(one.text).casefold() for one in documents for span in one.spans}
    return Source(names, [one for one in duties if one.casefold() not in stated] or ["finish work on time"])


def _replaced(document: SpannedDocument, listed: _Listed, block: Line) -> SpannedDocument:
    """With another block of lines in the place of a list."""
    text, spans = _joined(block, listed.start)
    longer = len(text) - (listed.end - listed.start)

    def moved(span: Span) -> Span:
        return span if span.end <= listed.start else replace(span, start=span.start + longer, end=span.end + longer)

    stay = [one for one in document.spans if one.end <= listed.start or listed.end <= one.start]
    whole = document.text[: listed.start] + text + document.text[listed.end :]
    told = frozenset(moved(one) for one in stay if one in document.told)
    return replace(document, text=whole, spans=tuple(sorted([*map(moved, stay), *spans])), told=told)


def _joined(block: Line, start: int) -> tuple[str, list[Span]]:
    text, spans = "", []
    for piece, is_name in block:
        if is_name:
            spans.append(Span(start + len(text), start + len(text) + len(piece), "skill"))
        text += piece
    return text, spans


# ------------------------------------------------------------------------------------------- what is written


@cache
def _words() -> dict[str, list[str]]:
    return yaml.safe_load((Path(__file__).parent / "wording.yaml").read_text(encoding="utf-8"))


@cache
def _name(name: str) -> SkillName:
    return skill_name(name, bool(_CREDENTIAL.search(name)))


def _drawn(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


class _Writer:
    """Writes the list of one document, in its voice."""

    def __init__(self, document: str, source: Source, rng: random.Random) -> None:
        self.voice = "jd" if document == "job_description" else "resume"
        self.source, self.rng = source, rng
        self.phrases, self.words = phrases("skills"), _words()
        self.case, self.stop = _drawn(rng, _CASES), "." if rng.random() < 0.15 else ""

    def block(self, names: Sequence[str]) -> Line:
        names, form = self._names(names), _drawn(self.rng, _FORMS)
        if form in ("comma", "prose"):
            return self._template(
                self.rng.choice(self.phrases["prose"][self.voice]) if form == "prose" else "{skills}", names
            )
        lines, at = [], 0
        while at < len(names):
            together = 1 if form == "bare" and self.rng.random() < 0.7 else self.rng.choice(_TOGETHER)
            lines.append(self._line(names[at : at + together], self.rng.choice(_MIXED) if form == "mixed" else form))
            at += together
        if self.rng.random() < _NOTHING:
            lines.insert(
                self.rng.randrange(len(lines) + 1),
                [(self._filled(self.rng.choice(self.words["nothing"])) + self.stop, False)],
            )
        bullet = _drawn(self.rng, _BULLETS)
        block: Line = []
        for number, line in enumerate(lines, start=1):
            block += [("\n" if block else "", False), (bullet.replace("1", str(number)), False), *line]
        return block

    def _names(self, names: Sequence[str]) -> list[str]:
        """Some exchanged, qualities and wide words among them."""
        found = [
            self.rng.choice(self.source.names[_name(name).kind]) if self.rng.random() < _EXCHANGED else name
            for name in names
        ]
        if self.rng.random() < _WITH_QUALITIES:
            for _ in range(self.rng.choice(_QUALITIES)):
                pool = self.words["wide" if self.rng.random() < _WIDE else "qualities"]
                found.insert(self.rng.randrange(len(found) + 1), self.rng.choice(pool))
        return list(dict.fromkeys(found))

    def _line(self, names: Sequence[str], form: str) -> Line:
        kinds = [_name(name) for name in names]
        group = kinds[0].group
        if form == "bare" or group == "raw":
            return self._template("{skills}", names)
        if len(names) > 1:
            return self._behind(self._template(self.rng.choice(self._several(kinds)), names))
        if group == "credential":
            return self._template(self.rng.choice(self.phrases["credentials"][self.voice]), names)
        if form == "sentence":
            return self._template(self.rng.choice(self.phrases["sentences"][self.voice][group]), names)
        if form == "description":
            kind = "soft" if kinds[0].soft or group == "statement" else "hard"
            said = self.rng.choice([*self.phrases["descriptions"][self.voice][kind], *["{duty}", "{doing}"] * 5])
            said = self._filled(said)
            said = capitalised(said) if self.rng.random() < 0.5 else said
            return self._template(
                self.rng.choice(["{skills}: ", "{skills}: ", "{skills} - ", "{skills} – "]) + said + self.stop, names
            )
        beside = {"hard": "beside", "soft": "beside_quality"}.get(group, "")
        return self._behind(self._template(self._opener(kinds[0].kind), names, beside))

    def _opener(self, kind: str) -> str:
        return self.rng.choice(self.rng.choice([*self._openers(kind), self.words["before"], ["{skill}"]]))

    def _openers(self, kind: str) -> list[list[str]]:
        openers = self.phrases["openers"].get(kind, {})
        asked = self.phrases["asked"].get(kind, []) if self.voice == "jd" else []
        return [pool for pool in (openers.get("stock"), openers.get("other"), asked) if pool]

    def _several(self, kinds: Sequence[SkillName]) -> list[str]:
        """Templates that hold several names: those of one kind, those of its first name, and none."""
        group = kinds[0].group
        alike = group in ("hard", "soft") and all(one.group == group for one in kinds)
        if alike and self.rng.random() < 0.7:
            return self.phrases["lists"][self.voice][group] + (self.words["such_as"] if group == "hard" else [])
        first = [
            one
            for pool in [*self._openers(kinds[0].kind), self.words["before"]]
            for one in pool
            if one.endswith("{skill}")
        ]
        return self.rng.choice([first or ["{skills}"], ["{skills}"]])

    def _behind(self, line: Line) -> Line:
        behind = self._filled(" " + self.rng.choice(self.words["behind"])) if self.rng.random() < _BEHIND else ""
        return [*line, (behind + self.stop, False)]

    def _filled(self, words: str) -> str:
        duty = uncapitalised(self.rng.choice(self.source.duties))
        return words.replace("{duty}", duty).replace("{doing}", gerund(duty))

    def _template(self, template: str, names: Sequence[str], beside: str = "") -> Line:
        """The template with the names in its slot."""
        slot = next(slot for slot in ("{skills}", "{a_skill}", "{skill}") if slot in template)
        before, _, after = template.partition(slot)
        written = [self._written(name, opens=not before and at == 0) for at, name in enumerate(names)]
        if slot == "{a_skill}":
            before += article(written[0]) + " "
        if after.strip() and written[-1].casefold().endswith(after.strip(" .").casefold()):
            after = ""
        elif beside and not after and not written[-1].endswith("s") and self.rng.random() < _BESIDE:
            after = " " + self.rng.choice(self.words[beside])
        written = _one_head(written)
        commas = ["; "] if any("," in name for name in names) else [", "] if before else [", ", ", ", ", ", "; ", " / "]
        comma = self.rng.choice(commas)
        line: Line = [(before, False)]
        for at, name in enumerate(written):
            if at:
                is_last = at == len(written) - 1 and (before or self.rng.random() < 0.5)
                line.append((_last(comma, at, self.rng) if is_last else comma, False))
            line.append((name, True))
        return [*line, (after, False)]

    def _written(self, name: str, opens: bool) -> str:
        found = _name(name)
        text = {"as written": name, "upper": name.upper(), "lower": found.mid.lower()}.get(self.case, found.mid)
        return capitalised(text) if opens and self.case != "lower" else text


def _one_head(names: list[str]) -> list[str]:
    """ "Written and verbal skills": of neighbours that end in "skills" the last alone says so."""
    ends = [name.casefold().endswith(" skills") for name in names]
    return [
        name[: -len(" skills")] if end and behind else name
        for name, end, behind in zip(names, ends, [*ends[1:], False])
    ]


def _last(comma: str, names: int, rng: random.Random) -> str:
    """What stands before the last of several names, `names` of which stand before it."""
    if comma == " / ":
        return comma
    return " and " if names == 1 or rng.random() < 0.6 else f"{comma}and "
