"""The lines of a document that hold something, each without its bullet and with its place in the text."""

import re
from dataclasses import dataclass

from dataset_builder.text.layout.headings import without_signs
from dataset_builder.text.sections import is_rule

# Lines and characters that are read of a document.
MOST_LINES, LONGEST_TEXT = 2_000, 100_000
_BULLET = re.compile(
    r"[\s|]*(?:[-–—−•●·▪◦‣∙➢✓✔►▶▸▹▻»›◆◇■□★☆○❖➤➔→⇒⁃※\uf0b7\uf0a7\uf0d8](?!-)\s*|\*(?!\*)\s*|\+\s+(?=[A-Za-z])|o\s+(?=\S)|#(?=[^\s#])|\(?\d{1,2}[.)]\s+(?=\S)|\(?[a-h][.)]\s+|\(?[ivx]{1,4}[.)]\s+"
    r"|\[[ xX]?\]\s+|>{1,2}\s+)(?=\S)"
)


@dataclass(frozen=True)
class Line:
    """A line without its bullet. `start`: where its text begins in the document; `after_blank`: a blank line precedes it."""

    text: str
    start: int
    bullet: bool
    indent: int
    after_blank: bool
    sign: str = ""
    # "required" or "optional" of a cell of a table that says so, else "".
    kind: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def is_emoji(character: str) -> bool:
    return not character.isascii() and without_signs(character) == "" and not character.isspace()


def split_lines(text: str) -> list[Line]:
    """The lines that are not empty, of the start of a text."""
    found: list[Line] = []
    at, blank = 0, True
    for raw in text[:LONGEST_TEXT].split("\n"):
        start = at
        at += len(raw) + 1
        if not raw.strip() or (is_rule(raw) and "|" not in raw):
            blank = True
            continue
        body, bullet, sign = raw, False, ""
        offset = 0
        if match := _BULLET.match(raw):
            bullet, sign, offset = True, match.group().strip(), match.end()
        else:
            stripped = raw.lstrip()
            if stripped and is_emoji(stripped[0]):
                rest = without_signs(stripped)
                bullet, sign = True, stripped[0]
                offset = raw.find(rest) if rest else 0
        body = raw[offset:]
        lead = len(body) - len(body.lstrip())
        body = body.strip()
        if not body:
            continue
        indent = len(raw) - len(raw.lstrip())
        found.append(Line(body, start + offset + lead, bullet, indent, blank, sign))
        blank = False
        if len(found) >= MOST_LINES:
            break
    return found
