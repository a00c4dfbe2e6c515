"""Text as people paste it, made plain: HTML (escaped or not) as lines, entities decoded, blanks of every kind as blanks.

    plain = plain_text("<ul><li>C&#43;&#43;</li></ul>")
    plain.text, plain.place(2, 5)                 # "\\n- C++", (8, 19): the place in the text as given

Places in the plain text lead back to the text that was given, so that evidence stands where the visitor sees it.
"""

import html
import re
from dataclasses import dataclass

from dataset_builder.text import words

_TAGS = re.compile(
    r"</?(?:p|div|ul|ol|li|br|h[1-6]|strong|b|em|i|u|span|table|thead|tbody|tr|td|th|section|article|header|footer|a|font|body|html|head"
    r"|script|style|title|meta|dl|dt|dd|hr|img|blockquote|center|main|small|sup|sub)\b[^<>]{0,2000}>|<!--.{0,2000}?-->|<!doctype[^<>]{0,200}>",
    re.IGNORECASE | re.DOTALL,
)
_IS_HTML = re.compile(r"<(?:p|div|ul|ol|li|br|h[1-6]|strong|b|span|table|body|html)\b[^<>]{0,300}/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;/?(?:p|div|ul|ol|li|br|h[1-6]|strong|b|span|table|em)\b", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# A paragraph that is bold as a whole above a list: a heading, as job boards write it.
_BOLD_LINE = re.compile(
    r"<(p|div)\b[^<>]{0,200}>\s{0,9}<(strong|b)\b[^<>]{0,200}>\s{0,9}(?=[^<>]{2,80}</\2>\s{0,9}:?\s{0,9}(?:<br ?/?>)?</\1>\s{0,9}<ul\b)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_BLANK = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u202f\u2002\u2003\u2009\u3000", " ")
    | {"\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n"}
)
# Characters without a width; a byte-order mark.
_NOTHING = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff]|\r(?=\n)")
_ICON = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Block elements end a line; the rest is inside one.
_BLOCK = words("""
p div ul ol table tr section article header footer body html dl dt dd hr blockquote main thead tbody center
""")


@dataclass(frozen=True)
class Plain:
    """`offsets[i]` is where character i of `text` stands in the text as given; None where they are the same."""

    text: str
    offsets: tuple[int, ...] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        if self.offsets is None or not self.offsets:
            return start, end
        start = max(0, min(start, len(self.offsets) - 1))
        first = self.offsets[start]
        return first, max(first, self.offsets[min(max(end - 1, start), len(self.offsets) - 1)] + 1)


def _substituted(text: str, offsets: list[int], pattern: re.Pattern, replacement) -> tuple[str, list[int]]:
    """The text with every match replaced; a replacement's characters stand where the match began, the last at its end."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        new = replacement(match)
        parts += [text[at : match.start()], new]
        places += offsets[at : match.start()]
        if new:
            places += [offsets[match.start()]] * (len(new) - 1) + [offsets[match.end() - 1]]
        at = match.end()
    if not parts:
        return text, offsets
    return "".join([*parts, text[at:]]), places + offsets[at:]


def _tag(match: re.Match) -> str:
    tag = match.group().casefold()
    if tag.startswith("<!"):
        return ""
    name = re.match(r"</?([a-z0-9]+)", tag)[1]
    closing = tag.startswith("</")
    if name == "br":
        return "\n"
    if name == "li":
        return "" if closing else "\n- "
    if re.fullmatch(r"h[1-6]", name):
        return "\n" if closing else "\n\n## "
    if name in ("td", "th"):
        return " | " if closing else ""
    return "\n" if name in _BLOCK else ""


def plain_text(text: str) -> Plain:
    """What a reader of the page sees, with the way back to the text as given."""
    plain = text.translate(_BLANK) if not text.isascii() or "\x0b" in text or "\x0c" in text else text
    escaped = _ESCAPED.search(plain) is not None
    markup = escaped or _IS_HTML.search(plain) is not None
    if not markup and not _ENTITY.search(plain) and not _NOTHING.search(plain) and not _ICON.search(plain):
        return Plain(plain)
    offsets = list(range(len(plain)))
    if escaped:
        plain, offsets = _substituted(plain, offsets, _ENTITY, lambda match: _decoded(match.group()))
        markup = True
    if markup:
        plain, offsets = _substituted(plain, offsets, _UNSEEN, lambda _: "")
        plain, offsets = _substituted(plain, offsets, _BOLD_LINE, lambda _: "\n\n## ")
        plain, offsets = _substituted(plain, offsets, _TAGS, _tag)
    plain, offsets = _substituted(plain, offsets, _ENTITY, lambda match: _decoded(match.group()))
    plain, offsets = _substituted(plain, offsets, _NOTHING, lambda _: "")
    plain, offsets = _substituted(plain, offsets, _ICON, lambda _: " ")
    return Plain(plain, tuple(offsets))


def _decoded(entity: str) -> str:
    return html.unescape(entity).translate(_BLANK)
