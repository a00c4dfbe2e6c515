"""Text files, and the lines of formats without pages."""

import re
from collections.abc import Iterable, Sequence

from training.reader.lines import Line, Pages, Word
from training.reader.sandbox.limits import MOST_TEXT, Refused

_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Share of control characters from which a text is none.
_BINARY = 0.01


def decoded(content: bytes) -> str:
    """Raises Refused where the bytes are no text."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and len(_CONTROL.findall(text)) <= max(_BINARY * len(text), 2):
            return re.sub(r"\r\n?", "\n", text)
        break
    raise Refused("unknown")


def parse_text(content: bytes) -> Pages:
    return pages_of(decoded(content).expandtabs(8).split("\n"), "text")


def pages_of(texts: Iterable[str], kind: str, notes: Sequence[str] = ()) -> Pages:
    """Lines of texts; a blank one ends a block, three blanks or more within one part cells."""
    lines: list[Line] = []
    told = list(notes)
    block, held, hidden = 0, 0, 0
    for text in texts:
        hidden += len(_HIDDEN.findall(text))
        words, breaks = _words(_CONTROL.sub("", _HIDDEN.sub("", text)))
        if not words:
            block += bool(lines) and lines[-1].block == block
            continue
        shown = " ".join(word.text for word in words)
        held += len(shown) + 1
        if held > MOST_TEXT:
            told.append(f"has more than {MOST_TEXT:,} characters; the rest was not read")
            break
        lines.append(Line(len(lines) + 1, 1, None, shown, words, block, breaks=breaks))
    if hidden:
        told.append(f"{hidden} invisible characters were left out")
    return Pages(tuple(lines), tuple(told), (), kind)


def _words(text: str) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    words, breaks, at = [], [], 0
    for gap, word in re.findall(r"(\s*)(\S+)", text):
        if words and ("\t" in gap or len(gap) >= 3):
            breaks.append(at)
        words.append(Word(word, None, 1))
        at += len(word) + 1
    return tuple(words), tuple(breaks)
