"""Keys under which names are equal, and the plain form of a name: for sources that write clean names, and for ads."""

import html
import re
import unicodedata
from functools import cache

NO_PLURAL = ("ss", "us", "is", "js", "os", "https", "windows")
QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u2026`", "''\"\"-- '")


def tidy(text: str) -> str:
    """HTML entities, typographic quotes and dashes, control characters, double quotes and runs of spaces."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(QUOTES)
        text = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return re.sub(r'<[^>]{1,20}>|[\s"\x00-\x1f\x7f\ufffd]+', " ", text).strip()


def plain(name: str) -> str:
    """A name from a source that writes clean names: only what may never remain in one is taken out."""
    return re.sub(r"\s+", " ", re.sub(r"[;|]", ",", tidy(name))).strip(" ,")


@cache
def skill_key(name: str) -> str:
    """One key for all spellings: without case, spaces, dots, hyphens, and a last plural s."""
    key = re.sub(r"[\s.\-_'\u00ae\u2122]+", "", name.lower())
    return key[:-1] if len(key) > 4 and key.endswith("s") and not key.endswith(NO_PLURAL) else key


@cache
def title_key(title: str) -> str:
    """One key for a title in singular and plural: "Software Developers" (BLS), "Software Developer" (Dice)."""
    words = re.findall(r"[a-z0-9+#.]+", title.lower().replace("&", " and ").replace("-", " "))
    return " ".join(singular(word.strip(".")) or word for word in words)


@cache
def singular(word: str) -> str:
    """Good enough to compare; never shown."""
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:sse|che|she|xe)s$", word):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
