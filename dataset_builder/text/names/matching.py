"""Is a skill shown by a text? By its name, its short forms, its inflections and derivations, never by a word that starts alike.

    names = SkillNames([("Lockout Tagout", ("LOTO",))])
    names.find("Data Analysis", words_of("Analysing data for reports"))       # Found(0, 14)

`words_of` reads a text once; any number of names are looked for in it. Short and common words count only where they stand as
names, abbreviations as written. Nothing is kept of a text: a `SkillNames` holds only the names that it was made of.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dataset_builder.text import words
from dataset_builder.text.names.families import family
from dataset_builder.text.names.name_words import (
    COMMON,
    FILLERS,
    FOLLOWS,
    MAKERS,
    NOT_BEFORE,
    PEOPLE,
    PLAIN,
    SAME,
    SHORT_WORDS,
)
from dataset_builder.text.names.text_words import SIGNS, VERSION, WORD, Word, Words, root_of, words_of

_LINKS = words("""
of the a an for and in to on with all new our their my your its s & both daily various
""")
_BREAKS = frozenset(",;:()|•·[]/.!?\n")


@dataclass(frozen=True)
class Found:
    """`text[start:end]` shows the name."""

    start: int
    end: int


@dataclass(frozen=True)
class _Form:
    """A name as it may be written: its words, and how strictly each must be met."""

    words: tuple[str, ...]
    roots: tuple[str, ...]
    # As written: for abbreviations of two letters, or that are words in small letters.
    exact: tuple[bool, ...]
    # A single word that is also a common one.
    common: bool
    loose: bool
    # One name in two words ("Solid Works"): no other form of them.
    strict: bool = False

    @property
    def squeezed(self) -> str:
        return "".join(self.words).casefold().replace(".", "").replace("-", "")


def _is_abbreviation(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return bool(letters) and len(word) <= 6 and sum(letter.isupper() for letter in letters) >= max(2, len(letters) - 1)


def _form(name: str) -> _Form | None:
    words = [match.group() for match in WORD.finditer(name) if match.group() not in SIGNS or match.group() in "&/"]
    words = [word for word in words if word not in ("&", "/", "and")] if len(words) > 1 else words
    if not words:
        return None
    folded = [word.casefold() for word in words]
    exact = []
    for word, lowered in zip(words, folded, strict=True):
        short = _is_abbreviation(word) or (len(word) <= 2 and word.isalpha() and word[:1].isupper())
        exact.append(
            short and (len(lowered.rstrip("s")) <= 2 or lowered in SHORT_WORDS or lowered.rstrip("s") in SHORT_WORDS)
        )
    common = len(words) == 1 and (folded[0] in COMMON)
    loose = len(words) > 1 and not any(
        _is_abbreviation(word) or any(letter.isdigit() or letter in "+#." for letter in word) for word in words
    )
    return _Form(tuple(words), tuple(map(root_of, folded)), tuple(exact), common, loose)


def _variants(name: str) -> Iterable[str]:
    """The name, without its maker, without words that name nothing ("skills"), without what stands in brackets."""
    yield name
    bare = re.sub(r"\s*\([^)]*\)", "", name).strip()
    if bare and bare != name:
        yield bare
    if match := re.search(r"\(([A-Z][\w&./-]{1,9})\)", name):
        yield match[1]
    words = bare.split()
    if len(words) > 1 and words[0].casefold() in MAKERS and words[1].casefold() not in FILLERS:
        rest = " ".join(words[1:])
        if rest.casefold() not in PLAIN and (
            rest.casefold() not in _OTHERS or _OTHERS[rest.casefold()] is _OTHERS.get(bare.casefold())
        ):
            yield rest  # "MS SQL" is no SQL
    while len(words) > 1 and words[-1].casefold() in FILLERS:
        words = words[:-1]
        yield " ".join(words)


_OTHERS = {form.casefold(): group for group in SAME for form in group}


class SkillNames:
    """Known names with their aliases; any other name can be looked for too, by itself."""

    def __init__(self, skills: Iterable[tuple[str, Iterable[str]]] = ()) -> None:
        groups: dict[str, list[str]] = {}
        for forms in (*SAME, *((name, *aliases) for name, aliases in skills)):
            members: list[str] = []
            for form in forms:
                for member in groups.get(form.casefold(), [form]):
                    if member not in members:
                        members.append(member)
            for member in members:
                groups[member.casefold()] = members
        self._groups = {key: tuple(members) for key, members in groups.items()}
        self._forms: dict[str, tuple[_Form, ...]] = {}
        # root of the rarest word of a form -> (form, name)
        self._by_root: dict[str, list[tuple[_Form, str]]] = {}
        for members in set(self._groups.values()):
            made = self._made(members)
            for member in members:
                self._forms[member.casefold()] = made
            for form in made:
                root = max(form.roots, key=len)
                self._by_root.setdefault(root, []).append((form, members[0]))

    def __reduce__(self):
        return _again, (tuple(set(self._groups.values())),)

    def same_as(self, name: str) -> tuple[str, ...]:
        """The forms of a name that are known, itself first."""
        return (
            name,
            *(other for other in self._groups.get(name.casefold(), ()) if other.casefold() != name.casefold()),
        )

    def knows(self, name: str) -> bool:
        return name.casefold() in self._groups

    def _made(self, names: Iterable[str]) -> tuple[_Form, ...]:
        forms = dict.fromkeys(variant for name in names for variant in _variants(name))
        made = [form for variant in forms if (form := _form(variant)) is not None]
        single = {form.squeezed for form in made if len(form.words) == 1}
        return tuple(replace(form, strict=len(form.words) > 1 and form.squeezed in single) for form in made)

    def _forms_of(self, name: str) -> tuple[_Form, ...]:
        if known := self._forms.get(name.casefold()):
            return known
        members = [name]
        for variant in _variants(name):
            members += [other for other in self._groups.get(variant.casefold(), ()) if other not in members]
        return self._made(members)

    def find(self, name: str, text: Words, in_order: bool = False) -> Found | None:
        """The first place that shows the name, under any of its forms; `in_order`: its words stand as they do in the name."""
        for form in self._forms_of(name):
            if (found := _find(replace(form, loose=False) if in_order else form, text)) is not None:
                return found
        return None

    def named_in(self, text: Words) -> list[tuple[str, Found]]:
        """The known names that a text holds, in its order; of names that overlap the longest."""
        found: list[tuple[Found, str]] = []
        for root in text.places:
            for form, name in self._by_root.get(root, ()):
                place = _find_single(form, text) if len(form.words) == 1 else _find_in_order(form, text)
                if place is not None:
                    found.append((place, name))
        kept: list[tuple[Found, str]] = []
        for place, name in sorted(found, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start)):
            if not any(place.start < other.end and other.start < place.end for other, _ in kept):
                kept.append((place, name))
        return [(name, place) for place, name in sorted(kept, key=lambda pair: pair[0].start)]

    def shows(self, name: str, text: str) -> bool:
        return self.find(name, words_of(text)) is not None


def _again(groups: tuple[tuple[str, ...], ...]) -> SkillNames:
    return SkillNames((group[0], group[1:]) for group in groups)


def _find(form: _Form, text: Words) -> Found | None:
    if len(form.words) == 1:
        return _find_single(form, text)
    return _find_joined(form, text) or _find_in_order(form, text) or (_find_loose(form, text) if form.loose else None)


def _matches(form: _Form, number: int, word: Word) -> bool:
    wanted = form.words[number]
    if form.strict:
        return word.folded == wanted.casefold()
    if form.exact[number]:
        if word.root != word.folded and word.text[-1].isdigit() and word.text.rstrip("0123456789.") == wanted:
            return True  # "CSS3"
        return word.text == wanted or word.text == f"{wanted}s" or (wanted.endswith("s") and word.text == wanted[:-1])
    folded = wanted.casefold()
    if (
        _is_abbreviation(wanted) or form.common or (len(form.words) == 1 and len(wanted) <= 4)
    ):  # as written, in any case: "PACS" has no other forms
        if form.common:
            return word.folded == folded or (word.root != word.folded and VERSION.sub("", word.folded) == folded)
        written = VERSION.sub("", word.folded) if word.root != word.folded else word.folded
        return written == folded or written == f"{folded}s" or f"{written}s" == folded
    return word.root == form.roots[number] or word.folded == folded


def _find_single(form: _Form, text: Words) -> Found | None:
    wanted, folded = form.words[0], form.words[0].casefold()
    short = len(wanted) <= 2 and wanted.isalpha()
    for at in text.places.get(form.roots[0], ()):
        word = text.words[at]
        if not _matches(form, 0, word):
            continue
        following = text.words[at + 1] if at + 1 < len(text.words) else None
        if following is not None and following.folded in NOT_BEFORE.get(folded, ()):
            continue
        if (form.common or short) and not _stands_as_name(word, at, wanted, text, short):
            continue
        return Found(word.start, word.end)
    return _find_joined(form, text)


# Capitalised in the middle of a sentence also where they are no names: "in Spring", "with Office staff".
_IN_ENGLISH = words("""
spring office word access teams project go basic square shell rest pages numbers live motion wave
""")


def _stands_as_name(word: Word, at: int, wanted: str, text: Words, short: bool) -> bool:
    before = text.words[at - 1] if at else None
    after = text.words[at + 1] if at + 1 < len(text.words) else None
    gap = after is not None and not after.sign
    if short:
        if word.text != wanted:
            return False
        if (before is not None and before.folded == "&") or (
            after is not None and after.folded == "&" and at + 2 < len(text.words) and len(text.words[at + 2].text) == 1
        ):
            return False
        left = (
            before is None
            or before.sign
            or before.folded
            in (
                "and",
                "or",
                "in",
                "with",
                "using",
                "of",
                "know",
                "like",
                "language",
                "mainly",
                "plus",
                "some",
                "written",
                "including",
            )
        )
        return left and (not gap or after.folded in FOLLOWS or after.text[:1].isdigit())
    alone = (before is None or before.sign) and (after is None or after.sign)
    if word.text[:1].islower() and not wanted[:1].islower():
        return alone or (
            word.folded not in SHORT_WORDS
            and not gap
            and before is not None
            and before.folded in ("with", "in", "using", "and", "or")
        )
    if not gap:
        return True
    if any(character.isupper() for character in word.text[1:]) and not word.text.isupper():
        return True  # "HubSpot" is no word of the language, whatever follows
    if (
        word.text[:1].isupper()
        and before is not None
        and before.folded in ("in", "with", "using", "via", "use", "used", "into")
        and word.folded not in PEOPLE
        and word.folded not in _IN_ENGLISH
    ):
        return True
    if after.text[:1].isupper() and word.folded in PEOPLE and after.folded not in FOLLOWS:
        return False
    return after.folded in FOLLOWS or not after.text[:1].islower()


def _find_joined(form: _Form, text: Words) -> Found | None:
    """Written as one word or in more: "NodeJS", "Node JS" and "Node.js"; "Power BI" and "PowerBI"."""
    squeezed = form.squeezed
    if len(squeezed) < 5 or form.common:
        return None
    if len(form.words) > 1 or "." in form.words[0] or "-" in form.words[0]:
        for at in text.places.get(family(squeezed), ()):
            if text.words[at].folded.replace(".", "") == squeezed:
                return Found(text.words[at].start, text.words[at].end)
    return None


def _find_in_order(form: _Form, text: Words) -> Found | None:
    """Its words one after another; an "and" or a hyphen between them does not count."""
    first = 0
    for at in text.places.get(form.roots[first], text.places.get(form.words[first].casefold(), ())):
        if not _matches(form, 0, text.words[at]):
            continue
        place, number, gaps = at, 1, 0
        while number < len(form.words) and place + 1 < len(text.words):
            word = text.words[place + 1]
            if _matches(form, number, word):
                number += 1
            elif (
                word.folded in ("&", "/", "and", "of", "-", "the", ",")
                and gaps < 1
                and (word.folded != "," or len(form.words) > 2)
            ):
                gaps += 1
            else:
                break
            place += 1
        if number == len(form.words):
            after = text.words[place + 1].folded if place + 1 < len(text.words) else ""
            if after in NOT_BEFORE.get(" ".join(form.words).casefold(), ()):
                continue
            return Found(text.words[at].start, text.words[place].end)
    return None


def _find_loose(form: _Form, text: Words) -> Found | None:
    """Its words in any order beside one another: "analysing data" is data analysis; only small words may stand between."""
    rarest = min(range(len(form.words)), key=lambda number: len(text.places.get(form.roots[number], ())))
    needed = set(form.roots)
    for at in text.places.get(form.roots[rarest], ()):
        for step in (1, -1):
            got, place, others = {form.roots[rarest]}, at, 0
            reach = at
            while got != needed and 0 <= place + step < len(text.words) and others <= 2:
                place += step
                word = text.words[place]
                if word.folded in _BREAKS:
                    break
                if word.root in needed:
                    got.add(word.root)
                    reach = place
                    continue
                if word.folded not in _LINKS:
                    break
                others += 1
            if got == needed:
                low, high = min(at, reach), max(at, reach)
                return Found(text.words[low].start, text.words[high].end)
    return None
