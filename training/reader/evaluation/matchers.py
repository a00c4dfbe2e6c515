"""When is a value that was read the stated one? One matcher a kind of field, strict and lenient.

strict    texts: rapidfuzz `ratio` of at least 90 of 100 without case and runs of blanks; dates: the same year, and the same
          month where the truth has one; addresses of mail: the same letters; phones: the same digits
lenient   also texts of which one holds the other as whole words, and dates of the same year

Strict has no containment: "Acme Ltd, Leeds" is not the employer "Acme Ltd".
"""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

from dataset_builder.text.dates import Date

LIKE = 90


def plain(text: str) -> str:
    """A text as it is compared: compatible characters, small letters, single blanks, one kind of dash and quote."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("\u00ad", "")
    return " ".join(re.sub(r"[‐‑‒–—−]", "-", text).split())


def likeness(read: str, stated: str) -> float:
    """0 to 1; 0 where one of them is empty."""
    return fuzz.ratio(plain(read), plain(stated)) / 100 if read and stated else 0.0


def _holds(longer: str, shorter: str) -> bool:
    return bool(shorter) and f" {_bare(shorter)} " in f" {_bare(longer)} "


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+[+#]*", plain(text)))


def same_text(read: str, stated: str, lenient: bool = False) -> bool:
    if not read or not stated:
        return False
    return 100 * likeness(read, stated) >= LIKE or (lenient and (_holds(read, stated) or _holds(stated, read)))


def same_of_any(read: Iterable[str], stated: Iterable[str], lenient: bool = False) -> bool:
    """Whether any way of writing the one is any of the other."""
    stated = tuple(stated)
    return any(same_text(one, other, lenient) for one in read for other in stated)


def same_email(read: str, stated: str, lenient: bool = False) -> bool:
    return bool(read) and plain(read) == plain(stated)


def same_phone(read: str, stated: str, lenient: bool = False) -> bool:
    """The same digits; a country's prefix may be missing on one side only in lenient matching."""
    one, other = (re.sub(r"\D", "", text.replace("(0)", "")) for text in (read, stated))
    if not one or not other:
        return False
    return one == other or (lenient and min(len(one), len(other)) >= 7 and (one.endswith(other[-7:])))


def same_date(read: Date | None, stated: Date | None, lenient: bool = False) -> bool:
    if read is None or stated is None or read.year != stated.year:
        return False
    return lenient or stated.month is None or read.month == stated.month
