"""The words of a text with their families and places, read once for all names that are looked for in it."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from dataset_builder.text.names.families import family

WORD = re.compile(r"\.?[^\W_]+(?:[.'’][^\W_]+)*[+#]*|[&/,;:()|•·\[\]]|[.!?](?=\s|$)|\n")
SIGNS = frozenset("&/,;:()|•·[].!?\n")
VERSION = re.compile(r"(?<=[a-z+#])[\d.]+$")
# A longer text is searched in its start.
_MOST_WORDS = 40_000


class Word(NamedTuple):
    """One word of a text, or a sign between words (`sign`); a tuple, since a resume has thousands."""

    text: str
    folded: str
    root: str
    start: int
    end: int
    sign: bool = False


@dataclass(frozen=True)
class Words:
    """A text's words in order, and where each family of words stands."""

    words: tuple[Word, ...]
    places: dict[str, list[int]] = field(default_factory=dict)


def words_of(text: str, roots: dict[str, str] | None = None) -> Words:
    """The words of a text, once for all names that are looked for in it.

    `roots`: families that are known from other texts of the same request, and those of this one when it returns.
    """
    found: list[Word] = []
    places: dict[str, list[int]] = {}
    roots = {} if roots is None else roots
    read: dict[str, tuple[str, str, bool]] = {}
    for match in WORD.finditer(text):
        word = match.group()
        if word not in read:
            folded = word.casefold()
            if not folded.isascii() or folded.endswith("'s"):
                folded = folded.replace("’", "'").removesuffix("'s")
            if folded not in roots:
                roots[folded] = folded if word in SIGNS else root_of(folded)
            read[word] = folded, roots[folded], word in SIGNS
        folded, root, sign = read[word]
        places.setdefault(root, []).append(len(found))
        found.append(Word(word, folded, root, *match.span(), sign))
        if len(found) >= _MOST_WORDS:
            break
    return Words(tuple(found), places)


def root_of(folded: str) -> str:
    versioned = folded[-1:].isdigit() and len(folded) > 3 and folded[0].isalpha() and not _is_code(folded)
    return family(VERSION.sub("", folded) if versioned else folded)


def _is_code(folded: str) -> bool:
    """Names that are letters and digits: "k8s", "s3", "ga4", "h264"; a version follows longer ones ("python3")."""
    letters = sum(letter.isalpha() for letter in folded)
    return letters < 4 and not folded.startswith(("c++", "c#", *_VERSIONED))


# Short names that are written with their version.
_VERSIONED = ("css", "php")


# "Chartered Institute of Fundraising": its members write MCIOF.
_BODY = re.compile(
    r"\b(?:Royal |Chartered |Institut\w+ |Association |Society )(?:[A-Z][a-z]+ |of |for |and )*[A-Z][a-z]+"
)


def short_forms(text: str) -> list[str]:
    """What names in a row are shortened to: "Property & Casualty", "P&C"."""
    rows = re.findall(r"[A-Z][a-z]+(?:\s+(?:&|and)\s+[A-Z][a-z]+)+", text)
    letters = [[word[0] for word in re.findall(r"[A-Z][a-z]+", row)] for row in rows]
    bodies = [re.findall(r"[A-Z](?=[a-z])|\bof\b", body) for body in _BODY.findall(text)]
    spelt = ["".join(word[:1].upper() for word in body) for body in bodies]
    plain = ["".join(word for word in body if word != "of") for body in bodies]
    return [sign.join(one) for one in letters for sign in ("&", "+", " & ")] + [
        one for one in (*spelt, *plain) if len(one) > 2
    ]
