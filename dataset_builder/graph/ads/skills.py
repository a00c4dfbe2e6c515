"""What an entry of an ad's list of skills names: known skills, a name that is not known yet, or nothing, and why.

`read_entry` judges one entry by the written vocabulary and by form alone. Whether a name that the vocabulary lacks is a
skill is decided over the whole corpus (`corpus`). Reasons are values: they are counted, and kept with the entries in
the graph folder (ad_names.csv), so that anyone can read what was left out.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dataset_builder.graph.ads.titles import head
from dataset_builder.graph.ads.word_lists import AMBIGUOUS, GENERIC, HEADS, JUNK, PLACES, SENTENCE, SHORT, TOOLS, VERBS
from dataset_builder.graph.name_keys import tidy
from dataset_builder.graph.vocabulary import VERSION, Vocabulary
from dataset_builder.sources import authored

MAX_WORDS, MAX_LENGTH = 4, 40


class Reason(StrEnum):
    """Why an entry names no skill."""

    CONDITIONS = "contract, pay, place or way of work"
    REMARK = "a remark, not a name"
    LONG = "too long for a name"
    VAGUE = "too vague"
    TITLE = "a job title"
    PLACE = "a place"
    GLUED = "a list of unknown parts"
    MARKS = "letters and marks that make no name"
    DAMAGED = "a word cut off, or no noun"
    RARE = "unknown, and named by too few ads"


@dataclass(frozen=True)
class Reading:
    """Of one entry: `known` names of the vocabulary, else an `unknown` name, else the `reason`."""

    known: tuple[str, ...] = ()
    unknown: str = ""
    reason: Reason | None = None


# What ads say around a skill: "5+ years of strong experience with SQL is a must".
_BEFORE = re.compile(
    r"""^(?:(?:\d+\s*(?:\+|-\s*\d+)?\s*(?:years?|yrs?)?(?:\s+of)?
      | (?:must\s+have|should\s+have|extensive|excellent|strong|solid|good|proven|deep|prior|previous|recent|relevant
      | hands[\s-]*on|working|basic|advanced|expert|some|demonstrated|required|preferred|professional|in[\s-]depth|heavy
      | current|experienced?|exp|knowledge|understanding|expertise|proficien(?:t|cy)|familiar(?:ity)?|skills?|background
      | exposure|skilled|fluent|(?:ability|able)\s+to\s+use|use|using|including|such\s+as|etc|e\.g|i\.e|latest|new
      | and|or|with|in|of|the|an?|as|on|to|for)\b[.:]?)\s*)+(?=\S)""",
    re.I | re.X,
)
_AFTER = re.compile(
    r"""(?:[\s,]+(?:experience|exp|knowledge|expertise|proficiency|background|required|preferred|is|are|and|or|with|of|in|a
      |the|plus|etc|desired|needed|a\s+must|is\s+a\s+(?:must|plus)|nice\s+to\s+have|skills?|environments?|concepts?
      |fundamentals|over\s+[\d.]+\s*years?|\d+\+?\s*(?:years?|yrs?))\b\.?)+$""",
    re.I | re.X,
)
_ADVERB = re.compile(r"[a-z]{3}ly$")
_JOINED = re.compile(r"\s*[/,&]\s*|\s(?:and/or|and|or|\+|-)\s|\s{2,}", re.I)


def read_entry(text: str, vocabulary: Vocabulary) -> Reading:
    """ "experience with SQL 2012" -> known SQL; "C/C++ PHP" -> C, C++, PHP; "Outllook" -> unknown; "See below" -> a reason."""
    text = tidy(text)
    if JUNK.search(text):
        return Reading(reason=Reason.CONDITIONS)
    text = strip_marks(re.sub(r"[;|]", " ", text))
    if text.lower() in AMBIGUOUS:
        return Reading(reason=Reason.VAGUE)
    if known := vocabulary.exact(text):
        return Reading((known,))
    if text.lower() in PLACES:
        return Reading(reason=Reason.PLACE)
    text = strip_marks(_AFTER.sub("", _BEFORE.sub("", text)))
    if known := vocabulary.name(text):
        return Reading((known,))
    if parts := _parts(text, vocabulary):
        return Reading(parts)
    if reason := _no_name(text):
        return Reading(reason=reason)
    return Reading(unknown=text)


def _parts(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The known ones of a list without separators of its own ("REST/SOAP APIs", "Angular or React", "HTML CSS")."""
    pieces = [piece for piece in _JOINED.split(text) if piece]
    if len(pieces) > 1:
        found: list[str] = []
        for piece in pieces:
            known = vocabulary.name(piece)
            found += [known] if known else _run(piece, vocabulary)
        return tuple(dict.fromkeys(found)) if len(found) * 2 >= len(pieces) else ()
    return _run(text, vocabulary)


def _run(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Known products one after the other, nothing between them; () where a word is left over or names something else:
    "Information Security Risk Assessments" is one phrase."""
    words, found = text.split(), []
    while words:
        for length in range(min(len(words), MAX_WORDS), 0, -1):
            known = vocabulary.exact(" ".join(words[:length]))
            if known and vocabulary.entries[known].kind == "software":
                found.append(known)
                del words[:length]
                break
        else:
            return ()
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def _no_name(text: str) -> Reason | None:
    """Why an unknown text cannot be a skill by its form; None where it can."""
    lowered = text.lower()
    words = lowered.split()
    if not re.search(r"[A-Za-z]{2}", VERSION.sub("", text)) and lowered not in SHORT:
        return Reason.MARKS
    if re.search(r"[@?=<>$%!~^{}*\\]|https?:|www\.|\d{5}", text):
        return Reason.MARKS
    if lowered in GENERIC:
        return Reason.VAGUE
    if len(words) == 1 and (_ADVERB.search(lowered) or _cut_off(lowered)):
        return Reason.DAMAGED
    if SENTENCE.search(text) or (len(words) > 2 and words[0] in VERBS):
        return Reason.REMARK
    if len(words) > MAX_WORDS or len(text) > MAX_LENGTH:
        return Reason.LONG
    if _JOINED.search(text):
        return Reason.GLUED
    if any(head(word, HEADS) for word in words) and not lowered.endswith(TOOLS):
        return Reason.TITLE
    return None


def _cut_off(word: str) -> bool:
    """Whether a word is the start of a plain one: "estimat"."""
    words = _sorted_words()
    at = bisect_left(words, word)
    return len(word) >= 5 and at < len(words) and words[at] != word and words[at].startswith(word)


@cache
def _sorted_words() -> tuple[str, ...]:
    return tuple(sorted(plain_words()))


@cache
def plain_words() -> frozenset[str]:
    """Words of everyday English, in small letters: those that the written duties use, and their common endings."""
    written = {
        word for record in authored.read().records for duty in record.duties for word in re.findall(r"[a-z]+", duty)
    }
    endings = {word + ending for word in written for ending in ("s", "d", "ed", "ing")}
    return frozenset(written | endings | {word.removesuffix("s") for word in written})


def strip_marks(text: str) -> str:
    """Without the punctuation around: keeps the dot of ".NET" and the signs of "C++", "C#" and "Security+"."""
    text = re.sub(r"^(?:[^\w.]+|\.(?![A-Za-z]))+|[^\w+#]+$", "", text)
    return re.sub(r"(?<![CcFfJj+A])(?<!rity)(?<!work)[+#]+$", "", text)
