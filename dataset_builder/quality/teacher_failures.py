"""Ways in which teachers fail, seen in the text alone: each function gives a reason or None.

Conversation about the edit, blanks left unfilled, gibberish, debris at the end, swapped parts, missing sections.
What a document must say is checked elsewhere, against its facts. Limits are set on the 300 rows of the original
sample; a document takes about 0.15 ms, any input at most a few.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import chain
from operator import eq
from string import ascii_letters
from typing import Literal

from dataset_builder.text.documents import FENCE, TAIL
from dataset_builder.text.sections import Name, Section, body, is_rule, kept_sections

Kind = Literal["job description", "resume"]


def trailing_debris(document: str) -> str | None:
    """Marks left behind the last word: 12.6 % of the original's matched resumes end so, none of its unmatched."""
    text = document.rstrip()
    last = text[text.rfind("\n") + 1 :]
    if text and (is_rule(last) or FENCE.fullmatch(last) or TAIL.search(last[-100:])):
        return f"trailing debris: {last.strip()[-12:]!r}"
    return None


_EDIT_TALK = re.compile(
    r"\b(?:has|have|had|was|were) been (?:removed|omitted|excluded|deleted|left out|shortened|redacted|filtered)\b"
    r"|\b(?:skills?|experiences?) (?:was|were|is|are) (?:intentionally |deliberately )?(?:removed|omitted|excluded|left out)\b"
    r"|\b(?:removed|omitted|excluded|filtered)[- ]skills?\b|\bremoved as (?:per|requested)\b"
    r"|\bas (?:requested|instructed|specified (?:above|in the prompt)|per (?:your|the) (?:request|instructions?|prompt))\b"
    r"|\b(?:un)?matched resume\b|\bresumes? (?:1|2|one|two)\b|\bsame as (?:in |the |in the )?(?:resume|above|before|previous|first|original)\b"
    r"|^[\s*_(>\-]*(?:please )?note(?: that|:)|\(\s*note:|\b(?:above|following|first|second|original|modified|previous) (?:resumes?|job description)\b"
    r"|\b(?:this|each|both) (?:version of the )?resumes? (?:fits?|does|is|has|have|omits?|excludes?|meets?|matches|lacks?)\b"
    r"|\bno longer (?:includes?|lists?|contains?|mentions?)\b|\bas an ai\b|\blanguage model\b|\bi hope th(?:is|ese)\b|\blet me know if\b"
    r"|\bhere(?:'s| is| are) (?:the|a|your) (?:\w+ ){0,3}(?:resume|job description|document)|\bbased on the (?:given|provided) (?:skills|information|facts)\b",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK = r"(?:name|year|company|employer|city|state|date|phone|number|university|college|degree|e-?mail|address|location|title|month|school)"
_PLACEHOLDER = re.compile(
    r"\[(?:your|insert|candidate|full|first|last|job|start|end|not provided|n/a|to be)\b[^\]\n@]{0,40}\]"
    rf"|\[{_BLANK}(?:[\s,/–-]{{1,3}}(?:{_BLANK}|present|country|here))*\]"
    r"|<(?:insert|name|your|company|year|email|last|first|title|date|fill|skill|placeholder)\b[^>\n]{0,60}>"
    r"|\{\{?\s?[a-z][a-z_ ]{1,30}\s?\}\}?|\bX{3,}\b|\blorem ipsum\b|\bplaceholder\b|\binsert (?:\w+ ){1,3}here\b|\bto be (?:filled|determined)\b"
    r"|\b(?:last|first)name\b|\bcompany name\b(?!:)|\bcity, state\b|\b(?:19|20)XX\b|\bTBD\b|\byour (?:last |first |full )?name\b",
    re.IGNORECASE,
)
_PLACEHOLDER_SIGNS = (
    "[",
    "<",
    "{",
    "xx",
    "lorem",
    "placeholder",
    "insert ",
    "to be filled",
    "to be determined",
    "lastname",
    "firstname",
    "company name",
    "city, state",
    "tbd",
    "your name",
    "your last name",
    "your first name",
    "your full name",
)
# A document that holds none of these is not searched: the patterns cost 100 times as much. So each is as long as every match allows:
# with "note" for "note:", one document in ten would be searched for its "Notes".
_EDIT_SIGNS = ("removed", "omit", "exclu", "been deleted", "left out", "been shortened", "been redacted", "filtered", "as requested",
               "as instructed", "as specified", "as per", "resume", "same as", "note that", "note:", "job description", "no longer", "as an ai",
               "language model", "i hope", "let me know", "here's", "here is", "here are", "based on the")  # fmt: skip

# Characters. The longest real document has 604 words, some 4,500 characters.
_LONGEST_DOCUMENT = 20_000


def edit_talk(document: str) -> str | None:
    """The teacher speaks of its task: what was removed, which resume this is, a note to the reader."""
    if not _holds_any(_EDIT_SIGNS, document):
        return None
    # each pattern stands within a line; what is around one, as blanks before a note, is for the quotation alone
    lines = (line for line in document[:_LONGEST_DOCUMENT].split("\n") if _holds_any(_EDIT_SIGNS, line))
    return _quoted("talk about the edit", _EDIT_TALK, document) if any(map(_EDIT_TALK.search, lines)) else None


def placeholder(document: str) -> str | None:
    """A blank that someone was meant to fill."""
    return _quoted("placeholder", _PLACEHOLDER, document) if _holds_any(_PLACEHOLDER_SIGNS, document) else None


def _holds_any(signs: tuple[str, ...], text: str) -> bool:
    lower = text[:_LONGEST_DOCUMENT].lower()
    return any(map(lower.__contains__, signs))


def _quoted(what: str, pattern: re.Pattern[str], document: str) -> str | None:
    match = pattern.search(document[:_LONGEST_DOCUMENT])
    return f"{what}: {' '.join(match.group().split())[:60]!r}" if match else None


_FUNCTION_WORDS = frozenset(
    """
    a an the and or of to in for on at by with from as is are was were be been being that this these those
    it its their his her our your my we i you he she they who which where when while not no can may will
    would should could must have has had do does did using including such all any both each other into
    within across through over under between during per via up out well than more most also if but so
    """.split()  # noqa: SIM905
)
_BREAK = re.compile(r"[\n,.;:()\[\]/–—|“”&+•]+")
_STRETCH_LENGTH = 50
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FOREIGN = re.compile(r"[\u0250-\u02af\u0370-\u03bb\u03bd-\u1cff\u2e80-\uabff\uac00-\ufaff]")
_LETTER_RUNS = tuple(5 * letter for letter in ascii_letters if letter not in "xX")
_LETTER_RUN = re.compile(r"([a-wyzA-WYZ])\1{4}")
# In every token that has a letter run or an odd word, and in few others.
_MAYBE_ODD = re.compile(r"[^aeiouy]{4}|([aeiouy])\1{4}")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_VOWELS = frozenset("aeiouy")
_SOUP_WORDS = 14
_ODD_WORDS = 4
_SOUP_SHARE = 0.13


def gibberish(document: str) -> str | None:
    """Loops, letter runs, scripts glued together, and stretches of words that no grammar holds together.

    14 words without a comma hold at least two of "the, of, with, ..." in any real sentence; the limits are set on
    the 300 rows of the original sample, where every hit was gibberish to a reader.
    """
    if len(document) > _LONGEST_DOCUMENT:
        return f"gibberish: {len(document)} characters"
    maybe_odd = sum(map(_odd_parts, document.split())) >= _ODD_WORDS
    if reason := _glyphs(document, maybe_odd):
        return reason
    if reason := _loop(document):
        return reason
    odd = len(_CONSONANTS.findall(document)) if maybe_odd else 0
    total = 0
    # neither soup nor odd: most lines and stretches end here
    lines = (line for line in document.split("\n") if maybe_odd or line.count(" ") >= _SOUP_WORDS - 1)
    for stretch in chain.from_iterable(map(_BREAK.split, lines)):
        if len(stretch) < _STRETCH_LENGTH or not (maybe_odd or stretch.count(" ") >= _SOUP_WORDS - 1):
            continue
        words = _WORD.findall(stretch)
        odd += sum(
            1 for word in words if _VOWELS.isdisjoint(word) and len(word) > 3 and word.isascii() and word.islower()
        )
        total += len(words)
        if len(words) >= _SOUP_WORDS:
            held = sum(1 for word in words if word.casefold() in _FUNCTION_WORDS)
            if held < _SOUP_SHARE * len(words):
                return f"gibberish: {' '.join(words[:8])!r}"
    return "gibberish: words without vowels" if odd >= _ODD_WORDS and odd > 0.15 * total else None


@lru_cache(maxsize=50_000)
def _odd_parts(token: str) -> int:
    """How many odd words a token can hold at most, and as many as matter where it has a letter run; cached, since documents
    share their words."""
    if not _MAYBE_ODD.search(token):
        return 0
    if _LETTER_RUN.search(token):
        return _ODD_WORDS
    vowelless = sum(1 for word in _WORD.findall(token) if _VOWELS.isdisjoint(word) and len(word) > 3)
    return vowelless + len(_CONSONANTS.findall(token))


def _glyphs(document: str, maybe_odd: bool) -> str | None:
    """A letter five times in a row, or letters of another script inside a Latin word."""
    places = [place for run in _LETTER_RUNS if maybe_odd and (place := document.find(run)) >= 0]
    if not document.isascii():
        for match in _FOREIGN.finditer(document):
            around = document[max(0, match.start() - 1) : match.end() + 1]
            if any(letter.isascii() and letter.isalpha() for letter in around):
                places.append(match.start())
                break
    return f"gibberish: {document[max(0, places[0] - 10) : places[0] + 15]!r}" if places else None


def _loop(document: str) -> str | None:
    """A word four times in a row, a line four times, or half of all four-word sequences repeated."""
    lines = [line for line in document.split("\n") if line]
    if len(set(lines)) + 3 <= len(lines):
        counted = Counter(line for line in lines if len(line.split(maxsplit=3)) > 2)
        for line, times in counted.most_common(1):
            if times >= 4:
                return f"gibberish: {times} times {line[:40]!r}"
    words = document.casefold().split()
    run = 0
    for same, word in zip(map(eq, words, words[1:]), words, strict=False) if any(map(eq, words, words[1:])) else ():
        run = run + 1 if same else 0
        if run == 3 and any(map(str.isalnum, word)):
            return f"gibberish: again and again {word[:40]!r}"
    sequences = len(words) - 3
    if len(set(words)) - 3 >= 0.5 * sequences:  # then there are at least as many different sequences
        return None
    if sequences >= 60 and len(set(zip(words, words[1:], words[2:], words[3:], strict=False))) < 0.5 * sequences:
        return "gibberish: most phrases come twice"
    return None


_NEEDED: dict[Kind, tuple[Name, ...]] = {
    "job description": ("job title", "skills", "experience"),
    "resume": ("personal information", "skills", "experience"),
}


def missing_sections(document: str, kind: Kind, found: tuple[Section, ...] | None = None) -> str | None:
    """A section that the kind of document needs is absent or empty; a resume's experience may be empty."""
    found = kept_sections(document) if found is None else found
    for name in _NEEDED[kind]:
        text = body(found, name)
        if text is None:
            return f"missing section: {name}"
        if is_rule(text[:10_000]) and not (kind == "resume" and name == "experience"):
            return f"empty section: {name}"
    return None


def wrong_kind(document: str, kind: Kind, found: tuple[Section, ...] | None = None) -> str | None:
    """A resume where the job description should be, or the other way round, by the names of its sections."""
    names = {section.name for section in (kept_sections(document) if found is None else found)}
    resume = "personal information" in names
    job = bool({"job title", "responsibilities"} & names)
    if kind == "job description" and resume and not job:
        return "swapped parts: a resume stands where the job description should be"
    if kind == "resume" and job and not resume:
        return "swapped parts: a job description stands where a resume should be"
    return None


def failure(document: str, kind: Kind) -> str | None:
    """The first reason why a document cannot be used as it is, of all that this module knows."""
    if not document.strip():
        return "empty document"
    if reason := gibberish(document):
        return reason
    found = kept_sections(document)
    reason = wrong_kind(document, kind, found) or missing_sections(document, kind, found)
    return reason or edit_talk(document) or placeholder(document) or trailing_debris(document)
