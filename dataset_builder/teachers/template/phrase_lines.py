"""Lines that ask for a skill or show it in other words than its name, from the config `phrases`.

    table = PhraseTable.of(phrases.read(), graph.skills)
    table.asked["Frame Fitting"]      # ("Adjusts and fits spectacles to the face",)
    table.shown["Frame Fitting"]      # ("Fitted plus and high minus wearers with bridges and vertex in mind, kids too", ...)

Made once a build: which line a document takes is one draw. Every line is a declared form of its skill, so that it counts as a
mention, and an unmatched resume holds none of a skill that was removed from it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dataset_builder.graph.kinds_of_work import OTHER, KindsOfWork
from dataset_builder.sampling.facts import Experience
from dataset_builder.sources.phrases import Phrase
from dataset_builder.teachers.template.english import phrases as words_of
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.text.mentions import stemmed, stems_of

Lines = Mapping[str, tuple[str, ...]]
# A number that stands for one of the reader's own: "lic. 02xxxxxx".
_PLACEHOLDER = "xx"
_SHOWN = ("shown", "written")
_WORD = re.compile(r"\w+")
_PLACES = words_of("words")["abroad"]
# Of one word, which a set finds faster than a pattern.
_PLACE_WORDS = frozenset(place for place in _PLACES if _WORD.fullmatch(place))
_ABROAD = re.compile(
    rf"[£€₹]|\bRs\.? ?\d|\bR\d|\b(?:{'|'.join(re.escape(place) for place in _PLACES if place not in _PLACE_WORDS)})\b"
)
_BRITISH_WORDS = frozenset(words_of("words")["british_words"].split())
_BRITISH = re.compile(rf"\b(?:{words_of('words')['british']})\b")
_BRITISH_PARTS = re.compile(words_of("words")["british_parts"])
# Whoever reads it may live in another one: a licence of California is of no use in Texas.
_STATE_NAMES = "|".join(words_of("words")["states"])
_STATE_CODES = "|".join(words_of("words")["state_codes"])
_OF_A_STATE = re.compile(
    rf"\b(?:{_STATE_NAMES})\b|(?:, |\(|\bin |\b[Ss]tate of )(?:{_STATE_CODES})\b|\b(?:{_STATE_CODES})(?= (?:state|board|lic|DMV|DOT)\w*\b)"
)
# "from 2010 to 2016", "for 5 years", below a job of other years.
_DATED = re.compile(
    r"\b(?:from|in|since|until|to|till|by|of|summer|winter|spring|fall) (?:19|20)\d\d\b|\b(?:19|20)\d\d ?[-–/] ?\d"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|a|many|several|few)(?: ?\+)? years?\b|\byears of\b"
)
# Past forms that end otherwise than in "ed".
_PAST = frozenset(forms[0] for forms in words_of("words")["verbs"].values()) - {"read", "set", "cut", "put"} | {
    "ran",
    "kept",
}
# Signs of a note, and what ends a list or goes on with a sentence.
_NOTED = re.compile(r"[:;@=+]|\d/|(?:, \S+){3}$")
_JOINED = re.compile(r"\b(?:and|or|so|which|who|then|with|for|without|before|after|as|until|to)\b|^\w+ing\b|^all\b")
# Words of the shortest line that is a sentence.
_FEWEST_WORDS = 7


@dataclass(frozen=True)
class PhraseTable:
    """Lines by skill. `for_test`: the skills whose phrases train triples leave to the test split of `phrases`; `wide`: those
    of many kinds of work, each of whose lines is of one of them and would be odd in another; `work`: says whose work a line
    of the others is of."""

    asked: Lines = field(default_factory=dict)
    shown: Lines = field(default_factory=dict)
    for_test: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    work: KindsOfWork | None = None

    @classmethod
    def of(
        cls, phrases: Iterable[Phrase], names: Mapping[str, Sequence[str]], wide: Collection[str] = (),
        work: KindsOfWork | None = None,
    ) -> "PhraseTable":  # fmt: skip
        """`names`: all skills of a graph with their aliases. A line that is part of another skill's name is left out: a
        resume without the one could not list the other."""
        owners = _parts_of_names(names)
        asked: dict[str, list[str]] = {}
        shown: dict[str, list[str]] = {}
        test = set()
        for phrase in phrases:
            skill, text = phrase.skill, phrase.text.rstrip(".")
            if skill not in names or phrase.role not in ("asked", *_SHOWN) or _PLACEHOLDER in text.lower():
                continue
            if owners.get(stemmed(text), skill) != skill:
                continue
            (asked if phrase.role == "asked" else shown).setdefault(skill, []).append(text)
            if phrase.split == "test":
                test.add(skill)
        frozen = ({skill: tuple(lines) for skill, lines in found.items()} for found in (asked, shown))
        return cls(*frozen, frozenset(test), frozenset(wide), work)

    def forms(self, skill: str) -> tuple[str, ...]:
        """All lines that state the skill."""
        return self.asked.get(skill, ()) + self.shown.get(skill, ())

    def is_of(self, skill: str, jobs: Iterable[Experience]) -> bool:
        """Whether one of these jobs asks for the skill, so that who had them did such a thing."""
        return self.work is None or any(self.work.asks_for(job.title, skill) for job in jobs)

    def drawn(
        self, lines: Lines, skills: Sequence[str], share: float, banned: Sequence[str], training: bool, title: str, draw: Draw,
        free: Collection[str] = (), suits: Callable[[str], bool] | None = None,
    ) -> dict[str, str]:  # fmt: skip
        """A line for about this share of the skills, of the work of the occupation `title`, none with a banned stem but for
        those of `free` skills, and all as `suits` has it; each skill by a stream of its own.

        A skill whose lines are all of another trade leaves its turn to one that is not drawn: resumes that stand in for a
        skill by one of another trade are to show as many by phrases as those that do not.
        """
        turns = [skill for skill in skills if draw.child(skill).chance(share)]
        others = [skill for skill in skills if skill not in turns]
        others = draw.child("others").some(others, len(others))
        found = {}
        while turns:
            skill = turns.pop(0)
            if training and skill in self.for_test:
                continue
            clean = [
                line
                for line in lines.get(skill, ())
                if (suits is None or suits(line))
                and (skill in free or not holds(line, banned))
                and not is_out_of_place(line)
            ]
            if fitting := self._fitting(clean, skill, title):
                own = draw.child(skill)
                own.chance(share)
                found[skill] = own.pick(fitting)
            elif clean and others:
                turns.append(others.pop())
        return found

    def _fitting(self, lines: Sequence[str], skill: str, title: str) -> Sequence[str]:
        """Those with words of the occupation's work; where there are none, those without a word of any trade."""
        if self.work is None:
            return lines
        fits = [self.work.fit(line, skill, title) for line in lines]
        best = max(fits, default=OTHER)
        return [line for line, fit in zip(lines, fits) if fit == best] if best != OTHER else ()


def _parts_of_names(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every sequence of stems within a name, and the skill it belongs to; "" where there are several."""
    owners: dict[str, str] = {}
    for skill, others in names.items():
        for name in (skill, *others):
            stems = stemmed(name).split()
            for start in range(len(stems)):
                for end in range(start + 1, len(stems) + 1):
                    part = f" {' '.join(stems[start:end])} "
                    if owners.setdefault(part, skill) != skill:
                        owners[part] = ""
    return owners


def holds(line: str, banned: Collection[str]) -> bool:
    """Whether a line has one of the banned stems."""
    stems = stems_of(line) if banned else ""
    return any(ban in stems for ban in banned)


@lru_cache(maxsize=100_000)
def is_out_of_place(line: str) -> bool:
    """Whether a line has a place, body, currency or spelling of another country, a state of the US, or the year in which something was done."""
    small = line.lower()
    if not (_PLACE_WORDS.isdisjoint(_WORD.findall(line)) and _BRITISH_WORDS.isdisjoint(_WORD.findall(small))):
        return True
    british = _BRITISH_PARTS.search(small) or _BRITISH.search(small)
    return bool(british or _ABROAD.search(line) or _DATED.search(small) or _OF_A_STATE.search(line))


@lru_cache(maxsize=100_000)
def reads_as_sentence(line: str) -> bool:
    """Whether someone would say it so: what was done, from a past verb on, and no note ("C18, gradient, 80 runs", "Ran a pool pile:
    rods, flux, scram checks")."""
    words = line.split()
    if len(words) < _FEWEST_WORDS or not (words[0].lower() in _PAST or words[0].endswith("ed")) or _NOTED.search(line):
        return False
    *before, last = line.split(", ")
    if not before:
        return True
    return (
        _JOINED.search(last) is not None
        if len(before) > 1
        else len(last.split()) > 3 or _JOINED.search(last) is not None
    )


@lru_cache(maxsize=100_000)
def asks(line: str) -> bool:
    """Whether it can stand in a post's list: some words that say what, and not what someone else does ("Numbs the area")."""
    first, *rest = line.split()
    return len(rest) > 1 and not (first.endswith("s") and not first.endswith("ss"))
