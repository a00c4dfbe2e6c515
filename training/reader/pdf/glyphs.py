"""Repairs of what fonts decode to: hyphens, spaces, ligatures, bullets, icons.

Each was seen in resumes of public templates: a hyphen as U+00AD, U+0002 or U+FFFE; a space as tab, CR or NBSP; the ligature
"fi" as the control character of its place in a TeX encoding; icons of Font Awesome in the private use area or as letters.
"""

import unicodedata
from collections.abc import Sequence

from training.reader.pdf.characters import Character

# Bullets of Symbol, Wingdings and ZapfDingbats, as Word and LaTeX write them.
_BULLETS = "\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf02d\uf0a8\uf06c\uf06e\uf071"
_SPELLED = {"\u00ad": "-", "\u0002": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-"} | dict.fromkeys(_BULLETS, "•")
# Code points of ligatures in TeX's encodings OT1 and T1 (fontenc, tables 1 and 2); U+000D, "fl" in OT1, is a blank to most.
_LIGATURES = {
    "\x0b": "ff", "\x0c": "fi", "\x0e": "ffi", "\x0f": "ffl",
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
}  # fmt: skip
_NOTHING = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_GUESSES = ("fi", "ff", "fl", "ffi", "ffl")


def is_blank(text: str) -> bool:
    return text.isspace() or text in _NOTHING


def is_icon(character: Character) -> bool:
    """A picture from a font: of the private use area, of an icon font, or what no code point is known for."""
    code = ord(character.text[0])
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    return private or character.text == "\ufffd" or (character.style.icons and not character.text.isspace())


def repair(found: Sequence[Character]) -> list[Character]:
    """The characters with their texts as they are printed; icons become blanks."""
    widths: dict[tuple[str, str], float] = {}
    for one in found:
        if one.text in ("f", "i", "l") and one.style.size:
            widths.setdefault((one.style.font, one.text), (one.x1 - one.x0) / one.style.size)
    letters = [one.text.isalpha() for one in found]
    for at, one in enumerate(found):
        text = one.text
        if len(text) > 1:  # a ligature that is spelled out, or a space of several characters
            one.text = " " if is_icon(one) else unicodedata.normalize("NFKC", text).strip() or " "
            continue
        code = ord(text)
        if text in _SPELLED:
            one.text = _SPELLED[text]
        elif code < 32 or code == 127:
            near = (at and letters[at - 1]) or letters[at + 1 : at + 2] == [True]
            one.text = _ligature(one, widths) if near and text in _LIGATURES and _inside(found, at) else " "
        elif 0xFB00 <= code <= 0xFB06:
            one.text = unicodedata.normalize("NFKC", text)
        elif is_icon(one):
            one.text = " "
    return [*found]


def _inside(found: Sequence[Character], at: int) -> bool:
    """Whether it touches a letter: a control character that stands alone is an icon or a blank."""
    one = found[at]
    if one.x1 - one.x0 < 0.2 * one.style.size:
        return False
    sides = [other for other in (*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]) if other.text.isalpha()]
    return any(
        abs(other.base - one.base) < 0.1 * one.style.size
        and max(other.x0 - one.x1, one.x0 - other.x1) < 0.12 * one.style.size
        for other in sides
    )


def _ligature(one: Character, widths: dict[tuple[str, str], float]) -> str:
    """The ligature whose letters are as wide together as the glyph; by its code point where the font shows too few letters."""
    known = {letter: widths.get((one.style.font, letter)) for letter in "fil"}
    width = (one.x1 - one.x0) / one.style.size
    guesses = {
        guess: abs(sum(known[letter] or 0 for letter in guess) - width)
        for guess in _GUESSES
        if all(known[letter] for letter in guess)
    }
    if not guesses:
        return _LIGATURES[one.text]
    return min(guesses, key=lambda guess: (round(guesses[guess], 2), _GUESSES.index(guess)))


def without_doubles(found: Sequence[Character]) -> list[Character]:
    """Characters painted twice, a little apart, to look bold, or for a shadow: the first stays."""
    seen: dict[tuple[str, int, int], list[Character]] = {}
    kept = []
    for one in found:
        places = [
            (one.text, round(one.x0 / 2) + dx, round(one.base / 2) + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ]
        twins = (other for place in places for other in seen.get(place, ()))
        reach = 0.15 * one.style.size
        if not is_blank(one.text) and any(
            abs(other.x0 - one.x0) < reach and abs(other.base - one.base) < reach for other in twins
        ):
            continue
        seen.setdefault(places[4], []).append(one)
        kept.append(one)
    return kept
